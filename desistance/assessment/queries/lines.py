"""Risk, scores, needs and the plan as lines of a printed report."""

from collections.abc import Iterator, Sequence
from typing import Any

from desistance.assessment.queries.needs import needs_of
from desistance.assessment.queries.plans import GoalShown, plans_of
from desistance.assessment.queries.risk import risk_of
from desistance.assessment.queries.scores import ScoreShown, scores_of
from desistance.assessment.rules.reviews import most_at_risk
from desistance.assessment.terms.needs import Need
from desistance.assessment.terms.scores import PERSONALITY_OR_SEXUAL
from desistance.foundation.calendar import local_date
from desistance.foundation.passes import Pass
from desistance.foundation.register import Line
from desistance.foundation.terms import DataClass

LABEL = "assessment.RiskReview"


def risk_lines(person: int, by: Pass) -> Sequence[Line]:
    """The latest review that the reader may see, line by line; nothing of it is in the copy for the person."""
    latest = risk_of(person, by=by).latest
    if latest is None:
        return []
    review = latest.review
    due = f"Next review due {review.review_on.day} {review.review_on:%B %Y}" if review.review_on else ""
    waits = "It waits for a countersignature" if latest.waits else ""
    said = [
        f"Risk of serious harm: {latest.level}. Most at risk: {most_at_risk(review.levels)}",
        f"Why: {review.trigger}",
        review.evidence,
        f"How it is managed: {review.plan}" if review.plan else "",
        f"What protects: {review.protective}" if review.protective else "",
        latest.mappa_words,
        ". ".join(part for part in (due, waits) if part),
    ]
    source = ", ".join(part for part in (latest.author, review.agency.short_name) if part)
    told = {"on": review.made_on, "agency": review.agency_id, "source": source}
    return [Line(words, DataClass.RISK, LABEL, latest.id, **told) for words in said if words]


def score_lines(person: int, by: Pass) -> Sequence[Line]:
    """The newest score of each general predictor; the especially sensitive ones and what is for the person are left out."""
    newest: dict[tuple[str, str], ScoreShown] = {}
    for one in scores_of(person, by=by).scores:
        if one.score.predictor not in PERSONALITY_OR_SEXUAL:
            newest.setdefault((one.score.generation, one.score.predictor), one)
    return [_score_line(one) for one in newest.values()]


def _score_line(one: ScoreShown) -> Line:
    score = one.score
    result = ", ".join(part for part in (one.result, one.band) if part)
    source = f"{one.origin}, {score.agency.short_name}"
    told: dict[str, Any] = {"on": score.scored_on, "agency": score.agency_id, "source": source}
    return Line(f"{one.title}: {result}", DataClass.RISK, "assessment.Score", score.pk, **told)


def need_lines(person: int, by: Pass) -> Sequence[Line]:
    """What stands of each pathway that is known, worst first. The person's copy says strengths, and their own words."""
    found = []
    for one in needs_of(person, by=by).by_depth():
        if one.latest is None or one.level == Need.UNKNOWN:
            continue
        row = one.latest.row
        said = f"{one.pathway.label}: {one.level.label}{f'. {row.words}' if row.words else ''}"
        own = f"{one.pathway.label}: you said, {row.own_words}" if row.own_words else ""
        plain = f"What goes well: {one.pathway.label.lower()}" if one.level == Need.STRENGTH else own
        told: dict[str, Any] = {"on": row.made_on, "agency": row.agency_id, "source": one.latest.said_by}
        found.append(Line(said, DataClass(row.data_class), "assessment.NeedAnswer", row.pk, plain=plain, **told))
    return found


def plan_lines(person: int, by: Pass) -> Sequence[Line]:
    """Goals that are worked on now in plans that have not ended, each with its steps."""
    return [
        line
        for plan in plans_of(person, by=by).plans
        if plan.is_open
        for goal in plan.goals_in("now")
        for line in _goal_lines(goal, plan.plan.agency.short_name)
    ]


def _goal_lines(shown: GoalShown, agency: str) -> Iterator[Line]:
    goal = shown.goal
    told: dict[str, Any] = {"agency": goal.agency_id, "source": agency}
    kind, on = DataClass(goal.data_class), local_date(goal.set_at)
    yield Line(f"Goal: {goal.what}", kind, "assessment.Goal", goal.pk, on=on, plain=f"Your goal: {goal.what}", **told)
    for one in shown.steps:
        step = one.step
        if step.state == "not_needed":
            continue
        until = f", by {step.due_on.day} {step.due_on:%B %Y}" if step.due_on and one.is_open else ""
        came = f". {step.came_of}" if step.came_of else ""
        words = f"Step: {step.what} ({one.who or 'the person'}{until}): {one.state_words}{came}"
        plain = f"{one.who or 'You'}: {step.what}{until}" if one.is_open else f"Done: {step.what}"
        held = DataClass(step.data_class)
        yield Line(words, held, "assessment.Step", step.pk, on=local_date(step.set_at), plain=plain, **told)
