"""What coordination tells the house."""

from django.db.models import F, Value
from django.db.models.functions import Concat

from desistance.access.terms import CASEWORK_ROLES, SERVICE_ROLES
from desistance.coordination.terms.forums import PANEL_WORK, ForumKind
from desistance.foundation.register import Holding, InvolvementKind, Keep, PanelPurpose, Permission, TimelineEntry

SIX_YEARS = Keep(
    6,
    "the last involvement of any agency ends",
    "Police Information and Records Management Code of Practice 2023; partnership retention schedule, to be confirmed locally",
)
CHAIRS = frozenset({"iom_officer", "release_coordinator", "team_manager"})
"""Roles that convene and chair a meeting; who convenes which forum is told by the forum's agency."""

HOLDINGS = (
    Holding(
        "coordination.MeetingCase",
        "Cases at meetings",
        "data_class",
        SIX_YEARS,
        timeline=TimelineEntry(
            at="recorded_at",
            kind="Meeting",
            title=Concat(Value("On the agenda of "), F("meeting__forum__name")),
            summary=F("why"),
        ),
    ),
    Holding("coordination.CaseLine", "What agencies told a meeting", "data_class", SIX_YEARS),
    Holding(
        "coordination.PanelDecision",
        "Decisions of meetings",
        "data_class",
        SIX_YEARS,
        timeline=TimelineEntry(at="at", kind="Meeting", title=F("words"), summary=F("reasons")),
    ),
    Holding(
        "coordination.AgreedAction",
        "Actions agreed at meetings",
        "data_class",
        SIX_YEARS,
        timeline=TimelineEntry(at="recorded_at", kind="Meeting", title=F("what"), summary=F("came_of")),
    ),
)
WORDS = (
    InvolvementKind(PANEL_WORK, "Meeting about the person", frozenset()),
    PanelPurpose(
        "meeting.review",
        "Review",
        frozenset(ForumKind.values),
        {"continue": "Go on as planned", "change": "Change the plan", "end": "Come to this meeting no more"},
    ),
    Permission("panel.run", "Plan and chair the meetings of your agency", CHAIRS),
    Permission("panel.list", "Put people you work with on the agenda of a meeting", CASEWORK_ROLES | SERVICE_ROLES),
    Permission(
        "panel.take_part",
        "Give your agency's line at a meeting and say what came of its actions",
        CASEWORK_ROLES | SERVICE_ROLES,
    ),
)
