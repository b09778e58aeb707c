"""What a case shows on the person's page: where it stands, its follow-up, and a new arrest in the banner. One statement each."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from desistance.access.models import Involvement
from desistance.access.queries.scope import entries_known, entries_seen
from desistance.foundation.calendar import LOCAL, local_date
from desistance.foundation.compiled import rows_of
from desistance.foundation.passes import Pass
from desistance.foundation.reading import note_all
from desistance.foundation.terms import DataClass
from desistance.history.models import Arrest, Offence
from desistance.schemes.declared import SCHEMES
from desistance.schemes.models import SchemeCase
from desistance.schemes.queries.arrests import arrests_to_decide, owners_seen
from desistance.schemes.rules.clocks import due_in_working_days
from desistance.schemes.rules.follow_up import follow_up
from desistance.schemes.terms.cases import Colour
from desistance.schemes.terms.checkpoint import CHECKPOINT
from desistance.schemes.terms.contracts import RUNNING

MOST = 3


def _count(rows: QuerySet[Any]) -> Any:
    counted = rows.order_by().values("person").annotate(number=Count("pk")).values("number")
    return Coalesce(Subquery(counted), Value(0))


def case_card(person: int, by: Pass) -> Mapping[str, Any] | None:
    """The person's cases that the reader may see, newest first, each with its follow-up once a contract was signed."""
    if by.person != person or not by.sees.get(DataClass.OFFENDING):
        return None
    found = [_shown(row, by) for row in rows_of(_newest, by=by)]
    return {"cases": found} if found else None


def _newest(by: Pass) -> QuerySet[Any]:
    arrests = Arrest.objects.standing().filter(entries_seen(by, "history.Arrest"), person=OuterRef("person"))
    offences = Offence.objects.standing().filter(entries_seen(by, "history.Offence"), person=OuterRef("person"))
    rows: QuerySet[Any] = SchemeCase.objects.filter(entries_seen(by, "schemes.SchemeCase"), scheme=CHECKPOINT).annotate(
        arrests_since=_count(arrests.filter(at__date__gt=OuterRef("index_on")).exclude(pk=OuterRef("arrest"))),
        offences_since=_count(offences.filter(committed_on__gt=OuterRef("index_on"))),
        navigator=F("involvement__lead__name"),
        agency_name=F("agency__short_name"),
    )
    return rows.order_by("-created_at", "-pk")[:MOST]


def _shown(row: Any, by: Pass) -> dict[str, Any]:
    state = SCHEMES[row.scheme].states[row.state]
    on = local_date(by.at)
    since = None
    if row.runs_from is not None and row.index_on is not None and row.state not in RUNNING:
        since = follow_up(row.index_on, on, offences=row.offences_since, arrests=row.arrests_since)
    return {
        "case": row,
        "state": state,
        "colour": Colour(row.colour).label if row.colour and row.state in RUNNING else "",
        "follow_up": since,
        "is_running": row.state in RUNNING,
    }


def not_shared_card(person: int, by: Pass) -> Mapping[str, Any] | None:
    """How many cases of other agencies, old or running, the reader may only know of, and whom to ask.

    An agency that works with the person now is asked by a task; another is rung. Nothing is told of the cases or the scheme.
    """
    if by.person != person:
        return None
    rows = rows_of(_not_shared, by=by)
    note_all([person] if rows else [], DataClass.INVOLVEMENT)
    may_ask = by.holds("task.set") and DataClass.CASEWORK in by.writes
    return {"agencies": [{**row, "may_ask": may_ask and row["works"]} for row in rows]} if rows else None


def _not_shared(by: Pass) -> QuerySet[Any, Any]:
    work = Involvement.objects.filter(
        entries_seen(by, "access.Involvement"), agency_id=OuterRef("agency_id"), state="open"
    )
    known = SchemeCase.objects.filter(entries_known(by, "schemes.SchemeCase")).order_by("agency__short_name")
    told = known.values("agency_id", name=F("agency__short_name"), telephone=F("agency__telephone"))
    return told.annotate(number=Count("pk"), works=Exists(work))


def arrest_alerts(person: int, by: Pass) -> Mapping[str, Any] | None:
    """The banner's alert of a new arrest while a contract runs, with the day by which it is decided on."""
    if by.person != person or not owners_seen(by, DataClass.OFFENDING):
        return None
    alerts = [
        {"words": _words(row.at, row.known_at), "source": row.agency.short_name, "is_safety": False}
        for row in rows_of(_undecided, by=by)
    ]
    return {"alerts": alerts} if alerts else None


def _undecided(by: Pass) -> QuerySet[Any]:
    cases = SchemeCase.objects.filter(entries_seen(by, "schemes.SchemeCase"))
    rows = arrests_to_decide(by, cases).filter(entries_seen(by, "history.Arrest")).select_related("agency")
    return rows.order_by("-at", "-id")[:MOST]


def _words(arrested_at: datetime, known_at: datetime) -> str:
    due = due_in_working_days("decision_working_days", known_at)
    return f"New arrest {arrested_at.astimezone(LOCAL):%-d %B %Y} - decision due by {due:%a %-d %B}"
