"""The probation caseload feed, version 2: each row is one person under supervision, with team, practitioner and order."""

from collections.abc import Mapping
from datetime import date, datetime

from desistance.foundation.calendar import local_date
from desistance.foundation.register import Feed
from desistance.ingest.rules.caseload_orders import ORDER_COLUMNS, read_order
from desistance.ingest.rules.cells import Findings, lengths, read_whole_day
from desistance.ingest.rules.feed import FeedRules, Roster
from desistance.ingest.rules.rows import LIMITS, PERSON_COLUMNS, CaseTold, RowReading, read_person
from desistance.ingest.terms import ProblemKind
from desistance.people.rules.identifiers import read_identifier
from desistance.people.rules.names import fold
from desistance.people.terms import IdentifierKind

NUMBERS = {"crn": IdentifierKind.CRN, "pnc": IdentifierKind.PNC, "noms": IdentifierKind.NOMS}


def read_caseload_row(cells: Mapping[str, str], at: datetime, roster: Roster) -> RowReading:
    """What one caseload row says. A file of version 1, without the day of the order, is read as it always was."""
    found, on = Findings(), local_date(at)
    crn = read_identifier(IdentifierKind.CRN, cells.get("crn", ""), on)
    if not crn.is_well_formed:
        found.problem(ProblemKind.NUMBER, "crn", f"{crn.why_not}.")
    person = read_person(cells, NUMBERS, on, found)
    team = _team(cells.get("team", ""), roster, found)
    worker = _worker(cells.get("practitioner", ""), roster, found)
    started_on = _started(cells.get("started_on", ""), on, found)
    lengths(dict(cells), LIMITS, found)
    order = read_order(cells, on, found)
    warnings = [words for words in found.warnings if not words.startswith(IdentifierKind.CRN.wording)]
    good = not found.problems
    event = CaseTold(crn.value, team, worker, started_on, order) if good else None
    return RowReading(crn.value, person if good else None, event, tuple(found.problems), tuple(warnings))


def _team(text: str, roster: Roster, found: Findings) -> int | None:
    if not text:
        found.problem(ProblemKind.TEAM, "team", "Team is not given.")
        return None
    team = roster.teams.get(fold(text))
    if team is None:
        teams = ", ".join(roster.team_names) or "none"
        found.problem(ProblemKind.TEAM, "team", f"“{text}” is not a team of your agency.", f"Its teams are: {teams}.")
    return team


def _worker(text: str, roster: Roster, found: Findings) -> int | None:
    """The practitioner by email address or name. An empty cell is a case that no one has been given."""
    if not text:
        found.warnings.append("No practitioner is given, so the team holds the case.")
        return None
    workers = roster.workers.get(text.casefold()) or roster.workers.get(fold(text), ())
    if len(workers) == 1:
        return workers[0]
    if workers:
        words = f"{len(workers)} workers of your agency are called “{text}”."
        found.problem(ProblemKind.PRACTITIONER, "practitioner", words, "Give the email address instead.")
    else:
        words = f"“{text}” is not a worker of your agency."
        found.problem(ProblemKind.PRACTITIONER, "practitioner", words, "Add the worker first, or leave the cell empty.")
    return None


def _started(text: str, on: date, found: Findings) -> date | None:
    if not text:
        return None
    started_on = read_whole_day(text, "started_on", "Date supervision started", on, found)
    if started_on and started_on > on:
        found.problem(ProblemKind.DATE, "started_on", f"Date supervision started {text} is in the future.")
        return None
    return started_on


CASELOAD = FeedRules(
    declared=Feed(
        name="probation-caseload",
        words="Probation caseload",
        version=2,
        columns={
            "crn": "Case reference number: a letter and 6 digits",
            **PERSON_COLUMNS,
            "noms": "Prison number: a letter, 4 digits and 2 letters",
            "team": "The team that holds the case, by its name in this service",
            "practitioner": "The supervising worker, by email address or name; empty when no one has the case yet",
            "started_on": "The day supervision began, day first",
            **ORDER_COLUMNS,
        },
        needed=frozenset({"crn", "surname", "forenames", "date_of_birth", "team", "practitioner"}),
    ),
    sender="probation",
    sender_words="probation service",
    key="crn",
    key_words="CRN",
    repeated="Skip this row if both are the same case.",
    read=read_caseload_row,
)
