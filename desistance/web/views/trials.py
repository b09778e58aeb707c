"""Trials of a scheme: the list with opening one; and one trial, its cleared numbers, its decisions, its list once opened."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from desistance.access.queries.staffing import agency_of
from desistance.foundation.calendar import local_date
from desistance.foundation.decisions import NotFound
from desistance.foundation.passes import Pass
from desistance.partners.queries import agencies
from desistance.schemes.actions.trials import approve_trial, open_trial, stop_trial, unblind_trial
from desistance.schemes.queries.trials import MEANT_TO_TREAT, TrialShown, open_trial_page, trials
from desistance.schemes.rules.trials import TrialFacts
from desistance.schemes.terms.cases import LONGEST_REASON
from desistance.schemes.terms.checks import CHECKING_AGENCIES
from desistance.schemes.terms.trials import BLOCKS, LONGEST_TRIAL, RUNNING, STOPPED, WAITING, Factor
from desistance.web.forms import DateParts, Look
from desistance.web.templatetags.desistance import full_date, short_moment
from desistance.web.views.access_sending import SentOnce, typed
from desistance.web.views.frame import acting, at_of

GET_OR_POST = ["GET", "HEAD", "POST"]
APPROVE, STOP, UNBLIND = "approve", "stop", "unblind"
CRUMBS = [{"label": "Insight", "url": "/insight/"}, {"label": "Trials", "url": "/insight/trials/"}]
STEPS = {
    WAITING: ((APPROVE, "Approve it: it runs from its first day"), (STOP, "Withdraw it")),
    RUNNING: ((STOP, "Stop it: nobody is allocated after"),),
    STOPPED: ((UNBLIND, "Open the list and the seed"),),
}


def _text(label: str, error: str) -> forms.CharField:
    area = forms.Textarea(attrs={"rows": 2})
    return forms.CharField(label=label, max_length=LONGEST_REASON, widget=area, error_messages={"required": error})


class TrialForm(SentOnce):
    """A trial as it is opened. The seed is drawn by the service and shown to nobody."""

    agency = forms.ChoiceField(label="Which force?", error_messages={"required": "Choose the force"})
    name = forms.CharField(
        label="Name of the trial", max_length=LONGEST_TRIAL, error_messages={"required": "Enter a name for the trial"}
    )
    source = _text(
        "The protocol: who decided on it, who reviewed its ethics, where it is written", "Enter the protocol"
    )
    starts_on = DateParts(
        label="From which day?", words="First day", error_messages={"required": "Enter the first day"}
    )
    factors = forms.MultipleChoiceField(
        label="Stratified by", required=False, widget=forms.CheckboxSelectMultiple, choices=Factor.choices
    )
    blocks = forms.MultipleChoiceField(
        label="Lengths of the blocks, drawn at random and concealed",
        widget=forms.CheckboxSelectMultiple,
        choices=[(one, str(one)) for one in BLOCKS],
        error_messages={"required": "Choose lengths of blocks"},
    )
    looks = {"factors": Look(is_small=True), "blocks": Look(is_small=True), "source": Look(is_counted=False)}

    def __init__(self, *args: Any, forces: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["agency"].choices = [("", "Choose"), *forces]  # type: ignore[attr-defined]  # a ChoiceField

    def facts(self) -> TrialFacts:
        """What was typed."""
        said = self.cleaned_data
        blocks = tuple(int(one) for one in said["blocks"])
        return TrialFacts(said["name"], said["source"], said["starts_on"], tuple(said["factors"]), blocks)


class TrialStepForm(SentOnce):
    """Approving, stopping or unblinding a trial."""

    step = forms.ChoiceField(
        label="What do you decide?", widget=forms.RadioSelect, error_messages={"required": "Choose what you decide"}
    )
    reason = forms.CharField(
        label="Reason", required=False, max_length=LONGEST_REASON, widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Needed to stop or to open the list.",
    )  # fmt: skip
    looks = {"reason": Look(is_counted=False)}

    def __init__(self, *args: Any, state: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["step"].choices = STEPS[state]  # type: ignore[attr-defined]  # a ChoiceField


@require_http_methods(GET_OR_POST)
def listed(request: HttpRequest) -> HttpResponse:
    """Every trial, and opening one."""
    by = acting(request)
    found = trials(by=by)
    form = None
    if by.holds("trial.open"):
        every = agencies(on=local_date(at_of(request)))
        forces = [(agency.pk, agency.name) for agency in every if agency.kind in CHECKING_AGENCIES]
        form = TrialForm(typed(request), forces=forces)

        def save() -> None:
            agency = agency_of(agency=int(form.cleaned_data["agency"]))
            if agency is None:
                raise NotFound()
            open_trial(agency=agency, facts=form.facts(), by=by, at=at_of(request))
            messages.success(request, "Opened. Somebody else approves it before its first day.")

        if request.method == "POST" and form.send(request, save):
            return redirect("trials")
    rows = [
        {
            "name": one.trial.name,
            "url": f"/insight/trials/{one.trial.pk}/",
            "state": one.state.wording,
            "tone": one.state.tone,
            "line": f"{one.agency}, from {full_date(one.trial.starts_on)}",
        }
        for one in found
    ]
    context = {"title": "Trials", "rows": rows, "form": form, "breadcrumbs": CRUMBS[:1]}
    return render(request, "trials/list.html", context, status=form.status if form and form.errors else 200)


@require_http_methods(GET_OR_POST)
def one(request: HttpRequest, trial: int) -> HttpResponse:
    """One trial: who opened and approved it, how many are in each arm as far as it may be shown, and what is decided on it."""
    by = acting(request)
    shown = open_trial_page(trial=trial, by=by)
    form = _step_form(request, shown, by)

    def save() -> None:
        said = form.cleaned_data if form else {}
        told: dict[str, Any] = {"trial": shown.trial, "by": by, "at": at_of(request), "version": said.get("version")}
        if said["step"] == APPROVE:
            approve_trial(**told)
        else:
            {STOP: stop_trial, UNBLIND: unblind_trial}[said["step"]](reason=said["reason"], **told)
        messages.success(request, "Saved under your name.")

    if form and request.method == "POST" and form.send(request, save):
        return redirect("trial", trial=trial)
    context = {"title": "Trial", "form": form, "breadcrumbs": CRUMBS, **_page(shown)}
    return render(request, "trials/one.html", context, status=form.status if form and form.errors else 200)


def _step_form(request: HttpRequest, shown: TrialShown, by: Pass) -> TrialStepForm | None:
    row = shown.trial
    if not by.holds("trial.approve") or row.unblinded_at is not None:
        return None
    return TrialStepForm(typed(request), state=row.state, initial={"version": row.version})


def _page(shown: TrialShown) -> dict[str, Any]:
    row = shown.trial
    steps = [
        ("Opened", shown.opened_by, row.opened_at, ""),
        ("Approved", shown.approved_by, row.approved_at, ""),
        ("Stopped", shown.stopped_by, row.stopped_at, row.stopped_because),
        ("List opened", shown.unblinded_by, row.unblinded_at, row.unblinded_because),
    ]
    facts = [
        {"label": "Force", "value": shown.agency},
        {"label": "From", "value": full_date(row.starts_on)},
        {"label": "Stratified by", "value": ". ".join(shown.factors) or "Nothing"},
        {"label": "Digest of the seed", "value": row.digest},
    ]
    columns = [{"label": "Stratum"}, {"label": "Arm"}, {"label": "People", "is_number": True}]
    return {
        "shown": shown,
        "facts": facts,
        "meant": MEANT_TO_TREAT,
        "steps": [
            {"words": words, "why": why, "provenance": [who, short_moment(at)]} for words, who, at, why in steps if at
        ],
        "columns": columns,
        "cells": [[{"words": one.stratum}, {"words": one.arm}, {"words": one.shown}] for one in shown.cells],
        "list_columns": [
            {"label": "Stratum"},
            {"label": "Number", "is_number": True},
            {"label": "Arm"},
            {"label": "Month"},
        ],
        "lines": [
            [{"words": one.stratum}, {"words": str(one.number)}, {"words": one.arm}, {"words": one.month}]
            for one in shown.lines
        ],
    }
