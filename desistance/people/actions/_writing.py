"""How facts are written: who may, under whose word, and the keys that follow from them. For this room's actions only."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, TypeVar

from desistance.foundation.actions import Word
from desistance.foundation.passes import Pass
from desistance.foundation.terms import DataClass
from desistance.people.models import Choice, Name, Person, PersonFact
from desistance.people.rules.facts import NameOnRecord, shown_name
from desistance.people.rules.keys import person_sort_key

F = TypeVar("F", bound=PersonFact)


def _demand_writing(person: Person, data_class: DataClass, by: Pass, at: datetime) -> None:
    """Raise NotFound unless the pass lets its holder record this class of data about the person.

    A job or command that acts for an agency holds no open record and writes what its feed says. Whoever adds a person states
    the first facts in the same moment, before their agency's work ties them to the record.
    """
    is_arriving = person.created_at == at and person.changed_by == by.staff
    if not is_arriving:
        by.demand_person(person.pk, data_class, writing=True)


def _state(model: type[F], person: Person, word: Word, keys: dict[str, Any] | None = None, **values: Any) -> F:
    """The agency's standing fact with these values, or a new one: saying the same twice leaves one row."""
    rows: Any = model._default_manager
    same = rows.filter(person=person, agency_id=word.by.agency, withdrawn_at__isnull=True, **values).first()
    if same is not None:
        return same  # type: ignore[no-any-return]  # the manager is the model's own
    made: F = rows.create(person=person, **word.columns, **values, **(keys or {}))
    return made


def _withdraw(facts: Iterable[PersonFact], by: Pass, at: datetime) -> None:
    for fact in facts:
        model: Any = type(fact)
        moment = max(at, fact.recorded_at)
        model.objects.filter(pk=fact.pk, withdrawn_at__isnull=True).update(withdrawn_at=moment, withdrawn_by=by.staff)
        fact.withdrawn_at, fact.withdrawn_by = moment, by.staff


def _names_on_record(person: int) -> list[NameOnRecord]:
    rows = Name.objects.standing().filter(person_id=person)
    return [NameOnRecord(row.pk, row.kind, row.given, row.family, row.said_at) for row in rows]


def _keep_sort_key(person: Person) -> None:
    """Order the person by the name that is shown. The key follows from the facts, so it makes no new version."""
    chosen = Choice.objects.filter(person=person, kind="name").order_by("-at", "-pk").values_list("fact_id", flat=True)
    name = shown_name(_names_on_record(person.pk), list(chosen[:1]))
    key = person_sort_key(name.given, name.family) if name else ""
    if key and key != person.sort_key:
        Person.objects.filter(pk=person.pk).update(sort_key=key)
        person.sort_key = key
