"""The declared tables: every column with its kind, its meaning and what may stand in it."""

from __future__ import annotations

from dataclasses import dataclass

from evidence.trouble import Trouble

EARLIEST, LATEST = "1900-01-01", "2199-12-31"
SANCTION_TYPES = ("caution", "non_custodial", "custody")


@dataclass(frozen=True)
class Column:
    """One column of a declared table; `kind` is text, date, yes_no, choice or share."""

    name: str
    kind: str
    meaning: str
    required: bool = False
    choices: tuple[str, ...] = ()

    @property
    def form(self) -> str:
        """What a value looks like, in words."""
        return {
            "text": "any text",
            "date": "a date as year-month-day, such as 2017-04-01; a time of day after it is not read, a time zone is refused",
            "yes_no": "true or false (or yes and no, y and n, 1 and 0)",
            "choice": f"one of {', '.join(self.choices)}",
            "share": "a share from 0 to 1, such as 0.284",
        }[self.kind]


@dataclass(frozen=True)
class Constraint:
    """Something that must hold between columns of one row: `broken` is SQL that is true where it does not."""

    column: str
    broken: str
    reason: str


@dataclass(frozen=True)
class Table:
    """One declared table: a row is `row_is`, and `key` is different in every row."""

    name: str
    row_is: str
    key: str
    columns: tuple[Column, ...]
    constraints: tuple[Constraint, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the columns in order."""
        return tuple(column.name for column in self.columns)


SANCTIONS = Table(
    name="sanctions",
    row_is="one offence and the caution or sentence that it led to",
    key="sanction_id",
    columns=(
        Column("person_id", "text", "The person, by any number that is the same in every table.", required=True),
        Column("sanction_id", "text", "The number of this row; different in every row.", required=True),
        Column("offence_date", "date", "The day of the offence (its first day). Blank where it is not known."),
        Column("sanction_date", "date", "The day of the caution or of the sentence.", required=True),
        Column("sanction_type", "choice", "What was given.", required=True, choices=SANCTION_TYPES),
        Column("release_date", "date", "Custody only: the day of release. Blank while the person is in custody."),
        Column("offence_group", "text", "The group of the offence. Blank where it is not known."),
        Column("recordable", "yes_no", "Whether the police record the offence nationally.", required=True),
        Column("breach", "yes_no", "Whether the offence is the breach of an order or a licence.", required=True),
        Column("area", "text", "Where the person lived on that day. Blank where it is not known."),
    ),
    constraints=(
        Constraint(
            "offence_date",
            "offence_date > sanction_date",
            "the offence is after its sanction; correct whichever date is wrong",
        ),
        Constraint(
            "release_date",
            "sanction_type = 'custody' AND release_date < sanction_date",
            "the release is before its sentence; correct whichever date is wrong",
        ),
    ),
)

PEOPLE = Table(
    name="people",
    row_is="one person",
    key="person_id",
    columns=(
        Column("person_id", "text", "The person, by the same number as in the other tables.", required=True),
        Column("date_of_birth", "date", "The day of birth. Blank where it is not known."),
        Column("sex", "text", "Sex as recorded. Blank where it is not known."),
        Column("ethnicity", "text", "Ethnicity as recorded. Blank where it is not known."),
    ),
)

INVOLVEMENTS = Table(
    name="involvements",
    row_is="the time that one person was in a scheme, such as Checkpoint or integrated offender management",
    key="involvement_id",
    columns=(
        Column("involvement_id", "text", "The number of this row; different in every row.", required=True),
        Column("person_id", "text", "The person, by the same number as in the other tables.", required=True),
        Column("scheme", "text", "The scheme, by one name throughout.", required=True),
        Column("from_date", "date", "The first day in the scheme.", required=True),
        Column("to_date", "date", "The last day in the scheme. Blank while the person is in it."),
    ),
    constraints=(
        Constraint(
            "to_date", "to_date < from_date", "the end is before the beginning; correct whichever date is wrong"
        ),
    ),
)

SCORES = Table(
    name="scores",
    row_is="one score of one person by one predictor, such as OGRS3 over a year",
    key="score_id",
    columns=(
        Column("score_id", "text", "The number of this row; different in every row.", required=True),
        Column("person_id", "text", "The person, by the same number as in the other tables.", required=True),
        Column("scored_on", "date", "The day for which the score was worked out.", required=True),
        Column("score", "share", "The chance of a proven reoffence in the follow-up.", required=True),
    ),
)

TABLES = {table.name: table for table in (SANCTIONS, PEOPLE, INVOLVEMENTS, SCORES)}


def table_named(name: str) -> Table:
    """The declared table of that name, in any case; raises `Trouble` with the names there are."""
    try:
        return TABLES[name.lower()]
    except KeyError:
        raise Trouble(f"There is no table {name!r}. The declared tables are {', '.join(TABLES)}.") from None
