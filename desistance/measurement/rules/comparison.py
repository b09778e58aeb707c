"""How a rate stands to a published national rate, in words that say no more than the numbers do."""

from desistance.measurement.rules.cited import CitedFigure

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
