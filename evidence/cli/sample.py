"""Write made-up files for every verb: sanctions with rows that cannot be used, a scheme, records to link. No one is real."""

import argparse
import sys
from pathlib import Path

EXAMPLE = "evidence sample made-up"


def describe(parser: argparse.ArgumentParser) -> None:
    """Declare the folder and how many people."""
    parser.add_argument(
        "folder", metavar="FOLDER", type=Path, help="where they are written; files of these names are replaced"
    )
    parser.add_argument("--people", type=int, default=300, help="how many people have records to link; 300 without it")
    parser.add_argument("--seed", type=int, default=1, help="another number, other people")


def run(options: argparse.Namespace) -> int:
    """Write the files and name them."""
    from evidence.made_up import sample  # noqa: PLC0415 - a verb loads its part when it runs

    written = sample(options.folder, options.people, options.seed)
    sys.stdout.write("".join(f"{path}\n" for path in sorted(written.iterdir())))
    return 0
