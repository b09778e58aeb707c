"""What has been said of two people together. To be called inside a deed or question."""

from collections.abc import Collection

from django.db.models import Q

from desistance.people.models import Pair
from desistance.people.terms import PairKind


def unsure_of(people: Collection[int]) -> dict[frozenset[int], str]:
    """Why somebody was not sure of two of these people, by the two: one statement."""
    pairs = Pair.objects.standing().filter(one__in=people, other__in=people, kind=PairKind.UNSURE)
    return {frozenset(two): reason for *two, reason in pairs.values_list("one_id", "other_id", "reason")}


def said_of(one: int, other: int) -> frozenset[str]:
    """The kinds of pair that stand between two people."""
    pairs = Pair.objects.standing().filter(Q(one_id=one, other_id=other) | Q(one_id=other, other_id=one))
    return frozenset(pairs.values_list("kind", flat=True))
