"""State tables: moves, words and the drawing."""

import pytest

from desistance.foundation.states import State, StateTable

DOOR = StateTable(
    name="door",
    start="shut",
    states=(
        State("shut", "Shut", "porter"),
        State("open", "Open", "porter"),
        State("gone", "Gone", "nobody", is_final=True),
    ),
    moves={"shut": {"open": "open"}, "open": {"shut": "shut", "gone": "remove"}},
    source="A test",
)


@pytest.mark.parametrize(
    ("come_from", "to", "may"), [("shut", "open", True), ("shut", "gone", False), ("gone", "open", False)]
)
def test_moves(come_from: str, to: str, may: bool) -> None:
    assert bool(DOOR.may_move(come_from, to)) is may


def test_a_refused_move_says_where_the_thing_stands() -> None:
    decision = DOOR.may_move("gone", "open")
    assert decision.words == "This is gone, so it cannot become open."
    assert decision.reasons[0].source == "A test"


def test_the_drawing_names_every_state_and_move() -> None:
    drawing = DOOR.mermaid()
    assert "[*] --> shut" in drawing
    assert "open --> gone: remove" in drawing
    assert "gone --> [*]" in drawing
    assert DOOR.problems() == []
