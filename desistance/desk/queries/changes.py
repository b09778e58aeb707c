"""What others put on record, changed or took back since a reader last looked: one person, or all that the reader follows."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Case, DateTimeField, Exists, F, Model, OuterRef, Q, QuerySet, TextField, Value, When
from django.db.models.functions import Cast, Coalesce, Greatest

from desistance.access.models import HiddenEntry
from desistance.access.queries.passes import remembered
from desistance.access.queries.scope import people_seen, tied
from desistance.access.rules.policy import Standing
from desistance.access.terms import Owner, Relation
from desistance.audit.deeds import question
from desistance.desk.models import Look
from desistance.desk.queries.entries import COLUMNS, Rows, arm, entry_of, has, holdings, moment_column, seen, union
from desistance.desk.queries.timeline import note_entries
from desistance.desk.rules.timeline import Entry
from desistance.foundation.compiled import rows_of
from desistance.foundation.passes import Pass
from desistance.foundation.register import Holding
from desistance.foundation.rows import Record
from desistance.foundation.terms import Act, DataClass, Effect
from desistance.people.models import Person

NEWEST_CHANGE_FIRST = ("-e_changed", "-e_holding", "-e_id")


@dataclass(frozen=True, slots=True)
class Change:
    """An entry and what became of it: added, corrected, changed or removed, and when."""

    entry: Entry
    what: str
    at: datetime
    reference: str


@question
def changes_since(*, by: Pass, since: datetime, most: int) -> Sequence[Change]:
    """What others did to the open record after ``since``, newest first, in one statement; never the reader's own doing."""
    return _changes(rows_of(_since, by=by, shape=(most,), since=since))


def _since(by: Pass, most: int, since: datetime) -> Rows | None:
    return _newest([_changed(holding, seen(by, holding), by, Value(since)) for holding in holdings()], most)


@question
def changes_on_my_people(*, by: Pass, most: int) -> Sequence[Change]:
    """The same for everyone the reader has opened and is still tied to, each since the reader's own last look at them."""
    mine = tuple(rows_of(_my_people, by=by))
    return _changes(rows_of(_of_my_people, by=by, shape=(most,), mine=mine)) if mine else ()


def _my_people(by: Pass) -> QuerySet[Any, Any]:
    looked = Look.objects.filter(staff_id=by.staff, agency_id=by.agency).values("person_id")
    in_emergency = Q(restricted=True, pk__in=by.emergencies.keys())  # it opens less than a tie does
    people = Person.objects.filter(people_seen(by) & tied(by) & ~in_emergency, pk__in=looked)
    return people.values_list("pk", flat=True)


def _of_my_people(by: Pass, most: int, mine: tuple[int, ...]) -> Rows | None:
    looked = Look.objects.filter(staff_id=by.staff, agency_id=by.agency)
    arms = []
    for holding in holdings():
        since = looked.filter(person_id=OuterRef(holding.person)).values("seen_at")[:1]
        open_to = _open_to_tied(holding, by) & Q(**{f"{holding.person}__among": mine})
        arms.append(_changed(holding, open_to, by, since))
    return _newest(arms, most)


def _open_to_tied(holding: Holding, by: Pass) -> Q:
    """Entries of a holding that the reader sees of anyone they are tied to; what only a consent opens is left out."""
    hidden = HiddenEntry.objects.filter(
        holding=holding.model, from_agency_id=by.agency, ended_at__isnull=True, record_id=OuterRef("pk")
    )
    if isinstance(holding.data_class, DataClass):
        return _owned(holding.owner, holding.data_class, by) & ~Q(Exists(hidden))
    found = Q(pk__in=[])
    for kind in DataClass:
        found |= Q(**{holding.data_class: kind.value}) & _owned(holding.owner, kind, by)
    return found & ~Q(Exists(hidden))


def _owned(owner: str, kind: DataClass, by: Pass) -> Q:
    """Entries of a class whose owner opens them to the reader: their own agency, those under an agreement, and all others."""
    near = sorted({by.agency, *by.agreed.get(kind, ())})
    open_to = Q(**{f"{owner}__in": [agency for agency in near if _is_seen(kind, agency, by)]})
    return open_to | ~Q(**{f"{owner}__in": near}) if _is_seen(kind, 0, by) else open_to


def _is_seen(kind: DataClass, agency: int, by: Pass) -> bool:
    owners = {Owner.OWN: agency == by.agency, Owner.AGREED: agency in by.agreed.get(kind, frozenset())}
    standing = Standing(role=by.role, relations=frozenset({Relation.TIED}))
    held = frozenset(owner for owner, holds in owners.items() if holds)
    return remembered(standing, kind, Act.READ, held).effect is Effect.SEE


def _changed(holding: Holding, where: Q, by: Pass, since: Any) -> Rows:
    """Rows of a holding that changed after ``since`` and by someone else, with when and what."""
    model = holding.model_class()
    rows = arm(holding, where).annotate(e_since=since, e_reference=reference_of(holding))
    told = rows.annotate(e_changed=_moment(model), e_what=_what(model))
    news: Rows = told.filter(Q(e_changed__gt=F("e_since")), _by_others(model, by))
    return news


def reference_of(holding: Holding) -> Any:
    """The reference of the person a row is about."""
    return Cast(F(f"{holding.person.removesuffix('_id')}__reference"), TextField())


def _moment(model: type[Model]) -> Any:
    if issubclass(model, Record):
        return F("changed_at")
    if has(model, "withdrawn_at"):
        return Greatest(F("recorded_at"), Coalesce(F("withdrawn_at"), F("recorded_at")))
    return Cast(F(moment_column(model)), DateTimeField())


def _what(model: type[Model]) -> Any:
    """In words: what is both new and taken back again since was never there for this reader, and is left out."""
    whens = []
    if has(model, "withdrawn_at"):
        whens.append(When(withdrawn_at__isnull=False, then=Value("Removed")))
    if has(model, "corrects_id"):
        whens.append(When(corrects__isnull=False, then=Value("Corrected")))
    if issubclass(model, Record):
        whens.append(When(Q(version__gt=1) & Q(created_at__lte=F("e_since")), then=Value("Changed")))
    return Case(*whens, default=Value("Added"), output_field=TextField())


def _by_others(model: type[Model], by: Pass) -> Q:
    if issubclass(model, Record):
        return Q(changed_by__isnull=True) | ~Q(changed_by=by.staff)
    if not has(model, "withdrawn_at"):
        return Q()
    never = Q(withdrawn_at__isnull=True)
    added = never & (Q(recorded_by__isnull=True) | ~Q(recorded_by=by.staff))
    taken_back = ~never & (Q(withdrawn_by__isnull=True) | ~Q(withdrawn_by=by.staff))
    return added | (taken_back & Q(recorded_at__lte=F("e_since")))


def _newest(arms: list[Rows], most: int) -> Rows | None:
    return union(arms, (*COLUMNS, "e_changed", "e_what", "e_reference"), NEWEST_CHANGE_FIRST, most)


def _changes(rows: Iterable[tuple[Any, ...]]) -> Sequence[Change]:
    found = [Change(entry_of(row[:-3]), row[-2], row[-3], row[-1]) for row in rows]
    note_entries(change.entry for change in found)
    return found
