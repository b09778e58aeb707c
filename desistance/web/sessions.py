"""Sessions: how long they last, who has one where, and what was typed when one ended in mid-form.

Times here are real ones, not the demonstration's: a session is about a browser and a chair, not about the partnership's day.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.base import SessionBase
from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.http import HttpResponse
from django.middleware.csrf import CsrfViewMiddleware

from desistance.web.models import Session
from desistance.web.received import Received

TOUCH_SECONDS = 60
KEPT = "kept"
KEPT_CHARACTERS = 200_000
NEVER_KEPT = ("password", "code", "csrf", "secret", "token")
NEVER_KEPT_PATHS = ("/sign-in/", "/sign-out/", "/account/", "/acting-for/")
BROWSERS = (("Edg", "Edge"), ("Firefox", "Firefox"), ("Chrome", "Chrome"), ("Safari", "Safari"))
MACHINES = (
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Windows", "Windows"),
    ("Mac OS", "Mac"),
    ("Linux", "Linux"),
)


class SessionStore(DatabaseStore):
    """Django's database sessions, with the columns that say whose each is."""

    @classmethod
    def get_model_class(cls) -> type[Session]:
        """The table with our columns."""
        return Session

    def create_model_instance(self, data: dict[str, Any]) -> Session:
        """The row of one session; what it says of its owner stands beside the sealed data."""
        row: Any = super().create_model_instance(data)
        row.staff = int(data[SESSION_KEY]) if SESSION_KEY in data else None
        row.began_at, row.seen_at = _moment(data.get("began")), _moment(data.get("last_seen"))
        row.browser = str(data.get("browser", ""))[:60]
        made: Session = row
        return made


def _moment(seconds: float | None) -> datetime | None:
    return datetime.fromtimestamp(seconds, UTC) if seconds else None


def begin(request: Received) -> None:
    """Start the clocks of a session that has just signed in."""
    now = datetime.now(UTC).timestamp()
    request.session.update({"began": now, "last_seen": now, "browser": browser_words(request)})


def has_ended(session: SessionBase) -> bool:
    """Whether it is over: not used for half an hour, or twelve hours old however much it was used."""
    now = datetime.now(UTC).timestamp()
    idle, age = now - session.get("last_seen", now), now - session.get("began", now)
    return bool(idle > settings.SESSION_IDLE_SECONDS or age > settings.SESSION_LONGEST_SECONDS)


def touch(session: SessionBase) -> None:
    """Note that it is used, at most once a minute so that reading pages does not write each time."""
    now = datetime.now(UTC).timestamp()
    session.setdefault("began", now)
    if now - session.get("last_seen", 0) > TOUCH_SECONDS:
        session["last_seen"] = now


def browser_words(request: Received) -> str:
    """`Firefox on Windows`: enough to recognise one's own machine, never the whole header."""
    agent = request.headers.get("User-Agent", "")
    browser = next((words for sign, words in BROWSERS if sign in agent), "A browser")
    machine = next((words for sign, words in MACHINES if sign in agent), "")
    return f"{browser} on {machine}" if machine else browser


@dataclass(frozen=True, slots=True)
class SignedIn:
    """One place where someone is signed in."""

    browser: str
    began_at: datetime | None
    seen_at: datetime | None
    is_this: bool


def signed_in(*, staff: int, this: str | None) -> Sequence[SignedIn]:
    """Where a member of staff is signed in now, this browser first; sessions that have run out are not told."""
    now = datetime.now(UTC)
    rows = Session.objects.filter(staff=staff, expire_date__gt=now)
    live = [
        SignedIn(row.browser or "A browser", row.began_at, row.seen_at, row.session_key == this)
        for row in rows.order_by("-seen_at")
        if row.seen_at is None or (now - row.seen_at).total_seconds() <= settings.SESSION_IDLE_SECONDS
    ]
    return sorted(live, key=lambda place: not place.is_this)


def end_others(*, staff: int, this: str | None) -> int:
    """Remove every other session of a member of staff; returns how many there were."""
    found = Session.objects.filter(staff=staff).exclude(session_key=this)
    return found.delete()[0]


def keep_typed(request: Received) -> dict[str, Any] | None:
    """What a form sent after its session had ended, to be shown again once the same person has signed in.

    It is kept on the server for that member of staff alone, with the post they were acting in. Passwords, codes and files are
    never kept; nor is anything that another site sent, which the form's token proves.
    """
    if request.method != "POST" or request.path.startswith(NEVER_KEPT_PATHS) or not _is_ours(request):
        return None
    fields = {
        name: values for name, values in request.POST.lists() if not any(word in name.lower() for word in NEVER_KEPT)
    }
    if sum(len(value) for values in fields.values() for value in values) > KEPT_CHARACTERS:
        return None
    return {
        "staff": request.user.pk,
        "path": request.get_full_path(),
        "fields": fields,
        "post": request.session.get("post"),
        "had_files": bool(request.FILES),
    }


def _is_ours(request: Received) -> bool:
    checked: Any = CsrfViewMiddleware(lambda request: HttpResponse())
    return checked.process_view(request, None, (), {}) is None


def kept_for(request: Received) -> dict[str, Any] | None:
    """What was kept, if it is this member of staff's own; what was kept for someone else is thrown away unseen."""
    kept: dict[str, Any] | None = request.session.get(KEPT)
    if kept is None or kept["staff"] == request.user.pk:
        return kept
    request.session.pop(KEPT)
    return None
