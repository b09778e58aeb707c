"""The bench of evidence, small: it compares every answer before it trusts a time, and says what it did not measure."""

from pathlib import Path

import pytest

from evidence import bench, cli
from evidence.bench import counting, linking, ways
from evidence.bench.people import made_up
from evidence.bench.targets import TARGETS, Report, Target
from evidence.bench.turns import in_turns
from evidence.cli.bench import FAMILIES
from evidence.trouble import Trouble


def test_the_made_up_files_are_alike_each_time_and_made_once(tmp_path: Path) -> None:
    first, again = made_up(tmp_path / "a", 300), made_up(tmp_path / "b", 300)
    assert ways.by_hand(first) == ways.by_hand(again) != {}
    made = first.sanctions.stat().st_mtime_ns
    assert made_up(tmp_path / "a", 300).sanctions.stat().st_mtime_ns == made


def test_one_small_run_measures_every_target_and_judges_none(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["bench", "--small", "--turns", "1", "--data", str(tmp_path)]) == 0
    said = capsys.readouterr().out
    for words in (
        "every cell equal in evidence, sql, pandas",
        "is equal to plain Python",
        "every cell equal in pandas, sql and the one pass",
        "each with the checking of its file; every cell equal",
        "matching 400 people to 4,000",
        "intervals hold the truth",
        "numbers, the furthest off by",
        "ARP as columns",
        "not measured: give the labelled records with --linkage FILE",
        "run.py test --full",
    ):
        assert words in said
    table = said[said.index("at the end") :]
    assert all(name in table for name in TARGETS if name != "M1 memory")
    assert "MISSED" not in table


def test_the_parts_of_the_command_are_those_that_are_measured() -> None:
    assert tuple(bench.FAMILIES) == FAMILIES


def test_a_way_that_counts_otherwise_is_caught(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    of = made_up(tmp_path, 300)
    monkeypatch.setattr(ways, "BY_HAND", ways.BY_HAND.replace("INTERVAL 18 MONTH", "INTERVAL 14 MONTH"))
    with pytest.raises(Trouble, match="cells of sql are not those of evidence"):
        counting.measure(Report(print), of, 1, with_pandas=False)


@pytest.mark.parametrize(
    ("target", "value", "met"),
    [
        (Target("", 3.0), 3.0, True),
        (Target("", 3.0), 3.01, False),
        (Target("", 4.0, at_least=True), 4.0, True),
        (Target("", 4.0, at_least=True), 3.99, False),
    ],
)
def test_a_limit_itself_is_met(target: Target, value: float, met: bool) -> None:
    assert target.met(value) is met


def test_a_missed_target_is_said_and_ends_with_code_1(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(bench, "run", lambda report, *_given: report.reached("M5 refresh", 0.06))
    assert cli.main(["bench", "--only", "refresh"]) == 1
    said = capsys.readouterr().out
    assert all(words in said for words in ("6.0%", "at most 5.0%", "MISSED"))


def test_a_file_that_is_not_there_is_said_before_anything_is_measured(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["bench", "--linkage", "nowhere.parquet"]) == 1
    assert "nowhere.parquet: there is no such file" in capsys.readouterr().err


def test_ways_take_turns_and_some_fewer() -> None:
    order: list[str] = []
    ways_of = {"a": lambda: order.append("a"), "b": lambda: order.append("b")}
    taken = in_turns(ways_of, 3, {"b": 1}, ready=lambda: order.append("-"))
    assert "".join(order) == "-ab-a-a"
    assert (len(taken["a"].seconds), len(taken["b"].seconds)) == (3, 1)


def test_without_records_to_link_nothing_is_claimed(tmp_path: Path) -> None:
    report = Report(print)
    linking.measure(report, tmp_path / "none.parquet", 1)
    assert not report.found
    assert set(report.without) == {"M6 gain", "M6 time"}
