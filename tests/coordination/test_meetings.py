"""Meetings in the database: access opens with the agenda and ends with the meeting; decisions need a quorum; two chairs."""

from datetime import date, timedelta

import pytest

from desistance.access.actions.involvements import allocate, end_involvement, name_worker
from desistance.access.models import Involvement, Tie
from desistance.access.queries.passes import open_record
from desistance.coordination.actions.cases import (
    Owner,
    agree_action,
    decide_case,
    finish_action,
    put_case_off,
    submit_line,
)
from desistance.coordination.actions.meetings import (
    Seat,
    cancel_meeting,
    close_meeting,
    freeze_pack,
    list_case,
    open_meeting,
    plan_meeting,
    record_attendance,
    set_up_forum,
)
from desistance.coordination.models import AgreedAction, Attendance, CaseLine, Meeting, MeetingCase
from desistance.coordination.queries.meetings import decision_of, decisions_for
from desistance.coordination.terms.forums import PANEL_WORK
from desistance.desk.queries.timeline import timeline_page
from desistance.foundation.decisions import Conflict, NotFound, OnlyKnown, Refused
from tests import factories as make
from tests.cast import Cast

STARTS = make.NOW + timedelta(days=4)
THEN = STARTS + timedelta(minutes=10)
REVIEW = "meeting.review"


@pytest.fixture
def meeting(cast: Cast, looking: None) -> Meeting:
    """Rob's force convenes an IOM conference and asks probation, housing and health to it."""
    rob = cast.entering("rob")
    forum = set_up_forum(name="IOM conference, County Durham", kind="iom_conference", by=rob, at=make.NOW)
    seats = [
        Seat(cast.agencies["probation"], cast.staff["priya"]),
        Seat(cast.agencies["housing"], cast.staff["dan"]),
        Seat(cast.agencies["health"]),
    ]
    return plan_meeting(forum=forum, starts_at=STARTS, seats=seats, by=rob, at=make.NOW)


@pytest.fixture
def case(cast: Cast, meeting: Meeting) -> MeetingCase:
    """Priya puts Kyle, whom the police do not work with, on the agenda."""
    return list_case(
        meeting=meeting, person=cast.kyle, purpose=REVIEW, why="Two missed", by=cast.opening("priya"), at=make.NOW
    )


def begin(cast: Cast, meeting: Meeting, *here: tuple[str, str]) -> None:
    """Open the meeting, with the convener and these (agency, worker) at the table."""
    rob = cast.entering("rob", THEN)
    open_meeting(meeting=meeting, by=rob, at=THEN)
    for agency, who in (("police", "rob"), *here):
        seat = {"agency": cast.agencies[agency], "staff": cast.staff[who], "presence": "present"}
        record_attendance(meeting=meeting, by=rob, at=THEN, **seat)


def test_a_case_on_the_agenda_is_one_entry_however_many_agencies_are_asked(cast: Cast, case: MeetingCase) -> None:
    told = timeline_page(by=cast.opening("priya"), size=50).entries
    assert [one.title for one in told if "IOM conference" in one.title] == [
        "On the agenda of IOM conference, County Durham"
    ]
    assert "Meeting about the person" not in {one.title for one in told}
    assert Involvement.objects.filter(person=cast.kyle, kind=PANEL_WORK).count() > 1


def test_a_record_opens_to_the_table_when_the_case_is_listed_and_closes_with_the_meeting(
    cast: Cast, meeting: Meeting
) -> None:
    for who in ("rob", "dan"):
        with pytest.raises((OnlyKnown, NotFound)):
            cast.opening(who)
    list_case(meeting=meeting, person=cast.kyle, purpose=REVIEW, by=cast.opening("priya"), at=make.NOW)
    assert {cast.opening(who).person for who in ("rob", "dan")} == {cast.kyle.pk}
    with pytest.raises((OnlyKnown, NotFound)):
        cast.opening("nia")
    begin(cast, meeting, ("probation", "priya"))
    record_attendance(
        meeting=meeting, agency=cast.agencies["housing"], presence="apologies", by=cast.entering("rob", THEN), at=THEN
    )
    with pytest.raises((OnlyKnown, NotFound)):
        cast.opening("dan", at=THEN)
    close_meeting(meeting=meeting, by=cast.entering("rob", THEN), at=THEN)
    with pytest.raises((OnlyKnown, NotFound)):
        cast.opening("rob", at=THEN)
    assert cast.opening("priya", at=THEN).person == cast.kyle.pk
    work = Involvement.objects.filter(kind="panel")
    assert work.filter(state="open").count() == 0
    assert Tie.objects.filter(involvement__in=work, until_at__gt=THEN).count() == 0
    assert {row.presence for row in Attendance.objects.filter(agency=cast.agencies["health"])} == {"absent"}
    assert {line.state for line in CaseLine.objects.all()} == {"missed"}
    assert MeetingCase.objects.get().state == "put_off"


def test_a_cancelled_meeting_closes_what_it_opened_and_says_why(
    cast: Cast, meeting: Meeting, case: MeetingCase
) -> None:
    with pytest.raises(Refused, match="Enter why"):
        cancel_meeting(meeting=meeting, reason=" ", by=cast.entering("rob"), at=make.NOW)
    cancel_meeting(meeting=meeting, reason="Snow", by=cast.entering("rob"), at=make.NOW)
    with pytest.raises((OnlyKnown, NotFound)):
        cast.opening("rob")
    with pytest.raises(Refused, match="cancelled"):
        list_case(meeting=meeting, person=cast.kyle, purpose=REVIEW, by=cast.opening("priya"), at=make.NOW)


def test_a_seat_opens_no_restricted_record(cast: Cast, meeting: Meeting, looking: None) -> None:
    paul = make.person(cast.agencies["probation"], "Paul", "Whitfield", restricted=True)
    make.involvement(paul, cast.agencies["probation"], team=cast.teams["east"], lead=cast.staff["priya"])
    restriction = make.restriction(paul, cast.agencies["probation"], cast.staff["tom"])
    make.listed_worker(restriction, cast.staff["priya"])
    list_case(meeting=meeting, person=paul, purpose=REVIEW, by=cast.opening("priya", paul), at=make.NOW)
    with pytest.raises(OnlyKnown):
        open_record(reference=paul.reference, by=cast.entering("rob"))


def test_only_an_agency_that_was_asked_lists_and_only_the_convener_runs(
    cast: Cast, meeting: Meeting, case: MeetingCase
) -> None:
    make.involvement(cast.kyle, cast.agencies["council"], kind="resettlement", team=cast.teams["releases"])
    with pytest.raises(NotFound):
        list_case(meeting=meeting, person=cast.kyle, purpose=REVIEW, by=cast.opening("rhea"), at=make.NOW)
    with pytest.raises(Refused, match="already"):
        list_case(meeting=meeting, person=cast.kyle, purpose=REVIEW, by=cast.opening("priya"), at=make.NOW)
    with pytest.raises(NotFound):
        open_meeting(meeting=meeting, by=cast.entering("tom", THEN), at=THEN)
    cast.hire("sam", "police", "team_manager")
    begin(cast, meeting, ("probation", "priya"))
    with pytest.raises(NotFound):
        decide_case(case=case, outcome="continue", reasons="x", by=cast.opening("tom", at=THEN), at=THEN)


def test_a_panel_without_quorum_decides_nothing_and_is_told_who_is_missing(
    cast: Cast, meeting: Meeting, case: MeetingCase
) -> None:
    with pytest.raises(Refused, match="Open the meeting first"):
        decide_case(case=case, outcome="continue", reasons="Keeps to it", by=cast.opening("rob"), at=make.NOW)
    begin(cast, meeting, ("housing", "dan"))
    rob = cast.opening("rob", at=THEN)
    with pytest.raises(Refused, match=r"cannot decide without: probation service \(Durham probation\)") as refusal:
        decide_case(case=case, outcome="continue", reasons="Keeps to it", by=rob, at=THEN)
    assert "name a deputy" in refusal.value.words
    record_attendance(
        meeting=meeting, agency=cast.agencies["probation"], presence="deputy", staff=cast.staff["olu"], by=rob, at=THEN
    )
    dissent = [(cast.agencies["housing"], "His rent is not paid")]
    made = decide_case(case=case, outcome="continue", reasons="Keeps to it", dissent=dissent, by=rob, at=THEN)
    told = decision_of(made.pk, by=cast.opening("olu", at=THEN))
    assert (told.purpose, told.outcome, told.words) == (REVIEW, "continue", "Review: go on as planned")
    assert (told.dissent, told.forum_kind) == ((("Durham housing", "His rent is not paid"),), "iom_conference")
    again = decide_case(case=case, outcome="change", reasons="Add visits", by=rob, at=THEN)
    assert [one.id for one in decisions_for(cast.kyle.pk, by=rob)] == [again.pk]
    with pytest.raises(NotFound):
        decision_of(made.pk, by=rob)


def test_two_chairs_at_once_are_shown_both_versions(cast: Cast, meeting: Meeting, case: MeetingCase) -> None:
    begin(cast, meeting, ("probation", "priya"), ("housing", "dan"))
    rob = cast.opening("rob", at=THEN)
    seen = MeetingCase.objects.get(pk=case.pk).version
    decide_case(case=case, outcome="continue", reasons="Rob's words", by=rob, at=THEN, version=seen)
    with pytest.raises(Conflict) as conflict:
        decide_case(case=case, outcome="change", reasons="Nadia's words", by=rob, at=THEN, version=seen)
    assert conflict.value.versions.theirs["reasons"] == "Rob's words"
    assert conflict.value.versions.mine["reasons"] == "Nadia's words"
    assert [one.reasons for one in decisions_for(cast.kyle.pk, by=rob)] == ["Rob's words"]


def test_an_agency_gives_its_own_line_and_the_chair_notes_what_is_said(
    cast: Cast, meeting: Meeting, case: MeetingCase
) -> None:
    priya, rob = cast.opening("priya"), cast.opening("rob")
    line = submit_line(case=case, text="11 of 14 contacts kept", by=priya, at=make.NOW)
    freeze_pack(meeting=meeting, by=rob, at=make.NOW)
    submit_line(case=case, text="12 of 14 contacts kept", by=priya, at=make.NOW, version=line.version)
    pack = MeetingCase.objects.get(pk=case.pk).pack
    assert pack["lines"][str(line.pk)] == CaseLine.objects.get(pk=line.pk).version - 1
    housing = cast.agencies["housing"]
    with pytest.raises(Refused, match="gives its own line"):
        submit_line(case=case, text="£412 arrears", agency=housing, by=rob, at=make.NOW)
    begin(cast, meeting, ("probation", "priya"))
    rob = cast.opening("rob", at=THEN)
    said = submit_line(case=case, text="£412 arrears", agency=housing, by=rob, at=THEN)
    assert (said.agency, said.is_said) == (housing, True)
    with pytest.raises(Refused, match="health service writes its own"):
        submit_line(case=case, text="Clean", agency=cast.agencies["health"], by=rob, at=THEN)


def test_an_action_has_an_owner_who_can_open_the_record_after_the_meeting_and_can_be_passed_on(
    cast: Cast, meeting: Meeting, case: MeetingCase
) -> None:
    begin(cast, meeting, ("probation", "priya"))
    rob, due = cast.opening("rob", at=THEN), date(2026, 3, 20)
    with pytest.raises(Refused, match="Choose an owner"):
        agree_action(case=case, what="Book the test", due_on=due, owner=None, by=rob, at=THEN)
    with pytest.raises(Refused, match="Durham housing has no work open"):
        agree_action(case=case, what="Ring", due_on=due, owner=Owner(cast.agencies["housing"]), by=rob, at=THEN)
    owner = Owner(cast.agencies["probation"], cast.staff["priya"])
    action = agree_action(case=case, what="Book the test", due_on=due, owner=owner, by=rob, at=THEN)
    close_meeting(meeting=meeting, by=cast.entering("rob", THEN), at=THEN)
    priya = cast.opening("priya", at=THEN)
    to_tom = Owner(cast.agencies["probation"], cast.staff["tom"])
    passed = finish_action(
        action=action, to="passed_on", came_of="On leave", owner=to_tom, due_on=due, by=priya, at=THEN, version=1
    )
    assert (passed.staff, passed.came_from_id, passed.state) == (cast.staff["tom"], action.pk, "open")
    with pytest.raises(Refused, match="Enter why it was not done"):
        finish_action(action=passed, to="not_done", came_of="", by=priya, at=THEN)
    finish_action(action=passed, to="done", came_of="Booked", by=priya, at=THEN)
    assert sorted(AgreedAction.objects.values_list("state", flat=True)) == ["done", "passed_on"]


def test_a_case_that_is_put_off_closes_its_record_at_once(cast: Cast, meeting: Meeting, case: MeetingCase) -> None:
    rob = cast.opening("rob")
    put_case_off(case=case, reason="In hospital", for_good=True, by=rob, at=make.NOW)
    with pytest.raises((OnlyKnown, NotFound)):
        cast.opening("rob")


def test_a_seat_is_neither_widened_nor_used_to_open_another(cast: Cast, meeting: Meeting, case: MeetingCase) -> None:
    rob = cast.opening("rob")
    seat = Involvement.objects.get(kind="panel", agency=cast.agencies["police"])
    for change in (
        lambda: allocate(involvement=seat, team=None, lead=cast.staff["carl"], by=rob, at=make.NOW),
        lambda: name_worker(involvement=seat, staff=cast.staff["carl"], part="Guest", by=rob, at=make.NOW),
        lambda: end_involvement(involvement=seat, reason="Mine", by=rob, at=make.NOW),
    ):
        with pytest.raises(Refused, match="comes from a meeting and ends with it"):
            change()
    forum = set_up_forum(name="Board", kind="board", by=rob, at=make.NOW)
    told = {"forum": forum, "starts_at": STARTS, "seats": [Seat(cast.agencies["housing"])]}
    other = plan_meeting(by=cast.entering("rob"), at=make.NOW, **told)
    with pytest.raises(Refused, match="no work of its own open"):
        list_case(meeting=other, person=cast.kyle, purpose=REVIEW, by=rob, at=make.NOW)
