"""What undoing an import would take back, what stops it, and who would stay: found by source and row, in every holding there is.

A row belongs to an import when its source is the imported file and its reference names a row of that import. Holdings are read
from the register, so a feed that writes to another room needs no change here.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from desistance.access.queries.scope import people_seen
from desistance.audit.deeds import question
from desistance.foundation.passes import Pass
from desistance.foundation.reading import note_all, unseen
from desistance.foundation.register import HOUSE, Holding
from desistance.foundation.rows import Event, Fact, Source, used_by_many
from desistance.foundation.terms import DataClass
from desistance.ingest.models import Import, ImportRow
from desistance.ingest.rules.undoing import Stop
from desistance.people.models import Merge, Name, Person

NAMED = 5
"""How many people a stop names."""
MACHINE = 0
"""Who loads a file: no member of staff."""
LEFT_OUT = "This row was loaded on"
"""How the reason begins for which the check leaves out a row that an earlier file brought."""
People = Collection[int] | QuerySet[Any, Any]


@dataclass(frozen=True, slots=True)
class Undoing:
    """What undoing would do: rows that go, by holding in words; people closed; people who stay, and why; what stops it."""

    goes: tuple[tuple[str, int], ...]
    closed: int
    used: int
    said_again: int
    stops: tuple[Stop, ...]


@question
def undoing_of(imported: Import, *, by: Pass) -> Undoing:
    """Count what undoing an import of the reader's own agency would do. The number of statements does not grow with its rows."""
    by.demand("import.load")
    with unseen("trial run"):
        people = loaded(imported).values("person")
        added = added_people(imported, people)
        used = used_people(imported, added)
        again = said_again(imported, people)
        goes = tuple((holding.words, count) for holding, count in _goes(imported, people, again))
        closed = added.exclude(pk__in=used).exclude(pk__in=again).count()
        stops = tuple(_stops(imported, people, by))
    note_all([pk for stop, _ in stops for pk in stop], DataClass.IDENTITY)
    return Undoing(goes, closed, len(used - again), len(again), tuple(stop for _, stop in stops))


def loaded(imported: Import) -> QuerySet[ImportRow]:
    """The rows of an import that stand as loaded."""
    return ImportRow.objects.filter(imported=imported, state="loaded")


def sourced() -> Iterator[Holding]:
    """Holdings whose rows say where they come from."""
    for holding in HOUSE.holdings.values():
        names = {field.name for field in holding.model_class()._meta.concrete_fields}
        if {"source", "source_reference"} <= names:
            yield holding


def is_said(holding: Holding) -> bool:
    """Whether rows of a holding are withdrawn (facts and events), and not ended (records)."""
    return issubclass(holding.model_class(), Fact | Event)


def of_import(imported: Import) -> Q:
    """A condition on rows of any holding that names its source: those that this import added."""
    return Q(source=Source.IMPORT.value, source_reference__startswith=f"Import {imported.pk}, row ")


def standing_of(holding: Holding, imported: Import, people: People) -> QuerySet[Any, Any]:
    """What an import added to a holding, of these people, and still stands."""
    rows: Any = holding.model_class()._default_manager
    stands = Q(withdrawn_at__isnull=True) if is_said(holding) else Q(version=1)
    found: QuerySet[Any, Any] = rows.filter(of_import(imported), stands, **{f"{holding.person}__in": people})
    return found


def added_people(imported: Import, people: People) -> QuerySet[Person]:
    """Those of these people whom the import added: their first name is its, said as the record was made."""
    first = Name.objects.filter(of_import(imported), person=OuterRef("pk"), recorded_at=OuterRef("created_at"))
    earlier = Name.objects.filter(person=OuterRef("person"), pk__lt=OuterRef("pk"))
    return Person.objects.filter(Exists(first.filter(~Exists(earlier))), pk__in=people, withdrawn_at__isnull=True)


def used_people(imported: Import, added: QuerySet[Person]) -> frozenset[int]:
    """Those added people whom anything else uses: entries of staff, of other agencies, of other files. One statement."""
    counts = used_by_many(Person, added.values("pk"), lambda model, column: _ours(imported, model, column))
    return frozenset(person for people in counts.values() for person in people)


def said_again(imported: Import, people: People) -> frozenset[int]:
    """People for whom the agency loaded rows of another file since, which may say the same: facts and open work stay for it."""
    later = Q(imported_id__gt=imported.pk)
    if imported.load_from_at is not None:
        later |= Q(imported__finished_at__gt=imported.load_from_at) & ~Q(imported_id=imported.pk)
    rows = ImportRow.objects.filter(later, imported__agency_id=imported.agency_id, state="loaded", person__in=people)
    return frozenset(rows.values_list("person_id", flat=True))


def _ours(imported: Import, model: Any, column: str) -> Q | None:
    """Rows that came with the import, as a condition; None for keys that are no use of what they point at."""
    if model is ImportRow:
        return None if column == "resembles_id" else Q(imported=imported)
    return _came_with(imported, model)


def _came_with(imported: Import, model: Any) -> Q:
    """Rows of an import: by their own source, or by that of the row they were made with; none where nothing names one."""
    if model.made_with:
        made_with = model._meta.get_field(model.made_with.removesuffix("_id"))
        first: Any = made_with.related_model
        return Q(**{f"{made_with.name}__in": first._default_manager.filter(_came_with(imported, first))})
    names = {field.name for field in model._meta.concrete_fields}
    return of_import(imported) if {"source", "source_reference"} <= names else Q(pk__in=[])


def _goes(imported: Import, people: People, again: frozenset[int]) -> Iterator[tuple[Holding, int]]:
    for holding in sourced():
        rows = standing_of(holding, imported, people)
        if not issubclass(holding.model_class(), Event):
            rows = rows.exclude(**{f"{holding.person}__in": again})
        if count := rows.count():
            yield holding, count


def _stops(imported: Import, people: People, by: Pass) -> Iterator[tuple[Sequence[int], Stop]]:
    yield from _pointed_at(imported, people, by)
    yield from _changed(imported, people, by)
    yield from _joined(imported, people, by)
    yield from _relied_on(imported)


def _pointed_at(imported: Import, people: People, by: Pass) -> Iterator[tuple[Sequence[int], Stop]]:
    """Entries elsewhere that point at entries of the import."""
    for holding in sourced():
        model: Any = holding.model_class()
        ours = standing_of(holding, imported, people).values("pk")
        counts = used_by_many(model, ours, lambda other, column: _ours(imported, other, column))
        for label, rows in counts.items():
            told = HOUSE.holdings[label].words if label in HOUSE.holdings else label.rsplit(".", 1)[1]
            whose = model._default_manager.filter(pk__in=rows).values_list(holding.person, flat=True)
            words = f"{told} that point at {holding.words.lower()} of this file"
            way = "Withdraw or end those first."
            yield _stop(sum(rows.values()), words, way, list(whose), by)


def _changed(imported: Import, people: People, by: Pass) -> Iterator[tuple[Sequence[int], Stop]]:
    """Records that the import opened and somebody has changed since."""
    for holding in sourced():
        if is_said(holding):
            continue
        rows: Any = holding.model_class()._default_manager
        changed = rows.filter(of_import(imported), version__gt=1, **{f"{holding.person}__in": people})
        whose = list(changed.values_list(holding.person, flat=True))
        if whose:
            words = f"{holding.words} that this file opened and somebody has changed since"
            yield _stop(len(whose), words, "End the work by hand, and leave this file as it is.", whose, by)


def _joined(imported: Import, people: People, by: Pass) -> Iterator[tuple[Sequence[int], Stop]]:
    """Records of the import's people that were joined with another since."""
    joins = Merge.objects.filter(
        Q(kept__in=people) | Q(lost__in=people), undone_at__isnull=True, at__gte=imported.received_at
    )
    whose = list(joins.values_list("kept_id", flat=True))
    if whose:
        yield _stop(len(whose), "People of this file whose records were joined since", "Part them first.", whose, by)


def _relied_on(imported: Import) -> Iterator[tuple[Sequence[int], Stop]]:
    """Later files that left rows out because this one had brought them."""
    ours = loaded(imported).exclude(key="").values("key")
    left_out = ImportRow.objects.filter(
        key__in=ours,
        state="skipped",
        decided_at__isnull=True,
        reason__startswith=LEFT_OUT,
        imported_id__gt=imported.pk,
        imported__agency_id=imported.agency_id,
        imported__feed=imported.feed,
    ).exclude(imported__state__in=("stopped", "undone"))
    counts = dict(left_out.order_by().values_list("imported").annotate(Count("id")))
    if counts:
        words = "Rows that later files left out because this file had brought them"
        way = "Undo the later file first."
        yield [], Stop(sum(counts.values()), words, way, imports=tuple(sorted(counts)))


def _stop(count: int, words: str, way: str, people: Sequence[int], by: Pass) -> tuple[Sequence[int], Stop]:
    seen = Person.objects.filter(people_seen(by), pk__in=people).order_by("pk")
    named = dict(seen.values_list("pk", "reference")[:NAMED])
    return list(named), Stop(count, words, way, people=tuple(named.values()))


def events_first() -> list[Holding]:
    """Holdings that name their source: what happened, then what we work on, then what is said."""
    order = {True: 0, False: 1}
    return sorted(sourced(), key=lambda holding: (order[issubclass(holding.model_class(), Event)], is_said(holding)))


def displaced(holding: Holding, imported: Import, people: People) -> QuerySet[Any, Any]:
    """Rows of the agency that the job which loaded the import withdrew as it said something else of the same people."""
    rows: Any = holding.model_class()._default_manager
    person = holding.person
    said: QuerySet[Any, Any] = rows.filter(
        of_import(imported), **{person: OuterRef(person)}, recorded_at=OuterRef("withdrawn_at")
    )
    found: QuerySet[Any, Any] = rows.filter(
        Exists(said), agency_id=imported.agency_id, withdrawn_by=MACHINE, **{f"{person}__in": people}
    )
    return found.exclude(of_import(imported))
