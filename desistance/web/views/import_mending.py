"""Putting held rows right: one row's cells, one answer for all rows with the same fault, and a row back as it came."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from desistance.foundation.decisions import Refused
from desistance.ingest.actions.deciding import read_row
from desistance.ingest.actions.mending import Mended, cells_to_mend, mend_alike, mend_row, put_back
from desistance.ingest.queries.imports import import_shown
from desistance.ingest.terms import LONGEST_CELL
from desistance.web.templatetags.desistance import counted
from desistance.web.views.access_sending import SentOnce, typed
from desistance.web.views.frame import acting, at_of
from desistance.web.views.import_words import row_shown


class CellsForm(SentOnce):
    """The cells of a row that are wrong, as they are now."""

    def __init__(self, *args: Any, cells: Mapping[str, tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for column, (value, wrong) in cells.items():
            label = column.replace("_", " ").capitalize()
            hint = wrong if len(cells) > 1 else ""  # of one cell the row above the form says it
            self.fields[column] = forms.CharField(
                label=label, help_text=hint, initial=value, required=False, max_length=LONGEST_CELL
            )


@require_http_methods(["GET", "HEAD", "POST"])
def fix(request: HttpRequest, number: int, line: int) -> HttpResponse:
    """Put the cells of a held row right."""
    by, at = acting(request), at_of(request)
    by.demand("import.load")
    one = import_shown(number, by=by)
    row = read_row(imported=one.record, line=line, by=by, at=at)
    cancel = {"label": "Cancel", "url": reverse("import-rows", args=[number])}
    try:
        cells = cells_to_mend(row=row, by=by, at=at)
    except Refused as refused:
        messages.info(request, refused.words)
        return redirect(cancel["url"])
    form = CellsForm(typed(request), cells=cells)

    def mend() -> None:
        typed_in = {column: form.cleaned_data[column] for column in cells}
        mend_row(imported=one.record, line=line, cells=typed_in, by=by, at=at)

    if request.method == "POST" and form.send(request, mend):
        messages.success(request, f"Row {line} is put right.")
        return redirect(cancel["url"])
    context = {
        "title": f"Fix row {line}",
        "form": form,
        "row": row_shown(row, may_decide=False),
        "button": "Save and read the row again",
        "cancel": cancel,
        "file": one.record.file_name,
    }
    return render(request, "imports/decide.html", context, status=form.status if form.errors else 200)


@require_POST
def suggested(request: HttpRequest, number: int, kind: str, line: int | None = None) -> HttpResponse:
    """Take what is suggested in all held rows with the same fault, or in one."""
    by = acting(request)
    record = import_shown(number, by=by).record
    try:
        found = mend_alike(imported=record, kind=kind, line=line, by=by, at=at_of(request))
    except Refused as refused:
        messages.info(request, refused.words)
    else:
        messages.success(request, _said(found))
    return redirect("import-rows", number)


@require_POST
def back(request: HttpRequest, number: int, line: int) -> HttpResponse:
    """Put a row back as it came."""
    by = acting(request)
    record = import_shown(number, by=by).record
    try:
        put_back(imported=record, line=line, by=by, at=at_of(request))
    except Refused as refused:
        messages.info(request, refused.words)
    else:
        messages.success(request, f"Row {line} is as it came.")
    return redirect("import-rows", number)


def _said(found: Mended) -> str:
    words = f"{counted(found.changed, 'row,rows')} changed."
    held = f" {counted(found.still_held, 'row is,rows are')} still held for something else." if found.still_held else ""
    left = f" {counted(found.left, 'row has,rows have')} the same fault still: press again." if found.left else ""
    return f"{words}{held}{left} You can put each back as it came until it is loaded."
