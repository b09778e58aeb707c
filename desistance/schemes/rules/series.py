"""A series of rules of which a partnership may have its own versions: what is proposed, how versions join, who approves one.

What the rules of one scheme may say, and how a version of them differs from another, is that scheme's own: see
``checkpoint/proposals.py`` and ``iom/matrix.py``.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from desistance.foundation.decisions import Decision, allowed, refused
from desistance.foundation.rulesets import RuleSet
from desistance.schemes.terms.cases import LONGEST_REASON
from desistance.schemes.terms.proposals import APPROVED, DRAFT, WAITING

Trouble = tuple[str, Decision]
Said = Mapping[str, Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class Proposed:
    """A version as it is proposed: from which day, on what ground, and its criteria or items with their values."""

    valid_from: date
    source: str
    criteria: Said


@dataclass(frozen=True, slots=True)
class Difference:
    """One criterion or item in two versions that follow each other: ``kind`` is added, removed or changed."""

    kind: str
    criterion: str
    before: str = ""
    after: str = ""


@dataclass(frozen=True)
class Series:
    """Rules by their published versions, and what one says that a partnership makes.

    ``name`` is the scheme's, ``words`` name the rules in a sentence. ``kinds`` are the kinds of agency that may propose a version
    and ``others`` is what the rest are told. ``as_rules`` makes a rule set of what is proposed, ``troubles`` tells what its
    values may not be, ``differences`` how two versions differ.
    """

    name: str
    words: str
    published: tuple[RuleSet, ...]
    kinds: frozenset[str]
    others: str
    as_rules: Callable[[Proposed, int], RuleSet]
    troubles: Callable[[Said], Iterator[Trouble]]
    differences: Callable[[RuleSet, RuleSet], tuple[Difference, ...]]

    def joined(self, local: Sequence[RuleSet]) -> tuple[RuleSet, ...]:
        """The published versions and a partnership's own by their first day: each ends on the day the next begins."""
        ordered = sorted([*self.published, *local], key=lambda one: (one.valid_from, one.version))
        ends = [one.valid_from for one in ordered[1:]]
        return tuple(replace(one, valid_until=end) for one, end in zip(ordered, [*ends, None], strict=True))


def troubles_of_proposal(
    series: Series, facts: Proposed, before: RuleSet, latest_on: date, on: date
) -> Iterator[Trouble]:
    """Each thing that keeps a version from being proposed. ``latest_on``: the first day of the newest approved version."""
    if facts.valid_from <= on:
        yield (
            "valid_from",
            refused("The first day must be after today: rules never change for what is decided already."),
        )
    elif facts.valid_from <= latest_on:
        yield (
            "valid_from",
            refused(f"The first day must be after {latest_on:%-d %B %Y}, when the newest version begins."),
        )
    if not facts.source.strip():
        yield "source", refused("Enter who decided on this version, and where that is written.")
    if len(facts.source) > LONGEST_REASON:
        yield "source", refused(f"The source must be {LONGEST_REASON} characters or fewer.")
    wrong = list(series.troubles(facts.criteria))
    yield from wrong
    if not wrong and not series.differences(before, series.as_rules(facts, 0)):
        yield "", refused("This version says what the version before it says. Change a value, or withdraw it.")


def may_approve(*, state: str, proposed_by: int, staff: int, valid_from: date, on: date) -> Decision:
    """Somebody other than who proposed it approves a version that waits, before its first day."""
    if state != WAITING:
        return refused("This version does not wait for approval.")
    if staff == proposed_by:
        return refused("Somebody else must approve it: whoever proposes a version does not approve it.")
    if valid_from <= on:
        return refused("Its first day has come. Send it back, and choose a later day.")
    return allowed()


def may_withdraw_rules(*, state: str, valid_from: date, on: date) -> Decision:
    """A version is withdrawn until the day before it is in force; what was decided under one is never changed."""
    if state == APPROVED and valid_from <= on:
        return refused("This version is in force. Propose another for a later day.")
    return allowed() if state in {DRAFT, WAITING, APPROVED} else refused("This version was withdrawn.")


Counts = Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Simulation:
    """What a version would have said: results by how many now and then, what would change, and each part's counts.

    ``changed``: (record, words now, words then). ``parts``: words of a criterion or item with its counts now and then.
    """

    number: int
    now: Counts
    then: Counts
    changed: tuple[tuple[int, str, str], ...]
    parts: tuple[tuple[str, Counts, Counts], ...]


@dataclass(slots=True)
class Tally:
    """Counts one record after the other by two versions."""

    now: Counter[str] = field(default_factory=Counter)
    then: Counter[str] = field(default_factory=Counter)
    changed: list[tuple[int, str, str]] = field(default_factory=list)
    parts: dict[str, tuple[Counter[str], Counter[str]]] = field(default_factory=dict)

    def result(self, record: int, old: tuple[str, str], new: tuple[str, str]) -> None:
        """Count a record's result in each version, and keep it where it changes. A result is its name and its words."""
        self.now[old[0]] += 1
        self.then[new[0]] += 1
        if old[0] != new[0]:
            self.changed.append((record, old[1], new[1]))

    def part(self, words: str, old: Mapping[str, int], new: Mapping[str, int]) -> None:
        """Count what one criterion or item came to in each version; an empty mapping where it is not asked."""
        counts = self.parts.setdefault(words, (Counter(), Counter()))
        counts[0].update(old)
        counts[1].update(new)

    def told(self, number: int) -> Simulation:
        """What was counted over so many records."""
        parts = tuple((words, dict(old), dict(new)) for words, (old, new) in self.parts.items() if old or new)
        return Simulation(number, dict(self.now), dict(self.then), tuple(self.changed), parts)
