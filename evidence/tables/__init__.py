"""The declared tables, in which the parts of `evidence` meet, and the reading of files against them.

Decides which rows of a file can be used. Every row that cannot be is counted and listed with its row, column and
reason; none is dropped silently and no value is guessed. It does not decide what is counted: `evidence.reoffending`
does. The schemas are ours; `evidence tables` prints them.
"""

from importlib import import_module
from typing import TYPE_CHECKING

from evidence.tables.schemas import (
    INVOLVEMENTS,
    PEOPLE,
    SANCTIONS,
    SCORES,
    TABLES,
    Column,
    Constraint,
    Table,
    table_named,
)

if TYPE_CHECKING:
    from evidence.tables.reading import Checked, Problem, read

__all__ = [
    "INVOLVEMENTS",
    "PEOPLE",
    "SANCTIONS",
    "SCORES",
    "TABLES",
    "Checked",
    "Column",
    "Constraint",
    "Problem",
    "Table",
    "read",
    "table_named",
]


def __getattr__(name: str) -> object:
    """Load the reader, and with it the engine, at first use."""
    if name in ("Checked", "Problem", "read"):
        return getattr(import_module("evidence.tables.reading"), name)
    raise AttributeError(f"module 'evidence.tables' has no {name!r}")
