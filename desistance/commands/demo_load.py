"""Load the demonstration partnership, and with --people N a synthetic one of that size beside it."""

import argparse
import sys

from django.conf import settings

from desistance.commands import load
from desistance.demo import files, later_files, loading, measured
from desistance.demo.synthetic import load_synthetic
from desistance.foundation import clock
from desistance.jobs.running import run_now

FILES = (
    ("caseload-2026-03-12.csv", "probation-caseload", "durham-probation", files.caseload),
    ("custody-2026-03-12.csv", "police-custody", "durham-police", files.custody_loaded),
    ("convictions-2026-03-12.csv", "convictions", "durham-police", later_files.convictions),
    ("receptions-2026-03-12.csv", "prison-releases", "hmp-aycliffe-moor", later_files.releases),
    ("custody-2026-03-13.csv", "police-custody", "", files.custody_to_try),
)
"""Files that the agencies send: name, feed, whose (empty: left for someone to try), and what writes it."""


def describe(parser: argparse.ArgumentParser) -> None:
    """How many synthetic people to add."""
    parser.add_argument("--people", type=int, default=0, metavar="N")


def say(words: str) -> None:
    """Tell the terminal how far the loading is."""
    sys.stdout.write(f"{words}\n")
    sys.stdout.flush()


def run(chosen: argparse.Namespace) -> int:
    """Load what is not loaded yet; a run that was stopped goes on where it was."""
    if not loading.is_loaded():
        loading.load(say)
    folder = settings.DATA / "files-to-load"
    folder.mkdir(parents=True, exist_ok=True)
    for name, feed, agency, text in FILES:
        (folder / name).write_text(text(), encoding="utf-8")
        if agency:
            load.run(argparse.Namespace(file=folder / name, feed=feed, agency=agency, email=""))
    if not measured.is_loaded():
        say(f"{measured.load_people():,} people to measure.")
    measured.make_releases(lambda number, at: run_now("measurement.freeze", snapshot=number, at=at), say)
    measured.compare_scores(lambda number, at: run_now("measurement.validate", validation=number, at=at), say)
    measured.evaluate_schemes(say)
    if chosen.people:
        load_synthetic(chosen.people, clock.now(), lambda written: say(f"{written:,} of {chosen.people:,} people."))
    return 0
