"""The register: what each room tells the house, so that no lower room lists what higher rooms have.

A room fills in HOLDINGS, OFFERS and WORDS in its ``register.py``; :func:`fill` reads them once at start-up. From holdings come
merge, erasure, subject access, timeline, as-of and the printed record of processing; from offers come my day, badges, the
person page and notices; from words come involvement kinds, permissions, feeds and jobs. Nothing else is announced upward.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from importlib import import_module
from importlib.util import find_spec
from typing import Any, Literal

from django.apps import apps
from django.db.models import Model, Q, QuerySet

from desistance.foundation.passes import Pass
from desistance.foundation.rulesets import RuleSet
from desistance.foundation.terms import DataClass, Queue

OnMerge = Literal["move", "join", "strictest", "ask"]


@dataclass(frozen=True, slots=True)
class Keep:
    """How long a row is kept: ``years`` after ``after`` (in words), by ``source``."""

    years: int
    after: str
    source: str


@dataclass(frozen=True, slots=True)
class TimelineEntry:
    """How a holding stands in the timeline: when, under what word, and which expressions give its title and summary.

    ``title`` and ``summary`` are ORM expressions over the holding's own columns; ``at`` names a moment column. ``found_by`` are
    further words by which an entry is found and which it does not show: what its own page says to whoever may see the entry.
    """

    at: str
    kind: str
    title: Any
    summary: Any
    until: str = ""
    found_by: Any = ""


@dataclass(frozen=True, slots=True)
class Holding:
    """One model about people. ``data_class`` is a class, or the name of the column that holds one.

    ``take_back`` is how records that a file opened end when the file is undone: an action that takes ``rows`` (their ids),
    ``reason``, ``by`` and ``at``. Facts and events need none: they are withdrawn.
    """

    model: str
    words: str
    data_class: DataClass | str
    keep: Keep
    person: str = "person_id"
    owner: str = "agency_id"
    on_request: str = "disclose"
    on_merge: OnMerge = "move"
    timeline: TimelineEntry | None = None
    take_back: Callable[..., Any] | None = None

    def model_class(self) -> type[Model]:
        """The model itself, once all rooms are loaded."""
        return apps.get_model(self.model)


DUTY_COLUMNS = ("duty", "record", "person", "reference", "words", "said_by", "since", "due")


@dataclass(frozen=True, slots=True)
class Duty:
    """Work that is due, as a question: true however the fact arrived, gone once it is dealt with.

    ``ask(by)`` returns a values query with exactly DUTY_COLUMNS, already narrowed to what the reader may see; ``rank`` is the
    fixed priority of my day (1 safety ... 12 data questions); ``step`` is the one next action in words; ``url`` names a route
    that takes the record's id, or the person's reference when ``by_reference``. A duty that ``stays`` is the reader's own
    affair (a draft, a request put to them by name): nobody who covers for them, and no manager, is shown it.
    """

    name: str
    group: str
    rank: int
    step: str
    url: str
    permission: str
    ask: Callable[[Pass], QuerySet[Any, Any]]
    by_reference: bool = False
    stays: bool = False


@dataclass(frozen=True, slots=True)
class Asked:
    """What the reader asked of others and waits for: the same columns as a duty, ``due`` being when an answer is due."""

    name: str
    step: str
    url: str
    permission: str
    ask: Callable[[Pass], QuerySet[Any, Any]]
    by_reference: bool = False


@dataclass(frozen=True, slots=True)
class Coming:
    """When the reader is expected next, for the sentence of an empty day: ``ask(by)`` is a values query with ``at`` alone."""

    name: str
    permission: str
    ask: Callable[[Pass], QuerySet[Any, Any]]


@dataclass(frozen=True, slots=True)
class Cell:
    """What a column says of one person: words, a level of 1 to 4 beside them, the day or moment it dates from, a second line."""

    words: str
    level: int = 0
    at: date | datetime | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Column:
    """What a room tells of each person on a list. ``load(people, by)`` runs ONE statement for the page of ids.

    It is asked only about people whom the reader is tied to (``access.queries.lists.entries_of_tied`` is the condition on its
    rows), and only when the reader sees entries of ``data_class`` of anyone. ``missing``: the words where a person has no cell.
    """

    name: str
    label: str
    order: int
    data_class: DataClass
    missing: str
    load: Callable[[Sequence[int], Pass], Mapping[int, Cell]]


@dataclass(frozen=True, slots=True)
class Filter:
    """A condition on people of a list; ``key`` and its value stand in the query string, so it is never a name or a number.

    ``where(by, value)`` is a condition on ``people.Person`` with nothing in it but what the reader sees of people they are tied
    to. ``choices(by)`` are the values with their words; none: a whole number between 1 and ``most``, asked for as ``label``.
    """

    key: str
    label: str
    order: int
    data_class: DataClass
    where: Callable[[Pass, str], Q]
    choices: Callable[[Pass], Sequence[tuple[str, str]]] | None = None
    most: int = 0


@dataclass(frozen=True, slots=True)
class Weight:
    """What weighs in a worker's workload. ``bands(people, by)`` tells the band of each person in ONE statement.

    ``rules`` are dated: their values map a band to its points; ``words`` names each band, empty where bands are kinds of work. A
    person without a band weighs nothing here. The team page shows every line: band, people, points each, sum, and where from.
    """

    name: str
    label: str
    order: int
    words: Mapping[str, str]
    rules: tuple[RuleSet, ...]
    bands: Callable[[Sequence[int], Pass], Mapping[int, str]]


@dataclass(frozen=True, slots=True)
class Card:
    """What a room shows on the person page: one statement, ``None`` when there is nothing and nothing to say about it."""

    name: str
    title: str
    place: Literal["banner", "main", "side"]
    order: int
    data_class: DataClass
    template: str
    load: Callable[[int, Pass], Mapping[str, Any] | None]


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a section: what it says, of which day, whose word it is, and which row it came from.

    ``plain`` is the same in words for the person it is about; empty where it is not told to them. ``agency`` is 0 where several
    agencies' words were put together; then it is told to those who see anything of the class.
    """

    words: str
    data_class: DataClass
    holding: str
    record: int
    on: date | None = None
    agency: int = 0
    source: str = ""
    plain: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    """A part of a printed report: what a room tells of a person, newest or most important first, as plain data.

    ``load(person, by)`` keeps to what the pass sees. ``empty`` is said where nothing is told: never that there is none.
    ``plain_title`` heads it in the copy for the person; empty where none of it is told to them. ``stale`` is the rule after how
    many days its newest line must be confirmed, and ``stale_words`` (with ``{days}``) what is then asked.
    """

    name: str
    title: str
    order: int
    load: Callable[[int, Pass], Sequence[Line]]
    empty: str
    plain_title: str = ""
    stale: tuple[RuleSet, ...] = ()
    stale_words: str = ""


@dataclass(frozen=True, slots=True)
class Effect:
    """What saving an action would lead to, asked before it is saved."""

    action: str
    ask: Callable[[Any, Pass], Iterable[str]]


@dataclass(frozen=True, slots=True)
class Demanded:
    """One thing that the work of an agency demands of a person, in words, as the room that keeps it says.

    ``kinds``: the kinds of involvement that it is done under; ``minutes``: how many must be done, if it is counted so, and
    ``due_on`` by when; ``breach``: what stands of a breach, in words; ``path``: where under the person's address it is kept.
    """

    agency: int
    kinds: frozenset[str]
    words: str
    minutes: int | None = None
    due_on: date | None = None
    breach: str = ""
    path: str = ""


@dataclass(frozen=True, slots=True)
class Demand:
    """What a room says is demanded of a person now. ``ask(person, by)`` runs a fixed number of statements."""

    name: str
    ask: Callable[[int, Pass], Sequence[Demanded]]


@dataclass(frozen=True, slots=True)
class PanelPurpose:
    """Why a case comes before a meeting, as the room that needs the decision says: ``name`` is ``scheme.purpose``.

    ``forums``: at which kinds of forum; ``outcomes``: what can be decided, by name with its words. A decision of the meeting
    carries purpose and outcome; the room that asked acts on it, and refuses a decision of another purpose or person.
    """

    name: str
    words: str
    forums: frozenset[str]
    outcomes: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class CaseColour:
    """How one person's case goes, as a scheme says it: the colour now, since when, and what its rule proposes."""

    record: int
    words: str
    colour: str
    since: date | None = None
    note: str = ""
    proposed: str = ""
    reasons: tuple[str, ...] = ()
    may_change: bool = False


@dataclass(frozen=True, slots=True)
class Conferring:
    """What a scheme adds to a case at a conference: its colour now and proposed, and how the meeting's is saved.

    ``colours`` are (name, words), worst first: the run order. ``load(people, by)`` runs ONE statement for the cases of an agenda
    (which the reader sees), ``propose(person, by, at)`` tells one open case with the rule's proposal. ``save`` is a deed that
    takes ``record``, ``colour``, ``words``, ``by`` and ``at``. A colour in ``needs_action`` is saved only with an open action
    that has an owner.
    """

    name: str
    words: str
    forums: frozenset[str]
    colours: tuple[tuple[str, str], ...]
    needs_action: frozenset[str]
    load: Callable[[Sequence[int], Pass], Mapping[int, CaseColour]]
    propose: Callable[[int, Pass, datetime], CaseColour | None]
    save: Callable[..., Any]


@dataclass(frozen=True, slots=True)
class Permission:
    """A permission in the form noun.verb, with its words and the roles that hold it by default."""

    name: str
    words: str
    roles: frozenset[str]


@dataclass(frozen=True, slots=True)
class InvolvementKind:
    """A kind of work an agency does with a person. ``data_class`` is HEALTH or CHILDHOOD where the kind itself tells of it.

    ``is_ordered``: a court order or a licence stands behind it, so that a failure to comply is one of which somebody decides.
    ``in_timeline``: its start is an entry of its own; not where what it serves stands there already.
    """

    name: str
    words: str
    agency_kinds: frozenset[str]
    data_class: DataClass = DataClass.INVOLVEMENT
    is_ordered: bool = False
    in_timeline: bool = True


@dataclass(frozen=True, slots=True)
class Feed:
    """A file that a partner sends: its columns (name -> meaning) and which of them must be there."""

    name: str
    words: str
    version: int
    columns: Mapping[str, str]
    needed: frozenset[str]


@dataclass(frozen=True, slots=True)
class Job:
    """Slow work by name; ``room.verb``, carried out by the room's ``worker.py``; ``cron`` when it repeats.

    ``queue``: nobody waits at their desk for an analysis, so it comes after everyday work, or by a worker of its own.
    """

    name: str
    words: str
    cron: str = ""
    queue: Queue = Queue.EVERYDAY


@dataclass
class House:
    """Everything the rooms have told, in the order of the rooms, ground floor first."""

    holdings: dict[str, Holding] = field(default_factory=dict)
    duties: dict[str, Duty] = field(default_factory=dict)
    sections: dict[str, Section] = field(default_factory=dict)
    asked: dict[str, Asked] = field(default_factory=dict)
    coming: dict[str, Coming] = field(default_factory=dict)
    columns: dict[str, Column] = field(default_factory=dict)
    filters: dict[str, Filter] = field(default_factory=dict)
    weights: dict[str, Weight] = field(default_factory=dict)
    cards: dict[str, Card] = field(default_factory=dict)
    effects: list[Effect] = field(default_factory=list)
    demands: dict[str, Demand] = field(default_factory=dict)
    purposes: dict[str, PanelPurpose] = field(default_factory=dict)
    conferring: dict[str, Conferring] = field(default_factory=dict)
    permissions: dict[str, Permission] = field(default_factory=dict)
    involvement_kinds: dict[str, InvolvementKind] = field(default_factory=dict)
    feeds: dict[str, Feed] = field(default_factory=dict)
    jobs: dict[str, Job] = field(default_factory=dict)

    def ordered_kinds(self) -> list[str]:
        """Kinds of work that a court order or a licence stands behind, by name."""
        return sorted(kind.name for kind in self.involvement_kinds.values() if kind.is_ordered)

    def guest_kinds(self) -> list[str]:
        """Kinds of work that no agency starts by itself, such as a seat at a meeting: not news to those who work with someone."""
        return sorted(kind.name for kind in self.involvement_kinds.values() if not kind.agency_kinds)

    def permissions_of(self, role: str) -> frozenset[str]:
        """The permissions that a role holds."""
        return frozenset(name for name, permission in self.permissions.items() if role in permission.roles)


HOUSE = House()
_SHELVES: dict[type, str] = {
    Duty: "duties",
    Section: "sections",
    Asked: "asked",
    Coming: "coming",
    Column: "columns",
    Filter: "filters",
    Weight: "weights",
    Card: "cards",
    Demand: "demands",
    PanelPurpose: "purposes",
    Conferring: "conferring",
    Permission: "permissions",
    InvolvementKind: "involvement_kinds",
    Feed: "feeds",
    Job: "jobs",
}


def _put(thing: Any) -> None:
    if isinstance(thing, Effect):
        HOUSE.effects.append(thing)
        return
    shelf: dict[str, Any] = getattr(HOUSE, _SHELVES[type(thing)])
    name = thing.key if isinstance(thing, Filter) else thing.name
    if name in shelf:
        raise ValueError(f"{name} is registered twice")
    shelf[name] = thing


def fill(rooms: Iterable[str]) -> None:
    """Read ``register.py`` of every room that has one, once. Raises ValueError on a name registered twice."""
    HOUSE.__init__()  # type: ignore[misc]  # one house a process: refilling starts from empty
    for room in rooms:
        if find_spec(f"{room}.register") is None:
            continue
        told = import_module(f"{room}.register")
        for holding in getattr(told, "HOLDINGS", ()):
            HOUSE.holdings[holding.model] = holding
        for thing in (*getattr(told, "OFFERS", ()), *getattr(told, "WORDS", ())):
            _put(thing)
