"""The case list: people whom a reader's ties reach, in order of name, a page at a time."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet

from desistance.access.models import Involvement, Tie
from desistance.access.queries.scope import live, scope, tied, unhidden
from desistance.access.queries.search import narrowed
from desistance.access.terms import TieKind
from desistance.audit.deeds import question
from desistance.foundation.passes import Pass
from desistance.foundation.register import HOUSE
from desistance.foundation.terms import DataClass
from desistance.people.models import Person
from desistance.people.queries.names import ShownPerson, shown_names

PAGE = 25


@dataclass(frozen=True, slots=True)
class CaseRow:
    """One person of the list: as shown, with the open work of agencies in words and the lead worker of the reader's agency."""

    reference: str
    person: ShownPerson
    work: tuple[str, ...]
    lead: str
    is_restricted: bool


@dataclass(frozen=True, slots=True)
class CaseList:
    """A page of the list; ``older`` and ``newer`` are the references to go on from, empty at either end."""

    rows: tuple[CaseRow, ...]
    older: str = ""
    newer: str = ""


@question
def case_list(
    *, by: Pass, at: datetime, whose: str = "mine", kind: str = "", after: str = "", before: str = ""
) -> CaseList:
    """People in order of name: ``mine`` (named work), ``team`` or ``agency`` as far as the role reaches, by kind of work.

    Three statements a page, and one more to find the place to go on from; ``after`` and ``before`` are references, and one that
    the reader does not see starts the list anew. Raises ``NotPermitted`` without the permission.
    """
    by.demand("person.list")
    people = _people(by, whose, kind)
    backwards = bool(before) and not after
    people = _from(people, before if backwards else after, backwards=backwards)
    order = ("-sort_key", "-id") if backwards else ("sort_key", "id")
    found = list(people.order_by(*order).values_list("id", "reference", "restricted")[: PAGE + 1])
    page = found[:PAGE][::-1] if backwards else found[:PAGE]
    has_more = len(found) > PAGE
    ids = [person for person, _, _ in page]
    shown = shown_names(ids, unhidden=narrowed(by).unhidden)
    work, leads = _work(ids, by)
    rows = tuple(
        CaseRow(
            reference, shown.get(person, ShownPerson()), tuple(work.get(person, ())), leads.get(person, ""), restricted
        )
        for person, reference, restricted in page
    )
    return CaseList(
        rows,
        older=page[-1][1] if page and (has_more or backwards) else "",
        newer=page[0][1] if page and (has_more if backwards else bool(after)) else "",
    )


def _people(by: Pass, whose: str, kind: str) -> QuerySet[Person]:
    if whose == by.reach and not kind:
        return scope(by).filter(tied(by))
    ties = Tie.objects.filter(live(by.at), kind=TieKind.INVOLVEMENT, agency_id=by.agency)
    if whose == "mine":
        ties = ties.filter(staff_id=by.staff)
    elif whose == "team":
        ties = ties.filter(team_id__in=by.teams)
    if kind:
        ties = ties.filter(involvement__kind=kind)
    return scope(by).filter(pk__in=ties.values("person_id"))


def _from(people: QuerySet[Person], reference: str, *, backwards: bool) -> QuerySet[Person]:
    place = people.filter(reference=reference).values_list("sort_key", "id").first() if reference else None
    if place is None:
        return people
    key, person = place
    if backwards:
        return people.filter(Q(sort_key__lt=key) | Q(sort_key=key, pk__lt=person))
    return people.filter(Q(sort_key__gt=key) | Q(sort_key=key, pk__gt=person))


def _work(people: list[int], by: Pass) -> tuple[Mapping[int, list[str]], Mapping[int, str]]:
    """Open work in words, the reader's own agency first, and the lead worker there: one statement. Health names nobody else."""
    told = Q(data_class=DataClass.INVOLVEMENT) | Q(agency_id=by.agency)
    told &= unhidden(by, "access.Involvement")
    rows = Involvement.objects.filter(told, person_id__in=people, state="open").order_by("from_at", "id")
    work: dict[int, list[str]] = {}
    leads: dict[int, str] = {}
    for person, agency, name, kind, lead in rows.values_list(
        "person_id", "agency_id", "agency__short_name", "kind", "lead__name"
    ):
        words = HOUSE.involvement_kinds[kind].words if kind in HOUSE.involvement_kinds else kind
        own = agency == by.agency
        lines = work.setdefault(person, [])
        lines.insert(0 if own else len(lines), words if own else f"{words} ({name})")
        if own and lead:
            leads.setdefault(person, lead)
    return work, leads


def kinds_of_work(by: Pass) -> list[tuple[str, str]]:
    """Kinds of work that the reader's agency carries out, for the filter."""
    return [(kind.name, kind.words) for kind in HOUSE.involvement_kinds.values() if by.agency_kind in kind.agency_kinds]
