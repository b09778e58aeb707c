"""The move from youth to adult services by spec tables: ages first, for a birthday that is read wrongly moves a child."""

from datetime import date, timedelta
from typing import Any

import pytest

from desistance.foundation.rulesets import Answer
from desistance.schemes.rules.ages import CONTRADICT, NOT_EXACT, NOT_KNOWN, Birth, class_of_days, turning
from desistance.schemes.rules.youth import (
    Dates,
    milestones,
    next_of,
    on_the_side,
    trouble_of_day,
    troubles_of_accepting,
    troubles_of_checking,
    troubles_of_handing,
    troubles_of_keeping,
    troubles_of_meeting,
    troubles_of_planning,
    troubles_of_sharing,
)
from desistance.schemes.terms.youth import ADULT_SIDE, BOTH_SIDES, YOUTH_SIDE, YOUTH_STATES

ON = date(2026, 3, 13)
BORN = (Birth(date(2008, 4, 9), "Youth"),)
LEAP = (Birth(date(2008, 2, 29), "Youth"),)
TWO = (Birth(date(2008, 4, 9), "Youth"), Birth(date(2008, 9, 4), "Police"))
YEAR = (Birth(date(2008, 1, 1), "Youth", is_exact=False),)


def refusals(troubles: Any) -> dict[str, str]:
    found: dict[str, str] = {}
    for field, told in troubles:
        if not told:
            found.setdefault(field, told.words)
    return found


@pytest.mark.parametrize(
    ("births", "months", "earliest", "latest", "trouble"),
    [
        ((), 216, None, None, NOT_KNOWN),
        (LEAP, 216, date(2026, 3, 1), date(2026, 3, 1), ""),
        (LEAP, 240, date(2028, 2, 29), date(2028, 2, 29), ""),
        (LEAP, 210, date(2025, 8, 29), date(2025, 8, 29), ""),
        ((Birth(date(2008, 8, 31), "A"),), 210, date(2026, 2, 28), date(2026, 2, 28), ""),
        (TWO, 216, date(2026, 4, 9), date(2026, 9, 4), CONTRADICT),
        (YEAR, 216, date(2026, 1, 1), date(2027, 1, 1), NOT_EXACT),
        ((*YEAR, *BORN), 216, date(2026, 4, 9), date(2026, 4, 9), ""),
        ((*YEAR, Birth(date(2010, 4, 9), "B")), 216, date(2026, 1, 1), date(2028, 4, 9), CONTRADICT),
        ((BORN[0], Birth(BORN[0].on, "Police")), 216, date(2026, 4, 9), date(2026, 4, 9), ""),
    ],
)
def test_an_age_is_told_by_every_date_of_birth(
    births: Any, months: int, earliest: date | None, latest: date | None, trouble: str
) -> None:
    told = turning(births, months)
    assert (told.earliest, told.latest, told.trouble) == (earliest, latest, trouble)


@pytest.mark.parametrize(
    ("births", "on", "answer"),
    [
        (LEAP, date(2026, 2, 28), Answer.NOT_MET),
        (LEAP, date(2026, 3, 1), Answer.MET),
        (TWO, date(2026, 4, 8), Answer.NOT_MET),
        (TWO, date(2026, 4, 9), Answer.CANNOT_TELL),
        (TWO, date(2026, 9, 4), Answer.MET),
        ((), ON, Answer.CANNOT_TELL),
    ],
)
def test_18_is_reached_only_by_every_date(births: Any, on: date, answer: Answer) -> None:
    assert turning(births, 216).is_reached(on) is answer


@pytest.mark.parametrize(
    ("births", "began_on", "in_youth_scheme", "kept_as"),
    [
        (BORN, date(2026, 4, 8), False, "childhood"),
        (BORN, date(2026, 4, 9), False, "offending"),
        (BORN, date(2026, 4, 9), True, "offending"),
        (LEAP, date(2026, 2, 28), False, "childhood"),
        (TWO, date(2026, 5, 1), True, "childhood"),
        (TWO, date(2026, 5, 1), False, "offending"),
        ((), date(2014, 5, 1), True, "childhood"),
        ((), date(2014, 5, 1), False, "offending"),
    ],
)
def test_the_class_of_earlier_days_is_that_of_the_age_then(
    births: Any, began_on: date, in_youth_scheme: bool, kept_as: str
) -> None:
    assert class_of_days(births, began_on, in_youth_scheme=in_youth_scheme) == kept_as


def test_milestones_prepare_by_the_earliest_date_and_hand_over_by_the_latest() -> None:
    rows = {one.name: one for one in milestones(TWO, Dates(), ON)}
    assert rows["identify"].due_on == date(2025, 4, 9)
    assert rows["share"].due_on == date(2025, 7, 9)
    assert rows["meet"].due_on == date(2025, 10, 9)
    assert rows["hand_over"].due_on == date(2026, 9, 4)
    assert {name for name, one in rows.items() if one.trouble} == {"identify", "share", "meet", "hand_over"}
    assert rows["check"].due_on is None


def test_without_a_date_of_birth_no_day_is_told_and_nothing_is_late() -> None:
    rows = milestones((), Dates(), ON)
    assert {one.due_on for one in rows} == {None}
    assert not any(one.is_late(ON) for one in rows)
    assert rows[0].trouble == NOT_KNOWN


def test_steps_done_move_the_next_one_and_the_agreed_day_counts() -> None:
    done = Dates(date(2025, 4, 1), date(2025, 7, 1), date(2025, 7, 9), date(2025, 10, 1), date(2025, 10, 8), ON)
    rows = milestones(BORN, done, ON)
    following = next_of(rows)
    assert following is not None
    assert (following.name, following.due_on, following.is_late(ON), following.is_late(ON + timedelta(days=1))) == (
        "hand_over", ON, False, True,
    )  # fmt: skip
    handed = milestones(BORN, Dates(handed_on=date(2025, 11, 30)), ON)
    assert handed[-1].due_on == date(2026, 2, 28)


@pytest.mark.parametrize(
    ("births", "more", "field", "words"),
    [
        (BORN, {}, None, ""),
        ((), {}, None, ""),
        (TWO, {}, None, ""),
        ((Birth(date(2009, 4, 10), "A"),), {}, None, ""),  # 17 on 10 April 2026: within 28 days
        ((Birth(date(2009, 4, 11), "A"),), {}, "", "Plan the move from 14 March 2026"),
        ((Birth(date(2009, 9, 1), "A"), Birth(date(1999, 9, 1), "B")), {}, None, ""),  # a person looks at it
        ((Birth(date(2007, 1, 1), "A"),), {}, None, ""),  # 19, still with the youth service
        (BORN, {"has_youth_work": False}, "", "no youth justice work"),
        (BORN, {"has_open_case": True}, "", "planned already"),
        (BORN, {"reason": " "}, "reason", "Say why"),
        (BORN, {"reason": "x" * 501}, "reason", "500 characters"),
    ],
)
def test_a_move_is_planned_from_17_and_never_refused_for_what_cannot_be_told(
    births: Any, more: dict[str, Any], field: str | None, words: str
) -> None:
    facts: dict[str, Any] = {"has_youth_work": True, "has_open_case": False, "reason": "Order runs to 2027", **more}
    told = refusals(troubles_of_planning(births, ON, **facts))
    assert (told == {}) if field is None else (words in told[field])


@pytest.mark.parametrize(
    ("items", "why", "kind", "field", "words"),
    [
        (["risk", "needs"], "", "probation", None, ""),
        (["risk", "needs", "order", "safety", "own_words"], "", "probation", None, ""),
        (["risk"], "", "probation", "why_not", "no needs and plan"),
        (["order"], "", "probation", "why_not", "no assessment of risk and no needs and plan"),
        (["order"], "Sent by the court", "probation", None, ""),
        ([], "", "probation", "items", "Choose what you send"),
        (["risk", "diary"], "x", "probation", "items", "Choose what you send"),
        (["risk", "needs"], "", "police", "to_agency", "Choose the adult service"),
    ],
)
def test_the_file_has_risk_and_needs_or_says_why_not(
    items: list[str], why: str, kind: str, field: str | None, words: str
) -> None:
    told = refusals(troubles_of_sharing(items, why, kind, ADULT_SIDE))
    assert (told == {}) if field is None else (words in told[field])


@pytest.mark.parametrize(
    ("more", "field", "words"),
    [
        ({}, None, ""),
        ({"adult_worker": ""}, "", "named nobody"),
        ({"held_on": ON + timedelta(days=1)}, "held_on", "today or in the past"),
        ({"held_on": date(2026, 2, 1)}, "held_on", "after the file was shared"),
        ({"was_there": False, "words": ""}, "words", "why the young person was not there"),
        ({"words": ""}, "words", "Say what was agreed"),
    ],
)
def test_a_joint_meeting_has_both_sides(more: dict[str, Any], field: str | None, words: str) -> None:
    facts: dict[str, Any] = {
        "shared_on": date(2026, 2, 2),
        "adult_worker": "Alison",
        "was_there": True,
        "words": "Agreed",
    }
    facts = {"held_on": ON, **facts, **more}
    told = refusals(troubles_of_meeting(facts.pop("held_on"), ON, **facts))
    assert (told == {}) if field is None else (words in told[field])


@pytest.mark.parametrize(
    ("births", "day", "words"),
    [
        (BORN, date(2026, 4, 9), ""),
        (BORN, date(2026, 4, 8), "before the 18th birthday"),
        (BORN, date(2026, 4, 10), "later than the 18th birthday"),
        (LEAP, date(2026, 3, 1), ""),
        (LEAP, date(2026, 2, 28), "before the 18th birthday"),
        (TWO, date(2026, 4, 9), "contradict each other. Say why this day"),
        (TWO, date(2026, 9, 4), ""),
        ((), date(2026, 4, 9), "No date of birth is on record. Say why"),
        (YEAR, date(2026, 4, 9), "not known. Say why"),
    ],
)
def test_another_day_than_the_birthday_is_agreed_in_words(births: Any, day: date, words: str) -> None:
    assert words in trouble_of_day(births, day, ON, "").words
    assert trouble_of_day(births, day, ON, "Both agreed at the meeting")


def test_a_handover_is_not_in_the_future_and_the_agreed_day_needs_no_second_reason() -> None:
    assert refusals(troubles_of_handing(BORN, ON, ON, ON, "")) == {}
    assert "before the 18th" in refusals(troubles_of_handing(BORN, ON, date(2026, 4, 9), ON, ""))["reason"]
    late = ON + timedelta(days=1)
    assert "today or in the past" in refusals(troubles_of_handing(BORN, late, late, ON, ""))["handed_on"]


def test_only_the_named_adult_worker_accepts_and_for_a_day_to_come() -> None:
    assert refusals(troubles_of_accepting(is_named=True, adult_worker="Alison", day=ON, on=ON)) == {}
    told = refusals(troubles_of_accepting(is_named=False, adult_worker="Alison", day=date(2026, 3, 12), on=ON))
    assert told == {"": "Only Alison, whom the adult service named, can accept.",
                    "handover_on": "The handover must be today or later."}  # fmt: skip


def test_keeping_says_why_and_until_when() -> None:
    assert set(refusals(troubles_of_keeping("", ON, ON))) == {"reason", "look_on"}
    assert refusals(troubles_of_keeping("Ten weeks of the order left", ON + timedelta(days=1), ON)) == {}


@pytest.mark.parametrize(("on", "opens"), [(date(2026, 5, 29), False), (date(2026, 5, 30), True)])
def test_the_check_is_made_about_three_months_after(on: date, opens: bool) -> None:
    assert (refusals(troubles_of_checking(ON, on, "Goes well")) == {}) is opens


@pytest.mark.parametrize("kind", ["police", "council", "charity", "prison"])
def test_other_agencies_do_no_step(kind: str) -> None:
    assert not on_the_side(kind, BOTH_SIDES)


def test_each_side_does_its_own_steps() -> None:
    assert on_the_side("youth", YOUTH_SIDE)
    assert on_the_side("probation", BOTH_SIDES)
    assert on_the_side("probation", YOUTH_SIDE).words == "The youth justice service does this."
    assert on_the_side("youth", ADULT_SIDE).words == "The adult service does this."


def test_every_state_has_a_way_out() -> None:
    assert YOUTH_STATES.problems() == []
