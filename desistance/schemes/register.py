"""What schemes tell the house."""

from django.db.models import F, Value

from desistance.foundation.register import Card, Holding, Keep, Permission, TimelineEntry
from desistance.foundation.terms import DataClass
from desistance.schemes.queries.checks import checkpoint_card

DECISION_RECORD = Keep(
    6,
    "the last check or contract of the person ends",
    "Police Information and Records Management Code of Practice 2023; partnership retention schedule, to be confirmed locally",
)

HOLDINGS = (
    Holding(
        "schemes.EligibilityCheck",
        "Checks of eligibility",
        DataClass.OFFENDING,
        DECISION_RECORD,
        timeline=TimelineEntry(
            at="at", kind="Eligibility check", title=Value("Checkpoint eligibility check"), summary=F("summary")
        ),
    ),
)
OFFERS = (
    Card(
        "schemes.checkpoint",
        "Checkpoint",
        "main",
        50,
        DataClass.OFFENDING,
        "schemes/checkpoint_card.html",
        checkpoint_card,
    ),
)
WORDS = (
    Permission(
        "eligibility.check",
        "Check whether somebody can be offered Checkpoint",
        frozenset({"custody_officer", "navigator", "iom_officer", "team_manager"}),
    ),
)
