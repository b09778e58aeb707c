"""Score the published risk predictors for a file of cases.

One JSON object a line: id, generation (2026 or legacy), predictor, kind (end_to_end or component), component and
inputs. One line is written for each line read, in the same order; a line that cannot be scored says why under "error".
"""

import argparse
from collections.abc import Mapping
from datetime import date

EXAMPLE = "evidence predict made-up/cases.jsonl"


def day(text: str) -> date:
    """Read a date for argparse."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"write the date as YYYY-MM-DD, not {text}") from None


def describe(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument("file", metavar="FILE", help="JSON lines; - reads the standard input")
    parser.add_argument(
        "--on", type=day, metavar="DAY", help="day of assessment where a line has none; today without it"
    )


def run(chosen: argparse.Namespace) -> int:
    """Score the file; the exit code is 0 when every line was answered, by a score or by a reason."""
    from evidence.predictors import CURRENT, InputsRefused, score  # noqa: PLC0415 - only this verb needs it
    from evidence.predictors.files import answer_file  # noqa: PLC0415
    from evidence.predictors.lines import Case, Result, component_of, text  # noqa: PLC0415

    def calculate(case: Case) -> Result:
        inputs = case["inputs"]
        if not isinstance(inputs, Mapping):
            raise InputsRefused("inputs", "give the inputs as an object: { ... }")
        generation, predictor = text(case, "generation", CURRENT), text(case, "predictor")
        return score(predictor, inputs, generation, component=component_of(case), on=chosen.on)

    answer_file(chosen.file, calculate)
    return 0
