"""Everything that agencies say of who a person is, each with its source; words that differ stand together."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from desistance.audit.deeds import question
from desistance.foundation.passes import Pass
from desistance.foundation.rows import Source
from desistance.foundation.terms import DataClass
from desistance.people.models import Address, BirthDate, Choice, ContactDetail, Equality, Identifier, Name, PersonFact
from desistance.people.rules.facts import NameOnRecord, answer_words, birth_part, shown_name
from desistance.people.terms import (
    AddressKind,
    ContactDetailKind,
    EqualityKind,
    IdentifierKind,
    NameKind,
    SafeContact,
)

CHOSEN_BETWEEN = ("name", "birth_date", "address")


@dataclass(frozen=True, slots=True)
class FactShown:
    """One standing fact as the details page shows it. ``number_kind`` is set for what stays covered until asked for."""

    kind: str
    id: int
    label: str
    value: str
    agency_id: int
    said_at: datetime
    source: str
    from_on: date | None = None
    until_on: date | None = None
    note: str = ""
    number_kind: str = ""
    is_ours: bool = False
    is_shown: bool = False
    is_confidential: bool = False
    may_be_chosen: bool = False


@dataclass(frozen=True, slots=True)
class Details:
    """Facts by the side navigation's sections, in its order."""

    names: tuple[FactShown, ...]
    births: tuple[FactShown, ...]
    numbers: tuple[FactShown, ...]
    addresses: tuple[FactShown, ...]
    contact: tuple[FactShown, ...]
    equality: tuple[FactShown, ...]


@question
def details(*, person_id: int, by: Pass) -> Details:
    """All standing facts that the reader may see: seven statements, however many there are."""
    by.demand_person(person_id, DataClass.IDENTITY)
    found = {model: list(_seen(model, person_id, by)) for model in _MODELS}
    chosen = _chosen(person_id)
    shown = _shown_ids(found, chosen)
    made = {model: tuple(_fact(row, by, shown, rows) for row in rows) for model, rows in found.items()}
    return Details(*(made[model] for model in _MODELS))


_MODELS: tuple[type[PersonFact], ...] = (Name, BirthDate, Identifier, Address, ContactDetail, Equality)


def _seen(model: Any, person_id: int, by: Pass) -> Iterator[Any]:
    classes = [model.data_class_of] if isinstance(model.data_class_of, DataClass) else [
        DataClass.CONTACT_DETAILS, DataClass.CONFIDENTIAL_ADDRESS
    ]  # fmt: skip
    rows = (
        model.objects.standing()
        .filter(person_id=person_id)
        .exclude(pk__in=sorted(by.hidden.get(model._meta.label, ())))
    )
    owners = frozenset().union(*(by.sees.get(kind, frozenset()) for kind in classes))
    for row in rows.filter(agency_id__in=owners).order_by(
        "kind" if model not in (BirthDate,) else "born_on", "-said_at", "pk"
    ):
        if len(classes) == 1 or row.agency_id in by.sees.get(DataClass(row.data_class), frozenset()):
            yield row


def _chosen(person_id: int) -> dict[str, int]:
    rows = Choice.objects.filter(person_id=person_id).order_by("at", "pk")
    return {row.kind: row.fact_id for row in rows}


def _shown_ids(
    found: Mapping[type[PersonFact], list[Any]], chosen: Mapping[str, int]
) -> set[tuple[type[PersonFact], int]]:
    names = [NameOnRecord(row.pk, row.kind, row.given, row.family, row.said_at) for row in found[Name]]
    name = shown_name(names, [chosen["name"]] if "name" in chosen else [])
    shown: set[tuple[type[PersonFact], int]] = {(Name, name.id)} if name else set()
    main = [
        row for row in found[Address] if row.kind in (AddressKind.MAIN, AddressKind.NO_FIXED) and row.until_on is None
    ]
    for model, rows, kind in ((BirthDate, found[BirthDate], "birth_date"), (Address, main, "address")):
        newest = sorted(rows, key=lambda row: (row.said_at, row.pk), reverse=True)
        first = next((row for row in newest if row.pk == chosen.get(kind)), newest[0] if newest else None)
        shown |= {(model, first.pk)} if first else set()
    return shown


def _fact(row: Any, by: Pass, shown: set[tuple[type[PersonFact], int]], siblings: list[Any]) -> FactShown:
    kind, words = _WORDS[type(row)]
    label, value, more = words(row)
    others = sum(1 for one in siblings if getattr(one, "kind", "") == getattr(row, "kind", "")) > 1
    return FactShown(
        kind=kind,
        id=row.pk,
        label=label,
        value=value,
        agency_id=row.agency_id,
        said_at=row.said_at,
        source=Source(row.source).label,
        from_on=row.from_on,
        until_on=row.until_on,
        is_ours=row.agency_id == by.agency,
        is_shown=(type(row), row.pk) in shown,
        may_be_chosen=kind in CHOSEN_BETWEEN and others and getattr(row, "kind", "current") in _CHOOSABLE,
        **more,
    )


_CHOOSABLE = frozenset({NameKind.CURRENT, AddressKind.MAIN, AddressKind.NO_FIXED, "current"})
_Words = tuple[str, str, dict[str, Any]]


def _name_words(row: Name) -> _Words:
    return NameKind(row.kind).wording, f"{row.given} {row.family}".strip(), {}


def _birth_words(row: BirthDate) -> _Words:
    return "Date of birth", birth_part(row.born_on, row.precision).words, {}


def _number_words(row: Identifier) -> _Words:
    note = "" if row.is_well_formed else f"Kept as written. {row.why_not}"
    return IdentifierKind(row.kind).wording, row.value or row.raw, {"number_kind": row.kind, "note": note}


def _address_words(row: Address) -> _Words:
    lines = ", ".join(part for part in (*row.lines.splitlines(), row.postcode) if part)
    confidential = row.data_class == DataClass.CONFIDENTIAL_ADDRESS
    note = "Confidential: only your agency sees it" if confidential else ""
    return AddressKind(row.kind).wording, lines or "No fixed address", {"is_confidential": confidential, "note": note}


def _contact_words(row: ContactDetail) -> _Words:
    safe = SafeContact(row.safe).wording
    note = f"{safe}: {row.safe_times}" if row.safe_times else safe
    return (
        ContactDetailKind(row.kind).wording,
        row.value,
        {"note": note, "number_kind": "phone" if row.digits_reversed else ""},
    )


def _equality_words(row: Equality) -> _Words:
    return EqualityKind(row.kind).wording, answer_words(row.kind, row.value), {}


_WORDS: dict[type[Any], tuple[str, Any]] = {
    Name: ("name", _name_words),
    BirthDate: ("birth_date", _birth_words),
    Identifier: ("identifier", _number_words),
    Address: ("address", _address_words),
    ContactDetail: ("contact_detail", _contact_words),
    Equality: ("equality", _equality_words),
}
