"""Run a plan on data: the way in for a notebook, a worker and the terminal."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, replace
from pathlib import Path

from evidence.evaluation import lock, matched, plans, trials
from evidence.evaluation.frames import Data, frame_of
from evidence.evaluation.plans import Plan
from evidence.evaluation.study import Study
from evidence.trouble import Trouble

Planned = Plan | str | Path | Mapping[str, object]
CALLS = {"matched": "match", "randomised": "trial"}


def match(plan: Planned, data: Data) -> Study:
    """Compare people who took part with others who are alike, by a plan of design matched. Raises `Trouble`."""
    return _run(_of_design(plan, "matched"), data)


def trial(plan: Planned, data: Data) -> Study:
    """Compare people by where chance put them, by a plan of design randomised. Raises `Trouble`."""
    return _run(_of_design(plan, "randomised"), data)


def evaluate(plan: Planned, data: Data) -> Study:
    """Run a plan about people by whatever design it says: `match` or `trial`. Raises `Trouble`."""
    return _run(_read(plan), data)


def _read(plan: Planned) -> Plan:
    return plan if isinstance(plan, Plan) else plans.plan(plan)


def _of_design(plan: Planned, design: str) -> Plan:
    """The plan; raises `Trouble` where it is of another design."""
    read = _read(plan)
    if read.design != design:
        raise Trouble(f"The plan is of design {read.design}; run it by `ev.evaluation.{CALLS[read.design]}`.")
    return read


def _run(plan: Plan, data: Data) -> Study:
    """Run a plan; a lock beside the plan's file is checked first."""
    found = lock.kept(plan, plan.source) if plan.source else None
    run = matched.run if plan.design == "matched" else trials.run
    return replace(run(plan, frame_of(data)), lock=asdict(found) if found else {})
