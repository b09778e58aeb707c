"""Every action declares its permission, demands a pass and a moment, and writes audit; only access makes a pass."""

import ast
import importlib
from pathlib import Path
from types import ModuleType

import pytest

from desistance.audit import deeds
from desistance.foundation.register import HOUSE
from tests.contracts.source import PACKAGE, ROOMS, calls, files, place, tree_of

ACTIONS = [
    path
    for path in files()
    if "actions" in (path.stem, path.parent.name)
    and not path.stem.startswith("_")
    and path.relative_to(PACKAGE).parts[0] not in ("foundation", "audit")
]
WRITES = {"create", "bulk_create", "update", "delete", "bulk_update", "get_or_create", "update_or_create"}


def module_of(path: Path) -> ModuleType:
    return importlib.import_module(".".join(path.relative_to(PACKAGE.parent).with_suffix("").parts))


def undeclared(tree: ast.Module, declared: set[str]) -> list[str]:
    """Public functions of an actions file that are no deed."""
    return [
        node.name
        for node in tree.body
        if isinstance(node, ast.FunctionDef) and not node.name.startswith("_") and node.name not in declared
    ]


@pytest.mark.parametrize("path", ACTIONS, ids=place)
def test_every_public_function_of_actions_is_a_deed(path: Path) -> None:
    module = module_of(path)
    declared = {name for name, value in vars(module).items() if hasattr(value, "permission")}
    assert undeclared(tree_of(path), declared) == []


def test_the_contract_notices_an_action_without_a_permission() -> None:
    assert undeclared(ast.parse("def erase_everyone(*, by, at): ..."), set()) == ["erase_everyone"]


def test_every_permission_that_a_deed_declares_is_registered_and_held_by_some_role() -> None:
    for path in ACTIONS:
        module_of(path)
    declared = {deed.permission for deed in deeds.DEEDS.values()}
    assert declared
    assert declared <= set(HOUSE.permissions)
    assert [name for name in declared if not HOUSE.permissions[name].roles] == []


def test_a_deed_without_a_pass_or_a_moment_cannot_be_written() -> None:
    with pytest.raises(TypeError, match="by as a keyword-only"):

        @deeds.deed("involvement.open")
        def careless(person: int) -> None: ...


def test_only_access_makes_a_pass() -> None:
    makers = [place(path) for path in files() if any(calls(path, "Pass")) and "access" not in path.parts]
    assert makers == []


def writers(paths: list[Path]) -> list[str]:
    """Files outside actions that write through a manager."""
    found = []
    for path in paths:
        for name in WRITES:
            for call in calls(path, name):
                owner = call.func.value if isinstance(call.func, ast.Attribute) else None
                if (isinstance(owner, ast.Attribute) and owner.attr == "objects") or (
                    isinstance(owner, ast.Call) and _is_query(owner)
                ):
                    found.append(f"{place(path)}:{call.lineno}")
    return found


def _is_query(call: ast.Call) -> bool:
    return isinstance(call.func, ast.Attribute) and call.func.attr in ("filter", "exclude")


def test_nothing_writes_rows_outside_actions() -> None:
    allowed = ("actions", "audit", "demo", "migrations", "worker.py")
    outside = [path for path in files() if not any(word in (*path.parts, path.stem) for word in allowed)]
    assert writers(outside) == []


def test_no_signals() -> None:
    offenders = [
        place(path) for path in files() if any(calls(path, "receiver")) or "django.dispatch" in path.read_text()
    ]
    assert offenders == []


def test_rooms_are_the_rooms() -> None:
    doors = {"web", "api", "public", "jobs", "demo", "commands"}
    assert {path.name for path in PACKAGE.iterdir() if (path / "__init__.py").exists()} == set(ROOMS) | doors
