"""What casework tells the house."""

from collections.abc import Mapping
from typing import Any

from django.db.models import Case, F, TextChoices, TextField, Value, When
from django.db.models.functions import Cast, Concat, Left

from desistance.access.terms import CASEWORK_ROLES, GOVERNANCE_ROLES, SERVICE_ROLES
from desistance.casework.actions.alerts import take_alerts_back
from desistance.casework.actions.outcomes import take_contacts_back
from desistance.casework.actions.tasks import take_tasks_back
from desistance.casework.queries.alerts import alert_reviews, alerts_card, new_alerts
from desistance.casework.queries.contacts import next_and_last
from desistance.casework.queries.duties import appointments_today, evidence_awaited, outcomes_to_log
from desistance.casework.queries.effects import effects_of_outcome
from desistance.casework.queries.lines import alert_lines, contact_lines, document_lines, failure_lines, task_lines
from desistance.casework.queries.lists import LONGEST_QUIET, last_contacts, next_appointment, next_contacts, quiet_for
from desistance.casework.queries.tasks import tasks_asked, tasks_card, tasks_due
from desistance.casework.terms import DECIDERS, AlertKind, ContactKind, DocumentKind, HoursKind, NoteKind, Outcome
from desistance.foundation.passes import Pass
from desistance.foundation.register import (
    Asked,
    Card,
    Column,
    Coming,
    Duty,
    Effect,
    Filter,
    Holding,
    Keep,
    Permission,
    Section,
    TimelineEntry,
)
from desistance.foundation.terms import DataClass

SIX_YEARS = Keep(
    6,
    "the last involvement of any agency ends",
    "HMPPS records retention schedule for probation case records; partnership default, to be confirmed locally",
)
SUMMARY = 200
"""How much of a note stands in the timeline; all of it stands on the page of notes."""
WORKERS = CASEWORK_ROLES | SERVICE_ROLES
READERS = WORKERS | GOVERNANCE_ROLES


def _contacts(person: int, by: Pass) -> Mapping[str, Any] | None:
    if not (by.sees.get(DataClass.CASEWORK) or by.sees.get(DataClass.HEALTH)):
        return None
    coming, last, compliance = next_and_last(person, by=by)
    link = {"label": "All contacts", "url": "{here}contacts/"}
    return {"coming": coming, "last": last, "compliance": compliance, "link": link}


def _in_words(column: str, choices: type[TextChoices], otherwise: Any = None) -> Case:
    words = [When(**{column: value}, then=Value(words)) for value, words in choices.choices]
    return Case(*words, default=otherwise, output_field=TextField())


def _unless_sensitive(instead: str, words: Any) -> Case:
    return Case(When(is_sensitive=True, then=Value(instead)), default=words, output_field=TextField())


HOLDINGS = (
    Holding(
        "casework.Contact",
        "Contacts and appointments",
        "data_class",
        SIX_YEARS,
        take_back=take_contacts_back,
        timeline=TimelineEntry(
            at="placed_at",
            kind="Contact",
            title=_in_words("kind", ContactKind),
            summary=_in_words("outcome", Outcome, F("purpose")),
            found_by=Concat("purpose", Value(" "), "place", Value(" "), "notes", output_field=TextField()),
        ),
    ),
    Holding(
        "casework.Reminder",
        "Reminders sent by hand",
        "data_class",
        SIX_YEARS,
        timeline=TimelineEntry(at="at", kind="Reminder", title=Value("Reminder sent by hand"), summary=F("text")),
    ),
    Holding(
        "casework.Document",
        "Documents",
        "data_class",
        SIX_YEARS,
        timeline=TimelineEntry(
            at="at",
            kind="Document",
            title=F("title"),
            summary=_in_words("kind", DocumentKind, Value("")),
            found_by=F("file_name"),
        ),
    ),
    Holding(
        "casework.Task",
        "Tasks",
        "data_class",
        SIX_YEARS,
        take_back=take_tasks_back,
        timeline=TimelineEntry(at="recorded_at", kind="Task", title=F("what"), summary=F("came_of")),
    ),
    Holding(
        "casework.Note",
        "Notes",
        "data_class",
        SIX_YEARS,
        timeline=TimelineEntry(
            at="at",
            kind="Note",
            title=_in_words("kind", NoteKind),
            summary=_unless_sensitive("Sensitive", Left("text", SUMMARY)),
            found_by=_unless_sensitive("", F("text")),
        ),
    ),
    Holding(
        "casework.HoursLine",
        "Hours credited",
        "data_class",
        SIX_YEARS,
        timeline=TimelineEntry(
            at="at",
            kind="Hours",
            title=_in_words("kind", HoursKind),
            summary=Concat(Cast("minutes", TextField()), Value(" minutes"), output_field=TextField()),
        ),
    ),
    Holding(
        "casework.Alert",
        "Alerts",
        DataClass.SAFETY,
        SIX_YEARS,
        take_back=take_alerts_back,
        timeline=TimelineEntry(
            at="recorded_at", kind="Alert", title=_in_words("kind", AlertKind), summary=F("warning")
        ),
    ),
)
OFFERS = (
    Section(
        "casework.alerts",
        "Warnings",
        25,
        alert_lines,
        "No warning is told here. That does not mean there is no danger.",
    ),
    Section(
        "casework.contacts",
        "Contacts and compliance",
        60,
        contact_lines,
        "No contact is told here. That does not mean there was none.",
        plain_title="Your appointments",
    ),
    Section(
        "casework.failures",
        "Failures to comply, last 12 months",
        62,
        failure_lines,
        "No failure to comply is told here. That does not mean there was none.",
    ),
    Section("casework.documents", "Documents on record", 80, document_lines, "No document is told here."),
    Section("casework.tasks", "Open tasks", 65, task_lines, "No open task is told here."),
    Asked("casework.task_asked", "See the task", "task", "task.set", tasks_asked),
    Duty(
        "casework.new_alert",
        "Safety",
        1,
        "Read the alert",
        "person-risk",
        "alert.record",
        new_alerts,
        by_reference=True,
    ),
    Duty(
        "casework.evidence",
        "Decisions after a missed contact",
        4,
        "Decide",
        "contact-of-mine",
        "contact.enforce",
        evidence_awaited,
    ),
    Duty("casework.outcome", "Outcomes to log", 6, "Log outcome", "contact-of-mine", "contact.record", outcomes_to_log),
    Duty(
        "casework.appointment",
        "Appointments today",
        7,
        "See the contacts",
        "person-contacts",
        "contact.record",
        appointments_today,
        by_reference=True,
    ),
    Coming("casework.appointment", "contact.record", next_appointment),
    Column("casework.last", "Last contact", 40, DataClass.CASEWORK, "None recorded", last_contacts),
    Column("casework.next", "Next contact", 50, DataClass.CASEWORK, "Nothing arranged", next_contacts),
    Filter("quiet", "Days without contact", 70, DataClass.CASEWORK, quiet_for, most=LONGEST_QUIET),
    Duty("casework.task", "Actions", 10, "Say what came of it", "task", "task.set", tasks_due),
    Duty(
        "casework.alert_review",
        "Reviews",
        9,
        "Review the alert",
        "person-risk",
        "alert.record",
        alert_reviews,
        by_reference=True,
    ),
    Card("casework.alerts", "Alerts", "banner", 10, DataClass.SAFETY, "", alerts_card),
    Card("casework.tasks", "Open actions", "main", 5, DataClass.CASEWORK, "casework/tasks_card.html", tasks_card),
    Card("casework.contacts", "Contacts", "main", 10, DataClass.CASEWORK, "casework/contacts_card.html", _contacts),
    Effect("casework.record_outcome", effects_of_outcome),
)
WORDS = (
    Permission("alert.record", "Raise, review and end alerts of your agency", frozenset(WORKERS)),
    Permission("task.set", "Set tasks, hand them over and say what came of them", frozenset(WORKERS)),
    Permission("hours.record", "Credit hours and take time off, towards work of your agency", frozenset(WORKERS)),
    Permission("hours.adjust", "Adjust a ledger of hours, with a reason", frozenset({"team_manager"})),
    Permission("note.record", "Write and correct notes of your agency", frozenset(WORKERS)),
    Permission("contact.arrange", "Arrange, move and cancel appointments of your agency", frozenset(WORKERS)),
    Permission("contact.record", "Record what came of a contact of your agency", frozenset(WORKERS)),
    Permission(
        "contact.enforce",
        "Warn of a failure to comply, or refer it",
        DECIDERS,
    ),
    Permission("contact.remind", "Record that you reminded someone of an appointment", frozenset(WORKERS)),
    Permission("calendar.feed", "Fetch your own appointments into your calendar, with no names", frozenset(WORKERS)),
    Permission("document.add", "Add documents of your agency about a person", frozenset(WORKERS)),
    Permission("document.change", "Withdraw or replace documents of your agency", frozenset(WORKERS)),
    Permission("document.read", "Take the file of a document out", frozenset(READERS)),
)
