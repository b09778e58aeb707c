"""Random tables: every cell of the product equals the oracle, whatever is broken down by."""

import tempfile
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from evidence import reoffending, tables
from evidence.reoffending import BREAKDOWNS
from evidence.reoffending.conventions import QUARTERS_OF_A_YEAR, months_after
from tests.evidence.files import write_csv
from tests.evidence.reoffending import oracle

FIRST, LAST = date(2015, 10, 1), date(2016, 9, 30)

# Days on which something can turn: ends of quarters, leap days, and the year and the eighteen months after each of them.
TURNS = [
    date(2015, 10, 1),
    date(2015, 12, 31),
    date(2016, 2, 29),
    date(2016, 3, 31),
    date(2016, 8, 31),
    date(2016, 9, 30),
]
DAYS = sorted({turn + timedelta(days=near) for start in TURNS for turn in (start, months_after(start, 12), months_after(start, 18)) for near in (-1, 0, 1)})  # fmt: skip
BIRTHS = [
    None,
    date(1966, 2, 28),
    date(1966, 3, 1),
    date(1998, 2, 28),
    date(1996, 2, 29),
    date(2001, 10, 1),
    date(2008, 1, 1),
    date(2017, 5, 5),
]

# Compiling a breakdown takes longer than counting it: few of them, on many tables; every declared column is in one.
BROKEN_DOWN = [
    (),
    ("area", "age_band"),
    ("ethnicity", "sex", "offence_group"),
    ("sanction_type", "previous_offences"),
    ("scheme", "area"),
]

sanctions = st.lists(
    st.fixed_dictionaries(
        {
            "person_id": st.sampled_from("ABCD"),
            "days": st.tuples(*[st.sampled_from(DAYS)] * 3).map(sorted),
            "offence_known": st.sampled_from([True, True, True, False]),
            "released": st.booleans(),
            "sanction_type": st.sampled_from(["caution", "non_custodial", "custody"]),
            "recordable": st.sampled_from([True, True, True, False]),
            "breach": st.sampled_from([False, False, False, True]),
            "area": st.sampled_from(["Durham", "Darlington", None]),
            "offence_group": st.sampled_from(["theft", "drugs", None]),
        }
    ),
    min_size=1,
    max_size=25,
).map(lambda rows: [row_of(number, drawn) for number, drawn in enumerate(rows)])
persons = st.lists(
    st.fixed_dictionaries(
        {
            "person_id": st.sampled_from("ABCDE"),
            "date_of_birth": st.sampled_from(BIRTHS),
            "sex": st.sampled_from(["F", "M", None]),
            "ethnicity": st.sampled_from(["W1", "A3", None]),
        }
    ),
    min_size=1,
    unique_by=lambda row: row["person_id"],
)

involvements = st.lists(
    st.tuples(
        st.sampled_from("ABCD"),
        st.sampled_from(["Checkpoint", "Integrated offender management", "Women's hub"]),
        st.lists(st.sampled_from(DAYS), min_size=2, max_size=2).map(sorted),
        st.booleans(),
    ),
    min_size=1,
    max_size=8,
).map(lambda drawn: [involved(number, *one) for number, one in enumerate(drawn)])


def involved(number: int, person: str, scheme: str, days: list[date], ended: bool) -> dict:
    to = days[1] if ended else None
    return {"involvement_id": f"I{number}", "person_id": person, "scheme": scheme, "from_date": days[0], "to_date": to}


def row_of(number: int, drawn: dict) -> dict:
    offence, sanctioned, released = drawn.pop("days")
    custody = drawn["sanction_type"] == "custody"
    return {
        **drawn,
        "sanction_id": f"S{number}",
        "offence_date": offence if drawn.pop("offence_known") else None,
        "sanction_date": sanctioned,
        "release_date": released if drawn.pop("released") and custody else None,
    }


def cells_of(rates: reoffending.Rates) -> dict:
    starts = {cohort.name: cohort.first for cohort in rates.cohorts}
    return {
        (starts[row["cohort"]], *(row[name] for name in rates.by)): [
            row["offenders"],
            row["reoffenders"],
            row["reoffences"],
        ]
        for row in rates.unprotected().rows
        if row["offenders"]
    }


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    rows=sanctions,
    known=persons,
    schemes=involvements,
    by=st.sampled_from(BROKEN_DOWN),
    period=st.sampled_from(["quarter", "year"]),
)
def test_every_cell_equals_the_oracle(
    rows: list[dict], known: list[dict], schemes: list[dict], by: tuple[str, ...], period: str
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        read = tables.read(write_csv(Path(folder) / "s.csv", rows), "sanctions")
        people = tables.read(write_csv(Path(folder) / "p.csv", known, "people"), "people")
        given = write_csv(Path(folder) / "i.csv", schemes, "involvements") if "scheme" in by else None
        involved = tables.read(given, "involvements") if given else None
    assert read.excluded == people.excluded == 0
    found = reoffending.rates(read, FIRST, LAST, people=people, involvements=involved, by=by, period=period)
    quarters = QUARTERS_OF_A_YEAR if period == "year" else 1
    assert cells_of(found) == oracle.count(rows, known, FIRST, LAST, by, quarters, schemes)


@settings(max_examples=15, deadline=None)
@given(rows=sanctions)
def test_the_explanation_of_each_person_adds_up_to_the_rates(rows: list[dict]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        read = tables.read(write_csv(Path(folder) / "s.csv", rows), "sanctions")
    found = reoffending.rates(read, FIRST, LAST)
    explained = [found.explain(person) for person in sorted({row["person_id"] for row in rows})]
    totals: dict[date, list[int]] = {}
    for person in explained:
        for one in person.follow_ups:
            cell = totals.setdefault(one.quarter, [0, 0, 0])
            number = len(one.reoffences)
            totals[one.quarter] = [cell[0] + 1, cell[1] + (number > 0), cell[2] + number]
    assert cells_of(found) == {(quarter,): cell for quarter, cell in totals.items()}
    for person in explained:
        mine = [row for row in rows if row["person_id"] == person.person_id]
        assert all(len(one.judged) == len(mine) - 1 for one in person.follow_ups)
        assert len(person.not_index) + len(person.follow_ups) == len(mine)


def test_every_declared_breakdown_is_among_those_compared() -> None:
    assert {name for by in BROKEN_DOWN for name in by} == set(BREAKDOWNS)


def test_parquet_and_csv_give_the_same_cells(tmp_path: Path) -> None:
    import duckdb

    drawn = [{"person_id": f"P{n % 40}", "days": [DAYS[n % 30], DAYS[n % 30 + 5], DAYS[n % 30 + 9]], "offence_known": True, "released": n % 5 > 0,
              "sanction_type": ("caution", "custody", "non_custodial")[n % 3], "recordable": n % 11 > 0, "breach": n % 13 == 0, "area": "Durham", "offence_group": None} for n in range(400)]  # fmt: skip
    rows = [row_of(number, dict(row)) for number, row in enumerate(drawn)]
    path = write_csv(tmp_path / "s.csv", rows)
    typed = tmp_path / "s.parquet"
    duckdb.execute(f"COPY (SELECT * FROM read_csv('{path}')) TO '{typed}'")
    counted = [
        cells_of(reoffending.rates(tables.read(file, "sanctions"), FIRST, LAST, by=["area"])) for file in (path, typed)
    ]
    assert counted[0] == counted[1] == oracle.count(rows, [], FIRST, LAST, ("area",))
    assert sum(cell[2] for cell in counted[0].values()) > 10


@pytest.mark.parametrize("months", [1, 12, 18])
def test_months_later_is_what_the_engine_says(months: int) -> None:
    from evidence.tables import engine

    days = [date(2015, 1, 1) + timedelta(days=number) for number in range(1500)]
    for day in days:
        assert months_after(day, months) == oracle.later(day, months)
    sql = f"SELECT (DATE '2015-01-01' + n::INT + INTERVAL {months} MONTH)::DATE FROM range(1500) AS t(n)"
    assert [row[0] for row in engine.cursor().execute(sql).fetchall()] == [months_after(day, months) for day in days]
