"""What can be done with an offence and its disposals: record them in one, correct them, withdraw them."""

from datetime import datetime
from typing import Any

from desistance.audit.deeds import deed
from desistance.audit.terms import Category
from desistance.foundation.actions import Word
from desistance.foundation.calendar import day_begins, local_date
from desistance.foundation.decisions import Decision, allowed, refused
from desistance.foundation.passes import Pass
from desistance.foundation.rows import Source
from desistance.foundation.terms import DataClass
from desistance.history.actions._writing import (
    _demand_none,
    _first_day_of_birth,
    _nothing_leans_on,
    _withdraw,
)
from desistance.history.models import Disposal, Offence
from desistance.history.rules.convictions import ConvictionFacts, main_disposal, troubles_of_conviction
from desistance.history.rules.offence_codes import read_code_of_either_kind
from desistance.people.models import Person

WHAT = "conviction"


@deed("conviction.record", Category.COLLECTION)
def record_conviction(
    *,
    person: Person,
    facts: ConvictionFacts,
    by: Pass,
    at: datetime,
    source: str = Source.STAFF,
    source_reference: str = "",
    said_at: datetime | None = None,
) -> Offence:
    """Record an offence with the ways in which it was dealt with, as the acting agency says.

    Raises :class:`Refused` with the field to mend when it cannot have been so, or when the agency's number for it is on record;
    :class:`NotFound` when the pass is not for this person.
    """
    by.demand_person(person.pk, DataClass.OFFENDING, writing=True)
    return _write(person.pk, facts, Word(by, at, source, source_reference, said_at))


@deed("conviction.change")
def correct_conviction(*, offence: Offence, facts: ConvictionFacts, reason: str, by: Pass, at: datetime) -> Offence:
    """Put a corrected offence, with its disposals, beside the one it corrects, which is withdrawn at the same moment."""
    _withdraw_both(offence, reason, by, at)
    word = Word(by, at, Source.STAFF, offence.source_reference)
    return _write(offence.person_id, facts, word, corrects=offence)


@deed("conviction.change")
def withdraw_conviction(*, offence: Offence, reason: str, by: Pass, at: datetime) -> Offence:
    """Withdraw an offence that should not have been recorded, with its disposals; the reason stays with it.

    Raises :class:`Refused` when something else (an order, a referral) was recorded because of it.
    """
    _withdraw_both(offence, reason, by, at)
    _nothing_leans_on(offence, own=frozenset({"disposal", "offence"}), what=WHAT).demand("reason")
    return offence


def _withdraw_both(offence: Offence, reason: str, by: Pass, at: datetime) -> None:
    _withdraw(offence, reason, by, at, WHAT)
    told = {"withdrawn_at": offence.withdrawn_at, "withdrawn_by": offence.withdrawn_by}
    Disposal.objects.standing().filter(offence=offence).update(**told)


def _write(person: int, facts: ConvictionFacts, word: Word, corrects: Offence | None = None) -> Offence:
    _demand_none(troubles_of_conviction(facts, local_date(word.at), _first_day_of_birth(person)))
    _number_is_free(facts, word.by).demand("number")
    happened_on = facts.committed_on or min(disposal.given_on for disposal in facts.disposals)
    offence = Offence.objects.create(
        person_id=person, at=day_begins(happened_on), corrects=corrects, **_columns(facts), **word.columns
    )
    main = main_disposal(facts.disposals)
    Disposal.objects.bulk_create(
        Disposal(
            person_id=person,
            offence=offence,
            at=day_begins(told.given_on),
            kind=told.kind,
            given_on=told.given_on,
            court=told.court.strip(),
            length_days=told.length_days,
            length_words=told.length_words.strip(),
            area=told.area,
            is_main=number == main,
            **word.columns,
        )
        for number, told in enumerate(facts.disposals)
    )
    return offence


def _columns(facts: ConvictionFacts) -> dict[str, Any]:
    reading = read_code_of_either_kind(facts.offence_code) if facts.offence_code else None
    words = facts.offence_words.strip() or (reading.title or f"Offence code {reading.code}" if reading else "")
    return {
        "number": facts.number.strip(),
        "offence_code": reading.code if reading else "",
        "offence_words": words,
        "committed_on": facts.committed_on,
        "committed_until": facts.committed_until,
    }


def _number_is_free(facts: ConvictionFacts, by: Pass) -> Decision:
    number = facts.number.strip()
    if Offence.objects.standing().filter(agency_id=by.agency, number=number).exists():
        return refused(f"Number {number} is already on record. Correct that conviction instead.")
    return allowed()
