"""What coordination tells the house."""

from django.db.models import F, Value
from django.db.models.functions import Concat

from desistance.access.terms import CASEWORK_ROLES, SERVICE_ROLES
from desistance.coordination.queries.cards import meetings_card
from desistance.coordination.queries.duties import actions_due, lines_to_send, meetings_left_open
from desistance.coordination.terms.forums import PANEL_WORK, REVIEW, ForumKind
from desistance.foundation.register import (
    Card,
    Duty,
    Holding,
    InvolvementKind,
    Keep,
    PanelPurpose,
    Permission,
    TimelineEntry,
)
from desistance.foundation.terms import DataClass

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
OFFERS = (
    Duty("coordination.line", "Meetings", 8, "Send the line", "meeting-line", "panel.take_part", lines_to_send),
    Duty("coordination.action", "Actions", 10, "Say what came of it", "meeting-action", "panel.take_part", actions_due),
    Duty("coordination.left_open", "Meetings", 3, "Close or cancel it", "meeting", "panel.run", meetings_left_open),
    Card(
        "coordination.meetings",
        "Meetings",
        "main",
        55,
        DataClass.INVOLVEMENT,
        "coordination/meetings_card.html",
        meetings_card,
    ),
)
WORDS = (
    InvolvementKind(PANEL_WORK, "Meeting about the person", frozenset(), in_timeline=False),
    PanelPurpose(
        REVIEW,
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
