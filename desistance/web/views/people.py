"""Adding a person: first a look at who is on record, then the form."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from desistance.access.actions.arrivals import FirstFacts, begin_work
from desistance.access.queries.involved import kinds_for
from desistance.access.queries.search import Outcome, before_adding
from desistance.access.queries.staffing import member_of_staff, team_of, workers_of
from desistance.foundation.calendar import local_date
from desistance.foundation.passes import Pass
from desistance.partners.queries import teams_of
from desistance.people.rules.dates import DatePart
from desistance.web.views.access_sending import typed
from desistance.web.views.frame import acting, at_of
from desistance.web.views.kept_words import keep, kept
from desistance.web.views.people_forms import AddForm, LookForm, first_facts
from desistance.web.views.search import hit_shown

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
