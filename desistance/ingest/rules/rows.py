"""What the row of a file says of a person, whatever the feed."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from desistance.ingest.rules.cells import (
    Findings,
    Problem,
    read_address,
    read_birth_date,
    read_numbers,
    read_sex,
)
from desistance.ingest.terms import NO_NAME_WORDS, ProblemKind
from desistance.people.rules.dates import DatePart
from desistance.people.rules.identifiers import Identifier
from desistance.people.rules.matching import AddressFact, PersonFacts
from desistance.people.rules.names import PersonName
from desistance.people.terms import IdentifierKind, Sex
from desistance.sentences.rules.orders import OrderFacts

PERSON_COLUMNS = {
    "surname": "Family name; a person's only name stands here",
    "forenames": "Given names, first one first",
    "date_of_birth": "Date of birth, day first; a month or a year alone is taken; empty when not known",
    "sex": "Male, female or indeterminate, as your agency recorded it; risk scores need it",
    "pnc": "Police National Computer number, like 2004/0000712J",
    "address": "Address as one line, without the postcode",
    "postcode": "Postcode",
}
"""The columns that tell of a person, in every feed."""

LONGEST_NAME = 120
LIMITS = {
    "surname": LONGEST_NAME,
    "forenames": LONGEST_NAME,
    "force": 80,
    "custody_suite": 80,
    "outcome": 200,
    "custody_number": 40,
    "pnc": 60,
    "cro": 60,
    "noms": 60,
    "crn": 60,
    "postcode": 40,
    "address": 250,
    "number": 40,
    "court": 120,
    "tier": 20,
    "length": 90,
    "requirements": 300,
}


@dataclass(frozen=True, slots=True)
class PersonTold:
    """The person as one row tells of them. An empty text, and None, is not known."""

    given: str
    family: str
    born: DatePart | None = None
    sex: Sex | None = None
    numbers: tuple[Identifier, ...] = ()
    address: str = ""
    postcode: str = ""

    def facts(self, key: str) -> PersonFacts:
        """The same, for the matching rules."""
        addresses = (AddressFact(self.address, self.postcode),) if self.address or self.postcode else ()
        names = (PersonName(self.given, self.family),)
        return PersonFacts(key, names, self.born, self.sex, self.numbers, addresses)


@dataclass(frozen=True, slots=True)
class CaseTold:
    """A probation case as one row tells of it: who supervises it, since when, and under which order.

    The team and worker are ids of the sender's own.
    """

    crn: str
    team: int | None
    practitioner: int | None
    started_on: date | None = None
    order: OrderFacts | None = None


@dataclass(frozen=True, slots=True)
class RowReading:
    """All that one row says, or all that is wrong with it. ``key`` is the number that must not come twice in a file.

    ``event`` is what happened, in the form that the feed's writer takes.
    """

    key: str
    person: PersonTold | None
    event: object | None
    problems: tuple[Problem, ...] = ()
    warnings: tuple[str, ...] = ()

    @property
    def is_good(self) -> bool:
        """Whether the row can be loaded."""
        return not self.problems


def read_person(cells: Mapping[str, str], kinds: Mapping[str, IdentifierKind], on: date, found: Findings) -> PersonTold:
    """The person of a row. Someone with one name only has it in the surname column."""
    family = cells.get("surname", "")
    if not family or family.casefold() in NO_NAME_WORDS:
        found.problem(
            ProblemKind.SURNAME, "surname", "Surname is not given.", "Put a person's only name in the surname column."
        )
    address, postcode = read_address(cells.get("address", ""), cells.get("postcode", ""), found)
    given = cells.get("forenames", "")
    return PersonTold(
        given="" if given.casefold() in NO_NAME_WORDS else given,
        family=family,
        born=read_birth_date(cells.get("date_of_birth", ""), on, found),
        sex=read_sex(cells.get("sex", ""), found),
        numbers=read_numbers({kind: cells.get(column, "") for column, kind in kinds.items()}, on, found),
        address=address,
        postcode=postcode,
    )
