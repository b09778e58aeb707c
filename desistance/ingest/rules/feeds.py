"""The feeds that partners send, and how a row of each is read."""

from collections.abc import Mapping
from datetime import datetime

from desistance.foundation.register import Feed
from desistance.ingest.rules.caseload import Roster, read_caseload_row
from desistance.ingest.rules.cells import Problem
from desistance.ingest.rules.custody import read_custody_row
from desistance.ingest.rules.lines import Heading, Line, fit
from desistance.ingest.rules.rows import RowReading
from desistance.ingest.terms import ProblemKind

_PERSON = {
    "surname": "Family name; a person's only name stands here",
    "forenames": "Given names, first one first",
    "date_of_birth": "Date of birth, day first; a month or a year alone is taken; empty when not known",
    "sex": "Male, female or indeterminate; used for matching only",
    "pnc": "Police National Computer number, like 2004/0000712J",
    "address": "Address as one line, without the postcode",
    "postcode": "Postcode",
}

POLICE_CUSTODY = Feed(
    name="police-custody",
    words="Police custody",
    version=3,
    columns={
        "custody_number": "The custody suite's own number for this arrest; it comes once in a file and once in all",
        "arrested_at": "Date of arrest, day first, with the time if known",
        **_PERSON,
        "cro": "Criminal Records Office number, like 123456/08T",
        "offence_code": "Offence code, like TH68010; an Act that this service does not list is kept and warned of",
        "offence": "The offence in words",
        "offence_date": "Date of the offence, day first",
        "force": "The arresting force",
        "custody_suite": "Where the person was taken",
        "outcome": "What was decided, if anything was",
    },
    needed=frozenset({"custody_number", "arrested_at", "surname", "forenames", "date_of_birth", "offence_code"}),
)

PROBATION_CASELOAD = Feed(
    name="probation-caseload",
    words="Probation caseload",
    version=1,
    columns={
        "crn": "Case reference number: a letter and 6 digits",
        **_PERSON,
        "noms": "Prison number: a letter, 4 digits and 2 letters",
        "team": "The team that holds the case, by its name in this service",
        "practitioner": "The supervising worker, by email address or name; empty when no one has the case yet",
        "started_on": "The day supervision began, day first",
        "order_type": "The order or licence; kept on the row until sentences are recorded in this service",
        "order_ends_on": "The day it ends; kept on the row",
        "tier": "Tier; kept on the row",
    },
    needed=frozenset({"crn", "surname", "forenames", "date_of_birth", "team", "practitioner"}),
)

SENDERS = {POLICE_CUSTODY.name: ("police", "police force"), PROBATION_CASELOAD.name: ("probation", "probation service")}
"""The kind of agency that sends each feed, and its words."""


def read_row(
    line: Line, heading: Heading, feed: str, *, at: datetime, roster: Roster
) -> tuple[RowReading, Mapping[str, str]]:
    """What one line of a feed says, and its cells by column; a line that does not fit the heading has one problem, no cells."""
    cells = fit(line, heading)
    if isinstance(cells, str):
        return RowReading("", None, None, (Problem(ProblemKind.SHAPE, "", cells),)), {}
    return read_cells(cells, feed, at=at, roster=roster), cells


def read_cells(cells: Mapping[str, str], feed: str, *, at: datetime, roster: Roster) -> RowReading:
    """What the cells of one row say: the same answer when the row is loaded as when it was checked."""
    if feed == POLICE_CUSTODY.name:
        return read_custody_row(cells, at)
    return read_caseload_row(cells, at, roster)
