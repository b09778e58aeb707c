"""Questions about hours: one ledger with its lines, and one line to put right."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Sum

from desistance.access.models import Involvement
from desistance.access.queries.scope import entries_seen
from desistance.audit.deeds import question
from desistance.casework.models import HoursLine
from desistance.casework.queries.alerts import name_of
from desistance.casework.rules.hours import Ledger, ledger
from desistance.casework.terms import HoursKind
from desistance.foundation.calendar import local_date
from desistance.foundation.decisions import NotFound
from desistance.foundation.passes import Pass
from desistance.foundation.reading import note_all
from desistance.foundation.terms import DataClass

LABEL = "casework.HoursLine"
MOST_LINES = 400


@dataclass(frozen=True, slots=True)
class LineShown:
    """One line with who wrote it."""

    line: Any
    author: str
    is_ours: bool

    @property
    def id(self) -> int:
        """The line's id."""
        return int(self.line.pk)

    @property
    def kind_words(self) -> str:
        """What it is."""
        return HoursKind(self.line.kind).label


@dataclass(frozen=True, slots=True)
class LedgerShown:
    """A ledger and its lines that stand, newest first."""

    ledger: Ledger
    lines: tuple[LineShown, ...]


def ledger_from(sums: Mapping[str, int], work: Any, by: Pass, *, ordered: int | None, due_on: date | None) -> Ledger:
    """The ledger of one work from its sums by kind."""
    from_on = local_date(work.from_at)
    return ledger(sums.items(), ordered=ordered, from_on=from_on, due_on=due_on, on=local_date(by.at))


@question
def ledger_of(
    involvement: Involvement, *, by: Pass, ordered: int | None = None, due_on: date | None = None
) -> LedgerShown:
    """The hours of one work with the person whose record is open, as far as the reader may see them. One statement.

    ``ordered`` are the minutes that must be done and ``due_on`` by when, as the caller knows them (an order, a contract);
    without them nothing is said to remain. Raises :class:`NotFound` for another person's work.
    """
    if involvement.person_id != by.person:
        raise NotFound()
    seen = HoursLine.objects.standing().filter(entries_seen(by, LABEL), involvement=involvement)
    rows = list(seen.annotate(author=name_of("recorded_by")).order_by("-worked_on", "-id"))
    sums: dict[str, int] = {}
    for row in rows:
        sums[row.kind] = sums.get(row.kind, 0) + row.minutes
    lines = tuple(LineShown(row, row.author, row.agency_id == by.agency) for row in rows[:MOST_LINES])
    return LedgerShown(ledger_from(sums, involvement, by, ordered=ordered, due_on=due_on), lines)


def sums_of(by: Pass) -> dict[int, dict[str, int]]:
    """Minutes by work and kind of the person whose record is open. One statement; to be called inside a question."""
    seen = HoursLine.objects.standing().filter(entries_seen(by, LABEL)).order_by()
    found: dict[int, dict[str, int]] = {}
    columns = seen.values_list("involvement_id", "kind", "data_class").annotate(total=Sum("minutes"))
    for work, kind, data_class, total in columns:
        note_all([by.person], DataClass(data_class))
        found.setdefault(work, {})[kind] = total
    return found


@question
def own_line(line: int, *, by: Pass) -> LineShown:
    """A line by the reader's own agency about the person whose record is open. Raises :class:`NotFound` for any other."""
    rows = HoursLine.objects.filter(entries_seen(by, LABEL), pk=line, agency_id=by.agency)
    found = rows.select_related("involvement").annotate(author=name_of("recorded_by")).first()
    if found is None:
        raise NotFound()
    return LineShown(found, found.author, True)
