"""What staff do with their own account, and what an administrator does when someone cannot sign in."""

from datetime import datetime

from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP

from desistance.audit.deeds import deed
from desistance.audit.terms import Category
from desistance.foundation.decisions import NotPermitted, Refused
from desistance.foundation.passes import Pass
from desistance.partners.models import Post, Staff
from desistance.partners.rules.posts import not_yourself

SERVICE = "system"
"""The role of the pass that the service itself acts with."""


@deed("account.own", Category.ADMINISTRATION)
def accept_use(*, staff: Staff, by: Pass, at: datetime) -> Staff:
    """Keep when a member of staff accepted the rules of use; the first time counts."""
    _own(staff, by)
    Staff.objects.filter(pk=staff.pk, accepted_use_at__isnull=True).update(accepted_use_at=at)
    staff.refresh_from_db()
    return staff


@deed("account.own", Category.ADMINISTRATION)
def change_own_details(*, staff: Staff, telephone: str, by: Pass, at: datetime) -> Staff:
    """Change one's own telephone number; name and address are an administrator's to change."""
    _own(staff, by)
    Staff.objects.filter(pk=staff.pk).update(telephone=telephone.strip())
    staff.refresh_from_db()
    return staff


@deed("account.own", Category.ADMINISTRATION)
def use_keys(*, staff: Staff, on: bool, by: Pass, at: datetime) -> Staff:
    """Switch the single-key shortcuts of pages with a list to work through on or off, for oneself."""
    _own(staff, by)
    Staff.objects.filter(pk=staff.pk).update(uses_keys=on)
    staff.refresh_from_db()
    return staff


@deed("account.own", Category.AUTHENTICATION)
def end_other_sessions(*, staff: Staff, by: Pass, at: datetime) -> Staff:
    """End every session of one's own account; the door keeps the one it is asked from."""
    _own(staff, by)
    staff.refresh_from_db()
    staff.sign_in_number += 1
    staff.save(update_fields=["sign_in_number"])
    return staff


@deed("account.own", Category.AUTHENTICATION)
def set_password(*, staff: Staff, password: str, by: Pass, at: datetime) -> Staff:
    """Set the password of one's own account; every session that was begun with the old one has ended when this returns.

    The door has checked the old password, or the link of a first sign-in (then ``by`` is the service's own pass).
    """
    if by.role != SERVICE:
        _own(staff, by)
    staff.set_password(password)
    staff.save(update_fields=["password"])
    return staff


@deed("account.own", Category.AUTHENTICATION)
def set_up_second_factor(*, staff: Staff, secret: str, by: Pass, at: datetime) -> Staff:
    """Make ``secret`` the account's second factor in place of any other, with new recovery codes."""
    _own(staff, by)
    Authenticator.objects.filter(user_id=staff.pk).delete()
    TOTP.activate(staff, secret)
    RecoveryCodes.activate(staff)
    return staff


@deed("account.own", Category.AUTHENTICATION)
def make_recovery_codes(*, staff: Staff, by: Pass, at: datetime) -> Staff:
    """Replace the account's recovery codes: the old ones stop working. Raises :class:`Refused` without a second factor."""
    _own(staff, by)
    factors = Authenticator.objects.filter(user_id=staff.pk)
    if not factors.filter(type=Authenticator.Type.TOTP).exists():
        raise Refused("Set up a second factor first: recovery codes stand in for it.")
    factors.filter(type=Authenticator.Type.RECOVERY_CODES).delete()
    RecoveryCodes.activate(staff)
    return staff


@deed("account.own", Category.AUTHENTICATION)
def act_for(*, post: Post, by: Pass, at: datetime) -> Post:
    """Note that someone acts in another of their posts from now on. Raises :class:`NotPermitted` for anyone else's post."""
    _own(post.staff, by)
    return post


@deed("staff.manage", Category.AUTHENTICATION, justified_by="reason")
def reset_sign_in(*, staff: Staff, reason: str, by: Pass, at: datetime) -> Staff:
    """For someone who cannot sign in: password and second factor are taken away, every session ends, and the first sign-in
    is done again by a link that works once. Raises :class:`Refused` for one's own account or a disabled one."""
    if not reason.strip():
        raise Refused("Enter how you know that it is them", field="reason")
    not_yourself(by.staff, staff.pk, "You cannot reset your own sign-in. Ask another administrator.").demand("reason")
    staff.refresh_from_db()
    if not staff.is_active:
        raise Refused("This account is disabled. Enable it first.", field="reason")
    staff.set_unusable_password()
    staff.sign_in_number += 1
    staff.save(update_fields=["password", "sign_in_number"])
    Authenticator.objects.filter(user_id=staff.pk).delete()
    return staff


def _own(staff: Staff, by: Pass) -> None:
    if staff.pk != by.staff:
        raise NotPermitted("You can change only your own account.")
