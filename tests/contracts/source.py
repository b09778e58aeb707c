"""The code base as text and syntax, for the contracts that read it."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "desistance"
ROOMS = (
    "foundation",
    "audit",
    "partners",
    "people",
    "access",
    "desk",
    "history",
    "casework",
    "coordination",
    "restorative",
    "sentences",
    "assessment",
    "schemes",
    "ingest",
    "measurement",
    "governance",
)


@cache
def tree_of(path: Path) -> ast.Module:
    """The syntax tree of one file."""
    return ast.parse(path.read_text(), filename=str(path))


def files(under: Path = PACKAGE) -> list[Path]:
    """Source files, without migrations."""
    return sorted(path for path in under.rglob("*.py") if "migrations" not in path.parts)


def place(path: Path) -> str:
    """A file as a reader of a failure wants to see it."""
    return str(path.relative_to(ROOT))


def functions(path: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    """Every function and method of a file."""
    for node in ast.walk(tree_of(path)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def calls(path: Path, name: str) -> Iterator[ast.Call]:
    """Calls of a function or method by its last name."""
    for node in ast.walk(tree_of(path)):
        if isinstance(node, ast.Call):
            called = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            if called == name:
                yield node


def filled_lines(path: Path) -> int:
    """Lines that are not blank."""
    return sum(1 for line in path.read_text().splitlines() if line.strip())
