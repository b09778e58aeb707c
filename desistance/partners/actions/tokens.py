"""Tokens of the API: made for a post by an administrator, revoked, and noted on the first use of a day."""

from collections.abc import Collection
from datetime import datetime, timedelta

from desistance.audit.deeds import deed
from desistance.audit.terms import Category
from desistance.foundation.actions import change
from desistance.foundation.calendar import local_date
from desistance.foundation.passes import Pass
from desistance.foundation.register import HOUSE
from desistance.partners.models import Post, Token
from desistance.partners.rules.tokens import TokenFacts, digest_of, may_make, may_revoke


@deed("token.manage", Category.ADMINISTRATION)
def make_token(
    *, post: Post, name: str, scopes: Collection[str], days: int, text: str, by: Pass, at: datetime
) -> Token:
    """Make a token that acts as ``post``. ``text`` was drawn by the door, which shows it once; here only its digest is kept.

    Raises :class:`Refused` with the field that does not stand: a post that has ended, a scope beyond its role, too many days.
    """
    facts = TokenFacts(
        name=name,
        scopes=frozenset(scopes),
        days=days,
        permissions=HOUSE.permissions_of(post.role),
        post_is_held=post.staff.is_active and post.from_at <= at and (post.until_at is None or post.until_at > at),
    )
    for field, decision in may_make(facts).items():
        decision.demand(field)
    return Token.objects.create(
        post=post,
        name=name.strip(),
        digest=digest_of(text),
        ending=text[-4:],
        scopes=sorted(facts.scopes),
        expires_at=at + timedelta(days=days),
        created_at=at,
        changed_at=at,
        changed_by=by.staff,
    )


@deed("token.manage", Category.ADMINISTRATION, justified_by="reason")
def revoke_token(*, token: Token, reason: str, by: Pass, at: datetime, version: int | None = None) -> Token:
    """Revoke a token: its next request is refused. Raises :class:`Refused` without a reason or when it is revoked already."""
    for field, decision in may_revoke(is_revoked=token.revoked_at is not None, reason=reason).items():
        decision.demand(field)
    change(
        token,
        version=version,
        by=by,
        at=at,
        reason=reason,
        revoked_at=at,
        revoked_by=by.staff,
        revoke_reason=reason.strip()[:300],
    )
    return token


@deed("account.own", Category.AUTHENTICATION)
def use_token(*, token: Token, by: Pass, at: datetime) -> Token:
    """Note the first use of a token on a day: its one sign-in of that day. Makes no new version."""
    Token.objects.filter(pk=token.pk).update(last_used_on=local_date(at))
    return token
