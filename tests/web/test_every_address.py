"""Every address, for every member of the cast, about someone they see, someone they only know of and someone hidden (C2, A1, S7).

The answers are compared with the gate's own decision and the table of addresses. Whoever's name stands on a page must stand in
that page's audit event; whoever is hidden leaves no trace on any page, and hidden is byte for byte missing.
"""

import os
import re
import zlib
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from desistance.access.models import AccessExclusion, Involvement
from desistance.access.queries.passes import open_record
from desistance.audit.models import AuditEvent
from desistance.foundation import clock
from desistance.foundation.decisions import NotFound, OnlyKnown
from desistance.foundation.reading import marked, unseen
from desistance.foundation.register import HOUSE
from desistance.people.models import Name, Person
from tests import factories as make
from tests.cast import WORKERS, Cast
from tests.web.addresses import ADDRESSES, Answer

MISSING = "P-0000-00"
CANARIES = ("Seenworthy", "Knownsley", "Hiddenham")
Visiting = Callable[[str], Client]


def patterns(resolver: URLResolver, prefix: str = "/") -> Iterator[tuple[str, str]]:
    """Every pattern of the pages with its name."""
    for entry in resolver.url_patterns:
        if isinstance(entry, URLResolver):
            yield from patterns(entry, prefix + str(entry.pattern))
        elif isinstance(entry, URLPattern):
            yield entry.name or "", prefix + str(entry.pattern)


PAGES = [(name, path) for name, path in patterns(get_resolver()) if not path.startswith("/api/")]
EVERYONE = [who for who, *_ in WORKERS]
FULL = os.environ.get("DESISTANCE_TEST_FULL") == "1"
WHO = EVERYONE if FULL else ["priya", "rob", "nadia", "dan", "grace", "adam", "ana"]
"""One of each reach and duty; `run.py test --full` asks as everyone."""

EACH = len(WHO) if FULL else 2
"""By how many of them each address is asked: two, who differ from address to address."""


def filled(path: str, reference: str) -> str:
    """A path with its blanks filled in: the person's reference, and numbers and words that are nobody's."""
    path = re.sub(r"<reference:\w+>", reference, path)
    return re.sub(r"<int:\w+>", "999999", re.sub(r"<(str|slug):\w+>", "x", path))


@pytest.fixture(autouse=True)
def moment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: make.NOW)


def three_people(cast: Cast, who: str) -> dict[str, Person]:
    """For one worker: someone tied to them, someone another agency holds, and someone they are excluded from."""
    post, staff = cast.posts[who], cast.staff[who]
    people = {family: make.person(post.agency, family=family, given="Canary") for family in CANARIES}
    for family in ("Seenworthy", "Hiddenham"):
        make.involvement(people[family], post.agency, team=post.team, lead=staff, kind="community_support")
    other = "prison" if post.agency.kind != "prison" else "police"
    make.involvement(people["Knownsley"], cast.agencies[other], kind="resettlement")
    make.exclusion(people["Hiddenham"], post.agency, staff)
    return people


def decided(person: Person, cast: Cast, who: str) -> str:
    """What the gate says, asked directly."""
    try:
        open_record(reference=person.reference, by=cast.entering(who))
    except OnlyKnown:
        return "know"
    except NotFound:
        return "nothing"
    return "see"


def expected(answer: Answer, effect: str, role: str) -> tuple[int, ...]:
    """The statuses that are right for a role and an effect."""
    may = not answer.permission or role in HOUSE.permissions[answer.permission].roles
    if answer.to in ("anyone", "staff"):
        return answer.ok
    if answer.to == "post":
        return (405,)
    if answer.to == "permission":
        return (200,) if may else (403,)
    if answer.to == "record":
        return (404, 403) if may and not answer.permission else (404,) if may else (403, 404)
    if answer.first and not may:
        return (403,)
    if effect == "nothing":
        return (404,)
    if effect == "know":
        return answer.ok if answer.to == "asking" else (302,)
    return answer.ok if may else (403,)


def shown_people(body: str, people: dict[str, Person]) -> set[int]:
    """Whose name or reference stands in a page."""
    return {person.pk for family, person in people.items() if family in body or person.reference in body}


def last_event() -> int:
    event = AuditEvent.objects.order_by("-pk").first()
    return event.pk if event else 0


def noted_since(number: int) -> set[int]:
    return {person for event in AuditEvent.objects.filter(pk__gt=number) for person in event.subjects}


def without_request(response: HttpResponse, reference: str) -> bytes:
    """A response as it differs from another only in what was asked and when."""
    body = response.content.replace(reference.encode(), b"REFERENCE")
    return re.sub(rb'(name="csrfmiddlewaretoken" value="|name="once" value=")[^"]+', rb"\1", body)


def test_every_address_has_a_row_and_every_row_an_address() -> None:
    assert {name for name, _ in PAGES} == set(ADDRESSES)


def test_every_permission_of_the_table_is_registered() -> None:
    assert {answer.permission for answer in ADDRESSES.values() if answer.permission} <= set(HOUSE.permissions)


def asks(who: str, name: str) -> bool:
    """Whether an address is this worker's to ask: the same each time, and each worker's share alike."""
    return (WHO.index(who) - zlib.crc32(name.encode())) % len(WHO) < EACH


@pytest.mark.slow
@pytest.mark.parametrize("who", WHO)
def test_the_matrix(cast: Cast, visiting: Visiting, who: str) -> None:
    with marked("test"), unseen("nightly check"):
        people = three_people(cast, who)
        effects = {family: decided(person, cast, who) for family, person in people.items()}
        assert effects["Hiddenham"] == "nothing"
        rows_before = (Person.objects.count(), Involvement.objects.count(), AccessExclusion.objects.count())
    client, faults = visiting(who), []
    for name, path in PAGES:
        if not asks(who, name):
            continue
        for family in CANARIES if "<reference:" in path else CANARIES[:1]:
            faults += check(
                client, ADDRESSES[name], filled(path, people[family].reference), people, family, effects, who, cast
            )
    with marked("test"), unseen("nightly check"):
        assert (Person.objects.count(), Involvement.objects.count(), AccessExclusion.objects.count()) == rows_before
    assert faults == []


def check(client: Client, answer: Answer, path: str, people: dict[str, Person], family: str, effects: dict[str, str], who: str, cast: Cast) -> list[str]:  # fmt: skip
    """What is wrong with one answer: its status, who stands on it unnoted, who stands on it hidden, its headers."""
    before = last_event()
    response = client.get(path)
    found = []
    right = expected(answer, effects[family], cast.posts[who].role)
    if response.status_code not in right:
        found.append(f"{who} {path} ({effects[family]}): {response.status_code}, not {right}")
    body = "" if response.status_code == 302 else response.content.decode()
    shown, noted = shown_people(body.replace(path, ""), people), noted_since(before)
    if response.status_code == 200 and not shown <= noted:
        found.append(f"{who} {path}: shows people it did not note")
    if people["Hiddenham"].pk in shown or "Hiddenham" in body:
        found.append(f"{who} {path}: shows someone hidden")
    if effects[family] == "nothing" and response.status_code == 404 and family == "Hiddenham":
        missing = client.get(path.replace(people[family].reference, MISSING))
        if without_request(missing, MISSING) != without_request(response, people[family].reference):
            found.append(f"{who} {path}: hidden is not the same page as missing")
    if (
        effects[family] != "see"
        and answer.to == "person"
        and response.status_code in (302, 404)
        and people[family].pk not in noted
    ):
        found.append(f"{who} {path}: a refusal that the trail does not know of")
    if answer.to != "anyone" and response.headers.get("Cache-Control") != "no-store":
        found.append(f"{who} {path}: may be stored")
    title = re.search(r"<title>(.*?)</title>", body, re.S)
    if title and any(canary in title[1] for canary in CANARIES):
        found.append(f"{who} {path}: a name in the title")
    return found


def test_a_stranger_is_sent_to_sign_in(cast: Cast, client: Client) -> None:
    let_in = []
    for name, path in PAGES:
        response = client.get(filled(path, cast.kyle.reference))
        is_open = ADDRESSES[name].to == "anyone" and response.status_code in ADDRESSES[name].ok
        is_shut = response.status_code == 302 and response.headers["Location"].startswith("/sign-in/")
        if not (is_open or (ADDRESSES[name].to != "anyone" and is_shut)):
            let_in.append((name, response.status_code))
    assert let_in == []


def test_the_matrix_would_notice_a_page_that_forgets_the_gate(
    cast: Cast, visiting: Visiting, monkeypatch: pytest.MonkeyPatch
) -> None:
    from desistance.access.queries import passes
    from desistance.access.rules.policy import Answer as Says
    from desistance.foundation.terms import Effect

    with marked("test"), unseen("nightly check"):
        people = three_people(cast, "rob")
        effects = {family: decided(person, cast, "rob") for family, person in people.items()}
    monkeypatch.setattr(passes, "remembered", lambda *_: Says(Effect.SEE, "X"))
    path = f"/people/{people['Hiddenham'].reference}/"
    faults = check(visiting("rob"), ADDRESSES["person"], path, people, "Hiddenham", effects, "rob", cast)
    assert any("404" in fault for fault in faults)
    assert any("someone hidden" in fault for fault in faults)


def test_names_of_the_canaries_are_on_the_pages_that_should_show_them(cast: Cast, visiting: Visiting) -> None:
    with marked("test"), unseen("nightly check"):
        people = three_people(cast, "priya")
        assert Name.objects.filter(person=people["Seenworthy"]).exists()
    page: Any = visiting("priya").get(f"/people/{people['Seenworthy'].reference}/")
    assert "Seenworthy" in page.content.decode()
