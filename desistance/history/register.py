"""What history tells the house."""

from collections.abc import Mapping
from typing import Any

from django.db.models import F

from desistance.access.terms import CASEWORK_ROLES
from desistance.foundation.passes import Pass
from desistance.foundation.register import Card, Holding, Keep, Permission, TimelineEntry
from desistance.foundation.terms import DataClass
from desistance.history.queries import arrests_of

POLICE_RECORD = Keep(
    6,
    "the last arrest, then reviewed by a person",
    "Police Information and Records Management Code of Practice 2023; groups 2 and 3 reviewed after a 6 or 10 year clear period",
)


def _arrests(person: int, by: Pass) -> Mapping[str, Any] | None:
    if not by.sees.get(DataClass.OFFENDING):
        return None
    return {"arrests": arrests_of(person, by=by, limit=10)}


HOLDINGS = (
    Holding(
        "history.Arrest",
        "Arrests",
        DataClass.OFFENDING,
        POLICE_RECORD,
        timeline=TimelineEntry(at="at", kind="Arrest", title=F("offence_words"), summary=F("custody_suite")),
    ),
)
OFFERS = (Card("history.arrests", "Arrests", "main", 40, DataClass.OFFENDING, "history/arrests_card.html", _arrests),)
WORDS = (
    Permission("arrest.record", "Record an arrest", frozenset({"custody_officer", "iom_officer", "navigator"})),
    Permission(
        "arrest.change",
        "Correct or withdraw an arrest of your own force",
        frozenset({"custody_officer", "iom_officer"}) & CASEWORK_ROLES,
    ),
)
