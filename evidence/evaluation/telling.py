"""A fitted Cox model and its curves, and how it is told: JSON with keys that stay, text for a reader, and a report."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from statistics import NormalDist
from typing import Any

import numpy as np

from evidence import pages
from evidence.definitions import Method
from evidence.evaluation import charts, report
from evidence.evaluation.counts import CLEARED, THRESHOLD, TRUE, face, one_row, through_the_gate
from evidence.evaluation.curves import Curve
from evidence.evaluation.frames import Exclusion
from evidence.results import Count, Result, count_in
from evidence.trouble import Trouble

LEVEL = 0.95
Z = NormalDist().inv_cdf((1 + LEVEL) / 2)
SHARES = ("survival", "standard_error", "low", "high")
TERMS = ("term", "coefficient", "standard_error", "z", "p", "low", "high", "hazard_ratio")
DIGITS = 3  # of a share whose digits would otherwise give the counts behind it away


@dataclass(frozen=True)
class Coefficient:
    """One term of a Cox model: the log of its hazard ratio with its error, test and 95% interval."""

    term: str
    coefficient: float
    standard_error: float

    @property
    def z(self) -> float:
        """The coefficient in standard errors."""
        return self.coefficient / self.standard_error

    @property
    def p(self) -> float:
        """The two-sided p value of `z` under the normal curve."""
        return 2 * NormalDist().cdf(-abs(self.z))

    @property
    def interval(self) -> tuple[float, float]:
        """The 95% interval of the coefficient."""
        return (self.coefficient - Z * self.standard_error, self.coefficient + Z * self.standard_error)

    def as_dict(self) -> dict[str, object]:
        """For JSON."""
        low, high = self.interval
        return {
            "term": self.term,
            "coefficient": self.coefficient,
            "standard_error": self.standard_error,
            "z": self.z,
            "p": self.p,
            "low": low,
            "high": high,
            "hazard_ratio": float(np.exp(self.coefficient)),
            "hazard_ratio_low": float(np.exp(low)),
            "hazard_ratio_high": float(np.exp(high)),
        }


@dataclass(frozen=True, repr=False)
class Survival(Result):
    """A fitted Cox model with the curves of the same people."""

    source: str
    formula: str
    duration: str
    event: str
    entry: str | None
    cluster: str | None
    rows: int
    events: int
    clusters: int | None
    log_likelihood: float
    coefficients: tuple[Coefficient, ...]
    curves: tuple[Curve, ...]
    excluded: tuple[Exclusion, ...]
    protected: bool = True

    def __getitem__(self, term: str) -> Coefficient:
        """The coefficient of one term; raises `KeyError`."""
        return {one.term: one for one in self.coefficients}[term]

    @property
    def title(self) -> str:
        """What is modelled."""
        return f"Time until {self.event}, by {self.formula}"

    @property
    def n(self) -> Count:
        """Rows in the model: people, or spells of people."""
        return count_in(one_row({"n": self.rows}, protected=self.protected), "n")

    @property
    def definition(self) -> Method:
        """The model with every choice."""
        errors = f"robust, by {self.cluster}" if self.cluster else "of the model"
        columns = {"duration": self.duration, "event": self.event, "entry": self.entry}
        return Method.of("Cox", ties="efron", formula=self.formula, **columns, errors=errors, level=LEVEL)

    @property
    def cohort(self) -> str:
        """Who is in it."""
        return f"rows of {Path(self.source).name} with a value in every column of the model"

    @property
    def period(self) -> None:
        """Nothing: durations do not say when they began."""

    def unprotected(self) -> Survival:
        """The same with true counts and every step of the curves, marked as such on every print."""
        return replace(self, protected=False)

    def as_dict(self) -> dict[str, object]:
        """Everything about the model by name; counts pass the gate unless it is `unprotected`. The keys stay as they are."""
        protected = self.protected
        if protected and self.rows - len(self.coefficients) < THRESHOLD:
            raise Trouble(
                f"Fewer than {THRESHOLD} rows more than the {len(self.coefficients)} terms: such a model tells about single "
                "people and is not for publication. Take fewer terms; --no-disclosure (`.unprotected()`) prints it for work "
                "that is not published."
            )
        counted = {"n": self.rows, "events": self.events}
        shown = one_row(counted, parts=(("events", "n"),), protected=protected)
        clusters = one_row({"clusters": self.clusters}, protected=protected) if self.clusters is not None else {}
        return {
            "method": "cox",
            "ties": "efron",
            "duration": self.duration,
            "event": self.event,
            "entry": self.entry,
            "cluster": self.cluster,
            "formula": self.formula,
            "standard_errors": "robust" if self.cluster else "model",
            "level": LEVEL,
            **shown,
            "clusters": clusters.get("clusters"),
            "log_likelihood": self.log_likelihood,
            "coefficients": [one.as_dict() for one in self.coefficients],
            "kaplan_meier": [_curve(curve, protected) for curve in self.curves],
            "excluded": [one.as_dict(protected=protected) for one in self.excluded],
            "disclosure": CLEARED if protected else TRUE,
            "face": face(protected),
        }

    def table(self) -> str:
        """The model for a reader: counts, then a line for each term."""
        told = self.as_dict()
        errors = f"robust, {told['clusters']} groups of {self.cluster}" if self.cluster else "of the model"
        lines = [
            face(self.protected),
            "",
            f"Cox's model of {self.formula}: {told['n']} rows, {told['events']} events; ties Efron; errors {errors}.",
            "",
        ]
        width = max(len("term"), *(len(one.term) for one in self.coefficients))
        lines.append(f"{'term':{width}}  coefficient  std. error        z        p  hazard ratio  95% interval")
        for one in self.coefficients:
            row = one.as_dict()
            lines.append(
                f"{one.term:{width}}  {one.coefficient:11.4f}  {one.standard_error:10.4f}  {one.z:7.3f}  {one.p:7.4f}  "
                f"{row['hazard_ratio']:12.3f}  {row['hazard_ratio_low']:.3f} to {row['hazard_ratio_high']:.3f}"
            )
        return "\n".join(lines) + "\n"

    def parts(self) -> list[str]:
        """The parts of the report: the terms, the curves and their values, and which rows were not used."""
        told: Any = self.as_dict()
        curves = [curve for curve in told["kaplan_meier"] if curve["points"]]
        return [
            pages.paragraphs([told["face"]]),
            self.facts(**{name: told[name] for name in ("events", "clusters") if told[name] is not None}),
            pages.table("Terms of the model, with 95% intervals", TERMS, told["coefficients"]),
            charts.curves("survival", curves),
            *(report.values(curve) for curve in curves),
            pages.table("Rows that were not used", ("column", "reason", "rows"), told["excluded"])
            if self.excluded
            else "",
        ]


def _curve(curve: Curve, protected: bool) -> dict[str, object]:
    """One curve; protected, it stands only at times between which enough people had the event."""
    chosen = curve.thinned(THRESHOLD) if protected else curve
    points = [point.as_dict() | {"place": place} for place, point in enumerate(chosen.points)]
    rows = [{"place": one["place"], "at_risk": one["at_risk"], "events": one["events"]} for one in points]
    shown = through_the_gate(rows, "place", ("at_risk", "events"), protected=protected)  # type: ignore[arg-type]
    told = []
    for point, row in zip(points, shown, strict=True):
        shares = {name: round(float(str(point[name])), DIGITS) for name in SHARES} if protected else {}
        told.append({name: value for name, value in (point | row | shares).items() if name != "place"})
    median = next((point.time for point in chosen.points if point.survival <= 0.5), None)
    return {"group": curve.group, "median": median, "points": told}
