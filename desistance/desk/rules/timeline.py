"""How the timeline is paged, grouped by day, and how entries that may only be known of are told."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from desistance.foundation.calendar import local_date
from desistance.foundation.decisions import Decision, allowed, refused

LONGEST_WORDS = 100
"""How many characters may be looked for at once."""
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """A place between two entries of the timeline: all entries are ordered by moment, then holding, then id."""

    at: datetime
    holding: str
    id: int

    def __str__(self) -> str:
        """The place as an address carries it."""
        return f"{(self.at - EPOCH) // timedelta(microseconds=1)}-{self.id}-{self.holding}"


def read_place(text: str) -> Place | None:
    """The place that an address names; None when it names none (then the newest entries are shown)."""
    moment, _, rest = text.partition("-")
    id_, _, holding = rest.partition("-")
    if not (moment.isdecimal() and id_.isdecimal() and holding):
        return None
    try:
        return Place(EPOCH + timedelta(microseconds=int(moment)), holding, int(id_))
    except OverflowError:
        return None


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of any room as the timeline shows it, with who says so and since when it is on record."""

    at: datetime
    holding: str
    id: int
    kind: str
    title: str
    summary: str
    agency_id: int
    agency: str
    data_class: str
    author: str
    source: str
    source_reference: str
    recorded_at: datetime
    corrects_id: int | None
    person_id: int

    @property
    def place(self) -> Place:
        """Where it stands in the order."""
        return Place(self.at, self.holding, self.id)


@dataclass(frozen=True, slots=True)
class Known:
    """Entries of one class and one agency that the reader may only know of: how many, and between which days at most."""

    data_class: str
    agency_id: int
    agency: str
    count: int
    first_on: date
    last_on: date


@dataclass(frozen=True, slots=True)
class Day:
    """The entries of one local day, newest first, and what is only known of and ends on or before it."""

    on: date
    entries: tuple[Entry, ...]
    known: tuple[Known, ...] = ()


def week_of(on: date) -> tuple[date, date]:
    """Monday and Sunday of the week of a date."""
    monday = on - timedelta(days=on.weekday())
    return monday, monday + timedelta(days=6)


def known_range(first: date, last: date, *, today: date) -> tuple[date, date]:
    """The days told of entries that are only known: whole weeks, so that no day can be worked out; never a day to come."""
    return week_of(first)[0], max(first, min(week_of(last)[1], today))


def group_by_day(
    entries: Iterable[Entry], known: Iterable[Known] = (), *, above: date | None = None, has_older: bool = False
) -> list[Day]:
    """Entries by local day, newest first; what is only known stands where its last day comes in that order.

    Of several pages each hint stands on one: ``above`` is the oldest day of the newer page, ``has_older`` that there is an
    older page. A hint follows the entries of the oldest day that is not before its last day, else those of the newest day.
    """
    days: dict[date, list[Entry]] = {}
    for entry in sorted(entries, key=lambda entry: entry.place, reverse=True):
        days.setdefault(local_date(entry.at), []).append(entry)
    stubs: dict[date, list[Known]] = {}
    for one in known:
        if (above is not None and one.last_on >= above) or (has_older and days and one.last_on < min(days)):
            continue
        on = min((day for day in days if day >= one.last_on), default=max(days, default=one.last_on))
        stubs.setdefault(on, []).append(one)
    return [Day(on, tuple(days.get(on, ())), tuple(stubs.get(on, ()))) for on in sorted({*days, *stubs}, reverse=True)]


@dataclass(frozen=True, slots=True)
class Filters:
    """What of the timeline to show. Empty means everything."""

    agency: int | None = None
    kind: str = ""
    from_on: date | None = None
    until_on: date | None = None
    words: str = ""

    @property
    def hides_known(self) -> bool:
        """Kind and words would tell more of an entry than that it is there: with them, nothing is told."""
        return bool(self.kind or self.words)

    def keeps_known(self, one: Known) -> bool:
        """Whether the range of days (never a day itself) touches the days asked for."""
        return (
            (self.agency is None or one.agency_id == self.agency)
            and (self.from_on is None or one.last_on >= self.from_on)
            and (self.until_on is None or one.first_on <= self.until_on)
        )


def may_filter(from_on: date | None, until_on: date | None) -> Decision:
    """Both ends of a range must make one."""
    if from_on is not None and until_on is not None and until_on < from_on:
        return refused("Date to (latest) must be after date from (earliest)")
    return allowed()


def places_around(entries: Sequence[Entry], *, has_newer: bool, has_older: bool) -> tuple[str, str]:
    """The places from which the newer and the older page start; empty where there is none."""
    if not entries:
        return "", ""
    return (str(entries[0].place) if has_newer else "", str(entries[-1].place) if has_older else "")
