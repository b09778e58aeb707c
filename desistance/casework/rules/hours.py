"""The hours ledger: what may be written in it, what it adds up to, and whether the hours will be done in time."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from desistance.casework.rules.arranging import Trouble
from desistance.casework.terms import HOURS_RULES, LONGEST_ADJUSTMENT, LONGEST_LINE, LONGEST_REASON, HoursKind
from desistance.foundation.decisions import refused
from desistance.foundation.rulesets import in_force

TOO_EARLY = "Too early to say whether they will be done in time"
NEEDS_REASON = frozenset({HoursKind.PENALTY, HoursKind.ADJUSTMENT})


@dataclass(frozen=True, slots=True)
class HoursFacts:
    """One line: so many minutes (fewer than none take off), of what kind, on a day, and why."""

    kind: str
    minutes: int
    worked_on: date
    reason: str = ""


def troubles_of_hours(facts: HoursFacts, *, from_on: date, on: date) -> Iterator[Trouble]:
    """Each thing that keeps a line from the ledger, with the field to mend. ``from_on``: when the work began."""
    if facts.kind not in HoursKind.values:
        yield "kind", refused("Choose what kind of hours they are.")
        return
    if facts.minutes == 0:
        yield "minutes", refused("Enter how many hours and minutes.")
    most = LONGEST_ADJUSTMENT if facts.kind == HoursKind.ADJUSTMENT else LONGEST_LINE
    if abs(facts.minutes) > most:
        yield "minutes", refused(f"At most {most // 60} hours can be entered at once.")
    if facts.minutes < 0 and facts.kind not in NEEDS_REASON:
        yield "minutes", refused("Hours worked cannot be less than none. Enter time taken off instead.")
    if facts.minutes > 0 and facts.kind == HoursKind.PENALTY:
        yield "minutes", refused("Time taken off is less than none.")
    if not from_on <= facts.worked_on <= on:
        yield "worked_on", refused("The day must be between the start of the work and today.")
    if facts.kind in NEEDS_REASON and not facts.reason.strip():
        yield "reason", refused("Enter why.")
    if len(facts.reason) > LONGEST_REASON:
        yield "reason", refused(f"The reason must be {LONGEST_REASON} characters or fewer.")


@dataclass(frozen=True, slots=True)
class Ledger:
    """What a ledger adds up to, to the minute. ``ordered`` is None where nobody says how much must be done.

    ``not_counted``: online learning beyond the share that counts.
    """

    ordered: int | None
    by_kind: dict[str, int]
    not_counted: int
    pace: str = ""

    @property
    def credited(self) -> int:
        """Minutes that count; never less than none."""
        return max(0, sum(self.by_kind.values()) - self.not_counted)

    @property
    def remaining(self) -> int | None:
        """Minutes still to do; None where nobody says how much must be done."""
        return None if self.ordered is None else max(0, self.ordered - self.credited)

    @property
    def percent(self) -> int | None:
        """How much of what was ordered is done, rounded down."""
        if self.ordered is None:
            return None
        return min(100, 100 * self.credited // self.ordered) if self.ordered else 100

    @property
    def words(self) -> str:
        """`62 hours 30 minutes of 100 hours (62%), 37 hours 30 minutes left`."""
        done = duration(self.credited)
        if self.ordered is None:
            return f"{done} credited"
        return f"{done} of {duration(self.ordered)} ({self.percent}%), {duration(self.remaining or 0)} left"


def duration(minutes: int) -> str:
    """`62 hours 30 minutes`; `minus 1 hour`."""
    hours, rest = divmod(abs(minutes), 60)
    parts = [_counted(hours, "hour")] if hours else []
    words = " ".join([*parts, _counted(rest, "minute")] if rest or not hours else parts)
    return f"minus {words}" if minutes < 0 else words


def _counted(number: int, word: str) -> str:
    return f"{number} {word}{'' if number == 1 else 's'}"


def ledger(
    lines: Iterable[tuple[str, int]], *, ordered: int | None, from_on: date, due_on: date | None, on: date
) -> Ledger:
    """A ledger added up: ``lines`` are kinds and minutes. Online learning counts up to its share of what was ordered."""
    by_kind: dict[str, int] = {}
    for kind, minutes in lines:
        by_kind[kind] = by_kind.get(kind, 0) + minutes
    rule = in_force(HOURS_RULES, on).values
    online = by_kind.get(HoursKind.ONLINE, 0)
    most = online if ordered is None else ordered * rule["online_percent"] // 100
    counted = Ledger(ordered, by_kind, max(0, online - most))
    return Ledger(ordered, by_kind, counted.not_counted, _pace(counted, from_on, due_on, on, rule["pace_after_days"]))


def _pace(done: Ledger, from_on: date, due_on: date | None, on: date, after: int) -> str:
    if done.remaining == 0 and done.ordered is not None:
        return "All hours are done"
    if done.remaining is None or due_on is None:
        return ""
    days = (on - from_on).days
    if on > due_on:
        return f"{_counted((on - due_on).days, 'day')} past the day by which they were due"
    if days < after or done.credited == 0:
        return f"Nothing done in {_counted(days, 'day')}" if days >= after else TOO_EARLY
    late = (on + timedelta(days=-(-done.remaining * days // done.credited)) - due_on).days
    words = {1: f"{_counted(late, 'day')} late", 0: "on the day", -1: f"{_counted(-late, 'day')} early"}
    return f"On track to finish {words[(late > 0) - (late < 0)]}"
