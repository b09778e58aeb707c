"""What the assessment room calls things: levels of risk of serious harm, who is at risk and where, and the dated limits."""

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
        "Partnership default, 2026, to be confirmed locally: a review at least every 6 months and at any significant event, "
        "sooner the higher the level; High and Very high need a plan and a countersignature",
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
        "Partnership default, 2026, to be confirmed locally: a system that was not heard from for more than 3 days is taken to "
        "be down",
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
        "MAPPA Guidance, chapter 7: level 1 every 4 to 6 months, level 2 every 8 to 16 weeks, level 3 every 4 to 8 weeks; the "
        "numbers are to be confirmed locally",
        {"most_days": {MappaLevel.ONE: 182, MappaLevel.TWO: 112, MappaLevel.THREE: 56}},
    ),
)

REPORT_RULES: Final = (
    RuleSet(
        "risk in a report",
        1,
        date(2013, 1, 1),
        None,
        "Service design B21, where 102 days are too long; a quarter of a year as the default, to be confirmed locally",
        {"days": 91},
    ),
)
"""After how many days a review of risk must be confirmed before it goes into a report."""

WORKLOAD_RULES: Final = (
    RuleSet(
        "workload by risk of serious harm",
        1,
        date(2013, 1, 1),
        None,
        "Partnership default of the service, 2026, after the workload measurement of the probation service: points for each "
        "person by level; to be confirmed by each agency",
        {Level.LOW: 0, Level.MEDIUM: 1, Level.HIGH: 3, Level.VERY_HIGH: 5},
    ),
)
"""Points that one person weighs by their level, beside those for the kind of work."""

NO_TIER: Final = "none"
TIER_BANDS: Final = {**{letter: f"tier {letter}" for letter in "ABCDEFG"}, NO_TIER: "not worked out"}
"""The tiers of HMPPS Tier, August 2026, and an order that runs while no tier can be worked out."""
TIER_WORKLOAD_RULES: Final = (
    RuleSet(
        "workload by tier",
        1,
        date(2013, 1, 1),
        None,
        "Partnership default of the service, 2026: points for each person under an order by the tier of the case, beside those "
        "for risk; to be confirmed by each agency",
        {"A": 3, "B": 2, "C": 2, "D": 1, "E": 1, "F": 0, "G": 0, NO_TIER: 0},
    ),
)
"""Points that one person weighs by the tier of their case."""

ASSESSORS: Final = frozenset({"probation", "prison"})
"""Kinds of agency that assess risk of serious harm. Source: HMPPS Risk of Serious Harm Guidance 2020."""

LONGEST_TEXT: Final = 4000
LONGEST_REASON: Final = 300
LONGEST_CONCERN: Final = 1000


class Generation(models.TextChoices):
    """Which family of published formulas. HMPPS moves from the second to the first; data from before carries legacy scores."""

    CURRENT = "2026", "Current (2026)"
    LEGACY = "legacy", "Legacy (2009 to 2026)"


class Predictor(models.TextChoices):
    """The actuarial predictors and screens by their official names. Source: HMPPS ARNS Risk Actuarial API, August 2026."""

    ARP = "ARP", "All Reoffending Predictor"
    VRP = "VRP", "Violent Reoffending Predictor"
    SVRP = "SVRP", "Serious Violent Reoffending Predictor"
    DCSRP = "DCSRP", "Direct Contact Sexual Reoffending Predictor"
    IICSRP = "IICSRP", "Images and Indirect Contact Sexual Reoffending Predictor"
    CSRP = "CSRP", "Combined Serious Reoffending Predictor"
    OGRS3 = "OGRS3", "Offender Group Reconviction Scale, version 3"
    OGP = "OGP", "OASys General Reoffending Predictor"
    OVP = "OVP", "OASys Violence Predictor"
    SNSV = "SNSV", "Serious Non-Sexual Violence predictor"
    OSPDC = "OSPDC", "OASys Sexual Reoffending Predictor, direct contact"
    OSPIIC = "OSPIIC", "OASys Sexual Reoffending Predictor, images and indirect contact"
    RSR = "RSR", "Risk of Serious Recidivism"
    PNI = "PNI", "Programme Needs Identifier"
    LDS = "LDS", "Learning Disability and challenges Screening"
    MST = "MST", "Maturity Screening Tool"
    OPD = "OPD", "Offender Personality Disorder pathway screen"


OFFERED: Final = tuple(
    (generation, predictor)
    for generation, names in (
        (Generation.CURRENT, "ARP VRP SVRP DCSRP IICSRP CSRP PNI LDS MST OPD"),
        (Generation.LEGACY, "OGRS3 OGP OVP SNSV OSPDC OSPIIC RSR PNI LDS MST OPD"),
    )
    for predictor in map(Predictor, names.split())
)
"""Every predictor of each generation, in the order in which they are listed."""


class Variant(models.TextChoices):
    """Which inputs a score was worked out from."""

    STATIC = "static", "Static: the record alone"
    DYNAMIC = "dynamic", "Dynamic: the record and answers about the person's life now"
    COMBINED = "combined", "Combined from other scores"
    SCREEN = "screen", "A screen without a percentage"
    NOT_KNOWN = "", "Not known"


class Band(models.TextChoices):
    """The bands in words."""

    LOW = "low", "Low"
    MEDIUM = "medium", "Medium"
    HIGH = "high", "High"
    VERY_HIGH = "very_high", "Very high"
    NOT_APPLICABLE = "not_applicable", "Does not apply"
    NONE = "", "No band"


class Judgement(models.TextChoices):
    """What a worker judges beside a score. A score never decides; where the two differ the worker says why."""

    NONE = "", "Not judged beside it"
    AGREES = "agrees", "About the same as the score"
    HIGHER = "higher", "Higher than the score"
    LOWER = "lower", "Lower than the score"


PERSONALITY_OR_SEXUAL: Final = frozenset(
    {Predictor.DCSRP, Predictor.IICSRP, Predictor.OSPDC, Predictor.OSPIIC, Predictor.OPD}
)
"""Especially sensitive results: shown on their own page, never on the overview."""

SCORE_NOT_A_DECISION: Final = (
    "A score says how often people with the same answers were reconvicted. It cannot say what this person will do, and it "
    "decides nothing: people decide, and say why."
)

SCORE_OFFENCES: Final = (
    RuleSet(
        "offence codes for the predictors",
        1,
        date(2000, 1, 1),
        None,
        "Own reading, November 2026, of Acts and titles beside the actuarial mapping of 3,039 Home Office codes (HMPPS ARNS "
        "Risk Actuarial API, commit 016919c); to be confirmed locally",
        {"file": "score_offences.csv"},
    ),
)
"""Which file says what Home Office code stands for a Criminal Justice System code, by the day on which it is asked."""

LONGEST_SYSTEM: Final = 60
LONGEST_VERSION: Final = 40

CONTACT_STANDARDS: Final = (
    RuleSet(
        "contact standards",
        1,
        date(2014, 1, 1),
        None,
        "Partnership default, 2026, to be confirmed locally: weekly at first and while the level is High or Very high, every two "
        "weeks at Medium, every four weeks at Low",
        {
            "most_days": {"": 7, Level.LOW: 28, Level.MEDIUM: 14, Level.HIGH: 7, Level.VERY_HIGH: 7},
            "asked_ahead_days": 7,
        },
    ),
)
"""Longest time without contact by level of risk of serious harm; empty: no level is on record."""
EVENT_RULES: Final = (
    RuleSet(
        "review after a significant event",
        1,
        date(2014, 1, 1),
        None,
        "HMPPS practice: review at a significant event (new arrest, new conviction, recall); the days are a partnership default, "
        "2026, to be confirmed locally",
        {"days": 5, "looked_back_days": 90},
    ),
)
TIER_SOURCE: Final = "HMPPS Tier (MIT, Crown copyright), commit affac98, 17 August 2026: versions 2 and 3"


class Pathway(models.TextChoices):
    """What lies behind offending and what holds someone up: the seven pathways, and two for women.

    Source: Reducing Re-offending National Action Plan (2004); the two for women: NOMS, 2009. Drugs and alcohol are one pathway.
    """

    ACCOMMODATION = "accommodation", "Accommodation"
    WORK = "work", "Education, training and work"
    HEALTH = "health", "Health"
    SUBSTANCES = "substances", "Drugs and alcohol"
    MONEY = "money", "Finance, benefits and debt"
    FAMILY = "family", "Children and family"
    THINKING = "thinking", "Attitudes, thinking and behaviour"
    ABUSE = "abuse", "Abuse, rape and domestic abuse"
    SEX_WORK = "sex_work", "Sex work and coercion"


FOR_WOMEN: Final = (Pathway.ABUSE, Pathway.SEX_WORK)
CLOSELY_HELD: Final = (Pathway.HEALTH, *FOR_WOMEN)
"""Pathways that other agencies see with the person's consent alone, as all that is of someone's health."""


class Need(models.TextChoices):
    """What a worker judges of one pathway. Not known is not a level: it is the absence of an answer, and never no need."""

    STRENGTH = "strength", "Strength"
    NONE = "none", "No concern"
    SOME = "some", "Some need"
    HIGH = "high", "High need"
    UNKNOWN = "unknown", "Not known"


DEPTHS: Final = {Need.STRENGTH: 1, Need.NONE: 2, Need.SOME: 3, Need.HIGH: 4}
WORST_FIRST: Final = (Need.HIGH, Need.SOME, Need.NONE, Need.STRENGTH, Need.UNKNOWN)


class OwnView(models.TextChoices):
    """How the person sees it."""

    NOT_ASKED = "", "Not asked"
    WELL = "well", "Says it goes well"
    FINE = "fine", "Says it is no trouble"
    UNSURE = "unsure", "Is not sure"
    HELP = "help", "Wants something to change"
    NOT_SAID = "not_said", "Did not want to say"


class Readiness(models.TextChoices):
    """How ready the person is to change something."""

    NOT_KNOWN = "", "Not known"
    NOT_NOW = "not_now", "Not now"
    THINKING = "thinking", "Thinking about it"
    READY = "ready", "Ready to start"
    DOING = "doing", "Doing it already"
    KEEPING = "keeping", "Keeping up a change"


NEEDS_ASSESSORS: Final = frozenset(
    {"practitioner", "navigator", "iom_officer", "release_coordinator", "team_manager", "partner_worker"}
)
"""Roles that assess needs and work on a plan."""

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
        "least every 6 months. Partnership default, to be confirmed locally",
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
