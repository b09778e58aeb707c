"""Work that is due: every duty the rooms offer and the reader's role permits, in one statement."""

from collections.abc import Sequence
from typing import Any

from django.db.models import F, SmallIntegerField, Value

from desistance.audit.deeds import question
from desistance.desk.queries.entries import Rows, union
from desistance.desk.rules.duties import DutyRow, in_order
from desistance.desk.terms import BADGE_STOP, DAY_MOST
from desistance.foundation.compiled import rows_of
from desistance.foundation.passes import Pass
from desistance.foundation.reading import note_all
from desistance.foundation.register import DUTY_COLUMNS, HOUSE
from desistance.foundation.terms import DataClass


@question
def duties_of(*, by: Pass, person: int | None = None, most: int = DAY_MOST) -> Sequence[DutyRow]:
    """What is due of the reader, by rank and then by due moment; of one person only when ``person`` is given."""
    rows = _read(by, person, most)
    note_all({row.person for row in rows if row.person is not None}, DataClass.IDENTITY)
    return in_order(rows)


@question
def count_of_duties(*, by: Pass) -> int:
    """How much is due, for a badge: counting stops at a hundred."""
    cut = [arm.values_list("record")[:BADGE_STOP] for arm in _arms(by)]
    if len(cut) < 2:
        return sum(len(rows) for rows in cut)
    return len(cut[0].union(*cut[1:], all=True)[:BADGE_STOP])


def _arms(by: Pass) -> list[Any]:
    return [
        duty.ask(by).annotate(rank=Value(duty.rank, output_field=SmallIntegerField()))
        for duty in HOUSE.duties.values()
        if by.holds(duty.permission)
    ]


def _read(by: Pass, person: int | None, most: int) -> list[DutyRow]:
    rows = rows_of(_due, by=by, shape=(most,)) if person is None else rows_of(_due, by=by, shape=(most,), one=person)
    return [_row(row[:-1]) for row in rows]


def _due(by: Pass, most: int, one: int | None = None) -> Rows | None:
    arms = _arms(by) if one is None else [arm.filter(person=one) for arm in _arms(by)]
    due_first = (F("rank"), F("due").asc(nulls_last=True), F("since"), F("record"))
    return union(arms, (*DUTY_COLUMNS, "rank"), due_first, most)


def _row(told: tuple[Any, ...]) -> DutyRow:
    duty = HOUSE.duties[told[0]]
    row: tuple[Any, ...] = (*told, duty.group, duty.rank, duty.step, duty.url, duty.by_reference)
    return DutyRow(*row)
