"""The cohort register: who was in, when, why and how closely; before, during and after; the cost; and flow."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Q, QuerySet

from desistance.access.queries.lists import reached_by_tie
from desistance.access.queries.scope import unhidden
from desistance.audit.deeds import question
from desistance.foundation.calendar import local_date
from desistance.foundation.passes import Pass
from desistance.foundation.reading import note_all
from desistance.foundation.terms import DataClass
from desistance.history.models import Arrest, CustodySpell, Disposal, Offence
from desistance.history.terms import SANCTION_OF, Sanction
from desistance.people.models import Person
from desistance.people.queries.names import ShownPerson, shown_names
from desistance.schemes.models import CohortSpell
from desistance.schemes.queries.arrests import owners_seen
from desistance.schemes.rules.iom.cohort import Flow, Measured, Member, Window, flow, measure
from desistance.schemes.rules.iom.costs import Cost, cost
from desistance.schemes.terms.iom import EARLIER_PARTS, Part

PAGE = 50
MOST_MEMBERS = 2000
SANCTIONS = [kind for kind, sanction in SANCTION_OF.items() if sanction != Sanction.NONE]


@dataclass(frozen=True, slots=True)
class SpellShown:
    """One spell of the register with whose it is."""

    row: CohortSpell
    reference: str
    person: ShownPerson


@dataclass(frozen=True, slots=True)
class Register:
    """A page of the register, and what is measured over everyone of the chosen part whom the reader may open."""

    rows: tuple[SpellShown, ...]
    after: int
    people: int
    measured: Mapping[str, Measured]
    costs: Mapping[str, Cost]
    flow: tuple[Flow, ...]


def _spells(by: Pass, part: str) -> QuerySet[CohortSpell]:
    seen = Q(data_class=DataClass.OFFENDING, agency_id__in=owners_seen(by, DataClass.OFFENDING))
    seen |= Q(data_class=DataClass.CHILDHOOD, agency_id__in=owners_seen(by, DataClass.CHILDHOOD))
    rows = CohortSpell.objects.filter(
        seen,
        unhidden(by, "schemes.CohortSpell"),
        person__in=Person.objects.filter(reached_by_tie(by)).values("pk"),
    )
    return rows.filter(part=part) if part in Part.values else rows


@question
def cohort_register(*, by: Pass, at: datetime, part: str = "", after: int = 0) -> Register:
    """Spells of the cohort, newest first, of people whose record the reader may open. Raises ``NotPermitted``."""
    by.demand("iom.view")
    on = local_date(at)
    spells = _spells(by, part)
    rows, more = _page(spells, after)
    people = [row.person_id for row in rows]
    note_all(people, DataClass.IDENTITY)
    names = shown_names(people)
    shown = tuple(SpellShown(row, row.person.reference, names.get(row.person_id, ShownPerson())) for row in rows)
    members = _members(spells, by, on)
    measured = measure([member for _, member in members], on)
    days = [(member.began_on, member.ended_on) for _, member in members]
    return Register(
        shown,
        more,
        len({person for person, _ in members}),
        measured,
        {name: cost(one.codes) for name, one in measured.items()},
        flow(days, on),
    )


def _page(spells: QuerySet[CohortSpell], after: int) -> tuple[list[Any], int]:
    if after and (place := spells.filter(pk=after).values_list("began_on", flat=True).first()) is not None:
        spells = spells.filter(Q(began_on__lt=place) | Q(began_on=place, pk__lt=after))
    rows = spells.select_related("person", "agency").order_by("-began_on", "-pk")
    found = list(rows[: PAGE + 1])
    return found[:PAGE], found[PAGE - 1].pk if len(found) > PAGE else 0


def _members(spells: QuerySet[CohortSpell], by: Pass, on: date) -> list[tuple[int, Member]]:
    """Each person's time in the cohort as one: parts and areas that follow each other without a gap are joined."""
    told = spells.exclude(part__in=EARLIER_PARTS).order_by("person_id", "began_on", "pk")
    times = joined(told.values_list("person_id", "began_on", "ended_on")[:MOST_MEMBERS])
    people = sorted({person for person, _, _ in times})
    note_all(people, DataClass.OFFENDING)
    arrests, offences, custody = _history(people, by, on)
    return [
        (person, Member(began, ended, tuple(arrests[person]), tuple(offences[person]), tuple(custody[person])))
        for person, began, ended in times
    ]


def joined(rows: Iterable[tuple[int, date, date | None]]) -> list[tuple[int, date, date | None]]:
    """Spells of the same person that touch or overlap, as one time; rows come by person and first day."""
    found: list[tuple[int, date, date | None]] = []
    for person, began, ended in rows:
        last = found[-1] if found else None
        if last and last[0] == person and (last[2] is None or began <= last[2]):
            until = None if last[2] is None or ended is None else max(last[2], ended)
            found[-1] = (person, last[1], until)
        else:
            found.append((person, began, ended))
    return found


def _history(people: Sequence[int], by: Pass, on: date) -> tuple[Any, Any, Any]:
    """Days of arrests, proven offences with their codes, and times in custody, by person: a statement each."""
    owners = owners_seen(by, DataClass.OFFENDING)
    whose: dict[str, Any] = {"person_id__in": people, "agency_id__in": owners}
    arrests: dict[int, set[date]] = defaultdict(set)
    seen = Arrest.objects.standing().filter(unhidden(by, "history.Arrest"), **whose)
    for person, at in seen.values_list("person_id", "at"):
        arrests[person].add(local_date(at))
    offences: dict[int, list[tuple[date, str]]] = defaultdict(list)
    dealt = Disposal.objects.standing().filter(kind__in=SANCTIONS, **whose).values("offence_id")
    proven = Offence.objects.standing().filter(unhidden(by, "history.Offence"), **whose, pk__in=dealt)
    for person, day, code in proven.filter(committed_on__isnull=False).values_list(
        "person_id", "committed_on", "offence_code"
    ):
        offences[person].append((day, code))
    custody: dict[int, list[Window]] = defaultdict(list)
    spells = CustodySpell.objects.standing().filter(unhidden(by, "history.CustodySpell"), **whose)
    for person, since, until in spells.values_list("person_id", "from_on", "until_on"):
        custody[person].append(Window(since, until or on + timedelta(days=1)))
    return arrests, offences, custody
