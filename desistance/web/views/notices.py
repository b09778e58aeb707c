"""Notices: what is new, in the words of the work itself; and drafts, kept for their author."""

from typing import Any
from urllib.parse import urlencode

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from desistance.desk.actions.drafts import discard_draft, save_draft
from desistance.desk.actions.notices import choose_notices, read_notices
from desistance.desk.queries.drafts import DraftShown, draft, draft_for
from desistance.desk.queries.notices import NoticeShown, mutable_duties, notices_of, own_choice
from desistance.desk.queries.places import shown_names
from desistance.desk.rules.drafts import kept_values
from desistance.desk.terms import EmailChoice
from desistance.foundation.decisions import Refused
from desistance.partners.actions.cover import set_working_days
from desistance.partners.queries import staff_member
from desistance.web.forms import Look
from desistance.web.templatetags.desistance import clock, full_date, short_moment
from desistance.web.views.access_sending import SentOnce, typed
from desistance.web.views.frame import acting, at_of, open_person
from desistance.web.views.my_day import sentence, step_of


@require_safe
def notices(request: HttpRequest) -> HttpResponse:
    """What is new to the reader, newest first."""
    by = acting(request)
    found = notices_of(by=by)
    names = shown_names(people=sorted({one.duty.person for one in found if one.duty and one.duty.person}), by=by)
    groups = sorted({one.group for one in found})
    kind, is_unread = request.GET.get("kind", ""), request.GET.get("unread") == "yes"
    shown = [
        _shown(one, dict(names))
        for one in found
        if (kind not in groups or one.group == kind) and not (is_unread and (one.read_at or one.duty is None))
    ]
    context = {
        "title": "Notices",
        "notices": shown,
        "unread": _unread(found),
        "views": _views(groups, kind, is_unread=is_unread),
        "is_filtered": is_unread or kind in groups,
    }
    return render(request, "desk/notices.html", context)


def _views(groups: list[str], kind: str, *, is_unread: bool) -> list[dict[str, Any]]:
    """All, those not read, and each kind of work there is a notice of."""
    found = [
        {"label": "All", "url": "/notices/", "is_current": not is_unread and kind not in groups},
        {"label": "Not read", "url": "/notices/?unread=yes", "is_current": is_unread},
    ]
    kinds = [
        {"label": one, "url": f"/notices/?{urlencode({'kind': one})}", "is_current": one == kind} for one in groups
    ]
    return [*found, *kinds] if groups else []


TAKEN_BACK = "This was withdrawn, because the file that it came from was undone."


def _unread(found: Any) -> int:
    return sum(1 for one in found if one.read_at is None and one.duty is not None)


def _shown(one: NoticeShown, names: dict[int, str]) -> dict[str, Any]:
    when = short_moment(one.created_at)
    if one.duty is None:
        words = TAKEN_BACK if one.is_taken_back else "This has been dealt with."
        return {"group": one.group, "words": words, "when": when, "is_done": True}
    return {
        "id": one.id,
        "group": one.group,
        "name": names.get(one.duty.person or 0, "") or one.duty.reference,
        "words": sentence(one.duty.words),
        "said_by": one.duty.said_by,
        "when": when,
        "is_new": one.read_at is None,
        "step": step_of(one.duty),
    }


@require_POST
def read(request: HttpRequest, notice: int | None = None) -> HttpResponse:
    """Mark one notice as read, or all."""
    read_notices(by=acting(request), at=at_of(request), notice=notice)
    return redirect("notices")


class NoticeForm(SentOnce):
    """How often an email comes, and which kinds of work come without a notice."""

    email = forms.ChoiceField(label="Emails", widget=forms.RadioSelect, choices=EmailChoice.choices)
    muted = forms.MultipleChoiceField(
        label="No notices about", required=False, widget=forms.CheckboxSelectMultiple, choices=[]
    )
    looks = {
        "email": Look(
            option_hints={"each": "An email says how many notices are new. It never holds a name or a scheme."}
        )
    }

    def __init__(self, *args: Any, offered: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["muted"].choices = offered  # type: ignore[attr-defined]  # a MultipleChoiceField


@require_http_methods(["GET", "HEAD", "POST"])
def choices(request: HttpRequest) -> HttpResponse:
    """Choose how to be told of what is new."""
    by = acting(request)
    known = own_choice(by=by)
    start = {"email": known.email, "muted": list(known.muted)}
    form = NoticeForm(typed(request), offered=mutable_duties(by), initial=start)

    def save() -> None:
        said = form.cleaned_data
        choose_notices(email=said["email"], muted=said["muted"], by=by, at=at_of(request))
        messages.success(request, "Choices saved.")

    if request.method == "POST" and form.send(request, save):
        return redirect("account")
    context = {"title": "Notices and emails", "form": form, "cancel": {"label": "Cancel", "url": "/account/"}}
    return render(request, "desk/notice_choices.html", context, status=form.status if form.errors else 200)


@require_POST
def days(request: HttpRequest) -> HttpResponse:
    """Say on which days one works."""
    by = acting(request)
    chosen = [int(day) for day in request.POST.getlist("days") if day.isdecimal()]
    try:
        set_working_days(staff=staff_member(staff=by.staff), days=chosen, by=by, at=at_of(request))
        messages.success(request, "Working days saved. Your team sees them.")
    except Refused as refused:
        messages.error(request, refused.words)
    return redirect("account")


@require_POST
def keep_draft(request: HttpRequest) -> HttpResponse:
    """Keep what is typed into a form: by the page's script (answers JSON) or by its *Save draft* button (back to the form).

    The form carries ``draft-form``, ``draft-subject``, ``draft-path`` and, where it is about a person, ``draft-reference``.
    """
    path = request.POST.get("draft-path", "/home/")
    reference = request.POST.get("draft-reference", "")
    is_script = "application/json" in request.headers.get("Accept", "")
    person, by = open_person(request, reference) if reference else (None, acting(request))
    values = kept_values({name: request.POST.getlist(name) for name in request.POST})
    try:
        kept = save_draft(
            form=request.POST.get("draft-form", ""),
            subject=request.POST.get("draft-subject", ""),
            path=path,
            values=values,
            person=person,
            by=by,
            at=at_of(request),
        )
    except Refused as refusal:
        if is_script:
            return JsonResponse({"saved": "", "words": refusal.words}, status=refusal.status)
        raise
    said = f"Draft saved {clock(kept.saved_at)}."
    if is_script:
        return JsonResponse({"saved": clock(kept.saved_at), "words": said})
    messages.success(request, f"{said} It is kept for you alone until {full_date(kept.expires_at)}.")
    return redirect(path if url_has_allowed_host_and_scheme(path, None) else "/home/")


@require_safe
def open_draft(request: HttpRequest, record: int) -> HttpResponse:
    """Back to the form of a draft, which offers what was typed."""
    return redirect(draft(record=record, by=acting(request)).path)


@require_POST
def drop_draft(request: HttpRequest) -> HttpResponse:
    """Throw a draft away because the reader does not want it."""
    form, subject = request.POST.get("draft-form", ""), request.POST.get("draft-subject", "")
    discard_draft(form=form, subject=subject, by=acting(request), at=at_of(request))
    messages.info(request, "Draft thrown away. Nothing else has changed.")
    return redirect("my-day")


def offered_draft(request: HttpRequest, *, form: str, subject: str) -> DraftShown | None:
    """For views with a form: the draft to offer. Bind the form to ``draft_data`` of it, or draw ``desk/draft_offer.html``."""
    return draft_for(form=form, subject=subject, by=acting(request))


def draft_data(kept: DraftShown) -> dict[str, Any]:
    """A draft's fields as initial data of a form: one text, or a list where several were chosen."""
    return {name: values[0] if len(values) == 1 else list(values) for name, values in kept.values.items()}
