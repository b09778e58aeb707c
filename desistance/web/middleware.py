"""The reception: who is at the door, for which agency, and what a refusal looks like."""

from collections.abc import Callable
from datetime import datetime
from urllib.parse import urlencode

from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from desistance.access.queries.passes import Visit, enter
from desistance.foundation import clock
from desistance.foundation.decisions import OnlyKnown, Refusal
from desistance.partners.queries import live_posts
from desistance.web.views import errors

OPEN_TO_ALL = ("/sign-in/", "/health/", "/static/", "/accessibility/", "/privacy/", "/help/", "/api/")
PASSWORD_STAGE = "/sign-in/second-step/"


class Reception:
    """Gives each request its clock, its posts and its pass (``request.by``); sends strangers to sign in.

    Everything is read anew for every request, so a change of role, team or restriction counts from the next one.
    A session ends after half an hour without use, or twelve hours in all.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Admit the reader, or ask them to sign in; mark the answer as never to be stored."""
        request.at = clock.now()
        request.by, request.posts = None, []
        if request.user.is_authenticated:
            if self._is_idle(request):
                logout(request)
                return self._sign_in(request, ended=True)
            self._admit(request)
        elif not request.path.startswith(OPEN_TO_ALL) and request.path != "/":
            return self._sign_in(request)
        response = self.get_response(request)
        if request.user.is_authenticated and not request.path.startswith("/static/"):
            response["Cache-Control"] = "no-store"
        return response

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Turn a refusal that reached the door into its page; pages for *know* lead to asking for access."""
        if isinstance(exception, OnlyKnown) and request.method == "GET":
            return HttpResponseRedirect(f"/people/{exception.reference}/request-access/")
        if isinstance(exception, Refusal):
            return errors.missing(request) if exception.status == 404 else errors.refusal(request, exception)
        return None

    def _is_idle(self, request: HttpRequest) -> bool:
        real = datetime.now().astimezone().timestamp()
        last = request.session.get("last_seen", real)
        request.session["last_seen"] = real if real - last > 60 or "last_seen" not in request.session else last
        return bool(real - last > settings.SESSION_IDLE_SECONDS)

    def _admit(self, request: HttpRequest) -> None:
        request.posts = live_posts(staff=request.user.pk, at=request.at)
        chosen = request.session.get("post")
        post = next((post for post in request.posts if post.pk == chosen), request.posts[0] if request.posts else None)
        if post is None:
            return
        visit = Visit(
            request_id=request.id,
            session=(request.session.session_key or "")[:8],
            address=request.META.get("REMOTE_ADDR", ""),
        )
        request.by = enter(post=post, at=request.at, visit=visit)

    def _sign_in(self, request: HttpRequest, *, ended: bool = False) -> HttpResponse:
        there = {"next": request.get_full_path()} if request.method == "GET" else {}
        return HttpResponseRedirect(f"{settings.LOGIN_URL}?{urlencode({**there, **({'ended': '1'} if ended else {})})}")
