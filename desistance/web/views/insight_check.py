"""Check a table before it is published: what may be shown of it, and why not the rest.

Nothing is kept: true counts come in the body of a request, never in its address, and go with an answer that is not stored.
"""

import re
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from desistance.foundation.decisions import Refused
from desistance.measurement.rules.checked_tables import CheckedCell, CheckedTable, Decided, Place, check_table
from desistance.measurement.rules.typed_tables import MOST_TEXT, TypedTable, read_table
from desistance.web.downloads import csv_answer
from desistance.web.forms import GovukForm, Look
from desistance.web.views.access_sending import typed
from desistance.web.views.frame import acting
from desistance.web.views.insight import INSIGHT

DECIDED = re.compile(r"(hide|keep):(\d{1,2}|total):(\d{1,2}|total)")
MOST_DECIDED = 100
STALE = "This cell is not in the table. Check the table again."


class TableForm(GovukForm):
    """A table of counts and how it is protected."""

    table = forms.CharField(
        label="Table of counts",
        help_text="A heading row first, then a row for each group with its name first. Paste it from a spreadsheet, or put "
        "commas between the cells. Each person counts in one cell. Totals may stand in the last row and column.",
        max_length=MOST_TEXT,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 8, "spellcheck": "false", "autocomplete": "off"}),
        error_messages={"required": "Enter a table of counts"},
    )
    protection = forms.ChoiceField(
        label="How are the numbers shown?",
        choices=[("rounded", "Rounded to 5"), ("exact", "As they are")],
        initial="rounded",
        widget=forms.RadioSelect,
        error_messages={"required": "Select how the numbers are shown"},
    )
    looks = {
        "table": Look(size="m", is_counted=False),
        "protection": Look(
            size="m",
            option_hints={
                "rounded": "Numbers under 10 are hidden. Few others are.",
                "exact": "Numbers under 10 are hidden, and more so that they cannot be worked out.",
            },
        ),
    }


@require_http_methods(["GET", "HEAD", "POST"])
def check_a_table(request: HttpRequest) -> HttpResponse:
    """Type or paste a table; the answer shows it as it may be published, and takes what a person decides of single cells."""
    acting(request).demand("publication.prepare")
    form = TableForm(typed(request))
    if request.method != "POST" or not form.is_valid():
        return _page(request, form)
    said = form.cleaned_data
    kept = _decided(request.POST.get("decided", ""))
    asked = _decided(request.POST.get("decide") or request.POST.get("hide", "") * ("hide_it" in request.POST))
    try:
        table = read_table(said["table"])
        _are_in(table, [*kept, *asked])
        checked = check_table(table, said["protection"], kept)
    except Refused as refused:
        form.add_error(refused.field, refused.words)
        return _page(request, form)
    if "download" in request.POST:
        return csv_answer("table-to-publish.csv", checked.headings, checked.as_rows)
    try:
        checked = check_table(table, said["protection"], [*kept, *asked])
    except Refused as refused:
        return _page(request, form, checked, kept, refused=refused.words)
    return _page(request, form, checked, [*kept, *asked])


def _page(
    request: HttpRequest,
    form: TableForm,
    checked: CheckedTable | None = None,
    decided: list[Decided] | None = None,
    *,
    refused: str = "",
) -> HttpResponse:
    strong, _, rest = refused.partition(". ")
    said = {"kind": "danger", "strong": f"{strong}." if rest else strong, "words": rest}
    context: dict[str, Any] = {
        "title": "Check a table before you publish it",
        "form": form,
        "has_errors": bool(refused),
        "page_messages": [said] if refused else [],
        "checked": checked,
        "hidden": [_line(row, column, cell, "keep") for row, column, cell in checked.hidden] if checked else [],
        "shown": [_line(row, column, cell, "hide") for row, column, cell in checked.shown] if checked else [],
        "decided": " ".join(_written(one) for one in decided or ()),
        "breadcrumbs": [INSIGHT],
    }
    return render(request, "insight/check.html", context, status=422 if refused or form.errors else 200)


def _line(row: str, column: str, cell: CheckedCell, verb: str) -> dict[str, Any]:
    """One cell with its labels, and the value of the button that decides of it."""
    value = f"{verb}:{_place(cell.row)}:{_place(cell.column)}"
    return {"row": row, "column": column, "cell": cell, "decide": value}


def _decided(words: str) -> list[Decided]:
    """What was decided, as the page carries it from one answer to the next; what is not in that form is not read."""
    read = (DECIDED.fullmatch(word) for word in words.split()[:MOST_DECIDED])
    return [Decided("hide" if one[1] == "hide" else "keep", _number(one[2]), _number(one[3])) for one in read if one]


def _are_in(table: TypedTable, decided: list[Decided]) -> None:
    """Raise :class:`Refused` for a cell that the table does not have: it was changed after it was checked."""
    for one in decided:
        is_row = one.row < len(table.rows) if one.row is not None else bool(table.column_total)
        is_column = one.column < len(table.columns) if one.column is not None else bool(table.row_total)
        if not (is_row and is_column):
            raise Refused(STALE, field="table")


def _number(word: str) -> Place:
    return None if word == "total" else int(word)


def _place(place: Place) -> str:
    return "total" if place is None else str(place)


def _written(one: Decided) -> str:
    return f"{one.verb}:{_place(one.row)}:{_place(one.column)}"
