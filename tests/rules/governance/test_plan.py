"""What may stand in the delivery plan, who says where an action stands, and who comments on a measure."""

from datetime import date

import pytest

from desistance.governance.rules import (
    NOBODY,
    ActionFacts,
    CommentFacts,
    StandingSaid,
    may_comment,
    names_somebody,
    troubles_of_action,
    troubles_of_standing,
)
from desistance.governance.terms import PLAN_STATES

TODAY, LATER = date(2026, 3, 13), date(2026, 6, 30)
RECOVERY = "Amber or red needs a recovery step"
WORDS = {"words": "The grant ends."}


def written(**more: object) -> ActionFacts:
    values = {"what": "Safe space on Fridays", "objective": "reduce", "due_on": LATER, **more}
    return ActionFacts(**values)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("facts", "more", "fields"),
    [
        (written(), {}, []),
        (written(due_on=TODAY), {}, []),
        (written(due_on=date(2026, 3, 12)), {}, ["due_on"]),
        (written(due_on=date(2026, 3, 12)), {"was_due_on": date(2026, 3, 12)}, []),
        (written(due_on=date(2026, 3, 11)), {"was_due_on": date(2026, 3, 12)}, ["due_on"]),
        (written(what="  "), {}, ["what"]),
        (written(what="x" * 121), {}, ["what"]),
        (written(what="A bed for p-7k3m-q2"), {}, ["what"]),
        (written(milestone="Ask P-7K3M-Q2"), {}, ["what"]),
        (written(milestone="x" * 301), {}, ["milestone"]),
        (written(objective="happiness"), {}, ["objective"]),
        (written(measures=("appointments_kept", "proven_reoffending")), {}, []),
        (written(measures=("minutes_to_bed",)), {}, ["measures"]),
        (written(), {"may_own": False}, ["owner"]),
    ],
)
def test_an_action_stands_in_the_plan_only_as_it_should(facts: ActionFacts, more: dict, fields: list[str]) -> None:
    told = {"may_own": True, **more}
    assert [field for field, _ in troubles_of_action(facts, TODAY, **told)] == fields


@pytest.mark.parametrize(
    ("state", "said", "whose", "words"),
    [
        ("on_track", StandingSaid("amber", **WORDS), "own", RECOVERY),
        ("on_track", StandingSaid("red", **WORDS, recovery="  "), "own", RECOVERY),
        ("amber", StandingSaid("amber", **WORDS), "own", RECOVERY),
        ("on_track", StandingSaid("amber", **WORDS, recovery="A bid by May"), "own", ""),
        ("amber", StandingSaid("amber", **WORDS, recovery="A bid by May"), "own", ""),
        ("on_track", StandingSaid("on_track", **WORDS), "own", ""),
        ("not_started", StandingSaid("done", **WORDS), "own", ""),
        ("red", StandingSaid("on_track", **WORDS), "own", ""),
        ("on_track", StandingSaid("not_started", **WORDS), "own", "This is on track, so it cannot become not started."),
        ("done", StandingSaid("done", **WORDS), "own", "This is done, so it cannot become done."),
        ("on_track", StandingSaid("late", **WORDS), "own", "Choose where it stands."),
        ("on_track", StandingSaid("on_track", " "), "own", "Enter what has happened"),
        ("on_track", StandingSaid("on_track", "P-7K3M-Q2 has a bed"), "own", NOBODY),
        ("on_track", StandingSaid("red", **WORDS, recovery="House P-7K3M-Q2"), "own", NOBODY),
        ("on_track", StandingSaid("on_track", **WORDS), "another's", "Challenge it instead"),
        ("on_track", StandingSaid("on_track", **WORDS), "holder", ""),
    ],
)
def test_the_owners_agency_or_who_holds_the_plan_says_where_it_stands(
    state: str, said: StandingSaid, whose: str, words: str
) -> None:
    found = troubles_of_standing(said, state, is_owners=whose == "own", holds_plan=whose == "holder")
    refused = [decision.words for _, decision in found if not decision]
    assert bool(refused) is bool(words)
    assert not words or words in refused[0]


def test_amber_and_red_can_be_reached_from_every_state_that_is_open_and_done_is_final() -> None:
    for state in PLAN_STATES.states:
        onward = set(PLAN_STATES.moves.get(state.name, {}))
        assert onward == (set() if state.name == "done" else {"on_track", "amber", "red", "done"} - {state.name})


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        (CommentFacts("police", "police", True), ""),
        (CommentFacts("probation", "police", True), "does not answer for this measure"),
        (CommentFacts("police", "police", False), "no figure for that period"),
        (CommentFacts("police", "police", True, "Cleveland Police"), "Cleveland Police has commented"),
    ],
)
def test_whoever_answers_for_a_measure_comments_on_a_figure_once(facts: CommentFacts, words: str) -> None:
    decision = may_comment(facts)
    assert decision.is_allowed is (not words)
    assert words in decision.words


@pytest.mark.parametrize(
    ("text", "found"), [("P-7K3M-Q2", True), ("see p-7k3m-q2.", True), ("P-7K3M", False), ("", False)]
)
def test_a_reference_of_a_person_is_found_in_a_text(text: str, found: bool) -> None:
    assert names_somebody("Beds", text) is found
