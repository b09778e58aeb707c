"""Checkpoint's contract: states of a case and of a condition, kinds of condition, and its dated values with their sources."""

from datetime import date
from typing import Final

from django.db import models

from desistance.foundation.rulesets import RuleSet
from desistance.foundation.states import State, StateTable
from desistance.partners.terms import AgencyKind

CHECKED, OFFERED, ACCEPTED = "checked", "offered", "accepted"
ON_CONTRACT, DECISION_DUE = "on_contract", "decision_due"
NOT_OFFERED, DECLINED, WITHDRAWN = "not_offered", "declined", "withdrawn"
COMPLETED, NOT_COMPLIED = "completed", "not_complied"
RUNNING: Final = (ON_CONTRACT, DECISION_DUE)

CHECKPOINT_STATES: Final = StateTable(
    name="Checkpoint case",
    start=CHECKED,
    states=(
        State(CHECKED, "Waiting for decision", "supervisor who was asked", "amber"),
        State(OFFERED, "Offered", "officer who offered it", "blue"),
        State(ACCEPTED, "Agreed", "navigator", "blue"),
        State(ON_CONTRACT, "Active", "navigator", "blue"),
        State(DECISION_DUE, "Decision due", "supervisor", "amber"),
        State(NOT_OFFERED, "Not offered", "nobody", "grey", is_final=True),
        State(DECLINED, "Declined", "nobody", "red", is_final=True),
        State(WITHDRAWN, "Withdrawn", "nobody", "grey", is_final=True),
        State(COMPLETED, "Completed", "nobody", "green", is_final=True),
        State(NOT_COMPLIED, "Ended - not complied", "nobody", "red", is_final=True),
    ),
    moves={
        CHECKED: {OFFERED: "offer", NOT_OFFERED: "do not offer"},
        OFFERED: {ACCEPTED: "agree", DECLINED: "decline", WITHDRAWN: "take the offer back"},
        ACCEPTED: {ON_CONTRACT: "sign the contract", WITHDRAWN: "leave before the contract"},
        ON_CONTRACT: {
            DECISION_DUE: "ask for a decision",
            COMPLETED: "complete",
            NOT_COMPLIED: "end for breach",
            WITHDRAWN: "leave",
        },
        DECISION_DUE: {
            ON_CONTRACT: "go on",
            COMPLETED: "complete",
            NOT_COMPLIED: "end for breach",
            WITHDRAWN: "leave",
        },
    },
    source="Durham Constabulary, Checkpoint, police pages (read November 2026); names of the states are this service's. Whoever "
    "decided can undo it for 10 minutes: the case then stands where it stood before.",
)

OPEN: Final = "open"
DONE, NOT_DONE = "done", "not_done"
CONDITION_STATES: Final = StateTable(
    name="condition of a contract",
    start=OPEN,
    states=(
        State(OPEN, "To do", "the person, with the navigator", "blue"),
        State(DONE, "Done", "navigator", "green"),
        State(NOT_DONE, "Not done", "navigator", "red"),
    ),
    moves={
        OPEN: {DONE: "mark as done", NOT_DONE: "mark as not done"},
        DONE: {OPEN: "open again"},
        NOT_DONE: {OPEN: "open again"},
    },
    source="Design of the partnership: a condition is settled with what shows it, and can be opened again while it runs.",
)


class VictimWord(models.TextChoices):
    """What an officer says of the victim when they decide. Nothing else about a victim is kept here."""

    ASK = "ask", "Somebody was harmed: ask victim contact for their view"
    NONE = "none", "Nobody was harmed"


class ConditionKind(models.TextChoices):
    """Kinds of condition. Source: the 5 conditions of the published contract."""

    OFFENDING = "offending", "No reoffending"
    RESTORATIVE = "restorative", "Put right the harm"
    PATHWAY = "pathway", "Pathway"
    WORK = "work", "Voluntary work"
    TAG = "tag", "Wear a GPS tag"


class ContractPathway(models.TextChoices):
    """Needs that an intervention answers. Source: the 9 domains of the trial's needs assessment, and attitudes."""

    ALCOHOL = "alcohol", "Alcohol"
    DRUGS = "drugs", "Drugs"
    HOUSING = "housing", "Housing"
    MENTAL_HEALTH = "mental_health", "Mental health"
    PHYSICAL_HEALTH = "physical_health", "Physical health"
    MONEY = "money", "Money"
    EMPLOYMENT = "employment", "Work, training and education"
    RELATIONSHIPS = "relationships", "Relationships and family"
    EXPLOITATION = "exploitation", "Harmed by sexual exploitation"
    ATTITUDES = "attitudes", "Attitudes and thinking"


class ConditionUnit(models.TextChoices):
    """What progress is counted in."""

    SESSIONS = "sessions", "sessions"
    STEPS = "steps", "steps"
    WEEKS = "weeks", "weeks"
    HOURS = "hours", "hours"
    DAYS = "days", "days"


class HowAgreed(models.TextChoices):
    """How the person put their name to the contract."""

    SIGNED = "signed", "Read it and signed"
    READ_ALOUD = "read_aloud", "It was read aloud, then they signed"


class Decision(models.TextChoices):
    """What a supervisor decides on a contract, or a navigator asks them for."""

    CONTINUE = "continue", "Go on as before"
    WARN = "warn", "Go on, with a warning"
    EXTEND = "extend", "Extend the contract"
    COMPLETE = "complete", "Completed"
    BREACH = "breach", "End it: not complied"
    LEAVE = "leave", "The person leaves"


ENDS: Final = {Decision.COMPLETE: COMPLETED, Decision.BREACH: NOT_COMPLIED, Decision.LEAVE: WITHDRAWN}

UNDERSTOOD: Final = (
    ("takes_part", "Agrees to take part, of their own will"),
    ("may_leave", "Knows that they can leave at any time, and that the case then goes back to the officer"),
    ("failing", "Knows that not complying may lead to a charge for the offence"),
    ("sharing", "Agrees that services that work with them on the contract are told what they need"),
)
"""What a person agrees to, item by item; without the first three there is no contract."""
NEEDED: Final = ("takes_part", "may_leave", "failing")

LONGEST_WORDS: Final = 200
LONGEST_LANGUAGE: Final = 60
MOST_PROGRESS: Final = 200

_DEFAULT = "a default of this service, to be confirmed by the partnership"
_SINCE = date(2015, 4, 1)

CONTRACT_RULES: Final = (
    RuleSet(
        "Checkpoint contract",
        1,
        _SINCE,
        None,
        "Durham Constabulary, Checkpoint, police pages (read November 2026): a contract of 4 months, up to 5 conditions, 18 to "
        f"36 hours of voluntary work and/or a GPS tag. Extending it, by how much and how often, is {_DEFAULT}",
        {
            "months": 4,
            "most_conditions": 5,
            "most_pathways": 2,
            "fewest_hours": 18,
            "most_hours": 36,
            "extension_months": 1,
            "most_extensions": 1,
        },
    ),
)

DECIDING_RULES: Final = (
    RuleSet(
        "Deciding on Checkpoint",
        1,
        _SINCE,
        None,
        f"Who may decide another way than the list, and a break after an earlier contract: no published rule "
        f"was found, so {_DEFAULT}",
        {
            "override_ranks": ("inspector", "chief_inspector"),
            "supervisor_ranks": ("sergeant", "inspector", "chief_inspector"),
            "repeat_months": 12,
        },
    ),
)

CASE_CLOCKS: Final = (
    RuleSet(
        "Checkpoint clocks",
        1,
        _SINCE,
        None,
        "First contact within 24 hours, a decision on a new arrest within 1 working day, the file and services: "
        f"{_DEFAULT}. Follow-up for 24 months: the trial's own length",
        {
            "first_contact_hours": 24,
            "decision_working_days": 1,
            "file_working_days": 1,
            "services_working_days": 2,
            "exit_working_days": 5,
            "follow_up_months": 24,
        },
    ),
)

RATING_RULES: Final = (
    RuleSet(
        "Checkpoint rating",
        1,
        _SINCE,
        None,
        f"Common practice of offender management, with numbers that are {_DEFAULT}",
        {"weeks": 4, "amber_missed": 2, "red_missed": 3, "behind_percent": 25},
    ),
)

SERVICE_RULES: Final = (
    RuleSet(
        "Agencies that may answer a need",
        1,
        _SINCE,
        None,
        f"By the kind of an agency alone, not by what each offers or has room for: {_DEFAULT}",
        {
            "accommodation": (AgencyKind.HOUSING, AgencyKind.COUNCIL),
            "work": (AgencyKind.JOBCENTRE,),
            "health": (AgencyKind.HEALTH,),
            "substances": (AgencyKind.HEALTH,),
            "money": (AgencyKind.JOBCENTRE, AgencyKind.CHARITY),
            "family": (AgencyKind.CHARITY,),
            "thinking": (AgencyKind.PROBATION, AgencyKind.CHARITY),
            "abuse": (AgencyKind.CHARITY,),
            "sex_work": (AgencyKind.CHARITY,),
        },
    ),
)
"""By a need's pathway, the kinds of agency whom a navigator may ring."""
