"""The prison releases feed, version 1: each row is one time in custody, with its release once there was one."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Final

from desistance.foundation.calendar import local_date
from desistance.foundation.register import Feed
from desistance.history.rules.custody import CustodyFacts, troubles_of_custody
from desistance.history.terms import CustodyKind, ReleaseKind
from desistance.ingest.rules.cells import Findings, lengths, read_whole_day
from desistance.ingest.rules.feed import FeedRules, Roster
from desistance.ingest.rules.rows import LIMITS, PERSON_COLUMNS, PersonTold, RowReading, read_person
from desistance.ingest.terms import ProblemKind
from desistance.people.rules.dates import Precision
from desistance.people.rules.identifiers import read_identifier
from desistance.people.rules.names import fold
from desistance.people.terms import IdentifierKind

NUMBERS = {"noms": IdentifierKind.NOMS, "pnc": IdentifierKind.PNC}
KINDS: Final = {
    **{fold(kind.label): kind.value for kind in CustodyKind},
    **{kind.value: kind.value for kind in CustodyKind},
    "sentence": "sentenced",
}
RELEASES: Final = {
    **{fold(kind.label): kind.value for kind in ReleaseKind},
    **{fold(kind.value.replace("_", " ")): kind.value for kind in ReleaseKind},
    "hdc": "home_detention_curfew",
    "crd": "licence",
    "sed": "at_end",
}
DAYS: Final = {
    "received_on": "Date of reception",
    "sentenced_on": "Date of the sentence",
    "planned_release_on": "Planned release",
    "released_on": "Date of release",
}
COLUMN_OF: Final = {"from_on": "received_on", "until_on": "released_on"}


def read_release_row(cells: Mapping[str, str], at: datetime, _roster: Roster | None = None) -> RowReading:
    """What one row says. A release before its sentence or reception holds the row."""
    found, on = Findings(), local_date(at)
    number = read_identifier(IdentifierKind.NOMS, cells.get("noms", ""), on)
    if not number.is_well_formed:
        found.problem(ProblemKind.NUMBER, "noms", f"{number.why_not}.")
    person = read_person(cells, NUMBERS, on, found)
    kind = KINDS.get(fold(cells.get("kind", "")))
    if kind is None:
        found.problem(ProblemKind.MISSING, "kind", "Kind of custody must be remand, sentenced or recall.")
    days = {
        column: read_whole_day(cells[column], column, label, on, found) if cells.get(column) else None
        for column, label in DAYS.items()
    }
    if not cells.get("received_on"):
        found.problem(ProblemKind.MISSING, "received_on", "Date of reception is not given.")
    release_kind = _release_kind(cells.get("release_kind", ""), found)
    lengths(dict(cells), {**LIMITS, "prison": 80}, found)
    event = None
    received_on = days["received_on"]
    if kind and received_on:
        event = CustodyFacts(
            kind,
            received_on,
            days["released_on"],
            cells.get("prison", ""),
            days["planned_release_on"],
            release_kind,
            days["sentenced_on"],
        )
        _troubles(event, person, on, found)
    good = not found.problems
    key = f"{number.value} {kind or ''} {received_on or ''}".strip() if number.is_well_formed else ""
    return RowReading(key, person if good else None, event if good else None, tuple(found.problems), _warnings(found))


def _warnings(found: Findings) -> tuple[str, ...]:
    return tuple(words for words in found.warnings if not words.startswith(IdentifierKind.NOMS.wording))


def _release_kind(text: str, found: Findings) -> str:
    if not text:
        return ""
    kind = RELEASES.get(fold(text), "")
    if not kind:
        found.warnings.append(f"Kind of release “{text}” is not one that this service knows, so it is not kept.")
    return kind


def _troubles(event: CustodyFacts, person: PersonTold, on: date, found: Findings) -> None:
    born = person.born
    born_on = born.as_date if born and born.precision is Precision.DAY else None
    columns = {problem.column for problem in found.problems}
    for field, decision in troubles_of_custody(event, on, born_on):
        column = COLUMN_OF.get(field, field)
        if not decision.is_allowed and column not in columns:
            found.problem(ProblemKind.ORDER, column, decision.words)


RELEASE = FeedRules(
    declared=Feed(
        name="prison-releases",
        words="Prison receptions and releases",
        version=1,
        columns={
            "noms": "Prison number: a letter, 4 digits and 2 letters",
            **PERSON_COLUMNS,
            "kind": "Why the person is in custody: remand, sentenced or recall",
            "received_on": "The day this time in custody began, day first",
            "sentenced_on": "The day of the sentence, day first",
            "planned_release_on": "The day release is planned, day first",
            "released_on": "The day of release, day first; empty while the person is in custody",
            "release_kind": "How it ended, like Released on licence; empty when not known",
            "prison": "The prison",
        },
        needed=frozenset({"noms", "surname", "forenames", "date_of_birth", "kind", "received_on", "released_on"}),
    ),
    sender="prison",
    sender_words="prison",
    key="noms",
    key_words="Time in custody",
    repeated="Skip this row if both are the same time in custody.",
    read=read_release_row,
)
