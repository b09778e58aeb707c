"""What people decided about pairs before: remembered in a file, and above every weight.

The file is CSV with `left_id`, `right_id` and `decision` (same or apart), and for two files `left_source` and
`right_source` (a or b). Of several decisions about one pair the last `decided_on` stands.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from evidence.trouble import Trouble

SOURCES = ("a", "b")
NEEDED = ("left_id", "right_id", "decision")
Key = tuple[int, str]  # the place of the source and the id in it


@dataclass(frozen=True)
class Decisions:
    """Pairs that people decided on, by source and id."""

    same: tuple[tuple[Key, Key], ...] = ()
    apart: tuple[tuple[Key, Key], ...] = ()


def read_decisions(path: Path) -> Decisions:
    """Read decisions; raises `Trouble` that names file, row and column."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as lines:
            rows = list(csv.DictReader(lines))
    except OSError as wrong:
        raise Trouble(f"{path}: {wrong.strerror}; check the name of the file.") from None
    stands: dict[tuple[Key, Key], tuple[date, str]] = {}
    for number, row in enumerate(rows, start=2):
        missing = [name for name in NEEDED if not (row.get(name) or "").strip()]
        if missing:
            raise Trouble(f"{path}, row {number}: {', '.join(missing)} is blank; each decision needs it.")
        said, when = row["decision"].strip().lower(), _day(row.get("decided_on"), path, number)
        if said not in ("same", "apart"):
            raise Trouble(f"{path}, row {number}, column decision ({said}): write same or apart.")
        ends = sorted((_source(row, side, path, number), row[f"{side}_id"].strip()) for side in ("left", "right"))
        pair = (ends[0], ends[1])
        if pair not in stands or stands[pair][0] <= when:
            stands[pair] = (when, said)
    chosen = {kind: tuple(pair for pair, (_on, said) in stands.items() if said == kind) for kind in ("same", "apart")}
    return Decisions(chosen["same"], chosen["apart"])


def _source(row: dict[str, str], side: str, path: Path, number: int) -> int:
    given = (row.get(f"{side}_source") or "a").strip().lower()
    if given not in SOURCES:
        raise Trouble(
            f"{path}, row {number}, column {side}_source ({given}): write a for the first file or b for the second."
        )
    return SOURCES.index(given)


def _day(text: str | None, path: Path, number: int) -> date:
    if not (text or "").strip():
        return date.min
    try:
        return date.fromisoformat(str(text).strip())
    except ValueError:
        raise Trouble(
            f"{path}, row {number}, column decided_on ({text}): write year-month-day, such as 2026-11-22."
        ) from None
