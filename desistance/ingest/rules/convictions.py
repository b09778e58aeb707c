"""The convictions feed, version 1: each row is one offence and the way in which it was dealt with."""

import re
from collections.abc import Mapping
from datetime import date, datetime
from typing import Final

from desistance.foundation.calendar import local_date
from desistance.foundation.register import Feed
from desistance.history.rules.convictions import ConvictionFacts, DisposalFacts, troubles_of_conviction
from desistance.history.rules.offence_codes import CodeStanding, read_code_of_either_kind
from desistance.history.terms import AREA_CODE_SHAPE, DisposalKind
from desistance.ingest.rules.cells import Findings, lengths, read_whole_day
from desistance.ingest.rules.feed import FeedRules, Roster
from desistance.ingest.rules.rows import LIMITS, PERSON_COLUMNS, PersonTold, RowReading, read_person
from desistance.ingest.terms import ProblemKind
from desistance.people.rules.dates import Precision
from desistance.people.rules.names import fold
from desistance.people.terms import IdentifierKind

NUMBERS = {"pnc": IdentifierKind.PNC, "cro": IdentifierKind.CRO}
DISPOSALS: Final = {
    **{fold(kind.label): kind for kind in DisposalKind},
    **{fold(kind.value.replace("_", " ")): kind for kind in DisposalKind},
    "prison": DisposalKind.IMPRISONMENT,
    "immediate custody": DisposalKind.IMPRISONMENT,
    "young offender institution": DisposalKind.YOUTH_DETENTION,
    "suspended sentence order": DisposalKind.SUSPENDED_SENTENCE,
    "simple caution": DisposalKind.CAUTION,
    "adult caution": DisposalKind.CAUTION,
    "tic": DisposalKind.TAKEN_INTO_CONSIDERATION,
    "not guilty": DisposalKind.ACQUITTED,
    "acquitted": DisposalKind.ACQUITTED,
}
COLUMN_OF: Final = {"committed_on": "offence_date", "committed_until": "offence_until", "given_on": "disposal_date"}
_DAYS: Final = re.compile(r"(\d{1,5}) ?(day|week)s?", re.IGNORECASE)


def read_conviction_row(cells: Mapping[str, str], at: datetime, _roster: Roster | None = None) -> RowReading:
    """What one row says. An unknown offence code or disposal is kept and warned of."""
    found, on = Findings(), local_date(at)
    number = cells.get("number", "").upper()
    if not number:
        found.problem(ProblemKind.MISSING, "number", "Number of the offence is not given.")
    person = read_person(cells, NUMBERS, on, found)
    code = _code(cells, found)
    given_on = _day(cells, "disposal_date", "Date of the disposal", on, found)
    if given_on is None and not cells.get("disposal_date"):
        found.problem(ProblemKind.MISSING, "disposal_date", "Date of the disposal is not given.")
    committed_on = _day(cells, "offence_date", "Date of the offence", on, found)
    committed_until = _day(cells, "offence_until", "Last day of the offence", on, found)
    lengths(dict(cells), LIMITS, found)
    event = None
    if given_on and not found.problems:
        disposal = _disposal(cells, given_on, found)
        event = ConvictionFacts(number, code, cells.get("offence", ""), committed_on, committed_until, (disposal,))
        _troubles(event, person, on, found)
    good = not found.problems
    return RowReading(
        number, person if good else None, event if good else None, tuple(found.problems), tuple(found.warnings)
    )


def _day(cells: Mapping[str, str], column: str, label: str, on: date, found: Findings) -> date | None:
    text = cells.get(column, "")
    return read_whole_day(text, column, label, on, found) if text else None


def _code(cells: Mapping[str, str], found: Findings) -> str:
    text = cells.get("offence_code", "")
    if not text:
        if not cells.get("offence"):
            found.problem(ProblemKind.MISSING, "offence_code", "Neither an offence code nor the offence is given.")
        else:
            found.warnings.append("Offence code is not given, so the offence is kept in the sender's words.")
        return ""
    reading = read_code_of_either_kind(text)
    if reading.standing is CodeStanding.NOT_A_CODE:
        found.problem(ProblemKind.OFFENCE_CODE, "offence_code", reading.words)
    elif reading.words and reading.standing is not CodeStanding.LISTED:
        found.warnings.append(reading.words)
    return reading.code


def _disposal(cells: Mapping[str, str], given_on: date, found: Findings) -> DisposalFacts:
    told, length, area = cells.get("disposal", ""), cells.get("length", ""), cells.get("area", "").upper()
    kind = DISPOSALS.get(fold(told), DisposalKind.NOT_KNOWN)
    if kind is DisposalKind.NOT_KNOWN:
        found.warnings.append(f"Disposal “{told}” is not one that this service knows, so it counts as not known.")
        length = ", ".join(part for part in (told, length) if part)
    if area and not re.fullmatch(AREA_CODE_SHAPE, area):
        found.warnings.append(f"Area “{area}” is not the code of a local authority, so the area is not known.")
        area = ""
    days = _DAYS.fullmatch(length)
    length_days = int(days[1]) * (7 if days[2].casefold() == "week" else 1) if days else None
    return DisposalFacts(kind.value, given_on, cells.get("court", ""), length_days or None, area, length)


def _troubles(event: ConvictionFacts, person: PersonTold, on: date, found: Findings) -> None:
    born = person.born
    born_on = born.as_date if born and born.precision is Precision.DAY else None
    for field, decision in troubles_of_conviction(event, on, born_on):
        if not decision.is_allowed:
            found.problem(ProblemKind.ORDER, COLUMN_OF.get(field, field), decision.words)


CONVICTIONS = FeedRules(
    declared=Feed(
        name="convictions",
        words="Convictions and cautions",
        version=1,
        columns={
            "number": "Your own number for this offence; it comes once in a file and once in all",
            **PERSON_COLUMNS,
            "cro": "Criminal Records Office number, like 123456/08T",
            "offence_code": "Offence code of either kind, like TH68010 or 046/00; one that is not listed is kept and warned of",
            "offence": "The offence in words",
            "offence_date": "The day of the offence, or its first day, day first",
            "offence_until": "Its last day, if it went on for longer",
            "disposal": "How it was dealt with, like Community order, Fine, Caution or Imprisonment",
            "disposal_date": "The day of that, day first",
            "court": "The court",
            "length": "How long or how much, like 28 days or 6 months",
            "area": "Code of the local authority where the person lived on that day, like E06000047",
        },
        needed=frozenset(
            {"number", "surname", "forenames", "date_of_birth", "offence_code", "disposal", "disposal_date"}
        ),
    ),
    sender="police",
    sender_words="police force",
    key="number",
    key_words="Number",
    repeated="Skip this row if both are the same offence.",
    read=read_conviction_row,
)
