"""The types of what callers send: text without NUL and of a length that fits, references, ids, moments and pages."""

from datetime import UTC, date, datetime
from typing import Annotated, Literal

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from pydantic import AfterValidator, AwareDatetime, Field, StringConstraints

NO_NUL = r"^[^\x00]*$"
"""PostgreSQL text holds no NUL character; such text is refused here and not by the database."""

EARLIEST, LATEST = date(1850, 1, 1), date(2199, 12, 31)
"""No day outside these is about anyone the service knows; beyond them calendars and clocks break down."""

Word = Annotated[str, StringConstraints(max_length=40, pattern=NO_NUL)]
Line = Annotated[str, StringConstraints(max_length=120, pattern=NO_NUL)]
Sentence = Annotated[str, StringConstraints(max_length=300, pattern=NO_NUL)]
Text = Annotated[str, StringConstraints(max_length=2000, pattern=NO_NUL)]
Id = Annotated[int, Field(ge=1, le=2**63 - 1)]
Version = Annotated[int, Field(ge=1, le=2**31 - 1)]
Day = Annotated[date, Field(ge=EARLIEST, le=LATEST)]


def _in_utc(moment: datetime) -> datetime:
    """The moment in UTC: a date that the database can hold, whatever offset it was written with."""
    if not EARLIEST.year <= moment.year <= LATEST.year:
        raise ValueError(f"Send a moment between {EARLIEST.year} and {LATEST.year}")
    return moment.astimezone(UTC)


Moment = Annotated[AwareDatetime, AfterValidator(_in_utc)]
Size = Annotated[int, Field(ge=1, le=100)]
FileLine = Annotated[int, Field(ge=0, le=2**31 - 1)]
Precision = Literal["day", "month", "year"]


def _address(text: str) -> str:
    try:
        validate_email(text.strip())
    except ValidationError as fault:
        raise ValueError("Email address must be like name@example.com") from fault
    return text.strip()


Reach = Annotated[str, StringConstraints(max_length=254, pattern=NO_NUL)]
EmailAddress = Annotated[Reach, AfterValidator(_address)]
