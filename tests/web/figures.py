"""A counted snapshot as its pages need it: thirteen areas, four quarters, a breakdown, hidden and unreliable cells."""

from math import sqrt
from typing import Any

from desistance.measurement.models import Publication, Snapshot
from desistance.measurement.rules.periods import Period
from desistance.partners.models import Agency
from tests import factories as make

NAMES = {
    "north-east": "North East",
    "county-durham": "County Durham",
    "darlington": "Darlington",
    "gateshead": "Gateshead",
}
MEASURED = (
    "offenders",
    "reoffenders",
    "reoffences",
    "rate",
    "rate_low",
    "rate_high",
    "reoffences_per_reoffender",
    "reoffences_per_person",
)
COLUMNS = ("cohort", "area", "area_name", *MEASURED, "provisional", "compared")
SLUG = "proven-reoffending-2023-04-to-2024-03"
NOTES = ["Definition proven-2024:"]


def wilson(people: int, reoffended: int) -> tuple[float, float]:
    """Wilson's interval at 95%."""
    z = 1.959963984540054
    share = reoffended / people
    middle, spread = (
        share + z * z / (2 * people),
        z * sqrt(share * (1 - share) / people + z * z / (4 * people * people)),
    )
    return (middle - spread) / (1 + z * z / people), (middle + spread) / (1 + z * z / people)


def row(people: Any, reoffended: Any, **keys: Any) -> dict[str, Any]:
    """A cleared row: `[c]` where nothing may be shown, `[u]` in place of a rate of fewer than 30 people."""
    blank = {"provisional": False, "compared": "", **keys}
    if not isinstance(reoffended, int):
        return dict.fromkeys(MEASURED, "[c]") | {"offenders": people, **blank}
    counts = {"offenders": people, "reoffenders": reoffended, "reoffences": 4 * reoffended}
    if people < 30:
        return dict.fromkeys(MEASURED, "[u]") | counts | blank
    low, high = wilson(people, reoffended)
    rates = {"rate": reoffended / people, "rate_low": low, "rate_high": high}
    return counts | rates | {"reoffences_per_reoffender": 4.0, "reoffences_per_person": 4 * reoffended / people} | blank


def area(slug: str, cohort: str, people: Any, reoffended: Any) -> dict[str, Any]:
    return row(people, reoffended, cohort=cohort, area=slug, area_name=NAMES[slug])


def counted(agency: Agency, **more: Any) -> Snapshot:
    """A snapshot of a year, to March 2024 by default, counted; Gateshead is hidden, one quarter of Darlington is too small."""
    made = make.snapshot(
        agency,
        quality={"people": 2045, "people_matched": 1980, "share_matched": 0.968, "cannot_be_followed": 15},
        **more,
    )
    period = Period(made.first_on, made.last_on)
    whole, quarters = period.name, [one.name for one in period.quarters]
    year = [
        area("north-east", whole, 2045, 640),
        area("county-durham", whole, 645, 200),
        area("darlington", whole, 125, 50),
        area("gateshead", whole, 40, "[c]"),
    ]
    hidden = [
        {"keys": [whole, "gateshead"], "column": "reoffenders", "symbol": "[c]", "reason": "fewer than 10 people"},
        {
            "keys": [whole, "darlington"],
            "column": "reoffences",
            "symbol": "[c]",
            "reason": "hidden so that another number cannot be worked out",
        },
    ]
    make.counted_table(
        made,
        "year-by-area",
        title="Year, by area",
        columns=list(COLUMNS),
        rows=year,
        hidden=hidden,
        keys=["cohort", "area"],
        notes=NOTES,
    )
    sizes = {
        "north-east": ((510, 165), (505, 160), (515, 160), (515, 155)),
        "county-durham": ((160, 55), (165, 50), (160, 50), (160, 45)),
        "darlington": ((30, 10), (25, 10), (35, 15), (35, 15)),
        "gateshead": ((10, "[c]"),) * 4,
    }
    rows = [
        area(slug, cohort, *size)
        for slug, all_sizes in sizes.items()
        for cohort, size in zip(quarters, all_sizes, strict=True)
    ]
    make.counted_table(
        made,
        "quarter-by-area",
        title="Each quarter, by area",
        columns=list(COLUMNS),
        rows=rows,
        keys=["cohort", "area"],
        notes=NOTES,
    )
    sexes = [
        row(2045, 640, cohort=whole, sex="Everyone"),
        row(1720, 560, cohort=whole, sex="Male"),
        row(325, 80, cohort=whole, sex="Female"),
    ]
    make.counted_table(
        made,
        "sex",
        title="By sex",
        columns=["cohort", "sex", *MEASURED, "provisional"],
        rows=sexes,
        keys=["cohort", "sex"],
        notes=NOTES,
    )
    return made


def published(agency: Agency, **more: Any) -> Publication:
    """The year's release, out."""
    values: dict[str, Any] = {
        "state": "published",
        "slug": SLUG,
        "title": "Proven reoffending in the North East, April 2023 to March 2024",
        "limits": "Small counts are hidden.",
    }
    snapshot = more.pop("snapshot", None) or counted(agency)
    return make.publication(snapshot, **{**values, **more})
