"""A call that is sent twice makes one record: the caller's key is kept for a day with the record that came of it."""

import hashlib
from collections.abc import Callable
from datetime import timedelta

from django.db import connection, transaction

from desistance.api.admission import Asked, NotAdmitted
from desistance.api.answers import Done

KEPT_FOR = timedelta(hours=24)
CLAIM = """
    INSERT INTO api_call (token, key, digest, record, record_id, at) VALUES (%s, %s, %s, '', '', %s)
    ON CONFLICT (token, key) DO NOTHING RETURNING id
"""
KEPT = "SELECT digest, record, record_id, version FROM api_call WHERE token = %s AND key = %s"
KEEP = "UPDATE api_call SET record = %s, record_id = %s, version = %s WHERE id = %s"
FORGET = "DELETE FROM api_call WHERE token = %s AND at < %s"


def once(request: Asked, make: Callable[[], Done]) -> tuple[Done, bool]:
    """What ``make`` answers, or answered before under the same key; and whether it is told again.

    Claim and deed are one transaction: a second call with the key waits for the first, then reads its answer; if the first was
    refused the key is free again. Raises :class:`NotAdmitted` when the key was used for another call.
    """
    key, digest = request.headers["Idempotency-Key"], _digest(request)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(FORGET, [request.token.pk, request.at - KEPT_FOR])
        cursor.execute(CLAIM, [request.token.pk, key, digest, request.at])
        claimed = cursor.fetchone()
        if claimed is None:
            cursor.execute(KEPT, [request.token.pk, key])
            return _told_before(cursor.fetchone(), digest), True
        done = make()
        cursor.execute(KEEP, [done.record, done.id, done.version, claimed[0]])
    return done, False


def _told_before(kept: tuple[str, str, str, int | None], digest: str) -> Done:
    if kept[0] != digest:
        words = (
            "This Idempotency-Key was sent before with another address or body. Use a new key for each thing you make."
        )
        raise NotAdmitted("key-used", words)
    return Done(record=kept[1], id=kept[2], version=kept[3])


def _digest(request: Asked) -> str:
    """Method, address and body; of a file its bytes, since its multipart frame differs each time."""
    found = hashlib.sha256(f"{request.method} {request.path}\n".encode())
    if request.FILES:
        for name, value in sorted(request.POST.items()):
            found.update(f"{name}={value}\n".encode())
        for name, file in sorted(request.FILES.items()):
            found.update(f"{name}\n".encode())
            for chunk in file.chunks():  # type: ignore[union-attr]  # one file a name: the schema says so
                found.update(chunk)
            file.seek(0)  # type: ignore[union-attr]
    else:
        found.update(request.body)
    return found.hexdigest()
