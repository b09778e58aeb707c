"""Adding a person together with the agency's work that ties it to them: the only way a record begins."""

from dataclasses import dataclass
from datetime import date, datetime

from desistance.access.actions.involvements import open_involvement
from desistance.audit.deeds import deed
from desistance.audit.terms import Category
from desistance.foundation.decisions import Refused
from desistance.foundation.passes import Pass
from desistance.partners.models import Staff, Team
from desistance.people.actions.identity import (
    add_person,
    state_address,
    state_contact_detail,
    state_equality,
    state_identifier,
    state_name,
)
from desistance.people.models import Person
from desistance.people.terms import ContactDetailKind, EqualityKind, NameKind


@dataclass(frozen=True, slots=True)
class FirstFacts:
    """What else is known when someone is added; everything may be left out. ``numbers`` and ``equality`` are (kind, text)."""

    liked: str = ""
    other_given: str = ""
    other_family: str = ""
    numbers: tuple[tuple[str, str], ...] = ()
    equality: tuple[tuple[str, str], ...] = ()
    phone: str = ""
    phone_safe: str = "not_asked"
    address_kind: str = ""
    lines: str = ""
    postcode: str = ""
    from_on: date | None = None


@deed("person.add", Category.COLLECTION, gathers=True)
def begin_work(
    *,
    by: Pass,
    at: datetime,
    given: str,
    family: str,
    kind: str,
    legal_ground: str,
    born_on: date | None = None,
    precision: str = "day",
    team: Team | None = None,
    lead: Staff | None = None,
    first: FirstFacts | None = None,
    source: str = "staff",
) -> Person:
    """Add a person, state what is known of them and start the agency's work, in one transaction with one event.

    Nothing here compares the person with others: whether a number is someone else's is a steward's question, so the answer is
    the same whoever is hidden. Raises :class:`Refused` with the field to mend.
    """
    person = add_person(by=by, at=at, given=given, family=family, born_on=born_on, precision=precision, source=source)
    _state_first(person, first or FirstFacts(), source, by, at)
    open_involvement(
        person=person, kind=kind, legal_ground=legal_ground, by=by, at=at, team=team, lead=lead, source=source
    )
    return person


def _state_first(person: Person, first: FirstFacts, source: str, by: Pass, at: datetime) -> None:
    if first.liked.strip():
        state_name(person=person, kind=NameKind.LIKED, given=first.liked, family="", source=source, by=by, at=at)
    if first.other_given.strip() or first.other_family.strip():
        given, family = first.other_given, first.other_family
        state_name(person=person, kind=NameKind.ALIAS, given=given, family=family, source=source, by=by, at=at)
    for kind, text in first.numbers:
        state_identifier(person=person, kind=kind, text=text, source=source, by=by, at=at)
    for kind, value in first.equality:
        state_equality(person=person, kind=EqualityKind(kind), value=value, source=source, by=by, at=at)
    if first.phone.strip():
        try:
            state_contact_detail(
                person=person,
                kind=ContactDetailKind.MOBILE,
                text=first.phone,
                safe=first.phone_safe,
                source=source,
                by=by,
                at=at,
            )
        except Refused as refused:
            raise Refused(refused.words, field="phone") from refused
    if first.address_kind:
        state_address(
            person=person,
            kind=first.address_kind,
            lines=first.lines,
            postcode=first.postcode,
            from_on=first.from_on,
            source=source,
            by=by,
            at=at,
        )
