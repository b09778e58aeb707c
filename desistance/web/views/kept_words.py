"""What was typed to find someone, kept on the server under a short-lived id: never in an address, a log or a history."""

import secrets
from datetime import datetime, timedelta
from typing import Any

from django.http import Http404, HttpRequest

KEPT_FOR = timedelta(minutes=30)
MOST_KEPT = 10


def keep(request: HttpRequest, **typed: str) -> str:
    """Keep what was typed in the reader's own session; gives the id under which it can be read for half an hour."""
    kept: dict[str, Any] = request.session.get("typed", {})
    newest = sorted(kept.items(), key=lambda item: item[1]["at"])[-(MOST_KEPT - 1) :]
    result = secrets.token_urlsafe(9)
    at = request.at.isoformat()  # type: ignore[attr-defined]  # set by the reception
    request.session["typed"] = {**dict(newest), result: {"at": at, **typed}}
    return result


def kept(request: HttpRequest, result: str) -> dict[str, str] | None:
    """What was kept under an id, or None when it is too old. Raises Http404 for an id that is not the reader's."""
    found: dict[str, str] | None = request.session.get("typed", {}).get(result)
    if found is None:
        raise Http404
    is_old = request.at - datetime.fromisoformat(found["at"]) > KEPT_FOR  # type: ignore[attr-defined]
    return None if is_old else found
