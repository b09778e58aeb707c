"""Questions put into SQL once a process: the ORM takes longer to write most of them than PostgreSQL to answer.

A question about a person builds the same text for every person, and for every reader whose pass has the same
shape: the same role, and as many agencies, teams and people in the same places. Only ids and moments in it differ. It is built
twice, with those moved by a little: what moves with them is a place to fill, and all else is part of the text. PostgreSQL in
turn takes longer to plan such a text than to answer it, so each connection keeps it prepared, with one plan for all values.
"""

import copy
import itertools
import re
from collections import Counter, OrderedDict
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, fields, replace
from datetime import datetime, timedelta
from operator import itemgetter
from threading import Lock, local
from typing import Any, Final
from weakref import WeakKeyDictionary

from django.core.exceptions import EmptyResultSet
from django.db import DEFAULT_DB_ALIAS, connection, connections
from django.db.models import Field, ForeignObject, Lookup, QuerySet
from django.db.models.sql.compiler import SQLCompiler
from psycopg import Connection
from psycopg.sql import Literal

from desistance.foundation.calendar import local_date
from desistance.foundation.passes import Pass
from desistance.foundation.reading import GUARDED, reads_protected
from desistance.foundation.register import HOUSE

MOST: Final = 2_048
"""How many statements are kept: about forty for each kind of reader, at some 20 kB each."""

MOST_PREPARED: Final = 1_500_000
"""Characters of the statements that a connection keeps prepared, the last used: plans take some 70 bytes for each of them."""

FAR: Final = 1 << 16
"""More than there are values in a pass."""

SOMEBODY: Final = 1
"""Who stands for several ids while a statement is built."""

AGENCIES: Final = "agency"
TEAMS: Final = "team"
PEOPLE: Final = "person"
STAFF: Final = "staff"
IDS: Final[Mapping[str, str]] = {
    "staff": STAFF,
    "covers": STAFF,
    "person": PEOPLE,
    "agency": AGENCIES,
    "teams": TEAMS,
    "excluded": PEOPLE,
    "listed": PEOPLE,
    "granted": PEOPLE,
    "agreed": AGENCIES,
    "finds_from": AGENCIES,
    "everyone": AGENCIES,
    "sees": AGENCIES,
    "knows": AGENCIES,
}
"""What of a pass holds ids, and of what: one id, several, or several for each class of data."""

NOT_ASKED: Final = frozenset(
    {"at", "staff_name", "agency_name", "request_id", "session", "address", "reference", "rule"}
)
"""What of a pass no condition is made from; the moment is a value."""

Value = int | datetime | str | tuple[int, ...]
"""What may differ between two times that a question is asked; several ids stand in a condition as ``__among``, however many."""
TYPES: Final[Mapping[type, str]] = {int: "bigint", str: "text", datetime: "timestamptz", tuple: "bigint[]"}
Build = Callable[..., QuerySet[Any, Any] | None]


Id = tuple[str, int]
"""What an id is of, and the id: an agency and a person of the same number are not the same."""

Named = Mapping[Hashable, Value]


@dataclass(frozen=True, slots=True)
class _Hole:
    """A parameter that a value fills: which, and how far from it."""

    name: Hashable
    away: Any

    def filled(self, values: Named) -> Any:
        value = values[self.name]
        return list(value) if isinstance(value, tuple) else value + self.away


@dataclass(frozen=True, slots=True)
class _Kept:
    """A statement as Django would send it, and its parameters, those that move as holes; one without text asks for nothing.

    ``name`` is how connections know it; ``holes`` are what it is given there, each once. ``asked`` and ``compiler`` know how to
    make of a row what the question answers with: an object, a dictionary or a tuple.
    """

    sql: str
    parameters: tuple[Any, ...] = ()
    name: str = ""
    holes: tuple[_Hole, ...] = ()
    asked: Any = field(default=None, repr=False)
    compiler: Any = field(default=None, repr=False)


_NOTHING: Final = _Kept("")


_kept: OrderedDict[Hashable, _Kept | None] = OrderedDict()
_keeping = Lock()
_numbers = itertools.count(1)
_prepared: WeakKeyDictionary[Connection[Any], OrderedDict[str, int]] = WeakKeyDictionary()


class _Asked(Exception):
    """A statement ran while another was being built."""


def rows_of(build: Build, *, by: Pass | None, shape: tuple[Hashable, ...] = (), **values: Value) -> list[Any]:
    """What ``build(by, *shape, **values)`` answers with: it makes a query of any kind, or None when there is nothing to ask.

    ``build`` is a function of a module. It may use the ids in the pass, its moment and ``values`` as values of conditions only;
    everything else that its text depends on stands in ``shape``. One that asks the database itself is built anew each time.
    What is asked before there is a pass, or of what nobody's pass decides, is asked ``by`` nobody: ``build(*shape, **values)``.
    """
    told = _told_of(by) if by else _BY_NOBODY
    kept = _kept_for(build, shape, by, values, told)
    if kept is None:
        asked = _asked_of(build, by, shape, values)
        return [] if asked is None else list(asked)
    return list(_given(kept, told.ids | values)) if kept.sql else []


def _asked_of(build: Build, by: Pass | None, shape: tuple[Hashable, ...], values: Mapping[str, Value]) -> Any:
    return build(*((by,) if by else ()), *shape, **values)


def _given(kept: _Kept, known: Named) -> Any:
    """The query, not asked yet, which will run the kept statement with these values."""

    def as_sql(*_: Any, **__: Any) -> tuple[str, tuple[Any, ...]]:
        connected.ensure_connection()
        _prepare(kept, connected.connection, known)
        marks = f"({', '.join(['%s'] * len(kept.holes))})" if kept.holes else ""
        return f"EXECUTE {kept.name}{marks}", tuple(one.filled(known) for one in kept.holes)

    connected, compiler = connections[DEFAULT_DB_ALIAS], copy.copy(kept.compiler)
    compiler.connection, compiler.as_sql = connected, as_sql
    query = _bare(kept.asked.query)
    query.get_compiler = lambda *_, **__: compiler
    asked = _bare(kept.asked)
    asked._query, asked._result_cache = query, None
    return asked


def _bare(one: Any) -> Any:
    """A shallow copy that asks nothing: a queryset's own would fetch its rows."""
    other = object.__new__(type(one))
    other.__dict__.update(one.__dict__)
    return other


def _prepare(kept: _Kept, connected: Connection[Any], known: Named) -> None:
    """See to it that the connection has the statement; the one that it used longest ago makes room."""
    names = _prepared.setdefault(connected, OrderedDict())
    if kept.name not in names:
        types = ", ".join(TYPES[type(known[one.name])] for one in kept.holes)
        while names and sum(names.values()) + len(kept.sql) > MOST_PREPARED:
            connected.execute(f"DEALLOCATE {names.popitem(last=False)[0]}".encode())
        text = f"PREPARE {kept.name}{f' ({types})' if types else ''} AS {_with_numbers(kept, connected)}"
        connected.execute(text.encode())
        names[kept.name] = len(kept.sql)
    names.move_to_end(kept.name)


def _with_numbers(kept: _Kept, connected: Connection[Any]) -> str:
    """The text with what stays written into it, and each hole as the number of its place."""
    left = iter(kept.parameters)

    def put(mark: re.Match[str]) -> str:
        if mark[0] == "%%":
            return "%"
        one = next(left)
        return f"${kept.holes.index(one) + 1}" if isinstance(one, _Hole) else Literal(one).as_string(connected)

    return _marks.sub(put, kept.sql)


@dataclass(frozen=True, slots=True)
class _Told:
    """What a pass tells: the shape that the text of a question depends on, and each value in it by its name."""

    shape: Hashable
    ids: dict[Hashable, Value]


_last = local()
_BY_NOBODY: Final = _Told(None, {})


def _told_of(by: Pass) -> _Told:
    """What the pass tells, with what rooms offer. A page asks many questions with one pass, so a thread remembers its last."""
    offered = (tuple(HOUSE.holdings), tuple(HOUSE.duties), tuple(HOUSE.asked))
    if getattr(_last, "seen", None) != (by, offered):
        places = _places(by)
        shape = (local_date(by.at), _frozen(_with_ids(by, lambda one: places[one])), offered)
        _last.told, _last.seen = _Told(shape, _named(by, {}, places)), (by, offered)
    told: _Told = _last.told
    return told


def _kept_for(
    build: Build, shape: tuple[Hashable, ...], by: Pass | None, values: Mapping[str, Value], told: _Told
) -> _Kept | None:
    """The text of a question for readers whose pass has this shape, made now or kept from before."""
    key = (build, shape, tuple(values), told.shape)
    with _keeping:
        if key in _kept:
            _kept.move_to_end(key)
            return _kept[key]
    made = _compile(build, shape, by, values)
    with _keeping:
        _kept[key] = made
        if len(_kept) > MOST:
            _kept.popitem(last=False)
    return made


_marks = re.compile(r"%%|%s")


def rows_of_each(
    build: Build, readers: Sequence[int], *, by: Pass, shape: tuple[Hashable, ...] = (), **values: Value
) -> list[tuple[Any, ...]]:
    """The rows of ``build`` asked once for each of several members of staff, in ONE statement; each row begins with whose it is.

    What ``build`` makes for ``by`` is asked with every reader's id in the place of ``by.staff``. Raises ``LookupError`` for a
    query that cannot be kept, since it asks the database itself.
    """
    told = _told_of(by)
    kept = _kept_for(build, shape, by, values, told)
    if kept is None:
        raise LookupError("what asks the database itself cannot be asked for several readers at once")
    if not kept.sql or not readers:
        return []
    asked, filled = _for_each(kept.sql, kept.parameters, told.ids | values)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT reader.staff, found.* FROM unnest(%s::bigint[]) AS reader(staff) "  # noqa: S608 - our own text
            f"CROSS JOIN LATERAL ({asked}) AS found",
            [list(readers), *filled],
        )
        return list(cursor.fetchall())


def _for_each(sql: str, parameters: Sequence[Any], known: Named) -> tuple[str, list[Any]]:
    """The text with ``reader.staff`` in each place of the reader's own id, and what fills the other places."""
    left = iter(parameters)
    filled: list[Any] = []

    def put(mark: re.Match[str]) -> str:
        if mark[0] == "%%":
            return "%%"
        one = next(left)
        if isinstance(one, _Hole) and one.name == (STAFF, 1) and one.away == 0:
            return "reader.staff"
        filled.append(one.filled(known) if isinstance(one, _Hole) else one)
        return "%s"

    return _marks.sub(put, sql), filled


def _compile(build: Build, shape: tuple[Hashable, ...], by: Pass | None, values: Mapping[str, Value]) -> _Kept | None:
    """The text and its parameters, those that move as holes; None when it cannot be kept."""
    places = _places(by) if by else {}
    named = _named(by, values, places)
    steps = _steps(named)
    still = {name: (SOMEBODY,) if isinstance(value, tuple) else value for name, value in values.items()}
    moved = {
        name: (value[0] + steps[name],) if isinstance(value, tuple) else value + steps[name]
        for name, value in still.items()
    }
    still_by = by and _with_ids(by, itemgetter(1))  # sets that are made alike are in like order
    moved_by = by and replace(_with_ids(by, lambda one: one[1] + steps[one[0], places[one]]), at=by.at + steps["at"])
    try:
        with _nothing_asked():
            one = _text(_asked_of(build, still_by, shape, still))
            other = _text(_asked_of(build, moved_by, shape, moved))
    except _Asked:
        return None
    if one is None or other is None:
        return _NOTHING if one is other else None
    if one.sql != other.sql or len(one.parameters) != len(other.parameters):
        return None
    try:
        parameters = _holes(one.parameters, other.parameters, steps, named)
    except LookupError:
        return None
    holes = tuple(dict.fromkeys(hole for hole in parameters if isinstance(hole, _Hole)))
    kind = GUARDED if reads_protected(one.sql) else "plain"
    return replace(one, parameters=parameters, name=f"{kind}_{next(_numbers)}", holes=holes)


def _places(by: Pass) -> dict[Id, int]:
    """Each id in the pass, and its place among those of its kind: the reader's own first, then in order."""
    own = ("staff", "person", "agency")
    ids: dict[Id, None] = {(IDS[name], getattr(by, name)): None for name in own}
    ids |= dict.fromkeys(sorted({(kind, one) for name, kind in IDS.items() for one in _members(getattr(by, name))}))
    ids |= dict.fromkeys((PEOPLE, one) for one in sorted(by.emergencies))
    ids |= dict.fromkeys((holding, one) for holding, hidden in sorted(by.hidden.items()) for one in sorted(hidden))
    last: Counter[str] = Counter()
    places: dict[Id, int] = {}
    for kind, one in ids:
        last[kind] += 1
        places[kind, one] = last[kind]
    return places


def _members(value: Any) -> Iterable[int]:
    if isinstance(value, Mapping):
        return frozenset().union(*value.values())
    return (value,) if isinstance(value, int) else value


def _named(by: Pass | None, values: Mapping[str, Value], places: Mapping[Id, int]) -> dict[Hashable, Value]:
    """Every value that may stand in a condition, by name: the question's own, the moment, and each id by its place."""
    ids: dict[Hashable, Value] = {(kind, place): one for (kind, one), place in places.items()}
    return ({"at": by.at} if by else {}) | ids | dict(values.items())


def _with_ids(by: Pass, to: Callable[[Id], int]) -> Pass:
    """The same pass with another id for each."""

    def changed(kind: str, value: Any) -> Any:
        if isinstance(value, Mapping):
            return {name: changed(kind, some) for name, some in value.items()}
        if isinstance(value, int):
            return value and to((kind, value))  # no record is open: nobody's id
        return type(value)(to((kind, one)) for one in value)

    return replace(
        by,
        **{name: changed(kind, getattr(by, name)) for name, kind in IDS.items()},
        emergencies={to((PEOPLE, one)): until for one, until in by.emergencies.items()},
        hidden={holding: changed(holding, ids) for holding, ids in by.hidden.items()},
    )


def _steps(named: Named) -> dict[Hashable, Any]:
    """How far each value is moved: differently, so that a parameter tells which it followed, and the greater the further, so
    that what was sorted stays so; ids by what leaves a set of them in its order too, and no two steps make a third.
    """
    ascending = sorted(named, key=lambda name: (type(named[name]).__name__, named[name]))
    return {name: _step(named[name], place) for place, name in enumerate(ascending, start=1)}


def _step(value: Value, place: int) -> Any:
    if isinstance(value, str):
        return f"~{place}"
    return timedelta(microseconds=place) if isinstance(value, datetime) else (FAR + place) << 40


def _text(asked: QuerySet[Any, Any] | None) -> _Kept | None:
    """The query as a statement with all its values; None when it asks for nothing. What wrote it is let go: it is large."""
    if asked is None:
        return None
    # The connection itself: Django's stand-in for it would be asked thousands of times for whose thread this is.
    compiler = asked.query.get_compiler(connection=connections[DEFAULT_DB_ALIAS])
    try:
        sql, parameters = compiler.as_sql()
    except EmptyResultSet:
        return None
    shown, query = _bare(asked), _bare(compiler.query)
    query.combined_queries, query.where, query.alias_map = (), None, {}
    shown._query = compiler.query = query
    return _Kept(sql, tuple(parameters), asked=shown, compiler=compiler)


def _holes(ones: Sequence[Any], others: Sequence[Any], steps: Mapping[Hashable, Any], named: Named) -> tuple[Any, ...]:
    """What stays as it is, and what moved as the place of the value that it moved with."""
    moved_by = {step: name for name, step in steps.items()}
    return tuple(
        one if one == other else _hole(one, other, moved_by, named) for one, other in zip(ones, others, strict=True)
    )


def _hole(one: Any, other: Any, moved_by: Mapping[Any, Hashable], named: Named) -> _Hole:
    """The place of a parameter, by how far it moved. A step that no value of its kind took is a ``LookupError``."""
    match one, other:
        case [int(), int()] | [datetime(), datetime()]:
            name = moved_by[other - one]
            if isinstance(value := named[name], int | datetime):
                return _Hole(name, one - value)
        case [str(), str()] if other.startswith(one):
            name = moved_by[other.removeprefix(one)]
            if one == named[name]:
                return _Hole(name, "")
        case [[int(first)], [int(moved)]]:
            name = moved_by[moved - first]
            if first == SOMEBODY and isinstance(named[name], tuple):
                return _Hole(name, ())
    raise LookupError("a parameter moved, and with no value")


@ForeignObject.register_lookup
@Field.register_lookup
class Among(Lookup):
    """``person__among=ids``: one of several ids, given as one value, so that the text is the same for any number of them."""

    lookup_name = "among"
    prepare_rhs = False

    def as_sql(self, compiler: SQLCompiler, connection: Any) -> tuple[str, tuple[Any, ...]]:
        """The condition and its parameters."""
        column, parameters = self.process_lhs(compiler, connection)
        return f"{column} = ANY(%s::bigint[])", (*parameters, list(self.rhs))


@contextmanager
def _nothing_asked() -> Iterator[None]:
    def refuse(*_: Any) -> Any:
        raise _Asked

    with connection.execute_wrapper(refuse):
        yield


def _frozen(by: Pass) -> Hashable:
    return tuple(_still(getattr(by, one.name)) for one in fields(by) if one.name not in NOT_ASKED)


def _still(value: Any) -> Hashable:
    if isinstance(value, Mapping):
        return tuple(sorted((str(name), _still(one)) for name, one in value.items()))
    if isinstance(value, frozenset):
        return value
    return tuple(value) if isinstance(value, Sequence) and not isinstance(value, str) else value
