"""Insight in the browser's words: what can be published, a publication's tasks, the measure, one person's part in it (J8)."""

import re
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client

from desistance.foundation import clock
from desistance.measurement import worker
from desistance.measurement.models import Publication, Snapshot
from desistance.measurement.rules.approval import usual_moment
from tests import factories as make
from tests.cast import Cast
from tests.web import figures

Visiting = Callable[[str], Client]


@pytest.fixture(autouse=True)
def moment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: make.NOW)


@pytest.fixture
def ana(visiting: Visiting) -> Client:
    """Ana, an analyst."""
    return visiting("ana")


@pytest.fixture
def made(cast: Cast) -> Snapshot:
    return figures.counted(cast.agencies["probation"])


@pytest.fixture
def draft(ana: Client, made: Snapshot) -> Publication:
    """A publication that Ana prepared, fresh."""
    assert ana.post(f"/insight/snapshots/{made.pk}/prepare/").status_code == 302
    return Publication.objects.get()


def words(answer: Any) -> str:
    text = re.sub(r"<svg.*?</svg>", " ", answer.content.decode(), flags=re.S)
    return " ".join(re.sub(r"<[^>]+>", " ", text).replace("&#x27;", "'").split())


def step(client: Client, draft: Publication, path: str, **more: Any) -> Any:
    draft.refresh_from_db()
    return client.post(f"/insight/publications/{draft.pk}/{path}/", {"version": draft.version, **more})


def ready(ana: Client, draft: Publication) -> None:
    """Checked, and waiting for another person."""
    assert step(ana, draft, "check").status_code == 302
    assert "Monday 16 March 2026, 9:30am" in words(ana.get(f"/insight/publications/{draft.pk}/ask/"))
    assert step(ana, draft, "ask", publish_at=usual_moment(make.NOW).isoformat()).status_code == 302


def test_the_home_says_when_each_quarter_can_be_published(ana: Client) -> None:
    page = words(ana.get("/insight/"))
    assert "July to September 2024" in page
    assert (
        "12-month window closed 30 September 2025, 6-month wait ends 31 March 2026, can be published from 1 April 2026."
        in page
    )
    assert "No publications yet." in page


def test_an_immature_cohort_is_refused_in_words_and_can_be_asked_for_as_provisional(ana: Client) -> None:
    said = {
        "quarter": "2024-07-01",
        "length": "quarter",
        "complete_to-day": "12",
        "complete_to-month": "3",
        "complete_to-year": "2026",
    }
    answer = ana.post("/insight/snapshots/new/", said)
    assert answer.status_code == 422
    assert "so the rate can still rise. Choose an earlier period, or ask for a provisional figure." in words(answer)
    assert ana.post("/insight/snapshots/new/", {**said, "provisional": "on"}).status_code == 302
    assert Snapshot.objects.get().is_provisional


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"quarter": ""}, "Select a quarter"),
        ({"length": ""}, "Select what to count"),
        ({"complete_to-day": ""}, "The day that court results are complete to must include a day"),
        (
            {"complete_to-year": "2027"},
            "Data cannot be complete to a day that is not over. Choose yesterday or earlier.",
        ),
        ({"quarter": "1999-01-01"}, "There is a problem"),
    ],
)
def test_a_snapshot_that_cannot_be_asked_for_says_what_to_mend(ana: Client, changed: dict[str, str], told: str) -> None:
    said = {
        "quarter": "2024-01-01",
        "length": "year",
        "complete_to-day": "12",
        "complete_to-month": "3",
        "complete_to-year": "2026",
    }
    answer = ana.post("/insight/snapshots/new/", {**said, **changed})
    assert answer.status_code == 422
    assert told in words(answer)
    assert not Snapshot.objects.exists()


def test_a_snapshot_shows_its_quality_and_its_tables(ana: Client, made: Snapshot) -> None:
    page = words(ana.get(f"/insight/snapshots/{made.pk}/"))
    for told in ("Match rate 96.8%", "Cannot be followed: no release on record 15", "Prepare a publication", "31.3%"):
        assert told in page


def test_the_task_list_leads_from_step_to_step(ana: Client, draft: Publication) -> None:
    page = words(ana.get(f"/insight/publications/{draft.pk}/"))
    assert "See each hidden cell" in page
    assert "31.3% of people cautioned, sentenced or released from prison reoffended within a year" in page
    assert "Ask for approval" in page
    assert step(ana, draft, "check").status_code == 302
    assert "Checks signed." in words(ana.get(f"/insight/publications/{draft.pk}/"))


def test_every_hidden_cell_has_its_reason_in_the_words_of_its_table(ana: Client, draft: Publication) -> None:
    page = words(ana.get(f"/insight/publications/{draft.pk}/disclosure/"))
    assert "Gateshead Reoffended [c] fewer than 10 people" in page
    assert "2023-04-01" not in page
    assert "hidden so that another number cannot be worked out" in page


@pytest.mark.parametrize(
    ("field", "text", "told"),
    [
        ("headline", "Down to 31.3% this year", 'The figure "31.3%" was typed.'),
        ("headline", "{rate in gateshead} in Gateshead", "is hidden to protect people, so the text cannot name it."),
        ("summary", "{rate in nowhere}", "There is no area nowhere in the tables of this release"),
        ("summary", "{wages}", "There is no field {wages}."),
        ("summary", "{rate", "A field is not closed."),
        ("title", "", "Enter title"),
    ],
)
def test_a_text_that_cannot_stand_is_refused_beside_its_field(
    ana: Client, draft: Publication, field: str, text: str, told: str
) -> None:
    said = {name: getattr(draft, name) for name in ("title", "headline", "summary", "limits")}
    answer = step(ana, draft, "text", **{**said, field: text})
    assert answer.status_code == 422
    assert told in words(answer).replace("&quot;", '"')
    assert f'id="id_{field}-error"' in answer.content.decode()


def test_who_prepared_it_cannot_approve_it_and_is_told_who_can(ana: Client, draft: Publication) -> None:
    ready(ana, draft)
    answer = step(ana, draft, "approve")
    assert answer.status_code == 422
    assert re.search(r"Another person must approve this\. .*Grace.* can\.", words(answer))
    draft.refresh_from_db()
    assert draft.state == "waiting"


def test_another_person_approves_and_it_is_out_at_its_minute(
    ana: Client, visiting: Visiting, client: Client, draft: Publication, monkeypatch: pytest.MonkeyPatch
) -> None:
    ready(ana, draft)
    assert step(visiting("grace"), draft, "approve").status_code == 302
    draft.refresh_from_db()
    assert draft.publish_at is not None
    worker.publish_due(at=draft.publish_at - timedelta(minutes=1))
    assert client.get(f"/statistics/{draft.slug}/").status_code == 404
    assert "can see it Ana" in words(ana.get(f"/insight/publications/{draft.pk}/"))
    before = words(client.get("/statistics/"))
    assert f"16 March 2026, 9:30am : {draft.title}." in before
    assert "31.3%" not in before
    assert worker.publish_due(at=draft.publish_at) == 1
    monkeypatch.setattr(clock, "now", lambda: draft.publish_at)
    page = words(client.get(f"/statistics/{draft.slug}/"))
    assert "31.3%" in page
    assert "People 2,045 Reoffended 640 Rate 31.3% Likely range 29.3% to 33.3% England and Wales 28.2%" in page
    assert page.count("Definition proven-2024:") == 1, "what all tables share is told once"
    assert "can see it" not in words(ana.get(f"/insight/publications/{draft.pk}/"))
    assert "Its wait is over, and its day is not set yet." in words(client.get("/statistics/"))


def test_what_waits_is_sent_back_with_words(ana: Client, visiting: Visiting, draft: Publication) -> None:
    ready(ana, draft)
    grace = visiting("grace")
    assert "Enter why" in words(step(grace, draft, "send-back", because=" "))
    assert "Say why in a sentence" in words(step(grace, draft, "send-back", because="no"))
    assert step(grace, draft, "send-back", because="The summary names the wrong year").status_code == 302
    page = words(ana.get(f"/insight/publications/{draft.pk}/"))
    assert "The summary names the wrong year" in page
    assert "Sign the checks" in page


def test_withdrawing_and_correcting_stand_at_the_top_of_the_public_page(
    cast: Cast, ana: Client, visiting: Visiting, client: Client
) -> None:
    out = figures.published(
        cast.agencies["probation"], prepared_by=cast.staff["ana"].pk, approved_by=cast.staff["grace"].pk
    )
    said = {
        "what_changed": "The rate of Darlington.",
        "why_changed": "A file had been loaded twice.",
        "snapshot": out.snapshot_id,
    }
    assert step(ana, out, "withdraw", because="A file had been loaded twice.").status_code == 302
    page = words(client.get(f"/statistics/{out.slug}/"))
    assert "These figures were withdrawn on 13 March 2026. Do not use them. A file had been loaded twice." in page
    assert "31.3%" not in page
    answer = step(ana, out, "correct", **said)
    second = Publication.objects.get(edition=2)
    assert answer.headers["Location"] == f"/insight/publications/{second.pk}/"
    ready(ana, second)
    assert step(visiting("grace"), second, "approve").status_code == 302
    second.refresh_from_db()
    assert second.publish_at is not None
    worker.publish_due(at=second.publish_at)
    page = words(client.get(f"/statistics/{out.slug}/"))
    assert "This is a corrected edition. The rate of Darlington. Why: A file had been loaded twice." in page
    old = words(client.get(f"/statistics/{out.slug}/editions/1/"))
    assert "This edition was corrected." in old
    assert "edition 2, published" in page


@pytest.mark.parametrize("path", ["check", "approve"])
def test_a_step_out_of_its_turn_is_refused(ana: Client, visiting: Visiting, draft: Publication, path: str) -> None:
    client = visiting("grace") if path == "approve" else ana
    if path == "check":
        step(ana, draft, "check")
    assert step(client, draft, path).status_code == 422


def test_the_same_step_on_an_older_version_changes_nothing(ana: Client, draft: Publication) -> None:
    assert ana.post(f"/insight/publications/{draft.pk}/check/", {"version": draft.version + 7}).status_code == 409
    assert ana.post(f"/insight/publications/{draft.pk}/check/", {"version": "x"}).status_code == 409


def test_a_second_publication_of_a_period_is_refused(ana: Client, draft: Publication) -> None:
    answer = ana.post(f"/insight/snapshots/{draft.snapshot_id}/prepare/", follow=True)
    assert "Correct that one instead." in words(answer)


def test_the_measure_before_anything_is_published(ana: Client) -> None:
    page = words(ana.get("/insight/measures/proven-reoffending/"))
    assert "Not yet published" in page
    assert "can be published from 1 April 2026" in page


def test_the_measure_tells_the_rate_with_its_range_and_where_it_stands(cast: Cast, ana: Client) -> None:
    figures.published(cast.agencies["probation"])
    answer = ana.get("/insight/measures/proven-reoffending/")
    page = words(answer)
    for told in (
        "31.3% 640 of 2,045 people",
        "Likely range (95%) 29.3% to 33.3%",
        "Higher than England and Wales",
        "No clear change The ranges overlap",
        "January to March 2024 515 155 30.1%",
        "Who and when",
        "Small counts are hidden.",
        "Reoffended / followed: 640 / 2,045 = 31.3%.",
        "What has changed Published once, and not changed since.",
        "How to cite",
        "Line: England and Wales, 28.2%.",
        "No action of the delivery plan is meant to move this measure.",
    ):
        assert told in page, page
    assert answer.content.decode().count("app-chart__band") == 4, "the line and the funnel, for a desk and for a phone"


def test_each_row_of_a_breakdown_stands_beside_england_and_wales_in_words(cast: Cast, ana: Client) -> None:
    made = figures.published(cast.agencies["probation"]).snapshot
    groups = [
        figures.row(*counts, cohort="2023-04-01 to 2024-03-31", offence_group=group)
        for group, counts in {
            "Everyone": (2045, 640), "acquisitive": (600, 300), "substance": (300, 85), "sexual": (200, 20),
            "motoring": (25, 10), "other": (40, "[c]"),
        }.items()
    ]  # fmt: skip
    columns = ["cohort", "offence_group", *figures.MEASURED, "provisional"]
    make.counted_table(made, "offence-group", title="By main offence", columns=columns, rows=groups, keys=columns[:2])
    page = words(ana.get("/insight/measures/proven-reoffending/"))
    for told in (
        "Likely range Beside England and Wales",
        "Everyone 2,045 640 31.3% 29.3% to 33.3% Higher",
        "Acquisitive 600 300 50.0% 46.0% to 54.0% Higher",
        "Drugs and alcohol 300 85 28.3% 23.5% to 33.7% Similar",
        "Sexual 200 20 10.0% 6.6% to 14.9% Lower",
        "Motoring 25 10 [u] [u] Too few to say",
        "Other 40 [c] [c] [c] Too few to say",
    ):
        assert told in page, page


def test_a_year_is_compared_with_the_last_one_published_before_it_and_not_with_one_it_overlaps(
    cast: Cast, ana: Client
) -> None:
    probation = cast.agencies["probation"]
    figures.published(probation)
    assert "Change since October to December 2023 No clear change" in words(
        ana.get("/insight/measures/proven-reoffending/")
    )
    for first, last in ((date(2022, 4, 1), date(2023, 3, 31)), (date(2022, 10, 1), date(2023, 9, 30))):
        figures.published(
            probation, slug=f"proven-{last}", snapshot=figures.counted(probation, first_on=first, last_on=last)
        )
    page = words(ana.get("/insight/measures/proven-reoffending/"))
    assert "Change since April 2022 to March 2023 No clear change The ranges overlap" in page


def test_an_area_that_is_hidden_shows_its_symbol_and_what_it_means(cast: Cast, ana: Client) -> None:
    figures.published(cast.agencies["probation"])
    page = words(ana.get("/insight/measures/proven-reoffending/", {"area": "gateshead"}))
    assert "[c] Hidden to protect people" in page
    assert "[c] hidden to protect people." in page


def test_an_area_that_is_not_known_is_the_whole_region(cast: Cast, ana: Client) -> None:
    figures.published(cast.agencies["probation"])
    assert "North East, people cautioned" in words(ana.get("/insight/measures/proven-reoffending/", {"area": "<x>"}))


@pytest.mark.parametrize("who", ["priya", "tom", "nadia"])
def test_roles_without_the_permission_see_no_insight(visiting: Visiting, who: str) -> None:
    client = visiting(who)
    allowed = client.get("/insight/").status_code == 200
    assert ('href="/insight/"' in client.get("/home/").content.decode()) == allowed


def test_one_persons_part_is_explained_to_who_may_see_all_of_it(
    cast: Cast, visiting: Visiting, made: Snapshot, looking: None
) -> None:
    judged = {
        "sanction_id": "1",
        "sanction_type": "non_custodial",
        "offence_date": "2023-05-01",
        "sanction_date": "2023-06-01",
    }
    explanation = {
        "index": {**judged, "offence_date": "2023-03-01", "sanction_date": "2023-04-12", "reason": "index"},
        "counted": [{**judged, "reason": "counted"}],
        "rejected": [{**judged, "offence_date": None, "reason": "the date of the offence is not known"}],
    }
    agency = cast.agencies["probation"]
    make.cohort_member(made, cast.kyle, agency, reoffences=1, explanation=explanation, quarter=date(2023, 4, 1))
    page = words(visiting("priya").get(f"/people/{cast.kyle.reference}/history/counted/"))
    assert "April to June 2023 Counted as reoffending" in page
    assert "Offence on 1 May 2023; sentence without prison on 1 June 2023." in page
    assert "Offence on not known; sentence without prison on 1 June 2023: the date of the offence is not known." in page
