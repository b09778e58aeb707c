"""Expected and adjusted rates: what a score given before the start expected of a cohort, beside what became of it.

`evidence tables scores` prints the columns. The expected rate is the mean score of the cohort's people, the adjusted rate is the
rate as if their mean score were the baseline. It takes out what the score knows, so it is no effect of anything.
"""

import argparse
import sys

from evidence.cli.reoffending import _day, _months, for_a_file, printed

EXAMPLE = (
    "evidence expected made-up/sanctions.parquet made-up/scores.csv --from 2017-04-01 --to 2018-03-31 --baseline 0.30"
)


def describe(parser: argparse.ArgumentParser) -> None:
    """Declare the files, the cohorts and the baseline."""
    parser.add_argument("sanctions", metavar="SANCTIONS", help="CSV or Parquet; `evidence tables sanctions`")
    parser.add_argument("scores", metavar="SCORES", help="CSV or Parquet; `evidence tables scores` prints the columns")
    parser.add_argument("--from", dest="first", type=_day, required=True, metavar="DAY", help="first day of the period")
    parser.add_argument("--to", dest="last", type=_day, required=True, metavar="DAY", help="its last day, in it")
    parser.add_argument("--period", choices=("quarter", "year"), default="quarter")
    parser.add_argument("--baseline", type=float, metavar="0.30", help="the mean score to adjust to")
    parser.add_argument("--follow-up", type=_months, default=12, metavar="12m")
    parser.add_argument("--waiting", type=_months, default=6, metavar="6m")
    parser.add_argument("--format", choices=("table", "csv", "json", "parquet", "ods"), default="table")
    parser.add_argument("--no-disclosure", action="store_true", help="true counts, marked as not for publication")


def run(options: argparse.Namespace) -> int:
    """Count, compare with the scores, and print through the gate."""
    from evidence import reoffending, tables  # noqa: PLC0415 - a verb loads its part when it runs

    for_a_file(options.format)
    read, scores = tables.read(options.sanctions, "sanctions"), tables.read(options.scores, "scores")
    sys.stderr.write("\n".join([*read.listing(), *scores.listing()]) + "\n")
    found = reoffending.expected(
        read,
        scores,
        options.first,
        options.last,
        every=options.period,
        baseline=options.baseline,
        definition=reoffending.proven(options.follow_up, options.waiting),
    )
    shown = found.unprotected() if options.no_disclosure else found.cleared()
    return printed(shown, options.format)
