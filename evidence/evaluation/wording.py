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


def of_difference(found: Estimate, outcome: Outcome, *, randomised: bool) -> Words:
    """The words of a difference. Of a time, more is better; of everything else, less is."""
    low, high = found.interval
    scale = 1.0 if outcome.kind == "time" else 100.0
    unit = "days on average" if outcome.kind == "time" else _unit(outcome)
    size, ends = abs(found.value) * scale, sorted((abs(low) * scale, abs(high) * scale))
    detectable = (
        f"A true difference of {found.detectable * scale:.1f} {unit} or more would be found four times out of five."
    )
    cause = (
        "People were allocated by chance, so that taking part explains the difference." if randomised
        else "People were matched, not allocated by chance: differences that were not measured may explain part of it."
    )  # fmt: skip
    if low <= 0 <= high:
        better, worse = ("more", "fewer") if outcome.kind == "time" else ("fewer", "more")
        each = " in 100" if outcome.kind == "binary" else " for 100 people" if outcome.kind == "count" else ""
        down, up = (high, -low) if outcome.kind == "time" else (-low, high)
        return Words(
            INCONCLUSIVE,
            f"Inconclusive: {outcome.words}. The truth may lie anywhere from {down * scale:.1f} {better} to {up * scale:.1f} "
            f"{worse} {unit}{each}; more people would need to be followed to tell. This does not mean that the scheme fails, "
            "nor that it works.",
            detectable,
        )
    fewer = found.value < 0
    direction = "fewer" if fewer else "more"
    answer = (REDUCTION if fewer else INCREASE) if outcome.kind != "time" else ("longer" if not fewer else "sooner")
    typical = "" if outcome.kind == "time" else "For 100 typical people who took part, "
    sentence = f"{typical}{size:.0f} {direction} {unit}" if typical else f"{size:.0f} {direction} {unit}"
    return Words(
        answer,
        f"{outcome.words[0].upper()}{outcome.words[1:]}: {sentence} "
        f"(95% interval {ends[0]:.1f} to {ends[1]:.1f} {direction}). {cause}",
        detectable,
    )


def _unit(outcome: Outcome) -> str:
    return "people" if outcome.kind == "binary" else "reoffences"


def refused(reasons: tuple[str, ...]) -> Words:
    """The words where there is no headline."""
    return Words(REFUSED, "No headline: " + " ".join(reasons), "The figures below show why; they are not a result.")
