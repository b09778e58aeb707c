"""What can be done with an arrest: record it, correct it, withdraw it. Nothing is overwritten."""

from datetime import datetime
from typing import Any

from desistance.audit.deeds import deed
from desistance.audit.terms import Category
from desistance.foundation.decisions import Decision, allowed, refused
from desistance.foundation.passes import Pass
from desistance.foundation.rows import Source
from desistance.foundation.terms import DataClass
from desistance.history.models import Arrest
from desistance.history.rules.arrests import ArrestFacts, may_change, may_record, offence_in_words
from desistance.history.rules.offence_codes import CodeStanding, read_offence_code
from desistance.people.models import Person


@deed("arrest.record", Category.COLLECTION)
def record_arrest(
    *,
    person: Person,
    facts: ArrestFacts,
    by: Pass,
    at: datetime,
    source: str = Source.STAFF,
    source_reference: str = "",
) -> Arrest:
    """Record an arrest that the acting agency made, with where it came from.

    Raises :class:`Refused` when it cannot have happened so, and when the agency's custody number is already on record;
    :class:`NotFound` when the pass is not for this person. A job that acts for a force holds no open record and writes what its
    feed says.
    """
    if by.role != "system":
        by.demand_person(person.pk, DataClass.OFFENDING, writing=True)
    may_record(facts, at).demand("custody_number")
    _number_is_free(facts, by).demand("custody_number")
    return Arrest.objects.create(
        person=person,
        agency_id=by.agency,
        source=source,
        source_reference=source_reference,
        said_at=at,
        recorded_at=at,
        recorded_by=by.staff,
        **_columns(facts),
    )


@deed("arrest.change")
def correct_arrest(*, arrest: Arrest, facts: ArrestFacts, reason: str, by: Pass, at: datetime) -> Arrest:
    """Put a corrected arrest beside the one it corrects, which is withdrawn at the same moment and stays readable."""
    _withdraw(arrest, reason, by, at)
    may_record(facts, at).demand("custody_number")
    _number_is_free(facts, by).demand("custody_number")
    return Arrest.objects.create(
        person_id=arrest.person_id,
        agency_id=by.agency,
        source=Source.STAFF,
        source_reference=arrest.source_reference,
        said_at=at,
        recorded_at=at,
        recorded_by=by.staff,
        corrects=arrest,
        **_columns(facts),
    )


@deed("arrest.change")
def withdraw_arrest(*, arrest: Arrest, reason: str, by: Pass, at: datetime) -> Arrest:
    """Withdraw an arrest that should not have been recorded; it no longer stands, and the reason stays with it."""
    _withdraw(arrest, reason, by, at)
    return arrest


def _withdraw(arrest: Arrest, reason: str, by: Pass, at: datetime) -> None:
    by.demand_person(arrest.person_id, DataClass.OFFENDING, writing=True)
    standing = Arrest.objects.select_for_update().get(pk=arrest.pk)
    is_standing = standing.withdrawn_at is None
    may_change(is_ours=arrest.agency_id == by.agency, is_standing=is_standing, reason=reason).demand("reason")
    told = {"withdrawn_at": at, "withdrawn_by": by.staff, "reason": reason.strip()}
    Arrest.objects.filter(pk=arrest.pk).update(**told)
    for name, value in told.items():
        setattr(arrest, name, value)


def _number_is_free(facts: ArrestFacts, by: Pass) -> Decision:
    number = facts.custody_number.strip()
    if Arrest.objects.standing().filter(agency_id=by.agency, custody_number=number).exists():
        return refused(f"Custody number {number} is already on record. Correct that arrest instead.")
    return allowed()


def _columns(facts: ArrestFacts) -> dict[str, Any]:
    reading = read_offence_code(facts.offence_code) if facts.offence_code else None
    return {
        "at": facts.arrested_at,
        "is_time_known": facts.is_time_known,
        "custody_number": facts.custody_number.strip(),
        "offence_code": reading.code if reading else "",
        "is_code_listed": reading.standing is CodeStanding.LISTED if reading else None,
        "offence_words": offence_in_words(facts),
        "offence_on": facts.offence_on,
        "force": facts.force,
        "custody_suite": facts.custody_suite,
        "outcome": facts.outcome,
    }
