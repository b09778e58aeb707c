"""Pure rules of the victims' side: clocks of the Code, what crosses to the other side, and how safely somebody is reached."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from desistance.foundation.calendar import end_of_working_day_after, local_date
from desistance.foundation.decisions import Decision, allowed, refused
from desistance.foundation.rulesets import in_force
from desistance.restorative.terms import (
    CODE_CLOCKS,
    DECLINED,
    LONGEST_WORDS,
    NOT_REACHED,
    TOLD,
    VIEW_RULES,
    EnhancedGround,
    Restorative,
    TellingKind,
    VictimKind,
    WantsTold,
    Way,
    Wish,
)

Trouble = tuple[str, Decision]
REACHED_BY = {Way.TELEPHONE: "telephone", Way.TEXT: "telephone", Way.EMAIL: "email", Way.LETTER: "address"}
SHORTEST_REASON = 20


def has_enhanced_rights(kind: str, ground: str) -> bool:
    """A child has them by being one; a business has none."""
    return kind == VictimKind.CHILD or (kind != VictimKind.BUSINESS and bool(ground))


def clock_source(on: date) -> str:
    """Where the days of the clocks come from, and which of them are to be confirmed."""
    return in_force(CODE_CLOCKS, on).source


def due_by(telling: str, since: datetime, *, is_enhanced: bool) -> datetime:
    """By when somebody must be told, counted in working days from a moment, by the Code in force on that day."""
    days = in_force(CODE_CLOCKS, local_date(since)).values[telling]
    return end_of_working_day_after(since, days["enhanced" if is_enhanced else "usual"])


def latest_by(since: datetime) -> datetime:
    """By when everybody has been told of a decision. It never tells that somebody has enhanced rights."""
    return due_by(TellingKind.DECISION, since, is_enhanced=False)


def view_due(asked_at: datetime) -> datetime:
    """By when the view that was asked for is to be recorded."""
    return end_of_working_day_after(asked_at, in_force(VIEW_RULES, local_date(asked_at)).values["view_working_days"])


def may_offer(on: date, *, has_victim: bool, is_asked: bool) -> Decision:
    """Whether an offer may be made as far as the victim goes: their view was asked for, or nobody was harmed."""
    rules = in_force(VIEW_RULES, on)
    if not has_victim or is_asked or not rules.values["asked_before_offer"]:
        return allowed()
    return refused("Ask victim contact for the victim's view first, or say that there is no victim.", rules.source)


def crossing(answers: Sequence[str]) -> Wish:
    """What the other side learns of what all victims of a matter said: one wish is enough, and a no stays untold."""
    if Restorative.YES in answers:
        return Wish.YES
    if answers and Restorative.NOT_ASKED not in answers:
        return Wish.NO
    return Wish.NOT_KNOWN


@dataclass(frozen=True, slots=True)
class VictimFacts:
    """Somebody who was harmed and how to reach them. ``ways`` are the safe ones, ``not_to`` what must never be done."""

    name: str
    kind: str = VictimKind.PERSON
    ways: tuple[str, ...] = ()
    telephone: str = ""
    email: str = ""
    address: str = ""
    times: str = ""
    not_to: str = ""
    language: str = ""
    speaks_for: str = ""
    enhanced: str = EnhancedGround.NONE


def troubles_of_victim(facts: VictimFacts) -> Iterator[Trouble]:
    """Each thing that keeps a victim from being recorded, with the field to mend."""
    if not facts.name.strip():
        yield "name", refused("Enter who was harmed: a name, or how they wish to be called.")
    if facts.kind not in VictimKind.values:
        yield "kind", refused("Choose who they are.")
    if facts.enhanced not in EnhancedGround.values:
        yield "enhanced", refused("Choose why they have enhanced rights, or that they have none.")
    elif facts.kind == VictimKind.BUSINESS and facts.enhanced:
        yield "enhanced", refused("A business has no enhanced rights. Record whoever was harmed there as a person.")
    if facts.kind == VictimKind.CHILD and not facts.speaks_for.strip():
        yield "speaks_for", refused("Enter who speaks for the child, and how they are related.")
    yield from _of_ways(facts)


def _of_ways(facts: VictimFacts) -> Iterator[Trouble]:
    if not facts.ways:
        yield "ways", refused("Choose at least one safe way to reach them.")
    if set(facts.ways) - set(Way.values):
        yield "ways", refused("Choose the safe ways from the list.")
    for way, field in REACHED_BY.items():
        if way in facts.ways and not getattr(facts, field).strip():
            yield field, refused(f"Enter the {field} for the way that you chose: {way.label.lower()}.")
    if Way.THROUGH in facts.ways and not facts.speaks_for.strip():
        yield "speaks_for", refused("Enter who speaks for them, and how to reach whoever that is.")


@dataclass(frozen=True, slots=True)
class SaidFacts:
    """What a victim said at a moment, in their own words."""

    restorative: str
    wants_told: str
    words: str
    at: datetime
    now: datetime


def troubles_of_saying(facts: SaidFacts) -> Iterator[Trouble]:
    """Each thing that keeps what was said from being recorded."""
    if facts.restorative not in Restorative.values:
        yield "restorative", refused("Choose what they say to a restorative approach.")
    if facts.wants_told not in WantsTold.values:
        yield "wants_told", refused("Choose whether they ask to be told of decisions.")
    if len(facts.words) > LONGEST_WORDS:
        yield "words", refused(f"Their words must be {LONGEST_WORDS} characters or fewer.")
    if facts.at > facts.now:
        yield "at", refused("This is in the future. Enter when they said it.")


@dataclass(frozen=True, slots=True)
class TellingFacts:
    """How somebody was told, or why they were not. ``safe`` are the ways that they gave as safe.

    ``since`` is the moment of the decision, where they are told of one.
    """

    state: str
    how: str
    words: str
    at: datetime
    now: datetime
    since: datetime | None = None
    safe: Collection[str] = ()


def troubles_of_telling(facts: TellingFacts) -> Iterator[Trouble]:
    """Each thing that keeps a telling from being settled, with the field to mend."""
    if facts.state not in {TOLD, DECLINED, NOT_REACHED}:
        yield "state", refused("Choose whether they were told.")
        return
    if len(facts.words) > LONGEST_WORDS:
        yield "words", refused(f"Use {LONGEST_WORDS} characters or fewer.")
    if facts.state == TOLD:
        yield from _of_told(facts)
    elif not facts.words.strip():
        asked = "what they said" if facts.state == DECLINED else "when and how you tried, at least three times"
        yield "words", refused(f"Enter {asked}.")


def _of_told(facts: TellingFacts) -> Iterator[Trouble]:
    if facts.how not in Way.values:
        yield "how", refused("Choose how they were told.")
    elif facts.how not in facts.safe and len(facts.words.strip()) < SHORTEST_REASON:
        yield "words", refused("This is not a way that they gave as safe. Say why it was used, and what they said.")
    if facts.at > facts.now:
        yield "told_at", refused("This is in the future. Enter when they were told.")
    elif facts.since is not None and facts.at < facts.since:
        yield "told_at", refused("This is before the decision. Enter when they were told of it.")
