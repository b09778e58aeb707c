"""Search: what is typed is posted, kept on the server for half an hour, and answered at an address that says nothing."""

from datetime import date
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from desistance.access.queries.search import Hit, search
from desistance.foundation.calendar import local_date
from desistance.foundation.terms import Effect
from desistance.people.rules.facts import birth_words
from desistance.web.forms import GovukForm
from desistance.web.templatetags.desistance import age, counted, full_date, listed
from desistance.web.views.frame import acting, at_of
from desistance.web.views.kept_words import keep, kept

EMPTY = "Enter a name, date of birth or number"
TIPS = (
    "Try fewer letters, or only the last name.",
    "Try the date of birth by itself, like 24 6 1998.",
    "Try part of a number, like the last 4 characters of a CRN.",
)


class SearchForm(GovukForm):
    """One box. What it holds is posted, and drawn again only to the reader who typed it."""

    words = forms.CharField(
        label="Name, date of birth or number",
        help_text="In any order and any form, like Bell 24 6 98, or part of a number.",
        max_length=1000,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
        error_messages={"required": EMPTY},
    )


@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest) -> HttpResponse:
    """The box on its own page; posting keeps what was typed and leads to the results."""
    acting(request).demand("person.search")
    form = SearchForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        return redirect("search-results", result=keep(request, words=form.cleaned_data["words"]))
    return page(request, form)


@require_safe
def results(request: HttpRequest, result: str) -> HttpResponse:
    """Who was found and why; a whole number that names one person opens the record."""
    by = acting(request)
    by.demand("person.search")
    typed = kept(request, result)
    if typed is None:
        old = {"kind": "information", "strong": "This search is more than 30 minutes old.", "words": "Search again."}
        return page(request, SearchForm(), page_messages=[old])
    found = search(by=by, text=typed["words"], at=at_of(request))
    form = SearchForm({"words": typed["words"]} if found.is_empty else None, initial={"words": typed["words"]})
    if found.is_empty:
        form.add_error("words", found.problems[0])
        return page(request, form)
    if found.opens:
        return redirect("person", reference=found.opens)
    shown = [hit_shown(hit, local_date(at_of(request))) for hit in found.hits]
    count = f"More than {len(shown)} results" if found.has_more else counted(len(shown), "result,results")
    return page(request, form, found=found, people=shown, heading=f"{count} for '{found.text}' in people")


def page(request: HttpRequest, form: SearchForm, **more: Any) -> HttpResponse:
    """The search page in any state; the address and the title never hold what was typed."""
    may_add = acting(request).holds("person.add")
    context = {"title": "Search", "form": form, "tips": TIPS, "may_add": may_add, **more}
    return render(request, "search/search.html", context, status=422 if form.errors else 200)


def hit_shown(hit: Hit, on: date) -> dict[str, Any]:
    """One row as ``parts/people.html`` takes it: no more than the hit itself may tell."""
    if hit.is_restricted and hit.effect is Effect.KNOW:
        return {
            "reference": hit.reference,
            "is_restricted": True,
            "sentence": "Restricted person. Ask the team that holds the record.",
            "url": f"/people/{hit.reference}/request-access/",
        }
    holders = f"Held by {listed(hit.holders)}" if hit.holders else "Holder not shared"
    row: dict[str, Any] = {"name": hit.name, "reference": hit.reference}
    if hit.effect is Effect.KNOW:
        born = f"Born in {hit.birth_year}" if hit.birth_year else "Year of birth not known"
        ask_url = f"/people/{hit.reference}/request-access/"
        return {
            **row,
            "url": ask_url,
            "born": born,
            "facts": [holders, "Not open to you: start your agency's work, or ask"],
        }
    facts = [part for part in (holders, hit.area) if part]
    liked = [f"Likes to be called {hit.liked_name}"] if hit.liked_name else []
    return {
        **row,
        "url": f"/people/{hit.reference}/",
        "born": _born(hit, on),
        "matched": f"Matched on: {listed(hit.why)}" if hit.why else "",
        "facts": [*facts, *liked],
    }


def _born(hit: Hit, on: date) -> str:
    if hit.born_on is None:
        return "Date of birth not known"
    if hit.precision == "day":
        return f"{full_date(hit.born_on)} ({age(hit.born_on, on)})"
    return f"Born {birth_words(hit.born_on, hit.precision)}"
