"""Undoing an import: what it would take back, what stops it, then one button."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from desistance.foundation.calendar import local_date
from desistance.foundation.passes import Pass
from desistance.ingest.actions.undoing import start_undo
from desistance.ingest.queries.imports import ImportShown, import_shown
from desistance.ingest.queries.undoing import Undoing, undoing_of
from desistance.ingest.rules.undoing import may_undo, undo_until
from desistance.web.templatetags.desistance import counted, full_date
from desistance.web.views.access_sending import SentOnce, typed
from desistance.web.views.frame import acting, at_of


@require_http_methods(["GET", "HEAD", "POST"])
def undo(request: HttpRequest, number: int) -> HttpResponse:
    """Count what undoing would do, then undo."""
    by, at = acting(request), at_of(request)
    by.demand("import.load")
    one = import_shown(number, by=by)
    form = SentOnce(typed(request))
    if request.method == "POST" and form.send(request, lambda: start_undo(imported=one.record, by=by, at=at)):
        messages.success(request, "This import is being undone.")
        return redirect("import", number)
    may = _may(one, by)
    told = undoing_of(one.record, by=by) if may.is_allowed else None
    context = {
        "title": "Undo this import",
        "form": form,
        "file": one.record.file_name,
        "refused": "" if may.is_allowed else may.words,
        "told": told,
        "lines": _lines(told) if told else [],
        "stops": [_stop(stop) for stop in told.stops] if told else [],
        "last": _last(one),
        "cancel": {"label": "Cancel", "url": reverse("import", args=[number])},
    }
    return render(request, "imports/undo.html", context, status=form.status if form.errors else 200)


def undo_offered(one: ImportShown, by: Pass) -> dict[str, Any]:
    """What the page of an import says of undoing: until when it is offered, or when it was done."""
    if one.record.undone_at is not None:
        return {"undone": f"Everything that this file added was taken back on {full_date(one.record.undone_at)}."}
    if not by.holds("import.load") or not _may(one, by).is_allowed:
        return {}
    link = {"label": "Undo this import", "url": reverse("import-undo", args=[one.record.pk])}
    return {"undo": link, "undo_words": f"Offered until {_last(one)} unless used."}


def _may(one: ImportShown, by: Pass) -> Any:
    finished = one.record.finished_at
    loaded_on = local_date(finished) if finished else None
    return may_undo(state=one.record.state, loaded_on=loaded_on, rows_loaded=one.tally.loaded, on=local_date(by.at))


def _last(one: ImportShown) -> str:
    finished = one.record.finished_at
    return f"{undo_until(local_date(finished)):%-d %B}" if finished else ""


def _lines(told: Undoing) -> list[str]:
    """What goes and who stays, one sentence each."""
    lines = [f"{words}: {counted(count, 'entry is,entries are')} taken back." for words, count in told.goes]
    if told.closed:
        lines.append(f"{counted(told.closed, 'person,people')} whom only this file told of: the record is closed.")
    if told.used:
        lines.append(
            f"{counted(told.used, 'person stays,people stay')}, because something else has been recorded of them since."
            " What happened goes; what identifies them stays where nothing else does."
        )
    if told.said_again:
        lines.append(
            f"{counted(told.said_again, 'person is,people are')} told of again in another file of yours."
            " What happened goes; names, numbers, addresses and open work stay for that file."
        )
    return [*lines, "What this file took the place of stands again.", "Notices of it say that it was withdrawn."]


def _stop(stop: Any) -> dict[str, Any]:
    people = [{"label": reference, "url": reverse("person", args=[reference])} for reference in stop.people]
    files = [{"label": f"Import {number}", "url": reverse("import", args=[number])} for number in stop.imports]
    return {"words": f"{stop.words}: {stop.count:,}.", "way": stop.way, "links": [*people, *files]}
