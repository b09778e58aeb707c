"""The table tool: five choices that take rows, times and columns out of one published table, each number as it was published.

It filters nothing anew: what is chosen are cells that went through the gate, so no choice can tell more than the release does.
The choices stand in the address: nothing is kept, no script is needed, and a table can be sent to somebody.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from desistance.measurement.queries.published import Release, ReleaseListed
from desistance.measurement.queries.readers import cell_words
from desistance.measurement.queries.tables import HEADINGS, Row, Table, key_words, period_of_row
from desistance.measurement.rules.texts import figure
from desistance.measurement.terms import MEASURES, SYMBOLS

RELEASE, ABOUT, WHO, WHEN, SHOWN = NAMES = ("release", "about", "who", "when", "shown")
LEGENDS: Final = {
    RELEASE: ("Which release?", "Select a release"),
    ABOUT: ("What is each row about?", "Select what each row is about"),
    WHO: ("Which rows?", "Select at least one row"),
    WHEN: ("Which time periods?", "Select at least one time period"),
    SHOWN: ("Which columns?", "Select at least one column"),
}
WHICH_AREAS: Final = ("Which areas?", "Select at least one area")
USUAL: Final = ("offenders", "reoffenders", "rate", "rate_low", "rate_high")
NOT_SHOWN: Final = ("area_name", "provisional", "compared")
EMPTY: Final = "Your choices give an empty table. Change the time period"

Asked = Mapping[str, Sequence[str]]
Options = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Step:
    """One choice: its question, what can be chosen with its words, what is chosen, and what is missing."""

    number: int
    name: str
    question: str
    options: Options
    chosen: tuple[str, ...]
    usual: tuple[str, ...]
    problem: str = ""

    @property
    def is_many(self) -> bool:
        """Whether several may be chosen."""
        return self.name in (WHO, WHEN, SHOWN)

    @property
    def words(self) -> str:
        """What is chosen, in words; where it is much, how much of it."""
        told = [words for value, words in self.options if value in self.chosen]
        if len(told) == len(self.options) > 1:
            return "All"
        return ", ".join(told) if len(told) <= 4 else f"{len(told)} of {len(self.options)}"

    @property
    def field(self) -> dict[str, Any]:
        """The choice as the forms' own template of radios and boxes draws it."""
        kind = "checkbox" if self.is_many else "radio"
        options = [
            {
                "id": f"{self.name}-{place}",
                "type": kind,
                "value": value,
                "label": words,
                "is_checked": value in self.usual,
            }
            for place, (value, words) in enumerate(self.options)
        ]
        error_id = f"{self.name}-error" if self.problem else ""
        look = {"size": "m", "is_small": self.is_many}
        return {
            "family": "checkboxes" if self.is_many else "radios",
            "html_name": self.name,
            "label": self.question,
            "options": options,
            "look": look,
            "problem": self.problem,
            "error_id": error_id,
            "described_by": error_id,
        }


@dataclass(frozen=True, slots=True)
class Built:
    """How far the choices are: the steps that are done, the one to take now, and the table once there is none."""

    done: tuple[Step, ...]
    now: Step | None
    release: Release | None
    table: Table | None

    @property
    def headings(self) -> tuple[str, ...]:
        """What stands over each column of the table; areas are read by their names."""
        assert self.table is not None
        return tuple("Area" if name == "area" else HEADINGS[name] for name in self.table.columns)

    @property
    def rows(self) -> tuple[tuple[str, ...], ...]:
        """The table in words and symbols, as the release has them."""
        assert self.table is not None
        return tuple(tuple(_words(name, row) for name in self.table.columns) for row in self.table.rows)

    @property
    def symbols(self) -> dict[str, str]:
        """The symbols that stand in it, with their words."""
        used = {cell for row in self.rows for cell in row}
        return {symbol: words for symbol, words in SYMBOLS.items() if symbol in used}

    @property
    def first_number(self) -> int:
        """The first column that holds numbers."""
        assert self.table is not None
        return len(self.table.keys)


def offered(releases: Iterable[ReleaseListed]) -> list[ReleaseListed]:
    """Releases whose tables can be taken apart: rates that stand, in their newest edition."""
    return [one for one in releases if one.state == "published" and one.measure in MEASURES.values()]


def built(asked: Asked, listed: Sequence[ReleaseListed], release: Release | None) -> Built:
    """How far ``asked`` comes; ``release`` is the one that it names, where it names one that is offered."""
    table: Table | None = None
    done: list[Step] = []
    for number, name in enumerate(NAMES, start=1):
        step = _step(number, name, _options(name, listed, release, table), asked, table)
        if not step.chosen:
            return Built(tuple(done), step, release, None)
        done.append(step)
        if name == ABOUT and release is not None:
            table = release.tables[step.chosen[0]]
    assert table is not None
    return Built(tuple(done), None, release, _taken(table, {step.name: step.chosen for step in done}))


def _step(number: int, name: str, options: Options, asked: Asked, table: Table | None) -> Step:
    given = asked.get(name, ())
    chosen = tuple(value for value, _ in options if value in given)
    if len(options) == 1 and name == WHEN:
        chosen = (options[0][0],)
    question, missing = WHICH_AREAS if name == WHO and table and "area" in table.keys else LEGENDS[name]
    was_sent = str(number) in asked.get("step", ())
    usual = tuple(value for value, _ in options) if name == WHEN else USUAL if name == SHOWN else ()
    return Step(number, name, question, options, chosen, usual, missing if was_sent and not chosen else "")


def _options(name: str, listed: Sequence[ReleaseListed], release: Release | None, table: Table | None) -> Options:
    if name == RELEASE:
        return tuple((one.slug, one.title) for one in listed)
    if name == ABOUT:
        return tuple((one.name, one.title) for one in release.tables.values()) if release else ()
    if table is None:
        return ()
    if name == WHO:
        key = _key_of(table)
        return tuple({str(row[key]): _words(key, row) for row in table.rows}.items())
    if name == WHEN:
        return tuple({str(row["cohort"]): period_of_row(row).words for row in table.rows}.items())
    return tuple((one, HEADINGS[one]) for one in table.columns if one not in (*table.keys, *NOT_SHOWN))


def _key_of(table: Table) -> str:
    return next(name for name in table.keys if name != "cohort")


def _taken(table: Table, chosen: Mapping[str, tuple[str, ...]]) -> Table:
    """Rows and columns of the published table; nothing of it is worked out."""
    key = _key_of(table)
    rows = [row for row in table.rows if str(row[key]) in chosen[WHO] and row["cohort"] in chosen[WHEN]]
    keys = (key, "cohort")
    return replace(table, keys=keys, columns=(*keys, *chosen[SHOWN]), rows=tuple(rows), hidden=())


def _words(name: str, row: Row) -> str:
    if name == "cohort":
        return period_of_row(row).words
    if name == "area":
        return str(row.get("area_name", row["area"]))
    value = row.get(name)
    is_word = isinstance(value, str) and value not in SYMBOLS
    return key_words(name, str(value)) if is_word else cell_words(figure(name, value))
