"""The report of an evaluation, as the parts of a page and as text. Every number in it comes from the JSON."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape

from evidence import pages
from evidence.evaluation import charts
from evidence.pages import Told, facts, table


def parts_of(about: Told, told: Told) -> list[str]:
    """The parts of the page under its question."""
    parts = [
        *words_of(told),
        *(f"<p><strong>Warning.</strong> {escape(one)}</p>" for one in told["warnings"]),
        "<h2>Who is in it</h2>",
        facts({name: about[name] for name in ("n", "cohort", "period")}),
        table("How many are left after each step", ("step", "treated", "comparison"), told["attrition"]),
        table("Rows that were not used", ("column", "reason", "rows"), told["excluded"]) if told["excluded"] else "",
        *_alike(told),
        "<h2>What happened</h2>",
        charts.forest(told["outcomes"]),
        *(outcome_parts(one, "outcome") for one in told["outcomes"]),
    ]
    if told["per_protocol"]:
        parts.append(
            "<h2>Those who received what they were allocated to</h2><p>Chance does not protect this comparison.</p>"
        )
        parts += [outcome_parts(one, "protocol") for one in told["per_protocol"]]
    done = {"definition": about["definition"], "plan_sha256": told["plan_sha256"], **told["lock"], **told["matching"]}
    return [*parts, "<h2>How it was done</h2>", facts(done)]


def words_of(told: Told) -> list[str]:
    """The headline, its limits, and how the figures are protected."""
    headline = told["headline"]
    said = f'<p class="headline"><strong>{escape(headline["sentence"])}</strong></p>'
    return [said, pages.paragraphs([headline["beside"], told["face"]])]


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
        table("Balance", (*names, *ratios), told["balance"]),
        charts.support(told["support"]),
        table("Common support", ("from", "treated", "comparison"), told["support"]),
    ]


def outcome_parts(one: Told, kind: str) -> str:
    """One outcome: its words, its figures and its curves."""
    words = "" if one["sentence"] == "[c]" else f"<p>{escape(str(one['sentence']))} {escape(str(one['beside']))}</p>"
    rows, shown = (
        figures_of(one),
        {
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
        },
    )
    identity = f"{kind}-{one['name']}"
    parts = [f"<h3>{escape(one['words'][0].upper() + one['words'][1:])}</h3>{words}"]
    if rows:
        parts.append(
            table(f"{one['name']}: figures with 95% intervals", ("figure", "estimate", "low", "high", "p"), rows)
        )
    parts += [facts(shown), charts.curves(identity, one["curves"])]
    parts += [values(curve) for curve in one["curves"]]
    return "".join(parts)


def figures_of(one: Told) -> list[dict[str, object]]:
    """The figures of an outcome that have an interval."""
    found = [(name, one[name]) for name in ("difference", "ratio", "hazard_ratio", "doubly_robust")]
    return [
        {"figure": name, **{key: figure[key] for key in ("estimate", "low", "high", "p")}}
        for name, figure in found
        if isinstance(figure, Mapping)
    ]


def outcome_as_text(told: Told) -> str:
    """One outcome for a terminal: the words, then each figure with its interval."""
    headline = told["headline"]
    lines = [headline["sentence"], headline["beside"], ""]
    lines += [
        f"{row['figure']}: {row['estimate']} ({row['low']} to {row['high']}), p {row['p']}" for row in figures_of(told)
    ]
    return "\n".join([*lines, "", told["face"]]) + "\n"


def values(curve: Told) -> str:
    """The values of a curve, closed until they are asked for: it has many."""
    rows = table(f"Still free of it: {curve['group']}", ("time", "survival", "low", "high"), curve["points"])
    return f"<details><summary>Values of the curve: {escape(curve['group'])}</summary>{rows}</details>"


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
