"""The tab Plan in workers' hands: needs assessed on one page, goals and steps added, agreed or not, and the person's own copy."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from desistance.assessment.models import Goal, NeedAnswer, Plan, PlanVersion, Step
from desistance.foundation import clock
from desistance.foundation.reading import marked, unseen
from tests import factories as make
from tests.cast import Cast
from tests.web.reading import text_of

Visiting = Callable[[str], Client]
DAY = {"made_on-day": "13", "made_on-month": "3", "made_on-year": "2026", "with_person": "yes"}
HIGH = {"accommodation_level": "high", "accommodation_words": "Notice to leave", "family_level": "strength"}


@pytest.fixture(autouse=True)
def moment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: make.NOW)


@pytest.fixture
def shared(cast: Cast) -> Cast:
    """Police and housing work with Kyle too."""
    with marked("test"), unseen("nightly check"):
        make.involvement(cast.kyle, cast.agencies["police"], kind="police_management", lead=cast.staff["rob"])
        make.involvement(cast.kyle, cast.agencies["housing"], kind="housing_support", lead=cast.staff["dan"])
    return cast


def here(cast: Cast, path: str = "") -> str:
    return f"/people/{cast.kyle.reference}/plan/{path}"


def one(model: Any) -> Any:
    with marked("test"), unseen("nightly check"):
        return model.objects.latest("id")


def test_nothing_assessed_is_never_no_need(shared: Cast, visiting: Visiting) -> None:
    page = text_of(visiting("priya").get(here(shared)))
    assert "No needs have been assessed in this service that you may see. That does not mean there are none." in page
    assert "No plan yet. Start with a needs assessment." in page
    page = text_of(visiting("carl").get(here(shared)))
    assert "Start with a needs assessment" not in page


def test_needs_are_assessed_on_one_page_and_start_as_they_were(shared: Cast, visiting: Visiting) -> None:
    priya = visiting("priya")
    wrong = priya.post(here(shared, "needs/new/"), {**DAY, **HIGH})
    assert wrong.status_code == 422
    assert "You chose Strength for Children and family. Enter why." in text_of(wrong)
    assert "Notice to leave" in wrong.content.decode()  # nothing typed is lost
    told = {**DAY, **HIGH, "family_words": "Sister", "health_level": "some", "health_words": "Waits for a scan"}
    assert priya.post(here(shared, "needs/new/"), {**told, "family_own_words": "She keeps me right"}).status_code == 302
    page = text_of(visiting("rob").get(here(shared)))
    assert "Accommodation High need, 13 Mar 2026" in page
    assert "She keeps me right" in page
    assert "Waits for a scan" not in page
    form = text_of(priya.get(here(shared, "needs/new/")))
    assert "High need since 13 March 2026." in form
    assert "Not looked at by your agency before." in form
    assert "Closely held: other agencies see it with the person's consent alone." in form
    dan = text_of(visiting("dan").get(here(shared, "needs/new/")))
    assert "High need says Priya, Durham probation, 13 Mar 2026." in dan
    row = one(NeedAnswer).assessment_id
    fixed = {**told, "accommodation_level": "some", "reason": "Notice taken back"}
    assert priya.post(here(shared, f"needs/{row}/correct/"), fixed).status_code == 302
    assert "Accommodation Some need, 13 Mar 2026" in text_of(visiting("rob").get(here(shared)))
    assert visiting("dan").get(here(shared, f"needs/{row}/correct/")).status_code == 404


def test_a_plan_grows_goal_by_goal_and_step_by_step_until_it_is_agreed(shared: Cast, visiting: Visiting) -> None:
    priya = visiting("priya")
    goal = {"what": "Find a flat", "pathway": "accommodation", "state": "now", "another": "yes"}
    answer = priya.post(here(shared, "goals/new/"), goal)
    assert answer["Location"].endswith("/plan/goals/new/")
    said = {"outcome": "agreed", "agreed_on-day": "13", "agreed_on-month": "3", "agreed_on-year": "2026"}
    due = {"review_on-day": "12", "review_on-month": "6", "review_on-year": "2026"}
    wrong = priya.post(here(shared, "agree/"), {**said, **due, "version": "1"})
    assert wrong.status_code == 422
    assert "Add at least one step to 'Find a flat' before you agree the plan." in text_of(wrong)
    housing = str(shared.agencies["housing"].pk)
    step = {"what": "Offer a room", "taker": "agency", "taking_agency": housing}
    by = {"due_on-day": "20", "due_on-month": "3", "due_on-year": "2026"}
    assert priya.post(here(shared, f"goals/{one(Goal).pk}/steps/new/"), {**step, **by}).status_code == 302
    assert (
        priya.post(here(shared, "agree/"), {**said, **due, "version": "1", "own_words": "My own door"}).status_code
        == 302
    )
    page = text_of(visiting("dan").get(here(shared)))
    assert "Agreed with the person" in page
    assert "Offer a room Not started Update" in page
    kept = text_of(visiting("rob").get(here(shared, f"versions/{one(PlanVersion).pk}/")))
    assert "Agreed on 13 March 2026" in kept
    assert "Offer a room Durham housing, by 20 March 2026" in kept
    copy = text_of(priya.get(here(shared, "copy/")))
    assert "Durham housing will do this: Offer a room, by Friday 20 March 2026." in copy
    assert "You agreed to the plan on 13 March 2026. You said: “My own door”" in copy
    assert visiting("rob").get(here(shared, "copy/")).status_code == 404


def test_a_stale_step_shows_both_versions_and_loses_nothing(shared: Cast, visiting: Visiting) -> None:
    with marked("test"), unseen("nightly check"):
        goal = make.goal(make.plan(shared.kyle, shared.agencies["probation"]))
        step = make.step(goal, taker="agency", taking_agency=shared.agencies["housing"])
    dan, priya = visiting("dan"), visiting("priya")
    place = here(shared, f"steps/{step.pk}/")
    assert "The plan's lead worker reads it." in text_of(dan.get(place))
    assert dan.post(place, {"state": "done", "came_of": "Room from Monday", "version": "1"}).status_code == 302
    ours = {"what": "Ring the council", "taker": "agency", "taking_agency": str(shared.agencies["housing"].pk)}
    stale = priya.post(place, {**ours, "state": "waiting", "came_of": "No room free", "version": "1"})
    assert stale.status_code == 409
    page = text_of(stale)
    assert "Room from Monday" in page
    assert "No room free" in page
    assert one(Step).came_of == "Room from Monday"


def test_a_goal_is_achieved_a_plan_ends_and_both_stay_readable(shared: Cast, visiting: Visiting) -> None:
    with marked("test"), unseen("nightly check"):
        goal = make.goal(make.plan(shared.kyle, shared.agencies["probation"]))
        make.step(goal)
    priya = visiting("priya")
    place, same = here(shared, f"goals/{goal.pk}/"), {"what": "Find a flat", "pathway": "accommodation", "version": "1"}
    assert "Enter what was achieved." in text_of(priya.post(place, {**same, "state": "achieved"}))
    assert priya.post(place, {**same, "state": "achieved", "why": "Signed the tenancy"}).status_code == 302
    assert "Signed the tenancy 13 March 2026" in text_of(visiting("rob").get(here(shared)))
    assert priya.post(here(shared, "end/"), {"reason": "Order ended", "version": "1"}).status_code == 302
    assert one(Plan).state == "ended"
    assert "Ended on 13 March 2026: Order ended" in text_of(priya.get(here(shared)))


def test_the_overview_has_risk_now_and_the_plan_at_a_glance(shared: Cast, visiting: Visiting) -> None:
    with marked("test"), unseen("nightly check"):
        make.risk_review(shared.kyle, shared.agencies["probation"], was="low")
        goal = make.goal(make.plan(shared.kyle, shared.agencies["probation"]))
        make.step(goal, due_on=make.NOW.date().replace(day=10))
        make.need_answer(make.needs_assessment(shared.kyle, shared.agencies["probation"]))
    page = text_of(visiting("rob").get(f"/people/{shared.kyle.reference}/"))
    assert "Medium Up from Low Durham probation 20 January 2026" in page
    assert "Accommodation High need, 20 Jan 2026" in page
    assert "Money" not in page
    assert "Finance, benefits and debt Not known" in page
    assert "Find a flat 0 of 1 step done Ring the council The person 10 Mar 2026 Overdue by 3 days" in page
