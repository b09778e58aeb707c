"""What a data officer may decide of rows, and when."""

from collections.abc import Mapping, Sequence

from desistance.foundation.decisions import Decision, allowed, refused
from desistance.ingest.rules.rows import RowReading
from desistance.ingest.terms import ProblemKind

OPEN_STATES = frozenset({"needs_you", "ready", "done_with_held"})
"""States of an import in which its rows can be decided."""
SOURCE = "Service design P61 and J11: fix rows, compare possible matches."


def may_decide_rows(import_state: str) -> Decision:
    """Rows wait for a decision once all are checked, and not while others are being loaded."""
    if import_state in OPEN_STATES:
        return allowed()
    if import_state == "loading":
        return refused("Rows of this file are being loaded. Decide the others when that is done.", source=SOURCE)
    return refused("No row of this file waits for a decision.", source=SOURCE)


def may_say_different(shown: Sequence[int], closed: int) -> Decision:
    """Only people who were compared can be told apart from a row."""
    if closed:
        return refused(
            "Someone who resembles this row can only be compared by a worker who may open their record. "
            "Hold the row and ask them.",
            source=SOURCE,
        )
    return allowed() if shown else refused("Nobody resembles this row any more. Read it again.", source=SOURCE)


def columns_to_mend(reading: RowReading, column: str, cells: Mapping[str, str]) -> tuple[str, ...]:
    """The columns of a held row to be put right: those with a problem; all of them when no column is to blame."""
    found = dict.fromkeys(problem.column for problem in reading.problems)
    found |= dict.fromkeys([column])
    named = tuple(name for name in found if name)
    return named or tuple(cells)


def may_mend(problem: str, cells: Mapping[str, str], changed: Mapping[str, str]) -> Decision:
    """A row whose cells are known can be put right here, in columns that its file has."""
    if problem == ProblemKind.SHAPE or not cells:
        return refused(
            "This row does not fit the heading. Mend it in the file and send it again, or leave it out.", source=SOURCE
        )
    strange = [column for column in changed if column not in cells]
    return refused(f"The file has no column called {strange[0]}.", source=SOURCE) if strange else allowed()
