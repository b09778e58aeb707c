"""Times in custody that overlap: nothing says which is wrong, so both are used, and every one is counted and named.

Sentences that run at once end on one day and are as they should be. Where one custody ends while another of the same person
lasts on, its release was none, or a date is wrong: it still starts a follow-up, which is why a reader must know of it.
"""

from __future__ import annotations

from evidence.tables import engine

NAMED = 20
OVERLAPPING = """
WITH custody AS (
  SELECT person_id, sanction_id, sanction_date, release_date, lead(sanction_id) OVER later AS other,
    lead(sanction_date) OVER later AS other_from, lead(release_date) OVER later AS other_to
  FROM "{relation}" WHERE sanction_type = 'custody' AND recordable AND NOT breach
  WINDOW later AS (PARTITION BY person_id ORDER BY sanction_date, release_date NULLS LAST, sanction_id)
), overlapping AS (
  SELECT * FROM custody WHERE other IS NOT NULL AND other_from < coalesce(release_date, DATE '9999-12-31')
    AND release_date IS DISTINCT FROM other_to
)
SELECT *, count(*) OVER () FROM overlapping ORDER BY person_id, sanction_date, sanction_id LIMIT {named}"""


def overlapping_custody(path: str, relation: str) -> list[str]:
    """A line for each custody that overlaps the next of its person with another end, and one that counts them."""
    found = engine.cursor().execute(OVERLAPPING.format(relation=relation, named=NAMED)).fetchall()
    lines = [
        f"{path}, person {person}: custody {one} ({begun} to {ended or 'now'}) overlaps custody {other} "
        f"({other_begun} to {other_ended or 'now'}); both are used, each release starts a follow-up. Correct whichever is wrong."
        for person, one, begun, ended, other, other_begun, other_ended, _many in found
    ]
    many = found[0][-1] if found else 0
    told = f", the first {NAMED} are named" if many > NAMED else ""
    times = "1 time in custody overlaps" if many == 1 else f"{many:,} times in custody overlap"
    return [f"{path}: {times} another of the same person{told}.", *lines] if found else []
