"""IOM's rules as tables: the score and its range, the part that criteria suggest, ratings, leaving, the cohort and its cost."""

from datetime import UTC, date, datetime
from itertools import pairwise
from typing import Any

import pytest

from desistance.foundation.rulesets import Answer, in_force, problems
from desistance.schemes.queries.iom.recorded import neighbourhood_crime
from desistance.schemes.rules.ages import Birth
from desistance.schemes.rules.iom.cohort import Member, Window, flow, measure, windows
from desistance.schemes.rules.iom.costs import cost, cost_of, unit_costs
from desistance.schemes.rules.iom.going import Custody, IomGoing, may_rate_iom, propose, where
from desistance.schemes.rules.iom.panel import Acting, Proposing, follows, troubles_of_acting, troubles_of_proposal
from desistance.schemes.rules.iom.parts import Nominating, PartFacts, adult, suggest, troubles_of_nomination
from desistance.schemes.rules.iom.review import CRITERIA, ReviewFacts, review
from desistance.schemes.rules.iom.scoring import NEVER, Counted, Predicted, ScoreFacts, from_stored, score, stored
from desistance.schemes.terms.iom import (
    ASK_STATES,
    GOING_RULES,
    IOM_STATES,
    PANEL_RULES,
    PART_RULES,
    REVIEW_RULES,
    Part,
)
from desistance.schemes.terms.iom_scoring import SCORING

ON = date(2026, 3, 13)
AT = datetime(2026, 3, 17, 14, 0, tzinfo=UTC)
RULES = in_force(SCORING, ON)
HIGH = Predicted(82, "OGRS3: 82%", "OASys, Probation, version 3", date(2026, 2, 2))
KYLE = {
    "neighbourhood": Counted(7, source="Police", dated=date(2026, 2, 20), evidence="7 offences in 12 months"),
    "offences": Counted(11, source="Police", evidence="11 offences in 24 months"),
    "arrests": Counted(6, source="Police", evidence="6 arrests in 12 months"),
    "custody": Counted(1, source="Prison", evidence="1 release in 12 months"),
    "enforcement": Counted(1, source="Probation", evidence="1 on record"),
}


def scored(**more: Any) -> Any:
    facts: dict[str, Any] = {"counted": KYLE, "predicted": HIGH, "answers": {"substances": "none"}, **more}
    return score(ScoreFacts(ON, **facts), RULES)


def test_two_items_that_are_not_known_widen_the_range_and_count_for_nothing() -> None:
    told = scored()
    assert (told.total, told.low, told.high) == (37, 31, 44)
    assert told.words == "37 (could be 31 to 44)"
    assert told.sentence == "2 of 9 items are not known: the score could be 31 to 44."
    assert [one.item for one in told.unknown] == ["engagement", "home"]
    assert [one.points for one in told.unknown] == [None, None]


@pytest.mark.parametrize(
    ("more", "total", "low", "high"),
    [
        # everything known: one number
        ({"answers": {"substances": "none", "engagement": "none", "home": "none"}}, 44, 44, 44),
        ({"answers": {"substances": "strong", "engagement": "good", "home": "settled"}}, 35, 35, 35),
        # not known is said as an answer too, and never taken for no
        ({"answers": {"substances": "not_known"}}, 37, 31, 48),
        # nothing on record at all is not none
        ({"counted": {}}, 7, 1, 46),
        # certain so far, and there may be more
        ({"counted": {**KYLE, "arrests": Counted(1, may_be_more=True)}}, 32, 26, 44),
        # none found in a record that has some is none
        ({"counted": {**KYLE, "neighbourhood": Counted(0)}}, 25, 19, 32),
        # no predictor
        ({"predicted": None}, 30, 24, 46),
    ],
)
def test_the_score_and_how_far_it_could_be_off(more: Any, total: int, low: int, high: int) -> None:
    told = scored(**more)
    assert (told.total, told.low, told.high) == (total, low, high)
    assert told.low <= told.total <= told.high
    assert from_stored(stored(told), told.version, told.consider) == told


@pytest.mark.parametrize(("number", "points"), [(0, 0), (1, 4), (2, 4), (3, 8), (5, 8), (6, 12), (40, 12)])
def test_points_step_up_at_the_number_itself(number: int, points: int) -> None:
    told = scored(counted={**KYLE, "neighbourhood": Counted(number)})
    assert told.items[0].points == points


BORN = (Birth(date(1998, 6, 24), "Probation"),)
ORDER = ("Community order, Probation",)
CRIME = Counted(3, evidence="3 offences in 12 months")


def suggested(**more: Any) -> Any:
    facts: dict[str, Any] = {"births": BORN, "neighbourhood": CRIME, "predicted": HIGH, "orders": ORDER, **more}
    return suggest(PartFacts(ON, **facts))


@pytest.mark.parametrize(
    ("more", "part", "could_be"),
    [
        ({}, Part.FIXED, None),
        ({"predicted": Predicted(75, "", "", ON)}, Part.FIXED, None),
        ({"predicted": Predicted(74.99, "", "", ON)}, Part.FLEX, None),
        ({"predicted": None}, Part.FLEX, Part.FIXED),
        ({"neighbourhood": Counted(0)}, Part.FLEX, None),
        ({"neighbourhood": Counted(0, may_be_more=True)}, Part.FLEX, Part.FIXED),
        ({"neighbourhood": NEVER, "predicted": None}, Part.FREE, Part.FIXED),
        ({"orders": ()}, Part.FREE, None),
        ({"orders": (), "orders_known": False}, Part.FREE, Part.FIXED),
        ({"neighbourhood": Counted(0), "predicted": Predicted(49, "", "", ON)}, Part.FREE, None),
        ({"neighbourhood": Counted(0), "predicted": None}, Part.FREE, Part.FLEX),
    ],
)
def test_the_part_is_suggested_by_what_is_met_and_says_what_it_could_be(more: Any, part: Part, could_be: Any) -> None:
    told = suggested(**more)
    assert (told.part, told.could_be) == (part, could_be)


@pytest.mark.parametrize(
    ("births", "answer"),
    [
        ((), Answer.CANNOT_TELL),
        ((Birth(date(2008, 3, 13), "A"),), Answer.MET),
        ((Birth(date(2008, 3, 14), "A"),), Answer.NOT_MET),
        ((Birth(date(2008, 2, 29), "A"),), Answer.MET),
        ((Birth(date(2008, 1, 1), "A", is_exact=False),), Answer.CANNOT_TELL),
        ((Birth(date(1998, 1, 1), "A", is_exact=False),), Answer.MET),
        ((Birth(date(2009, 1, 1), "A"), Birth(date(1999, 1, 1), "B")), Answer.CANNOT_TELL),
        ((Birth(date(1989, 1, 1), "A"), Birth(date(1999, 1, 1), "B")), Answer.MET),
    ],
)
def test_dates_of_birth_that_are_missing_or_contradict_each_other_do_not_tell(births: Any, answer: Answer) -> None:
    assert adult(PartFacts(ON, births)).answer is answer


def troubles(told: Any) -> list[tuple[str, str]]:
    return [(field, decision.words) for field, decision in told if not decision]


@pytest.mark.parametrize(
    ("more", "field", "words"),
    [
        ({"reason": " "}, "reason", "Say why you nominate this person"),
        ({"part": "ppo_catch"}, "part", "Choose the part of the cohort that you suggest"),
        ({"agency_kind": "housing"}, "", "Police, probation or the council nominate"),
        ({"has_open_case": True}, "", "in the cohort already, or waits"),
        ({"adult": Answer.NOT_MET}, "", "This person is under 18"),
        ({"comment": "x" * 501}, "comment", "500 characters"),
        ({"adult": Answer.CANNOT_TELL}, None, ""),
    ],
)
def test_who_may_be_nominated_and_what_must_be_said(more: Any, field: str | None, words: str) -> None:
    values = {"part": "fixed", "reason": "Seven in a year", "agency_kind": "police", "adult": Answer.MET, **more}
    found = troubles(troubles_of_nomination(Nominating(**values)))
    assert [one[0] for one in found] == ([] if field is None else [field])
    assert all(words in one[1] for one in found)


@pytest.mark.parametrize(
    ("more", "field", "words"),
    [
        ({"state": "in_cohort"}, "decision", "waits for no panel"),
        ({"purpose": "iom.deselect"}, "decision", "decided on something else"),
        ({"purpose": "meeting.review", "outcome": "continue"}, "decision", "decided on something else"),
        ({"decided_at": datetime(2026, 3, 1, tzinfo=UTC)}, "decision", "before the case was put to it"),
        ({"tell_by": None}, "tell_by", "Enter the day by which the person is told"),
        ({"tell_by": date(2026, 3, 16)}, "tell_by", "on the panel's day or after it"),
        ({"outcome": "defer", "tell_by": None}, None, ""),
        ({"state": "ending_asked", "purpose": "iom.deselect", "outcome": "keep", "tell_by": None}, None, ""),
        ({}, None, ""),
    ],
)
def test_a_decision_is_acted_on_for_what_it_was_asked(more: Any, field: str | None, words: str) -> None:
    values = {
        "purpose": "iom.select",
        "outcome": "select_fixed",
        "decided_at": AT,
        "state": "nominated",
        "tell_by": date(2026, 3, 24),
    }
    found = troubles(troubles_of_acting(Acting(**{**values, "asked_at": datetime(2026, 3, 9, tzinfo=UTC), **more})))
    assert (found[0][0] if found else None) == field
    assert all(words in one[1] for one in found[:1])


def test_a_selection_tells_the_person_and_a_deselection_plans_the_exit_and_tells_services() -> None:
    assert [one.kind.value for one in follows("select_flex", AT, date(2026, 3, 24))] == ["person"]
    assert [one.kind.value for one in follows("deselect", AT, date(2026, 3, 24))] == ["person", "exit", "services"]
    assert follows("defer", AT, None) == ()
    assert follows("select_fixed", AT, date(2026, 3, 24))[0].due_at.date() == date(2026, 3, 24)


@pytest.mark.parametrize(
    ("why", "plan", "fields"),
    [
        ("reduced", "Probation goes on; housing keeps the tenancy", []),
        ("moved", "x", ["why"]),
        ("", "", ["why", "exit_plan"]),
        ("died", "", []),
    ],
)
def test_a_proposal_says_why_and_how_the_person_leaves(why: str, plan: str, fields: list[str]) -> None:
    found = troubles(troubles_of_proposal(Proposing(why, "Nothing since August", plan)))
    assert [field for field, _ in found] == fields


@pytest.mark.parametrize(
    ("more", "colour"),
    [
        ({}, "green"),
        ({"missed": 1}, "amber"),
        ({"missed": 3}, "red"),
        ({"missed": 3, "where": "custody"}, "green"),
        ({"arrests": 1}, "red"),
        ({"arrests": 1, "where": "custody"}, "red"),
        ({"where": "wanted"}, "red"),
        ({"seen_on": date(2026, 2, 27)}, "amber"),
        ({"seen_on": date(2026, 2, 28)}, "green"),
        ({"seen_on": date(2025, 2, 28), "since_on": date(2026, 3, 10)}, "green"),
        ({"seen_on": date(2025, 2, 28), "where": "release"}, "green"),
    ],
)
def test_a_colour_is_proposed_from_what_is_recorded(more: Any, colour: str) -> None:
    told = propose(IomGoing(ON, **more))
    assert told.colour == colour
    assert told.reasons


@pytest.mark.parametrize(
    ("colour", "words", "actions", "trouble"),
    [
        ("red", "Two arrests", 0, "Red needs at least one action with an owner"),
        ("red", "Two arrests", 1, ""),
        ("amber", "", 0, "Enter why you choose another colour"),
        ("green", "", 0, ""),
        ("", "", 1, "Choose Red, Amber or Green"),
    ],
)
def test_red_needs_an_action_and_another_colour_a_reason(colour: str, words: str, actions: int, trouble: str) -> None:
    told = may_rate_iom(colour=colour, proposed="green", before="", words=words, actions=actions)
    assert bool(told) == (not trouble)
    assert trouble in told.words


@pytest.mark.parametrize(
    ("custody", "recalled", "reset_on", "name"),
    [
        (Custody("HMP Durham"), False, None, "custody"),
        (Custody("HMP Durham", date(2026, 6, 5)), True, ON, "release"),
        (Custody("HMP Durham", date(2026, 6, 6)), False, None, "custody"),
        (None, True, ON, "wanted"),
        (None, False, ON, "final_third"),
        (None, False, date(2026, 3, 14), "community"),
        (None, False, None, "community"),
    ],
)
def test_where_somebody_is_by_recorded_facts(custody: Any, recalled: bool, reset_on: Any, name: str) -> None:
    assert where(ON, custody, recalled=recalled, reset_on=reset_on).name == name


JOINED = date(2025, 9, 13)
CLEAR = {
    "arrests": Counted(0, evidence="None"),
    "offences": Counted(0, evidence="None"),
    "home": ("none", "Housing", date(2026, 2, 1)),
    "contacts": 12,
    "missed": 1,
    "then": Predicted(82, "", "", JOINED),
    "now": Predicted(61, "ARP: 61%", "Probation", ON),
}


@pytest.mark.parametrize(
    ("more", "not_met"),
    [
        ({}, ()),
        ({"now": Predicted(76, "ARP: 76%", "Probation", ON)}, ("Not met: predictor band has fallen",)),
        (
            {"since_on": date(2025, 9, 14)},
            ("Not met: no arrests in 6 months", "Not met: no proven offences in 6 months"),
        ),
        ({"arrests": Counted(1, evidence="1 arrest")}, ("Not met: no arrests in 6 months",)),
        ({"arrests": Counted(0, may_be_more=True)}, ()),
        ({"home": ("some", "Housing", ON)}, ("Not met: stable home",)),
        ({"home": None, "contacts": 0, "now": None}, ()),
        ({"missed": 2}, ("Not met: fewer than 2 contacts missed in 12 weeks",)),
    ],
)
def test_criteria_for_leaving_say_what_is_not_met(more: Any, not_met: tuple[str, ...]) -> None:
    assert review(ReviewFacts(**{"on": ON, "since_on": JOINED, **CLEAR, **more})).not_met == not_met


def test_what_cannot_be_told_is_counted_apart_and_stands_before_what_is_met() -> None:
    told = review(ReviewFacts(ON, JOINED))
    assert told.counts == "0 met, 0 not met, 5 cannot tell"
    more = review(ReviewFacts(ON, JOINED, **{**CLEAR, "home": None, "missed": 4}))
    assert [one.answer.value for one in more.findings] == ["not_met", "cannot_tell", "met", "met", "met"]


def test_days_in_custody_are_taken_out_once_and_windows_never_overlap() -> None:
    inside = (Window(date(2025, 1, 1), date(2025, 3, 1)), Window(date(2025, 2, 1), date(2025, 4, 1)))
    member = Member(
        date(2025, 4, 1),
        date(2025, 9, 1),
        (date(2025, 3, 31), date(2025, 4, 1)),
        ((date(2025, 9, 1), "TH68007"),),
        inside,
    )
    spans = windows(member, ON)
    assert (spans["before"].since, spans["after"].until) == (date(2024, 4, 1), ON)
    told = measure([member], ON)
    assert told["before"].custody_days == 90
    assert (told["before"].arrests, told["during"].arrests, told["after"].offences) == (1, 1, 1)
    assert told["before"].rate(told["before"].arrests) == "1.3 a person and year"
    assert told["during"].rate(1) == "Too little time for a rate"


def test_somebody_who_is_still_in_has_no_time_after() -> None:
    told = measure([Member(date(2026, 1, 1), None)], ON)
    assert (told["after"].people, told["during"].people, told["before"].people) == (0, 1, 1)


def test_flow_adds_up_from_quarter_to_quarter() -> None:
    spells = [
        (date(2024, 1, 1), None), (date(2025, 7, 1), date(2025, 9, 30)), (date(2025, 10, 1), date(2025, 10, 1)), (ON, None),
    ]  # fmt: skip
    told = flow(spells, ON)
    assert [one.since.month for one in told] == [4, 7, 10, 1]
    assert [(one.at_start, one.joined, one.left, one.at_end) for one in told] == [
        (1, 0, 0, 1), (1, 1, 1, 1), (1, 1, 1, 1), (1, 1, 0, 2),
    ]  # fmt: skip
    for before, after in pairwise(told):
        assert before.at_end == after.at_start


@pytest.mark.parametrize(
    ("code", "crime", "kind"),
    [
        ("TH68007", "Vehicle crime", "theft_from_vehicle"),
        ("TH68009", "Vehicle crime", "theft_from_vehicle"),
        ("TH68013", "Vehicle crime", "theft_of_vehicle"),
        ("TH68026", "Domestic burglary", None),
        ("TH68027", "", None),
        ("TH68046", "", None),
        ("TH68023", "Robbery", "robbery"),
        ("TH68022", "", None),
        ("TH68001", "Theft from the person", None),
        ("TH68010", "", None),
        ("CD71015", "", "arson"),
        ("CD71006", "", "criminal_damage"),
        ("ZZ99999", "", None),
        ("", "", None),
    ],
)
def test_neighbourhood_crime_and_unit_cost_by_code(code: str, crime: str, kind: str | None) -> None:
    assert neighbourhood_crime(code) == crime
    found = cost_of(code)
    assert (found.kind if found else None) == kind


def test_what_has_no_published_cost_is_said_and_never_guessed() -> None:
    told = cost(["TH68013", "TH68023", "TH68010", ""])
    assert (told.pounds, told.words) == (21610, "£21,610 for 2 offences; 2 more without a published cost")
    assert cost([]).words == "No offence"
    assert cost(["TH68010"]).words == "No offence with a published cost"
    assert all(one.pounds > 0 for one in unit_costs())


def test_rules_have_sources_and_no_gaps_and_tables_no_faults() -> None:
    for versions in (SCORING, PART_RULES, PANEL_RULES, GOING_RULES):
        assert problems(versions) == []
    assert problems(REVIEW_RULES, CRITERIA) == []
    assert IOM_STATES.problems() == ASK_STATES.problems() == []
