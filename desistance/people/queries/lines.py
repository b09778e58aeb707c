"""Who the person is, as lines of a printed report."""

from collections.abc import Sequence

from desistance.foundation.calendar import local_date
from desistance.foundation.passes import Pass
from desistance.foundation.register import Line
from desistance.foundation.terms import DataClass
from desistance.people.queries.banner import AddressShown, banner_facts
from desistance.people.terms import IdentifierKind


def identity_lines(person: int, by: Pass) -> Sequence[Line]:
    """The numbers they are known by and where they live, as far as the reader may see. One statement."""
    facts = banner_facts(person_id=person, by=by, on=local_date(by.at))
    identity = {"data_class": DataClass.IDENTITY, "holding": "people.Identifier"}
    found = (
        [Line(f"Likes to be called {facts.liked_name}", DataClass.IDENTITY, "people.Name", 0)]
        if facts.liked_name
        else []
    )
    found += [
        Line(f"{IdentifierKind(number.kind).wording} {number.value}", record=number.fact_id, **identity)  # type: ignore[arg-type]
        for number in facts.numbers
    ]
    return [*found, *(_lives(place) for place in facts.addresses)]


def _lives(place: AddressShown) -> Line:
    lines = ", ".join(part for part in (place.lines.replace("\n", ", "), place.postcode) if part)
    since = f", since {place.from_on.day} {place.from_on:%B %Y}" if place.from_on else ""
    words = f"No fixed address{since}" if place.is_no_fixed else f"Lives at {lines}{since}"
    kind = DataClass.CONFIDENTIAL_ADDRESS if place.is_confidential else DataClass.CONTACT_DETAILS
    plain = words.replace("Lives at", "You live at").replace("No fixed", "You have no fixed")
    return Line(words, kind, "people.Address", 0, source=place.agency, plain=plain)
