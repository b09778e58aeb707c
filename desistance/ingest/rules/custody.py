"""The police custody feed, version 3: each row is one arrest."""

from collections.abc import Mapping
from datetime import date, datetime

from desistance.foundation.calendar import local_date
from desistance.foundation.register import Feed
from desistance.history.rules.arrests import ArrestFacts, age_problem
from desistance.history.rules.offence_codes import CodeStanding, read_offence_code
from desistance.ingest.rules.cells import Findings, Moment, lengths, read_moment, read_whole_day
from desistance.ingest.rules.feed import FeedRules, Roster
from desistance.ingest.rules.rows import LIMITS, PERSON_COLUMNS, PersonTold, RowReading, read_person
from desistance.ingest.terms import ProblemKind
from desistance.people.rules.dates import Precision
from desistance.people.terms import IdentifierKind

NUMBERS = {"pnc": IdentifierKind.PNC, "cro": IdentifierKind.CRO}


def read_custody_row(cells: Mapping[str, str], at: datetime, _roster: Roster | None = None) -> RowReading:
    """What one custody row says. ``at`` is the moment of reading: nothing in the file is later."""
    found, on = Findings(), local_date(at)
    number = cells.get("custody_number", "").upper()
    if not number:
        found.problem(ProblemKind.MISSING, "custody_number", "Custody number is not given.")
    arrested = _arrested(cells.get("arrested_at", ""), at, found)
    person = read_person(cells, NUMBERS, on, found)
    code, words = _offence(cells, found)
    offence_on = None
    if cells.get("offence_date"):
        offence_on = read_whole_day(cells["offence_date"], "offence_date", "Date of the offence", on, found)
    _order(person, arrested, offence_on, found)
    lengths(dict(cells), LIMITS, found)
    event = None
    if arrested and not found.problems:
        event = ArrestFacts(
            custody_number=number,
            arrested_at=arrested.at,
            is_time_known=arrested.is_time_known,
            offence_code=code,
            offence_words=words,
            offence_on=offence_on,
            force=cells.get("force", ""),
            custody_suite=cells.get("custody_suite", ""),
            outcome=cells.get("outcome", ""),
        )
    return RowReading(number, None if found.problems else person, event, tuple(found.problems), tuple(found.warnings))


def _arrested(text: str, at: datetime, found: Findings) -> Moment | None:
    if not text:
        found.problem(ProblemKind.MISSING, "arrested_at", "Date of arrest is not given.")
        return None
    moment = read_moment(text, "arrested_at", "Date of arrest", local_date(at), found)
    if moment and moment.at > at:
        found.problem(ProblemKind.DATE, "arrested_at", f"Date of arrest {text} is in the future.")
        return None
    return moment


def _offence(cells: Mapping[str, str], found: Findings) -> tuple[str, str]:
    code, words = cells.get("offence_code", ""), cells.get("offence", "")
    if not code:
        if not words:
            found.problem(ProblemKind.MISSING, "offence_code", "Neither an offence code nor the offence is given.")
        else:
            found.warnings.append("Offence code is not given, so the offence is kept in the sender's words.")
        return "", words
    reading = read_offence_code(code)
    if reading.standing is CodeStanding.NOT_A_CODE:
        found.problem(ProblemKind.OFFENCE_CODE, "offence_code", reading.words)
    elif reading.standing is CodeStanding.ACT_NOT_HELD:
        found.warnings.append(reading.words)
    return reading.code, words


def _order(person: PersonTold, arrested: Moment | None, offence_on: date | None, found: Findings) -> None:
    if arrested is None:
        return
    arrested_on = local_date(arrested.at)
    if offence_on and offence_on > arrested_on:
        found.problem(ProblemKind.ORDER, "offence_date", "Date of the offence is after the date of arrest.")
    if person.born and person.born.precision is Precision.DAY and person.born.as_date:
        why = age_problem(person.born.as_date, arrested_on)
        if why:
            found.problem(ProblemKind.ORDER, "date_of_birth", f"Date of birth does not fit: {why}.")


CUSTODY = FeedRules(
    declared=Feed(
        name="police-custody",
        words="Police custody",
        version=3,
        columns={
            "custody_number": "The custody suite's own number for this arrest; it comes once in a file and once in all",
            "arrested_at": "Date of arrest, day first, with the time if known",
            **PERSON_COLUMNS,
            "cro": "Criminal Records Office number, like 123456/08T",
            "offence_code": "Offence code, like TH68010; an Act that this service does not list is kept and warned of",
            "offence": "The offence in words",
            "offence_date": "Date of the offence, day first",
            "force": "The arresting force",
            "custody_suite": "Where the person was taken",
            "outcome": "What was decided, if anything was",
        },
        needed=frozenset({"custody_number", "arrested_at", "surname", "forenames", "date_of_birth", "offence_code"}),
    ),
    sender="police",
    sender_words="police force",
    key="custody_number",
    key_words="Custody number",
    repeated="Skip this row if both are the same arrest.",
    read=read_custody_row,
)
