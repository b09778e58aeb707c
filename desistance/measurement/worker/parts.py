"""What stands beside an evaluation's headline with its caution: groups of people, and those alone who completed.

Both are the plan run again on some of its people. Only differences leave: from the levels of everyone and of all groups but
one, that one could be worked out. Where one group of two is too small, neither is shown.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

import pandas as pd

from desistance.measurement.terms import LEAST_IN_A_GROUP
from evidence.disclosure import ROUNDED
from evidence.evaluation import evaluate
from evidence.evaluation.plans import Plan
from evidence.trouble import Trouble

TOO_FEW: Final = "too_few"
WITHHELD: Final = "withheld"
UNLIKE: Final = "unlike"
UNDER: Final = 25
KEPT: Final = ("name", "kind", "answer", "sentence", "beside", "difference")


@dataclass(frozen=True, slots=True)
class _Group:
    """One group of a split: its words, who is in it, and the column that says so and that they cannot be compared on."""

    words: str
    is_in: Callable[[pd.DataFrame], "pd.Series[bool]"]
    column: str = ""


SPLITS: Final = (
    (
        _Group("Women", lambda frame: frame.sex == "Female", "sex"),
        _Group("Men", lambda frame: frame.sex == "Male", "sex"),
    ),
    (
        _Group(f"Under {UNDER}", lambda frame: frame.age < UNDER),
        _Group(f"{UNDER} and over", lambda frame: frame.age >= UNDER),
    ),
)
"""The same in every evaluation, so that nobody chooses a group once outcomes are seen."""


def groups_told(plan: Plan, frame: pd.DataFrame) -> list[dict[str, Any]]:
    """What the scheme did in each group; of a split with a group of too few people, nothing but which."""
    told = []
    for split in SPLITS:
        found = {one.words: _alone(plan, frame[one.is_in(frame)], one.column) for one in split}
        is_one_too_few = any(one["answer"] == TOO_FEW for one in found.values())
        told += [
            {"group": words, **({"answer": WITHHELD} if is_one_too_few and one["answer"] != TOO_FEW else one)}
            for words, one in found.items()
        ]
    return told


def completers_told(plan: Plan, frame: pd.DataFrame) -> dict[str, Any] | None:
    """Those alone who completed beside the same comparison; None where nobody recorded it, or too few did or did not."""
    if "completed" not in frame:  # frozen before it was asked
        return None
    took_part = frame[frame.treated == 1].completed
    if min((took_part == 1).sum(), (took_part == 0).sum()) < ROUNDED.threshold:
        return None
    return _alone(plan, frame[(frame.treated == 0) | (frame.completed == 1)])


def _alone(plan: Plan, some: pd.DataFrame, without: str = "") -> dict[str, Any]:
    """What the plan says of the outcome of its headline on some of its people, or why it says nothing."""
    narrowed = replace(plan, outcomes=(plan.main,))
    if plan.matching and without:
        terms = [term for term in plan.matching.propensity.split(" + ") if term not in (without, f"C({without})")]
        exact = tuple(one for one in plan.matching.exact if one != without)
        narrowed = replace(narrowed, matching=replace(plan.matching, propensity=" + ".join(terms) or "1", exact=exact))
    if "main_offence" in some:  # whom nobody of this group could be like
        some = some[some.main_offence.isin(some[some.treated == 1].main_offence)]
    if some.treated.value_counts().reindex([0, 1], fill_value=0).min() < LEAST_IN_A_GROUP:
        return {"answer": TOO_FEW}
    try:
        study = evaluate(narrowed, some)
    except Trouble:
        return {"answer": UNLIKE}
    if not study.answers or min(study.answer().treated, study.answer().comparison) < LEAST_IN_A_GROUP:
        return {"answer": TOO_FEW}
    told: Any = study.as_dict()
    main: Mapping[str, Any] = told["outcomes"][0]
    if not isinstance(main["difference"], Mapping):
        return {"answer": TOO_FEW}
    return {"answer": UNLIKE} if study.reasons else {name: main[name] for name in KEPT}
