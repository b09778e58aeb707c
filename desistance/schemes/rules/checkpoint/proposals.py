"""A force's own version of Checkpoint's rules: what it may say, and what it would change."""

from collections.abc import Iterator, Sequence
from typing import Any, Final

from desistance.foundation.decisions import refused
from desistance.foundation.rulesets import RuleSet
from desistance.schemes.rules.checkpoint.criteria import CRITERIA
from desistance.schemes.rules.checkpoint.eligibility import DECIDED_BY_POLICE, differences, weigh_checkpoint
from desistance.schemes.rules.checkpoint.facts import CheckpointFacts
from desistance.schemes.rules.series import Proposed, Said, Series, Simulation, Tally, Trouble
from desistance.schemes.terms.checkpoint import (
    CHECKPOINT,
    CHECKPOINT_RULES,
    GROUP_WORDS,
    NO_GROUP,
    QUESTIONS,
    RULES_NAME,
    WORDINGS,
)
from desistance.schemes.terms.checks import CHECKING_AGENCIES
from desistance.schemes.terms.proposals import BOUNDS, LISTS, NEVER


def as_rules(proposed: Proposed, version: int) -> RuleSet:
    """A version as a rule set, each criterion with where it comes from and with values that are nobody's to edit kept."""
    kept = dict(CHECKPOINT_RULES[-1].criteria)
    rows = tuple(
        (name, {**kept[name], **{key: _fixed(value) for key, value in said.items()}, "from": proposed.source})
        for name, said in ((name, proposed.criteria[name]) for name in WORDINGS if name in proposed.criteria)
    )
    return RuleSet(RULES_NAME, version, proposed.valid_from, None, proposed.source, {}, rows)


def _fixed(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value


def troubles_of_criteria(criteria: Said) -> Iterator[Trouble]:
    """Each value that a version may not have."""
    if set(criteria) - set(CRITERIA) or not criteria:
        yield "criteria", refused("Choose at least one rule from the list.")
        return
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


CHECKPOINT_SERIES: Final = Series(
    CHECKPOINT,
    "rules of Checkpoint",
    CHECKPOINT_RULES,
    frozenset(CHECKING_AGENCIES),
    DECIDED_BY_POLICE,
    as_rules,
    troubles_of_criteria,
    differences,
)


def simulate(facts: Sequence[tuple[int, CheckpointFacts]], before: RuleSet, after: RuleSet) -> Simulation:
    """Weigh the same facts by two versions. ``facts`` has each arrest with what is known of it; nothing is kept."""
    tally = Tally(parts={})
    for arrest, known in facts:
        old, new = weigh_checkpoint(known, before), weigh_checkpoint(known, after)
        tally.result(arrest, (old.result.words,) * 2, (new.result.words,) * 2)
        answers = [{one.criterion: {one.answer.value: 1} for one in weighing.findings} for weighing in (old, new)]
        for name, wording in WORDINGS.items():
            tally.part(wording.bold, *(one.get(name, {}) for one in answers))
    return tally.told(len(facts))
