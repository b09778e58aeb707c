"""Lengths and limits of what the desk keeps for a reader. Source: service design section 6, read 2026."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db import models

from desistance.foundation.rulesets import RuleSet
from desistance.foundation.states import State, StateTable

DRAFT_KEPT_FOR = timedelta(days=14)
DRAFT_LARGEST = 60_000
"""Characters in a draft, all fields together: more than any form of ours takes."""
RECENT_MOST = 25
BADGE_STOP = 100
"""Counting stops here: a badge says 99+."""
ATTENTION_MOST = 6
CHANGES_ON_PAGE = 5
CHANGES_MOST = 100
PAGE_OF_TIMELINE = 50
OVERVIEW_ENTRIES = 8
NEWEST_OF_EACH = 3
"""Entries of each kind that the overview shows as the record stood on a day."""
DAY_MOST = 200
"""Rows of my day that one page shows; the count beside the heading says how many more there are."""
VISIT_NOTED_AGAIN_AFTER = timedelta(minutes=2)
"""Turning pages of one record is one visit: the place in *recently viewed* is written down once in this time."""

SOURCE_WORDS = {"staff": "entered by a worker", "import": "imported file", "api": "another system"}

PAGE_OF_LIST = 25
VISIT_ENDS_AFTER = timedelta(minutes=30)
"""A list opened again within this time is the same visit: what was new on it stays marked as new."""
TIED_LISTS = ("mine", "team", "agency")
OTHER_LISTS = ("following", "recent", "ended")
LONGEST_FILTER_NAME = 60
SAVED_FILTERS_MOST = 30
EXPORT_WITHOUT_REASON = 50
"""More rows than this leave the service only with a reason. Source: service design 4.4."""
EXPORT_MOST = 5_000
"""Rows of one file; a longer list is narrowed first."""

LONGEST_SNOOZE_REASON = 300
LONGEST_HANDOVER_NOTE = 1_000
SNOOZED_MOST = 50
SNOOZE_RULES = (
    RuleSet(
        name="putting work off",
        version=1,
        valid_from=date(2013, 1, 1),
        valid_until=None,
        source="Service design A2 and 6.1: safety alerts, legal or court deadlines and releases tonight are never put off; the "
        "longest time is a default of this service, to be confirmed by the partnership",
        values={"never_up_to_rank": 3, "most_days": 14, "reason_characters": 5},
    ),
)
HANDOVER_STATES = StateTable(
    name="handover",
    start="handed",
    states=(
        State("handed", "Not read yet", "receiver", "amber"),
        State("read", "Read", "nobody", "grey", is_final=True),
        State("taken", "Taken over", "receiver", "blue"),
        State("done", "Done", "nobody", "green", is_final=True),
        State("given_back", "Given back", "nobody", "grey", is_final=True),
    ),
    moves={
        "handed": {"read": "read", "taken": "take over", "done": "see done", "given_back": "give back"},
        "taken": {"done": "finish", "given_back": "give back"},
    },
    source="Service design A2 and L49: handing over a duty, and work with a note that its receiver must read.",
)


class EmailChoice(models.TextChoices):
    """How often a worker wants to be told by email that there is something new; it never says what or about whom."""

    NEVER = "never", "No emails"
    EACH = "each", "When there is something new, once an hour at most"
    DAILY = "daily", "Once a day, at 7am"


EMAIL_NO_SOONER_THAN = timedelta(hours=1)
DIGEST_HOUR = 7

LONGEST_REPORT_TEXT = 2_000
LONGEST_RIGHT = 300
HANDLING = "Official - sensitive"
TO_AGENCY, TO_COURT, TO_PERSON = "agency", "court", "person"


@dataclass(frozen=True, slots=True)
class ReportText:
    """A part of a report that its author writes."""

    name: str
    label: str
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Template:
    """A kind of report: to whom it goes, how long it should be, which sections it starts with and how many lines of each.

    ``texts`` are the parts that the author writes; everything else is read from the record. ``permission`` is what its author
    must hold beside that of making reports.
    """

    name: str
    title: str
    words: str
    to: str
    pages: int
    sections: tuple[str, ...]
    most: int
    texts: tuple[ReportText, ...]
    permission: str = ""


TEMPLATES: dict[str, Template] = {
    one.name: one
    for one in (
        Template(
            "conference-brief",
            "Conference brief",
            "One page for a meeting: who, risk, orders, last contacts, and what is asked.",
            TO_AGENCY,
            1,
            (
                "people.identity",
                "access.involved",
                "casework.alerts",
                "assessment.risk",
                "sentences.orders",
                "casework.contacts",
            ),
            7,
            (
                ReportText("why", "Why they are discussed"),
                ReportText("asked", "What is asked of the meeting"),
            ),
        ),
        Template(
            "case-summary",
            "Case summary",
            "Two pages for an agency that takes up work or takes over.",
            TO_AGENCY,
            2,
            (
                "people.identity",
                "access.involved",
                "casework.alerts",
                "assessment.risk",
                "sentences.orders",
                "history.history",
                "assessment.plan",
                "casework.contacts",
            ),
            10,
            (ReportText("summary", "Summary", "What a colleague who has never met them needs to know."),),
        ),
        Template(
            "court-review",
            "Court review report",
            "Progress under an order, for the court that reviews it. It holds what your own agency recorded.",
            TO_COURT,
            2,
            ("people.identity", "sentences.orders", "casework.contacts"),
            10,
            (
                ReportText("progress", "Progress since the last review"),
                ReportText("proposal", "Proposal to the court"),
            ),
        ),
        Template(
            "breach",
            "Breach report",
            "Failures to comply and what was decided on each, for the court. It holds what your own agency recorded.",
            TO_COURT,
            2,
            ("people.identity", "sentences.orders", "casework.failures"),
            20,
            (
                ReportText("alleged", "What is alleged", "Which requirement was broken, when, and how it was found."),
                ReportText("response", "How they responded", "What they said of it and how they complied until then."),
                ReportText("proposal", "Proposal to the court"),
            ),
            permission="contact.enforce",
        ),
        Template(
            "transfer",
            "Transfer report",
            "For the agency that takes the work over: where it stands, what is unfinished, and who else is involved.",
            TO_AGENCY,
            3,
            (
                "people.identity",
                "access.involved",
                "casework.alerts",
                "assessment.risk",
                "assessment.needs",
                "assessment.plan",
                "sentences.orders",
                "history.history",
                "casework.contacts",
                "casework.tasks",
                "casework.documents",
            ),
            15,
            (
                ReportText("why", "Why the work moves, and from when"),
                ReportText("unfinished", "What is unfinished", "What must happen in the first two weeks, and by whom."),
                ReportText("knows", "What the person knows of it and wants"),
            ),
        ),
        Template(
            "release",
            "Release report",
            "Before someone leaves custody: where they go, the licence, risk, and who does what on the first day.",
            TO_AGENCY,
            2,
            (
                "people.identity",
                "access.involved",
                "casework.alerts",
                "assessment.risk",
                "assessment.needs",
                "sentences.orders",
                "history.history",
                "casework.contacts",
                "casework.tasks",
            ),
            10,
            (
                ReportText("release", "When and where they are released, and where they sleep that night"),
                ReportText(
                    "first", "The first day", "Who meets them, the first appointment, medicine, money and clothes."
                ),
                ReportText("asked", "What is asked of you, and by when"),
            ),
        ),
        Template(
            "copy-for-person",
            "Copy for the person",
            "In plain words, to hand over: what the court ordered, appointments, and who to ring.",
            TO_PERSON,
            1,
            ("sentences.orders", "assessment.plan", "casework.contacts", "access.involved", "people.identity"),
            10,
            (ReportText("message", "A message to them", "Short sentences. No abbreviations."),),
        ),
    )
}
"""Source: service design B21, read 2026. Breach, transfer and release: own default, to be confirmed by the partnership."""
BULK_MOST = 200
"""People that one bulk action takes: as many as a page shows."""
