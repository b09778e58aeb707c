"""The spec tables: product, oracle and explanation agree on every awkward case, and the manual shows them."""

from datetime import date
from pathlib import Path

import pytest

from evidence import reoffending, tables
from evidence.trouble import Trouble
from tests.evidence.files import people, sanction, write_csv
from tests.evidence.reoffending import manual, oracle
from tests.evidence.reoffending.cases import CASES, Case


def counted(path: Path, case: Case) -> reoffending.Rates:
    first, last = (date.fromisoformat(day) for day in case.period)
    return reoffending.rates(tables.read(write_csv(path / "s.csv", case.rows), "sanctions"), first, last)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_awkward_cases(case: Case, tmp_path: Path) -> None:
    first, last = (date.fromisoformat(day) for day in case.period)
    events = oracle.index_events(list(case.rows), first, last).values()
    by_hand = [
        (str(oracle.start_of(row)), len(oracle.reoffences_after(oracle.start_of(row), list(case.rows))))
        for row in events
    ]
    assert tuple(by_hand) == case.answer

    # A file of nothing but breaches or people in custody counts nobody, and still gives every cohort.
    rates = counted(tmp_path, case)
    shown = [row for row in rates.unprotected().rows if row["offenders"]]
    assert [row["reoffences"] for row in shown] == [number for _start, number in case.answer]
    assert len(rates.unprotected().rows) == 4

    explained = rates.explain("A")
    assert tuple((str(one.start), len(one.reoffences)) for one in explained.follow_ups) == case.answer
    if case.reason:
        last_row = case.rows[-1]["sanction_id"]
        assert case.reason in [one.reason for one in explained.follow_ups[0].judged if one.sanction_id == last_row]
        assert case.reason in explained.table()


def test_the_manual_shows_these_cases() -> None:
    assert manual.PAGE.read_text(encoding="utf-8") == manual.page(), (
        "stale: python -m tests.evidence.reoffending.manual"
    )


@pytest.mark.parametrize(
    ("kinds", "taken"),
    [
        ((("S1", "caution"), ("S2", "non_custodial")), "non_custodial"),
        ((("S1", "non_custodial"), ("S2", "custody")), "custody"),
        ((("S1", "caution"), ("S2", "custody"), ("S3", "non_custodial")), "custody"),
    ],
)
def test_on_one_day_the_gravest_sanction_describes_the_index_event(kinds: tuple, taken: str, tmp_path: Path) -> None:
    rows = [
        sanction(number, kind, "2016-04-10", released="2016-04-10" if kind == "custody" else None)
        for number, kind in kinds
    ]
    checked = tables.read(write_csv(tmp_path / "s.csv", rows), "sanctions")
    shown = reoffending.rates(checked, date(2016, 4, 1), date(2016, 6, 30), by=["sanction_type"]).unprotected().rows
    assert [(row["sanction_type"], row["offenders"]) for row in shown] == [(taken, 1)]


@pytest.mark.parametrize(
    ("born", "start", "expected"),
    [
        ("2000-02-29", "2018-02-28", "15 to 17"),
        ("2000-02-29", "2018-03-01", "18 to 20"),
        ("1991-04-10", "2016-04-10", "25 to 29"),
        ("1991-04-11", "2016-04-10", "21 to 24"),
        ("1966-04-10", "2016-04-10", "50 and over"),
        ("2010-01-01", "2016-04-10", "under 10"),
        ("2017-01-01", "2016-04-10", "not known"),
        (None, "2016-04-10", "not known"),
    ],
)
def test_age_is_taken_on_the_day_of_the_start(born: str | None, start: str, expected: str, tmp_path: Path) -> None:
    checked = tables.read(write_csv(tmp_path / "s.csv", [sanction("S1", "caution", start)]), "sanctions")
    persons = tables.read(write_csv(tmp_path / "p.csv", people(("A", born, "F", None)), "people"), "people")
    year = int(start[:4])
    found = reoffending.rates(
        checked, date(year, 1, 1), date(year, 12, 31), people=persons, by=["age_band", "ethnicity"], period="year"
    )
    assert [(row["age_band"], row["ethnicity"]) for row in found.unprotected().rows] == [(expected, "not known")]


SCHEMES = {
    "on its first day": ((("Checkpoint", "2016-04-10", None),), "Checkpoint"),
    "on its last day": ((("Checkpoint", "2015-01-01", "2016-04-10"),), "Checkpoint"),
    "the day before it": ((("Checkpoint", "2016-04-11", None),), "no scheme"),
    "the day after it": ((("Checkpoint", "2015-01-01", "2016-04-09"),), "no scheme"),
    "in two: the one begun last": ((("IOM", "2015-01-01", None), ("Checkpoint", "2016-01-01", "2016-12-31")), "Checkpoint"),
    "in two begun on one day: the first by name": ((("IOM", "2016-01-01", None), ("Drug testing", "2016-01-01", None)), "Drug testing"),
    "the one begun last was over": ((("IOM", "2015-01-01", None), ("Checkpoint", "2016-01-01", "2016-02-01")), "IOM"),
}  # fmt: skip


@pytest.mark.parametrize("case", SCHEMES)
def test_the_scheme_is_the_one_that_was_open_on_the_day_of_the_start(case: str, tmp_path: Path) -> None:
    theirs, expected = SCHEMES[case]
    rows = [
        {"involvement_id": f"I{number}", "person_id": "A", "scheme": scheme}
        | {"from_date": date.fromisoformat(begun), "to_date": date.fromisoformat(ended) if ended else None}
        for number, (scheme, begun, ended) in enumerate(theirs)
    ]
    # Sentenced while in no scheme: what counts is the day of release, on which the follow-up starts.
    custody = sanction("S1", "custody", "2014-02-01", released="2016-04-10")
    checked = tables.read(write_csv(tmp_path / "s.csv", [custody]), "sanctions")
    involved = tables.read(write_csv(tmp_path / "i.csv", rows, "involvements"), "involvements")
    found = reoffending.rates(checked, date(2016, 4, 1), date(2016, 6, 30), by=["scheme"], involvements=involved)
    assert [(row["scheme"], row["offenders"]) for row in found.unprotected().rows] == [(expected, 1)]
    with pytest.raises(Trouble, match="needs the table involvements; give it with --involvements"):
        reoffending.rates(checked, date(2016, 4, 1), date(2016, 6, 30), by=["scheme"])
