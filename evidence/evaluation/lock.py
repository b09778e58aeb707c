"""The lock: a plan is fixed before its outcomes are seen, and an analysis says whether it is that plan.

A lock holds the hash of what the plan says and of the file that it was locked beside, the day, and whether any outcome was
in that file. A changed plan can be run, but not under the lock: it is refused until the lock is removed, which the report shows.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path

from evidence.evaluation.frames import frame_of
from evidence.evaluation.plans import Plan
from evidence.trouble import Trouble

SUFFIX = ".lock.json"


@dataclass(frozen=True)
class Lock:
    """What was fixed, when, and beside which data."""

    plan_sha256: str
    locked_on: str
    data_sha256: str | None
    rows: int | None


def place_of(plan_path: Path) -> Path:
    """Where the lock of a plan stands: beside it."""
    return plan_path.with_name(plan_path.name + SUFFIX)


def lock(plan: Plan, plan_path: Path, on: date, data: Path | None = None) -> Lock:
    """Fix a plan; raises `Trouble` where it is locked already, or where the data hold outcomes already."""
    place = place_of(plan_path)
    if place.exists():
        raise Trouble(
            f"{place}: the plan is locked already. A lock is not replaced; write a new plan under another name."
        )
    made = Lock(plan.sha256, on.isoformat(), None, None)
    if data is not None:
        frame = frame_of(data)
        seen = [
            name
            for one in plan.outcomes
            if not one.control
            for name in one.columns
            if name in frame.data.columns and frame.data[name].notna().any()
        ]
        if seen:
            raise Trouble(
                f"{data}: the outcome {seen[0]} is in it. A plan is locked before outcomes are seen: leave the column out."
            )
        made = Lock(plan.sha256, on.isoformat(), hashlib.sha256(data.read_bytes()).hexdigest(), len(frame.data))
    place.write_text(json.dumps(asdict(made), indent=1) + "\n", encoding="utf-8")
    return made


def kept(plan: Plan, plan_path: Path) -> Lock | None:
    """The lock of a plan, or none; raises `Trouble` where the plan is not the one that was locked."""
    place = place_of(plan_path)
    if not place.exists():
        return None
    try:
        found = Lock(**json.loads(place.read_text(encoding="utf-8")))
    except (ValueError, TypeError) as error:
        raise Trouble(f"{place}: this is no lock of a plan.") from error
    if found.plan_sha256 != plan.sha256:
        raise Trouble(
            f"{plan_path}: the plan is not the one that was locked on {found.locked_on}. Run the locked plan, or save "
            "the change as another plan and say in the report that it was made afterwards."
        )
    return found
