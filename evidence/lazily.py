"""Names that a package loads when they are first used (PEP 562), so that naming one part never pays for another's engine.

A package states the same names to type checkers, with their homes, under `TYPE_CHECKING`: so that an editor and a checker
know them without loading anything.
"""

from collections.abc import Callable, Iterable, Mapping
from importlib import import_module


def lazily(package: str, homes: Mapping[str, Iterable[str]]) -> tuple[Callable[[str], object], Callable[[], list[str]]]:
    """The `__getattr__` and the `__dir__` of a package whose modules, by their names, are the homes of its public names."""
    home_of = {name: home for home, names in homes.items() for name in names}

    def load(name: str) -> object:
        if name not in home_of:
            raise AttributeError(f"module {package!r} has no {name!r}; it has {', '.join(sorted(home_of))}")
        return getattr(import_module(f"{package}.{home_of[name]}"), name)

    def names() -> list[str]:
        return sorted({*vars(import_module(package)), *home_of})

    return load, names
