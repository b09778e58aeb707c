"""The words of a result, which claim no more than its interval carries.

The Justice Data Lab's three answers: a significant reduction, a significant increase, or inconclusive, of which it says that
it should not be taken to mean that the programme fails. Nothing is ever called no effect.
"""

from __future__ import annotations

from dataclasses import dataclass

from evidence.evaluation.effects import Estimate
from evidence.evaluation.plans import Outcome

REDUCTION, INCREASE, INCONCLUSIVE, REFUSED = "reduction", "increase", "inconclusive", "refused"


@dataclass(frozen=True)
class Words:
    """What may be said: the answer as one word, as a sentence, and the limits beside it."""

    answer: str
    sentence: str
    beside: str


@dataclass(frozen=True)
class _Saying:
    """How a difference in one kind of outcome is said: for how many people, in what, and which answer is which."""

    scale: float
    unit: str
    each: str
    typical: str
    answers: tuple[str, str] = (REDUCTION, INCREASE)
    digits: int = 0


def _saying(outcome: Outcome) -> _Saying:
    typical = "For 100 typical people who took part, "
    return {
        "binary": _Saying(100, "people", " in 100", typical),
        "count": _Saying(100, "reoffences", " for 100 people", typical),
        "amount": _Saying(1, outcome.unit, " for each person", "For each person who took part, ", digits=1),
        "time": _Saying(1, "days on average", "", "", ("sooner", "longer")),
    }[outcome.kind]


def of_difference(found: Estimate, outcome: Outcome, *, randomised: bool) -> Words:
    """The words of a difference: which way, how much, in its interval, and what it does not carry."""
    said, (low, high) = _saying(outcome), found.interval
    smallest = f"{found.detectable * said.scale:.1f} {said.unit}"
    detectable = f"A true difference of {smallest} or more would be found four times out of five."
    cause = (
        "People were allocated by chance, so that taking part explains the difference." if randomised
        else "People were matched, not allocated by chance: differences that were not measured may explain part of it."
    )  # fmt: skip
    if low <= 0 <= high:
        ends = [(-low, "fewer"), (high, "more")]
        (first, one), (second, other) = reversed(ends) if outcome.kind == "time" else ends
        return Words(
            INCONCLUSIVE,
            f"Inconclusive: {outcome.words}. The truth may lie anywhere from {first * said.scale:.1f} {one} to "
            f"{second * said.scale:.1f} {other} {said.unit}{said.each}; more people would need to be followed to tell. "
            "This does not mean that the scheme fails, nor that it works.",
            detectable,
        )
    more = found.value > 0
    direction, size = "more" if more else "fewer", abs(found.value) * said.scale
    least, most = sorted((abs(low) * said.scale, abs(high) * said.scale))
    return Words(
        said.answers[more],
        f"{outcome.words[0].upper()}{outcome.words[1:]}: {said.typical}{size:.{said.digits}f} {direction} {said.unit} "
        f"(95% interval {least:.1f} to {most:.1f} {direction}). {cause}",
        detectable,
    )


def refused(reasons: tuple[str, ...]) -> Words:
    """The words where there is no headline."""
    return Words(REFUSED, "No headline: " + " ".join(reasons), "The figures below show why; they are not a result.")
