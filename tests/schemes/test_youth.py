"""A young person's way to adult services: two agencies on one case, every row of it a childhood record before and after 18."""

from datetime import date, timedelta
from typing import Any

import pytest

from desistance.access.models import Involvement
from desistance.access.queries.passes import open_record
from desistance.desk.queries.duties import duties_of
from desistance.desk.queries.timeline import timeline_page
from desistance.foundation.decisions import Conflict, NotFound, NotPermitted, OnlyKnown, Refused
from desistance.people.models import BirthDate, Person
from desistance.schemes.actions.iom.managing import EarlierSpell, record_earlier_spell
from desistance.schemes.actions.youth import (
    accept_move,
    answer_handover,
    change_worker,
    check_move,
    hand_over,
    keep_with_youth,
    leave_move,
    plan_move,
    record_joint_meeting,
    share_file,
    stop_move,
    undo_move_step,
)
from desistance.schemes.models import CaseAsk, CaseStep, CohortManager, SchemeCase
from desistance.schemes.queries.iom.cases import iom_cases_of
from desistance.schemes.queries.iom.cohort import cohort_register
from desistance.schemes.queries.youth.cases import handover_asked, open_youth_case, seen_youth_case
from desistance.schemes.queries.youth.duties import steps_late, youth_banner, youth_card
from desistance.schemes.queries.youth.moves import youth_moves
from tests import factories as make
from tests.cast import Cast

NOW = make.NOW
BORN = date(2008, 4, 9)
AT_18 = NOW + timedelta(days=27)
CHECK = NOW + timedelta(days=27 + 91)


@pytest.fixture
def callum(cast: Cast, looking: None) -> Person:
    """Callum, 18 on 9 April 2026, whom Jess works with at the youth service; it may show Durham Probation childhood records."""
    youth = cast.agencies["youth"] = make.agency("youth", name="Durham Youth Justice")
    cast.hire("jess", "youth", "partner_worker")
    make.agreement(youth, cast.agencies["probation"], classes=("childhood",), switches_on_finding=True)
    person = make.person(youth, "Callum", "Bell", BORN)
    make.involvement(person, youth, kind="youth_justice", data_class="childhood", lead=cast.staff["jess"])
    police = cast.agencies["police"]
    make.involvement(person, police, kind="police_management", lead=cast.staff["rob"])
    return person


def jess(cast: Cast, callum: Person, at: Any = NOW) -> dict[str, Any]:
    return {"by": cast.opening("jess", callum, at), "at": at}


def priya(cast: Cast, callum: Person, at: Any = NOW) -> dict[str, Any]:
    return {"by": cast.opening("priya", callum, at), "at": at}


def planned(cast: Cast, callum: Person, at: Any = NOW) -> SchemeCase:
    return plan_move(person=callum, reason="Order runs to May 2027", **jess(cast, callum, at))


def shared(cast: Cast, callum: Person) -> SchemeCase:
    case = planned(cast, callum)
    return share_file(case=case, items=["risk", "needs"], to_agency=cast.agencies["probation"], **jess(cast, callum))


def named(cast: Cast, callum: Person) -> SchemeCase:
    case = shared(cast, callum)
    by = cast.entering("tom")
    ask = handover_asked(ask=CaseAsk.objects.get(case=case).pk, by=by)
    answer_handover(ask=ask, accepts=True, worker=cast.staff["priya"], answer="", by=by, at=NOW)
    return again(case)


def met(cast: Cast, callum: Person) -> SchemeCase:
    said: dict[str, Any] = {"held_on": NOW.date(), "was_there": True, "words": "Ring before the first visit"}
    return record_joint_meeting(case=named(cast, callum), **said, **jess(cast, callum))


def accepted(cast: Cast, callum: Person) -> SchemeCase:
    return accept_move(case=met(cast, callum), handover_on=AT_18.date(), reason="", **priya(cast, callum))


def handed(cast: Cast, callum: Person) -> SchemeCase:
    case = accepted(cast, callum)
    return hand_over(case=case, handed_on=AT_18.date(), reason="", **priya(cast, callum, AT_18))


def again(case: SchemeCase) -> SchemeCase:
    return SchemeCase.objects.get(pk=case.pk)


def due_of(cast: Cast, who: str, at: Any = NOW) -> list[tuple[str, str]]:
    rows = duties_of(by=cast.entering(who, at))
    return [(row.words, str(row.due.date()) if row.due else "") for row in rows if row.duty.startswith("schemes.youth")]


def test_both_agencies_carry_one_case_from_planning_to_the_check(cast: Cast, callum: Person) -> None:
    assert due_of(cast, "jess") == [("Plan the move to adult services", "2025-04-09")]
    case = planned(cast, callum)
    assert due_of(cast, "jess") == [("Send the file with risk and needs", "2025-07-09")]
    case = share_file(case=case, items=["risk", "needs"], to_agency=cast.agencies["probation"], **jess(cast, callum))
    assert due_of(cast, "tom") == [("A young person moves to adult services: name who takes them on", "2026-03-27")]
    assert due_of(cast, "jess") == due_of(cast, "priya") == []
    with pytest.raises(OnlyKnown):
        cast.opening("priya", callum)
    tom = cast.entering("tom")
    ask = CaseAsk.objects.get(case=case)
    answer_handover(ask=ask, accepts=True, worker=cast.staff["priya"], answer="Priya knows the family", by=tom, at=NOW)
    assert due_of(cast, "jess") == due_of(cast, "priya") == [("Hold the joint meeting", "2025-10-09")]
    meeting: dict[str, Any] = {
        "held_on": NOW.date(),
        "was_there": False,
        "words": "In custody that day; agreed by telephone",
    }
    case = record_joint_meeting(case=again(case), **meeting, **priya(cast, callum))
    assert due_of(cast, "priya") == [("Accept, with the day of the handover", "2026-03-27")]
    late = NOW + timedelta(days=14)
    assert due_of(cast, "jess", late) == [("No answer since the joint meeting: ask, or keep them", "")]
    listed = youth_moves(by=cast.entering("priya", late + timedelta(days=1)), at=late + timedelta(days=1))
    told = [
        (one.reference, one.next_step, one.turn, one.due_on, one.is_late, one.youth, one.adult) for one in listed.rows
    ]
    accept = "Accept, with the day of the handover"
    assert told == [(callum.reference, accept, "Adult service", late.date(), True, "Jess", "Priya")]
    assert listed.counts == {"going": 1, "late": 1, "over": 0}
    assert youth_moves(by=cast.entering("jess"), at=NOW, which="late").rows == ()
    assert youth_moves(by=cast.entering("olu"), at=NOW).counts == {"going": 0, "late": 0, "over": 0}
    assert list(steps_late(cast.entering("tom", late + timedelta(days=7)))) == []
    asked = list(steps_late(cast.entering("tom", late + timedelta(days=7, minutes=1))))
    assert [(one["words"], one["due"].date()) for one in asked] == [
        (f"Late, ask who carries it: {accept}", late.date())
    ]
    case = accept_move(case=case, handover_on=AT_18.date(), reason="", **priya(cast, callum))
    assert due_of(cast, "priya") == []
    assert due_of(cast, "jess", AT_18) == [("Hand over on the day that was agreed", "2026-04-09")]
    case = hand_over(case=case, handed_on=AT_18.date(), reason="", **jess(cast, callum, AT_18))
    assert due_of(cast, "jess", AT_18) == [("Handed over: end your agency's part", "")]
    leave_move(case=case, **jess(cast, callum, AT_18))
    with pytest.raises((NotFound, OnlyKnown)):
        cast.opening("jess", callum, AT_18 + timedelta(minutes=1))
    with pytest.raises(Refused, match="The check is made from 25 June 2026"):
        check_move(case=again(case), words="Well", **priya(cast, callum, AT_18))
    assert due_of(cast, "priya", CHECK) == [("Check how the move went", "2026-07-09")]
    case = check_move(case=again(case), words="“I ring Priya myself now”", **priya(cast, callum, CHECK))
    assert (case.state, case.closed_at) == ("checked", CHECK)
    over = youth_moves(by=cast.entering("priya", CHECK), at=CHECK, which="over")
    assert [(one.next_step, one.due_on, one.is_late, one.state.name) for one in over.rows] == [
        ("", None, False, "checked")
    ]
    leave_move(case=case, **priya(cast, callum, CHECK))
    kinds = Involvement.objects.filter(person=callum, state="open").values_list("kind", flat=True)
    assert list(kinds) == ["police_management"]


def test_every_row_is_a_childhood_record_and_a_birthday_opens_nothing(cast: Cast, callum: Person) -> None:
    case = handed(cast, callum)
    for model in (SchemeCase, CaseStep, CohortManager, CaseAsk):
        classes = set(model.objects.filter(person=callum).values_list("data_class", flat=True))
        assert classes == {"childhood"}, model
    assert set(Involvement.objects.filter(person=callum).exclude(kind="police_management").values_list("data_class", flat=True)) == {
        "childhood"
    }  # fmt: skip
    for at in (NOW + timedelta(minutes=1), AT_18 - timedelta(days=1), AT_18, AT_18 + timedelta(days=400)):
        rob = cast.opening("rob", callum, at)
        with pytest.raises(NotFound):
            open_youth_case(case=case.pk, by=rob, at=at)
        assert youth_card(callum.pk, rob) is None
        assert youth_banner(callum.pk, rob) is None
        words = " ".join(f"{one.title} {one.summary}" for one in timeline_page(by=rob, size=50).entries)
        assert "adult" not in words.lower()
        assert "youth" not in words.lower()
    told = timeline_page(by=cast.opening("priya", callum, AT_18), size=50)
    assert "Handed over to the adult service" in [one.title for one in told.entries]


def test_a_worker_without_an_agreement_that_names_childhood_sees_nothing_of_it(cast: Cast, callum: Person) -> None:
    case = named(cast, callum)
    youth, probation = cast.agencies["youth"], cast.agencies["probation"]
    make.agreement(youth, cast.agencies["police"], classes=("offending", "risk", "plan", "casework"))
    with pytest.raises(NotFound):
        seen_youth_case(case=case.pk, by=cast.opening("rob", callum))
    make.involvement(callum, probation, kind="supervision", team=cast.teams["west"], lead=cast.staff["olu"])
    assert seen_youth_case(case=case.pk, by=cast.opening("olu", callum)).pk == case.pk


def test_roles_that_may_not_are_refused(cast: Cast, callum: Person) -> None:
    case = planned(cast, callum)
    ask = make.case_ask(case, cast.agencies["police"], kind="handover")
    for who in ("rob", "carl", "nadia", "pat", "adam"):
        told: dict[str, Any] = {"by": cast.entering(who), "at": NOW}
        with pytest.raises(NotPermitted):
            youth_moves(**told)
        for deed, facts in (
            (plan_move, {"person": callum, "reason": "x"}),
            (share_file, {"case": case, "items": ["risk"], "to_agency": cast.agencies["probation"]}),
            (hand_over, {"case": case, "handed_on": NOW.date(), "reason": ""}),
            (stop_move, {"case": case, "reason": "x"}),
            (answer_handover, {"ask": ask, "accepts": False, "answer": "x"}),
        ):
            with pytest.raises(NotPermitted):
                deed(**facts, **told)


def test_each_side_does_its_own_and_only_the_named_worker_accepts(cast: Cast, callum: Person) -> None:
    case = met(cast, callum)
    with pytest.raises(Refused, match="The adult service does this"):
        accept_move(case=case, handover_on=AT_18.date(), reason="", **jess(cast, callum))
    with pytest.raises(Refused, match="The youth justice service does this"):
        keep_with_youth(case=case, reason="x", look_on=AT_18.date(), **priya(cast, callum))
    cast.hire("ann", "probation", "practitioner", "east")
    case = change_worker(case=case, staff=cast.staff["ann"], **priya(cast, callum))
    make.involvement(
        callum, cast.agencies["probation"], kind="supervision", team=cast.teams["east"], lead=cast.staff["priya"]
    )
    with pytest.raises(Refused, match="Only Ann, whom the adult service named, can accept"):
        accept_move(case=case, handover_on=AT_18.date(), reason="", **priya(cast, callum))
    with pytest.raises(Refused, match="before the 18th birthday"):
        accept_move(case=case, handover_on=NOW.date(), reason="", by=cast.opening("ann", callum), at=NOW)
    with pytest.raises(NotPermitted):
        answer_handover(ask=CaseAsk.objects.get(case=case), accepts=True, answer="", **priya(cast, callum))


def test_a_step_is_taken_back_by_whoever_took_it_for_ten_minutes(cast: Cast, callum: Person) -> None:
    case = shared(cast, callum)
    case = undo_move_step(case=case, **jess(cast, callum))
    assert (case.state, CaseAsk.objects.get(case=case).state) == ("identified", "revoked")
    case = share_file(case=case, items=["risk", "needs"], to_agency=cast.agencies["probation"], **jess(cast, callum))
    answer = {"accepts": False, "answer": "Another area: Sunderland", "by": cast.entering("tom"), "at": NOW}
    answer_handover(ask=CaseAsk.objects.get(case=case, state="asked"), **answer)
    case = again(case)
    assert case.state == "identified"
    with pytest.raises(Refused, match="10 minutes by whoever took it"):
        undo_move_step(case=case, **jess(cast, callum))
    case = stop_move(case=case, reason="Moved to Sunderland", **jess(cast, callum))
    stale = again(case)
    case = undo_move_step(case=case, **jess(cast, callum, NOW + timedelta(minutes=9)))
    assert (case.state, case.closed_at) == ("identified", None)
    with pytest.raises(Conflict):
        stop_move(case=stale, reason="x", **jess(cast, callum))


def test_kept_by_the_youth_service_then_met_again_and_the_agreed_day_comes_back_with_undo(
    cast: Cast, callum: Person
) -> None:
    case = accepted(cast, callum)
    later = NOW + timedelta(days=60)
    case = keep_with_youth(
        case=case, reason="Nine weeks of the order are left", look_on=later.date(), **jess(cast, callum)
    )
    assert (case.state, case.ends_on) == ("retained", later.date())
    case = undo_move_step(case=case, **jess(cast, callum))
    assert (case.state, case.ends_on) == ("accepted", AT_18.date())
    opened = open_youth_case(case=case.pk, by=cast.opening("jess", callum), at=NOW)
    assert opened.next is not None
    assert (opened.next.name, opened.next.due_on) == ("hand_over", AT_18.date())


def test_dates_that_contradict_or_are_missing_stop_nobody_and_are_told(cast: Cast, callum: Person) -> None:
    make.birth_date(callum, cast.agencies["police"], date(2009, 4, 9))
    assert due_of(cast, "jess") == [("Plan the move to adult services", "2025-04-09")]
    opened = open_youth_case(case=planned(cast, callum).pk, by=cast.opening("jess", callum), at=NOW)
    assert (opened.adult.earliest, opened.adult.latest) == (date(2026, 4, 9), date(2027, 4, 9))
    nobody_knows = make.person(cast.agencies["youth"], "Ash", "Dale", date(2008, 1, 1))
    BirthDate.objects.filter(person=nobody_knows).delete()
    make.involvement(
        nobody_knows, cast.agencies["youth"], kind="youth_justice", data_class="childhood", lead=cast.staff["jess"]
    )
    assert ("Date of birth not known: nobody can tell when to plan adult services", "") in due_of(cast, "jess")
    case = planned(cast, nobody_knows)
    rows = open_youth_case(case=case.pk, by=cast.opening("jess", nobody_knows), at=NOW).milestones
    assert {one.due_on for one in rows} == {None}


def test_the_duty_counts_birthdays_as_the_rule_does(cast: Cast, callum: Person) -> None:
    leap, day_before, day_after = date(2008, 2, 29), date(2009, 2, 28), date(2009, 3, 1)
    for born, due in ((leap, "2025-03-01"), (day_before, "2026-02-28"), (day_after, "2026-03-01")):
        BirthDate.objects.filter(person=callum).update(born_on=born)
        assert due_of(cast, "jess") == [("Plan the move to adult services", due)], born


def test_days_in_a_scheme_before_18_are_a_childhood_record_for_other_agencies_too(cast: Cast, looking: None) -> None:
    make.involvement(cast.kyle, cast.agencies["police"], kind="police_management", lead=cast.staff["rob"])
    rob, priya = cast.opening("rob"), cast.opening("priya")
    ended = {"end_reason": "criteria", "why": "Two cautions", "source": "Paper file"}
    for part, began_on, kept_as in (
        ("dyo", date(2014, 5, 1), "childhood"),
        ("ppo_catch", date(2017, 5, 1), "offending"),
    ):
        said = EarlierSpell(part=part, began_on=began_on, ended_on=date(2018, 5, 1), **ended)
        assert record_earlier_spell(person=cast.kyle, facts=said, by=rob, at=NOW).data_class == kept_as
    for by, parts in ((rob, ["ppo_catch", "dyo"]), (priya, ["ppo_catch"])):
        assert [one.part for one in iom_cases_of(person=cast.kyle.pk, by=by)[1]] == parts
        assert [one.row.part for one in cohort_register(by=by, at=NOW).rows] == parts


def test_the_page_of_a_move_takes_few_statements(
    cast: Cast, callum: Person, django_assert_max_num_queries: Any
) -> None:
    case = handed(cast, callum)
    by = cast.opening("priya", callum, AT_18)
    with django_assert_max_num_queries(10):
        open_youth_case(case=case.pk, by=by, at=AT_18)
    with django_assert_max_num_queries(1):
        card = youth_card(callum.pk, by)
    assert card is not None
    assert not card["may_plan"]
    assert open_record(reference=callum.reference, by=cast.entering("priya", AT_18))
