"""Imports: the files an agency sent, one file's result, the rows that wait, and sending a file."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_POST, require_safe

from desistance.foundation.decisions import Refused
from desistance.foundation.passes import Pass
from desistance.foundation.register import HOUSE
from desistance.ingest.actions.deciding import hold, read_row, read_rows, skip, take_held_rows_out
from desistance.ingest.actions.loading import start_load
from desistance.ingest.actions.receiving import SameFile, receive_file
from desistance.ingest.queries.imports import A_PAGE, import_shown, imports_of, problem_groups, suggestion_counts
from desistance.ingest.rules.deciding import OPEN_STATES
from desistance.ingest.rules.feeds import SENDERS
from desistance.ingest.rules.held import HeldRow, held_cells, held_columns
from desistance.ingest.terms import ProblemKind
from desistance.web.downloads import csv_answer
from desistance.web.forms import GovukForm, Look
from desistance.web.views.frame import acting, at_of
from desistance.web.views.import_words import line_of_list, result_of, row_shown

ROWS_ON_A_PAGE = 50
PROBLEM_WORDS = dict(ProblemKind.choices())
STATE_TITLES = {"possible": "May already be known", "mended": "Rows put right"}
IMPORTS = {"label": "Imports", "url": "/data/imports/"}


class UploadForm(GovukForm):
    """Where the file comes from, and the file."""

    feed = forms.ChoiceField(
        label="Where does the file come from?",
        widget=forms.RadioSelect,
        error_messages={"required": "Select where the file comes from"},
    )
    file = forms.FileField(
        label="CSV file or Excel workbook",
        help_text="One heading row, then one row for each arrest or case. It must be smaller than 200 MB.",
        widget=forms.FileInput(attrs={"accept": ".csv,.txt,.tsv,.xlsx,.xlsm"}),
        error_messages={
            "required": "Select a CSV file or Excel workbook",
            "missing": "Select a CSV file or Excel workbook",
            "empty": "The selected file is empty",
        },
    )
    looks = {"feed": Look(size="m"), "file": Look(size="m")}

    def __init__(self, *args: Any, by: Pass, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        able = [name for name, (kind, _) in SENDERS.items() if kind == by.agency_kind]
        self.fields["feed"].choices = [(name, HOUSE.feeds[name].words) for name in able]  # type: ignore[attr-defined]
        self.fields["feed"].initial = able[0] if len(able) == 1 else None


class ReasonForm(GovukForm):
    """Why a row is left out or held."""

    reason = forms.CharField(label="Why?", widget=forms.Textarea, max_length=300)

    def __init__(self, *args: Any, missing: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].error_messages["required"] = missing


@require_safe
def imports(request: HttpRequest) -> HttpResponse:
    """The files that the reader's agency sent, newest first."""
    by = acting(request)
    before = request.GET.get("before", "")
    found = imports_of(by=by, before=int(before) if before.isdecimal() else None)
    older = f"?before={found[-1].record.pk}" if len(found) == A_PAGE else ""
    context = {
        "title": "Imports",
        "rows": [line_of_list(one) for one in found],
        "older": older,
        "may_load": by.holds("import.load"),
        "agency": by.agency_name,
    }
    return render(request, "imports/list.html", context)


def upload(request: HttpRequest) -> HttpResponse:
    """Choose where a file comes from, and the file; it is kept, checked for its heading, and its check put off."""
    by = acting(request)
    by.demand("import.load")
    form = UploadForm(request.POST, request.FILES, by=by) if request.method == "POST" else UploadForm(by=by)
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            record = receive_file(
                feed=form.cleaned_data["feed"], name=file.name, content=file.chunks(), by=by, at=at_of(request)
            )
        except SameFile as same:
            messages.info(request, same.words)
            return redirect("import", same.number)
        except Refused as refused:
            form.add_error(refused.field or None, refused.words)
        else:
            return redirect("import", record.pk)
    status = 422 if form.errors else 200
    context = {"title": "Load a file", "form": form, "breadcrumbs": [IMPORTS], "feeds": _feeds_of(by)}
    return render(request, "imports/upload.html", context, status=status)


def _feeds_of(by: Pass) -> list[dict[str, Any]]:
    able = [HOUSE.feeds[name] for name, (kind, _) in SENDERS.items() if kind == by.agency_kind]
    return [
        {
            "words": feed.words,
            "version": feed.version,
            "columns": [(name, words, name in feed.needed) for name, words in feed.columns.items()],
        }
        for feed in able
    ]


@require_safe
def shown(request: HttpRequest, number: int) -> HttpResponse:
    """What became of one file: where it stands, its counts, and what is wrong with the rows that wait."""
    by = acting(request)
    one = import_shown(number, by=by)
    groups, alike = problem_groups(one.record, by=by), suggestion_counts(one.record, by=by)
    return render(request, "imports/result.html", {**result_of(one, groups, alike, by), "breadcrumbs": [IMPORTS]})


@require_POST
def load(request: HttpRequest, number: int) -> HttpResponse:
    """Load the rows that are ready. A second press changes nothing."""
    by = acting(request)
    record = import_shown(number, by=by).record
    if record.state in OPEN_STATES:
        start_load(imported=record, by=by, at=at_of(request))
    return redirect("import", number)


@require_safe
def rows(request: HttpRequest, number: int) -> HttpResponse:
    """The rows that wait, as they came, each with what is wrong and the ways out."""
    by, after, problem = acting(request), request.GET.get("after", ""), request.GET.get("problem", "")
    state = request.GET.get("state", "")
    one = import_shown(number, by=by)
    found = read_rows(
        imported=one.record,
        by=by,
        at=at_of(request),
        after=int(after) if after.isdecimal() else 0,
        limit=ROWS_ON_A_PAGE,
        problem=problem if problem in PROBLEM_WORDS else "",
        state=state,
    )
    alike = suggestion_counts(one.record, by=by)
    here = {"problem": problem, "state": state}
    further = urlencode({"after": str(found[-1].line), **here}) if len(found) == ROWS_ON_A_PAGE else ""
    context = {
        "title": PROBLEM_WORDS.get(problem, STATE_TITLES.get(state, "Rows that wait")),
        "record": one.record,
        "rows": [row_shown(row, may_decide=by.holds("import.load"), alike=alike) for row in found],
        "further": f"?{further}" if further else "",
        "breadcrumbs": [IMPORTS, {"label": one.record.file_name, "url": reverse("import", args=[number])}],
    }
    return render(request, "imports/rows.html", context)


@require_safe
def held_csv(request: HttpRequest, number: int) -> HttpResponse:
    """The held rows as a file for the sender: its own columns, and what is wrong."""
    by = acting(request)
    record = import_shown(number, by=by).record
    held = take_held_rows_out(imported=record, by=by, at=at_of(request))
    told = [HeldRow(row.line, row.raw, f"{row.reason} {row.suggestion}".strip()) for row in held]
    columns = record.columns_found
    cells = (held_cells(columns, row, record.delimiter) for row in told)
    return csv_answer(f"import-{number}-held-rows.csv", held_columns(columns), cells)


def decide(request: HttpRequest, number: int, line: int, to: str) -> HttpResponse:
    """Leave one row out for good, or hold it to ask the sender; with a reason."""
    by = acting(request)
    by.demand("import.load")
    record = import_shown(number, by=by).record
    row = read_row(imported=record, line=line, by=by, at=at_of(request))
    missing = "Enter why you are leaving this row out" if to == "skip" else "Enter why you hold this row"
    form = ReasonForm(request.POST if request.method == "POST" else None, missing=missing)
    if request.method == "POST" and form.is_valid():
        deed = skip if to == "skip" else hold
        try:
            deed(row=row, by=by, at=at_of(request), reason=form.cleaned_data["reason"])
        except Refused as refused:
            form.add_error(refused.field or None, refused.words)
        else:
            messages.success(request, f"Row {line} is {'left out' if to == 'skip' else 'held'}.")
            return redirect("import-rows", number)
    context = {
        "title": f"Leave row {line} out" if to == "skip" else f"Hold row {line}",
        "form": form,
        "row": row_shown(row, may_decide=False),
        "button": "Leave this row out" if to == "skip" else "Hold this row",
        "cancel": {"label": "Cancel", "url": reverse("import-rows", args=[number])},
        "file": record.file_name,
    }
    return render(request, "imports/decide.html", context, status=422 if form.errors else 200)
