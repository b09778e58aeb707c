"""The attacker of any number of tables at once: what whole numbers agree with all that was ever published.

Every published figure is a statement: a sum of unknown counts lies between two bounds. A quantity that is hidden is safe
where at least five of its values agree with all statements together. Whether a value agrees is a question of integer
programming, answered by HiGHS (J. Hall and others, University of Edinburgh; MIT licence). Each answer is a whole set of
counts, so that one answer is a witness for many quantities; only those without witnesses are asked for one by one.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from random import Random
from typing import Any

ENOUGH = 5  # values that a hidden number of people must keep
MOST = 10_000_000  # a bound that everybody knows: no group here has more people
FEW_LEFT = 3  # so few quantities are asked for one by one; more are first aimed at together
IDLE = 3  # answers that taught nothing, after which quantities are asked for one by one

Sum = Mapping[int, int]  # unknown -> how often it is in the sum


@dataclass
class Quantity:
    """A sum that must not be known too well: its true value, and the least and greatest value with a witness."""

    parts: Sum
    truth: int
    enough: int = ENOUGH
    label: object = None
    least: int = field(init=False)
    greatest: int = field(init=False)

    def __post_init__(self) -> None:
        self.least = self.greatest = self.truth

    @property
    def is_safe(self) -> bool:
        """Whether it is known to keep enough values."""
        return self.greatest - self.least + 1 >= self.enough

    def witness(self, values: Sequence[float]) -> None:
        """Learn from counts that agree with all statements."""
        value = round(sum(times * values[unknown] for unknown, times in self.parts.items()))
        self.least, self.greatest = min(self.least, value), max(self.greatest, value)


class Attacker:
    """Collects statements about unknown counts, none below zero, and finds what they leave open."""

    def __init__(self) -> None:
        from highspy import Highs  # noqa: PLC0415 - loads numpy, which the gate alone does not need

        self._solver: Any = Highs()  # type: ignore[no-untyped-call]
        self._solver.setOptionValue("output_flag", False)
        self._solver.setOptionValue("threads", 1)
        self._solver.setOptionValue("time_limit", 20.0)
        self._unknowns = 0
        self._statements = 0

    def unknown(self, most: int = MOST) -> int:
        """A count that nobody was told."""
        from highspy import HighsVarType  # noqa: PLC0415

        self._solver.addVar(0, most)
        self._solver.changeColIntegrality(self._unknowns, HighsVarType.kInteger)
        self._unknowns += 1
        return self._unknowns - 1

    def state(self, parts: Sum, low: int, high: int) -> int:
        """Add a statement: the sum is `low` to `high`, both included."""
        self._solver.addRow(low, high, len(parts), list(parts), [float(times) for times in parts.values()])
        self._statements += 1
        return self._statements - 1

    def restate(self, statement: int, low: int, high: int) -> None:
        """Change the bounds of a statement, as when its figure is hidden."""
        self._solver.changeRowBounds(statement, low, high)

    def weak(self, quantities: Iterable[Quantity], chance: Random | None = None) -> list[Quantity]:
        """The quantities that keep too few values; what cannot be decided in time counts as weak."""
        open_ones = [one for one in quantities if not one.is_safe]
        chance = chance or Random(1)  # noqa: S311 - which way to look first, no secret
        idle = 0
        while len(open_ones) > FEW_LEFT and idle < IDLE:
            self._learn(_mixed(open_ones, chance), open_ones)
            left = [one for one in open_ones if not one.is_safe]
            idle = idle + 1 if len(left) == len(open_ones) else 0
            open_ones = left
        return [one for one in open_ones if not self.leaves_enough(one, open_ones)]

    def leaves_enough(self, one: Quantity, others: Sequence[Quantity] = ()) -> bool:
        """Whether one quantity keeps enough values, by its greatest and, where that is not enough, its least."""
        for aim in (1, -1):
            if not one.is_safe:
                self._learn({unknown: aim * times for unknown, times in one.parts.items()}, (one, *others))
        return one.is_safe

    def _learn(self, objective: Mapping[int, int], quantities: Iterable[Quantity]) -> None:
        """Find counts that make a sum as great as may be, and let every quantity learn from them."""
        from highspy import HighsModelStatus, ObjSense  # noqa: PLC0415

        solver = self._solver
        solver.changeObjectiveSense(ObjSense.kMaximize)
        solver.changeColsCost(self._unknowns, list(range(self._unknowns)), [0.0] * self._unknowns)
        solver.changeColsCost(len(objective), list(objective), [float(weight) for weight in objective.values()])
        solver.run()
        if solver.getModelStatus() == HighsModelStatus.kOptimal:
            values = solver.getSolution().col_value
            for one in quantities:
                one.witness(values)


def _mixed(quantities: Sequence[Quantity], chance: Random) -> dict[int, int]:
    """A sum that pushes each quantity to the side where fewer values are known, at random where both are alike."""
    objective: dict[int, int] = {}
    for one in quantities:
        up, down = one.greatest - one.truth, one.truth - one.least
        aim = chance.choice((-1, 1)) if up == down or chance.random() < 0.25 else (1 if up < down else -1)
        weight = aim * chance.randint(1, 4)
        for unknown, times in one.parts.items():
            objective[unknown] = objective.get(unknown, 0) + weight * times
    return {unknown: weight for unknown, weight in objective.items() if weight}
