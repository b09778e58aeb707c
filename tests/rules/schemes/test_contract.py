"""A contract's conditions, days and time limit; progress; how it goes; how it ends; follow-up. Awkward cases first."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from desistance.foundation.states import StateTable
from desistance.schemes.rules.checkpoint.contract import (
    ConditionFacts,
    ContractFacts,
    Signing,
    day_of,
    days_left,
    ends_on,
    extended_to,
    no_reoffending,
    pace,
    time_limit,
    troubles_of_contract,
    troubles_of_signing,
)
from desistance.schemes.rules.checkpoint.ending import Ending, effects_in_words, follows, troubles_of_ending
from desistance.schemes.rules.checkpoint.progress import may_progress, may_settle
from desistance.schemes.rules.checkpoint.rating import Counted, Going, propose
from desistance.schemes.rules.clocks import due_in_working_days, first_contact_due
from desistance.schemes.rules.follow_up import follow_up
from desistance.schemes.rules.rating import may_rate
from desistance.schemes.terms.cases import CONSEQUENCE_STATES
from desistance.schemes.terms.contracts import CHECKPOINT_STATES, CONDITION_STATES, NEEDED

START = date(2026, 3, 16)
ALCOHOL = ConditionFacts("pathway", "Sessions about alcohol", "Attended 6 sessions", "alcohol", 6, "sessions")
MONEY = ConditionFacts("pathway", "Advice about debt", "Plan kept for 8 weeks", "money", 8, "weeks")
HARM = ConditionFacts("restorative", "Write to the shop", "The letter is sent")
WORK = ConditionFacts("work", "Voluntary work in the park", "Hours in the register", target=18, unit="hours")
TAG = ConditionFacts("tag", "Wear a GPS tag", "Worn for 28 days", target=28, unit="days")
WHOLE = ContractFacts(START, (HARM, ALCOHOL, MONEY, WORK), wish="yes")


@pytest.mark.parametrize(
    ("start", "end"),
    [
        (date(2025, 10, 31), date(2026, 2, 28)),
        (date(2023, 10, 31), date(2024, 2, 29)),
        (date(2025, 10, 29), date(2026, 2, 28)),
        (date(2025, 12, 31), date(2026, 4, 30)),
        (date(2026, 2, 28), date(2026, 6, 28)),
        (date(2024, 2, 29), date(2024, 6, 29)),
        (START, date(2026, 7, 16)),
    ],
)
def test_four_calendar_months_are_safe_at_the_end_of_a_month(start: date, end: date) -> None:
    assert ends_on(start) == end
    assert no_reoffending(start, end).words.endswith(f"{end.day} {end:%B %Y}")


@settings(max_examples=50)
@given(some.dates(min_value=date(2016, 1, 1), max_value=date(2060, 1, 1)))
def test_a_contract_is_never_shorter_than_its_months_less_three_days(start: date) -> None:
    end = ends_on(start)
    assert 118 <= (end - start).days <= 123
    assert end.day == start.day or (end.day < start.day and (end.month % 12 + 1) == _next(end).month)
    assert day_of(start, end, end) == ((end - start).days + 1,) * 2


def _next(on: date) -> date:
    return date.fromordinal(on.toordinal() + 1)


def changed(**more: Any) -> ContractFacts:
    return replace(WHOLE, **more)


def one(facts: ConditionFacts, **more: Any) -> ContractFacts:
    """The whole contract with one of its conditions changed."""
    conditions = tuple(replace(each, **more) if each == facts else each for each in WHOLE.conditions)
    return replace(WHOLE, conditions=conditions)


@pytest.mark.parametrize(
    ("facts", "field", "words"),
    [
        (WHOLE, None, ""),
        (changed(conditions=(*WHOLE.conditions, TAG)), None, ""),
        (changed(conditions=(HARM, WORK)), "pathway_1", "Add a pathway condition or say why none is needed."),
        (changed(conditions=(HARM, WORK), no_pathway_because="Needs nothing"), None, ""),
        (changed(conditions=(HARM, ALCOHOL, MONEY, replace(MONEY, pathway="drugs"))), "pathway_2", "up to 2 pathway"),
        (changed(conditions=(HARM, ALCOHOL, ALCOHOL)), "pathway_2", "Choose another pathway"),
        (changed(conditions=(HARM, ALCOHOL, MONEY, WORK, WORK)), "", "up to 5 conditions"),
        (changed(wish="no"), "restorative", "only if the victim wishes it"),
        (changed(wish="not_known"), "restorative", "only if the victim wishes it"),
        (changed(conditions=(ALCOHOL,)), "restorative", "say what the person does to put right the harm"),
        (changed(conditions=(ALCOHOL,), wish="no"), None, ""),
        (one(WORK, target=17), "work_hours", "between 18 and 36"),
        (one(WORK, target=36), None, ""),
        (one(WORK, target=37), "work_hours", "between 18 and 36"),
        (one(WORK, target=None, unit=""), "work_hours", "between 18 and 36"),
        (one(ALCOHOL, done_when="  "), "pathway_1_done", "Enter how you will know this condition is done."),
        (one(MONEY, done_when="ok"), "pathway_2_done", "Enter how you will know this condition is done."),
        (one(MONEY, words=""), "pathway_2_words", "Enter what the person does."),
        (one(MONEY, pathway=""), "pathway_2", "Choose the pathway"),
        (one(MONEY, unit=""), "pathway_2_unit", "what the condition is counted in"),
        (one(HARM, words="x" * 201), "restorative", "200 characters or fewer"),
        (changed(no_pathway_because="x" * 501), "no_pathway_because", "500 characters or fewer"),
    ],
)
def test_a_contract_of_up_to_five_conditions(facts: ContractFacts, field: str | None, words: str) -> None:
    told = [(name, decision.words) for name, decision in troubles_of_contract(facts)]
    if field is None:
        assert told == []
    else:
        assert told[0][0] == field
        assert words in told[0][1]


SIGNED = Signing("read_aloud", START, START, START, NEEDED)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"understood": ()}, ""),
        ({"understood": NEEDED[:2]}, ""),
        ({"how": ""}, "how"),
        ({"needs_interpreter": True}, "interpreter"),
        ({"needs_interpreter": True, "interpreter": "Polish"}, None),
        ({"on": date(2026, 3, 15)}, ""),
        ({"accepted_on": date(2026, 3, 17)}, ""),
        ({"on": date(2026, 3, 20)}, None),
        ({}, None),
    ],
)
def test_a_signature_rests_on_consent_and_is_not_before_its_day(changes: dict[str, Any], field: str | None) -> None:
    told = [name for name, _ in troubles_of_signing(replace(SIGNED, **changes))]
    assert told == ([] if field is None else [field])


@pytest.mark.parametrize(
    ("category", "offence_on", "ends", "last_on", "is_before"),
    [
        ("CS", date(2025, 8, 31), date(2026, 4, 1), date(2026, 2, 28), True),
        ("CS", date(2026, 3, 2), date(2026, 7, 16), date(2026, 9, 2), False),
        ("CM", date(2026, 3, 2), date(2026, 9, 2), date(2026, 9, 2), False),
        ("CS", None, None, None, False),
        ("", date(2026, 3, 2), None, None, False),
    ],
)
def test_the_time_limit_of_a_summary_offence(
    category: str, offence_on: date | None, ends: date | None, last_on: date | None, is_before: bool
) -> None:
    limit = time_limit(category, offence_on, ends)
    assert limit is not None
    assert (limit.last_on, limit.is_before_end) == (last_on, is_before)
    assert time_limit("CE", offence_on, ends) is time_limit("CI", offence_on, ends) is None


def test_days_of_a_contract() -> None:
    start, end = date(2026, 1, 12), date(2026, 5, 12)
    assert day_of(start, end, date(2026, 3, 13)) == (61, 121)
    assert day_of(start, end, date(2026, 1, 1)) == (0, 121)
    assert day_of(start, end, date(2026, 6, 1)) == (121, 121)
    assert (
        pace(start, end, date(2026, 3, 13)),
        days_left(end, date(2026, 3, 13)),
        days_left(end, date(2026, 5, 13)),
    ) == (
        50,
        60,
        -1,
    )


GOING = Going(date(2026, 3, 13), pace=50)


@pytest.mark.parametrize(
    ("changes", "colour", "reasons"),
    [
        ({}, "green", ("Nothing on record speaks against it",)),
        ({"missed": 1}, "green", ("Nothing on record speaks against it",)),
        ({"missed": 2}, "amber", ("2 contacts missed in the last 4 weeks without an acceptable reason",)),
        ({"missed": 3}, "red", ("3 contacts missed in the last 4 weeks without an acceptable reason",)),
        ({"new_arrests": 1, "missed": 2}, "red", ("A new arrest since the contract began",
         "2 contacts missed in the last 4 weeks without an acceptable reason")),
        ({"new_arrests": 2}, "red", ("2 new arrests",)),
        ({"conditions": (Counted(3, "not_done"),)}, "red", ("Condition 3 is marked as not done",)),
        ({"conditions": (Counted(3, "open", 2, 8),)}, "green", ("Nothing on record speaks against it",)),
        ({"conditions": (Counted(3, "open", 1, 8),)}, "amber", ("Condition 3 is behind an even pace: 1 of 8",)),
        ({"conditions": (Counted(3, "done", 0, 8), Counted(2, "open"))}, "green", ("Nothing on record speaks against it",)),
    ],
)  # fmt: skip
def test_a_colour_is_proposed_with_its_reasons(changes: dict[str, Any], colour: str, reasons: tuple[str, ...]) -> None:
    proposal = propose(replace(GOING, **changes))
    assert (proposal.colour, proposal.reasons) == (colour, reasons)


@pytest.mark.parametrize(
    ("colour", "proposed", "before", "words", "allowed"),
    [
        ("green", "green", "green", "", True),
        ("amber", "amber", "green", "", False),
        ("amber", "amber", "green", "Missed twice", True),
        ("green", "amber", "green", "", False),
        ("green", "amber", "green", "In hospital", True),
        ("amber", "amber", "", "", True),
        ("blue", "amber", "", "Why", False),
        ("amber", "amber", "amber", "x" * 501, False),
    ],
)
def test_a_person_confirms_or_says_why_not(colour: str, proposed: str, before: str, words: str, allowed: bool) -> None:
    assert bool(may_rate(colour=colour, proposed=proposed, before=before, words=words)) is allowed


LAST = date(2026, 7, 16)
DECIDED = Ending("complete", "inspector", "All conditions are done", "on_contract", LAST, LAST)


@pytest.mark.parametrize(
    ("changes", "field", "words"),
    [
        ({}, None, ""),
        ({"on": date(2026, 7, 15)}, "decision", "The contract runs until Thursday 16 July 2026"),
        ({"open_conditions": (2,)}, "decision", "Say first whether condition 2 is done."),
        ({"open_conditions": (2, 4, 5)}, "decision", "Say first whether conditions 2, 4 and 5 are done."),
        ({"failed_conditions": (3,), "reason": "Fine"}, "reason", "although condition 3 is not done"),
        ({"failed_conditions": (3,)}, None, ""),
        ({"undecided_arrests": 1}, "decision", "Decide on the new arrest first."),
        ({"undecided_arrests": 1, "decision": "continue"}, "decision", "Decide on the new arrest first."),
        ({"undecided_arrests": 1, "decision": "continue", "is_on_arrest": True}, None, ""),
        ({"undecided_arrests": 1, "decision": "breach"}, None, ""),
        ({"decision": "extend"}, None, ""),
        ({"decision": "extend", "extended": 1}, "decision", "extended once and no more"),
        ({"decision": "leave", "reason": " "}, "reason", "Enter the reason"),
        ({"decision": "party"}, "decision", "Choose what you decide."),
        ({"rank": ""}, "rank", "Choose your rank"),
        ({"state": "completed"}, "", "not running"),
    ],
)
def test_a_decision_waits_for_what_must_be_settled(changes: dict[str, Any], field: str | None, words: str) -> None:
    told = [(name, decision.words) for name, decision in troubles_of_ending(replace(DECIDED, **changes))]
    if field is None:
        assert told == []
    else:
        assert told[0][0] == field
        assert words in told[0][1]


SATURDAY = datetime(2026, 5, 2, 10, tzinfo=UTC)


def test_ending_leads_to_three_things_and_the_victim_each_with_its_clock_and_going_on_to_none() -> None:
    due = {one.kind.value: one.due_at.date() for one in follows("breach", SATURDAY)}
    assert due == {
        "file": date(2026, 5, 5),
        "services": date(2026, 5, 6),
        "exit": date(2026, 5, 11),
    }
    assert follows("warn", SATURDAY) == ()
    told = effects_in_words("breach", SATURDAY, LAST, has_victim=True)
    assert "decides on a charge" in told[0]
    assert told[1].endswith("in the way they asked for, by Monday 11 May 2026.")
    assert "no further action" in effects_in_words("complete", SATURDAY, LAST, has_victim=False)[0]
    assert len(effects_in_words("complete", SATURDAY, LAST, has_victim=False)) == 3
    assert effects_in_words("extend", SATURDAY, date(2026, 1, 31), has_victim=True)[0].startswith(
        "The contract runs until Saturday 28 February 2026"
    )
    assert extended_to(date(2026, 1, 31)) == date(2026, 2, 28)


def test_clocks_run_over_weekends_in_hours_and_leave_out_bank_holidays_in_working_days() -> None:
    assert first_contact_due(SATURDAY) == datetime(2026, 5, 3, 10, tzinfo=UTC)
    assert due_in_working_days("decision_working_days", SATURDAY).date() == date(2026, 5, 5)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"amount": 0, "words": ""}, "words"),
        ({"counts": ""}, "amount"),
        ({"amount": 101}, "amount"),
        ({"on": date(2026, 3, 15)}, "day"),
        ({"on": date(2026, 3, 21)}, "day"),
        ({}, None),
    ],
)
def test_progress_is_of_a_day_of_the_contract(changes: dict[str, Any], field: str | None) -> None:
    told = {"amount": 1, "words": "", "counts": "sessions", "on": START, "began_on": START, "today": date(2026, 3, 20)}
    found = [name for name, _ in may_progress(**{**told, **changes})]
    assert found == ([] if field is None else [field])


def test_a_condition_is_settled_with_what_shows_it_and_the_first_by_the_decision() -> None:
    assert list(may_settle(kind="pathway", come_from="open", to="done", words="Certificate seen")) == []
    assert [name for name, _ in may_settle(kind="pathway", come_from="open", to="done", words="")] == ["words"]
    assert [name for name, _ in may_settle(kind="offending", come_from="open", to="done", words="x")] == ["state"]
    assert list(may_settle(kind="pathway", come_from="done", to="open", words="")) == []


@pytest.mark.parametrize(
    ("index_on", "on", "month", "is_over"),
    [
        (date(2026, 3, 2), date(2026, 3, 13), 0, False),
        (date(2026, 3, 2), date(2026, 4, 1), 0, False),
        (date(2026, 3, 2), date(2026, 4, 2), 1, False),
        (date(2024, 2, 29), date(2025, 2, 28), 12, False),
        (date(2024, 3, 14), date(2026, 3, 13), 23, False),
        (date(2024, 3, 13), date(2026, 3, 13), 24, True),
        (date(2020, 1, 1), date(2026, 3, 13), 24, True),
    ],
)
def test_the_month_of_a_follow_up(index_on: date, on: date, month: int, is_over: bool) -> None:
    found = follow_up(index_on, on, offences=0, arrests=0)
    assert (found.month, found.is_over) == (month, is_over)


def test_arrests_and_proven_offences_are_told_apart() -> None:
    found = follow_up(date(2026, 3, 2), date(2026, 3, 13), offences=0, arrests=1)
    assert found.words == "Follow-up: month 0 of 24, counted to 2 March 2028"
    assert found.found == "No proven offence found so far, and 1 arrest"
    assert follow_up(date(2026, 3, 2), date(2026, 5, 1), offences=2, arrests=0).found == (
        "2 proven offences found, and no arrest"
    )


@pytest.mark.parametrize("table", [CHECKPOINT_STATES, CONDITION_STATES, CONSEQUENCE_STATES], ids=lambda one: one.name)
def test_every_state_has_an_owner_wording_and_an_exit(table: StateTable) -> None:
    assert table.problems() == []


@pytest.mark.parametrize("state", ["not_offered", "declined", "withdrawn", "completed", "not_complied"])
def test_what_has_ended_moves_nowhere(state: str) -> None:
    assert not any(CHECKPOINT_STATES.may_move(state, to.name) for to in CHECKPOINT_STATES.states)
