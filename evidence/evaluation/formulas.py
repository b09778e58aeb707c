"""Model formulas, once read by `columns`, as columns of numbers."""

from __future__ import annotations

import re
from dataclasses import dataclass

import numpy as np
import pandas as pd
import patsy

from evidence.evaluation.columns import columns_of
from evidence.evaluation.frames import Frame
from evidence.trouble import Trouble

FUNCTIONS = {"log": np.log, "log1p": np.log1p, "exp": np.exp, "sqrt": np.sqrt}


@dataclass(frozen=True)
class Design:
    """The columns of numbers of a formula, without the constant, by the names of their terms."""

    terms: tuple[str, ...]
    matrix: np.ndarray


def design(formula: str, frame: Frame) -> Design:
    """The columns of numbers of `formula` for every row of `frame`, which must be complete; raises `Trouble`."""
    columns = columns_of(formula)
    frame.needs(columns)
    for column in columns:
        if f"C({column})" not in formula.replace(" ", ""):
            _no_stray_text(frame, column)
    data = {column: _plain(frame.data[column]) for column in columns}
    try:
        with np.errstate(all="ignore"):
            made = patsy.dmatrix(formula, data, eval_env=patsy.EvalEnvironment([dict(FUNCTIONS)]), NA_action="raise")
    except (patsy.PatsyError, TypeError, ValueError, AttributeError) as error:
        why = str(error).splitlines()[0]
        raise Trouble(f"The formula {formula!r} cannot be worked out on {frame.name}: {why}.") from error
    names = made.design_info.column_names
    kept = [place for place, name in enumerate(names) if name != "Intercept"]
    found = Design(tuple(_plain_name(names[place]) for place in kept), np.take(made, kept, axis=1))
    _estimable(found, formula)
    return found


def _no_stray_text(frame: Frame, column: str) -> None:
    """Raise `Trouble` for a column of numbers in which some values are text: each would be a kind of its own."""
    values = frame.data[column]
    stray = pd.to_numeric(values, errors="coerce").isna().to_numpy()
    if stray.any() and stray.mean() < 0.5:
        place = int(np.flatnonzero(stray)[0])
        raise Trouble(
            f"{frame.name}, row {frame.data.index[place]}, column {column} ({values.iloc[place]}): the other rows hold numbers; "
            f"{int(stray.sum())} hold something else. Correct it, or write C({column}) where it is kinds."
        )


def _plain_name(term: str) -> str:
    """The name of a term without the types of numpy in it: C(race)[T.1]."""
    return re.sub(r"np\.\w+\((['\"]?)(.*?)\1\)", lambda found: re.sub(r"\.0$", "", found.group(2)), term)


def _plain(column: pd.Series) -> np.ndarray:
    """Numbers as numbers, everything else as text, so that categories are found alike whatever a file calls them."""
    if column.dtype == object:
        column = _numbers_as_such(column)
    if pd.api.types.is_bool_dtype(column) or pd.api.types.is_numeric_dtype(column):
        return np.asarray(column.to_numpy(dtype=float))
    return np.array([str(value) for value in column], dtype=object)


def _numbers_as_such(column: pd.Series) -> pd.Series:
    """A column of Python objects that are all numbers, as a column of numbers."""
    return pd.to_numeric(column) if all(isinstance(value, int | float) for value in column) else column


def _estimable(found: Design, formula: str) -> None:
    """Raise `Trouble` for a column that never varies, or that others already say."""
    if not np.isfinite(found.matrix).all():
        bad = found.terms[int(np.flatnonzero(~np.isfinite(found.matrix).all(axis=0))[0])]
        raise Trouble(f"The formula {formula!r}: {bad} has values that are no numbers, such as the log of 0.")
    spread = found.matrix.std(axis=0)
    for term, one in zip(found.terms, spread, strict=True):
        if one < 1e-12:
            raise Trouble(f"The formula {formula!r}: {term} is the same in every row, so that it has no coefficient.")
    scaled = np.column_stack([np.ones(len(found.matrix)), (found.matrix - found.matrix.mean(axis=0)) / spread])
    # Its triangle says of the columns what all the rows say, and is small.
    triangle = np.asarray(np.linalg.qr(scaled, mode="r"))
    rounding = len(scaled) * np.finfo(float).eps
    known = 1
    for place, term in enumerate(found.terms, start=1):
        now = int(np.linalg.matrix_rank(triangle[:, : place + 1], rtol=rounding))
        if now == known:
            raise Trouble(f"The formula {formula!r}: {term} says what the terms before it say already. Leave it out.")
        known = now
