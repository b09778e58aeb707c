"""The reception: who is at the door, for which agency, and what a refusal looks like."""

from collections.abc import Callable
from urllib.parse import urlencode

from django.conf import settings
from django.contrib.auth import logout
from django.db import DatabaseError
from django.http import HttpResponse, HttpResponseRedirect

from desistance.access.queries.passes import Visit, enter
from desistance.foundation import clock
from desistance.foundation.decisions import OnlyKnown, Refusal
from desistance.partners.queries import live_posts
from desistance.web import accounts, sessions
from desistance.web.received import Received
from desistance.web.views import errors

OPEN_TO_ALL = (
    "/sign-in/",
    "/sign-out/",
    "/health/",
    "/static/",
    "/accessibility/",
    "/privacy/",
    "/help/",
    "/what-has-changed/",
    "/areas/",
    "/get-help/",
    "/statistics/",
    "/methods/",
    "/api/",
    "/calendar/",
)
SET_UP = "/account/second-factor/"
USE = "/account/acceptable-use/"
KEPT = "/account/kept/"
NO_ROLE = "/account/no-role/"
READING = ("GET", "HEAD", "OPTIONS")
HOLDS_THE_TEXT = (200, 302, 303, 409, 422)
WRITES_ONLY_ITS_SESSION = ("/sign-in/", "/sign-out/", "/areas/find/")


class Reception:
    """Gives each request its clock, its posts and its pass (``request.by``); sends strangers to sign in.

    Everything is read anew for every request, so a change of role, team or restriction counts from the next one.
    A session ends after half an hour without use, or twelve hours in all.
    """

    def __init__(self, get_response: Callable[[Received], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: Received) -> HttpResponse:
        """Admit the reader, or ask them to sign in; mark the answer as never to be stored."""
        request.at = clock.now()
        request.by, request.posts = None, []
        is_signed_in = request.user.is_authenticated
        greeting = self._greet(request)
        response = greeting or self.get_response(request)
        if (is_signed_in or request.user.is_authenticated) and not request.path.startswith("/static/"):
            response["Cache-Control"] = "no-store"
        if greeting is None and request.method == "POST":
            self._let_go_of_kept(request, response)
        return response

    def process_exception(self, request: Received, exception: Exception) -> HttpResponse | None:
        """Turn a refusal that reached the door into its page; pages for *know* lead to asking for access.

        A database that refuses or does not answer, the audit trail's tables among them, means that nothing was saved: 503.
        """
        if isinstance(exception, OnlyKnown) and request.method == "GET":
            return HttpResponseRedirect(f"/people/{exception.reference}/request-access/")
        if isinstance(exception, DatabaseError):
            return errors.unwritten(request)
        if isinstance(exception, Refusal):
            return errors.missing(request) if exception.status == 404 else errors.refusal(request, exception)
        return None

    def _greet(self, request: Received) -> HttpResponse | None:
        """What stands between the reader and the page, or None when nothing does."""
        if request.user.is_authenticated:
            if sessions.has_ended(request.session):
                return self._end(request)
            sessions.touch(request.session)
            self._admit(request)
            detour = self._detour(request)
            if detour is not None:
                return detour
        elif not request.path.startswith(OPEN_TO_ALL) and request.path != "/":
            return self._turn_away(request)
        return self._only_reading(request)

    def _only_reading(self, request: Received) -> HttpResponse | None:
        if not settings.READ_ONLY or request.method in READING or request.path.startswith(WRITES_ONLY_ITS_SESSION):
            return None
        return errors.read_only(request)

    def _admit(self, request: Received) -> None:
        request.posts = live_posts(staff=request.user.pk, at=request.at)
        chosen = request.session.get("post")
        post = next((post for post in request.posts if post.pk == chosen), request.posts[0] if request.posts else None)
        if post is None:
            return
        visit = Visit(
            request_id=request.id,
            session=(request.session.session_key or "")[:8],
            address=accounts.client_address(request),
        )
        request.by = enter(post=post, at=request.at, visit=visit)

    def _detour(self, request: Received) -> HttpResponse | None:
        """Where someone must go first: no role, the rules of use, a second factor."""
        if request.path.startswith(OPEN_TO_ALL):
            return None
        if request.by is None:
            return None if request.path == NO_ROLE else HttpResponseRedirect(NO_ROLE)
        there = urlencode({"next": request.get_full_path()}) if request.method in READING else ""
        if settings.ACCEPTABLE_USE_ASKED and request.user.accepted_use_at is None:
            return None if request.path == USE else HttpResponseRedirect(f"{USE}?{there}")
        if settings.SECOND_FACTOR_REQUIRED and not request.session.get("second_factor"):
            return None if request.path == SET_UP else HttpResponseRedirect(f"{SET_UP}?{there}")
        return None

    def _end(self, request: Received) -> HttpResponse:
        """The session is over: what was typed is kept for whoever typed it, and sign-in leads back to it."""
        typed = sessions.keep_typed(request)
        logout(request)
        if typed is None:
            return self._turn_away(request, ended=True)
        request.session[sessions.KEPT] = typed
        return HttpResponseRedirect(f"{settings.LOGIN_URL}?{urlencode({'next': KEPT, 'ended': '1'})}")

    def _turn_away(self, request: Received, *, ended: bool = False) -> HttpResponse:
        if request.method not in READING and not ended:
            return errors.signed_out(request)
        there = {"next": request.get_full_path()} if request.method == "GET" else {}
        return HttpResponseRedirect(f"{settings.LOGIN_URL}?{urlencode({**there, **({'ended': '1'} if ended else {})})}")

    @staticmethod
    def _let_go_of_kept(request: Received, response: HttpResponse) -> None:
        """What was kept has been sent again, and its own page now holds the text: forget it."""
        kept = request.session.get(sessions.KEPT)
        if kept and kept["path"] == request.get_full_path() and response.status_code in HOLDS_THE_TEXT:
            request.session.pop(sessions.KEPT)
