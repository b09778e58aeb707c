"""Before, during and after: arrests and offences per person-year, with time in custody taken out; and flow."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from desistance.schemes.rules.months import months_after

YEAR_DAYS = 365.25
REGRESSION = (
    "People are selected when they offend most, so most would offend less afterwards without any scheme (regression to the mean)."
    " A fall here does not show that the scheme works: a comparison with people who were not selected does."
)


@dataclass(frozen=True, slots=True)
class Window:
    """Days from one to another, the last not counted."""

    since: date
    until: date

    @property
    def days(self) -> int:
        """How many; none when it ends before it begins."""
        return max(0, (self.until - self.since).days)

    def has(self, day: date) -> bool:
        """Whether a day is in it."""
        return self.since <= day < self.until

    def within(self, others: Iterable["Window"]) -> int:
        """Days of this window that lie in any of the others, each once."""
        days = 0
        reached = self.since
        for one in sorted(others, key=lambda one: one.since):
            first, last = max(one.since, reached), min(one.until, self.until)
            if first < last:
                days += (last - first).days
                reached = last
        return days


@dataclass(frozen=True, slots=True)
class Member:
    """One person's spell: its windows, and what is on record of them."""

    began_on: date
    ended_on: date | None
    arrests: tuple[date, ...] = ()
    offences: tuple[tuple[date, str], ...] = ()
    custody: tuple[Window, ...] = ()


def windows(member: Member, on: date, months: int = 12) -> dict[str, Window]:
    """Twelve months before, the spell, and twelve months after as far as they have passed."""
    ended = member.ended_on or on
    return {
        "before": Window(months_after(member.began_on, -months), member.began_on),
        "during": Window(member.began_on, ended),
        "after": Window(ended, min(months_after(ended, months), on)) if member.ended_on else Window(on, on),
    }


@dataclass(frozen=True, slots=True)
class Measured:
    """One window over everyone: people with any day in it, days free, arrests, offences and their codes."""

    people: int
    free_days: int
    custody_days: int
    arrests: int
    offences: int
    codes: tuple[str, ...]

    @property
    def person_years(self) -> float:
        """Years at liberty, of all people together."""
        return self.free_days / YEAR_DAYS

    def rate(self, number: int) -> str:
        """Per person and year at liberty, to one place; nothing from less than half a year."""
        return (
            f"{number / self.person_years:.1f} a person and year"
            if self.person_years >= 0.5
            else "Too little time for a rate"
        )


def measure(members: Sequence[Member], on: date) -> dict[str, Measured]:
    """Each window over all members. Days in custody are taken out of the time in which somebody could offend."""
    told = [(member, windows(member, on)) for member in members]
    return {name: _window(name, told) for name in ("before", "during", "after")}


def _window(name: str, told: Sequence[tuple[Member, dict[str, Window]]]) -> Measured:
    rows = [(member, span[name]) for member, span in told if span[name].days]
    codes = tuple(code for member, span in rows for day, code in member.offences if span.has(day))
    custody = sum(span.within(member.custody) for member, span in rows)
    return Measured(
        len(rows),
        sum(span.days for _, span in rows) - custody,
        custody,
        sum(span.has(day) for member, span in rows for day in member.arrests),
        len(codes),
        codes,
    )


@dataclass(frozen=True, slots=True)
class Flow:
    """One quarter of the cohort: in at its beginning, joined, left, in at its end."""

    since: date
    at_start: int
    joined: int
    left: int

    @property
    def at_end(self) -> int:
        """In the cohort when the quarter ended."""
        return self.at_start + self.joined - self.left


def flow(spells: Sequence[tuple[date, date | None]], on: date, quarters: int = 4) -> tuple[Flow, ...]:
    """The last quarters by calendar, oldest first, the running one to the day."""
    first = date(on.year, (on.month - 1) // 3 * 3 + 1, 1)
    starts = [months_after(first, -3 * back) for back in range(quarters - 1, -1, -1)]
    return tuple(_quarter(since, min(months_after(since, 3), on + timedelta(days=1)), spells) for since in starts)


def _quarter(since: date, until: date, spells: Sequence[tuple[date, date | None]]) -> Flow:
    return Flow(
        since,
        sum(began < since and (ended is None or ended >= since) for began, ended in spells),
        sum(since <= began < until for began, _ in spells),
        sum(ended is not None and since <= ended < until and began < until for began, ended in spells),
    )
