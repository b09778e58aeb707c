"""What access tells the house."""

from django.db.models import F, Value

from desistance.access.terms import CASEWORK_ROLES, FINDERS, GOVERNANCE_ROLES, SERVICE_ROLES
from desistance.foundation.register import Holding, InvolvementKind, Keep, Permission, TimelineEntry
from desistance.foundation.terms import DataClass

SIX_YEARS = Keep(
    6,
    "the last involvement of any agency ends",
    "Limitation Act 1980; partnership retention schedule, to be confirmed locally",
)
WORKERS = CASEWORK_ROLES | SERVICE_ROLES

HOLDINGS = (
    Holding(
        "access.Involvement",
        "Work with the person",
        "data_class",
        SIX_YEARS,
        timeline=TimelineEntry(at="from_at", kind="Work started", title=F("kind"), summary=Value("")),
    ),
    Holding(
        "access.NamedWorker",
        "Workers named",
        DataClass.INVOLVEMENT,
        SIX_YEARS,
        owner="involvement__agency_id",
    ),
    Holding(
        "access.Tie",
        "Ties",
        DataClass.INVOLVEMENT,
        SIX_YEARS,
        on_request="withhold: how access works, not information about the person",
    ),
    Holding("access.Consent", "Consents", DataClass.SHARING, SIX_YEARS, on_merge="strictest"),
    Holding(
        "access.AccessRestriction",
        "Restrictions",
        DataClass.SHARING,
        SIX_YEARS,
        on_merge="strictest",
        on_request="withhold: security of the record",
    ),
    Holding(
        "access.ListedWorker",
        "Workers on a restriction's list",
        DataClass.SHARING,
        SIX_YEARS,
        owner="restriction__agency_id",
        on_merge="strictest",
        on_request="withhold: security of the record",
    ),
    Holding(
        "access.AccessExclusion",
        "Excluded workers",
        DataClass.SHARING,
        SIX_YEARS,
        on_merge="join",
        on_request="withhold: security of the record",
    ),
    Holding("access.AccessRequest", "Requests for access", DataClass.SHARING, SIX_YEARS),
    Holding("access.EmergencyAccess", "Emergency accesses", DataClass.SHARING, SIX_YEARS),
    Holding(
        "access.HiddenEntry",
        "Entries hidden from an agency",
        DataClass.SHARING,
        SIX_YEARS,
        owner="from_agency_id",
        on_request="withhold: security of the record",
    ),
)
OFFERS = ()
WORDS = (
    InvolvementKind("supervision", "Probation supervision", frozenset({"probation"})),
    InvolvementKind("custody_check", "Custody check", frozenset({"police"})),
    InvolvementKind("police_management", "Police offender management", frozenset({"police"})),
    InvolvementKind("checkpoint", "Checkpoint", frozenset({"police", "charity"})),
    InvolvementKind("resettlement", "Resettlement", frozenset({"prison", "probation", "council", "charity"})),
    InvolvementKind("housing_support", "Housing support", frozenset({"housing", "council", "charity"})),
    InvolvementKind("treatment", "Treatment", frozenset({"health"}), DataClass.HEALTH),
    InvolvementKind("employment_support", "Employment support", frozenset({"jobcentre", "charity", "council"})),
    InvolvementKind("womens_support", "Women's centre support", frozenset({"charity"})),
    InvolvementKind("community_support", "Community support", frozenset({"charity", "council"})),
    Permission("involvement.open", "Start your agency's work with a person", frozenset(WORKERS | FINDERS)),
    Permission("involvement.change", "Change or end your agency's work with a person", frozenset(WORKERS)),
    Permission("consent.record", "Record and withdraw a person's consent", frozenset(WORKERS)),
    Permission(
        "restriction.manage",
        "Restrict a record, list and exclude workers",
        frozenset({"team_manager"}) | GOVERNANCE_ROLES,
    ),
    Permission("access.request", "Ask for access to a person", frozenset(WORKERS)),
    Permission(
        "access.answer",
        "Answer requests for access",
        frozenset({"team_manager", "practitioner", "iom_officer", "navigator"}),
    ),
    Permission("access.emergency", "Use emergency access", frozenset(WORKERS)),
    Permission("access.review", "Review emergency access", GOVERNANCE_ROLES),
    Permission(
        "access.log",
        "See who has looked at a person",
        frozenset({"practitioner", "team_manager", "navigator", "iom_officer"}) | GOVERNANCE_ROLES,
    ),
)
