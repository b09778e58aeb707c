"""Information-sharing agreements: what each switches on, until when, and when it is due for review."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from desistance.foundation.calendar import local_date
from desistance.foundation.decisions import Conflict, Refused
from desistance.foundation.passes import Pass
from desistance.foundation.terms import DataClass
from desistance.partners import queries
from desistance.partners.actions.agreements import (
    change_agreement,
    end_agreement,
    record_agreement,
    review_agreement,
)
from desistance.partners.rules.agreements import AgreementTerms, is_to_review, state_words, switched_on
from desistance.partners.terms import SHAREABLE_CLASSES
from desistance.web.forms import DateParts, GovukForm, Look
from desistance.web.received import Received
from desistance.web.templatetags.desistance import differing_pieces, full_date
from desistance.web.views.admin import refuse
from desistance.web.views.choices import offer, under_version

CLASS_CHOICES = [(kind.value, kind.words.capitalize()) for kind in SHAREABLE_CLASSES]
LABELS = {
    "name": "Name",
    "reference": "Reference",
    "parties": "Agencies",
    "purpose": "What the information is shared for",
    "legal_basis": "Legal basis",
    "classes": "What it switches on",
    "switches_on_finding": "Finding people",
    "from_on": "Starts",
    "review_on": "Review date",
    "until_on": "Last day",
}


class Terms(GovukForm):
    """What the parties have agreed."""

    name = forms.CharField(label="Name of the agreement", max_length=160)
    reference = forms.CharField(label="Reference", max_length=40, help_text="The number on the signed paper.")
    parties = forms.MultipleChoiceField(
        label="Which agencies have signed it?",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Select at least 2 agencies: an agreement needs 2 parties"},
    )
    purpose = forms.CharField(
        label="What is the information shared for?",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": "Enter what the information is shared for"},
    )
    legal_basis = forms.CharField(
        label="Legal basis", max_length=300, help_text="For example, Crime and Disorder Act 1998 section 115."
    )
    classes = forms.MultipleChoiceField(
        label="What does it let them see of each other's records?",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        choices=CLASS_CHOICES,
        help_text="Only for workers who already work with the person.",
    )
    switches_on_finding = forms.BooleanField(
        label="Their workers may find people whom the other parties work with: name, year of birth and who holds the record",
        required=False,
    )
    from_on = DateParts(label="First day", help_text="For example, 27 3 2026.")
    review_on = DateParts(
        label="Review date",
        help_text="Usually a year after it starts.",
        error_messages={"required": "Enter a review date"},
    )
    until_on = DateParts(label="Last day", required=False, help_text="Leave empty if it has no fixed end.")
    looks = {
        "name": Look(width=30),
        "reference": Look(width=20),
        "parties": Look(is_small=True),
        "classes": Look(is_small=True, option_hints={kind.value: words for kind, words in SHAREABLE_CLASSES.items()}),
    }

    def __init__(self, *args: Any, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.agencies = {str(agency.pk): agency for agency in queries.agencies(on=on)}
        choices = [(key, agency.name) for key, agency in self.agencies.items()]
        offer(self, "parties", choices)

    def terms(self) -> AgreementTerms:
        """What the rules and actions take."""
        told = self.cleaned_data
        return AgreementTerms(
            name=told["name"],
            reference=told["reference"],
            parties=frozenset(int(key) for key in told["parties"]),
            purpose=told["purpose"],
            legal_basis=told["legal_basis"],
            classes=frozenset(told["classes"]),
            switches_on_finding=told["switches_on_finding"],
            from_on=told["from_on"],
            review_on=told["review_on"],
            until_on=told["until_on"],
        )


class Edit(Terms):
    """The same, under the version that was shown."""

    version = forms.IntegerField(widget=forms.HiddenInput)


class Review(GovukForm):
    """What a review found."""

    note = forms.CharField(
        label="What did the review find?",
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Enter what the review found"},
    )
    review_on = DateParts(
        label="Next review date",
        help_text="For example, 27 3 2027.",
        error_messages={"required": "Enter a review date"},
    )
    version = forms.IntegerField(widget=forms.HiddenInput)


class End(GovukForm):
    """The last day and why."""

    ends_on = DateParts(label="Last day", help_text="Today or later. What it switched on is gone the day after.")
    reason = forms.CharField(
        label="Why does it end?",
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Enter why the agreement ends"},
    )
    version = forms.IntegerField(widget=forms.HiddenInput)


def _entering(request: Received) -> Pass:
    by: Pass = request.by
    by.demand("agreement.manage")
    return by


def _page(request: Received, template: str, form: Any = None, status: int = 0, **context: Any) -> HttpResponse:
    wrong = form is not None and form.errors
    return render(request, template, {"form": form, **context}, status=status or (422 if wrong else 200))


def _today(request: Received) -> date:
    return local_date(request.at)


def _summary(agreement: Any, on: date) -> dict[str, Any]:
    terms = queries.terms_of(agreement)
    dates: dict[str, Any] = {
        "from_on": terms.from_on,
        "review_on": terms.review_on,
        "until_on": terms.until_on,
        "on": on,
    }
    live = switched_on(terms, on)
    return {
        "agreement": agreement,
        "parties": sorted(party.short_name for party in agreement.parties.all()),
        "state": state_words(**dates),
        "is_due": is_to_review(**dates),
        "classes": [DataClass(kind).words for kind in agreement.classes],
        "shows": [words for kind, words in SHAREABLE_CLASSES.items() if kind.value in live],
        "is_in_force": state_words(**dates) in ("Active", "Overdue"),
    }


def listing(request: Received) -> HttpResponse:
    """Q65: every agreement with its parties, what it switches on and its review date."""
    _entering(request)
    rows = [_summary(agreement, _today(request)) for agreement in queries.all_agreements()]
    return _page(request, "agreements/list.html", title="Sharing agreements", rows=rows)


def one(request: Received, agreement: int) -> HttpResponse:
    """One agreement, in force or not, with its changes."""
    by = _entering(request)
    found = queries.agreement(agreement=agreement)
    return _page(
        request,
        "agreements/one.html",
        title="Sharing agreement",
        history=queries.history_of(agreement=found, by=by),
        **_summary(found, _today(request)),
    )


def new(request: Received) -> HttpResponse:
    """Record an agreement that has been signed."""
    by, at = _entering(request), request.at
    form = Terms(request.POST or None, on=_today(request), initial={"from_on": _today(request)})
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        parties = queries.agencies_by_id([int(key) for key in told["parties"]])
        try:
            made = record_agreement(**{**told, "parties": parties}, by=by, at=at)
        except Refused as refused:
            refuse(form, refused)
        else:
            messages.success(request, "Agreement recorded. What it switches on counts from its first day.")
            return redirect("agreement", agreement=made.pk)
    return _page(request, "agreements/form.html", form, title="Record an agreement", button="Record agreement")


def edit(request: Received, agreement: int) -> HttpResponse:
    """Change what was recorded; a stale form shows both versions and loses nothing."""
    by, at = _entering(request), request.at
    found = queries.agreement(agreement=agreement)
    terms = queries.terms_of(found)
    start = {name: getattr(terms, name) for name in LABELS}
    start |= {"version": found.version, "parties": [str(key) for key in terms.parties], "classes": list(terms.classes)}
    form = Edit(request.POST or None, on=_today(request), initial=start)
    context: dict[str, Any] = {"title": "Change an agreement", "button": "Save changes", "agreement": found}
    if request.method == "POST" and form.is_valid():
        try:
            change_agreement(agreement=found, terms=form.terms(), version=form.cleaned_data["version"], by=by, at=at)
        except Refused as refused:
            refuse(form, refused)
        except Conflict as conflict:
            rows = _differences(form, terms)
            under_version(form, found.version)
            who = queries.staff_names([found.changed_by or 0]).get(found.changed_by or 0, "Someone else")
            told = {
                "strong": "You have not lost anything.",
                "words": f"{who} saved this while you were working. Nothing of yours is saved yet. {conflict.versions.version} "
                f"versions have been kept.",
                "theirs_label": f"{who} (saved)",
                "mine_label": "You, not saved",
                "rows": rows,
            }
            return _page(
                request, "agreements/form.html", form, 409, conflict=told, **{**context, "button": "Save mine"}
            )
        else:
            messages.success(request, "Agreement changed. It counts from the next page that anyone opens.")
            return redirect("agreement", agreement=agreement)
    return _page(request, "agreements/form.html", form, **context)


def _differences(form: Edit, theirs: AgreementTerms) -> Sequence[dict[str, Any]]:
    mine, rows = form.terms(), []
    for name, label in LABELS.items():
        left, right = _words(form, getattr(theirs, name), name), _words(form, getattr(mine, name), name)
        if left != right:
            saved, unsaved = differing_pieces(left, right)
            rows.append({"label": label, "theirs": saved, "mine": unsaved})
    return rows


def _words(form: Edit, value: Any, name: str) -> str:
    if name == "parties":
        return ", ".join(sorted(form.agencies[str(key)].short_name for key in value if str(key) in form.agencies))
    if name == "classes":
        return ", ".join(sorted(DataClass(kind).words for kind in value)) or "nothing"
    if name == "switches_on_finding":
        return "switched on" if value else "not switched on"
    return full_date(value) or "no end" if name.endswith("_on") else str(value)


def review(request: Received, agreement: int) -> HttpResponse:
    """Note a review and set the next date."""
    by, at = _entering(request), request.at
    found = queries.agreement(agreement=agreement)
    form = Review(request.POST or None, initial={"version": found.version})
    if request.method == "POST" and form.is_valid():
        try:
            review_agreement(agreement=found, by=by, at=at, **form.cleaned_data)
        except Refused as refused:
            refuse(form, refused)
        except Conflict:
            return _stale(request, form, found, "Review an agreement", "Save review")
        else:
            messages.success(request, "Review saved.")
            return redirect("agreement", agreement=agreement)
    return _page(
        request, "agreements/act.html", form, title="Review an agreement", button="Save review", agreement=found
    )


def end(request: Received, agreement: int) -> HttpResponse:
    """End an agreement on a day, with what that takes away."""
    by, at = _entering(request), request.at
    found = queries.agreement(agreement=agreement)
    form = End(request.POST or None, initial={"version": found.version})
    if request.method == "POST" and form.is_valid():
        try:
            end_agreement(agreement=found, by=by, at=at, **form.cleaned_data)
        except Refused as refused:
            refuse(form, refused)
        except Conflict:
            return _stale(request, form, found, "End an agreement", "End agreement")
        else:
            messages.success(request, f"Agreement ends on {full_date(form.cleaned_data['ends_on'])}.")
            return redirect("agreement", agreement=agreement)
    return _page(
        request,
        "agreements/act.html",
        form,
        title="End an agreement",
        button="End agreement",
        agreement=found,
        effects=_summary(found, _today(request))["shows"],
        kind="danger",
    )


def _stale(request: Received, form: GovukForm, found: Any, title: str, button: str) -> HttpResponse:
    """Someone else changed the agreement first: what is saved now stands above what was typed, to be sent again."""
    form.add_error(None, "Someone else changed this agreement while you were working. Check it below, then save again")
    under_version(form, found.version)
    context = _summary(found, _today(request))
    return _page(request, "agreements/act.html", form, 409, title=title, button=button, is_stale=True, **context)
