"""What the rows of a batch say of the people themselves: new people all at once, and of the others only what is new."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction

from desistance.foundation.decisions import Refused
from desistance.ingest.actions._told import _Word
from desistance.ingest.models import ImportRow
from desistance.ingest.rules.rows import PersonTold
from desistance.people.actions.arriving import Arriving, add_people
from desistance.people.actions.identity import (
    state_address,
    state_birth_date,
    state_equality,
    state_identifier,
    state_name,
)
from desistance.people.actions.pairs import mark_different
from desistance.people.models import Address, BirthDate, Equality, Identifier, Name, Person
from desistance.people.rules.dates import Precision
from desistance.people.rules.facts import may_state_address
from desistance.people.terms import AddressKind, EqualityKind, NameKind

Saying = tuple[ImportRow, PersonTold]


@dataclass
class _Said:
    """What the sender says already of people on record, read once for a batch. Whoever is written about leaves it."""

    people: set[int]
    facts: dict[type[Any], dict[int, set[tuple[Any, ...]]]] = field(default_factory=dict)

    @classmethod
    def of(cls, people: Iterable[int], word: _Word) -> "_Said":
        """The standing facts of these people that are the sender's own word. One statement for each kind."""
        said = cls(set(people))
        for model, columns in (
            (Name, ("given", "family")),
            (BirthDate, ("born_on", "precision")),
            (Identifier, ("kind", "raw")),
            (Address, ("kind", "lines", "postcode", "until_on")),
            (Equality, ("kind", "value")),
        ):
            found = said.facts.setdefault(model, defaultdict(set))
            rows = model.objects.standing().filter(person__in=said.people, agency_id=word.by.agency)
            for person, *values in rows.values_list("person", *columns):
                found[person].add(tuple(values))
        return said

    def says(self, model: type[Any], person: Person, *values: Any, only: bool = False) -> bool:
        """Whether the sender is known to say exactly this of the person, and with ``only`` nothing else."""
        found = self.facts[model][person.pk] if person.pk in self.people else set()
        return found == {values} if only else values in found


def _add_new(saying: Sequence[Saying], word: _Word) -> list[Person]:
    """Add the people whom these rows tell of, and note on the row why an address was not taken: it must not keep anything out."""
    return add_people(arriving=[_arriving(row, told, word) for row, told in saying], **word.of_all) if saying else []


def _arriving(row: ImportRow, told: PersonTold, word: _Word) -> Arriving:
    born = told.born if told.born and told.born.earliest else None
    is_taken = _address_is_taken(row, told)
    return Arriving(
        given=told.given,
        family=told.family,
        source_reference=word.reference(row),
        born_on=born.earliest if born else None,
        precision=(born.precision if born else Precision.DAY).value,
        numbers=tuple((number.kind, number.raw) for number in told.numbers),
        lines=told.address if is_taken else "",
        postcode=told.postcode if is_taken else "",
        sex=told.sex.value if told.sex else "",
    )


def _address_is_taken(row: ImportRow, told: PersonTold) -> bool:
    if not told.address and not told.postcode:
        return False
    decision = may_state_address(AddressKind.MAIN, told.address, None, None)
    if not decision.is_allowed:
        _warn(row, decision.words)
    return decision.is_allowed


def _warn(row: ImportRow, words: str) -> None:
    row.warning = f"{row.warning} The address was not taken. {words}.".strip()


def _state_of(person: Person, row: ImportRow, told: PersonTold, said: _Said, word: _Word) -> None:
    """State what the sender has not said of someone on record: a name beside others, its newest date of birth, numbers, place."""
    wrote = _state_name(person, row, told, said, word)
    born = told.born
    if born and born.earliest and not said.says(BirthDate, person, born.earliest, born.precision.value, only=True):
        precision = born.precision.value
        state_birth_date(person=person, born_on=born.earliest, precision=precision, **word.of(row))
        wrote = True
    for number in told.numbers:
        if not said.says(Identifier, person, number.kind, number.raw):
            state_identifier(person=person, kind=number.kind, text=number.raw, **word.of(row))
            wrote = True
    if told.sex and not said.says(Equality, person, EqualityKind.SEX, told.sex.value):
        state_equality(person=person, kind=EqualityKind.SEX, value=told.sex.value, **word.of(row))
        wrote = True
    wrote |= _state_where(person, row, told, said, word)
    if wrote:
        said.people.discard(person.pk)


def _state_name(person: Person, row: ImportRow, told: PersonTold, said: _Said, word: _Word) -> bool:
    if said.says(Name, person, told.given, told.family):
        return False
    ours = Name.objects.standing().filter(person=person, agency_id=word.by.agency)
    if ours.filter(given=told.given, family=told.family).exists():
        return False
    kind = NameKind.ALIAS if ours.exists() else NameKind.CURRENT
    state_name(person=person, kind=kind, given=told.given, family=told.family, **word.of(row))
    return True


def _state_where(person: Person, row: ImportRow, told: PersonTold, said: _Said, word: _Word) -> bool:
    """The address, if any. One that is refused is warned of: it must not keep an arrest out."""
    if not told.address and not told.postcode:
        return False
    if said.says(Address, person, AddressKind.MAIN, told.address, told.postcode, None):
        return False
    try:
        with transaction.atomic():
            state_address(
                person=person, kind=AddressKind.MAIN, lines=told.address, postcode=told.postcode, **word.of(row)
            )
    except Refused as no:
        _warn(row, no.words)
    return True


def _remember_apart(row: ImportRow, person: Person, word: _Word) -> None:
    """Those whom the row was told apart from are never proposed as one with its person again."""
    for other in Person.objects.filter(pk__in=row.apart_from, merged_into__isnull=True).exclude(pk=person.pk):
        with suppress(Refused), transaction.atomic():
            mark_different(one=person, other=other, reason=row.reason, **word.of(row))
