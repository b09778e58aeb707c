"""The plan of an evaluation, made from choices, and what keeps it from standing or being locked.

Whether a plan can be run is decided by `evidence`'s own rules of plans, which load no engine.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from desistance.foundation.decisions import Decision, allowed, refused
from desistance.foundation.rulesets import in_force
from desistance.measurement.rules.periods import day_words, months_later
from desistance.measurement.terms import (
    ANY_KIND,
    CATEGORIES,
    DESIGNS,
    FOLLOWED_MONTHS,
    HARM,
    KNOWN_BEFORE,
    LONGEST_LOGIC,
    LONGEST_QUESTION,
    LONGEST_REASON,
    MEASURED_AFTER,
    METHODS,
    OUTCOMES,
    POOLS,
    START_RULES,
    WAITING_MONTHS,
)
from evidence.evaluation import plans
from evidence.evaluation.plans import Plan
from evidence.trouble import Trouble

Wrong = tuple[str, Decision]
SOURCE = "ADR 0034: a plan is locked before its outcomes are joined"
MATCHED, RANDOMISED = DESIGNS
EXACT = ("sex",)
YEAR = {12: "a year", 24: "two years"}
HORIZON = {12: 365, 24: 730}
LED = {"sentenced": "A caution, sentence or release", "arrested": "An arrest"}


@dataclass(frozen=True, slots=True)
class Choices:
    """An evaluation as somebody asks for it. ``scheme`` is an involvement kind or any; a trial needs neither pool nor facts.

    ``locks_itself``: it is locked once its people are counted, before anybody has seen even how alike they are.
    """

    question: str
    logic_model: str
    design: str
    scheme: str
    first_on: date
    last_on: date
    months: int = 12
    primary: str = "reoffended"
    pool: str = ""
    before: tuple[str, ...] = ()
    method: str = ""
    locks_itself: bool = False


@dataclass(frozen=True, slots=True)
class Around:
    """What the choices are held to: the kinds there are, the snapshot, and whether the trial's list is open (None: no trial)."""

    kinds: Collection[str]
    snapshot_state: str
    complete_to: date
    is_list_open: bool | None = None


def plan_from(choices: Choices) -> dict[str, Any]:
    """The choices as a plan of `evidence evaluate`."""
    plan: dict[str, Any] = {
        "question": choices.question.strip(),
        "design": choices.design,
        "treated": "treated",
        "person": "person_id",
        "primary": choices.primary,
        "before": list(choices.before),
        "after": list(MEASURED_AFTER),
        "cohort": _steps(choices),
        "outcomes": _outcomes(choices.months),
    }
    if choices.design == RANDOMISED:
        return plan | {"trial": {"strata": ["stratum"], "received": "received"}}
    compared = [f"C({name})" if name in CATEGORIES else name for name in choices.before]
    exact = [name for name in EXACT if name in choices.before]
    told = {"propensity": " + ".join(compared), "method": choices.method, "exact": exact}
    return plan | {"match": told | ({"ratio": 1} if choices.method == "nearest" else {})}


def _steps(choices: Choices) -> list[dict[str, Any]]:
    followed = {
        "name": f"Followed for {FOLLOWED_MONTHS.get(choices.months, '')}, and {WAITING_MONTHS} more for courts",
        "column": "followed",
        "among": [1],
    }
    if choices.design == RANDOMISED:
        return [followed]
    days = in_force(START_RULES, choices.last_on).values["most_days"]
    led = LED.get(choices.pool, "An event")
    return [
        {"name": f"{led} in the {days} days before the start", "column": "led", "among": [1]},
        {"name": "For a kind of offence that led somebody to the scheme", "column": "of_a_kind", "among": [1]},
        {"name": "No proven offence between that and the start", "column": "between", "most": 0},
        followed,
    ]


def _outcomes(months: int) -> dict[str, Any]:
    within = f"within {YEAR.get(months, '')}"
    return {
        "reoffended": {"kind": "binary", "column": "reoffended", "words": f"people who reoffended {within}"},
        "reoffences": {"kind": "count", "column": "reoffences", "words": f"reoffences {within}"},
        "days": {
            "kind": "time",
            "column": "reoffended",
            "duration": "days",
            "horizon": HORIZON.get(months, months),
            "words": f"days until the first reoffence, {within}",
        },
        HARM: {"kind": "binary", "column": HARM, "words": f"people who committed a violent or sexual offence {within}"},
        "year_but_one_before": {
            "kind": "binary",
            "column": "second_year_before",
            "words": "people who offended between two years and one year before the start",
            "control": True,
        },
    }


def wrong_with(choices: Choices, around: Around) -> Iterator[Wrong]:
    """Each thing that keeps an evaluation from being asked for, with the field to mend."""
    yield from _words_wrong(choices)
    if choices.design not in DESIGNS:
        yield "design", refused("Choose how people are compared.")
    if choices.scheme != ANY_KIND and choices.scheme not in around.kinds:
        yield "scheme", refused("Choose a scheme from the list.")
    if around.snapshot_state != "counted":
        yield "snapshot", refused("This snapshot is not counted yet. Wait until it is, then ask again.")
    if choices.months not in FOLLOWED_MONTHS:
        yield "months", refused("Choose how long people are followed: 12 or 24 months.")
    elif choices.first_on > choices.last_on:
        yield "last_on", refused("The last day is before the first. Choose a later one.")
    else:
        yield from _too_new(choices, around.complete_to)
    if choices.primary not in OUTCOMES:
        yield "primary", refused("Choose what the headline is about.")
    if choices.design == RANDOMISED and not around.is_list_open:
        yield "trial", refused("Choose a trial that has stopped and whose list somebody has opened.", SOURCE)
    if choices.design == MATCHED:
        yield from _comparison_wrong(choices)


def _words_wrong(choices: Choices) -> Iterator[Wrong]:
    if not choices.question.strip() or len(choices.question) > LONGEST_QUESTION:
        yield "question", refused(f"Enter the question, in {LONGEST_QUESTION} characters or fewer.")
    if not choices.logic_model.strip() or len(choices.logic_model) > LONGEST_LOGIC:
        yield (
            "logic_model",
            refused(
                f"Enter what is done, for whom, and why fewer should reoffend, in {LONGEST_LOGIC:,} characters or fewer."
            ),
        )


def _too_new(choices: Choices, complete_to: date) -> Iterator[Wrong]:
    needed = months_later(choices.last_on, choices.months + WAITING_MONTHS)
    if needed > complete_to:
        yield (
            "last_on",
            refused(
                f"Who starts on {day_words(choices.last_on)} has been followed for {FOLLOWED_MONTHS[choices.months]}, with "
                f"{WAITING_MONTHS} of waiting, on {day_words(needed)}, and the records are complete to {day_words(complete_to)}. "
                "Choose an earlier last day or a newer snapshot.",
                SOURCE,
            ),
        )


def _comparison_wrong(choices: Choices) -> Iterator[Wrong]:
    if choices.pool not in POOLS:
        yield "pool", refused("Choose whom they are compared with.")
    if choices.method not in METHODS:
        yield "method", refused("Choose how similar people are found.")
    if not choices.before:
        yield "before", refused("Choose at least one fact to compare people on.")
        return
    if unknown := [name for name in choices.before if name not in {*KNOWN_BEFORE, *MEASURED_AFTER, *OUTCOMES}]:
        yield "before", refused(f"There is no fact {unknown[0]}. The facts are {', '.join(KNOWN_BEFORE)}.")
    elif choices.pool == "arrested" and "area" in choices.before:
        yield "before", refused("Where somebody lived is not known at an arrest. Leave the local authority out.")


def plan_stands(plan: Mapping[str, Any]) -> Decision:
    """Whether `evidence` would run the plan, in its own words."""
    try:
        read_plan(plan)
    except Trouble as trouble:
        return refused(str(trouble), SOURCE)
    return allowed()


def read_plan(plan: Mapping[str, Any]) -> Plan:
    """The plan as `evidence` reads it, with its hash. Raises :class:`Trouble`."""
    return plans.plan(plan, "The plan")


def may_change(state: str, *, is_locked: bool) -> Decision:
    """Whether a plan can still be changed: until it is locked, also where its people could not be counted."""
    if not is_locked and state in ("ready", "failed"):
        return allowed()
    if state == "draft":
        return refused("The people are being counted. Wait until that is done, then change the plan.")
    return refused(
        "The plan is locked, so it cannot be changed. Amend it instead: the amendment says what changed and why."
    )


def may_lock(state: str) -> Decision:
    """Whether a plan can be locked: once, after the people are counted."""
    if state in ("locked", "counted"):
        return refused("The plan is locked already.")
    if state != "ready":
        return refused("The people are not counted yet. Lock the plan when they are.")
    return allowed()


def may_amend(state: str, because: str) -> Decision:
    """Whether another evaluation may amend this one, with the reason."""
    if state not in ("locked", "counted", "failed"):
        return refused("This plan is not locked, so change it instead.")
    if not because.strip() or len(because) > LONGEST_REASON:
        return refused(f"Enter what changes and why, in {LONGEST_REASON} characters or fewer.")
    return allowed()
