"""Behind the wall: who is to be told what by when, and one person who was harmed with everything that a call to them needs."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Exists, F, OuterRef, QuerySet

from desistance.access.queries.lists import entries_of_tied, owners_of_tied
from desistance.access.queries.scope import entries_seen, people_seen
from desistance.access.queries.staffing import staff_by_id
from desistance.audit.deeds import question
from desistance.foundation.decisions import NotFound
from desistance.foundation.passes import Pass
from desistance.foundation.reading import note_all
from desistance.foundation.states import State
from desistance.foundation.terms import DataClass
from desistance.people.models import Person
from desistance.restorative.models import DecisionToExplain, Telling, Victim, VictimSaid, VictimView
from desistance.restorative.queries.crossing import VIEWS
from desistance.restorative.rules import has_enhanced_rights
from desistance.restorative.terms import (
    DUE,
    SCRIPTS,
    SCRIPTS_OF_KIND,
    TELLING_STATES,
    UNDONE,
    Explained,
    TellingKind,
    Way,
    Wish,
)

VICTIMS, TELLINGS, SAID = "restorative.Victim", "restorative.Telling", "restorative.VictimSaid"
MOST = 200
MOST_DONE = 8


@dataclass(frozen=True, slots=True)
class TellingShown:
    """One thing that somebody must be told, with what to say and whom to ask for."""

    row: Telling
    victim: Victim
    reference: str
    what: str
    script: str
    state: State
    is_late: bool
    who: str

    @property
    def is_due(self) -> bool:
        """Whether it is still to do."""
        return self.row.state == DUE


@dataclass(frozen=True, slots=True)
class Asked:
    """A view that was asked for and of which nobody who was harmed is on record yet."""

    view: VictimView
    reference: str
    offence: str
    due_at: datetime
    is_late: bool
    decisions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class VictimsToTell:
    """What waits for victim contact, soonest first, and what was done lately."""

    due: tuple[TellingShown, ...]
    asked: tuple[Asked, ...]
    done: tuple[TellingShown, ...]


def _people(by: Pass) -> QuerySet[Person]:
    return Person.objects.filter(people_seen(by))


def _reached(rows: QuerySet[Any], label: str, by: Pass) -> QuerySet[Any]:
    """Rows of the reader's agency behind the wall, of people whom their team's work reaches."""
    return rows.filter(entries_of_tied(label, by), agency_id=by.agency, person__in=_people(by).values("pk"))


def tellings_due(by: Pass) -> QuerySet[Any]:
    """What the reader's team is to tell victims."""
    return _reached(Telling.objects.all(), TELLINGS, by).filter(state=DUE)


def _looks_behind(by: Pass) -> bool:
    return by.agency in owners_of_tied(DataClass.VICTIM, by)


def views_asked(by: Pass) -> QuerySet[Any]:
    """Views asked for of which nobody who was harmed is on record yet, for those who may look behind the wall."""
    if not _looks_behind(by):
        return VictimView.objects.none()
    known = Victim.objects.filter(view=OuterRef("pk"))
    return _reached(VictimView.objects.all(), VIEWS, by).filter(~Exists(known), wish=Wish.NOT_KNOWN)


@question
def victims_to_tell(*, by: Pass, at: datetime) -> VictimsToTell:
    """Everything that waits for victim contact. Raises :class:`NotPermitted` without the permission."""
    by.demand("victim.work")
    due = tellings_due(by).select_related("victim", "decision", "person").order_by("due_at", "pk")[:MOST]
    settled = _reached(Telling.objects.exclude(state__in=[DUE, UNDONE]), TELLINGS, by)
    done = settled.select_related("victim", "decision", "person").order_by("-settled_at", "-pk")[:MOST_DONE]
    return VictimsToTell(_told(list(due), at), _asked(by, at), _told(list(done), at))


def _told(rows: Sequence[Telling], at: datetime) -> tuple[TellingShown, ...]:
    names = staff_by_id(ids=[row.settled_by for row in rows if row.settled_by is not None])
    found = []
    for row in rows:
        who = names.get(row.settled_by or 0)
        what = Explained(row.decision.what).label if row.decision else TellingKind(row.kind).label
        script = SCRIPTS[row.decision.what] if row.decision else SCRIPTS_OF_KIND[row.kind]
        found.append(
            TellingShown(
                row=row,
                victim=row.victim,
                reference=row.person.reference,
                what=what,
                script=script,
                state=TELLING_STATES[row.state],
                is_late=row.state == DUE and row.due_at < at,
                who=who.name if who else "",
            )
        )
    return tuple(found)


def _asked(by: Pass, at: datetime) -> tuple[Asked, ...]:
    rows = list(views_asked(by).select_related("person", "arrest").order_by("asked_at", "pk")[:MOST])
    waiting: dict[int, list[str]] = {}
    decisions = DecisionToExplain.objects.filter(view__in=rows, state=DUE).order_by("decided_at", "pk")
    for view, what in decisions.values_list("view_id", "what"):
        waiting.setdefault(view, []).append(Explained(what).label)
    return tuple(
        Asked(
            view=row,
            reference=row.person.reference,
            offence=row.arrest.offence_words,
            due_at=row.due_at,
            is_late=row.due_at < at,
            decisions=tuple(waiting.get(row.pk, ())),
        )
        for row in rows
    )


@dataclass(frozen=True, slots=True)
class VictimOpened:
    """Somebody who was harmed, with how to reach them, what they said and what they are to be told."""

    victim: Victim
    is_enhanced: bool
    ways: tuple[str, ...]
    offence: str
    arrested_at: datetime
    said: tuple[VictimSaid, ...]
    tellings: tuple[TellingShown, ...]
    is_ours: bool


@question
def open_victim(*, victim: int, by: Pass, at: datetime) -> VictimOpened:
    """One person who was harmed, of the record that is open. Raises :class:`NotFound` for any other as for none."""
    row = own_victim(victim=victim, by=by)
    said = VictimSaid.objects.standing().filter(entries_seen(by, SAID), victim=row).order_by("-at", "-pk")
    tellings = Telling.objects.filter(entries_seen(by, TELLINGS), victim=row).exclude(state=UNDONE)
    ordered = tellings.select_related("victim", "decision", "person").order_by(
        F("settled_at").desc(nulls_first=True), "due_at"
    )
    return VictimOpened(
        victim=row,
        is_enhanced=has_enhanced_rights(row.kind, row.enhanced),
        ways=tuple(Way(way).label for way in row.ways),
        offence=row.view.arrest.offence_words,
        arrested_at=row.view.arrest.at,
        said=tuple(said),
        tellings=_told(list(ordered), at),
        is_ours=row.agency_id == by.agency,
    )


@question
def own_victim(*, victim: int, by: Pass) -> Victim:
    """One person who was harmed, of the open record, to act on. Raises :class:`NotFound`."""
    rows = Victim.objects.filter(entries_seen(by, VICTIMS), pk=victim, agency_id=by.agency)
    found = rows.select_related("view__arrest", "person").first()
    if found is None:
        raise NotFound()
    return found


@question
def own_telling(*, telling: int, by: Pass, at: datetime) -> TellingShown:
    """One thing to tell, of the open record, to act on. Raises :class:`NotFound`."""
    rows = Telling.objects.filter(entries_seen(by, TELLINGS), pk=telling, agency_id=by.agency).exclude(state=UNDONE)
    found = list(rows.select_related("victim", "decision", "person")[:1])
    if not found:
        raise NotFound()
    return _told(found, at)[0]


@question
def view_to_work(*, view: int, by: Pass) -> VictimView:
    """A view that was asked for in the open record, for victim contact to work on. Raises :class:`NotFound`."""
    by.demand_person(by.person, DataClass.VICTIM)
    rows = VictimView.objects.filter(person_id=by.person, agency_id=by.agency, pk=view)
    found = rows.select_related("arrest", "person").first()
    if found is None:
        raise NotFound()
    return found


@question
def address_of(*, by: Pass, victim: int = 0, telling: int = 0, view: int = 0) -> str:
    """The reference of the person whose matter a victim, a telling or a view is of. Raises :class:`NotFound`.

    Only who may look behind the wall is told; anybody else gets the answer for one that is not there.
    """
    by.demand("victim.work")
    sets: tuple[tuple[int, QuerySet[Any], str], ...] = (
        (victim, Victim.objects.all(), VICTIMS),
        (telling, Telling.objects.exclude(state=UNDONE), TELLINGS),
        (view, VictimView.objects.all(), VIEWS),
    )
    number, rows, label = next(one for one in sets if one[0])
    if label == VIEWS and not _looks_behind(by):
        raise NotFound()
    found = _reached(rows, label, by).filter(pk=number).values_list("person_id", "person__reference").first()
    if found is None:
        raise NotFound()
    note_all([found[0]], DataClass.IDENTITY)
    return str(found[1])
