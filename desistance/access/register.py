"""What access tells the house."""

from django.db.models import F, Value

from desistance.access.actions.taking_back import take_involvements_back
from desistance.access.queries.cards import banner_card, involved_card, sharing_card
from desistance.access.queries.duties import (
    emergencies_to_decide,
    emergencies_to_explain,
    emergencies_used,
    new_involvements,
    requests_to_answer,
    restrictions_to_review,
)
from desistance.access.queries.filters import (
    age_choices,
    area_choices,
    kinds_of_work,
    of_age,
    of_area,
    of_kind,
    of_sex,
    sex_choices,
    work_bands,
)
from desistance.access.queries.lines import involved_lines
from desistance.access.queries.matches import duplicate_numbers
from desistance.access.queries.sharing import effects_of_restricting, effects_of_withdrawing
from desistance.access.queries.where import where_card
from desistance.access.terms import CASEWORK_ROLES, FINDERS, GOVERNANCE_ROLES, SERVICE_ROLES, WORKLOAD_RULES
from desistance.foundation.register import (
    Card,
    Duty,
    Effect,
    Filter,
    Holding,
    InvolvementKind,
    Keep,
    Permission,
    Section,
    TimelineEntry,
    Weight,
)
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
        take_back=take_involvements_back,
        timeline=TimelineEntry(at="from_at", kind="Work started", title=F("kind"), summary=Value("")),
    ),
    Holding(
        "access.NamedWorker",
        "Workers named",
        "involvement__data_class",
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
        on_request="withhold: security of the record",
    ),
)
KINDS = (
    InvolvementKind("supervision", "Probation supervision", frozenset({"probation"}), is_ordered=True),
    InvolvementKind("custody_check", "Custody check", frozenset({"police"})),
    InvolvementKind("police_management", "Police offender management", frozenset({"police"})),
    InvolvementKind("checkpoint", "Checkpoint", frozenset({"police", "charity"})),
    InvolvementKind("resettlement", "Resettlement", frozenset({"prison", "probation", "council", "charity"})),
    InvolvementKind("housing_support", "Housing support", frozenset({"housing", "council", "charity"})),
    InvolvementKind("treatment", "Treatment", frozenset({"health"}), DataClass.HEALTH),
    InvolvementKind("employment_support", "Employment support", frozenset({"jobcentre", "charity", "council"})),
    InvolvementKind("womens_support", "Women's centre support", frozenset({"charity"})),
    InvolvementKind("community_support", "Community support", frozenset({"charity", "council"})),
    InvolvementKind("youth_justice", "Youth justice", frozenset({"youth"}), DataClass.CHILDHOOD),
)
OFFERS = (
    Duty(
        "access.emergency_used",
        "Safety",
        1,
        "Look at why",
        "emergency-alert",
        "access.acknowledge",
        emergencies_used,
    ),
    Duty(
        "access.emergency_review",
        "Access to review",
        2,
        "Review",
        "emergency-review",
        "access.review",
        emergencies_to_decide,
    ),
    Duty(
        "access.request",
        "Requests for access",
        8,
        "Answer",
        "access-request",
        "access.answer",
        requests_to_answer,
        stays=True,
    ),
    Duty(
        "access.emergency_explain",
        "Requests for access",
        8,
        "Answer the reviewer",
        "emergency-explain",
        "access.emergency",
        emergencies_to_explain,
        stays=True,
    ),
    Duty(
        "access.restriction_review",
        "Reviews",
        9,
        "Review",
        "restriction",
        "restriction.manage",
        restrictions_to_review,
    ),
    Duty(
        "access.new_involvement",
        "Changes",
        11,
        "See who is involved",
        "person-involved",
        "involvement.change",
        new_involvements,
        by_reference=True,
    ),
    Duty(
        "people.possible_match", "Data questions", 12, "Compare", "match-of-number", "person.merge", duplicate_numbers
    ),
    Filter("kind", "Kind of work", 10, DataClass.INVOLVEMENT, of_kind, kinds_of_work),
    Filter("area", "Area", 30, DataClass.INVOLVEMENT, of_area, area_choices),
    Filter("age", "Age", 40, DataClass.IDENTITY, of_age, age_choices),
    Filter("sex", "Women or men", 50, DataClass.EQUALITY, of_sex, sex_choices),
    Weight("access.work", "Kind of work", 10, {}, WORKLOAD_RULES, work_bands),
    Section(
        "access.involved",
        "Who is involved",
        20,
        involved_lines,
        "No agency's work is told here.",
        plain_title="Who works with you",
    ),
    Card("access.banner", "Access", "banner", 40, DataClass.IDENTITY, "", banner_card),
    Card(
        "access.involved",
        "Who is involved",
        "side",
        10,
        DataClass.INVOLVEMENT,
        "access/cards/involved.html",
        involved_card,
    ),
    Card(
        "people.where",
        "Where they live",
        "side",
        20,
        DataClass.CONTACT_DETAILS,
        "people/cards/where.html",
        where_card,
    ),
    Card("access.sharing", "Sharing", "side", 30, DataClass.SHARING, "access/cards/sharing.html", sharing_card),
    Effect("access.withdraw_consent", effects_of_withdrawing),
    Effect("access.restrict", effects_of_restricting),
)
WORDS = (
    *KINDS,
    Permission("involvement.open", "Start your agency's work with a person", frozenset(WORKERS | FINDERS)),
    Permission("involvement.change", "Change or end your agency's work with a person", frozenset(WORKERS)),
    Permission(
        "involvement.admit", "Open a record to the agencies at a meeting, for as long as it lasts", frozenset(WORKERS)
    ),
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
        frozenset(WORKERS) | GOVERNANCE_ROLES,
    ),
    Permission("access.emergency", "Use emergency access", frozenset(WORKERS)),
    Permission(
        "access.acknowledge", "Mark an emergency access as seen by your agency", frozenset(WORKERS) | GOVERNANCE_ROLES
    ),
    Permission("access.review", "Review emergency access", GOVERNANCE_ROLES),
    Permission("entry.hide", "Hide your agency's entries from another agency", frozenset(WORKERS)),
    Permission(
        "access.log",
        "See who has looked at a person",
        frozenset({"practitioner", "team_manager", "navigator", "iom_officer"}) | GOVERNANCE_ROLES,
    ),
)
