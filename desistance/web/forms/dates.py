"""Dates typed in boxes: day, month, year. Months may be words. What is wrong is said of the box that is wrong.

`DateParts` gives a whole `datetime.date`. `ApproximateDate` also takes a year alone, or a month and a year, and gives a
`PartDate`, because "some time in 2019" is what people remember and a made-up day would be a made-up fact.
"""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple, cast

from django import forms
from django.core.exceptions import ValidationError

from desistance.web.forms.words import in_sentence, missing_words

PARTS = ("day", "month", "year")
MONTHS = (
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
)
EARLIEST_YEAR, LATEST_YEAR = 1800, 2999


class Typed(NamedTuple):
    """The boxes as they were typed."""

    day: str = ""
    month: str = ""
    year: str = ""


@dataclass(frozen=True, slots=True)
class PartDate:
    """A date of which the day, or the day and the month, may not be known."""

    year: int
    month: int | None = None
    day: int | None = None

    @property
    def earliest(self) -> dt.date:
        """The first day that it can be."""
        return dt.date(self.year, self.month or 1, self.day or 1)

    @property
    def latest(self) -> dt.date:
        """The last day that it can be."""
        if self.day:
            return self.earliest
        after = (
            dt.date(self.year + 1, 1, 1) if self.month in (None, 12) else dt.date(self.year, (self.month or 0) + 1, 1)
        )
        return after - dt.timedelta(days=1)

    @property
    def words(self) -> str:
        """`24 June 1998`, `June 1998` or `1998`."""
        month = MONTHS[self.month - 1].capitalize() if self.month else ""
        return " ".join(str(part) for part in (self.day, month, self.year) if part)


class DatePartsInput(forms.Widget):
    """Three boxes named `{name}-day`, `{name}-month`, `{name}-year`; drawn by `forms/date.html`."""

    def __init__(self, parts: tuple[str, ...] = PARTS, attrs: Mapping[str, Any] | None = None) -> None:
        """`parts`: which boxes, in this order; ("month", "year") for a month."""
        super().__init__(dict(attrs or {}))
        self.parts = parts

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Typed:
        """The boxes as typed, without spaces around."""
        return Typed(*((data.get(f"{name}-{part}") or "").strip() if part in self.parts else "" for part in PARTS))

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        """Whether none of the boxes was sent."""
        return not any(f"{name}-{part}" in data for part in self.parts)

    def id_for_label(self, id_: str) -> str:
        """The first box."""
        return f"{id_}-{self.parts[0]}"


def typed_of(value: object) -> Typed:
    """What the boxes show for an initial value: a date, a `PartDate`, what was typed, or nothing."""
    if isinstance(value, Typed):
        return value
    if isinstance(value, dt.date | PartDate):
        return Typed(*(str(part) if part else "" for part in (value.day, value.month, value.year)))
    return Typed()


def _number(text: str, most: int) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 4 and 1 <= int(text) <= most else None


def _month(text: str) -> int | None:
    lower = text.lower().rstrip(".")
    named = [place for place, month in enumerate(MONTHS, start=1) if len(lower) >= 3 and month.startswith(lower)]
    return named[0] if named else _number(text, 12)


class DateParts(forms.Field):
    """A whole date in three boxes.

    Cleans to `datetime.date`, or None when not required and left empty. `words` is the field's name in messages, for labels
    that are questions ("When was he born?" with `words="Date of birth"`). Raises `ValidationError` whose `params["parts"]`
    names the wrong boxes; a page that finds more (not in the past, say) raises its own with `DateParts.wrong(...)`.
    """

    widget = DatePartsInput

    def __init__(self, *, words: str = "", **options: Any) -> None:
        """`words`: what messages call the date; the label when empty."""
        self.words = words
        super().__init__(**options)

    @staticmethod
    def wrong(message: str, parts: tuple[str, ...] = PARTS) -> ValidationError:
        """A problem with a date that marks only `parts`."""
        return ValidationError(message, code="date", params={"parts": parts})

    @property
    def boxes(self) -> tuple[str, ...]:
        """Which boxes the widget draws."""
        return cast(DatePartsInput, self.widget).parts

    def name(self) -> str:
        """What messages call the date."""
        return self.words or str(self.label or "Date").rstrip("?")

    def is_enough(self, typed: Typed) -> bool:
        """Whether no box is left empty that must be filled."""
        return all(getattr(typed, part) for part in self.boxes)

    def clean(self, value: Typed) -> Any:
        """The date that was typed, or None; raises `ValidationError` that names the wrong boxes."""
        if not any(value):
            if self.required:
                raise self.wrong(str(self.error_messages["required"]))
            return None
        self._refuse_gaps(value)
        day, month, year = self._read(value)
        try:
            if year and month and day:
                dt.date(year, month, day)
        except ValueError:
            raise self.wrong(f"{self.name()} must be a real date", ("day",)) from None
        return self.compress(PartDate(year or 0, month, day))

    def compress(self, read: PartDate) -> Any:
        """The value that the form gets."""
        return read.earliest

    def _refuse_gaps(self, typed: Typed) -> None:
        gaps = tuple(part for part in self.boxes if not getattr(typed, part))
        if gaps and not self.is_enough(typed):
            raise self.wrong(f"{self.name()} must include a {' and '.join(gaps)}", gaps)

    def _read(self, typed: Typed) -> tuple[int | None, int | None, int | None]:
        day, month = _number(typed.day, 31), _month(typed.month)
        year = _number(typed.year, LATEST_YEAR) if len(typed.year) == 4 else None
        is_old = year is not None and year < EARLIEST_YEAR
        wrong = tuple(
            part for part, read in zip(PARTS, (day, month, year), strict=True) if getattr(typed, part) and read is None
        )
        if wrong == ("year",) and typed.year.isascii() and typed.year.isdigit():
            raise self.wrong(f"{self.name()} must have a year of 4 numbers, like 1998", wrong)
        if wrong or is_old:
            raise self.wrong(f"{self.name()} must be a real date", wrong or ("year",))
        return day, month, year

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Whether the boxes say something else than they showed."""
        return typed_of(initial) != typed_of(data)

    def speak(self, label: str) -> None:
        """Our words for a date that is missing: `Enter date of birth`."""
        if self.error_messages["required"] == forms.Field.default_error_messages["required"]:
            name = in_sentence(self.words) if self.words else ""
            self.error_messages["required"] = f"Enter {name}" if name else missing_words(label, is_choice=False)


class ApproximateDate(DateParts):
    """A date that may be a year alone, or a month and a year. Cleans to `PartDate` (or None)."""

    def is_enough(self, typed: Typed) -> bool:
        """A year, and a month when there is a day."""
        return bool(typed.year) and bool(typed.month or not typed.day)

    def compress(self, read: PartDate) -> PartDate:
        """What is known of the date, no more."""
        return read

    def _refuse_gaps(self, typed: Typed) -> None:
        if not typed.year:
            raise self.wrong(f"{self.name()} must include a year", ("year",))
        if typed.day and not typed.month:
            raise self.wrong(f"{self.name()} must include a month when it has a day", ("month",))
