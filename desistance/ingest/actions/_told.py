"""What every writer of a feed is handed: the rows of a batch with their people, and in whose name they are written."""

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from desistance.foundation.calendar import LOCAL
from desistance.foundation.passes import Pass
from desistance.foundation.rows import Source
from desistance.ingest.models import Import, ImportRow
from desistance.people.models import Person


@dataclass(frozen=True, slots=True)
class _Word:
    """Whose word the rows are and when they are taken in."""

    imported: Import
    by: Pass
    at: datetime

    def reference(self, row: ImportRow) -> str:
        """From which row of which import something is known."""
        return f"Import {self.imported.pk}, row {row.line}"

    def of(self, row: ImportRow) -> dict[str, Any]:
        """What every action on one row is told: who, when, and from where."""
        return {**self.of_all, "source_reference": self.reference(row)}

    @property
    def of_all(self) -> dict[str, Any]:
        """The same without a row, for actions that take many."""
        return {"by": self.by, "at": self.at, "source": Source.IMPORT.value}


@dataclass(frozen=True, slots=True)
class _Told:
    """One row of a batch, whom it is about, and what it says has happened."""

    row: ImportRow
    person: Person
    event: Any


@dataclass(frozen=True, slots=True)
class _Writer:
    """How the rows of one feed are written. ``write`` takes all rows of a batch, or one; when it raises Refused nothing stays.

    ``on_record`` says which of the feed's numbers the acting agency has recorded, and ``correct`` what to do about one that
    comes again with other facts; a feed whose rows may change from file to file needs neither.
    """

    write: Callable[[Sequence[_Told], _Word], None]
    on_record: Callable[[Iterable[str], Pass], Collection[str]] = lambda _numbers, _by: ()
    correct: str = ""


def _begins(day: date | None) -> datetime | None:
    """The first moment of a day, for a date that came without a time."""
    return datetime.combine(day, time(tzinfo=LOCAL)) if day else None
