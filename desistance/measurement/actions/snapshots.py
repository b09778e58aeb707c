"""What can be done with a snapshot: ask for it; and, by the worker, freeze it, count it or stop it with words."""

import secrets
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import islice
from typing import Any

from desistance.audit.deeds import deed
from desistance.audit.terms import Category
from desistance.foundation.calendar import local_date
from desistance.foundation.later import later
from desistance.foundation.passes import Pass
from desistance.measurement.actions._moving import ask, move
from desistance.measurement.models import CohortMember, CountedTable, Snapshot
from desistance.measurement.rules.periods import Period, maturity, may_be_asked_for, may_be_counted

AT_A_TIME = 1_000


@dataclass(frozen=True, slots=True)
class Frozen:
    """What the worker found when it froze the files: their hashes, and the rows by what became of them."""

    sanctions_sha256: str
    people_sha256: str
    rows_read: int
    rows_used: int
    left_out: Mapping[str, Any]
    quality: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class CountedRows:
    """One table as it came through the gate."""

    name: str
    title: str
    keys: tuple[str, ...]
    columns: tuple[str, ...]
    rows: Sequence[Mapping[str, Any]]
    hidden: Sequence[Mapping[str, Any]]
    face: str
    notes: Sequence[str]


@dataclass(frozen=True, slots=True)
class MemberFacts:
    """One person in one quarter's cohort, and the explanation."""

    person: int
    agency: int
    quarter: date
    index_on: date
    index_kind: str
    area: str
    reoffences: int
    rests_on: tuple[int, ...]
    explanation: Mapping[str, Any]


@deed("measure.count", Category.ADMINISTRATION)
def ask_for_snapshot(
    *,
    first_on: date,
    last_on: date,
    complete_to: date,
    by: Pass,
    at: datetime,
    provisional: bool = False,
    run_later: bool = True,
    key: str = "",
) -> Snapshot:
    """Ask for a snapshot of a quarter or a year to be frozen and counted, in the background (``run_later``).

    ``key`` turns people's numbers into those of the snapshot, by which who is compared with whom is drawn too. It is drawn by
    chance, except in a demonstration, which draws alike each time.

    Raises :class:`Refused` for a period that is not made of quarters, and for one that is not final unless it is asked for as
    ``provisional`` and everyone has been followed.
    """
    may_be_asked_for(first_on, last_on).demand("last_on")
    period, today = Period(first_on, last_on), local_date(at)
    may_be_counted(period, complete_to=complete_to, today=today, provisional=provisional).demand("complete_to")
    made = ask(
        Snapshot,
        by=by,
        at=at,
        first_on=first_on,
        last_on=last_on,
        complete_to=complete_to,
        is_provisional=not maturity(period, complete_to=complete_to).is_final,
        key=key or secrets.token_hex(32),
    )
    if run_later:
        later("measurement.freeze", key=f"snapshot {made.pk}", snapshot=made.pk)
    return made


@deed("measure.count", Category.ADMINISTRATION)
def begin_to_freeze(*, snapshot: Snapshot, by: Pass, at: datetime) -> Snapshot:
    """Begin: from now on the worker has it. A run that was killed begins again and changes nothing."""
    if snapshot.state == "asked":
        move(snapshot, "freezing", by=by, at=at)
    return snapshot


@deed("measure.count", Category.ADMINISTRATION)
def record_frozen(
    *, snapshot: Snapshot, frozen: Frozen, definition: str, conventions: list[Any], by: Pass, at: datetime
) -> Snapshot:
    """Keep the hashes of the files and what was left out; from now on the snapshot never changes."""
    move(
        snapshot,
        "frozen",
        by=by,
        at=at,
        frozen_at=at,
        sanctions_sha256=frozen.sanctions_sha256,
        people_sha256=frozen.people_sha256,
        rows_read=frozen.rows_read,
        rows_used=frozen.rows_used,
        left_out=dict(frozen.left_out),
        quality=dict(frozen.quality),
        definition=definition,
        conventions=conventions,
    )
    return snapshot


@deed("measure.count", Category.COLLECTION, gathers=True)
def record_counted(
    *,
    snapshot: Snapshot,
    tables: Sequence[CountedRows],
    members: Iterable[MemberFacts],
    quality: Mapping[str, Any],
    by: Pass,
    at: datetime,
) -> list[CohortMember]:
    """Keep every table and everyone in the cohorts, all or nothing; who they are is in the one audit event."""
    CountedTable.objects.bulk_create(
        CountedTable(
            snapshot=snapshot,
            name=one.name,
            title=one.title,
            keys=list(one.keys),
            columns=list(one.columns),
            rows=list(one.rows),
            hidden=list(one.hidden),
            face=one.face,
            notes=list(one.notes),
        )
        for one in tables
    )
    made: list[CohortMember] = []
    ahead = iter(members)
    while batch := list(islice(ahead, AT_A_TIME)):
        made += CohortMember.objects.bulk_create(_member(snapshot, one) for one in batch)
    move(snapshot, "counted", by=by, at=at, counted_at=at, quality={**snapshot.quality, **quality})
    return made


def _member(snapshot: Snapshot, one: MemberFacts) -> CohortMember:
    return CohortMember(
        snapshot=snapshot,
        person_id=one.person,
        agency_id=one.agency,
        quarter=one.quarter,
        index_on=one.index_on,
        index_kind=one.index_kind,
        area=one.area,
        reoffences=one.reoffences,
        rests_on=list(one.rests_on),
        explanation=dict(one.explanation),
    )
