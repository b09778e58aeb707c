"""Checkpoint's list as a whole: weighed by the version in force, what may be checked, and how versions differ."""

from datetime import date
from typing import Any, cast

from desistance.foundation.decisions import Decision, all_of, allowed, refused
from desistance.foundation.rulesets import RuleSet, assess, in_force
from desistance.schemes.rules.checkpoint.criteria import CRITERIA
from desistance.schemes.rules.checkpoint.facts import Answers, CheckpointFacts
from desistance.schemes.rules.results import Weighed, Weighing, weigh
from desistance.schemes.rules.series import Difference
from desistance.schemes.terms.checkpoint import CHECKPOINT_RULES, GROUP_WORDS, QUESTIONS, WORDINGS, is_an_answer
from desistance.schemes.terms.checks import CHECKING_AGENCIES, RANKS

DECIDED_BY_POLICE = "Checkpoint is decided by the police. Ask an officer of the force to check."


def rules_on(on: date) -> RuleSet:
    """The version in force on a day. Raises :class:`NoRuleInForce` before the first."""
    return in_force(CHECKPOINT_RULES, on)


def weigh_checkpoint(facts: CheckpointFacts, rules: RuleSet) -> Weighing:
    """Every criterion of one version for these facts."""
    return weigh(cast(tuple[Weighed, ...], assess(rules, CRITERIA, facts)))


def may_check(*, agency_kind: str, rank: str, answers: Answers, arrested_on: date) -> Decision:
    """An officer of the force checks under their rank, with answers that the questions have and days that can be."""
    first, last = answers.offence_from, answers.offence_to
    listed = all(is_an_answer(question, getattr(answers, question)) for question in QUESTIONS)
    checks = (
        (agency_kind in CHECKING_AGENCIES, DECIDED_BY_POLICE),
        (rank in dict(RANKS), "Choose your rank from the list."),
        (listed and answers.offence_group in {"", *GROUP_WORDS}, "Choose each answer from its list."),
        (not (first and last) or first <= last, "Last day of the offence must be the same as or after the first day."),
        (
            all(day is None or day <= arrested_on for day in (first, last)),
            "Date of the offence must be the same as or before the date of arrest.",
        ),
    )
    return all_of(*(allowed() if holds else refused(words) for holds, words in checks))


def differences(earlier: RuleSet, later: RuleSet) -> tuple[Difference, ...]:
    """How a version differs from the one before it, criterion by criterion; where it comes from is no difference."""
    before, after = dict(earlier.criteria), dict(later.criteria)
    found = []
    for name, wording in WORDINGS.items():
        title = f"{wording.bold} {wording.rest}".strip()
        if name in after and name not in before:
            found.append(Difference("added", title, after=values_in_words(after[name])))
        elif name in before and name not in after:
            found.append(Difference("removed", title, before=values_in_words(before[name])))
        elif name in before:
            old, new = values_in_words(before[name]), values_in_words(after[name])
            if old != new:
                found.append(Difference("changed", title, old, new))
    return tuple(found)


def values_in_words(values: Any) -> str:
    """The values of a criterion as a worker reads them."""
    return ". ".join(
        _VALUE_WORDS[name](value) for name, value in values.items() if name in _VALUE_WORDS and value != ()
    )


def _listed(question: str, chosen: tuple[str, ...]) -> str:
    return "; ".join(_small(words) for answer, words in QUESTIONS[question] if answer in chosen)


def _groups(chosen: tuple[str, ...]) -> str:
    return "; ".join(_small(GROUP_WORDS[name]) for name in chosen)


def _small(words: str) -> str:
    return words[:1].lower() + words[1:]


_VALUE_WORDS: dict[str, Any] = {
    "years": lambda years: f"{years} years",
    "months": lambda months: f"{months} calendar months",
    "areas": lambda areas: "County Durham and Darlington" if len(areas) == 2 else str(len(areas)),
    "confirmed_months": lambda months: f"Address said or confirmed in the last {months} months",
    "listed": lambda names: f"On the list: {_groups(names)}",
    "special": lambda names: (
        "With special terms: " + (_groups(names) if set(names) <= set(GROUP_WORDS) else _listed("domestic", names))
    ),
    "excluded": lambda names: f"Left out: {_groups(names)}",
    "allowed": lambda names: f"Allowed: {_listed('domestic', ('none', *names))}",
    "accepted": lambda names: f"Accepted: {_listed('admission', names)}",
    "stops": lambda names: f"Stops: {_listed('bail', names)}",
    "fewer_than": lambda number: f"Fewer than {number}",
}
