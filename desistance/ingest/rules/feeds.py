"""The feeds that partners send, one line each, and how a row of any of them is read.

A new feed is a file of rules beside ``custody``, a line here, and its writer with a line in ``actions/_writers.py``.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from desistance.ingest.rules.caseload import CASELOAD
from desistance.ingest.rules.cells import Problem
from desistance.ingest.rules.convictions import CONVICTIONS
from desistance.ingest.rules.custody import CUSTODY
from desistance.ingest.rules.feed import FeedRules, Roster
from desistance.ingest.rules.lines import Heading, Line, failed_formulas, fit
from desistance.ingest.rules.releases import RELEASE
from desistance.ingest.rules.rows import RowReading
from desistance.ingest.terms import ProblemKind

FEEDS: Mapping[str, FeedRules] = {feed.name: feed for feed in (CUSTODY, CASELOAD, CONVICTIONS, RELEASE)}
SENDERS = {feed.name: (feed.sender, feed.sender_words) for feed in FEEDS.values()}
"""The kind of agency that sends each feed, and its words."""
POLICE_CUSTODY, PROBATION_CASELOAD = CUSTODY.declared, CASELOAD.declared
DECLARED = tuple(feed.declared for feed in FEEDS.values())


def read_row(
    line: Line, heading: Heading, feed: str, *, at: datetime, roster: Roster
) -> tuple[RowReading, Mapping[str, str]]:
    """What one line of a feed says, and its cells by column; a line that does not fit the heading has one problem, no cells."""
    cells = fit(line, heading)
    if isinstance(cells, str):
        return RowReading("", None, None, (Problem(ProblemKind.SHAPE, "", cells),)), {}
    reading = read_cells(cells, feed, at=at, roster=roster)
    return replace(reading, warnings=(*line.warnings, *reading.warnings)), cells


def read_cells(cells: Mapping[str, str], feed: str, *, at: datetime, roster: Roster) -> RowReading:
    """What the cells of one row say: the same answer when the row is loaded as when it was checked."""
    reading = FEEDS[feed].read(cells, at, roster)
    failed = dict(failed_formulas(cells))
    if not failed:
        return reading
    problems = [Problem(ProblemKind.FORMULA, column, words) for column, words in failed.items()]
    others = [problem for problem in reading.problems if problem.column not in failed]
    return replace(reading, person=None, event=None, problems=(*problems, *others))
