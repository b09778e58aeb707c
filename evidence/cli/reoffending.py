"""Proven reoffending by the Ministry of Justice's definition: rates for cohorts and breakdowns, cleared for publication."""

import argparse
import json
import sys
from datetime import date
from typing import TYPE_CHECKING

from evidence.trouble import Trouble

if TYPE_CHECKING:
    from evidence.disclosure import Cleared, Unprotected
    from evidence.tables import Checked

BREAKDOWNS = "area,age_band,sex,ethnicity,offence_group,sanction_type"
COMPLETE_TO = "last day the data are complete for; the last date in them without it"


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text} is not a date; write year-month-day, such as 2017-04-01") from None


def _columns(text: str) -> tuple[str, ...]:
    return tuple(name.strip() for name in text.split(",") if name.strip())


def describe(parser: argparse.ArgumentParser) -> None:
    """Declare the files, the period and the form of the answer."""
    parser.add_argument(
        "sanctions", metavar="SANCTIONS", help="CSV or Parquet; `evidence tables sanctions` prints the columns"
    )
    parser.add_argument(
        "--people", metavar="PEOPLE", help="CSV or Parquet, for breakdowns by age_band, sex or ethnicity"
    )
    parser.add_argument("--from", dest="first", type=_day, required=True, metavar="DAY", help="first day of the period")
    parser.add_argument(
        "--to", dest="last", type=_day, required=True, metavar="DAY", help="last day of the period, in it"
    )
    parser.add_argument(
        "--period", choices=("quarter", "year"), default="quarter", help="a row a quarter, or four pooled"
    )
    parser.add_argument(
        "--by",
        type=_columns,
        default=(),
        metavar="COLUMNS",
        help=f"some of {BREAKDOWNS}",
    )
    parser.add_argument("--format", choices=("table", "csv", "json"), default="table")
    parser.add_argument(
        "--complete-to",
        type=_day,
        metavar="DAY",
        help=COMPLETE_TO,
    )
    parser.add_argument("--explain", metavar="PERSON", help="what counted for one person, and why")
    parser.add_argument("--no-disclosure", action="store_true", help="true counts, marked as not for publication")
    parser.add_argument("--totals", action="store_true", help="also a row for every total over the columns of --by")
    parser.add_argument(
        "--protection",
        choices=("rounded", "exact"),
        default="rounded",
        help="rounded to 5, or exact with more counts hidden",
    )
    parser.add_argument("--reasons", action="store_true", help="why each figure is hidden, instead of the figures")
    parser.add_argument("--ledger", metavar="FOLDER", help="clear beside every release in this folder; confidential")
    parser.add_argument("--release", metavar="NAME", help="write the figures into the ledger under this name")


def run(options: argparse.Namespace) -> int:
    """Read, count, and print through the gate; what was left out, and why, goes to the error stream."""
    from evidence import disclosure, reoffending, tables  # noqa: PLC0415 - a verb loads its part when it runs

    _together(options)
    sanctions = tables.read(options.sanctions, "sanctions")
    people = tables.read(options.people, "people") if options.people else None
    for checked in filter(None, (sanctions, people)):
        sys.stderr.write("\n".join(checked.listing()) + "\n")
    if options.explain:
        return _explain(sanctions, options)
    found = reoffending.rates(
        sanctions,
        options.first,
        options.last,
        people=people,
        by=options.by,
        period=options.period,
        complete_to=options.complete_to,
    )
    if options.no_disclosure:
        return _print(found.unprotected(), options)
    ledger = disclosure.Ledger.at(options.ledger) if options.ledger else None
    protection = disclosure.EXACT if options.protection == "exact" else disclosure.ROUNDED
    plan = found.plan(protection, with_totals=options.totals, ledger=ledger)
    if options.reasons:
        sys.stdout.write(json.dumps([one.as_dict() for one in plan.hidden], indent=1, ensure_ascii=False) + "\n")
        return 0
    if ledger and options.release:
        ledger.record(plan.release(options.release))
    return _print(plan.cleared(), options)


def _together(options: argparse.Namespace) -> None:
    """Raise `Trouble` for options that contradict each other."""
    if options.no_disclosure and (options.totals or options.ledger or options.reasons):
        raise Trouble("--no-disclosure prints true counts as they are; leave out --totals, --ledger and --reasons.")
    if options.release and not options.ledger:
        raise Trouble("--release needs --ledger FOLDER, the folder in which releases are remembered.")


def _print(shown: "Cleared | Unprotected", options: argparse.Namespace) -> int:
    """Print a table that went through the gate; what a reader must know beside it goes to the error stream."""
    from evidence import disclosure  # noqa: PLC0415

    if options.format == "table":
        sys.stdout.write(disclosure.as_text(shown, without=("definition",)))
        return 0
    sys.stderr.write("\n".join([shown.face, *shown.notes]) + "\n")
    sys.stdout.write(disclosure.as_json(shown) if options.format == "json" else disclosure.as_csv(shown))
    return 0


def _explain(sanctions: "Checked", options: argparse.Namespace) -> int:
    """Print one person's part in the cohorts."""
    from evidence.reoffending import PROVEN, explain  # noqa: PLC0415
    from evidence.reoffending.conventions import cohorts  # noqa: PLC0415

    explained = explain(sanctions, options.explain, cohorts(options.first, options.last, options.period), PROVEN)
    if options.format == "json":
        sys.stdout.write(json.dumps(explained.as_dict(), indent=1, ensure_ascii=False) + "\n")
    else:
        sys.stdout.write(explained.table())
    return 0
