"""Made-up series of releases, and an attacker of the published rows that is built apart from the product's.

The attacker here knows only what is printed: a row's keys, its figures and the notes. It puts every row of every release
into one whole-number programme over the smallest groups and finds how many values each true count keeps.
"""

import random
from dataclasses import dataclass
from itertools import product

from highspy import Highs, HighsModelStatus, HighsVarType, ObjSense

from evidence.disclosure import ALL, HIDDEN, Protection, Shape

COUNTS = ("offenders", "reoffenders", "reoffences")
QUARTERS = ("2016-04-01", "2016-07-01", "2016-10-01", "2017-01-01")
YEAR = "year"
AREAS, AGES = ("a0", "a1", "a2"), ("b0", "b1", "b2")
MOST = 100_000

Group = tuple[str, str, str]  # quarter, area, age
Truth = dict[Group, tuple[int, int, int]]


def shape(by: tuple[str, ...]) -> Shape:
    return Shape(
        ("cohort", *by),
        COUNTS,
        (("reoffenders", "offenders"),),
        sums=by,
        at_least=(("reoffenders", "reoffences"),),
        spans={YEAR: QUARTERS} | {quarter: (quarter,) for quarter in QUARTERS},
    )


def person(chance: random.Random) -> tuple[int, int]:
    again = chance.random() < 0.35
    return (int(again), 1 + int(chance.expovariate(0.5)) if again else 0)


def population(chance: random.Random) -> Truth:
    """Counts as areas and groups have them: a few large, many small, zeros; now and then all or none reoffended."""
    truth = {}
    for group in product(QUARTERS, AREAS, AGES):
        people = int(chance.paretovariate(0.7) * chance.choice((0, 2, 6, 20))) % 400
        outcomes = [person(chance) for _ in range(people)]
        if chance.random() < 0.05:
            outcomes = [(1, 1)] * people
        truth[group] = (people, sum(one for one, _more in outcomes), sum(more for _one, more in outcomes))
    return truth


def corrected(truth: Truth, chance: random.Random) -> Truth:
    """The same people after late convictions and new matches: some groups change by a few, one by many."""
    changed = dict(truth)
    for group in chance.sample(sorted(truth), 6):
        people, again, times = truth[group]
        more = chance.choice((1, 2, 3, 7, 15, 30))
        if chance.random() < 0.5:
            late = min(more, people - again)
            changed[group] = (people, again + late, times + late)
        else:
            changed[group] = (people + more, again, times)
    return changed


def table(truth: Truth, by: tuple[str, ...], *, yearly: bool) -> list[dict]:
    """A table of true counts."""
    cells: dict[tuple, list[int]] = {}
    for (quarter, area, age), numbers in truth.items():
        values = {"area": area, "age": age}
        keys = (YEAR if yearly else quarter, *(values[name] for name in by))
        cells[keys] = [have + more for have, more in zip(cells.get(keys, (0, 0, 0)), numbers, strict=True)]
    return [
        dict(zip(("cohort", *by), keys, strict=True)) | dict(zip(COUNTS, numbers, strict=True))
        for keys, numbers in cells.items()
    ]


class Attack:
    """One whole-number programme over everything that was printed, before and after a correction.

    The attacker is told which groups the correction changed: all others are the same unknowns before and after.
    """

    def __init__(self, protection: Protection, before: Truth, after: Truth) -> None:
        self.protection = protection
        self.solver = Highs()
        self.solver.setOptionValue("output_flag", False)
        self.solver.setOptionValue("threads", 1)
        self.size = 0
        first = {group: self.group() for group in before}
        again = {group: first[group] if before[group] == after[group] else self.group() for group in after}
        self.unknown = (first, again)

    def group(self) -> dict[str, int]:
        """The unknowns of one group: people, of them those who reoffended, and how often."""
        for _name in COUNTS:
            self.solver.addVar(0, MOST)
            self.solver.changeColIntegrality(self.size, HighsVarType.kInteger)
            self.size += 1
        people, again, times = range(self.size - 3, self.size)
        self.solver.addRow(0, MOST, 2, [people, again], [1.0, -1.0])
        self.solver.addRow(0, MOST, 2, [times, again], [1.0, -1.0])
        return dict(zip(COUNTS, (people, again, times), strict=True))

    def sum_of(self, row: dict, name: str, version: int) -> list[int]:
        """The smallest groups that a row is about."""
        return [
            unknowns[name]
            for (quarter, area, age), unknowns in self.unknown[version].items()
            if row["cohort"] in (YEAR, quarter)
            and row.get("area", ALL) in (ALL, area)
            and row.get("age", ALL) in (ALL, age)
        ]

    def learn(self, row: dict, version: int) -> None:
        """Take in a printed row. A hidden figure may be any number: nobody is told why it is hidden."""
        for name in COUNTS:
            if row[name] != HIDDEN:
                base = self.protection.base
                low, high = max(row[name] - base // 2, self.protection.threshold), row[name] + (base - 1) // 2
                parts = self.sum_of(row, name, version)
                self.solver.addRow(low, high, len(parts), parts, [1.0] * len(parts))

    def values(self, plus: list[int], minus: list[int]) -> tuple[int, int]:
        """The least and the greatest value of a sum."""
        found = []
        for sense in (ObjSense.kMinimize, ObjSense.kMaximize):
            self.solver.changeObjectiveSense(sense)
            self.solver.changeColsCost(self.size, list(range(self.size)), [0.0] * self.size)
            terms = [*plus, *minus]
            self.solver.changeColsCost(len(terms), terms, [1.0] * len(plus) + [-1.0] * len(minus))
            self.solver.run()
            assert self.solver.getModelStatus() == HighsModelStatus.kOptimal, (
                "the truth must agree with what is printed"
            )
            found.append(round(self.solver.getInfo().objective_function_value))
        return found[0], found[1]


@dataclass
class Findings:
    """What an attack found: hidden numbers tried, those that keep fewer than five values, and those that are certain."""

    tried: int = 0
    narrow: int = 0
    exact: int = 0
    everyone: int = 0

    def add(self, other: "Findings") -> None:
        for name in vars(self):
            setattr(self, name, getattr(self, name) + getattr(other, name))


def attacked(truths: tuple[Truth, Truth], printed: list[tuple[int, dict]], protection: Protection) -> Findings:
    """Attack all printed rows together; each comes with the truth behind its figures. Every hidden number is tried."""
    attack = Attack(protection, *truths)
    for version, row in printed:
        attack.learn(row, version)
    found = Findings()
    places = {(version, row["cohort"], row.get("area"), row.get("age")): row for version, row in printed}
    for (version, *_place), row in places.items():
        people, again = (
            sum(
                numbers[which]
                for (quarter, area, age), numbers in truths[version].items()
                if row["cohort"] in (YEAR, quarter)
                and row.get("area", ALL) in (ALL, area)
                and row.get("age", ALL) in (ALL, age)
            )
            for which in (0, 1)
        )
        everyone, those = (attack.sum_of(row, name, version) for name in COUNTS[:2])
        for truth, plus, minus in ((people, everyone, []), (again, those, []), (people - again, everyone, those)):
            if people and truth < protection.threshold:
                low, high = attack.values(plus, minus)
                found.tried += 1
                found.narrow += truth > 0 and high - low + 1 < 5
                found.exact += truth > 0 and low == high
                found.everyone += truth == 0 and low == high
    return found
