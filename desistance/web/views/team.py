"""A manager's team: who has what and what is late, giving work to someone else with a note, and cover while a worker is away."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from desistance.access.queries.staffing import member_of_staff, workers_of
from desistance.desk.actions.lists import follow, unfollow
from desistance.desk.actions.reallocating import Outcome, reallocate
from desistance.desk.queries.places import shown_names
from desistance.desk.queries.reallocating import Choice, chosen_work
from desistance.desk.queries.team import Cover, Piece, Workload, covers_of, team_of, worker_of_team
from desistance.desk.rules.duties import grouped
from desistance.desk.terms import LONGEST_HANDOVER_NOTE
from desistance.foundation.calendar import local_date
from desistance.foundation.passes import Pass
from desistance.partners.actions.cover import end_cover, set_cover
from desistance.partners.queries import cover_by_id, staff_member
from desistance.web.forms import DateParts
from desistance.web.templatetags.desistance import ago, counted, day_date, full_date, listed, short_date
from desistance.web.views.access_sending import SentOnce, typed
from desistance.web.views.frame import acting, at_of
from desistance.web.views.my_day import folded, row_of

GET_OR_POST = ["GET", "HEAD", "POST"]
DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
LATE_SHOWN = 10


class ReallocateForm(SentOnce):
    """To whom, and what they must know."""

    receiver = forms.ChoiceField(label="New lead worker", error_messages={"required": "Choose who will take over"})
    note = forms.CharField(
        label="Handover note",
        help_text="They must read it. It stands in each person's timeline.",
        max_length=LONGEST_HANDOVER_NOTE,
        widget=forms.Textarea,
        error_messages={"required": "Enter a handover note: what matters now, what is promised, what is due"},
    )

    def __init__(self, *args: Any, workers: list[tuple[str, str]], number: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["receiver"].choices = [("", "Choose"), *workers]  # type: ignore[attr-defined]  # a ChoiceField
        people = counted(number, "person,people")
        these = "this person" if number == 1 else f"these {people}"
        self.fields["receiver"].error_messages["required"] = f"Choose who will take over {these}"


class CoverForm(SentOnce):
    """Who is away, who covers, from when and until when."""

    staff = forms.ChoiceField(label="Who is away?")
    coverer = forms.ChoiceField(label="Who covers?", error_messages={"required": "Choose who covers"})
    from_on = DateParts(label="First day away")
    until_on = DateParts(label="Last day away")

    def __init__(self, *args: Any, away: list[tuple[str, str]], workers: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["staff"].choices = away  # type: ignore[attr-defined]  # a ChoiceField
        self.fields["coverer"].choices = [("", "Choose"), *workers]  # type: ignore[attr-defined]


def days_words(days: tuple[int, ...]) -> str:
    """`Monday to Friday`, `Monday, Tuesday and Thursday`."""
    names = [DAYS[day - 1] for day in days]
    is_row = len(days) > 2 and days[-1] - days[0] == len(days) - 1
    return f"{names[0]} to {names[-1]}" if is_row else listed(names)


@require_safe
def team(request: HttpRequest) -> HttpResponse:
    """The team today: work that nobody has, what is late by worker, and how heavy each workload is."""
    by, at = acting(request), at_of(request)
    found = team_of(by=by)
    names = shown_names(people=sorted({row.person for row in found.shared if row.person}), by=by)
    context = {
        "title": "Team",
        "unallocated": [piece_shown(piece, by) for piece in found.unallocated],
        "workers": [_worker(load, found.covers, by) for load in found.workers],
        "shared": [row_of(row, names, at) for row in found.shared[:LATE_SHOWN]],
        "covers": [cover_shown(one, by) for one in found.covers],
        "sources": found.sources,
        "may_give": by.holds("involvement.change"),
    }
    return render(request, "team/team.html", context)


def piece_shown(piece: Piece, by: Pass) -> dict[str, Any]:
    """One piece of work, to be ticked: the value has its id and version, so that a change in between is noticed."""
    on = local_date(by.at)
    return {
        "value": f"{piece.id}-{piece.version}",
        "id": piece.id,
        "name": piece.person.listed,
        "reference": piece.reference,
        "kind": piece.kind,
        "since": f"{short_date(piece.since)}, {ago(piece.since, on)}",
    }


def _worker(load: Workload, covers: tuple[Cover, ...], by: Pass) -> dict[str, Any]:
    away = next((one for one in covers if one.away_id == load.worker.staff and one.from_at <= by.at), None)
    return {
        "staff": load.worker.staff,
        "name": load.worker.name,
        "title": load.worker.title,
        "people": load.people,
        "points": load.points,
        "lines": [line.words for line in load.lines],
        "overdue": load.overdue,
        "late": _late(load, by),
        "days": days_words(load.working_days),
        "away": f"Away. {away.coverer} covers until {day_date(away.last_on)}" if away else "",
    }


def _late(load: Workload, by: Pass) -> str:
    """What is overdue, by kind of work: `2 reviews, 1 outcomes to log`."""
    kinds: dict[str, int] = {}
    for row in load.due:
        if row.due is not None and row.due < by.at:
            kinds[row.group] = kinds.get(row.group, 0) + 1
    return ", ".join(f"{group}: {number}" for group, number in kinds.items())


def cover_shown(one: Cover, by: Pass) -> dict[str, Any]:
    """Cover in words, and the way to end it."""
    begins = "" if one.from_at <= by.at else f"from {full_date(one.from_at)} "
    return {"id": one.id, "words": f"{one.coverer} covers for {one.away} {begins}until {full_date(one.last_on)}"}


@require_safe
def worker(request: HttpRequest, staff: int) -> HttpResponse:
    """One worker of the team: the sum of their workload line by line, their day, and their people."""
    by, at = acting(request), at_of(request)
    load, pieces = worker_of_team(staff=staff, by=by)
    names = shown_names(people=sorted({row.person for row in load.due if row.person}), by=by)
    groups = [
        {
            "name": group.name,
            "count": str(len(group.rows)),
            "rows": [row_of(row, names, at) for row in group.rows],
            **folded(group),
        }
        for group in grouped(load.due)
    ]
    context = {
        "title": "Worker",
        "worker": _worker(load, tuple(covers_of(by)), by),
        "groups": groups,
        "pieces": [piece_shown(piece, by) for piece in pieces],
        "may_give": by.holds("involvement.change"),
        "back": {"label": "Back to the team", "url": "/team/"},
    }
    return render(request, "team/worker.html", context)


@require_POST
def bulk(request: HttpRequest) -> HttpResponse:
    """From ticked people: what will happen to each, then the deed, then what became of each."""
    by, at = acting(request), at_of(request)
    work = chosen_work(by=by, references=request.POST.getlist("person"), pieces=request.POST.getlist("work"))
    if not work:
        messages.error(request, "Tick at least one person first.")
        return redirect(_back(request))
    if request.POST.get("do") == "follow":
        number = follow(people=[one.person for one in work], by=by, at=at)
        messages.success(request, f"You follow {counted(number, 'person,people')}.")
        return redirect(_back(request))
    if request.POST.get("do") == "unfollow":
        number = unfollow(people=[one.person for one in work], by=by, at=at)
        messages.info(request, f"You no longer follow {counted(number, 'person,people')}.")
        return redirect("/people/?whose=following")
    return _reallocate(request, work, by)


def _back(request: HttpRequest) -> str:
    return "/people/" if request.POST.get("from") == "people" else "/team/"


def _reallocate(request: HttpRequest, work: list[Choice], by: Pass) -> HttpResponse:
    by.demand("involvement.change")
    is_sent = request.POST.get("do") == "give"
    workers = [(str(one.staff), one.words) for one in workers_of(agency=by.agency, at=by.at)]
    form = ReallocateForm(typed(request) if is_sent else None, workers=workers, number=len(work))
    results: list[Outcome] = []

    def give() -> None:
        receiver = member_of_staff(staff=int(form.cleaned_data["receiver"]))
        assert receiver is not None  # chosen from the list that the form was given
        results.extend(reallocate(work=work, receiver=receiver, note=form.cleaned_data["note"], by=by, at=by.at))

    if is_sent and form.send(request, give):
        return _results(request, results, form) if results else redirect(_back(request))
    context = {
        "title": "Give work to someone else",
        "form": form,
        "rows": work,
        "ready": sum(1 for one in work if not one.refusal),
        "from": request.POST.get("from", "team"),
        "back": {"label": "Back", "url": _back(request)},
    }
    return render(request, "team/reallocate.html", context, status=form.status if form.errors else 200)


def _results(request: HttpRequest, results: list[Outcome], form: ReallocateForm) -> HttpResponse:
    done = sum(1 for one in results if not one.refusal)
    context = {
        "title": "Work given",
        "results": results,
        "done": done,
        "not_done": len(results) - done,
        "back": {"label": "Back", "url": _back(request)},
    }
    return render(request, "team/results.html", context)


@require_http_methods(GET_OR_POST)
def cover(request: HttpRequest) -> HttpResponse:
    """Say who covers while one is away; a manager says it for a worker of their team."""
    by, at = acting(request), at_of(request)
    by.demand("cover.set")
    away = [(str(by.staff), by.staff_name)]
    if by.holds("team.view"):
        away += [(str(load.worker.staff), load.worker.name) for load in team_of(by=by).workers]
    workers = [(str(one.staff), one.words) for one in workers_of(agency=by.agency, at=at)]
    start = {"staff": request.GET.get("staff", str(by.staff)), "from_on": local_date(at)}
    form = CoverForm(typed(request), away=list(dict(away).items()), workers=workers, initial=start)

    def save() -> None:
        said = form.cleaned_data
        made = set_cover(
            staff=staff_member(staff=int(said["staff"])),
            coverer=staff_member(staff=int(said["coverer"])),
            from_on=said["from_on"],
            until_on=said["until_on"],
            by=by,
            at=at,
        )
        messages.success(request, f"{made.coverer.name} covers for {made.staff.name}. It ends by itself.")

    if request.method == "POST" and form.send(request, save):
        return redirect("cover")
    context = {
        "title": "Cover while away",
        "form": form,
        "covers": [cover_shown(one, by) for one in covers_of(by)],
        "back": {"label": "Back to your account", "url": "/account/"},
    }
    return render(request, "team/cover.html", context, status=form.status if form.errors else 200)


@require_POST
def cover_end(request: HttpRequest, cover: int) -> HttpResponse:
    """End cover now."""
    by = acting(request)
    end_cover(cover=cover_by_id(cover=cover, agency=by.agency), by=by, at=at_of(request))
    messages.info(request, "Cover ended.")
    return redirect("cover")
