"""What people tells the house: its holdings, its permissions, and what it puts on the person page."""

from django.db.models import Case, F, Value, When

from desistance.foundation.register import Holding, Keep, Permission, Section, TimelineEntry
from desistance.foundation.terms import DataClass
from desistance.people.queries.lines import identity_lines

SIX_YEARS = Keep(
    6,
    "the last involvement of any agency ends",
    "Limitation Act 1980; partnership retention schedule, to be confirmed locally",
)
AS_THE_RECORD = Keep(
    6,
    "the last involvement of any agency ends, with the record that it is about",
    "Data Protection Act 2018 s.39 (storage limitation); partnership retention schedule, to be confirmed locally",
)
CASEWORK = frozenset(
    {"practitioner", "navigator", "custody_officer", "iom_officer", "release_coordinator", "team_manager"}
)
ADDERS = CASEWORK | {"partner_worker"}
SERVICE = frozenset({"partner_worker", "payback_supervisor", "facilitator", "rj_coordinator", "victim_contact"})
STEWARDS = frozenset({"governance_officer"})
MACHINERY = "withhold: how records are kept in order, not information about the person"

HOLDINGS = (
    Holding(
        "people.Person",
        "The record itself: reference, order, whether access is restricted",
        DataClass.IDENTITY,
        SIX_YEARS,
        person="id",
        owner="changed_by",
        on_request=MACHINERY,
    ),
    Holding("people.Name", "Names", DataClass.IDENTITY, SIX_YEARS),
    Holding("people.BirthDate", "Dates of birth", DataClass.IDENTITY, SIX_YEARS),
    Holding("people.Identifier", "Identity numbers", DataClass.IDENTITY, SIX_YEARS, on_merge="join"),
    Holding(
        "people.Address",
        "Addresses and times of no fixed address",
        "data_class",
        SIX_YEARS,
        on_merge="join",
        timeline=TimelineEntry(
            at="said_at",
            kind="Address",
            title=Case(When(kind="no_fixed", then=Value("No fixed address")), default=F("lines")),
            summary=F("postcode"),
        ),
    ),
    Holding("people.ContactDetail", "Contact details", DataClass.CONTACT_DETAILS, SIX_YEARS),
    Holding("people.Equality", "Equality information and needs", DataClass.EQUALITY, SIX_YEARS),
    Holding(
        "people.Choice",
        "Which of several facts is shown",
        DataClass.IDENTITY,
        SIX_YEARS,
        owner="by_staff",
        on_request=MACHINERY,
    ),
    Holding(
        "people.Pair",
        "People told apart, and people to keep apart",
        DataClass.SAFETY,
        SIX_YEARS,
        person="one_id",
        on_merge="join",
        on_request="withhold: also about another person (Data Protection Act 2018 Schedule 2 paragraph 16)",
    ),
    Holding(
        "people.Merge",
        "Records that were joined",
        DataClass.IDENTITY,
        AS_THE_RECORD,
        person="kept_id",
        owner="by_agency",
        on_request=MACHINERY,
    ),
    Holding(
        "people.MergeMove",
        "Rows that joining moved",
        DataClass.IDENTITY,
        AS_THE_RECORD,
        person="from_person_id",
        owner="merge__by_agency",
        on_request=MACHINERY,
    ),
    Holding(
        "foundation.Revision",
        "Records as they stood before each edit",
        "data_class",
        AS_THE_RECORD,
        owner="by_agency",
        on_request="disclose with the record that it is about",
    ),
)
OFFERS = (
    Section(
        "people.identity",
        "Who they are",
        10,
        identity_lines,
        "Nothing beyond the name is told here.",
        plain_title="Where you live",
    ),
)
WORDS = (
    Permission("person.add", "Add a person", ADDERS),
    Permission("person.change", "State and withdraw facts about who a person is", CASEWORK | SERVICE | STEWARDS),
    Permission(
        "person.merge", "Join two records of one person, part them again, and tell alike people apart", STEWARDS
    ),
    Permission("pair.record", "Say that two people must be kept apart", CASEWORK | STEWARDS),
    Permission("person.list", "See the list of people you work with", CASEWORK | SERVICE),
    Permission("person.search", "Search for people", CASEWORK | SERVICE | STEWARDS),
)
