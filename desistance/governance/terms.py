"""Objectives of the delivery plan, where an action of it can stand, and how long its texts are."""

from datetime import date
from typing import Final

from django.db import models

from desistance.foundation.rulesets import RuleSet
from desistance.foundation.states import State, StateTable

LONGEST_WHAT: Final = 120
LONGEST_STEP: Final = 300
LONGEST_WORDS: Final = 1000
LONGEST_TITLE: Final = 60
LONGEST_MEASURE: Final = 40


class Objective(models.TextChoices):
    """What the plan is for, in the order of its page. Source: delivery plan of the partnership's reducing reoffending group."""

    PREVENT = "prevent", "Prevent offending and intergenerational offending"
    REDUCE = "reduce", "Reduce reoffending"


class NoteKind(models.TextChoices):
    """What a dated note on an action is."""

    PROGRESS = "progress", "Progress"
    CHALLENGE = "challenge", "Challenge from the board"


NOT_STARTED, ON_TRACK, AMBER, RED, DONE = "not_started", "on_track", "amber", "red", "done"
NEEDS_RECOVERY: Final = frozenset({AMBER, RED})

PLAN_STATES: Final = StateTable(
    name="action of the delivery plan",
    start=NOT_STARTED,
    states=(
        State(NOT_STARTED, "Not started", "the owner's agency", "grey"),
        State(ON_TRACK, "On track", "the owner's agency", "blue"),
        State(AMBER, "Amber", "the owner's agency", "amber"),
        State(RED, "Red", "the owner's agency", "red"),
        State(DONE, "Done", "nobody", "green", is_final=True),
    ),
    moves={
        NOT_STARTED: {ON_TRACK: "start", AMBER: "say that it may fail", RED: "say that it fails", DONE: "finish"},
        ON_TRACK: {AMBER: "say that it may fail", RED: "say that it fails", DONE: "finish"},
        AMBER: {ON_TRACK: "recover", RED: "say that it fails", DONE: "finish"},
        RED: {ON_TRACK: "recover", AMBER: "say that it may fail", DONE: "finish"},
    },
    source="Service design J9: the owner says where an action stands, in words; amber or red names the step that recovers it.",
)

PLAN_PACE: Final = (
    RuleSet(
        name="pace of the delivery plan",
        version=1,
        valid_from=date(2013, 1, 1),
        valid_until=None,
        source="How long before its day an action stands in its owner's day: a default of this service, to be confirmed by the "
        "partnership",
        values={"told_days_before": 14},
    ),
)
"""How many days before it is due an action is told to its owner."""
