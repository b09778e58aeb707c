"""The victims' side: asking for a view, who is to be told what by when, who was harmed, what they say and how they were told."""

from dataclasses import asdict
from datetime import datetime
from typing import Any, Literal

from ninja import Schema
from pydantic import Field

from desistance.api.admission import Asked
from desistance.api.answers import Done, done
from desistance.api.operation import RoomRouter, opened
from desistance.api.text import Line, Moment, Reach, Sentence, Word
from desistance.foundation.passes import Pass
from desistance.restorative.actions.asking import ask_for_view
from desistance.restorative.actions.telling import (
    change_victim,
    close_view,
    record_said,
    record_victim,
    settle_telling,
)
from desistance.restorative.queries.crossing import own_matter
from desistance.restorative.queries.victims import (
    TellingShown,
    address_of,
    open_victim,
    own_telling,
    own_victim,
    victims_to_tell,
    view_to_work,
)
from desistance.restorative.rules import SaidFacts, VictimFacts
from desistance.restorative.terms import EnhancedGround, Restorative, VictimKind, WantsTold, Way

router = RoomRouter(tags=["victims"])


class VictimAsked(Schema):
    """Whether somebody was harmed. Nothing about them is sent here."""

    has_victim: bool = True


class VictimTelling(Schema):
    """One thing that somebody who was harmed must be told, by when, and how it was done."""

    id: int
    version: int
    victim: int
    kind: str
    what: str
    script: str
    due_at: datetime
    state: str
    how: str
    said: str
    told_at: datetime | None


class ViewWaiting(Schema):
    """A view that was asked for and of which nobody who was harmed is on record."""

    id: int
    reference: str
    offence: str
    due_at: datetime
    decisions: list[str]


class VictimsList(Schema):
    """What waits for victim contact, soonest first, and what was told lately."""

    due: list[VictimTelling]
    asked: list[ViewWaiting]
    done: list[VictimTelling]


class VictimSaidTold(Schema):
    """What somebody said at a moment."""

    at: datetime
    restorative: str
    wants_told: str
    words: str


class VictimTold(Schema):
    """Somebody who was harmed, how they are reached safely, what they said and what they are to be told."""

    id: int
    version: int
    reference: str
    name: str
    kind: str
    ways: list[str]
    telephone: str
    email: str
    address: str
    times: str
    not_to: str
    language: str
    speaks_for: str
    has_enhanced_rights: bool
    restorative: str
    wants_told: str
    said: list[VictimSaidTold]
    tellings: list[VictimTelling]


class VictimRecorded(Schema):
    """Who was harmed and how they are reached safely."""

    name: Line
    kind: VictimKind
    ways: list[Way] = Field(max_length=6)
    telephone: Word = ""
    email: Reach = ""
    address: Sentence = ""
    times: Line = ""
    not_to: Line = ""
    language: Word = ""
    speaks_for: Line = ""
    enhanced: EnhancedGround = EnhancedGround.NONE


class VictimSays(Schema):
    """What somebody says, in their own words."""

    restorative: Restorative
    wants_told: WantsTold
    words: Sentence = ""
    at: Moment | None = None


class TellingEnd(Schema):
    """How somebody was told, or why they were not."""

    state: Literal["told", "declined", "not_reached"]
    how: Way | Literal[""] = ""
    words: Sentence = ""
    told_at: Moment | None = None


def _opened(request: Asked, **number: int) -> Pass:
    _, by = opened(request, address_of(by=request.by, **number))
    return by


def _facts(said: VictimRecorded) -> VictimFacts:
    return VictimFacts(**{**said.dict(), "ways": tuple(said.ways)})


@router.does("/people/{reference}/arrests/{int:number}/victim-view", permission="victim.ask", makes=True)
def ask_victim_view(request: Asked, reference: str, number: int, said: VictimAsked) -> Done:
    """Ask victim contact for the view of whoever was harmed, or record that nobody was."""
    _, by = opened(request, reference)
    arrest = own_matter(arrest=number, by=by)
    return done("victim's view", ask_for_view(arrest=arrest, has_victim=said.has_victim, by=by, at=request.at))


@router.asks("/victims", VictimsList, permission="victim.work")
def list_victims_to_tell(request: Asked) -> Any:
    """List whom victim contact is to tell what by when, views asked for, and what was told lately."""
    found = victims_to_tell(by=request.by, at=request.at)
    asked = [
        {
            "id": one.view.pk,
            "reference": one.reference,
            "offence": one.offence,
            "due_at": one.due_at,
            "decisions": list(one.decisions),
        }
        for one in found.asked
    ]
    return {"due": [_telling(one) for one in found.due], "asked": asked, "done": [_telling(one) for one in found.done]}


def _telling(one: TellingShown) -> dict[str, Any]:
    names = ("id", "version", "kind", "due_at", "state", "how", "said", "told_at")
    told = {name: getattr(one.row, name) for name in names}
    return {**told, "victim": one.victim.pk, "what": one.what, "script": one.script}


@router.asks("/victims/{int:number}", VictimTold, permission="victim.work")
def victim(request: Asked, number: int) -> Any:
    """Read one person who was harmed. Hidden and missing are the same answer."""
    found = open_victim(victim=number, by=_opened(request, victim=number), at=request.at)
    names = tuple(asdict(VictimFacts("")))
    told = {name: getattr(found.victim, name) for name in names if name != "enhanced"}
    said = [{name: getattr(one, name) for name in ("at", "restorative", "wants_told", "words")} for one in found.said]
    return {
        **told,
        "id": found.victim.pk,
        "version": found.victim.version,
        "reference": found.victim.person.reference,
        "has_enhanced_rights": found.is_enhanced,
        "restorative": found.victim.restorative,
        "wants_told": found.victim.wants_told,
        "said": said,
        "tellings": [_telling(one) for one in found.tellings],
    }


@router.does("/victim-views/{int:number}/victims", permission="victim.work", makes=True)
def send_victim(request: Asked, number: int, said: VictimRecorded) -> Done:
    """Record who was harmed in a matter; the clocks of what they must be told start."""
    by = _opened(request, view=number)
    view = view_to_work(view=number, by=by)
    return done("victim", record_victim(view=view, facts=_facts(said), by=by, at=request.at))


@router.does("/victim-views/{int:number}/nobody", permission="victim.work")
def nobody_harmed(request: Asked, number: int) -> Done:
    """Record that nobody was harmed after all."""
    by = _opened(request, view=number)
    return done("victim's view", close_view(view=view_to_work(view=number, by=by), by=by, at=request.at))


@router.does("/victims/{int:number}/contact", permission="victim.work", versioned=True)
def send_victim_contact(request: Asked, number: int, said: VictimRecorded) -> Done:
    """Change who was harmed and how they are reached; clocks that run follow their rights."""
    by = _opened(request, victim=number)
    row = own_victim(victim=number, by=by)
    changed = change_victim(victim=row, facts=_facts(said), version=request.version, by=by, at=request.at)
    return done("victim", changed)


@router.does("/victims/{int:number}/said", permission="victim.work", makes=True)
def victim_says(request: Asked, number: int, said: VictimSays) -> Done:
    """Record what somebody who was harmed says: their wish, whether they ask to be told, their view."""
    by = _opened(request, victim=number)
    row = own_victim(victim=number, by=by)
    facts = SaidFacts(said.restorative, said.wants_told, said.words, said.at or request.at, request.at)
    return done("what a victim said", record_said(victim=row, facts=facts, by=by, at=request.at))


@router.does("/victim-tellings/{int:number}", permission="victim.work", versioned=True)
def settle_victim_telling(request: Asked, number: int, said: TellingEnd) -> Done:
    """Say how somebody was told and what they said, or why they were not told."""
    by = _opened(request, telling=number)
    row = own_telling(telling=number, by=by, at=request.at).row
    return done("telling", settle_telling(telling=row, **said.dict(), version=request.version, by=by, at=request.at))
