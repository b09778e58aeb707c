"""The plan at a glance for the person page: needs as a strip, and the goals worked on now. One statement."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import CharField, Count, OuterRef, Q, QuerySet
from django.db.models.functions import Cast, JSONObject

from desistance.access.queries.scope import entries_known, entries_seen
from desistance.assessment.models import Goal, NeedAnswer, Plan, Step
from desistance.assessment.queries.risk import late_words
from desistance.assessment.terms.needs import FOR_WOMEN, WORST_FIRST, Need, Pathway
from desistance.assessment.terms.plans import OPEN_STEPS, PLAN_STATES
from desistance.foundation.calendar import local_date
from desistance.foundation.compiled import rows_of
from desistance.foundation.passes import Pass
from desistance.foundation.reading import marked, note_all
from desistance.foundation.terms import DataClass
from desistance.people.models import Person

MOST_GOALS = 5
MOST_STEPS = 4


def plan_card(person: int, by: Pass) -> Mapping[str, Any] | None:
    """Needs now by pathway with the day, goals for now with their next step, and where the plan stands."""
    with marked("assessment.plan_card"):
        needs, goals, plan, hidden = (told or [] for told in rows_of(_row, by=by, person=person)[0])
    note_all([person] if needs or goals or plan or hidden else [], DataClass.PLAN)
    link = {"label": "Open plan", "url": "{here}plan/"}
    if not needs and not goals:
        sentence = "No needs or goals have been recorded in this service that you may see."
        return {
            "empty": {"strong": "No plan yet.", "sentence": sentence, "small": "That does not mean no needs."},
            "link": link,
        }
    return {
        "needs": _strip(needs, set(hidden)),
        "goals": [_goal(one, local_date(by.at)) for one in goals],
        "note": _note(plan),
        "link": link,
    }


def _row(by: Pass, person: int) -> QuerySet[Any, Any]:
    people = Person.objects.filter(pk=person).annotate(
        needs=ArraySubquery(_needs(by)), goals=ArraySubquery(_goals(by)), plan=ArraySubquery(_plan(by)),
        hidden=ArraySubquery(_hidden(by)),
    )  # fmt: skip
    return people.values_list("needs", "goals", "plan", "hidden")


def _needs(by: Pass) -> Any:
    seen = NeedAnswer.objects.standing().filter(entries_seen(by, "assessment.NeedAnswer"), person=OuterRef("pk"))
    latest = seen.order_by("pathway", "-at", "-id").distinct("pathway")
    return latest.values(told=JSONObject(pathway="pathway", level="level", on=Cast("made_on", CharField())))


def _hidden(by: Pass) -> Any:
    """`health` once where answers closely held are only known of."""
    known = NeedAnswer.objects.standing().filter(entries_known(by, "assessment.NeedAnswer"), person=OuterRef("pk"))
    return known.order_by().values_list("data_class", flat=True).distinct()


def _goals(by: Pass) -> Any:
    step_seen = entries_seen(by, "assessment.Step")
    steps = Step.objects.filter(step_seen, goal=OuterRef("pk"), state__in=OPEN_STEPS).order_by("due_on", "id")
    told = JSONObject(
        what="what", due="due_on", taker="taker", worker="staff__name", agency="taking_agency__short_name"
    )
    seen = Goal.objects.filter(entries_seen(by, "assessment.Goal"), person=OuterRef("pk"), state="now")
    counted = Step.objects.filter(step_seen, goal=OuterRef("pk")).exclude(state="not_needed").order_by()
    total = counted.values("goal").annotate(told=JSONObject(all=Count("pk"), done=Count("pk", filter=Q(state="done"))))
    return (
        seen.order_by("id")
        .annotate(next=ArraySubquery(steps.values(told=told)[:1]), counted=ArraySubquery(total.values("told")))
        .values(told=JSONObject(what="what", next="next", counted="counted"))[:MOST_GOALS]
    )


def _plan(by: Pass) -> Any:
    seen = Plan.objects.filter(entries_seen(by, "assessment.Plan"), person=OuterRef("pk")).exclude(state="ended")
    return seen.order_by("-begun_at").values(told=JSONObject(state="state", agency="agency__short_name"))[:1]


def _strip(needs: list[dict[str, Any]], hidden: set[str]) -> list[dict[str, Any]]:
    told = {one["pathway"]: one for one in needs}
    shown = [one for one in Pathway if one not in FOR_WOMEN or one in told]
    cells = []
    for pathway in shown:
        level = Need(told[pathway]["level"]) if pathway in told else Need.UNKNOWN
        on = date.fromisoformat(told[pathway]["on"]) if pathway in told else None
        word = level.label
        if pathway not in told and pathway == Pathway.HEALTH and hidden:
            word = "Not shared with you"
        cells.append({"pathway": pathway.label, "level": level.value, "word": word, "on": on})
    return sorted(cells, key=lambda cell: WORST_FIRST.index(Need(cell["level"])))


def _goal(told: Mapping[str, Any], on: date) -> dict[str, Any]:
    """A goal as a row: what it is, how many steps are done, and the next step with who and by when."""
    step = told["next"][0] if told["next"] else {}
    counted = told["counted"][0] if told["counted"] else {"all": 0, "done": 0}
    due = date.fromisoformat(step["due"]) if step.get("due") else None
    return {
        "what": told["what"],
        **counted,
        "step": step.get("what", ""),
        "who": step.get("worker") or step.get("agency") or ("The person" if step else ""),
        "due": due,
        "late": late_words(due, on),
    }


def _note(plan: list[dict[str, Any]]) -> str:
    return f"{PLAN_STATES[plan[0]['state']].wording}, {plan[0]['agency']}" if plan else "No plan yet"
