"""How a value in a file becomes a value of a declared column: SQL for each kind and what can be wrong with it."""

from __future__ import annotations

from dataclasses import dataclass

from evidence.tables.engine import literal
from evidence.tables.schemas import EARLIEST, LATEST, Column, Table
from evidence.trouble import Trouble

YES, NO = ("true", "yes", "y", "1", "t"), ("false", "no", "n", "0", "f")
RUNS_ON = "the value runs over several lines; the quotation mark that begins it may not be closed"
# A date, perhaps with a time of day but never with a zone: the same moment is two dates in two zones.
A_DATE = r"^\d{4}-\d{2}-\d{2}([ T]\d{2}:\d{2}(:\d{2}(\.\d+)?)?)?$"
STORED = {"date": "DATE", "yes_no": "BOOLEAN", "share": "DOUBLE"}
NOTHING = '"NULL"'  # what a Parquet column is stored as when it is blank in every row
INTEGERS = frozenset(("TINYINT", "SMALLINT", "INTEGER", "BIGINT", "UTINYINT", "USMALLINT", "UINTEGER", "UBIGINT"))


@dataclass(frozen=True)
class Check:
    """One thing that can be wrong with a row: `broken` is SQL that is true where it is."""

    column: str
    broken: str
    reason: str


@dataclass(frozen=True)
class Reading:
    """How one column of a file is read: SQL for its value and the checks that it must pass."""

    column: Column
    value: str
    checks: tuple[Check, ...]


def reading_of(column: Column, stored_as: str, path: str) -> Reading:
    """How to read `column` from a file that stores it as `stored_as`; raises `Trouble` for a kind that cannot serve."""
    raw = f'"{column.name}"'
    if stored_as == "VARCHAR":
        text = f"nullif(trim({raw}), '')"
        value, wrong = _from_text(column, text)
    else:
        text, wrong = raw, ""
        value = _from_typed(column, raw, stored_as, path)
    checks = []
    if column.required:
        checks.append(Check(column.name, f"{text} IS NULL", "blank; every row needs a value here"))
    if wrong:
        checks.append(Check(column.name, f"{text} IS NOT NULL AND ({wrong})", f"not {column.form}"))
    elif path.lower().endswith(".csv"):
        checks.append(Check(column.name, f"contains({raw}, chr(10))", RUNS_ON))
    if column.kind == "date":
        outside = f"({value}) NOT BETWEEN DATE '{EARLIEST}' AND DATE '{LATEST}'"
        checks.append(
            Check(column.name, outside, f"not between {EARLIEST[:4]} and {LATEST[:4]}; leave it blank if not known")
        )
    if column.kind == "share":
        checks.append(Check(column.name, f"({value}) NOT BETWEEN 0 AND 1", f"not {column.form}; write 28.4% as 0.284"))
    return Reading(column, value, tuple(checks))


def _from_text(column: Column, text: str) -> tuple[str, str]:
    """SQL of the value and of what is wrong, for a column that the file holds as text."""
    if column.kind == "date":
        value = f"CASE WHEN regexp_matches({text}, {literal(A_DATE)}) THEN try_cast({text} AS DATE) END"
        return value, f"({value}) IS NULL"
    if column.kind == "yes_no":
        value = f"CASE WHEN lower({text}) IN {YES} THEN true WHEN lower({text}) IN {NO} THEN false END"
        return value, f"({value}) IS NULL"
    if column.kind == "share":
        return f"try_cast({text} AS DOUBLE)", f"try_cast({text} AS DOUBLE) IS NULL"
    if column.kind == "choice":
        return f"lower({text})", f"lower({text}) NOT IN {column.choices}"
    return text, ""


def _from_typed(column: Column, raw: str, stored_as: str, path: str) -> str:
    """SQL of the value for a column that the file holds as something other than text."""
    if stored_as == NOTHING:
        return f"CAST(NULL AS {STORED.get(column.kind, 'VARCHAR')})"
    if column.kind == "date" and stored_as == "DATE":
        return raw
    if column.kind == "date" and stored_as.startswith("TIMESTAMP") and "TIME ZONE" not in stored_as:
        return f"CAST({raw} AS DATE)"
    if column.kind == "yes_no" and (stored_as == "BOOLEAN" or stored_as in INTEGERS):
        return f"CAST({raw} AS BOOLEAN)"
    if column.kind == "share" and (stored_as in INTEGERS or stored_as.startswith(("DOUBLE", "FLOAT", "DECIMAL"))):
        return f"CAST({raw} AS DOUBLE)"
    as_text = column.kind == "text" and (stored_as in INTEGERS or stored_as.startswith(("ENUM", "DECIMAL", "UUID")))
    if as_text or (column.kind == "choice" and stored_as.startswith("ENUM")):
        return f"CAST({raw} AS VARCHAR)"
    mend = "turn moments into local dates first" if "TIME ZONE" in stored_as else "change its type and save again"
    raise Trouble(f"{path}, column {column.name}: holds {stored_as.lower()}, but should hold {column.form}; {mend}.")


def doubt(reading: Reading) -> str:
    """Cheap SQL that is true wherever a column stored as it is declared needs a closer look: a check or a clean-up."""
    raw = f'"{reading.column.name}"'
    if reading.column.kind == "choice":
        doubts = [f"{raw} NOT IN {reading.column.choices}"]
    elif reading.column.kind == "text":
        doubts = [f"{raw} = ''", f"starts_with({raw}, ' ')", f"ends_with({raw}, ' ')"]
    else:
        doubts = [check.broken for check in reading.checks]
    if reading.column.required:
        doubts.append(f"{raw} IS NULL")
    return " OR ".join(f"coalesce({one}, false)" for one in doubts) or "false"


def stored_as_declared(reading: Reading, stored_as: str) -> bool:
    """Whether a file holds a column in the very type in which it is read, so that it can be read in place."""
    return stored_as == STORED.get(reading.column.kind, "VARCHAR")


def checks_between(table: Table) -> tuple[Check, ...]:
    """The checks between columns, on values already read."""
    return tuple(Check(rule.column, rule.broken, rule.reason) for rule in table.constraints)
