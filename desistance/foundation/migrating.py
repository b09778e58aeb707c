"""Migrating without drawing every model anew at every step: on an empty database that was nine tenths of the time.

Django keeps the models of a migration's moment as classes, and after each added model, index or constraint makes those of all
models that are related to it again: here nearly all of them. A new model needs its own class alone; an index or a constraint only
stands in the class that is there, since PostgreSQL is told of it by itself and no table is made anew, as SQLite's would be.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.db.migrations.state import ModelState, ProjectState


@contextmanager
def light_states() -> Iterator[None]:
    """Within it, migrations make only the classes that they need."""
    changed: dict[str, Callable[..., None]] = {
        "add_model": _add_model,
        "add_index": _adding("indexes"),
        "add_constraint": _adding("constraints"),
    }
    before = {name: getattr(ProjectState, name) for name in changed}
    try:
        for name, ours in changed.items():
            setattr(ProjectState, name, ours)
        yield
    finally:
        for name, django_s in before.items():
            setattr(ProjectState, name, django_s)


def _add_model(state: Any, model: ModelState) -> None:
    key = model.app_label, model.name_lower
    state.models[key] = model
    if state._relations is not None:
        state.resolve_model_relations(key)
    if "apps" in vars(state):
        state.apps.render_multiple([model])


def _adding(option: str) -> Callable[[Any, str, str, Any], None]:
    def add(state: Any, app_label: str, model_name: str, one: Any) -> None:
        options = state.models[app_label, model_name].options
        options[option] = [*options[option], one]
        if "apps" in vars(state):
            meta = state.apps.get_model(app_label, model_name)._meta
            setattr(meta, option, [*getattr(meta, option), one])

    return add
