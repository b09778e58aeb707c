"""No answer without its audit record: a trail that fails or hangs stops every answer about people, and every change (A2)."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import psycopg
import pytest
from django.test import Client

from desistance.access.models import Involvement
from desistance.audit.models import AuditEvent
from desistance.foundation import clock, postgres
from desistance.foundation.reading import marked, unseen
from tests import factories as make
from tests.cast import Cast, assemble

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
pytestmark = pytest.mark.usefixtures("plain_static_files")
LIMIT_SECONDS = 2.5  # 2 by design, and half a second for a machine that is busy with other tests


@pytest.fixture
def settled(own_database: str, monkeypatch: pytest.MonkeyPatch) -> Cast:
    """The cast, really committed."""
    monkeypatch.setattr(clock, "now", lambda: make.NOW)
    with marked("test"), unseen("nightly check"):
        return assemble()


@contextmanager
def locked(server: postgres.Server, database: str) -> Iterator[None]:
    """Another connection holds the trail's table: every insert waits."""
    with psycopg.connect(server.url("owner", database)) as other:
        other.execute("LOCK TABLE audit_auditevent IN ACCESS EXCLUSIVE MODE")
        yield
        other.rollback()


@contextmanager
def revoked(server: postgres.Server, database: str) -> Iterator[None]:
    """The app may no longer insert: as with a full disk, the insert fails at once."""
    with psycopg.connect(server.url("owner", database), autocommit=True) as owner:
        owner.execute("REVOKE INSERT ON audit_auditevent FROM desistance_app")
        yield
        owner.execute("GRANT INSERT ON audit_auditevent TO desistance_app")


def signed_in(cast: Cast, who: str) -> Client:
    client = Client(raise_request_exception=False)
    client.force_login(cast.staff[who], backend=BACKEND)
    return client


@pytest.mark.slow
@pytest.mark.parametrize("breaking", [locked, revoked], ids=["the trail hangs", "the trail fails"])
@pytest.mark.parametrize(
    "path",
    [
        "",
        *(pytest.param(path, marks=pytest.mark.full) for path in ("timeline/", "involved/", "sharing/", "access-log/")),
    ],
)
def test_no_page_about_a_person_leaves(
    settled: Cast, server: postgres.Server, own_database: str, breaking: Callable[..., object], path: str
) -> None:
    client, page = signed_in(settled, "priya"), f"/people/{settled.kyle.reference}/{path}"
    assert b"Ashcroft" in client.get(page).content
    with breaking(server, own_database):  # type: ignore[attr-defined]
        began = time.monotonic()
        response = client.get(page)
        took = time.monotonic() - began
    assert response.status_code == 503
    assert b"Ashcroft" not in response.content
    assert took < LIMIT_SECONDS


@pytest.mark.slow
@pytest.mark.parametrize("breaking", [locked, revoked], ids=["the trail hangs", "the trail fails"])
def test_nothing_changes_and_the_text_is_kept(
    settled: Cast, server: postgres.Server, own_database: str, breaking: Callable[..., object]
) -> None:
    client = signed_in(settled, "rob")
    with marked("test"), unseen("nightly check"):
        before = Involvement.objects.count()
    with breaking(server, own_database):  # type: ignore[attr-defined]
        began = time.monotonic()
        response = client.post(
            f"/people/{settled.kyle.reference}/involved/new/",
            {"kind": "police_management", "legal_ground": "prevention", "note": "Typed at length"},
        )
        took = time.monotonic() - began
    assert response.status_code == 503
    assert took < LIMIT_SECONDS
    with marked("test"), unseen("nightly check"):
        assert Involvement.objects.count() == before


@pytest.mark.slow
def test_a_prefetch_runs_nothing_and_head_is_a_look(settled: Cast) -> None:
    client, page = signed_in(settled, "priya"), f"/people/{settled.kyle.reference}/"
    before = AuditEvent.objects.count()
    assert client.get(page, headers={"Sec-Purpose": "prefetch"}).status_code == 204
    assert AuditEvent.objects.count() == before
    assert client.head(page).status_code == 200
    assert AuditEvent.objects.filter(subjects__contains=[settled.kyle.pk], category="consultation").count() == 1
