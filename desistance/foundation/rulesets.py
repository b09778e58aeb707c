"""Dated rule sets: values and lists are data with a source and dates; criteria are code and never change meaning."""

import itertools
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any, Final

LOCAL_DEFAULT: Final = re.compile(r"\bdefaults? of this service, to be\s+confirmed by the partnership\b")
"""How the source of a rule says that a value is nobody else's: no law and no guidance gives it."""


class Answer(StrEnum):
    """The result of one criterion. Not known is its own answer and never counts as no."""

    MET = "met"
    NOT_MET = "not_met"
    CANNOT_TELL = "cannot_tell"


@dataclass(frozen=True, slots=True)
class Finding:
    """One criterion's answer with the evidence it rests on, where that came from and when."""

    criterion: str
    wording: str
    answer: Answer
    evidence: str = ""
    source: str = ""
    dated: date | None = None


Criterion = Callable[[Any, Mapping[str, Any]], Finding]


@dataclass(frozen=True)
class RuleSet:
    """One version of a rule: from ``valid_from`` until before ``valid_until`` (None: still in force)."""

    name: str
    version: int
    valid_from: date
    valid_until: date | None
    source: str
    values: Mapping[str, Any]
    criteria: tuple[tuple[str, Mapping[str, Any]], ...] = ()

    def is_in_force(self, on: date) -> bool:
        """True on ``valid_from`` itself and on every day before ``valid_until``."""
        return self.valid_from <= on and (self.valid_until is None or on < self.valid_until)


class NoRuleInForce(LookupError):
    """No version of the rule covers the date that was asked for."""


def in_force(versions: Sequence[RuleSet], on: date) -> RuleSet:
    """The version in force on a date. Raises :class:`NoRuleInForce` when none is."""
    for rule_set in versions:
        if rule_set.is_in_force(on):
            return rule_set
    raise NoRuleInForce(f"No version of {versions[0].name if versions else 'this rule'} is in force on {on:%d %B %Y}.")


def assess(rule_set: RuleSet, catalogue: Mapping[str, Criterion], facts: Any) -> tuple[Finding, ...]:
    """Every criterion's finding, in the rule set's order; people decide on them, nothing decides by itself."""
    return tuple(catalogue[name](facts, values) for name, values in rule_set.criteria)


def problems(versions: Sequence[RuleSet], catalogue: Mapping[str, Criterion] | None = None) -> list[str]:
    """Faults in a series of versions: no source, overlaps, gaps, criteria that no code knows."""
    found = [f"{rule_set.name} {rule_set.version}: no source" for rule_set in versions if not rule_set.source]
    ordered = sorted(versions, key=lambda rule_set: rule_set.valid_from)
    for earlier, later in itertools.pairwise(ordered):
        if earlier.valid_until != later.valid_from:
            found.append(f"{later.name}: version {later.version} must start on the day version {earlier.version} ends")
    for rule_set in versions:
        unknown = [name for name, _ in rule_set.criteria if name not in (catalogue or {})]
        found += [f"{rule_set.name} {rule_set.version}: no criterion called {name}" for name in unknown]
    return found
