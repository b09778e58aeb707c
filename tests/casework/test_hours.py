"""Hours and compliance in the database: a ledger to the minute, corrections kept, what orders demand, one number of statements."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from desistance.access.models import Involvement
from desistance.casework.actions.hours import correct_hours, credit_hours, withdraw_hours
from desistance.casework.models import HoursLine
from desistance.casework.queries.compliance import compliance_by_work, demanded_minutes
from desistance.casework.queries.hours import ledger_of, own_line
from desistance.casework.rules.hours import HoursFacts
from desistance.foundation.decisions import Conflict, NotFound, NotPermitted, Refused
from tests import factories as make
from tests.cast import Cast

SATURDAY = date(2026, 3, 7)
SEVEN = HoursFacts("credited", 420, SATURDAY)


@pytest.fixture
def work(cast: Cast, looking: None) -> Involvement:
    """Priya's supervision of Kyle under an order of a year ago with 100 hours of unpaid work."""
    order = make.order(cast.kyle, cast.agencies["probation"])
    make.requirement(order, amount=100, unit="hours")
    return Involvement.objects.get(person=cast.kyle)


def test_a_ledger_is_kept_to_the_minute_and_corrections_keep_what_stood(cast: Cast, work: Involvement) -> None:
    by = cast.opening("priya")
    told = {"involvement": work, "by": by, "at": make.NOW}
    line = credit_hours(**told, facts=SEVEN)
    credit_hours(**told, facts=HoursFacts("penalty", -15, SATURDAY, "Came late"))
    assert (line.at.date(), line.data_class) == (SATURDAY, "casework")
    shown = ledger_of(work, by=by, ordered=6000, due_on=date(2026, 3, 2))
    assert shown.ledger.words == "6 hours 45 minutes of 100 hours (6%), 93 hours 15 minutes left"
    assert shown.ledger.pace == "11 days past the day by which they were due"
    assert ledger_of(work, by=by).ledger.words == "6 hours 45 minutes credited"
    better = {"facts": HoursFacts("credited", 360, SATURDAY), "by": by, "at": make.NOW}
    correct_hours(line=line, because="Left at 4pm", **better)
    assert ledger_of(work, by=by).ledger.credited == 345
    assert HoursLine.objects.get(pk=line.pk).withdrawn_by == by.staff
    with pytest.raises(Conflict) as conflict:
        correct_hours(line=line, because="Again", **better)
    assert conflict.value.versions.theirs == {"minutes": 360}
    newest = next(one for one in ledger_of(work, by=by).lines if one.line.minutes == 360)
    assert (newest.author, newest.line.reason) == ("Priya", "Left at 4pm")
    withdraw_hours(line=own_line(newest.id, by=by).line, by=by, at=make.NOW)
    assert ledger_of(work, by=by).ledger.credited == 0


def test_an_adjustment_takes_a_manager_and_nobody_writes_towards_work_of_others(cast: Cast, work: Involvement) -> None:
    more = {"involvement": work, "at": make.NOW}
    adjusted = HoursFacts("adjustment", -60, SATURDAY, "Credited twice")
    with pytest.raises(NotPermitted):
        credit_hours(**more, facts=adjusted, by=cast.opening("priya"))
    line = credit_hours(**more, facts=adjusted, by=cast.opening("tom"))
    with pytest.raises(NotPermitted):
        withdraw_hours(line=line, by=cast.opening("priya"), at=make.NOW)
    make.involvement(cast.kyle, cast.agencies["police"], kind="police_management", lead=cast.staff["rob"])
    with pytest.raises(NotFound):
        credit_hours(**more, facts=SEVEN, by=cast.opening("rob"))
    with pytest.raises(Refused, match="between the start of the work and today") as refusal:
        credit_hours(**more, facts=HoursFacts("credited", 60, date(2024, 1, 1)), by=cast.opening("priya"))
    assert refusal.value.field == "worked_on"
    other = make.person(cast.agencies["probation"])
    elsewhere = make.involvement(other, cast.agencies["probation"], team=cast.teams["east"])
    with pytest.raises(NotFound):
        ledger_of(elsewhere, by=cast.opening("priya"))


def test_compliance_brings_contacts_decisions_hours_and_what_is_demanded_together(
    cast: Cast, work: Involvement
) -> None:
    probation, by = cast.agencies["probation"], cast.opening("priya")

    def happened(days: int, outcome: str, **more: object) -> None:
        make.contact(cast.kyle, probation, make.NOW - timedelta(days=days), outcome=outcome, involvement=work, **more)

    happened(1, "attended_complied")
    happened(8, "unacceptable_absence")
    decided = {"decided_on": date(2025, 12, 1), "decided_by": 1, "enforcement": "warned"}
    happened(110, "attended_not_complied", **decided)
    make.contact(cast.kyle, probation, make.NOW - timedelta(days=2), outcome="attended_complied")
    make.hours_line(work, 3720)
    order = make.order(cast.kyle, probation, number="2")
    make.order_event(order)
    first, loose = compliance_by_work(cast.kyle.pk, by=by)
    assert first.compliance.words == "1 attended, 0 acceptable, 1 unacceptable in 12 weeks"
    assert "".join(week.letter for week in first.weeks)[-2:] == "UA"
    assert [(one.words, one.decided) for one in first.failures] == [
        ("Unacceptable absence", ""),
        ("Attended, did not comply", "Warning given"),
    ]
    assert first.breaches == ("Breach taken to court on 4 April 2025",)
    assert [one.words for one in first.demands if one.minutes] == ["Unpaid work, 100 hours"]
    assert first.hours is not None
    assert first.hours.words == "62 hours of 100 hours (62%), 38 hours left"
    assert demanded_minutes(work, by=by) == (6000, date(2026, 3, 2))
    assert (loose.work, loose.compliance.complied, loose.hours) == (None, 1, None)
    with pytest.raises(NotFound):
        compliance_by_work(cast.kyle.pk, by=cast.entering("priya"))


def test_what_is_not_shared_counts_for_nobody_else(cast: Cast, work: Involvement) -> None:
    make.hours_line(work, 60)
    make.involvement(cast.kyle, cast.agencies["housing"], kind="housing_support", team=cast.teams["tenancy"])
    make.involvement(cast.kyle, cast.agencies["police"], kind="police_management", lead=cast.staff["rob"])
    police = {one.agency: one.hours for one in compliance_by_work(cast.kyle.pk, by=cast.opening("rob"))}
    assert police["Durham probation"].credited == 60
    housing = [one.agency for one in compliance_by_work(cast.kyle.pk, by=cast.opening("dan"))]
    assert housing == ["Durham housing"]


def test_compliance_asks_no_more_when_the_diary_grows(cast: Cast, work: Involvement) -> None:
    by = cast.opening("priya")

    def count() -> int:
        with CaptureQueriesContext(connection) as statements:
            compliance_by_work(cast.kyle.pk, by=by)
        return len(statements)

    few = count()
    for days in range(40):
        make.contact(
            cast.kyle,
            cast.agencies["probation"],
            make.NOW - timedelta(days=days),
            outcome="attended_complied",
            involvement=work,
        )
        make.hours_line(work)
    assert count() == few <= 8
