"""What staff do with their own account, and what an administrator does when someone cannot sign in."""

from datetime import datetime

from allauth.mfa.models import Authenticator

from desistance.audit.deeds import deed
from desistance.audit.terms import Category
from desistance.foundation.decisions import NotPermitted, Refused
from desistance.foundation.passes import Pass
from desistance.partners.models import Staff
from desistance.partners.rules.posts import not_yourself


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


@deed("account.own", Category.AUTHENTICATION)
def end_other_sessions(*, staff: Staff, by: Pass, at: datetime) -> Staff:
    """End every session of one's own account; the door keeps the one it is asked from."""
    _own(staff, by)
    staff.refresh_from_db()
    staff.sign_in_number += 1
    staff.save(update_fields=["sign_in_number"])
    return staff


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
