"""The pathways, how deep a need is, the person's own view and readiness."""

from typing import Final

from django.db import models


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
