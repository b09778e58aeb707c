"""Work that is due: every duty the rooms offer and the reader's role permits, in one statement."""

from collections.abc import Sequence
from typing import Any

from django.db.models import F, SmallIntegerField, Value

from desistance.audit.deeds import question
from desistance.desk.rules.duties import DutyRow, in_order
from desistance.desk.terms import BADGE_STOP, DAY_MOST
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
    cut = [arm.values_list("record")[:BADGE_STOP] for arm in _arms(by, None)]
    if len(cut) < 2:
        return sum(len(rows) for rows in cut)
    return len(cut[0].union(*cut[1:], all=True)[:BADGE_STOP])


def _arms(by: Pass, person: int | None) -> list[Any]:
    arms = []
    for duty in HOUSE.duties.values():
        if by.holds(duty.permission):
            rows = duty.ask(by).annotate(rank=Value(duty.rank, output_field=SmallIntegerField()))
            arms.append(rows if person is None else rows.filter(person=person))
    return arms


def _read(by: Pass, person: int | None, most: int) -> list[DutyRow]:
    columns = (*DUTY_COLUMNS, "rank")
    due_first = (F("rank"), F("due").asc(nulls_last=True), F("since"), F("record"))
    cut = [arm.order_by(*due_first).values_list(*columns)[:most] for arm in _arms(by, person)]
    if len(cut) < 2:
        return [_row(row[:-1]) for rows in cut for row in rows]
    union = cut[0].union(*cut[1:], all=True).order_by(*due_first)
    return [_row(row[:-1]) for row in union[:most]]


def _row(told: tuple[Any, ...]) -> DutyRow:
    duty = HOUSE.duties[told[0]]
    row: tuple[Any, ...] = (*told, duty.group, duty.rank, duty.step, duty.url, duty.by_reference)
    return DutyRow(*row)
