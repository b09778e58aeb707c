"""Who is calling: a token, read anew at each request, becomes the pass of its post, narrowed to the token's scopes."""

import re
from datetime import datetime
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest
from ninja.security import HttpBearer

from desistance.access.queries.passes import Visit, enter, narrowed
from desistance.api.problems import problem
from desistance.audit.actions import write
from desistance.audit.terms import Category
from desistance.foundation.calendar import local_date
from desistance.foundation.passes import Pass
from desistance.partners.actions.tokens import use_token
from desistance.partners.queries import token_presented
from desistance.partners.rules.tokens import READ, digest_of, is_token

REFUSALS_A_MINUTE = 60
"""How many wrong tokens one address may send in a minute before it waits: an agency's systems may share one address."""
ETAG = re.compile(r'"([1-9][0-9]{0,8})"')
KEY = re.compile(r"[A-Za-z0-9_-]{1,100}")
KEY_WORDS = "Send Idempotency-Key: 1 to 100 letters, numbers, - or _, new for each thing you make."


class Asked(HttpRequest):
    """A request that was admitted: with its pass, its moment, its token and (for a change) the version it was read at."""

    id: str
    by: Pass
    at: datetime
    token: Any
    version: int


class NotAdmitted(Exception):
    """A call that goes no further. ``kind`` is a kind of problem; ``wait`` are seconds after which to try again."""

    def __init__(self, kind: str, detail: str, *, wait: int = 0) -> None:
        super().__init__(kind)
        self.kind, self.detail, self.wait = kind, detail, wait

    def answer(self) -> Any:
        """The answer to send."""
        told = problem(self.kind, self.detail)
        if self.wait:
            told["Retry-After"] = str(self.wait)
        return told


class Bearer(HttpBearer):
    """``Authorization: Bearer``: admits a token for one operation. Nothing else signs in here, no cookie and no session."""

    def __init__(
        self,
        permission: str,
        *,
        is_question: bool,
        needs_version: bool = False,
        needs_key: bool = False,
        most_a_minute: int = 0,
    ) -> None:
        super().__init__()
        self.permission, self.is_question = permission, is_question
        self.needs_version, self.needs_key = needs_version, needs_key
        self.most_a_minute = most_a_minute

    def authenticate(self, request: HttpRequest, token: str) -> Any:
        """Admit the bearer, or raise :class:`NotAdmitted` or ``NotPermitted``; the request then carries pass and token."""
        asked: Any = request
        found = _token(asked, token)
        count(f"token {found.pk}", settings.API_CALLS_A_MINUTE)
        visit = Visit(request_id=asked.id, session=f"token {found.pk}", address=_address(asked))
        by = enter(post=found.post, at=asked.at, visit=visit)
        if found.last_used_on != local_date(asked.at):
            use_token(token=found, by=by, at=asked.at)
        asked.by, asked.token = self._within(found.scopes, by), found
        asked.version = _version(asked) if self.needs_version else 0
        if self.needs_key and not KEY.fullmatch(asked.headers.get("Idempotency-Key", "")):
            raise NotAdmitted("key-missing", KEY_WORDS)
        if self.most_a_minute:
            count(f"{self.permission} staff {by.staff}", self.most_a_minute)
        return found

    def _within(self, scopes: list[str], by: Pass) -> Pass:
        if self.permission:
            by.demand(self.permission)
        if (READ if self.is_question else self.permission) not in scopes:
            scope = READ if self.is_question else self.permission
            raise NotAdmitted("scope-missing", f"Make a token with the scope {scope}, or use another operation.")
        return by if self.is_question else narrowed(by=by, to=scopes)


def _token(request: Any, text: str) -> Any:
    refusals = f"refused {_address(request)}"
    if _counted(refusals) >= REFUSALS_A_MINUTE:
        raise NotAdmitted("too-many-calls", "Too many wrong tokens came from this address. Wait a minute.", wait=60)
    found = token_presented(digest=digest_of(text), at=request.at) if is_token(text) else None
    if found is None:
        count(refusals, REFUSALS_A_MINUTE)
        write(Category.AUTHENTICATION, "token refused", by=None, request_id=request.id)
        raise NotAdmitted(
            "not-signed-in", "This token is unknown, has expired or was revoked. Ask your administrator for another."
        )
    return found


def _version(request: HttpRequest) -> int:
    sent = request.headers.get("If-Match", "").strip()
    if sent in ("", "*"):
        words = (
            'Read the record, and send If-Match with the ETag of that answer, such as "3". So nobody\'s change is lost.'
        )
        raise NotAdmitted("version-missing", words)
    found = ETAG.fullmatch(sent)
    if found is None:
        raise NotAdmitted("not-readable", 'If-Match must be one version in quotation marks, such as "3".')
    return int(found[1])


def count(name: str, most: int) -> None:
    """Count one call in this minute, in the cache that all processes share."""
    if _counted(name) >= most:
        raise NotAdmitted(
            "too-many-calls", f"At most {most} calls a minute. Wait a minute, then go on more slowly.", wait=60
        )
    key = _key(name)
    if not cache.add(key, 1, timeout=120):
        cache.incr(key)


def _counted(name: str) -> int:
    return int(cache.get(_key(name), 0))


def _key(name: str) -> str:
    minute = int(datetime.now().astimezone().timestamp() // 60)
    return f"api {name} {minute}".replace(" ", ":")


def _address(request: HttpRequest) -> str:
    forwarded = [part.strip() for part in request.headers.get("X-Forwarded-For", "").split(",") if part.strip()]
    proxies: int = settings.PROXY_COUNT
    if proxies and len(forwarded) >= proxies:
        return forwarded[-proxies]
    return str(request.META.get("REMOTE_ADDR", ""))
