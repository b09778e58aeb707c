"""Finding people: what a reader types, answered within what they may see and know, and not one row more.

A person whom the policy hides is no part of any statement's answer: not in rows, counts, order or the number of statements.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from functools import partial

from django.db import transaction
from django.db.models import Q

from desistance.access.models import Involvement
from desistance.access.queries.lists import work_told
from desistance.access.queries.scope import people_found, people_seen, unhidden
from desistance.access.rules.policy import Standing, decide
from desistance.access.terms import Owner, Relation
from desistance.audit.deeds import question
from desistance.foundation.calendar import local_date
from desistance.foundation.passes import Pass
from desistance.foundation.reading import note, unseen
from desistance.foundation.terms import Act, DataClass, Effect
from desistance.people.queries.candidates import MOST, Candidate, Narrowed, candidates, reasons
from desistance.people.queries.names import ShownPerson, name_rows, shown_from
from desistance.people.rules.dates import DatePart
from desistance.people.rules.identifiers import recognise
from desistance.people.rules.name_matches import NameTerms, name_terms, strength_of, why_matched, words_that_explain
from desistance.people.rules.names import PersonName
from desistance.people.rules.query import Query, QueryPart, read_query
from desistance.people.terms import NameKind

SHOWN = 25
"""More than anyone reads; beyond it the reader is asked for a detail instead of a second page."""


@dataclass(frozen=True, slots=True)
class Hit:
    """One row. ``effect`` is *see*, or *know*: then a name, a year of birth and holders, or for a restricted person nothing."""

    reference: str
    effect: Effect
    is_restricted: bool = False
    name: str = ""
    liked_name: str = ""
    born_on: date | None = None
    precision: str = "day"
    holders: tuple[str, ...] = ()
    area: str = ""
    why: tuple[str, ...] = ()

    @property
    def birth_year(self) -> int | None:
        """All that may be told of the date of birth of someone who is only known."""
        return self.born_on.year if self.born_on else None


@dataclass(frozen=True, slots=True)
class SearchResults:
    """Rows in the order of how well they fit; ``opens`` is the reference to go to when a whole number named one person."""

    text: str
    hits: tuple[Hit, ...]
    has_more: bool
    problems: tuple[str, ...] = ()
    opens: str = ""
    is_empty: bool = False


def narrowed(by: Pass) -> Narrowed:
    """Whom this reader may be told of, as conditions for the people room."""
    return Narrowed(
        people=people_found(by),
        seen=people_seen(by),
        contact=_contact(by),
        unhidden=partial(unhidden, by),
    )


def _contact(by: Pass) -> Q:
    """Whose contact details the reader may be led by: those that they would also be shown on the person's page."""
    standing = Standing(by.role, relations=frozenset({Relation.TIED}))

    def sees(*owners: Owner) -> bool:
        answer = decide(standing, DataClass.CONTACT_DETAILS, Act.READ, frozenset(owners))
        return answer.effect is Effect.SEE

    if sees():
        return Q()
    agencies = {by.agency} if sees(Owner.OWN) else set()
    if sees(Owner.AGREED):
        agencies |= by.agreed.get(DataClass.CONTACT_DETAILS, frozenset())
    return Q(agency_id__in=agencies)


@question
def search(*, by: Pass, text: str, at: datetime) -> SearchResults:
    """What the search box finds for this reader: at most 25 people, each with why.

    Raises ``NotPermitted`` without the permission. Four statements, whatever is found (five when something other than a name
    was typed). One look is noted for those shown.
    """
    by.demand("person.search")
    query = read_query(text, local_date(at))
    if query.is_empty:
        return SearchResults(text, (), has_more=False, problems=query.problems, is_empty=True)
    hits, has_more = find(query, by=by)
    opens = hits[0].reference if query.exact and len(hits) == 1 and hits[0].effect is Effect.SEE else ""
    return SearchResults(text, hits, has_more, query.problems, opens)


def find(query: Query, *, by: Pass) -> tuple[tuple[Hit, ...], bool]:
    """The rows for a query that was read, and whether there are more. For questions of this room."""
    within = narrowed(by)
    with transaction.atomic(), unseen("match candidates"):
        found = candidates(query, within=within)
        shown = shown_from(name_rows([one.id for one in found], within.unhidden))
        ranked = _ranked(query, found, shown)
        chosen = ranked[:SHOWN]
        ids = [one.id for one, _ in chosen]
        open_to_reader = [one.id for one, _ in chosen if one.is_seen]
        why = reasons(query, people=ids, within=within)
        holders = _holders(ids, open_to_reader, by)
    for one, _ in chosen:
        note(one.id, DataClass.IDENTITY if one.is_seen or not one.is_restricted else DataClass.SHARING)
    hits = [
        _hit(one, shown.get(one.id, ShownPerson()), (*words, *why.get(one.id, ())), holders) for one, words in chosen
    ]
    return tuple(hits), len(ranked) > SHOWN or len(found) >= MOST


def _ranked(
    query: Query, found: Sequence[Candidate], shown: dict[int, ShownPerson]
) -> list[tuple[Candidate, tuple[str, ...]]]:
    """Candidates that the name rules explain, the strongest first; restricted people last, by a reference that says nothing."""
    if not query.name.words:
        return sorted(((one, ()) for one in found), key=lambda pair: pair[0].is_restricted and not pair[0].is_seen)
    explained = []
    for one in found:
        person = shown.get(one.id, ShownPerson())
        names = [PersonName(name.given, name.family, NameKind(name.kind)) for name in person.names]
        matched = why_matched(query.name, names)
        if matched:
            order = (-strength_of(matched), person.listed.casefold(), one.reference)
            is_hidden = one.is_restricted and not one.is_seen
            explained.append(((is_hidden, *(order if not is_hidden else (0, "", one.reference))), one, matched))
    explained.sort(key=lambda row: row[0])
    return [(one, words_that_explain(matched)) for _, one, matched in explained]


def _hit(one: Candidate, person: ShownPerson, why: tuple[str, ...], holders: "Holders") -> Hit:
    if one.is_restricted and not one.is_seen:
        return Hit(one.reference, Effect.KNOW, is_restricted=True)
    agencies, area = holders.get(one.id, ((), ""))
    row = Hit(
        one.reference, Effect.KNOW, name=person.listed, born_on=person.born_on, precision="year", holders=agencies
    )
    if not one.is_seen:
        return replace(row, born_on=person.born_on and person.born_on.replace(month=1, day=1))
    return replace(
        row,
        effect=Effect.SEE,
        is_restricted=one.is_restricted,
        liked_name=person.liked,
        precision=person.precision,
        area=area,
        why=tuple(dict.fromkeys(why)),
    )


Holders = dict[int, tuple[tuple[str, ...], str]]


def _holders(people: Sequence[int], seen: Sequence[int], by: Pass) -> Holders:
    """Agencies that work with each person, the reader's own first, and the area of the first that has just one: one statement.

    Work that says something of health names nobody but its own agency: who treats someone is health information. Of people
    who are only known, agencies are named that let this reader's agency find its people.
    """
    live = Q(from_at__lte=by.at) & (Q(until_at__isnull=True) | Q(until_at__gt=by.at))
    told = Q(data_class=DataClass.INVOLVEMENT) & (Q(person_id__in=seen) | Q(agency_id__in=by.finds_from))
    told |= Q(agency_id=by.agency) & work_told(by)
    told &= unhidden(by, "access.Involvement")
    rows = Involvement.objects.filter(live, told, person_id__in=people).order_by("from_at", "id")
    found: dict[int, dict[str, list[str]]] = {}
    ours: dict[int, str] = {}
    for person, agency, name, area in rows.values_list(
        "person_id", "agency_id", "agency__short_name", "agency__areas__name"
    ):
        areas = found.setdefault(person, {}).setdefault(name, [])
        if area and area not in areas:
            areas.append(area)
        if agency == by.agency:
            ours[person] = name
    holders: Holders = {}
    for person, agencies in found.items():
        names = tuple(sorted(agencies, key=lambda name: name != ours.get(person)))
        area = next((agencies[name][0] for name in names if len(agencies[name]) == 1), "")
        holders[person] = (names, area)
    return holders


class Outcome(StrEnum):
    """What is known of somebody who is about to be added, in the order in which it is told."""

    RESTRICTED = "restricted"
    ALREADY_KNOWN = "already known"
    TOO_MANY = "too many"
    POSSIBLE = "possible match"
    NO_MATCH = "no match"


@dataclass(frozen=True, slots=True)
class BeforeAdding:
    """The outcome with the rows it rests on. A hidden match is *no match*: the same answer, by the same statements."""

    outcome: Outcome
    hits: tuple[Hit, ...]


@question
def before_adding(
    *, by: Pass, at: datetime, given: str, family: str, born: DatePart | None = None, number: str = ""
) -> BeforeAdding:
    """Whether somebody about to be added is on record already, as far as the reader may be told."""
    by.demand("person.add")
    numbers = tuple(one for one in recognise(number, local_date(at)) if one.is_well_formed)
    by_number = _found_by(QueryPart(number, identifiers=numbers) if numbers else None, NameTerms(), by)
    dates = tuple(part for part in (born, born and born.swapped) if part is not None)
    name = name_terms(f"{family}, {given}" if given and family else given or family)
    by_name = _found_by(QueryPart("", dates=dates) if dates else None, name, by)
    known = {hit.reference: hit for hit in (*by_number[0], *by_name[0])}
    hits = tuple(known.values())
    if any(hit.is_restricted and hit.effect is Effect.KNOW for hit in hits):
        return BeforeAdding(Outcome.RESTRICTED, hits)
    if by_number[0]:
        return BeforeAdding(Outcome.ALREADY_KNOWN, hits)
    if by_name[1]:
        return BeforeAdding(Outcome.TOO_MANY, hits)
    return BeforeAdding(Outcome.POSSIBLE if hits else Outcome.NO_MATCH, hits)


def _found_by(part: QueryPart | None, name: NameTerms, by: Pass) -> tuple[tuple[Hit, ...], bool]:
    query = Query("", name, (part,) if part else ())
    return find(query, by=by) if not query.is_empty else ((), False)
