"""The sum of a workload, line by line: so many people in a band, so many points each."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from desistance.foundation.rulesets import RuleSet, in_force


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the sum: what is weighed, the band, how many people, and the points of each."""

    label: str
    band: str
    people: int
    each: int

    @property
    def points(self) -> int:
        """What the line adds."""
        return self.people * self.each

    @property
    def words(self) -> str:
        """`Risk of serious harm: High: 3 people x 3 = 9`."""
        people = "1 person" if self.people == 1 else f"{self.people:,} people"
        return f"{self.label}, {self.band}: {people} \N{MULTIPLICATION SIGN} {self.each} = {self.points}"


def lines_of(
    label: str, words: Mapping[str, str], rules: Sequence[RuleSet], counted: Mapping[str, int], on: date
) -> list[Line]:
    """The lines of one weight on a day, in the order of its bands; a band without people has no line.

    A band that the rules of the day do not name weighs nothing, and says so with a line of nought. Raises ``NoRuleInForce``.
    """
    values = in_force(rules, on).values
    order = [*words, *sorted(set(counted) - set(words))]
    return [
        Line(label, words.get(band, band), counted[band], int(values.get(band, 0)))
        for band in order
        if counted.get(band)
    ]
