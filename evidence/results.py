"""What every result can do, whatever was asked: say what it is of, print itself cleared, and be written as JSON and as a report.

A result holds what was worked out about people and prints only what may leave: its table, its JSON, its report and what a
notebook shows of it are cleared figures, and so is `n`. `unprotected()` gives the same with true counts, and every print says so.
"""

from __future__ import annotations

import json
from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Protocol

from evidence import pages
from evidence.definitions import Defined, Period
from evidence.disclosure import HIDDEN, Cleared, Unprotected
from evidence.trouble import Trouble

Count = int | str  # a number of people as it may be shown: rounded, or hidden


class Prints(Protocol):
    """What can be printed in every form."""

    def table(self) -> str:
        """For a reader."""

    def to_json(self) -> str:
        """For a program."""

    def to_html(self) -> str:
        """As a page that stands alone."""


class Result(ABC):
    """One result. What prints is cleared; fields are for working with and hold true figures."""

    @property
    @abstractmethod
    def title(self) -> str:
        """What was asked, of whom and when."""

    @property
    @abstractmethod
    def n(self) -> Count:
        """How many people, or records, it is about, as that may be shown."""

    @property
    @abstractmethod
    def definition(self) -> Defined:
        """How it was worked out."""

    @property
    @abstractmethod
    def cohort(self) -> str:
        """Who is in it."""

    @property
    @abstractmethod
    def period(self) -> Period | None:
        """The days that it is about; nothing where the data do not say."""

    @abstractmethod
    def as_dict(self) -> dict[str, object]:
        """What was found, by name, for a program."""

    @abstractmethod
    def table(self) -> str:
        """What was found, for a reader."""

    @abstractmethod
    def parts(self) -> list[str]:
        """The parts of its page."""

    @abstractmethod
    def unprotected(self) -> Prints:
        """The same with true counts, marked as such on every print."""

    def about(self) -> dict[str, object]:
        """What stands on every print: of whom, how many, when and by which definition."""
        return {
            "title": self.title,
            "n": self.n,
            "cohort": self.cohort,
            "period": {"first": str(self.period.first), "last": str(self.period.last)} if self.period else None,
            "definition": self.definition.stated,
        }

    def facts(self, **more: object) -> str:
        """What it is of, as its page says it under the title."""
        return pages.facts({key: value for key, value in self.about().items() if key != "title"} | more)

    def to_json(self) -> str:
        """Everything as JSON."""
        return json.dumps(self.about() | self.as_dict(), indent=1, ensure_ascii=False) + "\n"

    def to_html(self) -> str:
        """The report: a page that stands alone. Every number in it is in the JSON."""
        return pages.page(self.title, self.parts())

    def report(self, path: str | Path) -> Path:
        """Write the report into a file."""
        written = Path(path)
        written.write_text(self.to_html(), encoding="utf-8")
        return written

    def __repr__(self) -> str:
        try:
            return self.table()
        except Trouble as trouble:
            return str(trouble)

    def _repr_html_(self) -> str:
        try:
            return "".join(self.parts())
        except Trouble as trouble:
            return pages.paragraphs([str(trouble)])


class TableResult(Result):
    """A result that is one table of counts and rates, such as rates."""

    @abstractmethod
    def cleared(self) -> Cleared:
        """The table as it may be published."""

    @abstractmethod
    def unprotected(self) -> Unprotected:
        """The table with true counts, marked as such on every print."""

    def as_dict(self) -> dict[str, object]:
        """The cleared rows with what a reader must know beside them."""
        return self.cleared().as_dict()

    def table(self) -> str:
        """The cleared table for a reader."""
        return self.cleared().table()

    def to_csv(self) -> str:
        """The cleared rows as CSV."""
        return self.cleared().to_csv()

    def to_ods(self) -> bytes:
        """The cleared rows as an accessible OpenDocument spreadsheet."""
        return self.cleared().to_ods()

    def parts(self) -> list[str]:
        """What it is of, then the table."""
        return [self.facts(definition=self.definition.name), *self.cleared().parts()]


def added(shown: Sequence[Count]) -> Count:
    """Counts as they are shown, added up: nothing more is told than they tell; hidden where one of them is."""
    known = [one for one in shown if isinstance(one, int)]
    return sum(known) if len(known) == len(shown) else HIDDEN


def count_in(row: Mapping[str, object], name: str) -> Count:
    """A count from a row that went through the gate."""
    found = row[name]
    return found if isinstance(found, int) else str(found)
