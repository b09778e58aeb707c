"""How often something happens again: the mean number of events for each person by a day, with its interval.

DATA has a row for each event (event 1) and one for the end of watching of each person (event 0). Figures of few people are
hidden; --no-disclosure prints them.
"""

import argparse
import json
import sys

EXAMPLE = "evidence recurrent made-up/events.csv --person person_id --time day --event event --at 365"


def describe(parser: argparse.ArgumentParser) -> None:
    """Declare the file, its columns and the days."""
    parser.add_argument("data", metavar="DATA", help="CSV or Parquet")
    parser.add_argument("--person", required=True, metavar="COLUMN", help="who the row is about")
    parser.add_argument("--time", required=True, metavar="COLUMN", help="days since watching began")
    parser.add_argument("--event", required=True, metavar="COLUMN", help="1 for an event, 0 for the end of watching")
    parser.add_argument(
        "--by", default="", metavar="COLUMN", help="a mean for each value of this column, and their difference"
    )
    parser.add_argument("--at", type=_days, default=(), metavar="DAYS", help="such as 182,365")
    parser.add_argument("--format", choices=("table", "json"), default="table")
    parser.add_argument("--no-disclosure", action="store_true", help="true counts, marked as not for publication")


def _days(text: str) -> tuple[float, ...]:
    try:
        return tuple(float(day) for day in text.split(","))
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text} is no list of days; write 182,365") from None


def run(options: argparse.Namespace) -> int:
    """Work it out and print."""
    from evidence.evaluation.recurrent import differences, mean_counts  # noqa: PLC0415 - a verb loads its part when it runs

    found = mean_counts(options.data, options.person, options.time, options.event, by=options.by, at=options.at)
    protected = not options.no_disclosure
    face = "Figures of fewer than 10 people or events are [c]." if protected else "True counts: not for publication."
    rows = [one.as_dict(protected=protected) for one in found]
    said = [one.words for one in differences(found)]
    if options.format == "json":
        sys.stdout.write(
            json.dumps({"face": face, "means": rows, "differences": said}, indent=1, ensure_ascii=False) + "\n"
        )
        return 0
    lines = [
        f"{row['group']}, by day {row['by_day']:g}: {row['mean']} events a person ({row['low']} to {row['high']}), "
        f"{row['people']} people"
        for row in rows
    ]
    sys.stdout.write("\n".join([face, *lines, *said]) + "\n")
    return 0
