"""Say whether a score fits women and men, younger and older people, and people of each ethnicity alike.

The file is CSV with a header: percent (what the score gave, 0 to 100), reoffended (yes or no), and as far as they are
known sex, age (in years) and ethnicity. Groups that are too small are named and not measured.
"""

import argparse
import csv
import sys
from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

if TYPE_CHECKING:
    from evidence.fairness import Group, Interval, Person

EXAMPLE = "evidence fairness made-up/scored.csv"
YES_NO = {"yes": True, "true": True, "1": True, "y": True, "no": False, "false": False, "0": False, "n": False}


def describe(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument("file", metavar="FILE", help="CSV; - reads the standard input")


def run(chosen: argparse.Namespace) -> int:
    """Print the report; a row that cannot be read is refused with its line before anything is measured."""
    from evidence.fairness import report  # noqa: PLC0415 - only this verb needs it

    with ExitStack() as stack:
        told = report(list(_people(_opened(chosen.file, stack))))
    _say(
        "by,group,people,reoffended,predicted,observed_less_predicted,low,high,auc,low,high,brier,slope,low,high,hidden"
    )
    for group in (told.everyone, *told.groups):
        _say(",".join(_cells(group)))
    _say("")
    _say("reliability: people,predicted,observed,low,high")
    for one in told.slices:
        _say(f"{one.people},{one.predicted:.3f},{_interval(one.observed)}")
    for note in told.notes:
        _say(f"# {note}")
    return 0


def _opened(path: str, stack: ExitStack) -> TextIO:
    from evidence.trouble import Trouble  # noqa: PLC0415 - only this verb needs it

    if path == "-":
        return sys.stdin
    try:
        return stack.enter_context(Path(path).open(encoding="utf-8-sig", newline=""))
    except OSError as wrong:
        raise Trouble(f"{path}: {wrong.strerror}; check the name of the file") from None


def _people(lines: TextIO) -> Iterator["Person"]:
    from evidence.trouble import Trouble  # noqa: PLC0415 - only this verb needs it

    reader = csv.DictReader(lines)
    missing = {"percent", "reoffended"} - set(reader.fieldnames or ())
    if missing:
        raise Trouble(f"The file has no column {', '.join(sorted(missing))}; its first line must name its columns.")
    for row in reader:
        try:
            yield _person(row)
        except ValueError as wrong:
            raise Trouble(f"Line {reader.line_num}: {wrong}") from None


def _person(row: Mapping[str, str | None]) -> "Person":
    from evidence.fairness import Person  # noqa: PLC0415 - only this verb needs it
    from evidence.fairness.groups import age_band  # noqa: PLC0415

    text = {name: (value or "").strip() for name, value in row.items() if name}
    try:
        percent = float(text["percent"])
    except ValueError:
        raise ValueError(f"percent is a number from 0 to 100, not {text['percent']!r}") from None
    if not 0 <= percent <= 100:
        raise ValueError(f"percent is a number from 0 to 100, not {text['percent']!r}")
    reoffended = YES_NO.get(text["reoffended"].lower())
    if reoffended is None:
        raise ValueError(f"reoffended is yes or no, not {text['reoffended']!r}")
    age = text.get("age", "")
    if age and not (age.isascii() and age.isdigit() and int(age) < 130):
        raise ValueError(f"age is a whole number of years, not {age!r}")
    groups = {"sex": text.get("sex", "").lower(), "ethnicity": text.get("ethnicity", "")}
    return Person(percent / 100, reoffended, {**groups, "age": age_band(int(age)) if age else ""})


def _cells(group: "Group") -> Iterator[str]:
    yield from (group.by, f'"{group.group}"', str(group.people), str(group.reoffended))
    found = group.measured
    if found is None:
        yield from [""] * 11
    else:
        yield f"{found.predicted:.3f}"
        yield _interval(found.in_the_large)
        yield _interval(found.area)
        yield f"{found.brier.value:.3f}"
        yield _interval(found.slope) if found.slope else ",,"
    yield f'"{group.hidden}"'


def _interval(one: "Interval") -> str:
    return ",".join(f"{figure:.3f}" for figure in one)


def _say(words: str) -> None:
    sys.stdout.write(words + "\n")
