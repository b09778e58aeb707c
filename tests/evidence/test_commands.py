"""`evidence tables` and `evidence reoffending`, as an analyst at a terminal uses them."""

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path

import pyarrow.parquet
import pytest

from evidence import cli
from tests.evidence.files import people, sanction, write_csv

PERIOD = ["--from", "2016-04-01", "--to", "2016-06-30"]
KEYS = {
    "offenders",
    "reoffenders",
    "reoffences",
    "rate",
    "rate_low",
    "rate_high",
    "reoffences_per_reoffender",
    "reoffences_per_person",
    "definition",
}
Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    def at_the_terminal(*words: object) -> tuple[int, str, str]:
        code = cli.main([str(word) for word in words])
        said = capsys.readouterr()
        return code, said.out, said.err

    return at_the_terminal


@pytest.fixture
def partner_file(tmp_path: Path) -> Path:
    """Forty people in Durham of whom twelve reoffend twice, six in Darlington, and one row that cannot be used."""
    rows = []
    for number in range(46):
        person, area = f"P{number}", "Durham" if number < 40 else "Darlington"
        rows.append(sanction(f"I{number}", "caution", "2016-04-10", person=person, area=area))
        if number < 12:
            rows += [
                sanction(f"R{number}-{n}", "caution", "2016-09-01", offence="2016-08-01", person=person)
                for n in range(2)
            ]
    rows.append(sanction("LATE", "caution", "2018-06-30", person="P99"))
    rows.append(sanction("BAD", "custody", "2016-05-01", released="2016-04-01"))
    return write_csv(tmp_path / "partner.csv", rows)


def test_tables_prints_every_column_with_its_meaning(run: Run) -> None:
    code, out, _err = run("tables")
    assert code == 0
    for word in ("SANCTIONS", "PEOPLE", "release_date", "date_of_birth", "one of caution, non_custodial, custody"):
        assert word.lower() in out.lower()
    assert run("tables", "people")[1].count("date_of_birth") == 1
    code, _out, err = run("tables", "orders")
    assert (code, "declared tables are sanctions, people" in err) == (1, True)


def test_json_has_the_columns_and_is_cleared(run: Run, partner_file: Path) -> None:
    code, out, err = run("reoffending", partner_file, *PERIOD, "--by", "area", "--format", "json")
    rows = {row["area"]: row for row in json.loads(out)}
    assert code == 0
    assert KEYS | {"area"} <= set(rows["Durham"])
    assert {name: rows["Durham"][name] for name in ("offenders", "reoffenders", "reoffences", "rate")} == {
        "offenders": 40,
        "reoffenders": 10,
        "reoffences": 25,
        "rate": 0.25,
    }
    assert rows["Durham"]["definition"].startswith("proven-2024; offences=recordable-no-breach; index=first-of-quarter")
    assert rows["Darlington"]["offenders"] == "[c]"
    assert "72 rows read, 71 used, 1 not used" in err
    assert "row 73, column release_date (2016-04-01): the release is before its sentence" in err


def test_true_counts_only_when_asked_for_and_then_marked(run: Run, partner_file: Path) -> None:
    asked = ("reoffending", partner_file, *PERIOD, "--by", "area", "--no-disclosure")
    rows = {row["area"]: row for row in json.loads(run(*asked, "--format", "json")[1])}
    durham = rows["Durham"]
    assert (durham["offenders"], durham["reoffenders"], durham["reoffences"]) == (40, 12, 24)
    assert (durham["rate"], durham["reoffences_per_reoffender"], durham["reoffences_per_person"]) == (0.3, 2.0, 0.6)
    assert (durham["rate_low"], durham["rate_high"]) == pytest.approx((0.180748, 0.454300), abs=1e-6)
    assert rows["Darlington"]["offenders"] == 6
    assert all(row["disclosure"] == "not protected: true counts, not for publication" for row in rows.values())
    assert run(*asked)[1].startswith("NOT PROTECTED")
    assert "not protected" in run(*asked, "--format", "csv")[1]


@pytest.mark.parametrize("form", ["table", "csv", "json"])
def test_a_small_group_is_in_no_form_without_that(run: Run, partner_file: Path, form: str) -> None:
    out = run("reoffending", partner_file, *PERIOD, "--by", "area", "--format", form)[1]
    [line] = [row for row in out.replace("},", "}\n").split(" {\n" if form == "json" else "\n") if "Darlington" in row]
    assert "6" not in line.replace("2016-04-01 to 2016-06-30", "").split("definition")[0].split("proven")[0]
    assert "[c]" in line


def test_csv_and_a_year_of_four_quarters(run: Run, partner_file: Path) -> None:
    year = ("--from", "2016-04-01", "--to", "2017-03-31", "--period", "year")
    [row] = csv.DictReader(
        io.StringIO(run("reoffending", partner_file, *year, "--format", "csv", "--no-disclosure")[1])
    )
    # Twelve people count in two quarters: April and, with the caution of September, July to September.
    assert (row["cohort"], row["offenders"], row["reoffenders"]) == ("2016-04-01 to 2017-03-31", "58", "12")


def test_one_person_explained(run: Run, partner_file: Path) -> None:
    code, out, _err = run("reoffending", partner_file, *PERIOD, "--explain", "P3")
    assert code == 0
    assert "Index event I3: offence 2010-01-01, caution 2016-04-10; follow-up starts 2016-04-10." in out
    assert out.count("Counted ") == 2
    assert "never for publication" in out
    explained = json.loads(run("reoffending", partner_file, *PERIOD, "--explain", "P3", "--format", "json")[1])
    assert [one["sanction_id"] for one in explained["follow_ups"][0]["counted"]] == ["R3-0", "R3-1"]
    assert {one["reason"] for one in explained["not_index"]} == {"it is not in these cohorts"}
    code, _out, err = run("reoffending", partner_file, *PERIOD, "--explain", "nobody")
    assert (code, "no usable row is about the person nobody" in err) == (1, True)


def test_an_immature_cohort_is_provisional_or_refused(run: Run, partner_file: Path) -> None:
    asked = ("reoffending", partner_file, *PERIOD, "--format", "json", "--no-disclosure")
    assert json.loads(run(*asked)[1])[0]["provisional"] is False
    assert json.loads(run(*asked, "--complete-to", "2017-12-30")[1])[0]["provisional"] is False
    _code, out, err = run(*asked, "--complete-to", "2017-12-29")
    assert json.loads(out)[0]["provisional"] is True
    assert "PROVISIONAL: the cohort 2016-04-01 to 2016-06-30 is final when data to 2017-12-30 are in" in err
    code, out, err = run(*asked, "--complete-to", "2016-06-29")
    assert (code, out) == (1, "")
    assert "was not over then" in err


REFUSED = [
    (["--from", "2016-04-02", "--to", "2016-06-30"], "not made of whole calendar quarters"),
    (["--from", "2016-04-01", "--to", "2016-06-29"], "not made of whole calendar quarters"),
    (["--from", "2016-04-01", "--to", "2016-03-31"], "runs backwards"),
    ([*PERIOD, "--period", "year"], "has 1 quarters; a year pools four"),
    ([*PERIOD, "--by", "height"], "A breakdown by height is not declared"),
    ([*PERIOD, "--by", "area,area"], "the same column twice"),
    ([*PERIOD, "--by", "sex"], "needs the table people"),
    ([*PERIOD, "--engine", "spark://cluster"], "is no engine"),
    ([*PERIOD, "--follow-up", "0m"], "cannot be counted"),
    ([*PERIOD, "--follow-up", "24m", "--ledger", "unused"], "A ledger holds releases of 12 months of follow-up"),
    ([*PERIOD, "--compare", "england", "--follow-up", "24m"], "Compare with a rate of the same lengths"),
    ([*PERIOD, "--compare", "Scotland"], "is no benchmark"),
    ([*PERIOD, "--compare", "england", "--format", "csv"], "or with --format json"),
    ([*PERIOD, "--explain", "P3", "--format", "parquet"], "is for the table of rates"),
]


@pytest.mark.parametrize(("words", "why"), REFUSED)
def test_what_cannot_be_counted_is_refused_with_why(run: Run, partner_file: Path, words: list[str], why: str) -> None:
    code, out, err = run("reoffending", partner_file, *words)
    assert (code, out) == (1, "")
    assert why in err


def test_breakdowns_of_the_person(run: Run, partner_file: Path, tmp_path: Path) -> None:
    known = write_csv(tmp_path / "p.csv", people(*((f"P{n}", "1990-04-11", "F", "W1") for n in range(45))), "people")
    words = (*PERIOD, "--people", known, "--by", "sex,age_band", "--format", "json", "--no-disclosure")
    rows = json.loads(run("reoffending", partner_file, *words)[1])
    assert [(row["sex"], row["age_band"], row["offenders"]) for row in rows] == [
        ("F", "25 to 29", 45),
        ("not known", "not known", 1),
    ]


def test_the_lengths_and_the_interval_are_asked_for_and_stored(run: Run, partner_file: Path) -> None:
    asked = ("reoffending", partner_file, *PERIOD, "--format", "json", "--no-disclosure")
    [row] = json.loads(
        run(*asked, "--follow-up", "2y", "--waiting", "0m", "--interval", "exact", "--by", "disposal")[1]
    )
    assert row["definition"].startswith("proven-2024-24m-0m; ")
    assert "follow-up=24m-open; waiting=24m-closed" in row["definition"]
    assert (row["sanction_type"], row["rate_low"]) == ("caution", pytest.approx(0.14267, abs=1e-5))
    [row] = json.loads(run(*asked, "--follow-up", "3m", "--engine", "duckdb")[1])
    assert row["reoffenders"] == 0  # the offences of August are after three months
    with pytest.raises(SystemExit):
        run(*asked, "--follow-up", "12")


def test_parquet_has_numbers_nulls_and_what_is_hidden(
    partner_file: Path, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    words = ["reoffending", str(partner_file), *PERIOD, "--by", "area", "--format", "parquet"]
    assert cli.main(words) == 0
    out = pyarrow.parquet.read_table(io.BytesIO(capsysbinary.readouterr().out)).to_pylist()
    rows = {row["area"]: row for row in out}
    assert (rows["Durham"]["offenders"], rows["Durham"]["rate"]) == (40, 0.25)
    assert rows["Durham"]["hidden"] == "reoffences_per_reoffender=[u]"
    assert (rows["Darlington"]["offenders"], rows["Darlington"]["rate_low"]) == (None, None)
    assert rows["Darlington"]["hidden"].startswith("offenders=[c] reoffenders=[c] reoffences=[c] rate=[c]")
    assert {row["disclosure"] for row in out} == {"cleared"}
    assert cli.main([*words, "--no-disclosure"]) == 0
    out = pyarrow.parquet.read_table(io.BytesIO(capsysbinary.readouterr().out)).to_pylist()
    assert {row["area"]: row["offenders"] for row in out} == {"Durham": 40, "Darlington": 6}
    assert all("not for publication" in row["disclosure"] for row in out)


def test_rows_beside_a_benchmark_in_words(run: Run, partner_file: Path) -> None:
    asked = ("reoffending", partner_file, *PERIOD, "--by", "area", "--compare")
    out = run(*asked, "england")[1]
    assert "Durham: Not told apart from England and Wales" in out
    assert "Darlington: Too few people to compare." in out
    told = {row["area"]: row for row in json.loads(run(*asked, "90%", "--format", "json")[1])}
    assert (told["Durham"]["outcome"], told["Darlington"]["funnel_95"]) == ("lower", None)


def test_the_sanctions_of_one_person_as_csv(run: Run, partner_file: Path) -> None:
    out = run("reoffending", partner_file, *PERIOD, "--explain", "P3", "--format", "csv")[1]
    rows = list(csv.DictReader(io.StringIO(out)))
    assert [(row["part"], row["sanction_id"]) for row in rows[:3]] == [
        ("index event", "I3"), ("counted", "R3-0"), ("counted", "R3-1"),
    ]  # fmt: skip


def test_a_date_that_is_none_is_not_understood(run: Run, partner_file: Path) -> None:
    with pytest.raises(SystemExit) as ended:
        run("reoffending", partner_file, "--from", "2016-04-31", "--to", "2016-06-30")
    assert ended.value.code == 2


def test_totals_exact_counts_and_reasons(run: Run, partner_file: Path) -> None:
    asked = ("reoffending", partner_file, *PERIOD, "--by", "area", "--format", "json", "--totals")
    rows = {row["area"]: row for row in json.loads(run(*asked)[1])}
    assert (rows["all"]["offenders"], rows["Darlington"]["offenders"], rows["Durham"]["offenders"]) == (45, "[c]", 40)
    exact = {row["area"]: row["offenders"] for row in json.loads(run(*asked, "--protection", "exact")[1])}
    assert exact == {"Darlington": "[c]", "Durham": "[c]", "all": 46}
    told = json.loads(run(*asked, "--protection", "exact", "--reasons")[1])
    assert {(one["keys"]["area"], one["reason"]) for one in told if one["column"] == "offenders"} == {
        ("Darlington", "fewer than 10 people"),
        ("Durham", "hidden so that another number cannot be worked out"),
    }


def test_a_ledger_remembers_releases(run: Run, partner_file: Path, tmp_path: Path) -> None:
    asked = ("reoffending", partner_file, *PERIOD, "--by", "area", "--ledger", tmp_path / "ledger")
    first = run(*asked, "--release", "2016 Q2")
    assert first[0] == 0
    assert (tmp_path / "ledger" / "ledger.json").exists()
    assert run(*asked, "--release", "2016 Q2")[1] == first[1]
    code, _out, err = run("reoffending", partner_file, *PERIOD, "--release", "x")
    assert (code, "--release needs --ledger" in err) == (1, True)
    code, _out, err = run(*asked, "--no-disclosure")
    assert (code, "leave out --totals, --ledger and --reasons" in err) == (1, True)
