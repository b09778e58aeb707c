"""What a change answers: which record it was, and the version it has now."""

from typing import Any

from django.http import HttpResponse
from ninja import Schema
from pydantic import Field


class Done(Schema):
    """The record that was made or changed. Content is read by the operations for reading, behind the gate."""

    record: str = Field(description="The kind of record.")
    id: str = Field(description="Its id; of a person, the reference.")
    version: int | None = Field(
        None, description="The version to send as If-Match with the next change; none for a fact."
    )


def done(record: str, row: Any) -> Done:
    """The answer for one row of a room."""
    return Done(record=record, id=str(row.pk), version=getattr(row, "version", None))


def sent(told: Done, status: int, *, is_again: bool = False) -> HttpResponse:
    """The answer with its version as ETag; ``is_again`` marks one that was given before."""
    answer = HttpResponse(told.model_dump_json(), status=status, content_type="application/json")
    if told.version is not None:
        answer["ETag"] = f'"{told.version}"'
    if is_again:
        answer["Idempotent-Replayed"] = "true"
    return answer
