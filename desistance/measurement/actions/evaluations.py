"""Asking for an evaluation, changing and locking its plan, and amending it; and, by the worker, keeping what it found."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from desistance.audit.deeds import deed
from desistance.audit.terms import Category
from desistance.foundation.actions import change
from desistance.foundation.later import later
from desistance.foundation.passes import Pass
from desistance.measurement.actions._moving import ask, move
from desistance.measurement.models import Evaluation, Snapshot
from desistance.measurement.queries.kinds import kinds_evaluated
from desistance.measurement.rules.evaluation import (
    Around,
    Choices,
    may_amend,
    may_change,
    may_lock,
    plan_from,
    plan_stands,
    read_plan,
    wrong_with,
)
from desistance.measurement.terms import EVALUATION_STATES
from desistance.schemes.models import Trial


@deed("evaluation.plan", Category.ADMINISTRATION)
def ask_for_evaluation(
    *,
    snapshot: Snapshot,
    choices: Choices,
    by: Pass,
    at: datetime,
    trial: Trial | None = None,
    amends: Evaluation | None = None,
    because: str = "",
    run_later: bool = True,
) -> Evaluation:
    """Write down a question, a logic model and a plan; its people are then counted in the background (``run_later``).

    ``amends`` is a locked evaluation that this one follows, with what changes and why. Raises :class:`Refused` with the field
    to mend, in `evidence`'s own words where its rules of plans refuse, such as for a fact that is measured after the start.
    """
    if amends is not None:
        may_amend(amends.state, because).demand("amended_because")
    values = _planned(snapshot, choices, trial)
    made = ask(
        Evaluation,
        by=by,
        at=at,
        snapshot=snapshot,
        trial=trial,
        amends=amends,
        amended_because=because.strip() if amends else "",
        **values,
    )
    _run(made, run_later=run_later)
    return made


@deed("evaluation.plan", Category.ADMINISTRATION)
def change_plan(
    *,
    evaluation: Evaluation,
    snapshot: Snapshot,
    choices: Choices,
    by: Pass,
    at: datetime,
    version: int | None = None,
    trial: Trial | None = None,
    run_later: bool = True,
) -> Evaluation:
    """Change a plan that is not locked; its people are counted again. Raises :class:`Refused` and :class:`Conflict`."""
    may_change(evaluation.state, is_locked=evaluation.locked_at is not None).demand()
    values = _planned(snapshot, choices, trial)
    fresh: dict[str, Any] = {"state": EVALUATION_STATES.start, "people": {}, "people_sha256": "", "failed_because": ""}
    change(evaluation, version=version, by=by, at=at, snapshot=snapshot, trial=trial, **values, **fresh)
    _run(evaluation, run_later=run_later)
    return evaluation


@deed("evaluation.plan", Category.ADMINISTRATION)
def lock_plan(
    *, evaluation: Evaluation, by: Pass, at: datetime, version: int | None = None, run_later: bool = True
) -> Evaluation:
    """Lock a plan whose people are counted: from now on nothing of it changes, and its outcomes are joined and worked out.

    Raises :class:`Refused` before the people are counted and once it is locked.
    """
    may_lock(evaluation.state).demand()
    move(evaluation, "locked", by=by, at=at, version=version, locked_at=at, locked_by=by.staff)
    _run(evaluation, run_later=run_later)
    return evaluation


@deed("evaluation.plan", Category.ADMINISTRATION)
def record_people(
    *, evaluation: Evaluation, sha256: str, people: Mapping[str, Any], by: Pass, at: datetime
) -> Evaluation:
    """Keep the hash of the frozen file of people, how many are left after each step and how alike they are, cleared.

    A plan that locks itself is locked now, in the name of who asked for it.
    """
    move(evaluation, "ready", by=by, at=at, people_sha256=sha256, people=dict(people))
    if evaluation.locks_itself:
        move(evaluation, "locked", by=by, at=at, locked_at=at, locked_by=evaluation.asked_by)
    return evaluation


def _planned(snapshot: Snapshot, choices: Choices, trial: Trial | None) -> dict[str, Any]:
    """The columns of an evaluation from its choices, once nothing is wrong with them."""
    is_list_open = trial.unblinded_at is not None if trial else None
    around = Around(kinds_evaluated(), snapshot.state, snapshot.complete_to, is_list_open)
    for field, decision in wrong_with(choices, around):
        decision.demand(field)
    plan = plan_from(choices)
    plan_stands(plan).demand("before")
    return {
        "question": choices.question.strip(),
        "logic_model": choices.logic_model.strip(),
        "design": choices.design,
        "scheme": choices.scheme,
        "pool": "" if trial else choices.pool,
        "first_on": choices.first_on,
        "last_on": choices.last_on,
        "months": choices.months,
        "before": [] if trial else list(choices.before),
        "primary": choices.primary,
        "method": "" if trial else choices.method,
        "locks_itself": choices.locks_itself,
        "plan": plan,
        "plan_sha256": read_plan(plan).sha256,
    }


def _run(evaluation: Evaluation, *, run_later: bool) -> None:
    if run_later:
        later("measurement.evaluate", key=f"evaluation {evaluation.pk}", evaluation=evaluation.pk)
