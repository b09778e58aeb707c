"""Published formulas of the risk of reoffending, and tiers, exactly as HMPPS computes them.

Current generation (2026): ARP, VRP, SVRP, DCSRP, IICSRP, CSRP, PNI, LDS, MST, OPD. Legacy generation (2009 to 2026):
OGRS3, OGP, OVP, SNSV, OSPDC, OSPIIC, RSR, and PNI, LDS, MST, OPD as they were then. Source: HMPPS ARNS Risk Actuarial
API and HMPPS Tier (MIT, Crown copyright), August 2026. A score is a prediction for groups of people under supervision:
it supports judgement and never replaces it.

Nothing here is heavier than the standard library; `score_table` alone loads Polars, when it is called.
"""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from evidence.predictors import combined, legacy_general, legacy_serious, logistic, opd, pni, screens, sexual
from evidence.predictors.answers import Answers, InputsRefused
from evidence.predictors.combined import output_of
from evidence.predictors.components import component_value
from evidence.predictors.figures import exact
from evidence.predictors.findings import Result
from evidence.predictors.tiers import tier

if TYPE_CHECKING:
    from polars import DataFrame

__all__ = ["CURRENT", "LEGACY", "MODEL_VERSION", "InputsRefused", "score", "score_table", "tier"]

CURRENT, LEGACY, MODEL_VERSION = "2026", "legacy", "1.0"
LONDON = ZoneInfo("Europe/London")
Scorer = Callable[[Answers], Result]


def score_current_pni(answers: Answers) -> Result:
    """Score PNI as the service does: with ARP and VRP from the same inputs, the sexual and combined scores missing."""
    found = [output_of(logistic.score_logistic(name, answers))["score"] for name in ("ARP", "VRP")]
    general, violent = (exact(score) if isinstance(score, float) else None for score in found)
    return pni.score_pni(answers, pni.Scores(general, violent))


def score_legacy_pni(answers: Answers) -> Result:
    """Score the legacy PNI: with OGRS3 and OVP from the same inputs, the sexual and combined scores missing."""
    found = [
        legacy_general.two_year(scored)
        for scored in (legacy_general.score_ogrs3(answers), legacy_general.score_ovp(answers))
    ]
    general, violent = (exact(float(score)) if score is not None else None for score in found)
    return pni.score_pni(answers, pni.Scores(general, violent))


SCORERS: dict[str, dict[str, Scorer]] = {
    CURRENT: {
        "ARP": lambda answers: logistic.score_logistic("ARP", answers),
        "VRP": lambda answers: logistic.score_logistic("VRP", answers),
        "SVRP": lambda answers: logistic.score_logistic("SVRP", answers),
        "DCSRP": sexual.score_dcsrp,
        "IICSRP": sexual.score_iicsrp,
        "CSRP": combined.score_csrp,
        "PNI": score_current_pni,
        "LDS": screens.score_lds,
        "MST": screens.score_mst,
        "OPD": opd.score_opd,
    },
    LEGACY: {
        "OGRS3": legacy_general.score_ogrs3,
        "OGP": legacy_general.score_ogp,
        "OVP": legacy_general.score_ovp,
        "SNSV": legacy_serious.score_snsv,
        "OSPDC": legacy_serious.score_ospdc,
        "OSPIIC": legacy_serious.score_ospiic,
        "RSR": legacy_serious.score_rsr,
        "PNI": score_legacy_pni,
        "LDS": screens.score_lds,
        "MST": screens.score_mst,
        "OPD": lambda answers: opd.score_opd(answers, is_legacy=True),
    },
}


def score(
    predictor: str,
    inputs: Mapping[str, object],
    generation: str = CURRENT,
    *,
    component: str | None = None,
    on: date | None = None,
) -> Result:
    """Score one predictor from one person's inputs, in the shape that HMPPS publishes.

    `predictor`: its abbreviation, with or without hyphen or stroke (`DC-SRP`, `OSP/DC`). `inputs`: by the names of the
    request; absent and null are the same. `component`: one step alone, answered as `{"value": ...}`. `on`: the date of
    assessment when the inputs have none; without it, today in London. Raises `InputsRefused` for inputs that cannot be
    read; what is missing or does not fit is in the result, under `validationErrors` (`validationError` for PNI, LDS,
    MST and OPD). `probability` beside them is the unrounded chance.
    """
    if generation not in SCORERS:
        raise InputsRefused("generation", f"give one of {', '.join(SCORERS)}, not {generation!r}")
    name = predictor.upper().replace("-", "").replace("/", "").replace(" ", "")
    if name not in SCORERS[generation]:
        known = ", ".join(SCORERS[generation])
        raise InputsRefused("predictor", f"generation {generation} has {known}, not {predictor!r}")
    if component is not None:
        return {"value": component_value(name, component, inputs)}
    given = {key: answer for key, answer in inputs.items() if key != "context"}
    if given.get("assessmentDate") is None:
        given["assessmentDate"] = on or datetime.now(LONDON).date()
    answers, context = Answers(given), inputs.get("context")
    if context is not None:
        if name != "PNI" or not isinstance(context, Mapping):
            raise InputsRefused("context", "only PNI takes scores from elsewhere; give them by name")
        return pni.score_pni(answers, pni.read_context(context))
    return SCORERS[generation][name](answers)


def score_table(predictor: str, people: "DataFrame", on: date | None = None) -> "DataFrame":
    """Score ARP, VRP or SVRP for a whole caseload at once; see `evidence.predictors.table`."""
    from evidence.predictors.table import score_table as score_rows  # noqa: PLC0415 - Polars only when it is asked for

    return score_rows(predictor.upper(), people, on or datetime.now(LONDON).date())
