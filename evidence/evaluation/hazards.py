"""How soon something happens: Cox's proportional hazards and Kaplan and Meier's curve, by statsmodels.

Ties are Efron's. Robust errors are the grouped sandwich of Lin and Wei (JASA 84, 1989) with Efron's residuals (Therneau and
Grambsch, Modeling Survival Data, 2000, section 7.1), which statsmodels leaves at Breslow's when the fit is Efron's.
"""

from __future__ import annotations

import warnings
from dataclasses import dataclass

import numpy as np
from statsmodels.duration.hazard_regression import PHReg

from evidence.evaluation.columns import columns_of
from evidence.evaluation.curves import kaplan_meier
from evidence.evaluation.formulas import design
from evidence.evaluation.frames import Data, Frame, frame_of, numbers, texts, yes_no
from evidence.evaluation.telling import Coefficient, Survival
from evidence.trouble import Trouble


@dataclass(frozen=True)
class _Times:
    """When each row enters, leaves and whether its event happened then."""

    enters: np.ndarray
    leaves: np.ndarray
    happened: np.ndarray


def survival(
    data: Data,
    duration: str,
    event: str,
    formula: str,
    *,
    cluster: str | None = None,
    entry: str | None = None,
    by: str | None = None,
) -> Survival:
    """Fit Cox's model of `formula` and Kaplan and Meier's curves, for each value of `by` where it is given.

    `cluster` names the column of people or matched sets whose rows hang together: errors are then robust. `entry` is the
    time from which a row is watched; with several rows a person it lets covariates change. Raises `Trouble` in words for
    a column that is not there, durations of 0 or less, no event, or a formula that cannot be read.
    """
    named = [duration, event, *columns_of(formula), *(one for one in (cluster, entry, by) if one)]
    frame = frame_of(data).complete(named)
    times = _times(frame, duration, event, entry)
    made = design(formula, frame)
    groups = texts(frame, [cluster]) if cluster else None
    if groups is not None and len(set(groups)) <= len(made.terms):
        raise Trouble(
            f"{frame.name}: {cluster} has {len(set(groups))} groups; robust errors for {len(made.terms)} terms need more."
        )
    fitted = _fit(made.matrix, times, groups, made.terms)
    curves = kaplan_meier(times.enters, times.leaves, times.happened, texts(frame, [by]) if by else None)
    return Survival(
        source=frame.name,
        formula=formula,
        duration=duration,
        event=event,
        entry=entry,
        cluster=cluster,
        rows=len(frame.data),
        events=int(times.happened.sum()),
        clusters=None if groups is None else len(set(groups)),
        log_likelihood=fitted[2],
        coefficients=tuple(
            Coefficient(term, float(value), float(error))
            for term, value, error in zip(made.terms, fitted[0], fitted[1], strict=True)
        ),
        curves=curves,
        excluded=frame.excluded,
    )


def _times(frame: Frame, duration: str, event: str, entry: str | None) -> _Times:
    """The times of each row; raises `Trouble` for times that cannot be."""
    leaves = numbers(frame, duration, "a duration")
    happened = yes_no(frame, event, "an event")
    enters = numbers(frame, entry, "an entry") if entry else np.zeros(len(leaves))
    for wrong, words in (
        (leaves <= 0, "a duration is more than 0; add the first day, or leave the row out and say so"),
        (enters < 0, "an entry is 0 or more"),
        (enters >= leaves, "an entry is before the duration ends"),
    ):
        if wrong.any():
            row = frame.data.index[int(np.flatnonzero(wrong)[0])]
            raise Trouble(
                f"{frame.name}, row {row}, column {duration} ({leaves[wrong][0]:g}): {words}; {int(wrong.sum())} such rows."
            )
    if not happened.any():
        raise Trouble(
            f"{frame.name}: no row has an event in the column {event}, so there is nothing to model. Is 1 the event?"
        )
    # A row is watched after its entry, not at it (Therneau and Grambsch's (start, stop]); statsmodels counts the moment in.
    return _Times(np.where(enters > 0, np.nextafter(enters, np.inf), 0.0), leaves, happened)


def _fit(
    matrix: np.ndarray, times: _Times, groups: np.ndarray | None, terms: tuple[str, ...]
) -> tuple[np.ndarray, np.ndarray, float]:
    """Coefficients, standard errors and the log likelihood; raises `Trouble` where they have no finite estimate."""
    centre, spread = matrix.mean(axis=0), matrix.std(axis=0)
    scaled = (matrix - centre) / spread
    model = PHReg(times.leaves, scaled, status=times.happened, entry=times.enters, ties="efron")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        found = model.fit(disp=0)
        covariance = np.asarray(found.cov_params())
    values, errors = np.asarray(found.params), np.sqrt(np.diag(covariance))
    runaway = ~np.isfinite(errors) | (np.abs(values) > 15) | (errors > 50)
    if runaway.any():
        term = terms[int(np.argmax(np.where(runaway, np.abs(values), 0)))]
        raise Trouble(
            f"The coefficient of {term} has no finite estimate: it parts those with the event from those without."
        )
    if groups is not None:
        residuals = efron_residuals(scaled, values, times.enters, times.leaves, times.happened)
        together = np.array([residuals[groups == one].sum(axis=0) for one in np.unique(groups)])
        errors = np.sqrt(np.diag(covariance @ (together.T @ together) @ covariance))
    return values / spread, errors / spread, float(found.llf)


def efron_residuals(
    matrix: np.ndarray,
    values: np.ndarray,
    enters: np.ndarray,
    leaves: np.ndarray,
    happened: np.ndarray,
) -> np.ndarray:
    """What each row adds to the score of a Cox model with Efron's ties; they sum to nothing at the estimate."""
    hazard, found = np.exp(matrix @ values), np.zeros_like(matrix)
    for moment in np.unique(leaves[happened == 1]):
        at_risk = (enters < moment) & (leaves >= moment)
        here = (leaves == moment) & (happened == 1)
        tied = int(here.sum())
        rows, of_event = matrix[at_risk], here[at_risk]
        for turn in range(tied):
            share = 1 - turn / tied * of_event
            weight = hazard[at_risk] * share
            total = weight.sum()
            mean = weight @ rows / total
            found[at_risk] -= (weight / total)[:, None] * (rows - mean)
            found[here] += (matrix[here] - mean) / tied
    return found
