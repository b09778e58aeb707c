"""Evaluation: did those who took part reoffend less than comparable people who did not.

Decides how a comparison is made and in which words its answer may be said: matched in the form of the Justice Data Lab,
randomised by intention to treat, and how soon by Cox's model. Models are fitted by statsmodels; the matcher is ours, with
the semantics of MatchIt. It does not count reoffences: a file brings its outcomes, `evidence.reoffending` says what counts.
A headline is refused where groups are too small or not alike, and nothing is called no effect because it was not significant.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from evidence.evaluation.areas import difference_in_differences, interrupted_series
    from evidence.evaluation.costs import Worth, worth
    from evidence.evaluation.hazards import Survival, survival
    from evidence.evaluation.matching import Matched, match
    from evidence.evaluation.plan import Plan, plan_of, read_plan
    from evidence.evaluation.recurrent import mean_counts
    from evidence.evaluation.running import evaluate
    from evidence.evaluation.sensitivity import people_needed
    from evidence.evaluation.study import Study

__all__ = [
    "Matched",
    "Plan",
    "Study",
    "Survival",
    "Worth",
    "difference_in_differences",
    "evaluate",
    "interrupted_series",
    "match",
    "mean_counts",
    "people_needed",
    "plan_of",
    "read_plan",
    "survival",
    "worth",
]

_HOMES = {
    "Worth": "costs",
    "worth": "costs",
    "mean_counts": "recurrent",
    "Survival": "hazards",
    "survival": "hazards",
    "Matched": "matching",
    "match": "matching",
    "Plan": "plan",
    "plan_of": "plan",
    "read_plan": "plan",
    "evaluate": "running",
    "people_needed": "sensitivity",
    "Study": "study",
    "difference_in_differences": "areas",
    "interrupted_series": "areas",
}


def __getattr__(name: str) -> object:
    """Load the models at first use."""
    if name in _HOMES:
        return getattr(import_module(f"evidence.evaluation.{_HOMES[name]}"), name)
    raise AttributeError(f"module 'evidence.evaluation' has no {name!r}")
