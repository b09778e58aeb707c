"""Whether a goal, a step and an agreement can stand as they are told. Each refusal names the field to mend."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from desistance.assessment.rules.reviews import Trouble, words_of
from desistance.assessment.terms.needs import Pathway
from desistance.assessment.terms.plans import (
    LONGEST_GOAL,
    LONGEST_OWN_WORDS,
    MOST_GOALS,
    MOST_STEPS,
    PLAN_RULES,
    Agreement,
    Taker,
)
from desistance.assessment.terms.reviews import LONGEST_REASON
from desistance.foundation.calendar import working_days_after
from desistance.foundation.decisions import Decision, all_of, allowed, refused
from desistance.foundation.rulesets import in_force

ENDINGS = {"achieved": "what was achieved", "removed": "why the goal is removed"}


@dataclass(frozen=True, slots=True)
class GoalFacts:
    """What is told of a goal: what the person wants, the pathway it belongs to, and whether it is for now or for later."""

    what: str
    pathway: str
    state: str = "now"


@dataclass(frozen=True, slots=True)
class StepFacts:
    """What is told of a step: what is done, who does it, by when, how it stands, what came of it, and the appointment
    that it belongs to."""

    what: str
    taker: str = Taker.PERSON
    staff: int | None = None
    taking_agency: int | None = None
    due_on: date | None = None
    state: str = "not_started"
    came_of: str = ""
    contact: int | None = None


@dataclass(frozen=True, slots=True)
class PlannedGoal:
    """A goal as an agreement weighs it: what it is, its state, and how many steps of it count."""

    what: str
    state: str
    steps: int


@dataclass(frozen=True, slots=True)
class AgreementFacts:
    """What the person said to the plan, on which day, why if they did not agree, and when it is looked at again."""

    outcome: str
    agreed_on: date
    why: str = ""
    own_words: str = ""
    review_on: date | None = None


def agree_by(on: date) -> date:
    """The day by which a plan that was begun or changed is agreed."""
    return working_days_after(on, in_force(PLAN_RULES, on).values["agree_working_days"])


def latest_plan_review(on: date) -> date:
    """The last day on which the next review of a plan may be due."""
    days: int = in_force(PLAN_RULES, on).values["most_days_to_review"]
    return on + timedelta(days=days)


def troubles_of_goal(facts: GoalFacts, *, goals: int) -> Iterator[Trouble]:
    """Each thing that keeps a goal from the plan. ``goals``: how many the plan has that are not removed."""
    if not facts.what.strip():
        yield "what", refused("Enter the goal, in the person's words where you can.")
    if len(facts.what) > LONGEST_GOAL:
        yield "what", refused(f"The goal must be {LONGEST_GOAL} characters or fewer.")
    if facts.pathway not in Pathway.values:
        yield "pathway", refused("Choose what the goal is about.")
    if facts.state not in ("now", "future"):
        yield "state", refused("Choose whether it is for now or for later.")
    if goals >= MOST_GOALS:
        yield "what", refused(f"A plan has {MOST_GOALS} goals at most. Remove one first.")


def may_set_goal(facts: GoalFacts, *, goals: int = 0) -> Decision:
    """Whether a goal can stand in a plan, with every reason against it."""
    return all_of(*(decision for _, decision in troubles_of_goal(facts, goals=goals)))


def may_end_goal(*, state: str, why: str) -> Decision:
    """A goal is achieved or removed with a sentence that says what came of it."""
    if not why.strip():
        return refused(f"Enter {ENDINGS[state]}.")
    return (
        allowed()
        if len(why) <= LONGEST_REASON
        else refused(f"The reason must be {LONGEST_REASON} characters or fewer.")
    )


def troubles_of_step(facts: StepFacts, *, on: date, steps: int, is_new: bool) -> Iterator[Trouble]:
    """Each thing that keeps a step from its goal. ``steps``: how many the goal has."""
    if not facts.what.strip():
        yield "what", refused("Enter what is to be done.")
    if len(facts.what) > LONGEST_GOAL:
        yield "what", refused(f"The step must be {LONGEST_GOAL} characters or fewer.")
    if facts.taker not in Taker.values:
        yield "taker", refused("Choose who takes the step.")
    elif facts.taker == Taker.WORKER and facts.staff is None:
        yield "staff", refused("Choose the worker who takes the step.")
    elif facts.taker == Taker.AGENCY and facts.taking_agency is None:
        yield "taking_agency", refused("Choose the agency that takes the step.")
    if is_new and facts.due_on is None:
        yield "due_on", refused("Enter by when it is to be done.")
    elif is_new and facts.due_on and facts.due_on < on:
        yield "due_on", refused("The day by which it is to be done must be today or later.")
    if facts.state in ("done", "not_needed") and not facts.came_of.strip():
        yield "came_of", refused("Enter what came of it.")
    if facts.state == "waiting" and not facts.came_of.strip():
        yield "came_of", refused("Enter what it waits for.")
    if len(facts.came_of) > LONGEST_REASON:
        yield "came_of", refused(f"What came of it must be {LONGEST_REASON} characters or fewer.")
    if is_new and steps >= MOST_STEPS:
        yield "what", refused(f"A goal has {MOST_STEPS} steps at most.")


def may_set_step(facts: StepFacts, *, on: date, steps: int = 0, is_new: bool = True) -> Decision:
    """Whether a step can stand in a goal, with every reason against it."""
    return all_of(*(decision for _, decision in troubles_of_step(facts, on=on, steps=steps, is_new=is_new)))


def may_put_as_task(
    *, taker: str, is_open: bool, due_on: date | None, on: date, is_asked: bool, is_held_closely: bool
) -> Decision:
    """Whether whoever takes a step is asked for it as a task: a worker or an agency, once at a time, by a day to come.

    ``is_held_closely``: the step is about health and whoever takes it is no health service, where a task would say so.
    """
    if taker == Taker.PERSON:
        return refused("The person takes this step. Speak of it at a contact instead.")
    if not is_open:
        return refused("This step is over.")
    if due_on is None or due_on < on:
        return refused("Say first by when the step is due: today or later.")
    if is_asked:
        return refused("This step is a task already. See what comes of it.")
    if is_held_closely:
        return refused("A step about health is put as a task to a health service alone. Speak to the worker instead.")
    return allowed()


def troubles_of_agreement(facts: AgreementFacts, goals: Sequence[PlannedGoal], *, on: date) -> Iterator[Trouble]:
    """Each thing that keeps an agreement from the record: a goal without a step, no reason, a review too far ahead."""
    now = [goal for goal in goals if goal.state == "now"]
    if not now:
        yield "outcome", refused("Add at least one goal to work on now before you agree the plan.")
    for goal in now:
        if not goal.steps:
            yield "outcome", refused(f"Add at least one step to '{goal.what}' before you agree the plan.")
    if facts.outcome not in Agreement.values:
        yield "outcome", refused("Choose what the person said to the plan.")
    elif facts.outcome != Agreement.AGREED and not facts.why.strip():
        said = "did not agree" if facts.outcome == Agreement.NOT_AGREED else "could not say"
        yield "why", refused(f"Enter why the person {said}.")
    for name, label, most in (
        ("why", "The reason", LONGEST_REASON),
        ("own_words", "The person's words", LONGEST_OWN_WORDS),
    ):
        if len(getattr(facts, name)) > most:
            yield name, refused(f"{label} must be {most} characters or fewer.")
    if facts.agreed_on > on:
        yield "agreed_on", refused("The day must be today or in the past.")
        return
    last = latest_plan_review(facts.agreed_on)
    if facts.review_on is None:
        yield "review_on", refused("Enter when the plan is looked at again.")
    elif facts.review_on <= facts.agreed_on:
        yield "review_on", refused(f"Review date must be after {words_of(facts.agreed_on)}.")
    elif facts.review_on > last:
        yield "review_on", refused(f"Review date must be on or before {words_of(last)}.")


def may_agree(facts: AgreementFacts, goals: Sequence[PlannedGoal], *, on: date) -> Decision:
    """Whether what the person said to a plan can go on record, with every reason against it."""
    return all_of(*(decision for _, decision in troubles_of_agreement(facts, goals, on=on)))


def may_end_plan(*, reason: str) -> Decision:
    """A plan ends with a reason."""
    if not reason.strip():
        return refused("Enter why the plan ends.")
    return (
        allowed()
        if len(reason) <= LONGEST_REASON
        else refused(f"The reason must be {LONGEST_REASON} characters or fewer.")
    )
