"""The outcomes of a plan, read from a frame: yes or no, a count, an amount, or a time within a horizon that is over for all."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from evidence.evaluation.frames import Frame, numbers, yes_no
from evidence.evaluation.plans import Outcome
from evidence.trouble import Trouble


@dataclass(frozen=True)
class Read:
    """One outcome of every row: the number that is averaged, whether the event happened, and when."""

    outcome: Outcome
    values: np.ndarray
    happened: np.ndarray
    leaves: np.ndarray | None = None


def read_outcome(outcome: Outcome, frame: Frame) -> Read:
    """Read an outcome; raises `Trouble` for values that cannot be, and for people not followed to the horizon."""
    if outcome.kind == "count":
        values = numbers(frame, outcome.column, "a count of reoffences")
        if ((values < 0) | (values != np.round(values))).any():
            raise Trouble(f"{frame.name}, column {outcome.column}: a count is a whole number of 0 or more.")
        return Read(outcome, values, values > 0)
    if outcome.kind == "amount":
        values = numbers(frame, outcome.column, f"an amount in {outcome.unit}")
        return Read(outcome, values, values != 0)
    happened = yes_no(frame, outcome.column, "an outcome")
    if outcome.duration is None or outcome.horizon is None:
        return Read(outcome, happened, happened > 0)
    leaves = numbers(frame, outcome.duration, "a duration")
    if (leaves <= 0).any():
        raise Trouble(f"{frame.name}, column {outcome.duration}: a duration is more than 0.")
    lost = (happened == 0) & (leaves < outcome.horizon)
    if lost.any():
        raise Trouble(
            f"{frame.name}: {int(lost.sum())} people were not followed for {outcome.horizon:g} days and had no event by then. "
            f"Add a step of the cohort, or a shorter horizon for {outcome.name}."
        )
    within = (happened > 0) & (leaves <= outcome.horizon)
    # Everyone is followed to the horizon, so that the mean of the days until then is the area under the curve.
    return Read(outcome, np.minimum(leaves, outcome.horizon), within, np.minimum(leaves, outcome.horizon))
