"""From the rows that were gathered to the two declared files: codes classified, areas found, rows left out and counted."""

import hashlib
import os
import secrets
import shutil
from collections.abc import Iterable, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings

from desistance.foundation.passes import Pass
from desistance.history.rules.offence_groups import classify
from desistance.history.terms import SANCTION_OF, Sanction
from desistance.measurement.actions.freezing import COLUMNS, gather_rows
from desistance.measurement.actions.snapshots import Frozen
from desistance.measurement.models import Snapshot
from desistance.measurement.rules.conventions import AFTER_COMPLETE, CODE_NOT_KNOWN, NO_SANCTION
from desistance.measurement.terms import AREA_ELSEWHERE
from desistance.measurement.worker.quality import cleared_counts
from desistance.partners.models import Area
from desistance.partners.rules.postcode_districts import find
from desistance.people.terms import Sex
from evidence import tables
from evidence.disclosure import Ledger
from evidence.disclosure.ledger import Release
from evidence.tables import engine
from evidence.trouble import Trouble

FOLDER = "snapshots"
SANCTIONS_FILE, PEOPLE_FILE = "sanctions.parquet", "people.parquet"
LEDGER_FOLDER = "ledger"
DATES = ("offence_date", "sanction_date", "release_date", "born")
NO_ROWS = "There are no cautions, convictions or releases on record that could be counted. Load court results first."

LEFT_OUT = """
CREATE TEMP TABLE judged AS SELECT raw.*, kinds.sanction AS sanction_type, codes.recordable, codes.breach, codes.offence_group,
  coalesce(codes_of_areas.slug, CASE WHEN raw.area_code <> '' THEN $elsewhere END, homes.slug) AS area,
  sexes.words AS sex_words,
  CASE WHEN kinds.sanction IS NULL THEN $no_sanction
       WHEN raw.sanction_date > $complete_to THEN $after_complete
       WHEN codes.recordable IS NULL THEN $code_not_known END AS why_not
FROM raw
LEFT JOIN kinds ON kinds.kind = raw.kind
LEFT JOIN codes ON codes.code = coalesce(raw.offence_code, '')
LEFT JOIN codes_of_areas ON codes_of_areas.code = raw.area_code
LEFT JOIN homes ON homes.postcodes = raw.postcodes
LEFT JOIN sexes ON sexes.value = raw.sex
"""
SANCTIONS = """
SELECT person AS person_id, sanction AS sanction_id, offence_date, sanction_date, sanction_type,
       CASE WHEN sanction_type = 'custody' THEN release_date END AS release_date, offence_group, recordable, breach, area, agency
FROM judged WHERE why_not IS NULL ORDER BY person_id, sanction_date, sanction_id
"""
PEOPLE = """
SELECT person AS person_id, min(born) AS date_of_birth, min(sex_words) AS sex, CAST(NULL AS VARCHAR) AS ethnicity,
       bool_or(is_matched) AS is_matched
FROM judged WHERE why_not IS NULL GROUP BY person ORDER BY person_id
"""


def folder_of(snapshot: Snapshot) -> Path:
    """Where the files of a snapshot lie."""
    return Path(settings.MEDIA_ROOT) / FOLDER / str(snapshot.pk)


def ledger_of(snapshot: int) -> list[Release]:
    """The true counts behind a snapshot's tables, kept beside its files and as confidential as they are."""
    return Ledger.at(Path(settings.MEDIA_ROOT) / FOLDER / str(snapshot) / LEDGER_FOLDER).releases


def keep_ledger(folder: Path, releases: Iterable[Release]) -> None:
    """Keep what a later release must be cleared beside, in place of what a killed run may have left."""
    shutil.rmtree(folder / LEDGER_FOLDER, ignore_errors=True)
    ledger = Ledger(folder=folder / LEDGER_FOLDER)
    for release in releases:
        ledger.record(release)


def frozen_as_recorded(snapshot: Snapshot) -> bool:
    """Whether both files are those whose hashes were kept."""
    folder = folder_of(snapshot)
    kept = {SANCTIONS_FILE: snapshot.sanctions_sha256, PEOPLE_FILE: snapshot.people_sha256}
    return all((folder / name).is_file() and _sha256(folder / name) == sha for name, sha in kept.items())


def freeze_files(snapshot: Snapshot, *, by: Pass, at: datetime) -> Frozen:
    """Gather the rows and put both files in place whole; what a killed run left is cleared away. Raises :class:`Trouble`."""
    folder = folder_of(snapshot)
    folder.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    for left in folder.parent.glob(f"freezing-{snapshot.pk}-*"):
        shutil.rmtree(left)
    making = folder.parent / f"freezing-{snapshot.pk}-{secrets.token_hex(4)}"
    making.mkdir(mode=0o700)
    try:
        raw = making / "rows.csv"
        gather_rows(snapshot=snapshot, into=raw, by=by, at=at)
        read, left_out = _write_files(raw, making, snapshot)
        raw.unlink()
        checked = tables.read(making / SANCTIONS_FILE, "sanctions")
        left_out |= {reason: count for (_column, reason), count in checked.counted.items()}
        if folder.exists():
            shutil.rmtree(folder)
        os.replace(making, folder)
    finally:
        shutil.rmtree(making, ignore_errors=True)
    return Frozen(
        sanctions_sha256=_sha256(folder / SANCTIONS_FILE),
        people_sha256=_sha256(folder / PEOPLE_FILE),
        rows_read=read,
        rows_used=checked.usable,
        left_out=cleared_counts(left_out),
        quality={},
    )


def _write_files(raw: Path, folder: Path, snapshot: Snapshot) -> tuple[int, dict[str, int]]:
    """Write the two files; tells how many rows were read and how many were left out, by the reason."""
    cursor = engine.cursor()
    try:
        cursor.execute(_reading(raw))
        _load_mappings(cursor)
        cursor.execute(
            LEFT_OUT,
            {
                "elsewhere": AREA_ELSEWHERE,
                "no_sanction": NO_SANCTION,
                "after_complete": AFTER_COMPLETE,
                "code_not_known": CODE_NOT_KNOWN,
                "complete_to": snapshot.complete_to,
            },
        )
        counted = cursor.execute("SELECT why_not, count(*) FROM judged GROUP BY 1").fetchall()
        if not any(why is None for why, _ in counted):
            raise Trouble(NO_ROWS)
        for select, name in ((SANCTIONS, SANCTIONS_FILE), (PEOPLE, PEOPLE_FILE)):
            cursor.execute(f"COPY ({select}) TO {engine.literal(str(folder / name))} (FORMAT parquet)")
    finally:
        cursor.close()
    return sum(count for _, count in counted), {why: count for why, count in counted if why}


def _reading(raw: Path) -> str:
    """The statement that reads the gathered rows, every column by its declared kind."""
    kinds = dict.fromkeys(COLUMNS, "VARCHAR") | dict.fromkeys(DATES, "DATE")
    columns = ", ".join(f"'{name}': '{kind}'" for name, kind in kinds.items())
    form = f"header = true, delim = ',', quote = '\"', escape = '\"', auto_detect = false, columns = {{{columns}}}"
    scan = f"read_csv({engine.literal(str(raw))}, {form})"
    return f"CREATE TEMP TABLE raw AS SELECT * REPLACE (is_matched = 't' AS is_matched) FROM {scan}"  # noqa: S608


def _load_mappings(cursor: Any) -> None:
    """The rooms' own rules, asked once for each value that stands in the rows."""
    codes = [code or "" for (code,) in cursor.execute("SELECT DISTINCT offence_code FROM raw").fetchall()]
    homes = [
        text for (text,) in cursor.execute("SELECT DISTINCT postcodes FROM raw WHERE postcodes IS NOT NULL").fetchall()
    ]
    sanctions = {kind.value: found.value for kind, found in SANCTION_OF.items() if found is not Sanction.NONE}
    _mapping(cursor, "kinds", {"kind": "VARCHAR", "sanction": "VARCHAR"}, sanctions.items())
    columns = {"code": "VARCHAR", "offence_group": "VARCHAR", "recordable": "BOOLEAN", "breach": "BOOLEAN"}
    _mapping(cursor, "codes", columns, [_classified(code) for code in dict.fromkeys(codes)])
    _mapping(cursor, "codes_of_areas", {"code": "VARCHAR", "slug": "VARCHAR"}, _authorities().items())
    _mapping(cursor, "homes", {"postcodes": "VARCHAR", "slug": "VARCHAR"}, [(text, _area_of(text)) for text in homes])
    words = {sex.value: sex.wording for sex in Sex if sex is not Sex.NOT_KNOWN}
    _mapping(cursor, "sexes", {"value": "VARCHAR", "words": "VARCHAR"}, words.items())


def _mapping(cursor: Any, name: str, columns: Mapping[str, str], rows: Iterable[tuple[Any, ...]]) -> None:
    cursor.execute(f"CREATE TEMP TABLE {name} ({', '.join(f'{column} {kind}' for column, kind in columns.items())})")
    given = list(rows)
    if given:
        cursor.executemany(f"INSERT INTO {name} VALUES ({', '.join('?' * len(columns))})", given)  # noqa: S608


def _classified(code: str) -> tuple[str, str, bool | None, bool]:
    found = classify(code)
    return code, str(found.group), found.is_recordable, found.is_breach


def _authorities() -> dict[str, str]:
    """The slug of every local authority of the North East by its codes, former codes too."""
    return dict(Area.objects.filter(kind="authority").values_list("code", "slug"))


def _area_of(postcodes: str) -> str | None:
    """The one authority that all main addresses of a day lie in; None where that cannot be told."""
    found = {_one_area(text) for text in postcodes.split(";")}
    return found.pop() if len(found) == 1 else None


def _one_area(postcode: str) -> str | None:
    told = find(postcode)
    if told.finding == "outside":
        return AREA_ELSEWHERE
    return told.areas[0] if len(told.areas) == 1 and not told.has_part_outside else None


def _sha256(path: Path) -> str:
    with path.open("rb") as kept:
        return hashlib.file_digest(kept, "sha256").hexdigest()
