"""Every table: keys point down, pairs are constrained, rows about people have a holding and a factory."""

import inspect
from dataclasses import replace

import pytest
from django.apps import apps
from django.core.exceptions import FieldError
from django.db import models

from desistance.foundation.register import HOUSE, Holding
from desistance.foundation.rows import AboutPerson
from tests import factories
from tests.contracts.source import ROOMS

FLOORS = {room: number for number, room in enumerate(ROOMS)}
OURS = [model for model in apps.get_models() if model._meta.app_label in FLOORS]
PEOPLE = [model for model in OURS if issubclass(model, AboutPerson)]
KEYS = [
    (model, field)
    for model in OURS
    for field in model._meta.get_fields()
    if isinstance(field, models.ForeignKey | models.ManyToManyField)
]


def label(value: object) -> str:
    return value._meta.label if inspect.isclass(value) else getattr(value, "name", "")


@pytest.mark.parametrize(("model", "field"), KEYS, ids=label)
def test_keys_point_to_the_same_room_or_down_and_make_no_way_back(
    model: type[models.Model], field: models.ForeignKey
) -> None:
    to = field.related_model._meta.app_label
    assert FLOORS[to] <= FLOORS[model._meta.app_label]
    assert field.remote_field.related_name.endswith("+")
    if isinstance(field, models.ForeignKey):
        assert field.remote_field.on_delete is models.PROTECT


@pytest.mark.parametrize("model", PEOPLE, ids=label)
def test_every_table_about_people_has_a_holding(model: type[models.Model]) -> None:
    assert model._meta.label in HOUSE.holdings


def missing_columns(holding: Holding) -> list[str]:
    """Paths that a holding names and its table does not have."""
    found = []
    for path in (holding.person, holding.owner):
        try:
            apps.get_model(holding.model).objects.filter(**{f"{path}__isnull": False})
        except FieldError:
            found.append(path)
    return found


def test_every_holding_is_a_table_and_its_columns_are_there() -> None:
    assert {name: missing for name, holding in HOUSE.holdings.items() if (missing := missing_columns(holding))} == {}


def test_a_holding_that_names_a_column_that_is_not_there_is_found() -> None:
    faulty = replace(HOUSE.holdings["people.Name"], owner="landlord_id")
    assert missing_columns(faulty) == ["landlord_id"]


@pytest.mark.parametrize("model", OURS, ids=label)
def test_every_table_has_a_factory(model: type[models.Model]) -> None:
    made = {
        hint
        for _, function in inspect.getmembers(factories, inspect.isfunction)
        if (hint := function.__annotations__.get("return"))
    }
    assert model in made or model.__name__ in {getattr(hint, "__name__", hint) for hint in made}


def pairs(model: type[models.Model]) -> list[tuple[str, str]]:
    """Columns ``x_at`` with their ``x_by``: both set or both empty."""
    names = {field.name for field in model._meta.fields}
    always = {"recorded", "changed", "created"}
    found = [(f"{name[:-3]}_at", name) for name in names if name.endswith("_by") and name[:-3] not in always]
    return [(at if at in names else at.replace("_at", "_on"), by) for at, by in found]


@pytest.mark.parametrize("model", OURS, ids=label)
def test_at_and_by_are_constrained_as_a_pair(model: type[models.Model]) -> None:
    conditions = " ".join(
        str(constraint.condition) for constraint in model._meta.constraints if hasattr(constraint, "condition")
    )
    unpaired = [by for at, by in pairs(model) if not _nullable(model, by)]
    loose = [by for at, by in pairs(model) if _nullable(model, by) and f"{by}__isnull" not in conditions]
    assert loose == [], f"{model._meta.label}: {loose} without a pair constraint (unpaired but required: {unpaired})"


def _nullable(model: type[models.Model], name: str) -> bool:
    return bool(model._meta.get_field(name).null)
