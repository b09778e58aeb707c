"""The victims' side: the list of who is to be told, one person who was harmed, and recording what they say and were told."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from desistance.foundation.calendar import local_date
from desistance.foundation.decisions import NotPermitted
from desistance.foundation.passes import Pass
from desistance.restorative.actions.telling import (
    change_victim,
    close_view,
    record_said,
    record_victim,
    settle_telling,
)
from desistance.restorative.queries.victims import (
    address_of,
    open_victim,
    own_telling,
    own_victim,
    victims_to_tell,
    view_to_work,
)
from desistance.restorative.rules import VictimFacts, clock_source
from desistance.restorative.terms import Wish
from desistance.web.views.access_sending import typed
from desistance.web.views.frame import acting, at_of, open_person
from desistance.web.views.victims_forms import NOBODY, FoundForm, SaidForm, TellForm, VictimForm
from desistance.web.views.victims_words import asked_rows, done_rows, safe_contact, tell_rows, victim_page

GET_OR_POST = ["GET", "HEAD", "POST"]
LIST = "/victims/to-tell/"


def _working(request: HttpRequest) -> Pass:
    """The pass of somebody who works with victims. Anybody else is told who can help, and nothing else."""
    by = acting(request)
    if not by.holds("victim.work"):
        raise NotPermitted(f"Victim information is kept apart. Victim contact at {by.agency_name} can help.")
    return by


def _opened(request: HttpRequest, **number: int) -> Pass:
    """The pass for the person whose matter it is. Raises :class:`NotFound` for what is hidden as for what is not there."""
    _, by = open_person(request, address_of(by=_working(request), **number))
    return by


def _page(request: HttpRequest, template: str, title: str, form: Any = None, **more: Any) -> HttpResponse:
    status = form.status if form is not None and form.errors else 200
    crumbs = [{"label": "Victims to tell", "url": LIST}]
    context = {"title": title, "heading": title, "form": form, "breadcrumbs": crumbs, **more}
    return render(request, f"victims/{template}.html", context, status=status)


@require_safe
def to_tell(request: HttpRequest) -> HttpResponse:
    """Who is to be told what, soonest first; views asked for; what was told lately."""
    by = _working(request)
    found = victims_to_tell(by=by, at=at_of(request))
    context = {
        "title": "Victims to tell",
        "due": tell_rows(found.due, at_of(request)),
        "asked": asked_rows(found.asked),
        "done": done_rows(found.done),
        "source": clock_source(local_date(at_of(request))),
    }
    return render(request, "victims/list.html", context)


@require_http_methods(GET_OR_POST)
def new(request: HttpRequest, view: int) -> HttpResponse:
    """Record who was harmed in a matter, or that nobody was."""
    by = _opened(request, view=view)
    row = view_to_work(view=view, by=by)
    form = FoundForm(typed(request))
    made: list[int] = []

    def save() -> None:
        if form.cleaned_data["found"] == NOBODY:
            close_view(view=row, by=by, at=at_of(request))
            messages.success(request, "Recorded: nobody was harmed.")
            return
        made.append(record_victim(view=row, facts=form.facts(), by=by, at=at_of(request)).pk)
        messages.success(request, "Recorded. Their clocks run from when their view was asked for.")

    if request.method == "POST" and form.send(request, save):
        return redirect("victim", victim=made[0]) if made else redirect("victims")
    lead = f"{row.person.reference}: {row.arrest.offence_words}. {Wish(row.wish).label}."
    more = {"button": "Save", "cancel": {"label": "Cancel", "url": LIST}, "lead": lead}
    return _page(request, "form", "Who was harmed", form, **more)


@require_http_methods(GET_OR_POST)
def one(request: HttpRequest, victim: int) -> HttpResponse:
    """One person who was harmed: how to reach them, what they said, what they are told; and what they say now."""
    by = _opened(request, victim=victim)
    opened = open_victim(victim=victim, by=by, at=at_of(request))
    row = opened.victim
    form = SaidForm(typed(request), initial={"restorative": row.restorative, "wants_told": row.wants_told})

    def save() -> None:
        now = at_of(request)
        record_said(victim=row, facts=form.facts(now), by=by, at=now)
        messages.success(request, "Recorded, with when they said it.")

    if request.method == "POST" and form.send(request, save):
        return redirect("victim", victim=victim)
    return _page(
        request, "victim", "Somebody who was harmed", form, button="Record", **victim_page(opened, at_of(request))
    )


@require_http_methods(GET_OR_POST)
def change(request: HttpRequest, victim: int) -> HttpResponse:
    """Change who was harmed and how they are reached; clocks that run follow their rights."""
    by = _opened(request, victim=victim)
    row = own_victim(victim=victim, by=by)
    initial = {name: getattr(row, name) for name in VictimFacts.__dataclass_fields__}
    form = VictimForm(typed(request), initial={**initial, "version": row.version})

    def save() -> None:
        version = form.cleaned_data.get("version")
        change_victim(victim=row, facts=form.facts(), version=version, by=by, at=at_of(request))
        messages.success(request, "Saved.")

    if request.method == "POST" and form.send(request, save):
        return redirect("victim", victim=victim)
    more = {"button": "Save", "cancel": {"label": "Cancel", "url": f"/victims/{victim}/"}}
    return _page(request, "form", "How they are reached", form, **more)


@require_http_methods(GET_OR_POST)
def tell(request: HttpRequest, telling: int) -> HttpResponse:
    """What to say to somebody, how to reach them safely, and how it went."""
    by = _opened(request, telling=telling)
    shown = own_telling(telling=telling, by=by, at=at_of(request))
    back = f"/victims/{shown.victim.pk}/"
    if not shown.is_due:
        return redirect(back)
    form = TellForm(typed(request), initial={"version": shown.row.version})

    def save() -> None:
        said, now = form.cleaned_data, at_of(request)
        told: dict[str, Any] = {name: said[name] for name in ("state", "words", "how", "version")}
        settle_telling(telling=shown.row, told_at=form.moment(now), by=by, at=now, **told)
        messages.success(request, "Recorded.")

    if request.method == "POST" and form.send(request, save):
        return redirect("victims")
    more = {
        "button": "Save",
        "cancel": {"label": "Cancel", "url": back},
        "shown": shown,
        "facts": safe_contact(shown.victim),
    }
    return _page(request, "tell", "Tell them", form, **more)
