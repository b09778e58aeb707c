"""What a weight of linkage says of a row and somebody on record, by the thresholds of its day. It decides nothing."""

from collections.abc import Mapping, Sequence
from typing import Any

from desistance.foundation.rulesets import RuleSet
from desistance.ingest.terms import Band

HARDLY = 0.5  # a weight within this of nought speaks for neither


def band_of(weight: float, thresholds: RuleSet) -> Band:
    """Join, review or no, by the two thresholds."""
    if weight >= thresholds.values["join"]:
        return Band.JOIN
    return Band.REVIEW if weight >= thresholds.values["review"] else Band.NO


def side_words(weight: float) -> str:
    """For one person or for two, and how strongly."""
    if abs(weight) < HARDLY:
        return "speaks for neither"
    return f"{weight:+.1f}, for {'one person' if weight > 0 else 'two people'}"


def said_words(said: Sequence[Mapping[str, Any]]) -> list[str]:
    """Each field in one line, the weightiest first."""
    return [f"{str(one['about']).capitalize()}: {one['words']} ({side_words(one['weight'])})" for one in said]
