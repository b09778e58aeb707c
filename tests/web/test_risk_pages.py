"""The tab Risk and the banner in workers' hands: two agencies, a manager who countersigns, a restricted person, an excluded worker."""

from collections.abc import Callable
from datetime import date

import pytest
from django.test import Client

from desistance.assessment.models import RiskConcern, RiskReview
from desistance.desk import worker
from desistance.foundation import clock
from desistance.foundation.reading import marked, unseen
from tests import factories as make
from tests.cast import Cast
from tests.web.reading import text_of

Visiting = Callable[[str], Client]


@pytest.fixture(autouse=True)
def moment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: make.NOW)


@pytest.fixture
def shared(cast: Cast) -> Cast:
    """Police and housing work with Kyle too."""
    with marked("test"), unseen("nightly check"):
        make.involvement(cast.kyle, cast.agencies["police"], kind="police_management", lead=cast.staff["rob"])
        make.involvement(cast.kyle, cast.agencies["housing"], kind="housing_support", team=cast.teams["tenancy"])
    return cast


def typed(**changed: str) -> dict[str, str]:
    day = {"made_on-day": "13", "made_on-month": "3", "made_on-year": "2026"}
    due = {"review_on-day": "20", "review_on-month": "4", "review_on-year": "2026"}
    told = {"kind": "incident", "trigger": "New partner with children", "evidence": "Concern of the housing provider"}
    return {**day, **due, **told, "children_community": "high", "plan": "Weekly contact", **changed}


def here(cast: Cast, path: str = "") -> str:
    return f"/people/{cast.kyle.reference}/{path}"


def before(cast: Cast) -> RiskReview:
    with marked("test"), unseen("nightly check"):
        return make.risk_review(cast.kyle, cast.agencies["probation"], review_on=date(2026, 4, 20))


def latest() -> RiskReview:
    with marked("test"), unseen("nightly check"):
        return RiskReview.objects.standing().latest("id")


def test_nothing_on_record_is_not_no_risk(shared: Cast, visiting: Visiting) -> None:
    page = text_of(visiting("priya").get(here(shared, "risk/")))
    assert "No risk assessment has been recorded in this service. That does not mean there is no risk." in page
    assert "Start a review" in page
    page = text_of(visiting("dan").get(here(shared, "risk/")))
    assert "has been recorded in this service" not in page
    assert "No risk assessment is shown to you here. That does not mean there is no risk." in page
    assert "Start a review" not in page
    assert "Raise a concern" in page


def test_j16_1_after_a_review_every_involved_workers_banner_and_day_say_so(shared: Cast, visiting: Visiting) -> None:
    before(shared)
    rob = visiting("rob")
    assert "Medium Set by Durham probation on 20 January 2026" in text_of(rob.get(here(shared, "timeline/")))
    answer = visiting("priya").post(here(shared, "risk/new/"), typed(change_reason="Children in the home"))
    assert answer.status_code == 302
    strip = "Risk of serious harm High Set by Priya, Durham probation on 13 March 2026"
    assert strip in text_of(rob.get(here(shared, "timeline/")))
    assert "Next review due Monday 20 April 2026" in text_of(rob.get(here(shared, "involved/")))
    assert "Risk of serious harm is now High, was Medium" in text_of(rob.get("/home/"))
    with marked("test"), unseen("nightly check"):
        worker.notify(at=make.NOW)
    assert "Risk of serious harm is now High, was Medium" in text_of(rob.get("/notices/"))
    assert strip in text_of(visiting("tom").get(here(shared)))


def test_j16_2_the_previous_level_is_still_there_with_the_reason_for_the_change(
    shared: Cast, visiting: Visiting
) -> None:
    before(shared)
    client = visiting("priya")
    client.post(here(shared, "risk/new/"), typed(change_reason="Children in the home"))
    page = text_of(visiting("rob").get(here(shared, "risk/")))
    assert "Why: Children in the home." in page
    assert "Children in the community: Not assessed to High" in page
    assert page.index("13 March 2026 High") < page.index("20 January 2026 Medium")
    assert "High now. Medium at first, since 20 January 2026." in page
    html = visiting("rob").get(here(shared, "risk/")).content.decode()
    assert html.count("<polyline") == 2


def test_j16_3_a_review_date_too_far_ahead_is_refused_with_the_last_date(shared: Cast, visiting: Visiting) -> None:
    response = visiting("priya").post(here(shared, "risk/new/"), typed(**{"review_on-month": "6"}))
    assert response.status_code == 422
    page = text_of(response)
    assert "Review date must be on or before 8 May 2026." in page
    assert "Concern of the housing provider" in page  # nothing typed is lost


def test_j16_5_high_without_a_plan_is_refused(shared: Cast, visiting: Visiting) -> None:
    response = visiting("priya").post(here(shared, "risk/new/"), typed(plan=""))
    assert (response.status_code, "Level is High. Enter how the risk will be managed." in text_of(response)) == (
        422,
        True,
    )
    with marked("test"):
        assert not RiskReview.objects.exists()


def test_a_manager_countersigns_or_sends_back_and_the_author_corrects(shared: Cast, visiting: Visiting) -> None:
    priya, tom = visiting("priya"), visiting("tom")
    priya.post(here(shared, "risk/new/"), typed())
    place = here(shared, f"risk/reviews/{latest().pk}/")
    assert "Waits for a countersignature" in text_of(priya.get(here(shared, "risk/")))
    assert f"{place}countersign/" in tom.get(here(shared, "risk/")).content.decode()
    assert "Evidence: Concern of the housing provider" in text_of(tom.get(f"{place}countersign/"))
    assert priya.get(f"{place}countersign/").status_code == 403
    assert tom.post(f"{place}countersign/", {"outcome": "sent_back"}).status_code == 422
    sent = tom.post(
        f"{place}countersign/", {"outcome": "sent_back", "words": "Name the children's school"}, follow=True
    )
    assert "Sent back by Tom, 13 March 2026. Name the children's school" in text_of(sent)
    assert "Your risk review was sent back" in text_of(priya.get("/home/"))
    form = priya.get(f"{place}correct/").content.decode()
    assert "Weekly contact" in form
    assert priya.post(f"{place}correct/", typed(reason="School added", evidence="At Bede School")).status_code == 302
    assert priya.get(f"{place}correct/").status_code == 404
    place = here(shared, f"risk/reviews/{latest().pk}/")
    assert tom.post(f"{place}countersign/", {"outcome": "signed"}).status_code == 302
    assert "Countersigned by Tom, 13 March 2026." in text_of(visiting("rob").get(here(shared, "risk/")))


def test_a_concern_of_housing_reaches_the_lead_and_its_answer_reaches_housing(shared: Cast, visiting: Visiting) -> None:
    dan, priya = visiting("dan"), visiting("priya")
    told = {"noticed": "New partner with children", "noticed_on-day": "12", "noticed_on-month": "3"}
    assert dan.post(here(shared, "risk/concerns/new/"), told).status_code == 422
    assert dan.post(here(shared, "risk/concerns/new/"), {**told, "noticed_on-year": "2026"}).status_code == 302
    assert "A concern about risk waits for a review" in text_of(priya.get("/home/"))
    with marked("test"), unseen("nightly check"):
        concern = RiskConcern.objects.get()
    page = text_of(priya.get(here(shared, "risk/")))
    assert "New partner with children Waiting for a review Noticed on 12 March 2026." in page
    assert "Answer due Friday 20 March 2026." in page
    place = here(shared, f"risk/concerns/{concern.pk}/answer/")
    assert visiting("rob").get(place).status_code == 403
    assert priya.post(place, {"words": "Known since January", "version": "1"}).status_code == 302
    assert "Answer: Known since January." in text_of(dan.get(here(shared, "risk/")))


def test_an_overdue_review_is_seen_by_everyone_involved(shared: Cast, visiting: Visiting) -> None:
    with marked("test"), unseen("nightly check"):
        make.risk_review(shared.kyle, shared.agencies["probation"], review_on=date(2026, 3, 10))
    for who in ("priya", "rob"):
        page = text_of(visiting(who).get(here(shared, "risk/")))
        assert page.count("verdue by 3 days") == 2  # banner and tab


def test_a_restricted_person_and_an_excluded_worker_are_the_same_as_missing(shared: Cast, visiting: Visiting) -> None:
    before(shared)
    with marked("test"), unseen("nightly check"):
        make.exclusion(shared.kyle, shared.agencies["police"], shared.staff["rob"])
        make.involvement(shared.kyle, shared.agencies["police"], kind="custody_check")
    assert visiting("rob").get(here(shared, "risk/")).status_code == 404
    assert visiting("carl").get(here(shared, "risk/")).status_code == 200
    with marked("test"), unseen("nightly check"):
        restriction = make.restriction(shared.kyle, shared.agencies["probation"], shared.staff["tom"])
        make.listed_worker(restriction, shared.staff["priya"])
        type(shared.kyle).objects.filter(pk=shared.kyle.pk).update(restricted=True)
    missing = visiting("nadia").get(here(shared, "risk/"))
    assert "Medium" not in text_of(missing)
    assert missing.status_code in (302, 404)
    assert visiting("priya").get(here(shared, "risk/")).status_code == 200


def test_a_review_and_a_goal_are_kept_as_drafts_until_they_are_saved(shared: Cast, visiting: Visiting) -> None:
    client = visiting("priya")
    review = typed()
    goal = {"what": "Find a flat", "pathway": "accommodation", "state": "now"}
    for form, path, told in (("risk-review", "risk/new/", review), ("plan-goal", "plan/goals/new/", goal)):
        kept = {"draft-form": form, "draft-subject": shared.kyle.reference, "draft-path": here(shared, path)}
        client.post("/drafts/", {**told, **kept, "draft-reference": shared.kyle.reference})
        page = client.get(here(shared, path))
        assert "This is your draft" in text_of(page)
        assert (told.get("evidence") or told["what"]) in page.content.decode()
        assert client.post(here(shared, path), told).status_code == 302
        assert "This is your draft" not in text_of(client.get(here(shared, path)))
