"""Model formulas: which columns they name, and their columns of numbers.

Decides what a formula may say: names of columns, `+ - * : **`, numbers, `C(column)` for categories (with a reference group
by `Treatment`), `Q('any name')`, `I(...)`, `log`, `log1p`, `exp` and `sqrt`. It is read before it is used, so that a plan
that comes from elsewhere can run nothing else.
"""

from __future__ import annotations

import ast
import re
from dataclasses import dataclass

import numpy as np
import pandas as pd
import patsy

from evidence.evaluation.frames import Frame
from evidence.trouble import Trouble

FUNCTIONS = {"log": np.log, "log1p": np.log1p, "exp": np.exp, "sqrt": np.sqrt}
MARKS = ("C", "Q", "I", "Treatment")
SIGNS = (ast.Add, ast.Sub, ast.Mult, ast.Div, ast.Pow, ast.MatMult)
CAN_SAY = f"names of columns, + - * : **, C(column), Q('column'), I(...), {', '.join(FUNCTIONS)}"


@dataclass(frozen=True)
class Design:
    """The columns of numbers of a formula, without the constant, by the names of their terms."""

    terms: tuple[str, ...]
    matrix: np.ndarray


def columns_of(formula: str) -> tuple[str, ...]:
    """The columns that the right-hand side of a formula names; raises `Trouble` for what cannot be read."""
    if "~" in formula:
        raise Trouble(f"The formula {formula!r} cannot be read: write what stands right of ~ only, such as age + fin.")
    try:
        read = ast.parse(formula.replace(":", "@"), mode="eval").body
    except SyntaxError as error:
        place = f" near character {error.offset}" if error.offset else ""
        raise Trouble(f"The formula {formula!r} cannot be read{place}. It may hold {CAN_SAY}.") from None
    found: dict[str, None] = {}
    _look(read, formula, found)
    if not found:
        raise Trouble(f"The formula {formula!r} cannot be read: it names no column.")
    return tuple(found)


def _look(node: ast.AST, formula: str, found: dict[str, None]) -> None:
    """Note the columns under a node; raises `Trouble` for anything that a formula may not hold."""
    match node:
        case ast.BinOp(left, operator, right) if isinstance(operator, SIGNS):
            _look(left, formula, found)
            _look(right, formula, found)
        case ast.UnaryOp(ast.USub() | ast.UAdd(), operand):
            _look(operand, formula, found)
        case ast.Call(ast.Name("Q"), [ast.Constant(str() as name)], []):
            found[name] = None
        case ast.Call(ast.Name("Treatment"), arguments, keywords):
            for one in (*arguments, *(keyword.value for keyword in keywords)):
                if not isinstance(one, ast.Constant):
                    raise Trouble(_cannot(formula, one))
        case ast.Call(ast.Name(name), [_, *_] as arguments, []) if name in (*FUNCTIONS, *MARKS):
            for one in arguments:
                _look(one, formula, found)
        case ast.Name(name):
            found[name] = None
        case ast.Constant(int() | float()):
            pass
        case _:
            raise Trouble(_cannot(formula, node))


def _cannot(formula: str, node: ast.AST) -> str:
    return f"The formula {formula!r} cannot be read: {ast.unparse(node)} is not allowed. It may hold {CAN_SAY}."


def design(formula: str, frame: Frame) -> Design:
    """The columns of numbers of `formula` for every row of `frame`, which must be complete; raises `Trouble`."""
    columns = columns_of(formula)
    frame.needs(columns)
    data = {column: _plain(frame.data[column]) for column in columns}
    try:
        with np.errstate(all="ignore"):
            made = patsy.dmatrix(formula, data, eval_env=patsy.EvalEnvironment([dict(FUNCTIONS)]), NA_action="raise")
    except (patsy.PatsyError, TypeError, ValueError, AttributeError) as error:
        why = str(error).splitlines()[0]
        raise Trouble(f"The formula {formula!r} cannot be worked out on {frame.name}: {why}.") from error
    names = made.design_info.column_names
    kept = [place for place, name in enumerate(names) if name != "Intercept"]
    found = Design(tuple(_plain_name(names[place]) for place in kept), np.asarray(made, dtype=float)[:, kept])
    _estimable(found, formula)
    return found


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
    known = 1
    for place, term in enumerate(found.terms, start=1):
        now = int(np.linalg.matrix_rank(scaled[:, : place + 1]))
        if now == known:
            raise Trouble(f"The formula {formula!r}: {term} says what the terms before it say already. Leave it out.")
        known = now
