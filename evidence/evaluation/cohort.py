"""Who is in an evaluation: each step of the plan in order, and how many it left out on either side."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from evidence.definitions import Period
from evidence.evaluation.frames import Frame, yes_no
from evidence.evaluation.plans import Plan, Step
from evidence.trouble import Trouble

KNOWN = "every value known"


@dataclass(frozen=True)
class Left:
    """How many took part, and how many did not, after one step."""

    step: str
    treated: int
    comparison: int


@dataclass(frozen=True)
class Cohort:
    """The people of an evaluation in one order, whatever the order of the file, and the way there."""

    frame: Frame
    treated: np.ndarray
    attrition: tuple[Left, ...]

    def kept(self, step: str, keep: np.ndarray) -> Cohort:
        """The cohort after another step."""
        frame = Frame(self.frame.name, self.frame.data[keep], self.frame.excluded)
        treated = self.treated[keep]
        return Cohort(frame, treated, (*self.attrition, _left(step, treated)))

    def known(self, columns: Iterable[str]) -> Cohort:
        """The cohort with a value in each column; the rows without one are listed by the first that lacks it."""
        complete = self.frame
        for column in dict.fromkeys(columns):
            complete = complete.without(column, "blank", complete.data[column].isna())
        kept = self.kept(KNOWN, self.frame.data.index.isin(complete.data.index))
        return replace(kept, frame=complete)

    def starts(self, plan: Plan) -> Period | None:
        """The months in which people started, which tell of nobody's day; nothing where the plan names no column of it."""
        if "on" not in plan.start:
            return None
        days = pd.to_datetime(self.frame.data[plan.start["on"]], errors="coerce").dropna()
        if not len(days):
            return None
        return Period(days.min().to_period("M").start_time.date(), days.max().to_period("M").end_time.date())


def _left(step: str, treated: np.ndarray) -> Left:
    return Left(step, int(treated.sum()), int((~treated).sum()))


def cohort_of(plan: Plan, frame: Frame, columns: tuple[str, ...]) -> Cohort:
    """The people of the plan's cohort who have a value in each of `columns`; raises `Trouble`."""
    frame.needs(
        dict.fromkeys(
            (plan.person, plan.treated, *columns, *(step.column for step in plan.cohort), *plan.start.values())
        )
    )
    known = frame.without(plan.treated, "blank", frame.data[plan.treated].isna())
    known = known.without(plan.person, "blank", known.data[plan.person].isna())
    ordered = Frame(known.name, known.data.sort_values(plan.person, key=_as_text, kind="stable"), known.excluded)
    treated = yes_no(ordered, plan.treated, "who took part") == 1
    found = Cohort(ordered, treated, (_left("in the file", treated),))
    for step in plan.cohort:
        found = found.kept(step.name, _stays(step, found.frame))
    found = found.known(columns)
    _measured_before(plan, found.frame)
    people = found.frame.data[plan.person]
    both = set(people[found.treated]) & set(people[~found.treated])
    if both:
        raise Trouble(
            f"{frame.name}: {len(both)} people are on both sides of the comparison, such as {sorted(map(str, both))[0]}."
        )
    if people.duplicated().any():
        again = people[people.duplicated()]
        raise Trouble(
            f"{frame.name}, row {again.index[0]}, column {plan.person} ({again.iloc[0]}): stands in several rows; keep one start "
            f"for each. {again.nunique()} people do."
        )
    for side, there in (("took part", found.treated.any()), ("did not take part", (~found.treated).any())):
        if not there:
            raise Trouble(f"{frame.name}: nobody who {side} is left after the steps of the cohort.")
    return found


def _as_text(column: pd.Series) -> pd.Series:
    """The order of people must not depend on the file, nor on whether their numbers are read as numbers."""
    return column.astype(str)


def _stays(step: Step, frame: Frame) -> np.ndarray:
    """Which rows a step keeps. A blank cannot be told, and does not stay."""
    column = frame.data[step.column]
    stays: np.ndarray = column.notna().to_numpy(copy=True)
    if step.among:
        stays &= column.astype(str).isin([str(one) for one in step.among]).to_numpy()
    if step.least is not None or step.most is not None:
        number = pd.to_numeric(column, errors="coerce").to_numpy(dtype=float)
        if (np.isnan(number) & stays).any():
            raise Trouble(
                f"{frame.name}: the step {step.name!r} compares {step.column} with a number, and some values are none."
            )
        stays &= np.nan_to_num(number, nan=-np.inf) >= (step.least if step.least is not None else -np.inf)
        stays &= np.nan_to_num(number, nan=np.inf) <= (step.most if step.most is not None else np.inf)
    return stays


def _measured_before(plan: Plan, frame: Frame) -> None:
    """Raise `Trouble` where the file shows that something compared on was measured after the start."""
    for column, dated in plan.start.items():
        if column == "on":
            continue
        start, measured = (pd.to_datetime(frame.data[name], errors="coerce") for name in (plan.start["on"], dated))
        late = (measured > start).to_numpy()
        if late.any():
            row = frame.data.index[int(np.flatnonzero(late)[0])]
            raise Trouble(
                f"{frame.name}, row {row}: {column} was measured ({dated}) after the start ({plan.start['on']}); "
                f"{int(late.sum())} such rows. Leave them out by a step of the cohort, or take an earlier measurement."
            )
