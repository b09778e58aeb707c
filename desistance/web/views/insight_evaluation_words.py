"""An evaluation and the tracking of schemes as their pages draw them: figures in words, charts with a table beside each."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.urls import reverse

from desistance.measurement.queries.evaluations import EvaluationShown
from desistance.measurement.rules.answers import (
    ANSWERS,
    BY_GROUP,
    LIMITS,
    ONLY_COMPLETED,
    ONLY_RECEIVED,
    TOO_FEW_TO_SAY,
    WHY_NO_FIGURE,
    answer_words,
    attrition_rows,
    balance_rows,
    gap_words,
    group_rows,
    harm_of,
    in_plain_terms,
    is_shown,
    level_words,
    main_of,
    narrowed_of,
    range_of,
    reading_first,
    result_rows,
    shares_of,
)
from desistance.measurement.rules.comparison import per_cent
from desistance.measurement.rules.evaluation import HORIZON
from desistance.measurement.rules.periods import day_words
from desistance.measurement.terms import (
    DESIGNS,
    EVALUATION_STATES,
    FOLLOWED_MONTHS,
    KNOWN_BEFORE,
    METHODS,
    OUTCOMES,
    POOLS,
)
from desistance.web.templatetags.charts import Line, Point
from desistance.web.templatetags.comparisons import Fact, Gap
from desistance.web.templatetags.desistance import moment

SHORT_HASH = 12
PEOPLE = (("treated", "took part"), ("comparison", "to compare with"))
RESULT_COLUMNS = [
    {"label": "Outcome"},
    *({"label": label, "is_number": True} for label in ("Took part", "Others", "Difference, likely range")),
]


def line_of(one: EvaluationShown) -> dict[str, Any]:
    """One evaluation in the list: its question, its answer, and where it stands."""
    record = one.record
    return {
        "question": record.question,
        "url": reverse("evaluation", args=[record.pk]),
        "state": EVALUATION_STATES[record.state].wording,
        "answer": answer_words(record.result) if record.state == "counted" else "",
        "small": f"{one.scheme.capitalize()}, {_entered(record)}.",
        "because": record.failed_because,
    }


def _entered(record: Any) -> str:
    return f"entered {day_words(record.first_on)} to {day_words(record.last_on)}"


def plan_facts(one: EvaluationShown) -> list[dict[str, str]]:
    """The plan as small facts."""
    record = one.record
    facts = {
        "Scheme": one.scheme.capitalize(),
        "Entered": f"{day_words(record.first_on)} to {day_words(record.last_on)}",
        "Compared": DESIGNS[record.design],
        "With": POOLS.get(record.pool, "") if record.pool else (record.trial.name if record.trial else ""),
        "Alike in": ", ".join(KNOWN_BEFORE[name].lower() for name in record.before).capitalize(),
        "Beside each": METHODS.get(record.method, ""),
        "Headline": OUTCOMES[record.primary],
        "Followed": FOLLOWED_MONTHS[record.months],
        "Records complete to": day_words(record.snapshot.complete_to),
        "Fingerprint of the plan": record.plan_sha256[:SHORT_HASH],
        "Fingerprint of the people": record.people_sha256[:SHORT_HASH],
    }
    return [{"label": label, "value": value} for label, value in facts.items() if value]


def steps_of(record: Any) -> list[list[dict[str, str]]]:
    """Who is left after each step: of the result where there is one, else as counted before the lock."""
    told = record.result or record.people
    return _rows(attrition_rows(told)) if told else []


def design_of(told: Mapping[str, Any]) -> dict[str, Any]:
    """How alike the groups are, and, before any outcome is looked at, what would keep a headline from being said."""
    facts = [Fact(row["fact"], row["before"], row["after"]) for row in balance_rows(told)]
    return {
        "facts": facts,
        "balance": _rows(balance_rows(told)),
        "finding": balance_finding(facts),
        "reasons": [in_plain_terms(words) for words in told.get("reasons", [])],
    }


def number(value: object) -> str:
    """A count with commas, or its symbol."""
    return f"{value:,}" if isinstance(value, int) else str(value)


def _rows(rows: Sequence[Mapping[str, Any]]) -> list[list[dict[str, str]]]:
    return [[{"words": number(value)} for value in row.values()] for row in rows]


def found_of(one: EvaluationShown) -> dict[str, Any] | None:
    """What was found: the answer, its drawing, the checks and the tables; None before it is worked out."""
    record = one.record
    if record.state != "counted":
        return None
    result = record.result
    main = main_of(result)
    drawn = main if main is not None and is_shown(main) and result["headline"]["answer"] != "refused" else None
    return {
        "verdict": {
            "label": "Answer",
            "answer": answer_words(result),
            "words": in_plain_terms(result["headline"]["sentence"]),
        },
        "first": list(reading_first(result)),
        "gap": _gap(drawn) if drawn else None,
        "gap_finding": f"From {range_of(drawn)}" if drawn else "",
        "pictures": _pictures(result),
        "curves": _curves(result, record.months),
        "columns": RESULT_COLUMNS,
        "results": [_result(row) for row in result_rows(result)],
        "people": [f"{number(main[f'people_{side}'])} {words}" for side, words in PEOPLE] if main else [],
        "checks": list(_checks(main)) if main else [],
        "harm": _harm(result),
        "groups": group_rows(result),
        "by_group": BY_GROUP,
        "narrowed": narrowed_words(result),
        "face": result["face"],
        "limits": LIMITS,
        "locked": moment(record.locked_at),
    }


def narrowed_words(result: Mapping[str, Any]) -> dict[str, Any] | None:
    """Those alone who completed, or received what was meant for them, with the caution; None where it cannot be asked."""
    found = narrowed_of(result)
    if found is None:
        return None
    is_trial = result["design"] == "randomised"
    has_figures = is_shown(found) if "difference" in found else False
    return {
        "link": "received what they were allocated to" if is_trial else "completed",
        "caution": ONLY_RECEIVED if is_trial else ONLY_COMPLETED,
        "verdict": {
            "label": "Not the answer",
            "answer": (ANSWERS | WHY_NO_FIGURE)[found["answer"]],
            "words": found.get("sentence", "") if has_figures else "",
        },
        "gap": _gap(found) if has_figures else None,
        "gap_finding": f"From {range_of(found)}" if has_figures else "",
    }


def _harm(result: Mapping[str, Any]) -> str:
    """Whether more people came to harm somebody, in one sentence; empty where nobody looked."""
    found = harm_of(result)
    if found is None:
        return ""
    if not is_shown(found):
        return f"Violent or sexual offences: {TOO_FEW_TO_SAY.lower()}."
    ours, theirs = (level_words("binary", found[f"mean_{side}"]) for side in ("treated", "comparison"))
    return (
        f"Violent or sexual offences: {ours} of those who took part, {theirs} of the others. Difference "
        f"{gap_words('binary', found['difference']['estimate'])}, likely range {range_of(found)}."
    )


def _result(row: Mapping[str, Any]) -> list[dict[str, str]]:
    """One outcome: the level on both sides, and the difference with its range under it."""
    levels = ({"words": str(row[name])} for name in ("level_treated", "level_comparison"))
    words = str(row["outcome"])
    return [
        {"words": words[:1].upper() + words[1:]},
        *levels,
        {"words": str(row["difference"]), "note": _range_note(row)},
    ]


def _range_note(row: Mapping[str, Any]) -> str:
    return "" if row["likely_range"] == row["difference"] else str(row["likely_range"])


def balance_finding(facts: Sequence[Fact]) -> str:
    """How alike the groups are, in one sentence."""
    if not facts:
        return ""
    worst = max(facts, key=lambda one: abs(one.after))
    close = sum(abs(one.after) <= 10 for one in facts)
    said = (
        f"{close} of {len(facts)} facts are within 10"
        if close < len(facts)
        else f"All {len(facts)} facts are within 10"
    )
    return f"{said}. Furthest after matching: {worst.label}, {worst.after:+.1f}"


def _gap(main: Mapping[str, Any]) -> Gap:
    kind, found = main["kind"], main["difference"]
    is_time = kind == "time"
    return Gap(
        **{name: float(found[key]) for name, key in (("value", "estimate"), ("low", "low"), ("high", "high"))},
        words=gap_words(kind, found["estimate"]),
        low_words=gap_words(kind, found["low"]),
        high_words=gap_words(kind, found["high"]),
        less="Sooner" if is_time else "Fewer reoffend" if kind == "binary" else "Fewer reoffences",
        more="Later" if is_time else "More reoffend" if kind == "binary" else "More reoffences",
    )


def _pictures(result: Mapping[str, Any]) -> list[dict[str, Any]]:
    """For 100 typical people: both sides as pictures, where the outcome is a share."""
    return [
        {"id": f"people-{place}", "label": label, "percent": 100 * share, "words": per_cent(share)}
        for place, (label, share) in enumerate(shares_of(result).items())
    ]


def _curves(result: Mapping[str, Any], months: int) -> dict[str, Any] | None:
    """How soon people reoffended, month by month, of both sides; None where too few had it to draw a line."""
    timed = next((one for one in result["outcomes"] if one["kind"] == "time" and one["curves"]), None)
    drawn = [one for one in timed["curves"] if one["points"]] if timed else []
    if not drawn:
        return None
    lines = [Line(name, by_month(one["points"], months)) for name, one in zip(_side_names(drawn), drawn, strict=True)]
    return {"lines": lines, "own": lines[0], "other": lines[1] if len(lines) > 1 else None, **month_table(lines)}


def _side_names(curves: Sequence[Mapping[str, Any]]) -> list[str]:
    names = {"took part": "Took part", "comparison": "Others", "allocated to the scheme": "Allocated to it"}
    return [names.get(one["group"], "Usual way") for one in curves]


def by_month(points: Sequence[Mapping[str, Any]], months: int) -> list[Point]:
    """The percent who had reoffended by the end of each month, from a curve of those who had not."""
    found = [Point(("Start",), 0.0)]
    for month in range(1, months + 1):
        until = month * HORIZON[months] / months
        last = next((one for one in reversed(points) if one["time"] <= until), None)
        label = (f"{month} months" if month > 1 else "1 month",)
        if last is None:
            found.append(Point(label, None))
            continue
        high, low = (100 * (1 - last[name]) for name in ("low", "high"))
        found.append(Point(label, 100 * (1 - last["survival"]), "", low, high))
    return found


def month_table(lines: Sequence[Line]) -> dict[str, Any]:
    """The same as a table: share still free of a proven reoffence by the end of each month, with its range."""
    rows = []
    for place, first in enumerate(lines[0].points):
        if place:
            rows.append([{"words": first.label[0]}, *(_free(line.points[place]) for line in lines)])
    columns = [{"label": "After"}, *({"label": f"{line.name}: not reoffended", "is_number": True} for line in lines)]
    return {"columns": columns, "rows": rows}


def _free(point: Point) -> dict[str, str]:
    if point.value is None or point.low is None or point.high is None:
        return {"missing": "Not shown"}
    return {"words": f"{100 - point.value:.1f}%", "note": f"{100 - point.high:.1f}% to {100 - point.low:.1f}%"}


def _checks(main: Mapping[str, Any]) -> Any:
    """What else was asked of the answer, each with what it says."""
    if not is_shown(main):
        return
    kind = main["kind"]
    robust = main["doubly_robust"]
    if isinstance(robust, Mapping):
        said = f"{gap_words(kind, robust['estimate'])} ({gap_words(kind, robust['low'])} to {gap_words(kind, robust['high'])})"
        yield {"label": "Another method", "value": said}
    hazard = main["hazard_ratio"]
    if isinstance(hazard, Mapping):
        yield {
            "label": "Hazard ratio",
            "value": f"{hazard['estimate']:.2f} ({hazard['low']:.2f} to {hazard['high']:.2f})",
        }
    unseen = main["e_value"]
    if isinstance(unseen, Mapping) and unseen["estimate"] is not None:
        yield {"label": "Unseen factor (E-value)", "value": f"{unseen['estimate']:.2f} would explain it away"}
    bounds = main["rosenbaum"]
    if isinstance(bounds, Mapping) and bounds.get("gamma"):
        yield {"label": "Bound by Rosenbaum", "value": f"{bounds['gamma']:.1f}"}
    yield {"label": "Could be seen", "value": f"{gap_words(kind, main['smallest_detectable']).lstrip('+')} or more"}
