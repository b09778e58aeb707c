"""Run a plan on data: the way in for a notebook, a worker and the terminal."""

from __future__ import annotations

from dataclasses import asdict, replace
from pathlib import Path

import pandas as pd

from evidence.evaluation import lock, matched, trial
from evidence.evaluation.frames import Frame, frame_of
from evidence.evaluation.plan import Plan, read_plan
from evidence.evaluation.study import Study


def evaluate(plan: Plan | str | Path, data: str | Path | pd.DataFrame | Frame) -> Study:
    """Run a plan, by its design; a lock beside the plan's file is checked first. Raises `Trouble`."""
    if isinstance(plan, Plan):
        return _run(plan, frame_of(data))
    read = read_plan(plan)
    found = lock.kept(read, Path(plan))
    study = _run(read, frame_of(data))
    return replace(study, lock=asdict(found) if found else {})


def _run(plan: Plan, frame: Frame) -> Study:
    return matched.run(plan, frame) if plan.design == "matched" else trial.run(plan, frame)
