"""How something was worked out, told in full: a name and every convention by the choice taken; and the days it is about."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol


@dataclass(frozen=True)
class Convention:
    """Something that a definition must settle: its name, the choice taken, and the choice in words."""

    name: str
    choice: str
    words: str


class Defined(Protocol):
    """A definition as a result carries it: a name, every convention, and all of it as one line."""

    @property
    def name(self) -> str:
        """The name."""

    @property
    def conventions(self) -> Sequence[Convention]:
        """Every convention, by its name and the choice taken."""

    @property
    def stated(self) -> str:
        """The name with the choice taken for every convention, as one line."""


@dataclass(frozen=True)
class Method:
    """A method and the choices that it was used with."""

    name: str
    conventions: tuple[Convention, ...]

    @classmethod
    def of(cls, name: str, **choices: object) -> Method:
        """A method from its choices by name; a blank one was not made."""
        made = {key.replace("_", " "): str(value) for key, value in choices.items() if value not in (None, "", (), [])}
        return cls(name, tuple(Convention(key, value, f"{key} is {value}") for key, value in made.items()))

    @property
    def stated(self) -> str:
        """The method with every choice, as one line."""
        return stated(self)


def stated(defined: Defined) -> str:
    """A definition as one line."""
    return "; ".join([defined.name, *(f"{one.name}={one.choice}" for one in defined.conventions)])


@dataclass(frozen=True)
class Period:
    """The days that a result is about, both included."""

    first: date
    last: date

    def __str__(self) -> str:
        """Both days."""
        return f"{self.first} to {self.last}"
