"""What fewer offences are worth: sums by hand, price bases and sources always said, nothing guessed."""

import json
from pathlib import Path

import pytest

from evidence import cli
from evidence.evaluation.costs import Change, read_changes, read_weights, worth
from evidence.trouble import Trouble

COSTS = read_weights()


def test_the_shipped_costs_are_those_of_the_home_office_with_their_prices() -> None:
    assert (COSTS.unit, COSTS.prices, COSTS.published) == ("pounds", "2015/16", "2018-07-23")
    assert "Home Office Research Report 99" in COSTS.source
    assert (COSTS.of["robbery"], COSTS.of["violence_with_injury"]) == (11320, 14050)


def test_a_sum_by_hand_with_what_is_not_costed() -> None:
    found = worth(
        [Change("robbery", 2, 1, 3), Change("criminal_damage", 10, -2, 22), Change("shoplifting", 40, 10, 70)],
        COSTS,
        cost=30_000,
    )
    assert (found.value, found.low, found.high) == (2 * 11320 + 13500, 11320 - 2700, 3 * 11320 + 22 * 1350)
    assert found.not_costed == ("shoplifting",)
    assert found.net == pytest.approx(6140)
    assert "not told apart from the cost" in found.conclusion
    for words in (
        "£36,140 at 2015/16 prices (£8,620 to £63,660)",
        "Not costed, and so not in the sum: shoplifting",
        "the least it can be",
    ):
        assert words in found.words


@pytest.mark.parametrize(
    ("cost", "words"),
    [
        (1000, "above the cost, even at the low end"),
        (50_000, "below the cost, even at the high end"),
        (None, "nothing is said"),
        (11_320, "not told apart"),
    ],
)
def test_what_may_be_said_of_benefit_and_cost(cost: float | None, words: str) -> None:
    assert words in worth([Change("robbery", 1, 0.5, 2)], COSTS, cost=cost).conclusion


def test_other_prices_need_a_source_and_say_their_year() -> None:
    changes = [Change("robbery", 1, 1, 1)]
    found = worth(
        changes, COSTS, deflator=1.25, prices="2023/24", multiplier=2, sources=["a deflator and a multiplier"]
    )
    assert (found.value, found.prices) == (11320 * 2.5, "2023/24")
    assert not any("least it can be" in note for note in found.notes)
    with pytest.raises(Trouble, match="needs its source"):
        worth(changes, COSTS, multiplier=2)
    with pytest.raises(Trouble, match="prices of a year such as 2023/24"):
        worth(changes, COSTS, deflator=1.25, sources=["x"])


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("kind,days\nrobbery,365\n", "write where the weights are from"),
        ("# Source: an index\n# Published: 2016\nkind,days,more\n", "the columns are kind and one number"),
        ("# Source: an index\n# Published: 2016\nkind,days\nrobbery,x\n", "kind robbery: the weight is a number"),
    ],
)
def test_weights_that_cannot_be_traced_or_read_are_refused(tmp_path: Path, text: str, words: str) -> None:
    path = tmp_path / "w.csv"
    path.write_text(text)
    with pytest.raises(Trouble, match=words):
        read_weights(path)


def test_changes_that_contradict_themselves_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "c.csv"
    for text, words in (
        ("kind,fewer,low,high\nrobbery,5,6,7\n", "outside its interval"),
        ("kind,fewer,low,high\nrobbery,5,,7\n", "row 2, column low"),
        ("kind,fewer,low,high\n", "no rows under"),
    ):
        path.write_text(text)
        with pytest.raises(Trouble, match=words):
            read_changes(path)
    with pytest.raises(Trouble, match="None of these kinds has a weight"):
        worth([Change("fraud", 1, 1, 1)], COSTS)


def test_the_terminal_takes_weights_of_harm_with_their_source(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "c.csv").write_text("kind,fewer,low,high\nrobbery,2,1,3\n")
    (tmp_path / "w.csv").write_text(
        "# Source: starting points of sentences, by ourselves\n# Published: 2026\nkind,days\nrobbery,365\n"
    )
    assert cli.main(["costs", str(tmp_path / "c.csv"), "--weights", str(tmp_path / "w.csv"), "--format", "json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["value"], told["unit"], told["low"]) == (730, "days", 365)
    assert cli.main(["costs"]) == 0
    assert "robbery: 11,320 pounds" in capsys.readouterr().out
