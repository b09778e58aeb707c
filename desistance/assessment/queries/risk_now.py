"""Risk now for the person page: how high, whether it rose, who says so, and when it is looked at again. One statement."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db.models import QuerySet

from desistance.access.queries.scope import entries_seen
from desistance.assessment.models import RiskReview
from desistance.assessment.queries.risk import NEWEST_FIRST, heard_at, late_words, name_of, not_available
from desistance.assessment.rules.reviews import is_silent, trend
from desistance.assessment.terms.reviews import STEPS, Level, MappaCategory, MappaLevel
from desistance.foundation.calendar import local_date
from desistance.foundation.compiled import rows_of
from desistance.foundation.passes import Pass
from desistance.foundation.reading import marked, note_all
from desistance.foundation.terms import DataClass

COLUMNS = (
    "overall",
    "was",
    "made_on",
    "review_on",
    "mappa_category",
    "mappa_level",
    "mappa_review_on",
    "agency__short_name",
    "author",
    "heard_at",
)


def risk_now_card(person: int, by: Pass) -> Mapping[str, Any] | None:
    """The latest risk of serious harm and MAPPA level that the reader may see, as rows of a table; None where there is none."""
    with marked("assessment.risk_now_card"):
        found = next(iter(rows_of(_latest, by=by)), None)
    note_all([person] if found else [], DataClass.RISK)
    if found is None:
        return None
    told = dict(zip(COLUMNS, found, strict=True))
    return {
        "rows": [*_rows(told, local_date(by.at))],
        "note": "Not known does not mean low",
        "unavailable": not_available(told["agency__short_name"]) if is_silent(told["heard_at"], by.at) else "",
        "link": {"label": "Risk history", "url": "{here}risk/"},
    }


def _latest(by: Pass) -> QuerySet[Any, Any]:
    seen = RiskReview.objects.standing().filter(entries_seen(by, "assessment.RiskReview"))
    told: QuerySet[Any] = seen.annotate(author=name_of("recorded_by"), heard_at=heard_at())
    return told.order_by(*NEWEST_FIRST).values_list(*COLUMNS)[:1]


def _rows(told: Mapping[str, Any], on: date) -> list[dict[str, Any]]:
    level = Level(told["overall"])
    set_by = ", ".join(part for part in (told["author"], told["agency__short_name"]) if part)
    shared = {"set_by": set_by, "on": told["made_on"], "today": on}
    rows = [
        {
            **shared,
            "kind": "Risk of serious harm",
            "level": STEPS[level],
            "word": level.label,
            "trend": trend(told["was"], told["overall"]),
            "due": told["review_on"],
            "late": late_words(told["review_on"], on),
        }
    ]
    if told["mappa_level"]:
        words = MappaLevel(told["mappa_level"]).label.partition(":")[0]
        of = MappaCategory(told["mappa_category"]).label.partition(":")[0].lower()
        due = told["mappa_review_on"]
        rows.append(
            {**shared, "kind": "MAPPA", "word": f"{words}, {of}", "trend": "", "due": due, "late": late_words(due, on)}
        )
    return rows
