"""Sign-in events go to the audit trail from the account adapter's own hooks; nobody signs up by themselves."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest, HttpResponse

from desistance.audit.actions import write
from desistance.audit.terms import Category


class Accounts(DefaultAccountAdapter):  # type: ignore[misc]  # allauth ships no types
    """Accounts are made by an administrator; each sign-in, failure and sign-out is written down."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Never: an administrator invites staff."""
        return False

    def post_login(self, request: HttpRequest, user: Any, **kwargs: Any) -> HttpResponse:
        """Note the sign-in before the reader is sent on."""
        write(Category.AUTHENTICATION, "signed in", by=None, signed_in=user.pk, request_id=getattr(request, "id", ""))
        response: HttpResponse = super().post_login(request, user, **kwargs)
        return response

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        """Note a failed sign-in, without what was typed."""
        write(Category.AUTHENTICATION, "sign-in failed", by=None, request_id=getattr(request, "id", ""))
        super().authentication_failed(request, **credentials)

    def logout(self, request: HttpRequest) -> None:
        """Note the sign-out."""
        write(Category.AUTHENTICATION, "signed out", by=None, signed_out=request.user.pk, request_id=getattr(request, "id", ""))
        super().logout(request)
