"""How work that is due is ordered and put into words."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, time

from desistance.foundation.calendar import LOCAL, local_date, working_days_between

FAR = datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class DutyRow:
    """One piece of work that is due, as a room's duty tells it."""

    duty: str
    record: int
    person: int | None
    reference: str
    words: str
    said_by: str
    since: datetime
    due: datetime | None
    group: str
    rank: int
    step: str
    url: str
    by_reference: bool

    @property
    def key(self) -> tuple[str, int]:
        """What makes it the same work as yesterday's."""
        return self.duty, self.record


@dataclass(frozen=True, slots=True)
class Group:
    """Duties of one name in my day."""

    name: str
    rank: int
    rows: tuple[DutyRow, ...]


@dataclass(frozen=True, slots=True)
class DueWords:
    """A deadline in words: how much is left, and whether it has passed. Empty when there is none."""

    words: str = ""
    is_late: bool = False


def in_order(rows: Iterable[DutyRow]) -> list[DutyRow]:
    """By rank, then by due moment (without one last), then the oldest first."""
    return sorted(rows, key=lambda row: (row.rank, row.group, row.due or FAR, row.since, row.record))


def grouped(rows: Iterable[DutyRow]) -> list[Group]:
    """My day: groups in the fixed order of consequence, rows by due moment."""
    groups: dict[tuple[int, str], list[DutyRow]] = {}
    for row in in_order(rows):
        groups.setdefault((row.rank, row.group), []).append(row)
    return [Group(name, rank, tuple(members)) for (rank, name), members in groups.items()]


def is_whole_day(due: datetime) -> bool:
    """Whether a deadline names a day and no time: rooms give such a day as its first moment, local or universal."""
    return time() in (due.astimezone(LOCAL).time(), due.astimezone(UTC).time())


def due_words(due: datetime | None, at: datetime) -> DueWords:
    """`25 minutes left`, `2 working days left`, `overdue by 3 days`: minutes on the day itself, working days before it."""
    if due is None:
        return DueWords()
    days = (local_date(due) - local_date(at)).days
    if is_whole_day(due) and days == 0:
        return DueWords("due today")
    if due < at:
        if days == 0:
            return DueWords(f"overdue by {_duration(at, due)}", is_late=True)
        return DueWords(f"overdue by {_counted(-days, 'day')}", is_late=True)
    if days == 0:
        return DueWords(f"{_duration(due, at)} left")
    working = working_days_between(local_date(at), local_date(due))
    return (
        DueWords(f"{_counted(working, 'working day')} left") if working else DueWords(f"{_counted(days, 'day')} left")
    )


def _counted(number: int, word: str) -> str:
    return f"{number:,} {word}{'' if number == 1 else 's'}"


def _duration(later: datetime, earlier: datetime) -> str:
    """Whole minutes, rounded up: the last minute is `1 minute left`, never none."""
    minutes = max(1, -int((earlier - later).total_seconds() // 60))
    hours, rest = divmod(minutes, 60)
    parts = [_counted(hours, "hour")] if hours else []
    return " ".join([*parts, _counted(rest, "minute")] if rest or not hours else parts)


def capped(count: int, stop: int) -> str:
    """`37`, and `99+` when counting stopped at ``stop``."""
    return f"{stop - 1}+" if count >= stop else str(count)
