"""A rate beside a published one: what is said, and that nothing is said of what cannot be seen."""

from pathlib import Path

import pytest

from evidence import reoffending, tables
from evidence.reoffending import PUBLISHED, Published, wilson
from evidence.reoffending.comparing import TOO_FEW, comparable, compare, published
from evidence.trouble import Trouble
from tests.evidence.files import sanction, write_csv

ENGLAND = PUBLISHED["england"]
SAID = [
    ((400, 1000), "higher", "Higher than England and Wales: 28.2% is outside our range, 37.0% to 43.1%."),
    ((200, 1000), "lower", "Lower than England and Wales: 28.2% is outside our range, 17.6% to 22.6%."),
    ((30, 100), "not_told_apart", "Not told apart from England and Wales: 28.2% is inside our range, 21.9% to 39.6%."),
]


@pytest.mark.parametrize(("counts", "outcome", "words"), SAID)
def test_what_is_said(counts: tuple[int, int], outcome: str, words: str) -> None:
    low, high = wilson(*counts)
    found = compare(
        {"area": "A", "rate": counts[0] / counts[1], "rate_low": low, "rate_high": high}, ("area",), ENGLAND
    )
    assert (found.outcome, found.keys) == (outcome, {"area": "A"})
    assert found.words.startswith(words)
    assert "effect" not in found.words
    assert (found.smallest is not None) == (outcome == "not_told_apart")
    assert outcome != "not_told_apart" or "less than about 9.6 percentage points could not be seen" in found.words


@pytest.mark.parametrize("mark", ["[c]", "[u]", None])
def test_a_hidden_rate_is_not_compared(mark: str | None) -> None:
    found = compare({"rate": mark, "rate_low": mark, "rate_high": mark}, (), ENGLAND)
    assert (found.outcome, found.words) == ("too_few", TOO_FEW)


def test_the_ends_of_the_range_are_in_it() -> None:
    row = {"rate": 0.3, "rate_low": 0.25, "rate_high": 0.35}
    assert [compare(row, (), Published("X", rate, "", "")).outcome for rate in (0.2499, 0.25, 0.35, 0.3501)] == [
        "higher", "not_told_apart", "not_told_apart", "lower",
    ]  # fmt: skip


def test_the_limits_of_chance_stand_beside_and_an_area_within_the_outer_ones_is_said_to_be() -> None:
    low, high = wilson(320, 1000)
    row = {"offenders": 1000, "rate": 0.32, "rate_low": low, "rate_high": high}
    found = compare(row, (), ENGLAND)
    assert (found.outcome, found.near, found.far) == (
        "higher", pytest.approx((0.254, 0.310), abs=1e-3), pytest.approx((0.238, 0.326), abs=1e-3),
    )  # fmt: skip
    assert found.words.endswith("Among many groups of this size chance alone puts some between 23.8% and 32.6%.")
    assert "chance" not in compare(row | {"rate": 0.4, "rate_low": 0.37, "rate_high": 0.43}, (), ENGLAND).words


def test_a_benchmark_is_a_name_or_a_rate_and_has_the_same_lengths() -> None:
    assert published("England") is ENGLAND
    assert [published(text).rate for text in ("0.282", "28.2%")] == pytest.approx([0.282, 0.282])
    for text in ("28.2", "0", "Scotland", "nan", "100%"):
        with pytest.raises(Trouble, match="is no benchmark"):
            published(text)
    comparable(reoffending.proven(24, 6), published("0.4"))
    with pytest.raises(Trouble, match="counted with 12 months of follow-up and 6 of waiting, this with 24 and 6"):
        comparable(reoffending.proven(24, 6), ENGLAND)


def test_cohorts_first_and_rates_after_are_the_same_as_rates_at_once(tmp_path: Path) -> None:
    rows = [sanction(f"I{n}", "caution", "2016-04-10", person=f"P{n}") for n in range(40)]
    rows += [sanction(f"R{n}", "caution", "2016-09-01", offence="2016-08-01", person=f"P{n}") for n in range(12)]
    read = tables.read(write_csv(tmp_path / "s.csv", rows), "sanctions")
    chosen = reoffending.cohorts(read, "2016-04-01", "2016-06-30", every="quarter")
    found = reoffending.rates(chosen)
    assert found.to_csv() == reoffending.rates(read, "2016-04-01", "2016-06-30").to_csv()
    assert [one.outcome for one in found.compare(ENGLAND)] == ["not_told_apart"]
    with pytest.raises(Trouble, match="2016-06-31 is not a date"):
        reoffending.cohorts(read, "2016-04-01", "2016-06-31")
    with pytest.raises(Trouble, match="Rates need a period"):
        reoffending.rates(read)
