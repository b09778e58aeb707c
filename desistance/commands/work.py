"""Carry out the work that was put off: imports, notices and everything on a timetable."""

import argparse

from desistance.jobs.timetable import run_worker


def describe(parser: argparse.ArgumentParser) -> None:
    """How many jobs at a time, and whether to stop when nothing is left."""
    parser.add_argument("--concurrency", type=int, default=1)
    parser.add_argument("--until-idle", action="store_true", help="stop when nothing is waiting")


def run(chosen: argparse.Namespace) -> int:
    """Run the worker until it is stopped."""
    run_worker(concurrency=chosen.concurrency, until_idle=chosen.until_idle)
    return 0
