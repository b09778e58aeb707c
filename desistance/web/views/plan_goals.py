"""Goals and steps: added to a list one after another, changed, moved on, and answered by the agency that takes a step."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from desistance.access.queries.involved import who_is_involved
from desistance.access.queries.staffing import workers_of
from desistance.assessment.actions.plans import (
    add_step,
    change_goal,
    change_step,
    move_goal,
    put_as_task,
    set_goal,
)
from desistance.assessment.queries.plans import GoalShown, StepShown, own_goal, step_seen
from desistance.assessment.rules.plans import StepFacts
from desistance.casework.queries.contacts import next_and_last
from desistance.desk.queries.frame import Person
from desistance.foundation.passes import Pass
from desistance.web.templatetags.desistance import moment
from desistance.web.views.access_sending import typed
from desistance.web.views.drafting import drafting
from desistance.web.views.frame import about_person, at_of
from desistance.web.views.plan import GET_OR_POST, THE_PERSON, plan_form
from desistance.web.views.plan_forms import GoalChange, GoalForm, StepAnswer, StepChange, StepForm
from desistance.web.views.plan_words import step_shown


@require_http_methods(GET_OR_POST)
@about_person
def new_goal(request: HttpRequest, person: Person, by: Pass) -> HttpResponse:
    """Set a goal in the agency's plan, which begins with its first goal."""
    by.demand("plan.change")
    draft = drafting(request, person, "plan-goal")
    form = GoalForm(typed(request), initial={"pathway": request.GET.get("about", ""), **draft.initial})

    def save() -> str:
        goal = set_goal(person=person, facts=form.facts(), by=by, at=at_of(request))
        draft.drop(by=by, at=at_of(request))
        return f"Goal added: {goal.what}. Add a step to it."

    more = {"again": reverse("plan-goal-new", args=[person.reference]), **draft.context}
    return plan_form(request, person, form, save, title="Add a goal", button="Add goal", **more)


@require_http_methods(GET_OR_POST)
@about_person
def goal(request: HttpRequest, person: Person, by: Pass, goal_id: int) -> HttpResponse:
    """Say a goal better, put it off, say that it is achieved, or remove it with the reason."""
    by.demand("plan.change")
    shown = own_goal(goal_id, by=by)
    row = shown.goal
    initial = {"what": row.what, "pathway": row.pathway, "state": row.state, "why": row.came_of, "version": row.version}
    form = GoalChange(typed(request), initial=initial, state=row.state)

    def save() -> str:
        said, at = form.cleaned_data, at_of(request)
        version = said.get("version")
        if (said["what"], said["pathway"]) != (row.what, row.pathway):
            change_goal(goal=row, what=said["what"], pathway=said["pathway"], version=version, by=by, at=at)
            version = None
        if said["state"] != row.state:
            move_goal(goal=row, state=said["state"], why=said["why"], version=version, by=by, at=at)
        return "Goal saved. A plan that was agreed is agreed again once it changed."

    return plan_form(
        request, person, form, save, title="Change a goal", button="Save goal", steps=_steps(shown, person, by)
    )


def _steps(shown: GoalShown, person: Person, by: Pass) -> list[dict[str, Any]]:
    here = f"/people/{person.reference}/plan/"
    return [step_shown(one, here, by, THE_PERSON, works=True) for one in shown.steps]


def _takers(by: Pass) -> dict[str, Any]:
    """Workers of the reader's agency, and the other agencies that work with the person as far as the reader may know."""
    agencies = {one.agency_id: one.agency for one in who_is_involved(by=by).open if not one.is_ours}
    return {
        "workers": [(str(worker.staff), worker.words) for worker in workers_of(agency=by.agency, at=by.at)],
        "agencies": [(str(one), name) for one, name in sorted(agencies.items(), key=lambda pair: pair[1])],
    }


@require_http_methods(GET_OR_POST)
@about_person
def new_step(request: HttpRequest, person: Person, by: Pass, goal_id: int) -> HttpResponse:
    """Add a step to a goal, and another one."""
    by.demand("plan.change")
    shown = own_goal(goal_id, by=by)
    draft = drafting(request, person, "plan-step", f"goal-{goal_id}")
    form = StepForm(typed(request), initial={"staff": str(by.staff), **draft.initial}, **_takers(by))

    def save() -> str:
        step = add_step(goal=shown.goal, facts=form.facts(), by=by, at=at_of(request))
        draft.drop(by=by, at=at_of(request))
        return f"Step added: {step.what}."

    again = reverse("plan-step-new", args=[person.reference, goal_id])
    more = {"about": shown.goal.what, "steps": _steps(shown, person, by), "again": again, **draft.context}
    return plan_form(request, person, form, save, title="Add a step", button="Add step", **more)


@require_http_methods(GET_OR_POST)
@about_person
def step(request: HttpRequest, person: Person, by: Pass, step_id: int) -> HttpResponse:
    """Say how a step stands and what came of it. The agency that takes it may do so too."""
    by.demand("plan.change")
    shown, one = step_seen(step_id, by=by)
    form = _of_ours(request, one, person, by) if shown.is_ours else _of_theirs(request, one)

    def save() -> str:
        said = form.cleaned_data
        facts = form.facts() if isinstance(form, StepForm) else _answered(one, said)
        change_step(step=one.step, facts=facts, version=said.get("version"), by=by, at=at_of(request))
        return "Step saved."

    more = {"about": shown.goal.what, "doing": one.step.what}
    return plan_form(request, person, form, save, title="Update a step", button="Save step", **more)


@require_POST
@about_person
def step_task(request: HttpRequest, person: Person, by: Pass, step_id: int) -> HttpResponse:
    """Ask whoever takes a step to do it, as a task of theirs."""
    by.demand("plan.change")
    _, one = step_seen(step_id, by=by)
    put_as_task(step=one.step, by=by, at=at_of(request))
    messages.success(request, "Asked for as a task. What comes of it shows on the step.")
    return redirect("person-plan", reference=person.reference)


def _of_ours(request: HttpRequest, one: StepShown, person: Person, by: Pass) -> StepChange:
    row = one.step
    initial = {name: getattr(row, name) for name in ("what", "taker", "due_on", "state", "came_of", "version")}
    initial |= {"staff": str(row.staff_id or by.staff), "taking_agency": str(row.taking_agency_id or "")}
    coming, last, _ = next_and_last(person.pk, by=by)
    contacts = [
        (str(each.contact.pk), f"{moment(each.contact.starts_at)}, {each.kind_words}") for each in (*coming, *last)
    ]
    if row.contact_id and str(row.contact_id) not in dict(contacts):
        contacts.append((str(row.contact_id), moment(row.contact.starts_at)))
    initial["contact"] = str(row.contact_id or "")
    return StepChange(typed(request), initial=initial, state=row.state, contacts=contacts, **_takers(by))


def _of_theirs(request: HttpRequest, one: StepShown) -> StepAnswer:
    initial = {name: getattr(one.step, name) for name in ("state", "came_of", "version")}
    return StepAnswer(typed(request), initial=initial, state=one.step.state)


def _answered(one: StepShown, said: dict[str, Any]) -> StepFacts:
    row = one.step
    return StepFacts(
        what=row.what,
        taker=row.taker,
        staff=row.staff_id,
        taking_agency=row.taking_agency_id,
        due_on=row.due_on,
        state=said["state"],
        came_of=said["came_of"],
    )
