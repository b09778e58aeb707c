"""Follow-ups from given days: equal to plain Python on random tables, and nothing known later in what was known before."""

import random
from datetime import date, timedelta
from pathlib import Path

import pytest

from evidence import reoffending, tables
from evidence.reoffending import Start, proven
from tests.evidence.files import sanction, write_csv
from tests.evidence.reoffending import oracle
from tests.evidence.reoffending.test_oracle import DAYS

PEOPLE = [f"P{number}" for number in range(40)]


@pytest.fixture(scope="module")
def rows() -> list[dict]:
    chance = random.Random(5)
    found = []
    for number in range(400):
        offence, sanctioned, released = sorted(chance.choice(DAYS) for _ in range(3))
        kind = chance.choice(["caution", "non_custodial", "custody"])
        more = {"recordable": chance.random() > 0.2, "breach": chance.random() < 0.2}
        if kind == "custody" and chance.random() > 0.3:
            more["released"] = str(released)
        known = str(offence) if chance.random() > 0.1 else None
        person = chance.choice(PEOPLE[:36])  # the last four have no sanction at all
        found.append(sanction(f"S{number:03}", kind, str(sanctioned), offence=known, person=person, **more))
    return found


@pytest.fixture(scope="module")
def starts() -> list[Start]:
    chance = random.Random(6)
    found = []
    for person in PEOPLE:
        for day in chance.sample(DAYS, 6):
            found.append(Start(person, day, day - timedelta(days=chance.choice((0, 0, 1, 40, 90)))))
    return found


@pytest.fixture(scope="module")
def checked(rows: list[dict], tmp_path_factory: pytest.TempPathFactory) -> tables.Checked:
    return tables.read(write_csv(Path(tmp_path_factory.mktemp("starts")) / "sanctions.csv", rows), "sanctions")


def of_person(rows: list[dict], start: Start) -> list[dict]:
    return [row for row in rows if row["person_id"] == start.person_id]


def test_reoffences_after_a_given_day_are_those_of_a_plain_count(
    checked: tables.Checked, rows: list[dict], starts: list[Start]
) -> None:
    expected = []
    for start in starts:
        counted = oracle.reoffences_after(start.on, of_person(rows, start))
        expected.append((len(counted), min((row["offence_date"] for row in counted), default=None)))
    found = [(one.reoffences, one.first_on) for one in reoffending.follow(checked, starts)]
    assert found == expected
    assert sum(count > 0 for count, _ in found) > 20


def test_what_was_known_before_a_start_is_what_a_plain_count_finds(
    checked: tables.Checked, rows: list[dict], starts: list[Start]
) -> None:
    def plain(start: Start) -> tuple[int, int, int, bool, int]:
        mine = of_person(rows, start)
        kind = [row for row in mine if row["recordable"] and not row["breach"]]
        before = [row for row in kind if row["sanction_date"] < start.on]
        first, second = (
            oracle.later(date(start.on.year - back, 1, start.on.day), start.on.month - 1) for back in (1, 2)
        )
        dated = [row["offence_date"] for row in before if row["offence_date"]]
        return (
            len(before),
            sum(first <= day < start.on for day in dated),
            sum(second <= day < first for day in dated),
            any(row["sanction_type"] == "custody" and row["sanction_date"] < start.on for row in mine),
            sum(bool(row["offence_date"]) and start.since < row["offence_date"] <= start.on for row in kind),
        )

    found = [
        (one.previous, one.year_before, one.second_year_before, one.custody_before, one.between)
        for one in reoffending.history(checked, starts)
    ]
    assert found == [plain(start) for start in starts]
    assert {custody for *_, custody, _ in found} == {True, False}


def test_every_day_that_could_start_a_follow_up_is_told_not_only_the_first_of_a_quarter(
    checked: tables.Checked, rows: list[dict]
) -> None:
    first, last = date(2015, 10, 1), date(2016, 9, 30)
    expected = sorted(
        (row["person_id"], oracle.start_of(row))
        for row in rows
        if row["recordable"] and not row["breach"] and oracle.start_of(row) and first <= oracle.start_of(row) <= last
    )
    assert [(one.person_id, one.on) for one in reoffending.index_days(checked, first, last)] == expected


def test_another_length_of_follow_up_is_the_definitions(tmp_path: Path) -> None:
    again = sanction("S1", "caution", "2018-01-10", offence="2017-12-01")
    checked = tables.read(write_csv(tmp_path / "sanctions.csv", [again]), "sanctions")
    start = [Start("A", date(2016, 6, 1))]
    assert [one.reoffences for one in reoffending.follow(checked, start)] == [0]
    assert [one.reoffences for one in reoffending.follow(checked, start, proven(24))] == [1]
