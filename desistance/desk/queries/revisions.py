"""Records as they stood at a moment: rows of ``Revision`` dressed as entries, by the very expressions the rooms declared."""

from datetime import datetime
from typing import Any

from django.db.models import BigIntegerField, Exists, F, Model, OuterRef, Q, Subquery, TextField, Value
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Cast, Coalesce

from desistance.desk.queries.entries import Rows, found_by, has, moment_column, seen, title_of
from desistance.foundation.models import Revision
from desistance.foundation.passes import Pass
from desistance.foundation.register import Holding
from desistance.foundation.terms import DataClass


def unchanged_since(as_of: datetime) -> Q:
    """Records that nobody has edited since a moment: today's row is how it stood."""
    return Q(changed_at__lte=as_of)


def arm_of_revisions(holding: Holding, by: Pass, as_of: datetime) -> Rows:
    """Records that were edited after a moment, as they stood then: the first copy kept after it.

    Who may read them is decided on today's row, so a record that was hidden since stays hidden; and on the copy, so that what
    it said while it held a class that is closed to the reader stays closed.
    """
    model, entry = holding.model_class(), holding.timeline
    assert entry is not None, "only holdings with a timeline have an arm"
    readable = model._default_manager.filter(seen(by, holding), changed_at__gt=as_of)
    copies = Revision.objects.filter(holding=model._meta.label, person_id=by.person, at__gt=as_of)
    earlier = Revision.objects.filter(
        holding=model._meta.label, record_id=OuterRef("record_id"), at__gt=as_of, version__lt=OuterRef("version")
    )
    stood = copies.filter(~Exists(earlier), record_id__in=readable.values("pk"))
    return (
        stood.annotate(e_recorded=_then(F(moment_column(model)), model))
        .filter(e_recorded__lte=as_of)
        .annotate(
            e_at=_then(F(entry.at), model),
            e_holding=Value(holding.model, output_field=TextField()),
            e_id=F("record_id"),
            e_kind=Value(entry.kind, output_field=TextField()),
            e_title=Cast(_then(title_of(holding), model), TextField()),
            e_summary=Cast(_then(entry.summary, model), TextField()),
            e_found_by=Cast(_then(found_by(holding), model), TextField()),
            e_agency_id=Cast(_then(F(holding.owner), model), BigIntegerField()),
            e_agency=Cast(_then(F(f"{holding.owner.removesuffix('_id')}__short_name"), model), TextField()),
            e_class=_class_then(holding, model),
            e_author=Value("", output_field=TextField()),
            e_source=_text_then(model, "source"),
            e_source_reference=_text_then(model, "source_reference"),
            e_corrects=Cast(Value(None), BigIntegerField()),
            e_person=F("person_id"),
        )
        .filter(_open_then(holding, by))
    )


def _open_then(holding: Holding, by: Pass) -> Q:
    """That the copy is of a class and an agency whose entries are open to the reader today."""
    if isinstance(holding.data_class, DataClass):
        return Q(e_agency_id__in=by.sees.get(holding.data_class, frozenset()))
    found = Q(pk__in=[])
    for kind, agencies in by.sees.items():
        if agencies:
            found |= Q(e_class=kind.value, e_agency_id__in=agencies)
    return found


def _class_then(holding: Holding, model: type[Model]) -> Any:
    if isinstance(holding.data_class, DataClass):
        return Value(holding.data_class.value, output_field=TextField())
    return Cast(_then(F(holding.data_class), model), TextField())


def _text_then(model: type[Model], column: str) -> Any:
    empty = Value("", output_field=TextField())
    return Coalesce(Cast(_then(F(column), model), TextField()), empty) if has(model, column) else empty


def _then(expression: Any, model: type[Model]) -> Any:
    """The same expression over the kept copy: each column is read from the copy, each relation followed from its kept id."""
    if isinstance(expression, F):
        path: str = expression.name  # type: ignore[attr-defined]  # missing in the stubs
        return _column_then(path, model)
    if isinstance(expression, Q):
        return _condition_then(expression, model)
    if not hasattr(expression, "get_source_expressions"):
        return expression
    copied = expression.copy()
    copied.set_source_expressions(
        [part if part is None else _then(part, model) for part in expression.get_source_expressions()]
    )
    return copied


def _column_then(path: str, model: type[Model]) -> Any:
    first, _, rest = path.partition("__")
    field = next(one for one in model._meta.concrete_fields if first in (one.name, one.attname))
    kept = KeyTextTransform(field.attname, "values")
    if not rest:
        return Cast(kept, BigIntegerField() if field.is_relation or field.primary_key else _plain(field))
    related: Any = field.related_model
    kept_id = Cast(KeyTextTransform(field.attname, OuterRef("values")), BigIntegerField())
    return Subquery(related._default_manager.filter(pk=kept_id).values(rest)[:1])


def _plain(field: Any) -> Any:
    """A field of the same kind, without what belongs to its own table."""
    _name, _path, arguments, options = field.deconstruct()
    keep = {key: options[key] for key in ("max_length", "max_digits", "decimal_places") if key in options}
    return field.__class__(*arguments, **keep)


def _condition_then(condition: Q, model: type[Model]) -> Q:
    children = []
    told: list[Any] = list(condition.children)
    for child in told:
        if isinstance(child, Q):
            children.append(_condition_then(child, model))
            continue
        path, value = child
        column, _, lookup = path.partition("__")
        children.append(_compared(_column_then(column, model), lookup or "exact", value))
    return Q(*children, _connector=condition.connector, _negated=condition.negated)


def _compared(column: Any, lookup: str, value: Any) -> Any:
    found = column.output_field.get_lookup(lookup)
    return found(column, value)
