"""Lengths and limits of what the desk keeps for a reader. Source: service design section 6, read 2026."""

from datetime import timedelta

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
