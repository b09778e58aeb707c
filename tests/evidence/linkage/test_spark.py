"""Linkage by the same model on Spark: the same pairs with the same weights, where Spark and a Java are there."""

from pathlib import Path

import pytest

from evidence import cli, linkage
from evidence.linkage.comparisons import ELSE
from evidence.linkage.sample import made_up
from evidence.linkage.spark import for_spark, translated
from evidence.tables import spark

there = pytest.mark.skipif(bool(spark.missing()), reason=f"Spark cannot run here: {spark.missing()}")


@pytest.mark.parametrize(
    ("condition", "on_spark"),
    [
        ("left(postcode_l, -2) = 'a'", "SUBSTRING(postcode_l, 1, LENGTH(postcode_l) - 2) = 'a'"),
        ("regexp_extract(postcode_l, '^[a-z]+') = 'ne'", "REGEXP_EXTRACT(postcode_l, '^[a-z]+', 0) = 'ne'"),
        ("list_has_all(pieces_l, pieces_r)", "SIZE(ARRAY_EXCEPT(pieces_r, pieces_l)) = 0"),
        ("list_has_any(pieces_l, pieces_r)", "ARRAYS_OVERLAP(pieces_l, pieces_r)"),
        ("list_contains(aliases_l, name_r)", "ARRAY_CONTAINS(aliases_l, name_r)"),
        ("len(pieces_l) > 0", "SIZE(pieces_l) > 0"),
        ("length(forename_l) = 1", "LENGTH(forename_l) = 1"),
        ("jaro_winkler_similarity(a_l, a_r) >= 0.9", "JARO_WINKLER(a_l, a_r) >= 0.9"),
        ("damerau_levenshtein(born_l, born_r) = 1", "DAMERAU_LEVENSHTEIN(born_l, born_r) = 1"),
        (ELSE, ELSE),
    ],
)
def test_a_condition_of_duckdb_is_written_as_spark_has_it(condition: str, on_spark: str) -> None:
    assert translated(condition) == on_spark


def test_a_model_for_spark_leaves_the_learnt_one_as_it_was() -> None:
    level = {"sql_condition": "len(pieces_l) > 0", "m_probability": 0.9}
    learnt = {
        "sql_dialect": "duckdb",
        "blocking_rules_to_generate_predictions": [{"blocking_rule": "left(l.a, -2) = r.a", "sql_dialect": "duckdb"}],
        "comparisons": [{"comparison_levels": [level]}],
    }
    told = for_spark(learnt)
    assert told["comparisons"][0]["comparison_levels"] == [
        {"sql_condition": "SIZE(pieces_l) > 0", "m_probability": 0.9}
    ]
    assert told["blocking_rules_to_generate_predictions"][0]["sql_dialect"] == told["sql_dialect"] == "spark"
    assert level["sql_condition"] == "len(pieces_l) > 0"


def test_an_engine_that_is_none_is_refused_before_anything_is_read(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["link", "nowhere.csv", "--engine", "postgres"]) == 1
    assert "postgres is no engine" in capsys.readouterr().err


@there
@pytest.mark.full
@pytest.mark.filterwarnings("ignore")
def test_spark_gives_the_same_pairs_weights_and_clusters(tmp_path: Path) -> None:
    made_up(tmp_path, 150)
    config = linkage.Config(thresholds=linkage.Thresholds(2, 0))
    here, there = (linkage.link(tmp_path / "records.csv", None, config, engine) for engine in ("duckdb", "local[2]"))
    assert [pair[:2] for pair in there.weights] == [pair[:2] for pair in here.weights]
    assert [pair[2] for pair in there.weights] == pytest.approx([pair[2] for pair in here.weights], abs=1e-5)
    assert there.clusters() == here.clusters()
    pair = there.pairs()[0]
    assert there.explain(pair).table() == here.explain(pair).table()
