"""Files of any columns, read as a frame: what cannot be read is refused, and every row that cannot be used is listed."""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeAlias

import numpy as np
import pandas as pd

from evidence.evaluation.counts import one_row
from evidence.trouble import Trouble

LISTED = 20  # rows of one reason that are named; all of them are counted
YES_NO = {"1": 1.0, "0": 0.0, "true": 1.0, "false": 0.0, "yes": 1.0, "no": 0.0, "1.0": 1.0, "0.0": 0.0}


@dataclass(frozen=True)
class Exclusion:
    """Rows that are not used, and why. In CSV the row of the headings is row 1."""

    column: str
    reason: str
    rows: tuple[int, ...]

    @property
    def words(self) -> str:
        """Count, column, reason and the first rows, as one sentence."""
        named = ", ".join(map(str, self.rows[:LISTED])) + (", ..." if len(self.rows) > LISTED else "")
        rows = "row" if len(self.rows) == 1 else "rows"
        return f"{rows} {named}, column {self.column}: {self.reason}; {len(self.rows):,} {rows} not used."

    def as_dict(self, *, protected: bool = True) -> dict[str, object]:
        """For JSON: the count passes the gate unless `protected` is false."""
        counted = one_row({"rows": len(self.rows)}, protected=protected)
        return {"column": self.column, "reason": self.reason, "rows": counted["rows"]}


@dataclass(frozen=True)
class Frame:
    """A table of any columns, with its name for messages and the rows that were left out of it."""

    name: str
    data: pd.DataFrame = field(repr=False)
    excluded: tuple[Exclusion, ...] = ()

    @property
    def listing(self) -> list[str]:
        """The exclusions in words, after a line for the count."""
        lost = sum(len(one.rows) for one in self.excluded)
        return [
            f"{self.name}: {len(self.data):,} rows used, {lost:,} not used.",
            *(f"{self.name}, {one.words}" for one in self.excluded),
        ]

    def needs(self, columns: Iterable[str]) -> None:
        """Raise `Trouble` for the first column that is not there, with the nearest that is."""
        have = [str(name) for name in self.data.columns]
        for column in columns:
            if column not in have:
                near = difflib.get_close_matches(column, have, 1)
                hint = f" Did you mean {near[0]}?" if near else ""
                raise Trouble(
                    f"{self.name}: there is no column {column}; the columns there are {', '.join(have)}.{hint}"
                )

    def without(self, column: str, reason: str, wrong: pd.Series) -> Frame:
        """The frame without the rows for which `wrong` is true, which are counted and listed."""
        if not wrong.any():
            return self
        found = Exclusion(column, reason, tuple(int(row) for row in self.data.index[wrong]))
        return Frame(self.name, self.data[~wrong], (*self.excluded, found))

    def complete(self, columns: Iterable[str]) -> Frame:
        """The frame without rows that are blank in any of `columns`; raises `Trouble` where none is left."""
        frame = self
        columns = list(dict.fromkeys(columns))
        frame.needs(columns)
        for column in columns:
            frame = frame.without(column, "blank", frame.data[column].isna())
        if not len(frame.data):
            raise Trouble(f"{self.name}: no row has a value in each of {', '.join(columns)}.")
        return frame


Data: TypeAlias = "str | Path | pd.DataFrame | Frame"  # a CSV or Parquet file, or a frame of a notebook


def frame_of(data: Data) -> Frame:
    """A frame from a CSV (UTF-8) or Parquet file, or from a frame of a notebook; raises `Trouble`."""
    if isinstance(data, Frame):
        return data
    if isinstance(data, pd.DataFrame):
        return Frame("data", data.set_axis(pd.RangeIndex(1, len(data) + 1), axis=0))
    path = Path(data)
    if not path.is_file():
        raise Trouble(f"{path}: there is no such file.")
    reader: dict[str, Callable[[Path], pd.DataFrame]] = {".csv": _csv, ".parquet": pd.read_parquet}
    if path.suffix.lower() not in reader:
        raise Trouble(f"{path}: only .csv and .parquet files can be read. Save it as one of these.")
    try:
        found = reader[path.suffix.lower()](path)
    except pd.errors.EmptyDataError:
        raise Trouble(f"{path}: the file is empty. It should begin with the names of its columns.") from None
    except pd.errors.ParserError as error:
        raise Trouble(_broken(path, str(error).splitlines()[0])) from error
    except (ValueError, OSError) as error:
        raise Trouble(f"{path}: cannot be read as {path.suffix[1:]}: {str(error).splitlines()[0]}") from error
    if not len(found):
        raise Trouble(f"{path}: there are no rows under the headings.")
    first = 2 if path.suffix.lower() == ".csv" else 1
    frame = Frame(str(path), found.set_axis(pd.RangeIndex(first, first + len(found)), axis=0))
    if first > 1:
        _nothing_swallowed(frame)
    return frame


def _nothing_swallowed(frame: Frame) -> None:
    """Raise `Trouble` for a value that holds a whole line: a quotation mark was not closed, and the next one closed it."""
    for column in frame.data.select_dtypes(["object", "string"]).columns:
        texts = frame.data[column].astype(str)
        whole = (
            texts.str.contains("\n", regex=False) & (texts.str.count(",") >= len(frame.data.columns) - 1)
        ).to_numpy()
        if whole.any():
            raise Trouble(
                f"{frame.name}, row {frame.data.index[int(np.flatnonzero(whole)[0])]}, column {column}: the value holds whole "
                "lines; the quotation mark that begins it is not closed."
            )


def _broken(path: Path, said: str) -> str:
    """What the reader says of a line that is no row, in words."""
    if found := re.search(r"Expected (\d+) fields in line (\d+), saw (\d+)", said):
        have, row, saw = found.groups()
        return f"{path}, row {row}: has {saw} values under {have} headings; put values with a comma in quotation marks."
    if found := re.search(r"EOF inside string starting at row (\d+)", said):
        return f"{path}, row {int(found[1]) + 1}: a quotation mark is not closed, so that nothing after it can be told apart."
    return f"{path}: cannot be read as csv: {said}"


def _csv(path: Path) -> pd.DataFrame:
    """A CSV file. Nothing but an empty cell is blank, so that a code such as NA stays a value."""
    return pd.read_csv(path, keep_default_na=False, na_values=[""], encoding="utf-8-sig", low_memory=False)


def numbers(frame: Frame, column: str, what: str) -> np.ndarray:
    """The values of a column as numbers; raises `Trouble` naming the first row that is none."""
    values: np.ndarray = pd.to_numeric(frame.data[column], errors="coerce").to_numpy(dtype=float)
    wrong = ~np.isfinite(values)
    if wrong.any():
        raise Trouble(_first(frame, column, wrong, f"{what} is a number, such as 52"))
    return values


def yes_no(frame: Frame, column: str, what: str) -> np.ndarray:
    """The values of a column of 0 and 1 (or no and yes, false and true); raises `Trouble` naming the first that is not."""
    values: np.ndarray = frame.data[column].astype(str).str.strip().str.lower().map(YES_NO).to_numpy(dtype=float)
    wrong = np.isnan(values)
    if wrong.any():
        raise Trouble(_first(frame, column, wrong, f"{what} is 0 or 1, no or yes, false or true"))
    return values


def texts(frame: Frame, columns: Sequence[str]) -> np.ndarray:
    """One text for each row from several columns, to tell groups apart."""
    parts = [frame.data[column].astype(str) for column in columns]
    return np.array(["\x1f".join(row) for row in zip(*parts, strict=True)]) if parts else np.full(len(frame.data), "")


def _first(frame: Frame, column: str, wrong: np.ndarray, form: str) -> str:
    place = int(np.flatnonzero(wrong)[0])
    row, value = frame.data.index[place], frame.data[column].iloc[place]
    return f"{frame.name}, row {row}, column {column} ({value}): {form}; {int(wrong.sum())} rows hold something else."
