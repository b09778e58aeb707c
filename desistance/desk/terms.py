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
DAY_MOST = 200
"""Rows of my day that one page shows; the count beside the heading says how many more there are."""
VISIT_NOTED_AGAIN_AFTER = timedelta(minutes=2)
"""Turning pages of one record is one visit: the place in *recently viewed* is written down once in this time."""

SOURCE_WORDS = {"staff": "entered by a worker", "import": "imported file", "api": "another system"}
