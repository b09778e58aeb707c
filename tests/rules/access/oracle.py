"""A second telling of the policy, written from the partnership's intent and not from the table: the two must agree in every cell."""

import itertools
from collections.abc import Iterator
from dataclasses import dataclass

from desistance.access.rules.policy import Standing
from desistance.access.terms import Owner, Relation
from desistance.foundation.terms import Act, DataClass, Effect
from desistance.partners.terms import ROLES

C = DataClass
NEVER_IN_CASEWORK = {C.VICTIM, C.INTELLIGENCE, C.CHILDHOOD, C.TRIAL}
WITH_YOUNG_PEOPLE = {"practitioner", "partner_worker", "iom_officer", "team_manager"}
EVERYONE_TIED_SEES = {C.IDENTITY, C.INVOLVEMENT, C.SAFETY}
ASKABLE = {C.CASEWORK, C.OFFENDING, C.RISK, C.PLAN, C.ACCOMMODATION, C.CONTACT_DETAILS, C.SHARING}
NAMELESS = {"analyst", "board_member", "commissioner", "administrator"}
SERVICE = {"partner_worker", "payback_supervisor", "facilitator", "rj_coordinator", "victim_contact"}
CASEWORK = {"practitioner", "navigator", "custody_officer", "iom_officer", "release_coordinator", "team_manager"}
WITH_VICTIMS = {"rj_coordinator", "victim_contact"}
FINDS = CASEWORK | {"partner_worker"}


@dataclass(frozen=True)
class Cell:
    """One question to the policy."""

    standing: Standing
    data_class: DataClass
    act: Act
    owners: frozenset[Owner]


def cells() -> Iterator[Cell]:
    """Every cell: role x relations x excluded x restricted/listed x class x act x owner."""
    relations = [frozenset()] + [frozenset({relation}) for relation in Relation if relation is not Relation.ANY]
    relations += [frozenset({Relation.TIED, Relation.GRANTED}), frozenset({Relation.TIED, Relation.FINDABLE})]
    flags = [(False, False), (True, False), (True, True)]
    owners = [frozenset(), frozenset({Owner.OWN}), frozenset({Owner.AGREED}), frozenset({Owner.CONSENTED})]
    for role, related, excluded, (restricted, listed) in itertools.product(ROLES, relations, (False, True), flags):
        standing = Standing(role, related, excluded, restricted, listed)
        for data_class, act, owner in itertools.product(DataClass, Act, owners):
            yield Cell(standing, data_class, act, owner)


def expected(cell: Cell) -> Effect:
    """What the partnership means."""
    who, kind = cell.standing, cell.data_class
    if who.is_excluded:
        return Effect.NOTHING
    if who.is_restricted and not who.is_listed:
        return Effect.KNOW if Relation.TIED in who.relations and who.role in FINDS else Effect.NOTHING
    if who.role in NAMELESS:
        return Effect.NOTHING
    return _write(cell) if cell.act is Act.WRITE else _read(who, kind, cell.owners)


def _write(cell: Cell) -> Effect:
    who, kind = cell.standing, cell.data_class
    if kind is C.VICTIM:
        return _victims_side(who, cell.owners)
    if kind is C.CHILDHOOD:
        return _childhood(who, cell.owners & {Owner.OWN})
    if who.role == "governance_officer":
        fits = kind in {C.IDENTITY, C.SHARING}
    else:
        fits = Relation.TIED in who.relations and Owner.OWN in cell.owners and kind not in NEVER_IN_CASEWORK
    return Effect.SEE if fits else Effect.NOTHING


def _victims_side(who: Standing, owners: frozenset[Owner]) -> Effect:
    """Walled: to read and to record, for those who work with victims, their own agency's, of matters they work on. No other way."""
    fits = who.role in WITH_VICTIMS and Relation.TIED in who.relations and Owner.OWN in owners
    return Effect.SEE if fits else Effect.NOTHING


def _childhood(who: Standing, owners: frozenset[Owner]) -> Effect:
    """Own entries, and to read those of a party to an agreement that names them; not on request, nor in an emergency, nor to find."""
    fits = who.role in WITH_YOUNG_PEOPLE and Relation.TIED in who.relations and bool(owners)
    return Effect.SEE if fits else Effect.NOTHING


def _read(who: Standing, kind: DataClass, owners: frozenset[Owner]) -> Effect:
    if kind is C.VICTIM:
        return _victims_side(who, owners)
    if kind is C.CHILDHOOD:
        return _childhood(who, owners & {Owner.OWN, Owner.AGREED})
    if who.role == "governance_officer":
        reviewable = {C.IDENTITY, C.CONTACT_DETAILS, C.INVOLVEMENT, C.SAFETY, C.OFFENDING, C.EQUALITY, C.SHARING}
        return Effect.SEE if kind in reviewable else Effect.NOTHING
    if any(given(who, kind) for given in (_granted, _emergency)) or (
        Relation.TIED in who.relations and _tied_sees(who, kind, owners)
    ):
        return Effect.SEE
    if Relation.TIED in who.relations and _tied_knows(who, kind, owners):
        return Effect.KNOW
    may_find = Relation.FINDABLE in who.relations and who.role in FINDS and not who.is_restricted
    return Effect.KNOW if may_find and kind is C.IDENTITY else Effect.NOTHING


def _granted(who: Standing, kind: DataClass) -> bool:
    asked_for = EVERYONE_TIED_SEES | ASKABLE
    return Relation.GRANTED in who.relations and kind in asked_for


def _emergency(who: Standing, kind: DataClass) -> bool:
    to_keep_safe = EVERYONE_TIED_SEES | {C.CONTACT_DETAILS, C.RISK, C.ACCOMMODATION, C.OFFENDING}
    return Relation.EMERGENCY in who.relations and kind in to_keep_safe


def _tied_sees(who: Standing, kind: DataClass, owners: frozenset[Owner]) -> bool:
    if kind in NEVER_IN_CASEWORK:
        return False
    if Owner.OWN in owners or kind in EVERYONE_TIED_SEES:
        return True
    if kind is C.HEALTH:
        return Owner.CONSENTED in owners
    shared = {C.CONTACT_DETAILS, C.EQUALITY, C.PLAN, C.ACCOMMODATION}
    if who.role in CASEWORK:
        shared |= {C.CASEWORK, C.OFFENDING, C.RISK, C.SHARING}
    return Owner.AGREED in owners and kind in shared


def _tied_knows(who: Standing, kind: DataClass, owners: frozenset[Owner]) -> bool:
    if who.role not in CASEWORK:
        return False
    return kind in ASKABLE or (kind is C.HEALTH and Owner.AGREED in owners)
