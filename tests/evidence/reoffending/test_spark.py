"""The same definition on Spark: every cell equal to DuckDB and plain Python, where Spark and a Java are there."""

import random
from pathlib import Path

import pytest

from evidence import cli, reoffending, tables
from evidence.tables import spark
from evidence.trouble import Trouble
from tests.evidence.files import sanction, write_csv
from tests.evidence.reoffending import oracle
from tests.evidence.reoffending.test_oracle import BIRTHS, DAYS, FIRST, LAST, cells_of, involved, row_of

there = pytest.mark.skipif(bool(spark.missing()), reason=f"Spark cannot run here: {spark.missing()}")
TABLES = 1000  # random tables, counted in one go: each is the people of one name


@pytest.mark.parametrize(
    ("name", "master"),
    [
        ("duckdb", None),
        ("local", "local[2]"),
        ("spark", "local[2]"),
        ("local[4]", "local[4]"),
        ("spark://node-1.gov:7077", "spark://node-1.gov:7077"),
    ],
)
def test_the_name_of_an_engine_says_where_it_counts(name: str, master: str | None) -> None:
    assert spark.master_of(name) == master


@pytest.mark.parametrize("name", ["spark:/x", "postgres", "local[2", "spark://host"])
def test_another_engine_is_refused_with_those_there_are(
    name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = write_csv(tmp_path / "s.csv", [sanction("A", "caution", "2016-01-02")])
    words = ["reoffending", str(path), "--from", str(FIRST), "--to", str(LAST), "--engine", name]
    assert cli.main(words) == 1
    assert "is no engine. Use duckdb, local[2]" in capsys.readouterr().err


def test_without_spark_the_answer_says_what_is_missing(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(spark.importlib.util, "find_spec", lambda name: None)
    read = tables.read(write_csv(tmp_path / "s.csv", [sanction("A", "caution", "2016-01-02")]), "sanctions")
    with pytest.raises(Trouble, match="Spark cannot start: pyspark is not installed"):
        reoffending.rates(read, FIRST, LAST, engine="local")


def drawn_tables(number: int) -> tuple[list[dict], list[dict]]:
    """Random tables laid side by side: each has an area of its own and people whom no other has."""
    draw = random.Random(number)
    rows, people = [], []
    for table in range(number):
        for person in range(draw.randint(1, 3)):
            name = f"T{table:04}-{person}"
            people.append(
                {"person_id": name, "date_of_birth": draw.choice(BIRTHS), "sex": draw.choice("FM"), "ethnicity": None}
            )
            for _turn in range(draw.randint(1, 8)):
                drawn = {
                    "person_id": name,
                    "days": sorted(draw.choice(DAYS) for _day in range(3)),
                    "offence_known": draw.random() < 0.8,
                    "released": draw.random() < 0.7,
                    "sanction_type": draw.choice(["caution", "non_custodial", "custody"]),
                    "recordable": draw.random() < 0.85,
                    "breach": draw.random() < 0.15,
                    "area": f"Table {table:04}",
                    "offence_group": draw.choice(["theft", None]),
                }
                rows.append(row_of(len(rows), drawn))
    return rows, people


def drawn_schemes(people: list[dict]) -> list[dict]:
    """Up to three times in a scheme for each person."""
    draw, rows = random.Random(len(people)), []
    for person in people:
        for _turn in range(draw.randint(0, 3)):
            days = sorted(draw.choice(DAYS) for _day in range(2))
            scheme = draw.choice(["Checkpoint", "IOM", "Women's hub"])
            rows.append(involved(len(rows), person["person_id"], scheme, days, draw.random() < 0.6))
    return rows


@there
@pytest.mark.full
@pytest.mark.parametrize(
    "by", [("area",), ("area", "age_band", "previous_offences"), ("area", "sanction_type", "sex"), ("area", "scheme")]
)
@pytest.mark.filterwarnings("ignore")
def test_a_thousand_random_tables_are_counted_alike_by_spark_duckdb_and_plain_python(
    tmp_path: Path, by: tuple[str, ...]
) -> None:
    rows, people = drawn_tables(TABLES)
    read = tables.read(write_csv(tmp_path / "s.csv", rows), "sanctions")
    known = tables.read(write_csv(tmp_path / "p.csv", people, "people"), "people")
    schemes = drawn_schemes(people)
    involvements = tables.read(write_csv(tmp_path / "i.csv", schemes, "involvements"), "involvements")
    expected = oracle.count(rows, people, FIRST, LAST, by, 1, schemes)
    asked = {"people": known, "involvements": involvements, "by": by}
    on_spark = reoffending.rates(read, FIRST, LAST, engine="local[2]", **asked)
    on_duckdb = reoffending.rates(read, FIRST, LAST, **asked)
    assert cells_of(on_spark) == cells_of(on_duckdb) == expected
    assert len({key[1] for key in expected}) > TABLES * 0.6  # the others have nobody in these cohorts
