"""Giving several pieces of work to a colleague at once: each by itself, done or refused with its reason."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from desistance.access.models import Involvement
from desistance.access.queries.passes import open_record
from desistance.audit.deeds import deed
from desistance.desk.actions.handing import hand_over_work
from desistance.desk.queries.reallocating import Choice
from desistance.desk.rules.handing import note_problem
from desistance.foundation.decisions import Conflict, NotFound, OnlyKnown, Refused
from desistance.foundation.passes import Pass
from desistance.foundation.terms import DataClass
from desistance.partners.models import Staff


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one piece of work: given, or why not (then nothing of it has changed)."""

    choice: Choice
    refusal: str = ""


def _given(_arguments: Mapping[str, Any], result: Any) -> Iterable[int]:
    return [one.choice.person for one in result if not one.refusal]


@deed("involvement.change", about=_given, gathers=True)
def reallocate(*, work: Sequence[Choice], receiver: Staff, note: str, by: Pass, at: datetime) -> Sequence[Outcome]:
    """Give each piece of work to a new lead worker with the note; a piece that is refused leaves the others done.

    Raises :class:`Refused` (``note``) when the note says nothing, before anything is given.
    """
    note_problem(note).demand("note")
    return [_one(choice, receiver, note, by, at) for choice in work]


def _one(choice: Choice, receiver: Staff, note: str, by: Pass, at: datetime) -> Outcome:
    if choice.refusal:
        return Outcome(choice, choice.refusal)
    try:
        with transaction.atomic():
            _, opened = open_record(reference=choice.reference, by=by)
            opened.demand_person(choice.person, DataClass.INVOLVEMENT, writing=True)
            involvement = Involvement.objects.select_related("team", "lead").get(pk=choice.work, agency_id=by.agency)
            hand_over_work(
                involvement=involvement, receiver=receiver, note=note, by=opened, at=at, version=choice.version
            )
    except Conflict:
        return Outcome(choice, _already(choice.work, by))
    except Refused as refused:
        return Outcome(choice, refused.words)
    except (NotFound, OnlyKnown):
        return Outcome(choice, "You cannot open this record, so its work cannot be given from here")
    return Outcome(choice)


def _already(work: int, by: Pass) -> str:
    """Who was quicker, said politely: nothing has changed."""
    now = Involvement.objects.select_related("lead").get(pk=work, agency_id=by.agency)
    if now.lead is None:
        return "Someone changed this work while you were choosing. Look at it again"
    return f"{now.lead.name} has been given this person already, while you were choosing. Nothing was changed"
