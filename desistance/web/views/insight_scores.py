"""How well risk scores fitted what became of people: the list with its form, and one comparison."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.text import capfirst
from django.views.decorators.http import require_http_methods, require_safe

from desistance.assessment.terms.scores import SCORE_NOT_A_DECISION, Predictor
from desistance.foundation.passes import Pass
from desistance.measurement.actions.validations import ask_for_validation
from desistance.measurement.queries.validations import (
    snapshot_numbered,
    snapshots_to_validate,
    validation_shown,
    validations,
)
from desistance.measurement.rules.periods import Period
from desistance.measurement.terms import FOLLOWED_BY_PREDICTOR, VALIDATION_STATES
from desistance.web.forms import Look
from desistance.web.templatetags.charts import Line, Point
from desistance.web.templatetags.desistance import moment
from desistance.web.views.access_sending import SentOnce, typed
from desistance.web.views.frame import acting, at_of
from desistance.web.views.insight import INSIGHT

SCORES = {"label": "How well scores fit", "url": "/insight/scores/"}
COLUMNS = [
    {"label": "Group"},
    *(
        {"label": words, "is_number": True}
        for words in ("People", "Reoffended", "Foreseen", "More than foreseen", "Ranking", "Brier score", "Slope")
    ),
]
GROUPED_BY = {"sex": "Sex", "age": "Age at the start", "ethnicity": "Self-defined ethnicity", "everyone": "Everyone"}


class AskForm(SentOnce):
    """Which score is compared with which snapshot."""

    predictor = forms.ChoiceField(
        label="Score",
        widget=forms.RadioSelect,
        choices=[
            (name, f"{Predictor(name).label} ({name}), {months} months")
            for name, months in FOLLOWED_BY_PREDICTOR.items()
        ],
        error_messages={"required": "Select a score"},
    )
    snapshot = forms.ChoiceField(
        label="People of", widget=forms.RadioSelect, error_messages={"required": "Select a snapshot"}
    )
    looks = {"predictor": Look(size="s"), "snapshot": Look(size="s")}

    def __init__(self, *args: Any, snapshots: Sequence[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["snapshot"].choices = [(str(one.pk), _snapshot_words(one)) for one in snapshots]  # type: ignore[attr-defined]


@require_http_methods(["GET", "HEAD", "POST"])
def listed(request: HttpRequest) -> HttpResponse:
    """What was compared, and a form to ask for more."""
    by = acting(request)
    found, may_ask = validations(by=by), by.holds("measure.count")
    offered = snapshots_to_validate(by=by) if may_ask else []
    form = AskForm(typed(request), snapshots=offered) if offered else None
    if request.method == "POST":
        by.demand("measure.count")
        if form and form.send(request, lambda: _ask(form, by, request)):
            return redirect("validations")
    context = {
        "title": "How well risk scores fit",
        "validations": [_line(one) for one in found],
        "form": form,
        "may_ask": may_ask,
        "breadcrumbs": [INSIGHT],
    }
    return render(request, "insight/scores.html", context, status=form.status if form and form.errors else 200)


def _ask(form: AskForm, by: Pass, request: HttpRequest) -> None:
    snapshot = snapshot_numbered(int(form.cleaned_data["snapshot"]), by=by)
    ask_for_validation(snapshot=snapshot, predictor=form.cleaned_data["predictor"], by=by, at=at_of(request))


@require_safe
def shown(request: HttpRequest, number: int) -> HttpResponse:
    """One comparison: everyone, by tenths of the score, and by group, with the range of each figure."""
    one = validation_shown(number, by=acting(request))
    predictor = Predictor(one.record.predictor)
    context = {
        "title": f"How well {predictor.value} fits",
        "validation": one,
        "predictor": predictor.label,
        "state": VALIDATION_STATES[one.record.state].wording,
        "months": one.record.result.get("followed_months"),
        "period": Period(one.record.snapshot.first_on, one.record.snapshot.last_on).words,
        "finding": finding_of(one.everyone) if one.everyone else "",
        "columns": COLUMNS,
        "tables": _tables(one.everyone, one.groups) if one.everyone else [],
        "apart": [words for words in map(apart_words, one.groups) if words],
        "observed": _line_of(one.slices, "Reoffended", lambda each: each["observed"]),
        "foreseen": _line_of(one.slices, "Foreseen", lambda each: [each["predicted"], None, None]),
        "caution": SCORE_NOT_A_DECISION,
        "breadcrumbs": [INSIGHT, SCORES],
    }
    return render(request, "insight/score.html", context)


def _snapshot_words(snapshot: Any) -> str:
    return f"{Period(snapshot.first_on, snapshot.last_on).words}, frozen {moment(snapshot.frozen_at)}"


def _line(record: Any) -> dict[str, Any]:
    return {
        "words": f"{record.predictor}: {Period(record.snapshot.first_on, record.snapshot.last_on).words}",
        "url": reverse("validation", args=[record.pk]),
        "state": VALIDATION_STATES[record.state].wording,
        "when": moment(record.counted_at or record.asked_at),
        "because": record.failed_because,
    }


def finding_of(everyone: Mapping[str, Any]) -> str:
    """What the comparison says of everyone, in one sentence."""
    if everyone["predicted"] is None:
        return "Too few people for a finding."
    foreseen, (more, low, high) = everyone["predicted"], everyone["in_the_large"]
    said = f"{foreseen:.1%} were foreseen to reoffend and {foreseen + more:.1%} did"
    if low <= 0 <= high:
        return f"{said}: no more apart than chance would explain."
    return f"{said}: the score was too {'low' if more > 0 else 'high'}, by more than chance would explain."


def apart_words(group: Mapping[str, Any]) -> str:
    """Which way the score was wrong for a group, where chance alone would not explain it; empty where it would."""
    if group["in_the_large"] is None:
        return ""
    more, low, high = group["in_the_large"]
    if low <= 0 <= high:
        return ""
    which = f"{GROUPED_BY.get(group['by'], group['by'])}, {capfirst(group['group'])}"
    way = "more reoffended than was foreseen" if more > 0 else "fewer reoffended than was foreseen"
    return f"{which}: {way}, by {abs(more) * 100:.1f} percentage points ({low * 100:+.1f} to {high * 100:+.1f})."


def _tables(everyone: Mapping[str, Any], groups: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    kinds = {"everyone": [everyone]}
    for one in groups:
        kinds.setdefault(one["by"], []).append(one)
    return [
        {
            "title": GROUPED_BY.get(kind, kind),
            "rows": [_row(one) for one in sorted(some, key=_place)],
            "hidden": _hidden(some),
        }
        for kind, some in kinds.items()
    ]


def _place(one: Mapping[str, Any]) -> tuple[bool, bool, str]:
    """Those of whom it is not recorded stand last, the youngest first."""
    group = str(one["group"])
    return group == "not recorded", not group.startswith("under"), group


def _hidden(groups: Sequence[Mapping[str, Any]]) -> list[str]:
    return [f"{capfirst(one['group'])}: {one['hidden']}" for one in groups if one["hidden"]]


def _row(one: Mapping[str, Any]) -> list[dict[str, str]]:
    name = "Everyone" if one["by"] == "everyone" else capfirst(one["group"])
    return [
        {"words": name},
        {"words": _count(one["people"])},
        {"words": _count(one["reoffended"])},
        _figure(None if one["predicted"] is None else [one["predicted"]], "{:.1%}"),
        _figure(one["in_the_large"], "{:+.1%}"),
        _figure(one["area"], "{:.3f}"),
        _figure(one["brier"], "{:.3f}"),
        _figure(one["slope"], "{:.2f}"),
    ]


def _count(shown: Any) -> str:
    return f"{shown:,}" if isinstance(shown, int) else str(shown)


def _figure(interval: Sequence[float] | None, form: str) -> dict[str, str]:
    if interval is None:
        return {"missing": "Not shown"}
    value, *ends = (form.format(figure) for figure in interval)
    return {"words": value, "note": f"{ends[0]} to {ends[1]}"} if ends else {"words": value}


def _line_of(slices: Sequence[Mapping[str, Any]], name: str, figures: Any) -> Line:
    points = []
    for each in slices:
        value, low, high = (None if one is None else one * 100 for one in figures(each))
        points.append(Point((f"{each['predicted']:.0%}",), value, "", low, high))
    return Line(name, points)
