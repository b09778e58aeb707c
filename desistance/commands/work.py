"""Carry out the work that was put off: imports, notices and everything on a timetable."""

import argparse

from desistance.foundation.terms import Queue
from desistance.jobs.timetable import run_worker


def describe(parser: argparse.ArgumentParser) -> None:
    """How many jobs at a time, of which queue, whether what repeats too, and whether to stop when nothing is left."""
    parser.add_argument("--concurrency", type=int, default=1)
    parser.add_argument(
        "--only", choices=list(Queue), type=Queue, help="jobs of this queue; both without it, everyday first"
    )
    parser.add_argument("--without-timetable", action="store_true", help="leave what repeats to another worker")
    parser.add_argument("--until-idle", action="store_true", help="stop when nothing is waiting")


def run(chosen: argparse.Namespace) -> int:
    """Run the worker until it is stopped."""
    run_worker(
        concurrency=chosen.concurrency,
        until_idle=chosen.until_idle,
        only=chosen.only,
        with_timetable=not chosen.without_timetable,
    )
    return 0
