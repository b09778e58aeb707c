"""The live board of the cohort by how each person does, a page at a time, in a number of statements that never grows."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import (
    Case,
    CharField,
    Count,
    Exists,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Coalesce, JSONObject

from desistance.access.queries.lists import entries_of_tied, reached_by_tie
from desistance.access.queries.scope import unhidden
from desistance.assessment.queries.lists import risk_cells
from desistance.audit.deeds import question
from desistance.casework.models import Contact
from desistance.casework.queries.lists import SAW
from desistance.casework.terms import HAPPENED
from desistance.coordination.models import MeetingCase
from desistance.desk.rules.lists import Visits, is_new
from desistance.foundation.calendar import local_date
from desistance.foundation.passes import Pass
from desistance.foundation.reading import note_all
from desistance.foundation.register import Cell
from desistance.foundation.rulesets import in_force
from desistance.foundation.terms import DataClass
from desistance.history.models import Arrest, CustodySpell
from desistance.people.models import Person
from desistance.people.queries.names import ShownPerson, shown_names
from desistance.schemes.models import CohortManager, CohortSpell, SchemeCase
from desistance.schemes.queries.arrests import owners_seen
from desistance.schemes.rules.iom.going import Custody, Where, rag_order, where
from desistance.schemes.terms.cases import Colour
from desistance.schemes.terms.iom import (
    FOR_PANEL,
    GOING_RULES,
    IN_THE_COHORT,
    IOM,
    IOM_STATES,
    NOMINATED,
    NOW_PARTS,
    Intensity,
    Part,
)
from desistance.sentences.models import Order

PAGE = 25
RANKS = rag_order(["", *Colour.values])


@dataclass(frozen=True, slots=True)
class BoardRow:
    """One person on the board. ``seen``: when somebody last spoke with them, how, and who."""

    case: int
    reference: str
    person: ShownPerson
    part: str
    colour: str
    state: str
    where: Where
    arrests: int
    lead: str
    review_on: date | None
    conference_at: datetime | None
    risk: Cell | None
    seen: Cell | None
    is_new: bool


@dataclass(frozen=True, slots=True)
class Board:
    """A page of the board, how many there are of each colour and part, and where the next page begins."""

    rows: tuple[BoardRow, ...]
    colours: Mapping[str, int]
    parts: Mapping[str, int]
    waiting: int
    after: int


def cohort_cases(by: Pass) -> QuerySet[SchemeCase]:
    """Cases of IOM of people whom the reader's ties reach, of agencies whose offending entries they see of anyone."""
    return SchemeCase.objects.filter(
        unhidden(by, "schemes.SchemeCase"),
        agency_id__in=owners_seen(by, DataClass.OFFENDING),
        scheme=IOM,
        person__in=Person.objects.filter(reached_by_tie(by)).values("pk"),
    )


@question
def iom_board(
    *, by: Pass, at: datetime, part: str = "", colour: str = "", mine: bool = False, after: int = 0, visits: Visits | None = None
) -> Board:  # fmt: skip
    """A page of everyone in the cohort, Red first. ``after`` is the row to go on from. Raises ``NotPermitted``."""
    by.demand("iom.view")
    cases = cohort_cases(by)
    here = _annotated(cases.filter(state__in=IN_THE_COHORT), by, local_date(at))
    chosen = _chosen(here, part, colour, by, mine=mine)
    found = list(_after(chosen, after).select_related("person").order_by("rank", "pk")[: PAGE + 1])
    rows, more = found[:PAGE], found[PAGE - 1].pk if len(found) > PAGE else 0
    people = [row.person_id for row in rows]
    note_all(people, DataClass.IDENTITY)
    names, risks, seen = shown_names(people), risk_cells(people, by), _seen(people, by)
    ahead = _conferences(people, by)
    return Board(
        tuple(_row(row, names, risks, seen, ahead, visits, local_date(at)) for row in rows),
        dict(here.order_by().values_list("colour").annotate(number=Count("pk"))),
        dict(here.order_by().values_list("part").annotate(number=Count("pk"))),
        cases.filter(state=NOMINATED).count(),
        more,
    )


def _annotated(cases: QuerySet[SchemeCase], by: Pass, on: date) -> QuerySet[Any]:
    owners = owners_seen(by, DataClass.OFFENDING)
    person = {"person": OuterRef("person"), "agency_id__in": owners}
    since = in_force(GOING_RULES, on).values["arrest_days"]
    spell = CohortSpell.objects.filter(case=OuterRef("pk"), ended_on__isnull=True)
    arrested = Arrest.objects.standing().filter(unhidden(by, "history.Arrest"), **person)
    arrests = arrested.filter(at__gt=by.at - timedelta(days=since)).order_by().values("person")
    custody = CustodySpell.objects.standing().filter(unhidden(by, "history.CustodySpell"), **person, from_on__lte=on)
    custody = custody.filter(Q(until_on__isnull=True) | Q(until_on__gt=on)).order_by("-from_on", "-pk")
    orders = Order.objects.filter(unhidden(by, "sentences.Order"), **person, state="recalled")
    lead = CohortManager.objects.filter(case=OuterRef("pk"), until_at__isnull=True, is_lead=True)
    rank = Case(*[When(colour=one, then=Value(place)) for one, place in RANKS.items()], output_field=IntegerField())
    told: QuerySet[Any] = cases.annotate(
        part=Subquery(spell.values("part")[:1], output_field=CharField()),
        intensity=Subquery(spell.values("intensity")[:1], output_field=CharField()),
        arrests=Coalesce(Subquery(arrests.annotate(number=Count("pk")).values("number")), Value(0)),
        custody=Subquery(custody.values(told=JSONObject(prison="prison", release="planned_release_on"))[:1]),
        recalled=Exists(orders),
        lead=Subquery(lead.values("staff__name")[:1]),
        rank=rank,
    )
    return told


def _chosen(cases: QuerySet[Any], part: str, colour: str, by: Pass, *, mine: bool) -> QuerySet[Any]:
    if part in NOW_PARTS:
        cases = cases.filter(part=part)
    if colour in Colour.values:
        cases = cases.filter(colour=colour)
    if mine:
        managed = CohortManager.objects.filter(case=OuterRef("pk"), until_at__isnull=True, staff_id=by.staff)
        cases = cases.filter(Exists(managed))
    return cases


def _after(cases: QuerySet[Any], after: int) -> QuerySet[Any]:
    place = cases.filter(pk=after).values_list("rank", flat=True).first() if after else None
    return cases if place is None else cases.filter(Q(rank__gt=place) | Q(rank=place, pk__gt=after))


def _seen(people: Sequence[int], by: Pass) -> Mapping[int, Cell]:
    rows = Contact.objects.filter(entries_of_tied("casework.Contact", by), person_id__in=people, state=HAPPENED)
    rows = rows.filter(outcome__in=SAW).order_by("person_id", "-starts_at", "-id").distinct("person_id")
    told = rows.values_list("person_id", "starts_at", "with_staff__name", "agency__short_name")
    note_all(people, DataClass.CASEWORK)
    return {person: Cell(name or agency, at=at, note=agency) for person, at, name, agency in told}


def _conferences(people: Sequence[int], by: Pass) -> Mapping[int, datetime]:
    """When each person is next on the agenda of a meeting."""
    rows = MeetingCase.objects.filter(
        entries_of_tied("coordination.MeetingCase", by), person_id__in=people, state="listed"
    )
    rows = rows.filter(meeting__ended_at__isnull=True).order_by("person_id", "meeting__starts_at").distinct("person_id")
    note_all(people, DataClass.OFFENDING)
    return dict(rows.values_list("person_id", "meeting__starts_at"))


def _row(  # noqa: PLR0917 - one row of a page
    row: Any,
    names: Mapping[int, ShownPerson],
    risks: Mapping[int, Cell],
    seen: Mapping[int, Cell],
    ahead: Mapping[int, datetime],
    visits: Visits | None,
    on: date,
) -> BoardRow:
    inside = row.custody
    release = date.fromisoformat(inside["release"]) if inside and inside["release"] else None
    custody = Custody(inside["prison"], release) if inside else None
    is_reactive = row.intensity == Intensity.REACTIVE
    return BoardRow(
        case=row.pk,
        reference=row.person.reference,
        person=names.get(row.person_id, ShownPerson()),
        part=Part(row.part).label if row.part else "",
        colour=Colour(row.colour).label if row.colour else "",
        state=IOM_STATES[row.state].wording,
        where=where(on, custody, recalled=row.recalled, reset_on=on if is_reactive else None),
        arrests=row.arrests,
        lead=row.lead or "",
        review_on=row.ends_on,
        conference_at=ahead.get(row.person_id),
        risk=risks.get(row.person_id),
        seen=seen.get(row.person_id),
        is_new=is_new(row.moved_at, visits),
    )


@dataclass(frozen=True, slots=True)
class Waiting:
    """One case that waits for the panel: a nomination with its score, or a deselection that was proposed."""

    case: int
    reference: str
    person: ShownPerson
    words: str
    since: datetime
    said_by: str


@question
def for_the_panel(*, by: Pass) -> Sequence[Waiting]:
    """Nominations and proposed deselections that wait for the panel, the oldest first."""
    by.demand("iom.view")
    rows = cohort_cases(by).filter(state__in=FOR_PANEL).select_related("person", "agency").order_by("moved_at", "pk")
    found = list(rows[:PAGE])
    people = [row.person_id for row in found]
    note_all(people, DataClass.IDENTITY)
    names = shown_names(people)
    return [
        Waiting(
            row.pk,
            row.person.reference,
            names.get(row.person_id, ShownPerson()),
            IOM_STATES[row.state].wording,
            row.moved_at,
            row.agency.short_name,
        )
        for row in found
    ]
