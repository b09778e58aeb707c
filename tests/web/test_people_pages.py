"""The pages of finding, adding and joining people, in a worker's hands (A3, B6, B7, B18, J12)."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from desistance.audit.models import AuditEvent
from desistance.foundation import clock
from desistance.foundation.reading import marked, unseen
from desistance.people.models import Address, Identifier, Merge, Name, Pair, Person
from tests import factories as make
from tests.cast import Cast

Visiting = Callable[[str], Client]


class Moving:
    """The clock that the doors read, moved by hand."""

    now = make.NOW


@pytest.fixture(autouse=True)
def moment(monkeypatch: pytest.MonkeyPatch) -> Moving:
    moving = Moving()
    monkeypatch.setattr(clock, "now", lambda: moving.now)
    return moving


@contextmanager
def setting() -> Iterator[None]:
    """For what a test itself writes and reads; never around a request, whose looks must be noted."""
    with marked("test"), unseen("nightly check"):
        yield


@pytest.fixture
def kyle(cast: Cast) -> Person:
    """Kyle with a well-formed reference, a CRN, a phone and an address."""
    with setting():
        Person.objects.filter(pk=cast.kyle.pk).update(reference="P-7K3M-Q2")
        cast.kyle.refresh_from_db()
        make.identifier(cast.kyle, cast.agencies["probation"])
        make.contact_detail(cast.kyle, cast.agencies["probation"], "+447700900321")
        make.address(cast.kyle, cast.agencies["probation"], postcode="DL14 7AB")
    return cast.kyle


@pytest.fixture
def kile(cast: Cast, kyle: Person) -> Person:
    """Kyle again, held by police under another spelling, with the same PNC number."""
    police = cast.agencies["police"]
    with setting():
        person = make.person(police, "Kile", "Ashcroft", date(1998, 6, 24))
        make.involvement(person, police, kind="police_management", lead=cast.staff["rob"])
        for one in (kyle, person):
            make.identifier(one, police, "pnc", "2004/0000712J")
    return person


def text(response: Any) -> str:
    body = re.sub(r"<(script|style).*?</\1>", "", response.content.decode(), flags=re.S)
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", body.split("<main", 1)[-1])).replace("&#x27;", "'")


def searched(client: Client, words: str) -> Any:
    sent = client.post("/search/", {"words": words})
    assert sent.status_code == 302, text(sent)
    return client.get(sent["Location"])


def test_search_is_posted_and_the_words_are_in_no_address_or_title(
    cast: Cast, kyle: Person, visiting: Visiting
) -> None:
    client = visiting("priya")
    sent = client.post("/search/", {"words": "Kile Ashcroft"})
    assert re.fullmatch(r"/search/results/[\w-]+/", sent["Location"])
    page = client.get(sent["Location"])
    assert "1 result for 'Kile Ashcroft' in people" in text(page)
    assert "Ashcroft, Kyle" in text(page)
    assert "24 June 1998 (27 years)" in text(page)
    assert "Matched on: sounds like" in text(page)
    assert "Held by Durham probation" in text(page)
    title = re.search(r"<title>(.*?)</title>", page.content.decode(), re.S)
    assert title is not None
    assert title[1].strip() == "Search - Desistance"
    with setting():
        event = AuditEvent.objects.filter(category="consultation").latest("id")
    assert (event.what, event.subjects) == ("search-results", [kyle.pk])


def test_results_are_their_owners_alone_and_for_half_an_hour(kyle: Person, visiting: Visiting, moment: Moving) -> None:
    client = visiting("priya")
    there = client.post("/search/", {"words": "Ashcroft"})["Location"]
    assert visiting("rob").get(there).status_code == 404
    moment.now += timedelta(minutes=29)
    assert client.get(there).status_code == 200
    moment.now += timedelta(minutes=2)
    old = client.get(there)
    assert "more than 30 minutes old" in text(old)
    assert "Ashcroft, Kyle" not in text(old)


@pytest.mark.parametrize("typed", ["X482913", "crn: x482913", "p7k3mq2"])
def test_a_whole_number_opens_the_record(cast: Cast, kyle: Person, visiting: Visiting, typed: str) -> None:
    assert searched(visiting("priya"), typed)["Location"] == "/people/P-7K3M-Q2/"


@pytest.mark.parametrize("typed", ["", "   ", "?!"])
def test_nothing_to_look_for_says_what_to_enter(cast: Cast, visiting: Visiting, typed: str) -> None:
    client = visiting("priya")
    sent = client.post("/search/", {"words": typed})
    page = client.get(sent["Location"]) if sent.status_code == 302 else sent
    assert page.status_code == 422
    assert "Enter a name, date of birth or number" in text(page)
    assert "Error: Search" in page.content.decode()


def test_nobody_found_gives_tips_and_a_way_on(cast: Cast, visiting: Visiting) -> None:
    page = text(searched(visiting("priya"), "Zygmunt Bexwoodby"))
    assert "0 results for 'Zygmunt Bexwoodby' in people" in page
    assert "Try fewer letters" in page
    assert "Add a person" in page
    assert "Add a person" not in text(searched(visiting("grace"), "Zygmunt Bexwoodby"))


def test_whom_another_agency_holds_is_a_row_with_year_and_holder_only(
    cast: Cast, kyle: Person, visiting: Visiting
) -> None:
    page = searched(visiting("rob"), "kyle ashcroft")
    assert "Born in 1998" in text(page)
    assert "24 June" not in text(page)
    assert "/people/P-7K3M-Q2/request-access/" in page.content.decode()


def test_a_restricted_person_is_a_row_without_a_name(cast: Cast, kyle: Person, visiting: Visiting) -> None:
    with setting():
        make.restriction(kyle, cast.agencies["probation"], cast.staff["tom"])
    page = searched(visiting("priya"), "ashcroft")
    assert "Restricted person" in text(page)
    assert "Kyle" not in text(page)
    assert "1998" not in text(page)
    hidden, nobody = (text(searched(visiting("uma"), words)) for words in ("ashcroft", "axhcroft"))
    assert hidden == nobody.replace("axhcroft", "ashcroft")


@pytest.mark.parametrize("who", ["ana", "adam", "bea"])
@pytest.mark.parametrize("address", ["/search/", "/people/", "/people/new/", "/data/matches/"])
def test_roles_that_open_no_record_are_told_whom_to_ask(cast: Cast, visiting: Visiting, who: str, address: str) -> None:
    assert visiting(who).get(address).status_code == 403


def test_the_case_list_is_in_order_of_name_and_pages_by_key(cast: Cast, kyle: Person, visiting: Visiting) -> None:
    with setting():
        for number in range(60):
            person = make.person(cast.agencies["probation"], "Ann", f"Bell{number:02d}")
            make.involvement(person, cast.agencies["probation"], team=cast.teams["east"], lead=cast.staff["priya"])
    client = visiting("priya")

    def page(url: str) -> tuple[str, str]:
        with CaptureQueriesContext(connection) as ran:
            shown = client.get(url)
        counts.append(len(ran))
        return text(shown), shown.content.decode()

    counts: list[int] = []
    client.get("/people/")
    first, body = page("/people/")
    assert "Ashcroft, Kyle" in first
    assert "Bell23, Ann" in first
    assert "Bell24, Ann" not in first
    assert "Probation supervision" in first
    following = re.search(r'href="(\?[^"]*after=[^"]*)"', body)
    assert following is not None
    second, body = page(f"/people/{following[1].replace('&amp;', '&')}")
    assert "Bell24, Ann" in second
    assert "Bell48, Ann" in second
    back = re.search(r'href="(\?[^"]*before=[^"]*)"', body)
    assert back is not None
    assert page(f"/people/{back[1].replace('&amp;', '&')}")[0].count("Bell") == first.count("Bell")
    assert counts == [counts[0], counts[0] + 1, counts[0] + 1]
    assert "nobody" not in text(client.get("/people/?whose=team"))
    assert "Kyle" not in text(client.get("/people/?kind=resettlement"))


def test_the_case_list_of_someone_new_says_what_to_do(cast: Cast, visiting: Visiting) -> None:
    assert "You have no people assigned" in text(visiting("olu").get("/people/"))


def looked(client: Client, **typed: str) -> Any:
    sent = client.post("/people/new/", {"given": "", "family": "", "number": "", **typed})
    return client.get(sent["Location"]) if sent.status_code == 302 else sent


WORK = {"kind": "supervision", "legal_ground": "court_order"}


def test_adding_looks_first_and_then_begins_the_agencys_work(cast: Cast, kyle: Person, visiting: Visiting) -> None:
    client = visiting("priya")
    page = looked(
        client, given="Shannon", family="Tweddle", **{"born-day": "17", "born-month": "12", "born-year": "1994"}
    )
    assert "No match" in text(page)
    (there,) = re.findall(r'href="(/people/new/[\w-]+/form/)"', page.content.decode())
    form = client.get(there).content.decode()
    assert 'value="Tweddle"' in form
    once = re.search(r'name="once"[^>]*value="([^"]+)"', form)
    assert once is not None
    typed = {
        "given": "Shannon", "family": "Tweddle", "born_on": "", "born-day": "17", "born-month": "12",
        "born-year": "1994", "pnc": "2004/1Z", "address_kind": "no_fixed", "once": once[1], **WORK,
        "team": str(cast.teams["east"].pk), "lead": str(cast.staff["priya"].pk),
    }  # fmt: skip
    saved = client.post(there, typed)
    assert saved.status_code == 302, text(saved)
    assert client.get(saved["Location"]).status_code == 200
    client.post(there, typed)
    with setting():
        assert Name.objects.filter(family="Tweddle").count() == 1
        number = Identifier.objects.get(raw="2004/1Z")
        assert not number.is_well_formed
        assert Address.objects.filter(person=number.person, kind="no_fixed").exists()


@pytest.mark.parametrize(
    ("typed", "heading"),
    [
        ({"given": "Kyle", "family": "Ashcroft"}, "Possible match"),
        ({"given": "Someone", "number": "X482913"}, "Already known"),
        ({"given": "Zygmunt", "family": "Bexwoodby"}, "No match"),
    ],
)
def test_each_outcome_has_its_name(cast: Cast, kyle: Person, visiting: Visiting, typed: dict, heading: str) -> None:
    assert heading in text(looked(visiting("rob"), **typed))


def test_a_hidden_person_makes_no_difference_to_who_adds(cast: Cast, kyle: Person, visiting: Visiting) -> None:
    client = visiting("uma")
    hidden = text(looked(client, given="Kyle", family="Ashcroft", number="X482913"))
    nobody = text(looked(client, given="Kzle", family="Axhcroft", number="X482999"))
    assert hidden == nobody.replace("Kzle Axhcroft", "Kyle Ashcroft")
    assert "No match" in hidden


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({}, "Enter a first name or a last name"),
        ({"given": "A", "born-day": "31", "born-month": "2", "born-year": "1990"}, "Date of birth"),
    ],
)
def test_what_is_wrong_is_said_at_the_form(cast: Cast, visiting: Visiting, typed: dict, words: str) -> None:
    page = looked(visiting("priya"), **typed)
    assert page.status_code == 422
    assert words in text(page)


def test_details_show_each_word_with_its_source_and_numbers_covered(
    cast: Cast, kyle: Person, visiting: Visiting
) -> None:
    page = visiting("priya").get("/people/P-7K3M-Q2/details/")
    said = text(page)
    assert "Durham probation" in said
    assert "14 Bede Street, DL14 7AB" in said
    assert "since 2 Feb 2026" in said
    assert "Not asked whether it is safe" in said
    assert "X482913" not in page.content.decode()
    assert "07700900321" not in page.content.decode()


def test_a_covered_number_is_shown_once_it_is_asked_for(cast: Cast, kyle: Person, visiting: Visiting) -> None:
    with setting():
        number = Identifier.objects.get(person=kyle)
    client = visiting("priya")
    client.post(
        f"/people/P-7K3M-Q2/show/number/{number.pk}/",
        headers={"referer": "http://testserver/people/P-7K3M-Q2/details/"},
    )
    assert "X482913" in client.get("/people/P-7K3M-Q2/details/").content.decode()
    assert "X482913" not in client.get("/people/P-7K3M-Q2/details/").content.decode()


def test_a_number_that_was_asked_for_on_someone_else_s_record_stays_covered(
    cast: Cast, kyle: Person, visiting: Visiting
) -> None:
    with setting():
        number = Identifier.objects.get(person=kyle)
        other = make.person(cast.agencies["probation"], "Dean", "Scott")
        make.involvement(other, cast.agencies["probation"], team=cast.teams["east"])
    client = visiting("priya")
    client.post(f"/people/{other.reference}/show/number/{number.pk}/")
    for page in ("details/", ""):
        assert "X482913" not in client.get(f"/people/P-7K3M-Q2/{page}").content.decode()


@pytest.mark.parametrize(
    ("kind", "typed", "shown"),
    [
        ("name", {"kind": "alias", "given": "Ky", "family": "Reid"}, "Ky Reid"),
        ("birth_date", {"born_on-year": "1998"}, "1998"),
        ("identifier", {"kind": "pnc", "text": "2004/0000712J"}, "PNC number"),
        ("address", {"kind": "also_stays_at", "lines": "3 Chapel Row", "postcode": "dl14 7ab"}, "3 Chapel Row"),
        ("contact_detail", {"kind": "email", "text": "ky@example.org", "safe": "no_messages"}, "ky@example.org"),
        ("equality", {"kind": "language", "value": "Polish"}, "Polish"),
    ],
)
def test_facts_are_added_one_form_each(kyle: Person, visiting: Visiting, kind: str, typed: dict, shown: str) -> None:
    client = visiting("priya")
    address = f"/people/P-7K3M-Q2/details/{kind}/new/"
    assert client.get(address).status_code == 200
    saved = client.post(address, typed)
    assert saved.status_code == 302, text(saved)
    assert shown in text(client.get(saved["Location"]))


@pytest.mark.parametrize(
    ("kind", "typed", "words"),
    [
        ("name", {"kind": "alias"}, "Enter a first name or a last name"),
        ("address", {"kind": "main", "lines": "1 High Street", "postcode": "ZZ1 1AA"}, "No postcode begins with ZZ"),
        ("contact_detail", {"kind": "mobile", "text": "mum", "safe": "safe"}, "Phone number must be like"),
    ],
)
def test_what_cannot_be_stated_keeps_the_form(
    kyle: Person, visiting: Visiting, kind: str, typed: dict, words: str
) -> None:
    page = visiting("priya").post(f"/people/P-7K3M-Q2/details/{kind}/new/", typed)
    assert page.status_code == 422
    assert words in text(page)
    assert all(
        f'value="{value}"' in page.content.decode() or value in page.content.decode() for value in typed.values()
    )


def test_a_fact_is_withdrawn_by_its_own_agency_and_another_is_chosen(
    cast: Cast, kyle: Person, visiting: Visiting
) -> None:
    with setting():
        theirs = make.name(kyle, cast.agencies["police"], "Kile", "Ashcroft", kind="current", said_at=make.NOW)
        ours = Name.objects.get(person=kyle, given="Kyle")
    client = visiting("priya")
    assert "Agencies say different things" in text(client.get("/people/P-7K3M-Q2/details/"))
    chosen = client.post(f"/people/P-7K3M-Q2/details/name/{ours.pk}/choose/", follow=True)
    assert "Chosen." in text(chosen)
    refused = client.post(f"/people/P-7K3M-Q2/details/name/{theirs.pk}/withdraw/", follow=True)
    assert "Only the agency that said this" in text(refused)
    with setting():
        address = Address.objects.get(person=kyle)
    assert "Withdrawn." in text(client.post(f"/people/P-7K3M-Q2/details/address/{address.pk}/withdraw/", follow=True))
    assert visiting("priya").get("/people/P-7K3M-Q2/details/shoes/new/").status_code == 404


def test_the_details_of_a_hidden_person_are_missing(cast: Cast, kyle: Person, visiting: Visiting) -> None:
    assert visiting("uma").get("/people/P-7K3M-Q2/details/").status_code == 404


def compared(client: Client, one: Person, other: Person) -> Any:
    return client.get(f"/data/matches/{one.reference}/{other.reference}/")


def decided(client: Client, one: Person, other: Person, **typed: str) -> Any:
    once = re.search(r'name="once"[^>]*value="([^"]+)"', compared(client, one, other).content.decode())
    assert once is not None
    return client.post(f"/data/matches/{one.reference}/{other.reference}/", {"once": once[1], **typed})


def test_the_queue_leads_to_two_records_side_by_side_with_the_effect(cast, kyle, kile, visiting: Visiting) -> None:
    client = visiting("grace")
    queue = client.get("/data/matches/")
    assert "Same PNC number" in text(queue)
    assert f"/data/matches/{kyle.reference}/{kile.reference}/" in queue.content.decode()
    page = compared(client, kyle, kile)
    said = text(page)
    for words in (
        "Is this one person?",
        "Durham probation",
        "Durham police",
        "Close",
        "Same",
        "Not given",
        "counts a lot",
    ):
        assert words in said
    assert "Work with the person: 1 row comes to the record kept." in said
    assert "2004/0000712J" not in page.content.decode()
    with setting():
        number = Identifier.objects.get(person=kile)
    assert client.get(f"/data/matches/number/{number.pk}/")["Location"].endswith(f"{kyle.reference}/{kile.reference}/")


def test_joining_and_parting_in_the_browser(cast: Cast, kyle: Person, kile: Person, visiting: Visiting) -> None:
    client = visiting("grace")
    assert decided(client, kyle, kile, decision="same").status_code == 422
    saved = decided(client, kyle, kile, decision="same", reason="Same PNC and photograph")
    assert (saved.status_code, saved["Location"]) == (302, "/data/matches/")
    assert client.get(f"/people/{kile.reference}/")["Location"] == f"/people/{kyle.reference}/"
    assert visiting("rob").get(f"/people/{kile.reference}/details/")["Location"] == f"/people/{kyle.reference}/details/"
    joined = client.get(f"/people/{kyle.reference}/joined/")
    (there,) = re.findall(r'href="(/people/[\w-]+/joined/\d+/part/)"', joined.content.decode())
    assert "back to it exactly as before" in text(client.get(there))
    parted = client.post(there, {})
    assert (parted.status_code, parted["Location"]) == (302, f"/people/{kile.reference}/")
    with setting():
        assert Merge.objects.get().undone_at is not None
    assert client.get(there).status_code == 404


def test_different_people_are_not_proposed_again(cast: Cast, kyle: Person, kile: Person, visiting: Visiting) -> None:
    client = visiting("grace")
    assert "Say why you are not sure" in text(decided(client, kyle, kile, decision="unsure"))
    assert decided(client, kyle, kile, decision="unsure", reason="Ask for the photo").status_code == 302
    assert decided(client, kyle, kile, decision="unsure", reason="Photo asked for").status_code == 302
    queue = text(client.get("/data/matches/"))
    assert "Strong Same PNC number Photo asked for" in queue
    assert "Ask for the photo" not in queue
    assert decided(client, kyle, kile, decision="different", reason="Fingerprints differ").status_code == 302
    assert "without an answer" in text(client.get("/data/matches/"))
    with setting():
        assert Pair.objects.standing().get().kind == "different"
    assert "marked as different people" in text(compared(client, kyle, kile))


@pytest.mark.parametrize("who", ["priya", "rob", "uma"])
def test_only_governance_compares_and_joins(
    cast: Cast, kyle: Person, kile: Person, visiting: Visiting, who: str
) -> None:
    client = visiting(who)
    assert client.get("/data/matches/").status_code == 403
    assert compared(client, kyle, kile).status_code == 403
    assert client.post(f"/data/matches/{kyle.reference}/{kile.reference}/", {"decision": "same"}).status_code == 403


def test_a_pair_with_a_restricted_record_is_missing(cast: Cast, kyle: Person, kile: Person, visiting: Visiting) -> None:
    with setting():
        make.restriction(kile, cast.agencies["police"], cast.staff["rob"])
    assert compared(visiting("grace"), kyle, kile).status_code == 404


def test_single_keys_have_a_legend_that_each_reader_can_switch_off(
    cast: Cast, visiting: Visiting, looking: None
) -> None:
    for one in (cast.kyle, make.person(cast.agencies["probation"], "Kile", "Ashcroft")):
        make.identifier(one, cast.agencies["probation"], "pnc", "2004/0000712J")
    grace = visiting("grace")
    page = grace.get("/data/matches/").content.decode()
    assert "data-keys" in page
    assert "J next pair, K pair before, Enter compare." in page
    assert "1 pair waits for a decision." in page
    page = grace.post("/data/matches/keys/", {"on": "no"}, follow=True).content.decode()
    assert "data-keys" not in page
    assert "Switch single keys on" in page
    assert "data-keys" in grace.post("/data/matches/keys/", {"on": "yes"}, follow=True).content.decode()
