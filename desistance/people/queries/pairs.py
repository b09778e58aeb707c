"""What has been said of two people together. To be called inside a deed or question."""

from django.db.models import Q

from desistance.people.models import Pair


def said_of(one: int, other: int) -> frozenset[str]:
    """The kinds of pair that stand between two people."""
    pairs = Pair.objects.standing().filter(Q(one_id=one, other_id=other) | Q(one_id=other, other_id=one))
    return frozenset(pairs.values_list("kind", flat=True))
