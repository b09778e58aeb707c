"""What schemes add to the cases of a meeting, as they offer it in the register."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from desistance.audit.deeds import question
from desistance.coordination.models import MeetingCase
from desistance.foundation.passes import Pass
from desistance.foundation.register import HOUSE, CaseColour, Conferring


def offers_for(forum: str) -> list[Conferring]:
    """The schemes that take part at a kind of forum."""
    return [one for one in HOUSE.conferring.values() if forum in one.forums]


@question
def colour_of(*, case: MeetingCase, by: Pass, at: datetime) -> tuple[Conferring | None, CaseColour | None]:
    """The scheme that has this open case, and how it goes with what its rule proposes; nothing when no scheme has it."""
    for offer in offers_for(case.meeting.forum.kind):
        told = offer.propose(case.person_id, by, at)
        if told is not None:
            return offer, told
    return None, None


@question
def colours_of(people: Sequence[int], *, forum: str, by: Pass) -> Mapping[int, tuple[int, CaseColour]]:
    """How each case of an agenda goes, with its place in the run order of colours. One statement for each scheme."""
    found: dict[int, tuple[int, CaseColour]] = {}
    for offer in offers_for(forum):
        order = {name: place for place, (name, _) in enumerate(offer.colours)}
        for person, told in offer.load(people, by).items():
            found.setdefault(person, (order.get(told.colour, len(order)), told))
    return found
