"""The plan: what is hidden and why, what may be shown after all, and what a ledger of releases adds to it."""

import stat
from pathlib import Path

import pytest

from evidence.disclosure import ALL, EXACT, HIDDEN, ROUNDED, Ledger, Plan, Refused, Shape, plan, protect
from evidence.disclosure.ledger import FILE
from evidence.reoffending.results import shape
from evidence.trouble import Trouble

SHAPE = Shape(("group",), ("people",), sums=("group",))
DEMO = [{"group": name, "people": number} for name, number in (("A", 12), ("B", 3), ("C", 25))]
GIVES_AWAY = "hidden so that another number cannot be worked out"


def figures(made: Plan) -> list:
    return [row["people"] for row in made.cleared().rows]


def demo() -> Plan:
    return plan(DEMO, SHAPE, EXACT, with_totals=True)


def test_twelve_three_and_twenty_five_of_forty() -> None:
    made = demo()
    assert figures(made) == [HIDDEN, HIDDEN, 25, 40]
    assert {one.keys["group"]: one.reason for one in made.hidden} == {"A": GIVES_AWAY, "B": "fewer than 10 people"}
    assert [one.as_dict()["code"] for one in made.hidden] == ["gives_away", "few"]


def test_showing_the_twelve_again_is_refused_with_what_would_help() -> None:
    words = "Total can be used to work out a hidden number. Hide one more cell in this row."
    with pytest.raises(Refused) as refused:
        demo().keep("people", group="A")
    assert str(refused.value) == words


def test_another_cell_may_be_hidden_in_its_place() -> None:
    made = demo().hide("people", group="C").keep("people", group="A")
    assert figures(made) == [12, HIDDEN, HIDDEN, 40]


def test_a_small_number_is_never_shown() -> None:
    with pytest.raises(Refused, match="This number stays hidden: fewer than 10 people"):
        demo().keep("people", group="B")


def test_what_is_shown_already_may_stay_and_what_is_not_there_is_said() -> None:
    assert figures(demo().keep("people", group="C")) == [HIDDEN, HIDDEN, 25, 40]
    assert figures(demo().keep("people")) == [HIDDEN, HIDDEN, 25, 40]  # without a group it is the total
    with pytest.raises(Trouble, match="no count people for Z"):
        demo().hide("people", group="Z")


def test_rounded_counts_protect_without_hiding_more() -> None:
    assert figures(plan(DEMO, SHAPE, ROUNDED, with_totals=True)) == [10, HIDDEN, 25, 40]


def test_a_total_that_only_another_table_shows_is_thought_of() -> None:
    assert figures(plan(DEMO, SHAPE, EXACT)) == [HIDDEN, HIDDEN, 25]


def test_every_reason_has_words() -> None:
    rows = [
        {"cohort": "Q1", "area": area, "offenders": o, "reoffenders": r, "reoffences": n, "provisional": False, "definition": "d"}
        for area, o, r, n in (("A", 40, 40, 90), ("B", 6, 2, 2), ("C", 26, 12, 20), ("D", 60, 31, 50))
    ]  # fmt: skip
    reasons = {(one.keys["area"], one.column): one.reason for one in plan(rows, shape(["area"])).hidden}
    assert reasons["A", "reoffenders"] == "everyone in the group did"
    assert reasons["A", "reoffences"] == GIVES_AWAY
    assert reasons["B", "offenders"] == "fewer than 10 people"
    assert reasons["C", "rate"] == "[u] fewer than 30"
    assert not any(area == "D" and column != "reoffences_per_reoffender" for area, column in reasons)


def test_the_word_for_a_total_cannot_name_a_group() -> None:
    with pytest.raises(Trouble, match="is the word for a total"):
        protect([*DEMO, {"group": ALL, "people": 40}], SHAPE)


def quarters(*numbers: int, year: bool = False) -> tuple[list[dict], Shape]:
    names = ("q1", "q2", "q3", "q4")
    spans = {"year": names} | {name: (name,) for name in names}
    kind = Shape(("cohort",), ("people",), spans=spans)
    rows = [{"cohort": name, "people": number} for name, number in zip(names, numbers, strict=True)]
    return ([{"cohort": "year", "people": sum(numbers)}], kind) if year else (rows, kind)


def test_a_year_does_not_give_a_quarter_away() -> None:
    ledger = Ledger()
    rows, kind = quarters(40, 31, 55, 4)
    made = plan(rows, kind, EXACT, ledger=ledger)
    assert figures(made) == [40, 31, 55, HIDDEN]
    ledger.record(made.release("quarters"))
    rows, kind = quarters(40, 31, 55, 4, year=True)
    assert figures(plan(rows, kind, EXACT)) == [130]
    assert figures(plan(rows, kind, EXACT, ledger=ledger)) == [HIDDEN]
    assert plan(rows, kind, EXACT, ledger=ledger).hidden[0].reason == GIVES_AWAY
    with pytest.raises(Refused, match="An earlier release can be used"):
        plan(rows, kind, EXACT, ledger=ledger).keep("people", cohort="year")


def test_nor_do_quarters_that_come_after_their_year() -> None:
    ledger = Ledger()
    rows, kind = quarters(40, 31, 55, 4, year=True)
    ledger.record(plan(rows, kind, EXACT, ledger=ledger).release("year"))
    rows, kind = quarters(40, 31, 55, 4)
    shown = figures(plan(rows, kind, EXACT, ledger=ledger))
    assert (shown.count(HIDDEN), shown[3]) == (2, HIDDEN)


@pytest.mark.parametrize(("now", "expected"), [(64, 60), (69, 60), (70, 70), (51, 60), (50, 50), (60, 60)])
def test_a_figure_stands_until_ten_people_have_changed(now: int, expected: int) -> None:
    ledger = Ledger()
    rows, kind = quarters(60, 40, 40, 40)
    ledger.record(plan(rows, kind, ledger=ledger).release("first"))
    rows, kind = quarters(now, 40, 40, 40)
    made = plan(rows, kind, ledger=ledger)
    assert figures(made)[0] == expected
    assert bool(made.notes) == (now not in (50, 60, 70))


def test_small_changes_add_up_to_one_that_is_shown() -> None:
    ledger = Ledger()
    for number, (people, expected) in enumerate(((60, 60), (65, 60), (71, 70))):
        rows, kind = quarters(people, 40, 40, 40)
        made = plan(rows, kind, ledger=ledger)
        assert figures(made)[0] == expected
        ledger.record(made.release(str(number)))


def test_the_ledger_is_kept_in_a_folder_that_others_cannot_read(tmp_path: Path) -> None:
    ledger = Ledger.at(tmp_path / "ledger")
    rows, kind = quarters(40, 31, 55, 4)
    made = plan(rows, kind, EXACT, ledger=ledger)
    ledger.record(made.release("first"))
    ledger.record(made.release("first"))
    again = Ledger.at(tmp_path / "ledger")
    assert again.releases == ledger.releases
    assert Ledger.from_dict(again.as_dict()).releases == ledger.releases
    assert stat.S_IMODE((tmp_path / "ledger" / FILE).stat().st_mode) == 0o600
    rows, kind = quarters(60, 31, 55, 4)
    with pytest.raises(Trouble, match="has a release first already"):
        ledger.record(plan(rows, kind, EXACT, ledger=ledger).release("first"))
    (tmp_path / "ledger" / FILE).write_text("{", encoding="utf-8")
    with pytest.raises(Trouble, match="is not a ledger that can be read"):
        Ledger.at(tmp_path / "ledger")
