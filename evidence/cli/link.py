"""Link the records of one file or of two: which are about one person, how sure that is, and which pairs a person should see.

Without --config columns are known by their usual names (forename, surname, date_of_birth, postcode, sex, place, pnc, cro,
noms). docs/evidence/linkage.md shows what a configuration can say.
"""

import argparse
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from evidence.trouble import Trouble

if TYPE_CHECKING:
    from evidence.linkage import Links

EXAMPLE = (
    "evidence link made-up/police.csv made-up/probation.csv --config made-up/linkage.toml --format csv > pairs.csv"
)
FORMATS = ("table", "csv", "json", "parquet")


def describe(parser: argparse.ArgumentParser) -> None:
    """Declare the files, the configuration and the form of the answer."""
    parser.add_argument("first", metavar="A", help="CSV or Parquet with a row for each record")
    parser.add_argument(
        "second", metavar="B", nargs="?", help="a second file; records are linked between and within both"
    )
    parser.add_argument("--config", metavar="C.toml", help="what the columns mean, thresholds, guards, decisions")
    parser.add_argument(
        "--what",
        choices=("pairs", "clusters"),
        default="pairs",
        help="pairs with weights and the clusters of both ends, or the cluster of every record",
    )
    parser.add_argument("--format", choices=FORMATS, default="table", help="parquet goes to a file: > FILE")
    parser.add_argument(
        "--explain", nargs=2, metavar=("LEFT", "RIGHT"), help="what speaks for one person and what for two"
    )
    parser.add_argument(
        "--labels", metavar="FILE", help="true persons: recall of the blocking rules, and how right the links are"
    )
    parser.add_argument(
        "--choose",
        action="store_true",
        help="with --labels: take the threshold that is best for half of the people in it",
    )
    parser.add_argument(
        "--engine",
        default="duckdb",
        metavar="ENGINE",
        help="duckdb weighs the pairs in this process; local[2] or spark://host:port on Spark, where it is installed",
    )
    parser.add_argument("--save-model", metavar="FILE", help="write what was learnt as JSON, as Splink reads it")


def run(options: argparse.Namespace) -> int:
    """Link and print; what a reader must know beside the links goes to the error stream."""
    from evidence import linkage  # noqa: PLC0415 - a verb loads its part when it runs
    from evidence.linkage.explaining import PERSONAL  # noqa: PLC0415

    if options.choose and not options.labels:
        raise Trouble("--choose needs --labels FILE, by which the threshold is chosen.")
    if options.format == "parquet" and sys.stdout.isatty():
        raise Trouble("A Parquet file is not for a screen: write it to a file with > FILE.parquet.")
    config = linkage.read_config(options.config) if options.config else linkage.Config()
    links = linkage.link(options.first, options.second, config, options.engine)
    if options.labels:
        links = _labelled(links, options)
    sys.stderr.write("\n".join([PERSONAL, *links.notes, *links.records.notes, *links.contradictions]) + "\n")
    if options.save_model:
        Path(options.save_model).write_text(json.dumps(links.model.settings, indent=1) + "\n", encoding="utf-8")
    if options.explain:
        explained = links.explain(*options.explain)
        text = json.dumps(explained.as_dict(), indent=1) + "\n" if options.format == "json" else explained.table()
        sys.stdout.write(text)
        return 0
    show(_clusters(links) if options.what == "clusters" else _pairs(links), options.format)
    return 0


def _labelled(links: "Links", options: argparse.Namespace) -> "Links":
    """Say how right the links are, at the threshold of the configuration or at the one that labels choose."""
    from evidence.linkage.labels import labels_of  # noqa: PLC0415

    labels = labels_of(options.labels)
    for words, found, of in links.blocking_recall(labels):
        sys.stderr.write(f"brought up by {words}: {found:,} of {of:,} true pairs\n")
    if not options.choose:
        sys.stderr.write("".join(f"{one.words}\n" for one in links.score(labels)))
        return links
    chosen, tested = links.choose(labels)
    sys.stderr.write(
        f"Threshold {chosen.config.thresholds.join:g}, the best for half of the people. For the other half, {tested.words}\n"
    )
    return chosen


def _pairs(links: "Links") -> list[dict[str, Any]]:
    clusters = links.clusters()
    return [
        {
            "left_source": "ab"[one.left[0]],
            "left_id": one.left[1],
            "right_source": "ab"[one.right[0]],
            "right_id": one.right[1],
            "weight": round(one.weight, 4),
            "band": one.band,
            "reason": one.reason,
            "left_cluster": clusters[one.left],
            "right_cluster": clusters[one.right],
        }
        for one in links.pairs()
    ]


def _clusters(links: "Links") -> list[dict[str, Any]]:
    return [{"source": "ab"[key[0]], "id": key[1], "cluster_id": cluster} for key, cluster in links.clusters().items()]


def show(rows: list[dict[str, Any]], form: str) -> None:
    """Print rows as a table, CSV, JSON or Parquet."""
    import polars as pl  # noqa: PLC0415

    if form == "json":
        sys.stdout.write(json.dumps(rows, indent=1, ensure_ascii=False) + "\n")
    elif form == "parquet":
        pl.DataFrame(rows).write_parquet(sys.stdout.buffer)
    elif form == "csv":
        sys.stdout.write(pl.DataFrame(rows).write_csv())
    else:
        cells = [list(rows[0]), *([str(value) for value in row.values()] for row in rows)] if rows else [["no pairs"]]
        widths = [max(len(row[place]) for row in cells) for place in range(len(cells[0]))]
        lines = [
            "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in cells
        ]
        sys.stdout.write("\n".join(lines) + "\n")
