"""What the banner says of a person: name, birth date, numbers, addresses and phone, as far as the reader may see them."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import CharField, DateField, F, Q, QuerySet, Value
from django.db.models.functions import Cast

from desistance.audit.deeds import question
from desistance.foundation.compiled import rows_of
from desistance.foundation.passes import Pass
from desistance.foundation.reading import note_all
from desistance.foundation.terms import DataClass
from desistance.people.models import Address, BirthDate, Choice, ContactDetail, Identifier, Name
from desistance.people.terms import AddressKind, IdentifierKind, NameKind

SHOWN_NUMBERS = (IdentifierKind.CRN, IdentifierKind.PNC, IdentifierKind.NOMS)
"""The numbers that workers of several agencies go by; the others stand on the details page."""


@dataclass(frozen=True, slots=True)
class NumberShown:
    """An identity number or phone number as held; the page masks it until it is asked for."""

    fact_id: int
    kind: str
    value: str


@dataclass(frozen=True, slots=True)
class AddressShown:
    """One agency's word on where the person lives, or that they have no fixed address, and since when."""

    lines: str
    postcode: str
    from_on: date | None
    agency: str
    said_at: datetime
    is_no_fixed: bool
    is_confidential: bool


@dataclass(frozen=True, slots=True)
class BannerFacts:
    """The facts of the banner. An empty name, date or list means that nothing is on record that this reader may see."""

    name: str
    liked_name: str
    born_on: date | None
    birth_precision: str
    numbers: tuple[NumberShown, ...]
    phone: NumberShown | None
    addresses: tuple[AddressShown, ...]

    @property
    def address(self) -> AddressShown | None:
        """The address to show first; the others differ from it."""
        return self.addresses[0] if self.addresses else None


@dataclass(frozen=True, slots=True)
class _Row:
    what: str
    id: int
    kind: str
    first: str
    second: str
    on: date | None
    agency: str
    said_at: datetime
    data_class: str


@question
def banner_facts(*, person_id: int, by: Pass, on: date) -> BannerFacts:
    """Everything the banner shows, in one statement.

    Where agencies disagree, a choice that someone made decides which fact is shown; without one, the newest word.
    """
    rows = [_Row(*row) for row in rows_of(_all_arms, by=by, shape=(on,), person_id=person_id)]
    for data_class in {row.data_class for row in rows if row.data_class}:
        note_all([person_id], data_class)
    return _facts(rows)


def _all_arms(by: Pass, on: date, person_id: int) -> QuerySet[Any, Any]:
    arms = _arms(person_id, by, on)
    return arms[0].union(*arms[1:], all=True)


def _arms(person_id: int, by: Pass, on: date) -> list[QuerySet[Any, Any]]:
    none = Cast(Value(None), DateField())
    empty = Value("", output_field=CharField())
    then = (Q(from_on__isnull=True) | Q(from_on__lte=on)) & (Q(until_on__isnull=True) | Q(until_on__gte=on))

    def standing(model: Any, seen: Q, *columns: Any) -> Any:
        rows = model.objects.standing().filter(seen, person_id=person_id)
        rows = rows.exclude(pk__in=sorted(by.hidden.get(model._meta.label, ())))
        return rows.values_list(Value(model.__name__), "id", *columns[:4], "agency__short_name", "said_at", columns[4])

    def owned(data_class: DataClass) -> Q:
        return Q(agency_id__in=by.sees.get(data_class, frozenset()))

    identity = Value(DataClass.IDENTITY.value, output_field=CharField())
    contact = Value(DataClass.CONTACT_DETAILS.value, output_field=CharField())
    by_class = Q(data_class=DataClass.CONTACT_DETAILS) & owned(DataClass.CONTACT_DETAILS)
    by_class |= Q(data_class=DataClass.CONFIDENTIAL_ADDRESS) & owned(DataClass.CONFIDENTIAL_ADDRESS)
    lives = then & Q(kind__in=[AddressKind.MAIN, AddressKind.NO_FIXED])
    of_identity = owned(DataClass.IDENTITY)
    numbers = Q(kind__in=SHOWN_NUMBERS, is_well_formed=True) & of_identity
    chosen = Choice.objects.filter(person_id=person_id).values_list(
        Value("Choice"), "fact_id", "kind", empty, empty, none, empty, "at", empty
    )
    return [
        standing(Name, of_identity, F("kind"), F("given"), F("family"), F("from_on"), identity),
        standing(BirthDate, of_identity, F("precision"), empty, empty, F("born_on"), identity),
        standing(Identifier, numbers, F("kind"), F("value"), empty, none, identity),
        standing(ContactDetail, owned(DataClass.CONTACT_DETAILS), F("kind"), F("value"), empty, none, contact),
        standing(Address, by_class & lives, F("kind"), F("lines"), F("postcode"), F("from_on"), F("data_class")),
        chosen,
    ]


def _facts(rows: Iterable[_Row]) -> BannerFacts:
    found: dict[str, list[_Row]] = defaultdict(list)
    for row in sorted(rows, key=lambda row: (row.said_at, row.id), reverse=True):
        found[row.what].append(row)
    chosen = _chosen(found["Choice"])

    def first(candidates: Iterable[_Row]) -> _Row | None:
        ranked = list(candidates)
        return next((row for row in ranked if row.id in chosen.get(row.what, ())), ranked[0] if ranked else None)

    name = first(row for row in found["Name"] if row.kind == NameKind.CURRENT) or first(found["Name"])
    liked = first(row for row in found["Name"] if row.kind == NameKind.LIKED)
    born = first(found["BirthDate"])
    by_kind = {kind: first(row for row in found["Identifier"] if row.kind == kind) for kind in SHOWN_NUMBERS}
    phone = first(row for row in found["ContactDetail"] if row.kind != "email")
    shown_address = first(found["Address"])
    return BannerFacts(
        name=_full(name),
        liked_name=_full(liked),
        born_on=born.on if born else None,
        birth_precision=born.kind if born else "day",
        numbers=tuple(NumberShown(row.id, kind.value, row.first) for kind, row in by_kind.items() if row),
        phone=NumberShown(phone.id, phone.kind, phone.first) if phone else None,
        addresses=_addresses(found["Address"], shown_address),
    )


def _chosen(choices: list[_Row]) -> dict[str, set[int]]:
    """The newest choice of each kind of fact; the kinds are the models' names in lower case with underscores."""
    models = {"name": "Name", "birth_date": "BirthDate", "identifier": "Identifier", "address": "Address"}
    newest: dict[str, set[int]] = {}
    for choice in choices:
        newest.setdefault(models.get(choice.kind, choice.kind), {choice.id})
    return newest


def _full(name: _Row | None) -> str:
    return f"{name.first} {name.second}".strip() if name else ""


def _addresses(rows: list[_Row], shown: _Row | None) -> tuple[AddressShown, ...]:
    """The shown address first, then each other place that an agency names, newest word first; one line a place."""
    ordered = sorted(rows, key=lambda row: row is not shown)
    places: dict[tuple[str, str, str], AddressShown] = {}
    for row in ordered:
        place = (row.kind, row.first.casefold(), row.second)
        places.setdefault(
            place,
            AddressShown(
                lines=row.first,
                postcode=row.second,
                from_on=row.on,
                agency=row.agency,
                said_at=row.said_at,
                is_no_fixed=row.kind == AddressKind.NO_FIXED,
                is_confidential=row.data_class == DataClass.CONFIDENTIAL_ADDRESS,
            ),
        )
    return tuple(places.values())
