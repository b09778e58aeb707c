"""How those who entered each kind of involvement go on: rate with its range, the curve, and how the year before was."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

import numpy as np

from desistance.measurement.actions.starting import Entry, GatheredStarts
from desistance.measurement.models import Tracking
from desistance.measurement.queries.kinds import kinds_evaluated
from desistance.measurement.rules.evaluation import HORIZON
from desistance.measurement.rules.periods import MONTHS_FOLLOWED, MONTHS_UNTIL_FINAL, months_later
from desistance.measurement.terms import TRACKED_MONTHS
from desistance.measurement.worker.freezing import SANCTIONS_FILE, folder_of
from evidence import disclosure, tables
from evidence.disclosure import ROUNDED, Ratio, Shape
from evidence.evaluation.curves import kaplan_meier
from evidence.reoffending import Start, follow, history, wilson

SHAPE = Shape(
    keys=("scheme",),
    counts=("offenders", "reoffenders", "reoffences", "earlier"),
    parts=(("reoffenders", "offenders"),),
    ratios=(
        Ratio("rate", "reoffenders", "offenders", ("rate_low", "rate_high"), wilson),
        Ratio("reoffences_per_person", "reoffences", "offenders"),
        Ratio("earlier_per_person", "earlier", "offenders"),
    ),
    at_least=(("reoffenders", "reoffences"),),
)
"""Kinds do not add up: a person may be in several. ``earlier`` are offences of the year before they entered."""
DIGITS = 2  # of a share whose digits would otherwise give the counts behind it away


def window(complete_to: date) -> tuple[date, date]:
    """The first and last day of entry that are counted: everyone was followed for a year."""
    last = months_later(complete_to, -MONTHS_FOLLOWED)
    return months_later(last, -TRACKED_MONTHS) + timedelta(days=1), last


def tracked(tracking: Tracking, gathered: GatheredStarts) -> dict[str, Any]:
    """A row for every kind of involvement, cleared, with its curve where the rate may be shown. Raises :class:`Trouble`."""
    snapshot = tracking.snapshot
    first, last = window(snapshot.complete_to)
    entered: dict[str, list[Entry]] = defaultdict(list)
    for one in gathered.entries:
        if first <= one.on <= last:
            entered[one.kind].append(one)
    sanctions = tables.read(folder_of(snapshot) / SANCTIONS_FILE, "sanctions")
    every = [(kind, Start(one.person, one.on)) for kind, some in entered.items() for one in some]
    starts = [start for _, start in every]
    after, before = follow(sanctions, starts), history(sanctions, starts)
    days: dict[str, list[int | None]] = defaultdict(list)
    counted: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0, 0])
    for (kind, start), came, was in zip(every, after, before, strict=True):
        for place, number in enumerate((1, int(came.reoffences > 0), came.reoffences, was.year_before)):
            counted[kind][place] += number
        days[kind].append((came.first_on - start.on).days if came.first_on else None)
    rows: list[dict[str, Any]] = [
        {"scheme": kind, **dict(zip(SHAPE.counts, numbers, strict=True))} for kind, numbers in counted.items()
    ]
    cleared = disclosure.protect(rows, SHAPE, known={"scheme": list(kinds_evaluated())})
    return {
        "first_on": str(first),
        "last_on": str(last),
        "complete_to": str(snapshot.complete_to),
        "is_provisional": months_later(last, MONTHS_UNTIL_FINAL) > snapshot.complete_to,
        "rows": [
            {**row, "curve": _curve(days[str(row["scheme"])]) if isinstance(row["rate"], float) else []}
            for row in cleared.rows
        ],
        "face": cleared.face,
        "notes": list(cleared.notes),
    }


def _curve(days: Sequence[int | None]) -> list[dict[str, float]]:
    """The share still free of a proven reoffence, at times between which enough people had one (Kaplan and Meier)."""
    horizon = HORIZON[MONTHS_FOLLOWED]
    leaves = np.array([min(day or horizon, horizon) for day in days], dtype=float)
    happened = np.array([day is not None for day in days], dtype=float)
    [curve] = kaplan_meier(np.zeros(len(leaves)), leaves, happened)
    return [
        {
            "time": point.time,
            **{
                name: round(share, DIGITS)
                for name, share in zip(("survival", "low", "high"), (point.survival, *point.interval), strict=True)
            },
        }
        for point in curve.thinned(ROUNDED.threshold).points
    ]
