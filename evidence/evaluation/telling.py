"""A fitted Cox model and its curves, told: JSON with keys that stay, and text for a reader."""

from __future__ import annotations

from evidence.evaluation.counts import CLEARED, THRESHOLD, TRUE, face, one_row, through_the_gate
from evidence.evaluation.curves import Curve
from evidence.evaluation.hazards import LEVEL, Survival
from evidence.trouble import Trouble

SHARES = ("survival", "standard_error", "low", "high")
DIGITS = 3  # of a share whose digits would otherwise give the counts behind it away


def as_dict(found: Survival, *, protected: bool = True) -> dict[str, object]:
    """Everything about the model by name; counts pass the gate unless `protected` is false. The keys stay as they are."""
    if protected and found.rows - len(found.coefficients) < THRESHOLD:
        raise Trouble(
            f"{found.rows} rows for {len(found.coefficients)} terms: such a model tells about single people and is not for "
            "publication. Take fewer terms; --no-disclosure prints it for work that is not published."
        )
    counted = {"n": found.rows, "events": found.events}
    shown = one_row(counted, parts=(("events", "n"),), protected=protected)
    clusters = one_row({"clusters": found.clusters}, protected=protected) if found.clusters is not None else {}
    return {
        "method": "cox",
        "ties": "efron",
        "duration": found.duration,
        "event": found.event,
        "entry": found.entry,
        "cluster": found.cluster,
        "formula": found.formula,
        "standard_errors": "robust" if found.cluster else "model",
        "level": LEVEL,
        **shown,
        "clusters": clusters.get("clusters"),
        "log_likelihood": found.log_likelihood,
        "coefficients": [one.as_dict() for one in found.coefficients],
        "kaplan_meier": [_curve(curve, protected) for curve in found.curves],
        "excluded": [
            {"column": one.column, "reason": one.reason, "rows": _lost(len(one.rows), protected)}
            for one in found.excluded
        ],
        "disclosure": CLEARED if protected else TRUE,
        "face": face(protected),
    }


def _lost(rows: int, protected: bool) -> object:
    return one_row({"rows": rows}, protected=protected)["rows"]


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


def as_text(found: Survival, *, protected: bool = True) -> str:
    """The model for a reader: counts, then a line for each term."""
    told = as_dict(found, protected=protected)
    errors = f"robust, {told['clusters']} groups of {found.cluster}" if found.cluster else "of the model"
    lines = [
        face(protected),
        "",
        f"Cox's model of {found.formula}: {told['n']} rows, {told['events']} events; ties Efron; errors {errors}.",
        "",
    ]
    width = max(len("term"), *(len(one.term) for one in found.coefficients))
    lines.append(f"{'term':{width}}  coefficient  std. error        z        p  hazard ratio  95% interval")
    for one in found.coefficients:
        row = one.as_dict()
        lines.append(
            f"{one.term:{width}}  {one.coefficient:11.4f}  {one.standard_error:10.4f}  {one.z:7.3f}  {one.p:7.4f}  "
            f"{row['hazard_ratio']:12.3f}  {row['hazard_ratio_low']:.3f} to {row['hazard_ratio_high']:.3f}"
        )
    return "\n".join(lines) + "\n"
