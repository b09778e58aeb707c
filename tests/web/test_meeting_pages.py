"""Meetings in workers' hands: planned, opened, run from the screen case by case, closed with minutes; what others see of it."""

import io
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

import pypdf
import pytest
from django.test import Client

from desistance.audit.models import AuditEvent
from desistance.coordination.models import AgreedAction, CaseLine, Meeting, MeetingCase
from desistance.desk.queries.duties import duties_of
from desistance.foundation import clock
from desistance.foundation.passes import Pass
from desistance.foundation.reading import marked, unseen
from desistance.foundation.register import HOUSE, CaseColour, Conferring
from tests import factories as make
from tests.cast import Cast
from tests.web.reading import text_of

Visiting = Callable[[str], Client]
TUESDAY = {"on-day": "17", "on-month": "3", "on-year": "2026", "clock": "10:00"}
FRIDAY = {"due_on-day": "20", "due_on-month": "3", "due_on-year": "2026"}
SAVED: list[tuple[str, str]] = []


@pytest.fixture(autouse=True)
def moment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: make.NOW)
    monkeypatch.setitem(HOUSE.conferring, "trial", SCHEME)
    SAVED.clear()


def told(person: int, _by: Pass, _at: Any = None) -> CaseColour:
    reasons = ("No arrests since 10 February",)
    return CaseColour(person, "Fixed tier", "red", date(2026, 2, 16), "", "amber", reasons, True)


def all_told(people: Sequence[int], by: Pass) -> Mapping[int, CaseColour]:
    return {person: told(person, by) for person in people}


def save(*, record: int, colour: str, words: str, by: Pass, at: Any) -> None:
    SAVED.append((colour, words))


SCHEME = Conferring(
    "trial",
    "Trial rating",
    frozenset({"iom_conference"}),
    (("red", "Red"), ("amber", "Amber"), ("green", "Green")),
    frozenset({"red"}),
    all_told,
    told,
    save,
)


def newest(model: type) -> Any:
    with marked("test"), unseen("nightly check"):
        return model.objects.latest("pk")


@pytest.fixture
def planned(cast: Cast, visiting: Visiting) -> str:
    """Rob plans a conference with probation and housing; probation put Kyle on its agenda."""
    probation, housing = (str(cast.agencies[kind].pk) for kind in ("probation", "housing"))
    told = {"forum": "new", "name": "IOM conference", "kind": "iom_conference", **TUESDAY}
    visiting("rob").post("/meetings/plan/", {**told, "agencies": [probation, housing]})
    here = f"/meetings/{newest(Meeting).pk}/"
    for kind, who in (("probation", "priya"), ("housing", "dan")):
        seat = {"do": "seat", "agency": cast.agencies[kind].pk, "staff": cast.staff[who].pk, "presence": "expected"}
        visiting("rob").post(here, {**seat, "version": "1"})
    listed = {"what": f"{newest(Meeting).pk}-meeting.review", "why": "Two missed"}
    page = visiting("priya").post(f"/people/{cast.kyle.reference}/meetings/", listed, follow=True)
    assert "On the agenda." in text_of(page)
    return here


def pdf_words(answer: Any) -> str:
    read = pypdf.PdfReader(io.BytesIO(answer.content))
    assert read.trailer["/Root"]["/MarkInfo"]["/Marked"]
    return " ".join(" ".join(page.extract_text() for page in read.pages).split())


def sit(cast: Cast, client: Client, here: str, *kinds: str) -> None:
    client.post(here, {"do": "open"})
    for kind in kinds:
        who = {"police": "rob", "probation": "priya", "housing": "dan"}[kind]
        seat = {"do": "seat", "agency": cast.agencies[kind].pk, "staff": cast.staff[who].pk, "presence": "present"}
        assert client.post(here, seat).status_code == 302


def test_an_agency_that_sees_nothing_else_of_a_case_still_gives_its_line(
    cast: Cast, visiting: Visiting, planned: str
) -> None:
    """The work that is due leads somewhere for every agency at the table, and shows no more than its own word."""
    with marked("test"), unseen("nightly check"):
        case = MeetingCase.objects.get()
        ids = dict(CaseLine.objects.values_list("agency_id", "pk"))
    dan, path = visiting("dan"), f"/meetings/lines/{ids[cast.agencies['housing'].pk]}/"
    assert path in dan.get("/home/").content.decode()
    assert dan.get(f"/meetings/cases/{case.pk}/").status_code == 404
    page = text_of(dan.get(path))
    assert ("What does your agency tell the meeting?" in page, "Two missed" in page) == (True, False)
    assert dan.post(path, {"do": "line", "text": ""}).status_code == 422
    saved = text_of(dan.post(path, {"do": "line", "text": "Rent is paid", "version": "1"}, follow=True))
    assert ("Line saved." in saved, "Sent 13 March 2026." in saved) == (True, True)
    assert "Rent is paid" in text_of(visiting("rob").get(f"/meetings/cases/{case.pk}/"))
    assert dan.get(f"/meetings/lines/{ids[cast.agencies['probation'].pk]}/").status_code == 404
    priya = visiting("priya").get(f"/meetings/lines/{ids[cast.agencies['probation'].pk]}/")
    assert (priya.status_code, priya["Location"]) == (302, f"/meetings/cases/{case.pk}/")


def test_a_conference_is_run_from_the_screen(cast: Cast, visiting: Visiting, planned: str) -> None:
    rob, path = visiting("rob"), f"/meetings/cases/{newest(MeetingCase).pk}/"
    assert "No one to discuss" not in text_of(rob.get(planned))
    line = {"do": "line", "text": "11 of 14 contacts kept"}
    assert "Line saved." in text_of(visiting("priya").post(path, line, follow=True))
    sit(cast, rob, planned, "police", "probation", "housing")
    rob.post(path, {"do": "begin"})
    page = text_of(rob.get(path))
    assert "Fixed tier" in page
    assert "Red Now, since 16 Feb" in page
    assert "Amber Suggested by the rule" in page
    assert "Durham probation 11 of 14 contacts kept" in page
    wrong = rob.post(path, {"do": "settle", "colour": "red", "words": ""})
    assert (wrong.status_code, "Red needs at least one action with an owner" in text_of(wrong)) == (422, True)
    owner = f"{cast.agencies['probation'].pk}-{cast.staff['priya'].pk}"
    wrong = rob.post(path, {"do": "action", "what": "Book the CSCS test", **FRIDAY, "owner": ""})
    assert "Choose an owner for this action" in text_of(wrong)
    rob.post(path, {"do": "action", "what": "Book the CSCS test", **FRIDAY, "owner": owner})
    wrong = rob.post(path, {"do": "settle", "colour": "amber", "words": ""})
    assert "Enter why it changes from Red to Amber" in text_of(wrong)
    with marked("test"), unseen("nightly check"):
        version = MeetingCase.objects.get().version
    done = rob.post(path, {"do": "settle", "colour": "amber", "words": "No arrests", "version": version})
    assert (done["Location"], SAVED) == (planned, [("amber", "No arrests")])
    stale = rob.post(path, {"do": "settle", "colour": "green", "words": "My words", "version": version})
    assert (stale.status_code, "Both versions are below" in text_of(stale)) == (409, True)
    assert "No arrests" in text_of(stale)
    assert "My words" in text_of(stale)
    assert "Meeting closed." in text_of(rob.post(planned, {"do": "close", "reason": ""}, follow=True))
    assert rob.get(path).status_code == 404
    minutes = text_of(visiting("priya").get(f"{planned}minutes/"))
    assert "1. Kyle Ashcroft Review. Heard. No arrests" in minutes
    assert "Book the CSCS test: Priya, Durham probation, by 20 March 2026 (to do)" in minutes
    taken = visiting("priya").get(f"{planned}minutes/?as=pdf")
    assert (taken["Content-Type"], "minutes-" in taken["Content-Disposition"]) == ("application/pdf", True)
    words = pdf_words(taken)
    assert "Meeting " in words
    assert "Kyle Ashcroft" in words
    assert "Book the CSCS test, by 20 March 2026 (to do) Priya, Durham probation" in words
    assert "Printed by Priya" in words
    with marked("test"), unseen("nightly check"):
        event = AuditEvent.objects.filter(what="coordination.take_out").latest("pk")
        assert cast.kyle.pk in event.subjects
    assert "A case that is not open to you" in text_of(rob.get(f"{planned}minutes/"))


def test_the_pack_is_read_and_taken_out_as_it_was_frozen(cast: Cast, visiting: Visiting, planned: str) -> None:
    rob, priya, pack = visiting("rob"), visiting("priya"), f"{planned}minutes/?of=pack"
    path = f"/meetings/cases/{newest(MeetingCase).pk}/"
    none = rob.get(pack)
    assert (none.status_code, "The pack is not frozen yet" in text_of(none)) == (422, True)
    priya.post(path, {"do": "line", "text": "11 of 14 contacts kept"})
    rob.post(planned, {"do": "freeze"})
    priya.post(path, {"do": "line", "text": "12 of 15 contacts kept"})
    assert "12 of 15 contacts kept" in text_of(rob.get(f"{planned}minutes/"))
    read = text_of(rob.get(pack))
    assert "Durham probation: 11 of 14 contacts kept" in read
    assert "12 of 15" not in read
    taken = pdf_words(rob.get(f"{pack}&as=pdf"))
    assert ("Line 11 of 14 contacts kept Durham probation" in taken, "12 of 15" in taken) == (True, False)
    assert visiting("uma").get(f"{pack}&as=pdf").status_code == 404


def test_an_action_reaches_its_owner_s_day_and_the_next_meeting_first(
    cast: Cast, visiting: Visiting, planned: str
) -> None:
    rob, priya, path = visiting("rob"), visiting("priya"), f"/meetings/cases/{newest(MeetingCase).pk}/"
    with marked("test"), unseen("nightly check"):
        due = [row.words for row in duties_of(by=cast.entering("priya")) if row.duty.startswith("coordination")]
    assert due == ["Line for IOM conference"]
    assert priya.get(f"/meetings/lines/{newest(CaseLine).pk}/").status_code in {302, 404}
    sit(cast, rob, planned, "police", "probation")
    owner = f"{cast.agencies['probation'].pk}-{cast.staff['priya'].pk}"
    rob.post(path, {"do": "action", "what": "Book the CSCS test", **FRIDAY, "owner": owner})
    action = f"/meetings/actions/{newest(AgreedAction).pk}/"
    with marked("test"), unseen("nightly check"):
        due = [row.words for row in duties_of(by=cast.entering("priya")) if row.duty == "coordination.action"]
    assert due == ["Book the CSCS test"]
    wrong = priya.post(action, {"to": "not_done", "came_of": "", "version": "1"})
    assert (wrong.status_code, "Enter why it was not done" in text_of(wrong)) == (422, True)
    page = priya.post(action, {"to": "done", "came_of": "Booked for 1 April", "version": "1"}, follow=True)
    assert "Book the CSCS test Booked for 1 April" in text_of(page)
    assert "Meetings" in text_of(priya.get(f"/people/{cast.kyle.reference}/"))


def test_a_shared_screen_shows_no_number_address_or_other_name(cast: Cast, visiting: Visiting, planned: str) -> None:
    with marked("test"), unseen("nightly check"):
        make.identifier(cast.kyle, cast.agencies["probation"])
        make.address(cast.kyle, cast.agencies["probation"])
        other = make.person(cast.agencies["probation"], "Marek", "Dudek")
        make.involvement(other, cast.agencies["probation"], team=cast.teams["east"], lead=cast.staff["priya"])
        kyle = MeetingCase.objects.get().pk
    listed = {"what": f"{newest(Meeting).pk}-meeting.review"}
    visiting("priya").post(f"/people/{other.reference}/meetings/", listed)
    shared = visiting("rob").get(f"/meetings/cases/{kyle}/?view=share").content.decode()
    assert "Kyle Ashcroft" in shared
    assert "M. D." in shared
    for hidden in ("X482913", "Bede Street", cast.kyle.reference, other.reference, "Dudek"):
        assert hidden not in shared


def test_whoever_may_not_open_a_case_sees_that_there_is_one_or_nothing(
    cast: Cast, visiting: Visiting, planned: str
) -> None:
    with marked("test"), unseen("nightly check"):
        paul = make.person(cast.agencies["probation"], "Paul", "Whitfield", restricted=True)
        make.involvement(paul, cast.agencies["probation"], team=cast.teams["east"], lead=cast.staff["priya"])
        restriction = make.restriction(paul, cast.agencies["probation"], cast.staff["tom"])
        make.listed_worker(restriction, cast.staff["priya"])
    listed = {"what": f"{newest(Meeting).pk}-meeting.review"}
    visiting("priya").post(f"/people/{paul.reference}/meetings/", listed)
    assert "Whitfield, Paul" in text_of(visiting("priya").get(planned))
    seen = text_of(visiting("rob").get(planned))
    assert "A case that is not open to you" in seen
    assert "Whitfield" not in seen
    assert visiting("rob").get(f"/meetings/cases/{newest(MeetingCase).pk}/").status_code == 404
    with marked("test"), unseen("nightly check"):
        make.exclusion(paul, cast.agencies["police"], cast.staff["carl"])
    assert "A case that is not open to you" not in text_of(visiting("carl").get(planned))
    assert visiting("uma").get(planned).status_code == 404
