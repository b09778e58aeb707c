"""The pages of one person and of my day, as Priya (supervises), Rob (may know) and Uma (nothing) get them."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from html.parser import HTMLParser

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from desistance.audit.models import AuditEvent
from desistance.desk.models import Draft, Look
from desistance.desk.worker import notify
from desistance.foundation import clock, reading
from desistance.foundation.register import HOUSE
from tests import factories as make
from tests.cast import Cast

Visiting = Callable[[str], Client]
DAY = timedelta(days=1)


class Words(HTMLParser):
    """The words of a page as they are read."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_data(self, data: str) -> None:
        self.found.append(data)


def read(response) -> str:
    parser = Words()
    parser.feed(response.content.decode())
    return re.sub(r"\s+", " ", " ".join(parser.found))


@pytest.fixture(autouse=True)
def at_the_moment_of_the_tests(monkeypatch: pytest.MonkeyPatch) -> None:
    """The clock that doors read stands at the moment of the cast."""
    monkeypatch.setattr(clock, "now", lambda: make.NOW)


@contextmanager
def quietly() -> Iterator[None]:
    """The test itself looks or writes: nobody is shown anything."""
    with reading.marked("test"), reading.unseen("nightly check"):
        yield


@pytest.fixture
def kyle(cast: Cast) -> str:
    """The address of Kyle, with things to read about him."""
    with quietly():
        _things_to_read(cast)
    return f"/people/{cast.kyle.reference}/"


def _things_to_read(cast: Cast) -> None:
    probation, housing = cast.agencies["probation"], cast.agencies["housing"]
    make.name(cast.kyle, probation, "Ky", "", kind="liked")
    make.identifier(cast.kyle, probation)
    make.contact_detail(cast.kyle, probation, kind="mobile", value="07700900321")
    make.address(cast.kyle, housing, kind="main", lines="14 Bede Street", from_on=make.NOW.date() - 30 * DAY)
    make.arrest(cast.kyle, cast.agencies["police"], at=make.NOW - DAY, recorded_at=make.NOW - DAY)
    make.involvement(
        cast.kyle, housing, kind="housing_support", lead=cast.staff["dan"], recorded_at=make.NOW - timedelta(hours=2)
    )


def test_priya_reads_everything_that_matters_on_one_page(kyle: str, visiting: Visiting) -> None:
    page = visiting("priya").get(kyle)
    words = read(page)
    assert page.status_code == 200
    for said in (
        "Kyle Ashcroft likes to be called Ky",
        "24 June 1998 (27 years)",
        "14 Bede Street",
        "No risk assessment has been recorded in this service. That does not mean there is no risk.",
        "Durham housing has started work.",
        "Theft from a shop",
        "Dan , lead",
    ):
        assert said in words
    assert "X482913" not in words
    assert "07700900321" not in words
    assert "<title>Overview - Desistance</title>" in page.content.decode()


@pytest.mark.parametrize("path", ["", "timeline/"])
def test_rob_is_led_to_the_request_page_and_uma_to_nothing(
    cast: Cast, kyle: str, looking: None, visiting: Visiting, path: str
) -> None:
    type(cast.kyle).objects.filter(pk=cast.kyle.pk).update(restricted=True)
    cast.kyle.refresh_from_db()
    make.restriction(cast.kyle, cast.agencies["probation"], cast.staff["tom"])
    known = visiting("priya").get(kyle + path)
    assert (known.status_code, known.url) == (302, f"{kyle}request-access/")
    hidden, missing = visiting("uma").get(kyle + path), visiting("uma").get(f"/people/P-9999-99/{path}")
    assert (hidden.status_code, missing.status_code) == (404, 404)
    assert read(hidden) == read(missing)


def test_rob_who_may_only_know_of_kyle_is_led_to_the_request_page(kyle: str, visiting: Visiting) -> None:
    answer = visiting("rob").get(kyle)
    assert (answer.status_code, answer.url) == (302, f"{kyle}request-access/")


def test_a_merged_reference_leads_to_the_page_that_was_kept(
    cast: Cast, kyle: str, looking: None, visiting: Visiting
) -> None:
    lost = make.person(cast.agencies["probation"], "Kile", merged_into=cast.kyle)
    answer = visiting("priya").get(f"/people/{lost.reference}/timeline/?kind=Arrest")
    assert (answer.status_code, answer.url) == (302, f"{kyle}timeline/?kind=Arrest")


def test_the_overview_costs_20_statements_and_one_for_each_card_whatever_the_history(
    cast: Cast, kyle: str, visiting: Visiting
) -> None:
    client, counts = visiting("priya"), []
    client.get("/home/")
    for number in (10, 490):
        with quietly():
            for _ in range(number):
                make.arrest(cast.kyle, cast.agencies["police"], at=make.NOW - 9 * DAY)
            Look.objects.all().delete()
        for _visit in range(2):
            with CaptureQueriesContext(connection) as asked:
                assert client.get(kyle).status_code == 200
            counts.append(len(asked))
    assert counts[:2] == counts[2:]
    assert max(counts) <= 20 + len(HOUSE.cards), [query["sql"][:110] for query in asked]


def test_my_day_costs_the_same_for_one_person_or_forty(cast: Cast, kyle: str, visiting: Visiting) -> None:
    client, counts = visiting("priya"), []
    client.get(kyle)
    for number in (1, 40):
        with quietly():
            for one in range(number):
                person = make.person(cast.agencies["probation"], f"Person {one}")
                make.involvement(person, cast.agencies["probation"], team=cast.teams["east"], lead=cast.staff["priya"])
                make.involvement(person, cast.agencies["housing"], kind="housing_support", recorded_at=make.NOW - DAY)
        with CaptureQueriesContext(connection) as asked:
            words = read(client.get("/home/"))
        counts.append(len(asked))
    assert "42 things need you" in words
    assert counts[0] == counts[1]


def test_each_look_is_in_the_audit_trail_with_its_classes(cast: Cast, kyle: str, visiting: Visiting) -> None:
    visiting("priya").get(f"{kyle}timeline/")
    event = AuditEvent.objects.filter(category="consultation").latest("id")
    assert event.subjects == [cast.kyle.pk]
    assert event.what == "person-timeline"
    assert "offending" in event.entry


def test_a_number_is_uncovered_once_when_it_is_asked_for(cast: Cast, kyle: str, visiting: Visiting) -> None:
    client = visiting("priya")
    page = client.get(kyle).content.decode()
    show = next(one for one in re.findall(r'action="([^"]+/show/[^"]+)"', page) if "/number/" in one)
    answer = client.post(show, headers={"referer": f"http://testserver{kyle}"})
    assert answer.status_code == 302
    assert "X482913" in read(client.get(kyle))
    assert "X482913" not in read(client.get(kyle))
    assert client.post(show, headers={"referer": "https://elsewhere.example/"}).url == kyle


def test_what_changed_since_the_last_look_is_listed_until_it_is_marked(
    cast: Cast, kyle: str, looking: None, visiting: Visiting
) -> None:
    client = visiting("priya")
    assert "Changed since you last looked" not in read(client.get(kyle))
    Look.objects.update(seen_at=make.NOW - 2 * DAY, opened_at=make.NOW - 2 * DAY)
    words = read(client.get(kyle))
    assert "Changed since you last looked Wednesday 11 March 2026, 3:40pm" in words
    assert "Arrest: Theft from a shop" in words
    assert "Theft from a shop" in read(client.get("/home/"))
    assert client.post(f"{kyle}seen/").status_code == 302
    assert "Nothing by others" in read(client.get(kyle))
    assert "Nothing by others since you last looked" in read(client.get("/home/"))


def test_the_timeline_filters_and_says_what_is_on(cast: Cast, kyle: str, visiting: Visiting) -> None:
    client = visiting("priya")
    words = read(client.get(f"{kyle}timeline/?kind=Arrest"))
    assert "Theft from a shop" in words
    assert "Housing support" not in words.split("Show entries")[1]
    assert "Type: Arrest" in words
    posted = client.post(f"{kyle}timeline/", {"words": "aeroplane", "kind": "Arrest", "from_on-day": ""})
    assert re.fullmatch(rf"{kyle}timeline/\?kind=Arrest&find=[\w-]{{12}}", posted.url)
    empty = read(client.get(posted.url))
    assert ("Nothing matches these filters." in empty, "Words: aeroplane" in empty) == (True, True)
    assert "kept for 30 minutes, for you alone" in read(visiting("tom").get(posted.url))
    dated = "from_on-day=1&from_on-month=1&from_on-year=2020&until_on-day=2&until_on-month=1&until_on-year=2020"
    assert "Nothing recorded between 1 January 2020 and 2 January 2020." in read(client.get(f"{kyle}timeline/?{dated}"))


@pytest.mark.parametrize(
    ("query", "said"),
    [
        (
            "from_on-day=2&from_on-month=3&from_on-year=2026&until_on-day=1&until_on-month=3&until_on-year=2026",
            "Date to (latest) must be after date from (earliest)",
        ),
        ("on=2030-01-01", "As it stood on must be today or in the past"),
        ("from_on-day=31&from_on-month=2&from_on-year=2026", "There is a problem"),
        ("agency=999999", "There is a problem"),
    ],
)
def test_a_filter_that_makes_no_sense_says_how_to_mend_it(kyle: str, visiting: Visiting, query: str, said: str) -> None:
    page = visiting("priya").get(f"{kyle}timeline/?{query}")
    assert page.status_code == 422
    assert said in read(page)


def test_the_timeline_as_it_stood_before_the_arrest_came_in(kyle: str, visiting: Visiting) -> None:
    words = read(visiting("priya").get(f"{kyle}timeline/?on=2026-03-01"))
    assert "Timeline as it stood on 1 March 2026" in words
    assert "Theft from a shop" not in words
    assert "Probation supervision" in words


def test_older_entries_are_a_link_away_and_keep_the_filters(
    cast: Cast, kyle: str, looking: None, visiting: Visiting
) -> None:
    for number in range(60):
        make.arrest(cast.kyle, cast.agencies["police"], at=make.NOW - number * DAY, offence_words=f"Offence {number}")
    client = visiting("priya")
    page = client.get(f"{kyle}timeline/?kind=Arrest").content.decode()
    older = re.search(r'href="(\?[^"]+)" rel="next"', page)
    assert older is not None
    second = client.get(f"{kyle}timeline/{older[1].replace('&amp;', '&')}")
    assert "Offence 59" in read(second)
    assert "Offence 0 " not in read(second)
    assert 'rel="prev"' in second.content.decode()
    assert "kind=Arrest" in older[1]


def test_an_entry_has_its_own_page_with_every_version(cast: Cast, kyle: str, looking: None, visiting: Visiting) -> None:
    police = cast.agencies["police"]
    old = make.arrest(cast.kyle, police, at=make.NOW - 5 * DAY, offence_words="Robbery")
    new = make.arrest(cast.kyle, police, at=make.NOW - 5 * DAY, offence_words="Theft from the person", corrects=old)
    client = visiting("priya")
    timeline = read(client.get(f"{kyle}timeline/"))
    assert "Theft from the person" in timeline
    assert "Robbery" not in timeline
    words = read(client.get(f"{kyle}entries/history.Arrest/{new.pk}/"))
    assert "Every version" in words
    assert "Robbery" in words
    assert "This has been corrected." in read(client.get(f"{kyle}entries/history.Arrest/{old.pk}/"))
    assert client.get(f"{kyle}entries/history.Arrest/999999/").status_code == 404
    assert client.get(f"{kyle}entries/access.Tie/1/").status_code == 404


def test_a_health_entry_is_counted_and_no_more(cast: Cast, kyle: str, looking: None, visiting: Visiting) -> None:
    health = cast.agencies["health"]
    make.agreement(cast.agencies["probation"], health, classes=("health",))
    make.involvement(cast.kyle, health, kind="treatment", data_class="health", from_at=make.NOW - 9 * DAY)
    words = read(visiting("priya").get(f"{kyle}timeline/"))
    assert "1 entry about health is not shared with your agency. Durham health holds it." in words
    assert "2 to 8 March 2026" in words
    assert "Treatment" not in words.split("Show entries")[1]


def test_my_day_says_what_waits_in_order_and_is_kind_when_nothing_does(kyle: str, visiting: Visiting) -> None:
    words = read(visiting("priya").get("/home/"))
    assert "Friday 13 March 2026, 3:40pm." in words
    assert "1 thing needs you" in words
    assert "Kyle Ashcroft" in words
    assert "See who is involved for Kyle Ashcroft" in words
    assert "How this list is ordered" in words
    assert "Nothing is waiting for you." in read(visiting("olu").get("/home/"))


@pytest.mark.parametrize("who", ["priya", "tom", "olu", "rob", "nia", "uma", "pat", "grace", "adam", "ana", "bea"])
def test_every_role_gets_its_own_pages(kyle: str, visiting: Visiting, who: str) -> None:
    client = visiting(who)
    assert {path: client.get(path).status_code for path in ("/home/", "/notices/", "/recent/")} == dict.fromkeys(
        ("/home/", "/notices/", "/recent/"), 200
    )


def test_someone_without_a_post_is_told_whom_to_ask(cast: Cast, visiting: Visiting) -> None:
    cast.staff["zoe"] = make.staff("Zoe", email="zoe@example.org")
    answer = visiting("zoe").get("/home/", follow=True)
    assert "administrator" in read(answer).casefold()


def test_notices_are_read_one_by_one_or_all(kyle: str, looking: None, visiting: Visiting) -> None:
    notify(at=make.NOW)
    client = visiting("priya")
    page = client.get("/notices/")
    assert "1 new notice." in read(page)
    assert "Durham housing has started work" in read(page)
    assert '<span class="app-badge">1</span>' in page.content.decode()
    one = re.search(r'action="(/notices/\d+/read/)"', page.content.decode())
    assert one is not None
    client.post(one[1])
    assert "No new notices." in read(client.get("/notices/"))
    assert client.post("/notices/read/").status_code == 302


def test_recently_viewed_is_kept_and_cleared(kyle: str, visiting: Visiting) -> None:
    client = visiting("priya")
    client.get(kyle)
    assert "Kyle Ashcroft" in read(client.get("/recent/"))
    assert client.post("/recent/clear/").status_code == 302
    assert "This list is empty." in read(client.get("/recent/"))


DRAFT = {
    "draft-form": "involvement",
    "draft-subject": "work",
    "draft-path": "/people/P-0001-00/involved/new/",
    "reason": "Rang his mum. She will drive him on Saturday.",
    "csrfmiddlewaretoken": "x",
}


def test_a_draft_is_kept_by_the_script_and_by_the_button(
    cast: Cast, kyle: str, looking: None, visiting: Visiting
) -> None:
    client = visiting("priya")
    typed = {**DRAFT, "draft-reference": cast.kyle.reference}
    answer = client.post("/drafts/", typed, headers={"accept": "application/json"})
    assert answer.json() == {"saved": "3:40pm", "words": "Draft saved 3:40pm."}
    kept = Draft.objects.get()
    assert (kept.person_id, kept.values) == (cast.kyle.pk, {"reason": [DRAFT["reason"]]})
    assert client.post("/drafts/", typed).url == DRAFT["draft-path"]
    words = read(client.get("/home/"))
    assert "Continue draft" in words
    assert client.get(f"/drafts/{kept.pk}/").url == DRAFT["draft-path"]
    assert visiting("tom").get(f"/drafts/{kept.pk}/").status_code == 404
    client.post("/drafts/drop/", DRAFT)
    assert Draft.objects.count() == 0


def test_a_draft_about_someone_hidden_is_refused_as_missing(
    cast: Cast, kyle: str, looking: None, visiting: Visiting
) -> None:
    client = visiting("uma")
    hidden = client.post("/drafts/", {**DRAFT, "draft-reference": cast.kyle.reference})
    missing = client.post("/drafts/", {**DRAFT, "draft-reference": "P-9999-99"})
    assert (hidden.status_code, missing.status_code) == (404, 404)
    assert Draft.objects.count() == 0


def test_an_empty_draft_says_so_to_the_script(visiting: Visiting) -> None:
    empty = {name: value for name, value in DRAFT.items() if name != "reason"}
    answer = visiting("priya").post("/drafts/", empty, headers={"accept": "application/json"})
    assert answer.status_code == 422
    assert answer.json()["words"] == "There is nothing to keep yet: the form is empty."


@pytest.mark.parametrize(
    "path", ["seen/", "show/number/1/", "/home/seen/", "/recent/clear/", "/notices/read/", "/drafts/"]
)
def test_what_changes_something_is_never_a_get(kyle: str, visiting: Visiting, path: str) -> None:
    assert visiting("priya").get(path if path.startswith("/") else kyle + path).status_code == 405


def test_emergency_access_shows_on_every_page_while_it_runs(
    cast: Cast, kyle: str, looking: None, visiting: Visiting
) -> None:
    rob = cast.staff["rob"]
    make.restriction(cast.kyle, cast.agencies["probation"], cast.staff["tom"])
    type(cast.kyle).objects.filter(pk=cast.kyle.pk).update(restricted=True)
    make.involvement(cast.kyle, cast.agencies["police"], kind="police_management", lead=rob)
    opened = make.emergency_access(cast.kyle, cast.agencies["police"], rob, until_at=make.NOW + timedelta(minutes=60))
    from desistance.access.models import Tie

    Tie.objects.create(
        person=cast.kyle,
        agency=cast.agencies["police"],
        staff=rob,
        kind="emergency",
        emergency=opened,
        from_at=make.NOW,
        until_at=opened.until_at,
    )
    for page in (kyle, f"{kyle}timeline/", "/home/"):
        assert "Emergency access until 4:40pm" in read(visiting("rob").get(page))
    assert "Emergency access until" not in read(visiting("priya").get("/home/"))


def test_while_the_service_is_read_only_pages_are_read_and_nothing_is_remembered(
    kyle: str, looking: None, visiting: Visiting, settings
) -> None:
    settings.READ_ONLY = True
    assert visiting("priya").get(kyle).status_code == 200
    assert not Look.objects.exists()
