"""Clocks of a case: when something is due, by the dated values of its scheme."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from desistance.foundation.calendar import end_of_working_day_after, local_date
from desistance.foundation.rulesets import RuleSet, in_force
from desistance.schemes.terms.contracts import CASE_CLOCKS
from desistance.schemes.terms.late import LATE_RULES


def clock(name: str, on: date) -> int:
    """The value of one clock on a day, in its own unit."""
    value: int = in_force(CASE_CLOCKS, on).values[name]
    return value


def first_contact_due(accepted_at: datetime) -> datetime:
    """By when the navigator is to have rung: so many hours after the person agreed, also over a weekend."""
    return accepted_at + timedelta(hours=clock("first_contact_hours", local_date(accepted_at)))


def due_in_working_days(name: str, at: datetime) -> datetime:
    """5pm of the working day on which something is due that began at a moment."""
    return due_after(CASE_CLOCKS, name, at)


def due_after(rules: Sequence[RuleSet], name: str, at: datetime) -> datetime:
    """The same by the dated values of any scheme."""
    return end_of_working_day_after(at, in_force(rules, local_date(at)).values[name])


def ran_out_before(work: str, at: datetime) -> datetime:
    """Before which moment a clock of this work must have run out for a supervisor to be asked too."""
    return at - timedelta(days=in_force(LATE_RULES, local_date(at)).values[work])
