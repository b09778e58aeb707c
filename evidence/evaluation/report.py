"""The report of an evaluation: one HTML page that stands alone, and text. Every number in it comes from the JSON."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape
from typing import Any

from evidence.evaluation import charts

Told = Mapping[str, Any]
STYLE = (
    "body{font:1.1rem/1.5 sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem;color:#0b0c0c}"
    "table{border-collapse:collapse;margin:1rem 0;display:block;overflow-x:auto}"
    "th,td{border-bottom:1px solid #b1b4b6;padding:.4rem .8rem .4rem 0;text-align:left}td.number{text-align:right}"
    "caption{font-weight:bold;text-align:left}.headline{border-left:.5rem solid #003078;padding:.5rem 1rem;font-size:1.3rem}"
    "svg{max-width:100%;height:auto;display:block}dl{display:grid;grid-template-columns:max-content 1fr;gap:.3rem 1.5rem}"
    "dd{margin:0}dt{font-weight:bold}dl dl{margin:0}@media(max-width:40rem){dl{display:block}}"
)


def as_html(told: Told) -> str:
    """The page. It fetches nothing and runs nothing."""
    headline = told["headline"]
    parts = [
        f"<h1>{escape(told['question'])}</h1>",
        f'<p class="headline"><strong>{escape(headline["sentence"])}</strong></p><p>{escape(headline["beside"])}</p>',
        *(f"<p><strong>Warning.</strong> {escape(one)}</p>" for one in told["warnings"]),
        f"<p>{escape(told['face'])}</p>",
        "<h2>Who is in it</h2>",
        _table("How many are left after each step", ("step", "treated", "comparison"), told["attrition"]),
        *_alike(told),
        "<h2>What happened</h2>",
        charts.forest(told["outcomes"]),
        *(_outcome(one, "outcome") for one in told["outcomes"]),
    ]
    if told["per_protocol"]:
        parts.append(
            "<h2>Those who received what they were allocated to</h2><p>Chance does not protect this comparison.</p>"
        )
        parts += [_outcome(one, "protocol") for one in told["per_protocol"]]
    parts += [
        "<h2>How it was done</h2>",
        _list({"plan_sha256": told["plan_sha256"], **told["lock"], **told["matching"]}),
    ]
    title = escape(told["question"])
    return (
        f'<!doctype html>\n<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">'
        f"<title>{title}</title><style>{STYLE}</style></head><body><main>{''.join(parts)}</main></body></html>\n"
    )


def _alike(told: Told) -> list[str]:
    """Whether the groups are alike, for a matched design."""
    if not told["balance"]:
        return []
    names = ("term", "mean_treated_matched", "mean_comparison_matched", "difference_before", "difference_after")
    ratios = ("variance_ratio_before", "variance_ratio_after", "band")
    return [
        "<h2>Whether the groups are alike</h2><p>Differences are in per cent of a standard deviation: up to 5 is green, "
        "up to 10 amber, more is red, and a red one refuses the headline.</p>",
        charts.love(told["balance"]),
        _table("Balance", (*names, *ratios), told["balance"]),
        charts.support(told["support"]),
        _table("Common support", ("from", "treated", "comparison"), told["support"]),
    ]


def _outcome(one: Told, kind: str) -> str:
    """One outcome: its words, its figures and its curves."""
    words = "" if one["sentence"] == "[c]" else f"<p>{escape(str(one['sentence']))} {escape(str(one['beside']))}</p>"
    rows = []
    for name in ("difference", "ratio", "hazard_ratio", "doubly_robust"):
        found = one[name]
        if isinstance(found, Mapping):
            rows.append({"figure": name, **{key: found[key] for key in ("estimate", "low", "high", "p")}})
    facts = {
        name: one[name]
        for name in (
            "people_treated",
            "people_comparison",
            "mean_treated",
            "mean_comparison",
            "smallest_detectable",
            "e_value",
            "rosenbaum",
        )
        if one[name] is not None
    }
    identity = f"{kind}-{one['name']}"
    parts = [f"<h3>{escape(one['words'][0].upper() + one['words'][1:])}</h3>{words}"]
    if rows:
        parts.append(
            _table(f"{one['name']}: figures with 95% intervals", ("figure", "estimate", "low", "high", "p"), rows)
        )
    parts += [_list(facts), charts.curves(identity, one["curves"])]
    parts += [_values(curve) for curve in one["curves"]]
    return "".join(parts)


def _values(curve: Told) -> str:
    """The values of a curve, closed until they are asked for: it has many."""
    table = _table(f"Still free of it: {curve['group']}", ("time", "survival", "low", "high"), curve["points"])
    return f"<details><summary>Values of the curve: {escape(curve['group'])}</summary>{table}</details>"


def _table(caption: str, names: Sequence[str], rows: Sequence[Told]) -> str:
    head = "".join(f'<th scope="col">{escape(name.replace("_", " "))}</th>' for name in names)
    body = "".join("<tr>" + "".join(_cell(row[name]) for name in names) + "</tr>" for row in rows)
    named = f"<caption>{escape(caption)}</caption>" if caption else ""
    return f"<table>{named}<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"


def _cell(value: object) -> str:
    number = isinstance(value, int | float) and not isinstance(value, bool)
    return f"<td{' class=number' if number else ''}>{escape(figure(value))}</td>"


def _list(facts: Mapping[str, object]) -> str:
    """Facts by name, those with parts as a list of their own."""
    rows = "".join(f"<dt>{escape(name.replace('_', ' '))}</dt><dd>{_fact(value)}</dd>" for name, value in facts.items())
    return f"<dl>{rows}</dl>"


def _fact(value: object) -> str:
    if isinstance(value, Mapping):
        return _list(value)
    if isinstance(value, list) and value and isinstance(value[0], Mapping):
        return _table("", tuple(value[0]), value)
    if isinstance(value, list):
        return "<br>".join(_fact(one) for one in value) or "none"
    return escape(figure(value))


def figure(value: object) -> str:
    """A value as it is printed: as it is in the JSON, so that the two can be compared."""
    if value is None:
        return "not available"
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(value)


def as_text(told: Told) -> str:
    """The headline, the steps, the balance and each outcome, for a terminal."""
    lines = [told["question"], "", told["headline"]["sentence"], told["headline"]["beside"], ""]
    lines += [f"Warning. {one}" for one in told["warnings"]]
    lines += [
        f"{row['step']}: {row['treated']} took part, {row['comparison']} to compare with" for row in told["attrition"]
    ]
    if told["balance"]:
        lines += ["", "term: difference before and after matching, in % of a standard deviation"]
        lines += [
            f"{row['term']}: {row['difference_before']:.1f} {row['difference_after']:.1f} {row['band']}"
            for row in told["balance"]
        ]
    for one in told["outcomes"]:
        lines += ["", f"{one['name']}: {one['sentence']}", f"  {one['beside']}"]
    return "\n".join([*lines, "", told["face"]]) + "\n"
