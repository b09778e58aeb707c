"""A worker's calendar link and reminders in their hands: shown once, no names, ended is gone, fetched too often, sent by hand."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client

from desistance.audit.models import AuditEvent
from desistance.casework.models import CalendarLink, Reminder
from desistance.foundation import clock
from desistance.foundation.reading import marked, unseen
from desistance.web.views import calendar
from tests import factories as make
from tests.cast import Cast
from tests.web.reading import text_of

Visiting = Callable[[str], Client]


@pytest.fixture(autouse=True)
def moment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: make.NOW)
    cache.clear()


@pytest.fixture
def diary(cast: Cast) -> list[Any]:
    """Priya's appointments: one to come, one at Kyle's home, one cancelled; one of Tom's; one with somebody she may not open."""
    probation, priya = cast.agencies["probation"], cast.staff["priya"]
    soon = make.NOW + timedelta(days=3)
    with marked("test"), unseen("nightly check"):
        stranger = make.person(probation, "Rhys", "Hidden")
        return [
            make.contact(cast.kyle, probation, soon, with_staff=priya, purpose="Supervision", place="Office 4"),
            make.contact(cast.kyle, probation, soon, with_staff=priya, kind="home", place="14 Bede Street"),
            make.contact(cast.kyle, probation, soon, with_staff=priya, state="cancelled", end_reason="Ill"),
            make.contact(cast.kyle, probation, soon, with_staff=cast.staff["tom"]),
            make.contact(stranger, probation, soon, with_staff=priya),
        ]


def made(client: Client, **more: str) -> str:
    page = client.post("/account/calendar/", more)
    found = re.search(r"http://testserver(/calendar/[^<]+\.ics)", page.content.decode())
    assert found, text_of(page)
    return found[1]


def test_a_calendar_fetches_times_without_names_until_the_link_ends(
    cast: Cast, diary: list[Any], visiting: Visiting
) -> None:
    client, stranger = visiting("priya"), Client()
    leads = ["/account/calendar/" in visiting(who).get("/account/").content.decode() for who in ("priya", "ana")]
    assert leads == [True, False]
    assert "You have no calendar link." in text_of(client.get("/account/calendar/"))
    address = made(client)
    assert address not in client.get("/account/calendar/").content.decode()
    answer = stranger.get(address)
    text = answer.content.decode()
    assert (answer["Content-Type"], answer["Cache-Control"]) == ("text/calendar; charset=utf-8", "no-store")
    assert ("ETag" in answer, "Set-Cookie" in answer) == (False, False)
    assert (text.count("BEGIN:VEVENT"), text.count("STATUS:CANCELLED"), text.count("LOCATION")) == (3, 1, 0)
    for word in ("Kyle", "Ashcroft", "Rhys", "Supervision", "Bede", cast.kyle.reference, "probation"):
        assert word not in text
    event = AuditEvent.objects.filter(what="calendar-file").latest("id")
    assert (event.category, event.staff, event.subjects) == ("consultation", cast.staff["priya"].pk, [cast.kyle.pk])
    with_places = made(client, shows_place="on")
    assert stranger.get(address).status_code == 404
    text = stranger.get(with_places).content.decode()
    assert ("LOCATION:Office 4" in text, "Bede" in text) == (True, False)
    assert "Calendar link ended." in text_of(client.post("/account/calendar/", {"do": "end"}, follow=True))
    assert stranger.get(with_places).status_code == 404
    with marked("test"), unseen("nightly check"):
        kept = list(CalendarLink.objects.values_list("digest", flat=True))
    assert not any(digest in with_places for digest in kept)


def test_a_link_is_gone_with_the_post_and_may_not_be_fetched_without_end(
    cast: Cast, diary: list[Any], visiting: Visiting, monkeypatch: pytest.MonkeyPatch
) -> None:
    address, stranger = made(visiting("priya")), Client()
    monkeypatch.setattr(calendar, "FETCHES_AN_HOUR", 2)
    assert [stranger.get(address).status_code for _ in range(3)] == [200, 200, 429]
    cache.clear()
    post = cast.posts["priya"]
    post.until_at = make.NOW
    post.save()
    assert stranger.get(address).status_code == 404
    assert stranger.get("/calendar/not-a-link.ics").status_code == 404
    assert visiting("ana").get("/account/calendar/").status_code == 403


def test_a_reminder_shows_its_exact_words_and_goes_only_to_a_safe_number(
    cast: Cast, diary: list[Any], visiting: Visiting
) -> None:
    client, contacts = visiting("priya"), f"/people/{cast.kyle.reference}/contacts"
    here = f"{contacts}/{diary[0].pk}/reminder/"
    cast.staff["priya"].telephone = "0191 496 0000"
    cast.staff["priya"].save()
    with marked("test"), unseen("nightly check"):
        unsafe = make.contact_detail(cast.kyle, cast.agencies["probation"], "07700900111", safe="not_asked")
    page = text_of(client.get(here))
    assert "Appointment Mon 16 March, 3:40pm. Ring 0191 496 0000 to change it." in page
    assert ("No number may be texted now." in page, "The service sends no texts." in page) == (True, True)
    with marked("test"), unseen("nightly check"):
        safe = make.contact_detail(cast.kyle, cast.agencies["probation"], "07700900321", safe="text_only")
    assert client.post(here, {"detail": str(unsafe.pk)}).status_code == 422
    done = client.post(here, {"detail": str(safe.pk)}, follow=True)
    assert "Reminder recorded as sent by hand." in text_of(done)
    with marked("test"), unseen("nightly check"):
        kept = Reminder.objects.get()
    assert (kept.text[:31], kept.detail, kept.recorded_by) == (
        "Appointment Mon 16 March, 3:40p",
        safe.pk,
        cast.staff["priya"].pk,
    )
    assert "A reminder was sent on 13 March 2026, 3:40pm." in text_of(client.get(here))
    cancelled = client.get(f"{contacts}/{diary[2].pk}/reminder/")
    assert "This appointment is over or was cancelled." in text_of(cancelled)
    assert client.get(f"{contacts}/999999/reminder/").status_code == 404
