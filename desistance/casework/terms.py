"""What the casework room calls things: kinds of contact, what came of one, its states, and the rules with their dates."""

from datetime import date, timedelta
from typing import Final

from django.db import models

from desistance.foundation.rulesets import RuleSet
from desistance.foundation.states import State, StateTable
from desistance.foundation.terms import DataClass


class ContactKind(models.TextChoices):
    """What a contact is: a place to attend, or something that happened between a worker and a person."""

    OFFICE = "office", "Office visit"
    HOME = "home", "Home visit"
    TELEPHONE = "telephone", "Telephone call"
    VIDEO = "video", "Video call"
    GROUP = "group", "Group session"
    DRUG_TEST = "drug_test", "Drug or alcohol test"
    COURT = "court", "Court"
    UNPAID_WORK = "unpaid_work", "Unpaid work session"
    TREATMENT = "treatment", "Treatment session"
    OTHER = "other", "Another contact"


HEALTH_KINDS: Final = frozenset({ContactKind.DRUG_TEST, ContactKind.TREATMENT})
"""Kinds that say something of someone's health: they are health information and shared as such."""


CALLS: Final = frozenset({ContactKind.TELEPHONE, ContactKind.VIDEO})
"""Kinds for which someone is rung: whether that is safe is told before it is arranged."""


class Outcome(models.TextChoices):
    """What came of a contact. Source: contact outcome types of the probation service's open code (attended, complied)."""

    COMPLIED = "attended_complied", "Attended and complied"
    NOT_COMPLIED = "attended_not_complied", "Attended, did not comply"
    ACCEPTABLE = "acceptable_absence", "Acceptable absence"
    UNACCEPTABLE = "unacceptable_absence", "Unacceptable absence"


ENFORCEABLE: Final = frozenset({Outcome.NOT_COMPLIED, Outcome.UNACCEPTABLE})
"""Outcomes on which a worker must decide: without a reasonable excuse they are a failure to comply. Source: as Outcome."""

OUTCOME_TONES: Final = {
    Outcome.COMPLIED: "green",
    Outcome.NOT_COMPLIED: "red",
    Outcome.ACCEPTABLE: "grey",
    Outcome.UNACCEPTABLE: "red",
}


class MovedBy(models.TextChoices):
    """Who asked for another time."""

    SERVICE = "service", "Rescheduled by us"
    PERSON = "person", "Rescheduled by the person"


class Enforcement(models.TextChoices):
    """What was decided on a failure to comply. Source: Sentencing Act 2020 Schedule 10 paragraphs 6 and 7."""

    WARNED = "warned", "Warning given"
    REFERRED = "referred", "Referred to an enforcement officer"


DECIDERS: Final = frozenset({"practitioner", "team_manager", "payback_supervisor"})
"""Roles that decide on a failure; of a contact whose worker may not, the team manager of the same agency decides."""


class Pattern(models.TextChoices):
    """How often an appointment comes again."""

    ONCE = "once", "Once"
    WEEKLY = "weekly", "Every week"
    FORTNIGHTLY = "fortnightly", "Every 2 weeks"
    MONTHLY = "monthly", "Every month"


SCHEDULED: Final = "scheduled"
HAPPENED: Final = "happened"
RESCHEDULED: Final = "rescheduled"
CANCELLED: Final = "cancelled"

CONTACT_STATES = StateTable(
    name="contact",
    start=SCHEDULED,
    states=(
        State(SCHEDULED, "Arranged", "the worker with whom", "blue"),
        State(HAPPENED, "Outcome recorded", "the worker with whom", "grey"),
        State(RESCHEDULED, "Rescheduled", "nobody", "grey", is_final=True),
        State(CANCELLED, "Cancelled", "nobody", "grey", is_final=True),
    ),
    moves={
        SCHEDULED: {HAPPENED: "record the outcome", RESCHEDULED: "reschedule", CANCELLED: "cancel"},
        HAPPENED: {SCHEDULED: "undo", CANCELLED: "take back"},
    },
    source="Contact outcome types of the probation service's open code; undo is a default of this service.",
)

LONGEST_PURPOSE: Final = 120
LONGEST_PLACE: Final = 120
LONGEST_REASON: Final = 300
LONGEST_NOTES: Final = 4000
SHORTEST_MINUTES: Final = 5
LONGEST_MINUTES: Final = 12 * 60
MOST_REPEATS: Final = 52
FURTHEST_AHEAD: Final = timedelta(days=731)
UNDO_FOR: Final = timedelta(minutes=10)
"""How long an outcome can be undone by whoever recorded it. Source: default of the service, 2026."""
COMPLIANCE_WEEKS: Final = 12


class DocumentKind(models.TextChoices):
    """What a document is. The kind says which class of information it holds, and so who may see it."""

    LETTER = "letter", "Letter or email"
    REPORT = "report", "Report"
    COURT = "court", "Court or order document"
    RISK = "risk", "Risk assessment or safety plan"
    PLAN = "plan", "Plan or agreement with the person"
    HOUSING = "housing", "Housing document"
    HEALTH = "health", "Health or treatment document"
    CONSENT = "consent", "Signed consent"
    PHOTOGRAPH = "photograph", "Photograph"
    OTHER = "other", "Another document"


CLASS_OF_DOCUMENT: Final = {
    DocumentKind.COURT: DataClass.OFFENDING,
    DocumentKind.RISK: DataClass.RISK,
    DocumentKind.PLAN: DataClass.PLAN,
    DocumentKind.HOUSING: DataClass.ACCOMMODATION,
    DocumentKind.HEALTH: DataClass.HEALTH,
    DocumentKind.CONSENT: DataClass.SHARING,
}
"""The class of what a kind of document holds; all others hold casework."""


class FileKind(models.TextChoices):
    """What a file is by its content. Its name is never asked."""

    PDF = "pdf", "PDF"
    WORD = "docx", "Word document"
    PNG = "png", "PNG image"
    JPEG = "jpeg", "JPEG image"
    TEXT = "text", "Text file"


class VirusCheck(models.TextChoices):
    """Whether the file was looked at by a virus scanner when it came."""

    CLEAN = "clean", "Checked for viruses"
    NONE = "none", "Not checked for viruses"


DOCUMENT_RULES: Final = (
    RuleSet(
        "documents",
        1,
        date(2013, 1, 1),
        None,
        "Service design B17 for the size of a file. The rest is a default of this service, to be confirmed by the partnership",
        {
            "file_mb": 20,
            "person_mb": 500,
            "agency_mb": 500_000,
            "picture_megapixels": 120,
            "packed_files": 2_000,
            "unpacked_mb": 200,
        },
    ),
)
"""How large a file may be, how much may be kept of one person and by one agency, and what a file may unpack to."""

LONGEST_TITLE: Final = 120

_EVIDENCE = "evidence of an absence"
EVIDENCE_RULE: Final = (
    RuleSet(
        _EVIDENCE,
        1,
        date(2005, 4, 4),
        None,
        "7 days after the appointment, as in the test data of the probation service's open code: a default of this service, to "
        "be confirmed by the partnership",
        {"days": 7},
    ),
)

_WARNING = "warning or referral after a failure"
WARNING_LAW: Final = (
    RuleSet(
        _WARNING,
        1,
        date(2005, 4, 4),
        date(2020, 12, 1),
        "Criminal Justice Act 2003 Schedule 8 paragraphs 5 and 6",
        {"months": 12},
    ),
    RuleSet(
        _WARNING,
        2,
        date(2020, 12, 1),
        None,
        "Sentencing Act 2020 Schedule 10 paragraphs 6 and 7",
        {"months": 12},
    ),
)
"""A warning holds for 12 months: another failure within them must be referred. Of court orders; a licence is recalled instead."""


class AlertKind(models.TextChoices):
    """What an alert warns of, in the order in which alerts are shown. Source: service design 2.4."""

    STAFF = "staff", "Risk to staff"
    NAMED_PERSON = "named_person", "Risk to a named person"
    SELF_HARM = "self_harm", "Self-harm"
    SAFEGUARDING = "safeguarding", "Safeguarding"
    LOCATION = "location", "Limits on places"
    OTHER = "other", "Alert"


SAFETY_ALERTS: Final = frozenset({AlertKind.STAFF, AlertKind.NAMED_PERSON, AlertKind.SELF_HARM, AlertKind.SAFEGUARDING})
"""Kinds that everyone who works with the person is told of at once."""

ALERT_CURRENT: Final = "current"
ALERT_ENDED: Final = "ended"
ALERT_STATES = StateTable(
    name="alert",
    start=ALERT_CURRENT,
    states=(
        State(ALERT_CURRENT, "Current", "whoever raised it", "red"),
        State(ALERT_ENDED, "Ended", "nobody", "grey", is_final=True),
    ),
    moves={ALERT_CURRENT: {ALERT_ENDED: "end"}},
    source="Alerts have a start, a review date, an end with its reason and an author (design of the service, 2026).",
)
LONGEST_ALERT: Final = 160

_ALERTS = "reviews of alerts"
ALERT_RULES: Final = (
    RuleSet(
        _ALERTS,
        1,
        date(2013, 1, 1),
        None,
        "How long an alert may stand without a review: a default of this service, to be confirmed by the partnership",
        {
            "longest_days": {
                AlertKind.STAFF.value: 183,
                AlertKind.NAMED_PERSON.value: 183,
                AlertKind.SELF_HARM.value: 92,
                AlertKind.SAFEGUARDING.value: 92,
                AlertKind.LOCATION.value: 183,
                AlertKind.OTHER.value: 366,
            },
            "asked_ahead_days": 14,
            "news_days": 14,
        },
    ),
)
"""How long an alert of each kind may go without a review, and when it is asked for."""


TASK_OPEN: Final = "open"
TASK_DONE: Final = "done"
TASK_DROPPED: Final = "dropped"
TASK_STATES = StateTable(
    name="task",
    start=TASK_OPEN,
    states=(
        State(TASK_OPEN, "To do", "the worker or agency that is to do it", "blue"),
        State(TASK_DONE, "Done", "nobody", "green", is_final=True),
        State(TASK_DROPPED, "No longer needed", "nobody", "grey", is_final=True),
    ),
    moves={TASK_OPEN: {TASK_DONE: "finish", TASK_DROPPED: "drop"}},
    source="A task is set by a person for a person or an agency, and says what came of it (design of the service, 2026).",
)
LONGEST_TASK: Final = 300
FURTHEST_TASK: Final = timedelta(days=731)


class NoteKind(models.TextChoices):
    """What a note is of."""

    CASE = "case", "Case note"
    CALL = "call", "Call"
    INFORMATION = "information", "Information received"
    SUPERVISION = "supervision", "Talked over with a manager"
    OTHER = "other", "Another note"


LONGEST_NOTE: Final = 10_000


class HoursKind(models.TextChoices):
    """What a line of the hours ledger is."""

    CREDITED = "credited", "Hours worked"
    TRAVEL = "travel", "Travel"
    ONLINE = "online", "Online learning"
    PENALTY = "penalty", "Time taken off"
    ADJUSTMENT = "adjustment", "Adjustment by a manager"


LONGEST_LINE: Final = 24 * 60
LONGEST_ADJUSTMENT: Final = 300 * 60
"""No court orders more than 300 hours. Source: Sentencing Act 2020 Schedule 9 paragraph 2."""

_HOURS = "credit of hours"
HOURS_RULES: Final = (
    RuleSet(
        _HOURS,
        1,
        date(2005, 4, 4),
        None,
        "Up to 30% of the hours of unpaid work may be education, training or employment (unpaid work guidance, 2021); travel "
        "counts where it is credited. What is done online, and when pace is told, is a default of this service, to be "
        "confirmed by the partnership",
        {"online_percent": 30, "pace_after_days": 28},
    ),
)
STRIP_WEEKS: Final = 26
DECISIONS_FOR: Final = timedelta(days=366)
WEEK_LETTERS: Final = {
    Outcome.UNACCEPTABLE: "U",
    Outcome.NOT_COMPLIED: "N",
    Outcome.ACCEPTABLE: "E",
    Outcome.COMPLIED: "A",
}
"""The letter of a week by the worst that happened in it, worst first; E for an excused absence."""
