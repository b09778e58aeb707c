"""Deciding on a running contract: asked for by a navigator, decided by a supervisor, with what follows kept and done."""

from datetime import datetime
from typing import Any

from desistance.audit.deeds import deed
from desistance.audit.terms import Category
from desistance.foundation.actions import change
from desistance.foundation.calendar import local_date
from desistance.foundation.decisions import NotFound, Refused, refused
from desistance.foundation.passes import Pass
from desistance.foundation.terms import DataClass
from desistance.history.models import Arrest
from desistance.schemes.actions._moving import end_work, keep_follows, keep_step, locked, move, settled, take_back
from desistance.schemes.actions._victims import explain
from desistance.schemes.models import CaseStep, Condition, Consequence, Contract, SchemeCase
from desistance.schemes.queries.arrests import new_arrests
from desistance.schemes.queries.cases import may_take_back
from desistance.schemes.rules.checkpoint.contract import ends_on, extended_to
from desistance.schemes.rules.checkpoint.ending import EXPLAINED, WORDS, Ending, follows, troubles_of_ending
from desistance.schemes.terms.cases import DUE, UNDO_FOR
from desistance.schemes.terms.checkpoint import CHECKPOINT
from desistance.schemes.terms.contracts import (
    DECISION_DUE,
    ENDS,
    NOT_DONE,
    ON_CONTRACT,
    OPEN,
    ConditionKind,
    Decision,
)


@deed("checkpoint.navigate")
def ask_for_decision(
    *, case: SchemeCase, decision: str, reason: str, by: Pass, at: datetime, version: int | None = None
) -> SchemeCase:
    """Ask a supervisor to decide on a contract, with what the navigator would decide and the evidence.

    Raises :class:`Refused` with the field to mend, and :class:`Conflict`.
    """
    case = locked(case, by, version)
    if decision not in Decision.values:
        refused("Choose what you ask the supervisor to decide.").demand("decision")
    if not reason.strip():
        refused("Enter why, and the evidence that it rests on.").demand("reason")
    come_from = case.state
    move(case, DECISION_DUE, by=by, at=at, asked_for=decision)
    asked = Decision(decision).label
    words = f"Decision asked for: {asked[:1].lower()}{asked[1:]}"
    keep_step(case, come_from, words, by=by, at=at, reason=reason.strip())
    return case


@deed("checkpoint.supervise", Category.COLLECTION)
def decide_case(
    *,
    case: SchemeCase,
    decision: str,
    rank: str,
    reason: str,
    by: Pass,
    at: datetime,
    arrest: Arrest | None = None,
    version: int | None = None,
) -> SchemeCase:
    """Decide on a running contract: go on, with a warning, extend, complete, end it, or the person leaves.

    ``arrest`` is the new arrest that this decides on. Ending it opens what follows, each with its clock, in the same
    transaction; the work ends with the last of these, so that those who do them see whom they are about. Raises
    :class:`Refused` with the field to mend, and :class:`Conflict`.
    """
    case = locked(case, by, version)
    arrests = new_arrests(case=case, by=by)
    if arrest is not None and arrest.pk not in {one.pk for one in arrests}:
        refused("This arrest was decided on already, or is not one of this contract.").demand("decision")
    for field, told in troubles_of_ending(_facts(case, decision, rank, reason, at, arrest, len(arrests))):
        told.demand(field)
    come_from = case.state
    _carry_out(case, Decision(decision), by, at)
    explained = explain(case, EXPLAINED[Decision(decision)], by, at) if decision in ENDS else None
    kept: dict[str, Any] = {"decision": decision, "rank": rank, "reason": reason.strip(), "arrest": arrest}
    step = keep_step(case, come_from, WORDS[Decision(decision)], by=by, at=at, explained=explained, **kept)
    if decision in ENDS:
        keep_follows(case, step, follows(step.decision, at), by, at)
    return case


def _facts(  # noqa: PLR0917  # the rule's facts, one by one
    case: SchemeCase, decision: str, rank: str, reason: str, at: datetime, arrest: Arrest | None, arrests: int
) -> Ending:
    rows = Condition.objects.filter(contract__case=case).exclude(kind=ConditionKind.OFFENDING).order_by("number")
    states = list(rows.values_list("number", "state"))
    on = local_date(at)
    return Ending(
        decision=decision,
        rank=rank,
        reason=reason,
        state=case.state,
        ends_on=case.ends_on or on,
        on=on,
        is_on_arrest=arrest is not None,
        extended=case.extended,
        open_conditions=tuple(number for number, state in states if state == OPEN),
        failed_conditions=tuple(number for number, state in states if state == NOT_DONE),
        undecided_arrests=arrests - (arrest is not None),
    )


def _carry_out(case: SchemeCase, decision: Decision, by: Pass, at: datetime) -> None:
    if decision in ENDS:
        move(case, ENDS[decision], by=by, at=at, asked_for="")
        return
    told: dict[str, Any] = {"asked_for": ""}
    if decision == Decision.EXTEND and case.ends_on is not None:
        ends = extended_to(case.ends_on)
        contract = Contract.objects.select_for_update().get(case=case)
        change(contract, version=None, by=by, at=at, ends_on=ends)
        told |= {"ends_on": ends, "extended": case.extended + 1}
    if case.state == DECISION_DUE:
        move(case, ON_CONTRACT, by=by, at=at, **told)
    else:
        change(case, version=None, by=by, at=at, **told)


@deed("checkpoint.after")
def settle_consequence(
    *, consequence: Consequence, state: str, words: str, by: Pass, at: datetime, version: int | None = None
) -> Consequence:
    """Say how what a decision led to was done, or why it is not needed. Raises :class:`Refused` and :class:`Conflict`."""
    by.demand_person(consequence.person_id, DataClass.OFFENDING, writing=True)
    if consequence.agency_id != by.agency or consequence.case.scheme != CHECKPOINT:
        raise NotFound()
    settled(consequence, state, words, by=by, at=at, version=version)
    case = SchemeCase.objects.select_for_update().get(pk=consequence.case_id)
    if not Consequence.objects.filter(case=case, state=DUE).exists():
        end_work(case, "The contract ended, and all that followed is done", by=by, at=at)
    return consequence


@deed("checkpoint.offer")
def undo_step(*, case: SchemeCase, by: Pass, at: datetime, version: int | None = None) -> SchemeCase:
    """Take the last decision on a case back, within 10 minutes and by whoever made it: the case stands where it stood.

    What followed from it is taken back with it, and the work opens again. Raises :class:`Refused` when something that followed
    is done already, and :class:`Conflict`.
    """
    case = locked(case, by, version)
    step = CaseStep.objects.standing().select_for_update().filter(case=case).order_by("-at", "-id").first()
    if step is None or step.recorded_by != by.staff or at >= step.recorded_at + UNDO_FOR or not may_take_back(step):
        raise Refused("A decision can be undone for 10 minutes by whoever made it. After that, decide again.")
    more = _shorten(case, by, at) if step.decision == Decision.EXTEND else {}
    take_back(case, step, by=by, at=at, **more)
    return case


def _shorten(case: SchemeCase, by: Pass, at: datetime) -> dict[str, Any]:
    contract = Contract.objects.select_for_update().get(case=case)
    ends = ends_on(contract.starts_on)
    for _ in range(case.extended - 1):
        ends = extended_to(ends)
    change(contract, version=None, by=by, at=at, reason="Undone", ends_on=ends)
    return {"extended": case.extended - 1, "ends_on": ends}
