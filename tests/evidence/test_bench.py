"""The bench of evidence, small: it compares every cell before it trusts a time."""

from pathlib import Path

import pytest

from evidence import bench, cli
from evidence.bench import ways
from evidence.trouble import Trouble


def test_the_made_up_files_are_alike_each_time_and_made_once(tmp_path: Path) -> None:
    first, again = bench.made_up(tmp_path / "a", 300), bench.made_up(tmp_path / "b", 300)
    assert ways.by_hand(first) == ways.by_hand(again) != {}
    made = first.sanctions.stat().st_mtime_ns
    assert bench.made_up(tmp_path / "a", 300).sanctions.stat().st_mtime_ns == made


def test_it_prints_ratios_and_that_every_cell_is_equal(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["bench", "--small", "--turns", "1", "--data", str(tmp_path)]) == 0
    said = capsys.readouterr().out
    for words in (
        "every cell equal in evidence",
        "is equal to plain Python",
        "checking the file",
        "scans",
        "ARP as columns",
    ):
        assert words in said


def test_a_way_that_counts_otherwise_is_caught(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    of = bench.made_up(tmp_path, 300)
    monkeypatch.setattr(ways, "BY_HAND", ways.BY_HAND.replace("INTERVAL 18 MONTH", "INTERVAL 14 MONTH"))
    with pytest.raises(Trouble, match="cells of sql are not those of evidence"):
        bench.annual_cohort(of, 1, with_pandas=False)
