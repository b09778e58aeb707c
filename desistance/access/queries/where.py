"""Where a person lives, as each agency says, for the side of the person page."""

from collections.abc import Mapping
from typing import Any

from django.db.models import Q, QuerySet

from desistance.access.queries.scope import entries_seen
from desistance.foundation.calendar import local_date
from desistance.foundation.compiled import rows_of
from desistance.foundation.passes import Pass
from desistance.foundation.reading import marked, note_all
from desistance.foundation.terms import DataClass
from desistance.people.models import Address
from desistance.people.terms import AddressKind

MOST = 4


def where_card(person: int, by: Pass) -> Mapping[str, Any] | None:
    """Standing addresses that the reader may see, main ones first: one statement. Silence is not "no address", and says so."""
    with marked("access.where_card"):
        found = rows_of(_standing, by=by)
    note_all([person] if found else [], DataClass.CONTACT_DETAILS)
    link = {"label": "All addresses", "url": "{here}details/"}
    if not found:
        empty = {
            "strong": "No address is recorded that is shared with you.",
            "sentence": "That does not mean there is none.",
        }
        return {"empty": empty, "link": link}
    mains = (AddressKind.MAIN, AddressKind.NO_FIXED)
    found.sort(key=lambda row: row.kind not in mains)
    return {"places": [_place(row) for row in found[:MOST]], "link": link}


def _standing(by: Pass) -> QuerySet[Address]:
    on = local_date(by.at)
    now = (Q(from_on__isnull=True) | Q(from_on__lte=on)) & (Q(until_on__isnull=True) | Q(until_on__gte=on))
    rows = Address.objects.standing().filter(now, entries_seen(by, "people.Address")).select_related("agency")
    return rows.order_by("-said_at", "-id")


def _place(row: Address) -> dict[str, Any]:
    lines = ", ".join(part for part in (*row.lines.splitlines(), row.postcode) if part)
    return {
        "words": lines or "No fixed address",
        "kind": AddressKind(row.kind).wording,
        "from_on": row.from_on,
        "agency": row.agency.short_name,
        "is_confidential": row.data_class == DataClass.CONFIDENTIAL_ADDRESS,
        "is_no_fixed": row.kind == AddressKind.NO_FIXED,
    }
