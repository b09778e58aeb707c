"""Goals, steps and plans: their states, who agrees and who takes a step."""

from datetime import date
from typing import Final

from django.db import models

from desistance.foundation.rulesets import RuleSet
from desistance.foundation.states import State, StateTable

GOAL_STATES: Final = StateTable(
    name="goal",
    start="now",
    states=(
        State("now", "Working on it now", "the person and the lead worker", "blue"),
        State("future", "For later", "lead worker", "grey"),
        State("achieved", "Achieved", "nobody", "green"),
        State("removed", "Removed", "nobody", "grey"),
    ),
    moves={
        "now": {"future": "put off", "achieved": "achieve", "removed": "remove"},
        "future": {"now": "begin", "removed": "remove"},
        "achieved": {"now": "take up again"},
        "removed": {"now": "take up again"},
    },
    source="Sentence plans of the probation service: goals now, future, achieved and removed (service design B10).",
)
STEP_STATES: Final = StateTable(
    name="step",
    start="not_started",
    states=(
        State("not_started", "Not started", "whoever takes it", "grey"),
        State("in_progress", "In progress", "whoever takes it", "blue"),
        State("waiting", "Cannot be done yet", "lead worker", "amber"),
        State("done", "Done", "nobody", "green"),
        State("not_needed", "No longer needed", "nobody", "grey"),
    ),
    moves={
        "not_started": {"in_progress": "start", "waiting": "hold", "done": "finish", "not_needed": "drop"},
        "in_progress": {"waiting": "hold", "done": "finish", "not_needed": "drop"},
        "waiting": {"in_progress": "start", "done": "finish", "not_needed": "drop"},
        "done": {"in_progress": "take up again"},
        "not_needed": {"in_progress": "take up again"},
    },
    source="Sentence plans of the probation service: steps not started, in progress, cannot be done yet, done, no longer needed.",
)
OPEN_STEPS: Final = ("not_started", "in_progress", "waiting")
PLAN_STATES: Final = StateTable(
    name="plan",
    start="draft",
    states=(
        State("draft", "Not agreed yet", "lead worker", "amber"),
        State("agreed", "Agreed with the person", "lead worker", "green"),
        State("not_agreed", "The person did not agree", "lead worker", "amber"),
        State("could_not", "The person could not say", "lead worker", "amber"),
        State("changed", "Changed since it was agreed", "lead worker", "amber"),
        State("ended", "Ended", "nobody", "grey", is_final=True),
    ),
    moves={
        "draft": {"agreed": "agree", "not_agreed": "record", "could_not": "record", "ended": "end"},
        "agreed": {
            "agreed": "review",
            "not_agreed": "record",
            "could_not": "record",
            "changed": "change",
            "ended": "end",
        },
        "not_agreed": {
            "agreed": "agree",
            "not_agreed": "record",
            "could_not": "record",
            "changed": "change",
            "ended": "end",
        },
        "could_not": {
            "agreed": "agree",
            "not_agreed": "record",
            "could_not": "record",
            "changed": "change",
            "ended": "end",
        },
        "changed": {"agreed": "agree", "not_agreed": "record", "could_not": "record", "ended": "end"},
    },
    source="Sentence plans of the probation service: draft, agreed, did not agree, could not answer, and again after changes.",
)


class Agreement(models.TextChoices):
    """What the person said to the plan."""

    AGREED = "agreed", "Agreed"
    NOT_AGREED = "not_agreed", "Did not agree"
    COULD_NOT = "could_not", "Could not say"


class Taker(models.TextChoices):
    """Who takes a step."""

    PERSON = "person", "The person"
    WORKER = "worker", "A worker"
    AGENCY = "agency", "An agency"


_PLANS = "plan"
PLAN_RULES: Final = (
    RuleSet(
        _PLANS,
        1,
        date(2007, 1, 1),
        None,
        "National Standards 2007: a sentence plan within 15 working days, so begun within 21 days of the order; a review at "
        "least every 6 months. That it holds since, and when each is asked for, is a default of this service, to be confirmed by "
        "the partnership",
        {
            "begin_days": 21,
            "agree_working_days": 15,
            "most_days_to_review": 182,
            "asked_ahead_days": 14,
            "step_asked_ahead_days": 3,
        },
    ),
)
LONGEST_GOAL: Final = 200
LONGEST_OWN_WORDS: Final = 500
MOST_GOALS: Final = 20
MOST_STEPS: Final = 20
