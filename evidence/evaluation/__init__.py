"""Evaluation: did those who took part reoffend less than comparable people who did not.

Decides how a comparison is made and in which words its answer may be said: matched in the form of the Justice Data Lab,
randomised by intention to treat, and how soon by Cox's model. Models are fitted by statsmodels; the matcher is ours, with
the semantics of MatchIt. It does not count reoffences: a file brings its outcomes, `evidence.reoffending` says what counts.
A headline is refused where groups are too small or not alike, and nothing is called no effect because it was not significant.
"""

from typing import TYPE_CHECKING

from evidence.lazily import lazily

if TYPE_CHECKING:
    from evidence.evaluation.areas import difference_in_differences, interrupted_series
    from evidence.evaluation.costs import Worth, worth
    from evidence.evaluation.hazards import survival
    from evidence.evaluation.plans import Plan, plan
    from evidence.evaluation.recurrent import mean_counts
    from evidence.evaluation.running import evaluate, match, trial
    from evidence.evaluation.sensitivity import people_needed
    from evidence.evaluation.study import Finding, Study
    from evidence.evaluation.telling import Survival
else:
    __getattr__, __dir__ = lazily(
        __name__,
        {
            "areas": ("difference_in_differences", "interrupted_series"),
            "costs": ("Worth", "worth"),
            "hazards": ("survival",),
            "plans": ("Plan", "plan"),
            "recurrent": ("mean_counts",),
            "running": ("evaluate", "match", "trial"),
            "sensitivity": ("people_needed",),
            "study": ("Finding", "Study"),
            "telling": ("Survival",),
        },
    )

__all__ = [
    "Finding",
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
    "plan",
    "survival",
    "trial",
    "worth",
]
