"""Compare a rate with a published one, in words that claim no more than the interval carries.

A difference is only said where the published rate lies outside the interval of ours. Where it lies inside, that is no proof
that there is none: the words give the smallest difference that could have been seen.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from evidence.disclosure.gate import Value

TOO_FEW = "Too few people to compare."


@dataclass(frozen=True)
class Published:
    """A rate that others published: of whom, when, and where it stands."""

    name: str
    rate: float
    period: str
    source: str


# Ministry of Justice, Proven reoffending statistics: the annual cohort April 2023 to March 2024.
ENGLAND_AND_WALES = Published(
    "England and Wales", 0.282, "April 2023 to March 2024", "Ministry of Justice, Proven reoffending statistics"
)
PUBLISHED = {"england": ENGLAND_AND_WALES, "england and wales": ENGLAND_AND_WALES}


@dataclass(frozen=True)
class Comparison:
    """One row beside a published rate: `outcome` is higher, lower, not_told_apart or too_few."""

    keys: dict[str, Value]
    outcome: str
    words: str
    with_rate: Published
    smallest: float | None = None


def compare(row: Mapping[str, Value], keys: tuple[str, ...], other: Published) -> Comparison:
    """Compare a cleared row with a published rate."""
    named = {key: row[key] for key in keys}
    rate, low, high = row["rate"], row["rate_low"], row["rate_high"]
    if not (isinstance(rate, float) and isinstance(low, float) and isinstance(high, float)):
        return Comparison(named, "too_few", TOO_FEW, other)
    if low <= other.rate <= high:
        smallest = max(rate - low, high - rate)
        words = (
            f"Not told apart from {other.name}: {other.rate:.1%} is inside our range, {low:.1%} to {high:.1%}. "
            f"A difference of less than about {smallest * 100:.1f} percentage points could not be seen with so few people."
        )
        return Comparison(named, "not_told_apart", words, other, smallest)
    outcome = "higher" if low > other.rate else "lower"
    words = f"{outcome.capitalize()} than {other.name}: {other.rate:.1%} is outside our range, {low:.1%} to {high:.1%}."
    return Comparison(named, outcome, words, other)
