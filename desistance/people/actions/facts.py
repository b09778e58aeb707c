"""Withdrawing what was said, and choosing which of several words is shown."""

from datetime import datetime
from typing import Any

from desistance.audit.deeds import deed
from desistance.foundation.decisions import NotFound, Refused
from desistance.foundation.passes import Pass
from desistance.foundation.terms import DataClass
from desistance.people.actions._writing import _demand_writing, _keep_sort_key, _names_on_record, _withdraw
from desistance.people.models import (
    Address,
    BirthDate,
    Choice,
    ContactDetail,
    Equality,
    Identifier,
    Name,
    Person,
    PersonFact,
)
from desistance.people.rules.facts import may_withdraw

KINDS: dict[str, type[PersonFact]] = {
    "name": Name,
    "birth_date": BirthDate,
    "identifier": Identifier,
    "address": Address,
    "contact_detail": ContactDetail,
    "equality": Equality,
}
"""The kinds of fact as a choice and an address of a page name them."""
CHOSEN = frozenset({"name", "birth_date", "identifier", "address"})
"""Facts of which one is shown: the others all stand on the details page."""


def _class_of(fact: PersonFact) -> DataClass:
    kind = type(fact).data_class_of
    return kind if isinstance(kind, DataClass) else DataClass(getattr(fact, kind))


def _fact(person: Person, kind: str, fact_id: int, by: Pass) -> PersonFact:
    """The fact, or NotFound: missing, another person's, hidden from the reader's agency, or of a class that they do not see."""
    model: Any = KINDS.get(kind)
    fact: PersonFact | None = model.objects.filter(pk=fact_id, person=person).first() if model else None
    if fact is None or (by.role != "system" and not _is_seen(fact, by)):
        raise NotFound()
    return fact


def _is_seen(fact: PersonFact, by: Pass) -> bool:
    return by.may_see(_class_of(fact), fact.agency_id) and fact.pk not in by.hidden.get(fact._meta.label, ())


@deed("person.change")
def withdraw_fact(*, person: Person, kind: str, fact_id: int, by: Pass, at: datetime) -> PersonFact:
    """Withdraw one fact (``kind`` as in KINDS): its own agency's worker may, and information governance for identity.

    It stays readable to the question what was on record on a day. Raises :class:`NotFound` for a fact of somebody else's and
    :class:`Refused` for one already withdrawn, another agency's, or the last name.
    """
    fact = _fact(person, kind, fact_id, by)
    _demand_writing(person, _class_of(fact), by, at)
    is_last_name = kind == "name" and fact.withdrawn_at is None and len(_names_on_record(person.pk)) == 1
    may_withdraw(
        is_ours=fact.agency_id == by.agency,
        is_steward=by.holds("person.merge"),
        stands=fact.withdrawn_at is None,
        is_last_name=is_last_name,
    ).demand()
    _withdraw([fact], by, at)
    if kind == "name":
        _keep_sort_key(person)
    return fact


@deed("person.change")
def choose_fact(*, person: Person, kind: str, fact_id: int, by: Pass, at: datetime, reason: str = "") -> Choice:
    """Choose which of several standing names, dates of birth, numbers or addresses is shown; the others stay on record.

    Raises :class:`NotFound` for a fact the reader does not see, :class:`Refused` for one that was withdrawn.
    """
    fact = _fact(person, kind, fact_id, by)
    _demand_writing(person, DataClass.IDENTITY, by, at)
    if kind not in CHOSEN:
        raise Refused("All of these are shown, so there is nothing to choose", field="fact_id")
    if fact.withdrawn_at is not None:
        raise Refused("This has been withdrawn. Choose another", field="fact_id")
    choice = Choice.objects.create(
        person=person, kind=kind, fact_id=fact.pk, by_staff=by.staff, at=at, reason=reason.strip()
    )
    if kind == "name":
        _keep_sort_key(person)
    return choice
