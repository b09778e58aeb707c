"""The IOM cohort: the live board, the register, and where duties lead."""

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from desistance.desk.actions.lists import visit_list
from desistance.desk.queries.lists import last_visits
from desistance.desk.rules.lists import Visits, next_visit
from desistance.foundation.passes import Pass
from desistance.schemes.queries.iom.board import Board, for_the_panel, iom_board
from desistance.schemes.queries.iom.cases import iom_address, iom_address_of_arrest, iom_address_of_consequence
from desistance.schemes.queries.iom.cohort import cohort_register
from desistance.schemes.rules.iom.cohort import REGRESSION
from desistance.schemes.rules.iom.costs import NOTE, PRICES, SOURCE
from desistance.schemes.terms.cases import Colour
from desistance.schemes.terms.iom import NOW_PARTS, Part
from desistance.web.views.frame import acting, at_of
from desistance.web.views.iom_forms import BoardFilter
from desistance.web.views.iom_words import board_row, measured_rows, spell_row, waiting_row

LIST = "iom"


def number_of(text: str) -> int:
    """A number in an address, 0 for anything else."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 16 else 0


@require_safe
def board(request: HttpRequest) -> HttpResponse:
    """Everyone in the cohort, Red first, with what waits for the panel; ``view=shared`` leaves every number out."""
    by, at = acting(request), at_of(request)
    by.demand("iom.view")
    chosen = {name: request.GET[name] for name in ("part", "colour", "mine", "view") if request.GET.get(name)}
    is_shared = chosen.get("view") == "shared"
    told: dict[str, Any] = {"part": chosen.get("part", ""), "colour": chosen.get("colour", "")}
    after = number_of(request.GET.get("after", ""))
    found = iom_board(by=by, at=at, mine=bool(chosen.get("mine")), after=after, visits=_visits(by, request), **told)
    context = {
        "title": "IOM cohort",
        "form": BoardFilter(request.GET),
        "active": _active(chosen),
        "counts": _counts(found),
        "rows": [board_row(row, at, is_shared=is_shared) for row in found.rows],
        "pages": {"older_url": f"?{urlencode({**chosen, 'after': found.after})}", "older": "Next", "about": "people"}
        if found.after
        else {},
        "waiting": [waiting_row(row, is_shared=is_shared) for row in for_the_panel(by=by)],
        "is_shared": is_shared,
        "may_schemes": by.holds("scheme.view"),
        "share_url": f"?{urlencode({**chosen, 'view': '' if is_shared else 'shared'})}",
    }
    return render(request, "iom/board.html", context)


def _visits(by: Pass, request: HttpRequest) -> Visits | None:
    known, at = last_visits(name=LIST, by=by), at_of(request)
    return known if next_visit(known, at) == known else visit_list(name=LIST, known=known, by=by, at=at)


def _active(chosen: dict[str, str]) -> list[dict[str, str]]:
    names = {"part": dict(Part.choices), "colour": dict(Colour.choices), "mine": {"1": "Mine"}}
    found = []
    for key, words in names.items():
        if key in chosen:
            rest = {name: value for name, value in chosen.items() if name != key}
            found.append({"label": str(words.get(chosen[key], chosen[key])), "url": f"?{urlencode(rest)}"})
    return found


def _counts(found: Board) -> list[str]:
    colours = [(one.label, found.colours.get(one.value, 0)) for one in (Colour.RED, Colour.AMBER, Colour.GREEN)]
    parts = [(one.label, found.parts.get(one.value, 0)) for one in NOW_PARTS]
    rows = [*colours, ("Not rated yet", found.colours.get("", 0)), *parts, ("Waiting for the panel", found.waiting)]
    return [f"{label}: {number}" for label, number in rows]


def _columns(*labels: str) -> list[dict[str, str]]:
    return [{"label": label} for label in labels]


@require_safe
def register(request: HttpRequest) -> HttpResponse:
    """Who was in the cohort, when, why and how closely; before, during and after; the cost by published unit costs; and flow."""
    by, at = acting(request), at_of(request)
    by.demand("iom.view")
    part, after = request.GET.get("part", ""), number_of(request.GET.get("after", ""))
    found = cohort_register(by=by, at=at, part=part, after=after)
    choices = [("", "All"), *Part.choices]
    context = {
        "title": "Cohort register",
        "views": [
            {"label": words, "url": f"?part={name}" if name else "?", "is_current": name == part}
            for name, words in choices
        ],
        "rows": [spell_row(one) for one in found.rows],
        "pages": {
            "older_url": f"?{urlencode({'part': part, 'after': found.after})}",
            "older": "Next",
            "about": "spells",
        }
        if found.after
        else {},
        "people": found.people,
        "columns": _columns("Name", "Part", "From", "To", "Why"),
        "measured_columns": _columns("When", "Years at liberty", "Arrests", "Proven offences", "Cost of offending"),
        "flow_columns": _columns("Quarter from", "In at the start", "Joined", "Left", "In at the end"),
        "measured": measured_rows(found),
        "flow": [
            [
                {"words": f"{one.since:%B %Y}"},
                *({"words": str(n)} for n in (one.at_start, one.joined, one.left, one.at_end)),
            ]
            for one in found.flow
        ],
        "regression": REGRESSION,
        "cost_note": f"{SOURCE}, {PRICES}. {NOTE}",
    }
    return render(request, "iom/register.html", context)


@require_safe
def to_case(request: HttpRequest, case: int) -> HttpResponse:
    """Where a duty about a case leads."""
    reference, _ = iom_address(case=case, by=acting(request))
    return redirect("iom-case", reference=reference, case=case)


@require_safe
def to_arrest(request: HttpRequest, arrest: int) -> HttpResponse:
    """Where a duty about a new arrest leads."""
    reference, case = iom_address_of_arrest(arrest=arrest, by=acting(request))
    return redirect("iom-arrest", reference=reference, case=case, arrest=arrest)


@require_safe
def to_after(request: HttpRequest, consequence: int) -> HttpResponse:
    """Where a duty leads that a panel's decision left behind."""
    reference, case = iom_address_of_consequence(consequence=consequence, by=acting(request))
    return redirect("iom-after", reference=reference, case=case, consequence=consequence)
