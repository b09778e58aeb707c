"""Evaluations: the list, the plan with its lock, and what was found."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from desistance.foundation.decisions import Refused
from desistance.foundation.passes import Pass
from desistance.measurement.actions.evaluations import ask_for_evaluation, change_plan, lock_plan
from desistance.measurement.actions.publications import prepare_evaluation
from desistance.measurement.queries.evaluations import (
    evaluation_shown,
    evaluation_to_change,
    evaluation_to_publish,
    evaluations,
    snapshot_counted,
    snapshots_counted,
    trial_numbered,
    trials_open_to_analysis,
)
from desistance.measurement.queries.kinds import kinds_evaluated
from desistance.measurement.rules.evaluation import MATCHED, RANDOMISED, Choices
from desistance.measurement.rules.periods import Period
from desistance.measurement.terms import (
    ANY_KIND,
    DESIGNS,
    FOLLOWED_MONTHS,
    KNOWN_BEFORE,
    LONGEST_LOGIC,
    LONGEST_QUESTION,
    LONGEST_REASON,
    METHODS,
    OUTCOMES,
    POOLS,
)
from desistance.web.forms import DateParts, Look
from desistance.web.templatetags.desistance import full_date
from desistance.web.views.access_sending import SentOnce, typed
from desistance.web.views.frame import acting, at_of
from desistance.web.views.insight import INSIGHT
from desistance.web.views.insight_evaluation_words import design_of, found_of, line_of, plan_facts, steps_of

EVALUATIONS = {"label": "Evaluations", "url": "/insight/evaluations/"}
USUAL = ("age", "sex", "previous", "year_before", "main_offence")


def _radios(label: str, choices: Mapping[Any, str], error: str, **more: Any) -> forms.ChoiceField:
    told = {"widget": forms.RadioSelect, "error_messages": {"required": error}, **more}
    return forms.ChoiceField(label=label, choices=list(choices.items()), **told)


class PlanForm(SentOnce):
    """A question, a logic model and a plan. Only facts that are known before the start are offered."""

    question = forms.CharField(
        label="The question",
        help_text="For example, does Checkpoint reduce reoffending?",
        max_length=LONGEST_QUESTION,
        error_messages={"required": "Enter the question"},
    )
    logic_model = forms.CharField(
        label="What is done, for whom, and why should fewer reoffend?",
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=LONGEST_LOGIC,
        error_messages={"required": "Enter what is done, for whom, and why fewer should reoffend"},
    )
    scheme = forms.ChoiceField(label="Scheme", error_messages={"required": "Choose a scheme"})
    first_on = DateParts(label="Entered from", words="First day", error_messages={"required": "Enter the first day"})
    last_on = DateParts(label="Entered up to", words="Last day", error_messages={"required": "Enter the last day"})
    snapshot = forms.ChoiceField(
        label="On the records of",
        widget=forms.RadioSelect,
        error_messages={"required": "Choose a snapshot"},
    )
    design = _radios("How are people compared?", DESIGNS, "Choose how people are compared")
    pool = _radios("Compared with", POOLS, "", required=False)
    before = forms.MultipleChoiceField(
        label="Alike in",
        help_text="Facts known on the day of the start. What came after it may be an effect, so it is not offered.",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        choices=list(KNOWN_BEFORE.items()),
    )
    method = _radios("Whom does each person stand beside?", METHODS, "", required=False)
    trial = forms.ChoiceField(label="Trial", required=False)
    primary = _radios("What the headline is about", OUTCOMES, "Choose what the headline is about")
    months = _radios("Followed for", FOLLOWED_MONTHS, "Choose how long people are followed")
    locks_itself = forms.BooleanField(
        label="Lock it as soon as the people are counted, whatever they show", required=False
    )
    amended_because = forms.CharField(
        label="What changes, and why?",
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=LONGEST_REASON,
        error_messages={"required": "Enter what changes and why"},
    )
    conflict_labels = {"question": "Question", "logic_model": "Logic model"}

    def __init__(
        self, *args: Any, snapshots: Sequence[Any], trials: Sequence[Any], is_amended: bool, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        kinds = [(ANY_KIND, "Any work of an agency"), *kinds_evaluated().items()]
        self.fields["scheme"].choices = [("", "Choose a scheme"), *kinds]  # type: ignore[attr-defined]
        self.fields["snapshot"].choices = [(str(one.pk), _snapshot_words(one)) for one in snapshots]  # type: ignore[attr-defined]
        self.fields["trial"].choices = [("", "Choose a trial"), *((str(one.pk), one.name) for one in trials)]  # type: ignore[attr-defined]
        reveals = {MATCHED: ("pool", "before", "method"), RANDOMISED: ("trial",)}
        if not trials:
            self.fields["design"].choices = [(MATCHED, DESIGNS[MATCHED])]  # type: ignore[attr-defined]
            self.fields["design"].help_text = "There is no trial that has stopped and whose list is open."
        small = {name: Look(size="s") for name in ("snapshot", "pool", "method", "primary", "first_on", "last_on")}
        self.looks = {
            **small,
            "design": Look(size="s", reveals=reveals),
            "before": Look(size="s", is_small=True),
            "months": Look(size="s", is_inline=True),
        }
        if not is_amended:
            del self.fields["amended_because"]

    def choices(self) -> Choices:
        """What was chosen."""
        said = self.cleaned_data
        is_matched = said["design"] == MATCHED
        return Choices(
            **{name: said[name] for name in ("question", "logic_model", "design", "scheme", "first_on", "last_on")},
            months=int(said["months"]),
            primary=said["primary"],
            locks_itself=said["locks_itself"],
            pool=said["pool"] if is_matched else "",
            before=tuple(said["before"]) if is_matched else (),
            method=said["method"] if is_matched else "",
        )


def _snapshot_words(one: Any) -> str:
    return f"Snapshot {one.pk}, complete to {full_date(one.complete_to)}"


@require_safe
def listed(request: HttpRequest) -> HttpResponse:
    """Every evaluation, newest first."""
    by = acting(request)
    context = {
        "title": "Evaluations",
        "evaluations": [line_of(one) for one in evaluations(by=by)],
        "may_plan": by.holds("evaluation.plan"),
        "breadcrumbs": [INSIGHT],
    }
    return render(request, "insight/evaluations.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Write down a plan; or amend a locked one, starting from what it says, with what changes and why."""
    by, at = acting(request), at_of(request)
    by.demand("evaluation.plan")
    amends = request.GET.get("amends", "")
    before = evaluation_to_change(int(amends), by=by) if amends.isdecimal() else None
    form = _form(request, by, before, is_amended=before is not None)

    def save() -> Any:
        more = {"amends": before, "because": form.cleaned_data["amended_because"]} if before else {}
        return ask_for_evaluation(**_asked(form, by), by=by, at=at, **more)

    if request.method == "POST" and form.send(request, save):
        messages.success(request, "The people are being counted. No outcome is looked at.")
        return redirect("evaluations")
    title = "Amend the plan" if before else "New evaluation"
    return _page(request, form, title, "Count the people", before)


@require_http_methods(["GET", "HEAD", "POST"])
def plan(request: HttpRequest, number: int) -> HttpResponse:
    """Change a plan that is not locked; its people are counted again."""
    by, at = acting(request), at_of(request)
    record = evaluation_to_change(number, by=by)
    form = _form(request, by, record)

    def save() -> Any:
        version = form.cleaned_data["version"] or 0
        return change_plan(evaluation=record, version=version, **_asked(form, by), by=by, at=at)

    if request.method == "POST" and form.send(request, save):
        messages.success(request, "The plan is changed. The people are being counted again.")
        return redirect("evaluation", number)
    return _page(request, form, "Change the plan", "Save and count the people", record)


def _form(request: HttpRequest, by: Pass, start: Any, *, is_amended: bool = False) -> PlanForm:
    snapshots, trials = snapshots_counted(by=by), trials_open_to_analysis(by=by)
    initial: dict[str, Any] = {"before": list(USUAL), "method": "radius", "primary": "reoffended", "months": "12"}
    initial |= {"design": MATCHED, "snapshot": str(snapshots[0].pk) if snapshots else ""}
    if start is not None:
        names = ("question", "logic_model", "scheme", "first_on", "last_on", "design", "pool", "method", "primary")
        initial |= {name: getattr(start, name) for name in names}
        initial |= {"months": str(start.months), "before": start.before, "version": start.version}
        initial |= {"snapshot": str(start.snapshot_id), "trial": str(start.trial_id or "")}
    return PlanForm(typed(request), snapshots=snapshots, trials=trials, is_amended=is_amended, initial=initial)


def _asked(form: PlanForm, by: Pass) -> dict[str, Any]:
    said = form.cleaned_data
    chosen = said["trial"] if said["design"] == RANDOMISED else ""
    return {
        "snapshot": snapshot_counted(int(said["snapshot"]), by=by),
        "trial": trial_numbered(int(chosen), by=by) if chosen else None,
        "choices": form.choices(),
    }


def _page(request: HttpRequest, form: PlanForm, title: str, button: str, start: Any) -> HttpResponse:
    cancel = {"label": "Cancel", "url": reverse("evaluation", args=[start.pk]) if start else EVALUATIONS["url"]}
    context = {"title": title, "form": form, "button": button, "cancel": cancel, "breadcrumbs": [INSIGHT, EVALUATIONS]}
    return render(request, "insight/evaluation_plan.html", context, status=form.status if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def shown(request: HttpRequest, number: int) -> HttpResponse:
    """One evaluation: its plan, who was counted, the lock, and what was found. A POST locks it or starts its release."""
    by, refused = acting(request), ""
    if request.method == "POST":
        try:
            return _step(request, number, by)
        except Refused as against:
            refused = against.words
    one = evaluation_shown(number, by=by)
    record = one.record
    context = {
        "title": "Evaluation",
        "one": one,
        "facts": plan_facts(one),
        "steps": steps_of(record),
        "found": found_of(one),
        "only": request.GET.get("only") == "completed",
        "design": design_of(record.result or record.people),
        "period": Period(record.first_on, record.last_on).words,
        "may_plan": by.holds("evaluation.plan"),
        "may_prepare": by.holds("publication.prepare") and record.state == "counted" and one.publication is None,
        "page_messages": [{"kind": "danger", "strong": refused}] if refused else [],
        "has_errors": bool(refused),
        "breadcrumbs": [INSIGHT, EVALUATIONS],
    }
    return render(request, "insight/evaluation.html", context, status=422 if refused else 200)


def _step(request: HttpRequest, number: int, by: Pass) -> HttpResponse:
    at = at_of(request)
    if request.POST.get("step") == "publish":
        made = prepare_evaluation(evaluation=evaluation_to_publish(number, by=by), by=by, at=at)
        return redirect("publication", made.pk)
    version = request.POST.get("version", "")
    lock_plan(
        evaluation=evaluation_to_change(number, by=by),
        version=int(version) if version.isdecimal() else 0,
        by=by,
        at=at,
    )
    messages.success(request, "The plan is locked. Its outcomes are being worked out.")
    return redirect("evaluation", number)
