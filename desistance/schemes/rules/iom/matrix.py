"""A partnership's own version of the matrix of an IOM nomination: what it may say, and whose score it would change."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from desistance.foundation.decisions import refused
from desistance.foundation.rulesets import RuleSet
from desistance.schemes.rules.iom.scoring import Score, Scored, ScoreFacts, score
from desistance.schemes.rules.series import Difference, Proposed, Said, Series, Simulation, Tally, Trouble
from desistance.schemes.terms.iom import IOM
from desistance.schemes.terms.iom_scoring import (
    ANSWERS,
    CONSIDER,
    HIGHEST,
    ITEMS,
    MOST_POINTS,
    MOST_STEPS,
    POINTS,
    SCORING,
)

BY_NUMBER: Final = tuple(item for item in ITEMS if item not in ANSWERS)
"""Items that are counted: points from so many on."""


def as_rules(proposed: Proposed, version: int) -> RuleSet:
    """A version as a rule set: for what is counted, steps in order; for an answer, its points."""
    said = proposed.criteria
    steps = {item: tuple(sorted((int(least), points) for least, points in said[item].items())) for item in BY_NUMBER}
    answers = {item: {name: said[item][name] for name, _ in ANSWERS[item]} for item in ANSWERS}
    values = {**steps, **answers, CONSIDER: said[CONSIDER][POINTS]}
    return RuleSet(SCORING[0].name, version, proposed.valid_from, None, proposed.source, values)


def as_said(rules: RuleSet) -> dict[str, dict[str, int]]:
    """The same as it is proposed: every item with its points."""
    values = rules.values
    steps = {item: {str(least): points for least, points in values[item]} for item in BY_NUMBER}
    return {**steps, **{item: dict(values[item]) for item in ANSWERS}, CONSIDER: {POINTS: values[CONSIDER]}}


def troubles_of_matrix(said: Said) -> Iterator[Trouble]:
    """Each value that a version may not have, with its field: ``item_from`` and ``item_points``, or ``item_answer``."""
    if set(said) != {*ITEMS, CONSIDER} or any(set(said[item]) != set(dict(ANSWERS[item])) for item in ANSWERS):
        yield (
            "",
            refused("Say the points of every item and every answer, and from which score the panel looks closely."),
        )
        return
    for item in BY_NUMBER:
        yield from _of_steps(item, said[item])
    for item, answers in ANSWERS.items():
        for answer, words in answers:
            if not _is_within(said[item][answer], -MOST_POINTS, MOST_POINTS):
                told = f"{ITEMS[item].words}, {words}: the points must be between -{MOST_POINTS} and {MOST_POINTS}."
                yield f"{item}_{answer}", refused(told)
    if not _is_within(said[CONSIDER].get(POINTS), 1, HIGHEST):
        yield f"{CONSIDER}_{POINTS}", refused(f"The score to look closely from must be between 1 and {HIGHEST}.")


def _of_steps(item: str, steps: Mapping[str, Any]) -> Iterator[Trouble]:
    words = ITEMS[item].words
    most = 100 if item == "predictor" else HIGHEST
    if not all(least.isascii() and least.isdigit() and int(least) <= most for least in steps):
        yield f"{item}_from", refused(f"{words}: each step must be a whole number up to {most}.")
        return
    if not 2 <= len({int(least) for least in steps}) == len(steps) <= MOST_STEPS or steps.get("0") != 0:
        yield f"{item}_from", refused(f"{words}: enter 1 to {MOST_STEPS - 1} steps, each once. None gives no points.")
        return
    points = [steps[least] for least in sorted(steps, key=int)]
    if not all(_is_within(one, 0, MOST_POINTS) for one in points):
        yield f"{item}_points", refused(f"{words}: the points must be between 0 and {MOST_POINTS}.")
    elif points != sorted(points):
        yield f"{item}_points", refused(f"{words}: more of it cannot give fewer points.")


def _is_within(value: Any, least: int, most: int) -> bool:
    return isinstance(value, int) and least <= value <= most


def item_words(item: str, rules: RuleSet) -> str:
    """What an item is worth, as a worker reads it."""
    worth = rules.values[item]
    if item in ANSWERS:
        return "; ".join(f"{words}: {worth[answer]}" for answer, words in ANSWERS[item])
    unit = "%" if item == "predictor" else ""
    return "; ".join(f"{least}{unit} or more: {points}" for least, points in worth if least)


def matrix_rows(rules: RuleSet) -> tuple[tuple[str, str], ...]:
    """Every item with what it is worth, and from which score the panel is advised to look closely."""
    rows = tuple((one.words, item_words(item, rules)) for item, one in ITEMS.items())
    return (*rows, ("Advised to look closely", f"From {rules.values[CONSIDER]} points"))


def differences(earlier: RuleSet, later: RuleSet) -> tuple[Difference, ...]:
    """How a matrix differs from the one before it, item by item."""
    pairs = zip(matrix_rows(earlier), matrix_rows(later), strict=True)
    return tuple(Difference("changed", words, old, new) for (words, old), (_, new) in pairs if old != new)


IOM_SERIES: Final = Series(
    IOM,
    "matrix of IOM nominations",
    SCORING,
    frozenset({"police"}),
    "The matrix is kept by the police force, for every agency of its area. Ask a team manager of the force.",
    as_rules,
    troubles_of_matrix,
    differences,
)


def standing(told: Score) -> str:
    """Where a score stands to the one to look closely from; it could be either while items are not known."""
    if told.low >= told.consider:
        return "Look closely"
    return "Below" if told.high < told.consider else "Could be either"


def simulate(facts: Sequence[tuple[int, ScoreFacts]], before: RuleSet, after: RuleSet) -> Simulation:
    """Score the same facts by two matrices. ``facts`` has each case with what its nomination kept; nothing is written."""
    tally = Tally()
    for case, known in facts:
        old, new = score(known, before), score(known, after)
        tally.result(case, _result(old), _result(new))
        for then, now in zip(old.items, new.items, strict=True):
            tally.part(then.words, _counts(then), _counts(now))
    return tally.told(len(facts))


def _result(told: Score) -> tuple[str, str]:
    return standing(told), f"{told.words}: {standing(told)}"


def _counts(one: Scored) -> dict[str, int]:
    return {"not_known": 1} if one.points is None else {"points": one.points}
