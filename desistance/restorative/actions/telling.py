"""Deeds of victim contact: who was harmed, what they say, and how they were told. All behind the wall."""

from dataclasses import asdict
from datetime import datetime
from typing import Any, TypeVar

from desistance.audit.deeds import deed
from desistance.audit.terms import Category
from desistance.foundation.actions import change
from desistance.foundation.decisions import NotFound, Refused
from desistance.foundation.passes import Pass
from desistance.foundation.rows import Source
from desistance.foundation.terms import DataClass
from desistance.restorative.actions._tellings import make_first_tellings
from desistance.restorative.actions._work import end_work, settle_view
from desistance.restorative.models import DecisionToExplain, Telling, Victim, VictimSaid, VictimView
from desistance.restorative.rules import (
    SaidFacts,
    TellingFacts,
    VictimFacts,
    crossing,
    due_by,
    has_enhanced_rights,
    troubles_of_saying,
    troubles_of_telling,
    troubles_of_victim,
)
from desistance.restorative.terms import (
    DECLINED,
    DUE,
    EXPLAINED_STATES,
    TELLING_STATES,
    TOLD,
    TellingKind,
    WantsTold,
    Wish,
)

Row = TypeVar("Row", Victim, Telling, VictimView)


def _held(row: Row, by: Pass) -> Row:
    """The row under lock. Raises :class:`NotFound` unless the pass opens the victims' side and the row is the agency's own."""
    by.demand_person(row.person_id, DataClass.VICTIM, writing=True)
    if row.agency_id != by.agency:
        raise NotFound()
    return type(row).objects.select_for_update().get(pk=row.pk)


def _columns(facts: VictimFacts) -> dict[str, Any]:
    return {name: value.strip() if isinstance(value, str) else list(value) for name, value in asdict(facts).items()}


@deed("victim.work", Category.COLLECTION)
def record_victim(*, view: VictimView, facts: VictimFacts, by: Pass, at: datetime) -> Victim:
    """Record somebody who was harmed and how to reach them safely; the clocks of what they must be told start.

    They are counted from when the view was asked for: that is when the service learned of them. Raises :class:`Refused` with
    the field to mend, and :class:`NotFound`.
    """
    held = _held(view, by)
    for field, decision in troubles_of_victim(facts):
        decision.demand(field)
    if held.wish == Wish.NO_VICTIM:
        raise Refused("It was recorded that nobody was harmed. Ask whoever said so to ask for the view again.")
    made: dict[str, Any] = {"created_at": at, "changed_at": at, "changed_by": by.staff}
    victim = Victim.objects.create(
        person_id=held.person_id, agency_id=held.agency_id, view=held, **_columns(facts), **made
    )
    make_first_tellings(victim, held.asked_at, by, at)
    _cross(held, by, at)
    return victim


@deed("victim.work")
def change_victim(*, victim: Victim, facts: VictimFacts, by: Pass, at: datetime, version: int | None = None) -> Victim:
    """Change who was harmed or how they are reached; clocks that run follow their rights. Raises as :func:`record_victim`."""
    held = _held(victim, by)
    for field, decision in troubles_of_victim(facts):
        decision.demand(field)
    change(held, version=version, by=by, at=at, **_columns(facts))
    is_enhanced = has_enhanced_rights(held.kind, held.enhanced)
    for one in Telling.objects.select_for_update().filter(victim=held, state=DUE):
        due = due_by(one.kind, one.since_at, is_enhanced=is_enhanced)
        if due != one.due_at:
            change(one, version=None, by=by, at=at, due_at=due)
    return held


@deed("victim.work", Category.COLLECTION)
def record_said(*, victim: Victim, facts: SaidFacts, by: Pass, at: datetime) -> VictimSaid:
    """Record what a victim says now; whoever asks not to be told is not rung about decisions any more.

    Raises :class:`Refused` with the field to mend.
    """
    held = _held(victim, by)
    for field, decision in troubles_of_saying(facts):
        decision.demand(field)
    said = VictimSaid.objects.create(
        person_id=held.person_id,
        agency_id=held.agency_id,
        victim=held,
        restorative=facts.restorative,
        wants_told=facts.wants_told,
        words=facts.words.strip(),
        at=facts.at,
        said_at=facts.at,
        recorded_at=at,
        recorded_by=by.staff,
        source=Source.STAFF,
    )
    change(held, version=None, by=by, at=at, restorative=facts.restorative, wants_told=facts.wants_told)
    if facts.wants_told == WantsTold.NO:
        for one in Telling.objects.select_for_update().filter(victim=held, state=DUE, kind=TellingKind.DECISION):
            settled: dict[str, Any] = {"settled_at": at, "settled_by": by.staff, "said": facts.words.strip()}
            change(one, version=None, by=by, at=at, state=DECLINED, **settled)
            _settle_decision(one.decision_id, by, at)
    _cross(VictimView.objects.select_for_update().get(pk=held.view_id), by, at)
    return said


@deed("victim.work")
def settle_telling(
    *,
    telling: Telling,
    state: str,
    words: str,
    by: Pass,
    at: datetime,
    how: str = "",
    told_at: datetime | None = None,
    version: int | None = None,
) -> Telling:
    """Say how a victim was told and what they said, or why they were not told. Raises :class:`Refused`, :class:`Conflict`."""
    held = _held(telling, by)
    when = told_at or at
    facts = TellingFacts(
        state,
        how,
        words,
        at=when,
        now=at,
        safe=tuple(held.victim.ways),
        since=held.since_at if held.kind == TellingKind.DECISION else None,
    )
    for field, decision in troubles_of_telling(facts):
        decision.demand(field)
    TELLING_STATES.may_move(held.state, state).demand("state")
    done: dict[str, Any] = {"how": how, "told_at": when} if state == TOLD else {}
    change(
        held, version=version, by=by, at=at,
        state=state, said=words.strip(), settled_at=at, settled_by=by.staff, **done,
    )  # fmt: skip
    _settle_decision(held.decision_id, by, at)
    return held


@deed("victim.work")
def close_view(*, view: VictimView, by: Pass, at: datetime) -> VictimView:
    """Record that nobody was harmed after all; what waited to be explained is dealt with. Raises :class:`Refused`."""
    held = _held(view, by)
    if Victim.objects.filter(view=held).exists():
        raise Refused("Somebody who was harmed is on record in this matter.")
    settle_view(held, Wish.NO_VICTIM, by, at)
    for one in DecisionToExplain.objects.select_for_update().filter(view=held, state=DUE):
        change(one, version=None, by=by, at=at, state="done")
    end_work(held, by, at)
    return held


def _cross(view: VictimView, by: Pass, at: datetime) -> None:
    answers = list(Victim.objects.filter(view=view).values_list("restorative", flat=True))
    settle_view(view, crossing(answers), by, at)


def _settle_decision(decision: int | None, by: Pass, at: datetime) -> None:
    """A decision is dealt with once no victim waits to be told of it; the last one ends the work."""
    if decision is None or Telling.objects.filter(decision=decision, state=DUE).exists():
        return
    row = DecisionToExplain.objects.select_for_update(of=("self",)).select_related("view__involvement").get(pk=decision)
    if row.state != DUE:
        return
    EXPLAINED_STATES.may_move(row.state, "done").demand()
    change(row, version=None, by=by, at=at, state="done")
    if row.is_last:
        end_work(row.view, by, at)
