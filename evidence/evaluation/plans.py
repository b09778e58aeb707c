"""The plan of an evaluation: written before the analysis, checked line by line, and known by its hash.

Decides which plans can be run. A plan names who took part, who is in the cohort and why, what people are compared on, and
which outcomes count. Everything that people are compared on must be declared as known before the start: what happened
after it may be an effect, and comparing on effects hides them. `docs/evidence/evaluation.md` prints the schema.
"""

from __future__ import annotations

import hashlib
import json
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import cast

from evidence.evaluation.columns import columns_of
from evidence.trouble import Trouble

DESIGNS = ("matched", "randomised")
OF_AREAS = {"series": "interrupted_series", "differences": "difference_in_differences"}
KINDS = ("binary", "count", "amount", "time")
METHODS = ("radius", "nearest")
TOP = (
    "question",
    "design",
    "treated",
    "person",
    "before",
    "after",
    "start",
    "cohort",
    "match",
    "trial",
    "outcomes",
    "primary",
)
Value = object


@dataclass(frozen=True)
class Step:
    """One step of the cohort: rows stay whose `column` is one of `among`, not less than `least`, not more than `most`."""

    name: str
    column: str
    among: tuple[Value, ...] = ()
    least: float | None = None
    most: float | None = None


@dataclass(frozen=True)
class Matching:
    """How people who took part get their comparison."""

    propensity: str
    method: str = "radius"
    caliper: float = 0.2
    ratio: int = 1
    replacement: bool = True
    exact: tuple[str, ...] = ()

    @property
    def columns(self) -> tuple[str, ...]:
        """Every column that people are compared on."""
        return tuple(dict.fromkeys((*columns_of(self.propensity), *self.exact)))


@dataclass(frozen=True)
class Trial:
    """How people were randomised: within which strata, and the column of what they received, where it is known."""

    strata: tuple[str, ...] = ()
    received: str | None = None


@dataclass(frozen=True)
class Outcome:
    """One outcome. `unit` says of what an amount is. `control` marks one that the scheme cannot have changed: a difference
    there is a warning.
    """

    name: str
    kind: str
    column: str
    words: str
    duration: str | None = None
    horizon: float | None = None
    control: bool = False
    unit: str = ""

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns that it is read from."""
        return (self.column, self.duration) if self.duration else (self.column,)


@dataclass(frozen=True)
class Plan:
    """A plan that can be run."""

    question: str
    design: str
    treated: str
    person: str
    outcomes: tuple[Outcome, ...]
    primary: str
    cohort: tuple[Step, ...] = ()
    matching: Matching | None = None
    trial: Trial = field(default_factory=Trial)
    before: tuple[str, ...] = ()
    start: Mapping[str, str] = field(default_factory=dict)
    sha256: str = ""
    source: Path | None = field(default=None, compare=False)  # the file it was read from; its lock stands beside it

    @property
    def main(self) -> Outcome:
        """The outcome that the headline is about."""
        return next(one for one in self.outcomes if one.name == self.primary)


class _Table:
    """One table of a plan, read key by key; what is left over is not known."""

    def __init__(self, where: str, given: object) -> None:
        if not isinstance(given, dict):
            raise Trouble(f"{where}: a table of keys is needed here.")
        self.where, self.given = where, cast("dict[str, object]", given)

    def text(self, key: str, default: str | None = None) -> str:
        value = self.given.get(key, default)
        if not isinstance(value, str) or not value.strip():
            raise Trouble(f"{self.where}: {key} is needed, as text.")
        return value

    def choice(self, key: str, choices: tuple[str, ...], default: str | None = None) -> str:
        value = self.text(key, default)
        if value not in choices:
            raise Trouble(f"{self.where}: {key} is {value!r}; it can be {', '.join(choices)}.")
        return value

    def texts(self, key: str) -> tuple[str, ...]:
        value = self.given.get(key, [])
        if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
            raise Trouble(f"{self.where}: {key} is a list of names of columns.")
        return tuple(cast("list[str]", value))

    def number(self, key: str, default: float | None = None, *, above: float = float("-inf")) -> float | None:
        value = self.given.get(key, default)
        if value is None:
            return None
        if isinstance(value, bool) or not isinstance(value, int | float) or value <= above:
            more = f" more than {above:g}" if above > float("-inf") else ""
            raise Trouble(f"{self.where}: {key} is a number{more}, not {value!r}.")
        return float(value)

    def flag(self, key: str, default: bool) -> bool:
        value = self.given.get(key, default)
        if not isinstance(value, bool):
            raise Trouble(f"{self.where}: {key} is true or false.")
        return value

    def only(self, *keys: str) -> None:
        """Raise `Trouble` for a key that means nothing, such as one misspelt."""
        unknown = sorted(set(self.given) - set(keys))
        if unknown:
            raise Trouble(f"{self.where}: {', '.join(unknown)} is not known; the keys here are {', '.join(keys)}.")


def plan(source: str | Path | Mapping[str, object], where: str = "plan") -> Plan:
    """The plan in a TOML file, or of keys that are at hand, which messages call `where`; raises `Trouble` that names the
    table and the key.
    """
    if isinstance(source, Mapping):
        return _of_keys(source, where)
    path = Path(source)
    if not path.is_file():
        raise Trouble(f"{path}: there is no such file.")
    try:
        given = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise Trouble(f"{path}: cannot be read as TOML: {error}.") from error
    return replace(_of_keys(given, path.name), source=path)


def _of_keys(given: Mapping[str, object], where: str) -> Plan:
    """A plan from its keys; raises `Trouble`."""
    top = _Table(where, dict(given))
    if given.get("design") in OF_AREAS:
        raise Trouble(
            f"{where}: a plan of design {given['design']} is about whole areas: `evidence evaluate` runs it, and from Python "
            f"`ev.evaluation.{OF_AREAS[str(given['design'])]}`."
        )
    top.only(*TOP)
    design = top.choice("design", DESIGNS)
    outcomes = _outcomes(top)
    made = Plan(
        question=top.text("question"),
        design=design,
        treated=top.text("treated"),
        person=top.text("person"),
        outcomes=outcomes,
        primary=top.choice("primary", tuple(one.name for one in outcomes if not one.control)),
        cohort=_steps(top),
        matching=_matching(top) if design == "matched" else None,
        trial=_trial(top) if design == "randomised" else Trial(),
        before=top.texts("before"),
        start=_start(top),
        sha256=hash_of(given),
    )
    _known_before(made, top)
    return made


def hash_of(given: Mapping[str, object]) -> str:
    """The hash of what a plan says; spaces, comments and the order of keys change nothing."""
    return hashlib.sha256(json.dumps(given, sort_keys=True, default=str).encode()).hexdigest()


def _steps(top: _Table) -> tuple[Step, ...]:
    given = top.given.get("cohort", [])
    if not isinstance(given, list):
        raise Trouble(f"{top.where}: write each step of the cohort under a heading [[cohort]].")
    found = []
    for number, one in enumerate(given, start=1):
        table = _Table(f"{top.where}, step {number} of cohort", one)
        table.only("name", "column", "among", "least", "most")
        among = table.given.get("among", [])
        if not isinstance(among, list):
            raise Trouble(f"{table.where}: among is a list of values.")
        least, most = table.number("least"), table.number("most")
        found.append(Step(table.text("name"), table.text("column"), tuple(among), least, most))
    return tuple(found)


def _matching(top: _Table) -> Matching:
    table = _Table(f"{top.where}, match", top.given.get("match", {}))
    table.only("propensity", "method", "caliper", "ratio", "replacement", "exact")
    ratio = table.number("ratio", 1, above=0)
    method = table.choice("method", METHODS, "radius")
    if ratio != int(ratio or 0):
        raise Trouble(f"{table.where}: ratio is a whole number.")
    if method == "radius" and not table.flag("replacement", True):
        raise Trouble(f"{table.where}: radius matching uses everyone within the caliper; leave replacement out.")
    found = Matching(
        propensity=table.text("propensity"),
        method=method,
        caliper=table.number("caliper", 0.2, above=0) or 0.2,
        ratio=int(ratio or 1),
        replacement=table.flag("replacement", method == "radius"),
        exact=table.texts("exact"),
    )
    columns_of(found.propensity)
    return found


def _trial(top: _Table) -> Trial:
    table = _Table(f"{top.where}, trial", top.given.get("trial", {}))
    table.only("strata", "received")
    return Trial(table.texts("strata"), table.text("received") if "received" in table.given else None)


def _outcomes(top: _Table) -> tuple[Outcome, ...]:
    tables = _Table(f"{top.where}, outcomes", top.given.get("outcomes", {}))
    if not tables.given:
        raise Trouble(f"{top.where}: at least one outcome is needed, such as [outcomes.reoffended].")
    found = []
    for name, given in tables.given.items():
        table = _Table(f"{top.where}, outcomes.{name}", given)
        table.only("kind", "column", "words", "duration", "horizon", "control", "unit")
        kind = table.choice("kind", KINDS)
        timed = kind == "time"
        if timed != ("duration" in table.given) or timed != ("horizon" in table.given):
            raise Trouble(f"{table.where}: duration and horizon belong to kind 'time', and only to it, together.")
        if (kind == "amount") != ("unit" in table.given):
            raise Trouble(
                f"{table.where}: unit belongs to kind 'amount', and only to it, such as unit = \"days of harm\"."
            )
        found.append(
            Outcome(
                name,
                kind,
                table.text("column"),
                table.text("words"),
                table.text("duration") if timed else None,
                table.number("horizon", above=0),
                table.flag("control", False),
                table.text("unit") if kind == "amount" else "",
            )
        )
    return tuple(found)


def _start(top: _Table) -> Mapping[str, str]:
    """The day of the start, by the word `on`, and for columns that say so the day on which they were measured."""
    table = _Table(f"{top.where}, start", top.given.get("start", {}))
    return {key: table.text(key) for key in table.given}


def _known_before(plan: Plan, top: _Table) -> None:
    """Raise `Trouble` for a comparison on something that is, or may be, after the start."""
    compared = plan.matching.columns if plan.matching else plan.trial.strata
    measured = {column: one.name for one in reversed(plan.outcomes) if not one.control for column in one.columns}
    after = top.texts("after")
    for column in compared:
        if column == plan.treated:
            raise Trouble(f"{top.where}: {column} says who took part; people cannot be compared on it.")
        if column in measured:
            raise Trouble(
                f"{top.where}: {column} is measured after the start (outcome {measured[column]}); leave it out."
            )
        if column in after:
            raise Trouble(
                f"{top.where}: {column} is measured after the start; comparing on it would hide what the scheme did."
            )
        if plan.design == "matched" and column not in plan.before:
            raise Trouble(
                f"{top.where}: {column} is not in `before`: say that it was known before the start, or leave it out."
            )
    dated = set(plan.start) - {"on"}
    if dated and "on" not in plan.start:
        raise Trouble(f"{top.where}, start: on is needed, the column with the day of the start.")
