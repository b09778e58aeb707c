"""Counting months as statutes do, and the day on which active contact stops."""

import calendar
from datetime import date, timedelta

from desistance.foundation.rulesets import in_force
from desistance.sentences.terms import RESET_LAW, OrderKind, RequirementKind

FIRST_RESET = RESET_LAW[1].valid_from


def months_after(day: date, months: int) -> date:
    """The corresponding day so many months later; the last day of the month where it has none.

    Source: Dodds v Walker [1981] 1 WLR 1027.
    """
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def reset_on(
    *, kind: str, starts_on: date, ends_on: date | None, requirements: frozenset[str], exempt: bool
) -> date | None:
    """The day from which active contact stops under Probation Reset, or None when it does not stop.

    Two thirds of a licence, or of an order with rehabilitation activity, counted in days and rounded up, so that contact never
    stops before two thirds have passed; and never before the policy began. Contact under post-sentence supervision stops at once.
    """
    if exempt or ends_on is None or ends_on < FIRST_RESET:
        return None
    if kind == OrderKind.POST_SENTENCE:
        return max(starts_on, FIRST_RESET)
    is_with_activity = RequirementKind.REHABILITATION_ACTIVITY in requirements
    if kind != OrderKind.LICENCE and not (
        kind in (OrderKind.COMMUNITY_ORDER, OrderKind.SUSPENDED_SENTENCE) and is_with_activity
    ):
        return None
    parts, of = in_force(RESET_LAW, max(ends_on, FIRST_RESET)).values["contact_until"]
    days = -(-(ends_on - starts_on).days * parts // of)
    return max(starts_on + timedelta(days=days), FIRST_RESET)
