"""What a publication shows: the tables of its snapshot or its evaluation, and what the fields of its text are filled from."""

from collections.abc import Mapping, Sequence
from typing import Any

from desistance.foundation.calendar import local_date
from desistance.measurement.models import Evaluation, Publication
from desistance.measurement.queries.kinds import scheme_words
from desistance.measurement.queries.tables import HEADINGS, Hidden, Table, figures_of, period_of, tables_of
from desistance.measurement.rules.answers import (
    BY_GROUP,
    attrition_rows,
    balance_rows,
    figure_words,
    group_rows,
    result_rows,
)
from desistance.measurement.rules.periods import Period, day_words
from desistance.measurement.rules.texts import Figures
from desistance.measurement.terms import SYMBOLS

TITLES = {
    "results": "Each outcome",
    "attrition": "Who was counted",
    "groups": "By group",
    "balance": "How alike the groups are",
}
NOTES = {
    "groups": (BY_GROUP,),
    "balance": ("Differences of means in percent of a standard deviation. Up to 10 is close enough.",),
}


def tables_published(one: Publication) -> dict[str, Table]:
    """The tables of a publication by name."""
    return evaluation_tables(one.evaluation) if one.evaluation else tables_of(one.snapshot)


def figures_published(one: Publication, tables: Mapping[str, Table]) -> Figures:
    """What the fields of its text are filled from."""
    return evaluation_figures(one.evaluation) if one.evaluation else figures_of(one.snapshot, tables)


def period_published(one: Publication) -> Period:
    """The time in which people entered, or started."""
    return Period(one.evaluation.first_on, one.evaluation.last_on) if one.evaluation else period_of(one.snapshot)


def evaluation_tables(record: Evaluation) -> dict[str, Table]:
    """The cleared tables of an evaluation that was worked out."""
    rows = {
        "results": result_rows(record.result),
        "groups": group_rows(record.result),
        "attrition": attrition_rows(record.result),
        "balance": balance_rows(record.result),
    }
    return {name: _table(name, found, record) for name, found in rows.items() if found}


def evaluation_figures(record: Evaluation) -> Figures:
    """The fields that a text about an evaluation may use."""
    words = {
        "question": record.question,
        "scheme": scheme_words(record.scheme),
        "period": Period(record.first_on, record.last_on).words,
        "complete_to": day_words(record.snapshot.complete_to),
    }
    if record.locked_at:
        words["locked_on"] = day_words(local_date(record.locked_at))
    return Figures({}, {**words, **figure_words(record.result)})


def _table(name: str, rows: Sequence[Mapping[str, Any]], record: Evaluation) -> Table:
    columns = tuple(rows[0])
    return Table(
        name=name,
        title=TITLES[name],
        keys=columns[:1],
        columns=columns,
        rows=tuple(rows),
        hidden=tuple(
            Hidden(str(row[columns[0]]), HEADINGS[column], str(row[column]), SYMBOLS[str(row[column])])
            for row in rows
            for column in columns
            if row[column] in SYMBOLS
        ),
        face=str(record.result["face"]),
        notes=NOTES.get(name, ()),
    )
