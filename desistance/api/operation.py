"""How an operation is declared: ``asks`` for a question, ``does`` for an action. Both need a token; there is no other way in."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any

from django.http import HttpResponse
from ninja import Router

from desistance.access.queries.known import known_person
from desistance.access.queries.passes import open_record
from desistance.api.admission import Asked, Bearer
from desistance.api.answers import Done, sent
from desistance.api.once import once
from desistance.api.problems import MEDIA_TYPE
from desistance.desk.queries.frame import Person
from desistance.foundation.decisions import NotFound
from desistance.foundation.passes import Pass

View = Callable[..., Any]
REFERENCE = re.compile("[Pp]-[0-9A-Za-z]{4}-[0-9A-Za-z]{2}", re.ASCII)
ALWAYS = (400, 401, 403, 404, 409, 413, 422, 429, 503)
NEEDS_VERSION = (412, 428)
WORDS = {
    400: "The request could not be read, or its key is missing.",
    401: "No token, or one that is unknown, expired or revoked.",
    403: "The role or the token does not allow it; or the person may only be known of.",
    404: "Missing, or hidden from this reader: the same answer.",
    409: "Someone else changed it in the meantime, or the key was used for another call.",
    412: "Stale: someone else changed it since it was read. Both versions are in the answer.",
    413: "Too much was sent.",
    422: "Something that was sent does not stand; by field where one is to blame.",
    428: "If-Match is missing.",
    429: "Too many calls. Retry-After says when to go on.",
    503: "Not available, or the look could not be recorded; nothing is shown.",
}
IF_MATCH = {
    "name": "If-Match",
    "in": "header",
    "required": True,
    "description": "The ETag of the record as it was read.",
    "schema": {"type": "string", "pattern": '^"[1-9][0-9]{0,8}"$'},
    "example": '"1"',
}
KEY = {
    "name": "Idempotency-Key",
    "in": "header",
    "required": True,
    "description": "The caller's own key for this one call. The same call again within 24 hours gets the first answer.",
    "schema": {"type": "string", "minLength": 1, "maxLength": 100, "pattern": "^[A-Za-z0-9_-]+$"},
}
VERSION_HEADER = {"ETag": {"description": "The version, to send as If-Match.", "schema": {"type": "string"}}}


@dataclass(frozen=True, slots=True)
class Told:
    """What an operation is, for the tests that hold it against the gate."""

    name: str
    method: str
    path: str
    permission: str
    is_question: bool
    needs_version: bool
    makes: bool


OPERATIONS: dict[str, Told] = {}


class RoomRouter(Router):
    """The operations of one room."""

    def asks(self, path: str, answer: Any, *, permission: str = "", method: str = "GET") -> Callable[[View], View]:
        """A question. ``method`` is POST only where what is asked must not stand in an address."""

        def declare(view: View) -> View:
            _register(view, Told(view.__name__, method, path, permission, True, False, False))
            self.add_api_operation(
                path,
                [method],
                view,
                auth=Bearer(permission, is_question=True),
                response={200: answer},
                exclude_none=False,
                **_words(view),
                openapi_extra={"responses": _failures(ALWAYS), "x-scope": "read"},
            )
            return view

        return declare

    def does(
        self,
        path: str,
        *,
        permission: str,
        answer: type[Done] = Done,
        makes: bool = False,
        versioned: bool = False,
        method: str = "POST",
        most_a_minute: int = 0,
        again: Callable[[Asked, int], object] | None = None,
    ) -> Callable[[View], View]:
        """An action. ``makes``: answers 201, and the same call twice makes one record. ``versioned``: needs If-Match.

        ``answer``: what it tells beyond the record. ``most_a_minute``: how often one worker may try it, whatever comes of it.
        ``again``: what the caller must still be able to read, by the number in the address, for an answer to be told again.
        """

        def declare(view: View) -> View:
            @wraps(view)
            def perform(request: Asked, **values: Any) -> HttpResponse:
                if makes:
                    told, is_again = once(request, lambda: view(request, **values))
                    if is_again:
                        _told_still(request, values)
                        if again is not None:
                            again(request, values["number"])
                    return sent(told, 201, is_again=is_again)
                return sent(view(request, **values), 200)

            _register(view, Told(view.__name__, method, path, permission, False, versioned, makes))
            admission = Bearer(
                permission,
                is_question=False,
                needs_version=versioned,
                needs_key=makes,
                most_a_minute=most_a_minute,
            )
            headers = ([IF_MATCH] if versioned else []) + ([KEY] if makes else [])
            failures = _failures((*ALWAYS, *NEEDS_VERSION) if versioned else ALWAYS)
            status = 201 if makes else 200
            self.add_api_operation(
                path,
                [method],
                perform,
                auth=admission,
                response={status: answer},
                **_words(view),
                openapi_extra={
                    "responses": {**failures, status: {"headers": VERSION_HEADER}},
                    "parameters": headers,
                    "x-scope": permission,
                },
            )
            return view

        return declare


def _register(view: View, told: Told) -> None:
    if told.name in OPERATIONS:
        raise ValueError(f"Two operations are called {told.name}")
    OPERATIONS[told.name] = told


def _told_still(request: Asked, values: dict[str, Any]) -> None:
    """Raise :class:`NotFound` where an answer is about someone who was hidden from the caller since it was first given."""
    for name in ("reference", "one", "other"):
        if name in values:
            known_person(reference=written(values[name]), by=request.by)


def _words(view: View) -> dict[str, Any]:
    first, _, rest = (view.__doc__ or "").partition("\n")
    return {"operation_id": view.__name__, "summary": first.rstrip("."), "description": " ".join(rest.split())}


def _failures(statuses: tuple[int, ...]) -> dict[int, Any]:
    content = {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}}
    return {status: {"description": WORDS[status], "content": content} for status in statuses}


def written(reference: str) -> str:
    """A reference in its one written form. Raises :class:`NotFound` for what cannot be one, as for one that is not there."""
    if not REFERENCE.fullmatch(reference):
        raise NotFound()
    return reference.upper()


def opened(request: Asked, reference: str) -> tuple[Person, Pass]:
    """The person and the caller's pass for them. Raises what the gate raises: ``NotFound`` and ``OnlyKnown``."""
    person, by = open_record(reference=written(reference), by=request.by)
    request.by = by
    return person, by
