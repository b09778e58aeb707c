"""What immature cohorts will come to, if courts take as long as they did before: provisional rates with intervals.

Delays are learnt from the last eight quarters whose waiting was over. Where less than 30% of those to come are known, or too
few people are in a cohort, there is no estimate.
"""

import argparse
import json
import sys

from evidence.cli.reoffending import _day, _months

EXAMPLE = "evidence lag made-up/sanctions.parquet --from 2018-01-01 --to 2018-06-30 --complete-to 2019-06-30"


def describe(parser: argparse.ArgumentParser) -> None:
    """Declare the file, the cohorts and the day."""
    parser.add_argument(
        "sanctions", metavar="SANCTIONS", help="CSV or Parquet; `evidence tables sanctions` prints the columns"
    )
    parser.add_argument(
        "--from", dest="first", type=_day, required=True, metavar="DAY", help="first day of the first quarter"
    )
    parser.add_argument(
        "--to", dest="last", type=_day, required=True, metavar="DAY", help="last day of the last quarter"
    )
    parser.add_argument(
        "--complete-to", type=_day, required=True, metavar="DAY", help="last day the data are complete for"
    )
    parser.add_argument("--follow-up", type=_months, default=12, metavar="12m")
    parser.add_argument("--waiting", type=_months, default=6, metavar="6m")
    parser.add_argument("--format", choices=("table", "json"), default="table")


def run(options: argparse.Namespace) -> int:
    """Learn the delays, correct and print."""
    from evidence import reoffending, tables  # noqa: PLC0415 - a verb loads its part when it runs
    from evidence.reoffending.lag import corrected  # noqa: PLC0415

    read = tables.read(options.sanctions, "sanctions")
    sys.stderr.write("\n".join(read.listing()) + "\n")
    definition = reoffending.proven(options.follow_up, options.waiting)
    found, notes = corrected(read, options.first, options.last, options.complete_to, definition)
    if options.format == "json":
        told = {"cohorts": [one.as_dict() for one in found], "notes": notes}
        sys.stdout.write(json.dumps(told, indent=1, ensure_ascii=False) + "\n")
    else:
        sys.stdout.write("\n".join([*(one.words for one in found), "", *notes]) + "\n")
    return 0
