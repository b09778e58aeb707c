"""How many people a study needs to find a difference in reoffending."""

import argparse
import sys

EXAMPLE = "evidence power --rate 0.35 --fewer 5"


def describe(parser: argparse.ArgumentParser) -> None:
    """Declare the rate, the difference and how sure to be."""
    parser.add_argument(
        "--rate", type=float, required=True, metavar="SHARE", help="who reoffends without the scheme, such as 0.35"
    )
    parser.add_argument(
        "--fewer", type=float, required=True, metavar="NUMBER", help="the difference to find, for each 100 people"
    )
    parser.add_argument(
        "--power", type=float, default=0.8, metavar="SHARE", help="how often it must be found; 0.8 without it"
    )
    parser.add_argument(
        "--ratio", type=float, default=1.0, metavar="NUMBER", help="people without the scheme for each with it"
    )


def run(options: argparse.Namespace) -> int:
    """Work it out and print one sentence."""
    from evidence.evaluation.sensitivity import people_needed  # noqa: PLC0415 - a verb loads its part when it runs

    needed = people_needed(options.rate, options.fewer, power=options.power, ratio=options.ratio)
    sys.stdout.write(
        f"{needed:,} people with the scheme and {round(needed * options.ratio):,} without: a fall from {options.rate:.0%} by "
        f"{options.fewer:g} for each 100 is then found {options.power:.0%} of the time, at a significance of 5%.\n"
    )
    return 0
