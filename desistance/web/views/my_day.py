"""My day: what needs the reader, in the order of consequence; what changed on their people; whom they opened last."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import NoReverseMatch, reverse
from django.views.decorators.http import require_POST, require_safe

from desistance.desk.actions.places import clear_recent, mark_all_seen
from desistance.desk.queries.changes import Change, changes_on_my_people
from desistance.desk.queries.duties import duties_of
from desistance.desk.queries.places import RecentPerson, recently_viewed, shown_names
from desistance.desk.rules.duties import DutyRow, Group, capped, due_words, grouped, is_whole_day
from desistance.desk.terms import BADGE_STOP, CHANGES_ON_PAGE
from desistance.foundation.calendar import local_date
from desistance.partners.terms import NAMELESS_ROLES
from desistance.web.templatetags.desistance import ago, clock, day_date, full_date, short_moment
from desistance.web.views.frame import acting, at_of
from desistance.web.views.timeline import change_shown

RECENT_ON_PAGE = 5
SAFETY = 1


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """The reader's day."""
    by, at = acting(request), at_of(request)
    rows = duties_of(by=by)
    changes = changes_on_my_people(by=by, most=CHANGES_ON_PAGE)
    people = {row.person for row in rows if row.person} | {change.entry.person_id for change in changes}
    recent = recently_viewed(by=by, most=RECENT_ON_PAGE)
    known = {one.person: one.name for one in recent}
    names = known | dict(shown_names(people=sorted(people - known.keys()), by=by))
    context = {
        "title": "My day",
        "summary": _summary(rows, at),
        "groups": [_group(group, names, at) for group in grouped(rows)],
        "changes": [_change(change, names) for change in changes],
        "recent": [_recent(one, at) for one in recent],
        "has_tasks": by.holds("task.set"),
        "sees_people": by.role not in NAMELESS_ROLES,
    }
    return render(request, "desk/my_day.html", context)


def _summary(rows: Sequence[DutyRow], at: datetime) -> dict[str, str]:
    today = sum(1 for row in rows if row.due and local_date(row.due) <= local_date(at))
    number = capped(len(rows), BADGE_STOP)
    things = f"{number} {'thing needs' if len(rows) == 1 else 'things need'} you"
    return {"now": f"{day_date(at)}, {clock(at)}.", "things": things if rows else "", "today": str(today or "")}


def _group(group: Group, names: Mapping[int, str], at: datetime) -> dict[str, Any]:
    number = len(group.rows)
    return {
        "name": group.name,
        "count": str(number) if number == 1 else f"{number}, {'soonest' if group.rows[0].due else 'oldest'} first",
        "is_safety": group.rank == SAFETY,
        "rows": [_row(row, names, at) for row in group.rows],
    }


def _row(row: DutyRow, names: Mapping[int, str], at: datetime) -> dict[str, Any]:
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
