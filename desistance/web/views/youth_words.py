"""The move from youth to adult services as the parts of a page take it."""

from datetime import date
from typing import Any

from desistance.foundation.passes import Pass
from desistance.foundation.terms import DataClass
from desistance.schemes.queries.youth.cases import YouthOpened
from desistance.schemes.queries.youth.moves import LISTS, MoveRow, Moves
from desistance.schemes.rules.youth import Milestone
from desistance.schemes.terms.iom import ASK_STATES, ASKED, ManagerPart
from desistance.schemes.terms.youth import (
    ACCEPTED,
    ADULT_SIDE,
    BOTH_SIDES,
    FILE,
    HANDED_OVER,
    IDENTIFIED,
    MET,
    RETAINED,
    SHARED,
    YOUTH_SIDE,
)
from desistance.web.templatetags.desistance import full_date, short_date, short_moment

STEPS: tuple[tuple[str, str, frozenset[str], tuple[str, ...]], ...] = (
    ("share", "Send the file", YOUTH_SIDE, (IDENTIFIED,)),
    ("meeting", "Record the joint meeting", BOTH_SIDES, (SHARED, RETAINED)),
    ("accept", "Accept", ADULT_SIDE, (MET,)),
    ("keep", "Keep with the youth service", YOUTH_SIDE, (MET, ACCEPTED)),
    ("handover", "Record the handover", BOTH_SIDES, (ACCEPTED,)),
    ("check", "Check how it went", ADULT_SIDE, (HANDED_OVER,)),
)
"""Steps as the page offers them: name in the address, button, whose side, and the states in which it is offered."""

OWNERS = {"Youth worker": "youth worker", "Adult service": "adult service", "Both": "either side"}
ASIDE = ("keep", "stop", "worker", "undo")
"""Steps that are never the main one."""


def move_page_of(opened: YouthOpened, here: str, by: Pass) -> dict[str, Any]:
    """Everything that the page of a move shows; nothing to do for a reader who may only look."""
    may = by.holds("youth.move") and by.agency_kind in BOTH_SIDES and DataClass.CHILDHOOD in by.writes
    steps = _next(opened, here, by) if may else []
    return {
        "opened": opened,
        "next_step": _sentence(opened),
        "next_owner": OWNERS[opened.next.owner] if opened.next else "",
        "steps_next": steps,
        "columns": [{"label": label} for label in ("Step", "By", "Done")],
        "milestones": [_milestone(one, opened) for one in opened.milestones],
        "facts": _facts(opened),
        "workers": [_worker(one) for one in opened.workers],
        "asks": [_ask(one) for one in opened.asks],
        "steps": [_step(step, who) for step, who in opened.steps],
    }


MOVE_COLUMNS = [
    {"label": "Name"},
    {"label": "Next step"},
    {"label": "By", "is_short": True},
    {"label": "Youth worker"},
    {"label": "Adult worker"},
]
MOVES = "Moves to adult services"
MOVES_URL = "?scheme=youth"
LEAD = "Everything of a move is a childhood record. The page of a person says each milestone with its day."


def moves_context(found: Moves, schemes: list[dict[str, Any]]) -> dict[str, Any]:
    """The list of moves as the page of schemes takes it."""
    url = f"{MOVES_URL}&which="
    stages = [
        {"label": f"{words} ({found.counts[name]})", "url": f"{url}{name}", "is_current": name == found.which}
        for name, words in LISTS.items()
    ]
    return {
        "title": MOVES,
        "scheme": {"words": MOVES, "source": LEAD},
        "schemes": schemes,
        "stage": {"wording": LISTS[found.which]},
        "order": "Due first on top",
        "none": "No move of somebody whom you work with is here.",
        "stages": stages,
        "columns": MOVE_COLUMNS,
        "rows": [_move_cells(row) for row in found.rows],
        "pages": {"older_url": f"{url}{found.which}&after={found.after}", "older": "Next", "about": "people"}
        if found.after
        else {},
    }


def _move_cells(row: MoveRow) -> list[dict[str, Any]]:
    by = {"words": short_date(row.due_on)} if row.due_on else {"missing": "No day"}
    return [
        {"words": row.person.listed, "url": f"/people/{row.reference}/youth/{row.case}/", "note": row.reference},
        {"words": row.next_step or row.state.wording, "note": row.turn},
        {**by, "note": "Overdue"} if row.is_late else by if row.next_step else {"words": "Ended"},
        {"words": row.youth} if row.youth else {"missing": "Nobody now"},
        {"words": row.adult} if row.adult else {"missing": "Nobody yet" if row.next_step else "Nobody now"},
    ]


def _next(opened: YouthOpened, here: str, by: Pass) -> list[dict[str, str]]:
    state = opened.case.state
    found = [(name, words) for name, words, side, states in STEPS if state in states and by.agency_kind in side]
    if state == SHARED and opened.worker(ManagerPart.PROBATION) is None:
        found = []
    ours = any(one.agency_id == by.agency and one.until_at is None for one in opened.workers)
    if ours and (opened.case.closed_at or (state == HANDED_OVER and by.agency_kind in YOUTH_SIDE)):
        found.append(("leave", "End your agency's part"))
    if opened.case.closed_at is None:
        found += [("worker", "Change the worker")] if ours else []
        found.append(("stop", "Stop the move"))
    if opened.may_undo:
        found.append(("undo", "Undo"))
    links = [{"label": words, "url": f"{here}{name}/", "kind": ""} for name, words in found]
    if found and found[0][0] not in ASIDE:
        links[0]["kind"] = "main"
    return links


def _sentence(opened: YouthOpened) -> str:
    """The next step in words, with its day."""
    following = opened.next
    if following is None:
        return ""
    if opened.is_asked:
        return "Waits for the adult service to name who takes the person on."
    due = f", by {full_date(following.due_on)}" if following.due_on else ""
    return f"{following.words}{due}."


def _milestone(one: Milestone, opened: YouthOpened) -> list[dict[str, Any]]:
    waits = "Cannot tell" if one.trouble else "After the step before"
    due: dict[str, Any] = {"words": full_date(one.due_on)} if one.due_on else {"missing": waits}
    done: dict[str, Any] = {"words": full_date(one.done_on)} if one.done_on else {"missing": "Not yet"}
    if (one.done_on or opened.on) > (one.due_on or opened.on) and (one.done_on or opened.case.closed_at is None):
        done["note"] = "Late"
    return [{"words": one.words, "note": one.owner}, {**due, "note": one.trouble}, done]


def _facts(opened: YouthOpened) -> list[dict[str, str]]:
    adult = opened.adult
    if adult.trouble and adult.earliest and adult.latest:
        told = {"value": f"Between {full_date(adult.earliest)} and {full_date(adult.latest)}. {adult.trouble}"}
    else:
        told = {"value": full_date(adult.latest)} if adult.latest else {"missing": adult.trouble}
    agreed = (
        [{"label": "Handover agreed", "value": full_date(opened.dates.agreed_on)}] if opened.dates.agreed_on else []
    )
    return [{"label": "Turns 18", **told}, *agreed]


def _worker(one: Any) -> dict[str, str]:
    until = f" to {full_date(one.until_at)}" if one.until_at else ""
    side = "Youth worker" if one.part == ManagerPart.YOUTH else "Adult worker"
    return {
        "strong": one.staff.name,
        "words": side,
        "small": f"{one.agency.short_name}, from {full_date(one.from_at)}{until}",
    }


def _ask(one: Any) -> dict[str, Any]:
    due = f"Answer by {full_date(one.due_on)}" if one.state == ASKED else short_moment(one.answered_at)
    return {"strong": one.to_agency.short_name, "words": one.answer, "tag": ASK_STATES[one.state].wording, "small": due}


def _step(step: Any, who: str) -> dict[str, Any]:
    items = [FILE[one] for one in step.told.get("items", ())]
    for name, words in (("held_on", "Held"), ("handover_on", "Handover agreed"), ("handed_on", "Handed over")):
        if step.told.get(name):
            items.append(f"{words} {full_date(date.fromisoformat(step.told[name]))}")
    return {"words": step.words, "reason": step.reason, "items": items,
            "provenance": [part for part in (who, step.agency.short_name, short_moment(step.at)) if part]}  # fmt: skip
