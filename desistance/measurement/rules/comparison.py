"""How a rate stands to a published national rate, in words that say no more than the numbers do."""

from collections.abc import Sequence
from dataclasses import dataclass

from desistance.measurement.rules.cited import CitedFigure
from evidence.reoffending.intervals import funnel

CAUTION = "Areas differ in who is sentenced, so a difference is not a judgement of anyone's work."
NO_VERDICT = "Cannot be compared: the figure here is hidden or too small"

TOO_FEW = "Too few to say"


def per_cent(share: float) -> str:
    """A share as a percentage with one decimal."""
    return f"{share * 100:.1f}%"


def compared(low: object, high: object, benchmark: CitedFigure | None) -> str:
    """Higher than, lower than or similar to the national rate: different only where our range leaves the national rate out."""
    if benchmark is None or not isinstance(low, float) or not isinstance(high, float):
        return NO_VERDICT if benchmark else "No national figure to compare with"
    named = f"{benchmark.area} ({benchmark.rate_words}, {benchmark.period})"
    if low > benchmark.share:
        return f"Higher than {named}, which is outside our range"
    if high < benchmark.share:
        return f"Lower than {named}, which is outside our range"
    return f"Similar to {named}, which is within our range"


def standing(low: object, high: object, benchmark: CitedFigure | None) -> str:
    """The same in one word or few, for the row of a table whose heading names the national figure."""
    if benchmark is None or not isinstance(low, float) or not isinstance(high, float):
        return TOO_FEW
    return "Higher" if low > benchmark.share else "Lower" if high < benchmark.share else "Similar"


def changed(low: object, high: object, earlier_low: object, earlier_high: object) -> str:
    """What can be said of a change between two ranges: clear only where they do not overlap."""
    numbers = (low, high, earlier_low, earlier_high)
    if not all(isinstance(one, float) for one in numbers):
        return "Cannot be said: one of the figures is hidden or too small"
    new_low, new_high, old_low, old_high = (float(str(one)) for one in numbers)
    if new_low > old_high:
        return "Clearly higher than before: the ranges do not overlap"
    if new_high < old_low:
        return "Clearly lower than before: the ranges do not overlap"
    return "No clear change: the ranges overlap"


NEAR, FAR = 0.95, 0.998
"""The limits of a funnel: of many areas some lie beyond the near ones by chance alone, hardly any beyond the far ones.
Source: D. J. Spiegelhalter, Statistics in Medicine 24, 2005."""
FEWEST, STEPS = 20, 40


@dataclass(frozen=True, slots=True)
class Limits:
    """Between which shares chance alone would put a group of so many people, were its rate truly the national one."""

    people: int
    near: tuple[float, float]
    far: tuple[float, float]


def limits_at(rate: float, people: int) -> Limits:
    """The limits for one number of people."""
    return Limits(people, funnel(rate, people, NEAR), funnel(rate, people, FAR))


def funnel_limits(rate: float, most: int) -> Sequence[Limits]:
    """The limits from few people to ``most``, closer together where they bend."""
    numbers = {round(FEWEST + (max(most, FEWEST) - FEWEST) * (step / STEPS) ** 2) for step in range(STEPS + 1)}
    return [limits_at(rate, number) for number in sorted(numbers)]


def in_funnel(share: object, people: object, rate: float) -> str:
    """Where an area stands in the funnel, in words that do not judge it."""
    if not isinstance(share, float) or not isinstance(people, int) or not people:
        return TOO_FEW
    found = limits_at(rate, people)
    side = "above" if share > rate else "below"
    if found.near[0] <= share <= found.near[1]:
        return "Within chance"
    if found.far[0] <= share <= found.far[1]:
        return f"A little {side}: one in twenty is"
    return f"Well {side}: hardly chance"
