"""The delivery plan: on one page by objective, and one action with where it stands and everything said of it."""

from collections import Counter
from collections.abc import Callable, Sequence
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from desistance.foundation.calendar import local_date
from desistance.foundation.passes import Pass
from desistance.governance.actions.plan import add_action, challenge_action, change_action, say_where_it_stands
from desistance.governance.queries.plan import (
    ActionOpened,
    ActionShown,
    action_opened,
    may_own,
    owner_words,
    plan_shown,
)
from desistance.governance.terms import AMBER, DONE, NOT_STARTED, ON_TRACK, PLAN_STATES, RED, NoteKind, Objective
from desistance.web.templatetags.desistance import full_date, short_moment
from desistance.web.views.access_sending import SentOnce, typed
from desistance.web.views.delivery_forms import LATE, ChallengeForm, PlanActionForm, PlanFilter, StandingForm
from desistance.web.views.frame import acting, at_of
from desistance.web.views.scheme_cases import GET_OR_POST

NEW, SAY, CHALLENGE, CHANGE = "new", "say", "challenge", "change"
BUTTONS = {SAY: "Say where it stands", CHALLENGE: "Challenge it", CHANGE: "Change the action"}
COLUMNS = [
    {"label": "Action"},
    {"label": "Owner"},
    {"label": "Due", "is_short": True},
    {"label": "Stands"},
    {"label": "Meant to move"},
]


@require_http_methods(GET_OR_POST)
def plan(request: HttpRequest) -> HttpResponse:
    """Every action by objective; whoever holds the plan adds one (``?do=new``)."""
    by, at = acting(request), at_of(request)
    every = plan_shown(by=by, on=local_date(at))
    form, is_made = _new(request, by) if request.GET.get("do") == NEW else (None, False)
    if is_made:
        return redirect("delivery-plan")
    agencies = sorted({(str(one.action.agency_id), one.action.agency.short_name) for one in every}, key=lambda a: a[1])
    chosen = PlanFilter(request.GET, agencies=agencies)
    shown = [one for one in every if _fits(one, chosen)] if chosen.is_valid() else every
    context = {
        "title": "Delivery plan",
        "columns": COLUMNS,
        "groups": [(label, [_cells(one) for one in shown if one.action.objective == key]) for key, label in Objective.choices],
        "is_narrowed": len(shown) < len(every),
        "counts": counts_of(every),
        "filters": chosen,
        "form": form,
        "may_add": by.holds("delivery.hold"),
        "on": local_date(at),
    }  # fmt: skip
    return render(request, "delivery/plan.html", context, status=form.status if form and form.errors else 200)


def counts_of(actions: Sequence[ActionShown]) -> str:
    """How many actions, and how many stand where, in words: `3 actions: 1 Amber, 2 On track`."""
    if not actions:
        return ""
    found = Counter(one.state.wording for one in actions)
    worst_first = (PLAN_STATES[name].wording for name in (RED, AMBER, ON_TRACK, NOT_STARTED, DONE))
    told = ", ".join(f"{found[words]} {words}" for words in worst_first if words in found)
    return f"{len(actions)} action{'s' if len(actions) > 1 else ''}: {told}"


def _fits(one: ActionShown, chosen: PlanFilter) -> bool:
    said = chosen.cleaned_data
    stands = one.is_late if said["state"] == LATE else said["state"] in ("", one.state.name)
    return (
        stands
        and said["agency"] in ("", str(one.action.agency_id))
        and (not said["measure"] or said["measure"] in one.measures)
    )


def _cells(one: ActionShown) -> list[dict[str, Any]]:
    row = one.action
    agency, _, who = one.owner.partition(": ")
    return [
        {
            "words": row.what,
            "url": reverse("delivery-action", args=[row.pk]),
            "note": f"Next: {row.milestone}" if row.milestone else "",
        },
        {"words": agency, "note": who},
        {"words": full_date(row.due_on), "note": "Overdue" if one.is_late else ""},
        {"tag": one.state.wording, "note": row.recovery},
        {"words": ", ".join(one.measures.values())} if one.measures else {"missing": "No measure"},
    ]


def _new(request: HttpRequest, by: Pass) -> tuple[PlanActionForm, bool]:
    by.demand("delivery.hold")
    at = at_of(request)
    form = PlanActionForm(typed(request), owners=may_own(at))

    def save() -> None:
        add_action(facts=form.facts(), owner=int(form.cleaned_data["owner"]), by=by, at=at)
        messages.success(request, "Action added to the plan.")

    return form, request.method == "POST" and form.send(request, save)


@require_http_methods(GET_OR_POST)
def action(request: HttpRequest, number: int) -> HttpResponse:
    """One action: where it stands, its notes and challenges, and the form that ``?do=`` asks for."""
    by, at = acting(request), at_of(request)
    opened = action_opened(number, by=by, at=at)
    do = request.GET.get("do", "")
    form, save = _form(request, opened, do, by) if do in BUTTONS else (None, None)
    if form and save and request.method == "POST" and form.send(request, save):
        messages.success(request, "Saved under your name.")
        return redirect("delivery-action", number=number)
    context = {
        "title": "Action of the plan",
        "heading": opened.shown.action.what,
        "form": form,
        "button": BUTTONS.get(do, ""),
        "here": reverse("delivery-action", args=[number]),
        "breadcrumbs": [{"label": "Delivery plan", "url": reverse("delivery-plan")}],
        **_page(opened, by),
    }
    return render(request, "delivery/action.html", context, status=form.status if form and form.errors else 200)


def _form(
    request: HttpRequest, opened: ActionOpened, do: str, by: Pass
) -> tuple[SentOnce, Callable[[], object]]:  # fmt: skip
    """The form that was asked for and what sending it does. Raises :class:`NotPermitted` for a role that has no part in it."""
    row, at = opened.shown.action, at_of(request)
    by.demand({SAY: "delivery.work", CHALLENGE: "delivery.challenge", CHANGE: "delivery.hold"}[do])
    given: dict[str, Any] = {"action": row, "by": by, "at": at}
    if do == CHALLENGE:
        asked = ChallengeForm(typed(request))
        return asked, lambda: challenge_action(words=asked.cleaned_data["words"], **given)
    kept = {name: getattr(row, name) for name in ("version", "recovery", "milestone", "what", "objective", "due_on")}
    if do == SAY:
        stands = StandingForm(typed(request), state=row.state, initial={**kept, "to": row.state})
        return stands, lambda: say_where_it_stands(
            said=stands.said(), version=stands.cleaned_data.get("version"), **given
        )
    owners = dict(may_own(at)) | {row.owner_id: owner_words(row.owner)}
    initial = {**kept, "owner": str(row.owner_id), "measures": row.measures}
    written = PlanActionForm(typed(request), owners=list(owners.items()), initial=initial)
    return written, lambda: change_action(
        facts=written.facts(),
        owner=int(written.cleaned_data["owner"]),
        version=written.cleaned_data.get("version"),
        **given,
    )


def _page(opened: ActionOpened, by: Pass) -> dict[str, Any]:
    shown = opened.shown
    row = shown.action
    may = {SAY: opened.may_say, CHALLENGE: opened.may_challenge, CHANGE: opened.may_change}
    return {
        "state": shown.state,
        "recovery": row.recovery,
        "facts": [
            {"label": "Objective", "value": row.get_objective_display()},
            {"label": "Owner", "value": shown.owner},
            {"label": "Due", "value": f"{full_date(row.due_on)}{', overdue' if shown.is_late else ''}"},
            {"label": "Next milestone", "value": row.milestone, "missing": "" if row.milestone else "None named"},
        ],
        "measures": list(shown.measures.values()),
        "board_url": reverse("board") if by.holds("measure.view") and shown.measures else "",
        "steps": [(f"?do={do}", BUTTONS[do]) for do, is_open in may.items() if is_open],
        "notes": [
            {
                "kind": NoteKind(one.note.kind).label,
                "is_challenge": one.note.kind == NoteKind.CHALLENGE,
                "state": one.state,
                "words": one.note.words,
                "recovery": one.note.recovery,
                "provenance": [one.said_by, short_moment(one.note.at)],
            }
            for one in opened.notes
        ],
    }
