"""The plan in workers' hands: goals with steps, agreed or not, changed, taken up by other agencies, and every version kept."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from desistance.assessment.actions.plans import (
    add_step,
    agree_plan,
    change_goal,
    change_step,
    end_plan,
    move_goal,
    put_as_task,
    set_goal,
)
from desistance.assessment.models import Goal, Plan, PlanVersion, Step, VersionGoal
from desistance.assessment.queries.plans import own_goal, own_plan, plans_of, step_seen, version_of
from desistance.assessment.rules.plans import AgreementFacts, GoalFacts, StepFacts
from desistance.casework.actions.tasks import close_task
from desistance.desk.queries.duties import duties_of
from desistance.foundation.decisions import Conflict, NotFound, Refused
from desistance.foundation.register import HOUSE
from desistance.sentences.models import Order
from tests import factories as make
from tests.cast import Cast

TODAY = make.NOW.date()
FLAT = GoalFacts("Find a flat", "accommodation")
RING = StepFacts("Ring the council", due_on=date(2026, 3, 20))
AGREED = AgreementFacts("agreed", TODAY, own_words="I want my own door", review_on=date(2026, 6, 12))


@pytest.fixture
def shared(cast: Cast, looking: None) -> Cast:
    """Housing works with Kyle too, and Dan leads there; so do the police."""
    make.involvement(cast.kyle, cast.agencies["police"], kind="police_management", lead=cast.staff["rob"])
    make.involvement(cast.kyle, cast.agencies["housing"], kind="housing_support", lead=cast.staff["dan"])
    return cast


def flat(cast: Cast, facts: GoalFacts = FLAT) -> Goal:
    return set_goal(person=cast.kyle, facts=facts, by=cast.opening("priya"), at=make.NOW)


def ring(cast: Cast, goal: Goal, **more: object) -> Step:
    facts = replace(RING, **more)  # type: ignore[arg-type]
    return add_step(goal=goal, facts=facts, by=cast.opening("priya"), at=make.NOW)


def agree(cast: Cast, facts: AgreementFacts = AGREED) -> PlanVersion:
    by = cast.opening("priya")
    return agree_plan(plan=own_plan(by=by), facts=facts, by=by, at=make.NOW)


def due(cast: Cast, who: str) -> list[str]:
    rows = duties_of(by=cast.entering(who))
    return [f"{row.rank} {row.words}" for row in rows if row.duty in ("assessment.step_due", "assessment.plan_due")]


def test_a_plan_begins_with_its_first_goal_and_waits_to_be_agreed(shared: Cast) -> None:
    goal = flat(shared)
    second = flat(shared, replace(FLAT, what="See a doctor", pathway="health"))
    assert (goal.plan_id, goal.data_class, second.data_class) == (second.plan_id, "plan", "health")
    plan = Plan.objects.get()
    assert (plan.state, plan.agree_on) == ("draft", date(2026, 4, 7))
    assert due(shared, "priya") == []
    Plan.objects.update(agree_on=date(2026, 3, 20))
    assert due(shared, "priya") == ["9 Agree the plan with the person"]
    assert due(shared, "dan") == []


def test_a_goal_without_a_step_is_not_agreed_and_the_goal_is_named(shared: Cast) -> None:
    goal = flat(shared)
    with pytest.raises(Refused, match="Add at least one step to 'Find a flat' before you agree"):
        agree(shared)
    step = ring(shared, goal)
    done = replace(RING, state="not_needed", came_of="Has a room")
    change_step(step=step, facts=done, by=shared.opening("priya"), at=make.NOW)
    with pytest.raises(Refused, match="Add at least one step"):
        agree(shared)


def test_what_was_agreed_is_kept_as_it_stood_and_a_change_asks_for_a_new_agreement(shared: Cast) -> None:
    goal = flat(shared)
    ring(shared, goal, taker="agency", taking_agency=shared.agencies["housing"].pk)
    first = agree(shared)
    assert (first.number, Plan.objects.get().state) == (1, "agreed")
    change_goal(
        goal=goal, what="Keep the flat", pathway="accommodation", by=shared.opening("priya"), at=make.NOW, version=1
    )
    plan = Plan.objects.get()
    assert (plan.state, plan.agree_on, plan.review_on) == ("changed", date(2026, 4, 7), date(2026, 6, 12))
    second = agree(shared, replace(AGREED, outcome="not_agreed", why="Wants Crook, not Durham"))
    (plan_shown,) = plans_of(shared.kyle.pk, by=shared.opening("rob")).plans
    assert [(one.row.number, one.outcome) for one in plan_shown.versions] == [(2, "Did not agree"), (1, "Agreed")]
    assert (plan_shown.state_words, plan_shown.is_ours) == ("The person did not agree", False)
    _, (kept,) = version_of(first.pk, by=shared.opening("rob"))
    assert (kept.what, kept.steps[0]["who"]) == ("Find a flat", "Durham housing")
    assert version_of(second.pk, by=shared.opening("dan"))[1][0].what == "Keep the flat"


def test_goals_of_health_are_closely_held_in_the_plan_in_its_versions_and_on_the_card(shared: Cast) -> None:
    make.agreement(shared.agencies["probation"], shared.agencies["police"], classes=("health",))
    doctor = flat(shared, GoalFacts("See a doctor", "health"))
    ring(shared, doctor)
    goal = flat(shared)
    ring(shared, goal)
    version = agree(shared)
    assert VersionGoal.objects.filter(version=version).count() == 2
    for who in ("rob", "dan"):
        by = shared.opening(who)
        (plan,) = plans_of(shared.kyle.pk, by=by).plans
        assert [one.goal.what for one in plan.goals] == ["Find a flat"]
        assert [row.what for row in version_of(version.pk, by=by)[1]] == ["Find a flat"]
        card = HOUSE.cards["assessment.plan"].load(by.person, by)
        assert card is not None
        assert [one["what"] for one in card["goals"]] == ["Find a flat"]
    assert plans_of(shared.kyle.pk, by=shared.opening("rob")).not_shared == {"Durham probation": 1}


def test_steps_are_asked_of_whoever_takes_them(shared: Cast) -> None:
    goal = flat(shared)
    ring(shared, goal, taker="worker", staff=shared.staff["priya"].pk, due_on=date(2026, 3, 16))
    ring(shared, goal, what="Offer a room", taker="agency", taking_agency=shared.agencies["housing"].pk, due_on=TODAY)
    own = ring(shared, goal, what="Save the deposit", due_on=TODAY)
    assert due(shared, "priya") == ["10 Step of the plan: Ring the council"]
    assert due(shared, "dan") == ["10 Step of the plan: Offer a room"]
    assert due(shared, "rob") == []
    Step.objects.filter(pk=own.pk).update(due_on=date(2026, 3, 12))
    assert due(shared, "priya")[0] == "10 Ask what came of: Save the deposit"
    move_goal(goal=goal, state="future", why="", by=shared.opening("priya"), at=make.NOW)
    assert due(shared, "priya") == due(shared, "dan") == []


def test_the_agency_that_takes_a_step_says_what_came_of_it_and_changes_nothing_else(shared: Cast) -> None:
    goal = flat(shared)
    offer = ring(shared, goal, what="Offer a room", taker="agency", taking_agency=shared.agencies["housing"].pk)
    by = shared.opening("dan")
    _, shown = step_seen(offer.pk, by=by)
    told = StepFacts("Nothing of the kind", state="done", came_of="Room from Monday")
    change_step(step=shown.step, facts=told, by=by, at=make.NOW, version=1)
    offer.refresh_from_db()
    assert (offer.what, offer.state, offer.came_of, offer.due_on) == (
        "Offer a room",
        "done",
        "Room from Monday",
        date(2026, 3, 20),
    )
    with pytest.raises(Conflict):
        change_step(step=shown.step, facts=replace(told, came_of="Other"), by=by, at=make.NOW, version=1)
    with pytest.raises(NotFound):
        step_seen(offer.pk, by=shared.opening("rob"))
    with pytest.raises(NotFound):
        change_step(step=offer, facts=told, by=shared.opening("rob"), at=make.NOW)


def test_goals_are_achieved_removed_and_taken_up_again(shared: Cast) -> None:
    goal = flat(shared)
    ring(shared, goal)
    agree(shared)
    by = shared.opening("priya")
    with pytest.raises(Refused, match="Enter what was achieved"):
        move_goal(goal=goal, state="achieved", why="", by=by, at=make.NOW)
    move_goal(goal=goal, state="achieved", why="Signed the tenancy", by=by, at=make.NOW, version=1)
    assert (own_goal(goal.pk, by=by).goal.came_of, Plan.objects.get().state) == ("Signed the tenancy", "agreed")
    with pytest.raises(Refused, match="so it cannot become"):
        move_goal(goal=goal, state="removed", why="x", by=by, at=make.NOW)
    move_goal(goal=goal, state="now", why="", by=by, at=make.NOW)
    assert (goal.came_of, goal.ended_on, Plan.objects.get().state) == ("", None, "changed")


def test_a_plan_that_ended_asks_for_nothing_and_a_new_goal_begins_another(shared: Cast) -> None:
    goal = flat(shared)
    ring(shared, goal, due_on=TODAY, taker="worker", staff=shared.staff["priya"].pk)
    by = shared.opening("priya")
    with pytest.raises(Refused, match="Enter why the plan ends"):
        end_plan(plan=own_plan(by=by), reason=" ", by=by, at=make.NOW)
    end_plan(plan=own_plan(by=by), reason="Order ended", by=by, at=make.NOW)
    assert due(shared, "priya") == []
    with pytest.raises(NotFound):
        own_plan(by=by)
    flat(shared)
    shown = plans_of(shared.kyle.pk, by=shared.opening("rob")).plans
    assert [one.is_open for one in shown] == [True, False]


def test_a_step_is_taken_by_a_worker_of_the_agency_an_agency_that_is_there_and_at_the_persons_own_appointment(
    shared: Cast,
) -> None:
    goal = flat(shared)
    with pytest.raises(Refused, match="Choose a worker of your own agency"):
        ring(shared, goal, taker="worker", staff=shared.staff["dan"].pk)
    with pytest.raises(Refused, match="Choose an agency that this service knows"):
        ring(shared, goal, taker="agency", taking_agency=10**9)
    theirs = make.contact(make.person(shared.agencies["probation"]), shared.agencies["probation"])
    with pytest.raises(NotFound):
        ring(shared, goal, contact=theirs.pk)
    own = make.contact(shared.kyle, shared.agencies["probation"])
    assert ring(shared, goal, contact=own.pk).contact_id == own.pk


def test_another_agency_neither_changes_nor_agrees_a_plan(shared: Cast) -> None:
    goal = flat(shared)
    by = shared.opening("rob")
    with pytest.raises(NotFound):
        add_step(goal=goal, facts=RING, by=by, at=make.NOW)
    with pytest.raises(NotFound):
        move_goal(goal=goal, state="future", why="", by=by, at=make.NOW)
    with pytest.raises(NotFound):
        agree_plan(plan=Plan.objects.get(), facts=AGREED, by=by, at=make.NOW)
    assert Goal.objects.get().state == "now"


def test_whoever_is_under_an_order_with_no_plan_is_told_to_their_lead_worker_until_one_begins(shared: Cast) -> None:
    def missing(who: str) -> list[date]:
        rows = duties_of(by=shared.entering(who))
        return [row.due.date() for row in rows if row.duty == "assessment.plan_missing" and row.due]

    order = make.order(shared.kyle, shared.agencies["probation"], made_on=date(2026, 3, 1), starts_on=date(2026, 3, 10))
    assert missing("priya") == [], "it is asked for two weeks before it is due"
    Order.objects.filter(pk=order.pk).update(starts_on=date(2026, 3, 2))
    assert (missing("priya"), missing("rob"), missing("dan")) == ([date(2026, 3, 23)], [], [])
    long_since = {"made_on": date(2025, 3, 2), "starts_on": date(2025, 3, 2)}
    Order.objects.filter(pk=order.pk).update(**long_since, recorded_at=make.NOW - timedelta(days=8))
    assert missing("priya") == [date(2026, 3, 26)], "an old order is asked about from the day it came on record"
    Order.objects.filter(pk=order.pk).update(recorded_at=make.NOW)
    assert missing("priya") == []
    Order.objects.filter(pk=order.pk).update(recorded_at=make.LONG_AGO)
    flat(shared)
    assert missing("priya") == []


def test_a_step_is_asked_for_as_a_task_once_and_what_came_of_it_shows_on_the_step(shared: Cast) -> None:
    goal, housing = flat(shared), shared.agencies["housing"]
    by, own = shared.opening("priya"), ring(shared, goal)
    step = ring(shared, goal, what="Offer a room", taker="agency", taking_agency=housing.pk)
    with pytest.raises(Refused, match="The person takes this step"):
        put_as_task(step=own, by=by, at=make.NOW)
    task = put_as_task(step=step, by=by, at=make.NOW)
    assert (task.agency_id, task.what, task.due_on) == (housing.pk, "Offer a room", date(2026, 3, 20))
    with pytest.raises(Refused, match="a task already"):
        put_as_task(step=step, by=by, at=make.NOW)
    with pytest.raises(NotFound):
        put_as_task(step=step, by=shared.opening("dan"), at=make.NOW)
    assert step_seen(step.pk, by=by)[1].task_words == f"A task of {housing.short_name}"
    close_task(task=task, to="done", came_of="A room from May", by=shared.opening("dan"), at=make.NOW)
    assert step_seen(step.pk, by=by)[1].task_words == "Task done: A room from May"
    assert step_seen(step.pk, by=by)[1].may_be_asked


def test_a_plan_needs_and_scores_are_told_in_reports_with_plain_words_for_the_person(shared: Cast) -> None:
    probation, by = shared.agencies["probation"], shared.opening("priya")
    ring(shared, flat(shared))
    make.need_answer(make.needs_assessment(shared.kyle, probation), own_words="I want my own door")
    make.score(shared.kyle, probation)
    make.score(shared.kyle, probation, "OSPDC", generation="legacy")

    def told(name: str) -> list[tuple[str, str]]:
        return [(line.words, line.plain) for line in HOUSE.sections[name].load(shared.kyle.pk, by)]

    assert told("assessment.plan") == [
        ("Goal: Find a flat", "Your goal: Find a flat"),
        (
            "Step: Ring the council (the person, by 20 March 2026): Not started",
            "You: Ring the council, by 20 March 2026",
        ),
    ]
    assert told("assessment.needs") == [
        ("Accommodation: High need", "Accommodation: you said, I want my own door"),
    ]
    ((words, plain),) = told("assessment.scores")
    assert (words.split(":")[0], plain) == ("All Reoffending Predictor (ARP)", "")
