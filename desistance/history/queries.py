"""Questions about what has happened."""

from collections.abc import Iterable, Sequence

from desistance.access.queries.scope import entries_seen
from desistance.audit.deeds import question
from desistance.foundation.passes import Pass
from desistance.history.models import Arrest


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
