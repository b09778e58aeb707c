"""What fewer offences are worth: by the Home Office's unit costs with their price base, or by weights of your own with a source.

CHANGES is CSV with kind, fewer, low and high: how many offences of a kind there were fewer for the whole group, and the ends
of the interval, as an evaluation gives them. Kinds without a unit cost are listed and never guessed.
"""

import argparse
import json
import sys

EXAMPLE = "evidence costs made-up/changes.csv --cost 20000"


def describe(parser: argparse.ArgumentParser) -> None:
    """Declare the changes, the weights and the cost."""
    parser.add_argument(
        "changes", metavar="CHANGES", nargs="?", help="CSV with kind, fewer, low, high; none lists the unit costs"
    )
    parser.add_argument(
        "--weights", metavar="FILE", help="CSV with kind and a number under # Source: and # Published: lines"
    )
    parser.add_argument("--cost", type=float, metavar="POUNDS", help="what the scheme cost, at the same prices")
    parser.add_argument("--multiplier", type=float, default=1.0, help="crimes for each proven offence; needs --source")
    parser.add_argument("--deflator", type=float, default=1.0, help="takes the weights to --prices; needs --source")
    parser.add_argument("--prices", default="", metavar="2023/24", help="the year of prices that --deflator leads to")
    parser.add_argument(
        "--source", action="append", default=[], help="where a multiplier or deflator is from; may stand twice"
    )
    parser.add_argument("--format", choices=("table", "json"), default="table")


def run(options: argparse.Namespace) -> int:
    """Work it out and print."""
    from evidence.evaluation import costs  # noqa: PLC0415 - a verb loads its part when it runs

    weights = costs.read_weights(options.weights or costs.SHIPPED)
    if options.changes is None:
        head = f"{weights.source.removesuffix('.')}. Published {weights.published}, {weights.prices} prices."
        sys.stdout.write(
            "\n".join([head, *(f"{kind}: {value:,.0f} {weights.unit}" for kind, value in weights.of.items())]) + "\n"
        )
        return 0
    found = costs.worth(
        costs.read_changes(options.changes),
        weights,
        cost=options.cost,
        multiplier=options.multiplier,
        deflator=options.deflator,
        prices=options.prices,
        sources=options.source,
    )
    sys.stdout.write(
        json.dumps(found.as_dict(), indent=1, ensure_ascii=False) + "\n" if options.format == "json" else found.words
    )
    return 0
