"""Rules of which a force may have its own versions: every version in force, and its own: proposed, simulated, approved."""

from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from desistance.foundation.calendar import local_date
from desistance.foundation.decisions import NotFound, NotPermitted
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
from desistance.schemes.queries.rules import VersionShown, own_version, own_versions, versions_for
from desistance.schemes.queries.simulations import SIMULATIONS, OnRecord
from desistance.schemes.terms.cases import LONGEST_REASON
from desistance.schemes.terms.checkpoint import CHECKPOINT
from desistance.schemes.terms.proposals import APPROVED, DRAFT, GONE, WAITING
from desistance.web.templatetags.desistance import counted, full_date
from desistance.web.views.access_sending import SentOnce, typed
from desistance.web.views.frame import acting, at_of
from desistance.web.views.rules_faces import FACES, Face

GET_OR_POST = ["GET", "HEAD", "POST"]


def _asked(request: HttpRequest) -> Face:
    face = FACES.get(request.GET.get("of", CHECKPOINT))
    if face is None:
        raise NotFound()
    return face


def _crumbs(face: Face) -> list[dict[str, str]]:
    return [*face.crumbs, {"label": face.title, "url": _list_url(face)}]


def _list_url(face: Face) -> str:
    return f"/rules/?of={face.series.name}"


@require_safe
def rules(request: HttpRequest) -> HttpResponse:
    """Every version with its dates and source, how each differs from the one before, and the force's own proposals."""
    by, at, face = acting(request), at_of(request), _asked(request)
    versions = versions_for(face.series, by.agency)
    context = {
        "title": face.title,
        "face": face,
        "breadcrumbs": list(face.crumbs),
        "versions": _versions(face, versions, in_force(versions, local_date(at))),
        "columns": [{"label": label} for label in face.columns],
        "proposed": [_line(one) for one in own_versions(series=face.series, by=by, at=at)]
        if _may_see(face, by)
        else [],
        "may_propose": by.holds("rules.propose") and by.agency_kind in face.series.kinds,
    }
    return render(request, "rules/list.html", context)


def _versions(face: Face, versions: Sequence[RuleSet], today: RuleSet) -> list[dict[str, Any]]:
    """Every version, newest first, and how it differs from the one before."""
    before = {later.version: earlier for earlier, later in pairwise(versions)}
    return [_version(face, one, before.get(one.version), is_today=one is today) for one in reversed(versions)]


def _version(face: Face, rule_set: RuleSet, earlier: RuleSet | None, *, is_today: bool) -> dict[str, Any]:
    since = f"From {full_date(rule_set.valid_from)}"
    until = f" to {full_date(rule_set.valid_until)}, that day not included" if rule_set.valid_until else ""
    return {
        "number": rule_set.version,
        "dates": f"{since}{until}",
        "is_today": is_today,
        "source": rule_set.source,
        "note": rule_set.values.get("not_applied", ""),
        "rows": face.rows(rule_set),
        "differences": face.series.differences(earlier, rule_set) if earlier else (),
        "earlier": earlier.version if earlier else None,
    }


def _may_see(face: Face, by: Pass) -> bool:
    """Whoever proposes or approves; and those who work by the rules, who see what a version would change of their own people."""
    return any(by.holds(one) for one in ("rules.propose", "rules.approve", *face.readers))


def _line(one: VersionShown) -> dict[str, Any]:
    return {
        "words": f"Version {one.row.number}, from {full_date(one.row.valid_from)}",
        "url": f"/rules/{one.row.pk}/",
        "state": one.state,
        "tone": one.tone,
    }


@require_http_methods(GET_OR_POST)
def propose(request: HttpRequest) -> HttpResponse:
    """Draft a version, starting from the one in force."""
    by, face = acting(request), _asked(request)
    by.demand("rules.propose")
    form = face.form(typed(request), initial=face.typed(versions_for(face.series, by.agency)[-1]))
    made: list[Any] = []

    def save() -> None:
        made.append(propose_rules(series=face.series, facts=form.facts(), by=by, at=at_of(request)))

    if request.method == "POST" and form.send(request, save):
        return redirect("rules-one", version=made[0].pk) if made else redirect(_list_url(face))
    return _form_page(request, face, form, "Propose a version")


@require_http_methods(GET_OR_POST)
def change(request: HttpRequest, version: int) -> HttpResponse:
    """Change a draft."""
    by, at = acting(request), at_of(request)
    by.demand("rules.propose")
    shown = own_version(version=version, by=by, at=at)
    face = FACES[shown.series.name]
    told = {"valid_from": shown.row.valid_from, "source": shown.row.source, "version": shown.row.version}
    form = face.form(typed(request), initial={**face.typed(shown.rules), **told})

    def save() -> None:
        change_rules(version=shown.row, facts=form.facts(), read=form.cleaned_data.get("version"), by=by, at=at)

    if request.method == "POST" and form.send(request, save):
        return redirect("rules-one", version=version)
    return _form_page(request, face, form, "Change the draft")


def _form_page(request: HttpRequest, face: Face, form: SentOnce, title: str) -> HttpResponse:
    context = {
        "title": title,
        "face": face,
        "form": form,
        "breadcrumbs": _crumbs(face),
        "cancel": {"label": "Cancel", "url": _list_url(face)},
    }
    return render(request, "rules/form.html", context, status=form.status if form.errors else 200)


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
    shown = own_version(version=version, by=by, at=at)
    if not _may_see(FACES[shown.series.name], by):
        raise NotPermitted("Your role does not let you do this. Ask a supervisor of your force.")
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
        return redirect("rules-one", version=version)
    return render(request, "rules/one.html", _page(shown, form, acts, by, request), status=_status(form))


def _status(form: ActForm) -> int:
    return form.status if form.errors else 200


def _page(shown: VersionShown, form: ActForm, acts: list[Any], by: Pass, request: HttpRequest) -> dict[str, Any]:
    row, series, face = shown.row, shown.series, FACES[shown.series.name]
    versions = versions_for(series, by.agency)
    before = next((one for one in reversed(versions) if one.valid_from < row.valid_from), versions[0])
    is_open = row.state in {DRAFT, WAITING}
    found = SIMULATIONS[series.name](rules=shown.rules, by=by, at=at_of(request)) if is_open else None
    return {
        "title": f"Version {row.number}",
        "face": face,
        "breadcrumbs": _crumbs(face),
        "shown": shown,
        "before": before.version,
        "differences": series.differences(before, shown.rules),
        "form": form if acts else None,
        "change_url": f"/rules/{row.pk}/edit/" if row.state == DRAFT and by.holds("rules.propose") else "",
        "is_gone": row.state == GONE,
        "found": found,
        **(_tables(found, face) if found else {}),
    }


def _tables(found: OnRecord, face: Face) -> dict[str, Any]:
    told, record = found.simulation, face.record
    names = sorted({*told.now, *told.then})
    numbers = [{"label": "Now", "is_number": True}, {"label": "Then", "is_number": True}]
    words = [{"label": "Now"}, {"label": "Then"}]
    return {
        "number": counted(told.number, f"{record.lower()},{record.lower()}s"),
        "explained": face.explain(found),
        "result_columns": [{"label": "Result"}, *numbers],
        "result_rows": [
            [{"words": name}, {"words": str(told.now.get(name, 0))}, {"words": str(told.then.get(name, 0))}]
            for name in names
        ],
        "part_columns": [{"label": face.part}, *words],
        "part_rows": [[{"words": part}, _counts(face, now), _counts(face, then)] for part, now, then in told.parts],
        "changed_columns": [{"label": record}, *words],
        "changed_rows": [
            [
                {"words": one.reference, "url": face.url.format(reference=one.reference, record=one.record)},
                {"words": one.before},
                {"words": one.after},
            ]
            for one in found.changed
        ],
    }


def _counts(face: Face, counts: Any) -> dict[str, str]:
    return {"words": face.count(counts)} if counts else {"missing": "Not asked"}
