"""Lengths and limits of what the desk keeps for a reader. Source: service design section 6, read 2026."""

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
        "longest time is a partnership default of the service, 2026.",
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
