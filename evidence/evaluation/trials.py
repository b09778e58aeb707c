"""A randomised scheme: intention to treat, analysed as it was randomised; what people received stands apart.

Everyone counts in the group to which chance put them, whatever they received (intention to treat): only that comparison is
protected by the allocation. Strata of the randomisation are in every model (B. C. Kahan and T. P. Morris, BMJ 345, 2012).
"""

from __future__ import annotations

import warnings

import numpy as np
from statsmodels.duration.hazard_regression import PHReg

from evidence.evaluation.cohort import Cohort, cohort_of
from evidence.evaluation.curves import Curve, kaplan_meier
from evidence.evaluation.effects import Effect, Estimate, difference, rate_ratio
from evidence.evaluation.frames import Frame, texts, yes_no
from evidence.evaluation.outcomes import Read, read_outcome
from evidence.evaluation.plans import Outcome, Plan
from evidence.evaluation.study import LEAST, Answer, Study, answer_of

OFFERED, NOT_OFFERED = "allocated to the scheme", "allocated to the comparison"


def run(plan: Plan, frame: Frame) -> Study:
    """Run a randomised plan; raises `Trouble`."""
    outcomes = dict.fromkeys(name for one in plan.outcomes for name in one.columns)
    cohort = cohort_of(plan, frame, (*outcomes, *plan.trial.strata))
    answers = tuple(_answer(one, cohort, plan) for one in plan.outcomes)
    smaller = min(int(cohort.treated.sum()), int((~cohort.treated).sum()))
    reasons = (f"Fewer than {LEAST} people were allocated to one of the groups.",) if smaller < LEAST else ()
    return Study(
        plan=plan,
        attrition=cohort.attrition,
        starts=cohort.starts(plan),
        excluded=cohort.frame.excluded,
        answers=answers,
        reasons=reasons,
        warnings=(*_lost(cohort), *_controls(answers)),
        per_protocol=_per_protocol(plan, cohort),
    )


def _answer(outcome: Outcome, cohort: Cohort, plan: Plan, *, randomised: bool = True) -> Answer:
    read, treated = read_outcome(outcome, cohort.frame), cohort.treated
    strata = texts(cohort.frame, plan.trial.strata) if plan.trial.strata else None
    effect = Effect(
        treated_mean=float(read.values[treated].mean()),
        comparison_mean=float(read.values[~treated].mean()),
        difference=difference(read.values, treated, strata=strata),
        ratio=rate_ratio(read.values, treated, strata=strata) if outcome.kind != "time" else None,
        doubly_robust=None,
        hazard_ratio=_hazard_ratio(read, treated, strata),
    )
    sizes = tuple(int(one.sum()) for one in (treated, ~treated, read.happened & treated, read.happened & ~treated))
    curves: tuple[Curve, ...] = ()
    if read.leaves is not None:
        names = np.where(treated, OFFERED, NOT_OFFERED)
        curves = kaplan_meier(np.zeros(len(treated)), read.leaves, read.happened.astype(float), names)
    return answer_of(outcome, effect, sizes, randomised=randomised, curves=curves)  # type: ignore[arg-type]


def _hazard_ratio(read: Read, treated: np.ndarray, strata: np.ndarray | None) -> Estimate | None:
    """Cox's ratio with a baseline for each stratum."""
    if read.leaves is None or not read.happened[treated].any() or not read.happened[~treated].any():
        return None
    numbers = np.zeros(len(treated), dtype=int) if strata is None else np.unique(strata, return_inverse=True)[1]
    model = PHReg(
        read.leaves, treated.astype(float)[:, None], status=read.happened.astype(float), strata=numbers, ties="efron"
    )
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        fitted = model.fit(disp=0)
    return Estimate(float(fitted.params[0]), float(fitted.bse[0]), ratio=True)


def _per_protocol(plan: Plan, cohort: Cohort) -> tuple[Answer, ...]:
    """Those who received what they were allocated to, which chance no longer protects; nothing where it is not known."""
    if not plan.trial.received:
        return ()
    frame = cohort.frame
    frame.needs([plan.trial.received])
    known = frame.data[plan.trial.received].notna().to_numpy()
    some = Cohort(Frame(frame.name, frame.data[known]), cohort.treated[known], cohort.attrition)
    received = yes_no(some.frame, plan.trial.received, "what was received") == 1
    kept = some.kept("received what they were allocated to", received == some.treated)
    if not kept.treated.any() or kept.treated.all():
        return ()
    return tuple(_answer(one, kept, plan, randomised=False) for one in plan.outcomes)


def _lost(cohort: Cohort) -> tuple[str, ...]:
    """A warning where more of one group than of the other left after the allocation."""
    first, last = cohort.attrition[0], cohort.attrition[-1]
    ours, theirs = 1 - last.treated / first.treated, 1 - last.comparison / first.comparison
    if abs(ours - theirs) <= 0.05:
        return ()
    return (
        f"{ours:.0%} of one group and {theirs:.0%} of the other are not in the analysis: chance no longer protects it fully.",
    )


def _controls(answers: tuple[Answer, ...]) -> tuple[str, ...]:
    found = []
    for one in answers:
        low, high = one.effect.difference.interval
        if one.outcome.control and not low <= 0 <= high:
            found.append(
                f"The groups differ on {one.outcome.name}, which the scheme cannot have changed. Look at the allocation."
            )
    return tuple(found)
