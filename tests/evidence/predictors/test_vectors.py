"""Every published vector that is at hand, and the line answers of the terminal for them."""

import io
import json
from pathlib import Path

import pytest

from evidence.predictors import score, tier
from evidence.predictors.lines import answers

RISK = Path(__file__).resolve().parents[3].parent / "shared" / "data" / "risk"
present = pytest.mark.skipif(not RISK.is_dir(), reason="the published vectors are not beside the checkout")


def vectors(name):
    return json.loads((RISK / name).read_text(encoding="utf-8")) if RISK.is_dir() else []


def agrees(got, expected):
    """What is asserted is there: numbers to a relative 1e-9, everything else exactly."""
    if isinstance(expected, dict):
        return isinstance(got, dict) and all(
            name in got and agrees(got[name], value) for name, value in expected.items()
        )
    if isinstance(expected, list):
        return isinstance(got, list) and len(got) == len(expected) and all(map(agrees, got, expected))
    if isinstance(expected, bool) or not isinstance(expected, int | float):
        return got == expected and isinstance(got, bool) == isinstance(expected, bool)
    return (
        isinstance(got, int | float)
        and not isinstance(got, bool)
        and got == pytest.approx(expected, rel=1e-9, abs=1e-12)
    )


@present
@pytest.mark.parametrize("vector", vectors("predictor_vectors.json"), ids=lambda v: v["id"])
def test_a_published_predictor_vector(vector):
    got = score(vector["predictor"], vector["inputs"], vector["generation"], component=vector.get("component"))
    assert agrees(got, vector["expected"])


@present
@pytest.mark.parametrize("vector", vectors("tier_vectors.json"), ids=lambda v: v["id"])
def test_a_published_tier_vector(vector):
    assert agrees(tier(vector["inputs"], vector["calculator"]), vector["expected"])


@pytest.mark.parametrize(
    ("got", "expected"),
    [
        ({"a": 1}, {"b": 1}),
        ({"a": 1.0}, {"a": 1.1}),
        ({"a": []}, {"a": [1]}),
        ({"a": True}, {"a": 1}),
        ({"a": None}, {"a": 0}),
    ],
)
def test_the_comparison_itself_notices_a_difference(got, expected):
    assert not agrees(got, expected)


def test_lines_are_answered_in_order_and_bad_ones_by_number():
    good = {
        "id": "a",
        "predictor": "ARP",
        "component": "riskBand",
        "kind": "component",
        "inputs": {"percentageScore": 75.0},
    }
    lines = [
        json.dumps(good).encode(),
        b"{not json",
        b"[]",
        b"",
        b"\xff",
        b'{"id": 7, "inputs": {"x": NaN}}',
        b'{"id": 8, "inputs": []}',
    ]
    given = [
        json.loads(line)
        for line, _ in answers(
            io.BytesIO(b"\n".join(lines)).readlines(),
            lambda c: score(c["predictor"], c["inputs"], component=c["component"]),
        )
    ]
    assert given[0] == {"id": "a", "value": "HIGH"}
    assert [each["line"] for each in given[1:]] == [2, 3, 4, 5, 6, 7]
    assert all(each["error"]["type"] == "INPUTS_REFUSED" for each in given[1:])
