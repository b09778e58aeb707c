"""The case list, and adding a person: first a look at who is on record, then the form."""

from datetime import date
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from desistance.access.actions.arrivals import FirstFacts, begin_work
from desistance.access.queries.caselist import CaseList, case_list, kinds_of_work
from desistance.access.queries.involved import kinds_for
from desistance.access.queries.search import Outcome, before_adding
from desistance.access.queries.staffing import member_of_staff, team_of, workers_of
from desistance.foundation.calendar import local_date
from desistance.foundation.passes import Pass
from desistance.partners.queries import teams_of
from desistance.partners.terms import Reach
from desistance.people.rules.dates import DatePart
from desistance.web.forms import GovukForm
from desistance.web.templatetags.desistance import full_date
from desistance.web.views.access_sending import typed
from desistance.web.views.frame import acting, at_of
from desistance.web.views.kept_words import keep, kept
from desistance.web.views.people_forms import AddForm, LookForm, first_facts
from desistance.web.views.search import hit_shown

WHOSE = (("mine", "My people"), ("team", "Team"), ("agency", "Agency"))
OUTCOMES = {
    Outcome.NO_MATCH: ("No match", "Nobody whom you may find fits. You can add the person."),
    Outcome.POSSIBLE: (
        "Possible match",
        "Compare these with the person in front of you. Open the record if it is one of them.",
    ),
    Outcome.ALREADY_KNOWN: ("Already known", "The number is on record. Go to the person instead of adding them again."),
    Outcome.TOO_MANY: ("Too many", "More people fit than can be shown. Add a date of birth or a number."),
    Outcome.RESTRICTED: (
        "Restricted",
        "Access to a record that fits is limited. Contact the team that holds it before you add anyone.",
    ),
}


class CaseFilters(GovukForm):
    """Which of one's people are listed."""

    kind = forms.ChoiceField(label="Kind of work", required=False)

    def __init__(self, *args: Any, kinds: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [("", "Any"), *kinds]  # type: ignore[attr-defined]  # a ChoiceField


@require_safe
def case_list_page(request: HttpRequest) -> HttpResponse:
    """People whom the reader works with, in order of name."""
    by = acting(request)
    form = CaseFilters(request.GET, kinds=kinds_of_work(by))
    kind = form.cleaned_data["kind"] if form.is_valid() else ""
    views = views_of(by)
    whose = request.GET.get("whose", "mine")
    whose = whose if whose in dict(views) else views[0][0]
    place = {"after": request.GET.get("after", ""), "before": request.GET.get("before", "")}
    found = case_list(by=by, at=at_of(request), whose=whose, kind=kind, **place)
    chosen = {"whose": whose, **({"kind": kind} if kind else {})}
    context = {
        "title": "People",
        "filters": form,
        "views": [{"label": words, "url": f"?whose={name}", "is_current": name == whose} for name, words in views],
        "whose": whose,
        "kind": kind,
        "rows": [_row(row, local_date(at_of(request))) for row in found.rows],
        "columns": [
            {"label": "Name"},
            {"label": "Date of birth", "is_short": True},
            {"label": "Work"},
            {"label": "Lead worker"},
        ],
        "pages": _pages(found, chosen),
        "may_add": by.holds("person.add"),
    }
    return render(request, "people/case_list.html", context)


def views_of(by: Pass) -> list[tuple[str, str]]:
    """The views of the list that the role reaches."""
    reached = {"mine", *(["team"] if by.teams else []), *(["agency"] if by.reach == Reach.AGENCY else [])}
    return [(name, words) for name, words in WHOSE if name in reached]


def _row(row: Any, on: date) -> list[dict[str, Any]]:
    person = row.person
    born = full_date(person.born_on) if person.born_on and person.precision == "day" else ""
    lead = {"words": row.lead} if row.lead else {"missing": "Nobody yet"}
    return [
        {"words": person.listed, "url": f"/people/{row.reference}/", "note": row.reference},
        {"words": born} if born else {"missing": f"About {person.born_on.year}" if person.born_on else "Not known"},
        {"words": "; ".join(row.work)} if row.work else {"missing": "Not shared"},
        lead,
    ]


def _pages(found: CaseList, chosen: dict[str, str]) -> dict[str, str]:
    older = f"?{urlencode({**chosen, 'after': found.older})}" if found.older else ""
    newer = f"?{urlencode({**chosen, 'before': found.newer})}" if found.newer else ""
    return {"older_url": older, "newer_url": newer, "older": "Next", "newer": "Previous", "about": "people"}


@require_http_methods(["GET", "HEAD", "POST"])
def look_first(request: HttpRequest) -> HttpResponse:
    """Who is it? A name, a date of birth and one number are looked for before anyone is added."""
    acting(request).demand("person.add")
    form = LookForm(typed(request))
    if request.method == "POST" and form.is_valid():
        return redirect("person-new-outcome", result=keep(request, **form.as_words()))
    context = {"title": "Add a person", "form": form, "cancel": {"label": "Cancel", "url": "/people/"}}
    return render(request, "people/look_first.html", context, status=422 if form.errors else 200)


@require_safe
def outcome(request: HttpRequest, result: str) -> HttpResponse:
    """What was found, under its name; adding goes on only from here."""
    by = acting(request)
    by.demand("person.add")
    words = kept(request, result)
    if words is None:
        return redirect("person-new")
    found = before_adding(
        by=by,
        at=at_of(request),
        given=words["given"],
        family=words["family"],
        born=_born(words),
        number=words["number"],
    )
    strong, sentence = OUTCOMES[found.outcome]
    context = {
        "title": "Add a person",
        "strong": strong,
        "sentence": sentence,
        "who": " ".join(part for part in (words["given"], words["family"]) if part),
        "people": [hit_shown(hit, local_date(at_of(request))) for hit in found.hits],
        "may_go_on": found.outcome is not Outcome.TOO_MANY,
        "is_clear": found.outcome is Outcome.NO_MATCH,
        "result": result,
    }
    return render(request, "people/outcome.html", context)


def _born(words: dict[str, str]) -> DatePart | None:
    year, month, day = (int(words[part]) if words[part] else None for part in ("year", "month", "day"))
    return DatePart(year, month, day) if year else None


@require_http_methods(["GET", "HEAD", "POST"])
def add(request: HttpRequest, result: str) -> HttpResponse:
    """The whole form, filled with what was looked for; saving adds the person and starts the agency's work."""
    by = acting(request)
    by.demand("person.add")
    words = kept(request, result)
    if words is None and request.method != "POST":
        return redirect("person-new")
    form = AddForm(typed(request), initial=AddForm.filled(words or {}, by), **_ours(by, request))
    added: dict[str, str] = {}

    def begin() -> None:
        said = form.cleaned_data
        person = begin_work(
            by=by,
            at=at_of(request),
            given=said["given"],
            family=said["family"],
            born_on=said["born"].earliest if said["born"] else None,
            precision=_precision(said["born"]),
            kind=said["kind"],
            legal_ground=said["legal_ground"],
            team=team_of(team=int(said["team"]), agency=by.agency) if said["team"] else None,
            lead=member_of_staff(staff=int(said["lead"])) if said["lead"] else None,
            first=FirstFacts(**first_facts(said)),
        )
        added["reference"] = person.reference

    if request.method == "POST" and form.send(request, begin):
        messages.success(request, "Person added. Your agency's work with them has started.")
        return redirect("person", reference=added["reference"]) if added else redirect("people")
    context = {"title": "Add a person", "form": form, "cancel": {"label": "Cancel", "url": "/people/"}}
    return render(request, "people/add.html", context, status=form.status if form.errors else 200)


def _precision(born: Any) -> str:
    return "day" if born is None or born.day else "month" if born.month else "year"


def _ours(by: Pass, request: HttpRequest) -> dict[str, Any]:
    return {
        "kinds": kinds_for(by.agency_kind),
        "teams": [(team.pk, team.name) for team in teams_of(agency=by.agency)],
        "workers": [(worker.staff, worker.words) for worker in workers_of(agency=by.agency, at=at_of(request))],
    }
