"""Rounding of the actuarial predictors: percentages, contributions and the logistic curve.

Source: HMPPS ARNS Risk Actuarial API (MIT, Crown copyright), August 2026. The current generation counts in decimals,
with logarithms taken in double precision; the legacy generation counts in double precision throughout.
"""

import math
from decimal import ROUND_DOWN, ROUND_HALF_UP, Context, Decimal, localcontext

DECIMALS = Context(prec=40)
HUNDREDTH = Decimal("0.01")
HIGHEST = Decimal("99.99")
CONTRIBUTION = Decimal("1e-15")


def logarithm(number: int, divisor: int) -> Decimal:
    """Take the natural logarithm of a ratio; raises `ValueError` when the ratio is not above nought."""
    return Decimal(repr(math.log(number / divisor)))


def sigmoid(total: Decimal) -> Decimal:
    """Turn the sum of contributions into a probability, to 40 digits."""
    with localcontext(DECIMALS):
        power = total.exp()
        return power / (1 + power)


def double_sigmoid(total: float) -> float:
    """Turn the sum of contributions into a probability in double precision."""
    power = math.exp(total)
    return power / (1.0 + power)


def exact(number: float) -> Decimal:
    """Read a double as the shortest decimal that stands for it, as the source does before it rounds."""
    return Decimal(repr(number))


def half_up(number: Decimal, step: Decimal) -> Decimal:
    """Round to a step, halves away from nought."""
    with localcontext(DECIMALS):
        return number.quantize(step, rounding=ROUND_HALF_UP)


def percentage(probability: Decimal) -> float:
    """Give a probability as a percentage of two decimals, kept within 0.00 and 99.99."""
    return float(bounded(half_up(probability * 100, HUNDREDTH)))


def bounded(percent: Decimal) -> Decimal:
    """Keep a percentage within 0.00 and 99.99."""
    if percent <= 0:
        return Decimal("0.00")
    return HIGHEST if percent >= 100 else percent


def whole_percentage(probability: float) -> int:
    """Give a probability as a whole percentage, never 0 or 100 (legacy generation)."""
    return min(99, max(1, int(half_up(exact(probability) * 100, Decimal(1)))))


def whole_half_up(number: float) -> int:
    """Round to a whole number, halves away from nought (legacy generation)."""
    return int(half_up(exact(number), Decimal(1)))


def contribution(weight: Decimal) -> float:
    """Publish a contribution: 15 decimals, halves away from nought, and no minus before nought."""
    return float(half_up(weight, CONTRIBUTION)) + 0.0


def whole_part(number: Decimal) -> int:
    """Cut a number to its whole part."""
    return int(number.to_integral_value(rounding=ROUND_DOWN))
