"""Joining two records of one person, with a preview that is the real thing rolled back; and parting them again exactly."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction

from desistance.audit.deeds import deed
from desistance.audit.terms import Category
from desistance.foundation.actions import change
from desistance.foundation.decisions import NotFound, Refused
from desistance.foundation.passes import Pass
from desistance.foundation.register import HOUSE
from desistance.foundation.terms import DataClass
from desistance.people.actions._joining import Joining, is_restricted, join
from desistance.people.actions._writing import _keep_sort_key
from desistance.people.models import Merge, MergeMove, Person
from desistance.people.queries.pairs import said_of
from desistance.people.rules.merging import MergeFacts, may_merge, may_unmerge
from desistance.people.terms import PairKind


@dataclass(frozen=True, slots=True)
class MergeEffect:
    """What joining would do: counts of rows by holding, in words, and sentences to resolve first."""

    moved: Mapping[str, int]
    stays: Mapping[str, int]
    set_aside: Mapping[str, int]
    conflicts: tuple[str, ...]
    becomes_restricted: bool


class _RollBack(Exception):
    """Ends a trial run."""


@deed("person.merge", Category.CONSULTATION)
def preview_merge(*, kept: Person, lost: Person, by: Pass, beside: Pass, at: datetime) -> MergeEffect:
    """Join the two for a moment, count, and roll it back: the preview cannot differ from the deed.

    ``by`` is the pass for ``kept`` and ``beside`` the pass for ``lost``: nobody joins records of which they may not see both.
    Raises :class:`Refused` when the two may not be joined whatever is resolved.
    """
    _demand_both(kept, lost, by, beside)
    _facts(kept, lost, "for a trial").demand()
    effect: list[MergeEffect] = []
    try:
        with transaction.atomic():
            effect.append(_effect(join(kept.pk, lost.pk), kept, lost))
            raise _RollBack
    except _RollBack:
        return effect[0]


@deed("person.merge", Category.COMBINATION)
def merge(*, kept: Person, lost: Person, reason: str, by: Pass, beside: Pass, at: datetime) -> Merge:
    """Make one person of two: every row of ``lost`` comes to ``kept``, and the old reference leads on.

    The strictest wins: a restriction of either stays, lists and exclusions are joined, consents count only where they stood on
    both. Raises :class:`Refused` with every sentence that must be resolved first; then nothing has changed.
    """
    _demand_both(kept, lost, by, beside)
    locked = Person.objects.select_for_update().in_bulk([kept.pk, lost.pk])
    kept, lost = locked[kept.pk], locked[lost.pk]
    _facts(kept, lost, reason).demand("reason")
    before = {"restricted": kept.restricted, "sort_key": kept.sort_key}
    joining = join(kept.pk, lost.pk)
    if joining.conflicts:
        raise Refused(" ".join(dict.fromkeys(joining.conflicts)))
    effect = _effect(joining, kept, lost)
    made = Merge.objects.create(
        kept=kept,
        lost=lost,
        by_staff=by.staff,
        by_agency=by.agency,
        at=at,
        reason=reason.strip()[:300],
        kept_before=before,
        effect={"moved": dict(effect.moved), "stays": dict(effect.stays), "set_aside": dict(effect.set_aside)},
    )
    _write_journal(made, joining)
    if kept.restricted != (kept.restricted or lost.restricted):
        change(kept, version=None, by=by, at=at, reason="joined", kind="merge", restricted=True)
    change(lost, version=None, by=by, at=at, reason="joined", kind="merge", merged_into_id=kept.pk)
    _keep_sort_key(kept)
    return made


@deed("person.merge", Category.COMBINATION)
def unmerge(*, merge: Merge, by: Pass, at: datetime) -> Merge:
    """Part two records again: every row that joining changed is as it was; rows made since stay with the person kept.

    ``by`` is the pass for the person kept. Raises :class:`Refused` unless it is the last joining of that record, and when a row
    made since stands in the way of one that has to come back.
    """
    by.demand_person(merge.kept_id, DataClass.IDENTITY, writing=True)
    people = Person.objects.select_for_update().in_bulk([merge.kept_id, merge.lost_id])
    kept, lost = people[merge.kept_id], people[merge.lost_id]
    fresh = Merge.objects.select_for_update().get(pk=merge.pk)
    later = Merge.objects.filter(kept=kept, undone_at__isnull=True, pk__gt=merge.pk).count()
    is_undone = fresh.undone_at is not None
    may_unmerge(is_undone=is_undone, is_joined_on=kept.merged_into_id is not None, later_joins=later).demand()
    _restore(merge)
    Merge.objects.filter(pk=merge.pk).update(undone_at=at, undone_by=by.staff)
    merge.undone_at, merge.undone_by = at, by.staff
    # What restricts may have been ended or placed since the joining, so the rows that stand now say who is restricted.
    is_kept_open = kept.restricted and not merge.kept_before["restricted"] and not is_restricted(kept.pk)
    if is_kept_open:
        change(kept, version=None, by=by, at=at, reason="parted", kind="undo", restricted=False)
    still = is_restricted(lost.pk)
    change(lost, version=None, by=by, at=at, reason="parted", kind="undo", merged_into_id=None, restricted=still)
    for person in (kept, lost):
        _keep_sort_key(person)
    return merge


def _demand_both(kept: Person, lost: Person, by: Pass, beside: Pass) -> None:
    by.demand_person(kept.pk, DataClass.IDENTITY, writing=True)
    beside.demand_person(lost.pk, DataClass.IDENTITY, writing=True)
    if beside.staff != by.staff:
        raise NotFound()


def _facts(kept: Person, lost: Person, reason: str) -> Any:
    said = said_of(kept.pk, lost.pk)
    return may_merge(
        MergeFacts(
            are_two=kept.pk != lost.pk,
            is_either_joined_already=kept.merged_into_id is not None or lost.merged_into_id is not None,
            are_marked_different=PairKind.DIFFERENT in said,
            are_kept_apart=PairKind.APART in said,
            reason=reason,
        )
    )


def _effect(joining: Joining, kept: Person, lost: Person) -> MergeEffect:
    def worded(counts: Mapping[str, int]) -> dict[str, int]:
        return {HOUSE.holdings[label].words: count for label, count in sorted(counts.items()) if count}

    return MergeEffect(
        moved=worded(joining.moved),
        stays=worded(joining.stays),
        set_aside=worded(joining.set_aside),
        conflicts=tuple(dict.fromkeys(joining.conflicts)),
        becomes_restricted=lost.restricted and not kept.restricted,
    )


def _write_journal(made: Merge, joining: Joining) -> None:
    MergeMove.objects.bulk_create(
        [
            MergeMove(merge=made, holding=label, record_id=row, from_person_id=made.lost_id, before=before)
            for (label, row), before in joining.before.items()
        ],
        batch_size=2000,
    )


def _restore(merge: Merge) -> None:
    """Write back the columns that joining changed, many rows at once, the last changed first."""
    groups: dict[tuple[str, tuple[tuple[str, Any], ...]], list[int]] = defaultdict(list)
    moves = MergeMove.objects.filter(merge=merge).order_by("-pk")
    for move in moves.iterator(chunk_size=2000):
        groups[move.holding, tuple(sorted(move.before.items()))].append(move.record_id)
    for (label, before), ids in groups.items():
        holding = HOUSE.holdings[label]
        rows: Any = holding.model_class()._default_manager
        try:
            with transaction.atomic():
                rows.filter(pk__in=ids).update(**dict(before))
        except IntegrityError as clash:
            raise Refused(
                f"{holding.words} recorded since stand in the way of those that have to come back. End or withdraw them first."
            ) from clash
