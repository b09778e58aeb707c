"""No answer without its audit record: looks and refusals are committed before the bytes leave, else 503."""

import uuid
from collections.abc import Callable

import structlog
from django.db import DatabaseError, connection, transaction
from django.http import HttpRequest, HttpResponse

from desistance.audit.actions import write, write_looks
from desistance.audit.terms import Category
from desistance.foundation.reading import Notes, guard, noting

log = structlog.get_logger("audit")
PATIENCE_MS = 800


class AuditLooks:
    """Opens a page of notes for each request and writes it down once the answer is rendered (just inside SecurityMiddleware).

    ``Sec-Purpose: prefetch`` is answered 204 without running the view: nobody looked. Statement and lock time-outs keep a
    hanging audit table from holding an answer longer than two seconds.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer the request, or 503 when its looks could not be written down."""
        if "prefetch" in request.headers.get("Sec-Purpose", ""):
            return HttpResponse(status=204)
        request.id = uuid.uuid4().hex  # type: ignore[attr-defined]
        with noting() as notes, connection.execute_wrapper(guard):
            response = self.get_response(request)
            if response.streaming and notes.subjects:
                raise TypeError("An answer about people must not be streamed: make it a file.")
            try:
                self._write_down(request, response, notes)
            except DatabaseError as failure:
                log.error("audit_failed", request_id=request.id, error=type(failure).__name__)  # type: ignore[attr-defined]
                return HttpResponse(UNWRITTEN, status=503, headers={"Cache-Control": "no-store", "Retry-After": "5"})
        response["X-Request-ID"] = request.id  # type: ignore[attr-defined]
        return response

    def _write_down(self, request: HttpRequest, response: HttpResponse, notes: Notes) -> None:
        refused = bool(notes.denied) or (response.status_code in (401, 403, 404, 429) and notes.by is not None)
        if not notes.subjects and not refused:
            return
        match = request.resolver_match
        what = match.view_name if match else "no such page"
        with transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute(f"SET LOCAL statement_timeout = {PATIENCE_MS}; SET LOCAL lock_timeout = {PATIENCE_MS}")
            if refused:
                write(
                    Category.DENIAL,
                    what[:80],
                    by=notes.by,
                    subjects=notes.denied,
                    status=response.status_code,
                    method=request.method,
                )
            write_looks(notes, what=what[:80])


UNWRITTEN = """<!doctype html><html lang="en"><title>There is a problem with the service - Desistance</title>
<h1>There is a problem with the service</h1><p>Your visit could not be recorded, so nothing is shown. Nothing you typed has been
saved. Go back, copy your text and try again in a few minutes.</p></html>"""
