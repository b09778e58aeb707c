"""Questions about imports: the files an agency sent, how many rows came to what, and what is wrong with those that wait."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, Max, Min

from desistance.audit.deeds import question
from desistance.foundation.decisions import NotFound
from desistance.foundation.passes import Pass
from desistance.ingest.models import Import, ImportRow
from desistance.ingest.terms import ProblemKind

A_PAGE = 25


@dataclass(frozen=True, slots=True)
class Tally:
    """How many rows of a file stand in each state. They add up to ``rows``."""

    ready: int = 0
    held: int = 0
    possible: int = 0
    loaded: int = 0
    skipped: int = 0
    undone: int = 0

    @property
    def rows(self) -> int:
        """All rows that were read so far."""
        return self.ready + self.held + self.possible + self.loaded + self.skipped + self.undone

    @property
    def waiting(self) -> int:
        """Rows that wait for someone."""
        return self.held + self.possible

    @property
    def to_load(self) -> int:
        """Rows that are loaded or will be: the whole of the progress bar."""
        return self.ready + self.loaded


@dataclass(frozen=True, slots=True)
class ImportShown:
    """One import with its tally."""

    record: Import
    tally: Tally


@dataclass(frozen=True, slots=True)
class ProblemGroup:
    """Held rows with one problem: how many, how the group is called, and its first rows. Names no value of any row."""

    kind: str
    words: str
    rows: int
    first_line: int
    last_line: int


@question
def imports_of(*, by: Pass, before: int | None = None, limit: int = A_PAGE) -> Sequence[ImportShown]:
    """The files that the reader's own agency sent, newest first, after the keyset position ``before`` (an import's id)."""
    by.demand("import.view")
    records = Import.objects.filter(agency_id=by.agency).select_related("uploader")
    if before is not None:
        records = records.filter(id__lt=before)
    page = list(records.order_by("-id")[:limit])
    tallies = _tallies([record.pk for record in page])
    return [ImportShown(record, tallies.get(record.pk, Tally())) for record in page]


@question
def import_shown(number: int, *, by: Pass) -> ImportShown:
    """One import of the reader's own agency. Raises :class:`NotFound` for another agency's, as for one that is not there."""
    by.demand("import.view")
    record = Import.objects.filter(pk=number, agency_id=by.agency).select_related("uploader", "agency").first()
    if record is None:
        raise NotFound()
    return ImportShown(record, _tallies([record.pk]).get(record.pk, Tally()))


@question
def problem_groups(record: Import, *, by: Pass) -> Sequence[ProblemGroup]:
    """What is wrong with the held rows of one import, the commonest problem first."""
    by.demand("import.view")
    held = ImportRow.objects.filter(imported=record, imported__agency_id=by.agency, state="held")
    groups = held.values("problem").annotate(rows=Count("id"), first=Min("line"), last=Max("line"))
    found = [
        ProblemGroup(
            group["problem"], ProblemKind(group["problem"]).wording, group["rows"], group["first"], group["last"]
        )
        for group in groups
    ]
    return sorted(found, key=lambda group: (-group.rows, group.words))


@question
def suggestion_counts(record: Import, *, by: Pass) -> dict[str, int]:
    """How many held rows of one import have a suggestion of each kind."""
    by.demand("import.view")
    held = ImportRow.objects.filter(imported=record, imported__agency_id=by.agency, state="held").exclude(suggested="")
    return dict(held.values_list("suggested").annotate(Count("id")))


@question
def last_line_kept(record: Import, *, by: Pass) -> int:
    """The last line of a file that its check has kept; 0 before the first. Batches are kept in the order of the file."""
    by.demand("import.view")
    rows = ImportRow.objects.filter(imported=record, imported__agency_id=by.agency)
    return int(rows.aggregate(last=Max("line"))["last"] or 0)


def _tallies(numbers: Sequence[int]) -> dict[int, Tally]:
    counts: dict[int, dict[str, int]] = {}
    rows = ImportRow.objects.filter(imported__in=list(numbers)).values_list("imported", "state").annotate(Count("id"))
    for number, state, count in rows:
        counts.setdefault(number, {})[state] = count
    return {number: Tally(**states) for number, states in counts.items()}
