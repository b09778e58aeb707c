"""Reading files: what is used, what is not and why, with file, row and column."""

import codecs
from pathlib import Path

import duckdb
import pytest

from evidence import tables
from evidence.tables import PEOPLE, SANCTIONS, engine, reading
from evidence.tables.engine import cursor
from evidence.trouble import Trouble

HEAD = ",".join(SANCTIONS.names)
GOOD = "A,S1,2016-04-01,2016-04-10,caution,,theft,true,false,Durham"


def file_of(folder: Path, *lines: str, name: str = "s.csv") -> Path:
    path = folder / name
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def kept(checked: tables.Checked) -> list[tuple]:
    return cursor().execute(f"SELECT * FROM {checked.relation} ORDER BY ALL").fetchall()


BAD_ROWS = [
    (GOOD.replace("2016-04-01", "2016-02-30"), "offence_date", "2016-02-30", "not a date as year-month-day"),
    (GOOD.replace("2016-04-10", "10/04/2016"), "sanction_date", "10/04/2016", "not a date as year-month-day"),
    (GOOD.replace("2016-04-10", "2016-04-10T00:00:00Z"), "sanction_date", "2016-04-10T00:00:00Z", "not a date"),
    (GOOD.replace("2016-04-10", "2016-04-10 23:00:00+01"), "sanction_date", "2016-04-10 23:00:00+01", "not a date"),
    (GOOD.replace("2016-04-10", ""), "sanction_date", "", "blank; every row needs a value here"),
    (GOOD.replace("2016-04-10", "9999-12-31"), "sanction_date", "9999-12-31", "not between 1900 and 2199"),
    (GOOD.replace("A,", " ,"), "person_id", "", "blank; every row needs a value here"),
    (GOOD.replace("caution", "fine"), "sanction_type", "fine", "not one of caution, non_custodial, custody"),
    (GOOD.replace("true", "unknown"), "recordable", "unknown", "not true or false"),
    (GOOD.replace("false", ""), "breach", "", "blank; every row needs a value here"),
    (GOOD.replace("2016-04-01", "2016-04-11"), "offence_date", "2016-04-11", "the offence is after its sanction"),
    (
        GOOD.replace("caution,", "custody,2016-04-09"),
        "release_date",
        "2016-04-09",
        "the release is before its sentence",
    ),
    ("A,S1", "(whole row)", "", "the row has fewer values than there are columns"),
    (GOOD + ",more", "(whole row)", "", "the row has more values than there are columns"),
]


@pytest.mark.parametrize(("line", "column", "value", "reason"), BAD_ROWS, ids=lambda value: value[:40])
def test_a_row_that_cannot_be_used_is_counted_and_listed(
    line: str, column: str, value: str, reason: str, tmp_path: Path
) -> None:
    checked = tables.read(
        file_of(tmp_path, HEAD, GOOD.replace("S1", "S0"), line, GOOD.replace("S1", "S2")), "sanctions"
    )
    assert (checked.rows, checked.usable, checked.excluded) == (3, 2, 1)
    [problem] = checked.problems
    assert (problem.row, problem.column, problem.value) == (3, column, value)
    assert problem.reason.startswith(reason)
    assert any("s.csv, row 3, column" in sentence and reason in sentence for sentence in checked.listing())
    assert {row[1] for row in kept(checked)} == {"S0", "S2"}


def test_rows_after_a_broken_line_keep_their_numbers(tmp_path: Path) -> None:
    lines = [
        HEAD,
        GOOD,
        "broken",
        GOOD.replace("S1", "S2"),
        "broken,again",
        GOOD.replace("S1", "S3").replace("caution", "fine"),
    ]
    checked = tables.read(file_of(tmp_path, *lines), "sanctions")
    assert [problem.row for problem in checked.problems] == [3, 5, 6]
    assert (checked.rows, checked.usable) == (5, 2)


def test_blank_lines_and_values_over_several_lines_leave_rows_where_a_spreadsheet_shows_them(tmp_path: Path) -> None:
    wrong = GOOD.replace("caution", "fine")
    over_two = GOOD.replace("S1", '"S\n2"')
    checked = tables.read(file_of(tmp_path, HEAD, GOOD, "", "", wrong, over_two, "broken", "", wrong), "sanctions")
    assert [problem.row for problem in checked.problems] == [5, 6, 7, 9]


def test_one_row_can_have_several_problems_and_is_left_out_once(tmp_path: Path) -> None:
    checked = tables.read(file_of(tmp_path, HEAD, GOOD, ",,,,,,,,,"), "sanctions")
    assert checked.excluded == 1
    assert {problem.column for problem in checked.problems} == {c.name for c in SANCTIONS.columns if c.required}


def test_the_same_row_again_is_used_once_and_contradicting_rows_not_at_all(tmp_path: Path) -> None:
    lines = [
        HEAD,
        GOOD,
        GOOD,
        GOOD.replace("S1", "S2"),
        GOOD.replace("S1", "S2").replace("Durham", "Darlington"),
        GOOD.replace("S1", "S3"),
    ]
    checked = tables.read(file_of(tmp_path, *lines), "sanctions")
    assert [row[1] for row in kept(checked)] == ["S1", "S3"]
    assert [(problem.row, problem.reason.split(";")[0]) for problem in checked.problems] == [
        (3, "the same row again"),
        (4, "given twice with different area"),
        (5, "given twice with different area"),
    ]


def test_a_person_with_two_birth_dates_has_none_that_can_be_used(tmp_path: Path) -> None:
    path = file_of(
        tmp_path, ",".join(PEOPLE.names), "A,1990-01-01,F,W1", "A,1991-01-01,F,W1", "B,1990-01-01,M,", name="p.csv"
    )
    checked = tables.read(path, "people")
    assert [row[0] for row in kept(checked)] == ["B"]
    assert [(problem.row, problem.reason.split(";")[0]) for problem in checked.problems] == [
        (2, "given twice with different date_of_birth"),
        (3, "given twice with different date_of_birth"),
    ]


def test_values_are_read_as_people_write_them(tmp_path: Path) -> None:
    line = " A , S1 ,2016-04-01 23:59:59,2016-04-10T00:00,CAUTION,,,Yes,0,"
    [row] = kept(tables.read(file_of(tmp_path, HEAD, line), "sanctions"))
    assert [str(value) for value in row] == [
        "A",
        "S1",
        "2016-04-01",
        "2016-04-10",
        "caution",
        "None",
        "None",
        "True",
        "False",
        "None",
    ]


def test_headings_in_any_order_with_a_byte_order_mark_and_more_columns(tmp_path: Path) -> None:
    path = tmp_path / "p.csv"
    path.write_bytes(
        codecs.BOM_UTF8 + 'sex,notes,person_id,ethnicity,date_of_birth\nF,"a, b",Zoë,W1,1990-01-01\n'.encode()
    )
    checked = tables.read(path, "people")
    assert kept(checked)[0][0] == "Zoë"
    assert checked.ignored == ("notes",)
    assert "notes" in "\n".join(checked.listing())


WHOLE_FILE = [
    ("", "s.csv", "the file is empty"),
    (HEAD + "\n", "s.csv", "there are no rows"),
    (HEAD.replace("breach,", "") + "\n" + GOOD, "s.csv", "row 1: the column breach is missing; the columns there are"),
    (HEAD + ",area\n" + GOOD + ",x", "s.csv", "row 1: the column area stands twice"),
    ("not a Parquet file", "s.parquet", "cannot be read as parquet"),
    (HEAD, "s.xlsx", "only .csv and .parquet"),
]


@pytest.mark.parametrize(("content", "name", "words"), WHOLE_FILE)
def test_a_file_that_cannot_be_read_says_what_is_wrong_and_where(
    content: str, name: str, words: str, tmp_path: Path
) -> None:
    (tmp_path / name).write_text(content, encoding="utf-8")
    with pytest.raises(Trouble, match=r"s\.\w+") as raised:
        tables.read(tmp_path / name, "sanctions")
    assert words in str(raised.value)


def test_rows_in_another_encoding_are_listed(tmp_path: Path) -> None:
    (tmp_path / "s.csv").write_bytes(f"{HEAD}\n{GOOD}\n{GOOD.replace('S1', 'S2')}é\n".encode("latin-1"))
    checked = tables.read(tmp_path / "s.csv", "sanctions")
    assert [(problem.row, problem.reason[:25]) for problem in checked.problems] == [(3, "the row is not UTF-8 text")]
    assert checked.usable == 1


def test_no_such_file_and_no_such_table(tmp_path: Path) -> None:
    with pytest.raises(Trouble, match="there is no such file"):
        tables.read(tmp_path / "none.csv", "sanctions")
    with pytest.raises(Trouble, match="declared tables are sanctions, people"):
        tables.read(tmp_path / "none.csv", "orders")


def parquet(folder: Path, select: str) -> Path:
    path = folder / "s.parquet"
    duckdb.execute(f"COPY ({select}) TO '{path}' (FORMAT parquet)")
    return path


TYPED = (
    "SELECT n::VARCHAR AS person_id, n AS sanction_id, DATE '2016-04-01' AS offence_date, TIMESTAMP '2016-04-10 23:30:00' AS "
    "sanction_date, 'caution' AS sanction_type, NULL::DATE AS release_date, 'theft' AS offence_group, true AS recordable, "
    "0::TINYINT AS breach, 'Durham' AS area FROM range(3) AS t(n)"
)


def test_parquet_with_other_types_that_can_serve(tmp_path: Path) -> None:
    checked = tables.read(parquet(tmp_path, TYPED), "sanctions")
    assert checked.excluded == 0
    assert [str(value) for value in kept(checked)[0][1:5]] == ["0", "2016-04-01", "2016-04-10", "caution"]


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        (
            "TIMESTAMP '2016-04-10 23:30:00'",
            "TIMESTAMPTZ '2016-04-10 23:30:00+00'",
            "column sanction_date: holds timestamp with time zone",
        ),
        ("true AS", "1.5::DOUBLE AS", "column recordable: holds double"),
        ("DATE '2016-04-01'", "20160401", "column offence_date: holds integer"),
    ],
)
def test_parquet_of_a_kind_that_cannot_serve_is_refused(old: str, new: str, words: str, tmp_path: Path) -> None:
    with pytest.raises(Trouble, match=words):
        tables.read(parquet(tmp_path, TYPED.replace(old, new)), "sanctions")


def test_problems_in_parquet_are_counted_in_full_and_listed_up_to_a_thousand(tmp_path: Path) -> None:
    many = TYPED.replace("range(3)", "range(1500)").replace(
        "'caution'", "CASE WHEN n < 1200 THEN 'fine' ELSE 'caution' END"
    )
    checked = tables.read(parquet(tmp_path, many), "sanctions")
    assert (checked.rows, checked.usable, len(checked.problems)) == (1500, 300, 1000)
    assert checked.problems[0].row == 1
    assert "the first 1000 of 1200 are listed" in checked.listing()[-1]


def test_every_column_says_what_it_means() -> None:
    for table in tables.TABLES.values():
        assert table.key in table.names
        for column in table.columns:
            assert column.meaning.endswith(".")
            assert column.form
            assert (column.kind == "choice") == bool(column.choices)


DECLARED = (
    TYPED.replace("n AS sanction_id", "'S' || n AS sanction_id")
    .replace("0::TINYINT", "false")
    .replace("TIMESTAMP '2016-04-10 23:30:00'", "DATE '2016-04-10'")
)


def is_read_in_place(checked: tables.Checked) -> bool:
    asked = "SELECT count(*) FROM duckdb_views() WHERE view_name = ?"
    return cursor().execute(asked, [checked.relation]).fetchone() == (1,)


def test_parquet_as_declared_is_read_in_place(tmp_path: Path) -> None:
    checked = tables.read(parquet(tmp_path, DECLARED), "sanctions")
    assert is_read_in_place(checked)
    assert (checked.rows, checked.usable, checked.problems) == (3, 3, [])


@pytest.mark.parametrize(
    ("old", "new", "usable"),
    [
        ("'Durham'", "' Durham'", 3),
        ("'Durham'", "'Durham '", 3),
        ("'Durham'", "''", 3),
        ("'caution'", "'Caution'", 3),
        ("'caution'", "CASE n WHEN 1 THEN 'fine' ELSE 'caution' END", 2),
        ("'caution'", "CASE n WHEN 1 THEN NULL ELSE 'caution' END", 2),
        ("true AS", "CASE n WHEN 1 THEN NULL ELSE true END AS", 2),
        ("DATE '2016-04-10'", "CASE n WHEN 1 THEN DATE '1816-04-10' ELSE DATE '2016-04-10' END", 2),
        ("DATE '2016-04-01'", "CASE n WHEN 1 THEN DATE '2016-04-11' ELSE DATE '2016-04-01' END", 2),
        ("'S' || n", "'S' || n % 2", 1),
    ],
)
def test_parquet_with_anything_in_doubt_is_looked_at_closer(old: str, new: str, usable: int, tmp_path: Path) -> None:
    assert old in DECLARED
    checked = tables.read(parquet(tmp_path, DECLARED.replace(old, new)), "sanctions")
    assert not is_read_in_place(checked)
    assert (checked.rows, checked.usable) == (3, usable)
    assert bool(checked.problems) == (usable < 3)
    assert {(row[4], row[9]) for row in kept(checked)} <= {("caution", "Durham"), ("caution", None)}


def test_a_parquet_file_replaced_after_it_was_read_is_noticed(tmp_path: Path) -> None:
    from datetime import date

    from evidence import reoffending

    path = parquet(tmp_path, DECLARED.replace("n::VARCHAR AS person_id", "'A' AS person_id"))
    checked = tables.read(path, "sanctions")
    assert reoffending.rates(checked, date(2016, 4, 1), date(2016, 6, 30)).unprotected().rows[0]["offenders"] == 1
    for change in (lambda: parquet(tmp_path, DECLARED.replace("range(3)", "range(4)")), path.unlink):
        change()
        with pytest.raises(Trouble, match="changed or went away since it was read"):
            reoffending.rates(checked, date(2016, 4, 1), date(2016, 6, 30))


def test_a_parquet_column_that_is_blank_in_every_row_has_no_kind_and_is_read_as_blank(tmp_path: Path) -> None:
    import pyarrow
    import pyarrow.parquet

    row = dict(zip(SANCTIONS.names, GOOD.split(","), strict=True)) | {"release_date": None, "area": None}
    pyarrow.parquet.write_table(pyarrow.Table.from_pylist([row]), tmp_path / "s.parquet")
    [read] = kept(tables.read(tmp_path / "s.parquet", "sanctions"))
    assert (read[SANCTIONS.names.index("release_date")], read[SANCTIONS.names.index("area")]) == (None, None)
    pyarrow.parquet.write_table(pyarrow.Table.from_pylist([row | {"breach": None}]), tmp_path / "t.parquet")
    checked = tables.read(tmp_path / "t.parquet", "sanctions")
    assert [(one.column, one.reason) for one in checked.problems] == [("breach", "blank; every row needs a value here")]


CUSTODY = "A,{0},2016-01-01,{1},custody,{2},theft,true,false,Durham"


@pytest.mark.parametrize(
    ("times", "named"),
    [
        ([("S1", "2016-01-10", "2016-06-01"), ("S2", "2016-03-01", "2016-09-01")], ["S1"]),
        ([("S1", "2016-01-10", "2016-06-01"), ("S2", "2016-03-01", "2016-06-01")], []),
        ([("S1", "2016-01-10", "2016-06-01"), ("S2", "2016-06-01", "2016-09-01")], []),
        ([("S1", "2016-01-10", ""), ("S2", "2016-03-01", "2016-09-01")], ["S1"]),
        ([("S1", "2016-01-10", ""), ("S2", "2016-03-01", "")], []),
        ([("S2", "2016-01-10", "2016-06-01"), ("S1", "2016-01-10", "2016-05-01")], ["S1"]),
        ([("S1", "2016-01-10", "2016-02-01")], []),
    ],
    ids=["overlaps", "at once", "on the day of release", "never released", "both last", "sentenced on one day", "one"],
)
def test_custody_that_overlaps_is_used_counted_and_named(
    times: list[tuple[str, str, str]], named: list[str], tmp_path: Path
) -> None:
    checked = tables.read(file_of(tmp_path, HEAD, *(CUSTODY.format(*one) for one in times)), "sanctions")
    assert checked.usable == len(times)
    said = checked.listing()[1:]
    assert [line.split("custody ")[1].split(" ")[0] for line in said[1:]] == named
    assert not named or said[0].endswith("1 time in custody overlaps another of the same person.")


LINES = [GOOD.replace("S1", f"S{number}").replace("A,", f"A{number},", 1) for number in range(1, 60)]


def with_line(place: int, old: str, new: str) -> list[str]:
    return [line.replace(old, new) if number == place else line for number, line in enumerate(LINES)]


@pytest.mark.parametrize("swallows", [with_line(4, "theft", '"theft'), with_line(4, "A5", '"A5')])
def test_lines_after_a_quotation_mark_that_is_not_closed_are_never_lost(tmp_path: Path, swallows: list[str]) -> None:
    with pytest.raises(
        Trouble, match=r"row 6: a quotation mark is not closed, and 54 lines after it cannot be told apart"
    ):
        tables.read(file_of(tmp_path, ",".join(SANCTIONS.names), *swallows), "sanctions")


def test_a_value_over_several_lines_is_listed_and_a_mark_within_a_value_loses_nothing(tmp_path: Path) -> None:
    rows = with_line(4, "theft", '"the\nft"')
    rows[10] = rows[10].replace("theft", '"th"eft')
    checked = tables.read(file_of(tmp_path, ",".join(SANCTIONS.names), *rows), "sanctions")
    assert (checked.rows, checked.usable) == (59, 57)
    assert (checked.problems[0].row, checked.problems[0].value) == (6, "the ft")
    assert "runs over several lines" in checked.problems[0].reason


def test_a_large_file_is_kept_beside_memory_and_read_alike(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    good = [GOOD.replace("S1", f"S{number}") for number in range(400)]
    lines = [HEAD, *good[:200], "A,S900", *good[200:], good[7], GOOD.replace("S1", "S901").replace("true", "perhaps")]
    small = tables.read(file_of(tmp_path, *lines), "sanctions")
    monkeypatch.setattr(reading, "LARGE", 1000)
    monkeypatch.setattr(reading, "KEYS_AT_ONCE", 50)
    large = tables.read(file_of(tmp_path, *lines), "sanctions")
    assert kept(large) == kept(small)
    assert (large.rows, large.usable, large.problems) == (small.rows, small.usable, small.problems) != (0, 0, [])
    assert [one.row for one in large.problems if one.column == "(whole row)"] == [202]
    lying = [path.name for path in engine.file_of("x").parent.glob("*.parquet")]
    assert f"{large.relation}.parquet" in lying
    assert not [name for name in lying if name.startswith("loaded")]
    relation = large.relation
    del large
    assert not engine.file_of(relation).exists()


def test_how_far_a_statement_is_is_told_until_it_is_done(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine, "EVERY", 0.01)
    told: list[tuple[str, int, int]] = []
    connection = cursor()
    with engine.watched(connection, "reading", lambda *words: told.append(words)):
        connection.execute("SELECT count(*) FROM range(20000000) AS t(n) WHERE hash(n) % 7 = 0").fetchall()
    assert told[-1] == ("reading", 100, 100)
    assert all(0 <= done <= 100 for _doing, done, _of in told)
