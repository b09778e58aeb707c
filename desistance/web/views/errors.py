"""Answers of no, as pages: what happened, what to do, and never a traceback."""

import logging
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from desistance.foundation.decisions import OnlyKnown, Refusal

log = logging.getLogger("web")

HEADINGS = {
    400: "There is a problem with what was sent",
    403: "You cannot do this",
    404: "Page not found",
    409: "Someone else changed this while you were working",
    422: "There is a problem",
    500: "There is a problem with the service",
    503: "The service is not available",
}


def page(request: HttpRequest, status: int, words: str = "", **more: Any) -> HttpResponse:
    """One error page; ``words`` say what to do next. Never cached."""
    context = {"heading": HEADINGS.get(status, HEADINGS[500]), "words": words, "status": status, **more}
    response = render(request, "errors/error.html", context, status=status)
    response["Cache-Control"] = "no-store"
    return response


def refusal(request: HttpRequest, refused: Refusal) -> HttpResponse:
    """The page for a refusal that no view has turned into something better."""
    if isinstance(refused, OnlyKnown):
        return closed(request, refused)
    return page(request, refused.status, refused.words, versions=getattr(refused, "versions", None))


def closed(request: HttpRequest, known: OnlyKnown) -> HttpResponse:
    """A form about a record that has closed in the meantime (access given, or an emergency, has ended): its text is kept."""
    hidden = ("csrf", "password", "code", "once", "version")
    typed = {name: value for name, value in request.POST.items() if not any(word in name.lower() for word in hidden)}
    words = (
        "This record is closed to you now, so nothing was saved. What you typed is below: copy it, then ask for access."
    )
    return page(request, 403, words, typed=typed, ask_url=f"/people/{known.reference}/request-access/")


def missing(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Missing or hidden: the same page, byte for byte."""
    return page(request, 404, "Check the address, or search for what you need.")


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Not allowed for a reason that concerns no person."""
    return page(request, 403, str(exception) if isinstance(exception, Refusal) else "Ask your team manager who can.")


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """The request could not be read."""
    return page(request, 400, "Go back, copy your text, reload the page and try again.")


def unwritten(request: HttpRequest) -> HttpResponse:
    """The database did not take it, or its audit record: nothing was saved. The text is shown again, to copy."""
    hidden = ("csrfmiddlewaretoken", "password", "code", "once")
    typed = {name: value for name, value in request.POST.items() if name not in hidden}
    log.error("database_refused", exc_info=True)
    return page(
        request, 503, "Nothing has been saved. Wait a minute and try again. What you typed is below.", typed=typed
    )


def broken(request: HttpRequest) -> HttpResponse:
    """A fault of ours."""
    return page(request, 500, "Nothing was half-saved. Go back, copy your text and try again in a few minutes.")


def expired_form(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The form's token is too old (a session that ended in mid-form): the text that was typed is shown again to copy."""
    typed = {
        name: value for name, value in request.POST.items() if name not in ("csrfmiddlewaretoken", "password", "code")
    }
    return page(
        request,
        403,
        "This form was open for too long, or you signed in again elsewhere. What you typed is below: "
        "copy it, go back and send it again.",
        typed=typed,
    )


def signed_out(request: HttpRequest) -> HttpResponse:
    """A form was sent by someone who is no longer signed in and cannot be told apart: what they typed is shown again to copy."""
    hidden = ("csrf", "password", "code", "secret", "token")
    typed = {name: value for name, value in request.POST.items() if not any(word in name.lower() for word in hidden)}
    words = "You are signed out, so nothing was saved. What you typed is below: copy it, sign in, and send it again."
    return page(request, 403, words, typed=typed, sign_in=True)


def read_only(request: HttpRequest) -> HttpResponse:
    """The service can be read and not changed, for a while."""
    words = (
        "The service can be read but not changed at the moment, so nothing was saved. What you typed is below: copy it."
    )
    typed = {name: value for name, value in request.POST.items() if name != "csrfmiddlewaretoken"}
    answer = page(request, 503, words, typed=typed)
    answer["Retry-After"] = "600"
    return answer
