"""The verbs `predict` and `tier`, and ARP for a whole caseload."""

import json
import random
import subprocess
import sys
import tracemalloc
from datetime import date, timedelta
from pathlib import Path

import pytest

from evidence.cli import main
from evidence.predictors import InputsRefused, score, score_table
from evidence.predictors.answers import SCALES
from evidence.predictors.lines import LONGEST, answers, raw_lines
from tests.evidence.predictors.cases import ASSESSED

CASE = json.dumps({"id": "x", "generation": "2026", "predictor": "ARP", "kind": "end_to_end", "inputs": ASSESSED})
BAD = {3: "{", 500: "null", 999: CASE.replace('"ARP"', '"QRP"'), 1000: CASE.replace("MALE", "M")}


def test_predict_writes_one_line_for_each_line_and_says_how_many_it_refused(tmp_path, capsys):
    source = tmp_path / "cases.jsonl"
    source.write_text("\n".join(BAD.get(number, CASE) for number in range(1, 1001)), encoding="utf-8")
    assert main(["predict", str(source)]) == 0
    written = capsys.readouterr()
    given = [json.loads(line) for line in written.out.splitlines()]
    assert [number for number, each in enumerate(given, 1) if "error" in each] == sorted(BAD)
    assert [each["line"] for each in given if "error" in each] == sorted(BAD)
    assert given[998]["id"] == given[999]["id"] == "x"
    assert given[0]["output"] == {"band": "LOW", "score": 8.81}
    assert "4 of 1,000 lines" in written.err


def test_tier_writes_both_versions_or_one_step(tmp_path, capsys):
    source = tmp_path / "cases.jsonl"
    cases = [
        {"id": 1, "inputs": {"hasActiveEvent": False}},
        {"id": 2, "calculator": "change_v2", "inputs": {"ogrsScore": 30}},
    ]
    source.write_text("\n".join(map(json.dumps, cases)), encoding="utf-8")
    assert main(["tier", str(source)]) == 0
    both, step = map(json.loads, capsys.readouterr().out.splitlines())
    assert both["version3"]["tier"] == "NOT_SUPERVISED"
    assert step == {"id": 2, "level": 1, "points": 3}


def test_a_file_that_is_not_there_is_said_in_words(capsys):
    assert main(["predict", "nowhere.jsonl"]) == 1
    assert "nowhere.jsonl" in capsys.readouterr().err


def test_a_line_too_long_is_refused_and_the_next_one_is_answered(tmp_path):
    source = tmp_path / "cases.jsonl"
    source.write_bytes(b"x" * (3 * LONGEST + 5) + b"\n" + CASE.encode() + b"\n")
    with source.open("rb") as lines:
        given = [json.loads(line) for line, _ in answers(raw_lines(lines), lambda case: {"value": 1})]
    assert ["error" in each for each in given] == [True, False]


def test_memory_does_not_grow_with_the_file(tmp_path):
    source = tmp_path / "cases.jsonl"
    source.write_text((CASE + "\n") * 4000, encoding="utf-8")
    with source.open("rb") as lines:
        stream = answers(raw_lines(lines), lambda case: score("ARP", case["inputs"]))
        for _ in range(100):
            next(stream)
        tracemalloc.start()
        for _ in stream:
            pass
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
    assert peak < 1_000_000


def test_importing_the_predictors_loads_nothing_heavy():
    heavy = "{'numpy', 'polars', 'pandas', 'duckdb', 'ibis', 'django'}"
    code = f"import sys, evidence.predictors; print(sorted({heavy} & set(sys.modules)))"
    root = Path(__file__).resolve().parents[3]
    found = subprocess.run([sys.executable, "-c", code], cwd=root, capture_output=True, text=True, check=True)
    assert found.stdout.strip() == "[]"


def caseload(count, seed):
    table = pytest.importorskip("evidence.predictors.table")
    chance = random.Random(seed)
    rows = []
    for _ in range(count):
        convicted = date(2018, 1, 1) + timedelta(chance.randint(0, 3000))
        row = {name: chance.choice(list(scale)) for name, scale in SCALES.items() if name in table.COLUMNS}
        row |= {name: chance.random() < 0.2 for name in table.YES_NO}
        row |= {
            "assessmentDate": chance.choice([None, date(2025, 1, 1) + timedelta(chance.randint(0, 400))]),
            "dateOfBirth": chance.choice([date(1992, 2, 29), date(1950, 1, 1) + timedelta(chance.randint(0, 20000))]),
            "dateOfCurrentConviction": convicted,
            "dateAtStartOfFollowup": chance.choice([None, convicted + timedelta(chance.randint(0, 900))]),
            "ageAtFirstSanction": chance.randint(10, 20),
            "totalNumberOfSanctionsForAllOffences": chance.choice([0, 1, 2, 3, 9, 60, 999]),
            "totalNumberOfViolentSanctions": chance.choice([0, 0, 1, 1, 2, 3, None]),
            "previousConvictions": chance.choice([None, None, [], ["ROBBERY", "ARSON"]]),
            "currentOffenceCode": chance.choice(["11618", "00101", "05912", "00000", "1"]),
        }
        if chance.random() < 0.3:
            row[chance.choice(list(table.COLUMNS))] = None
        if chance.random() < 0.05:
            row[chance.choice(["gender", "currentRelationshipStatus", "motivationToTackleDrugMisuse"])] = "OTHER"
        rows.append(row)
    return rows, table


@pytest.mark.parametrize(("predictor", "seed"), [("ARP", 1), ("VRP", 2), ("SVRP", 3)])
def test_a_caseload_at_once_gives_what_one_at_a_time_gives(predictor, seed):
    rows, table = caseload(1000, seed)
    polars = pytest.importorskip("polars")
    on = date(2026, 1, 1)
    together = score_table(predictor, polars.DataFrame(rows, schema=table.COLUMNS), on).rows()
    for row, given in zip(rows, together, strict=True):
        try:
            result = score(predictor, row, on=on)
            found = [each["type"] for each in result["validationErrors"]]
            expected = (result["type"], result["output"]["score"], result["output"]["band"], found)
        except InputsRefused as refused:
            expected = (None, None, None, [f"INPUTS_REFUSED {refused.field}"])
        assert given == expected, row


def test_a_column_of_a_wrong_type_is_refused():
    polars = pytest.importorskip("polars")
    with pytest.raises(InputsRefused, match="dateOfBirth"):
        score_table("ARP", polars.DataFrame({"dateOfBirth": ["1990-01-01"]}), date(2026, 1, 1))
    with pytest.raises(InputsRefused, match="tables are scored by ARP, VRP, SVRP"):
        score_table("OGRS3", polars.DataFrame(), date(2026, 1, 1))
