"""The women's pathway: how many are at each stage of the system, and the women with whom the reader works."""

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from desistance.schemes.declared.whole_system import DEPENDANTS
from desistance.schemes.queries.pathway import PathwayShown, WomanShown, womens_pathway
from desistance.schemes.rules.pathway import how_far, worker_wish
from desistance.schemes.terms.pathway import HIDDEN_WORDS, PLACE_WORDS, PLACES, SCHEME
from desistance.web.templatetags.desistance import full_date, short_date, short_moment
from desistance.web.views.frame import acting, at_of
from desistance.web.views.iom import number_of


@require_safe
def pathway(request: HttpRequest) -> HttpResponse:
    """Women by stage with counts, small ones hidden; ``stage`` and ``after`` stand in the query string, never a name."""
    by, at = acting(request), at_of(request)
    place = request.GET.get("stage", "")
    place = place if place in PLACES else ""
    found = womens_pathway(by=by, at=at, place=place, after=number_of(request.GET.get("after", "")))
    context = {
        "title": "Women's pathway",
        "counts": _counts(found),
        "stages": [
            {"label": words, "url": f"?stage={name}" if name else "?", "is_current": name == place}
            for name, words in (("", "All"), *PLACES.items())
        ],
        "stage": PLACES.get(place, ""),
        "rows": [_row(one, found) for one in found.rows],
        "sees_people": by.holds("whole_system.view"),
        "may_open": by.holds("whole_system.open"),
        "pages": {
            "older_url": f"?{urlencode({'stage': place, 'after': found.after})}",
            "older": "Next",
            "about": "women",
        }
        if found.after
        else {},
    }
    return render(request, "schemes/pathway.html", context)


def _counts(found: PathwayShown) -> list[dict[str, str]]:
    return [
        {"label": PLACES[place], "missing" if told == HIDDEN_WORDS else "value": told}
        for place, told in found.counts.items()
    ]


def _row(one: WomanShown, found: PathwayShown) -> dict[str, Any]:
    here = f"/people/{one.reference}/"
    wish, wish_waits = worker_wish(one.answers.get("worker", ""))
    number, last = how_far(one.milestones)
    return {
        "name": one.person.listed,
        "url": f"{here}schemes/cases/{one.case}/" if one.case else here,
        "open_url": "" if one.case else f"{here}schemes/{SCHEME}/open/",
        "reference": one.reference,
        "place": PLACE_WORDS[one.place],
        "state": one.state,
        "since": full_date(one.since) if one.since else "",
        "keyworker": one.keyworker,
        "came": one.came,
        "diary": [
            f"{words} {short_moment(moment)}"
            for words, moment in (("Last", one.last_came), ("Next", one.comes_next))
            if moment
        ],
        "wish": wish if one.case else "",
        "wish_waits": wish_waits,
        "dependants": DEPENDANTS.said(one.answers.get("dependants", "")),
        "safe": one.safe,
        "closely": one.closely,
        "milestones": f"{number} of {len(one.milestones)}" if one.milestones else "",
        "last": last,
        "steps": [f"{step.words} {short_date(step.on)}" for step in one.milestones if step.on],
    }
