"""How the rows of two people become one person's: read from HOLDINGS, so that a new room needs no change here.

Each holding says how it joins. *move*: rows change hands, and a rule of the database that forbids it is a sentence to resolve
first. *join*: a row that stands on both already stays behind with the closed record. *strictest*: the same, and rows that point
at the one left behind (the list of a restriction) point at the one that stands; what permits (``permits`` on the model)
counts afterwards only if it stood wherever the agency it frees has entries. *ask*: rows on both are for a person to resolve.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import IntegrityError, models, transaction

from desistance.foundation.register import HOUSE, Holding
from desistance.people.models import Person

OUR_OWN = frozenset({"people.Person", "people.Merge", "people.MergeMove"})


@dataclass
class Joining:
    """What joining does: rows changed, each with its columns before; rows that stay behind; sentences to resolve first."""

    kept: int
    lost: int
    before: dict[tuple[str, int], dict[str, Any]] = field(default_factory=dict)
    left: set[tuple[str, int]] = field(default_factory=set)
    stays: Counter[str] = field(default_factory=Counter)
    set_aside: Counter[str] = field(default_factory=Counter)
    conflicts: list[str] = field(default_factory=list)

    @property
    def moved(self) -> Counter[str]:
        """Rows that came to the person kept, by holding."""
        return Counter(label for label, row in self.before if (label, row) not in self.left)

    def note(self, label: str, row: int, column: str, old: Any) -> None:
        """Remember a column as it was before the first change to it."""
        self.before.setdefault((label, row), {}).setdefault(column, old)


def join(kept: int, lost: int) -> Joining:
    """Give the rows of ``lost`` to ``kept``, holding by holding; to be run in a transaction that may still be rolled back."""
    joining = Joining(kept, lost)
    holdings = [holding for holding in HOUSE.holdings.values() if holding.model not in OUR_OWN]
    for holding in holdings:
        _set_aside(holding, joining)
    for holding in holdings:
        if holding.on_merge == "ask" and _stands_on_both(holding, joining):
            joining.conflicts.append(f"Both records have {holding.words.lower()}. Decide which is right first.")
        for column in columns_of(holding):
            _move(holding, column, joining)
    for row in Person.objects.filter(merged_into_id=lost).values_list("pk", flat=True):
        joining.note("people.Person", row, "merged_into_id", lost)
    Person.objects.filter(merged_into_id=lost).update(merged_into_id=kept)
    return joining


def columns_of(holding: Holding) -> list[str]:
    """The columns of a holding that hold a person: its own, and any further key to a person (both sides of a pair)."""
    keys = [
        field.attname
        for field in holding.model_class()._meta.concrete_fields
        if isinstance(field, models.ForeignKey) and field.related_model is Person
    ]
    own = [] if "__" in holding.person or holding.person in keys else [holding.person]
    return [*own, *keys]


def _rows(holding: Holding) -> Any:
    return holding.model_class()._default_manager


def _stands_on_both(holding: Holding, joining: Joining) -> bool:
    return all(_rows(holding).filter(**{holding.person: person}).exists() for person in (joining.kept, joining.lost))


def _move(holding: Holding, column: str, joining: Joining) -> None:
    """All rows at once; if the database forbids one, each by itself, so that only those that cannot move stay behind."""
    done = {row for label, row in {*joining.before, *joining.left} if label == holding.model}
    ids = [
        row for row in _rows(holding).filter(**{column: joining.lost}).values_list("pk", flat=True) if row not in done
    ]
    if _update(holding, ids, {column: joining.kept}):
        moved = ids
    else:
        moved = [row for row in ids if _update(holding, [row], {column: joining.kept})]
    for row in moved:
        joining.note(holding.model, row, column, joining.lost)
    for row in sorted(set(ids) - set(moved)):
        _cannot_move(holding, row, joining)


def _update(holding: Holding, ids: Sequence[int], values: dict[str, Any]) -> bool:
    try:
        with transaction.atomic():
            _rows(holding).filter(pk__in=ids).update(**values)
    except IntegrityError:
        return False
    return True


def _cannot_move(holding: Holding, row: int, joining: Joining) -> None:
    if holding.on_merge in ("move", "ask"):
        joining.conflicts.append(_sentence(holding, row))
        return
    joining.stays[holding.model] += 1
    standing = _equal_of(holding, row, joining.kept)
    if standing is not None:
        _point_children(holding.model_class(), row, standing, joining)


def _sentence(holding: Holding, row: int) -> str:
    """Why a row cannot join, as something to do first."""
    found: Any = _rows(holding).filter(pk=row).first()
    agency = getattr(getattr(found, "agency", None), "short_name", "")
    kind = HOUSE.involvement_kinds.get(getattr(found, "kind", ""))
    what = (kind.words if kind else holding.words).lower()
    who = f"{agency} has {what}" if agency else f"There is {what}"
    return f"{who} open on both records, and only one can be. End one of them first."


def _constraints(model: type[models.Model]) -> Iterator[models.UniqueConstraint]:
    """Constraints by which a row may stand only once for a person."""
    for constraint in model._meta.constraints:
        if isinstance(constraint, models.UniqueConstraint) and "person" in constraint.fields:
            yield constraint


def _others(model: type[models.Model], constraint: models.UniqueConstraint) -> list[str]:
    """The constraint's columns beside the person."""
    return [model._meta.get_field(name).attname for name in constraint.fields if name != "person"]  # type: ignore[union-attr]


def _equal_of(holding: Holding, row: int, person: int) -> int | None:
    """The other person's standing row that this one collides with."""
    model = holding.model_class()
    for constraint in _constraints(model):
        rows = _rows(holding).filter(constraint.condition or models.Q())
        own = rows.filter(pk=row).values("pk", *_others(model, constraint)).first()
        if own is None:
            continue
        own.pop("pk")
        equal = rows.filter(person_id=person, **own).values_list("pk", flat=True).first()
        if equal is not None:
            return int(equal)
    return None


def _point_children(model: type[models.Model], left: int, standing: int, joining: Joining) -> None:
    """Rows that point at the row left behind go to the standing one; one that stands there already stays behind as well."""
    for holding in HOUSE.holdings.values():
        for key in holding.model_class()._meta.concrete_fields:
            if (
                not isinstance(key, models.ForeignKey)
                or key.related_model is not model
                or holding.model == model._meta.label
            ):
                continue
            for child in _rows(holding).filter(**{key.attname: left}).values_list("pk", flat=True):
                if _update(holding, [child], {key.attname: standing, holding.person: joining.kept}):
                    joining.note(holding.model, child, key.attname, left)
                    joining.note(holding.model, child, holding.person, joining.lost)
                else:
                    _update(holding, [child], {holding.person: joining.lost})
                    joining.before.pop((holding.model, child), None)
                    joining.left.add((holding.model, child))
                    joining.stays[holding.model] += 1


def _set_aside(holding: Holding, joining: Joining) -> None:
    """Of rows that permit, keep those that stand wherever the agency they free has entries; the rest wait with ``lost``."""
    model = holding.model_class()
    if not getattr(model, "permits", False):
        return
    constraint = next(_constraints(model))
    keys = _others(model, constraint)
    standing: dict[int, dict[tuple[Any, ...], int]] = defaultdict(dict)
    rows = _rows(holding).filter(constraint.condition or models.Q(), person_id__in=[joining.kept, joining.lost])
    for row, person, *values in rows.values_list("pk", "person_id", *keys):
        standing[person][tuple(values)] = row
    for person, other in ((joining.kept, joining.lost), (joining.lost, joining.kept)):
        agencies = _agencies_on(other)
        for values, row in standing[person].items():
            if values not in standing[other] and values[keys.index("agency_id")] in agencies:
                if person == joining.kept:
                    _rows(holding).filter(pk=row).update(person_id=joining.lost)
                    joining.note(holding.model, row, "person_id", person)
                joining.left.add((holding.model, row))
                joining.set_aside[holding.model] += 1


def is_restricted(person: int) -> bool:
    """Whether a row that restricts a record (``restricts`` on the model) stands on a person."""
    models_that_restrict = [holding.model_class() for holding in HOUSE.holdings.values() if _restricts(holding)]
    return any(
        model._default_manager.filter(constraint.condition or models.Q(), person_id=person).exists()
        for model in models_that_restrict
        for constraint in _constraints(model)
    )


def _restricts(holding: Holding) -> bool:
    return bool(getattr(holding.model_class(), "restricts", False))


def _agencies_on(person: int) -> set[int]:
    """Agencies that have recorded anything about a person: one statement."""
    rows = [
        _rows(holding).filter(**{holding.person: person}).values_list(holding.owner)
        for holding in HOUSE.holdings.values()
        if holding.owner == "agency_id" and holding.model not in OUR_OWN and not _permits(holding)
    ]
    return {agency for (agency,) in rows[0].union(*rows[1:])}


def _permits(holding: Holding) -> bool:
    return bool(getattr(holding.model_class(), "permits", False))
