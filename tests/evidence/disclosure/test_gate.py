"""The gate: what is hidden, what is rounded, and that nothing is printed that did not pass it."""

import csv
import io
import json
import zipfile
from collections import defaultdict

import pyarrow.parquet
import pytest

from evidence import disclosure
from evidence.disclosure import HIDDEN, UNRELIABLE, Protection, Shape
from evidence.reoffending.results import shape
from evidence.trouble import Trouble

SHAPE = shape(["area"])


def row(area: str, *counts: int, cohort: str = "Q1") -> dict:
    return {
        "cohort": cohort,
        "area": area,
        **dict(zip(("offenders", "reoffenders", "reoffences"), counts, strict=True)),
        "provisional": False,
        "definition": "d",
    }


def cleared(*rows: dict) -> list[dict]:
    return list(disclosure.protect(rows, SHAPE).rows)


C, U = HIDDEN, UNRELIABLE
SHOWN = [
    # offenders, reoffenders, reoffences -> the three as shown, rate, per reoffender, per person
    ((0, 0, 0), (C, C, C, C, C, C)),
    ((9, 4, 8), (C, C, C, C, C, C)),
    ((9, 9, 40), (C, C, C, C, C, C)),
    ((12, 0, 0), (10, C, C, C, C, C)),
    ((13, 10, 10), (15, 10, 10, U, U, U)),
    ((27, 12, 30), (25, 10, 30, U, U, U)),
    ((28, 12, 31), (30, 10, 30, 1 / 3, U, 1.0)),
    ((100, 9, 88), (100, C, C, C, C, C)),
    ((102, 33, 128), (100, 35, 130, 0.35, 130 / 35, 1.3)),
    ((50, 50, 80), (50, C, C, C, C, C)),  # everyone
    ((51, 49, 80), (50, C, C, C, C, C)),  # would look like everyone
    ((53, 47, 80), (55, 45, 80, 45 / 55, 80 / 45, 80 / 55)),
]


@pytest.mark.parametrize(("counts", "expected"), SHOWN)
def test_what_is_shown(counts: tuple, expected: tuple) -> None:
    [shown] = cleared(row("Durham", *counts))
    names = ("offenders", "reoffenders", "reoffences", "rate", "reoffences_per_reoffender", "reoffences_per_person")
    assert tuple(shown[name] for name in names) == pytest.approx(expected)
    assert (shown["rate_low"] == shown["rate_high"]) == isinstance(shown["rate"], str)


def test_rates_tell_nothing_that_the_rounded_counts_do_not() -> None:
    told = defaultdict(set)
    for people in range(100, 111):
        for again in range(30, 41):
            [shown] = cleared(row("Durham", people, again, 77))
            told[shown["offenders"], shown["reoffenders"]].add(tuple(sorted((k, str(v)) for k, v in shown.items())))
    assert all(len(versions) == 1 for versions in told.values())


def test_what_is_hidden_could_be_at_least_five_numbers() -> None:
    """The exact attack on a row: every true row that would be shown the same."""
    behind = defaultdict(set)
    for people in range(80):
        for again in range(people + 1):
            [shown] = cleared(row("Durham", people, again, again * 2))
            behind[tuple(str(value) for value in shown.values())].add((people, again))
    for shown, truths in behind.items():
        if max(people for people, _again in truths) >= 78:
            continue  # the range that is tried ends within these
        assert len({people for people, _again in truths}) >= 3, shown
        if shown[2] == C:
            assert len({people for people, _again in truths}) >= 5
        if shown[3] == C:
            assert len({again for _people, again in truths}) >= 5
        known = {again == people for people, again in truths if people}
        assert known != {True}, shown


def test_a_group_that_is_not_there_is_not_told_from_a_small_one() -> None:
    rows = cleared(row("Durham", 40, 12, 30), row("Darlington", 50, 20, 60), row("Durham", 44, 15, 31, cohort="Q2"))
    assert [(shown["cohort"], shown["area"], shown["offenders"]) for shown in rows] == [
        ("Q1", "Darlington", 50),
        ("Q1", "Durham", 40),
        ("Q2", "Darlington", C),
        ("Q2", "Durham", 45),
    ]


def test_a_zero_that_nobody_can_be_in_is_left_out() -> None:
    kinds = Shape(
        ("age", "licence"), ("people",), impossible=lambda keys: keys == {"age": "10 to 14", "licence": "driving"}
    )
    given = [
        {"age": "10 to 14", "licence": "none", "people": 30},
        {"age": "50 and over", "licence": "driving", "people": 40},
    ]
    shown = disclosure.protect(given, kinds).rows
    assert [(one["age"], one["licence"], one["people"]) for one in shown] == [
        ("10 to 14", "none", 30),
        ("50 and over", "driving", 40),
        ("50 and over", "none", C),
    ]


def test_too_many_combinations_are_refused() -> None:
    wide = Shape(("one", "other"), ("people",))
    with pytest.raises(Trouble, match="break down by fewer"):
        disclosure.protect([{"one": str(n), "other": str(n), "people": 1} for n in range(1001)], wide)


def test_a_count_must_be_a_count() -> None:
    for wrong in (2.5, "12", True, -1, None):
        with pytest.raises(TypeError, match="not a count of people"):
            cleared(row("Durham", wrong, 0, 0))


def test_true_counts_say_so_on_their_face_in_every_form() -> None:
    table = disclosure.unprotected([row("Durham", 3, 1, 4)], SHAPE)
    assert table.table() == repr(table)
    for said in (table.table(), table.to_html(), table._repr_html_(), table.to_json(), table.to_csv()):
        assert "not protected: true counts, not for publication" in said.lower()
    with zipfile.ZipFile(io.BytesIO(table.to_ods())) as opened:
        assert "NOT PROTECTED" in opened.read("content.xml").decode()
    assert "not protected" in pyarrow.parquet.read_table(io.BytesIO(table.to_parquet())).to_pylist()[0]["disclosure"]
    assert json.loads(table.to_json())[0]["offenders"] == 3


def test_cleared_tables_say_how() -> None:
    table = disclosure.protect([row("Durham", 3, 1, 4)], SHAPE, notes=["A note."])
    text = table.table()
    assert text.startswith("Cleared for publication. Counts under 10, zeros too, are [c]")
    assert text.endswith("A note.\n")
    assert json.loads(table.to_json())[0]["disclosure"] == "cleared"


@pytest.mark.parametrize("name", ["=1+1", "+1", "-1", "@x", "\tx", " =1+1", "\u200b+1", "\uff1d1+1", "\xa0\uff20x"])
def test_text_that_a_spreadsheet_would_run_is_disarmed(name: str) -> None:
    written = disclosure.protect([row(name, 30, 12, 13)], SHAPE).to_csv()
    assert next(csv.DictReader(io.StringIO(written)))["area"] == f"'{name}"


def test_another_protection_is_said() -> None:
    table = disclosure.protect([row("Durham", 7, 6, 30)], SHAPE, Protection(threshold=5))
    assert table.rows[0]["offenders"] == 5
    assert "Counts under 5" in table.face
