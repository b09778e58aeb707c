"""How somebody has done since: the status of the follow-up, counted from the offence."""

from dataclasses import dataclass
from datetime import date

from desistance.schemes.rules.clocks import clock
from desistance.schemes.rules.months import months_after


@dataclass(frozen=True, slots=True)
class FollowUp:
    """Which month of how many, until when, and what was found. Arrests are not offences: both are told apart."""

    month: int
    months: int
    until_on: date
    is_over: bool
    found: str

    @property
    def words(self) -> str:
        """`Follow-up: month 0 of 24, counted to 2 March 2028`."""
        until = f"{self.until_on:%-d %B %Y}"
        return f"Follow-up: {'over' if self.is_over else f'month {self.month} of {self.months}'}, counted to {until}"


def follow_up(index_on: date, on: date, *, offences: int, arrests: int) -> FollowUp:
    """The status on a day, from proven offences committed and arrests made since the offence, within the follow-up."""
    months = clock("follow_up_months", on)
    until = months_after(index_on, months)
    month = max(0, (on.year - index_on.year) * 12 + on.month - index_on.month)
    month -= months_after(index_on, month) > on
    return FollowUp(min(max(month, 0), months), months, until, on >= until, _found(offences, arrests))


def _found(offences: int, arrests: int) -> str:
    arrested = "no arrest" if not arrests else "1 arrest" if arrests == 1 else f"{arrests} arrests"
    if not offences:
        return f"No proven offence found so far, and {arrested}"
    proven = "1 proven offence" if offences == 1 else f"{offences} proven offences"
    return f"{proven} found, and {arrested}"
