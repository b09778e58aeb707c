"""Work that is put off or handed over, cover while a worker is away, and a day of which one part fails."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.db.models import CharField, F, IntegerField, Value
from django.db.models.functions import Cast as As
from django.test.utils import CaptureQueriesContext

from desistance.access.queries.passes import open_record
from desistance.desk.actions.handing import answer_handover, hand_over_duty, hand_over_work, snooze, wake
from desistance.desk.models import Draft
from desistance.desk.queries.caselist import case_list
from desistance.desk.queries.duties import asked_of_others, day_of, day_of_colleague, duties_of
from desistance.desk.queries.handing import handover_shown, own_duty
from desistance.desk.queries.team import covered_colleagues, team_of, worker_of_team
from desistance.desk.worker import notify
from desistance.foundation.decisions import Conflict, NotFound, NotPermitted, OnlyKnown, Refused
from desistance.foundation.register import HOUSE, Duty
from tests import factories as make
from tests.cast import Cast

DAY = timedelta(days=1)
NOTE = "Has moved to his sister in Shildon; ring before ten."


@pytest.fixture
def busy(cast: Cast, looking: None) -> Cast:
    """Priya has an outcome to log and an appointment today with Kyle; Sam is her colleague in the west team."""
    cast.hire("sam", "probation", "practitioner", "west")
    probation, priya = cast.agencies["probation"], cast.staff["priya"]
    make.contact(cast.kyle, probation, make.NOW - 2 * DAY, with_staff=priya)
    make.contact(cast.kyle, probation, make.NOW + timedelta(minutes=35), with_staff=priya)
    make.risk_review(cast.kyle, probation, overall="medium", review_on=date(2026, 3, 1))
    return cast


def keys(cast: Cast, who: str, **more: object) -> list[str]:
    return [row.duty for row in duties_of(by=cast.entering(who, **more))]  # type: ignore[arg-type]


def logged(cast: Cast, who: str = "priya") -> object:
    row = next(row for row in duties_of(by=cast.entering(who)) if row.duty == "casework.outcome")
    return own_duty(duty=row.duty, record=row.record, by=cast.entering(who))


def test_what_is_put_off_leaves_the_day_is_still_shown_and_comes_back_by_itself(busy: Cast) -> None:
    by = busy.entering("priya")
    assert keys(busy, "priya") == ["casework.outcome", "casework.appointment", "assessment.review_due"]
    row = logged(busy)
    snooze(duty=row, until=date(2026, 3, 16), reason="In court", by=by, at=make.NOW)  # type: ignore[arg-type]
    assert keys(busy, "priya") == ["casework.appointment", "assessment.review_due"]
    assert [one.duty for one in day_of(by=busy.entering("priya")).put_off] == ["casework.outcome"]
    assert "casework.outcome" in keys(busy, "priya", at=make.NOW + 3 * DAY)
    assert wake(duty=row.duty, record=row.record, by=by, at=make.NOW + timedelta(minutes=1)) == 1  # type: ignore[attr-defined]
    assert "casework.outcome" in keys(busy, "priya", at=make.NOW + timedelta(minutes=2))
    assert "casework.outcome" in [one.duty for one in duties_of(by=busy.opening("priya"), person=busy.kyle.pk)]


def test_a_duty_that_is_somebody_elses_cannot_be_put_off(busy: Cast) -> None:
    row = logged(busy)
    with pytest.raises(NotFound):
        own_duty(duty=row.duty, record=row.record, by=busy.entering("olu"))  # type: ignore[attr-defined]


def test_a_duty_is_handed_to_a_colleague_who_may_open_the_record_and_answered(busy: Cast) -> None:
    row, by = logged(busy), busy.entering("priya")
    with pytest.raises(Refused, match="Sam cannot open this record"):
        hand_over_duty(duty=row, receiver=busy.staff["sam"], note=NOTE, by=by, at=make.NOW)  # type: ignore[arg-type]
    with pytest.raises(Refused, match="handover note"):
        hand_over_duty(duty=row, receiver=busy.staff["tom"], note=" ", by=by, at=make.NOW)  # type: ignore[arg-type]
    made = hand_over_duty(duty=row, receiver=busy.staff["tom"], note=NOTE, by=by, at=make.NOW)  # type: ignore[arg-type]
    assert "casework.outcome" not in keys(busy, "priya")
    assert [(one.duty, one.said_by) for one in asked_of_others(by=busy.entering("priya"))] == [("desk.handed", "Tom")]
    assert "desk.handover" in keys(busy, "tom")
    tom = busy.entering("tom")
    shown = handover_shown(handover=made.pk, by=tom)
    assert shown.duty is not None
    assert shown.duty.duty == "casework.outcome"
    with pytest.raises(NotFound):
        handover_shown(handover=made.pk, by=busy.entering("sam"))
    answer_handover(handover=shown.handover, to="given_back", answer="I am away too", by=tom, at=make.NOW)
    assert "casework.outcome" in keys(busy, "priya")


def test_the_job_closes_a_handover_whose_duty_is_dealt_with(busy: Cast) -> None:
    row, by = logged(busy), busy.entering("priya")
    made = hand_over_duty(duty=row, receiver=busy.staff["tom"], note=NOTE, by=by, at=make.NOW)  # type: ignore[arg-type]
    notify(at=make.NOW)
    made.refresh_from_db()
    assert made.state == "handed"
    type(made).objects.filter(pk=made.pk).update(of_record=0)
    notify(at=make.NOW + timedelta(minutes=1))
    made.refresh_from_db()
    assert made.state == "done"


def test_work_is_given_with_a_note_that_the_receiver_must_read_and_that_stands_on_record(busy: Cast) -> None:
    work = make.Involvement.objects.get(person=busy.kyle, agency=busy.agencies["probation"])
    by = busy.opening("tom")
    made = hand_over_work(involvement=work, receiver=busy.staff["tom"], note=NOTE, by=by, at=make.NOW, version=1)
    assert (made.giver_id, work.lead_id) == (busy.staff["priya"].pk, busy.staff["tom"].pk)
    assert "desk.handover" in keys(busy, "tom")
    again = make.Involvement.objects.get(pk=work.pk)
    with pytest.raises(Conflict):
        hand_over_work(involvement=again, receiver=busy.staff["priya"], note=NOTE, by=by, at=make.NOW, version=1)
    answer_handover(handover=made, to="read", by=busy.entering("tom"), at=make.NOW)
    assert "desk.handover" not in keys(busy, "tom")


def test_whoever_covers_has_the_duties_and_the_reach_of_the_one_away_until_it_ends(busy: Cast) -> None:
    with pytest.raises((NotFound, OnlyKnown)):
        open_record(reference=busy.kyle.reference, by=busy.entering("sam"))
    make.draft(busy.staff["priya"], busy.agencies["probation"], person=busy.kyle)
    make.cover(busy.staff["priya"], busy.agencies["probation"], busy.staff["sam"])
    by = busy.entering("sam")
    assert open_record(reference=busy.kyle.reference, by=by)[0] == busy.kyle
    assert [(one.name, one.until) for one in covered_colleagues(by=by)] == [("Priya", make.NOW + 7 * DAY)]
    day = day_of_colleague(staff=busy.staff["priya"].pk, role="practitioner", by=by)
    assert [row.duty for row in day.rows] == ["casework.outcome", "casework.appointment", "assessment.review_due"]
    assert Draft.objects.exists()
    assert keys(busy, "sam") == []
    assert [row.reference for row in case_list(by=by, at=make.NOW, whose="mine").rows] == []
    with pytest.raises((NotFound, OnlyKnown)):
        open_record(reference=busy.kyle.reference, by=busy.entering("sam", at=make.NOW + 8 * DAY))


def test_cover_opens_no_restricted_record_and_no_other_agency(busy: Cast) -> None:
    make.restriction(busy.kyle, busy.agencies["probation"], busy.staff["tom"])
    type(busy.kyle).objects.filter(pk=busy.kyle.pk).update(restricted=True)
    make.cover(busy.staff["priya"], busy.agencies["probation"], busy.staff["sam"])
    with pytest.raises((NotFound, OnlyKnown)):
        open_record(reference=busy.kyle.reference, by=busy.entering("sam"))
    day = day_of_colleague(staff=busy.staff["priya"].pk, role="practitioner", by=busy.entering("sam"))
    assert day.rows == ()


def test_the_team_is_one_page_of_as_many_statements_however_many_workers(busy: Cast) -> None:
    probation = busy.agencies["probation"]
    person = make.person(probation, "Ann", "Bell")
    make.involvement(person, probation, team=busy.teams["east"], lead=None)
    with CaptureQueriesContext(connection) as few:
        team = team_of(by=busy.entering("tom"))
    assert [piece.person.family for piece in team.unallocated] == ["Bell"]
    priya = next(load for load in team.workers if load.worker.name == "Priya")
    assert (priya.people, priya.points, priya.overdue) == (1, 4, 1)
    assert [line.words for line in priya.lines] == [
        "Kind of work, Probation supervision: 1 person × 3 = 3",
        "Risk of serious harm, Medium: 1 person × 1 = 1",
    ]
    for number in range(4):
        busy.hire(f"worker{number}", "probation", "practitioner", "east")
        more = make.person(probation, "Ann", f"Cole{number}")
        make.involvement(more, probation, team=busy.teams["east"], lead=busy.staff[f"worker{number}"])
    with CaptureQueriesContext(connection) as many:
        assert len(team_of(by=busy.entering("tom")).workers) == len(team.workers) + 4
    assert len(few) == len(many)
    load, pieces = worker_of_team(staff=busy.staff["priya"].pk, by=busy.entering("tom"))
    assert (load.points, [piece.reference for piece in pieces]) == (4, [busy.kyle.reference])
    for who in ("priya", "grace"):
        with pytest.raises(NotPermitted):
            team_of(by=busy.entering(who))
    with pytest.raises(NotFound):
        worker_of_team(staff=busy.staff["olu"].pk, by=busy.entering("tom"))


def test_one_part_that_fails_is_named_and_the_rest_of_the_day_stands(busy: Cast) -> None:
    def broken(by: object) -> object:
        rows = Draft.objects.annotate(
            duty=Value("desk.broken", output_field=CharField()), record=As(F("form"), IntegerField()),
            reference=F("form"), words=F("form"), said_by=F("form"), since=F("saved_at"), due=F("saved_at"),
        )  # fmt: skip
        return rows.values("duty", "record", "person", "reference", "words", "said_by", "since", "due")

    make.draft(busy.staff["priya"], busy.agencies["probation"], form="no number")
    HOUSE.duties["desk.broken"] = Duty("desk.broken", "Broken", 5, "Mend", "draft", "desk.keep", broken)  # type: ignore[arg-type]
    try:
        day = day_of(by=busy.entering("priya"))
    finally:
        del HOUSE.duties["desk.broken"]
    assert day.failed == ("Broken",)
    assert [row.duty for row in day.rows][:2] == ["casework.outcome", "casework.appointment"]
