"""The wall: nothing of the victims' side stands on any page, list, count, timeline, export, answer or trail of the other side.

Quick by default: those who stand nearest to Leanne. ``run.py test --full`` asks as the whole cast.
"""

import os
import re
from collections.abc import Callable

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import get_resolver

from desistance.access.queries.filters import kinds_of_work
from desistance.access.queries.involved import kinds_for, who_is_involved
from desistance.access.queries.scope import entries_known, entries_seen
from desistance.api.operation import OPERATIONS
from desistance.audit.models import AuditEvent
from desistance.desk.queries.timeline import timeline_page
from desistance.foundation.decisions import NotFound, OnlyKnown
from desistance.foundation.register import HOUSE
from desistance.restorative.models import Telling, Victim, VictimSaid
from desistance.web.views.frame import TABS
from tests import factories as make
from tests.api.conftest import Caller
from tests.cast import WORKERS
from tests.restorative.conftest import CANARIES, Matter
from tests.web.test_every_address import patterns

FULL = os.environ.get("DESISTANCE_TEST_FULL") == "1"
NEAR = [who for who, *_ in WORKERS] if FULL else ["nadia"]
LISTS = ("/home/", "/people/", "/checkpoint/", "/notices/", "/search/", "/recent/", "/victims/to-tell/")
WALLED = ("restorative.Victim", "restorative.VictimSaid", "restorative.Telling")
Visiting = Callable[[str], Client]


@pytest.fixture
def visiting(matter: Matter) -> Visiting:
    """A browser that is signed in as someone of the cast."""

    def sign_in(who: str) -> Client:
        client = Client()
        client.force_login(matter.cast.staff[who], backend="allauth.account.auth_backends.AuthenticationBackend")
        return client

    return sign_in


def found_in(text: str) -> list[str]:
    return [canary for canary in CANARIES if canary.lower() in text.lower()]


def addresses(matter: Matter) -> list[str]:
    """Tabs of Leanne's record, her matter and the lists; with --full every page of a person and every list."""
    here = f"/people/{matter.leanne.reference}/"
    if not FULL:
        return [*(f"{here}{path}" for _, _, path, _, _ in TABS), f"{here}checkpoint/{matter.arrest.pk}/", *LISTS]
    paths = {path for _, path in patterns(get_resolver()) if not path.startswith("/api/")}
    filled = {re.sub(r"<reference:\w+>", matter.leanne.reference, path) for path in paths}
    return sorted(path for path in filled if "<" not in path and "sign-out" not in path)


@pytest.mark.parametrize("who", NEAR)
def test_no_page_shows_anything_of_whoever_was_harmed(matter: Matter, visiting: Visiting, who: str) -> None:
    client = visiting(who)
    for path in addresses(matter):
        body = client.get(path).content.decode(errors="replace")
        assert found_in(body) == [], (who, path)
        assert path == "/admin/users/" or "Vic</" not in body, (who, path)
    for text in ("Quillfeather", "Zenobia", "07700 900998"):
        assert "Leanne" not in client.get(f"/search/?q={text}").content.decode(), (who, text)


@pytest.mark.parametrize("who", NEAR)
def test_the_api_tells_nothing_of_whoever_was_harmed(matter: Matter, who: str) -> None:
    caller = Caller(matter.cast, who)
    for told in OPERATIONS.values():
        is_asked = "{reference}" in told.path or "{" not in told.path
        if told.method == "GET" and is_asked and told.path.count("{") < 2:
            path = re.sub(r"{\w+}", matter.leanne.reference, told.path)
            answer = caller.call("GET", path)
            body = b"".join(answer.streaming_content).decode() if answer.streaming else answer.content.decode()
            assert found_in(body) == [], (who, path)


def test_hidden_and_missing_are_one_answer_byte_for_byte(matter: Matter, visiting: Visiting) -> None:
    make.involvement(
        matter.leanne, matter.cast.agencies["probation"], kind="victim_contact", team=matter.cast.teams["vera"]
    )
    telling = Telling.objects.filter(state="due").first()
    assert telling is not None
    real = {
        f"/victims/{matter.victim.pk}/": "/victims/999999/",
        f"/victims/{matter.victim.pk}/change/": "/victims/999999/change/",
        f"/victims/tell/{telling.pk}/": "/victims/tell/999999/",
        f"/victims/asked/{matter.view.pk}/": "/victims/asked/999999/",
    }

    def bare(answer: HttpResponse) -> str:
        return re.sub(r"\b[\w-]{64}\b|/victims/[\w/]*|nonce-?=?\"?[\w-]+", "", answer.content.decode())

    for who, status in (("nadia", 403), ("priya", 403), ("vera", 404)):
        client = visiting(who)
        for path, missing in real.items():
            one, other = client.get(path), client.get(missing)
            assert (one.status_code, other.status_code) == (status, status), (who, path)
            assert bare(one) == bare(other), (who, path)
    words = visiting("nadia").get(f"/victims/{matter.victim.pk}/").content.decode()
    assert "Victim contact at Durham police can help" in words


@pytest.mark.parametrize("who", [who for who, *_ in WORKERS])
def test_no_one_of_the_cast_sees_or_knows_of_a_walled_entry(matter: Matter, who: str) -> None:
    try:
        by = matter.cast.opening(who, matter.leanne)
    except (NotFound, OnlyKnown):
        return
    for model, label in zip((Victim, VictimSaid, Telling), WALLED, strict=True):
        rows = model.objects.filter(entries_seen(by, label) | entries_known(by, label))
        assert list(rows.values_list("pk", flat=True)) == [], (who, label)


def test_lists_and_counts_do_not_name_the_work_with_victims(matter: Matter) -> None:
    nadia, vic = matter.cast.opening("nadia", matter.leanne), matter.cast.opening("vic", matter.leanne)
    assert [one.kind for one in who_is_involved(by=nadia).open if "ictim" in one.kind] == []
    assert [one.kind for one in who_is_involved(by=vic).open if "ictim" in one.kind] == ["Victim contact"]
    assert "victim_contact" not in dict(kinds_of_work(matter.cast.entering("nadia")))
    assert "victim_contact" in dict(kinds_of_work(matter.cast.entering("vic")))
    assert "victim_contact" not in dict(kinds_for("police"))


def test_the_timeline_has_the_neutral_line_alone(matter: Matter) -> None:
    told = {}
    for who in ("nadia", "vic"):
        by = matter.cast.opening(who, matter.leanne)
        told[who] = [(one.kind, one.title) for one in timeline_page(by=by, size=50).entries if "ictim" in one.kind]
    assert told["nadia"] == [("Victim contact", "Victim's view recorded")]
    assert len(told["vic"]) > len(told["nadia"])


def test_the_trail_of_the_other_side_names_nobody_who_works_with_victims(matter: Matter, visiting: Visiting) -> None:
    visiting("vic").get(f"/victims/{matter.victim.pk}/")
    assert AuditEvent.objects.filter(subjects__contains=[matter.leanne.pk], staff=matter.cast.staff["vic"].pk).exists()
    body = visiting("nadia").get(f"/people/{matter.leanne.reference}/access-log/").content.decode()
    assert "A worker not named here" in body
    assert "Vic" not in re.sub(r"Victim|victim", "", body)
    assert "victim information" not in body


def test_what_is_walled_is_withheld_on_request_and_moves_with_the_record(matter: Matter) -> None:
    for label in WALLED:
        holding = HOUSE.holdings[label]
        assert holding.on_request.startswith("withhold: information about somebody else")
        assert holding.on_merge == "move"
