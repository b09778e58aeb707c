"""What the sentences room calls things: kinds of order and requirement, the states of an order, and the law on their dates."""

from datetime import date
from enum import StrEnum
from typing import Final

from django.db import models

from desistance.foundation.rulesets import RuleSet
from desistance.foundation.states import State, StateTable


class OrderKind(models.TextChoices):
    """What someone is supervised under. Sources: Sentencing Act 2020 Parts 9 and 10; Criminal Justice Act 2003 Part 12."""

    COMMUNITY_ORDER = "community_order", "Community order"
    SUSPENDED_SENTENCE = "suspended_sentence", "Suspended sentence order"
    LICENCE = "licence", "Licence"
    POST_SENTENCE = "post_sentence", "Post-sentence supervision"
    YOUTH_ORDER = "youth_order", "Youth rehabilitation order"
    DEFAULT_ORDER = "default_order", "Supervision default order"
    OTHER = "other", "Another order"


COURT_ORDERS: Final = frozenset({OrderKind.COMMUNITY_ORDER, OrderKind.SUSPENDED_SENTENCE, OrderKind.YOUTH_ORDER})
"""Orders whose requirements a court makes; conditions of a licence are set by the governor or the Parole Board."""

RECALLABLE: Final = frozenset({OrderKind.LICENCE})


class RequirementKind(models.TextChoices):
    """What someone must do or not do under an order. Source: Sentencing Act 2020 s.201 and Schedule 9."""

    UNPAID_WORK = "unpaid_work", "Unpaid work"
    REHABILITATION_ACTIVITY = "rehabilitation_activity", "Rehabilitation activity"
    PROGRAMME = "programme", "Programme"
    CURFEW = "curfew", "Curfew"
    EXCLUSION = "exclusion", "Exclusion"
    RESIDENCE = "residence", "Residence"
    FOREIGN_TRAVEL = "foreign_travel", "Foreign travel prohibition"
    PROHIBITED_ACTIVITY = "prohibited_activity", "Prohibited activity"
    MENTAL_HEALTH = "mental_health", "Mental health treatment"
    DRUG_REHABILITATION = "drug_rehabilitation", "Drug rehabilitation"
    ALCOHOL_TREATMENT = "alcohol_treatment", "Alcohol treatment"
    ALCOHOL_ABSTINENCE = "alcohol_abstinence", "Alcohol abstinence and monitoring"
    ATTENDANCE_CENTRE = "attendance_centre", "Attendance centre"
    ELECTRONIC_MONITORING = "electronic_monitoring", "Electronic monitoring of whereabouts"
    SUPERVISION = "supervision", "Supervision"
    OTHER = "other", "Another requirement"


TREATMENT: Final = frozenset(
    {RequirementKind.MENTAL_HEALTH, RequirementKind.DRUG_REHABILITATION, RequirementKind.ALCOHOL_TREATMENT}
)
"""Requirements that say something of someone's health: they are health information and shared as such."""


class Unit(StrEnum):
    """What the amount of a requirement counts."""

    NONE = ""
    HOURS = "hours"
    DAYS = "days"
    HOURS_A_DAY = "hours_a_day"
    MONTHS = "months"


UNIT_WORDS: Final = {
    Unit.NONE: "",
    Unit.HOURS: "hours",
    Unit.DAYS: "days",
    Unit.HOURS_A_DAY: "hours a day",
    Unit.MONTHS: "months",
}


class EventKind(models.TextChoices):
    """What happened under an order."""

    BREACH = "breach", "Breach taken to court"
    RECALL = "recall", "Recall to prison"


ORDER_STATES = StateTable(
    name="order",
    start="active",
    states=(
        State("active", "Active", "lead worker", "blue"),
        State("recalled", "Recalled", "lead worker", "red"),
        State("ended", "Ended", "nobody", "grey", is_final=True),
        State("revoked", "Revoked", "nobody", "grey", is_final=True),
        State("mistaken", "Recorded by mistake", "nobody", "grey", is_final=True),
    ),
    moves={
        "active": {"ended": "end", "revoked": "revoke", "recalled": "recall", "mistaken": "take back"},
        "recalled": {"active": "release again", "ended": "end", "mistaken": "take back"},
    },
    source="Sentencing Act 2020 Schedules 10 and 16 (revoking); Criminal Justice Act 2003 s.254 (recall).",
)
STANDING: Final = ("active", "recalled", "ended", "revoked")
"""States of an order that was made; one recorded by mistake never was."""

LONGEST_COURT: Final = 120
LONGEST_TIER: Final = 20
LONGEST_NUMBER: Final = 60
LONGEST_REASON: Final = 300
LONGEST_WORDS: Final = 200
MOST_REQUIREMENTS: Final = 15
MOST_MONTHS_OF_RECALL: Final = 12

_CURFEW = "curfew limits"
CURFEW_LAW: Final = (
    RuleSet(
        _CURFEW,
        1,
        date(2005, 4, 4),
        date(2012, 12, 3),
        "Criminal Justice Act 2003 s.204 as enacted",
        {"least_hours": 2, "most_hours": 12, "most_months": 6},
    ),
    RuleSet(
        _CURFEW,
        2,
        date(2012, 12, 3),
        date(2022, 6, 28),
        "Legal Aid, Sentencing and Punishment of Offenders Act 2012 s.71",
        {"least_hours": 2, "most_hours": 16, "most_months": 12},
    ),
    RuleSet(
        _CURFEW,
        3,
        date(2022, 6, 28),
        None,
        "Police, Crime, Sentencing and Courts Act 2022 s.150; Sentencing Act 2020 Schedule 9 Part 5",
        {"least_hours": 2, "most_hours": 20, "most_months": 24},
    ),
)
"""The law of the day the order was made; the day of conviction, which the Act of 2022 goes by, is never later."""

_WORK = "unpaid work limits"
WORK_LAW: Final = (
    RuleSet(
        _WORK,
        1,
        date(2005, 4, 4),
        None,
        "Criminal Justice Act 2003 s.199; Sentencing Act 2020 Schedule 9 paragraph 2",
        {"least_hours": 40, "most_hours": 300},
    ),
)
_CENTRE = "attendance centre limits"
CENTRE_LAW: Final = (
    RuleSet(
        _CENTRE,
        1,
        date(2005, 4, 4),
        None,
        "Criminal Justice Act 2003 s.214; Sentencing Act 2020 Schedule 9 Part 13",
        {"least_hours": 12, "most_hours": 36},
    ),
)
_ABSTINENCE = "alcohol abstinence limits"
ABSTINENCE_LAW: Final = (
    RuleSet(
        _ABSTINENCE,
        1,
        date(2012, 12, 3),
        None,
        "Criminal Justice Act 2003 s.212A; Sentencing Act 2020 Schedule 9 Part 12",
        {"most_days": 120},
    ),
)
_LENGTH = "length of a community order"
LENGTH_LAW: Final = (
    RuleSet(
        _LENGTH,
        1,
        date(2005, 4, 4),
        None,
        "Criminal Justice Act 2003 s.177(5); Sentencing Act 2020 s.209",
        {"most_months": 36},
    ),
)
_AFTER = "post-sentence supervision"
POST_SENTENCE_LAW: Final = (
    RuleSet(
        _AFTER,
        1,
        date(2005, 4, 4),
        date(2015, 2, 1),
        "Criminal Justice Act 2003 Part 12 before the Offender Rehabilitation Act 2014",
        {"may_begin": False, "most_months": 0},
    ),
    RuleSet(
        _AFTER,
        2,
        date(2015, 2, 1),
        None,
        "Criminal Justice Act 2003 s.256AA, inserted by the Offender Rehabilitation Act 2014 s.2. Repealed by the "
        "Sentencing Act 2026 s.34, "
        "brought into force by S.I. 2026/402; its day is not confirmed here, so end this version when your agency has it",
        {"may_begin": True, "most_months": 12},
    ),
)
_RECALL = "fixed-term recall"
RECALL_LAW: Final = (
    RuleSet(
        _RECALL, 1, date(2008, 7, 14), date(2015, 2, 1), "Criminal Justice Act 2003 s.255B (28 days)", {"days": (28,)}
    ),
    RuleSet(
        _RECALL,
        2,
        date(2015, 2, 1),
        date(2026, 3, 31),
        "Criminal Justice Act 2003 s.255B as amended by the Offender Rehabilitation Act 2014 s.9",
        {"days": (14, 28)},
    ),
    RuleSet(
        _RECALL,
        3,
        date(2026, 3, 31),
        None,
        "Sentencing Act 2026: 56 days for most standard determinate sentences; others are excepted",
        {"days": (14, 28, 56)},
    ),
)
_RESET = "probation reset"
RESET_LAW: Final = (
    RuleSet(
        _RESET,
        1,
        date(2005, 4, 4),
        date(2024, 6, 7),
        "Contact for the whole of an order or licence",
        {"contact_until": (1, 1)},
    ),
    RuleSet(
        _RESET,
        2,
        date(2024, 6, 7),
        None,
        "HM Prison and Probation Service, Probation Reset policy, from 7 June 2024",
        {"contact_until": (2, 3)},
    ),
)
