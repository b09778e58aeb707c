"""Appointments of the people to measure over three quarters, so that the board's page has a line to draw. All made up."""

import random
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any

from desistance.demo.bulk import copy_rows
from desistance.measurement.rules.periods import quarter_of

EACH = 420
"""Appointments in a quarter, one a person."""
OUTCOMES = ("attended_complied", "attended_not_complied", "unacceptable_absence", "acceptable_absence", "")
WEIGHTS = {
    date(2025, 4, 1): (60, 5, 21, 6, 8),
    date(2025, 7, 1): (62, 5, 19, 7, 7),
    date(2025, 10, 1): (71, 4, 13, 7, 5),
}
"""By the first day of a quarter, how often each outcome (empty: none recorded). Text reminders began in October."""


def write_appointments(people: Sequence[int], said: dict[str, Any]) -> int:
    """Write the appointments of some of these people; tells how many. ``said`` is whose word they are."""
    chance, rows = random.Random(20250401), []  # noqa: S311 - synthetic data, not secrets
    for first, weights in WEIGHTS.items():
        days = (quarter_of(first).last - first).days
        for person in people[:EACH]:
            day = first + timedelta(days=chance.randint(0, days))
            begins = datetime(day.year, day.month, day.day, chance.randint(9, 15), tzinfo=UTC)
            outcome = chance.choices(OUTCOMES, weights)[0]
            rows.append({"person_id": person, **said, **_appointment(begins, outcome)})
    copy_rows("casework.Contact", rows)
    return len(rows)


def _appointment(begins: datetime, outcome: str) -> dict[str, Any]:
    ends = begins + timedelta(minutes=30)
    settled = {"state": "happened", "outcome": outcome, "outcome_at": ends, "outcome_by": 0} if outcome else {}
    return {
        "kind": "office", "purpose": "Supervision", "starts_at": begins, "ends_at": ends, "placed_at": begins,
        "why_acceptable": "At hospital" if outcome == "acceptable_absence" else "",
        "recorded_at": begins, "created_at": begins, "changed_at": ends, "changed_by": 0, "version": 1, **settled,
    }  # fmt: skip
