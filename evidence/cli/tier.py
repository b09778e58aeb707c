"""Calculate the tiers of probation cases for a file of cases, versions 2 and 3.

One JSON object a line: id, inputs and, for one step alone, calculator (tier_v3, protect_v2, change_v2,
women_factors_v2, mandate_v2 or need_severity_v2). One line is written for each line read, in the same order.
"""

import argparse
from collections.abc import Mapping

EXAMPLE = "evidence tier made-up/tiers.jsonl"


def describe(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument("file", metavar="FILE", help="JSON lines; - reads the standard input")


def run(chosen: argparse.Namespace) -> int:
    """Calculate the file; the exit code is 0 when every line was answered, by a tier or by a reason."""
    from evidence.predictors import InputsRefused, tier  # noqa: PLC0415 - only this verb needs it
    from evidence.predictors.files import answer_file  # noqa: PLC0415
    from evidence.predictors.lines import Case, Result, text  # noqa: PLC0415

    def calculate(case: Case) -> Result:
        inputs = case["inputs"]
        if not isinstance(inputs, Mapping):
            raise InputsRefused("inputs", "give the inputs as an object: { ... }")
        return tier(inputs, text(case, "calculator") if case.get("calculator") is not None else None)

    answer_file(chosen.file, calculate)
    return 0
