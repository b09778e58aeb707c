"""The policy table: every cell as the partnership means it, and every change of a row noticed (C1, C2, C7)."""

from collections.abc import Callable
from dataclasses import replace
from itertools import islice

import pytest

from desistance.access.rules.policy import BadPolicy, Row, Standing, decide, policy, read_rows
from desistance.access.terms import Owner, Relation
from desistance.foundation.terms import Act, DataClass, Effect
from desistance.partners.terms import ROLES
from tests.rules.access.oracle import Cell, cells, expected

HEADING = "id,tier,roles,relation,owner,classes,act,restricted,effect,why"


def answer(cell: Cell, rows: tuple[Row, ...] | None = None) -> Effect:
    return decide(cell.standing, cell.data_class, cell.act, cell.owners, rows).effect


def test_every_cell_is_as_the_partnership_means_it() -> None:
    asked = 0
    for cell in cells():
        asked += 1
        assert answer(cell) is expected(cell), cell
    assert asked == len(ROLES) * 7 * 2 * 3 * len(DataClass) * 2 * 4


def without(rows: tuple[Row, ...], row: Row) -> tuple[Row, ...]:
    return tuple(other for other in rows if other is not row)


def with_change(**change: object) -> Callable[[tuple[Row, ...], Row], tuple[Row, ...]]:
    return lambda rows, row: tuple(replace(other, **change) if other is row else other for other in rows)


def negated(rows: tuple[Row, ...], row: Row) -> tuple[Row, ...]:
    effect = Effect.NOTHING if row.effect is not Effect.NOTHING else Effect.SEE
    return with_change(effect=effect)(rows, row)


MUTATIONS = {
    "deleted": without,
    "for every role": with_change(roles=frozenset(ROLES)),
    "for every class": with_change(classes=frozenset(DataClass)),
    "for any relation": with_change(relation="any"),
    "for any owner": with_change(owner=Owner.ANY),
    "for every act": with_change(act="*"),
    "for restricted people too": with_change(restricted="any"),
    "effect turned": negated,
}
EQUIVALENT = {
    ("G2", "for every act"),  # G1 already lets governance read both classes
    # Rows that already say so, or that an earlier deny row covers: the change changes no answer.
    ("D2", "for every class"), ("D2", "for every act"), ("D2", "for any owner"),
    ("D3", "for every role"), ("D3", "for any relation"), ("D3", "for every class"), ("D3", "for every act"), ("D3", "for any owner"),
    ("D1", "for every role"), ("D1", "for every class"), ("D1", "for every act"), ("D1", "for any owner"), ("D1", "for restricted people too"),
}  # fmt: skip


def changes_nothing(row: Row, mutation: str, mutated: tuple[Row, ...]) -> bool:
    return row in mutated or (row.id, mutation) in EQUIVALENT


@pytest.mark.parametrize("mutation", MUTATIONS)
@pytest.mark.parametrize("row", policy(), ids=lambda row: row.id)
def test_a_changed_row_is_noticed(row: Row, mutation: str) -> None:
    mutated = MUTATIONS[mutation](policy(), row)
    if changes_nothing(row, mutation, mutated):
        assert all(answer(cell, mutated) is expected(cell) for cell in islice(cells(), 0, None, 97))
        return
    assert any(answer(cell, mutated) is not expected(cell) for cell in cells())


AWKWARD = [
    ("excluded, though their own team supervises", Standing("practitioner", frozenset({Relation.TIED}), is_excluded=True), DataClass.IDENTITY, Effect.NOTHING),
    ("excluded, though an emergency was opened before", Standing("practitioner", frozenset({Relation.EMERGENCY}), is_excluded=True, is_listed=True), DataClass.IDENTITY, Effect.NOTHING),
    ("restricted, tied, not listed: may ask", Standing("navigator", frozenset({Relation.TIED}), is_restricted=True), DataClass.IDENTITY, Effect.KNOW),
    ("restricted, findable only: nothing", Standing("navigator", frozenset({Relation.FINDABLE}), is_restricted=True), DataClass.IDENTITY, Effect.NOTHING),
    ("restricted, listed but no longer tied", Standing("practitioner", frozenset(), is_restricted=True, is_listed=True), DataClass.IDENTITY, Effect.NOTHING),
    ("no tie, no agreement", Standing("practitioner"), DataClass.IDENTITY, Effect.NOTHING),
    ("a role this service does not know", Standing("superuser", frozenset({Relation.TIED})), DataClass.IDENTITY, Effect.NOTHING),
    ("victim information, even with a tie", Standing("practitioner", frozenset({Relation.TIED})), DataClass.VICTIM, Effect.NOTHING),
]  # fmt: skip


@pytest.mark.parametrize(
    ("case", "standing", "data_class", "effect"), AWKWARD, ids=lambda value: value if isinstance(value, str) else ""
)
def test_awkward_cases(case: str, standing: Standing, data_class: DataClass, effect: Effect) -> None:
    assert decide(standing, data_class, Act.READ, frozenset()).effect is effect, case


@pytest.mark.parametrize(
    ("row", "fault"),
    [
        ("X1,allow,nobody,tied,own,identity,read,any,see,why", "X1"),
        ("X1,allow,workers,cousin,own,identity,read,any,see,why", "cousin"),
        ("X1,allow,workers,tied,own,shoe size,read,any,see,why", "shoe"),
        ("X1,allow,workers,tied,own,identity,read,any,maybe,why", "maybe"),
        ("X1,maybe,workers,tied,own,identity,read,any,see,why", "tier"),
    ],
)
def test_a_table_that_cannot_be_read_is_refused_by_row(row: str, fault: str) -> None:
    with pytest.raises(BadPolicy, match=fault):
        read_rows([HEADING, row])


def test_two_rows_of_one_id_are_refused() -> None:
    row = "X1,allow,workers,tied,own,identity,read,any,see,why"
    with pytest.raises(BadPolicy, match="same id"):
        read_rows([HEADING, row, row])
