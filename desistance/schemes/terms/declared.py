"""What a scheme declares of itself, so that pages, API, duties and cards serve it without a line of their own (docs/adr/0033)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from desistance.access.terms import LegalGround
from desistance.foundation.register import InvolvementKind
from desistance.foundation.rulesets import Criterion, RuleSet, in_force
from desistance.foundation.states import State, StateTable
from desistance.foundation.terms import DataClass
from desistance.schemes.terms.cases import ConsequenceKind

VIEW, OPEN = "view", "open"
"""What every declared scheme lets roles do: see who is in it; open a case, answer its questions and settle what follows."""


@dataclass(frozen=True, slots=True)
class Held:
    """What a permission of the scheme lets somebody do, and the roles that hold it."""

    words: str
    roles: frozenset[str]


@dataclass(frozen=True, slots=True)
class Question:
    """Something that no record says and that whoever opens a case answers: *not known yet* is always one of the answers."""

    name: str
    words: str
    answers: tuple[tuple[str, str], ...]
    hint: str = ""

    def said(self, answer: str) -> str:
        """An answer as a worker reads it, empty where it was not answered."""
        return dict(self.answers).get(answer, "")


@dataclass(frozen=True, slots=True)
class Follow:
    """What must follow from a move, and the clock (working days, a value of the rules) by which it is due."""

    kind: ConsequenceKind
    what: str
    clock: str


@dataclass(frozen=True, slots=True)
class Move:
    """One move of a case: from, to, the words on its button, and the permission of the scheme that it takes.

    ``asks``: the question that must be answered in words; empty, words may be added. ``is_theirs``: the person's own answer,
    kept in their words. ``follows``: what it leads to, listed before it is saved.
    """

    come_from: str
    to: str
    verb: str
    permission: str
    asks: str = ""
    is_theirs: bool = False
    follows: tuple[Follow, ...] = ()


@dataclass(frozen=True, slots=True)
class Wait:
    """What a case that stands somewhere asks of those who lead it: on their day, due by a clock of the rules (working days)."""

    state: str
    permission: str
    words: str
    clock: str = ""


@dataclass(frozen=True, slots=True)
class Rated:
    """That a case goes Red, Amber or Green at these stages, and the permission of the scheme that it takes to say so.

    A rule proposes the colour by contacts of the work, with four dated values of the scheme (``rules.rating.CONTACT_VALUES``).
    """

    stages: frozenset[str]
    permission: str


@dataclass(frozen=True)
class Declared:
    """A scheme as data: its words, stages and moves, who may what, kind of work, class of data, criteria and clocks.

        ``rules`` are dated versions: ``values`` hold the clocks and ``criteria`` name entries of ``catalogue`` with their values.
        A case hangs on ``kind``, the work that opens and ends with it (``is_own_kind``: the scheme brings it). ``words`` stand in
    titles: nothing sensitive. ``rating``: that cases are rated. ``run_by``: kinds of agency that act on each other's cases.
        ``page``: route and words of a view of its own.
    """

    name: str
    words: str
    data_class: DataClass
    kind: InvolvementKind
    ground: LegalGround
    permissions: Mapping[str, Held]
    stages: tuple[State, ...]
    moves: tuple[Move, ...]
    rules: tuple[RuleSet, ...]
    catalogue: Mapping[str, Criterion]
    source: str
    questions: tuple[Question, ...] = ()
    waits: tuple[Wait, ...] = ()
    rating: Rated | None = None
    run_by: frozenset[str] = field(default_factory=frozenset)
    is_own_kind: bool = True
    page: tuple[str, str] = ("", "")

    @cached_property
    def states(self) -> StateTable:
        """The stages and moves as a state table; the first stage is where a case begins."""
        moves: dict[str, dict[str, str]] = {}
        for one in self.moves:
            moves.setdefault(one.come_from, {})[one.to] = one.verb.lower()
        return StateTable(self.words.lower(), self.stages[0].name, self.stages, moves, self.source)

    @property
    def work(self) -> str:
        """The kind of work that a case hangs on."""
        return self.kind.name

    def permission(self, verb: str) -> str:
        """The full name of a permission of the scheme."""
        return f"{self.name}.{verb}"

    def verbs(self, *, viewing: bool) -> frozenset[str]:
        """The permissions by which cases are seen, or worked on; a scheme may have others, for views of its own."""
        worked = {OPEN, *(one.permission for one in self.moves), *(one.permission for one in self.waits)}
        worked |= {self.rating.permission} if self.rating else set()
        return frozenset({VIEW} if viewing else worked)

    def moves_from(self, state: str) -> tuple[Move, ...]:
        """The moves that a case may make from where it stands."""
        return tuple(one for one in self.moves if one.come_from == state)

    def clock(self, name: str, on: date) -> int:
        """The working days of one clock on a day."""
        value: int = in_force(self.rules, on).values[name]
        return value


def roles_of(schemes: Sequence[Declared], *, viewing: bool) -> frozenset[str]:
    """The roles that may see, or do, something in any of the schemes."""
    return frozenset(
        role for scheme in schemes for verb in scheme.verbs(viewing=viewing) for role in scheme.permissions[verb].roles
    )
