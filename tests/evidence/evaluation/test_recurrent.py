"""The mean number of events for each person: by hand, by the definition written out, and what is refused or hidden."""

import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from evidence import cli
from evidence.evaluation.recurrent import differences, mean_counts
from evidence.trouble import Trouble


def frame(*people: tuple[str, list[float], float], group: str = "all") -> pd.DataFrame:
    """People as (name, days of events, end of watching)."""
    rows = [(name, day, 1, group) for name, days, _end in people for day in days]
    rows += [(name, end, 0, group) for name, _days, end in people]
    return pd.DataFrame(rows, columns=["person", "day", "event", "group"])


def written_out(people: list[tuple[list[float], float]], limit: float) -> tuple[float, float]:
    """The mean and its variance, sum by sum as Lawless and Nadeau write them."""
    days = sorted({day for events, _end in people for day in events if day <= limit})
    mean, shares = 0.0, np.zeros(len(people))
    for day in days:
        watched = [end >= day for _events, end in people]
        counts = [events.count(day) for events, _end in people]
        step = sum(counts) / sum(watched)
        mean += step
        for place in range(len(people)):
            if watched[place]:
                shares[place] += (counts[place] - step) / sum(watched)
    return mean, float((shares**2).sum())


def test_without_anyone_leaving_it_is_the_plain_mean_and_its_error() -> None:
    counts = [0, 0, 1, 3, 5]
    people = [(f"P{place}", [10.0 * (turn + 1) for turn in range(count)], 365.0) for place, count in enumerate(counts)]
    [found] = mean_counts(frame(*people), "person", "day", "event", at=[365])
    assert found.mean == pytest.approx(np.mean(counts))
    assert found.error == pytest.approx(np.std(counts) / np.sqrt(len(counts)))
    assert found.interval[0] < found.mean < found.interval[1]


@pytest.mark.parametrize("seed", range(12))
def test_with_people_leaving_it_is_the_definition_written_out(seed: int) -> None:
    draw = np.random.default_rng(seed)
    people = []
    for _person in range(int(draw.integers(3, 12))):
        end = float(draw.integers(5, 40))
        people.append(([float(day) for day in draw.integers(0, end + 1, size=draw.integers(0, 5))], end))
    named = [(f"P{place:02}", events, end) for place, (events, end) in enumerate(people)]
    for limit in (4.0, 12.0, 30.0):
        [found] = mean_counts(frame(*named), "person", "day", "event", at=[limit])
        mean, variance = written_out(people, limit)
        assert found.mean == pytest.approx(mean)
        assert found.error**2 == pytest.approx(variance)


def test_the_interval_covers_the_truth_about_as_often_as_it_says() -> None:
    draw, covered = np.random.default_rng(7), 0
    for _study in range(300):
        rates, ends = draw.gamma(2, 0.5, 120), draw.uniform(0.5, 1.5, 120)
        people = [
            (f"P{place}", list(draw.uniform(0, end, draw.poisson(rate * end))), end)
            for place, (rate, end) in enumerate(zip(rates, ends, strict=True))
        ]
        [found] = mean_counts(frame(*people), "person", "day", "event", at=[1.0])
        covered += found.interval[0] <= 1.0 <= found.interval[1]
    assert 0.91 <= covered / 300 <= 0.98


def test_groups_are_compared_in_words_that_claim_no_more_than_the_interval() -> None:
    few = frame(*[(f"A{place}", [5.0] if place < 10 else [], 30.0) for place in range(40)], group="scheme")
    many = frame(*[(f"B{place}", [5.0, 9.0], 30.0) for place in range(40)], group="without")
    found = mean_counts(pd.concat([few, many]), "person", "day", "event", by="group", at=[30])
    [difference] = differences(found)
    assert difference.value == pytest.approx(1.75)
    assert "For 100 people without had 175 more events by day 30 than scheme" in difference.words
    alike = mean_counts(
        pd.concat([few, few.assign(person="X" + few.person, group="without")]),
        "person",
        "day",
        "event",
        by="group",
        at=[30],
    )
    assert "not told apart" in differences(alike)[0].words
    assert "no effect" not in differences(alike)[0].words


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        ([("A", 3, 1)], "the person A has 0 rows with event 0"),
        ([("A", 3, 0), ("A", 4, 0)], "the person A has 2 rows with event 0"),
        ([("A", 3, 0), ("A", 4, 1)], "row 2: the time is below 0 or after the end"),
        ([("A", -3, 0)], "row 1: the time is below 0"),
    ],
)
def test_rows_that_say_nothing_clear_are_refused(rows: list, words: str) -> None:
    with pytest.raises(Trouble, match=words):
        mean_counts(pd.DataFrame(rows, columns=["person", "day", "event"]), "person", "day", "event", at=[1])


def test_the_terminal_hides_figures_of_few(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    data = frame(*[(f"A{place}", [5.0] if place < 12 else [], 30.0 if place < 35 else 9.0) for place in range(43)])
    data.to_csv(tmp_path / "d.csv", index=False)
    words = [
        "recurrent",
        str(tmp_path / "d.csv"),
        "--person",
        "person",
        "--time",
        "day",
        "--event",
        "event",
        "--at",
        "4,10",
        "--format",
        "json",
    ]
    assert cli.main(words) == 0
    means = json.loads(capsys.readouterr().out)["means"]
    assert (means[1]["people"], means[1]["mean"]) == (45, round(12 / 43, 3))
    assert means[0]["mean"] == 0
    few = frame(*[(f"A{place}", [5.0] if place < 3 else [], 30.0) for place in range(43)])
    few.to_csv(tmp_path / "d.csv", index=False)
    assert cli.main([*words[:-2]]) == 0
    assert "[c] events a person" in capsys.readouterr().out
    assert cli.main([*words[:-2], "--no-disclosure"]) == 0
    assert "True counts: not for publication" in capsys.readouterr().out
