"""One cell at a time: what it means, or what is wrong with it, where and how to mend it."""

import re
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Final

from desistance.foundation.calendar import LOCAL
from desistance.ingest.terms import LONGEST_CELL, NOT_KNOWN_WORDS, ProblemKind, SuggestionKind
from desistance.people.rules.dates import DatePart, Precision, birth_date_problem, read_date
from desistance.people.rules.identifiers import Identifier, read_identifier
from desistance.people.rules.postcodes import read_postcode
from desistance.people.terms import IdentifierKind, Sex

_TIME: Final = re.compile(r"[ T]+([0-9]{1,2})[:.]([0-9]{2})(?:[:.][0-9]{2}(?:\.[0-9]+)?)? ?(am|pm)?Z?$", re.IGNORECASE)
_FOUR_DIGITS: Final = re.compile(r"(?<![0-9])[0-9]{4}(?![0-9])|[0-9]{8}")
_SEXES: Final = {
    **dict.fromkeys(("m", "male", "man", "1"), Sex.MALE),
    **dict.fromkeys(("f", "female", "woman", "2"), Sex.FEMALE),
    **dict.fromkeys(("i", "indeterminate", "9"), Sex.INDETERMINATE),
}


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with a row: in which column, in words with the value as it came, and what it may have meant.

    ``suggested`` is the kind of suggestion and ``value`` the cell that it would make, both empty when nothing can be suggested.
    """

    kind: ProblemKind
    column: str
    words: str
    suggestion: str = ""
    suggested: str = ""
    value: str = ""

    @property
    def whole(self) -> str:
        """The words with the suggestion, as the file of held rows says it."""
        return f"{self.words} {self.suggestion}".strip()


@dataclass
class Findings:
    """What reading one row has found so far. A problem holds the row; a warning does not."""

    problems: list[Problem] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)

    def problem(self, kind: ProblemKind, column: str, words: str, suggestion: str = "") -> None:
        """Note a problem that holds the row."""
        self.problems.append(Problem(kind, column, words, suggestion))

    def misread_date(self, column: str, words: str, text: str, meant: DatePart, kind: SuggestionKind) -> None:
        """Note a date that is not written as it must be, with the date that it looks like."""
        value = f"{meant.as_date:%d/%m/%Y}" if meant.as_date and meant.precision is Precision.DAY else meant.words
        suggestion = f"{text} looks like {meant.words}."
        self.problems.append(Problem(ProblemKind.DATE, column, words, suggestion, str(kind), value))


@dataclass(frozen=True, slots=True)
class Moment:
    """When something happened, and whether the time of day was given."""

    at: datetime
    is_time_known: bool


def is_not_known(text: str) -> bool:
    """Whether the cell says, in a word, that nothing is known."""
    return text.casefold() in NOT_KNOWN_WORDS


def read_day(text: str, column: str, label: str, on: date, found: Findings) -> DatePart | None:
    """A date that says which day, month or year it means. A month-first date and a two-figure year are never guessed."""
    if is_not_known(text):
        found.problem(ProblemKind.DATE, column, f"{label} is “{text}”.", "Leave the cell empty if it is not known.")
        return None
    reading = read_date(text, on)
    if reading.part is None and reading.swapped is not None and reading.swapped.as_date is not None:
        words = f"{label} {text} is written month first."
        found.misread_date(column, words, text, reading.swapped, SuggestionKind.MONTH_FIRST)
        return None
    if reading.part is None or reading.part.year is None:
        why = reading.why_not or "The year is missing"
        found.problem(ProblemKind.DATE, column, f"{label} “{text}” is not understood. {why}.")
        return None
    if not _FOUR_DIGITS.search(text):
        words = f"{label} {text} has a year of two figures."
        found.misread_date(column, words, text, reading.part, SuggestionKind.TWO_FIGURES)
        return None
    return reading.part


def read_birth_date(text: str, on: date, found: Findings) -> DatePart | None:
    """A date of birth, whole or as far as it is known; an empty cell is not known and does not hold the row."""
    if not text:
        found.warnings.append("Date of birth is not given, so this person cannot be matched by it.")
        return None
    part = read_day(text, "date_of_birth", "Date of birth", on, found)
    if part is None:
        return None
    why_not = birth_date_problem(part, on)
    if why_not:
        found.problem(ProblemKind.DATE, "date_of_birth", f"{why_not}: {text}.")
        return None
    return part


def read_whole_day(text: str, column: str, label: str, on: date, found: Findings) -> date | None:
    """A date of which day, month and year are needed."""
    part = read_day(text, column, label, on, found)
    if part is None:
        return None
    if part.precision is not Precision.DAY:
        found.problem(ProblemKind.DATE, column, f"{label} {text} must have a day, a month and a year.")
        return None
    return part.as_date


def read_moment(text: str, column: str, label: str, on: date, found: Findings) -> Moment | None:
    """A date, with a time of day if one was given: local time, as custody systems write it."""
    clock = _TIME.search(text)
    day = read_whole_day(text[: clock.start()] if clock else text, column, label, on, found)
    if day is None:
        last = found.problems[-1]
        found.problems[-1] = replace(last, value=last.value + clock[0]) if clock and last.value else last
        return None
    hour, minute = (int(clock[1]), int(clock[2])) if clock else (0, 0)
    if clock and clock[3] and 1 <= hour <= 12:
        hour = hour % 12 + (12 if clock[3].lower() == "pm" else 0)
    if hour > 23 or minute > 59:
        found.problem(ProblemKind.DATE, column, f"{label} {text} has no such time of day. Times are like 14:20.")
        return None
    return Moment(datetime(day.year, day.month, day.day, hour, minute, tzinfo=LOCAL), clock is not None)


def read_numbers(cells: dict[IdentifierKind, str], on: date, found: Findings) -> tuple[Identifier, ...]:
    """Identity numbers, well formed or not: a number that is wrong is kept as it came, warned of, and never matched by."""
    numbers = tuple(read_identifier(kind, text, on) for kind, text in cells.items() if text and not is_not_known(text))
    for number in numbers:
        if not number.is_well_formed:
            found.warnings.append(f"{number.kind.wording} {number.raw} is kept as it came. {number.why_not}.")
    return numbers


def read_sex(text: str, found: Findings) -> Sex | None:
    """Sex as the file gives it; a word that is not understood is warned of and not used."""
    if not text or is_not_known(text):
        return None
    sex = _SEXES.get(text.casefold())
    if sex is None:
        found.warnings.append(f"Sex “{text}” is not understood, so it is not used.")
    return sex


def read_address(lines: str, postcode: str, found: Findings) -> tuple[str, str]:
    """An address and its postcode; a postcode that is not one stays with the lines, warned of."""
    if not postcode:
        return lines, ""
    reading = read_postcode(postcode)
    if reading.is_well_formed:
        return lines, reading.value
    found.warnings.append(f"Postcode {postcode} is kept with the address. {reading.why_not}.")
    return ", ".join(part for part in (lines, postcode) if part), ""


def lengths(cells: dict[str, str], limits: dict[str, int], found: Findings) -> None:
    """Hold a row with a cell longer than its column can keep: cutting it would lose text unseen."""
    for column, text in cells.items():
        most = limits.get(column, LONGEST_CELL)
        if len(text) > most:
            found.problem(
                ProblemKind.LENGTH, column, f"{column} has {len(text):,} characters and must have {most} or fewer."
            )
