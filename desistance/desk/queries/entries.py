"""One arm of the union for each holding that stands in the timeline: the same columns from every room."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.db.models import (
    BigIntegerField,
    Case,
    CharField,
    Exists,
    F,
    Model,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    TextField,
    Value,
    When,
)
from django.db.models.functions import Cast, Coalesce

from desistance.access.queries.scope import entries_known, entries_seen
from desistance.desk.rules.timeline import Entry, Place
from desistance.foundation.passes import Pass
from desistance.foundation.register import HOUSE, Holding
from desistance.foundation.rows import Record
from desistance.foundation.terms import DataClass
from desistance.partners.models import Staff

Rows = QuerySet[Any, Any]
COLUMNS = (
    "e_at",
    "e_holding",
    "e_id",
    "e_kind",
    "e_title",
    "e_summary",
    "e_agency_id",
    "e_agency",
    "e_class",
    "e_author",
    "e_source",
    "e_source_reference",
    "e_recorded",
    "e_corrects",
    "e_person",
)
INVOLVEMENT = "access.Involvement"
NEWEST_FIRST = ("-e_at", "-e_holding", "-e_id")
OLDEST_FIRST = ("e_at", "e_holding", "e_id")


def holdings(kind: str = "") -> Iterator[Holding]:
    """The holdings that stand in the timeline, all or those of one kind of entry."""
    for holding in HOUSE.holdings.values():
        if holding.timeline is not None and (not kind or holding.timeline.kind == kind):
            yield holding


def kinds_seen(by: Pass) -> list[str]:
    """The kinds of entry that the reader may see of anyone's, for the filter: never a kind of which they see nothing."""
    seen = {data_class for data_class, agencies in by.sees.items() if agencies}
    return sorted(
        {
            holding.timeline.kind
            for holding in holdings()
            if holding.timeline and (not isinstance(holding.data_class, DataClass) or holding.data_class in seen)
        }
    )


def has(model: type[Model], column: str) -> bool:
    """Whether a model has a column: facts and events differ from records in theirs."""
    return any(field.attname == column for field in model._meta.concrete_fields)


def moment_column(model: type[Model]) -> str:
    """The column that says since when a row is on record."""
    return "recorded_at" if has(model, "recorded_at") else "created_at"


def standing(model: type[Model], as_of: datetime | None = None) -> Q:
    """Rows that stand, or stood at a moment: on record, not withdrawn, and not corrected by another that stands."""
    stands = Q(**{f"{moment_column(model)}__lte": as_of}) if as_of else Q()
    if has(model, "withdrawn_at"):
        never = Q(withdrawn_at__isnull=True)
        stands &= never | Q(withdrawn_at__gt=as_of) if as_of else never
    if has(model, "corrects_id"):
        newer = model._default_manager.filter(corrects=OuterRef("pk"), withdrawn_at__isnull=True)
        stands &= ~Q(Exists(newer.filter(recorded_at__lte=as_of) if as_of else newer))
    return stands


def seen(by: Pass, holding: Holding) -> Q:
    """This person's entries of one holding that the reader may see; hidden ones are left out by the gate."""
    return entries_seen(by, holding.model) & _of_its_own(holding)


def known(by: Pass, holding: Holding) -> Q:
    """Entries of which the reader may only know; of those hidden from their agency they may know nothing."""
    return entries_known(by, holding.model) & _of_its_own(holding)


def _of_its_own(holding: Holding) -> Q:
    """Less the work that only serves what stands in the timeline already: five agencies at a meeting are one entry."""
    serving = [kind.name for kind in HOUSE.involvement_kinds.values() if not kind.in_timeline]
    return ~Q(kind__in=serving) if holding.model == INVOLVEMENT and serving else Q()


def arm(holding: Holding, where: Q) -> Rows:
    """The rows of one holding with the columns of an entry; ``where`` is already the reader's scope."""
    model = holding.model_class()
    entry = holding.timeline
    assert entry is not None, "only holdings with a timeline have an arm"
    return model._default_manager.filter(where).annotate(  # type: ignore[no-any-return]
        e_at=F(entry.at),
        e_holding=Value(holding.model, output_field=TextField()),
        e_id=Cast(F("pk"), BigIntegerField()),
        e_kind=Value(entry.kind, output_field=TextField()),
        e_title=Cast(title_of(holding), TextField()),
        e_summary=Cast(entry.summary, TextField()),
        e_found_by=Cast(found_by(holding), TextField()),
        e_agency_id=Cast(F(holding.owner), BigIntegerField()),
        e_agency=Cast(F(f"{holding.owner.removesuffix('_id')}__short_name"), TextField()),
        e_class=class_of(holding),
        e_author=name_of_author(model),
        e_source=_text_or_empty(model, "source"),
        e_source_reference=_text_or_empty(model, "source_reference"),
        e_recorded=F(moment_column(model)),
        e_corrects=Cast(F("corrects_id") if has(model, "corrects_id") else Value(None), BigIntegerField()),
        e_person=Cast(F(holding.person), BigIntegerField()),
    )


def title_of(holding: Holding) -> Any:
    """The title a room declared. Work with a person is titled by its kind, whose words the rooms told the register."""
    declared = holding.timeline.title if holding.timeline else Value("")
    if holding.model != INVOLVEMENT:
        return declared
    kinds = HOUSE.involvement_kinds.values()
    return Case(
        *(When(kind=kind.name, then=Value(kind.words)) for kind in kinds), default=declared, output_field=CharField()
    )


def found_by(holding: Holding) -> Any:
    """Further words by which an entry is found."""
    told = holding.timeline.found_by if holding.timeline else ""
    return told or Value("")


def class_of(holding: Holding) -> Any:
    """The data class of each row, constant or from its column."""
    if isinstance(holding.data_class, DataClass):
        return Value(holding.data_class.value, output_field=TextField())
    return Cast(F(holding.data_class), TextField())


def name_of_author(model: type[Model]) -> Any:
    """Who put the row on record; empty when a machine did, or when a record was edited since by someone else."""
    nobody = Value("", output_field=TextField())
    if has(model, "recorded_by"):
        return Coalesce(_staff_name("recorded_by"), nobody)
    if issubclass(model, Record):
        named = Case(When(version=1, then=_staff_name("changed_by")), default=nobody, output_field=TextField())
        return Coalesce(named, nobody)
    return nobody


def _staff_name(column: str) -> Any:
    return Cast(Subquery(Staff.objects.filter(pk=OuterRef(column)).values("name")[:1]), TextField())


def _text_or_empty(model: type[Model], column: str) -> Any:
    return Cast(F(column), TextField()) if has(model, column) else Value("", output_field=TextField())


def before(holding: Holding, place: Place) -> Q:
    """Entries of a holding that are older than a place."""
    same = Q(pk__lt=place.id) if holding.model == place.holding else Q() if holding.model < place.holding else None
    older = Q(e_at__lt=place.at)
    return older if same is None else older | (Q(e_at=place.at) & same)


def after(holding: Holding, place: Place) -> Q:
    """Entries of a holding that are newer than a place."""
    same = Q(pk__gt=place.id) if holding.model == place.holding else Q() if holding.model > place.holding else None
    newer = Q(e_at__gt=place.at)
    return newer if same is None else newer | (Q(e_at=place.at) & same)


def union(arms: list[Rows], columns: tuple[str, ...], order: tuple[Any, ...], most: int) -> Rows | None:
    """The first rows of all arms together, each arm read no further than it can be needed; None without arms."""
    if not arms:
        return None
    cut = [arm.order_by(*order).values_list(*columns)[:most] for arm in arms]
    return cut[0] if len(cut) == 1 else cut[0].union(*cut[1:], all=True).order_by(*order)[:most]


def entry_of(row: tuple[Any, ...]) -> Entry:
    """An entry from the columns of a union."""
    return Entry(*row)
