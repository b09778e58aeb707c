"""ARP, VRP and SVRP for a whole caseload at once, with Polars: the same scores as one at a time, at the speed of columns.

Each row is scored in double precision. A row whose percentage lies too close to a rounding boundary for that, or that
has a finding, or an answer that has to be looked at, is scored again one at a time in decimals; so both ways agree. SVRP with
the answers of an assessment is always scored so, for its list of previous convictions.
"""

from dataclasses import dataclass
from datetime import date

import polars as pl

from evidence.predictors.answers import MOTIVATION as MOTIVATION_POINTS
from evidence.predictors.answers import PROBLEMS, SCALES, Answers, InputsRefused
from evidence.predictors.findings import ASSESSED, BORN, CODE, CONVICTED, FIRST, FOLLOWED, TOTAL, VIOLENT
from evidence.predictors.logistic import MODELS, Model, score_logistic
from evidence.predictors.published import UNKNOWN, Coefficients, coefficients, offences
from evidence.predictors.terms import ARP, LONGEST_FREE, MOTIVATION, OTHER_DRUGS, SVRP, TOGETHER, VRP

DAYS = (ASSESSED, BORN, CONVICTED, FOLLOWED)
COUNTS = (FIRST, TOTAL, VIOLENT)
POINTS = {
    "suitabilityOfAccommodation": "accommodation_suitability",
    "currentRelationshipWithPartner": "relationship_quality",
    "regularOffendingActivities": "activities_encourage_offending",
    "currentAlcoholUseProblems": "chronic_drinking",
    "excessiveAlcoholUse": "binge_drinking",
    "impulsivityProblems": "impulsivity",
    "proCriminalAttitudes": "pro_criminal_attitude",
    "temperControl": "temper",
}
FLAGS = {
    "evidenceOfDomesticAbuse": "domestic_abuse",
    "hasHeroinUsage": "heroin",
    "hasMethadoneUsage": "methadone",
    "hasOtherOpiateUsage": "other_opiate",
    "hasCrackCocaineUsage": "crack_cocaine",
    "hasPowderCocaineUsage": "powder_cocaine",
    "hasMisusedPrescriptionDrugUsage": "prescription_drug_misuse",
    "hasBenzodiazepinesUsage": "benzodiazepines",
    "hasCannabisUsage": "cannabis",
    "hasSteroidsUsage": "steroids",
}
STATUS, PREVIOUS = "currentRelationshipStatus", "previousConvictions"
TEXT = ("gender", CODE, STATUS, MOTIVATION, *POINTS)
YES_NO = ("isUnemployed", "didOffenceInvolveCarryingOrUsingWeapon", *FLAGS, *OTHER_DRUGS)
COLUMNS: dict[str, pl.DataType | type[pl.DataType]] = {
    **dict.fromkeys(DAYS, pl.Date),
    **dict.fromkeys(COUNTS, pl.Int64),
    **dict.fromkeys(TEXT, pl.String),
    **dict.fromkeys(YES_NO, pl.Boolean),
    PREVIOUS: pl.List(pl.String),
}
# A conviction later than this after the assessment is looked at one at a time.
SHORTEST_THREE_MONTHS = 89
# In percentage points: far above the error of double precision, far below the two decimals of a score.
TOO_CLOSE = 1e-7


@dataclass(frozen=True)
class Careers:
    """How one predictor weighs a career: its rate of sanctions, from the first power on, and the years added to it."""

    rates: tuple[str, ...]
    boost: int


CAREERS = {
    ARP: Careers(("three_plus_sanctions_copas_g", "three_plus_sanctions_copas_squared"), 26),
    VRP: Careers(("three_plus_sanctions_copas_v",), 12),
    SVRP: Careers(("three_plus_sanctions_copas_v",), 12),
}
VIOLENT_BOOST = 30


def months(earlier: pl.Expr, later: pl.Expr) -> pl.Expr:
    """Count complete calendar months, 0 when the dates stand the other way round."""
    whole = (later.dt.year() - earlier.dt.year()) * 12 + later.dt.month().cast(pl.Int32) - earlier.dt.month()
    return (whole - (later.dt.day() < earlier.dt.day()).cast(pl.Int32)).clip(0)


def polynomial(known: Coefficients, names: list[str], number: pl.Expr) -> pl.Expr:
    """Add coefficient k times the number to the power k, by Horner's method."""
    total = pl.lit(0.0)
    for name in reversed(names):
        total = (total + float(known[name])) * number
    return total


def powers(feature: str, ending: str = "") -> list[str]:
    """Name the coefficients of a polynomial."""
    return [f"{feature}{power}{ending}" for power in ("", "_quadratic", "_cubic", "_quartic")]


def yes(name: str) -> pl.Expr:
    """Say whether an answer is yes; a missing one is not."""
    return pl.col(name).fill_null(False)


def static_sum(model: Model, known: Coefficients) -> pl.Expr:
    """Add the static terms."""
    n, gap, age, free = (pl.col(name) for name in (TOTAL, "_gap", "_age", "_free"))
    career = (n / (gap + CAREERS[model.name].boost)).log()
    female = pl.col("gender") == "FEMALE"

    def sexed(make: str) -> pl.Expr:
        return pl.when(female).then(float(known[f"{make}_female"])).otherwise(float(known[f"{make}_male"]))

    group = pl.col("_category").replace_strict(
        {name: float(weight) for name, weight in known.categories.items()}, default=None, return_dtype=pl.Float64
    )
    curve = pl.when(female).then(polynomial(known, powers("aai", "_female"), age))
    copas = pl.lit(0.0)
    for power, rate in enumerate(CAREERS[model.name].rates, start=1):
        copas += sexed(rate) * career**power
    second = float(known["second_sanction"]) + sexed("yrs_between_first_and_second_sanction") * gap
    total = (
        float(known["two_year_constant"])
        + curve.otherwise(polynomial(known, powers("aai", "_male"), age))
        + pl.when(female).then(float(known["female"])).otherwise(0.0)
        + group
        + float(known["sanction_occasions"]) * n
        + pl.when(n == 1).then(float(known["first_sanction"])).when(n == 2).then(second).otherwise(copas)
        + polynomial(known, powers("offence_free_months"), free)
    )
    if VIOLENT not in model.static:
        return total
    violent = pl.col(VIOLENT)
    several = float(known["violent_rate"]) * (violent / (gap + VIOLENT_BOOST)).log()
    total += float(known["violent_sanctions"]) * violent + pl.when(violent >= 1).then(several).otherwise(0.0)
    total += pl.when(violent == 1).then(float(known["once_violent"])).otherwise(0.0)
    return total + pl.when(violent == 0).then(sexed("never_violent")).otherwise(0.0)


def dynamic_sum(model: Model, known: Coefficients) -> pl.Expr:
    """Add the dynamic terms of ARP or VRP."""
    together = pl.col(STATUS) == TOGETHER

    def points(name: str, scale: dict[str, int]) -> pl.Expr:
        return pl.col(name).replace_strict(scale, default=None, return_dtype=pl.Float64)

    quality = float(known["quality_of_live_in_relationship"]) * points("currentRelationshipWithPartner", PROBLEMS)
    total = pl.when(together).then(float(known["live_in_relationship"]) + quality).otherwise(0.0)
    total += pl.when(yes("isUnemployed")).then(2 * float(known["unemployed"])).otherwise(0.0)
    for name, feature in POINTS.items():
        if name in model.dynamic:
            total += float(known[feature]) * points(name, PROBLEMS)
    for name, feature in FLAGS.items():
        total += pl.when(yes(name)).then(float(known[feature])).otherwise(0.0)
    others = pl.any_horizontal([yes(name) for name in OTHER_DRUGS])
    total += pl.when(others).then(float(known["other_drugs"])).otherwise(0.0)
    motivation = points(MOTIVATION, MOTIVATION_POINTS).fill_null(0.0)
    return total + float(known["motivation_to_tackle_drug_misuse"]) * motivation


def prepared(people: pl.DataFrame, on: date) -> pl.DataFrame:
    """Give every column its type and work out age, gap, months and category."""
    for name, kind in COLUMNS.items():
        if name in people.columns and people[name].dtype not in (kind, pl.Null):
            raise InputsRefused(name, f"give the column as {kind}, not {people[name].dtype}")
    held = [
        (pl.col(name) if name in people.columns else pl.lit(None)).cast(kind).alias(name)
        for name, kind in COLUMNS.items()
    ]
    codes = {code: offence.category for code, offence in offences().items() if offence.category != UNKNOWN}
    followed = pl.coalesce(FOLLOWED, CONVICTED)
    return (
        people.select(held)
        .with_columns(pl.col(ASSESSED).fill_null(on), _followed=followed)
        .with_columns(
            _at_conviction=months(pl.col(BORN), pl.col(CONVICTED)) // 12,
            _age=months(pl.col(BORN), pl.col("_followed")) // 12,
            _free=months(pl.col("_followed"), pl.col(ASSESSED)).clip(0, LONGEST_FREE),
            _category=pl.col(CODE).replace_strict(codes, default=None, return_dtype=pl.String),
        )
        .with_columns(_gap=pl.col("_at_conviction") - pl.col(FIRST))
    )


def is_plain(model: Model) -> pl.Expr:
    """Say whether a row passes every static check; all others are looked at one at a time."""
    born, convicted, followed = pl.col(BORN), pl.col(CONVICTED), pl.col("_followed")
    violent = pl.col(VIOLENT).is_between(0, pl.col(TOTAL))
    return (
        pl.all_horizontal([pl.col(n).is_null() | pl.col(n).is_in(list(SCALES[n])) for n in TEXT if n != CODE])
        & (violent if VIOLENT in model.static else violent | pl.col(VIOLENT).is_null())
        & pl.col(PREVIOUS).is_null()
        & pl.col("gender").is_not_null()
        & pl.col("_category").is_not_null()
        & pl.col(TOTAL).is_between(1, 999)
        & pl.col(FIRST).is_between(0, 109)
        & (convicted > born)
        & (followed > born)
        & (pl.col("_age") < 110)
        & (pl.col("_gap") >= 0)
        & (convicted <= pl.col(ASSESSED) + pl.duration(days=SHORTEST_THREE_MONTHS))
    ).fill_null(False)


def is_complete(model: Model) -> pl.Expr:
    """Say whether every answer that the dynamic variant needs is there."""
    return pl.all_horizontal([pl.col(name).is_not_null() for name in model.dynamic])


def is_consistent(model: Model) -> pl.Expr:
    """Say whether motivation to tackle drug misuse is answered where any drug is used."""
    used = pl.any_horizontal([pl.lit(False), *(yes(name) for name in model.drugs)])
    return pl.col(MOTIVATION).is_not_null() | ~used


def one_at_a_time(predictor: str, row: dict[str, object]) -> tuple[str | None, float | None, str | None, list[str]]:
    """Score one row in decimals, with its findings."""
    try:
        scored = score_logistic(predictor, Answers({name: row[name] for name in COLUMNS}))
    except InputsRefused as refused:
        return None, None, None, [f"INPUTS_REFUSED {refused.field}"]
    output, found = scored["output"], scored["validationErrors"]
    assert isinstance(output, dict) and isinstance(found, list)  # noqa: PT018
    kind = scored["type"]
    return str(kind) if kind else None, output["score"], output["band"], [each["type"] for each in found]


def score_table(predictor: str, people: pl.DataFrame, on: date) -> pl.DataFrame:
    """Score ARP, VRP or SVRP for each row: `type`, `score`, `band` and `findings` (their types), in the order of the rows.

    Columns have the names of the inputs and the types of `COLUMNS`; other columns are left alone and absent ones count
    as missing. `on` is the date of assessment where a row has none. Raises `InputsRefused` for a column of a wrong type and
    for another predictor.
    """
    if predictor not in MODELS:
        raise InputsRefused("predictor", f"tables are scored by {', '.join(MODELS)}; score others one at a time")
    model = MODELS[predictor]
    rows = prepared(people, on)
    known = {name: coefficients(predictor, name) for name in ("static", "dynamic")}
    dynamic = static_sum(model, known["dynamic"]) + dynamic_sum(model, known["dynamic"])
    total = pl.when(pl.col("_dynamic")).then(dynamic).otherwise(static_sum(model, known["static"]))
    full = is_complete(model) & is_consistent(model)
    scored = rows.with_columns(_plain=is_plain(model), _dynamic=full).with_columns(
        _percent=100.0 / (1.0 + (-total).exp())
    )
    exact = scored["_percent"] * 100
    close = ((exact - exact.floor()) - 0.5).abs() < TOO_CLOSE * 100
    # Division by a column, because Polars multiplies by the reciprocal of a constant and so misses the nearest double.
    score = ((exact + 0.5).floor() / pl.repeat(100.0, len(scored), eager=True)).clip(0.0, 99.99)
    bands = (
        pl.when(pl.col("score") >= float(model.very_high))
        .then(pl.lit("VERY_HIGH"))
        .when(pl.col("score") >= float(model.high))
        .then(pl.lit("HIGH"))
        .when(pl.col("score") >= float(model.medium))
        .then(pl.lit("MEDIUM"))
        .otherwise(pl.lit("LOW"))
    )
    kind = pl.when(pl.col("_dynamic")).then(pl.lit("DYNAMIC")).otherwise(pl.lit("STATIC"))
    answered = scored.select(type=kind, score=score, findings=found(model)).with_columns(band=bands)
    again = ~scored["_plain"] | close.fill_null(True) | (answered["score"] <= 0).fill_null(True)
    return with_exceptions(predictor, scored, answered.select("type", "score", "band", "findings"), again)


def found(model: Model) -> pl.Expr:
    """Name what a plain row lacks for the dynamic variant."""
    lacking = pl.when(~is_complete(model)).then(pl.lit("MISSING_DYNAMIC_INPUT"))
    inconsistent = pl.when(~is_consistent(model)).then(pl.lit("MOTIVATION_TO_TACKLE_DRUG_MISUSE_INCONSISTENT"))
    return pl.concat_list(lacking, inconsistent).list.drop_nulls()


def with_exceptions(predictor: str, scored: pl.DataFrame, answered: pl.DataFrame, again: pl.Series) -> pl.DataFrame:
    """Put in the rows that had to be looked at one at a time."""
    if not again.any():
        return answered
    redone = [one_at_a_time(predictor, row) for row in scored.filter(again).select(list(COLUMNS)).iter_rows(named=True)]
    numbered = answered.with_row_index("_row")
    looked_at = pl.DataFrame(redone, schema=answered.schema, orient="row")
    looked_at = looked_at.with_columns(numbered.filter(again)["_row"]).select(numbered.columns)
    return pl.concat([numbered.filter(~again), looked_at]).sort("_row").drop("_row")
