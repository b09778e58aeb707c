"""Immature cohorts: what they come to is near what they came to, and nothing is said where nothing can be."""

import json
from datetime import date, timedelta
from pathlib import Path

import duckdb
import numpy as np
import pytest

from evidence import cli, reoffending, tables
from evidence.reoffending.conventions import months_after
from evidence.reoffending.lag import adjusted, corrected
from evidence.trouble import Trouble

FIRST, LAST = date(2016, 1, 1), date(2018, 12, 31)


def world(folder: Path, seed: int, per_quarter: int = 400) -> tables.Checked:
    """People sanctioned through three years, of whom about 35 in 100 are proven to reoffend, with the delays of courts."""
    draw, rows = np.random.default_rng(seed), []
    for number in range(12 * per_quarter):
        start = FIRST + timedelta(days=int(draw.integers(0, 1095)))
        rows.append((f"P{number}", f"I{number}", "2010-01-01", start))
        offence = start + timedelta(days=int(draw.integers(1, 364)))
        proven = offence + timedelta(days=int(draw.gamma(2, 40)))
        if draw.random() < 0.37 and proven <= months_after(start, 18):
            rows.append((f"P{number}", f"R{number}", offence, proven))
    path = folder / f"world-{seed}.parquet"
    with duckdb.connect() as connection:
        connection.execute(
            "CREATE TABLE rows (person_id VARCHAR, sanction_id VARCHAR, offence_date DATE, sanction_date DATE)"
        )
        lists = [list(column) for column in zip(*rows, strict=True)]
        lists[2:] = [[str(day) for day in column] for column in lists[2:]]
        connection.execute(
            "INSERT INTO rows SELECT unnest(?), unnest(?), unnest(?)::DATE, unnest(?)::DATE", lists
        ).fetchall()
        connection.execute(
            f"COPY (SELECT *, 'caution' AS sanction_type, NULL::DATE AS release_date, 'theft' AS offence_group, true AS recordable, "
            f"false AS breach, 'Durham' AS area FROM rows) TO '{path}'"
        )
    return tables.read(path, "sanctions")


@pytest.fixture(scope="module")
def read(tmp_path_factory: pytest.TempPathFactory) -> tables.Checked:
    return world(tmp_path_factory.mktemp("lag"), 1)


def final(read: tables.Checked) -> dict[str, float]:
    return {row["cohort"]: row["rate"] for row in reoffending.rates(read, FIRST, LAST).unprotected().rows}


def test_what_immature_cohorts_come_to_is_near_what_they_came_to(read: tables.Checked) -> None:
    came_to, inside, cruder = final(read), 0, 0
    found, notes = corrected(read, date(2017, 1, 1), date(2017, 12, 31), date(2018, 3, 31))
    for one in found:
        if one.provisional and one.rate is not None:
            inside += one.low <= came_to[one.cohort] <= one.high
            cruder += abs(one.rate - came_to[one.cohort]) < abs(one.reoffenders / one.people - came_to[one.cohort])
            assert "PROVISIONAL" in one.words
    assert inside >= 2
    assert cruder >= 2
    assert any("faster or slower" in note for note in notes)


@pytest.mark.full
def test_the_interval_holds_the_final_rate_about_as_often_as_it_says(tmp_path: Path) -> None:
    inside = of = 0
    for seed in range(2, 42):
        read = world(tmp_path, seed)
        came_to = final(read)
        for one in corrected(read, date(2017, 4, 1), date(2017, 9, 30), date(2018, 3, 31))[0]:
            of += 1
            inside += one.low <= came_to[one.cohort] <= one.high
    assert inside / of >= 0.9


def test_a_mature_cohort_is_what_the_definition_counts(read: tables.Checked) -> None:
    found, _notes = corrected(read, date(2016, 1, 1), date(2016, 6, 30), date(2018, 12, 31))
    assert [one.provisional for one in found] == [False, False]
    assert {one.cohort: one.rate for one in found} == pytest.approx(
        {one.cohort: final(read)[one.cohort] for one in found}
    )
    assert found[0].words.endswith("final.")


def test_too_early_and_too_few_give_no_figure(read: tables.Checked, tmp_path: Path) -> None:
    [one] = corrected(read, date(2018, 1, 1), date(2018, 3, 31), date(2018, 5, 31))[0]
    assert (one.rate, one.low, "too early" in one.words) == (None, None, True)
    with pytest.raises(Trouble, match="was not over on 2018-03-30"):
        corrected(read, date(2018, 1, 1), date(2018, 3, 31), date(2018, 3, 30))
    with pytest.raises(Trouble, match="too few to learn"):
        corrected(world(tmp_path, 9, per_quarter=12), date(2017, 1, 1), date(2017, 3, 31), date(2018, 3, 31))


def test_the_terminal_prints_no_counts(read: tables.Checked, capsys: pytest.CaptureFixture[str]) -> None:
    words = ["lag", read.path, "--from", "2017-01-01", "--to", "2017-06-30", "--complete-to", "2018-03-31"]
    assert cli.main([*words, "--format", "json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert {"people", "reoffenders"}.isdisjoint(told["cohorts"][0])
    assert told["cohorts"][0]["provisional"] is True
    assert cli.main(words) == 0
    assert "if courts take as long as before" in capsys.readouterr().out


def test_an_adjusted_rate_takes_out_what_the_score_knows() -> None:
    assert adjusted(0.40, 0.45, 0.38) == pytest.approx(0.33)
    with pytest.raises(Trouble, match="between 0 and 1"):
        adjusted(40, 0.4, 0.4)


def test_a_definition_is_known_by_its_name(read: tables.Checked) -> None:
    import evidence as ev

    named = ev.reoffending.rates(read, "2016-01-01", "2016-03-31", definition="proven-2024-24m-6m")
    assert named.definition == ev.reoffending.proven(24, 6)
    assert ev.published("england").name == "England and Wales"
    with pytest.raises(Trouble, match="There is no definition"):
        ev.reoffending.rates(read, "2016-01-01", "2016-03-31", definition="proven-1999")
