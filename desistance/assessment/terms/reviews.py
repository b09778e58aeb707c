"""Levels of risk of serious harm, who is at risk and where, MAPPA, and how often the risk is looked at again."""

from datetime import date
from typing import Final

from django.db import models

from desistance.foundation.rulesets import RuleSet
from desistance.foundation.states import State, StateTable


class Level(models.TextChoices):
    """How likely serious harm is. Not known is not a level, and never counts as low.

    Source: HM Prison and Probation Service, Risk of Serious Harm Guidance 2020 (levels of OASys).
    """

    LOW = "low", "Low"
    MEDIUM = "medium", "Medium"
    HIGH = "high", "High"
    VERY_HIGH = "very_high", "Very high"


STEPS: Final = {level: number for number, level in enumerate(Level, start=1)}
NOT_ASSESSED: Final = "Not assessed"
SERIOUS_HARM: Final = (
    "Serious harm is death or serious personal injury, physical or psychological, from which recovery is hard or cannot be "
    "expected. There is no such thing as no risk. In custody, assess as if release were imminent."
)
MEANINGS: Final = {
    Level.LOW: "Current evidence does not indicate a likelihood of serious harm.",
    Level.MEDIUM: "There are identifiable indicators. Serious harm is possible, but not likely unless circumstances change: "
    "losing a home, a relationship ending, drug or alcohol misuse.",
    Level.HIGH: "There are identifiable indicators. Serious harm could happen at any time, and the impact would be serious.",
    Level.VERY_HIGH: "Serious harm is imminent: more likely than not, as soon as there is the opportunity.",
}
"""Sources: HMPPS Risk of Serious Harm Guidance 2020; the wording of High and Very high is to be confirmed locally."""


class Group(models.TextChoices):
    """Who is at risk. Source: OASys, risk of serious harm summary."""

    PUBLIC = "public", "Public"
    KNOWN_ADULT = "known_adult", "Known adult"
    CHILDREN = "children", "Children"
    STAFF = "staff", "Staff"
    PRISONERS = "prisoners", "Other prisoners"


class Place(models.TextChoices):
    """Where."""

    COMMUNITY = "community", "in the community"
    CUSTODY = "custody", "in custody"


ASSESSED: Final = tuple(
    (group, place) for group in Group for place in Place if (group, place) != (Group.PRISONERS, Place.COMMUNITY)
)
"""Every group and place for which a level is given; other prisoners are at risk in custody alone."""


class ReviewKind(models.TextChoices):
    """Why the risk was looked at."""

    INITIAL = "initial", "Initial assessment"
    REVIEW = "review", "Review"
    INCIDENT = "incident", "Review after something happened"
    END = "end", "Assessment at the end of supervision"


class Imminence(models.TextChoices):
    """How soon serious harm could happen."""

    NOT_KNOWN = "", "Not known"
    IMMINENT = "imminent", "At any time"
    CONDITIONS = "conditions", "If circumstances change"
    UNLIKELY = "unlikely", "Not foreseen"


class MappaCategory(models.TextChoices):
    """Categories of people under multi-agency public protection. Source: MAPPA Guidance, chapter 6."""

    NONE = "", "Not under MAPPA, or not known"
    ONE = "1", "Category 1: registered sexual offender"
    TWO = "2", "Category 2: violent, or certain other sexual offences"
    THREE = "3", "Category 3: other dangerous person"
    FOUR = "4", "Category 4: terrorism or terrorist risk"


class MappaLevel(models.TextChoices):
    """Levels of management. Source: MAPPA Guidance, chapter 7."""

    NONE = "", "Not under MAPPA, or not known"
    ONE = "1", "Level 1: ordinary management"
    TWO = "2", "Level 2: active multi-agency management"
    THREE = "3", "Level 3: active management with senior staff"


class CountersignOutcome(models.TextChoices):
    """What another person of the same agency said to a review."""

    SIGNED = "signed", "Countersigned"
    SENT_BACK = "sent_back", "Sent back"


CONCERN_STATES = StateTable(
    name="risk concern",
    start="asked",
    states=(
        State("asked", "Waiting for a review", "lead worker", "amber"),
        State("reviewed", "Answered by a review", "nobody", "green", is_final=True),
        State("answered", "Answered without a review", "nobody", "grey", is_final=True),
    ),
    moves={"asked": {"reviewed": "review", "answered": "answer"}},
    source="Service design J16: a concern of any agency involved asks the lead worker to review the risk.",
)
_REVIEWS = "risk review"
REVIEW_RULES: Final = (
    RuleSet(
        _REVIEWS,
        1,
        date(2020, 1, 1),
        None,
        "A review at least every 6 months and at any significant event, sooner the higher the level; High and Very high need a "
        "plan and a countersignature: a default of this service, to be confirmed by the partnership",
        {
            "most_days": {Level.LOW: 182, Level.MEDIUM: 90, Level.HIGH: 56, Level.VERY_HIGH: 28},
            "needs_plan": (Level.HIGH, Level.VERY_HIGH),
            "needs_countersignature": (Level.HIGH, Level.VERY_HIGH),
            "concern_working_days": 5,
            "asked_ahead_days": 14,
            "news_days": 7,
        },
    ),
)
SILENCE_RULES: Final = (
    RuleSet(
        "silence of another system",
        1,
        date(2020, 1, 1),
        None,
        "A system that was not heard from for more than 3 days is taken to be down: a default of this service, to be confirmed "
        "by the partnership",
        {"days": 3},
    ),
)
"""How long a system of another agency may say nothing of anyone's risk before what it said last is told as last known."""
_MAPPA = "MAPPA review"
MAPPA_RULES: Final = (
    RuleSet(
        _MAPPA,
        1,
        date(2020, 1, 1),
        None,
        "MAPPA Guidance, chapter 7: level 1 every 4 to 6 months, level 2 every 8 to 16 weeks, level 3 every 4 to 8 weeks. Which "
        "day of each range counts is a default of this service, to be confirmed by the partnership",
        {"most_days": {MappaLevel.ONE: 182, MappaLevel.TWO: 112, MappaLevel.THREE: 56}},
    ),
)
REPORT_RULES: Final = (
    RuleSet(
        "risk in a report",
        1,
        date(2013, 1, 1),
        None,
        "Service design B21, where 102 days are too long. A quarter of a year is a default of this service, to be confirmed by "
        "the partnership",
        {"days": 91},
    ),
)
"""After how many days a review of risk must be confirmed before it goes into a report."""
ASSESSORS: Final = frozenset({"probation", "prison"})
"""Kinds of agency that assess risk of serious harm. Source: HMPPS Risk of Serious Harm Guidance 2020."""
LONGEST_TEXT: Final = 4000
LONGEST_REASON: Final = 300
LONGEST_CONCERN: Final = 1000
