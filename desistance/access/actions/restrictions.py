"""Restricting a record, keeping its list of workers, and excluding workers from a person altogether."""

from collections.abc import Sequence
from datetime import date, datetime

from django.db.models import QuerySet

from desistance.access.models import AccessExclusion, AccessRequest, AccessRestriction, ListedWorker, Tie
from desistance.access.queries.staffing import is_here, works_for
from desistance.access.rules.restrictions import (
    RestrictionFacts,
    may_end_exclusion,
    may_end_restriction,
    may_exclude,
    may_list,
    may_restrict,
    may_unlist,
)
from desistance.access.terms import GOVERNANCE_ROLES, TieKind
from desistance.audit.deeds import deed
from desistance.foundation.actions import change
from desistance.foundation.calendar import local_date
from desistance.foundation.decisions import NotFound
from desistance.foundation.passes import Pass
from desistance.foundation.terms import DataClass
from desistance.partners.models import Staff
from desistance.people.models import Person


@deed("restriction.manage")
def restrict(
    *,
    person: Person,
    reason: str,
    review_on: date,
    approver: Staff,
    listed: Sequence[Staff],
    by: Pass,
    at: datetime,
) -> AccessRestriction:
    """Restrict a record to listed workers; from the next request it is closed to everyone else, who may at most know of it.

    Access given on request before ends for workers who are not listed: the stricter rule wins. Raises :class:`Refused` when the
    record is restricted already, nobody is listed, the reason is missing or the review is not to come.
    """
    by.demand_person(person.pk, DataClass.SHARING, writing=True)
    held = Person.objects.select_for_update().get(pk=person.pk)
    facts = RestrictionFacts(
        is_restricted_already=AccessRestriction.objects.filter(person=held, until_at__isnull=True).exists(),
        reason=reason,
        review_on=review_on,
        on=local_date(at),
        listed=len(listed),
        approver_is_ours=works_for(staff=approver.pk, agency=by.agency, at=at),
    )
    may_restrict(facts).demand("reason")
    restriction = AccessRestriction.objects.create(
        person=held,
        agency_id=by.agency,
        approver=approver,
        reason=reason.strip(),
        from_at=at,
        review_on=review_on,
        created_at=at,
        changed_at=at,
        changed_by=by.staff,
    )
    for staff in {one.pk: one for one in listed}.values():
        _list(restriction, staff, by, at)
    change(held, version=None, by=by, at=at, reason="restricted", restricted=True)
    _end_grants(held, {one.pk for one in listed}, by, at)
    return restriction


@deed("restriction.manage")
def end_restriction(
    *, restriction: AccessRestriction, reason: str, by: Pass, at: datetime, version: int | None = None
) -> AccessRestriction:
    """End a restriction: the record is open again to everyone whose ties reach it."""
    _manage(restriction, by)
    may_end_restriction(is_ended=restriction.until_at is not None, reason=reason).demand("reason")
    change(restriction, version=version, by=by, at=at, reason=reason, until_at=at, ended_by=by.staff)
    ListedWorker.objects.filter(restriction=restriction, until_at__isnull=True).update(until_at=at)
    person = Person.objects.select_for_update().get(pk=restriction.person_id)
    if not AccessRestriction.objects.filter(person=person, until_at__isnull=True).exists():
        change(person, version=None, by=by, at=at, reason="restriction ended", restricted=False)
    return restriction


@deed("restriction.manage")
def review_restriction(
    *,
    restriction: AccessRestriction,
    review_on: date,
    reason: str,
    by: Pass,
    at: datetime,
    version: int | None = None,
) -> AccessRestriction:
    """Say that a restriction is still needed, why, and when to look at it again."""
    _manage(restriction, by)
    facts = RestrictionFacts(False, reason, review_on, local_date(at), listed=1, approver_is_ours=True)
    may_end_restriction(is_ended=restriction.until_at is not None, reason="still needed").demand()
    may_restrict(facts).demand("review_on" if reason.strip() else "reason")
    change(restriction, version=version, by=by, at=at, reason=reason, review_on=review_on)
    return restriction


@deed("restriction.manage")
def list_worker(*, restriction: AccessRestriction, staff: Staff, by: Pass, at: datetime) -> ListedWorker:
    """Add a worker to the list of those who may open the record. Being listed opens nothing without a tie."""
    _manage(restriction, by)
    may_list(
        is_ended=restriction.until_at is not None,
        is_listed=_standing(restriction).filter(staff=staff).exists(),
        holds_post=is_here(staff=staff.pk, at=at),
        is_excluded=_exclusion(restriction.person_id, staff.pk) is not None,
    ).demand("staff")
    return _list(restriction, staff, by, at)


@deed("restriction.manage")
def unlist_worker(*, restriction: AccessRestriction, staff: Staff, by: Pass, at: datetime) -> ListedWorker:
    """Take a worker off the list; their next request finds the record closed."""
    _manage(restriction, by)
    standing = _standing(restriction)
    listed = standing.filter(staff=staff).first()
    may_unlist(is_listed=listed is not None, others_listed=standing.exclude(staff=staff).count()).demand("staff")
    assert listed is not None  # the rule has just said so
    listed.until_at = at
    listed.save(update_fields=["until_at"])
    return listed


@deed("restriction.manage")
def exclude_worker(*, person: Person, staff: Staff, reason: str, by: Pass, at: datetime) -> AccessExclusion:
    """Keep a worker from a person altogether: from their next request the person does not exist for them."""
    by.demand_person(person.pk, DataClass.SHARING, writing=True)
    may_exclude(
        is_self=staff.pk == by.staff,
        is_excluded=_exclusion(person.pk, staff.pk) is not None,
        is_ours=by.role in GOVERNANCE_ROLES or works_for(staff=staff.pk, agency=by.agency, at=at),
        reason=reason,
    ).demand("staff")
    _standing_for(person.pk).filter(staff=staff).update(until_at=at)
    return AccessExclusion.objects.create(
        person=person,
        agency_id=by.agency,
        staff=staff,
        reason=reason.strip(),
        from_at=at,
        created_at=at,
        changed_at=at,
        changed_by=by.staff,
    )


@deed("restriction.manage")
def end_exclusion(*, exclusion: AccessExclusion, by: Pass, at: datetime, version: int | None = None) -> AccessExclusion:
    """End an exclusion, for a worker who no longer has the conflict."""
    by.demand_person(exclusion.person_id, DataClass.SHARING, writing=True)
    if exclusion.agency_id != by.agency and by.role not in GOVERNANCE_ROLES:
        raise NotFound()
    may_end_exclusion(is_ended=exclusion.until_at is not None, is_own=exclusion.staff_id == by.staff).demand()
    change(exclusion, version=version, by=by, at=at, until_at=at)
    return exclusion


def _manage(restriction: AccessRestriction, by: Pass) -> None:
    """Who keeps a restriction: governance of the agency that placed it, or its managers with the record open."""
    if restriction.agency_id != by.agency or restriction.person_id in by.excluded:
        raise NotFound()
    if by.role not in GOVERNANCE_ROLES:
        by.demand_person(restriction.person_id, DataClass.SHARING, writing=True)


def _standing(restriction: AccessRestriction) -> QuerySet[ListedWorker]:
    return ListedWorker.objects.filter(restriction=restriction, until_at__isnull=True)


def _standing_for(person: int) -> QuerySet[ListedWorker]:
    return ListedWorker.objects.filter(person_id=person, until_at__isnull=True)


def _list(restriction: AccessRestriction, staff: Staff, by: Pass, at: datetime) -> ListedWorker:
    return ListedWorker.objects.create(
        person_id=restriction.person_id, restriction=restriction, staff=staff, by_staff=by.staff, from_at=at
    )


def _exclusion(person: int, staff: int) -> AccessExclusion | None:
    return AccessExclusion.objects.filter(person_id=person, staff_id=staff, until_at__isnull=True).first()


def _end_grants(person: Person, listed: set[int], by: Pass, at: datetime) -> None:
    given = AccessRequest.objects.filter(person=person, state="given", until_at__gt=at).exclude(staff_id__in=listed)
    for request in given:
        change(request, version=None, by=by, at=at, reason="record restricted", state="lapsed", until_at=at)
        Tie.objects.filter(request=request, kind=TieKind.GRANTED, until_at__gt=at).update(until_at=at)
