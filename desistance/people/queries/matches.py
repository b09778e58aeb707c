"""Records that may be one person, and two records side by side. What was told apart is never proposed again."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery

from desistance.audit.deeds import question
from desistance.foundation.passes import Pass
from desistance.foundation.terms import DataClass
from desistance.people.models import (
    Address,
    BirthDate,
    ContactDetail,
    Equality,
    Identifier,
    Merge,
    MergeMove,
    Name,
    Pair,
    Person,
)
from desistance.people.rules.facts import birth_part
from desistance.people.rules.identifiers import Identifier as Number
from desistance.people.rules.matching import AddressFact, FieldComparison, PersonFacts, compare_people
from desistance.people.rules.names import PersonName
from desistance.people.terms import STRONG_IDENTIFIER_KINDS, EqualityKind, IdentifierKind, NameKind, Sex

STRONG, FAIR = "Strong", "Fair"
"""A number that belongs to one person for life; a name and a day that two people may share."""


@dataclass(frozen=True, slots=True)
class PossiblePair:
    """Two records that may be one person, why, and how strongly that speaks for it."""

    one: int
    other: int
    why: str
    strength: str


def number_clashes(within: Q) -> QuerySet[Any, Any]:
    """Standing strong numbers that an earlier record has as well and that nobody has explained as two people since.

    Whoever told two people apart knew the numbers of that day. A number that came to either of them later is new evidence.
    """
    strong = Q(kind__in=sorted(STRONG_IDENTIFIER_KINDS), is_well_formed=True, withdrawn_at__isnull=True)
    people = Person.objects.filter(within)
    earlier = Identifier.objects.filter(
        strong,
        kind=OuterRef("kind"),
        value=OuterRef("value"),
        person_id__lt=OuterRef("person_id"),
        person__in=people.values("pk"),
    )
    apart = _told_apart("person_id", OuterRef(OuterRef("person_id"))).filter(recorded_at__gte=OuterRef("recorded_at"))
    earlier = earlier.filter(~Exists(apart.filter(recorded_at__gte=OuterRef(OuterRef("recorded_at")))))
    clashes: QuerySet[Any, Any] = Identifier.objects.filter(strong, Exists(earlier), person__in=people.values("pk"))
    found: QuerySet[Any, Any] = clashes.annotate(
        other_id=Subquery(earlier.order_by("person_id").values("person_id")[:1])
    )
    return found


def _told_apart(own: str, other: Any) -> QuerySet[Pair]:
    between = Q(one_id=OuterRef(own), other_id=other) | Q(other_id=OuterRef(own), one_id=other)
    return Pair.objects.filter(between, kind="different", withdrawn_at__isnull=True)


def same_name_and_birth(within: Q) -> QuerySet[Any, Any]:
    """People whose shown name and whole date of birth an earlier record has as well, unless told apart."""
    born = BirthDate.objects.filter(
        person_id=OuterRef("pk"), withdrawn_at__isnull=True, precision="day", born_on__in=_births_of_outer()
    )
    earlier = Person.objects.filter(within, sort_key=OuterRef("sort_key"), pk__lt=OuterRef("pk")).filter(
        Exists(born), ~Exists(_told_apart("pk", OuterRef(OuterRef("pk"))))
    )
    people: QuerySet[Any, Any] = Person.objects.filter(within, Exists(earlier))
    found: QuerySet[Any, Any] = people.annotate(other_id=Subquery(earlier.order_by("pk").values("pk")[:1]))
    return found


def _births_of_outer() -> QuerySet[BirthDate, Any]:
    """Dates of birth of the person two queries out."""
    return BirthDate.objects.filter(
        person_id=OuterRef(OuterRef(OuterRef("pk"))), withdrawn_at__isnull=True, precision="day"
    ).values("born_on")


def possible_pairs(within: Q, limit: int = 100) -> list[PossiblePair]:
    """Pairs to be compared, those that share a strong number first: two statements. To be called inside a question."""
    clashes = number_clashes(within).order_by("recorded_at", "pk").values_list("other_id", "person_id", "kind")[:limit]
    alike = same_name_and_birth(within).order_by("pk").values_list("other_id", "pk")[:limit]
    found: dict[tuple[int, int], PossiblePair] = {}
    for one, other, kind in clashes:
        found.setdefault((one, other), PossiblePair(one, other, f"Same {IdentifierKind(kind).wording}", STRONG))
    for one, other in alike:
        found.setdefault((one, other), PossiblePair(one, other, "Same name and date of birth", FAIR))
    return list(found.values())[:limit]


@dataclass(frozen=True, slots=True)
class Column:
    """What one agency says on one record: the values of each field as stored."""

    reference: str
    agency_id: int
    names: tuple[str, ...] = ()
    births: tuple[tuple[Any, str], ...] = ()
    numbers: tuple[tuple[str, str], ...] = ()
    addresses: tuple[str, ...] = ()
    phones: tuple[str, ...] = ()
    sex: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two records: a column for each agency of each, and how they agree field by field."""

    columns: tuple[Column, ...]
    fields: tuple[FieldComparison, ...]


@question
def compare(*, one: Person, other: Person, by: Pass, beside: Pass) -> Comparison:
    """Two records side by side, each as far as the reader sees it: ``by`` is the pass for ``one``, ``beside`` for ``other``."""
    rows = [_facts_of(one, by), _facts_of(other, beside)]
    columns = [column for person, facts in zip((one, other), rows, strict=True) for column in _columns(person, facts)]
    facts = [_person_facts(person, found) for person, found in zip((one, other), rows, strict=True)]
    return Comparison(tuple(columns), compare_people(*facts))


@question
def compare_told(*, told: PersonFacts, said: Column, other: Person, by: Pass) -> Comparison:
    """What a row of a file tells of someone beside a record, as far as the reader sees it: ``by`` is the record's pass."""
    found = _facts_of(other, by)
    return Comparison((said, *_columns(other, found)), compare_people(told, _person_facts(other, found)))


Facts = dict[str, list[Any]]


def _facts_of(person: Person, by: Pass) -> Facts:
    by.demand_person(person.pk, DataClass.IDENTITY)

    def rows(model: Any, open_class: DataClass, **more: Any) -> list[Any]:
        owners = by.sees.get(open_class, frozenset())
        found = model.objects.standing().filter(person=person, agency_id__in=owners, **more)
        return list(found.exclude(pk__in=sorted(by.hidden.get(model._meta.label, ()))).order_by("said_at", "pk"))

    return {
        "name": rows(Name, DataClass.IDENTITY),
        "birth": rows(BirthDate, DataClass.IDENTITY),
        "number": rows(Identifier, DataClass.IDENTITY),
        "address": rows(Address, DataClass.CONTACT_DETAILS, data_class=DataClass.CONTACT_DETAILS),
        "phone": rows(ContactDetail, DataClass.CONTACT_DETAILS),
        "sex": rows(Equality, DataClass.EQUALITY, kind=EqualityKind.SEX),
    }


def _columns(person: Person, facts: Facts) -> Iterable[Column]:
    agencies = dict.fromkeys(row.agency_id for rows in facts.values() for row in rows)
    for agency in agencies:
        own: dict[str, list[Any]] = defaultdict(list)
        for field, rows in facts.items():
            own[field] = [row for row in rows if row.agency_id == agency]
        yield Column(
            reference=person.reference,
            agency_id=agency,
            names=tuple(f"{row.given} {row.family}".strip() for row in own["name"]),
            births=tuple((row.born_on, row.precision) for row in own["birth"]),
            numbers=tuple((row.kind, row.value or row.raw) for row in own["number"]),
            addresses=tuple(_address(row) for row in own["address"]),
            phones=tuple(row.value for row in own["phone"] if row.digits_reversed),
            sex=tuple(row.value for row in own["sex"]),
        )


def _address(row: Address) -> str:
    return ", ".join(part for part in (*row.lines.splitlines(), row.postcode) if part) or "No fixed address"


def _person_facts(person: Person, facts: Facts) -> PersonFacts:
    born = facts["birth"][-1] if facts["birth"] else None
    sex = next((Sex(row.value) for row in reversed(facts["sex"]) if row.value in dict(Sex.choices())), None)
    return PersonFacts(
        key=person.reference,
        names=tuple(PersonName(row.given, row.family, NameKind(row.kind)) for row in facts["name"]),
        born=birth_part(born.born_on, born.precision) if born else None,
        sex=sex,
        identifiers=tuple(
            Number(IdentifierKind(row.kind), row.value, row.raw, is_well_formed=row.is_well_formed)
            for row in facts["number"]
        ),
        addresses=tuple(AddressFact(row.lines.split("\n")[0], row.postcode) for row in facts["address"] if row.lines),
        phones=tuple(row.value for row in facts["phone"] if row.digits_reversed),
    )


@dataclass(frozen=True, slots=True)
class MergeShown:
    """One joining of records as its page tells it."""

    merge: Merge
    kept_reference: str
    lost_reference: str
    rows: int

    @property
    def at(self) -> datetime:
        """When the records were joined."""
        return self.merge.at


@question
def merges_of(*, person: Person, by: Pass) -> Sequence[MergeShown]:
    """Records that were joined into this one and not parted since, the last first. ``by`` is the person's pass."""
    by.demand_person(person.pk, DataClass.IDENTITY)
    rows = Merge.objects.filter(kept=person, undone_at__isnull=True).select_related("kept", "lost").order_by("-pk")
    return [
        MergeShown(row, row.kept.reference, row.lost.reference, MergeMove.objects.filter(merge=row).count())
        for row in rows
    ]
