"""A matched evaluation in the form of the Justice Data Lab: cohort, propensity, matching, balance, outcomes, sensitivity.

Sources: Ministry of Justice, Justice Data Lab methodology (2013); Office for Statistics Regulation, compliance review of the
Justice Data Lab, 11 December 2025. Radius matching is theirs; the weights of comparisons sum to one for each person matched.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from evidence.evaluation.balance import AMBER, Balance, Propensity, balance, common_support, effective, propensity
from evidence.evaluation.cohort import Cohort, cohort_of
from evidence.evaluation.curves import Curve, weighted_curve
from evidence.evaluation.effects import Effect, Estimate, difference, doubly_robust, rate_ratio, weighted_hazard_ratio
from evidence.evaluation.formulas import Design, design
from evidence.evaluation.frames import Frame, texts
from evidence.evaluation.matching import NOBODY, Comparisons, find_comparisons
from evidence.evaluation.outcomes import Read, read_outcome
from evidence.evaluation.plans import Matching, Outcome, Plan
from evidence.evaluation.sensitivity import Bounds, rosenbaum
from evidence.evaluation.study import LEAST, Answer, Study, answer_of

TOOK_PART, COMPARISON = "took part", "comparison"
BINS = 10


@dataclass(frozen=True)
class _Compared:
    """Everything about the people that does not depend on an outcome."""

    cohort: Cohort
    made: Design
    chance: Propensity
    matched: Comparisons
    caliper: float
    strata: np.ndarray | None


def run(plan: Plan, frame: Frame) -> Study:
    """Run a matched plan; raises `Trouble` where it cannot be run, and refuses a headline where it may not be said."""
    asked = plan.matching
    if asked is None:
        raise ValueError("a matched plan has a table match")
    columns = dict.fromkeys((*asked.columns, *(name for one in plan.outcomes for name in one.columns)))
    cohort = cohort_of(plan, frame, tuple(columns))
    compared = _compare(asked, cohort)
    weights, treated = compared.matched.weights, cohort.treated
    inside = common_support(compared.chance, treated)
    balanced = balance(compared.made, treated, weights)
    reasons = _reasons(compared.matched, balanced)
    answers = tuple(_answer(one, compared) for one in plan.outcomes) if compared.matched.treated_matched > 1 else ()
    lost = Cohort(cohort.frame, treated, cohort.attrition).kept("matched", weights > 0).attrition
    return Study(
        plan=plan,
        attrition=lost,
        starts=cohort.starts(plan),
        excluded=cohort.frame.excluded,
        answers=answers,
        reasons=reasons,
        warnings=_warnings(answers, compared, int((treated & ~inside).sum())),
        balance=balanced,
        support=_support(compared),
        matching={
            "method": asked.method,
            "ratio": asked.ratio if asked.method == "nearest" else None,
            "replacement": asked.replacement,
            "caliper_share": asked.caliper,
            "caliper": compared.caliper,
            "exact": list(asked.exact),
            "propensity": asked.propensity,
            "propensity_coefficients": [
                {"term": t, "coefficient": v, "standard_error": e} for t, v, e in compared.chance.coefficients
            ],
            "people_treated_matched": compared.matched.treated_matched,
            "people_treated_unmatched": int(treated.sum()) - compared.matched.treated_matched,
            "people_comparison_matched": int((weights[~treated] > 0).sum()),
            "people_outside_common_support": int((treated & ~inside).sum()),
            "effective_comparison": effective(weights[~treated]),
            "sum_of_weights": float(weights[~treated].sum()),
        },
    )


def _compare(asked: Matching, cohort: Cohort) -> _Compared:
    made = design(asked.propensity, cohort.frame)
    chance = propensity(made, cohort.treated)
    width = chance.caliper(cohort.treated, asked.caliper)
    strata = texts(cohort.frame, asked.exact) if asked.exact else None
    found = find_comparisons(
        cohort.treated,
        chance.log_odds,
        width,
        method=asked.method,
        ratio=asked.ratio,
        replacement=asked.replacement,
        strata=strata,
    )
    return _Compared(cohort, made, chance, found, width, strata)


def _reasons(matched: Comparisons, balanced: tuple[Balance, ...]) -> tuple[str, ...]:
    """Why no headline may be said."""
    found = []
    if matched.treated_matched < LEAST:
        found.append(f"Fewer than {LEAST} people who took part have a comparison.")
    red = [one.term for one in balanced if not abs(one.after) <= AMBER]
    if red:
        found.append(
            f"The groups are not alike: after matching, {', '.join(red)} differ by more than {AMBER:g}% of a standard deviation."
        )
    return tuple(found)


def _warnings(answers: tuple[Answer, ...], compared: _Compared, outside: int) -> tuple[str, ...]:
    """What a reader must know beside the headline."""
    found = []
    for one in answers:
        low, high = one.effect.difference.interval
        if one.outcome.control and not low <= 0 <= high:
            found.append(
                f"The groups differ on {one.outcome.name}, which the scheme cannot have changed: "
                "they were not alike in something that was not measured."
            )
    share = compared.matched.treated_matched / compared.cohort.treated.sum()
    if share < 0.8:
        found.append(f"Only {share:.0%} of the people who took part have a comparison; the result is about them alone.")
    if outside:
        found.append(
            "Some people who took part are outside the range of everyone else; the balance table says whom the rest are like."
        )
    return tuple(found)


def _answer(outcome: Outcome, compared: _Compared) -> Answer:
    """One outcome of the matched people, with the doubly robust figure over everyone in common support."""
    everyone = read_outcome(outcome, compared.cohort.frame)
    used = compared.matched.weights > 0
    treated, weights = compared.cohort.treated[used], compared.matched.weights[used]
    sets = compared.matched.sets[used] if (compared.matched.sets[used] != NOBODY).all() else None
    values, happened = everyone.values[used], everyone.happened[used].astype(float)
    hazard, curves = None, tuple[Curve, ...]()
    if everyone.leaves is not None:
        leaves = everyone.leaves[used]
        hazard = weighted_hazard_ratio(leaves, happened, treated, weights, sets)
        curves = tuple(
            weighted_curve(name, leaves[side], happened[side], weights[side])
            for name, side in ((TOOK_PART, treated), (COMPARISON, ~treated))
        )
    effect = Effect(
        treated_mean=float(np.average(values[treated], weights=weights[treated])),
        comparison_mean=float(np.average(values[~treated], weights=weights[~treated])),
        difference=difference(values, treated, weights, sets),
        ratio=rate_ratio(values, treated, weights, sets) if outcome.kind != "time" else None,
        doubly_robust=_robust(everyone, compared),
        hazard_ratio=hazard,
    )
    with_it = happened > 0
    sizes = (int(treated.sum()), int((~treated).sum()), int((with_it & treated).sum()), int((with_it & ~treated).sum()))
    bounds = _bounds(everyone, compared) if outcome.kind == "binary" and not outcome.control else None
    return answer_of(outcome, effect, sizes, randomised=False, bounds=bounds, curves=curves)


def _robust(read: Read, compared: _Compared) -> Estimate | None:
    """Among those who took part and are in common support, and everyone else."""
    treated = compared.cohort.treated
    used = ~treated | common_support(compared.chance, treated)
    return doubly_robust(
        read.values[used], treated[used], compared.chance.chance[used], compared.made.matrix[used], read.outcome.kind
    )


def _bounds(read: Read, compared: _Compared) -> Bounds:
    """Rosenbaum's bounds on pairs made for them: nearest, one to one, nobody twice, in the same caliper and strata."""
    treated = compared.cohort.treated
    pairs = find_comparisons(
        treated, compared.chance.log_odds, compared.caliper, method="nearest", replacement=False, strata=compared.strata
    )
    ours = np.flatnonzero(treated & (pairs.sets != NOBODY))
    theirs = {int(number): place for place, number in enumerate(pairs.sets) if not treated[place] and number != NOBODY}
    return rosenbaum(read.values[ours], read.values[[theirs[int(one)] for one in ours]])


def _support(compared: _Compared) -> tuple[tuple[float, int, int], ...]:
    """How many on each side have a propensity in each tenth."""
    tenth = np.minimum((compared.chance.chance * BINS).astype(int), BINS - 1)
    treated = compared.cohort.treated
    return tuple(
        (number / BINS, int((treated & (tenth == number)).sum()), int((~treated & (tenth == number)).sum()))
        for number in range(BINS)
    )
