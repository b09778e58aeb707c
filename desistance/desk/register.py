"""What the desk tells the house."""

from django.db.models import Case, CharField, F, TextField, Value, When
from django.db.models.functions import Concat

from desistance.access.terms import CASEWORK_ROLES, GOVERNANCE_ROLES, SERVICE_ROLES
from desistance.desk.queries.drafts import drafts_due
from desistance.desk.queries.handing import handed_by_me, handed_to_me
from desistance.foundation.passes import SYSTEM_ROLE
from desistance.foundation.register import Asked, Duty, Holding, Job, Keep, Permission, TimelineEntry
from desistance.foundation.terms import DataClass
from desistance.partners.terms import ROLES

READERS_OWN = Keep(2, "the reader last opened the record", "Partnership retention schedule, to be confirmed locally")
SIX_YEARS = Keep(
    6,
    "the last involvement of any agency ends",
    "HMPPS records retention schedule for probation case records; partnership default, to be confirmed locally",
)
TWO_WEEKS = Keep(0, "14 days after the draft was saved", "Service design section 6, autosave")
HANDED = Case(
    When(of_duty="", then=Concat(Value("Work given to "), F("receiver__name"))),
    default=Concat(Value("A duty handed to "), F("receiver__name")),
    output_field=CharField(),
)
NOT_ABOUT_THEM = "withhold: how a worker used the service; the audit trail tells who looked"

HOLDINGS = (
    Holding(
        "desk.Look", "Places of readers", DataClass.IDENTITY, READERS_OWN, on_request=NOT_ABOUT_THEM, on_merge="join"
    ),
    Holding("desk.Snooze", "Work put off", DataClass.IDENTITY, READERS_OWN, on_request=NOT_ABOUT_THEM, on_merge="join"),
    Holding(
        "desk.Handover",
        "Handovers between workers",
        "data_class",
        SIX_YEARS,
        timeline=TimelineEntry(at="handed_at", kind="Handover", title=HANDED, summary=F("note")),
    ),
    Holding("desk.Notice", "Notices", DataClass.IDENTITY, READERS_OWN, on_request=NOT_ABOUT_THEM),
    Holding("desk.Draft", "Drafts of forms", DataClass.CASEWORK, TWO_WEEKS),
    Holding(
        "desk.Report",
        "Reports that were sent",
        DataClass.CASEWORK,
        SIX_YEARS,
        timeline=TimelineEntry(
            at="at",
            kind="Report",
            title=F("title"),
            summary=Concat(Value("Sent to "), F("sent_to"), output_field=TextField()),
        ),
    ),
)
OFFERS = (
    Duty(
        name="desk.handover",
        group="Handed over to you",
        rank=8,
        step="Read the note",
        url="handover",
        permission="desk.hand",
        ask=handed_to_me,
        stays=True,
    ),
    Asked("desk.handed", "See the handover", "handover", "desk.hand", handed_by_me),
    Duty(
        name="desk.draft",
        group="Drafts",
        rank=11,
        step="Continue draft",
        url="draft",
        permission="desk.keep",
        ask=drafts_due,
        stays=True,
    ),
)
WORDS = (
    Permission("report.make", "Make and send reports about a person", frozenset(CASEWORK_ROLES | SERVICE_ROLES)),
    Permission(
        "report.read", "Open reports that were sent", frozenset(CASEWORK_ROLES | SERVICE_ROLES | GOVERNANCE_ROLES)
    ),
    Permission("desk.keep", "Keep your own drafts, notices and places", frozenset(ROLES)),
    Permission("desk.hand", "Hand duties to a colleague, and answer", frozenset(CASEWORK_ROLES | SERVICE_ROLES)),
    Permission("team.view", "See the workload and the overdue work of your team", frozenset({"team_manager"})),
    Permission("person.export", "Take a list of people away as a file", frozenset(CASEWORK_ROLES)),
    Permission("notice.send", "Tell readers of work that is new", frozenset({SYSTEM_ROLE})),
    Permission("draft.expire", "Throw away drafts whose time is over", frozenset({SYSTEM_ROLE})),
    Job("desk.notify", "Tells readers what is new to them", cron="* * * * *"),
    Job("desk.digest", "Sends the daily email without content to those who chose it", cron="0 7 * * *"),
    Job("desk.expire_drafts", "Throws away drafts after 14 days", cron="17 3 * * *"),
)
