"""Write made-up people with the slips of real records, and the truth about them: to try `evidence link`. No one is real."""

import argparse
import sys
from pathlib import Path


def describe(parser: argparse.ArgumentParser) -> None:
    """Declare the folder and how many people."""
    parser.add_argument("folder", metavar="FOLDER", type=Path, help="where records.csv and labels.csv are written")
    parser.add_argument("--people", type=int, default=300, help="how many people; 300 without it")
    parser.add_argument("--seed", type=int, default=1, help="another number, other people")


def run(options: argparse.Namespace) -> int:
    """Write both files and name them."""
    from evidence.linkage.sample import made_up  # noqa: PLC0415 - a verb loads its part when it runs

    sys.stdout.write("".join(f"{path}\n" for path in made_up(options.folder, options.people, options.seed)))
    return 0
