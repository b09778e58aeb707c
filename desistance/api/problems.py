"""Every answer of no, in one shape: problem details as RFC 9457 describes them (July 2023)."""

import json
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.http import HttpRequest, HttpResponse
from ninja import Schema
from pydantic import Field

from desistance.foundation.decisions import Conflict, NotFound, OnlyKnown, Refusal

MEDIA_TYPE = "application/problem+json"
DOCS = "/api/v1/docs"

TITLES: dict[str, tuple[int, str]] = {
    "not-readable": (400, "The request could not be read"),
    "key-missing": (400, "A key is needed"),
    "not-signed-in": (401, "A token is needed"),
    "not-permitted": (403, "You cannot do this"),
    "scope-missing": (403, "The token is not made for this"),
    "only-known": (403, "You may know of this person, and ask"),
    "not-found": (404, "Nothing here matches"),
    "method-not-allowed": (405, "This address does not take that method"),
    "changed-meanwhile": (409, "Someone else changed this"),
    "key-used": (409, "This key was used for another call"),
    "stale-version": (412, "Someone else changed this since you read it"),
    "too-large": (413, "Too much was sent"),
    "refused": (422, "There is a problem with what was sent"),
    "version-missing": (428, "The version you read is needed"),
    "too-many-calls": (429, "Too many calls"),
    "fault": (500, "There is a problem with the service"),
    "not-available": (503, "The service is not available"),
}
"""Every kind of problem: its status and its title. The docs page explains each under its name."""


class FieldError(Schema):
    """What is wrong with one field, and how to mend it."""

    field: str
    words: str


class BothVersions(Schema):
    """Both sides of a stale change, by field: as it was, as it is, and as this call wanted it."""

    version: int = Field(description="The version that stands now.")
    base: dict[str, Any]
    theirs: dict[str, Any]
    mine: dict[str, Any]


class Ask(Schema):
    """How to ask for access."""

    method: str
    href: str


class Problem(Schema):
    """Problem details (RFC 9457). ``type`` leads to the explanation of the kind of problem."""

    type: str
    title: str
    status: int
    detail: str = ""
    errors: list[FieldError] | None = Field(None, description="With 422: the fields to mend.")
    reference: str | None = Field(None, description="With only-known: the person's reference.")
    ask: Ask | None = Field(None, description="With only-known: how to ask for access.")
    versions: BothVersions | None = Field(None, description="With 409 and 412: both versions.")


def problem(kind: str, detail: str = "", **more: Any) -> HttpResponse:
    """The answer for one kind of problem."""
    status, title = TITLES[kind]
    body: dict[str, Any] = {"type": f"{DOCS}#{kind}", "title": title, "status": status, "detail": detail, **more}
    answer = HttpResponse(json.dumps(body, cls=DjangoJSONEncoder), status=status, content_type=MEDIA_TYPE)
    if status == 401:
        answer["WWW-Authenticate"] = 'Bearer realm="Desistance"'
    return answer


def of_status(status: int) -> HttpResponse:
    """The answer for a refusal that was made outside this door: by Django, the audit or the reception."""
    words = {
        404: NOT_FOUND,
        400: "Send JSON (or a file, where one is asked for) in UTF-8.",
        503: "Nothing was saved. Try again in a few minutes.",
        500: "Nothing was half-saved. Try again in a few minutes, and tell the service desk the request id.",
    }
    kinds = {known: kind for kind, (known, _) in reversed(TITLES.items())}
    kind = kinds.get(status, "fault" if status >= 500 else "not-readable")
    return problem(kind, words.get(TITLES[kind][0], ""))


NOT_FOUND = "Check the address. What you may not see is answered in the same way as what is not there."


def refusal(request: HttpRequest, refused: Refusal) -> HttpResponse:
    """The answer for a refusal that a question or an action raised."""
    if isinstance(refused, NotFound):
        return problem("not-found", NOT_FOUND)
    if isinstance(refused, OnlyKnown):
        return _only_known(refused)
    if isinstance(refused, Conflict):
        return _conflict(request, refused)
    if refused.status == 403:
        return problem("not-permitted", refused.words)
    errors = [{"field": refused.field, "words": refused.words}] if refused.field else []
    return problem("refused", refused.words, errors=errors)


def _only_known(refused: OnlyKnown) -> HttpResponse:
    """The same words whether or not the record is restricted: that is told by the operation ``known_person``."""
    return problem(
        "only-known",
        "You may know that this person is here. The operation known_person says what may be told; or ask for access.",
        reference=refused.reference,
        ask={"method": "POST", "href": f"/api/v1/people/{refused.reference}/access-requests"},
    )


def _conflict(request: HttpRequest, refused: Conflict) -> HttpResponse:
    versions = refused.versions
    told = {
        "version": versions.version,
        "base": versions.base,
        "theirs": versions.theirs,
        "mine": {name: _plain(value) for name, value in versions.mine.items()},
    }
    is_stale = bool(request.headers.get("If-Match"))
    words = "Read the record again, take over what you need, and send the change with its new version."
    answer = problem("stale-version" if is_stale else "changed-meanwhile", words, versions=told)
    answer["ETag"] = f'"{versions.version}"'
    return answer


def _plain(value: Any) -> Any:
    return json.loads(json.dumps(value, cls=DjangoJSONEncoder))
