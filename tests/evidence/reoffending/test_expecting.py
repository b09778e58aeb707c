"""Expected and adjusted rates: of the very people who have a score, by the newest before the start, through the gate."""

from datetime import date, timedelta
from pathlib import Path

import pytest

from evidence import cli, reoffending, tables
from evidence.trouble import Trouble
from tests.evidence.files import Cell, sanction, write_csv
from tests.evidence.reoffending import oracle

FIRST, LAST = date(2016, 4, 1), date(2016, 6, 30)
START = date(2016, 4, 10)


def score(number: int, person: str, on: date, share: float) -> dict[str, Cell]:
    return {"score_id": f"X{number:03}", "person_id": person, "scored_on": on, "score": str(share)}


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ([(START, 0.3)], 0.3),
        ([(START + timedelta(days=1), 0.3)], None),
        ([(date(2015, 4, 11), 0.3)], 0.3),
        ([(date(2015, 4, 10), 0.3)], None),
        ([(date(2016, 1, 1), 0.3), (date(2016, 2, 1), 0.5), (date(2016, 4, 11), 0.9)], 0.5),
        ([(date(2016, 2, 1), 0.5), (date(2016, 2, 1), 0.2)], 0.2),
        ([], None),
    ],
    ids=[
        "on the day",
        "the day after",
        "a year before",
        "older",
        "the newest",
        "two on one day: the last number",
        "none",
    ],
)
def test_the_score_that_counts_is_the_newest_before_the_start(
    given: list[tuple[date, float]], expected: float | None, tmp_path: Path
) -> None:
    people = [f"P{number:02}" for number in range(40)]
    rows = [sanction(person, "caution", str(START), person=person) for person in people]
    scores = [
        score(place * 100 + n, person, *one) for place, person in enumerate(people) for n, one in enumerate(given)
    ]
    scores.append(score(9999, "somebody else", START, 0.9))
    found = reoffending.expected(*read(tmp_path, rows, scores), FIRST, LAST, baseline=0.4)
    [row] = found.unprotected().rows
    assert (row["scored"], row["have_a_score"]) == ((40, "all") if expected else (0, "[u]"))
    assert row["expected"] == (expected or "[u]")
    assert row["adjusted"] == (pytest.approx(0.4 - expected) if expected else "[u]")


def read(folder: Path, rows: list[dict[str, Cell]], scores: list[dict[str, Cell]]) -> list[tables.Checked]:
    return [
        tables.read(write_csv(folder / "s.csv", rows), "sanctions"),
        tables.read(write_csv(folder / "x.csv", scores, "scores"), "scores"),
    ]


def cohort() -> tuple[list[dict[str, Cell]], list[dict[str, Cell]]]:
    """A hundred people: ninety have a score, and thirty of those reoffended, as did all others."""
    people = [f"P{number:03}" for number in range(100)]
    rows = [sanction(person, "caution", str(START), person=person) for person in people]
    rows += [
        sanction(f"R{person}", "caution", "2016-08-01", offence="2016-07-01", person=person)
        for person in (*people[:30], *people[90:])
    ]
    return rows, [score(n, person, START, 0.2 + 0.001 * n) for n, person in enumerate(people[:90])]


def test_both_rates_are_of_those_with_a_score_and_agree_with_plain_python(tmp_path: Path) -> None:
    rows, scores = cohort()
    found = reoffending.expected(*read(tmp_path, rows, scores), FIRST, LAST, every="quarter", baseline=0.3)
    counted = oracle.count([row for row in rows if row["person_id"] < "P090"], [], FIRST, LAST, ())
    [row] = found.unprotected().rows
    assert counted == {(FIRST,): [row["scored"], row["reoffenders"], 30]}
    mean = sum(float(str(one["score"])) for one in scores) / 90
    assert (row["rate"], row["expected"]) == (pytest.approx(1 / 3), pytest.approx(mean, abs=0.00051))
    assert row["adjusted"] == pytest.approx(1 / 3 + 0.3 - mean, abs=0.001)
    [shown] = found.cleared().rows
    assert (shown["scored"], shown["reoffenders"], shown["have_a_score"]) == (90, 30, "90% or more")
    assert "adjusted" not in reoffending.expected(*read(tmp_path, rows, scores), FIRST, LAST).cleared().columns


def test_few_people_have_no_expected_rate_and_a_wrong_score_or_baseline_is_said(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rows, scores = cohort()
    few = reoffending.expected(*read(tmp_path, rows[:29], scores), FIRST, LAST, baseline=0.3).cleared()
    assert {few.rows[0][name] for name in ("expected", "adjusted")} == {"[u]"}
    with pytest.raises(Trouble, match="baseline of 30 is no mean score"):
        reoffending.expected(*read(tmp_path, rows, scores), FIRST, LAST, baseline=30)
    write_csv(tmp_path / "x.csv", [*scores, {**scores[0], "score_id": "W", "score": "28.4"}], "scores")
    words = ["expected", str(tmp_path / "s.csv"), str(tmp_path / "x.csv"), "--from", str(FIRST), "--to", str(LAST)]
    assert cli.main([*words, "--baseline", "0.3", "--format", "csv"]) == 0
    said = capsys.readouterr()
    assert "row 92, column score (28.4): not a share from 0 to 1, such as 0.284; write 28.4% as 0.284." in said.err
    assert "2016-04-01 to 2016-06-30,90,30," in said.out
