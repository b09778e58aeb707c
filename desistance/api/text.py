"""The types of what callers send: text without NUL and of a length that fits, references, ids, moments and pages."""

from datetime import date
from typing import Annotated

from pydantic import AwareDatetime, Field, StringConstraints

NO_NUL = r"^[^\x00]*$"
"""PostgreSQL text holds no NUL character; such text is refused here and not by the database."""

Word = Annotated[str, StringConstraints(max_length=40, pattern=NO_NUL)]
Line = Annotated[str, StringConstraints(max_length=120, pattern=NO_NUL)]
Sentence = Annotated[str, StringConstraints(max_length=300, pattern=NO_NUL)]
Text = Annotated[str, StringConstraints(max_length=2000, pattern=NO_NUL)]
Id = Annotated[int, Field(ge=1, le=2**63 - 1)]
Version = Annotated[int, Field(ge=1, le=2**31 - 1)]
Day = Annotated[date, Field(ge=date(1850, 1, 1), le=date(2199, 12, 31))]
Moment = AwareDatetime
Size = Annotated[int, Field(ge=1, le=100)]
FileLine = Annotated[int, Field(ge=0, le=2**31 - 1)]
