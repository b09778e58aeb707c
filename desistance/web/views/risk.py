"""The tab Risk: how high the risk of serious harm is now, how it changed and why, and concerns that ask for a review."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_safe

from desistance.assessment.actions.concerns import answer_concern, raise_concern
from desistance.assessment.actions.reviews import correct_review, countersign, record_review, send_back
from desistance.assessment.queries.risk import ReviewShown, before_review, concern_seen, own_review, risk_of
from desistance.assessment.queries.tiers import tier_of
from desistance.assessment.rules.reviews import concern_due_on
from desistance.assessment.terms.reviews import SERIOUS_HARM, CountersignOutcome, Level
from desistance.desk.queries.frame import Person
from desistance.foundation.calendar import local_date
from desistance.foundation.passes import Pass
from desistance.foundation.terms import DataClass
from desistance.web.templatetags.desistance import day_date
from desistance.web.views.access_sending import SentOnce, typed
from desistance.web.views.alerts import alerts_section
from desistance.web.views.drafting import drafting
from desistance.web.views.frame import about_person, at_of, person_page
from desistance.web.views.risk_forms import (
    ConcernAnswerForm,
    ConcernForm,
    ReviewCorrection,
    ReviewForm,
    SignForm,
    as_typed,
)
from desistance.web.views.risk_words import (
    HISTORY_COLUMNS,
    NOW_COLUMNS,
    concern_rows,
    due_of,
    empty_of,
    finding_of,
    history_rows,
    may_assess,
    meanings,
    now_details,
    now_rows,
    set_by,
    signed_words,
    steps_of,
)
from desistance.web.views.scores_words import tier_shown

GET_OR_POST = ["GET", "HEAD", "POST"]


@require_safe
@about_person
def risk_page(request: HttpRequest, person: Person, by: Pass) -> HttpResponse:
    """The levels now, who set them and when, concerns, and every review before with what changed and why."""
    here, on = f"/people/{person.reference}/risk/", local_date(at_of(request))
    shown = risk_of(person.pk, by=by)
    may_raise = by.holds("risk.concern") and DataClass.RISK in by.writes
    context: dict[str, Any] = {
        "empty": empty_of(shown),
        "alerts": alerts_section(person, by),
        "start": {"label": "Start a review", "url": f"{here}new/"} if may_assess(by) else None,
        "raise": {"label": "Raise a concern", "url": f"{here}concerns/new/"} if may_raise else None,
        "concerns": concern_rows(shown.concerns, here, by),
        "not_shared": shown.not_shared,
        "meanings": meanings(),
        "serious_harm": SERIOUS_HARM,
        "tier": tier_shown(tier_of(person.pk, by=by)),
        "scores": {"label": "Reoffending predictors", "url": f"{here}scores/"},
    }
    if shown.latest:
        context["now"] = _now(shown.latest, here, by, on)
        context["history"] = {
            "columns": HISTORY_COLUMNS,
            "rows": history_rows(shown.reviews),
            "finding": finding_of(shown.reviews),
            **steps_of(shown.reviews, on),
        }
    return person_page(request, person, "risk/risk.html", tab="risk", title="Risk", heading="Risk", **context)


def _now(latest: ReviewShown, here: str, by: Pass, on: Any) -> dict[str, Any]:
    place = f"{here}reviews/{latest.id}/"
    actions = []
    if latest.is_ours and latest.waits and not latest.is_own and by.holds("risk.countersign"):
        actions.append({"label": "Countersign or send back", "url": f"{place}countersign/"})
    if latest.is_ours and may_assess(by):
        actions.append({"label": "Correct this review", "url": f"{place}correct/"})
    return {
        "step": latest.step,
        "word": latest.level,
        "set_by": set_by(latest),
        "made_on": latest.review.made_on,
        "kind": latest.kind_words,
        "due": due_of(latest, on),
        "signed": signed_words(latest),
        "columns": NOW_COLUMNS,
        "rows": now_rows(latest),
        "details": now_details(latest),
        "actions": actions,
    }


@require_http_methods(GET_OR_POST)
@about_person
def new_review(request: HttpRequest, person: Person, by: Pass) -> HttpResponse:
    """Record a review of the risk; what is typed is kept as a draft."""
    by.demand("risk.review")
    draft = drafting(request, person, "risk-review")
    begun = {"made_on": local_date(at_of(request)), "kind": "review"}
    form = ReviewForm(typed(request), initial={**begun, **draft.initial})
    was, _ = before_review(person.pk, by=by)

    def save() -> str:
        record_review(person=person, facts=form.facts(), by=by, at=at_of(request))
        draft.drop(by=by, at=at_of(request))
        return "Review recorded. Everyone involved who may see risk sees it now."

    effects = [f"The level on record by your agency is {Level(was).label}."] if was else []
    effects += ["Everyone involved who may see risk is told if the level changes.", "It answers concerns that wait."]
    more = {"effects": effects, **draft.context}
    return _form(request, person, form, save, title="Review the risk", button="Save review", **more)


@require_http_methods(GET_OR_POST)
@about_person
def correct(request: HttpRequest, person: Person, by: Pass, review_id: int) -> HttpResponse:
    """Correct a review by the reader's agency; the old one stays on record."""
    by.demand("risk.review")
    review = own_review(review_id, by=by).review
    draft = drafting(request, person, "risk-correction", str(review_id))
    form = ReviewCorrection(typed(request), initial={**as_typed(review), **draft.initial})

    def save() -> str:
        reason = form.cleaned_data["reason"]
        correct_review(review=review, facts=form.facts(), reason=reason, by=by, at=at_of(request))
        draft.drop(by=by, at=at_of(request))
        return "Corrected. What was recorded before stays on record as withdrawn."

    effects = [
        "The review on record is withdrawn and the corrected one stands in its place.",
        "It is countersigned anew.",
    ]
    more = {"effects": effects, **draft.context}
    return _form(request, person, form, save, title="Correct a risk review", button="Save correction", **more)


@require_http_methods(GET_OR_POST)
@about_person
def sign(request: HttpRequest, person: Person, by: Pass, review_id: int) -> HttpResponse:
    """Countersign a colleague's review, or send it back."""
    by.demand("risk.countersign")
    shown = own_review(review_id, by=by)
    form = SignForm(typed(request))

    def save() -> str:
        words = form.cleaned_data["words"]
        if form.cleaned_data["outcome"] == CountersignOutcome.SIGNED:
            countersign(review=shown.review, words=words, by=by, at=at_of(request))
            return "Countersigned."
        send_back(review=shown.review, words=words, by=by, at=at_of(request))
        return "Sent back. Its author sees it in their day."

    effects = [
        f"{shown.level}, set by {set_by(shown)}.",
        f"Evidence: {shown.review.evidence}",
        f"Plan: {shown.review.plan}",
    ]
    title = "Countersign a risk review"
    return _form(request, person, form, save, title=title, button="Save", effects=effects, head="What you sign")


@require_http_methods(GET_OR_POST)
@about_person
def new_concern(request: HttpRequest, person: Person, by: Pass) -> HttpResponse:
    """Tell the lead worker what was noticed."""
    by.demand("risk.concern")
    on = local_date(at_of(request))
    form = ConcernForm(typed(request), initial={"noticed_on": on})

    def save() -> str:
        said = form.cleaned_data
        noticed = {"noticed": said["noticed"], "noticed_on": said["noticed_on"]}
        raise_concern(person=person, by=by, at=at_of(request), **noticed)
        return "Concern raised. The lead worker sees it in their day."

    effects = [f"The lead worker is asked to review the risk, or to answer, by {day_date(concern_due_on(on))}."]
    effects.append("If someone is in danger now, ring 999 first.")
    return _form(
        request, person, form, save, title="Raise a concern about risk", button="Raise concern", effects=effects
    )


@require_http_methods(GET_OR_POST)
@about_person
def answer(request: HttpRequest, person: Person, by: Pass, concern_id: int) -> HttpResponse:
    """Say why a concern leads to no review now."""
    by.demand("risk.review")
    concern = concern_seen(concern_id, by=by)
    form = ConcernAnswerForm(typed(request), initial={"version": concern.version})

    def save() -> str:
        said = form.cleaned_data
        answer_concern(concern=concern, words=said["words"], version=said["version"], by=by, at=at_of(request))
        return "Answered. Whoever raised it sees your answer."

    effects = [concern.noticed]
    title = "Answer a concern without a review"
    return _form(request, person, form, save, title=title, button="Save answer", effects=effects, head="The concern")


def _form(
    request: HttpRequest,
    person: Person,
    form: SentOnce,
    save: Callable[[], str],
    *,
    head: str = "What happens",
    **more: Any,
) -> HttpResponse:
    """A form of this tab: saved and back to the tab, or drawn again with what is wrong."""

    def deed() -> None:
        messages.success(request, save())

    if request.method == "POST" and form.send(request, deed):
        return redirect("person-risk", reference=person.reference)
    title = more.pop("title")
    context = {
        "form": form,
        "head": head,
        "cancel": {"label": "Cancel", "url": f"/people/{person.reference}/risk/"},
        **more,
    }
    status = form.status if form.errors else 200
    return person_page(
        request, person, "risk/form.html", tab="risk", title=title, heading=title, status=status, **context
    )
