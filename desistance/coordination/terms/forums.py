"""Kinds of forum, who must be there for each, and how long things take there."""

from datetime import date
from typing import Final

from django.db import models

from desistance.foundation.rulesets import RuleSet
from desistance.foundation.terms import DataClass

PANEL_WORK: Final = "panel"
"""The kind of involvement that a meeting gives the agencies around the table, until it ends."""

REVIEW: Final = "meeting.review"
"""The purpose of a case that is only talked about: a decision on it can be recorded and need not be."""


class ForumKind(models.TextChoices):
    """What a forum is for. Schemes say by these names at which forums they ask for decisions."""

    IOM_PANEL = "iom_panel", "IOM panel"
    IOM_CONFERENCE = "iom_conference", "IOM conference"
    MAPPA = "mappa", "MAPPA meeting, level 2 or 3"
    WOMEN = "women", "Women's case conference"
    RELEASES = "releases", "Releases meeting"
    BOARD = "board", "Case board"


CLASS_OF_FORUM: Final = {
    ForumKind.IOM_PANEL: DataClass.OFFENDING,
    ForumKind.IOM_CONFERENCE: DataClass.OFFENDING,
    ForumKind.MAPPA: DataClass.RISK,
    ForumKind.WOMEN: DataClass.CASEWORK,
    ForumKind.RELEASES: DataClass.CASEWORK,
    ForumKind.BOARD: DataClass.CASEWORK,
}
"""The class of what a forum records: what is said at a meeting is shared as that class is, and no further."""

QUORUM: Final = (
    RuleSet(
        name="quorum of a meeting",
        version=1,
        valid_from=date(2013, 1, 1),
        valid_until=None,
        source="IOM: police and probation at least, after the contents of the National IOM Operational Guidance "
        "(January 2025). MAPPA: the Responsible Authority is police, probation and prison (Criminal Justice Act 2003 "
        "s.325). Numbers, and the other forums: a default of this service, to be confirmed by the partnership in each forum's "
        "terms of reference",
        values={
            ForumKind.IOM_PANEL.value: {"kinds": ["police", "probation"], "agencies": 3},
            ForumKind.IOM_CONFERENCE.value: {"kinds": ["police", "probation"], "agencies": 3},
            ForumKind.MAPPA.value: {"kinds": ["police", "probation", "prison"], "agencies": 3},
            ForumKind.WOMEN.value: {"kinds": ["probation"], "agencies": 2},
            ForumKind.RELEASES.value: {"kinds": ["probation"], "agencies": 2},
            ForumKind.BOARD.value: {"kinds": [], "agencies": 2},
        },
    ),
)
"""For each kind of forum: the kinds of agency that must be there, and how many agencies at least."""

PACE: Final = (
    RuleSet(
        name="pace of a meeting",
        version=1,
        valid_from=date(2013, 1, 1),
        valid_until=None,
        source="Minutes and days of a meeting: a default of this service, to be confirmed by the partnership in each forum's "
        "terms of reference",
        values={"minutes_each": 8, "lines_due_days_before": 5, "longest_action_days": 365, "chases": 2},
    ),
)
"""Minutes for a case, how many days before the meeting lines are due, and how far away an action may be due."""
