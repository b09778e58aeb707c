"""How soon something happens: Cox's model and Kaplan and Meier's curves for a file of any columns.

JSON has coefficients (term, coefficient, standard_error, z, p, low, high, hazard_ratio and its interval) and kaplan_meier.
Counts of people pass the disclosure gate; --no-disclosure prints true counts and every step of the curves.
"""

import argparse
import sys
from pathlib import Path

EXAMPLE = (
    "evidence survival made-up/scheme.csv --duration duration --event event --formula 'age + fin' --report report.html"
)


def describe(parser: argparse.ArgumentParser) -> None:
    """Declare the file, its columns and the form of the answer."""
    parser.add_argument("data", metavar="DATA", help="CSV or Parquet, a row for each person or spell")
    parser.add_argument(
        "--duration", required=True, metavar="COLUMN", help="time until the event or the end of watching"
    )
    parser.add_argument("--event", required=True, metavar="COLUMN", help="1 where the event happened then, 0 where not")
    parser.add_argument("--formula", required=True, metavar="FORMULA", help="such as 'age + C(sex) + log(convictions)'")
    parser.add_argument("--cluster", metavar="COLUMN", help="rows that hang together; errors are then robust")
    parser.add_argument(
        "--entry", metavar="COLUMN", help="time from which a row is watched; covariates may then change"
    )
    parser.add_argument("--by", metavar="COLUMN", help="a curve for each value of this column")
    parser.add_argument("--format", choices=("table", "json"), default="table")
    parser.add_argument(
        "--report", type=Path, metavar="FILE", help="also write the report, one HTML file that stands alone"
    )
    parser.add_argument("--no-disclosure", action="store_true", help="true counts, marked as not for publication")


def run(options: argparse.Namespace) -> int:
    """Fit and print; rows that were not used, and why, go to the error stream."""
    from evidence.evaluation.frames import frame_of  # noqa: PLC0415 - a verb loads its part when it runs
    from evidence.evaluation.hazards import survival  # noqa: PLC0415

    found = survival(
        frame_of(options.data),
        options.duration,
        options.event,
        options.formula,
        cluster=options.cluster,
        entry=options.entry,
        by=options.by,
    )
    sys.stderr.write("".join(f"{options.data}, {one.words}\n" for one in found.excluded))
    shown = found.unprotected() if options.no_disclosure else found
    if options.report:
        shown.report(options.report)
    sys.stdout.write(shown.to_json() if options.format == "json" else shown.table())
    return 0
