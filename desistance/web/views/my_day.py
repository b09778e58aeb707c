"""My day: what needs the reader, in the order of consequence; what changed on their people; whom they opened last."""

import logging
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, TypeVar

from django.db import DatabaseError, transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import NoReverseMatch, reverse
from django.views.decorators.http import require_POST, require_safe

from desistance.desk.actions.places import clear_recent, mark_all_seen
from desistance.desk.queries.changes import Change, changes_on_my_people
from desistance.desk.queries.duties import Day, asked_of_others, day_of, day_of_colleague, next_appointment
from desistance.desk.queries.handing import reasons_put_off
from desistance.desk.queries.places import RecentPerson, recently_viewed, shown_names
from desistance.desk.queries.team import Colleague, covered_colleagues
from desistance.desk.rules.duties import DutyRow, Group, capped, due_words, grouped, is_whole_day
from desistance.desk.rules.handing import may_be_put_off
from desistance.desk.terms import BADGE_STOP, CHANGES_ON_PAGE, SNOOZE_RULES
from desistance.foundation.calendar import local_date
from desistance.foundation.passes import Pass
from desistance.foundation.rulesets import in_force
from desistance.partners.terms import NAMELESS_ROLES
from desistance.web.templatetags.desistance import ago, clock, day_date, full_date, short_moment
from desistance.web.views.frame import acting, at_of
from desistance.web.views.timeline import change_shown

RECENT_ON_PAGE = 5
SAFETY, OUTCOME, APPOINTMENT = 1, 6, 7
ROWS_IN_SIGHT, WORTH_FOLDING, NEVER_FOLDED = 10, 3, 4
"""How many rows of a group are shown before the rest is folded, how many that must be, and up to which rank nothing is."""
NOT_LOADED = "This could not be loaded. The rest of the page is complete. Load the page again in a minute."
log = logging.getLogger(__name__)
Loaded = TypeVar("Loaded")


def panel(name: str, load: Callable[[], Loaded]) -> Loaded | None:
    """One part of the page; None when the database refuses it, so that the rest still stands."""
    try:
        with transaction.atomic():
            return load()
    except DatabaseError:
        log.exception("A panel of my day failed: %s", name)
        return None


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """The reader's day, or that of a colleague for whom they cover."""
    by, at = acting(request), at_of(request)
    covered = covered_colleagues(by=by) if by.covers else ()
    away = next((one for one in covered if str(one.staff) == request.GET.get("for", "")), None)
    day = day_of_colleague(staff=away.staff, role=away.role, by=by) if away else day_of(by=by)
    changes = panel("changes", lambda: changes_on_my_people(by=by, most=CHANGES_ON_PAGE))
    asked = panel("asked", lambda: asked_of_others(by=by))
    recent = panel("recent", lambda: recently_viewed(by=by, most=RECENT_ON_PAGE))
    names = _names(by, day, changes or (), asked or (), recent or ())
    context = {
        "title": "My day",
        "summary": _summary(day.rows, at),
        "views": _views(by, covered, away),
        "away": _away(away),
        "groups": [_group(group, names, at, is_own=away is None) for group in grouped(day.rows)],
        "failed": day.failed,
        "not_loaded": NOT_LOADED,
        "today": _today(day.rows, names, at),
        "empty": "" if day.rows or day.failed else _empty(by),
        "put_off": _put_off(day, names, by),
        "changes": None if changes is None else [_change(change, names) for change in changes],
        "asked": None if asked is None else [_asked(row, names, at) for row in asked],
        "recent": None if recent is None else [_recent(one, at) for one in recent],
        "has_tasks": by.holds("task.set"),
        "sees_people": by.role not in NAMELESS_ROLES,
    }
    return render(request, "desk/my_day.html", context)


def _names(
    by: Pass,
    day: Day,
    changes: Sequence[Change],
    asked: Sequence[DutyRow],
    recent: Sequence[RecentPerson],
) -> dict[int, str]:
    """The names that the page shows, in one statement beside those of the people opened last."""
    people = {row.person for row in (*day.rows, *day.put_off, *asked) if row.person}
    people |= {change.entry.person_id for change in changes}
    known = {one.person: one.name for one in recent}
    return known | dict(shown_names(people=sorted(people - known.keys()), by=by))


def _views(by: Pass, covered: Sequence[Colleague], away: Colleague | None) -> list[dict[str, Any]]:
    """Mine, each colleague for whom the reader covers, and the team for those who look after one."""
    found: list[dict[str, Any]] = [{"label": "Mine", "url": "/home/", "is_current": away is None}]
    found += [
        {"label": f"Covering {one.name}", "url": f"/home/?for={one.staff}", "is_current": one == away}
        for one in covered
    ]
    if by.holds("team.view"):
        found.append({"label": "Team", "url": "/team/", "is_current": False})
    return found if len(found) > 1 else []


def _away(away: Colleague | None) -> dict[str, str] | None:
    return {"name": away.name, "until": day_date(away.last_on)} if away and away.last_on else None


def _summary(rows: Sequence[DutyRow], at: datetime) -> dict[str, str]:
    today = sum(1 for row in rows if row.due and local_date(row.due) <= local_date(at))
    number = capped(len(rows), BADGE_STOP)
    things = f"{number} {'thing needs' if len(rows) == 1 else 'things need'} you"
    return {"now": f"{day_date(at)}, {clock(at)}.", "things": things if rows else "", "today": str(today or "")}


def _empty(by: Pass) -> str:
    """What an empty day says: the next appointment, where there is one."""
    moment = next_appointment(by=by)
    said = "Nothing is waiting for you."
    return f"{said} Next appointment: {day_date(moment)}, {clock(moment)}." if moment else said


def _group(group: Group, names: Mapping[int, str], at: datetime, *, is_own: bool = True) -> dict[str, Any]:
    number = len(group.rows)
    may_wait = is_own and may_be_put_off(group.rank, in_force(SNOOZE_RULES, local_date(at)).values)
    return {
        "name": group.name,
        "count": str(number) if number == 1 else f"{number}, {'soonest' if group.rows[0].due else 'oldest'} first",
        "is_safety": group.rank == SAFETY,
        "rows": [row_of(row, names, at, may_wait=may_wait) for row in group.rows],
        **folded(group),
    }


def folded(group: Group) -> dict[str, Any]:
    """From which row on a long group is folded, and what says so: the soonest stay in sight, and all that may not wait."""
    hidden = len(group.rows) - ROWS_IN_SIGHT
    is_long = hidden >= WORTH_FOLDING and group.rank > NEVER_FOLDED
    return {"fold_at": ROWS_IN_SIGHT, "more": f"Show {hidden} more: {group.name.lower()}"} if is_long else {}


def row_of(row: DutyRow, names: Mapping[int, str], at: datetime, *, may_wait: bool = False) -> dict[str, Any]:
    """One duty as a row of the queue; one's own that can wait has a link to put it off or hand it over."""
    due, step = due_words(row.due, at), step_of(row)
    url = f"/people/{row.reference}/" if row.person in names else step["url"]
    when = f"{ago(row.since, local_date(at)).capitalize()}, {short_moment(row.since)}"
    return {
        "name": names.get(row.person or 0, "") or row.reference or row.group,
        "url": url,
        "reference": row.reference if row.person in names else "",
        "reason": sentence(row.words),
        "provenance": [row.said_by, when],
        "due": due.words or "No deadline",
        "due_on": _due_on(row.due, at),
        "is_late": due.is_late,
        "action": step,
        "other": {"label": "Not now", "url": f"/home/later/{row.duty}/{row.record}/"} if may_wait else None,
    }


def _due_on(due: datetime | None, at: datetime) -> str:
    """The deadline itself, under the words for how much is left: the time on the day, else the day."""
    if due is None:
        return ""
    if local_date(due) == local_date(at):
        return "today" if is_whole_day(due) else f"by {clock(due)} today"
    return day_date(due)


def sentence(words: str) -> str:
    """The words of a duty as a whole sentence."""
    return words if words.endswith((".", "?")) else f"{words}."


def step_of(row: DutyRow) -> dict[str, str]:
    """The one next step of a duty as a link; to the person's page while the step has no page of its own."""
    try:
        url = reverse(row.url, args=[row.reference if row.by_reference else row.record])
    except NoReverseMatch:
        url = f"/people/{row.reference}/" if row.reference and row.person else "/home/"
    return {"label": row.step, "url": url}


def _today(rows: Iterable[DutyRow], names: Mapping[int, str], at: datetime) -> list[dict[str, Any]]:
    """Appointments of today in order: those that are over and have no outcome, now, and those to come."""
    today = local_date(at)
    past = [(row.since, row) for row in rows if row.rank == OUTCOME and local_date(row.since) == today]
    coming = [(row.due, row) for row in rows if row.rank == APPOINTMENT and row.due]
    found: list[dict[str, Any]] = []
    for moment, row in sorted([*past, *coming], key=lambda pair: (pair[0], pair[1].record)):
        is_past = row.rank == OUTCOME
        found.append(
            {
                "time": clock(moment),
                "name": names.get(row.person or 0, row.reference),
                "url": f"/people/{row.reference}/contacts/",
                "words": "outcome not logged" if is_past else row.words.lower().removesuffix(" today"),
                "is_past": moment < at,
            }
        )
    place = sum(1 for row in found if row["is_past"])
    return [*found[:place], {"now": clock(at)}, *found[place:]] if found else []


def _put_off(day: Day, names: Mapping[int, str], by: Pass) -> list[dict[str, Any]]:
    """What the reader put off, and until when: it is never out of sight altogether."""
    if not day.put_off:
        return []
    reasons = reasons_put_off(by=by)
    return [
        {
            "name": names.get(row.person or 0, "") or row.reference or row.group,
            "words": sentence(row.words),
            "small": f"Until {day_date(day.until[row.key])}: {reasons[row.key]}"
            if day.until and row.key in reasons
            else "Handed to a colleague",
            "wake": f"/home/later/{row.duty}/{row.record}/" if row.key in reasons else "",
        }
        for row in day.put_off
    ]


def _asked(row: DutyRow, names: Mapping[int, str], at: datetime) -> dict[str, Any]:
    due = due_words(row.due, at).words
    return {
        "name": names.get(row.person or 0, "") or row.reference or row.said_by,
        "url": step_of(row)["url"],
        "words": row.words,
        "small": ". ".join(part for part in (f"Asked {short_moment(row.since)}", due.capitalize()) if part),
    }


def _change(change: Change, names: Mapping[int, str]) -> dict[str, Any]:
    shown = change_shown(change, change.reference)
    what = "" if change.what == "Added" else f"{change.what}: "
    return {
        "name": names.get(change.entry.person_id, change.reference),
        "url": shown["url"] or f"/people/{change.reference}/",
        "words": f"{what}{change.entry.title}",
        "small": f"{change.entry.kind}. {shown['small']}",
    }


def _recent(one: RecentPerson, at: datetime) -> dict[str, Any]:
    opened = f"Opened {ago(one.opened_at, local_date(at))}, {clock(one.opened_at)}"
    return {
        "name": one.name or one.reference,
        "url": f"/people/{one.reference}/",
        "small": f"{one.reference}. {opened}",
    }


@require_safe
def recent(request: HttpRequest) -> HttpResponse:
    """The people that the reader opened last."""
    by, at = acting(request), at_of(request)
    people = [_recent(one, at) for one in recently_viewed(by=by)]
    return render(request, "desk/recent.html", {"title": "Recently viewed", "people": people, "today": full_date(at)})


@require_POST
def clear(request: HttpRequest) -> HttpResponse:
    """Empty the list of people viewed."""
    clear_recent(by=acting(request), at=at_of(request))
    return redirect("recent")


@require_POST
def seen(request: HttpRequest) -> HttpResponse:
    """The reader has seen what changed on all their people."""
    mark_all_seen(by=acting(request), at=at_of(request))
    return redirect("my-day")
