"""What a reader must know of the data: counts through the gate, so that they tell no more than a table would."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from evidence import disclosure
from evidence.disclosure import Shape
from evidence.tables import engine

COUNTS = Shape(keys=("what",), counts=("count",))

# Everyone whose custodial sentence came before the period ended and who has no release on record cannot be followed from it.
ASKED = """
SELECT count(DISTINCT people.person_id), count(DISTINCT people.person_id) FILTER (WHERE is_matched),
       count(DISTINCT people.person_id) FILTER (WHERE date_of_birth IS NULL),
       count(DISTINCT people.person_id) FILTER (WHERE sex IS NULL),
       count(DISTINCT people.person_id) FILTER (WHERE area IS NULL),
       count(DISTINCT people.person_id) FILTER (
           WHERE sanction_type = 'custody' AND release_date IS NULL AND sanction_date <= $last)
FROM read_parquet($sanctions) AS sanctions JOIN read_parquet($people) AS people ON people.person_id = sanctions.person_id
WHERE sanction_date BETWEEN $first AND $last OR release_date BETWEEN $first AND $last
   OR (sanction_type = 'custody' AND release_date IS NULL AND sanction_date <= $last)
"""


def cleared_counts(counts: Mapping[str, int]) -> dict[str, Any]:
    """Counts by what they count, hidden or rounded like every other."""
    rows = disclosure.protect([{"what": what, "count": count} for what, count in counts.items()], COUNTS).rows
    return {str(row["what"]): row["count"] for row in rows}


def quality_of(sanctions: Path, people: Path, first: date, last: date) -> dict[str, Any]:
    """People with a sanction or release in the period, how many have a national number, and what is not known of them."""
    given = {"sanctions": str(sanctions), "people": str(people), "first": first, "last": last}
    found = engine.cursor().execute(ASKED, given).fetchone()
    everyone, matched, unborn, sexless, homeless, unfollowed = found or (0,) * 6
    told = cleared_counts(
        {
            "people": everyone,
            "people_matched": matched,
            "birth_date_not_known": unborn,
            "sex_not_known": sexless,
            "area_not_known": homeless,
            "cannot_be_followed": unfollowed,
        }
    )
    shown = (told["people_matched"], told["people"])
    share = shown[0] / shown[1] if all(isinstance(one, int) for one in shown) and shown[1] else None
    return {**told, "share_matched": None if share is None else round(min(share, 1.0), 3)}
