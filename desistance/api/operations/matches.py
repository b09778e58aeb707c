"""Records that may be one person: the queue, comparing, joining with a preview, parting again, and telling people apart."""

from datetime import date, datetime
from typing import Any

from ninja import Schema

from desistance.access.queries.matches import matches_waiting
from desistance.access.queries.passes import open_record
from desistance.api.admission import Asked
from desistance.api.answers import Done, done
from desistance.api.operation import RoomRouter, opened, written
from desistance.api.text import Sentence, Word
from desistance.desk.queries.frame import Person
from desistance.foundation.decisions import NotFound
from desistance.foundation.passes import Pass
from desistance.people.actions.merge import merge, preview_merge, unmerge
from desistance.people.actions.pairs import keep_apart, mark_different, say_unsure
from desistance.people.queries.matches import compare, merges_of

router = RoomRouter(tags=["matches"])


class WaitingTold(Schema):
    """One pair to compare, and why."""

    one: str
    other: str
    one_name: str
    other_name: str
    why: str
    strength: str
    unsure: str


class ColumnTold(Schema):
    """What one agency says on one record."""

    reference: str
    agency_id: int
    names: list[str]
    births: list[tuple[date, str]]
    numbers: list[tuple[str, str]]
    addresses: list[str]


class FieldTold(Schema):
    """How one field of the two records agrees."""

    field: str
    agreement: str
    words: str


class ComparedTold(Schema):
    """Two records side by side."""

    columns: list[ColumnTold]
    fields_compared: list[FieldTold]


class EffectTold(Schema):
    """What joining would do, counted by kind of entry; ``conflicts`` must be resolved first."""

    moved: dict[str, int]
    stays: dict[str, int]
    set_aside: dict[str, int]
    conflicts: list[str]
    becomes_restricted: bool


class MergeTold(Schema):
    """One joining of records."""

    id: int
    at: datetime
    kept: str
    lost: str
    reason: str
    rows: int


class Explained(Schema):
    """How it is known."""

    reason: Sentence


class Apart(Schema):
    """The other person, and why they must not meet."""

    other: Word
    reason: Sentence


def _both(request: Asked, one: str, other: str) -> tuple[Person, Pass, Person, Pass]:
    """Two open records: nobody compares or joins what they may not see both of."""
    second, beside = open_record(reference=written(other), by=request.by)
    first, by = opened(request, one)
    return first, by, second, beside


@router.asks("/matches", list[WaitingTold], permission="person.merge")
def matches(request: Asked) -> Any:
    """List the pairs that may be one person and that nobody has told apart."""
    return list(matches_waiting(by=request.by))


@router.asks("/matches/{one}/{other}", ComparedTold, permission="person.merge")
def compare_two(request: Asked, one: str, other: str) -> Any:
    """Compare two records, agency by agency and field by field."""
    first, by, second, beside = _both(request, one, other)
    told = compare(one=first, other=second, by=by, beside=beside)
    return ComparedTold(
        columns=[ColumnTold.from_orm(column) for column in told.columns],
        fields_compared=[FieldTold.from_orm(field) for field in told.fields],
    )


@router.asks("/matches/{one}/{other}/preview", EffectTold, permission="person.merge", method="POST")
def preview_joining(request: Asked, one: str, other: str) -> Any:
    """See what joining the second record into the first would do: a trial run that leaves nothing behind."""
    kept, by, lost, beside = _both(request, one, other)
    return preview_merge(kept=kept, lost=lost, by=by, beside=beside, at=request.at)


@router.does("/matches/{one}/{other}/join", permission="person.merge", makes=True)
def join_two(request: Asked, one: str, other: str, said: Explained) -> Done:
    """Join the second record into the first. The old reference leads on; it can be undone exactly."""
    kept, by, lost, beside = _both(request, one, other)
    made = merge(kept=kept, lost=lost, reason=said.reason, by=by, beside=beside, at=request.at)
    return done("merge", made)


@router.does("/matches/{one}/{other}/different", permission="person.merge", makes=True)
def tell_apart(request: Asked, one: str, other: str, said: Explained) -> Done:
    """Remember that two alike people are two: they are never proposed as one again."""
    first, by, second, _ = _both(request, one, other)
    return done("pair", mark_different(one=first, other=second, reason=said.reason, by=by, at=request.at))


@router.does("/matches/{one}/{other}/unsure", permission="person.merge", makes=True)
def not_sure(request: Asked, one: str, other: str, said: Explained) -> Done:
    """Keep why a pair could not be decided, for whoever looks at it next: it stays in the list."""
    first, by, second, _ = _both(request, one, other)
    return done("pair", say_unsure(one=first, other=second, reason=said.reason, by=by, at=request.at))


@router.asks("/people/{reference}/merges", list[MergeTold], permission="person.merge")
def joined_records(request: Asked, reference: str) -> Any:
    """List the records that were joined into this one, the last first."""
    person, by = opened(request, reference)
    return [
        MergeTold(
            id=shown.merge.pk,
            at=shown.at,
            kept=shown.kept_reference,
            lost=shown.lost_reference,
            reason=shown.merge.reason,
            rows=shown.rows,
        )
        for shown in merges_of(person=person, by=by)
    ]


@router.does("/people/{reference}/merges/{int:number}/undo", permission="person.merge")
def part_again(request: Asked, reference: str, number: int) -> Done:
    """Part two records again: every row that joining changed is as it was."""
    person, by = opened(request, reference)
    found = next((shown.merge for shown in merges_of(person=person, by=by) if shown.merge.pk == number), None)
    if found is None:
        raise NotFound()
    return done("merge", unmerge(merge=found, by=by, at=request.at))


@router.does("/people/{reference}/keep-apart", permission="pair.record", makes=True)
def keep_two_apart(request: Asked, reference: str, said: Apart) -> Done:
    """Say that two people must not meet. The caller must be able to open both records."""
    one, by, other, _ = _both(request, reference, said.other)
    return done("pair", keep_apart(one=one, other=other, reason=said.reason, by=by, at=request.at))
