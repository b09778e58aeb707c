"""The rules of Checkpoint: every version in force, and a force's own: proposed, simulated, approved by somebody else."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from desistance.foundation.calendar import local_date
from desistance.foundation.decisions import NotPermitted
from desistance.foundation.passes import Pass
from desistance.foundation.rulesets import RuleSet, in_force
from desistance.schemes.actions.rules import (
    approve_rules,
    change_rules,
    propose_rules,
    send_rules,
    send_rules_back,
    withdraw_rules,
)
from desistance.schemes.queries.rules import (
    LastMonth,
    VersionShown,
    own_version,
    own_versions,
    simulate_last_month,
    versions_for,
)
from desistance.schemes.rules.checkpoint.eligibility import differences
from desistance.schemes.rules.checkpoint.proposals import Proposed, members
from desistance.schemes.terms.cases import LONGEST_REASON
from desistance.schemes.terms.checkpoint import GROUP_WORDS, QUESTIONS, WORDINGS
from desistance.schemes.terms.proposals import APPROVED, BOUNDS, DRAFT, GONE, LISTS, WAITING
from desistance.web.forms import DateParts, Look
from desistance.web.templatetags.desistance import counted, full_date
from desistance.web.views.access_sending import SentOnce, typed
from desistance.web.views.checkpoint_words import versions_of
from desistance.web.views.frame import acting, at_of

GET_OR_POST = ["GET", "HEAD", "POST"]
CRUMBS = [{"label": "Checkpoint", "url": "/checkpoint/"}]
RULES_CRUMB = {"label": "Rules of Checkpoint", "url": "/checkpoint/rules/"}
NUMBERS = {
    "adult_years": "Years of age",
    "residence_confirmed_months": "Months for which a confirmed address counts",
    "offence_age_months": "Months that an offence may be old",
    "earlier_fewer_than": "Earlier contracts: fewer than",
}
LABELS = {
    "offence_listed_listed": "Groups of offences on the list",
    "offence_listed_special": "Groups with special terms, for a supervisor",
    "offence_listed_excluded": "Groups that are left out",
    "domestic_allowed": "Grades of domestic abuse that are allowed",
    "domestic_special": "Of these, for a supervisor",
    "admission_accepted": "Replies in interview that count",
    "bail_stops": "What stops an offer",
}


class RulesForm(SentOnce):
    """A version of the rules: from when, by whose decision, which criteria and their values."""

    valid_from = DateParts(
        label="From which day?", words="First day", error_messages={"required": "Enter the first day"}
    )
    source = forms.CharField(
        label="Who decided on this version, and where is it written?", max_length=LONGEST_REASON,
        error_messages={"required": "Enter who decided on this version, and where it is written"},
    )  # fmt: skip
    criteria = forms.MultipleChoiceField(
        label="Which rules apply?",
        widget=forms.CheckboxSelectMultiple,
        choices=[(name, f"{one.bold} {one.rest}".strip()) for name, one in WORDINGS.items()],
        error_messages={"required": "Choose at least one rule"},
    )
    conflict_labels = {"valid_from": "First day", "source": "Source"}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.looks = {"criteria": Look(is_small=True)}
        for (name, key), (least, most) in BOUNDS.items():
            field = f"{name}_{key}"
            self.fields[field] = forms.IntegerField(
                label=NUMBERS[field], required=False, min_value=least, max_value=most
            )
            self.looks[field] = Look(width=3)
        for (name, key), of in LISTS.items():
            words = GROUP_WORDS if of == "groups" else dict(QUESTIONS[of])
            choices = [(one, text) for one, text in words.items() if one in members(of)]
            field = f"{name}_{key}"
            self.fields[field] = forms.MultipleChoiceField(
                label=LABELS[field], required=False, widget=forms.CheckboxSelectMultiple, choices=choices
            )
            self.looks[field] = Look(is_small=True)

    def facts(self) -> Proposed:
        """What was typed: values of the criteria that apply."""
        said = self.cleaned_data
        criteria: dict[str, dict[str, Any]] = {name: {} for name in said["criteria"]}
        for name, key in (*BOUNDS, *LISTS):
            if name in criteria:
                criteria[name][key] = said.get(f"{name}_{key}")
        return Proposed(said["valid_from"], said["source"], criteria)


def _typed_from(rules: RuleSet) -> dict[str, Any]:
    criteria = dict(rules.criteria)
    values = {f"{name}_{key}": criteria[name].get(key) for name, key in (*BOUNDS, *LISTS) if name in criteria}
    return {"criteria": list(criteria), **values}


@require_safe
def rules(request: HttpRequest) -> HttpResponse:
    """Every version with its dates and source, how each differs from the one before, and the force's own proposals."""
    by, at = acting(request), at_of(request)
    versions = versions_for(by.agency)
    context = {
        "title": "Rules of Checkpoint",
        "breadcrumbs": CRUMBS,
        "versions": versions_of(versions, in_force(versions, local_date(at))),
        "columns": [{"label": "Rule"}, {"label": "Values"}, {"label": "From"}],
        "proposed": [_line(one) for one in own_versions(by=by, at=at)] if _may_see(by) else [],
        "may_propose": by.holds("rules.propose") and by.agency_kind == "police",
    }
    return render(request, "checkpoint/rules.html", context)


def _may_see(by: Pass) -> bool:
    return by.holds("rules.propose") or by.holds("rules.approve")


def _line(one: VersionShown) -> dict[str, Any]:
    return {
        "words": f"Version {one.row.number}, from {full_date(one.row.valid_from)}",
        "url": f"/checkpoint/rules/{one.row.pk}/",
        "state": one.state,
        "tone": one.tone,
    }


@require_http_methods(GET_OR_POST)
def propose(request: HttpRequest) -> HttpResponse:
    """Draft a version, starting from the one in force."""
    by = acting(request)
    by.demand("rules.propose")
    form = RulesForm(typed(request), initial=_typed_from(versions_for(by.agency)[-1]))
    made: list[Any] = []

    def save() -> None:
        made.append(propose_rules(facts=form.facts(), by=by, at=at_of(request)))

    if request.method == "POST" and form.send(request, save):
        return redirect("checkpoint-rules-one", version=made[0].pk) if made else redirect("checkpoint-rules")
    return _form_page(request, form, "Propose a version of the rules")


@require_http_methods(GET_OR_POST)
def change(request: HttpRequest, version: int) -> HttpResponse:
    """Change a draft."""
    by, at = acting(request), at_of(request)
    by.demand("rules.propose")
    shown = own_version(version=version, by=by, at=at)
    told = {"valid_from": shown.row.valid_from, "source": shown.row.source, "version": shown.row.version}
    form = RulesForm(typed(request), initial={**_typed_from(shown.rules), **told})

    def save() -> None:
        change_rules(version=shown.row, facts=form.facts(), read=form.cleaned_data.get("version"), by=by, at=at)

    if request.method == "POST" and form.send(request, save):
        return redirect("checkpoint-rules-one", version=version)
    return _form_page(request, form, "Change the draft")


def _form_page(request: HttpRequest, form: RulesForm, title: str) -> HttpResponse:
    context = {
        "title": title,
        "form": form,
        "breadcrumbs": [*CRUMBS, RULES_CRUMB],
        "cancel": {"label": "Cancel", "url": "/checkpoint/rules/"},
    }
    return render(request, "checkpoint/rules_form.html", context, status=form.status if form.errors else 200)


class ActForm(SentOnce):
    """What is done with a version that was read."""

    act = forms.ChoiceField(
        label="What do you want to do?", widget=forms.RadioSelect, error_messages={"required": "Choose what to do"}
    )
    note = forms.CharField(
        label="What must change, if you send it back", required=False, max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 2}),
    )  # fmt: skip
    conflict_labels = {"state": "State"}

    def __init__(self, *args: Any, choices: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["act"].choices = choices  # type: ignore[attr-defined]  # a ChoiceField
        if "back" not in dict(choices):
            del self.fields["note"]


def _acts(shown: VersionShown, by: Pass) -> list[tuple[str, str]]:
    state, found = shown.row.state, []
    if state == DRAFT and by.holds("rules.propose"):
        found.append(("send", "Send it for approval"))
    if state == WAITING and shown.may_approve:
        found += [("approve", f"Approve it: in force from {full_date(shown.row.valid_from)}")]
    if state == WAITING and by.holds("rules.approve"):
        found += [("back", "Send it back")]
    if state in {DRAFT, WAITING, APPROVED} and by.holds("rules.propose"):
        found.append(("withdraw", "Withdraw it"))
    return found


@require_http_methods(GET_OR_POST)
def one(request: HttpRequest, version: int) -> HttpResponse:
    """A version: how it differs, what it would have changed last month, and what the reader may do with it."""
    by, at = acting(request), at_of(request)
    if not _may_see(by):
        raise NotPermitted("Your role does not let you do this. Ask a supervisor of Checkpoint.")
    shown = own_version(version=version, by=by, at=at)
    acts = _acts(shown, by)
    form = ActForm(typed(request), choices=acts, initial={"version": shown.row.version})
    deeds: dict[str, Callable[..., Any]] = {"send": send_rules, "approve": approve_rules, "withdraw": withdraw_rules}

    def save() -> None:
        said = form.cleaned_data
        told: dict[str, Any] = {"version": shown.row, "read": said.get("version")}
        if said["act"] == "back":
            send_rules_back(note=said["note"], by=by, at=at, **told)
        else:
            deeds[said["act"]](by=by, at=at, **told)
        messages.success(request, "Saved.")

    if request.method == "POST" and form.send(request, save):
        return redirect("checkpoint-rules-one", version=version)
    return render(request, "checkpoint/rules_one.html", _page(shown, form, acts, by, request), status=_status(form))


def _status(form: ActForm) -> int:
    return form.status if form.errors else 200


def _page(shown: VersionShown, form: ActForm, acts: list[Any], by: Pass, request: HttpRequest) -> dict[str, Any]:
    at, row = at_of(request), shown.row
    versions = versions_for(by.agency)
    before = next((one for one in reversed(versions) if one.valid_from < row.valid_from), versions[0])
    is_open = row.state in {DRAFT, WAITING}
    month = simulate_last_month(rules=shown.rules, by=by, at=at) if is_open else None
    return {
        "title": f"Version {row.number} of the rules",
        "breadcrumbs": [*CRUMBS, RULES_CRUMB],
        "shown": shown,
        "before": before.version,
        "differences": differences(before, shown.rules),
        "form": form if acts else None,
        "change_url": f"/checkpoint/rules/{row.pk}/edit/" if row.state == DRAFT and by.holds("rules.propose") else "",
        "is_gone": row.state == GONE,
        "month": month,
        **(_month_rows(month) if month else {}),
    }


def _month_rows(month: LastMonth) -> dict[str, Any]:
    found = month.simulation
    names = sorted({*found.now, *found.then})
    return {
        "arrests": counted(found.arrests, "arrest,arrests"),
        "result_columns": [
            {"label": "Result"},
            {"label": "Now", "is_number": True},
            {"label": "Then", "is_number": True},
        ],
        "result_rows": [
            [{"words": name}, {"words": str(found.now.get(name, 0))}, {"words": str(found.then.get(name, 0))}]
            for name in names
        ],
        "criterion_columns": [{"label": "Rule"}, {"label": "Now"}, {"label": "Then"}],
        "criterion_rows": [[{"words": one.criterion}, _counts(one.now), _counts(one.then)] for one in found.criteria],
        "changed_columns": [{"label": "Arrest"}, {"label": "Now"}, {"label": "Then"}],
        "changed_rows": [
            [
                {"words": one.reference, "url": f"/people/{one.reference}/checkpoint/{one.arrest}/"},
                {"words": one.before.words},
                {"words": one.after.words},
            ]
            for one in month.changed
        ],
    }


def _counts(counts: Any) -> dict[str, str]:
    if not counts:
        return {"missing": "Not asked"}
    words = (("met", "met"), ("not_met", "not met"), ("cannot_tell", "cannot tell"))
    return {"words": ", ".join(f"{counts.get(key, 0)} {text}" for key, text in words)}
