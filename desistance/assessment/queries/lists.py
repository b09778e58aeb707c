"""What risk tells of each person on a list, what a list may be narrowed by, and what it weighs in a workload."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from desistance.access.queries.lists import entries_of_tied
from desistance.assessment.models import RiskReview
from desistance.assessment.terms.reviews import STEPS, Level
from desistance.desk.queries.entries import standing
from desistance.foundation.compiled import rows_of
from desistance.foundation.passes import Pass
from desistance.foundation.register import Cell

NOT_RECORDED = "not-recorded"


def _seen(by: Pass) -> QuerySet[Any]:
    """Reviews that stand, of everyone the reader is tied to, as far as they see them."""
    return RiskReview.objects.filter(standing(RiskReview), entries_of_tied("assessment.RiskReview", by))


def risk_cells(people: Sequence[int], by: Pass) -> Mapping[int, Cell]:
    """The level of each person's newest review, and the day it was made."""
    rows = rows_of(_newest, by=by, people=tuple(people))
    return {
        person: Cell(Level(level).label, level=STEPS[Level(level)], at=made_on, note=agency)
        for person, level, made_on, agency in rows
    }


def risk_bands(people: Sequence[int], by: Pass) -> Mapping[int, str]:
    """The level of each person's newest review, for the workload."""
    return {person: level for person, level, *_ in rows_of(_newest, by=by, people=tuple(people))}


def _newest(by: Pass, people: tuple[int, ...]) -> QuerySet[Any, Any]:
    rows = _seen(by).filter(person_id__among=people).order_by("person_id", "-at", "-id").distinct("person_id")
    return rows.values_list("person_id", "overall", "made_on", "agency__short_name")


def risk_choices(_by: Pass) -> Sequence[tuple[str, str]]:
    """Levels, and that none is on record."""
    return [*reversed(Level.choices), (NOT_RECORDED, "No level recorded")]


def of_risk(by: Pass, level: str) -> Q:
    """People whose newest review that the reader sees has a level; or who have none, which does not mean low."""
    rows = _seen(by).filter(person=OuterRef("pk"))
    if level == NOT_RECORDED:
        return ~Q(Exists(rows))
    newer = _seen(by).filter(person=OuterRef("person"))
    newer = newer.filter(Q(at__gt=OuterRef("at")) | Q(at=OuterRef("at"), pk__gt=OuterRef("pk")))
    return Q(Exists(rows.filter(~Exists(newer), overall=level)))
