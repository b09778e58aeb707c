"""Other lengths, previous offences and maturity: the same rules, whatever is asked."""

from datetime import date
from pathlib import Path

import pytest

from evidence import disclosure, reoffending, tables
from evidence.reoffending import PROVEN, proven
from evidence.trouble import Trouble
from tests.evidence.files import Cell, sanction, write_csv

START = sanction("S1", "caution", "2016-04-10")
QUARTER = ("2016-04-01", "2016-06-30")
AGAIN = {
    "the last day of 24 months": ("2018-04-09", "2018-05-01", (24, 6), 1),
    "the day after": ("2018-04-10", "2018-05-01", (24, 6), 0),
    "the last day of 30 months": ("2018-04-01", "2018-10-10", (24, 6), 1),
    "the day after waiting": ("2018-04-01", "2018-10-11", (24, 6), 0),
    "no waiting, on the day": ("2016-04-20", "2017-04-10", (12, 0), 1),
    "no waiting, a day late": ("2016-04-20", "2017-04-11", (12, 0), 0),
    "one month": ("2016-05-10", "2016-05-11", (1, 6), 0),
}


def read(path: Path, *rows: dict[str, Cell]) -> tables.Checked:
    return tables.read(write_csv(path / "s.csv", rows), "sanctions")


@pytest.mark.parametrize("name", AGAIN)
def test_other_lengths_count_by_the_same_rules(name: str, tmp_path: Path) -> None:
    offence, sanctioned, lengths, expected = AGAIN[name]
    # A second index event later would be another cohort; only the first quarter is asked for.
    checked = read(tmp_path, START, sanction("S2", "caution", sanctioned, offence=offence))
    found = reoffending.rates(checked, *QUARTER, definition=proven(*lengths))
    [row] = found.unprotected().rows
    assert row["reoffences"] == expected
    assert len(found.explain("A").follow_ups[0].reoffences) == expected


def test_other_lengths_are_in_the_name_and_in_what_is_stored() -> None:
    assert proven() == PROVEN
    other = proven(24, 6, "exact")
    assert other.name == "proven-2024-24m-6m"
    assert "follow-up=24m-open; waiting=30m-closed" in other.stated
    assert "rate=exact-95" in other.stated
    for lengths in ((0, 6), (12, -1), (121, 6)):
        with pytest.raises(Trouble, match="cannot be counted"):
            proven(*lengths)
    with pytest.raises(Trouble, match="no interval 'bayes'"):
        proven(interval="bayes")


def before(number: int, **more: Cell) -> list[dict[str, Cell]]:
    return [sanction(f"B{n}", "caution", "2012-01-01", **more) for n in range(number)]


PREVIOUS = {
    "0": [],
    "1 to 2": before(1),
    "3 to 6": before(6),
    "7 to 10": before(7),
    "11 to 14": before(14),
    "15 or more": before(15),
}
NOT_BEFORE = [
    ("a breach", before(1, breach=True)),
    ("not recordable", before(1, recordable=False)),
    ("on the day of the index sanction", [sanction("B", "caution", "2016-04-10")]),
    ("after it", [sanction("B", "caution", "2016-04-11")]),
    ("of another person", before(1, person="B")),
]


@pytest.mark.parametrize("band", PREVIOUS)
def test_previous_offences_in_their_bands(band: str, tmp_path: Path) -> None:
    rows = reoffending.rates(read(tmp_path, START, *PREVIOUS[band]), *QUARTER, by=["previous_offences"])
    assert [(row["previous_offences"], row["offenders"]) for row in rows.unprotected().rows] == [(band, 1)]


@pytest.mark.parametrize(("name", "more"), NOT_BEFORE)
def test_what_is_no_previous_offence(name: str, more: list[dict[str, Cell]], tmp_path: Path) -> None:
    rows = reoffending.rates(read(tmp_path, START, *more), *QUARTER, by=["previous_offences", "area"])
    assert [row["previous_offences"] for row in rows.unprotected().rows] == ["0"], name


def test_breakdowns_may_be_asked_for_by_their_other_names(tmp_path: Path) -> None:
    rows = reoffending.rates(read(tmp_path, START), *QUARTER, by=["disposal", "index_offence_group"])
    assert rows.by == ("sanction_type", "offence_group")
    with pytest.raises(Trouble, match="the same column twice"):
        reoffending.rates(read(tmp_path, START), *QUARTER, by=["disposal", "sanction_type"])


def test_a_release_yet_to_come_does_not_make_a_cohort_final(tmp_path: Path) -> None:
    planned = sanction("S2", "custody", "2016-06-01", released="2030-01-01", person="B")
    found = reoffending.rates(read(tmp_path, START, planned), *QUARTER)
    assert found.complete_to == date(2016, 6, 1)
    assert found.unprotected().rows[0]["provisional"] is True
    assert "PROVISIONAL: the data are complete to 2016-06-01" in found.explain("A").table()
    told = found.explain("A").as_dict()["follow_ups"][0]
    assert (told["offences_before"], told["sanctions_by"], told["provisional"]) == ("2017-04-10", "2017-10-10", True)


def test_rates_are_cleared_by_the_gate_itself_beside_a_folder_of_releases(tmp_path: Path) -> None:
    rows = [sanction(f"S{number}", "caution", "2016-04-10", person=f"P{number}") for number in range(43)]
    found = reoffending.rates(read(tmp_path, *rows), *QUARTER)
    shown, exact = (
        disclosure.clear(found, ledger=tmp_path / "ledger"),
        disclosure.clear(found, protection=disclosure.EXACT),
    )
    assert isinstance(shown, disclosure.Cleared)
    assert isinstance(exact, disclosure.Cleared)
    assert (shown.rows, exact.rows[0]["offenders"]) == (found.cleared().rows, 43)
