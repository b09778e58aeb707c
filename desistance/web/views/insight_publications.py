"""One publication: its tasks, its hidden cells with their reasons, its text, and the steps that lead it out and back."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from desistance.foundation.decisions import Refused
from desistance.foundation.passes import Pass
from desistance.measurement.actions.publications import (
    approve,
    ask_for_approval,
    change_text,
    correct,
    prepare_publication,
    send_back,
    sign_checks,
    withdraw,
)
from desistance.measurement.queries.insight import (
    PublicationShown,
    download,
    publication_numbered,
    publication_shown,
    snapshot_to_publish,
    snapshots,
)
from desistance.measurement.rules.approval import usual_moment
from desistance.measurement.rules.periods import Period
from desistance.measurement.rules.texts import names
from desistance.web.downloads import csv_file
from desistance.web.forms import GovukForm, Look
from desistance.web.templatetags.desistance import clock, day_date, moment
from desistance.web.views.access_sending import SentOnce, typed
from desistance.web.views.frame import acting, at_of
from desistance.web.views.insight import INSIGHT
from desistance.web.views.insight_words import table_shown

DAYS_OFFERED = 5
PAGE_OF_TASK = {
    "Look at what is hidden": ("disclosure/", "See each hidden cell"),
    "Write the text": ("text/", "Edit the text"),
}


class TextForm(SentOnce):
    """The words of a release. Every figure in them is a field."""

    title = forms.CharField(label="Title", max_length=160)
    headline = forms.CharField(label="Headline", max_length=300, widget=forms.Textarea(attrs={"rows": 2}))
    summary = forms.CharField(label="Summary", max_length=3000, widget=forms.Textarea(attrs={"rows": 6}))
    limits = forms.CharField(label="Limits", max_length=3000, widget=forms.Textarea(attrs={"rows": 5}), required=False)
    conflict_labels = {"title": "Title", "headline": "Headline", "summary": "Summary", "limits": "Limits"}


class MomentForm(SentOnce):
    """When it is published: at the set hour, on a working day that gives notice."""

    publish_at = forms.ChoiceField(
        label="When is it published?",
        widget=forms.RadioSelect,
        error_messages={"required": "Select when it is published"},
    )

    def __init__(self, *args: Any, moments: list[datetime], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["publish_at"].choices = [  # type: ignore[attr-defined]
            (one.isoformat(), f"{day_date(one)}, {clock(one)}") for one in moments
        ]


class BecauseForm(SentOnce):
    """Why, in words that everyone may read."""

    because = forms.CharField(
        label="Why?", widget=forms.Textarea(attrs={"rows": 4}), max_length=500, error_messages={"required": "Enter why"}
    )


class CorrectForm(SentOnce):
    """What changed and why, and the snapshot that the new edition counts from."""

    snapshot = forms.ChoiceField(
        label="Snapshot", widget=forms.RadioSelect, error_messages={"required": "Select a snapshot"}
    )
    what_changed = forms.CharField(label="What changed", widget=forms.Textarea(attrs={"rows": 3}), max_length=500)
    why_changed = forms.CharField(label="Why it changed", widget=forms.Textarea(attrs={"rows": 3}), max_length=500)
    looks = {"snapshot": Look(size="m")}

    def __init__(self, *args: Any, choices: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["snapshot"].choices = choices  # type: ignore[attr-defined]
        self.fields["snapshot"].initial = choices[0][0] if choices else None


@require_POST
def prepare(request: HttpRequest, number: int) -> HttpResponse:
    """Start a publication from a counted snapshot, or say why it cannot be."""
    by, at = acting(request), at_of(request)
    try:
        made = prepare_publication(snapshot=snapshot_to_publish(number, by=by), by=by, at=at)
    except Refused as refused:
        messages.error(request, refused.words)
        return redirect("snapshot", number)
    return redirect("publication", made.pk)


@require_safe
def shown(request: HttpRequest, number: int) -> HttpResponse:
    """One publication with its task list and what happened to it."""
    return _page(request, number)


def _page(request: HttpRequest, number: int, *, refused: str = "") -> HttpResponse:
    by = acting(request)
    one = publication_shown(number, by=by, at=at_of(request))
    said = {
        "kind": "danger",
        "strong": refused.split(". ", maxsplit=1)[0] + ("." if ". " in refused else ""),
        "words": refused.partition(". ")[2],
    }
    context = {
        "title": "Publication",
        "one": one,
        "tasks": [_task(one, task, by) for task in one.tasks],
        "page_messages": [said] if refused else [],
        "has_errors": bool(refused),
        "may": _may(one, by),
        "tables": [table_shown(table) for table in one.snapshot.tables.values()],
        "breadcrumbs": [INSIGHT],
    }
    return render(request, "insight/publication.html", context, status=422 if refused else 200)


def _may(one: PublicationShown, by: Pass) -> dict[str, bool]:
    """What the reader's role and the state allow now; who prepared it sees the approval too, and is told who can."""
    state = one.record.state
    return {
        "edit": by.holds("publication.prepare") and state in ("draft", "checked"),
        "check": by.holds("publication.prepare") and state == "draft",
        "ask": by.holds("publication.prepare") and state == "checked",
        "approve": by.holds("publication.approve") and state == "waiting",
        "send_back": by.holds("publication.approve") and state in ("waiting", "approved"),
        "withdraw": by.holds("publication.withdraw") and state == "published",
        "correct": by.holds("publication.prepare")
        and state in ("published", "withdrawn")
        and not one.record.evaluation_id,
    }


def _task(one: PublicationShown, task: Any, by: Pass) -> dict[str, Any]:
    path, label = PAGE_OF_TASK.get(task.name, ("", ""))
    may = path != "text/" or _may(one, by)["edit"]
    here = reverse("publication", args=[one.record.pk])
    action = {"label": label, "url": f"{here}{path}"} if path and may and one.snapshot.tables else None
    return {"name": task.name, "words": task.words, "standing": task.standing, "action": action}


@require_safe
def disclosure(request: HttpRequest, number: int) -> HttpResponse:
    """Every hidden cell of every table, each with its reason, and the tables as they will be read."""
    one = publication_shown(number, by=acting(request), at=at_of(request))
    context = {
        "title": "What is hidden",
        "one": one,
        "tables": [table_shown(table) for table in one.snapshot.tables.values()],
        "breadcrumbs": _crumbs(number),
    }
    return render(request, "insight/disclosure.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def text(request: HttpRequest, number: int) -> HttpResponse:
    """Change the words. A figure that was typed, and a field whose number is hidden, are refused."""
    by, at = acting(request), at_of(request)
    by.demand("publication.prepare")
    one = publication_shown(number, by=by, at=at)
    record = one.record
    kept = {name: getattr(record, name) for name in TextForm.conflict_labels}
    form = TextForm(typed(request), initial={"version": record.version, **kept})

    def save() -> None:
        said = {name: form.cleaned_data[name] for name in kept}
        change_text(publication=record, version=form.cleaned_data["version"] or 0, by=by, at=at, **said)

    if request.method == "POST" and form.send(request, save):
        messages.success(request, "Text saved. Every figure in it comes from the tables.")
        return redirect("publication", number)
    more = {"one": one, "fields": [f"{{{name}}}" for name in (one.fields or names())], "previews": one.previews}
    return _form(request, number, form, title="Text of the release", button="Save text", template="text", **more)


@require_POST
def check(request: HttpRequest, number: int) -> HttpResponse:
    """Sign that the quality of the data, the hidden cells and the text were looked at."""
    return _step(request, number, sign_checks, "Checks signed.")


@require_POST
def approve_it(request: HttpRequest, number: int) -> HttpResponse:
    """Approve what another person prepared; who prepared it is told who can."""
    return _step(request, number, approve, "Approved. It is published at its time.")


def _step(request: HttpRequest, number: int, deed: Callable[..., Any], words: str) -> HttpResponse:
    by = acting(request)
    record = publication_numbered(number, by=by)
    version = request.POST.get("version", "")
    try:
        deed(publication=record, version=int(version) if version.isdecimal() else 0, by=by, at=at_of(request))
    except Refused as refused:
        return _page(request, number, refused=refused.words)
    messages.success(request, words)
    return redirect("publication", number)


@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest, number: int) -> HttpResponse:
    """Ask another person to approve it, for a moment at the set hour."""
    by, at = acting(request), at_of(request)
    by.demand("publication.prepare")
    record = publication_shown(number, by=by, at=at).record
    moments = _moments(at)
    form = MomentForm(
        typed(request), moments=moments, initial={"version": record.version, "publish_at": moments[0].isoformat()}
    )

    def save() -> None:
        when = datetime.fromisoformat(form.cleaned_data["publish_at"])
        ask_for_approval(publication=record, version=form.cleaned_data["version"] or 0, publish_at=when, by=by, at=at)

    if request.method == "POST" and form.send(request, save):
        messages.success(request, "Approval asked for. Another person must approve this.")
        return redirect("publication", number)
    return _form(request, number, form, title="Ask for approval", button="Ask for approval")


def _moments(at: datetime) -> list[datetime]:
    """The set hour on the next working days, the first that gives notice first."""
    found = [usual_moment(at)]
    while len(found) < DAYS_OFFERED:
        found.append(usual_moment(found[-1]))
    return found


@require_http_methods(["GET", "HEAD", "POST"])
def back(request: HttpRequest, number: int) -> HttpResponse:
    """Send back what waits, or stop what is approved and not out."""
    return _because(request, number, send_back, permission="publication.approve", title="Send back", said="Sent back.")


@require_http_methods(["GET", "HEAD", "POST"])
def take_back(request: HttpRequest, number: int) -> HttpResponse:
    """Withdraw a published figure; its address stays and says so."""
    said = "Withdrawn. Its page says so, and why."
    return _because(request, number, withdraw, permission="publication.withdraw", title="Withdraw", said=said)


def _because(
    request: HttpRequest, number: int, deed: Callable[..., Any], *, permission: str, title: str, said: str
) -> HttpResponse:
    by, at = acting(request), at_of(request)
    by.demand(permission)
    record = publication_shown(number, by=by, at=at).record
    form = BecauseForm(typed(request), initial={"version": record.version})

    def save() -> None:
        words = form.cleaned_data["because"]
        deed(publication=record, version=form.cleaned_data["version"] or 0, because=words, by=by, at=at)

    if request.method == "POST" and form.send(request, save):
        messages.success(request, said)
        return redirect("publication", number)
    return _form(request, number, form, title=title, button=title, kind="danger" if title == "Withdraw" else "")


@require_http_methods(["GET", "HEAD", "POST"])
def mend(request: HttpRequest, number: int) -> HttpResponse:
    """Start the next edition of a release that was found wrong: what changed and why stands at its top."""
    by, at = acting(request), at_of(request)
    by.demand("publication.prepare")
    record = publication_shown(number, by=by, at=at).record
    form = CorrectForm(typed(request), choices=_same_period(record, by))
    made: list[Any] = []

    def save() -> None:
        said = form.cleaned_data
        chosen = snapshot_to_publish(int(said["snapshot"]), by=by)
        words = {name: said[name] for name in ("what_changed", "why_changed")}
        made.append(correct(publication=record, snapshot=chosen, by=by, at=at, **words))

    if request.method == "POST" and form.send(request, save):
        return redirect("publication", made[0].pk if made else number)
    return _form(request, number, form, title="Correct this release", button="Start the corrected edition")


def _same_period(record: Any, by: Pass) -> list[tuple[str, str]]:
    """Counted snapshots of the same period, newest first."""
    period = Period(record.snapshot.first_on, record.snapshot.last_on)
    return [
        (str(one.pk), f"{period.words}, frozen {moment(one.frozen_at)}")
        for one in snapshots(by=by)
        if one.state == "counted" and (one.first_on, one.last_on) == (period.first, period.last)
    ]


@require_safe
def table_csv(request: HttpRequest, number: int, table: str) -> HttpResponse:
    """One cleared table as a file."""
    found = download(number, table, by=acting(request))
    return csv_file(f"publication-{number}-{table}.csv", found.as_csv())


def _form(
    request: HttpRequest, number: int, form: GovukForm, *, title: str, button: str, template: str = "step", **more: Any
) -> HttpResponse:
    context = {
        "title": title,
        "form": form,
        "button": button,
        "cancel": {"label": "Cancel", "url": reverse("publication", args=[number])},
        "breadcrumbs": _crumbs(number),
        **more,
    }
    status = getattr(form, "status", 422) if form.errors else 200
    return render(request, f"insight/{template}.html", context, status=status)


def _crumbs(number: int) -> list[dict[str, str]]:
    return [INSIGHT, {"label": "Publication", "url": reverse("publication", args=[number])}]
