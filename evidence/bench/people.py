"""A made-up national table: people and their sanctions, the same for the same size, written once as Parquet."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import duckdb

SANCTIONS_EACH = 10  # on average
AREAS = 309
FIRST_DAY, DAYS = "2008-01-01", 5100

# Every value follows from hashes of the row's number, so that a file can be made again alike. A few people have many
# sanctions: the square of a share that is spread evenly.
ROWS = """
SELECT 'P' || lpad(person::VARCHAR, 8, '0') AS person_id, 'S' || lpad(n::VARCHAR, 9, '0') AS sanction_id,
  CASE WHEN h % 50 = 0 THEN NULL ELSE (sanctioned - (1 + hash(n, 2) % 240)::INTEGER)::DATE END AS offence_date,
  sanctioned AS sanction_date, kind AS sanction_type,
  CASE WHEN kind = 'custody' AND h % 11 > 0 THEN (sanctioned + (hash(n, 4) % 400)::INTEGER)::DATE END AS release_date,
  ['theft', 'violence', 'drugs', 'criminal damage', 'fraud', 'other'][1 + (hash(n, 5) % 6)::INTEGER] AS offence_group,
  hash(n, 6) % 20 > 0 AS recordable, hash(n, 7) % 15 = 0 AS breach,
  'Area ' || lpad(((hash(person, 8) + CASE WHEN hash(n, 9) % 10 = 0 THEN n ELSE 0 END) % {areas})::VARCHAR, 3, '0') AS area
FROM (
  SELECT n, person, hash(n, 1) AS h, (DATE '{first}' + (hash(n, 3) % {days})::INTEGER)::DATE AS sanctioned,
    ['caution', 'non_custodial', 'non_custodial', 'non_custodial', 'custody'][1 + (hash(n, 10) % 5)::INTEGER] AS kind
  FROM (SELECT n, floor({people} * pow((hash(n) % 1000003) / 1000003.0, 2))::BIGINT AS person FROM range({rows}) AS t(n))
)
ORDER BY sanction_date, sanction_id
"""
PEOPLE = """
SELECT 'P' || lpad(n::VARCHAR, 8, '0') AS person_id, (DATE '1945-01-01' + (hash(n, 1) % 20000)::INTEGER)::DATE AS date_of_birth,
  CASE WHEN hash(n, 2) % 6 = 0 THEN 'F' ELSE 'M' END AS sex, 'E' || (hash(n, 3) % 6)::VARCHAR AS ethnicity
FROM range({people}) AS t(n)
"""


@dataclass(frozen=True)
class National:
    """The two files, and how many rows they were asked to have."""

    sanctions: Path
    people: Path
    size: int
    rows: int


def made_up(folder: Path, people: int) -> National:
    """The files for so many people, made where they are not there yet; they are moved in place only when whole."""
    folder.mkdir(parents=True, exist_ok=True)
    rows = people * SANCTIONS_EACH
    national = National(folder / f"sanctions-{people}.parquet", folder / f"people-{people}.parquet", people, rows)
    texts = {"areas": AREAS, "first": FIRST_DAY, "days": DAYS, "people": people, "rows": rows}
    for path, select in ((national.sanctions, ROWS), (national.people, PEOPLE)):
        if not path.exists():
            part = path.with_suffix(".part")
            with duckdb.connect() as connection:
                connection.execute(f"COPY ({select.format(**texts)}) TO '{part}' (FORMAT parquet, COMPRESSION zstd)")
            part.replace(path)
    return national
