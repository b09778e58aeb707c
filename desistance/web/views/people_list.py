"""The list of people a worker works with, follows or opened: tabs, columns, filters that stand in the address, saved filters."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from desistance.desk.actions.lists import export_list, follow, remove_filter, save_filter, unfollow, visit_list
from desistance.desk.queries.caselist import CaseList, CaseRow, case_list, chosen_filters, offered_filters
from desistance.desk.queries.lists import SavedShown, last_visits, number_on_list, saved_filter, saved_filters
from desistance.desk.rules.lists import FilterFacts, Visits, next_visit, understood
from desistance.desk.terms import EXPORT_WITHOUT_REASON, LONGEST_FILTER_NAME, PAGE_OF_LIST, TIED_LISTS
from desistance.foundation.calendar import local_date
from desistance.foundation.decisions import Refused
from desistance.foundation.passes import Pass
from desistance.foundation.register import Cell, Column
from desistance.partners.terms import Reach
from desistance.web.downloads import csv_answer
from desistance.web.forms import GovukForm, Look
from desistance.web.templatetags.desistance import age, ago, clock, counted, full_date, short_date
from desistance.web.views.access_sending import SentOnce, typed
from desistance.web.views.frame import about_person, acting, at_of

TABS = (
    ("mine", "My people"),
    ("team", "Team"),
    ("agency", "Agency"),
    ("following", "Following"),
    ("recent", "Recently viewed"),
    ("ended", "Ended"),
)
EMPTY = {
    "mine": "You have no people assigned. Ask your manager to allocate one, or search.",
    "team": "Your team has no people. Search to find someone.",
    "agency": "Your agency has no people. Search to find someone.",
    "following": "You follow nobody yet. Follow a person from this list or from their page.",
    "recent": "You have not opened anyone's page yet.",
    "ended": "Nobody whose work with you or your team has ended is still open to you. Search to find someone.",
}
PRINTED_MOST = 200


class ListFilters(GovukForm):
    """The filters that rooms offer this reader; names and numbers of people are never among them."""

    def __init__(self, *args: Any, offered: Sequence[FilterFacts], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for one in offered:
            self.fields[one.key] = _field(one)
        self.looks = {one.key: Look(width=4) for one in offered if one.most}


def _field(one: FilterFacts) -> forms.Field:
    if one.most:
        return forms.IntegerField(label=one.label, required=False, min_value=1, max_value=one.most)
    return forms.ChoiceField(label=one.label, required=False, choices=[("", "Any"), *one.choices])


class SaveFilter(SentOnce):
    """A name for the filters that are on."""

    name = forms.CharField(
        label="Name of these filters",
        max_length=LONGEST_FILTER_NAME,
        error_messages={"required": "Enter a name for these filters"},
    )
    is_shared = forms.BooleanField(label="Share with my team", required=False)


class ExportForm(SentOnce):
    """Why a list is taken away."""

    reason = forms.CharField(
        label="Why do you need this list as a file?", max_length=300, required=False, widget=forms.Textarea
    )


def tabs_of(by: Pass) -> list[tuple[str, str]]:
    """The tabs that the role reaches."""
    reaches_team = bool(by.teams) and by.reach in (Reach.TEAM, Reach.AGENCY)
    left_out = {name for name, has in (("team", reaches_team), ("agency", by.reach == Reach.AGENCY)) if not has}
    return [(name, words) for name, words in TABS if name not in left_out]


def chosen_tab(asked: str, by: Pass) -> str:
    """The tab that is asked for, or the reader's own people."""
    return asked if asked in dict(tabs_of(by)) else "mine"


@require_safe
def case_list_page(request: HttpRequest) -> HttpResponse:
    """People whom the reader works with, in order of name."""
    by, at = acting(request), at_of(request)
    by.demand("person.list")
    whose = chosen_tab(request.GET.get("whose", "mine"), by)
    offered = offered_filters(by=by)
    chosen = understood(request.GET.dict(), offered)
    visits = _visits(whose, by, at)
    after, before = request.GET.get("after", ""), request.GET.get("before", "")
    size = PRINTED_MOST if "print" in request.GET else PAGE_OF_LIST
    found = case_list(by=by, at=at, whose=whose, filters=chosen, visits=visits, after=after, before=before, size=size)
    context = {
        "title": "People",
        "filters": ListFilters(chosen, offered=offered) if chosen else ListFilters(offered=offered),
        "active": _active(chosen, offered, whose),
        "clear_url": f"?whose={whose}" if chosen else "",
        "views": [
            {"label": words, "url": f"?whose={name}", "is_current": name == whose} for name, words in tabs_of(by)
        ],
        "whose": whose,
        "kept": {"whose": whose},
        "chosen": chosen,
        "query": urlencode({"whose": whose, **chosen}),
        "saved": [_saved(one) for one in saved_filters(by=by)],
        "may_share": bool(by.teams),
        "rows": [row_shown(row, found.columns, local_date(at)) for row in found.rows],
        "columns": columns_shown(found.columns),
        "pages": _pages(found, {"whose": whose, **chosen}),
        "empty": EMPTY[whose] if not chosen else "Nobody on this list fits these filters.",
        "may_add": by.holds("person.add"),
        "may_export": by.holds("person.export") and bool(found.rows),
        "may_tick": "print" not in request.GET,
        "may_give": by.holds("involvement.change"),
        "is_print": "print" in request.GET,
        "now": f"{full_date(at)}, {clock(at)}",
    }
    return render(request, "people/case_list.html", context)


def _visits(whose: str, by: Pass, at: datetime) -> Visits | None:
    """The reader's visit of this list; a new one is noted, one that runs is only read."""
    if whose not in TIED_LISTS:
        return None
    known = last_visits(name=whose, by=by)
    return known if next_visit(known, at) == known else visit_list(name=whose, known=known, by=by, at=at)


def _active(chosen: Mapping[str, str], offered: Sequence[FilterFacts], whose: str) -> list[dict[str, str]]:
    """Each filter that is on, with the address of the list without it."""
    found = []
    for one in offered:
        if one.key in chosen:
            rest = {key: value for key, value in chosen.items() if key != one.key}
            found.append({"label": one.words_of(chosen[one.key]), "url": f"?{urlencode({'whose': whose, **rest})}"})
    return found


def _saved(one: SavedShown) -> dict[str, Any]:
    return {
        "label": one.name if one.is_own else f"{one.name} ({one.owner})",
        "url": f"?{urlencode({'whose': one.whose, **one.values})}",
    }


def columns_shown(columns: Sequence[Column]) -> list[dict[str, Any]]:
    """The headings of the table: name, work and lead worker, and the rooms' columns between them in their order."""
    return [{"label": "Name"}, {"label": "Work"}, *({"label": one.label} for one in columns), {"label": "Lead worker"}]


def row_shown(row: CaseRow, columns: Sequence[Column], on: date) -> dict[str, Any]:
    """One person as the table takes them."""
    person = row.person
    is_day = person.born_on is not None and person.precision == "day"
    years = age(person.born_on, on) if is_day else f"about {on.year - person.born_on.year}" if person.born_on else ""
    return {
        "reference": row.reference,
        "name": person.listed,
        "cells": [
            _shown(
                person.listed,
                url=f"/people/{row.reference}/",
                note=", ".join(part for part in (row.reference, years) if part),
                tag="New since your last visit" if row.is_new else "",
                follows=row.is_followed,
            ),
            _shown("; ".join(row.work), missing="" if row.work else "Not shared"),
            *(_cell(row.cells.get(column.name), column, on) for column in columns),
            _shown(row.lead, missing="" if row.lead else "Nobody yet"),
        ],
    }


def _shown(
    words: str = "",
    *,
    missing: str = "",
    url: str = "",
    level: int = 0,
    tag: str = "",
    note: str = "",
    follows: bool = False,
) -> dict[str, Any]:
    """A cell as the table takes it, with every key: a template takes long to find that one is not there."""
    return locals()


def _cell(cell: Cell | None, column: Column, on: date) -> dict[str, Any]:
    if cell is None:
        return _shown(missing=column.missing)
    when = ""
    if cell.at is not None:
        when = f"{short_date(cell.at)}, {ago(cell.at, on)}" if not _is_ahead(cell.at, on) else _moment(cell.at)
    note = ". ".join(part for part in (when, cell.note) if part)
    return _shown(cell.words, level=cell.level, note=note)


def _is_ahead(at: date | datetime, on: date) -> bool:
    return (local_date(at) if isinstance(at, datetime) else at) >= on


def _moment(at: date | datetime) -> str:
    return f"{short_date(at)}, {clock(at)}" if isinstance(at, datetime) else short_date(at)


def _pages(found: CaseList, chosen: dict[str, str]) -> dict[str, str]:
    older = f"?{urlencode({**chosen, 'after': found.older})}" if found.older else ""
    newer = f"?{urlencode({**chosen, 'before': found.newer})}" if found.newer else ""
    return {"older_url": older, "newer_url": newer, "older": "Next", "newer": "Previous", "about": "people"}


@require_POST
def keep_filter(request: HttpRequest) -> HttpResponse:
    """Keep the filters that are on under a name."""
    by = acting(request)
    whose = chosen_tab(request.POST.get("whose", "mine"), by)
    chosen = chosen_filters(request.POST.dict(), by=by)
    name, is_shared = request.POST.get("name", ""), bool(request.POST.get("is_shared"))
    try:
        save_filter(name=name, whose=whose, values=chosen, is_shared=is_shared, by=by, at=at_of(request))
        messages.success(request, "Filters saved. They stand above this list and in your account.")
    except Refused as refused:
        messages.error(request, refused.words)
    return redirect(f"/people/?{urlencode({'whose': whose, **chosen})}")


@require_POST
def drop_filter(request: HttpRequest, saved: int) -> HttpResponse:
    """Remove a saved filter."""
    remove_filter(saved=saved, by=acting(request), at=at_of(request))
    messages.info(request, "Saved filters removed.")
    return redirect("account")


@require_safe
def use_filter(request: HttpRequest, saved: int) -> HttpResponse:
    """To the list that a saved filter gives."""
    one = saved_filter(saved=saved, by=acting(request))
    return redirect(f"/people/?{urlencode({'whose': one.whose, **one.values})}")


@require_http_methods(["GET", "HEAD", "POST"])
def export(request: HttpRequest) -> HttpResponse:
    """Take the list away as a file: how many people, why, and that it is on the record."""
    by, at = acting(request), at_of(request)
    by.demand("person.export")
    asked = request.POST if request.method == "POST" else request.GET
    whose, chosen = chosen_tab(asked.get("whose", "mine"), by), chosen_filters(asked.dict(), by=by)
    number = number_on_list(whose=whose, filters=chosen, by=by)
    form = ExportForm(typed(request))
    taken: list[CaseList] = []

    def take() -> None:
        reason = form.cleaned_data["reason"]
        taken.append(export_list(whose=whose, filters=chosen, reason=reason, by=by, at=at))

    if request.method == "POST" and form.send(request, take) and taken:
        return csv_answer("people.csv", *_file(taken[0], at))
    context = {
        "title": "Take this list as a file",
        "form": form,
        "number": counted(number, "person,people"),
        "needs_reason": number > EXPORT_WITHOUT_REASON,
        "active": _active(chosen, offered_filters(by=by), whose),
        "hidden": {"whose": whose, **chosen},
        "back": {"label": "Back to people", "url": f"/people/?{urlencode({'whose': whose, **chosen})}"},
    }
    return render(request, "people/export.html", context, status=422 if form.errors else 200)


def _file(found: CaseList, at: datetime) -> tuple[list[str], list[list[str]]]:
    on = local_date(at)
    heading = ["Reference", *(column["label"] for column in columns_shown(found.columns))]
    rows = [
        [row.reference, *(_plain(cell) for cell in row_shown(row, found.columns, on)["cells"])] for row in found.rows
    ]
    return [*heading, f"Taken {full_date(at)}, {clock(at)}"], rows


def _plain(cell: Mapping[str, Any]) -> str:
    said = (cell["missing"] or cell["words"], "" if cell["url"] else cell["note"])
    return ", ".join(str(part) for part in said if part)


@require_POST
@about_person
def follow_person(request: HttpRequest, person: Any, by: Pass) -> HttpResponse:
    """Follow a person, or stop following them."""
    if request.POST.get("follow") == "no":
        unfollow(people=[person.pk], by=by, at=at_of(request))
        messages.info(request, "You no longer follow this person.")
    else:
        follow(people=[person.pk], by=by, at=at_of(request))
        messages.success(request, "You follow this person. What others change comes to your day.")
    return redirect("person", reference=person.reference)
