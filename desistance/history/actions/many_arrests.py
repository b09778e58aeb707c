"""Recording many arrests at once, as a force's file tells of them: the same rows as one by one, in two statements."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from desistance.audit.deeds import deed
from desistance.audit.terms import Category
from desistance.foundation.actions import Word
from desistance.foundation.decisions import refused
from desistance.foundation.passes import Pass
from desistance.foundation.terms import DataClass
from desistance.history.actions.arrests import _columns
from desistance.history.models import Arrest
from desistance.history.rules.arrests import ArrestFacts, may_record
from desistance.people.models import Person


@dataclass(frozen=True, slots=True)
class ArrestTold:
    """One arrest of a file: of whom, what is told of it, and from which row."""

    person: Person
    facts: ArrestFacts
    source_reference: str


@deed("arrest.record", Category.COLLECTION)
def record_arrests(*, arrests: Sequence[ArrestTold], source: str, by: Pass, at: datetime) -> list[Arrest]:
    """Record arrests that the acting agency made, in the order given, by the rules for one.

    Raises :class:`Refused` when one of them cannot have happened so, or when its custody number is on record or comes twice here;
    then none is recorded.
    """
    numbers = Counter(told.facts.custody_number.strip() for told in arrests)
    taken = {number for number, times in numbers.items() if times > 1}
    standing = Arrest.objects.standing().filter(agency_id=by.agency, custody_number__in=numbers)
    taken |= set(standing.values_list("custody_number", flat=True))
    for told in arrests:
        by.demand_person(told.person.pk, DataClass.OFFENDING, writing=True)
        may_record(told.facts, at).demand("custody_number")
        if (number := told.facts.custody_number.strip()) in taken:
            refused(f"Custody number {number} is already on record. Correct that arrest instead.").demand(
                "custody_number"
            )
    return Arrest.objects.bulk_create(
        Arrest(
            person=told.person,
            **Word(by, at, source, told.source_reference).columns,
            **_columns(told.facts),
        )
        for told in arrests
    )
