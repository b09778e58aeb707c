"""Entries, hints and changes as the page's parts take them: dates and sources in words, each with its address."""

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.http import QueryDict
from django.urls import reverse

from desistance.desk.queries.changes import Change
from desistance.desk.rules.timeline import LONGEST_WORDS, Day, Entry, Filters, Known, may_filter
from desistance.desk.terms import SOURCE_WORDS
from desistance.foundation.calendar import local_date
from desistance.foundation.terms import DataClass
from desistance.web.forms import DateParts, GovukForm, Look
from desistance.web.templatetags.desistance import clock, counted, full_date, short_date, short_moment


def days_shown(days: Iterable[Day], reference: str, today: date) -> list[dict[str, Any]]:
    """Days of entries and hints for ``parts/timeline.html``."""
    return [
        {
            "on": day.on,
            "today": today,
            "entries": [
                *(entry_shown(entry, reference) for entry in day.entries),
                *(hint_shown(one, reference) for one in day.known),
            ],
        }
        for day in days
    ]


def entry_url(entry: Entry, reference: str) -> str:
    """The page of one entry: every entry has an address that can be sent to a colleague."""
    return reverse("entry", args=[reference, entry.holding, entry.id])


def entry_shown(entry: Entry, reference: str) -> dict[str, Any]:
    """One entry: when, what, in a line, and who says so."""
    return {
        "id": f"entry-{entry.holding.replace('.', '-').lower()}-{entry.id}",
        "time": clock(entry.at),
        "title": entry.title or entry.kind,
        "url": entry_url(entry, reference),
        "tag": entry.kind if entry.title else "",
        "tag_colour": "grey",
        "summary": entry.summary,
        "provenance": provenance(entry, reference),
    }


def provenance(entry: Entry, reference: str) -> list[Any]:
    """Who says so, how it reached us, since when it is on record where that is another day, and where to see both versions."""
    items: list[Any] = [f"{entry.agency}, {entry.author}" if entry.author else entry.agency]
    if entry.source in SOURCE_WORDS and entry.source != "staff":
        items.append(SOURCE_WORDS[entry.source].capitalize())
    if local_date(entry.recorded_at) != local_date(entry.at):
        items.append(f"On record since {short_date(entry.recorded_at)}")
    if entry.corrects_id is not None:
        items.append({"words": "Corrected: see both", "url": entry_url(entry, reference), "about": f"of {entry.title}"})
    return items


def hint_shown(one: Known, reference: str) -> dict[str, Any]:
    """Entries that may only be known of: how many, of what class, whose, within which weeks; and how to ask."""
    words = DataClass(one.data_class).words.replace(",", " ")
    entries = counted(one.count, f"entry about {words} is,entries about {words} are")
    return {
        "time": f"{_short_day(one.first_on, one.last_on)} to {full_date(one.last_on)}",
        "stub": {
            "count": f"{entries} not shared with your agency.",
            "why": f"{one.agency} holds {'it' if one.count == 1 else 'them'}.",
            "ask": {"label": "Ask about it", "url": f"/people/{reference}/involved/", "about": f"at {one.agency}"},
        },
    }


def _short_day(first: date, last: date) -> str:
    """The start of a range: without what both ends share."""
    if (first.year, first.month) == (last.year, last.month):
        return str(first.day)
    return f"{first.day} {first:%B}" if first.year == last.year else full_date(first)


def change_shown(change: Change, reference: str) -> dict[str, Any]:
    """One line of what changed: what became of the entry, the entry, who says so and when."""
    entry = change.entry
    strong = f"{entry.kind}:" if change.what == "Added" else f"{change.what}, {entry.kind.lower()}:"
    who = f"{entry.agency}, {entry.author}" if entry.author else entry.agency
    return {
        "strong": strong,
        "words": entry.title,
        "small": f"{who}, {short_moment(change.at)}",
        "url": entry_url(entry, reference) if change.what != "Removed" else "",
    }


STOOD_COLUMNS = [
    {"label": "When", "is_short": True},
    {"label": "What was on record"},
    {"label": "Who says so"},
    {"label": "On record since", "is_short": True},
]


def stood_rows(entries: Iterable[Entry], reference: str) -> list[list[dict[str, Any]]]:
    """Entries as rows of a table of what stood."""
    return [
        [
            {"words": short_date(entry.at)},
            {"words": entry.title or entry.kind, "note": entry.summary, "url": entry_url(entry, reference)},
            {"words": f"{entry.agency}, {entry.author}" if entry.author else entry.agency},
            {"words": short_date(entry.recorded_at)},
        ]
        for entry in entries
    ]


class AsOfForm(GovukForm):
    """The day whose record is asked for."""

    on = DateParts(label="As it stood on", error_messages={"required": "Enter a date"})

    def __init__(self, query: QueryDict, *, today: date) -> None:
        super().__init__(_with_parts(query), auto_id="filter-%s")
        self.today = today

    def clean(self) -> dict[str, Any]:
        """Nothing has been recorded on a day to come."""
        typed: dict[str, Any] = super().clean() or {}
        if typed.get("on") and typed["on"] > self.today:
            self.add_error("on", "As it stood on must be today or in the past")
        return typed


class TimelineFilters(GovukForm):
    """Whose entries, of what kind, between which days, with which words; and as it stood on which date."""

    agency = forms.ChoiceField(label="Agency", required=False)
    kind = forms.ChoiceField(label="Type", required=False)
    words = forms.CharField(label="Words", required=False, max_length=LONGEST_WORDS)
    from_on = DateParts(label="Date from (earliest)", required=False)
    until_on = DateParts(label="Date to (latest)", required=False)
    on = DateParts(label="As it stood on", required=False)
    looks = {"words": Look(width=20)}

    def __init__(
        self, query: QueryDict, *, words: str, agencies: dict[int, str], kinds: Sequence[str], today: date
    ) -> None:
        asked = _with_parts(query).copy()
        asked["words"] = words
        super().__init__(asked if query else None, auto_id="filter-%s")
        self.today = today
        self.fields["agency"].choices = [("", "All agencies"), *((str(pk), name) for pk, name in agencies.items())]  # type: ignore[attr-defined]
        self.fields["kind"].choices = [("", "All types"), *((kind, kind) for kind in kinds)]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Both ends of the range must make one, and nothing has been recorded on a day to come."""
        typed: dict[str, Any] = super().clean() or {}
        decision = may_filter(typed.get("from_on"), typed.get("until_on"))
        if not decision:
            self.add_error("until_on", decision.words)
        if typed.get("on") and typed["on"] > self.today:
            self.add_error("on", "As it stood on must be today or in the past")
        return typed

    @property
    def chosen(self) -> Filters:
        """What to show; everything where the form is empty or not understood."""
        typed = getattr(self, "cleaned_data", {}) if self.is_bound else {}
        return Filters(
            agency=int(typed["agency"]) if typed.get("agency") else None,
            kind=typed.get("kind", ""),
            from_on=typed.get("from_on"),
            until_on=typed.get("until_on"),
            words=typed.get("words", ""),
        )

    @property
    def as_of(self) -> date | None:
        """The date whose record is asked for."""
        return getattr(self, "cleaned_data", {}).get("on") if self.is_bound else None

    def active(self, query: QueryDict) -> list[dict[str, str]]:
        """The filters that are on, each with the address without it."""
        typed = getattr(self, "cleaned_data", {}) if self.is_bound else {}
        agencies = dict(self.fields["agency"].choices)  # type: ignore[attr-defined]
        labels: dict[str, Callable[[Any], str]] = {
            "agency": lambda value: f"Agency: {agencies.get(value, value)}",
            "kind": lambda value: f"Type: {value}",
            "words": lambda value: f"Words: {value}",
            "from_on": lambda value: f"From {full_date(value)}",
            "until_on": lambda value: f"To {full_date(value)}",
            "on": lambda value: f"As it stood on {full_date(value)}",
        }
        return [
            {"label": words(typed[name]), "url": f"?{without(query, 'find' if name == 'words' else name)}"}
            for name, words in labels.items()
            if typed.get(name)
        ]


def without(query: QueryDict, *names: str, **more: str) -> str:
    """A query string without some filters and without a place, and with ``more``."""
    dropped = {"older", "newer", *names}
    kept = [
        (key, value)
        for key, values in query.lists()
        for value in values
        if value and key not in dropped and key.rsplit("-", 1)[0] not in dropped
    ]
    return urlencode([*kept, *more.items()])


def _with_parts(query: QueryDict) -> QueryDict:
    """``?on=2026-03-01`` says the same as the three boxes."""
    written = query.get("on", "")
    try:
        asked = date.fromisoformat(written)
    except ValueError:
        return query
    parts = query.copy()
    parts.update({"on-day": str(asked.day), "on-month": str(asked.month), "on-year": str(asked.year)})
    return parts
