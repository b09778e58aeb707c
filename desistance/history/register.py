"""What history tells the house."""

from collections.abc import Mapping
from typing import Any

from django.db.models import Case, F, TextChoices, TextField, Value, When

from desistance.access.terms import CASEWORK_ROLES
from desistance.foundation.passes import Pass
from desistance.foundation.register import Card, Holding, Keep, Permission, Section, TimelineEntry
from desistance.foundation.terms import DataClass
from desistance.history.queries import arrests_of, history_in_short, history_lines
from desistance.history.terms import CustodyKind, DisposalKind

POLICE_RECORD = Keep(
    6,
    "the last arrest, then reviewed by a person",
    "Police Information and Records Management Code of Practice 2023; groups 2 and 3 reviewed after a 6 or 10 year clear period",
)


def _arrests(person: int, by: Pass) -> Mapping[str, Any] | None:
    if not by.sees.get(DataClass.OFFENDING):
        return None
    return {"arrests": arrests_of(person, by=by, limit=10)}


def _offences(person: int, by: Pass) -> Mapping[str, Any] | None:
    if not by.sees.get(DataClass.OFFENDING):
        return None
    return {"history": history_in_short(person, by=by), "reference": by.reference}


def _in_words(column: str, choices: type[TextChoices]) -> Case:
    """The words of a kind, for the timeline."""
    words = [When(**{column: value}, then=Value(words)) for value, words in choices.choices]
    return Case(*words, output_field=TextField())


HOLDINGS = (
    Holding(
        "history.Arrest",
        "Arrests",
        DataClass.OFFENDING,
        POLICE_RECORD,
        timeline=TimelineEntry(at="at", kind="Arrest", title=F("offence_words"), summary=F("custody_suite")),
    ),
    Holding(
        "history.Offence",
        "Offences",
        DataClass.OFFENDING,
        POLICE_RECORD,
        timeline=TimelineEntry(at="at", kind="Offence", title=F("offence_words"), summary=F("offence_code")),
    ),
    Holding(
        "history.Disposal",
        "How offences were dealt with",
        DataClass.OFFENDING,
        POLICE_RECORD,
        timeline=TimelineEntry(at="at", kind="Disposal", title=_in_words("kind", DisposalKind), summary=F("court")),
    ),
    Holding(
        "history.CustodySpell",
        "Times in custody",
        DataClass.OFFENDING,
        POLICE_RECORD,
        on_merge="join",
        timeline=TimelineEntry(
            at="began_at", kind="Custody", title=_in_words("kind", CustodyKind), summary=F("prison")
        ),
    ),
)
OFFERS = (
    Section(
        "history.history",
        "Offences and custody",
        50,
        history_lines,
        "No offences are told here. That does not mean there are none.",
    ),
    Card("history.offences", "Offences", "main", 35, DataClass.OFFENDING, "history/offences_card.html", _offences),
    Card("history.arrests", "Arrests", "main", 40, DataClass.OFFENDING, "history/arrests_card.html", _arrests),
)
WORDS = (
    Permission("arrest.record", "Record an arrest", frozenset({"custody_officer", "iom_officer", "navigator"})),
    Permission(
        "arrest.change",
        "Correct or withdraw an arrest of your own force",
        frozenset({"custody_officer", "iom_officer"}) & CASEWORK_ROLES,
    ),
    Permission("conviction.record", "Record a conviction or caution", frozenset({"practitioner", "iom_officer"})),
    Permission(
        "conviction.change",
        "Correct or withdraw a conviction that your agency recorded",
        frozenset({"practitioner", "iom_officer"}),
    ),
    Permission(
        "custody.record",
        "Record a time in custody and its end",
        frozenset({"practitioner", "iom_officer", "release_coordinator"}),
    ),
    Permission(
        "custody.change",
        "Withdraw a time in custody that your agency recorded",
        frozenset({"practitioner", "iom_officer", "release_coordinator"}),
    ),
)
