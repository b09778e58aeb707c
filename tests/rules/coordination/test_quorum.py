"""Quorum by kind of forum, and what a meeting may do: the awkward cases first."""

from datetime import date, timedelta

import pytest

from desistance.coordination.rules.cases import (
    Agreeing,
    Deciding,
    Saying,
    may_colour,
    may_finish,
    may_put_off,
    troubles_of_action,
    troubles_of_decision,
    troubles_of_line,
)
from desistance.coordination.rules.meetings import (
    AtTable,
    Planning,
    lines_due,
    may_close,
    may_decide,
    may_list,
    may_mark,
    quorum_of,
    troubles_of_planning,
)
from desistance.coordination.terms.forums import QUORUM, ForumKind
from tests.factories import NOW

ON = date(2026, 3, 17)


def table(*here: str, away: tuple[str, ...] = ()) -> list[AtTable]:
    seats = [AtTable(kind, f"Durham {kind}", "present") for kind in here]
    return [*seats, *(AtTable(kind, f"Durham {kind}", "apologies") for kind in away)]


@pytest.mark.parametrize(
    ("forum", "seats", "words"),
    [
        pytest.param(
            "iom_panel", table("police", "housing", "health"), "without: probation service.", id="no probation"
        ),
        pytest.param(
            "iom_panel",
            table("police", "housing", "health", away=("probation",)),
            "without: probation service (Durham probation).",
            id="probation sent apologies",
        ),
        pytest.param("iom_panel", table(), "police force and probation service", id="nobody"),
        pytest.param("iom_panel", table("police", "probation"), "2 of at least 3 agencies are here", id="two of three"),
        pytest.param(
            "iom_panel",
            [AtTable("police", "A", "present"), AtTable("probation", "B", "deputy"), AtTable("health", "C", "present")],
            "Quorum: 3 agencies are here, 3 are needed.",
            id="a deputy counts",
        ),
        pytest.param(
            "iom_panel",
            [
                AtTable("police", "A", "present"),
                AtTable("probation", "B", "expected"),
                AtTable("health", "C", "present"),
            ],
            "without: probation service (B)",
            id="expected is not here",
        ),
        pytest.param("mappa", table("police", "probation", "housing"), "without: prison.", id="MAPPA needs a prison"),
        pytest.param("mappa", table("police", "probation", "prison"), "3 agencies are here", id="MAPPA"),
        pytest.param("women", table("charity", "housing"), "without: probation service.", id="women without probation"),
        pytest.param("board", table("charity"), "1 of at least 2 agencies is here", id="a board of one"),
        pytest.param("board", table("charity", "housing"), "2 agencies are here", id="a board"),
    ],
)
def test_a_quorum_says_in_words_who_is_missing(forum: str, seats: list[AtTable], words: str) -> None:
    assert words in quorum_of(forum, seats, ON).words


def test_every_kind_of_forum_has_a_quorum_and_its_source_travels_with_the_refusal() -> None:
    assert set(QUORUM[0].values) == set(ForumKind.values)
    refusal = may_decide(state="under_way", quorum=quorum_of("mappa", table("police"), ON))
    assert "s.325" in refusal.reasons[0].source
    assert not may_decide(state="planned", quorum=quorum_of("board", table("police", "health"), ON))
    assert may_decide(state="under_way", quorum=quorum_of("board", table("police", "health"), ON))


PLAN = Planning(NOW + timedelta(days=7), NOW + timedelta(days=2), "Online", 2, True, False)


@pytest.mark.parametrize(
    ("change", "field", "words"),
    [
        ({"starts_at": NOW}, "starts_at", "must be in the future"),
        ({"has_another_then": True}, "starts_at", "already meets"),
        ({"lines_due_at": NOW - timedelta(minutes=1)}, "lines_due_at", "between now and the start"),
        ({"lines_due_at": NOW + timedelta(days=8)}, "lines_due_at", "between now and the start"),
        ({"place": "x" * 81}, "place", "80 characters"),
        ({"agencies": 0}, "agencies", "at least one other agency"),
        ({"is_convener": False}, "forum", "Only the agency that convenes"),
    ],
)
def test_a_meeting_is_planned_in_the_future_by_its_convener(change: dict, field: str, words: str) -> None:
    facts = {name: getattr(PLAN, name) for name in Planning.__slots__}
    told = dict(troubles_of_planning(Planning(**{**facts, **change}), NOW))
    assert words in told[field].words
    assert list(troubles_of_planning(PLAN, NOW)) == []


def test_lines_are_due_days_before_and_never_in_the_past() -> None:
    assert lines_due(NOW + timedelta(days=20), NOW) == NOW + timedelta(days=15)
    assert lines_due(NOW + timedelta(days=2), NOW) == NOW
    assert lines_due(NOW - timedelta(days=9_000), NOW) == NOW, (
        "before any rule was in force, as a meeting that is refused"
    )


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"state": "closed"}, "This meeting is closed"),
        ({"state": "cancelled"}, "This meeting is cancelled"),
        ({"is_listed": True}, "on the agenda of this meeting already"),
        ({"count": 60}, "Plan another meeting"),
        ({"knows_purpose": False}, "Choose from the list"),
        ({"is_invited": False}, "that was asked to this meeting"),
        ({"works_with_person": False}, "A seat at a meeting puts nobody on another agenda"),
        ({"state": "under_way"}, ""),
    ],
)
def test_a_case_goes_on_an_agenda_once(change: dict, words: str) -> None:
    facts = {"state": "planned", "is_listed": False, "count": 3, "knows_purpose": True}
    facts |= {"is_invited": True, "works_with_person": True}
    assert words in may_list(**{**facts, **change}).words


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"state": "closed"}, ""),
        ({"presence": "asleep"}, "presence"),
        ({"presence": "present", "has_staff": False}, "staff"),
        ({"presence": "deputy", "works_there": False}, "staff"),
    ],
)
def test_whoever_is_there_has_a_name_and_a_post(change: dict, field: str) -> None:
    facts = {"state": "planned", "presence": "present", "has_staff": True, "works_there": True}
    assert field in dict(may_mark(**{**facts, **change}))
    assert list(may_mark(**facts)) == []
    assert list(may_mark(**{**facts, "presence": "apologies", "has_staff": False})) == []


@pytest.mark.parametrize(
    ("state", "to", "reason", "may"),
    [
        ("planned", "closed", "", False),
        ("planned", "cancelled", "", False),
        ("planned", "cancelled", "Snow", True),
        ("under_way", "closed", "", True),
        ("under_way", "cancelled", "Fire alarm", True),
        ("closed", "cancelled", "Late", False),
    ],
)
def test_a_meeting_ends_once_and_a_cancelled_one_says_why(state: str, to: str, reason: str, may: bool) -> None:
    assert bool(may_close(state=state, to=to, reason=reason)) is may


SAYING = Saying("Seen weekly", False, "asked", "planned", True, False, False, True)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"is_asked": False}, "was not asked"),
        ({"meeting": "closed"}, "has ended"),
        ({"state": "missed"}, "has ended"),
        ({"is_own": False}, "gives its own line"),
        ({"is_own": False, "is_chair": True}, "gives its own line"),
        ({"is_own": False, "is_chair": True, "meeting": "under_way"}, ""),
        ({"is_own": False, "is_chair": True, "meeting": "under_way", "agency_is_health": True}, "health service"),
        ({"agency_is_health": True}, ""),
        ({"text": " "}, "Enter what your agency tells"),
        ({"text": "", "shares_nothing": True}, ""),
        ({"shares_nothing": True}, "Clear the text"),
        ({"text": "x" * 1001}, "1000 characters"),
    ],
)
def test_an_agency_speaks_for_itself(change: dict, words: str) -> None:
    facts = {name: getattr(SAYING, name) for name in Saying.__slots__}
    told = " ".join(decision.words for _, decision in troubles_of_line(Saying(**{**facts, **change})))
    assert (words in told) if words else told == ""


OUTCOMES = {"select": "Selected", "not": "Not selected"}
DECIDING = Deciding("listed", "select", OUTCOMES, "Seven offences", frozenset({1, 2}))


@pytest.mark.parametrize(
    ("change", "field", "words"),
    [
        ({"state": "put_off"}, "", "off the agenda"),
        ({"outcome": "x"}, "outcome", "Choose what was decided"),
        ({"outcome": "not", "reasons": " "}, "reasons", "Record the reason for: not selected."),
        ({"outcome": "", "reasons": ""}, "reasons", "Record the reason for the decision."),
        ({"reasons": "x" * 1001}, "reasons", "1000 characters"),
        ({"dissent": ((3, "No"),)}, "dissent", "at the table"),
        ({"dissent": ((1, " "),)}, "dissent", "why the agency disagrees"),
    ],
)
def test_a_decision_has_an_outcome_reasons_and_dissent_of_those_who_are_there(
    change: dict, field: str, words: str
) -> None:
    facts = {name: getattr(DECIDING, name) for name in Deciding.__slots__}
    assert words in dict(troubles_of_decision(Deciding(**{**facts, **change})))[field].words
    assert list(troubles_of_decision(DECIDING)) == []
    heard = {**facts, "state": "heard", "dissent": ((2, "Too soon"),)}
    assert list(troubles_of_decision(Deciding(**heard))) == []


AGREEING = Agreeing("Book the test", ON, "under_way", True, True, "Jobcentre", True)


@pytest.mark.parametrize(
    ("change", "field", "words"),
    [
        ({"meeting": "planned"}, "", "Open the meeting first"),
        ({"what": " "}, "what", "Enter what is to be done"),
        ({"what": "x" * 201}, "what", "200 characters"),
        ({"has_owner": False}, "owner", "Choose an owner for this action."),
        ({"works_with_person": False}, "owner", "Jobcentre has no work open with this person"),
        ({"worker_is_theirs": False}, "owner", "a worker of the agency"),
        ({"due_on": None}, "due_on", "Enter the day"),
        ({"due_on": ON - timedelta(days=1)}, "due_on", "today or within a year"),
        ({"due_on": ON + timedelta(days=366)}, "due_on", "today or within a year"),
    ],
)
def test_an_action_has_one_owner_and_a_day(change: dict, field: str, words: str) -> None:
    facts = {name: getattr(AGREEING, name) for name in Agreeing.__slots__}
    assert words in dict(troubles_of_action(Agreeing(**{**facts, **change}), ON))[field].words
    assert list(troubles_of_action(AGREEING, ON)) == []


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"to": "open"}, "Choose what came of it"),
        ({"state": "done"}, "so it cannot become"),
        ({"is_owner": False}, "Only the agency that owns"),
        ({"is_owner": False, "is_convener": True}, ""),
        ({"came_of": ""}, "Enter what came of it."),
        ({"to": "not_done", "came_of": ""}, "Enter why it was not done."),
        ({"to": "passed_on", "came_of": " "}, "what the new owner needs to know"),
        ({"came_of": "x" * 1001}, "1000 characters"),
    ],
)
def test_an_action_ends_with_words_by_its_owner_or_the_chair(change: dict, words: str) -> None:
    facts = {"state": "open", "to": "done", "came_of": "Booked", "is_owner": True, "is_convener": False}
    told = " ".join(decision.words for _, decision in may_finish(**{**facts, **change}) if not decision)
    assert (words in told) if words else told == ""


@pytest.mark.parametrize(
    ("change", "field", "words"),
    [
        ({"colour": "red", "open_actions": 0}, "colour", "Red needs at least one action with an owner."),
        ({"colour": "red", "before": "red", "open_actions": 0}, "colour", "Red needs at least one action"),
        ({"colour": "amber", "words": ""}, "words", "Enter why it changes from Red to Amber."),
        ({"colour": "amber", "before": "", "words": ""}, "words", "Enter why it changes to Amber."),
        ({"colour": "blue"}, "colour", "Choose how the case goes"),
    ],
)
def test_a_red_case_needs_an_action_with_an_owner_and_a_change_its_reason(change: dict, field: str, words: str) -> None:
    facts = {"colour": "amber", "before": "red", "words": "No arrests", "names": {"red": "Red", "amber": "Amber"}}
    facts |= {"needs_action": {"red"}, "open_actions": 1}
    assert words in dict(may_colour(**{**facts, **change}))[field].words
    assert list(may_colour(**facts)) == []
    assert list(may_colour(**{**facts, "colour": "red", "words": ""})) == []


def test_a_case_is_put_off_with_a_reason_while_it_waits() -> None:
    assert may_put_off(state="listed", reason="In hospital")
    assert not may_put_off(state="listed", reason=" ")
    assert not may_put_off(state="heard", reason="In hospital")
