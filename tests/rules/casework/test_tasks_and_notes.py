"""Tasks and notes as tables: what may be set and given to whom, who closes what, what is a note."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from desistance.casework.rules.notes import NoteFacts, may_take_note_back, troubles_of_note
from desistance.casework.rules.tasks import TaskFacts, may_close, may_give, may_hand_over, troubles_of_task

TODAY, NOW = date(2026, 3, 13), datetime(2026, 3, 13, 15, 40, tzinfo=UTC)
NOTE = NoteFacts("case", "He has found work", NOW)


@pytest.mark.parametrize(
    ("facts", "fields"),
    [
        (TaskFacts(" ", TODAY), ["what"]),
        (TaskFacts("x" * 301, TODAY), ["what"]),
        (TaskFacts("Ring", date(2026, 3, 12)), ["due_on"]),
        (TaskFacts("Ring", date(2028, 3, 14)), ["due_on"]),
        (TaskFacts("Ring", TODAY), []),
        (TaskFacts("x" * 300, date(2028, 3, 13)), []),
    ],
)
def test_what_keeps_a_task_from_the_record(facts: TaskFacts, fields: list[str]) -> None:
    assert [field for field, one in troubles_of_task(facts, TODAY) if not one] == fields


@pytest.mark.parametrize(
    ("own", "works", "about", "theirs", "words"),
    [
        (False, False, False, True, "A task about nobody stays in your own agency."),
        (False, False, True, True, "That agency does not work with this person. Choose one that does."),
        (False, True, True, False, "Choose a worker of the agency that is to do it."),
        (True, False, True, False, "Choose a worker of the agency that is to do it."),
        (True, False, True, True, ""),  # one's own agency, though its work has ended
        (True, False, False, True, ""),
        (False, True, True, True, ""),
    ],
)
def test_to_whom_a_task_may_be_given(own: bool, works: bool, about: bool, theirs: bool, words: str) -> None:
    decision = may_give(is_own_agency=own, works_with_person=works, is_about_someone=about, worker_is_theirs=theirs)
    assert decision.words == words


@pytest.mark.parametrize(
    ("state", "to", "came_of", "is_owner", "may"),
    [
        ("open", "done", "He rang", True, True),
        ("open", "done", "He rang", False, False),  # whoever asked does not say that it is done
        ("open", "dropped", "He moved", False, True),
        ("open", "done", " ", True, False),
        ("open", "dropped", "", True, False),
        ("open", "done", "x" * 301, True, False),
        ("done", "dropped", "He moved", True, False),
        ("dropped", "done", "He rang", True, False),
        ("open", "open", "He rang", True, False),
    ],
)
def test_who_closes_a_task(state: str, to: str, came_of: str, is_owner: bool, may: bool) -> None:
    assert bool(may_close(state=state, to=to, came_of=came_of, is_owner=is_owner)) is may


@pytest.mark.parametrize(
    ("state", "because", "may"),
    [("open", "On leave", True), ("open", " ", False), ("open", "x" * 301, False), ("done", "On leave", False)],
)
def test_an_open_task_is_handed_over_with_a_note(state: str, because: str, may: bool) -> None:
    assert bool(may_hand_over(state=state, because=because)) is may


@pytest.mark.parametrize(
    ("told", "field"),
    [
        ({"kind": "letter"}, "kind"),
        ({"text": " \n "}, "text"),
        ({"text": "x" * 10_001}, "text"),
        ({"happened_at": NOW + timedelta(minutes=1)}, "day"),
        ({}, ""),
        ({"text": "x" * 10_000}, ""),
    ],
)
def test_what_keeps_a_note_from_the_record(told: dict[str, object], field: str) -> None:
    assert [name for name, one in troubles_of_note(replace(NOTE, **told), NOW) if not one] == ([field] if field else [])


@pytest.mark.parametrize(("staff", "minutes", "may"), [(7, 9, True), (7, 10, False), (8, 1, False)])
def test_a_note_is_taken_back_for_10_minutes_by_its_author(staff: int, minutes: int, may: bool) -> None:
    decision = may_take_note_back(recorded_at=NOW, recorded_by=7, staff=staff, at=NOW + timedelta(minutes=minutes))
    assert bool(decision) is may
    assert may or decision.words.startswith("A note can be taken back for 10 minutes")
