"""How one person counted in the figures: for those who may see everything that the answer rests on."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from desistance.desk.queries.frame import Person
from desistance.foundation.passes import Pass
from desistance.measurement.queries.explained import Explained, explained
from desistance.web.templatetags.desistance import full_date
from desistance.web.views.frame import about_person, person_page

KINDS = {"caution": "Caution", "non_custodial": "Sentence without prison", "custody": "Release from prison"}


@require_safe
@about_person
def counted(request: HttpRequest, person: Person, by: Pass) -> HttpResponse:
    """The cohorts that the person was counted in, what counted as reoffending, and what did not and why."""
    found = [_shown(one) for one in explained(person.pk, by=by)]
    return person_page(
        request, person, "insight/counted.html", tab="counted", title="How the figures counted", cohorts=found
    )


def _shown(one: Explained) -> dict[str, Any]:
    return {
        "period": one.period.words,
        "index": f"{KINDS.get(one.index_kind, one.index_kind)} on {full_date(one.index_on)}",
        "answer": "Counted as reoffending" if one.reoffended else "Not counted as reoffending",
        "reoffences": one.reoffences,
        "counted": [_line(row) for row in one.counted],
        "rejected": [_line(row) for row in one.rejected],
    }


def _line(row: Mapping[str, Any]) -> dict[str, str]:
    return {
        "offence_on": _day(row.get("offence_date")),
        "sanction_on": _day(row.get("sanction_date")),
        "kind": KINDS.get(str(row.get("sanction_type")), "Sanction"),
        "group": str(row.get("offence_group") or "").replace("_", " "),
        "reason": str(row.get("reason") or ""),
    }


def _day(value: Any) -> str:
    return full_date(date.fromisoformat(value[:10])) if value else "not known"
