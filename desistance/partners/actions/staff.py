"""Accounts of staff and the posts they hold. What someone may do follows from their posts at the next request."""

from datetime import date, datetime

from django.db.models import Q

from desistance.audit.deeds import deed
from desistance.audit.terms import Category
from desistance.foundation.actions import change
from desistance.foundation.calendar import local_date
from desistance.foundation.decisions import Refused
from desistance.foundation.passes import Pass
from desistance.partners.models import Agency, Post, Staff, Team
from desistance.partners.rules.posts import (
    PostFacts,
    may_end,
    may_give,
    may_recertify,
    not_yourself,
    recertify_after,
)


@deed("staff.manage", Category.ADMINISTRATION)
def invite_staff(
    *,
    name: str,
    email: str,
    agency: Agency,
    role: str,
    by: Pass,
    at: datetime,
    team: Team | None = None,
    until_at: datetime | None = None,
    telephone: str = "",
) -> Staff:
    """Make an account with its first post. It has no password yet: the first sign-in sets one, by a link that works once.

    Raises :class:`Refused` (with the field) when the address has an account already or the post may not be given.
    """
    address = email.strip().lower()
    if Staff.objects.filter(email__iexact=address).exists():
        raise Refused("This person already has an account", field="email")
    staff = Staff(email=address, name=name.strip(), telephone=telephone, created_at=at)
    staff.set_unusable_password()
    _check_post(staff=staff, agency=agency, role=role, team=team, until_at=until_at, from_at=at, by=by)
    staff.save()
    _make_post(staff=staff, agency=agency, role=role, team=team, until_at=until_at, from_at=at, by=by, at=at)
    return staff


@deed("staff.manage", Category.ADMINISTRATION)
def give_post(
    *,
    staff: Staff,
    agency: Agency,
    role: str,
    by: Pass,
    at: datetime,
    team: Team | None = None,
    from_at: datetime | None = None,
    until_at: datetime | None = None,
) -> Post:
    """Give a member of staff another role for an agency. Raises :class:`Refused` with the field that stands in the way."""
    begins = from_at or at
    _check_post(staff=staff, agency=agency, role=role, team=team, until_at=until_at, from_at=begins, by=by)
    return _make_post(staff=staff, agency=agency, role=role, team=team, until_at=until_at, from_at=begins, by=by, at=at)


def _check_post(
    *,
    staff: Staff,
    agency: Agency,
    role: str,
    team: Team | None,
    from_at: datetime,
    until_at: datetime | None,
    by: Pass,
) -> None:
    same = Post.objects.filter(staff_id=staff.pk, agency=agency, role=role, team=team)
    facts = PostFacts(
        role=role,
        giver=by.staff,
        receiver=staff.pk,
        receiver_is_active=staff.is_active,
        agency_is_open=agency.until_on is None or agency.until_on >= local_date(from_at),
        team_is_theirs=team is None or team.agency_id == agency.pk,
        holds_it_already=staff.pk is not None
        and same.filter(Q(until_at__isnull=True) | Q(until_at__gt=from_at)).exists(),
        from_at=from_at,
        until_at=until_at,
    )
    for field, decision in may_give(facts).items():
        decision.demand(field)


def _make_post(
    *,
    staff: Staff,
    agency: Agency,
    role: str,
    team: Team | None,
    from_at: datetime,
    until_at: datetime | None,
    by: Pass,
    at: datetime,
) -> Post:
    return Post.objects.create(
        staff=staff,
        agency=agency,
        role=role,
        team=team,
        from_at=from_at,
        until_at=until_at,
        recertify_on=recertify_after(local_date(from_at)),
        created_at=at,
        changed_at=at,
        changed_by=by.staff,
    )


@deed("staff.manage", Category.ADMINISTRATION, justified_by="reason")
def end_post(
    *, post: Post, reason: str, by: Pass, at: datetime, ends_at: datetime | None = None, version: int | None = None
) -> Post:
    """End a post now or at a later moment; its access goes with the next request after that.

    An administrator may end their own post only while another administrator remains. Raises :class:`Refused`, or
    :class:`Conflict` when someone else changed the post first.
    """
    if not reason.strip():
        raise Refused("Enter why the post ends", field="reason")
    ends = ends_at or at
    may_end(from_at=post.from_at, until_at=post.until_at, ends_at=ends, at=at).demand("ends_on")
    if post.role == "administrator":
        _keep_an_administrator(leaving=post.staff_id, at=at, field="ends_on")
    change(post, version=version, by=by, at=at, reason=reason, until_at=ends, ended_by=by.staff)
    return post


@deed("staff.manage", Category.ADMINISTRATION)
def recertify(*, post: Post, by: Pass, at: datetime, version: int | None = None) -> Post:
    """Confirm that a post is still needed; it comes up again in six months. Nobody confirms their own."""
    is_live = post.from_at <= at and (post.until_at is None or post.until_at > at)
    may_recertify(actor=by.staff, subject=post.staff_id, is_live=is_live).demand()
    next_on: date = recertify_after(local_date(at))
    change(post, version=version, by=by, at=at, reason="Confirmed as still needed.", recertify_on=next_on)
    return post


@deed("staff.manage", Category.ADMINISTRATION, justified_by="reason")
def disable_staff(*, staff: Staff, reason: str, by: Pass, at: datetime) -> Staff:
    """Disable an account: it cannot sign in, and every session of it has ended when this returns. Posts stay as they are."""
    if not reason.strip():
        raise Refused("Enter why the account is disabled", field="reason")
    not_yourself(by.staff, staff.pk, "You cannot disable your own account. Ask another administrator.").demand("reason")
    staff.refresh_from_db()
    if not staff.is_active:
        raise Refused("This account is already disabled.", field="reason")
    if Post.objects.filter(staff=staff, role="administrator", until_at__isnull=True).exists():
        _keep_an_administrator(leaving=staff.pk, at=at, field="reason")
    staff.is_active, staff.disabled_at = False, at
    staff.sign_in_number += 1
    staff.save(update_fields=["is_active", "disabled_at", "sign_in_number"])
    return staff


@deed("staff.manage", Category.ADMINISTRATION, justified_by="reason")
def enable_staff(*, staff: Staff, reason: str, by: Pass, at: datetime) -> Staff:
    """Enable a disabled account; it signs in anew, and its posts count again where they have not ended."""
    if not reason.strip():
        raise Refused("Enter why the account is enabled", field="reason")
    not_yourself(by.staff, staff.pk, "You cannot enable your own account. Ask another administrator.").demand("reason")
    staff.refresh_from_db()
    if staff.is_active:
        raise Refused("This account is already enabled.", field="reason")
    staff.is_active, staff.disabled_at = True, None
    staff.save(update_fields=["is_active", "disabled_at"])
    return staff


def _keep_an_administrator(*, leaving: int, at: datetime, field: str) -> None:
    live = Q(role="administrator", from_at__lte=at, staff__is_active=True)
    others = Post.objects.filter(live & (Q(until_at__isnull=True) | Q(until_at__gt=at))).exclude(staff_id=leaving)
    if not others.exists():
        raise Refused("This is the last administrator. Give the role to someone else first.", field=field)
