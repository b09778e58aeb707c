"""Which rules are in force for an agency on a day, a force's own versions of them, and which wait for approval."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from django.db.models import Case, CharField, F, QuerySet, Value, When
from django.db.models.functions import Cast, Concat

from desistance.foundation.calendar import local_date
from desistance.foundation.decisions import NotFound
from desistance.foundation.duties import duty_rows_of_nobody
from desistance.foundation.passes import Pass
from desistance.foundation.rulesets import RuleSet, in_force
from desistance.partners.models import Agency
from desistance.partners.queries import staff_names
from desistance.schemes.models import RuleVersion
from desistance.schemes.rules.checkpoint.proposals import CHECKPOINT_SERIES
from desistance.schemes.rules.iom.matrix import IOM_SERIES
from desistance.schemes.rules.series import Proposed, Series, may_approve
from desistance.schemes.terms.proposals import APPROVED, RULE_STATES, WAITING

SERIES: Final = {one.name: one for one in (CHECKPOINT_SERIES, IOM_SERIES)}


def force_of(series: Series, agency: int) -> int | None:
    """The agency whose versions count for an agency: itself where its kind makes them, else the only one that covers its areas.

    None where its areas lie in several forces, or nobody said where they are: then the published versions count.
    """
    if Agency.objects.filter(pk=agency, kind__in=series.kinds).exists():
        return agency
    rows = Agency.objects.filter(kind__in=series.kinds, until_on__isnull=True).prefetch_related("areas")
    forces = {one.pk: {area.pk for area in one.areas.all()} for one in rows}
    own = set(Agency.objects.filter(pk=agency, areas__isnull=False).values_list("areas", flat=True))
    holding = [pk for pk, areas in forces.items() if own and own <= areas]
    return holding[0] if len(holding) == 1 else None


def versions_for(series: Series, agency: int) -> tuple[RuleSet, ...]:
    """The published versions and those that the agency's force approved, in order, each with the days on which it counts."""
    approved = list(RuleVersion.objects.filter(scheme=series.name, state=APPROVED).order_by("valid_from"))
    force = force_of(series, agency) if approved else None
    return series.joined([series.as_rules(proposed_of(one), one.number) for one in approved if one.agency_id == force])


def rules_for(series: Series, agency: int, on: date) -> RuleSet:
    """The version in force for an agency on a day. Raises :class:`NoRuleInForce` before the first."""
    return in_force(versions_for(series, agency), on)


def proposed_of(row: RuleVersion) -> Proposed:
    """What a version says."""
    return Proposed(row.valid_from, row.source, row.criteria)


def next_number(series: Series, agency: int) -> int:
    """The number of the next version: after the published ones and all that the force ever proposed."""
    last = RuleVersion.objects.filter(agency_id=agency, scheme=series.name).order_by("-number").first()
    return last.number + 1 if last else series.published[-1].version + 1


@dataclass(frozen=True, slots=True)
class VersionShown:
    """A version of the reader's force with who proposed and approved it, and what the reader may do with it."""

    row: RuleVersion
    series: Series
    rules: RuleSet
    state: str
    tone: str
    proposed_by: str
    approved_by: str
    may_approve: bool


def own_versions(*, series: Series, by: Pass, at: datetime) -> list[VersionShown]:
    """The versions that the reader's force proposed, newest first."""
    rows = RuleVersion.objects.filter(agency_id=by.agency, scheme=series.name).order_by("-number")
    return _shown(list(rows), by, at)


def own_version(*, version: int, by: Pass, at: datetime) -> VersionShown:
    """One version of the reader's force. Raises :class:`NotFound`."""
    row = RuleVersion.objects.filter(agency_id=by.agency, scheme__in=SERIES, pk=version).first()
    if row is None:
        raise NotFound()
    return _shown([row], by, at)[0]


def _shown(rows: list[RuleVersion], by: Pass, at: datetime) -> list[VersionShown]:
    names = staff_names([pk for row in rows for pk in (row.proposed_by, row.approved_by) if pk is not None])
    return [_one(row, names, by, at) for row in rows]


def _one(row: RuleVersion, names: Mapping[int, str], by: Pass, at: datetime) -> VersionShown:
    state, series = RULE_STATES[row.state], SERIES[row.scheme]
    told: dict[str, Any] = {"state": row.state, "valid_from": row.valid_from, "on": local_date(at)}
    approves = may_approve(proposed_by=row.proposed_by, staff=by.staff, **told)
    return VersionShown(
        row=row,
        series=series,
        rules=series.as_rules(proposed_of(row), row.number),
        state=state.wording,
        tone=state.tone,
        proposed_by=names.get(row.proposed_by, "Name not known"),
        approved_by=names.get(row.approved_by, "") if row.approved_by else "",
        may_approve=bool(approves) and by.holds("rules.approve"),
    )


def rules_waiting(by: Pass) -> QuerySet[Any, Any]:
    """Versions of the reader's force that wait for somebody other than who proposed them."""
    rows = RuleVersion.objects.filter(agency_id=by.agency, state=WAITING).exclude(proposed_by=by.staff)
    named = Case(
        *(When(scheme=one.name, then=Value(one.words)) for one in SERIES.values()),
        default=Value("rules"),
        output_field=CharField(),
    )
    words = Concat(
        Value("Approve version "), Cast(F("number"), CharField()), Value(" of the "), named, output_field=CharField()
    )
    return duty_rows_of_nobody(rows, "schemes.rules_waiting", words=words, since="changed_at", due="valid_from")
