"""Possible matches as a steward's work: only pairs of which the reader may open both records."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import CharField, QuerySet, Value

from desistance.access.queries.lists import names_shown
from desistance.access.queries.scope import people_seen
from desistance.audit.deeds import question
from desistance.foundation.decisions import NotFound
from desistance.foundation.duties import duty_rows
from desistance.foundation.passes import Pass
from desistance.people.models import Merge, Pair, Person
from desistance.people.queries.matches import number_clashes, possible_pairs
from desistance.people.queries.pairs import unsure_of
from desistance.people.terms import PairKind


@dataclass(frozen=True, slots=True)
class MatchWaiting:
    """One pair to compare: references, names as shown, why it is here and how strongly, and why nobody was sure of it."""

    one: str
    other: str
    one_name: str
    other_name: str
    why: str
    strength: str
    unsure: str


@question
def matches_waiting(*, by: Pass) -> Sequence[MatchWaiting]:
    """Pairs that may be one person and that nobody has told apart, the strongest first: five statements.

    Raises ``NotPermitted`` without the permission.
    """
    by.demand("person.merge")
    pairs = possible_pairs(people_seen(by))
    ids = sorted({person for pair in pairs for person in (pair.one, pair.other)})
    references = dict(Person.objects.filter(pk__in=ids).values_list("pk", "reference"))
    shown, unsure = names_shown(ids, by), unsure_of(ids)
    return [
        MatchWaiting(
            references[pair.one],
            references[pair.other],
            shown[pair.one].listed,
            shown[pair.other].listed,
            pair.why,
            pair.strength,
            unsure.get(frozenset((pair.one, pair.other)), ""),
        )
        for pair in pairs
    ]


@dataclass(frozen=True, slots=True)
class MatchesDecided:
    """What the reader's agency decided of pairs that it compared: one person, or two. Pairs that it parted again are neither."""

    same: int
    different: int

    @property
    def decided(self) -> int:
        """All decisions that stand."""
        return self.same + self.different

    @property
    def percent_same(self) -> int | None:
        """How many of a hundred proposed pairs were one person; None before the first decision."""
        return round(100 * self.same / self.decided) if self.decided else None


@question
def matches_decided(*, by: Pass) -> MatchesDecided:
    """Count the decisions of the reader's own agency, of pairs of which the reader may open the record: two statements."""
    by.demand("person.merge")
    seen = Person.objects.filter(people_seen(by)).values("pk")
    same = Merge.objects.filter(by_agency=by.agency, undone_at__isnull=True, kept__in=seen)
    different = Pair.objects.standing().filter(
        agency_id=by.agency, kind=PairKind.DIFFERENT, one__in=seen, other__in=seen
    )
    return MatchesDecided(same.count(), different.count())


@question
def clash_of(*, identifier_id: int, by: Pass) -> tuple[str, str]:
    """The references of the two people that a number is stated for. Raises ``NotFound`` once it is no longer a question."""
    by.demand("person.merge")
    row = number_clashes(people_seen(by)).filter(pk=identifier_id).values_list("other_id", "person_id").first()
    if row is None:
        raise NotFound()
    found = dict(Person.objects.filter(pk__in=row).values_list("pk", "reference"))
    return found[row[0]], found[row[1]]


def duplicate_numbers(by: Pass) -> QuerySet[Any, Any]:
    """A number that belongs to one person for life stands on two records, and nobody has said that they are two people."""
    words = Value("may be on record twice: the same identity number is on another record", output_field=CharField())
    return duty_rows(number_clashes(people_seen(by)), "people.possible_match", words=words, since="recorded_at")
