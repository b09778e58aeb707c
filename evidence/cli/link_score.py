"""Say how right clusters are where the true persons are known: precision, recall and F1 of their pairs, with intervals.

CLUSTERS is what `evidence link` wrote, pairs or clusters, or any file with an id and a cluster of each record. LABELS has
an id and the true person. A record without a cluster is alone; only records with a label count.
"""

import argparse
import json
import sys

EXAMPLE = "evidence link-score pairs.csv made-up/labels.csv"


def describe(parser: argparse.ArgumentParser) -> None:
    """Declare the two files and the form of the answer."""
    parser.add_argument(
        "clusters", metavar="CLUSTERS", help="CSV or Parquet with id and cluster_id, or the pairs of `evidence link`"
    )
    parser.add_argument("labels", metavar="LABELS", help="CSV or Parquet with id and person (or cluster)")
    parser.add_argument("--by", metavar="COLUMN", help="a column of LABELS: also for each group, such as sex or area")
    parser.add_argument("--rate", type=float, metavar="SHARE", help="a rate counted on these links: its bounds")
    parser.add_argument("--format", choices=("table", "json"), default="table")


def run(options: argparse.Namespace) -> int:
    """Compare and print."""
    from evidence import linkage  # noqa: PLC0415 - a verb loads its part when it runs
    from evidence.linkage.labels import labels_of, read_clusters, read_groups  # noqa: PLC0415

    labels = labels_of(options.labels)
    groups = read_groups(options.labels, options.by) if options.by else None
    scores = linkage.score(read_clusters(options.clusters, labels), labels, groups)
    bounds = linkage.carried(options.rate, scores[0]) if options.rate is not None else None
    if options.format == "json":
        told: dict[str, object] = {"scores": [one.as_dict() for one in scores]}
        if bounds:
            told["bounds"] = vars(bounds)
        sys.stdout.write(json.dumps(told, indent=1) + "\n")
        return 0
    sys.stdout.write("".join(f"{one.words}\n" for one in scores) + (f"{bounds.words}\n" if bounds else ""))
    return 0
