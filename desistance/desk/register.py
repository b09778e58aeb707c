"""What the desk tells the house."""

from desistance.access.terms import CASEWORK_ROLES
from desistance.desk.queries.drafts import drafts_due
from desistance.foundation.passes import SYSTEM_ROLE
from desistance.foundation.register import Duty, Holding, Job, Keep, Permission
from desistance.foundation.terms import DataClass
from desistance.partners.terms import ROLES

READERS_OWN = Keep(2, "the reader last opened the record", "Partnership retention schedule, to be confirmed locally")
TWO_WEEKS = Keep(0, "14 days after the draft was saved", "Service design section 6, autosave")
NOT_ABOUT_THEM = "withhold: how a worker used the service; the audit trail tells who looked"

HOLDINGS = (
    Holding(
        "desk.Look", "Places of readers", DataClass.IDENTITY, READERS_OWN, on_request=NOT_ABOUT_THEM, on_merge="join"
    ),
    Holding("desk.Notice", "Notices", DataClass.IDENTITY, READERS_OWN, on_request=NOT_ABOUT_THEM),
    Holding("desk.Draft", "Drafts of forms", DataClass.CASEWORK, TWO_WEEKS),
)
OFFERS = (
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
    Permission("desk.keep", "Keep your own drafts, notices and places", frozenset(ROLES)),
    Permission("person.export", "Take a list of people away as a file", frozenset(CASEWORK_ROLES)),
    Permission("notice.send", "Tell readers of work that is new", frozenset({SYSTEM_ROLE})),
    Permission("draft.expire", "Throw away drafts whose time is over", frozenset({SYSTEM_ROLE})),
    Job("desk.notify", "Tells readers what is new to them", cron="* * * * *"),
    Job("desk.expire_drafts", "Throws away drafts after 14 days", cron="17 3 * * *"),
)
