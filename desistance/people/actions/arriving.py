"""Adding many people at once, as a partner's file tells of them: the same rows as one by one, in a handful of statements."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction

from desistance.audit.deeds import deed
from desistance.audit.terms import Category
from desistance.foundation.actions import Word
from desistance.foundation.calendar import local_date
from desistance.foundation.decisions import Refused
from desistance.foundation.passes import Pass
from desistance.foundation.terms import DataClass
from desistance.people.actions.identity import TRIES, _keys_of, _number_columns
from desistance.people.models import Address, BirthDate, Equality, Identifier, Name, Person
from desistance.people.rules.facts import may_state_address, may_state_birth_date, may_state_name
from desistance.people.rules.keys import person_sort_key
from desistance.people.rules.postcodes import read_postcode
from desistance.people.rules.references import REFERENCES_POSSIBLE, make_reference
from desistance.people.terms import AddressKind, EqualityKind, NameKind


@dataclass(frozen=True, slots=True)
class Arriving:
    """Someone new: a name, what else is known, and from where it is. ``numbers`` are (kind, text) pairs."""

    given: str
    family: str
    source_reference: str
    born_on: date | None = None
    precision: str = "day"
    numbers: tuple[tuple[str, str], ...] = ()
    lines: str = ""
    postcode: str = ""
    sex: str = ""


@deed("person.add", Category.COLLECTION)
def add_people(*, arriving: Sequence[Arriving], source: str, by: Pass, at: datetime) -> list[Person]:
    """Add people with their names, dates of birth, numbers, addresses and sex, in the order given; references are random.

    As with one person nothing is compared with those on record, and whoever calls this opens an involvement for each. Raises
    :class:`Refused` on a name, date, number or address that cannot stand; then nobody is added.
    """
    facts = [_Facts(one, Word(by, at, source, one.source_reference, None)) for one in arriving]
    rows = [(one.name, one.birth, one.numbers, one.address) for one in facts]
    people = _new_people([person_sort_key(name["given"], name["family"]) for name, *_ in rows], by, at)
    told = list(zip(people, facts, rows, strict=True))
    Name.objects.bulk_create(Name(person=person, **one.word.columns, **name) for person, one, (name, *_) in told)
    BirthDate.objects.bulk_create(
        BirthDate(person=person, **one.word.columns, **birth) for person, one, (_, birth, *_) in told if birth
    )
    Identifier.objects.bulk_create(
        Identifier(person=person, **one.word.columns, **number)
        for person, one, (_, _, numbers, _) in told
        for number in numbers
    )
    Address.objects.bulk_create(
        Address(person=person, **one.word.columns, **address) for person, one, (*_, address) in told if address
    )
    Equality.objects.bulk_create(
        Equality(person=person, **one.word.columns, kind=EqualityKind.SEX, value=one.told.sex)
        for person, one, _ in told
        if one.told.sex
    )
    return people


@dataclass(frozen=True, slots=True)
class _Facts:
    """The columns of what is said of one person, each demanded by its rule."""

    told: Arriving
    word: Word

    @property
    def name(self) -> dict[str, Any]:
        given, family = " ".join(self.told.given.split()), " ".join(self.told.family.split())
        may_state_name(given, family).demand("given")
        return {"kind": NameKind.CURRENT, "given": given, "family": family, **_keys_of(given, family)}

    @property
    def birth(self) -> dict[str, Any]:
        if self.told.born_on is None:
            return {}
        may_state_birth_date(self.told.born_on, self.told.precision, local_date(self.word.at)).demand("born_on")
        return {"born_on": self.told.born_on, "precision": self.told.precision}

    @property
    def numbers(self) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = []
        for kind, text in self.told.numbers:
            same, keys = _number_columns(kind, text, local_date(self.word.at))
            found.append({**same, **keys})
        return found

    @property
    def address(self) -> dict[str, Any]:
        if not self.told.lines and not self.told.postcode:
            return {}
        may_state_address(AddressKind.MAIN, self.told.lines, None, None).demand("lines")
        code = read_postcode(self.told.postcode) if self.told.postcode.strip() else None
        if code is not None and not code.is_well_formed:
            raise Refused(code.why_not, field="postcode")
        lines = "\n".join(line.strip() for line in self.told.lines.splitlines() if line.strip())
        kind: dict[str, Any] = {"kind": AddressKind.MAIN, "data_class": DataClass.CONTACT_DETAILS}
        return {**kind, "lines": lines, "postcode": code.value if code else ""}


def _new_people(sort_keys: Sequence[str], by: Pass, at: datetime) -> list[Person]:
    for _ in range(TRIES):
        people = [
            Person(reference=reference, sort_key=key, created_at=at, changed_at=at, changed_by=by.staff)
            for reference, key in zip(_free_references(len(sort_keys)), sort_keys, strict=True)
        ]
        try:
            with transaction.atomic():
                return Person.objects.bulk_create(people)
        except IntegrityError:  # someone else drew one of them at the same moment
            continue
    raise RuntimeError(f"No free references in {TRIES} draws: the random source is broken")


def _free_references(count: int) -> list[str]:
    free: set[str] = set()
    for _ in range(TRIES):
        drawn = {make_reference(secrets.randbelow(REFERENCES_POSSIBLE)) for _ in range(count - len(free))}
        free |= drawn - set(Person.objects.filter(reference__in=drawn).values_list("reference", flat=True))
        if len(free) == count:
            return list(free)
    raise RuntimeError(f"No free references in {TRIES} draws: the random source is broken")
