"""Writing to the trail. Every event goes through :func:`write`; deeds and the middleware are its users."""

import json
from collections.abc import Iterable
from typing import Any

from desistance import __version__
from desistance.audit.models import AuditEvent
from desistance.audit.terms import Category
from desistance.foundation.passes import Pass
from desistance.foundation.reading import Notes


def write(
    category: Category,
    what: str,
    *,
    by: Pass | None,
    subjects: Iterable[int] = (),
    classes: Iterable[str] = (),
    recipient: str = "",
    **more: Any,
) -> AuditEvent:
    """Insert one event in the current transaction. ``more`` is kept in the entry and must hold no name and no content."""
    about = sorted(set(subjects))
    entry: dict[str, Any] = {
        "category": category.value,
        "what": what,
        "subjects": about,
        "classes": sorted({str(kind) for kind in classes}),
        "recipient": recipient,
        "app": __version__,
        **_actor(by),
        **more,
    }
    return AuditEvent.objects.create(
        category=category,
        what=what,
        staff=by.staff if by else None,
        agency=by.agency if by else None,
        subjects=about,
        recipient=recipient,
        request_id=by.request_id if by else str(more.get("request_id", "")),
        entry=json.dumps(entry, sort_keys=True, separators=(",", ":"), default=str),
    )


def _actor(by: Pass | None) -> dict[str, Any]:
    if by is None:
        return {}
    return {
        "staff": by.staff,
        "agency": by.agency,
        "role": by.role,
        "purpose": by.purpose.value,
        "regime": by.regime.value,
        "rule": by.rule,
        "emergency": by.emergency_until is not None,
        "request_id": by.request_id,
        "session": by.session,
        "address": by.address,
    }


def write_looks(notes: Notes, *, what: str) -> AuditEvent | None:
    """One event for everything that was noted; None when nobody was looked at."""
    if not notes.subjects:
        return None
    event = write(
        Category.CONSULTATION,
        what,
        by=notes.by,
        subjects=notes.subjects,
        classes=notes.classes,
        questions=sorted(set(notes.whats)),
    )
    notes.clear()
    return event
