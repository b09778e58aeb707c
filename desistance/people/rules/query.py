"""One search box, read: what each thing that was typed could mean.

Everything typed must hold (`parts` and `name` together), but one thing typed may mean several (a part's readings):
"kyle 24/6/98" asks for a name and a date; "321" for a phone number or an identity number that ends so.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

from desistance.people.rules.dates import MONTH_NAMES, DatePart, dates_to_try, read_date
from desistance.people.rules.identifiers import Identifier, recognise
from desistance.people.rules.name_matches import NameTerms, name_terms
from desistance.people.rules.phones import phone_ending, phone_key
from desistance.people.rules.postcodes import read_postcode_part
from desistance.people.rules.references import read_reference
from desistance.people.rules.typed_text import plain

LONGEST_QUERY: Final = 200
EMPTY_QUERY: Final = "Enter a name, date of birth or number"

_MONTH: Final = "(?:" + "|".join(rf"{name}|{name[:3]}|{name[:4]}" for name in MONTH_NAMES).lower() + r")(?![a-z])\.?"
_DAY: Final = r"[0-9]{1,2}(?:st|nd|rd|th)?"
_GAP: Final = r"[ \-/.,]*"

# Longest and surest shapes first; each takes its text out of the query before the next one looks.
_REFERENCE: Final = re.compile(r"(?<![\w/])p[ \-]?[0-9a-z]{4}[ \-]?[0-9a-z]{2}(?![\w/])", re.I)
_LABELLED: Final = re.compile(
    r"(?<!\w)(?:pnc|cro|asn|crn|noms|nomis|prison|nhs|custody)(?: (?:id|no\.?|number))? ?:? +(?=[^ ]*[0-9])"
    r"(?:[0-9]{3} [0-9]{3} [0-9]{4}|[^ ,]+)",
    re.I,
)
_NUMBER_WITH_SLASH: Final = re.compile(r"(?<![\w/])(?:sf)?[0-9][0-9a-z]*(?:/[0-9a-z]+)*/[0-9]+[a-z](?![\w/])", re.I)
_PHONE: Final = re.compile(r"(?<![\w/.])(?:\+|00|\(?0)[0-9()][0-9() ]{7,16}[0-9](?![\w/])")
_THREE_THREE_FOUR: Final = re.compile(r"(?<![\w/])[0-9]{3}[ \-][0-9]{3}[ \-][0-9]{4}(?![\w/])")
_DATE_SHAPES: Final = tuple(
    re.compile(rf"(?<![\w/]){shape}(?![\w/])", re.I)
    for shape in (
        r"[0-9]{4}([/.\-])[0-9]{1,2}\1[0-9]{1,2}",
        r"[0-9]{1,2}([/.\-])[0-9]{1,2}\1(?:[0-9]{4}|[0-9]{2})",
        r"[0-9]{1,2} [0-9]{1,2} (?:[0-9]{4}|[0-9]{2})",
        rf"{_DAY}{_GAP}(?:of )?{_MONTH}{_GAP}(?:[0-9]{{4}}|[0-9]{{2}})",
        rf"{_MONTH}{_GAP}{_DAY}{_GAP}[0-9]{{4}}",
        rf"{_MONTH}{_GAP}(?:[0-9]{{4}}|[0-9]{{2}})",
        rf"{_DAY}{_GAP}(?:of )?{_MONTH}",
        r"[0-9]{1,2}[/.\-](?:[0-9]{4}|[0-9]{1,2})",
        r"[0-9]{4}[/.\-][0-9]{1,2}",
    )
)
_BIRTH_WORDS: Final = re.compile(r"(?<!\w)(?:d\.?o\.?b\.?|date of birth|born(?: on| in)?)(?!\w):?", re.I)
_POSTCODE: Final = re.compile(
    r"(?<!\w)(?:[a-z]{1,2}[0-9][0-9a-z]? ?[0-9](?:[a-z]{2})?|[a-z]{1,2}[0-9]{1,2}|[a-z]{1,2}[0-9][a-z])(?!\w)",
    re.I,
)
# What pages and people put around part of a number: "****321", "...4K", "(321)".
_AROUND_A_NUMBER: Final = ".*\u2022:;()'\"#"
_WITH_DIGIT: Final = re.compile(r"(?<!\w)[^\s,]*[0-9][^\s,]*")


@dataclass(frozen=True, slots=True)
class QueryPart:
    """One thing that was typed and is not a name, with every reading it may have; any of them may hold."""

    raw: str
    reference: str = ""
    dates: tuple[DatePart, ...] = ()
    identifiers: tuple[Identifier, ...] = ()
    phone: str = ""
    postcode: str = ""


@dataclass(frozen=True, slots=True)
class Query:
    """What was typed into the search box. `problems` are words for the reader; they never stop the search."""

    raw: str
    name: NameTerms = field(default_factory=NameTerms)
    parts: tuple[QueryPart, ...] = ()
    problems: tuple[str, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to look for."""
        return not self.name.words and not self.parts

    @property
    def exact(self) -> QueryPart | None:
        """The part when the whole query is one reference or one whole identity number: finding it opens the record."""
        if self.name.words or len(self.parts) != 1:
            return None
        (part,) = self.parts
        return part if part.reference or any(found.is_well_formed for found in part.identifiers) else None

    @property
    def references(self) -> tuple[str, ...]:
        """Well-formed references."""
        return tuple(part.reference for part in self.parts if part.reference)

    @property
    def dates(self) -> tuple[DatePart, ...]:
        """Dates to try, of every part."""
        return tuple(date for part in self.parts for date in part.dates)

    @property
    def identifiers(self) -> tuple[Identifier, ...]:
        """Whole and part identity numbers."""
        return tuple(found for part in self.parts for found in part.identifiers)

    @property
    def phones(self) -> tuple[str, ...]:
        """Endings of phone numbers, digits only."""
        return tuple(part.phone for part in self.parts if part.phone)

    @property
    def postcodes(self) -> tuple[str, ...]:
        """Postcodes or their first parts."""
        return tuple(part.postcode for part in self.parts if part.postcode)


@dataclass(slots=True)
class _Reader:
    """The text still to be read and what was found in it so far."""

    rest: str
    on: datetime.date
    parts: list[QueryPart] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)

    def take(self, shape: re.Pattern[str], read: Callable[[str], QueryPart | None]) -> None:
        """Read every text of a shape; what could be read is taken out, and the rest stays for other shapes."""

        def replace(found: re.Match[str]) -> str:
            part = read(found[0])
            if part is None:
                return found[0]
            self.parts.append(part)
            return " "

        self.rest = shape.sub(replace, self.rest)

    def identifier(self, typed: str) -> QueryPart | None:
        found = recognise(typed, self.on)
        self._tell(found)
        return QueryPart(typed, identifiers=tuple(found)) if found else None

    def date(self, typed: str) -> QueryPart:
        reading = read_date(typed, self.on)
        if reading.why_not:
            self.problems.append(reading.why_not)
        return QueryPart(typed, dates=dates_to_try(reading))

    def postcode(self, typed: str) -> QueryPart | None:
        """A postcode or its first part. Typed without a space it could also be part of a number."""
        postcode = read_postcode_part(typed)
        if not postcode.is_well_formed:
            return None
        found = () if " " in typed else tuple(recognise(typed, self.on))
        return QueryPart(typed, postcode=postcode.value, identifiers=found)

    def token(self, typed: str) -> QueryPart:
        """A last word with digits in it: a run of digits may be a date, a phone number and a number at once."""
        bare = typed.strip(_AROUND_A_NUMBER)
        dates = dates_to_try(read_date(bare, self.on)) if re.fullmatch(r"[0-9]{4}|[0-9]{6}|[0-9]{8}", bare) else ()
        is_year = len(bare) == 4 and bool(dates)
        found = () if is_year else tuple(recognise(bare, self.on))
        self._tell(found)
        part = QueryPart(typed, dates=dates, identifiers=found, phone=phone_ending(bare) or "")
        if part == QueryPart(typed):
            self.problems.append(f"{typed} is not a date, postcode or number. Enter at least 3 characters of a number")
        return part

    def _tell(self, found: Sequence[Identifier]) -> None:
        if not any(one.is_well_formed or one.is_part for one in found):
            self.problems.extend(one.why_not for one in found)


def read_query(text: str, on: datetime.date) -> Query:
    """Read one search box. `on` is the day of the search, by which two-digit years are read."""
    typed = plain(text)
    reader = _Reader(_BIRTH_WORDS.sub(" ", typed[:LONGEST_QUERY]), on)
    if len(typed) > LONGEST_QUERY:
        reader.problems.append(f"Only the first {LONGEST_QUERY} characters were looked for")
    for shape, read in _steps(reader):
        reader.take(shape, read)
    parts = tuple(part for part in reader.parts if part != QueryPart(part.raw))
    name = name_terms(reader.rest)
    if not (parts or name.words or reader.problems):
        reader.problems.append(EMPTY_QUERY)
    return Query(text, name, parts, tuple(dict.fromkeys(reader.problems)))


def _steps(reader: _Reader) -> Iterator[tuple[re.Pattern[str], Callable[[str], QueryPart | None]]]:
    yield _REFERENCE, _reference
    yield _LABELLED, reader.identifier
    yield _NUMBER_WITH_SLASH, reader.identifier
    yield _THREE_THREE_FOUR, reader.identifier
    yield _PHONE, _phone
    for shape in _DATE_SHAPES:
        yield shape, reader.date
    yield _POSTCODE, reader.postcode
    yield _WITH_DIGIT, reader.token


def _reference(typed: str) -> QueryPart | None:
    reference = read_reference(typed)
    return QueryPart(typed, reference=reference) if reference else None


def _phone(typed: str) -> QueryPart | None:
    phone = phone_key(typed)
    return QueryPart(typed, phone=phone[1:]) if phone else None
