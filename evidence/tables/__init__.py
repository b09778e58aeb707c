"""The declared tables, in which the parts of `evidence` meet, and the reading of files against them.

Decides which rows of a file can be used. Every row that cannot be is counted and listed with its row, column and
reason; none is dropped silently and no value is guessed. It does not decide what is counted: `evidence.reoffending`
does. The schemas are ours; `evidence tables` prints them.
"""

from typing import TYPE_CHECKING

from evidence.lazily import lazily
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
else:
    __getattr__, __dir__ = lazily(__name__, {"reading": ("Checked", "Problem", "read")})

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
