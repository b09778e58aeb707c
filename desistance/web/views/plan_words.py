"""Needs and plan as the page's parts take them: the strip, what each agency says, how far someone came, goals and steps."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from desistance.assessment.queries.needs import NeedShown, NeedsShown, PathwayShown
from desistance.assessment.queries.plans import GoalShown, PlanShown, StepShown
from desistance.assessment.terms.needs import Need
from desistance.assessment.terms.plans import GOAL_STATES, STEP_STATES
from desistance.foundation.passes import Pass
from desistance.foundation.terms import DataClass
from desistance.web.templatetags.desistance import counted, full_date, short_date

NEED_COLUMNS = [
    {"label": "Pathway"},
    {"label": "Level"},
    {"label": "What is known"},
    {"label": "The person's own view"},
]
COURSE_COLUMNS = [
    {"label": "Pathway"},
    {"label": "First known"},
    {"label": "Before"},
    {"label": "Now"},
    {"label": "How far"},
]
SECTIONS = (
    ("now", "Goals now"),
    ("future", "For later"),
    ("achieved", "Achieved"),
    ("removed", "Removed"),
)


def may_work(by: Pass, permission: str) -> bool:
    """Whether the reader works on needs and plan here: by role, and as the record is open to them."""
    return by.holds(permission) and DataClass.PLAN in by.writes


def strip_of(shown: NeedsShown) -> list[dict[str, Any]]:
    """The pathways by depth, each with the day of the judgement."""
    return [
        {
            "pathway": one.pathway.label,
            "level": one.level.value,
            "word": one.level.label,
            "on": one.latest.row.made_on if one.latest else None,
        }
        for one in shown.by_depth()
    ]


def need_rows(shown: NeedsShown) -> list[list[dict[str, Any]]]:
    """What is known of each pathway, worst first, and what other agencies say."""
    return [_need_row(one) for one in shown.by_depth()]


def _need_row(one: PathwayShown) -> list[dict[str, Any]]:
    label = {"words": one.pathway.label}
    if one.latest is None:
        return [label, {"missing": "Not known"}, {"missing": "Nothing recorded"}, {"missing": "Not asked"}]
    row = one.latest.row
    level: dict[str, Any] = {"missing": "Not known"} if one.level == Need.UNKNOWN else {"words": one.level.label}
    level["note"] = since_words(one.latest)
    others = [f"{other.level.label} says {other.said_by}, {short_date(other.row.made_on)}" for other in one.others]
    known: dict[str, Any] = {"words": row.words} if row.words else {"missing": "Nothing recorded"}
    known["note"] = ". ".join([one.latest.said_by, *others])
    return [label, level, known, _own(one.latest)]


def since_words(need: NeedShown) -> str:
    """Since when the level stands, and when it was last looked at."""
    since, looked = need.row.since_on, need.row.made_on
    if since == looked:
        return f"on {full_date(looked)}"
    return f"since {full_date(since)}, looked at again {full_date(looked)}"


def _own(need: NeedShown) -> dict[str, Any]:
    row = need.row
    said = f"“{row.own_words}”" if row.own_words else ""
    words = ". ".join(part for part in (need.own_view, said) if part)
    helps = f"Would help: {row.helps}" if row.helps else ""
    more = ". ".join(part for part in (need.readiness, helps) if part)
    return {"words": words, "note": more} if words else {"missing": "Not asked", "note": more}


def course_rows(shown: NeedsShown) -> list[list[dict[str, Any]]]:
    """How each pathway came from the first known level to now."""
    return [
        [
            {"words": one.pathway.label},
            _level_cell(one.first),
            _level_cell(one.before),
            _level_cell((one.latest.row.made_on, one.level) if one.latest else None),
            {"words": one.travelled},
        ]
        for one in shown.pathways
    ]


def _level_cell(told: tuple[date, Need] | None) -> dict[str, Any]:
    if told is None:
        return {"missing": "Not known"}
    day, level = told
    cell: dict[str, Any] = {"missing": level.label} if level == Need.UNKNOWN else {"words": level.label}
    return {**cell, "note": short_date(day)}


def finding_of(shown: NeedsShown) -> str:
    """What the chart shows, in a sentence; a pathway that was not known is said to be so."""
    told = [one.travelled for one in shown.pathways]
    less, more, same, cannot = (
        told.count(words) for words in ("Less need", "More need", "The same", "Cannot be compared")
    )
    parts = [
        f"{counted(less, 'pathway has,pathways have')} less need than when first known",
        f"{more} more",
        f"{same} the same",
    ]
    unknown = (
        f" {counted(cannot, 'pathway,pathways')} cannot be compared because a level is not known." if cannot else ""
    )
    return f"{', '.join(parts[:-1])} and {parts[-1]}.{unknown}"


def courses(shown: NeedsShown) -> list[dict[str, Any]]:
    """What the chart draws: a pathway with its levels and their days, oldest first."""
    return [
        {"name": one.pathway.label, "course": one.course, "now": one.level.label}
        for one in shown.pathways
        if one.first is not None
    ]


def plan_shown(plan: PlanShown, here: str, by: Pass, name: str) -> dict[str, Any]:
    """A plan with its goals by state, its versions and what may be done with it."""
    works = plan.is_ours and plan.is_open and may_work(by, "plan.change")
    agrees = plan.is_ours and plan.is_open and may_work(by, "plan.agree")
    actions = [{"label": "Copy for the person", "url": f"{here}copy/"}] if plan.is_ours and plan.is_open else []
    if agrees:
        actions = [
            {"label": "Agree the plan", "url": f"{here}agree/"},
            *actions,
            {"label": "End the plan", "url": f"{here}end/"},
        ]
    return {
        "title": f"Plan of {plan.plan.agency.short_name}",
        "mark": (plan.state_words, plan.tone),
        "dates": _dates(plan),
        "add": {"label": "Add a goal", "url": f"{here}goals/new/"} if works else None,
        "actions": actions,
        "sections": [
            {"title": title, "goals": [goal_shown(one, here, by, name, works=works) for one in plan.goals_in(state)]}
            for state, title in SECTIONS
            if state == "now" or plan.goals_in(state)
        ],
        "versions": [version_row(one, here) for one in plan.versions],
    }


def _dates(plan: PlanShown) -> str:
    row = plan.plan
    if row.state == "ended":
        return f"Ended on {full_date(row.ended_at)}: {row.end_reason}"
    if row.agree_on:
        return f"To be agreed by {full_date(row.agree_on)}"
    return f"To be looked at again by {full_date(row.review_on)}"


def goal_shown(goal: GoalShown, here: str, by: Pass, name: str, *, works: bool) -> dict[str, Any]:
    """A goal with its steps, and what may be done with it."""
    actions = []
    if works:
        about = f"to {goal.goal.what}"
        actions = [{"label": "Change goal", "url": f"{here}goals/{goal.id}/", "about": goal.goal.what}]
        if goal.goal.state in ("now", "future"):
            actions.insert(0, {"label": "Add a step", "url": f"{here}goals/{goal.id}/steps/new/", "about": about})
    return {
        "what": goal.goal.what,
        "pathway": goal.pathway.label,
        "came_of": goal.goal.came_of,
        "ended_on": goal.goal.ended_on,
        "count": f"{goal.done} of {counted(goal.counted, 'step,steps')} done" if goal.counted else "No steps yet",
        "steps": [step_shown(one, here, by, name, works=works) for one in goal.steps],
        "actions": actions,
    }


def step_shown(one: StepShown, here: str, by: Pass, name: str, *, works: bool) -> dict[str, Any]:
    """A step: what, who, by when, how it stands, what came of it."""
    step = one.step
    is_theirs = step.taking_agency_id == by.agency and may_work(by, "plan.change")
    due = f"by {full_date(step.due_on)}" if step.due_on else "no day set"
    came = [step.came_of] if step.came_of else []
    if step.contact:
        came.append(f"At the appointment on {full_date(step.contact.starts_at)}")
    came += [one.task_words.rstrip(".")] if one.task_words else []
    may_ask = works and one.may_be_asked and by.holds("task.set")
    ask = {"label": "Ask for it as a task", "url": f"{here}steps/{one.id}/task/", "about": step.what, "method": "post"}
    return {
        "what": step.what,
        "who": one.who or name,
        "due": due,
        "mark": ("Overdue" if one.is_late else one.state_words, one.tone),
        "lines": came,
        "action": {"label": "Update", "url": f"{here}steps/{one.id}/", "about": step.what}
        if works or is_theirs
        else None,
        "ask": ask if may_ask else None,
    }


def version_row(one: Any, here: str) -> dict[str, Any]:
    """A version as a line: what the person said, when, and the way to it."""
    row = one.row
    words = f"{one.outcome} on {full_date(row.agreed_on)}"
    own_words = f"“{row.own_words}”" if row.own_words else ""
    small = ". ".join(part for part in (row.why, own_words, f"Recorded by {one.author}") if part)
    return {"name": f"Version {row.number}", "url": f"{here}versions/{one.id}/", "words": words, "small": small}


def kept_goals(goals: Sequence[Any], name: str) -> list[dict[str, Any]]:
    """The goals of a version as they stood."""
    return [
        {
            "what": one.what,
            "state_words": GOAL_STATES[one.state].wording,
            "tone": GOAL_STATES[one.state].tone,
            "came_of": one.came_of,
            "steps": [
                {
                    "what": step["what"],
                    "who": step["who"] or name,
                    "due": date.fromisoformat(step["due_on"]) if step["due_on"] else None,
                    "state": STEP_STATES[step["state"]].wording,
                    "came_of": step["came_of"],
                }
                for step in one.steps
            ],
        }
        for one in goals
    ]
