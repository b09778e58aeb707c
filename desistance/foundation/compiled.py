"""Long unions over all rooms, put into SQL once a process: the ORM takes longer to write one than PostgreSQL to answer it.

A question that unites every room's holdings builds the same text for every person; only a few values in it differ. It is built
twice, with those values moved by a little: what moves with them is a place to fill, and all else is part of the text.
"""

from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, fields, replace
from datetime import datetime, timedelta
from typing import Any, Final

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import QuerySet

from desistance.foundation.calendar import local_date
from desistance.foundation.passes import Pass
from desistance.foundation.register import HOUSE

MOST: Final = 512
"""How many statements are kept: the readers of a morning, at about 20 kB each."""

MOVED: Final = ("staff", "person", "at")
NOT_ASKED: Final = frozenset(
    {*MOVED, "staff_name", "agency_name", "request_id", "session", "address", "reference", "rule"}
)
"""What of a pass no condition is made from."""

Value = int | datetime
Build = Callable[..., QuerySet[Any, Any] | None]


@dataclass(frozen=True, slots=True)
class _Hole:
    """A parameter that a value fills: which, and how far from it."""

    name: str
    away: Any

    def filled(self, values: Mapping[str, Any]) -> Any:
        return values[self.name] + self.away


_kept: OrderedDict[Hashable, tuple[str, tuple[Any, ...]] | None] = OrderedDict()


class _Asked(Exception):
    """A statement ran while another was being built."""


def rows_of(build: Build, *, by: Pass, shape: tuple[Hashable, ...] = (), **values: Value) -> list[tuple[Any, ...]]:
    """The rows of ``build(by, *shape, **values)``, a ``values_list`` query or None when there is nothing to ask.

    ``build`` may use the reader, the open person, the moment and ``values`` as values of conditions only; everything else that
    its text depends on stands in ``shape``. One that asks the database itself is built anew each time.
    """
    told = (tuple(HOUSE.holdings), tuple(HOUSE.duties))
    key = (build, shape, tuple(values), local_date(by.at), _frozen(by), told)
    if key not in _kept:
        _kept[key] = _compile(build, shape, by, values)
        if len(_kept) > MOST:
            _kept.popitem(last=False)
    _kept.move_to_end(key)
    kept = _kept[key]
    if kept is None:
        asked = build(by, *shape, **values)
        return [] if asked is None else list(asked)
    sql, parameters = kept
    if not sql:
        return []
    known = {**values, **{name: getattr(by, name) for name in MOVED}}
    filled = [one.filled(known) if isinstance(one, _Hole) else one for one in parameters]
    with connection.cursor() as cursor:
        cursor.execute(sql, filled)
        return list(cursor.fetchall())


def _compile(
    build: Build, shape: tuple[Hashable, ...], by: Pass, values: Mapping[str, Value]
) -> tuple[str, tuple[Any, ...]] | None:
    """The text and its parameters, those that move as holes; None when it cannot be kept."""
    steps = {name: _step(place, value) for place, (name, value) in enumerate(_all(by, values).items(), start=1)}
    moved = {name: value + steps[name] for name, value in values.items()}
    moved_by = replace(by, **{name: getattr(by, name) + steps[name] for name in MOVED})
    try:
        with _nothing_asked():
            one, other = _text(build(by, *shape, **values)), _text(build(moved_by, *shape, **moved))
    except _Asked:
        return None
    if one[0] != other[0] or len(one[1]) != len(other[1]):
        return None
    try:
        holes = tuple(_hole(*pair, steps, _all(by, values)) for pair in zip(one[1], other[1], strict=True))
    except LookupError:
        return None
    return one[0], holes


def _all(by: Pass, values: Mapping[str, Value]) -> dict[str, Value]:
    return {**values, **{name: getattr(by, name) for name in MOVED}}


def _step(place: int, value: Value) -> Any:
    """How far a value is moved: differently for each, so that a parameter tells which it followed."""
    return timedelta(microseconds=place) if isinstance(value, datetime) else 1_000_000_000 + place


def _text(asked: QuerySet[Any, Any] | None) -> tuple[str, tuple[Any, ...]]:
    if asked is None:
        return "", ()
    try:
        sql, parameters = asked.query.get_compiler(connection=connection).as_sql()
    except EmptyResultSet:
        return "", ()
    return sql, tuple(parameters)


def _hole(one: Any, other: Any, steps: Mapping[str, Any], values: Mapping[str, Any]) -> Any:
    if one == other:
        return one
    for name, step in steps.items():
        if isinstance(one, type(values[name])) and type(other) is type(one) and other - one == step:
            return _Hole(name, one - values[name])
    raise LookupError("a parameter moved, and with no value")


@contextmanager
def _nothing_asked() -> Iterator[None]:
    def refuse(*_: Any) -> Any:
        raise _Asked

    with connection.execute_wrapper(refuse):
        yield


def _frozen(by: Pass) -> Hashable:
    return tuple(_still(getattr(by, field.name)) for field in fields(by) if field.name not in NOT_ASKED)


def _still(value: Any) -> Hashable:
    if isinstance(value, Mapping):
        return tuple(sorted((str(name), _still(one)) for name, one in value.items()))
    if isinstance(value, frozenset):
        return value
    return tuple(value) if isinstance(value, Sequence) and not isinstance(value, str) else value
