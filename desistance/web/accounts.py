"""Sign-in: allauth's flow with our words, our lock-out and our audit trail; passwords, second factor and recovery codes.

Accounts are made by an administrator. Each sign-in, failure and sign-out goes to the trail from the adapter's own hooks.
"""

import time
from datetime import timedelta
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.internal.ratelimit import get_cache_key, get_rates
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.auth.tokens import default_token_generator
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.utils.http import base36_to_int, int_to_base36, url_has_allowed_host_and_scheme
from qrcode import QRCode  # type: ignore[import-untyped]

from desistance.audit.actions import write
from desistance.audit.terms import Category
from desistance.foundation.decisions import NotFound
from desistance.partners.queries import staff_member
from desistance.web import sessions
from desistance.web.received import Received
from desistance.web.templatetags.desistance import clock, counted

WRONG = "The email address or password is wrong. Check both, or use “I cannot sign in”."
LOCKED = "There were too many wrong tries. You can try again in {minutes}, at {time}."
TOO_MANY_CODES = "There were too many wrong codes. Wait 15 minutes, then try again."


class SecondFactor(DefaultMFAAdapter):
    """The second step in our words."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": "The code is wrong or too old. Enter the newest code",
    }


class Accounts(DefaultAccountAdapter):
    """Accounts are made by an administrator; each sign-in, failure and sign-out is written down."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "too_many_login_attempts": TOO_MANY_CODES,
    }

    def is_open_for_signup(self, request: Any) -> bool:
        """Never: an administrator invites staff."""
        return False

    def pre_authenticate(self, request: Any, **credentials: Any) -> None:
        """Count the try; the eleventh wrong one in 15 minutes is refused with the time at which to try again."""
        try:
            super().pre_authenticate(request, **credentials)
        except ValidationError:
            key = self._get_login_attempts_cache_key(request, **credentials)
            raise ValidationError(_locked_words(request, key)) from None

    def pre_login(self, request: Any, user: Any, **kwargs: Any) -> HttpResponse | None:
        """Remember when they signed in before, to be shown on the first page."""
        if user.last_login:
            request.session["signed_in_before"] = user.last_login.isoformat()
        response: HttpResponse | None = super().pre_login(request, user, **kwargs)
        return response

    def post_login(self, request: Any, user: Any, **kwargs: Any) -> HttpResponse:
        """Start the session's clocks, come back as the post that was left, and note the sign-in before the reader is sent on."""
        sessions.begin(request)
        request.session["second_factor"] = has_second_factor(user)
        kept = sessions.kept_for(request)
        if kept and kept["post"]:
            request.session["post"] = kept["post"]
        write(Category.AUTHENTICATION, "signed in", by=None, signed_in=user.pk, request_id=getattr(request, "id", ""))
        response: HttpResponse = super().post_login(request, user, **kwargs)
        return response

    def authentication_failed(self, request: Any, **credentials: Any) -> None:
        """Note a failed sign-in, without what was typed."""
        write(Category.AUTHENTICATION, "sign-in failed", by=None, request_id=getattr(request, "id", ""))
        super().authentication_failed(request, **credentials)

    def logout(self, request: Any) -> None:
        """Note the sign-out."""
        write(
            Category.AUTHENTICATION,
            "signed out",
            by=None,
            signed_out=request.user.pk,
            request_id=getattr(request, "id", ""),
        )
        super().logout(request)

    def add_message(self, *args: Any, **kwargs: Any) -> None:
        """Say nothing by templates that are not ours: each page says what happened."""

    def send_notification_mail(self, *args: Any, **kwargs: Any) -> None:
        """Send nothing: what happened to an account stands on its own page and in the trail."""

    def get_client_ip(self, request: Any) -> str:
        """The address that the trusted proxy saw, or the caller's own where no proxy is trusted."""
        return client_address(request)


def client_address(request: Received) -> str:
    """Who calls, as far as it can be trusted: with n trusted proxies the n-th address from the right of the forwarded list."""
    forwarded = [part.strip() for part in request.headers.get("X-Forwarded-For", "").split(",") if part.strip()]
    proxies: int = settings.PROXY_COUNT
    if proxies and len(forwarded) >= proxies:
        return forwarded[-proxies]
    return str(request.META.get("REMOTE_ADDR", ""))


def _locked_words(request: Received, key: str) -> str:
    now, waits = time.time(), [60.0]
    for rate in get_rates(app="allauth.account", action="login_failed"):
        place = get_cache_key(request, app="allauth.account", action="login_failed", rate=rate, key=key)
        tries = cache.get(place, [])
        if len(tries) >= rate.amount:
            waits.append(tries[-1] + rate.duration - now)
    minutes = int(-(-max(waits) // 60))
    return LOCKED.format(
        minutes=counted(minutes, "minute,minutes"),
        time=clock(request.at + timedelta(minutes=minutes)),
    )


def try_password(request: Received, adapter: Any, *, email: str, password: str) -> Any:
    """The account that these open, or None: for an unknown address, a wrong password and a disabled account alike.

    Raises ``ValidationError`` in words when there were too many tries.
    """
    user = adapter.authenticate(request, email=email, password=password)
    if user is not None and not user.is_active:
        adapter.authentication_failed(request)
        return None
    return user


def local_path(request: Received, *, otherwise: str) -> str:
    """Where to go on to: a path of this service that the address or form named, else ``otherwise``."""
    there = request.POST.get("next") or request.GET.get("next") or ""
    is_safe = there.startswith("/") and url_has_allowed_host_and_scheme(there, allowed_hosts=None)
    return there if is_safe and not there.startswith(("/sign-in/", "/sign-out/")) else otherwise


def first_link(staff: int) -> str:
    """The path of a first sign-in: works once, for three days, until a password is set."""
    user = staff_member(staff=staff)
    return f"/sign-in/first/{int_to_base36(staff)}/{default_token_generator.make_token(user)}/"


def holder_of(number: str, token: str) -> Any:
    """The account that a first sign-in link was made for; None when it is too old, was used, or was never made."""
    try:
        user = staff_member(staff=base36_to_int(number))
    except (ValueError, NotFound):
        return None
    return user if user.is_active and default_token_generator.check_token(user, token) else None


def has_second_factor(user: Any) -> bool:
    """Whether the account asks for a code at sign-in."""
    return Authenticator.objects.filter(user_id=user.pk, type=Authenticator.Type.TOTP).exists()


def recovery_codes(user: Any) -> list[str]:
    """The codes that have not been used; empty without a second factor."""
    found = Authenticator.objects.filter(user_id=user.pk, type=Authenticator.Type.RECOVERY_CODES).first()
    return list(found.wrap().get_unused_codes()) if found else []


def qr_path(text: str) -> tuple[int, str]:
    """A QR code as the size and path of an SVG: no image file, no inline style, so a strict policy holds."""
    code = QRCode(border=2)
    code.add_data(text)
    code.make()
    rows = code.get_matrix()
    squares = (f"M{x} {y}h1v1h-1z" for y, row in enumerate(rows) for x, is_dark in enumerate(row) if is_dark)
    return len(rows), "".join(squares)
