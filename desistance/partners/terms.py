"""Kinds of agency, the roles of the service, and how far each role reaches."""

from dataclasses import dataclass
from enum import StrEnum

from django.db import models

from desistance.foundation.terms import DataClass, Purpose, Regime


class AgencyKind(models.TextChoices):
    """What an agency is; the policy speaks of kinds, never of one agency."""

    POLICE = "police", "Police force"
    PROBATION = "probation", "Probation service"
    PRISON = "prison", "Prison"
    COUNCIL = "council", "Council"
    HEALTH = "health", "Health or treatment provider"
    HOUSING = "housing", "Housing provider"
    CHARITY = "charity", "Charity or community organisation"
    RESTORATIVE = "restorative", "Restorative justice service"
    JOBCENTRE = "jobcentre", "Jobcentre Plus"
    YOUTH = "youth", "Youth justice service"
    COMMISSIONER = "commissioner", "Police and Crime Commissioner's office"


COMPETENT_AUTHORITIES = frozenset({AgencyKind.POLICE, AgencyKind.PROBATION, AgencyKind.PRISON})
"""Kinds that process for law enforcement (Data Protection Act 2018 s.30 and Schedule 7); others work under the UK GDPR."""


def regime_of(kind: str) -> Regime:
    """The data protection regime an agency of this kind works under by default."""
    return Regime.LAW_ENFORCEMENT if kind in COMPETENT_AUTHORITIES else Regime.GENERAL


class Reach(StrEnum):
    """How far a role's ties reach: its own named work, its teams' people, or everyone its agency works with."""

    STAFF = "staff"
    TEAM = "team"
    AGENCY = "agency"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Role:
    """A role as the service offers it; ``purpose`` is the usual reason to open a record."""

    name: str
    title: str
    words: str
    reach: Reach
    purpose: Purpose


ROLES: dict[str, Role] = {
    role.name: role
    for role in (
        Role(
            "practitioner",
            "Probation practitioner",
            "Supervises people on orders and licences.",
            Reach.TEAM,
            Purpose.SUPERVISION,
        ),
        Role(
            "navigator",
            "Checkpoint navigator",
            "Works with people on Checkpoint contracts.",
            Reach.AGENCY,
            Purpose.PREVENTION,
        ),
        Role(
            "custody_officer",
            "Custody or referring officer",
            "Checks eligibility and refers.",
            Reach.AGENCY,
            Purpose.CUSTODY_CHECK,
        ),
        Role(
            "iom_officer",
            "Police IOM officer",
            "Manages people in the IOM cohort.",
            Reach.AGENCY,
            Purpose.PREVENTION,
        ),
        Role(
            "partner_worker",
            "Partner worker",
            "Works with people referred to a partner service.",
            Reach.TEAM,
            Purpose.SERVICE,
        ),
        Role(
            "payback_supervisor",
            "Community Payback supervisor",
            "Runs sessions and takes the register.",
            Reach.STAFF,
            Purpose.SERVICE,
        ),
        Role("facilitator", "Programme facilitator", "Runs groupwork programmes.", Reach.STAFF, Purpose.SERVICE),
        Role(
            "rj_coordinator",
            "Restorative justice coordinator",
            "Works with both sides, apart.",
            Reach.TEAM,
            Purpose.SERVICE,
        ),
        Role(
            "victim_contact",
            "Victim contact officer",
            "Tells victims what they must be told.",
            Reach.TEAM,
            Purpose.VICTIM_CONTACT,
        ),
        Role(
            "release_coordinator",
            "Release and accommodation coordinator",
            "Finds beds and plans releases.",
            Reach.TEAM,
            Purpose.RELEASE,
        ),
        Role(
            "team_manager",
            "Team manager",
            "Allocates, countersigns and checks quality.",
            Reach.TEAM,
            Purpose.QUALITY,
        ),
        Role("analyst", "Analyst", "Measures what works; never sees names.", Reach.NONE, Purpose.EVALUATION),
        Role(
            "board_member",
            "Board member",
            "Steers the partnership; never sees people.",
            Reach.NONE,
            Purpose.EVALUATION,
        ),
        Role(
            "commissioner",
            "Commissioner",
            "Commissions services; never sees people.",
            Reach.NONE,
            Purpose.EVALUATION,
        ),
        Role(
            "governance_officer",
            "Information governance officer",
            "Reviews access, merges and agreements.",
            Reach.NONE,
            Purpose.ASSURANCE,
        ),
        Role(
            "administrator",
            "System administrator",
            "Runs users and roles; sees no person by default.",
            Reach.NONE,
            Purpose.ADMINISTRATION,
        ),
    )
}
ROLE_CHOICES = [(role.name, role.title) for role in ROLES.values()]
NAMELESS_ROLES = frozenset({"analyst", "board_member", "commissioner", "administrator"})
"""Roles that never open a person's record."""


RECERTIFY_MONTHS = 6
"""Each post is confirmed twice a year. Source: service design R66; a local default that an agreement may shorten."""

RECERTIFY_NOTICE_DAYS = 14
"""How long before its date confirming a post becomes a duty. Source: partnership default, 2026."""

WARN_BEFORE_REVIEW_DAYS = 28
"""How long before its review date an agreement becomes a duty: time to gather the parties. Source: partnership default, 2026."""

FIRST_SIGN_IN_DAYS = 3
"""How long the link for a first sign-in works. Source: partnership default, 2026; the setting is PASSWORD_RESET_TIMEOUT."""

SHAREABLE_CLASSES: dict[DataClass, str] = {
    DataClass.CONTACT_DETAILS: "Workers of the other parties who work with the person see their address and contact details.",
    DataClass.EQUALITY: "They see equality information that your agency recorded.",
    DataClass.CASEWORK: "Justice workers see contacts and notes.",
    DataClass.OFFENDING: "Justice workers see arrests, offences and court results.",
    DataClass.RISK: "Justice workers see risk assessments and flags.",
    DataClass.PLAN: "They see needs and the plan.",
    DataClass.ACCOMMODATION: "They see where the person lives, and housing applications.",
    DataClass.SHARING: "Justice workers see consents and what is shared with whom.",
    DataClass.HEALTH: (
        "Justice workers learn that a health entry is there and whom to ask. Its content is shown only with the person's consent."
    ),
    DataClass.CHILDHOOD: (
        "Practitioners, partner workers, IOM officers and team managers who work with the person see what was recorded of them "
        "as a child. It stays a child's record after they are 18."
    ),
}
"""The classes that an agreement can switch on, and what each then shows. The access policy names the same classes for an
agreed owner; a test keeps the two alike. Victim, intelligence and confidential addresses are never shared by agreement."""


MOST_TOKEN_DAYS = 90
"""The longest that a token of the API works. Source: partnership default, 2026; a forgotten token ends within a quarter."""
