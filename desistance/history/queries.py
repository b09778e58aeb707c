"""Questions about what has happened."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from desistance.access.queries.scope import entries_seen
from desistance.audit.deeds import question
from desistance.foundation.passes import Pass
from desistance.foundation.reading import unseen
from desistance.history.models import Arrest, CustodySpell, Offence
from desistance.history.rules.custody import CustodyFacts, facts_of


@question
def arrests_of(person: int, *, by: Pass, limit: int = 50) -> Sequence[Arrest]:
    """The standing arrests of one person that the reader may see, newest first, each with who says so. One statement."""
    if by.person != person:
        return []
    found = Arrest.objects.standing().filter(entries_seen(by, "history.Arrest")).select_related("agency")
    return list(found.order_by("-at", "-id")[:limit])


@question
def custody_numbers_on_record(numbers: Iterable[str], *, by: Pass) -> frozenset[str]:
    """Which of these custody numbers the acting agency has already recorded: its own numbers, never another agency's."""
    standing = Arrest.objects.standing().filter(agency_id=by.agency, custody_number__in=list(numbers))
    return frozenset(standing.values_list("custody_number", flat=True))


@question
def conviction_numbers_on_record(numbers: Iterable[str], *, by: Pass) -> frozenset[str]:
    """Which of these offence numbers the acting agency has already recorded: its own numbers, never another agency's."""
    standing = Offence.objects.standing().filter(agency_id=by.agency, number__in=list(numbers))
    return frozenset(standing.values_list("number", flat=True))


SpellKey = tuple[int, str, date]


@question
def custody_on_record(people: Iterable[int], *, by: Pass) -> Mapping[SpellKey, CustodyFacts]:
    """What the acting agency has on record of these people's times in custody, by person, kind and date of reception.

    A file compares its rows with it: the same again changes nothing, a release ends the standing one.
    """
    with unseen("match candidates"):
        rows = CustodySpell.objects.standing().filter(agency_id=by.agency, person_id__in=list(people))
        return {(row.person_id, row.kind, row.from_on): facts_of(row) for row in rows}
