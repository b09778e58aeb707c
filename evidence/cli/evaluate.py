"""Evaluate a scheme by a plan: matched in the form of the Justice Data Lab, randomised, or of whole areas over time.

PLAN is TOML; docs/evidence/evaluation.md has its keys. --lock fixes the plan before outcomes are seen. Counts of people pass
the disclosure gate; --no-disclosure prints true counts. A headline is refused where the groups are small or not alike.
"""

import argparse
import json
import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from evidence.trouble import Trouble

if TYPE_CHECKING:
    from evidence.evaluation.area_plan import AreaPlan


EXAMPLE = "evidence evaluate made-up/plan.toml made-up/scheme.csv --report report.html"


def describe(parser: argparse.ArgumentParser) -> None:
    """Declare the plan, the data and the form of the answer."""
    parser.add_argument("plan", type=Path, metavar="PLAN", help="the plan, a TOML file")
    parser.add_argument("data", type=Path, nargs="?", metavar="DATA", help="CSV or Parquet, a row for each person")
    parser.add_argument("--format", choices=("text", "json", "html"), default="text")
    parser.add_argument(
        "--report", type=Path, metavar="FILE", help="also write the report, one HTML file that stands alone"
    )
    parser.add_argument("--no-disclosure", action="store_true", help="true counts, marked as not for publication")
    parser.add_argument(
        "--lock", action="store_true", help="fix the plan today; DATA, where given, holds no outcome yet"
    )


def run(options: argparse.Namespace) -> int:
    """Lock the plan, or run it and print what was found."""
    from evidence.evaluation.area_plan import area_plan  # noqa: PLC0415 - a verb loads its part when it runs

    if plan := area_plan(options.plan):
        return _areas(plan, options)
    if options.lock:
        return _lock(options)
    if options.data is None:
        raise Trouble("DATA is needed: a CSV or Parquet file with a row for each person.")
    from evidence.evaluation.running import evaluate  # noqa: PLC0415

    study = evaluate(options.plan, options.data)
    sys.stderr.write("".join(f"{options.data}, {one.words}\n" for one in study.excluded))
    shown = study.unprotected() if options.no_disclosure else study
    if options.report:
        shown.report(options.report)
    forms = {"text": shown.table, "json": shown.to_json, "html": shown.to_html}
    sys.stdout.write(forms[options.format]())
    return 0


def _areas(plan: "AreaPlan", options: argparse.Namespace) -> int:
    """Run a plan about whole areas; it has neither people to match nor curves to draw."""
    from evidence.evaluation.area_plan import areas_as_text, run_areas  # noqa: PLC0415

    if options.lock or options.report or options.format == "html" or options.no_disclosure:
        raise Trouble(
            f'A plan of design "{plan.design}" is told with --format text or json; --lock, --report and --no-disclosure '
            "are for plans about people."
        )
    if options.data is None:
        raise Trouble("DATA is needed: a CSV or Parquet file with a row for each period, or each area and period.")
    told = run_areas(plan, options.data)
    as_json = options.format == "json"
    sys.stdout.write(json.dumps(told, indent=1, ensure_ascii=False) + "\n" if as_json else areas_as_text(told))
    return 0


def _lock(options: argparse.Namespace) -> int:
    """Fix the plan; the day is today's, because this is a door."""
    from evidence.evaluation.lock import lock, place_of  # noqa: PLC0415
    from evidence.evaluation.plans import plan  # noqa: PLC0415

    made = lock(plan(options.plan), options.plan, date.today(), options.data)  # noqa: DTZ011 - the analyst's own day
    sys.stdout.write(f"Locked on {made.locked_on} as {made.plan_sha256}; the lock is {place_of(options.plan)}.\n")
    return 0
