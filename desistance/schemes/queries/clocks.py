"""Working days put to the database, for duties whose clock begins with a row that this room did not write."""

from datetime import date
from typing import Any

from django.db.models import DateField, DateTimeField, Func

from desistance.foundation.calendar import bank_holidays

HOLIDAYS_FROM = date(2025, 1, 1)


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
            f"(SELECT {day} + g.step AS day FROM generate_series(1, {2 * self.days + 20}) AS g(step)) AS n "
            f"WHERE extract(isodow FROM n.day) < 6 AND n.day NOT IN ({off}) "
            f"ORDER BY n.day OFFSET {self.days - 1} LIMIT 1)"
        )
        return sql, tuple(parameters)


class DayOfAge(Func):
    """The day on which somebody is so many months old, put to the database: what ``rules.ages.turning`` says of one exact date.

    Born on 29 February, a birthday falls on 1 March of a year without one.
    """

    output_field = DateField()

    def __init__(self, born_on: Any, months: int) -> None:
        super().__init__(born_on)
        self.months = months

    def as_sql(self, compiler: Any, connection: Any, *_: Any, **more: Any) -> Any:
        """The day by the calendar of months, and one more where a leap day has no birthday."""
        inner, parameters = compiler.compile(self.source_expressions[0])
        span = f"make_interval(months => {int(self.months)})"
        day = f"(({inner}) + {span})::date"
        if self.months % 12:
            return day, tuple(parameters)
        leap = f"to_char({inner}, 'MMDD') = '0229' AND to_char({day}, 'MMDD') = '0228'"
        return f"({day} + CASE WHEN {leap} THEN 1 ELSE 0 END)", tuple(parameters) * 3
