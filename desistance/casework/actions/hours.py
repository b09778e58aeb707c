"""Writing lines into the hours ledger, and putting them right."""

from datetime import datetime, time
from typing import Any

from desistance.access.models import Involvement
from desistance.audit.deeds import deed
from desistance.audit.terms import Category
from desistance.casework.models import HoursLine
from desistance.casework.rules.arranging import may_end
from desistance.casework.rules.hours import HoursFacts, troubles_of_hours
from desistance.casework.terms import HoursKind
from desistance.foundation.calendar import LOCAL, local_date
from desistance.foundation.decisions import Conflict, NotFound, Versions
from desistance.foundation.passes import Pass
from desistance.foundation.terms import DataClass


@deed("hours.record", Category.COLLECTION)
def credit_hours(
    *, involvement: Involvement, facts: HoursFacts, by: Pass, at: datetime, source: str = "staff"
) -> HoursLine:
    """Write a line towards the acting agency's own work; an adjustment takes a manager. Minutes are signed.

    Raises :class:`Refused` with the field to mend, :class:`NotFound`, and :class:`NotPermitted` for an adjustment.
    """
    _demand(involvement, facts, by, at)
    line = _new(involvement, facts, by, at)
    line.source = source
    line.save()
    return line


@deed("hours.record")
def correct_hours(*, line: HoursLine, facts: HoursFacts, because: str, by: Pass, at: datetime) -> HoursLine:
    """Put a corrected line in place of one that stands, which is withdrawn and stays readable.

    Raises :class:`Refused` with the field to mend, and :class:`Conflict` where someone else corrected it first.
    """
    _demand(line.involvement, facts, by, at)
    may_end(because).demand("because")
    _withdraw(line, by, at, mine=facts.minutes)
    corrected = _new(line.involvement, facts, by, at)
    corrected.corrects, corrected.source = line, line.source
    corrected.reason = facts.reason.strip() or because.strip()
    corrected.save()
    return corrected


@deed("hours.record")
def withdraw_hours(*, line: HoursLine, by: Pass, at: datetime) -> HoursLine:
    """Take a line back that should not have been written. Raises :class:`Conflict` where it stands no more."""
    _demand_ours(line.involvement, by)
    if line.kind == HoursKind.ADJUSTMENT:
        by.demand("hours.adjust")
    _withdraw(line, by, at, mine=0)
    return line


def _demand(involvement: Involvement, facts: HoursFacts, by: Pass, at: datetime) -> None:
    _demand_ours(involvement, by)
    if facts.kind == HoursKind.ADJUSTMENT:
        by.demand("hours.adjust")
    for field, decision in troubles_of_hours(facts, from_on=local_date(involvement.from_at), on=local_date(at)):
        decision.demand(field)


def _demand_ours(involvement: Involvement, by: Pass) -> None:
    by.demand_person(involvement.person_id, _class_of(involvement), writing=True)
    if involvement.agency_id != by.agency:
        raise NotFound()


def _class_of(involvement: Involvement) -> DataClass:
    """The class of a line: health where the work says something of health."""
    return DataClass.HEALTH if involvement.data_class == DataClass.HEALTH else DataClass.CASEWORK


def _withdraw(line: HoursLine, by: Pass, at: datetime, *, mine: int) -> None:
    standing = HoursLine.objects.filter(pk=line.pk, withdrawn_at__isnull=True)
    if not standing.update(withdrawn_at=at, withdrawn_by=by.staff):
        newer = HoursLine.objects.filter(corrects=line).first()
        theirs: dict[str, Any] = {"minutes": newer.minutes if newer else 0}
        versions = Versions(
            base={"minutes": line.minutes}, theirs=theirs, mine={"minutes": mine}, version=newer.pk if newer else 0
        )
        raise Conflict("Someone else changed this line first. Both are below.", versions)
    line.withdrawn_at, line.withdrawn_by = at, by.staff


def _new(involvement: Involvement, facts: HoursFacts, by: Pass, at: datetime) -> HoursLine:
    return HoursLine(
        person_id=involvement.person_id,
        involvement=involvement,
        agency_id=by.agency,
        data_class=_class_of(involvement),
        kind=facts.kind,
        minutes=facts.minutes,
        worked_on=facts.worked_on,
        reason=facts.reason.strip(),
        at=datetime.combine(facts.worked_on, time(12), tzinfo=LOCAL),
        said_at=at,
        recorded_at=at,
        recorded_by=by.staff,
    )
