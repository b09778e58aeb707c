"""What IOM shows on the person's page: the card, the status in the banner, and a new arrest. One statement each."""

from collections.abc import Mapping
from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery

from desistance.access.queries.scope import entries_seen
from desistance.foundation.calendar import local_date
from desistance.foundation.compiled import rows_of
from desistance.foundation.passes import Pass
from desistance.foundation.terms import DataClass
from desistance.schemes.models import CohortManager, CohortSpell, SchemeCase
from desistance.schemes.queries.arrests import arrests_to_decide, owners_seen
from desistance.schemes.rules.clocks import due_after
from desistance.schemes.terms.cases import Colour
from desistance.schemes.terms.iom import IN_THE_COHORT, IOM, IOM_STATES, PANEL_RULES, Part

LABEL = "schemes.SchemeCase"
MOST = 3


def _sees(person: int, by: Pass) -> bool:
    return by.person == person and bool(by.sees.get(DataClass.OFFENDING))


def _rows(by: Pass) -> QuerySet[Any]:
    spell = CohortSpell.objects.filter(case=OuterRef("pk"), ended_on__isnull=True)
    lead = CohortManager.objects.filter(case=OuterRef("pk"), until_at__isnull=True, is_lead=True)
    cases = SchemeCase.objects.filter(entries_seen(by, LABEL), scheme=IOM).select_related("agency")
    told: QuerySet[Any] = cases.annotate(
        part=Subquery(spell.values("part")[:1]),
        began_on=Subquery(spell.values("began_on")[:1]),
        lead=Subquery(lead.values("staff__name")[:1]),
    )
    return told


def _newest(by: Pass) -> QuerySet[Any]:
    return _rows(by).order_by("-created_at", "-pk")[:MOST]


def _in_the_cohort(by: Pass) -> QuerySet[Any]:
    return _rows(by).filter(state__in=IN_THE_COHORT).order_by("-created_at", "-pk")[:1]


def _undecided(by: Pass) -> QuerySet[Any]:
    cases = SchemeCase.objects.filter(entries_seen(by, LABEL), scheme=IOM)
    rows = arrests_to_decide(by, cases, IN_THE_COHORT).filter(entries_seen(by, "history.Arrest"))
    return rows.select_related("agency").order_by("-at", "-id")[:MOST]


def iom_card(person: int, by: Pass) -> Mapping[str, Any] | None:
    """The person's cases in IOM, newest first; without one, nothing unless the reader may nominate."""
    if not _sees(person, by):
        return None
    cases = [
        {
            "case": row,
            "state": IOM_STATES[row.state],
            "part": Part(row.part).label if row.part else "",
            "colour": Colour(row.colour).label if row.colour and row.state in IN_THE_COHORT else "",
            "is_over": row.closed_at is not None,
        }
        for row in rows_of(_newest, by=by)
    ]
    may = by.holds("iom.nominate") and DataClass.OFFENDING in by.writes
    if not cases and not may:
        return None
    keeps = by.holds("iom.manage") and DataClass.OFFENDING in by.writes
    return {"cases": cases, "may_nominate": may and all(one["is_over"] for one in cases), "may_record": keeps}


def iom_banner(person: int, by: Pass) -> Mapping[str, Any] | None:
    """The status line of the banner for somebody in the cohort: part, colour and since when."""
    if not _sees(person, by):
        return None
    row = next(iter(rows_of(_in_the_cohort, by=by)), None)
    if row is None:
        return None
    fact = {"label": f"IOM, {Part(row.part).label}" if row.part else "IOM"}
    if row.colour:
        fact["rag"] = Colour(row.colour).label
    if row.began_on:
        fact["since"] = f"since {row.began_on:%-d %b %Y}"
    if not row.colour:
        fact["missing"] = "Not rated yet"
    return {"facts": [fact]}


def iom_arrests(person: int, by: Pass) -> Mapping[str, Any] | None:
    """The banner's alert of a new arrest of somebody in the cohort on which nothing was said yet."""
    if by.person != person or not owners_seen(by, DataClass.OFFENDING):
        return None
    alerts = []
    for row in rows_of(_undecided, by=by):
        due = due_after(PANEL_RULES, "arrest_working_days", row.known_at)
        words = f"New arrest {local_date(row.at):%-d %B %Y} in the IOM cohort - dealt with by {due:%a %-d %B}"
        alerts.append({"words": words, "source": row.agency.short_name, "is_safety": False})
    return {"alerts": alerts} if alerts else None
