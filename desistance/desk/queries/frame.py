"""What stands on every page of one person: who they are, how to reach them, and what rooms put in the banner."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from desistance.audit.deeds import question
from desistance.foundation.passes import Pass
from desistance.foundation.register import HOUSE, Card
from desistance.people.models import Person
from desistance.people.queries.banner import BannerFacts, banner_facts

__all__ = ["CardShown", "Frame", "Person", "Place", "cards_for", "frame_for"]
# Person is handed on for the doors, which never import a room's models.

Place = Literal["banner", "main", "side"]


@dataclass(frozen=True, slots=True)
class CardShown:
    """A card as it stands on the page; ``content`` is what the room's template draws, or what the banner takes in."""

    card: Card
    content: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Frame:
    """The banner's facts, and the cards that rooms put there."""

    person: Person
    facts: BannerFacts
    cards: tuple[CardShown, ...]


@question
def frame_for(*, person: Person, by: Pass, on: date) -> Frame:
    """The frame of every page about ``person``, by the pass for them: one statement, and one for each card in the banner."""
    facts = banner_facts(person_id=person.pk, by=by, on=on)
    return Frame(person, facts, cards_for(person_id=person.pk, by=by, place="banner"))


@question
def cards_for(*, person_id: int, by: Pass, place: Place) -> tuple[CardShown, ...]:
    """The cards of one place in their order: one statement each, none for a class that the reader does not see."""
    cards = sorted((card for card in HOUSE.cards.values() if card.place == place), key=lambda card: card.order)
    loaded = [(card, card.load(person_id, by)) for card in cards if by.sees.get(card.data_class)]
    return tuple(CardShown(card, content) for card, content in loaded if content is not None)
