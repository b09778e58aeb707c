"""What is said of two people together: that they are different people, or that they must be kept apart."""

from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Greatest

from desistance.audit.deeds import deed
from desistance.foundation.decisions import Refused
from desistance.foundation.passes import Pass
from desistance.foundation.rows import Source
from desistance.foundation.terms import DataClass
from desistance.people.models import Identifier, Pair, Person
from desistance.people.terms import STRONG_IDENTIFIER_KINDS, PairKind


@deed("person.merge")
def mark_different(
    *,
    one: Person,
    other: Person,
    reason: str,
    by: Pass,
    at: datetime,
    source: str = Source.STAFF.value,
    source_reference: str = "",
) -> Pair:
    """Remember that two alike people are two (twins, namesakes): they are never proposed as one again.

    Said again after a number that both have came to one of them, it takes the place of what was said before it. ``by`` is the
    pass for ``one``; the door has opened ``other`` as well. Raises :class:`Refused` when it is said already.
    """
    by.demand_person(one.pk, DataClass.IDENTITY, writing=True)
    _make_way(one, other, by, at)
    _withdraw(_unsure_of(one, other), by, at)
    return _pair(PairKind.DIFFERENT, (one, other), reason, by, at, source=source, source_reference=source_reference)


@deed("person.merge")
def say_unsure(*, one: Person, other: Person, reason: str, by: Pass, at: datetime) -> Pair:
    """Keep why a pair could not be decided, for whoever looks at it next; it stays proposed. Said again, it takes its own place.

    ``by`` is the pass for ``one``; the door has opened ``other`` as well. Raises :class:`Refused` without words.
    """
    by.demand_person(one.pk, DataClass.IDENTITY, writing=True)
    if not reason.strip():
        raise Refused("Say why you are not sure", field="reason")
    _withdraw(_unsure_of(one, other), by, at)
    return _pair(PairKind.UNSURE, (one, other), reason, by, at)


@deed("pair.record")
def keep_apart(*, one: Person, other: Person, reason: str, by: Pass, at: datetime) -> Pair:
    """Say that two people must not meet: rotas, sessions and beds ask for this. ``by`` is the pass for ``one``."""
    by.demand_person(one.pk, DataClass.IDENTITY, writing=True)
    return _pair(PairKind.APART, (one, other), reason, by, at)


@deed("pair.record")
def withdraw_pair(*, pair: Pair, by: Pass, at: datetime) -> Pair:
    """Withdraw what was said of two people: that they are different takes governance, keep apart the agency that said so."""
    if pair.kind == PairKind.DIFFERENT:
        by.demand("person.merge")
    elif pair.agency_id != by.agency and not by.holds("person.merge"):
        raise Refused("Only the agency that said this can withdraw it. Ask information governance")
    if pair.withdrawn_at is not None:
        raise Refused("This has already been withdrawn")
    moment = max(at, pair.recorded_at)
    Pair.objects.filter(pk=pair.pk).update(withdrawn_at=moment, withdrawn_by=by.staff)
    pair.withdrawn_at, pair.withdrawn_by = moment, by.staff
    return pair


def _make_way(one: Person, other: Person, by: Pass, at: datetime) -> None:
    """Withdraw what was said of two people before a strong number that both have was stated of one of them."""
    strong = Identifier.objects.standing().filter(is_well_formed=True, kind__in=STRONG_IDENTIFIER_KINDS)
    theirs = strong.filter(person=other, kind=OuterRef("kind"), value=OuterRef("value"))
    shared = strong.filter(person=one).annotate(
        since=Subquery(theirs.order_by("-recorded_at").values("recorded_at")[:1])
    )
    moments = [max(own, since) for own, since in shared.values_list("recorded_at", "since") if since is not None]
    if moments:
        said = Pair.objects.standing().filter(
            Q(one=one, other=other) | Q(one=other, other=one), kind=PairKind.DIFFERENT
        )
        _withdraw(said.filter(recorded_at__lt=max(moments)), by, at)


def _unsure_of(one: Person, other: Person) -> QuerySet[Pair, Any]:
    between = Q(one=one, other=other) | Q(one=other, other=one)
    return Pair.objects.standing().filter(between, kind=PairKind.UNSURE)


def _withdraw(pairs: QuerySet[Pair, Any], by: Pass, at: datetime) -> None:
    pairs.update(withdrawn_at=Greatest(at, F("recorded_at")), withdrawn_by=by.staff)


def _pair(
    kind: PairKind, people: tuple[Person, Person], reason: str, by: Pass, at: datetime, **provenance: str
) -> Pair:
    one, other = people
    if one.pk == other.pk:
        raise Refused("Choose another person: this is the same record", field="other")
    if not reason.strip():
        raise Refused("Enter how you know", field="reason")
    try:
        with transaction.atomic():
            return Pair.objects.create(
                one=one,
                other=other,
                kind=kind,
                reason=reason.strip()[:300],
                at=at,
                agency_id=by.agency,
                said_at=at,
                recorded_at=at,
                recorded_by=by.staff,
                **provenance,
            )
    except IntegrityError as clash:
        if not Pair.objects.standing().filter(Q(one=one, other=other) | Q(one=other, other=one), kind=kind).exists():
            raise
        raise Refused("This is on record already") from clash
