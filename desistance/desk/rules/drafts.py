"""What may be kept as a draft, and for how long."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from desistance.desk.terms import DRAFT_KEPT_FOR, DRAFT_LARGEST
from desistance.foundation.decisions import Decision, all_of, allowed, refused

NEVER_KEPT = frozenset({"csrfmiddlewaretoken", "once", "version", "password", "code", "next"})
"""Fields that belong to one answer of the service, or are secrets: a draft never holds them."""


def kept_values(typed: Mapping[str, Sequence[str]]) -> dict[str, list[str]]:
    """What of a typed form goes into its draft: every field but secrets and those for the machine (``draft-...``)."""
    return {
        name: list(values)
        for name, values in typed.items()
        if name not in NEVER_KEPT and not name.startswith("draft-") and any(value.strip() for value in values)
    }


def may_keep(values: Mapping[str, Sequence[str]], path: str) -> Decision:
    """A draft has something in it, is no larger than a form can be, and belongs to a page of this service."""
    size = sum(len(value) for several in values.values() for value in several)
    return all_of(
        allowed() if values else refused("There is nothing to keep yet: the form is empty."),
        allowed()
        if size <= DRAFT_LARGEST
        else refused(f"A draft can hold {DRAFT_LARGEST:,} characters. Copy some of the text elsewhere first."),
        allowed()
        if path.startswith("/") and not path.startswith("//") and "\\" not in path
        else refused("A draft belongs to a page of this service."),
    )


def expiry(saved_at: datetime) -> datetime:
    """When a draft that was saved at a moment is thrown away."""
    return saved_at + DRAFT_KEPT_FOR
