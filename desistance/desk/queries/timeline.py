"""The timeline of one person: what holdings declare, in one statement; as it is, or as it stood on a date."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Count, Max, Min, Q, TextField
from django.db.models.functions import Cast

from desistance.audit.deeds import question
from desistance.desk.queries.entries import (
    COLUMNS,
    NEWEST_FIRST,
    OLDEST_FIRST,
    Rows,
    after,
    arm,
    before,
    class_of,
    entry_of,
    holdings,
    known,
    seen,
    standing,
    union,
)
from desistance.desk.queries.revisions import arm_of_revisions, unchanged_since
from desistance.desk.queries.words import with_words
from desistance.desk.rules.timeline import Entry, Filters, Known, Place, known_range
from desistance.foundation.calendar import day_begins, local_date
from desistance.foundation.compiled import rows_of
from desistance.foundation.decisions import NotFound
from desistance.foundation.passes import Pass
from desistance.foundation.reading import note_all
from desistance.foundation.register import HOUSE, Holding
from desistance.foundation.rows import Record
from desistance.foundation.terms import DataClass

EVERYTHING = Filters()
FOUND_IN = ("e_title", "e_summary", "e_kind", "e_agency", "e_author", "e_found_by")


@dataclass(frozen=True, slots=True)
class Page:
    """Entries, newest first, and whether there are newer and older ones."""

    entries: tuple[Entry, ...]
    has_newer: bool
    has_older: bool
    above: date | None = None
    """The oldest day of the newer page; none on the first."""


@question
def timeline_page(
    *,
    by: Pass,
    size: int,
    filters: Filters = EVERYTHING,
    older_than: Place | None = None,
    newer_than: Place | None = None,
    as_of: datetime | None = None,
) -> Page:
    """One page of the open record's timeline, in one statement however many rooms and entries there are.

    ``older_than`` or ``newer_than`` is a place on another page. With ``as_of``: what was on record at that moment, within what
    the reader may see today.
    """
    is_back = newer_than is not None
    asked = _Asked(size, filters, newer_than if is_back else older_than, is_back, as_of)
    rows = rows_of(_page, by=by, shape=(asked,)) if asked == _Asked(size) else list(_page(by, asked) or ())
    entries = [entry_of(row) for row in rows[:size]]
    has_more = len(rows) > size
    note_entries(entries)
    if is_back:
        above = local_date(rows[size][0]) if has_more else None
        return Page(tuple(reversed(entries)), has_newer=has_more, has_older=True, above=above)
    above = local_date(older_than.at) if older_than else None
    return Page(tuple(entries), has_newer=older_than is not None, has_older=has_more, above=above)


@question
def newest_as_of(*, by: Pass, as_of: datetime, each: int) -> Mapping[str, Sequence[Entry]]:
    """The ``each`` newest entries of every kind as the record stood at a moment, in one statement; within what is seen today."""
    arms = []
    for holding in holdings():
        arms += [rows.order_by(*NEWEST_FIRST)[:each] for rows in _arms(holding, by, as_of)]
    if not arms:
        return {}
    listed = [arm.values_list(*COLUMNS) for arm in arms]
    entries = sorted(map(entry_of, listed[0].union(*listed[1:], all=True)), key=lambda one: one.place, reverse=True)
    found: dict[str, list[Entry]] = {}
    for one in entries:
        if len(found.setdefault(one.kind, [])) < each:
            found[one.kind].append(one)
    for kind in found.values():
        note_entries(kind)
    return found


@dataclass(frozen=True, slots=True)
class _Asked:
    """Which page was asked for: that after a place, or before it, among which entries, as they stood when."""

    size: int
    filters: Filters = EVERYTHING
    place: Place | None = None
    is_back: bool = False
    as_of: datetime | None = None


def _page(by: Pass, asked: _Asked) -> Rows | None:
    arms = []
    for holding in holdings(asked.filters.kind):
        beyond = Q()
        if asked.place is not None:
            beyond = after(holding, asked.place) if asked.is_back else before(holding, asked.place)
        arms += [rows.filter(_filtered(asked.filters)).filter(beyond) for rows in _arms(holding, by, asked.as_of)]
    return union(arms, COLUMNS, OLDEST_FIRST if asked.is_back else NEWEST_FIRST, asked.size + 1)


def note_entries(entries: Iterable[Entry]) -> None:
    """Note whom the entries are about; they are read as plain values."""
    for person, data_class in {(entry.person_id, entry.data_class) for entry in entries}:
        note_all([person], data_class)


def _arms(holding: Holding, by: Pass, as_of: datetime | None) -> list[Rows]:
    model = holding.model_class()
    if isinstance(holding.data_class, DataClass) and not by.sees.get(holding.data_class):
        return []
    scope = seen(by, holding) & standing(model, as_of)
    if as_of is None or not issubclass(model, Record):
        return [arm(holding, scope)]
    return [arm(holding, scope & unchanged_since(as_of)), arm_of_revisions(holding, by, as_of)]


def _filtered(filters: Filters) -> Q:
    found = Q()
    if filters.agency is not None:
        found &= Q(e_agency_id=filters.agency)
    if filters.from_on is not None:
        found &= Q(e_at__gte=day_begins(filters.from_on))
    if filters.until_on is not None:
        found &= Q(e_at__lt=day_begins(filters.until_on + timedelta(days=1)))
    if filters.words:
        found &= with_words(filters.words, FOUND_IN)
    return found


def end_of(on: date) -> datetime:
    """The last moment of a local day."""
    return day_begins(on + timedelta(days=1)) - timedelta(microseconds=1)


@question
def known_entries(*, by: Pass, today: date, filters: Filters = EVERYTHING) -> Sequence[Known]:
    """What the reader may only know of: counted by class and agency, with a range of weeks, in one statement.

    Nothing is said of classes for which the policy answers *nothing*, nor of entries hidden from the reader's agency.
    """
    if filters.hides_known:
        return ()
    counted: dict[tuple[str, int, str], list[tuple[int, date, date]]] = {}
    for data_class, agency, name, count, first, last in rows_of(_counts, by=by):
        counted.setdefault((data_class, agency, name), []).append((count, local_date(first), local_date(last)))
    found = [_known(key, parts, today) for key, parts in counted.items()]
    return sorted(filter(filters.keeps_known, found), key=lambda one: (one.last_on, one.agency), reverse=True)


def _counts(by: Pass) -> Rows | None:
    arms = [_counted(holding, by) for holding in holdings()]
    return arms[0].union(*arms[1:], all=True) if arms else None


def _counted(holding: Holding, by: Pass) -> Rows:
    owner, entry = holding.owner, holding.timeline
    assert entry is not None, "only holdings with a timeline are counted"
    model = holding.model_class()
    rows: Any = model._default_manager.filter(known(by, holding) & standing(model))
    named = rows.annotate(
        e_class=class_of(holding), e_agency=Cast(f"{owner.removesuffix('_id')}__short_name", TextField())
    )
    return (  # type: ignore[no-any-return]
        named.order_by()
        .values_list("e_class", owner, "e_agency")
        .annotate(count=Count("pk"), first=Min(entry.at), last=Max(entry.at))
    )


def _known(key: tuple[str, int, str], parts: list[tuple[int, date, date]], today: date) -> Known:
    first_on, last_on = known_range(min(part[1] for part in parts), max(part[2] for part in parts), today=today)
    return Known(*key, count=sum(part[0] for part in parts), first_on=first_on, last_on=last_on)


@dataclass(frozen=True, slots=True)
class OneEntry:
    """One entry with the entries that it corrects or that correct it, oldest first; all of them still readable."""

    entry: Entry
    versions: tuple[Entry, ...]
    is_superseded: bool


@question
def entry(*, by: Pass, holding: str, record: int) -> OneEntry:
    """One entry of the open record. Raises :class:`NotFound` when it is missing or hidden, or stands in no timeline."""
    told = HOUSE.holdings.get(holding)
    if told is None or told.timeline is None:
        raise NotFound()
    rows = [entry_of(row) for row in arm(told, seen(by, told) & _chain(told, record)).values_list(*COLUMNS)]
    note_entries(rows)
    chain = sorted(rows, key=lambda row: (row.recorded_at, row.id))
    found = next((row for row in chain if row.id == record), None)
    if found is None:
        raise NotFound()
    return OneEntry(found, tuple(chain), any(row.corrects_id == record for row in chain))


def _chain(holding: Holding, record: int) -> Q:
    model: Any = holding.model_class()
    itself = Q(pk=record)
    if not any(field.attname == "corrects_id" for field in model._meta.concrete_fields):
        return itself
    return itself | Q(corrects=record) | Q(pk__in=model._default_manager.filter(pk=record).values("corrects"))
