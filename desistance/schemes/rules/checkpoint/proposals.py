"""A partnership's own version of Checkpoint's rules: what it may say, how it joins those before it, what it would change."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from desistance.foundation.decisions import Decision, allowed, refused
from desistance.foundation.rulesets import RuleSet
from desistance.schemes.rules.checkpoint.criteria import CRITERIA
from desistance.schemes.rules.checkpoint.eligibility import differences, weigh_checkpoint
from desistance.schemes.rules.checkpoint.facts import CheckpointFacts
from desistance.schemes.terms.cases import LONGEST_REASON
from desistance.schemes.terms.checkpoint import CHECKPOINT_RULES, GROUP_WORDS, NO_GROUP, QUESTIONS, RULES_NAME, WORDINGS
from desistance.schemes.terms.checks import Result
from desistance.schemes.terms.proposals import APPROVED, BOUNDS, DRAFT, LISTS, NEVER, WAITING

Trouble = tuple[str, Decision]
Criteria = Mapping[str, Mapping[str, Any]]


def joined(local: Sequence[RuleSet]) -> tuple[RuleSet, ...]:
    """The published versions and a partnership's own, in order of their first day: each ends on the day the next begins."""
    ordered = sorted([*CHECKPOINT_RULES, *local], key=lambda one: (one.valid_from, one.version))
    ends = [one.valid_from for one in ordered[1:]]
    return tuple(replace(one, valid_until=end) for one, end in zip(ordered, [*ends, None], strict=True))


@dataclass(frozen=True, slots=True)
class Proposed:
    """A version as it is proposed: from which day, on what ground, and which criteria with their values."""

    valid_from: date
    source: str
    criteria: Criteria

    def as_rules(self, version: int) -> RuleSet:
        """The same as a rule set, each criterion with where it comes from and with values that are nobody's to edit kept."""
        kept = dict(CHECKPOINT_RULES[-1].criteria)
        rows = tuple(
            (
                name,
                {
                    **kept[name],
                    **{key: _fixed(value) for key, value in self.criteria[name].items()},
                    "from": self.source,
                },
            )
            for name in WORDINGS
            if name in self.criteria
        )
        return RuleSet(RULES_NAME, version, self.valid_from, None, self.source, {}, rows)


def _fixed(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value


def troubles_of_proposal(facts: Proposed, before: RuleSet, latest_on: date, on: date) -> Iterator[Trouble]:
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
    unknown = set(facts.criteria) - set(CRITERIA)
    if unknown or not facts.criteria:
        yield "criteria", refused("Choose at least one rule from the list.")
        return
    yield from _of_values(facts.criteria)
    if not any(_of_values(facts.criteria)) and not differences(before, facts.as_rules(0)):
        yield "", refused("This version says what the version before it says. Change a value, or withdraw it.")


def _of_values(criteria: Criteria) -> Iterator[Trouble]:
    for (name, key), (least, most) in BOUNDS.items():
        if name in criteria:
            number = criteria[name].get(key)
            if not isinstance(number, int) or not least <= number <= most:
                yield f"{name}_{key}", refused(f"{WORDINGS[name].bold}: the number must be between {least} and {most}.")
    for (name, key), of in LISTS.items():
        if name in criteria and set(criteria[name].get(key, ())) - members(of):
            yield f"{name}_{key}", refused(f"{WORDINGS[name].bold}: choose from the list.")
    listed = criteria.get("offence_listed", {})
    if listed.get("listed") and set(listed.get("special", ())) - set(listed["listed"]):
        yield "offence_listed_special", refused("A group with special terms must be on the list too.")
    if "admission" in criteria and not criteria["admission"].get("accepted"):
        yield "admission_accepted", refused("Choose at least one reply in interview that counts.")


def members(of: str) -> set[str]:
    """What a list can hold."""
    if of == "groups":
        return set(GROUP_WORDS) - {NO_GROUP}
    return {answer for answer, _ in QUESTIONS[of]} - NEVER[of]


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


@dataclass(frozen=True, slots=True)
class Simulated:
    """One criterion in the version in force and in the proposed one: how many met, not met, cannot tell."""

    criterion: str
    now: Mapping[str, int]
    then: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Simulation:
    """What a version would have said of arrests: results by how many, which would change, and each criterion's counts."""

    arrests: int
    now: Mapping[str, int]
    then: Mapping[str, int]
    changed: tuple[tuple[int, Result, Result], ...]
    criteria: tuple[Simulated, ...]


def simulate(facts: Sequence[tuple[int, CheckpointFacts]], before: RuleSet, after: RuleSet) -> Simulation:
    """Weigh the same facts by two versions. ``facts`` has each arrest with what is known of it; nothing is kept."""
    now: Counter[str] = Counter()
    then: Counter[str] = Counter()
    counts: dict[str, tuple[Counter[str], Counter[str]]] = {name: (Counter(), Counter()) for name in WORDINGS}
    changed = []
    for arrest, known in facts:
        old, new = weigh_checkpoint(known, before), weigh_checkpoint(known, after)
        now[old.result.words] += 1
        then[new.result.words] += 1
        for place, weighing in enumerate((old, new)):
            for finding in weighing.findings:
                counts[finding.criterion][place][finding.answer.value] += 1
        if old.result is not new.result:
            changed.append((arrest, old.result, new.result))
    told = tuple(Simulated(WORDINGS[name].bold, dict(a), dict(b)) for name, (a, b) in counts.items() if a or b)
    return Simulation(len(facts), dict(now), dict(then), tuple(changed), told)
