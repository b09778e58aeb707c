"""The policy compiled for queries: which people, and which of one person's entries, a reader sees or knows of."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime

from django.db.models import Exists, OuterRef, Q, QuerySet

from desistance.access.models import HiddenEntry, Tie
from desistance.access.rules.policy import Standing, decide
from desistance.access.terms import Relation, TieKind
from desistance.foundation.passes import Pass
from desistance.foundation.register import HOUSE
from desistance.foundation.terms import Act, DataClass, Effect
from desistance.partners.terms import Reach
from desistance.people.models import ON_RECORD, Person

NOBODY = Q(pk__in=[])


def live(at: datetime) -> Q:
    """Ties that stand at a moment."""
    return Q(from_at__lte=at, until_at__gt=at)


def tied(by: Pass) -> Q:
    """People whom the role's ties reach: its own named work, its teams' people, or everyone its agency works with.

    Whoever covers for a colleague reaches the work that names the one away, as their own.

    Team reach compiles to IN and agency reach to EXISTS: each is the fast shape for its size (docs/adr/0005-access.md).
    """
    if by.reach == Reach.AGENCY:
        return Q(
            Exists(
                Tie.objects.filter(live(by.at), agency_id=by.agency, kind=TieKind.INVOLVEMENT, person_id=OuterRef("pk"))
            )
        )
    if by.reach == Reach.NONE:
        return NOBODY
    own = Q(staff_id=by.staff) | Q(staff_id__in=sorted(by.covers)) if by.covers else Q(staff_id=by.staff)
    mine = Tie.objects.filter(live(by.at), own, agency_id=by.agency, kind=TieKind.INVOLVEMENT).values("person_id")
    if by.reach == Reach.STAFF or not by.teams:
        return Q(pk__in=mine)
    teams = Tie.objects.filter(live(by.at), team_id__in=by.teams, kind=TieKind.INVOLVEMENT).values("person_id")
    return Q(pk__in=teams.union(mine, all=True))


def findable(by: Pass) -> Q:
    """People whom an agency works with that lets the reader's agency find its people, by a live agreement."""
    if not by.finds_from:
        return NOBODY
    held = Tie.objects.filter(
        live(by.at), agency_id__in=by.finds_from, kind=TieKind.INVOLVEMENT, person_id=OuterRef("pk")
    )
    return Q(Exists(held))


def _related(relation: Relation, by: Pass) -> Q:
    conditions: dict[Relation, Callable[[], Q]] = {
        Relation.TIED: lambda: tied(by),
        Relation.FINDABLE: lambda: findable(by),
        Relation.GRANTED: lambda: Q(pk__in=by.granted),
        Relation.EMERGENCY: lambda: Q(pk__in=by.emergencies.keys()),
        Relation.ANY: Q,
    }
    return conditions[relation]()


def _at_least(by: Pass, effect: Effect, act: Act) -> Q:
    """The policy's answers put as a condition: asked for each relation, restricted or not, listed or not."""
    strong_enough = {Effect.SEE} if effect is Effect.SEE else {Effect.SEE, Effect.KNOW}
    cases = {
        "open": (Standing(by.role), Q(restricted=False)),
        "listed": (
            Standing(by.role, is_restricted=True, is_listed=True),
            Q(restricted=True, pk__in=by.listed),
        ),
        "unlisted": (Standing(by.role, is_restricted=True), Q(restricted=True) & ~Q(pk__in=by.listed)),
    }
    found = NOBODY
    for relation in Relation:
        related = frozenset() if relation is Relation.ANY else frozenset({relation})
        passing = {
            name
            for name, (standing, _) in cases.items()
            if decide(replace(standing, relations=related), DataClass.IDENTITY, act).effect in strong_enough
        }
        if passing:
            found |= _related(relation, by) & _restriction(passing, cases)
    return found & ~Q(pk__in=by.excluded) if by.excluded else found


def _restriction(passing: set[str], cases: dict[str, tuple[Standing, Q]]) -> Q:
    if passing == set(cases):
        return Q()
    if passing == {"open", "listed"}:
        return Q(restricted=False) | cases["listed"][1]
    condition = NOBODY
    for name in passing:
        condition |= cases[name][1]
    return condition


def people_seen(by: Pass, act: Act = Act.READ) -> Q:
    """A condition on people: those whose record the reader may open."""
    return ON_RECORD & _at_least(by, Effect.SEE, act)


def people_known(by: Pass) -> Q:
    """A condition on people: those the reader may only know of."""
    return ON_RECORD & _at_least(by, Effect.KNOW, Act.READ) & ~_at_least(by, Effect.SEE, Act.READ)


def people_found(by: Pass) -> Q:
    """A condition on people: those whom a search may answer with, seen or only known."""
    return ON_RECORD & _at_least(by, Effect.KNOW, Act.READ)


def is_found(person: int, by: Pass) -> bool:
    """Whether the reader sees or knows of one person; to be asked inside a question or an action."""
    return Person.objects.filter(people_found(by), pk=person).exists()


def scope(by: Pass) -> QuerySet[Person]:
    """People whose record the reader may open; to be read inside a question."""
    return Person.objects.filter(people_seen(by))


def entries_seen(by: Pass, label: str) -> Q:
    """A condition on one holding: this person's entries that the reader may see, less those hidden from their agency."""
    return _entries(by, label, by.sees) & shown_here(by, label)


def entries_known(by: Pass, label: str) -> Q:
    """A condition on one holding: entries whose existence, class and owner alone the reader may be told, less those hidden."""
    return _entries(by, label, by.knows) & shown_here(by, label)


def shown_here(by: Pass, label: str) -> Q:
    """A condition on one holding: this person's entries that their owners do not hide from the reader's agency."""
    hidden = by.hidden.get(label)
    return ~Q(pk__in=sorted(hidden)) if hidden else Q()


def unhidden(by: Pass, label: str) -> Q:
    """A condition on one holding, of anyone: entries that their owners do not hide from the reader's agency."""
    hidden = HiddenEntry.objects.filter(
        holding=label, from_agency_id=by.agency, ended_at__isnull=True, record_id=OuterRef("pk")
    )
    return ~Q(Exists(hidden))


def _entries(by: Pass, label: str, owners: Mapping[DataClass, frozenset[int]]) -> Q:
    holding = HOUSE.holdings[label]
    person = Q(**{holding.person: by.person})
    if isinstance(holding.data_class, DataClass):
        return person & _owned(by, holding.owner, owners.get(holding.data_class, frozenset()))
    alike: dict[frozenset[int], list[str]] = {}
    for kind, agencies in owners.items():
        alike.setdefault(agencies, []).append(kind.value)
    found = NOBODY
    for agencies, kinds in alike.items():
        if agencies:
            found |= Q(**{f"{holding.data_class}__in": kinds}) & _owned(by, holding.owner, agencies)
    return person & found


def _owned(by: Pass, column: str, agencies: frozenset[int]) -> Q:
    """That an entry is one of these agencies', put the shorter way: whose it is, or whose it is not."""
    others = by.everyone - agencies
    if not agencies:
        return NOBODY
    if len(others) >= len(agencies):
        return Q(**{f"{column}__in": agencies})
    return ~Q(**{f"{column}__in": others}) if others else Q()
