"""A series kept in a store: every cell as the definition in Ibis and plain Python count it, before and after late rows."""

import tempfile
from dataclasses import replace
from datetime import date
from pathlib import Path

import pyarrow as pa
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from evidence import cli, reoffending, tables
from evidence.bench.people import made_up
from evidence.reoffending.stores import storing
from evidence.reoffending.stores.storing import FORM, codes_of
from evidence.tables import engine
from evidence.trouble import Trouble
from tests.evidence.files import sanction, write_csv
from tests.evidence.reoffending import oracle
from tests.evidence.reoffending.test_oracle import FIRST, LAST, cells_of, sanctions

BY = [("area",), ("area", "sanction_type")]  # none at all is in another test


def read(folder: Path, name: str, rows: list[dict]) -> tables.Checked:
    return tables.read(write_csv(folder / name, rows), "sanctions")


def some_of(whole: tables.Checked, numbers: list[str]) -> tables.Checked:
    """Some rows of a file that was read, as if they were a file of their own: reading takes longer than counting."""
    name = engine.new_name("some")
    kept = ", ".join(engine.literal(number) for number in numbers)
    engine.cursor().execute(f'CREATE VIEW {name} AS SELECT * FROM "{whole.relation}" WHERE sanction_id IN ({kept})')
    return replace(whole, relation=name)


def compare(rows: list[dict], by: tuple[str, ...], late: int) -> None:
    """Count some rows at once and the last `late` of them in two turns, and compare every cell with Ibis and plain Python."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        whole = read(folder, "all.csv", rows)
        early, after = (rows[:-late], rows[-late:]) if late else (rows, [])
        first = some_of(whole, [row["sanction_id"] for row in early])
        if not any(row["recordable"] and not row["breach"] for row in early):
            with pytest.raises(Trouble, match="no row can count"):
                reoffending.series(folder / "store", first, FIRST, LAST, by=by)
            return
        kept = reoffending.series(folder / "store", first, FIRST, LAST, by=by)
        for more in (after[: late // 2], after[late // 2 :]):
            if more:
                kept.refresh(some_of(whole, [row["sanction_id"] for row in more]))
        expected = oracle.count(rows, [], FIRST, LAST, by)
        assert cells_of(kept.rates()) == expected
        assert cells_of(reoffending.series(folder / "store").rates()) == expected
        assert cells_of(reoffending.rates(whole, FIRST, LAST, by=by)) == expected


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(rows=sanctions, by=st.sampled_from(BY), late=st.integers(0, 6))
def test_every_cell_of_a_series_equals_the_definition_and_plain_python(
    rows: list[dict], by: tuple[str, ...], late: int
) -> None:
    compare(rows, by, min(late, len(rows) - 1))


@pytest.mark.full
@settings(max_examples=1000, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(rows=sanctions, by=st.sampled_from(BY), late=st.integers(0, 12))
def test_a_thousand_series_equal_the_definition_and_plain_python(
    rows: list[dict], by: tuple[str, ...], late: int
) -> None:
    compare(rows, by, min(late, len(rows) - 1))


@pytest.fixture
def kept(tmp_path: Path) -> reoffending.Series:
    rows = [sanction(f"I{number:02}", "caution", "2015-11-02", person=f"P{number:02}") for number in range(40)]
    rows += [
        sanction(f"R{number:02}", "caution", "2016-03-02", offence="2016-02-01", person=f"P{number:02}")
        for number in range(15)
    ]
    return reoffending.series(tmp_path / "store", read(tmp_path, "s.csv", rows), FIRST, LAST)


def test_a_late_conviction_counts_its_person_again_and_leaves_through_the_gate(
    kept: reoffending.Series, tmp_path: Path
) -> None:
    late = sanction("L1", "non_custodial", "2016-05-02", offence="2016-01-05", person="P39")
    told = kept.refresh(read(tmp_path, "late.csv", [late]))
    assert (told.rows, told.people, told.known_already) == (1, 1, 0)
    row = next(row for row in kept.rates().unprotected().rows if row["cohort"].startswith("2015-10"))
    assert (row["offenders"], row["reoffenders"], row["reoffences"]) == (40, 16, 16)
    cleared = {row["cohort"]: row["reoffenders"] for row in kept.rates().cleared().rows}
    assert cleared["2015-10-01 to 2015-12-31"] == 15
    assert "rounded" in kept.rates().table()
    assert len(kept.rates(every="year").cohorts) == 1


def test_the_same_row_again_changes_nothing_and_a_changed_one_is_refused(
    kept: reoffending.Series, tmp_path: Path
) -> None:
    before = kept.cells.copy()
    again = sanction("R03", "caution", "2016-03-02", offence="2016-02-01", person="P03")
    assert kept.refresh(read(tmp_path, "again.csv", [again])).known_already == 1
    assert (kept.cells == before).all()
    for changed in ({"offence": "2016-02-02", "person": "P03"}, {"offence": "2016-02-01", "person": "P04"}):
        row = sanction("R03", "caution", "2016-03-02", **changed)
        with pytest.raises(Trouble, match="other contents or for another person \\(R03\\)"):
            kept.refresh(read(tmp_path, "changed.csv", [row]))
    assert (kept.cells == before).all()


def test_a_new_person_in_a_new_area_makes_new_cells(kept: reoffending.Series, tmp_path: Path) -> None:
    rows = [
        sanction("N1", "caution", "2015-12-31", person="NEW", area="Wear"),
        sanction("N2", "caution", "2015-12-31", person="NEW", area="Tees"),
    ]
    assert kept.refresh(read(tmp_path, "new.csv", rows)).people == 1
    assert (
        kept.refresh(
            read(tmp_path, "more.csv", [sanction("M1", "caution", "2015-12-31", person="NEW", area="Alne")])
        ).build_anew
        is False
    )
    found = cells_of(kept.rates())
    assert found[date(2015, 10, 1), "Alne"] == [1, 0, 0]
    assert (date(2015, 10, 1), "Wear") not in found


def test_what_a_store_is_not_is_said(kept: reoffending.Series, tmp_path: Path) -> None:
    with pytest.raises(Trouble, match="no store here"):
        reoffending.series(tmp_path / "nowhere")
    with pytest.raises(Trouble, match="by area, offence_group, sanction_type, not by sex"):
        reoffending.series(
            tmp_path / "other",
            read(tmp_path, "x.csv", [sanction("A", "caution", "2016-01-01")]),
            FIRST,
            LAST,
            by=("sex",),
        )
    with pytest.raises(Trouble, match="holds other files"):
        reoffending.series(tmp_path, read(tmp_path, "x.csv", [sanction("A", "caution", "2016-01-01")]), FIRST, LAST)
    with pytest.raises(Trouble, match="no dates of single sanctions"):
        kept.rates().explain("P01")
    about = tmp_path / "store" / "store.json"
    about.write_text(about.read_text().replace(f'"form": {FORM}', '"form": 0'))
    with pytest.raises(Trouble, match="has form 0"):
        reoffending.series(tmp_path / "store")


def test_a_text_has_one_code_wherever_it_stands_and_like_texts_have_codes_far_apart() -> None:
    texts = [f"S{number:09}" for number in range(5_000)] + ["", "é"]
    codes = codes_of(pa.array(texts))
    assert len(set(codes)) == len(texts)
    assert len({int(code) >> 44 for code in codes}) > 0.99 * len(texts) * (1 - len(texts) / 2**21)
    apart = pa.chunked_array([pa.array(["x", *texts[:10]])[1:], pa.array(texts[10:])])
    assert list(codes_of(apart)) == list(codes)


@pytest.mark.full
def test_a_sort_that_spills_gives_the_same_store_and_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    read_in = tables.read(made_up(tmp_path, 60_000).sanctions, "sanctions")
    spilled: list[Path] = []
    of_a_batch = storing.new_persons

    def seen(persons: object, before: str | None) -> object:
        spilled.extend(tmp_path.rglob("duckdb_temp*"))
        return of_a_batch(persons, before)

    monkeypatch.setattr(storing, "new_persons", seen)
    wide, narrow = (
        reoffending.series(tmp_path / memory, read_in, FIRST, LAST, memory=memory) for memory in ("2GB", "36MB")
    )
    assert spilled
    assert (wide.cells == narrow.cells).all()
    assert not list(tmp_path.rglob("spill*"))


def test_a_bound_of_memory_that_is_none_or_too_little_is_said(tmp_path: Path) -> None:
    read_in = read(tmp_path, "s.csv", [sanction(f"S{number}", "caution", "2016-01-02") for number in range(200)])
    for memory, words in (("much", "no bound of memory; write one such as 2GB"), ("200KB", "too little to sort")):
        with pytest.raises(Trouble, match=words):
            reoffending.series(tmp_path / "store", read_in, FIRST, LAST, memory=memory)
    assert not (tmp_path / "store").exists()


def test_other_lengths_are_kept_with_the_store(tmp_path: Path) -> None:
    rows = [sanction("I", "caution", "2015-11-02"), sanction("R", "caution", "2017-05-02", offence="2017-04-01")]
    made = reoffending.series(
        tmp_path / "store", read(tmp_path, "s.csv", rows), FIRST, LAST, definition=reoffending.proven(24, 6), by=()
    )
    assert (
        made.rates().definition.name
        == reoffending.series(tmp_path / "store").rates().definition.name
        == "proven-2024-24m-6m"
    )
    assert sum(row["reoffences"] for row in made.rates().unprotected().rows) == 1


def test_the_terminal_makes_refreshes_and_prints_a_series(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = [sanction(f"I{number}", "caution", "2015-11-02", person=f"P{number}") for number in range(30)]
    write_csv(tmp_path / "s.csv", rows)
    write_csv(tmp_path / "late.csv", [sanction("L", "caution", "2016-05-02", offence="2016-01-05", person="P3")])
    store = str(tmp_path / "store")
    period = ["--from", str(FIRST), "--to", str(LAST)]
    assert cli.main(["series", store, "--make", str(tmp_path / "s.csv"), *period, "--format", "none"]) == 0
    with monkeypatch.context() as terminal:
        terminal.setattr("sys.stderr.isatty", lambda: True)
        assert cli.main(["series", store, "--make", str(tmp_path / "s.csv"), *period, "--format", "none"]) == 0
    shown = capsys.readouterr().err
    assert shown.count("30 rows of 30 people") == 2
    assert shown.count("sorting") == 1
    assert f"writing  [{'#' * 30}] 30 of 30 rows\n" in shown
    assert (
        cli.main(["series", store, "--refresh", str(tmp_path / "late.csv"), "--no-disclosure", "--format", "csv"]) == 0
    )
    said = capsys.readouterr()
    assert "1 new rows; 1 people counted again." in said.err
    assert "2015-10-01 to 2015-12-31,Durham,30,1,1," in said.out
    assert cli.main(["series", store]) == 0
    assert "[c]" in capsys.readouterr().out
    assert cli.main(["series", store, "--make", str(tmp_path / "s.csv")]) == 1
    assert "--make needs --from and --to" in capsys.readouterr().err
