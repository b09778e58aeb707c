"""Tasks: what waits for the reader, what they asked others for, what is open about a person; set, handed over, closed."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from desistance.access.queries.involved import who_is_involved
from desistance.access.queries.staffing import agency_of, member_of_staff, workers_of
from desistance.casework.actions.tasks import Doer, close_task, hand_task_over, set_task
from desistance.casework.queries.tasks import TaskShown, my_tasks, own_task, task_address, tasks_of
from desistance.casework.rules.tasks import TaskFacts
from desistance.casework.terms import LONGEST_REASON, LONGEST_TASK, TASK_DONE, TASK_DROPPED
from desistance.desk.queries.frame import Person
from desistance.desk.queries.places import shown_names
from desistance.foundation.decisions import NotFound
from desistance.foundation.passes import Pass
from desistance.foundation.terms import DataClass
from desistance.web.forms import DateParts, Look
from desistance.web.templatetags.desistance import full_date, short_date
from desistance.web.views.access_sending import SentOnce, typed
from desistance.web.views.frame import about_person, acting, at_of, person_page

GET_OR_POST = ["GET", "HEAD", "POST"]
DONE, DROP, HAND_OVER = "done", "drop", "hand_over"
STEPS = {DONE: "It is done", DROP: "It is no longer needed", HAND_OVER: "Hand it over"}


def _text(label: str, most: int, **more: Any) -> forms.CharField:
    return forms.CharField(label=label, max_length=most, widget=forms.Textarea(attrs={"rows": 3}), **more)


class TaskForm(SentOnce):
    """What is to be done, by when and by whom."""

    what = _text("What is to be done?", LONGEST_TASK, error_messages={"required": "Enter what is to be done"})
    due_on = DateParts(label="Due by", error_messages={"required": "Enter by when it is due"})
    doer = forms.ChoiceField(label="Who is to do it?", error_messages={"required": "Choose who is to do it"})

    def __init__(self, *args: Any, doers: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["doer"].choices = [("", "Choose"), *doers]  # type: ignore[attr-defined]  # a ChoiceField

    def facts(self) -> TaskFacts:
        """What was typed."""
        return TaskFacts(self.cleaned_data["what"], self.cleaned_data["due_on"])


class TaskChangeForm(SentOnce):
    """What came of a task, why it is no longer needed, or who takes it on."""

    step = forms.ChoiceField(
        label="What came of it?", widget=forms.RadioSelect, error_messages={"required": "Choose what came of it"}
    )
    came_of = _text("What came of it", LONGEST_REASON, required=False)
    why = _text("Why is it no longer needed?", LONGEST_REASON, required=False)
    doer = forms.ChoiceField(label="Who takes it on?", required=False)
    because = _text("What do they need to know?", LONGEST_REASON, required=False)
    looks = {
        "step": Look(reveals={DONE: ("came_of",), DROP: ("why",), HAND_OVER: ("doer", "because")}),
        **dict.fromkeys(("came_of", "why", "because"), Look(is_counted=False)),
    }
    conflict_labels = {"state": "Where it stands", "came_of": "What came of it", "note": "What they need to know"}

    def __init__(self, *args: Any, doers: Sequence[tuple[str, str]], is_ours: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        steps = [(step, words) for step, words in STEPS.items() if is_ours or step != DONE]
        self.fields["step"].choices = steps  # type: ignore[attr-defined]  # a ChoiceField
        self.fields["doer"].choices = [("", "Choose"), *doers]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Whoever takes it on is named."""
        said = super().clean() or self.cleaned_data
        if said.get("step") == HAND_OVER and not said.get("doer"):
            self.add_error("doer", "Choose who takes it on")
        if said.get("step") == DROP and not said.get("why"):
            self.add_error("why", "Enter why it is no longer needed")
        return said


ASK_TO_SEE = "Share with us what you hold of their case, or tell us why not"
"""What an agency is asked that works with the person and whose entry is only known of. Nothing of the entry stands in it."""


def doers_of(by: Pass) -> list[tuple[str, str]]:
    """Workers of the reader's agency, and the other agencies that work with the person whose record is open."""
    ours = [(f"worker-{one.staff}", one.words) for one in workers_of(agency=by.agency, at=by.at)]
    others = {one.agency_id: one.agency for one in who_is_involved(by=by).open if not one.is_ours} if by.person else {}
    named = [(f"agency-{pk}", name) for pk, name in sorted(others.items(), key=lambda pair: pair[1])]
    return [*ours, (f"agency-{by.agency}", f"Anyone in {by.agency_name}"), *named]


def chosen_doer(said: str, by: Pass) -> Doer:
    """Whom a form names. Raises :class:`NotFound` for nobody."""
    kind, _, number = said.partition("-")
    worker = member_of_staff(staff=int(number)) if kind == "worker" else None
    agency = agency_of(agency=by.agency if kind == "worker" else int(number))
    if agency is None or (kind == "worker" and worker is None):
        raise NotFound()
    return Doer(agency, worker)


@require_http_methods(GET_OR_POST)
def tasks(request: HttpRequest) -> HttpResponse:
    """The reader's tasks, those that nobody has taken, what they asked others for; and adding one about nobody."""
    by = acting(request)
    by.demand("task.set")
    form = TaskForm(typed(request), doers=doers_of(by), initial={"doer": f"worker-{by.staff}"})

    def save() -> None:
        said = form.cleaned_data
        set_task(person=None, facts=form.facts(), doer=chosen_doer(said["doer"], by), by=by, at=at_of(request))
        messages.success(request, "Task added.")

    if request.method == "POST" and form.send(request, save):
        return redirect("tasks")
    found = my_tasks(by=by)
    people = {one.task.person_id for group in (found.mine, found.untaken, found.asked) for one in group}
    names = shown_names(people=sorted(people - {None}), by=by)
    groups = (
        ("mine", "Yours", found.mine, "No task waits for you."),
        ("untaken", "Taken by nobody yet", found.untaken, "No task waits for somebody of your agency."),
        ("asked", "What you asked others for", found.asked, "You wait for nothing from others."),
    )
    shown = [
        {"id": name, "title": title, "empty": empty, "rows": [task_row(one, names) for one in rows]}
        for name, title, rows, empty in groups
    ]
    context = {"title": "Tasks", "groups": shown, "form": form, "button": "Add task"}
    return render(request, "tasks/mine.html", context, status=form.status if form.errors else 200)


def task_row(shown: TaskShown, names: Any = ()) -> dict[str, Any]:
    """One task of a list."""
    task = shown.task
    name = dict(names).get(task.person_id, "") or task.reference
    came_of = f"{task.came_of.rstrip('.')}, said {shown.closer}" if task.came_of else ""
    return {
        "what": task.what,
        "url": f"/tasks/{task.pk}/" if shown.may_change else "",
        "name": name,
        "person_url": f"/people/{task.reference}/" if task.reference else "",
        "state": shown.state_words,
        "tone": shown.tone,
        "lines": [line for line in (task.note.rstrip("."), came_of) if line],
        "provenance": [
            f"due {full_date(task.due_on)}",
            shown.doer,
            f"asked by {', '.join(part for part in (shown.asker, task.asked_agency.short_name) if part)}",
            f"on {short_date(task.recorded_at)}",
        ],
    }


@require_http_methods(GET_OR_POST)
def one_task(request: HttpRequest, task_id: int) -> HttpResponse:
    """A task about nobody; one about a person stands on their page."""
    by = acting(request)
    by.demand("task.set")
    reference = task_address(task_id, by=by)
    if reference:
        return redirect("person-task", reference=reference, task_id=task_id)
    form, is_saved = _change(request, task_id, by)
    if is_saved:
        return redirect("tasks")
    status = form.status if form.errors else 200
    context = {"title": "Task", **_context(form, own_task(task_id, by=by), "/tasks/")}
    return render(request, "tasks/task.html", context, status=status)


def _change(request: HttpRequest, task_id: int, by: Pass) -> tuple[TaskChangeForm, bool]:
    shown = own_task(task_id, by=by)
    initial = {"version": shown.task.version}
    form = TaskChangeForm(typed(request), doers=doers_of(by), is_ours=shown.is_ours, initial=initial)

    def save() -> None:
        said = form.cleaned_data
        more: dict[str, Any] = {"task": shown.task, "by": by, "at": at_of(request), "version": said.get("version")}
        if said["step"] == HAND_OVER:
            hand_task_over(doer=chosen_doer(said["doer"], by), because=said["because"], **more)
            messages.success(request, "Task handed over. They see it in their day.")
            return
        is_done = said["step"] == DONE
        close_task(to=TASK_DONE if is_done else TASK_DROPPED, came_of=said["came_of"] or said["why"], **more)
        messages.success(request, "Task closed. Whoever asked for it can read what came of it.")

    return form, request.method == "POST" and form.send(request, save)


def _context(form: TaskChangeForm, shown: TaskShown, back: str) -> dict[str, Any]:
    return {
        "row": task_row(shown),
        "is_open": shown.is_open,
        "form": form,
        "button": "Save",
        "cancel": {"label": "Back to tasks", "url": back},
    }


@require_safe
@about_person
def person_tasks(request: HttpRequest, person: Person, by: Pass) -> HttpResponse:
    """Tasks about a person, of all agencies that the reader may see."""
    here = f"/people/{person.reference}/tasks/"
    may_add = by.holds("task.set") and DataClass.CASEWORK in by.writes
    rows = [task_row(one) for one in tasks_of(person.pk, by=by)]
    add = {"label": "Add a task", "url": f"{here}new/"} if may_add else None
    more: dict[str, Any] = {"title": "Tasks", "heading": "Tasks", "rows": rows, "add": add}
    return person_page(request, person, "tasks/list.html", tab="contacts", **more)


@require_http_methods(GET_OR_POST)
@about_person
def new_task(request: HttpRequest, person: Person, by: Pass) -> HttpResponse:
    """Ask a worker or another agency to do something about a person."""
    by.demand("task.set")
    doers, asked = doers_of(by), f"agency-{request.GET.get('ask', '')}"
    to_see = asked in dict(doers)
    initial = {"doer": asked, "what": ASK_TO_SEE} if to_see else {"doer": f"worker-{by.staff}"}
    form = TaskForm(typed(request), doers=doers, initial=initial)

    def save() -> None:
        doer = chosen_doer(form.cleaned_data["doer"], by)
        set_task(person=person, facts=form.facts(), doer=doer, by=by, at=at_of(request))
        messages.success(request, "Task added. Whoever is to do it sees it in their day.")

    if request.method == "POST" and form.send(request, save):
        return redirect("person-tasks", reference=person.reference)
    cancel = {"label": "Back to tasks", "url": f"/people/{person.reference}/tasks/"}
    context: dict[str, Any] = {"form": form, "button": "Add task", "cancel": cancel}
    status, title = form.status if form.errors else 200, "Add a task"
    return person_page(
        request, person, "tasks/form.html", tab="contacts", title=title, heading=title, status=status, **context
    )


@require_http_methods(GET_OR_POST)
@about_person
def person_task(request: HttpRequest, person: Person, by: Pass, task_id: int) -> HttpResponse:
    """One task about a person: what came of it, or who takes it on."""
    by.demand("task.set")
    form, is_saved = _change(request, task_id, by)
    if is_saved:
        return redirect("person-tasks", reference=person.reference)
    context = _context(form, own_task(task_id, by=by), f"/people/{person.reference}/tasks/")
    status = form.status if form.errors else 200
    return person_page(
        request,
        person,
        "tasks/person_task.html",
        tab="contacts",
        title="Task",
        heading="Task",
        status=status,
        **context,
    )
