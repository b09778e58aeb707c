"""Proven reoffending by the Ministry of Justice's definition: rates for cohorts and breakdowns, cleared for publication."""

import argparse
import csv
import json
import re
import sys
from datetime import date
from typing import TYPE_CHECKING

from evidence.trouble import Trouble

if TYPE_CHECKING:
    from evidence.disclosure import Cleared, Unprotected
    from evidence.reoffending import Definition, Rates
    from evidence.tables import Checked

EXAMPLE = "evidence reoffending made-up/sanctions.csv --from 2017-04-01 --to 2018-03-31 --period year --by area --compare england"
BREAKDOWNS = (
    "area, age_band (or age), sex, ethnicity, offence_group (of the index offence), sanction_type (or disposal), "
    "previous_offences, scheme (needs --involvements)"
)
COMPLETE_TO = "last day the data are complete for; the last sanction in them without it"
ENGINE = "duckdb"
MONTHS_OF = {"m": 1, "y": 12}
FILES = {"parquet": "Parquet file", "ods": "spreadsheet"}


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text} is not a date; write year-month-day, such as 2017-04-01") from None


def _months(text: str) -> int:
    found = re.fullmatch(r"([0-9]{1,3})([my])", text.strip().lower())
    if not found:
        raise argparse.ArgumentTypeError(f"{text} is no length; write months as 12m, or years as 2y")
    return int(found[1]) * MONTHS_OF[found[2]]


def _columns(text: str) -> tuple[str, ...]:
    return tuple(name.strip() for name in text.split(",") if name.strip())


WIDTH = 30  # of the bar
PER_CENT = 100  # in all: what is told then is no number of rows


def describe(parser: argparse.ArgumentParser) -> None:
    """Declare the files, the period and the form of the answer."""
    parser.add_argument(
        "sanctions", metavar="SANCTIONS", help="CSV or Parquet; `evidence tables sanctions` prints the columns"
    )
    parser.add_argument(
        "--people", metavar="PEOPLE", help="CSV or Parquet, for breakdowns by age_band, sex or ethnicity"
    )
    parser.add_argument(
        "--involvements",
        metavar="INVOLVEMENTS",
        help="CSV or Parquet, for a breakdown by scheme; `evidence tables involvements` prints the columns",
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
    _describe_definition(parser)
    parser.add_argument(
        "--format",
        choices=("table", "csv", "json", "parquet", "ods"),
        default="table",
        help="parquet and ods go to a file: > FILE",
    )
    parser.add_argument("--complete-to", type=_day, metavar="DAY", help=COMPLETE_TO)
    parser.add_argument(
        "--compare", metavar="RATE", help="each row beside a benchmark, in words: england, or a rate such as 0.282"
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


def _describe_definition(parser: argparse.ArgumentParser) -> None:
    """Declare what the definition leaves open; every choice is stored with each row."""
    parser.add_argument("--follow-up", type=_months, default=12, metavar="12m", help="in which an offence must lie")
    parser.add_argument(
        "--waiting", type=_months, default=6, metavar="6m", help="after it, in which its sanction may still come"
    )
    parser.add_argument(
        "--interval", choices=("wilson", "exact"), default="wilson", help="around the rate, at 95 per cent"
    )
    parser.add_argument(
        "--engine",
        default=ENGINE,
        metavar="ENGINE",
        help="duckdb counts in this process; local[2] or spark://host:port on Spark, where it is installed",
    )


def told(doing: str, done: int, of: int) -> None:
    """A bar on a terminal that shows how far something is, and nothing in a file."""
    if sys.stderr.isatty():
        full, share = WIDTH * done // of, f"{done}%" if of == PER_CENT else f"{done:,} of {of:,} rows"
        sys.stderr.write(f"\r{doing:8} [{'#' * full}{'.' * (WIDTH - full)}] {share}")
        sys.stderr.write("\n" if done == of else "")
        sys.stderr.flush()


def run(options: argparse.Namespace) -> int:
    """Read, count, and print through the gate; what was left out, and why, goes to the error stream."""
    from evidence import disclosure, reoffending, tables  # noqa: PLC0415 - a verb loads its part when it runs
    from evidence.reoffending.comparing import comparable  # noqa: PLC0415

    _together(options)
    definition = reoffending.proven(options.follow_up, options.waiting, options.interval)
    if options.compare:
        comparable(definition, reoffending.published(options.compare))
    sanctions = tables.read(options.sanctions, "sanctions", told)
    people = tables.read(options.people, "people") if options.people else None
    involvements = tables.read(options.involvements, "involvements") if options.involvements else None
    for checked in filter(None, (sanctions, people, involvements)):
        sys.stderr.write("\n".join(checked.listing()) + "\n")
    if options.explain:
        return _explain(sanctions, definition, options)
    found = reoffending.rates(
        sanctions,
        options.first,
        options.last,
        people=people,
        involvements=involvements,
        by=options.by,
        period=options.period,
        definition=definition,
        complete_to=options.complete_to,
        engine=options.engine,
    )
    if options.no_disclosure:
        return _answer(found, found.unprotected(), options)
    ledger = disclosure.Ledger.at(options.ledger) if options.ledger else None
    protection = disclosure.EXACT if options.protection == "exact" else disclosure.ROUNDED
    plan = found.plan(protection, with_totals=options.totals, ledger=ledger)
    if options.reasons:
        sys.stdout.write(json.dumps([one.as_dict() for one in plan.hidden], indent=1, ensure_ascii=False) + "\n")
        return 0
    if ledger and options.release:
        ledger.record(plan.release(options.release))
    return _answer(found, plan.cleared(), options)


def _answer(found: "Rates", shown: "Cleared | Unprotected", options: argparse.Namespace) -> int:
    """Print the table, or each row of it beside a benchmark."""
    return _compare(found, shown, options) if options.compare else printed(shown, options.format)


def _together(options: argparse.Namespace) -> None:
    """Raise `Trouble` for options that contradict each other."""
    if options.no_disclosure and (options.totals or options.ledger or options.reasons):
        raise Trouble("--no-disclosure prints true counts as they are; leave out --totals, --ledger and --reasons.")
    if options.release and not options.ledger:
        raise Trouble("--release needs --ledger FOLDER, the folder in which releases are remembered.")
    if options.format == "csv" and options.compare:
        raise Trouble("--compare is printed as words, or with --format json.")
    if options.format in FILES and (options.explain or options.compare or options.reasons):
        raise Trouble(
            f"--format {options.format} is for the table of rates; --explain, --compare and --reasons have json."
        )
    for_a_file(options.format)


def for_a_file(form: str) -> None:
    """Raise `Trouble` where bytes would go to a screen."""
    if form in FILES and sys.stdout.isatty():
        raise Trouble(f"A {FILES[form]} is not for a screen: write it to a file with > FILE.{form}.")


def printed(shown: "Cleared | Unprotected", form: str) -> int:
    """Print a table that went through the gate; what a reader must know beside it goes to the error stream."""
    if form == "table":
        sys.stdout.write(shown.table())
        return 0
    sys.stderr.write("\n".join([shown.face, *shown.notes]) + "\n")
    if form in FILES:
        sys.stdout.buffer.write(shown.to_ods() if form == "ods" else shown.to_parquet())
    else:
        sys.stdout.write(shown.to_json() if form == "json" else shown.to_csv())
    return 0


def _compare(found: "Rates", shown: "Cleared | Unprotected", options: argparse.Namespace) -> int:
    """Print each row beside the benchmark: in words, or with its funnel limits for a program."""
    from evidence.reoffending import published  # noqa: PLC0415

    compared = found.compare(published(options.compare), shown)
    if options.format == "json":
        sys.stderr.write("\n".join([shown.face, *shown.notes]) + "\n")
        sys.stdout.write(json.dumps([one.as_dict() for one in compared], indent=1, ensure_ascii=False) + "\n")
    else:
        lines = [", ".join(str(value) for value in one.keys.values()) + f": {one.words}" for one in compared]
        sys.stdout.write("\n".join([shown.face, "", *lines, "", *shown.notes]) + "\n")
    return 0


def _explain(sanctions: "Checked", definition: "Definition", options: argparse.Namespace) -> int:
    """Print one person's part in the cohorts."""
    from evidence.reoffending import explain  # noqa: PLC0415
    from evidence.reoffending.conventions import cohorts  # noqa: PLC0415
    from evidence.reoffending.results import last_date  # noqa: PLC0415

    asked = cohorts(options.first, options.last, options.period)
    explained = explain(sanctions, options.explain, asked, definition, options.complete_to or last_date(sanctions))
    if options.format == "json":
        sys.stdout.write(json.dumps(explained.as_dict(), indent=1, ensure_ascii=False) + "\n")
    elif options.format == "csv":
        rows = explained.rows()
        writer = csv.DictWriter(sys.stdout, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    else:
        sys.stdout.write(explained.table())
    return 0
