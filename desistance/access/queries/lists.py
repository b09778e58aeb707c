"""The policy for lists: what a reader sees of everyone they are tied to, for columns, filters and duties over many people.

What only one person's consent opens, or an emergency, is left out: a list tells what the tie alone tells.
"""

from collections.abc import Iterable
from functools import partial
from typing import Any

from django.db.models import Q, QuerySet

from desistance.access.queries.passes import remembered
from desistance.access.queries.scope import people_seen, tied, unhidden
from desistance.access.rules.policy import Standing
from desistance.access.terms import Owner, Relation
from desistance.foundation.compiled import rows_of
from desistance.foundation.passes import Pass
from desistance.foundation.reading import note_all
from desistance.foundation.register import HOUSE
from desistance.foundation.terms import Act, DataClass, Effect
from desistance.partners.models import Agency
from desistance.people.queries.names import ShownPerson, name_rows, shown_from


def owners_of_tied(kind: DataClass, by: Pass) -> list[int]:
    """The reader's own agency and those of a live agreement, whose entries of a class they see of those they are tied to."""
    agreed = by.agreed.get(kind, frozenset())
    either = {by.agency, *agreed}
    return sorted(
        agency for agency in either if _is_seen(kind, by, is_own=agency == by.agency, is_agreed=agency in agreed)
    )


def everyone_s(kind: DataClass, by: Pass) -> bool:
    """Whether the reader sees entries of a class whoever recorded them, of anyone they are tied to."""
    return _is_seen(kind, by, is_own=False, is_agreed=False)


def _is_seen(kind: DataClass, by: Pass, *, is_own: bool, is_agreed: bool) -> bool:
    owners = {owner for owner, holds in ((Owner.OWN, is_own), (Owner.AGREED, is_agreed)) if holds}
    standing = Standing(role=by.role, relations=frozenset({Relation.TIED}))
    return remembered(standing, kind, Act.READ, frozenset(owners)).effect is Effect.SEE


def entries_of_tied(label: str, by: Pass) -> Q:
    """A condition on one holding: entries that the reader sees of anyone they are tied to, less those hidden."""
    holding = HOUSE.holdings[label]
    kind = DataClass(holding.data_class) if isinstance(holding.data_class, DataClass) else None
    if kind is not None:
        return _owned(kind, holding.owner, by) & unhidden(by, label)
    found = Q(pk__in=[])
    for one in DataClass:
        found |= Q(**{holding.data_class: one.value}) & _owned(one, holding.owner, by)
    return found & unhidden(by, label)


def _owned(kind: DataClass, owner: str, by: Pass) -> Q:
    return Q() if everyone_s(kind, by) else Q(**{f"{owner}__in": owners_of_tied(kind, by)})


def work_told(by: Pass) -> Q:
    """A condition on involvements: work that lists name. Health names its own agency only, a victim's only who works there."""
    own = Q(agency_id=by.agency)
    if by.agency not in owners_of_tied(DataClass.VICTIM, by):
        own &= ~Q(data_class=DataClass.VICTIM)
    return Q(data_class=DataClass.INVOLVEMENT) | own


def reached_by_tie(by: Pass) -> Q:
    """A condition on people: those whom the reader sees because of a tie; an emergency opens less, so it is no tie here."""
    return people_seen(by) & tied(by) & ~Q(restricted=True, pk__in=sorted(by.emergencies))


def areas_of() -> list[tuple[str, str]]:
    """Areas in which agencies work, for a filter."""
    return sorted(set(rows_of(_areas, by=None)), key=lambda area: area[1])


def _areas() -> QuerySet[Any, Any]:
    return Agency.objects.filter(areas__isnull=False, until_on__isnull=True).values_list("areas__slug", "areas__name")


def names_shown(people: Iterable[int], by: Pass) -> dict[int, ShownPerson]:
    """Names and birth dates as shown, by person, less what is hidden from the reader's agency: one statement, noted as a look.

    To be called inside a question, with people whom the reader may be told of.
    """
    ids = tuple(people)
    note_all(ids, DataClass.IDENTITY)
    return shown_from(rows_of(_named, by=by, people=ids)) if ids else {}


def _named(by: Pass, people: tuple[int, ...]) -> QuerySet[Any, Any]:
    return name_rows(people, partial(unhidden, by))
