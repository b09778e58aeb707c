"""Keep a whole series of quarterly cohorts in a folder: make it once, refresh it with late convictions, print it cleared.

--make writes STORE from a file, --refresh adds rows that came late, and without either what is there is printed. A refresh
counts only people with new rows again; every cell is as if all were counted anew. STORE is about people: guard it.
"""

import argparse
import sys
import time

from evidence.cli.reoffending import _columns, _day, _months, for_a_file, printed, told
from evidence.trouble import Trouble

EXAMPLE = (
    "evidence series store --make made-up/sanctions.parquet --from 2015-01-01 --to 2018-12-31 --by area --period year"
)


def describe(parser: argparse.ArgumentParser) -> None:
    """Declare the store, what is done with it and the form of the answer."""
    parser.add_argument("store", metavar="STORE", help="the folder of the series")
    parser.add_argument("--make", metavar="SANCTIONS", help="make the store anew from CSV or Parquet")
    parser.add_argument("--refresh", metavar="SANCTIONS", help="add rows that came late")
    parser.add_argument("--from", dest="first", type=_day, metavar="DAY", help="with --make: first day of the series")
    parser.add_argument("--to", dest="last", type=_day, metavar="DAY", help="with --make: its last day, in it")
    parser.add_argument(
        "--by",
        type=_columns,
        default=("area",),
        metavar="COLUMNS",
        help="with --make: some of area, offence_group, sanction_type",
    )
    parser.add_argument("--follow-up", type=_months, default=12, metavar="12m", help="with --make")
    parser.add_argument("--waiting", type=_months, default=6, metavar="6m", help="with --make")
    parser.add_argument(
        "--memory", default="2GB", metavar="2GB", help="with --make: bound of the sort, which spills to disk"
    )
    parser.add_argument("--period", choices=("quarter", "year"), default="quarter")
    parser.add_argument("--complete-to", type=_day, metavar="DAY", help="last day the data are complete for")
    parser.add_argument("--format", choices=("table", "csv", "json", "parquet", "ods", "none"), default="table")
    parser.add_argument("--no-disclosure", action="store_true", help="true counts, marked as not for publication")


def run(options: argparse.Namespace) -> int:
    """Make, refresh, print; what was left out of a file, and why, goes to the error stream."""
    from evidence import reoffending, tables  # noqa: PLC0415 - a verb loads its part when it runs

    if options.make and (options.first is None or options.last is None):
        raise Trouble("--make needs --from and --to, the period of the series.")
    for_a_file(options.format)
    began = time.perf_counter()
    if options.make:
        made = tables.read(options.make, "sanctions", told)
        sys.stderr.write("\n".join(made.listing()) + "\n")
        definition = reoffending.proven(options.follow_up, options.waiting)
        asked = {"by": options.by, "definition": definition, "memory": options.memory, "progress": told}
        kept = reoffending.series(options.store, made, options.first, options.last, **asked)
        sys.stderr.write(
            f"{kept.about.rows:,} rows of {kept.about.people:,} people in {time.perf_counter() - began:.1f} s.\n"
        )
    else:
        kept = reoffending.series(options.store)
    if options.refresh:
        late = tables.read(options.refresh, "sanctions", told)
        sys.stderr.write("\n".join([*late.listing(), kept.refresh(late).words]) + "\n")
    if options.format == "none":
        return 0
    found = kept.rates(every=options.period, complete_to=options.complete_to)
    shown = found.unprotected() if options.no_disclosure else found.cleared()
    return printed(shown, options.format)
