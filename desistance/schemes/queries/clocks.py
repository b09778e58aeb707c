"""Working days put to the database, for duties whose clock begins with a row that this room did not write."""

from datetime import date
from typing import Any

from django.db.models import DateTimeField, Func

from desistance.foundation.calendar import bank_holidays

HOLIDAYS_FROM = date(2025, 1, 1)
MOST_DAYS = 40


class EndOfWorkingDayAfter(Func):
    """5pm in England so many working days after the day of a moment: what ``calendar.end_of_working_day_after`` says of one."""

    output_field = DateTimeField()

    def __init__(self, moment: Any, days: int) -> None:
        super().__init__(moment)
        self.days = days

    def as_sql(self, compiler: Any, connection: Any, *_: Any, **more: Any) -> Any:
        """The day is looked for among those that follow, bank holidays left out."""
        inner, parameters = compiler.compile(self.source_expressions[0])
        day = f"(({inner}) AT TIME ZONE 'Europe/London')::date"
        off = ", ".join(f"'{on.isoformat()}'" for on in sorted(bank_holidays()) if on >= HOLIDAYS_FROM)
        sql = (
            f"(SELECT (n.day + time '17:00') AT TIME ZONE 'Europe/London' FROM "  # noqa: S608  # dates of the calendar and a whole number of ours
            f"(SELECT {day} + g.step AS day FROM generate_series(1, {MOST_DAYS}) AS g(step)) AS n "
            f"WHERE extract(isodow FROM n.day) < 6 AND n.day NOT IN ({off}) "
            f"ORDER BY n.day OFFSET {self.days - 1} LIMIT 1)"
        )
        return sql, tuple(parameters)
