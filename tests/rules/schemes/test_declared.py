"""Declared schemes: what criteria answer, what stands against opening and moving, and which declarations do not start."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest

from desistance.foundation.rulesets import Answer
from desistance.foundation.states import State
from desistance.schemes.declared import DECLARED
from desistance.schemes.declared.whole_system import in_contact, woman
from desistance.schemes.rules.checkpoint.facts import Born, OnOrder
from desistance.schemes.rules.declared import (
    SchemeFacts,
    Told,
    aged,
    answered,
    faults,
    follows_of,
    is_rated,
    move_of,
    propose_by_contacts,
    troubles_of_moving,
    troubles_of_opening,
    weigh_scheme,
)
from desistance.schemes.rules.pathway import attendance, how_far, milestones, worker_wish
from desistance.schemes.rules.rating import Contacted
from desistance.schemes.terms.checks import Result
from desistance.schemes.terms.declared import Declared, Move, Rated, Wait

ON = date(2026, 3, 13)
SCHEME = DECLARED["whole_system"]
MET, NOT_MET, CANNOT = Answer.MET, Answer.NOT_MET, Answer.CANNOT_TELL


def born(on: date, precision: str = "day") -> Born:
    return Born(on, precision, "Durham Probation", date(2025, 1, 1))


AGES = (
    ((), CANNOT, "No date of birth is on record"),
    ((born(date(2008, 3, 14)),), NOT_MET, "By every date of birth on record"),  # 18 tomorrow
    ((born(date(2008, 3, 13)),), MET, "By every date of birth on record"),  # 18 today
    ((born(date(2008, 2, 29)),), MET, "By every date of birth on record"),
    ((born(date(2008, 1, 1), "year"),), CANNOT, "The month or day of birth is not known"),
    ((born(date(1990, 1, 1), "year"),), MET, "By every date of birth on record"),
    (
        (born(date(1990, 1, 1)), born(date(2009, 1, 1))),
        CANNOT,
        "Agencies give dates of birth that contradict each other",
    ),
)


@pytest.mark.parametrize(("births", "answer", "evidence"), AGES)
def test_age_is_told_by_every_date_of_birth(births: tuple[Born, ...], answer: Answer, evidence: str) -> None:
    told = aged(SchemeFacts(ON, births=births), {"years": 18})
    assert (told.answer, told.evidence) == (answer, evidence)


@pytest.mark.parametrize(
    ("given", "answer"), [("", CANNOT), ("not_known", CANNOT), ("moon", CANNOT), ("yes", MET), ("no", NOT_MET)]
)
def test_an_answer_is_met_not_met_or_not_known(given: str, answer: Answer) -> None:
    criterion = answered("wants", "They want it", {"yes": "Yes", "no": "No"}, "they do not want it")
    told = criterion(SchemeFacts(ON, {"wants": given}, "Ruth"), {"met": ("yes",)})
    assert told.answer is answer
    assert told.source == ("Not recorded in this service" if answer is CANNOT else "Ruth")


WOMEN = (
    (None, CANNOT, False),
    ("not_known", CANNOT, False),
    ("female", MET, False),
    ("male", CANNOT, True),  # never against her: the centre decides with her
    ("indeterminate", CANNOT, True),
)


@pytest.mark.parametrize(("value", "answer", "is_for_centre"), WOMEN)
def test_nobody_is_turned_away_by_a_record_of_sex(value: str | None, answer: Answer, is_for_centre: bool) -> None:
    told = woman(SchemeFacts(ON, sex=Told(value, "HMP", ON) if value else None), {})
    assert (told.answer, told.is_for_supervisor) == (answer, is_for_centre)


ORDER, WORK = OnOrder("Community order", "Probation", ON), Told("custody_check", "Durham Police", ON)
CONTACTS: tuple[tuple[dict[str, Any], Answer, str], ...] = (
    ({}, CANNOT, "Nobody has said"),
    ({"work": (Told("housing_support", "Bede Homes", ON),)}, CANNOT, "Nobody has said"),
    ({"work": (Told("housing_support", "Bede Homes", ON), WORK)}, MET, "Durham Police works with her"),
    ({"work": (WORK,), "orders": (ORDER,)}, MET, "Community order"),
    ({"answers": {"met_at": "court"}}, MET, "Met: court"),
)


@pytest.mark.parametrize(("told", "answer", "evidence"), CONTACTS)
def test_contact_with_criminal_justice_is_told_by_orders_then_work_then_words(
    told: dict[str, Any], answer: Answer, evidence: str
) -> None:
    found = in_contact(SchemeFacts(ON, **told), {})
    assert (found.answer, found.evidence) == (answer, evidence)


def test_criteria_together_are_weighed_by_the_version_in_force() -> None:
    facts = SchemeFacts(ON, {"met_at": "court"}, births=(born(date(1994, 12, 17)),), sex=Told("female", "HMP", ON))
    weighing, rules = weigh_scheme(SCHEME, facts)
    assert (weighing.result, weighing.counts, rules.version) == (Result.ELIGIBLE, "3 met, 0 not met, 0 cannot tell", 1)


def opening(**changed: Any) -> list[str]:
    given = {"agency_kind": "charity", "has_open_case": False, "result": Result.ELIGIBLE, "reason": "", "answers": {}}
    return [name for name, one in troubles_of_opening(SCHEME, **{**given, **changed}) if not one]


@pytest.mark.parametrize(
    ("changed", "fields"),
    [
        ({}, []),
        ({"agency_kind": "police"}, [""]),
        ({"has_open_case": True}, [""]),
        ({"result": Result.CANNOT_TELL}, ["reason"]),
        ({"result": Result.NOT_ELIGIBLE, "reason": "  "}, ["reason"]),
        ({"result": Result.NOT_ELIGIBLE, "reason": "She asked herself"}, []),
        ({"answers": {"met_at": "moon"}}, ["met_at"]),
        ({"answers": {"met_at": "not_known", "unasked": "x"}}, []),
        ({"reason": "x" * 501}, ["reason"]),
    ],
)
def test_what_stands_against_opening_a_case(changed: dict[str, Any], fields: list[str]) -> None:
    assert opening(**changed) == fields


@pytest.mark.parametrize(
    ("come_from", "to", "reason", "fields"),
    [
        ("met", "offered", "At the desk", []),
        ("met", "offered", " ", ["reason"]),
        ("met", "planned", "At once", ["to"]),
        ("met", "nowhere", "At once", ["to"]),
        ("said_no", "offered", "Came back", ["to"]),
        ("met", "offered", "x" * 501, ["reason"]),
    ],
)
def test_what_stands_against_a_move(come_from: str, to: str, reason: str, fields: list[str]) -> None:
    assert [name for name, one in troubles_of_moving(SCHEME, come_from, to, reason) if not one] == fields


def test_what_follows_is_due_in_working_days_of_the_scheme() -> None:
    friday = datetime(2026, 3, 13, 15, 40, tzinfo=UTC)
    told = follows_of(SCHEME, move_of(SCHEME, "stepping_down", "stepped_down"), friday)
    assert [(one.kind.value, one.due_at.date()) for one in told] == [
        ("services", date(2026, 3, 17)),
        ("exit", date(2026, 4, 14)),  # Good Friday and Easter Monday left out
    ]
    assert follows_of(SCHEME, None, friday) == ()


def planted(**changed: Any) -> Declared:
    return replace(SCHEME, **changed)


LIMBO = State("limbo", "Limbo", "nobody")
FAULTS: tuple[tuple[dict[str, Any], str], ...] = (
    ({"permissions": {}}, "permission open is not declared"),
    ({"moves": (*SCHEME.moves, Move("met", "agreed", "Skip", "rush"))}, "permission rush is not declared"),
    ({"stages": (*SCHEME.stages, LIMBO)}, "limbo must have an exit"),
    ({"waits": (*SCHEME.waits, SCHEME.waits[0])}, "a stage waits twice"),
    ({"waits": (Wait("closed", "work", "look again"),)}, "closed is over"),
    ({"waits": (Wait("met", "work", "offer", "no_such_days"),)}, "version 1 has no value no_such_days"),
    ({"catalogue": {}}, "no criterion called woman"),
    ({"name": "whole system"}, "the name must be one short word"),
)


@pytest.mark.parametrize(("changed", "words"), FAULTS)
def test_a_declaration_with_a_fault_says_which(changed: dict[str, Any], words: str) -> None:
    assert any(words in one for one in faults(planted(**changed)))


def test_the_declared_schemes_have_none() -> None:
    assert [words for scheme in DECLARED.values() for words in faults(scheme)] == []


def test_milestones_are_told_in_their_order_by_the_day_each_was_first_reached() -> None:
    told = milestones({"met": date(2026, 3, 9), "needs": date(2025, 10, 21), "offered": date(2026, 3, 9)})
    assert [(one.words, one.on is not None) for one in told][:4] == [
        ("Met", True), ("Offered", True), ("Agreed", False), ("Needs asked", True),
    ]  # fmt: skip
    assert how_far(told) == (3, "Offered")
    assert how_far(milestones({})) == (0, "")


@pytest.mark.parametrize(
    ("came", "expected", "words"), [(0, 0, ""), (0, 2, "Came 0 of 2 times"), (2, 3, "Came 2 of 3 times")]
)
def test_attendance_is_told_of_what_was_arranged(came: int, expected: int, words: str) -> None:
    assert attendance(came, expected) == words


@pytest.mark.parametrize(("answer", "waits"), [("met", False), ("not_met", True), ("no_wish", False), ("", True)])
def test_a_wish_for_a_female_worker_waits_until_it_is_met_or_not_wished(answer: str, waits: bool) -> None:
    assert worker_wish(answer)[1] is waits


VALUES = {"contact_weeks": 4, "amber_missed": 1, "red_missed": 3, "quiet_days": 21}
RATED = replace(
    SCHEME,
    rating=Rated(frozenset({"planned"}), "work"),
    rules=tuple(replace(one, values={**one.values, **VALUES}) for one in SCHEME.rules),
)


@pytest.mark.parametrize(
    ("told", "colour", "reason"),
    [
        (Contacted(ON), "green", "Nothing on record speaks against it"),
        (Contacted(ON, missed=1), "amber", "1 contact missed in the last 4 weeks without an acceptable reason"),
        (Contacted(ON, missed=2), "amber", "2 contacts missed in the last 4 weeks without an acceptable reason"),
        (Contacted(ON, missed=3), "red", "3 contacts missed in the last 4 weeks without an acceptable reason"),
        (Contacted(ON, seen_on=date(2026, 2, 21)), "green", "Nothing on record speaks against it"),
        (Contacted(ON, seen_on=date(2026, 2, 20)), "amber", "Nobody is known to have spoken with them for 21 days"),
        (Contacted(ON, since_on=date(2026, 2, 20)), "amber", "Nobody is known to have spoken with them for 21 days"),
        (Contacted(ON, 0, date(2026, 1, 1), date(2026, 3, 1)), "green", "Nothing on record speaks against it"),
    ],
)
def test_contacts_propose_how_a_case_of_a_declared_scheme_goes(told: Contacted, colour: str, reason: str) -> None:
    proposal = propose_by_contacts(RATED, told)
    assert (proposal.colour.value, proposal.reasons[0], proposal.source) == (colour, reason, SCHEME.source)
    assert [is_rated(one, state) for one in (RATED, SCHEME) for state in ("planned", "offered")] == [
        True,
        False,
        False,
        False,
    ]


def test_a_rating_without_its_values_or_at_a_stage_that_is_over_stops_the_start() -> None:
    assert faults(RATED) == []
    without = replace(RATED, rules=SCHEME.rules)
    assert "whole_system: version 1 has no value quiet_days" in faults(without)
    assert faults(replace(RATED, rating=Rated(frozenset({"stepped_down"}), "work"))) == [
        "whole_system: nothing is rated at stepped_down"
    ]
    assert "whole_system: permission rate is not declared" in faults(replace(RATED, rating=Rated(frozenset(), "rate")))
