"""Work that is due: every duty the rooms offer and the reader's role permits, in one statement."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import DatabaseError, transaction
from django.db.models import F, SmallIntegerField, Value

from desistance.access.queries.passes import standing_in
from desistance.access.queries.scope import scope
from desistance.audit.deeds import question
from desistance.desk.models import Handover, Snooze
from desistance.desk.queries.entries import Rows, union
from desistance.desk.rules.duties import DutyRow, in_order
from desistance.desk.rules.handing import may_be_put_off
from desistance.desk.terms import BADGE_STOP, DAY_MOST, SNOOZE_RULES, SNOOZED_MOST
from desistance.foundation.calendar import local_date
from desistance.foundation.compiled import rows_of, rows_of_each
from desistance.foundation.passes import Pass
from desistance.foundation.reading import note_all
from desistance.foundation.register import DUTY_COLUMNS, HOUSE, Asked, Duty
from desistance.foundation.rulesets import in_force
from desistance.foundation.terms import DataClass

READ_MOST = DAY_MOST + SNOOZED_MOST
Key = tuple[str, int]


@dataclass(frozen=True, slots=True)
class Day:
    """What is due of a reader, what they put off, and the groups of work that could not be loaded (then the rest stands)."""

    rows: tuple[DutyRow, ...]
    put_off: tuple[DutyRow, ...] = ()
    until: Mapping[Key, datetime] | None = None
    failed: tuple[str, ...] = ()


@question
def duties_of(*, by: Pass, person: int | None = None, most: int = DAY_MOST) -> Sequence[DutyRow]:
    """What is due of the reader by rank, then by due moment, less what they put off; with ``person`` all of that one person."""
    rows = _read(by, person, most + SNOOZED_MOST)
    kept = (_less(rows, put_off_by(by), by) if person is None else in_order(rows))[:most]
    note_all({row.person for row in kept if row.person is not None}, DataClass.IDENTITY)
    return kept


@question
def day_of(*, by: Pass) -> Day:
    """My day: what is due, and what was put off until when. A room whose question fails is named and stops no other."""
    rows, failed = _read_or_each(by)
    until = put_off_by(by)
    due = tuple(_less(rows, until, by)[:DAY_MOST])
    put_off = tuple(row for row in in_order(rows) if row.key in until.keys() - {one.key for one in due})
    note_all({row.person for row in (*due, *put_off) if row.person is not None}, DataClass.IDENTITY)
    return Day(due, put_off, until, failed)


@question
def day_of_colleague(*, staff: int, role: str, by: Pass) -> Day:
    """What is due of a colleague, as far as the reader sees the people; their own affairs (drafts, requests) are left out.

    For whoever covers for them, and for their manager: the caller has made sure of that.
    """
    rows, failed = _read_or_each(standing_in(by=by, staff=staff, role=role), of_colleague=True)
    return Day(tuple(in_order(_seen(rows, by))), failed=failed)


@question
def days_of_workers(*, workers: Mapping[int, str], by: Pass) -> Mapping[int, Sequence[DutyRow]]:
    """What is due of each of several workers (id to role), in one statement a role; 0 has what is due of all of them alike."""
    found: dict[int, list[DutyRow]] = {0: []}
    for role in sorted(set(workers.values())):
        of_role = [staff for staff, held in workers.items() if held == role]
        like_them = standing_in(by=by, staff=of_role[0], role=role)
        rows = rows_of_each(_due_of_colleague, of_role, by=like_them, shape=(READ_MOST,))
        for row in rows:
            found.setdefault(row[0], []).append(_row(row[1:-1]))
    seen = {row.key for row in _seen([row for rows in found.values() for row in rows], by)}
    return _apart({staff: [row for row in rows if row.key in seen] for staff, rows in found.items()}, workers)


def _apart(found: Mapping[int, list[DutyRow]], workers: Mapping[int, str]) -> Mapping[int, Sequence[DutyRow]]:
    """Work that stands in the day of more than one worker is their team's, and told once."""
    holders: dict[Key, set[int]] = {}
    for staff, rows in found.items():
        for row in rows:
            holders.setdefault(row.key, set()).add(staff)
    shared = {row.key: row for rows in found.values() for row in rows if len(holders[row.key]) > 1}
    own = {staff: [row for row in found.get(staff, ()) if row.key not in shared] for staff in workers}
    return {0: in_order(shared.values()), **{staff: in_order(rows) for staff, rows in own.items()}}


@question
def asked_of_others(*, by: Pass, most: int = 20) -> Sequence[DutyRow]:
    """What the reader asked of others and waits for, the soonest answer first: one statement."""
    rows = rows_of(_asked, by=by, shape=(most,))
    told = [_asked_row(row[:-1]) for row in rows]
    note_all({row.person for row in told if row.person is not None}, DataClass.IDENTITY)
    return told


@question
def next_appointment(*, by: Pass) -> datetime | None:
    """When the reader is expected next, for the sentence of an empty day."""
    arms = [one.ask(by).order_by("at")[:1] for one in HOUSE.coming.values() if by.holds(one.permission)]
    moments = [row["at"] for arm in arms for row in arm]
    return min(moments, default=None)


@question
def count_of_duties(*, by: Pass) -> int:
    """How much is due, for a badge: counting stops at a hundred."""
    cut = [arm.values_list("record")[:BADGE_STOP] for arm in _arms(by)]
    if len(cut) < 2:
        return sum(len(rows) for rows in cut)
    return len(cut[0].union(*cut[1:], all=True)[:BADGE_STOP])


def put_off_by(by: Pass) -> dict[Key, datetime]:
    """What the reader put off, or handed to a colleague who has not given it back, and until when (handed: no end in sight)."""
    snoozed = Snooze.objects.filter(staff_id=by.staff, agency_id=by.agency, until_at__gt=by.at)
    handed = Handover.objects.filter(giver_id=by.staff, agency_id=by.agency, state__in=["handed", "taken"])
    rows = snoozed.values_list("duty", "record", "until_at").union(
        handed.exclude(of_duty="").values_list("of_duty", "of_record", "handed_at"), all=True
    )
    return {(duty, record): until for duty, record, until in rows}


def _less(rows: Iterable[DutyRow], until: Mapping[Key, datetime], by: Pass) -> list[DutyRow]:
    """Without what was put off or handed over; safety and legal deadlines stay in sight whatever was said of them."""
    values = in_force(SNOOZE_RULES, local_date(by.at)).values
    return [row for row in in_order(rows) if row.key not in until or not may_be_put_off(row.rank, values)]


def _seen(rows: Sequence[DutyRow], by: Pass) -> list[DutyRow]:
    """Rows about people whom the reader sees, and rows about nobody: one statement."""
    people = {row.person for row in rows if row.person is not None}
    seen = set(scope(by).filter(pk__in=people).values_list("pk", flat=True)) if people else set()
    note_all(seen, DataClass.IDENTITY)
    return [row for row in rows if row.person is None or row.person in seen]


def _offered(by: Pass, *, of_colleague: bool = False) -> list[Duty]:
    return [one for one in HOUSE.duties.values() if by.holds(one.permission) and not (of_colleague and one.stays)]


def _arms(by: Pass, *, of_colleague: bool = False) -> list[Any]:
    return [_ranked(duty, by) for duty in _offered(by, of_colleague=of_colleague)]


def _ranked(duty: Duty, by: Pass) -> Any:
    return duty.ask(by).annotate(rank=Value(duty.rank, output_field=SmallIntegerField()))


def _read(by: Pass, person: int | None, most: int) -> list[DutyRow]:
    rows = rows_of(_due, by=by, shape=(most,)) if person is None else rows_of(_due, by=by, shape=(most,), one=person)
    return [_row(row[:-1]) for row in rows]


def _read_or_each(by: Pass, *, of_colleague: bool = False) -> tuple[list[DutyRow], tuple[str, ...]]:
    """All duties in one statement; where that fails each by itself, with the groups of those that fail."""
    try:
        with transaction.atomic():
            rows = rows_of(_due_of_colleague if of_colleague else _due, by=by, shape=(READ_MOST,))
        return [_row(row[:-1]) for row in rows], ()
    except DatabaseError:
        return _each(by, of_colleague=of_colleague)


def _each(by: Pass, *, of_colleague: bool) -> tuple[list[DutyRow], tuple[str, ...]]:
    found: list[DutyRow] = []
    failed: dict[str, None] = {}
    for duty in _offered(by, of_colleague=of_colleague):
        try:
            with transaction.atomic():
                found += [_row(row) for row in duty.ask(by).values_list(*DUTY_COLUMNS)[:READ_MOST]]
        except DatabaseError:
            failed[duty.group] = None
    return found, tuple(failed)


def _due(by: Pass, most: int, one: int | None = None) -> Rows | None:
    arms = _arms(by) if one is None else [arm.filter(person=one) for arm in _arms(by)]
    return union(arms, (*DUTY_COLUMNS, "rank"), _due_first(), most)


def _due_of_colleague(by: Pass, most: int) -> Rows | None:
    return union(_arms(by, of_colleague=True), (*DUTY_COLUMNS, "rank"), _due_first(), most)


def _due_first() -> tuple[Any, ...]:
    return (F("rank"), F("due").asc(nulls_last=True), F("since"), F("record"))


def _asked(by: Pass, most: int) -> Rows | None:
    offered = [one for one in HOUSE.asked.values() if by.holds(one.permission)]
    arms = [one.ask(by).annotate(rank=Value(0, output_field=SmallIntegerField())) for one in offered]
    return union(arms, (*DUTY_COLUMNS, "rank"), _due_first(), most)


def _row(told: tuple[Any, ...]) -> DutyRow:
    duty = HOUSE.duties[told[0]]
    row: tuple[Any, ...] = (*told, duty.group, duty.rank, duty.step, duty.url, duty.by_reference)
    return DutyRow(*row)


def _asked_row(told: tuple[Any, ...]) -> DutyRow:
    asked: Asked = HOUSE.asked[told[0]]
    row: tuple[Any, ...] = (*told, "Asked of others", 0, asked.step, asked.url, asked.by_reference)
    return DutyRow(*row)
