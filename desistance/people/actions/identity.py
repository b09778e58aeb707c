"""Adding people and stating what an agency says of them. Facts are never edited: they are withdrawn and said again."""

import secrets
from datetime import date, datetime, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import IntegrityError, transaction
from django.db.models import Q

from desistance.audit.deeds import deed
from desistance.audit.terms import Category
from desistance.foundation.actions import Word
from desistance.foundation.calendar import local_date
from desistance.foundation.decisions import Refused
from desistance.foundation.passes import Pass
from desistance.foundation.terms import DataClass
from desistance.people.actions._writing import _demand_writing, _keep_sort_key, _state, _withdraw
from desistance.people.models import Address, BirthDate, ContactDetail, Equality, Identifier, Name, Person
from desistance.people.rules.facts import (
    LONGEST_NUMBER,
    ONE_ANSWER,
    is_always_confidential,
    may_state_address,
    may_state_birth_date,
    may_state_equality,
    may_state_name,
    may_state_safety,
)
from desistance.people.rules.identifiers import read_identifier
from desistance.people.rules.keys import ending_key, name_keys, person_sort_key, phone_ending_key
from desistance.people.rules.phones import phone_key
from desistance.people.rules.postcodes import read_postcode
from desistance.people.rules.references import REFERENCES_POSSIBLE, make_reference, read_reference
from desistance.people.terms import PHONE_KINDS, AddressKind, IdentifierKind, NameKind, SafeContact

TRIES = 20
"""Of 28 million references few are taken, so a second draw is rare and a twentieth means that something else is wrong."""
MAIN_SPELLS = (AddressKind.MAIN, AddressKind.NO_FIXED)


@deed("person.add", Category.COLLECTION)
def add_person(
    *,
    by: Pass,
    at: datetime,
    given: str,
    family: str,
    born_on: date | None = None,
    precision: str = "day",
    source: str = "staff",
    source_reference: str = "",
    said_at: datetime | None = None,
    reference: str | None = None,
) -> Person:
    """Add a person with a name and, if known, a date of birth; the reference is drawn at random.

    A new person has no tie: whoever calls this opens an involvement in the same transaction, or nobody will find them.
    ``reference`` is given only when a demonstration is loaded. Nothing is compared with people on record: that is asked
    before, and a number that two people share becomes a steward's duty, so that adding never tells of a hidden person.
    Raises :class:`Refused` on a name without a letter or a date of birth that cannot be one.
    """
    given, family = " ".join(given.split()), " ".join(family.split())
    may_state_name(given, family).demand("given")
    if born_on is not None:
        may_state_birth_date(born_on, precision, local_date(at)).demand("born_on")
    word = Word(by, at, source, source_reference, said_at)
    person = _new_person(person_sort_key(given, family), by, at, reference)
    keys = name_keys(given, family)
    Name.objects.create(
        person=person,
        kind=NameKind.CURRENT,
        given=given,
        family=family,
        folded=keys.folded,
        sounds=list(keys.sounds),
        **word.columns,
    )
    if born_on is not None:
        BirthDate.objects.create(person=person, born_on=born_on, precision=precision, **word.columns)
    return person


def _new_person(sort_key: str, by: Pass, at: datetime, reference: str | None) -> Person:
    if reference is not None and read_reference(reference) != reference:
        raise ValueError(f"{reference} is not a well-formed reference")
    for _ in range(TRIES):
        drawn = reference or make_reference(secrets.randbelow(REFERENCES_POSSIBLE))
        try:
            with transaction.atomic():
                return Person.objects.create(
                    reference=drawn, sort_key=sort_key, created_at=at, changed_at=at, changed_by=by.staff
                )
        except IntegrityError:
            if reference is not None:
                raise
    raise RuntimeError(f"No free reference in {TRIES} draws: the random source is broken")


@deed("person.change")
def state_name(
    *,
    person: Person,
    kind: str,
    given: str,
    family: str,
    by: Pass,
    at: datetime,
    source: str = "staff",
    source_reference: str = "",
    said_at: datetime | None = None,
    is_correction: bool = False,
) -> Name:
    """State a name. A new current name makes the agency's last one a previous name, unless it only corrects it."""
    _demand_writing(person, DataClass.IDENTITY, by, at)
    given, family = " ".join(given.split()), " ".join(family.split())
    may_state_name(given, family).demand("given")
    word = Word(by, at, source, source_reference, said_at)
    name = _state(Name, person, word, _keys_of(given, family), kind=NameKind(kind), given=given, family=family)
    if kind in (NameKind.CURRENT, NameKind.LIKED):
        earlier = Name.objects.standing().filter(person=person, agency_id=by.agency, kind=kind).exclude(pk=name.pk)
        for old in earlier:
            _withdraw([old], by, at)
            if kind == NameKind.CURRENT and not is_correction:
                keys = {"folded": old.folded, "sounds": old.sounds}
                _state(Name, person, word, keys, kind=NameKind.PREVIOUS, given=old.given, family=old.family)
    _keep_sort_key(person)
    return name


def _keys_of(given: str, family: str) -> dict[str, Any]:
    keys = name_keys(given, family)
    return {"folded": keys.folded, "sounds": list(keys.sounds)}


@deed("person.change")
def state_birth_date(
    *,
    person: Person,
    born_on: date,
    by: Pass,
    at: datetime,
    precision: str = "day",
    source: str = "staff",
    source_reference: str = "",
    said_at: datetime | None = None,
) -> BirthDate:
    """State a date of birth, or as much as is known; it takes the place of the one this agency said before."""
    _demand_writing(person, DataClass.IDENTITY, by, at)
    may_state_birth_date(born_on, precision, local_date(at)).demand("born_on")
    word = Word(by, at, source, source_reference, said_at)
    born = _state(BirthDate, person, word, born_on=born_on, precision=precision)
    _withdraw(BirthDate.objects.standing().filter(person=person, agency_id=by.agency).exclude(pk=born.pk), by, at)
    return born


@deed("person.change")
def state_identifier(
    *,
    person: Person,
    kind: str,
    text: str,
    by: Pass,
    at: datetime,
    source: str = "staff",
    source_reference: str = "",
    said_at: datetime | None = None,
) -> Identifier:
    """State an identity number. One that is not well formed is kept as written, with ``why_not`` in words.

    Raises :class:`Refused` only when there is nothing to keep or far too much of it.
    """
    _demand_writing(person, DataClass.IDENTITY, by, at)
    same, keys = _number_columns(kind, text, local_date(at))
    return _state(Identifier, person, Word(by, at, source, source_reference, said_at), keys, **same)


def _number_columns(kind: str, text: str, on: date) -> tuple[dict[str, Any], dict[str, Any]]:
    """A number's columns: those by which it is the same number, and those that follow."""
    read = read_identifier(IdentifierKind(kind), text, on)
    if not text.strip() or len(text) > LONGEST_NUMBER:
        raise Refused(read.why_not or f"{read.kind.wording} must be {LONGEST_NUMBER} characters or fewer", field="text")
    keys: dict[str, Any] = {
        "compact_reversed": ending_key(read.value or text)[:LONGEST_NUMBER],
        "why_not": read.why_not,
    }
    same: dict[str, Any] = {"kind": read.kind, "value": read.value, "is_well_formed": read.is_well_formed}
    return (same, {**keys, "raw": text}) if read.is_well_formed else ({**same, "raw": text}, keys)


@deed("person.change")
def state_address(
    *,
    person: Person,
    kind: str,
    by: Pass,
    at: datetime,
    lines: str = "",
    postcode: str = "",
    from_on: date | None = None,
    until_on: date | None = None,
    is_confidential: bool = False,
    source: str = "staff",
    source_reference: str = "",
    said_at: datetime | None = None,
) -> Address:
    """State a spell at an address, or of no fixed address. The agency's own main spell before it ends the day before.

    Raises :class:`Refused` (field ``postcode``, ``lines``, ``until_on``) on what cannot be an address, and when the agency has
    already said where the person lived after ``from_on``.
    """
    confidential = is_confidential or is_always_confidential(kind)
    data_class = DataClass.CONFIDENTIAL_ADDRESS if confidential else DataClass.CONTACT_DETAILS
    _demand_writing(person, data_class, by, at)
    may_state_address(kind, lines, from_on, until_on).demand("lines")
    code = read_postcode(postcode) if postcode.strip() else None
    if code is not None and not code.is_well_formed:
        raise Refused(code.why_not, field="postcode")
    word = Word(by, at, source, source_reference, said_at)
    values: dict[str, Any] = {
        "kind": kind,
        "lines": "\n".join(line.strip() for line in lines.splitlines() if line.strip()),
        "postcode": code.value if code else "",
        "data_class": data_class,
        "until_on": until_on,
    }
    if kind in MAIN_SPELLS:
        from_on = _end_earlier_spells(person, word, from_on, until_on, values)
    return _state(Address, person, word, from_on=from_on, **values)


def _end_earlier_spells(
    person: Person, word: Word, from_on: date | None, until_on: date | None, values: dict[str, Any]
) -> date | None:
    """Close the agency's own main spells that overlap; gives the day from which the new one counts."""
    spells = Address.objects.standing().filter(person=person, agency_id=word.by.agency, kind__in=MAIN_SPELLS)
    spells = spells.filter(Q(until_on__isnull=True) | Q(until_on__gt=from_on) if from_on else Q())
    overlapping = list(spells.filter(Q(from_on__isnull=True) | Q(from_on__lt=until_on)) if until_on else spells)
    for spell in overlapping:
        if from_on is None and all(getattr(spell, name) == value for name, value in values.items()):
            already: date | None = spell.from_on
            return already
    begins = from_on or (word.said_on if overlapping else None)
    for spell in overlapping:
        if begins is None or (spell.from_on or date.min) > begins:
            since = f"{spell.from_on:%-d %B %Y}" if spell.from_on else "an earlier day"
            raise Refused(
                f"Your agency already says where this person has lived since {since}. Withdraw that first, or enter date to",
                field="from_on",
            )
    for spell in overlapping:
        is_same = spell.from_on == begins and all(getattr(spell, name) == value for name, value in values.items())
        if not is_same:
            _end_spell(spell, person, word, begins)
    return begins


def _end_spell(spell: Address, person: Person, word: Word, begins: date | None) -> None:
    """Withdraw a spell and say it again with its end; one that began the same day was a mistake and only goes."""
    _withdraw([spell], word.by, word.at)
    if begins is not None and spell.from_on != begins:
        _state(
            Address,
            person,
            word,
            kind=spell.kind,
            lines=spell.lines,
            postcode=spell.postcode,
            data_class=spell.data_class,
            from_on=spell.from_on,
            until_on=begins - timedelta(days=1),
        )


@deed("person.change")
def state_contact_detail(
    *,
    person: Person,
    kind: str,
    text: str,
    by: Pass,
    at: datetime,
    safe: str = SafeContact.NOT_ASKED,
    safe_times: str = "",
    source: str = "staff",
    source_reference: str = "",
    said_at: datetime | None = None,
) -> ContactDetail:
    """State a telephone number or email address and whether it is safe to use; a new word on its safety replaces the old."""
    _demand_writing(person, DataClass.CONTACT_DETAILS, by, at)
    value = _phone(text) if kind in PHONE_KINDS else _email(text)
    may_state_safety(safe, safe_times).demand("safe")
    word = Word(by, at, source, source_reference, said_at)
    keys = {"digits_reversed": phone_ending_key(value) if kind in PHONE_KINDS else ""}
    stated = _state(ContactDetail, person, word, keys, kind=kind, value=value, safe=safe, safe_times=safe_times.strip())
    earlier = ContactDetail.objects.standing().filter(person=person, agency_id=by.agency, kind=kind, value=value)
    _withdraw(earlier.exclude(pk=stated.pk), by, at)
    return stated


def _phone(text: str) -> str:
    found = phone_key(text)
    if found is None:
        raise Refused("Phone number must be like 07700 900321 or 0191 498 0000", field="text")
    return found


def _email(text: str) -> str:
    try:
        validate_email(text.strip())
    except ValidationError as fault:
        raise Refused("Email address must be like name@example.com", field="text") from fault
    return text.strip()


@deed("person.change")
def state_equality(
    *,
    person: Person,
    kind: str,
    value: str,
    by: Pass,
    at: datetime,
    source: str = "staff",
    source_reference: str = "",
    said_at: datetime | None = None,
) -> Equality:
    """State one thing a person told about who they are or what they need, or why there is no answer."""
    _demand_writing(person, DataClass.EQUALITY, by, at)
    may_state_equality(kind, value).demand("value")
    word = Word(by, at, source, source_reference, said_at)
    stated = _state(Equality, person, word, kind=kind, value=value.strip())
    if kind in ONE_ANSWER:
        earlier = Equality.objects.standing().filter(person=person, agency_id=by.agency, kind=kind)
        _withdraw(earlier.exclude(pk=stated.pk), by, at)
    return stated
