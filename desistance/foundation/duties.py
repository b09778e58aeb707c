"""How rows become duties: the one place that knows the columns of work that is due."""

from datetime import date, datetime
from typing import Any

from django.db.models import BigIntegerField, CharField, DateTimeField, F, QuerySet, Value
from django.db.models.functions import Cast

from desistance.foundation.register import DUTY_COLUMNS

Rows = QuerySet[Any, Any]


def duty_rows(
    rows: Rows,
    name: str,
    *,
    words: Any,
    since: str,
    due: Any = "",
    said_by: Any = "agency__short_name",
    reference: Any = "person__reference",
) -> Rows:
    """Rows about people with the columns (``DUTY_COLUMNS``) that a :class:`~desistance.foundation.register.Duty` answers with.

    ``since``, ``due``, ``said_by`` and ``reference`` name columns of the rows, or are expressions over them; ``words`` is text,
    or an expression. Without ``due`` nothing is due by a day.
    """
    return _told(rows, name, words=words, since=since, due=due, said_by=said_by, reference=_column(reference))


def late_rows(rows: Rows, name: str, *, words: Any, due: str, before: date | datetime) -> Rows:
    """Work whose clock ran out before a moment (or day), as a duty of whoever answers for those who do it.

    ``due`` is the column in which the clock ends. How long after it ran out the work is theirs too is a dated value of the room.
    """
    return duty_rows(rows.filter(**{f"{due}__lt": before}), name, words=words, since=due, due=due)


def duty_rows_of_nobody(
    rows: Rows, name: str, *, words: Any, since: str, due: Any = "", said_by: Any = "agency__short_name"
) -> Rows:
    """The same for work that concerns no person in the partnership's records; a reference of the rows' own stands as it is."""
    has_its_own = any(field.name == "reference" for field in rows.model._meta.get_fields())
    about = {"person": Cast(Value(None), BigIntegerField())} | ({} if has_its_own else {"reference": _text("")})
    return _told(rows, name, words=words, since=since, due=due, said_by=said_by, **about)


def _told(rows: Rows, name: str, *, words: Any, since: str, due: Any, said_by: Any, **about: Any) -> Rows:
    told: Rows = rows.annotate(
        duty=_text(name),
        record=F("id"),
        words=_text(words) if isinstance(words, str) else words,
        said_by=_column(said_by),
        since=F(since),
        due=Cast(_column(due) if due else Value(None), DateTimeField()),
        **about,
    )
    columns: Rows = told.values(*DUTY_COLUMNS)
    return columns


def _column(named: Any) -> Any:
    return F(named) if isinstance(named, str) else named


def _text(words: str) -> Value:
    return Value(words, output_field=CharField())
