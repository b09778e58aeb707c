"""Risk as the page's parts take it: the levels by who is at risk and where, what changed and why, concerns."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from desistance.assessment.queries.risk import ConcernShown, ReviewShown, RiskShown, late_words
from desistance.assessment.rules.reviews import key_of
from desistance.assessment.terms.reviews import (
    ASSESSED,
    ASSESSORS,
    MEANINGS,
    NOT_ASSESSED,
    STEPS,
    CountersignOutcome,
    Group,
    Imminence,
    Level,
    Place,
)
from desistance.foundation.passes import Pass
from desistance.foundation.terms import DataClass
from desistance.web.templatetags.desistance import day_date, full_date

EMPTY = {
    "strong": "No risk assessment has been recorded in this service.",
    "sentence": "That does not mean there is no risk.",
    "small": "Probation and prisons record assessments here. Anyone involved can raise a concern.",
}
PARTIAL = {
    "strong": "No risk assessment is shown to your agency here.",
    "sentence": "That does not mean there is no risk.",
    "small": "Ask the lead worker what you need to know to work safely. You can raise a concern here.",
}
NOW_COLUMNS = [{"label": "Who is at risk"}, {"label": "In the community"}, {"label": "In custody"}]
HISTORY_COLUMNS = [
    {"label": "Date", "is_short": True},
    {"label": "Overall level"},
    {"label": "Set by"},
    {"label": "What changed, and why"},
]


def may_assess(by: Pass) -> bool:
    """Whether the reader reviews risk: by role, and by what their agency does."""
    return by.holds("risk.review") and by.agency_kind in ASSESSORS and DataClass.RISK in by.writes


def empty_of(shown: RiskShown) -> dict[str, str]:
    """What is said where no review is shown: none on record only where nothing is closed to the reader."""
    return EMPTY if shown.sees_all else PARTIAL


def now_rows(review: ReviewShown) -> list[list[dict[str, Any]]]:
    """The levels, a row for each group; what was not assessed is told as such."""
    levels = review.review.levels
    return [[{"words": group.label}, *(_level_cell(levels, group, place) for place in Place)] for group in Group]


def _level_cell(levels: dict[str, str], group: Group, place: Place) -> dict[str, Any]:
    if (group, place) not in ASSESSED:
        return {"missing": "Does not apply"}
    level = levels.get(key_of(group, place), "")
    if not level:
        return {"missing": NOT_ASSESSED}
    return {"level": STEPS[Level(level)], "words": Level(level).label}


def now_details(review: ReviewShown) -> list[dict[str, Any]]:
    """What the level rests on and what is done about it."""
    row = review.review
    told = (
        ("Why now", row.trigger),
        ("Evidence", row.evidence),
        ("How soon", Imminence(row.imminence).label),
        ("How it is managed", row.plan),
        ("What protects", row.protective),
        ("MAPPA", review.mappa_words),
    )
    rows = [
        {"label": label, "value": words} if words else {"label": label, "missing": "Not known"} for label, words in told
    ]
    if row.mappa_review_on:
        rows.append({"label": "MAPPA review due", "value": day_date(row.mappa_review_on)})
    return rows


def set_by(review: ReviewShown) -> str:
    """Who made it: the worker and the agency."""
    return ", ".join(part for part in (review.author, review.review.agency.short_name) if part)


def due_of(review: ReviewShown, on: date) -> dict[str, str]:
    """When it is next reviewed, and that it is overdue."""
    day = review.review.review_on
    return {"words": f"Next review due {day_date(day)}", "late": late_words(day, on).capitalize()} if day else {}


def signed_words(review: ReviewShown) -> str:
    """Whether another person of the agency looked at it."""
    if review.waits:
        return "Waits for a countersignature."
    if review.answered is None:
        return ""
    label = CountersignOutcome(review.answered.outcome).label
    said = f"{label} by {review.answered.by}, {full_date(review.answered.on)}."
    return f"{said} {review.answered.words}".strip()


def history_rows(reviews: Sequence[ReviewShown]) -> list[list[dict[str, Any]]]:
    """Every review, newest first: the level, who set it, and what changed and why since the one before."""
    rows: list[list[dict[str, Any]]] = []
    for one in reviews:
        changed = "; ".join(one.changes) or ("Nothing changed" if one is not reviews[-1] else "First on record")
        why = [f"Why: {one.review.change_reason}." if one.review.change_reason else "", signed_words(one)]
        if one.review.corrects_id:
            why.append("Corrected; what was recorded before stays on record.")
        level: dict[str, Any] = {"level": one.step, "words": one.level, "note": one.kind_words}
        note = " ".join(part for part in why if part)
        rows.append(
            [{"words": full_date(one.review.made_on)}, level, {"words": set_by(one)}, {"words": changed, "note": note}]
        )
    return rows


def steps_of(reviews: Sequence[ReviewShown], on: date) -> dict[str, Any]:
    """The reviews for the step chart, oldest first, up to today."""
    return {"steps": [(one.review.made_on, one.step) for one in reversed(reviews)], "until": on}


def finding_of(reviews: Sequence[ReviewShown]) -> str:
    """What the chart shows, in a sentence."""
    first, last = reviews[-1], reviews[0]
    since = f"since {full_date(first.review.made_on)}"
    if len({one.step for one in reviews}) == 1:
        return f"{last.level} {since}."
    return f"{last.level} now. {first.level} at first, {since}."


def concern_rows(concerns: Sequence[ConcernShown], here: str, by: Pass) -> list[dict[str, Any]]:
    """Concerns, newest first, each with what became of it."""
    return [_concern_row(one, here, may_assess(by)) for one in concerns]


def _concern_row(one: ConcernShown, here: str, may_answer: bool) -> dict[str, Any]:
    concern = one.concern
    lines = [f"Noticed on {full_date(concern.noticed_on)}"]
    if one.waits:
        lines.append(f"Answer due {day_date(concern.due_on)}")
    if concern.answer:
        lines.append(f"Answer: {concern.answer.rstrip('.')}")
    actions = []
    if one.waits and may_answer:
        actions = [
            {"label": "Review the risk", "url": f"{here}new/"},
            {"label": "Answer without a review", "url": f"{here}concerns/{one.id}/answer/"},
        ]
    tone = "red" if one.is_late else "amber" if one.waits else "grey"
    state = "Overdue" if one.is_late else one.state_words
    said_by = ", ".join(part for part in (one.author, concern.agency.short_name) if part)
    return {
        "title": concern.noticed,
        "mark": (state, tone),
        "lines": lines,
        "provenance": [said_by, full_date(concern.raised_at)],
        "actions": actions,
    }


def meanings() -> list[dict[str, Any]]:
    """The levels and what each means."""
    return [{"step": STEPS[level], "word": level.label, "meaning": words} for level, words in MEANINGS.items()]
