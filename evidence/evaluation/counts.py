"""Counts of people in an evaluation, on their way out through the gate of `evidence.disclosure`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from evidence import disclosure
from evidence.disclosure import ROUNDED, Shape
from evidence.disclosure.gate import Value

CLEARED = "cleared"
TRUE = "not protected: true counts, not for publication"
THRESHOLD = ROUNDED.threshold


def face(protected: bool) -> str:
    """What a reader must know about every count beside it."""
    if protected:
        return f"Cleared for publication. {ROUNDED.words}"
    return "NOT PROTECTED: true counts, not for publication."


def through_the_gate(
    rows: Sequence[Mapping[str, Value]],
    key: str,
    counts: Sequence[str],
    *,
    parts: Sequence[tuple[str, str]] = (),
    protected: bool = True,
) -> list[dict[str, Value]]:
    """Rows of counts, one for each value of `key`, as they may be shown; or as they are, where `protected` is false."""
    if not protected:
        return [dict(row) for row in rows]
    shape = Shape(keys=(key,), counts=tuple(counts), parts=tuple(parts))
    cleared = {row[key]: row for row in disclosure.protect(rows, shape).rows}
    return [cleared[row[key]] for row in rows]


def one_row(
    counts: Mapping[str, int], *, parts: Sequence[tuple[str, str]] = (), protected: bool = True
) -> dict[str, Value]:
    """One row of counts as it may be shown."""
    [row] = through_the_gate([{"of": "all", **counts}], "of", tuple(counts), parts=parts, protected=protected)
    return {name: row[name] for name in counts}
