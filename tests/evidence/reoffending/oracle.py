"""Proven reoffending in plain Python, person by person, written from the published definition and apart from the product."""

from collections import defaultdict
from datetime import date

BANDS = [
    (50, "50 and over"),
    (45, "45 to 49"),
    (40, "40 to 44"),
    (35, "35 to 39"),
    (30, "30 to 34"),
    (25, "25 to 29"),
    (21, "21 to 24"),
    (18, "18 to 20"),
    (15, "15 to 17"),
    (10, "10 to 14"),
    (0, "under 10"),
]
GRAVITY = {"custody": 0, "non_custodial": 1, "caution": 2}


def later(day: date, months: int) -> date:
    year, month = day.year, day.month + months
    while month > 12:
        year, month = year + 1, month - 12
    for last in (day.day, 30, 29, 28):
        if last <= day.day:
            try:
                return date(year, month, last)
            except ValueError:
                continue
    raise AssertionError(day)


def quarter_of(day: date) -> date:
    return date(day.year, {1: 1, 2: 1, 3: 1, 4: 4, 5: 4, 6: 4, 7: 7, 8: 7, 9: 7, 10: 10, 11: 10, 12: 10}[day.month], 1)


def age(born: date, on: date) -> int:
    years = on.year - born.year
    return years - 1 if (on.month, on.day) < (born.month, born.day) else years


def band(born: date | None, on: date) -> str:
    if born is None or age(born, on) < 0:
        return "not known"
    return next(name for youngest, name in BANDS if age(born, on) >= youngest)


def start_of(row: dict) -> date | None:
    return row["release_date"] if row["sanction_type"] == "custody" else row["sanction_date"]


def reoffences_after(start: date, rows: list[dict]) -> list[dict]:
    end, wait = later(start, 12), later(start, 18)
    return [
        row
        for row in rows
        if row["recordable"] and not row["breach"]
        and row["offence_date"] is not None
        and start < row["offence_date"] < end
        and row["sanction_date"] <= wait
    ]  # fmt: skip


def index_events(rows: list[dict], first: date, last: date) -> dict[date, dict]:
    """The index event of one person in each quarter."""
    found: dict[date, dict] = {}
    for row in sorted(
        rows, key=lambda row: (start_of(row) or date.max, GRAVITY[row["sanction_type"]], row["sanction_id"])
    ):
        start = start_of(row)
        if row["recordable"] and not row["breach"] and start and first <= start <= last:
            found.setdefault(quarter_of(start), row)
    return found


def previous(index: dict, rows: list[dict]) -> str:
    earlier = [row for row in rows if row["recordable"] and not row["breach"]]
    number = len([row for row in earlier if row["sanction_date"] < index["sanction_date"]])
    for most, name in ((0, "0"), (2, "1 to 2"), (6, "3 to 6"), (10, "7 to 10"), (14, "11 to 14")):
        if number <= most:
            return name
    return "15 or more"


def scheme_on(day: date, involvements: list[dict]) -> str:
    """The scheme begun last of those that one person is in on a day."""
    open_then = [
        one for one in involvements if one["from_date"] <= day and not (one["to_date"] and one["to_date"] < day)
    ]
    latest = max((one["from_date"] for one in open_then), default=None)
    return min((one["scheme"] for one in open_then if one["from_date"] == latest), default="no scheme")


def count(
    sanctions: list[dict],
    people: list[dict],
    first: date,
    last: date,
    by: tuple[str, ...],
    quarters: int = 1,
    involvements: list[dict] | None = None,
) -> dict:
    """(start of cohort, *by) -> [offenders, reoffenders, reoffences]."""
    of_person = defaultdict(list)
    for row in sanctions:
        of_person[row["person_id"]].append(row)
    facts = {row["person_id"]: row for row in people}
    cells: dict = defaultdict(lambda: [0, 0, 0])
    for person, rows in of_person.items():
        for quarter, index in index_events(rows, first, last).items():
            start = start_of(index)
            known = facts.get(person, {})
            values = {**index, "sex": known.get("sex"), "ethnicity": known.get("ethnicity")}
            values["age_band"] = band(known.get("date_of_birth"), start)
            theirs = [one for one in involvements or [] if one["person_id"] == person]
            values["scheme"] = scheme_on(start, theirs)
            values["previous_offences"] = previous(index, rows)
            months = (quarter.year - first.year) * 12 + quarter.month - first.month
            cohort = later(first, months - months % (3 * quarters))
            number = len(reoffences_after(start, rows))
            cell = cells[(cohort, *(values[name] or "not known" for name in by))]
            cell[0] += 1
            cell[1] += number > 0
            cell[2] += number
    return dict(cells)
