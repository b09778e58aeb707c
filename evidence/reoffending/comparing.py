"""Compare a rate with a published one, in words that claim no more than the interval carries.

A difference is only said where the published rate lies outside the interval of ours. Where it lies inside, that is no proof
that there is none: the words give the smallest difference that could have been seen.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from evidence.disclosure.gate import Value
from evidence.reoffending.conventions import PROVEN, Definition
from evidence.reoffending.intervals import LEVEL, funnel
from evidence.trouble import Trouble

TOO_FEW = "Too few people to compare."
FAR = 0.998  # the outer limits of a funnel: among many areas some lie beyond 95% by chance alone


@dataclass(frozen=True)
class Published:
    """A rate that others published: of whom, when, where it stands, and its lengths in months where they are known."""

    name: str
    rate: float
    period: str
    source: str
    lengths: tuple[int, int] | None = None


# Ministry of Justice, Proven reoffending statistics: the annual cohort April 2023 to March 2024.
ENGLAND_AND_WALES = Published(
    "England and Wales",
    0.282,
    "April 2023 to March 2024",
    "Ministry of Justice, Proven reoffending statistics",
    (PROVEN.follow_up_months, PROVEN.waiting_months),
)
PUBLISHED = {"england": ENGLAND_AND_WALES, "england and wales": ENGLAND_AND_WALES}


@dataclass(frozen=True, repr=False)
class Comparison:
    """One row beside a published rate: `outcome` is higher, lower, not_told_apart or too_few.

    `near` and `far` are the limits, 95% and 99.8%, between which chance alone would put a group of this size.
    """

    keys: dict[str, Value]
    outcome: str
    words: str
    with_rate: Published
    smallest: float | None = None
    near: tuple[float, float] | None = None
    far: tuple[float, float] | None = None

    def __repr__(self) -> str:
        return f"{', '.join(map(str, self.keys.values()))}: {self.words}"

    def as_dict(self) -> dict[str, object]:
        """For JSON."""
        return {
            **self.keys,
            "outcome": self.outcome,
            "words": self.words,
            "with": self.with_rate.name,
            "with_rate": self.with_rate.rate,
            "smallest_difference": self.smallest,
            "funnel_95": self.near,
            "funnel_998": self.far,
        }


def published(text: str) -> Published:
    """A published rate by its name, or a rate given as a share such as 0.282 or as 28.2%; raises `Trouble`."""
    if found := PUBLISHED.get(text.strip().lower()):
        return found
    number = text.strip().removesuffix("%")
    try:
        rate = float(number) / (100 if number != text.strip() else 1)
    except ValueError:
        rate = -1.0
    if not 0 < rate < 1:
        raise Trouble(
            f"{text} is no benchmark. Name one of {', '.join(PUBLISHED)}, or give a rate between 0 and 1, or as 28.2%."
        )
    return Published(f"the rate given, {rate:.1%}", rate, "as given", "as given")


def comparable(definition: Definition, other: Published) -> None:
    """Raise `Trouble` where a published rate has other lengths of follow-up and waiting than ours."""
    ours = (definition.follow_up_months, definition.waiting_months)
    if other.lengths and other.lengths != ours:
        raise Trouble(
            f"{other.name} was counted with {other.lengths[0]} months of follow-up and {other.lengths[1]} of waiting, "
            f"this with {ours[0]} and {ours[1]}. Compare with a rate of the same lengths."
        )


def compare(row: Mapping[str, Value], keys: tuple[str, ...], other: Published) -> Comparison:
    """Compare a cleared row with a published rate."""
    named = {key: row[key] for key in keys}
    rate, low, high = row["rate"], row["rate_low"], row["rate_high"]
    if not (isinstance(rate, float) and isinstance(low, float) and isinstance(high, float)):
        return Comparison(named, "too_few", TOO_FEW, other)
    of = row.get("offenders")
    limits = [funnel(other.rate, of, level) if isinstance(of, int) and of else None for level in (LEVEL, FAR)]
    if low <= other.rate <= high:
        smallest = max(rate - low, high - rate)
        words = (
            f"Not told apart from {other.name}: {other.rate:.1%} is inside our range, {low:.1%} to {high:.1%}. "
            f"A difference of less than about {smallest * 100:.1f} percentage points could not be seen with so few people."
        )
        return Comparison(named, "not_told_apart", words, other, smallest, *limits)
    outcome = "higher" if low > other.rate else "lower"
    words = f"{outcome.capitalize()} than {other.name}: {other.rate:.1%} is outside our range, {low:.1%} to {high:.1%}."
    if limits[1] and limits[1][0] <= rate <= limits[1][1]:
        least, most = limits[1]
        words += f" Among many groups of this size chance alone puts some between {least:.1%} and {most:.1%}."
    return Comparison(named, outcome, words, other, None, *limits)
