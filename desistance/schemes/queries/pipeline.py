"""Checkpoint's pipeline: who is at which stage, with counts, a page at a time; and the funnel of the last 12 months with n."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery

from desistance.access.queries.scope import scope, tied, unhidden
from desistance.audit.deeds import question
from desistance.foundation.calendar import local_date
from desistance.foundation.passes import Pass
from desistance.foundation.reading import note_all
from desistance.foundation.terms import DataClass
from desistance.history.models import Arrest
from desistance.people.queries.names import ShownPerson, shown_names
from desistance.schemes.declared import SCHEMES
from desistance.schemes.models import EligibilityCheck, SchemeCase
from desistance.schemes.queries.arrests import arrests_to_decide
from desistance.schemes.queries.checks import LATELY
from desistance.schemes.rules.clocks import first_contact_due
from desistance.schemes.terms.cases import Colour
from desistance.schemes.terms.checkpoint import CHECKPOINT
from desistance.schemes.terms.checks import Result
from desistance.schemes.terms.contracts import (
    ACCEPTED,
    CHECKED,
    COMPLETED,
    DECISION_DUE,
    OFFERED,
    ON_CONTRACT,
    RUNNING,
)

PAGE = 25
YEAR = timedelta(days=365)
STAGES = (
    ("requested", "Check requested"),
    ("offer", "Eligible - offer"),
    ("assessment", "Assessment due"),
    ("contract", "On contract"),
    ("decision", "Decision due"),
    ("closed", "Closed"),
)
"""Tabs in the order of the way through; a contract whose last day has come is under Decision due."""


@dataclass(frozen=True, slots=True)
class PipelineRow:
    """One arrest or case at its stage. ``due``: the moment or day that its clock runs to, ``days_left`` until a decision."""

    person: ShownPerson
    reference: str
    words: str
    state: str
    since: datetime
    case: int = 0
    arrest: int = 0
    colour: str = ""
    navigator: str = ""
    ends_on: date | None = None
    due: datetime | None = None
    has_new_arrest: bool = False


@dataclass(frozen=True, slots=True)
class Funnel:
    """How many got how far, of arrests checked in the last 12 months and the cases that followed."""

    checked: int
    eligible: int
    offered: int
    agreed: int
    signed: int
    ended: int
    completed: int


@dataclass(frozen=True, slots=True)
class Pipeline:
    """One stage with its rows, how many stand at each, and the navigators to choose from."""

    stage: str
    counts: dict[str, int]
    rows: tuple[PipelineRow, ...]
    after: int
    navigators: tuple[tuple[int, str], ...]
    funnel: Funnel


@question
def checkpoint_pipeline(
    *, by: Pass, at: datetime, stage: str = "contract", navigator: int | None = None, after: int = 0
) -> Pipeline:
    """A page of a stage, of people whom the reader may open and their agency works with or worked with, and the counts.

    ``after`` is the row to go on from, 0 for the first page. Raises ``NotPermitted`` without the permission.
    """
    by.demand("checkpoint.view")
    stage = stage if stage in dict(STAGES) else "contract"
    cases = _cases(by)
    waiting = _arrests(by, at)
    chosen = cases.filter(involvement__lead_id=navigator) if navigator else cases
    on = local_date(at)
    counts = _counts(chosen, waiting, on)
    is_arrests = stage == "requested"
    rows, more = _arrest_rows(waiting[0], after) if is_arrests else _case_rows(_at(chosen, stage, on), stage, after)
    if stage == "offer" and not after and not navigator:
        rows = (*_arrest_rows(waiting[1], 0)[0], *rows)
    leads = cases.filter(closed_at__isnull=True, involvement__lead__isnull=False)
    navigators = leads.order_by("involvement__lead__name").values_list(
        "involvement__lead_id", "involvement__lead__name"
    )
    return Pipeline(
        stage, counts, _named(rows, _arrested_again(rows, by)), more, tuple(navigators.distinct()), _funnel(by, at)
    )


def _cases(by: Pass) -> QuerySet[SchemeCase]:
    people = scope(by).values("pk")
    return SchemeCase.objects.filter(
        unhidden(by, "schemes.SchemeCase"), agency_id=by.agency, scheme=CHECKPOINT, person__in=people
    )


def _arrests(by: Pass, at: datetime) -> tuple[QuerySet[Arrest], QuerySet[Arrest]]:
    """Arrests of the last months without a case: those to check, and those whose list leaves the offer to somebody."""
    case = SchemeCase.objects.filter(arrest=OuterRef("pk"), scheme=CHECKPOINT)
    check = EligibilityCheck.objects.filter(arrest=OuterRef("pk"), scheme=CHECKPOINT, state="current")
    rows = Arrest.objects.standing().filter(
        unhidden(by, "history.Arrest"), ~Exists(case), agency_id=by.agency, at__gte=at - LATELY,
        person__in=scope(by).filter(tied(by)).values("pk"),
    )  # fmt: skip
    rows = rows.annotate(result=Subquery(check.values("result")[:1]))
    to_check = Q(result__isnull=True) | Q(result=Result.CANNOT_TELL)
    return rows.filter(to_check), rows.filter(result__in=[Result.ELIGIBLE, Result.SUPERVISOR])


def _at(cases: QuerySet[SchemeCase], stage: str, on: date) -> QuerySet[SchemeCase]:
    return cases.filter(_condition(stage, on))


def _condition(stage: str, on: date) -> Q:
    over = Q(ends_on__lte=on)
    return {
        "offer": Q(state__in=[CHECKED, OFFERED]),
        "assessment": Q(state=ACCEPTED),
        "contract": Q(state=ON_CONTRACT) & ~over,
        "decision": Q(state=DECISION_DUE) | Q(state=ON_CONTRACT) & over,
        "closed": Q(closed_at__isnull=False),
    }[stage]


def _counts(
    cases: QuerySet[SchemeCase], waiting: tuple[QuerySet[Arrest], QuerySet[Arrest]], on: date
) -> dict[str, int]:
    stages = [name for name, _ in STAGES if name != "requested"]
    told = cases.aggregate(**{name: Count("pk", filter=_condition(name, on)) for name in stages})
    return {"requested": waiting[0].count(), **told, "offer": told["offer"] + waiting[1].count()}


def _case_rows(cases: QuerySet[SchemeCase], stage: str, after: int) -> tuple[tuple[Any, ...], int]:
    """By the day that matters at the stage: what is due soonest first, what was closed last first."""
    column, is_back = ("closed_at", True) if stage == "closed" else ("ends_on" if _runs(stage) else "moved_at", False)
    if after and (place := cases.filter(pk=after).values_list(column, flat=True).first()) is not None:
        beyond = "lt" if is_back else "gt"
        cases = cases.filter(Q(**{f"{column}__{beyond}": place}) | Q(**{column: place, f"pk__{beyond}": after}))
    sign = "-" if is_back else ""
    rows = cases.select_related("arrest", "person", "involvement__lead").order_by(f"{sign}{column}", f"{sign}pk")
    found = list(rows[: PAGE + 1])
    return tuple(found[:PAGE]), found[PAGE - 1].pk if len(found) > PAGE else 0


def _runs(stage: str) -> bool:
    return stage in {"contract", "decision"}


def _arrest_rows(arrests: QuerySet[Arrest], after: int) -> tuple[tuple[Any, ...], int]:
    if after and (place := arrests.filter(pk=after).values_list("at", flat=True).first()) is not None:
        arrests = arrests.filter(Q(at__lt=place) | Q(at=place, pk__lt=after))
    found = list(arrests.select_related("person").order_by("-at", "-pk")[: PAGE + 1])
    return tuple(found[:PAGE]), found[PAGE - 1].pk if len(found) > PAGE else 0


def _arrested_again(rows: Sequence[Any], by: Pass) -> frozenset[int]:
    """The people of these running cases who were arrested since and on whose arrest nothing was decided yet: one statement."""
    running = [row.pk for row in rows if isinstance(row, SchemeCase) and row.state in RUNNING]
    if not running:
        return frozenset()
    found = arrests_to_decide(by, SchemeCase.objects.filter(pk__in=running)).filter(unhidden(by, "history.Arrest"))
    return frozenset(found.values_list("person_id", flat=True))


def _named(rows: Sequence[Any], arrested: frozenset[int]) -> tuple[PipelineRow, ...]:
    people = [row.person_id for row in rows]
    note_all(people, DataClass.IDENTITY)
    names = shown_names(people)
    told = (_row(row, names.get(row.person_id, ShownPerson())) for row in rows)
    return tuple(
        replace(one, has_new_arrest=one.case > 0 and who in arrested) for one, who in zip(told, people, strict=True)
    )


def _row(row: Any, person: ShownPerson) -> PipelineRow:
    if isinstance(row, Arrest):
        result = getattr(row, "result", None)
        state = Result(result).words if result else "Not checked"
        return PipelineRow(person, row.person.reference, row.offence_words, state, row.at, arrest=row.pk)
    work = row.involvement
    return PipelineRow(
        person,
        row.person.reference,
        row.arrest.offence_words if row.arrest else "",
        SCHEMES[row.scheme].states[row.state].wording,
        row.moved_at,
        case=row.pk,
        colour=Colour(row.colour).label if row.colour and row.state in RUNNING else "",
        navigator=work.lead.name if work and work.lead else "",
        ends_on=row.ends_on if row.state in RUNNING else None,
        due=first_contact_due(row.accepted_at) if row.state == ACCEPTED and row.accepted_at else None,
    )


def _funnel(by: Pass, at: datetime) -> Funnel:
    """Counts of what the reader may open; no person is named, and nothing is hidden in a total."""
    checks = EligibilityCheck.objects.filter(
        unhidden(by, "schemes.EligibilityCheck"), agency_id=by.agency, scheme=CHECKPOINT, state="current",
        at__gte=at - YEAR, person__in=scope(by).values("pk"),
    )  # fmt: skip
    told = checks.aggregate(
        checked=Count("pk"), eligible=Count("pk", filter=Q(result__in=[Result.ELIGIBLE, Result.SUPERVISOR]))
    )
    cases = _cases(by).filter(created_at__gte=at - YEAR)
    cases_told = cases.aggregate(
        offered=Count("pk", filter=~Q(state__in=["not_offered", CHECKED])),
        agreed=Count("pk", filter=Q(accepted_at__isnull=False)),
        signed=Count("pk", filter=Q(runs_from__isnull=False)),
        ended=Count("pk", filter=Q(runs_from__isnull=False, closed_at__isnull=False)),
        completed=Count("pk", filter=Q(state=COMPLETED)),
    )
    return Funnel(**told, **cases_told)
