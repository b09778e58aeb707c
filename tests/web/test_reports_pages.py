"""The tab Summary in a worker's hands: what the recipient's rules leave out, stale risk, a frozen version, who may open it."""

import io
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pypdf
import pytest
from django.test import Client

from desistance.access.queries.recipients import as_recipient, outside
from desistance.audit.models import AuditEvent
from desistance.desk.models import Report
from desistance.desk.terms import TEMPLATES
from desistance.foundation import clock
from desistance.foundation.decisions import NotFound, Refused
from desistance.foundation.reading import marked, unseen
from desistance.foundation.register import HOUSE
from desistance.foundation.terms import DataClass
from tests import factories as make
from tests.cast import Cast
from tests.web.reading import text_of

Visiting = Callable[[str], Client]
SECTIONS = [
    "people.identity",
    "access.involved",
    "assessment.risk",
    "sentences.orders",
    "casework.contacts",
    "casework.documents",
]


@pytest.fixture(autouse=True)
def moment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: make.NOW)


@pytest.fixture
def story(cast: Cast) -> Cast:
    """Kyle with probation, the police and a treatment provider; a review of risk, contacts, a treatment that consent shows Priya."""
    with marked("test"), unseen("nightly check"):
        kyle, probation, police, health = (
            cast.kyle,
            *(cast.agencies[name] for name in ("probation", "police", "health")),
        )
        make.involvement(kyle, police, kind="police_management", lead=cast.staff["rob"])
        make.involvement(kyle, health, kind="treatment", team=cast.teams["treatment"], lead=cast.staff["nia"])
        make.consent(kyle, health, probation)
        treated = {
            "kind": "treatment",
            "purpose": "Alcohol group",
            "data_class": "health",
            "outcome": "attended_complied",
        }
        make.contact(kyle, health, make.NOW - timedelta(days=3), **treated)
        make.contact(kyle, probation, make.NOW - timedelta(days=2), purpose="Supervision", outcome="attended_complied")
        make.risk_review(kyle, probation, made_on=date(2025, 12, 1))
        make.document(kyle, probation, title="From his landlord")
    return cast


def here(cast: Cast, path: str = "") -> str:
    return f"/people/{cast.kyle.reference}/summary/{path}"


def asked(cast: Cast, agency: str = "police", **more: Any) -> dict[str, Any]:
    return {"recipient": str(cast.agencies[agency].pk), "sections": SECTIONS, "why": "Three arrests", **more}


def mark(response: Any) -> str:
    found = re.search(r'name="looked" value="([0-9a-f]{64})"', response.content.decode())
    assert found, text_of(response)
    return found[1]


def test_a_brief_is_made_for_the_police_without_what_they_may_not_see_and_frozen(
    story: Cast, visiting: Visiting
) -> None:
    client, brief = visiting("priya"), here(story, "new/conference-brief/")
    look = client.post(brief, {**asked(story), "do": "preview"})
    assert look.status_code == 422
    assert "Risk was last reviewed 102 days ago. Review it or say why it is still right." in text_of(look)
    told = asked(story, right="Nothing has changed since")
    look = client.post(brief, {**told, "do": "preview"})
    words = text_of(look)
    assert "Left out, because Durham police may not see it:" in words
    assert "1 line about health recorded by Durham health" in words
    assert ("Alcohol group" in words, "Supervision: Attended and complied" in words) == (False, True)
    draft = client.post(brief, {**told, "do": "draft"})
    assert (draft["Content-Type"], draft["Content-Disposition"][:10]) == ("application/pdf", "attachment")
    assert "DRAFT" in pypdf.PdfReader(io.BytesIO(draft.content)).pages[0].extract_text()
    page = client.post(brief, {**told, "looked": mark(look), "do": "send"}, follow=True)
    assert "Sent to Durham police, 13 March 2026, 3:40pm." in text_of(page)
    with marked("test"), unseen("nightly check"):
        report = Report.objects.get()
    assert (report.sha256, report.content["to"], report.recorded_by) == (
        mark(look),
        "Durham police",
        story.staff["priya"].pk,
    )
    event = AuditEvent.objects.get(what="report sent")
    assert (event.category, event.recipient, event.subjects) == ("disclosure", "Durham police", [story.kyle.pk])
    read = visiting("rob").get(here(story, f"{report.pk}/pdf/"))
    words = " ".join(pypdf.PdfReader(io.BytesIO(read.content)).pages[0].extract_text().split())
    assert (
        "Printed by Rob, Durham police, 13 March 2026, 3:40pm" in words,
        f"Version {report.sha256[:12]}" in words,
    ) == (True, True)
    assert AuditEvent.objects.filter(what="desk.open_report", staff=story.staff["rob"].pk).count() == 1
    assert visiting("nia").get(here(story, f"{report.pk}/")).status_code == 404


def test_a_report_is_not_sent_when_the_record_changed_since_it_was_looked_at(story: Cast, visiting: Visiting) -> None:
    client, brief = visiting("priya"), here(story, "new/conference-brief/")
    told = asked(story, right="Nothing has changed since")
    look = client.post(brief, {**told, "do": "preview"})
    with marked("test"), unseen("nightly check"):
        make.document(story.kyle, story.agencies["probation"], title="From the court")
    again = client.post(brief, {**told, "looked": mark(look), "do": "send"})
    assert again.status_code == 422
    assert "The record has changed since you looked at this report." in text_of(again)
    assert client.post(brief, {**told, "looked": mark(again), "do": "send"}).status_code == 302


def test_a_report_closes_again_to_whom_a_part_of_it_was_closed_since(story: Cast, visiting: Visiting) -> None:
    with marked("test"), unseen("nightly check"):
        document = make.document(story.kyle, story.agencies["probation"])
        source = [["casework.Document", document.pk, "casework", story.agencies["probation"].pk]]
        sent = {"recipient": story.agencies["police"], "drawn_from": source}
        report = make.report(story.kyle, story.agencies["probation"], **sent)
    assert "Case summary" in text_of(visiting("rob").get(here(story)))
    with marked("test"), unseen("nightly check"):
        make.hidden_entry(story.kyle, document, story.agencies["police"], holding="casework.Document")
    assert "No reports made yet." in text_of(visiting("rob").get(here(story)))
    assert visiting("rob").get(here(story, f"{report.pk}/")).status_code == 404


def test_the_copy_for_the_person_says_nothing_of_risk_and_a_court_gets_our_own_word(
    story: Cast, visiting: Visiting
) -> None:
    client = visiting("priya")
    with marked("test"), unseen("nightly check"):
        coming = {"purpose": "Supervision", "place": "Bishop Auckland"}
        make.contact(story.kyle, story.agencies["probation"], make.NOW + timedelta(days=3), **coming)
        make.contact(story.kyle, story.agencies["police"], make.NOW + timedelta(days=4), purpose="Watched")
    copy = {"sections": ["casework.contacts", "access.involved"], "message": "Well done", "do": "preview"}
    words = text_of(client.post(here(story, "new/copy-for-person/"), copy))
    assert "Monday 16 March 2026 at 3:40pm: office visit, Bishop Auckland" in words
    preview = words.partition("Not sent")[2].partition("Change it or send it")[0]
    assert [said in preview for said in ("Risk", "Watched", "Police", "Well done")] == [False, False, False, True]
    court = {"sections": ["casework.contacts"], "court": "Durham Crown Court", "do": "preview"}
    preview = text_of(client.post(here(story, "new/court-review/"), court)).partition("Not sent")[2]
    assert ("For Durham Crown Court." in preview, "Supervision" in preview, "Watched" in preview) == (True, True, False)
    missing = client.post(here(story, "new/court-review/"), {**court, "court": ""})
    assert "Enter which court will receive this report" in text_of(missing)
    assert "Choose who will receive this report" in text_of(client.post(here(story, "new/case-summary/"), {}))


def test_a_breach_report_tells_the_court_our_own_failures_and_is_made_by_those_who_decide_on_them(
    story: Cast, visiting: Visiting
) -> None:
    with marked("test"), unseen("nightly check"):
        kyle, ours, police = story.kyle, story.agencies["probation"], story.agencies["police"]
        missed = {"outcome": "unacceptable_absence", "purpose": "Supervision"}
        decided = {"enforcement": "warned", "decided_on": date(2026, 3, 5), "decided_by": story.staff["priya"].pk}
        make.contact(kyle, ours, make.NOW - timedelta(days=9), **missed, **decided)
        make.contact(kyle, ours, make.NOW - timedelta(days=4), evidence_due_on=date(2026, 3, 17), **missed)
        make.contact(kyle, ours, make.NOW - timedelta(days=400), **{**missed, "purpose": "Long ago"})
        make.contact(kyle, police, make.NOW - timedelta(days=5), **{**missed, "purpose": "Signing on"})
    told = {
        "sections": ["casework.failures"],
        "court": "Durham Crown Court",
        "alleged": "Two absences",
        "do": "preview",
    }
    client, breach = visiting("priya"), here(story, "new/breach/")
    look = client.post(breach, told)
    words = text_of(look).partition("Not sent")[2]
    assert "Office visit, Supervision: Unacceptable absence. Warning given, 5 March 2026" in words
    assert "Nothing decided. Evidence of a reason counts until 17 March 2026" in words
    assert ("Two absences" in words, "Signing on" in words, "Long ago" in words) == (True, False, False)
    sent = client.post(breach, {**told, "looked": mark(look), "do": "send"}, follow=True)
    assert "Sent to Durham Crown Court" in text_of(sent)
    assert "Breach report" not in text_of(visiting("rob").get(here(story))).partition("Sent")[0]
    assert visiting("rob").post(breach, told).status_code == 404


@pytest.mark.parametrize("kind", ["transfer", "release"])
def test_who_takes_over_or_meets_somebody_released_is_told_no_more_than_they_may_see(
    story: Cast, visiting: Visiting, kind: str
) -> None:
    client, path = visiting("priya"), here(story, f"new/{kind}/")
    started = client.get(path).content.decode()
    template = TEMPLATES[kind]
    assert all(f'value="{name}"' in started and name in HOUSE.sections for name in template.sections)
    words = text_of(client.post(path, {**asked(story, right="Nothing has changed"), template.texts[0].name: "Today"}))
    assert "1 line about health recorded by Durham health" in words
    preview = words.partition("Not sent")[2]
    assert ("Today" in preview, "From his landlord" in preview, "Alcohol group" in preview) == (True, True, False)


def test_a_recipient_never_gets_more_than_the_author_sees_nor_than_the_policy_shows_them(
    story: Cast, looking: None
) -> None:
    by = story.opening("priya")
    for agency in ("probation", "police", "health"):
        theirs = as_recipient(agency_id=story.agencies[agency].pk, by=by)
        assert all(theirs.sees[kind] <= by.sees[kind] for kind in DataClass)
        assert (theirs.writes, dict(theirs.knows), theirs.staff) == (frozenset(), {}, by.staff)
    rob = story.opening("rob")
    police = as_recipient(agency_id=story.agencies["police"].pk, by=by)
    assert {kind: police.sees[kind] for kind in DataClass} == {
        kind: by.sees[kind] & rob.sees[kind] for kind in DataClass
    }
    nia = story.opening("nia")
    health = as_recipient(agency_id=story.agencies["health"].pk, by=by)
    assert {kind: health.sees[kind] for kind in DataClass} == {
        kind: by.sees[kind] & nia.sees[kind] for kind in DataClass
    }
    with pytest.raises(Refused, match="may not open this record"):
        as_recipient(agency_id=story.agencies["charity"].pk, by=by)
    with pytest.raises(NotFound):
        as_recipient(agency_id=999_999, by=by)
    make.restriction(story.kyle, story.agencies["probation"], story.staff["tom"])
    with pytest.raises(Refused, match="may not open this record"):
        as_recipient(agency_id=story.agencies["police"].pk, by=by)
    court = outside(to="court", by=replace(by, hidden={"people.Name": frozenset({1})}))
    assert (court.sees[DataClass.RISK], court.hidden["people.Name"]) == (frozenset(), {1})
    assert court.sees[DataClass.CASEWORK] == {story.agencies["probation"].pk}
