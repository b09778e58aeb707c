"""What workers recorded of the story's people: needs and strengths, plans, and reviews of risk. All of it is made up."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from desistance.access.queries.passes import enter, open_record, system_pass
from desistance.assessment.actions.needs import assess_needs
from desistance.assessment.actions.plans import add_step, agree_plan, change_step, move_goal, set_goal
from desistance.assessment.actions.reviews import record_review
from desistance.assessment.queries.plans import own_plan
from desistance.assessment.rules.needs import Answer, NeedsFacts
from desistance.assessment.rules.plans import AgreementFacts, GoalFacts, StepFacts
from desistance.assessment.rules.reviews import ReviewFacts
from desistance.demo.stories import ASSESSMENTS, FROM_A_SYSTEM, PLANS, REVIEWS
from desistance.foundation.calendar import LOCAL, local_date
from desistance.foundation.passes import Pass
from desistance.foundation.rows import Source
from desistance.partners.queries import live_posts

People = Mapping[str, Any]


def record_needs_and_plans(people: People, staff: People, agencies: People) -> None:
    """Record it as the workers did, each at its moment, through the rooms' own actions."""
    for moment, worker, reference, levels, told in REVIEWS:
        at = _local(moment)
        facts = ReviewFacts(kind="initial", made_on=local_date(at), levels=levels, **told)
        record_review(person=people[reference], facts=facts, by=_opening(staff[worker], reference, at), at=at)
    for moment, agency, reference, levels, told in FROM_A_SYSTEM:
        at = _local(moment)
        facts = ReviewFacts(kind="initial", made_on=local_date(at), levels=levels, **told)
        by = system_pass(name="demonstration", agency=agencies[agency], at=at)
        record_review(person=people[reference], facts=facts, by=by, at=at, source=Source.API)
    for moment, worker, reference, why_without, answers in ASSESSMENTS:
        at = _local(moment)
        given = {pathway: Answer(*words) for pathway, words in answers.items()}
        needs = NeedsFacts(local_date(at), given, not why_without, why_without)
        assess_needs(person=people[reference], facts=needs, by=_opening(staff[worker], reference, at), at=at)
    for moment, worker, reference, goals, agreement in PLANS:
        _plan(_local(moment), (staff[worker], people[reference]), goals, agreement, (staff, agencies))


def _plan(at: datetime, told: tuple[Any, Any], goals: Any, agreement: Any, taking: tuple[People, People]) -> None:
    worker, person = told
    by = _opening(worker, person.reference, at)
    after = []
    for what, pathway, state, came_of, steps in goals:
        begun = state if state in ("now", "future") else "now"
        goal = set_goal(person=person, facts=GoalFacts(what, pathway, begun), by=by, at=at)
        for step in steps:
            after += _step(goal, step, by, at, taking)
        if begun != state:
            after.append((step[4][0] if step[4] else "", goal, (state, came_of)))
    if agreement:
        outcome, why, own_words, review_on = agreement
        facts = AgreementFacts(outcome, local_date(at), why, own_words, date.fromisoformat(review_on))
        agree_plan(plan=own_plan(by=by), facts=facts, by=by, at=at)
    for moment, row, came in after:
        _came(worker, person.reference, _local(moment), row, came)


def _step(goal: Any, told: Any, by: Pass, at: datetime, taking: tuple[People, People]) -> list[Any]:
    """Add a step; what came of it, to be told at its own moment, comes back."""
    what, taker, who, due, came = told
    staff, agencies = taking
    facts = StepFacts(
        what,
        taker,
        staff[who].pk if taker == "worker" else None,
        agencies[who].pk if taker == "agency" else None,
        date.fromisoformat(due),
    )
    step = add_step(goal=goal, facts=facts, by=by, at=at)
    return [(came[0], step, (facts, *came[1:]))] if came else []


def _came(worker: Any, reference: str, at: datetime, row: Any, came: tuple[Any, ...]) -> None:
    by = _opening(worker, reference, at)
    if len(came) == 2:  # a goal: how it stands, and what came of it
        move_goal(goal=row, state=came[0], why=came[1], by=by, at=at)
        return
    facts, state, words = came
    change_step(
        step=row,
        facts=StepFacts(facts.what, facts.taker, facts.staff, facts.taking_agency, facts.due_on, state, words),
        by=by,
        at=at,
    )


def _opening(worker: Any, reference: str, at: datetime) -> Pass:
    """The worker's pass for someone at a moment."""
    return open_record(reference=reference, by=enter(post=live_posts(staff=worker.pk, at=at)[0], at=at))[1]


def _local(moment: str) -> datetime:
    return datetime.fromisoformat(moment).replace(tzinfo=LOCAL)
