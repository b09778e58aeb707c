"""The policy table as rows, and the answer it gives for one reader, one person and one class of data."""

import csv
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from desistance.access.terms import (
    CASEWORK_ROLES,
    CHILDHOOD_ROLES,
    FINDERS,
    GOVERNANCE_ROLES,
    SERVICE_ROLES,
    VICTIM_ROLES,
    Owner,
    Relation,
)
from desistance.foundation.terms import Act, DataClass, Effect
from desistance.partners.terms import ROLES

GROUPS: dict[str, frozenset[str]] = {
    "*": frozenset(ROLES),
    "finders": FINDERS,
    "workers": CASEWORK_ROLES | SERVICE_ROLES,
    "readers": CASEWORK_ROLES | SERVICE_ROLES,
    "casework_roles": CASEWORK_ROLES,
    "service_roles": SERVICE_ROLES,
    "victim_roles": VICTIM_ROLES,
    "childhood_roles": CHILDHOOD_ROLES,
    "governance": GOVERNANCE_ROLES,
}
_STRENGTH = {Effect.SEE: 2, Effect.KNOW: 1, Effect.NOTHING: 0}


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the policy table."""

    id: str
    tier: str
    roles: frozenset[str]
    relation: str
    owner: str
    classes: frozenset[DataClass]
    act: str
    restricted: str
    effect: Effect
    why: str


@dataclass(frozen=True, slots=True)
class Standing:
    """How one reader stands to one person: the facts that the policy reads, and nothing else."""

    role: str
    relations: frozenset[Relation] = frozenset()
    is_excluded: bool = False
    is_restricted: bool = False
    is_listed: bool = False


@dataclass(frozen=True, slots=True)
class Answer:
    """What the policy says, and which row said it (empty when no row allows: the default is nothing)."""

    effect: Effect
    rule: str = ""
    why: str = ""


class BadPolicy(ValueError):
    """The policy table cannot be read: names the row and what is wrong with it."""


def read_rows(lines: Iterable[str]) -> tuple[Row, ...]:
    """Rows from the text of a policy table. Raises :class:`BadPolicy` on an unknown word or a repeated id."""
    rows: list[Row] = []
    for raw in csv.DictReader(lines):
        try:
            rows.append(_row(raw))
        except (KeyError, ValueError, TypeError) as fault:
            raise BadPolicy(f"Row {raw.get('id')}: {fault}") from fault
    if len({row.id for row in rows}) != len(rows):
        raise BadPolicy("Two rows have the same id")
    return tuple(rows)


def _row(raw: dict[str, str]) -> Row:
    classes = (
        frozenset(DataClass) if raw["classes"] == "*" else frozenset(DataClass(word) for word in raw["classes"].split())
    )
    if raw["relation"] != "excluded":
        Relation(raw["relation"])
    if raw["act"] != "*":
        Act(raw["act"])
    if raw["tier"] not in ("deny", "allow") or raw["restricted"] not in ("any", "unlisted", "unrestricted"):
        raise ValueError("unknown tier or restricted")
    return Row(
        id=raw["id"],
        tier=raw["tier"],
        roles=GROUPS[raw["roles"]],
        relation=raw["relation"],
        owner=Owner(raw["owner"]),
        classes=classes,
        act=raw["act"],
        restricted=raw["restricted"],
        effect=Effect(raw["effect"]),
        why=raw["why"],
    )


@cache
def policy() -> tuple[Row, ...]:
    """The table in force, as shipped and reviewed with the code."""
    return read_rows(files("desistance.access").joinpath("policy.csv").read_text().splitlines())


def _applies(row: Row, standing: Standing, owners: frozenset[Owner], data_class: DataClass, act: Act) -> bool:
    relation_fits = (
        standing.is_excluded
        if row.relation == "excluded"
        else row.relation == Relation.ANY or Relation(row.relation) in standing.relations
    )
    restricted_fits = {
        "any": True,
        "unlisted": standing.is_restricted and not standing.is_listed,
        "unrestricted": not standing.is_restricted,
    }[row.restricted]
    return (
        standing.role in row.roles
        and relation_fits
        and restricted_fits
        and data_class in row.classes
        and row.act in ("*", act)
        and (row.owner == Owner.ANY or row.owner in owners)
    )


def decide(
    standing: Standing,
    data_class: DataClass,
    act: Act = Act.READ,
    owners: frozenset[Owner] = frozenset(),
    rows: tuple[Row, ...] | None = None,
) -> Answer:
    """See, know or nothing. The first matching deny row wins; then the strongest matching allow row; otherwise nothing.

    ``owners`` says whose entry it is to the reader: their own agency's, and whether an agreement or a consent covers it.
    """
    table = policy() if rows is None else rows
    matching = [row for row in table if _applies(row, standing, owners, data_class, act)]
    for row in matching:
        if row.tier == "deny":
            return Answer(row.effect, row.id, row.why)
    if not matching:
        return Answer(Effect.NOTHING)
    best = max(matching, key=lambda row: _STRENGTH[row.effect])
    return Answer(best.effect, best.id, best.why)
