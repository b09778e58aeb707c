"""What partners tells the house. Nothing here is about people in the partnership's records, so there are no holdings."""

from desistance.foundation.register import Duty, Permission
from desistance.partners.queries import agreements_to_review, posts_to_recertify
from desistance.partners.terms import ROLES

HOLDINGS = ()
OFFERS = (
    Duty(
        name="partners.recertify",
        group="Access to confirm",
        rank=11,
        step="Confirm or end",
        url="admin-post",
        permission="staff.manage",
        ask=posts_to_recertify,
    ),
    Duty(
        name="partners.agreement_review",
        group="Agreements to review",
        rank=11,
        step="Review",
        url="agreement",
        permission="agreement.manage",
        ask=agreements_to_review,
    ),
)
WORDS = (
    Permission("agency.manage", "Add agencies and teams", frozenset({"administrator"})),
    Permission("staff.manage", "Invite staff, give and end roles, disable accounts", frozenset({"administrator"})),
    Permission(
        "agreement.manage",
        "Record, change, review and end information-sharing agreements",
        frozenset({"governance_officer"}),
    ),
    Permission("token.manage", "Make and revoke tokens for other systems", frozenset({"administrator"})),
    Permission("cover.set", "Say who covers for you while you are away", frozenset(ROLES)),
    Permission("account.own", "Look after your own account", frozenset(ROLES)),
)
