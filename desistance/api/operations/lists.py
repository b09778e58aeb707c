"""What a worker keeps about lists of people: whom they follow, and filters under a name."""

from typing import Any

from ninja import Schema
from pydantic import Field

from desistance.api.admission import Asked
from desistance.api.answers import Done, done
from desistance.api.operation import RoomRouter, opened
from desistance.api.operations.people import Whose
from desistance.api.text import Line, Word
from desistance.desk.actions.lists import follow, remove_filter, save_filter, unfollow
from desistance.desk.queries.caselist import chosen_filters
from desistance.desk.queries.lists import saved_filters
from desistance.foundation.decisions import Refused

router = RoomRouter(tags=["desk"])


class SavedTold(Schema):
    """Filters under a name: the caller's own, or a colleague's, shared with the team."""

    id: int
    name: str
    whose: str
    values: dict[str, str]
    is_own: bool
    is_shared: bool
    owner: str


class Saving(Schema):
    """Filters to keep, by their keys in ``list_people``."""

    name: Line
    whose: Whose = "mine"
    values: dict[Word, Word] = Field(max_length=20)
    is_shared: bool = False


@router.does("/people/{reference}/follow", permission="desk.keep")
def follow_person(request: Asked, reference: str) -> Done:
    """Follow a person: what others change on their record comes to the caller's day."""
    person, by = opened(request, reference)
    follow(people=[person.pk], by=by, at=request.at)
    return Done(record="person", id=person.reference, version=None)


@router.does("/people/{reference}/unfollow", permission="desk.keep")
def unfollow_person(request: Asked, reference: str) -> Done:
    """Stop following a person."""
    person, by = opened(request, reference)
    unfollow(people=[person.pk], by=by, at=request.at)
    return Done(record="person", id=person.reference, version=None)


@router.asks("/filters", list[SavedTold])
def list_filters(request: Asked) -> Any:
    """List the caller's saved filters and those that their team shares."""
    return list(saved_filters(by=request.by))


@router.does("/filters", permission="desk.keep", makes=True)
def save_one_filter(request: Asked, said: Saving) -> Done:
    """Keep filters of the people list under a name, for the caller or with their team."""
    values = chosen_filters(said.values, by=request.by)
    unknown = sorted(said.values.keys() - values.keys())
    if unknown:
        raise Refused(f"Not offered to you with this value: {', '.join(unknown)}", field="values")
    kept = save_filter(
        name=said.name, whose=said.whose, values=values, is_shared=said.is_shared, by=request.by, at=request.at
    )
    return done("filter", kept)


@router.does("/filters/{int:number}/remove", permission="desk.keep")
def remove_one_filter(request: Asked, number: int) -> Done:
    """Remove one of the caller's own saved filters; colleagues lose a shared one too."""
    remove_filter(saved=number, by=request.by, at=request.at)
    return Done(record="filter", id=str(number), version=None)
