"""Records in one shape: names without accents and signs, dates as dates, postcodes and numbers in their official form.

Nothing is thrown away: a value that cannot be read becomes not known for the comparison, and stays in the file it came from.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

import duckdb

from evidence.linkage.config import MANY, Config, guessed_fields
from evidence.linkage.nicknames import SIGNS
from evidence.tables.engine import any_file, not_read
from evidence.trouble import Trouble

RECORDS = "records"
# The letters by which the last sign of a PNC or CRO number is checked (Ministry of Justice, hmpps-person-record).
CHECK_LETTERS = "ZABCDEFGHJKLMNPQRTUVWXY"
TITLES = "mr|mrs|miss|ms|dr|sir|lady|lord|rev|prof"
NEEDED = (("forename", "surname"), ("full_name",), ("pnc",), ("cro",), ("noms",))


@dataclass(frozen=True)
class Records:
    """The standardised records in one database, and the columns they have there."""

    connection: duckdb.DuckDBPyConnection
    config: Config
    columns: tuple[str, ...]
    rows: int
    notes: tuple[str, ...]

    def has(self, *names: str) -> bool:
        """Whether all of these columns are there."""
        return all(name in self.columns for name in names)

    def shown(self, name: str) -> str:
        """What a column of which there may be many was called in the file, in words."""
        kind, number = name.split("_")
        return self.config.columns(kind)[int(number) - 1].replace("_", " ")

    def multiples(self) -> list[str]:
        """The columns of which there may be many: places and other text."""
        return [name for name in self.columns if name.split("_")[0] in MANY]


def standardise(sources: list[str | Path], config: Config) -> Records:
    """Load one or two files and bring every record into one shape; raises `Trouble` that names file and column."""
    connection = duckdb.connect(":memory:")
    connection.execute("CREATE TABLE signs (form VARCHAR, sign VARCHAR)")
    connection.executemany("INSERT INTO signs VALUES (?, ?)", sorted(SIGNS.items()))
    parts, given = [], config
    for place, path in enumerate(sources):
        columns = _load(connection, Path(path), place)
        given = replace(config, id_column=_id_column(config, columns, Path(path)))
        given = given if given.fields else replace(given, fields=guessed_fields(columns))
        _all_there(given, columns, Path(path))
        values = _values(given)
        named = ", ".join(f'{sql} AS "{name}"' for name, sql in values.items())
        parts.append(
            f"SELECT {place} AS source, CAST({_quoted(given.id_column)} AS VARCHAR) AS id, {named} FROM loaded_{place}"
        )
    union = " UNION ALL BY NAME ".join(parts)
    connection.execute(
        f"CREATE TABLE {RECORDS} AS SELECT row_number() OVER (ORDER BY source, id) AS record, * FROM ({union}) AS all_of"
    )
    _one_row_each(connection, sources)
    columns = [row[0] for row in connection.execute(f"DESCRIBE {RECORDS}").fetchall()]
    [[rows]] = connection.execute(f"SELECT count(*) FROM {RECORDS}").fetchall()
    return Records(connection, given, tuple(columns), rows, _known(connection, columns))


def _load(connection: duckdb.DuckDBPyConnection, path: Path, place: int) -> list[str]:
    """Load one file as it is, every value as text; gives the names of its columns."""
    if not path.is_file():
        raise Trouble(f"{path}: there is no such file.")
    if path.suffix.lower() not in (".csv", ".parquet"):
        raise Trouble(f"{path}: only .csv and .parquet files can be read. Save it as one of these.")
    try:
        connection.execute(f"CREATE TABLE loaded_{place} AS SELECT CAST(COLUMNS(*) AS VARCHAR) FROM {any_file(path)}")
    except duckdb.Error as wrong:
        raise not_read(path, wrong) from None
    return [row[0] for row in connection.execute(f"DESCRIBE loaded_{place}").fetchall()]


def _id_column(config: Config, columns: list[str], path: Path) -> str:
    """The column that tells records apart: the one named, or one of the usual names."""
    usual = [name for name in ("unique_id", "id", "record_id", "person_id") if name in columns]
    chosen = config.id_column or (usual[0] if usual else "")
    if chosen not in columns:
        named = f"has no column {chosen}" if chosen else "has no column unique_id, id, record_id or person_id"
        raise Trouble(f"{path}, row 1: {named}, by which its records are told apart. Name it with `id` in --config.")
    return chosen


def _all_there(config: Config, columns: list[str], path: Path) -> None:
    """Raise `Trouble` for a field that the file lacks, or where nothing says who a record is about."""
    missing = [name for name in config.fields if name not in columns]
    if missing:
        raise Trouble(f"{path}, row 1: the column {', '.join(missing)} is missing; there are {', '.join(columns)}.")
    kinds = set(config.fields.values())
    if not any(set(needed) <= kinds for needed in NEEDED):
        raise Trouble(f"{path}: no field is a name or a number of a person. Give forename and surname, or full_name.")


def _one_row_each(connection: duckdb.DuckDBPyConnection, sources: list[str | Path]) -> None:
    """Raise `Trouble` where an id is blank or stands twice in one file."""
    twice = connection.execute(
        f"SELECT source, id, count(*) FROM {RECORDS} GROUP BY ALL HAVING id IS NULL OR count(*) > 1 ORDER BY ALL LIMIT 1"
    ).fetchall()
    for source, number, times in twice:
        said = "is blank in some row" if number is None else f"{number} stands in {times} rows"
        raise Trouble(f"{sources[source]}: the id {said}. Give every record a number of its own.")


def _values(config: Config) -> dict[str, str]:
    """SQL for each standard column that can be had from the fields."""
    one = {kind: _quoted(columns[0]) for kind in set(config.fields.values()) if (columns := config.columns(kind))}
    found: dict[str, str] = {}
    _names(one, found)
    if "date_of_birth" in one:
        born = _date(one["date_of_birth"])
        found["born"] = f"strftime({born}, '%Y-%m-%d')"
        found["birth_year"] = f"year({born})"
    if "postcode" in one:
        tidy = f"nullif(regexp_replace(lower({one['postcode']}), '[^a-z0-9]', '', 'g'), '')"
        found["postcode"] = f"CASE WHEN length({tidy}) BETWEEN 3 AND 8 THEN {tidy} END"
        found["district"] = (
            f"CASE WHEN length({tidy}) BETWEEN 5 AND 8 THEN left({tidy}, -3) WHEN length({tidy}) >= 2 THEN {tidy} END"
        )
    if "sex" in one:
        first = f"upper(left(trim({one['sex']}), 1))"
        found["sex"] = f"CASE WHEN {first} IN ('M', 'F') THEN {first} END"
    for kind, reading in (("pnc", _pnc), ("cro", _cro), ("noms", _noms), ("number", _number)):
        if kind in one:
            found[kind] = reading(one[kind])
    for kind in MANY:
        for number, column in enumerate(config.columns(kind), start=1):
            found[f"{kind}_{number}"] = f"nullif({_letters(_quoted(column), '[^a-z0-9 ]')}, '')"
    return found


def _names(one: dict[str, str], found: dict[str, str]) -> None:
    """SQL for names: letters only, the sign of a familiar form, the whole name and the pieces it is made of."""
    if "full_name" in one:
        whole = f"trim(regexp_replace({_letters(one['full_name'])}, '^({TITLES}) ', ''))"
        words = f"string_split({whole}, ' ')"
        forename, surname = f"{words}[1]", f"CASE WHEN len({words}) > 1 THEN {words}[-1] END"
    if "forename" in one and "surname" in one:
        forename, surname = _letters(one["forename"]), _letters(one["surname"])
    elif "full_name" not in one:
        return
    forename, surname = f"nullif({forename}, '')", f"nullif({surname}, '')"
    both = f"nullif(concat_ws(' ', {forename}, {surname}), '')"
    known = f"(SELECT sign FROM signs WHERE form = string_split({forename}, ' ')[1])"
    found |= {"forename": forename, "surname": surname, "name": both}
    found["sign"] = f"coalesce({known}, string_split({forename}, ' ')[1])"
    pieces = f"coalesce({whole}, {both})" if "full_name" in one else both
    found["pieces"] = f"list_sort(list_distinct(list_filter(string_split({pieces}, ' '), lambda one: length(one) > 1)))"
    if "aliases" in one:
        each = f"string_split(lower(strip_accents({one['aliases']})), ';')"
        found["aliases"] = f"list_transform({each}, lambda one: trim(regexp_replace(one, '[^a-z ]', '', 'g')))"


def _quoted(column: str) -> str:
    return '"' + column.replace('"', '""') + '"'


def _letters(column: str, unwanted: str = "[^a-z ]") -> str:
    """SQL of a text in small letters without accents or signs; hyphens part words, apostrophes do not."""
    plain = f"regexp_replace(lower(strip_accents({column})), '[-_.,/]', ' ', 'g')"
    return f"trim(regexp_replace(regexp_replace({plain}, '{unwanted}', '', 'g'), ' +', ' ', 'g'))"


def _date(column: str) -> str:
    """SQL of a date written as year-month-day or day/month/year; anything else is not known."""
    formats = "['%Y-%m-%d', '%d/%m/%Y', '%d-%m-%Y', '%d.%m.%Y', '%Y/%m/%d', '%Y%m%d', '%d %B %Y', '%d %b %Y']"
    length = f"CASE WHEN trim({column}) ~ '^[0-9]{{4}}-' THEN 10 ELSE 30 END"  # a time of day is not read
    day = f"CAST(try_strptime(left(trim({column}), {length}), {formats}) AS DATE)"
    return f"CASE WHEN year({day}) BETWEEN 1000 AND 2199 THEN {day} END"


def _checked(number: str, letter: str) -> str:
    return f"substr('{CHECK_LETTERS}', 1 + CAST(({number}) % 23 AS INTEGER), 1) = {letter}"


def _pnc(column: str) -> str:
    """SQL of a PNC number as year, seven digits and its check letter; not known where the letter is wrong."""
    form = "^([0-9]{2}|[0-9]{4})/?([0-9]{1,7})([A-Z])$"
    tidy = f"regexp_extract(upper(replace({column}, ' ', '')), '{form}', ['y', 'n', 'c'])"
    year, number, letter = f"right({tidy}.y, 2)", f"lpad({tidy}.n, 7, '0')", f"{tidy}.c"
    total = f"TRY_CAST({year} AS BIGINT) * 10000000 + TRY_CAST({number} AS BIGINT)"
    return f"CASE WHEN {tidy}.c <> '' AND {_checked(total, letter)} THEN {year} || {number} || {letter} END"


def _cro(column: str) -> str:
    """SQL of a CRO number as serial and year, with its check letter; not known where the letter is wrong."""
    tidy = f"regexp_extract(upper(replace({column}, ' ', '')), '^([0-9]{{1,6}})/([0-9]{{2}})([A-Z])$', ['n', 'y', 'c'])"
    number = f"lpad({tidy}.n, 6, '0')"
    total = f"TRY_CAST({tidy}.y || {number} AS BIGINT)"
    return f"CASE WHEN {tidy}.c <> '' AND {_checked(total, f'{tidy}.c')} THEN {number} || {tidy}.y || {tidy}.c END"


def _noms(column: str) -> str:
    """SQL of a prison number: a letter, four digits and two letters."""
    return f"nullif(regexp_extract(upper(trim({column})), '^[A-Z][0-9]{{4}}[A-Z]{{2}}$'), '')"


def _number(column: str) -> str:
    """SQL of another national number, such as an NHS number: its letters and digits, whatever parts them."""
    return f"nullif(regexp_replace(upper({column}), '[^A-Z0-9]', '', 'g'), '')"


def _known(connection: duckdb.DuckDBPyConnection, columns: list[str]) -> tuple[str, ...]:
    """In how many records each value is known, in words."""
    shown = [
        name
        for name in columns
        if name not in ("record", "source", "id", "pieces", "sign", "birth_year", "district", "name")
    ]
    asked = ", ".join(f'count("{name}")' for name in shown)
    [counts] = connection.execute(f"SELECT count(*), {asked} FROM {RECORDS}").fetchall()
    return tuple(
        f"{name.replace('born', 'date of birth').replace('_1', '')}: known in {count:,} of {counts[0]:,} records"
        for name, count in zip(shown, counts[1:], strict=True)
    )
