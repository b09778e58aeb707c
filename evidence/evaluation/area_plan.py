"""Plans about whole areas, for schemes that began everywhere at once: read, run and told.

A plan with design "series" or "differences" names columns of a file with a row for each period, or for each area and period.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from evidence.evaluation.areas import Change, Differences, Series, difference_in_differences, interrupted_series
from evidence.evaluation.plans import hash_of
from evidence.trouble import Trouble

SERIES, DIFFERENCES = "series", "differences"
NEEDED = {
    SERIES: ("question", "outcome", "words", "time"),
    DIFFERENCES: ("question", "outcome", "words", "time", "area", "treated"),
}
DIGITS = 3
FACE = "Figures of whole areas, as DATA gives them: this command cannot know how many people stand behind them. Clear DATA first."
INCONCLUSIVE = "This does not mean that the scheme fails, nor that it works."


@dataclass(frozen=True)
class AreaPlan:
    """A plan about whole areas that can be run; `texts` are its columns and words by key."""

    design: str
    texts: Mapping[str, str]
    start: float
    sha256: str


def area_plan(path: Path) -> AreaPlan | None:
    """The plan in a TOML file, or nothing where it is about people; raises `Trouble` that names the key."""
    try:
        given = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, tomllib.TOMLDecodeError, UnicodeDecodeError):
        return None  # the reader of plans about people says what is wrong
    design = given.get("design")
    if design not in NEEDED:
        return None
    known = ("design", "start", *NEEDED[design], *(("season",) if design == SERIES else ()))
    if unknown := sorted(set(given) - set(known)):
        raise Trouble(f"{path.name}: {', '.join(unknown)} is not known; the keys here are {', '.join(known)}.")
    start = given.get("start")
    if isinstance(start, bool) or not isinstance(start, int | float):
        raise Trouble(f"{path.name}: start is needed, as a number: the first period with the scheme.")
    texts = {key: value for key, value in given.items() if key not in ("design", "start")}
    for key in (*NEEDED[design], *texts):
        if not isinstance(texts.get(key), str) or not texts[key].strip():
            raise Trouble(f"{path.name}: {key} is needed, as text.")
    return AreaPlan(str(design), texts, float(start), hash_of(given))


def run_areas(plan: AreaPlan, data: str | Path) -> dict[str, object]:
    """Run the plan and tell what was found, by name; figures have three digits. Raises `Trouble`."""
    named = plan.texts
    warnings: tuple[str, ...] = ()
    beside = "Whatever else changed in these areas at that time would look the same."
    figures: dict[str, object]
    if plan.design == SERIES:
        series: Series = interrupted_series(
            data, named["outcome"], named["time"], plan.start, season=named.get("season")
        )
        main, beside = series.step, series.beside
        figures = {"trend_before": series.trend_before, "step": main, "change_of_trend": series.change_of_trend}
        sizes = {"periods": series.periods, "lags": series.lags}
    else:
        found: Differences = difference_in_differences(
            data,
            named["outcome"],
            area=named["area"],
            time=named["time"],
            treated=named["treated"],
            start=plan.start,
        )
        main, warnings = found.effect, found.warnings
        figures = {"effect": main, "before": found.before}
        sizes = {"areas": found.areas, "treated_areas": found.treated_areas}
    return {
        "question": named["question"],
        "design": plan.design,
        "plan_sha256": plan.sha256,
        "headline": {"answer": main.answer, "sentence": _sentence(plan, main), "beside": beside},
        "warnings": list(warnings),
        **sizes,
        "figures": {name: _told(one) for name, one in figures.items()},
        "face": FACE,
    }


def _sentence(plan: AreaPlan, main: Change) -> str:
    """What may be said, with the interval; never no effect."""
    low, high = main.interval
    than = "than the trend before led to expect" if plan.design == SERIES else "than in areas without the scheme"
    within = f"95% interval {low:.{DIGITS}g} to {high:.{DIGITS}g}"
    words = plan.texts["words"]
    if main.answer == "inconclusive":
        return f"Inconclusive: {words} changed by {main.value:.{DIGITS}g} more {than} ({within}). {INCONCLUSIVE}"
    return f"{words[0].upper()}{words[1:]}: {abs(main.value):.{DIGITS}g} {main.answer} {than} ({within})."


def _told(one: object) -> dict[str, object] | None:
    if not isinstance(one, Change):
        return None
    figures = one.as_dict().items()
    return {name: round(value, DIGITS) if isinstance(value, float) else value for name, value in figures}


def areas_as_text(told: Mapping[str, object]) -> str:
    """The headline, the warnings and each figure, for a terminal."""
    headline, figures = told["headline"], told["figures"]
    assert isinstance(headline, Mapping)
    assert isinstance(figures, Mapping)
    lines = [str(told["question"]), "", str(headline["sentence"]), str(headline["beside"]), ""]
    warnings = told["warnings"]
    lines += [f"Warning. {one}" for one in warnings] if isinstance(warnings, list) else []
    lines += [
        f"{name}: {one['estimate']} ({one['low']} to {one['high']}), p {one['p']}: {one['answer']}"
        for name, one in figures.items()
        if one
    ]
    return "\n".join([*lines, "", str(told["face"])]) + "\n"
