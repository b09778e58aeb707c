"""States and kinds of access, and the dated values that its clocks run by."""

from datetime import date
from enum import StrEnum

from django.db import models

from desistance.foundation.rulesets import RuleSet
from desistance.foundation.states import State, StateTable


class Relation(StrEnum):
    """How the reader stands to the person, as the policy table names it."""

    TIED = "tied"
    GRANTED = "granted"
    EMERGENCY = "emergency"
    FINDABLE = "findable"
    ANY = "any"


class Owner(StrEnum):
    """Whose entry it is, and under what the reader's agency may see another agency's."""

    OWN = "own"
    AGREED = "agreed"
    CONSENTED = "consented"
    ANY = "any"


class TieKind(models.TextChoices):
    """What made a tie."""

    INVOLVEMENT = "involvement", "works with the person"
    GRANTED = "granted", "access given on request"
    EMERGENCY = "emergency", "emergency access"


class LegalGround(models.TextChoices):
    """The ground on which an agency works with a person's information. Sources: the Acts named in each."""

    COURT_ORDER = (
        "court_order",
        "Order or licence of a court (Sentencing Act 2020; Criminal Justice Act 2003)",
    )
    PREVENTION = "prevention", "Preventing and detecting crime (Crime and Disorder Act 1998 s.115)"
    PUBLIC_TASK = "public_task", "Public task (UK GDPR Article 6(1)(e))"
    HEALTH_CARE = "health_care", "Providing health or social care (UK GDPR Article 9(2)(h))"
    CONSENT = "consent", "The person's consent to this service"
    VITAL_INTERESTS = "vital_interests", "To protect someone's life (UK GDPR Article 6(1)(d))"
    SAFEGUARDING = "safeguarding", "Safeguarding (Data Protection Act 2018 Schedule 1 paragraph 18)"


INVOLVEMENT_STATES = StateTable(
    name="involvement",
    start="open",
    states=(
        State("open", "Open", "lead worker", "blue"),
        State("ended", "Ended", "nobody", "grey", is_final=True),
    ),
    moves={"open": {"ended": "end"}},
    source="Design of the partnership: work that has started ends, once, with a reason.",
)

REQUEST_STATES = StateTable(
    name="access request",
    start="asked",
    states=(
        State("asked", "Waiting for an answer", "approver", "amber"),
        State("given", "Given", "reader", "green"),
        State("refused", "Not given", "nobody", "red", is_final=True),
        State("withdrawn", "Withdrawn", "nobody", "grey", is_final=True),
        State("lapsed", "Ended", "nobody", "grey", is_final=True),
    ),
    moves={
        "asked": {"given": "give", "refused": "refuse", "withdrawn": "withdraw"},
        "given": {"lapsed": "end"},
    },
    source="Limited access of the probation service, with a named approver and a clock (service design B22).",
)

REVIEW_STATES = StateTable(
    name="emergency access review",
    start="due",
    states=(
        State("due", "Review due", "information governance officer", "amber"),
        State("justified", "Justified", "nobody", "green", is_final=True),
        State("not_justified", "Not justified", "line manager", "red", is_final=True),
        State("more_needed", "More needed", "reader", "amber"),
    ),
    moves={
        "due": {"justified": "accept", "not_justified": "reject", "more_needed": "ask"},
        "more_needed": {"justified": "accept", "not_justified": "reject"},
    },
    source="Every emergency access is reviewed by a person (security goal C9).",
)

REQUEST_LENGTHS = {"day": ("1 day", 1), "week": ("7 days", 7), "month": ("28 days", 28)}

EMERGENCY_REASONS = {
    "risk_to_life": "Risk to someone's life",
    "safeguarding": "Safeguarding a child or adult",
    "release_tonight": "Release tonight",
    "other": "Something else",
}

CLOCKS = (
    RuleSet(
        name="access clocks",
        version=1,
        valid_from=date(2013, 1, 1),
        valid_until=None,
        source="How long access lasts and who answers by when: a default of this service, to be confirmed by the partnership in "
        "its agreement",
        values={
            "emergency_minutes": 60,
            "review_working_days": 2,
            "answer_working_days": 2,
            "reason_characters": 20,
        },
    ),
)

WORKLOAD_RULES = (
    RuleSet(
        name="workload by kind of work",
        version=1,
        valid_from=date(2013, 1, 1),
        valid_until=None,
        source="Points for each person by kind of work, after the workload measurement of the probation service: a default of "
        "this service, to be confirmed by the partnership",
        values={
            "supervision": 3,
            "custody_check": 1,
            "police_management": 2,
            "checkpoint": 3,
            "resettlement": 2,
            "housing_support": 2,
            "treatment": 2,
            "employment_support": 1,
            "womens_support": 2,
            "community_support": 1,
            "youth_justice": 3,
            "youth_transfer": 1,
        },
    ),
)
"""Points that one person weighs by the kind of the agency's work with them."""

FINDERS = frozenset(
    {
        "practitioner",
        "navigator",
        "custody_officer",
        "iom_officer",
        "partner_worker",
        "release_coordinator",
        "team_manager",
    }
)
"""Roles that may find a person whom another agency holds."""

CASEWORK_ROLES = frozenset(
    {"practitioner", "navigator", "custody_officer", "iom_officer", "release_coordinator", "team_manager"}
)
SERVICE_ROLES = frozenset({"partner_worker", "payback_supervisor", "facilitator", "rj_coordinator", "victim_contact"})
CHILDHOOD_ROLES = frozenset({"practitioner", "partner_worker", "iom_officer", "team_manager"})
"""Roles that may see and record what belongs to somebody's childhood: those who carry a young person over to adult services."""
VICTIM_ROLES = frozenset({"rj_coordinator", "victim_contact"})
GOVERNANCE_ROLES = frozenset({"governance_officer"})
