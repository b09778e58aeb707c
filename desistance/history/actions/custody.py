"""What can be done with a time in custody: record it, tell it anew when it ends, withdraw it."""

from dataclasses import asdict
from datetime import datetime

from desistance.audit.deeds import deed
from desistance.audit.terms import Category
from desistance.foundation.actions import Word
from desistance.foundation.calendar import day_begins, local_date
from desistance.foundation.passes import Pass
from desistance.foundation.rows import Source
from desistance.foundation.terms import DataClass
from desistance.history.actions._writing import (
    _demand_none,
    _first_day_of_birth,
    _nothing_leans_on,
    _withdraw,
)
from desistance.history.models import CustodySpell
from desistance.history.rules.custody import (
    CustodyFacts,
    facts_of,
    may_begin,
    may_tell_anew,
    told_anew,
    troubles_of_custody,
)
from desistance.people.models import Person

WHAT = "time in custody"
TOLD_ANEW = "Told anew"


@deed("custody.record", Category.COLLECTION)
def record_custody(
    *,
    person: Person,
    facts: CustodyFacts,
    by: Pass,
    at: datetime,
    source: str = Source.STAFF,
    source_reference: str = "",
    said_at: datetime | None = None,
) -> CustodySpell:
    """Record a time in custody as the acting agency says it; a later word (the release) takes the place of the standing one.

    The standing row, found by person, agency, kind and date of reception, is withdrawn and said again with what is new; what
    the later word leaves empty stays. Raises :class:`Refused` with the field to mend when it cannot have been so, when it is on
    record already or as ended, and when it overlaps another of its kind; :class:`NotFound` when the pass is not for this person.
    """
    by.demand_person(person.pk, DataClass.OFFENDING, writing=True)
    own = CustodySpell.objects.standing().filter(person=person, agency_id=by.agency, kind=facts.kind)
    spells = list(own.select_for_update())
    standing = next((spell for spell in spells if spell.from_on == facts.from_on), None)
    if standing is not None:
        may_tell_anew(facts_of(standing), facts).demand("from_on")
        facts = told_anew(facts_of(standing), facts)
    _demand_none(troubles_of_custody(facts, local_date(at), _first_day_of_birth(person.pk)))
    may_begin(facts, [facts_of(spell) for spell in spells]).demand("from_on")
    if standing is not None:
        _withdraw(standing, TOLD_ANEW, by, at, WHAT)
    word = Word(by, at, source, source_reference, said_at)
    return CustodySpell.objects.create(
        person=person, began_at=day_begins(facts.from_on), **asdict(facts), **word.columns
    )


@deed("custody.change")
def withdraw_custody(*, spell: CustodySpell, reason: str, by: Pass, at: datetime) -> CustodySpell:
    """Withdraw a time in custody that should not have been recorded; the reason stays with it.

    Raises :class:`Refused` when something else was recorded because of it.
    """
    _withdraw(spell, reason, by, at, WHAT)
    _nothing_leans_on(spell, own=frozenset(), what=WHAT).demand("reason")
    return spell
