"""A made-up national table: people and their sanctions, the same for the same size, written once as Parquet."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import duckdb

SANCTIONS_EACH = 10  # on average
AREAS = 309
LEAST = 0.0435  # the density of the first person is (1 + 2 * LEAST) / (2 * LEAST), 12.5 times the mean
FIRST_DAY, DAYS = "2008-01-01", 5100

FORM = "2"  # of the files: others lie beside them
# Every value follows from hashes of the row's number, so that a file can be made again alike. Half of the people have up to 7
# sanctions and nobody many more than 125, as in England: the square of a share that is spread evenly, but not from nothing.
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
  FROM (SELECT n, floor({people} * share * (share + 2 * {least}) / (1 + 2 * {least}))::BIGINT AS person
    FROM (SELECT n, hash(n)::DOUBLE / 18446744073709551616.0 AS share FROM range({rows}) AS t(n)))
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
    folder = folder / FORM
    folder.mkdir(parents=True, exist_ok=True)
    rows = people * SANCTIONS_EACH
    national = National(folder / f"sanctions-{people}.parquet", folder / f"people-{people}.parquet", people, rows)
    texts = {"areas": AREAS, "first": FIRST_DAY, "days": DAYS, "people": people, "rows": rows, "least": LEAST}
    for path, select in ((national.sanctions, ROWS), (national.people, PEOPLE)):
        if not path.exists():
            part = path.with_suffix(".part")
            with duckdb.connect() as connection:
                connection.execute(f"COPY ({select.format(**texts)}) TO '{part}' (FORMAT parquet, COMPRESSION zstd)")
            part.replace(path)
    return national
