"""The people a reader works with, follows or opened, a page at a time, with what the rooms tell of each in columns."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from django.db.models import Min, Q, QuerySet

from desistance.access.models import Involvement, Tie
from desistance.access.queries.lists import everyone_s, names_shown, owners_of_tied, reached_by_tie, work_told
from desistance.access.queries.scope import live, scope, tied, unhidden
from desistance.access.terms import TieKind
from desistance.audit.deeds import question
from desistance.desk.models import Look
from desistance.desk.rules.lists import FilterFacts, Visits, is_new, understood
from desistance.desk.terms import PAGE_OF_LIST, RECENT_MOST, TIED_LISTS
from desistance.foundation.compiled import rows_of
from desistance.foundation.passes import Pass
from desistance.foundation.reading import note_all
from desistance.foundation.register import HOUSE, Cell, Column, Filter
from desistance.foundation.terms import DataClass
from desistance.people.models import Person
from desistance.people.queries.names import ShownPerson


@dataclass(frozen=True, slots=True)
class CaseRow:
    """One person of the list: as shown, open work in words, the lead of the reader's agency, and the rooms' cells by column."""

    id: int
    reference: str
    person: ShownPerson
    work: tuple[str, ...]
    lead: str
    is_restricted: bool
    cells: Mapping[str, Cell] = field(default_factory=dict)
    is_new: bool = False
    is_followed: bool = False


@dataclass(frozen=True, slots=True)
class CaseList:
    """A page of the list; ``older`` and ``newer`` are the references to go on from, empty at either end."""

    rows: tuple[CaseRow, ...]
    columns: tuple[Column, ...] = ()
    older: str = ""
    newer: str = ""


@question
def case_list(
    *,
    by: Pass,
    at: datetime,
    whose: str = "mine",
    filters: Mapping[str, str] | None = None,
    after: str = "",
    before: str = "",
    visits: Visits | None = None,
    size: int = PAGE_OF_LIST,
) -> CaseList:
    """A page of people in order of name; ``recent`` alone by when they were opened.

    ``whose``: ``mine`` (named work), ``team`` or ``agency`` as far as the role reaches, ``following``, ``recent``, ``ended``.
    Five statements a page and one for each column, one more to find the place to go on from; ``after`` and ``before`` are
    references, and one that the reader does not see starts the list anew. Raises ``NotPermitted`` without the permission.
    """
    by.demand("person.list")
    chosen = filters or {}
    if whose == "recent":
        return _told(_recently(people_of(by=by, whose=whose, filters=chosen), by), by, whose=whose, visits=visits)
    backwards = bool(before) and not after
    place = _place(before if backwards else after, by=by, whose=whose, filters=chosen)
    shape = (whose, tuple(sorted(chosen.items())), size + 1, backwards)
    found = rows_of(_page, by=by, shape=shape, **place)
    page = found[:size][::-1] if backwards else found[:size]
    has_more = len(found) > size
    older = page[-1][1] if page and (has_more or backwards) else ""
    newer = page[0][1] if page and (has_more if backwards else bool(after)) else ""
    return _told(page, by, whose=whose, visits=visits, older=older, newer=newer)


def people_of(*, by: Pass, whose: str, filters: Mapping[str, str]) -> QuerySet[Person]:
    """The people of one tab, narrowed by filters; to be read inside a question."""
    people = _people(by, whose)
    chosen = [offered.where(by, filters[offered.key]) for offered in filters_for(by) if offered.key in filters]
    if chosen and whose not in TIED_LISTS:
        people = people.filter(reached_by_tie(by))
    elif chosen and by.emergencies:
        people = people.exclude(restricted=True, pk__in=sorted(by.emergencies))
    for condition in chosen:
        people = people.filter(condition)
    return people


def filters_for(by: Pass) -> list[Filter]:
    """The filters that rooms offer of what the reader sees of anyone they are tied to, in their order."""
    offered = sorted(HOUSE.filters.values(), key=lambda one: (one.order, one.key))
    return [one for one in offered if _sees(one.data_class, by)]


def columns_for(by: Pass) -> list[Column]:
    """The columns that rooms offer of what the reader sees of anyone they are tied to, in their order."""
    offered = sorted(HOUSE.columns.values(), key=lambda one: (one.order, one.name))
    return [_honest(one, by) for one in offered if _sees(one.data_class, by)]


def _honest(column: Column, by: Pass) -> Column:
    """A column in which a gap says no more than it means: whoever sees their own agency's entries alone is told so."""
    if everyone_s(column.data_class, by) or owners_of_tied(column.data_class, by) != [by.agency]:
        return column
    return replace(column, missing="None shared with you")


def _sees(kind: DataClass, by: Pass) -> bool:
    return everyone_s(kind, by) or bool(owners_of_tied(kind, by))


@question
def offered_filters(*, by: Pass) -> Sequence[FilterFacts]:
    """What the reader may narrow a list by."""
    return [
        FilterFacts(one.key, one.label, tuple(one.choices(by)) if one.choices else (), one.most)
        for one in filters_for(by)
    ]


def chosen_filters(asked: Mapping[str, str], *, by: Pass) -> dict[str, str]:
    """The filters of an address that this reader is offered and that take the value."""
    return understood(asked, offered_filters(by=by))


def _people(by: Pass, whose: str) -> QuerySet[Person]:
    if whose == by.reach:
        return scope(by).filter(tied(by))
    looks = Look.objects.filter(staff_id=by.staff, agency_id=by.agency)
    if whose == "following":
        return scope(by).filter(pk__in=looks.filter(followed_at__isnull=False).values("person_id"))
    if whose == "recent":
        return scope(by).filter(pk__in=looks.filter(opened_at__isnull=False).values("person_id"))
    if whose == "ended":
        return _ended(by)
    ties = Tie.objects.filter(live(by.at), kind=TieKind.INVOLVEMENT, agency_id=by.agency)
    narrow = {"team_id__in": by.teams} if whose == "team" else {} if whose == "agency" else {"staff_id": by.staff}
    return scope(by).filter(pk__in=ties.filter(**narrow).values("person_id"))


def _ended(by: Pass) -> QuerySet[Person]:
    """People whose work with the reader or their team has ended, none of it open, and whom they may still open."""
    mine = Q(lead_id=by.staff) | Q(team_id__in=by.teams)
    work = Involvement.objects.filter(mine, agency_id=by.agency)
    people = scope(by).filter(pk__in=work.filter(state="ended").values("person_id"))
    return people.exclude(pk__in=work.filter(state="open").values("person_id"))


def _recently(people: QuerySet[Person], by: Pass) -> list[tuple[int, str, bool]]:
    opened = Look.objects.filter(staff_id=by.staff, agency_id=by.agency, opened_at__isnull=False)
    order = list(opened.order_by("-opened_at").values_list("person_id", flat=True)[: RECENT_MOST * 2])
    found = {row[0]: row for row in people.filter(pk__in=order).values_list("id", "reference", "restricted")}
    return [found[person] for person in order if person in found][:RECENT_MOST]


def _place(reference: str, *, by: Pass, whose: str, filters: Mapping[str, str]) -> dict[str, Any]:
    """Where in the order a person stands of whom the page goes on; nothing for one who is not on the list."""
    people = people_of(by=by, whose=whose, filters=filters)
    place = people.filter(reference=reference).values_list("sort_key", "id").first() if reference else None
    return {"key": place[0], "person": place[1]} if place else {}


def _page(
    by: Pass,
    whose: str,
    chosen: tuple[tuple[str, str], ...],
    size: int,
    backwards: bool,
    *,
    key: str = "",
    person: int = 0,
) -> QuerySet[Any, Any]:
    people = people_of(by=by, whose=whose, filters=dict(chosen))
    if person:
        way = "lt" if backwards else "gt"
        people = people.filter(Q(**{f"sort_key__{way}": key}) | Q(**{"sort_key": key, f"pk__{way}": person}))
    order = ("-sort_key", "-id") if backwards else ("sort_key", "id")
    return people.order_by(*order).values_list("id", "reference", "restricted")[:size]


def _told(
    page: Sequence[tuple[int, str, bool]],
    by: Pass,
    *,
    whose: str,
    visits: Visits | None,
    older: str = "",
    newer: str = "",
) -> CaseList:
    ids = [person for person, _, _ in page]
    shown = names_shown(ids, by)
    work, leads = _work(ids, by)
    columns = tuple(columns_for(by))
    cells = _cells(columns, _tied_of(page, by, whose), by)
    came, followed = _places(ids, by, whose)
    rows = tuple(
        CaseRow(
            person,
            reference,
            shown.get(person, ShownPerson()),
            tuple(work.get(person, ())),
            leads.get(person, ""),
            restricted,
            cells.get(person, {}),
            is_new(came.get(person), visits),
            person in followed,
        )
        for person, reference, restricted in page
    )
    return CaseList(rows, columns, older, newer)


def _tied_of(page: Sequence[tuple[int, str, bool]], by: Pass, whose: str) -> list[int]:
    """Those of a page whom the reader is tied to: of others, columns tell nothing."""
    if whose in TIED_LISTS:
        return [person for person, _, restricted in page if not (restricted and person in by.emergencies)]
    reached = Person.objects.filter(reached_by_tie(by), pk__in=[person for person, _, _ in page])
    return list(reached.values_list("pk", flat=True))


def _cells(columns: Sequence[Column], people: Sequence[int], by: Pass) -> dict[int, dict[str, Cell]]:
    """What every column tells of each person: one statement a column, and nothing asked of nobody."""
    found: dict[int, dict[str, Cell]] = {}
    for column in columns if people else ():
        told = column.load(people, by)
        note_all(told, column.data_class)
        for person, cell in told.items():
            found.setdefault(person, {})[column.name] = cell
    return found


def _places(ids: Sequence[int], by: Pass, whose: str) -> tuple[Mapping[int, datetime], frozenset[int]]:
    """Since when each is on this list by a tie, and whom of them the reader follows: one statement each."""
    people = tuple(ids)
    followed = frozenset(rows_of(_followed, by=by, people=people))
    return (dict(rows_of(_came, by=by, shape=(whose,), people=people)) if whose in TIED_LISTS else {}), followed


def _followed(by: Pass, people: tuple[int, ...]) -> QuerySet[Any, Any]:
    looks = Look.objects.filter(staff_id=by.staff, agency_id=by.agency, followed_at__isnull=False)
    return looks.filter(person_id__among=people).values_list("person_id", flat=True)


def _came(by: Pass, whose: str, people: tuple[int, ...]) -> QuerySet[Any, Any]:
    ties = Tie.objects.filter(live(by.at), person_id__among=people, agency_id=by.agency, kind=TieKind.INVOLVEMENT)
    narrow = {"team_id__in": by.teams} if whose == "team" else {} if whose == "agency" else {"staff_id": by.staff}
    return ties.filter(**narrow).values_list("person_id").annotate(Min("from_at"))


def _work(people: list[int], by: Pass) -> tuple[Mapping[int, list[str]], Mapping[int, str]]:
    """Open work in words, the reader's own agency first, and the lead worker there: one statement. Health names nobody else."""
    own: dict[int, dict[str, None]] = {}
    others: dict[int, dict[str, list[str]]] = {}
    leads: dict[int, str] = {}
    for person, agency, name, kind, lead in rows_of(_open_work, by=by, people=tuple(people)):
        words = HOUSE.involvement_kinds[kind].words if kind in HOUSE.involvement_kinds else kind
        if agency != by.agency:
            others.setdefault(person, {}).setdefault(words, []).append(name)
            continue
        own.setdefault(person, {})[words] = None
        if lead:
            leads.setdefault(person, lead)
    work = {person: [*own.get(person, ()), *_with_agencies(others.get(person, {}))] for person in {**own, **others}}
    return work, leads


def _with_agencies(work: Mapping[str, Sequence[str]]) -> list[str]:
    """Each kind of work once, with the agencies that do it."""
    return [f"{words} ({', '.join(dict.fromkeys(names))})" for words, names in work.items()]


def _open_work(by: Pass, people: tuple[int, ...]) -> QuerySet[Any, Any]:
    told = work_told(by) & unhidden(by, "access.Involvement")
    rows = Involvement.objects.filter(told, person_id__among=people, state="open").order_by("from_at", "id")
    return rows.values_list("person_id", "agency_id", "agency__short_name", "kind", "lead__name")
