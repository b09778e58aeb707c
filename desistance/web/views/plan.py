"""The tab Plan: needs and strengths, how far someone has come, goals with steps, every version, and the person's own copy."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from desistance.assessment.actions.plans import agree_plan, end_plan
from desistance.assessment.queries.needs import needs_of
from desistance.assessment.queries.plans import own_plan, plans_of, version_of
from desistance.assessment.rules.plans import latest_plan_review
from desistance.desk.queries.frame import Person
from desistance.foundation.calendar import local_date
from desistance.foundation.decisions import NotFound
from desistance.foundation.passes import Pass
from desistance.web.templatetags.desistance import day_date, full_date
from desistance.web.views.access_sending import SentOnce, typed
from desistance.web.views.drafting import drafting
from desistance.web.views.frame import about_person, at_of, person_page
from desistance.web.views.plan_forms import AgreeForm, EndPlanForm
from desistance.web.views.plan_words import (
    COURSE_COLUMNS,
    NEED_COLUMNS,
    course_rows,
    courses,
    finding_of,
    kept_goals,
    may_work,
    need_rows,
    plan_shown,
    strip_of,
)

GET_OR_POST = ["GET", "HEAD", "POST"]
THE_PERSON = "The person"


@require_safe
@about_person
def plan_page(request: HttpRequest, person: Person, by: Pass) -> HttpResponse:
    """Needs now, goals with their steps, how far someone has come, and what is not shared."""
    here = f"/people/{person.reference}/plan/"
    needs, plans = needs_of(person.pk, by=by), plans_of(person.pk, by=by)
    assess = {"label": "Assess needs", "url": f"{here}needs/new/"} if may_work(by, "needs.assess") else None
    begin = {"label": "Add a goal", "url": f"{here}goals/new/"} if may_work(by, "plan.change") else None
    context: dict[str, Any] = {
        "assess": assess,
        "begin": None if plans.own else begin,
        "plans": [plan_shown(one, here, by, THE_PERSON) for one in plans.plans],
        "not_shared": {
            "answer about needs is,answers about needs are": needs.not_shared,
            "goal is,goals are": plans.not_shared,
        },
    }
    if needs.latest:
        context["needs"] = strip_of(needs)
        context["known"] = {"columns": NEED_COLUMNS, "rows": need_rows(needs)}
        context["made"] = [_made(one, here, by) for one in needs.assessments]
        context["course"] = _course(needs, local_date(at_of(request)))
    return person_page(request, person, "plan/plan.html", tab="plan", title="Plan", heading="Needs and plan", **context)


def _course(needs: Any, on: Any) -> dict[str, Any] | None:
    drawn = courses(needs)
    if not drawn:
        return None
    finding = finding_of(needs)
    return {"finding": finding, "courses": drawn, "until": on, "columns": COURSE_COLUMNS, "rows": course_rows(needs)}


def _made(one: Any, here: str, by: Pass) -> dict[str, Any]:
    row = one.row
    how = "with the person" if row.with_person else f"without the person: {row.why_without}"
    said_by = ", ".join(part for part in (one.author, row.agency.short_name) if part)
    corrected = ["Corrected; what was recorded before stays on record"] if row.corrects_id else []
    may_correct = one.is_ours and may_work(by, "needs.assess")
    about = f"of {full_date(row.made_on)}"
    action = {"label": "Correct this assessment", "url": f"{here}needs/{row.pk}/correct/", "about": about}
    return {
        "title": f"Assessed on {full_date(row.made_on)}, {how}",
        "headline": row.headline,
        "provenance": [said_by, *corrected],
        "action": action if may_correct else None,
    }


@require_http_methods(GET_OR_POST)
@about_person
def agree(request: HttpRequest, person: Person, by: Pass) -> HttpResponse:
    """Record what the person said to the plan; the plan is kept as it stands."""
    by.demand("plan.agree")
    plan, on = own_plan(by=by), local_date(at_of(request))
    draft = drafting(request, person, "plan-agree", f"plan-{plan.pk}")
    form = AgreeForm(typed(request), initial={"agreed_on": on, **draft.initial, "version": plan.version})

    def save() -> str:
        told: dict[str, Any] = {"facts": form.facts(), "version": form.cleaned_data.get("version")}
        made = agree_plan(plan=plan, by=by, at=at_of(request), **told)
        draft.drop(by=by, at=at_of(request))
        return (
            f"Version {made.number} of the plan is kept as it stands. Everyone involved who may see the plan sees it."
        )

    effects = [
        "The plan is kept as it stands now, and can be read again under its number.",
        f"It is looked at again by {day_date(latest_plan_review(on))} at the latest.",
    ]
    more = {"effects": effects, **draft.context}
    return plan_form(request, person, form, save, title="Agree the plan", button="Save what the person said", **more)


@require_http_methods(GET_OR_POST)
@about_person
def end(request: HttpRequest, person: Person, by: Pass) -> HttpResponse:
    """End the agency's plan; it stays readable."""
    by.demand("plan.agree")
    plan = own_plan(by=by)
    form = EndPlanForm(typed(request), initial={"version": plan.version})

    def save() -> str:
        told = {"reason": form.cleaned_data["reason"], "version": form.cleaned_data.get("version")}
        end_plan(plan=plan, by=by, at=at_of(request), **told)
        return "The plan has ended. It stays readable."

    effects = ["No step of it is asked of anyone any more.", "It stays on record with every version."]
    return plan_form(request, person, form, save, title="End the plan", button="End the plan", effects=effects)


@require_safe
@about_person
def version(request: HttpRequest, person: Person, by: Pass, version_id: int) -> HttpResponse:
    """A plan as it stood when the person was asked."""
    shown, goals = version_of(version_id, by=by)
    context: dict[str, Any] = {
        "shown": shown,
        "goals": kept_goals(goals, THE_PERSON),
        "back": {"label": "Back to the plan", "url": f"/people/{person.reference}/plan/"},
    }
    title = f"Version {shown.row.number} of the plan"
    return person_page(request, person, "plan/version.html", tab="plan", title=title, heading=title, **context)


@require_safe
@about_person
def copy(request: HttpRequest, person: Person, by: Pass) -> HttpResponse:
    """The plan in plain words for the person: large print, nothing about risk. Raises :class:`NotFound` without one."""
    by.demand("plan.change")
    plan = plans_of(person.pk, by=by).own
    if plan is None:
        raise NotFound()
    needs = needs_of(person.pk, by=by)
    context = {
        "title": "Your plan",
        "plan": plan,
        "on": local_date(at_of(request)),
        "goals": plan.goals_in("now"),
        "later": plan.goals_in("future"),
        "achieved": plan.goals_in("achieved"),
        "strengths": [one for one in needs.pathways if one.level == "strength"],
        "last": plan.versions[0] if plan.versions else None,
        "back": {"label": "Back to the plan", "url": f"/people/{person.reference}/plan/"},
    }
    return render(request, "plan/copy.html", context)


def plan_form(
    request: HttpRequest,
    person: Person,
    form: SentOnce,
    save: Callable[[], str],
    *,
    title: str,
    template: str = "plan/form.html",
    again: str = "",
    there: str = "",
    **more: Any,
) -> HttpResponse:
    """A form of this tab: saved and back to ``there`` or the tab (to ``again`` for one more), or drawn with what is wrong."""
    there = there or f"/people/{person.reference}/plan/"

    def deed() -> None:
        messages.success(request, save())

    if request.method == "POST" and form.send(request, deed):
        if again and "another" in request.POST:
            return redirect(again)
        return redirect(there)
    context = {
        "form": form,
        "cancel": {"label": "Cancel", "url": there},
        "has_another": bool(again),
        **more,
    }
    status = form.status if form.errors else 200
    return person_page(request, person, template, tab="plan", title=title, heading=title, status=status, **context)
