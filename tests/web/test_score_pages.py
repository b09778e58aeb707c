"""Scores in workers' hands: what the record answers first, then what it comes to, then recorded; from outside beside it."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest
from django.test import Client

from desistance.assessment.models import Score
from desistance.foundation import clock
from desistance.foundation.reading import marked, unseen
from tests import factories as make
from tests.cast import Cast
from tests.web.reading import text_of

Visiting = Callable[[str], Client]


@pytest.fixture(autouse=True)
def moment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: make.NOW)


@pytest.fixture
def kyle(cast: Cast) -> Cast:
    """Kyle has a birth date, a sex, one conviction and an order on record; police and housing work with him too."""
    with marked("test"), unseen("nightly check"):
        probation = cast.agencies["probation"]
        make.birth_date(cast.kyle, probation, born=date(1998, 6, 24))
        make.equality(cast.kyle, probation, kind="sex", value="male")
        make.disposal(make.offence(cast.kyle, probation), kind="community_order", given_on=date(2025, 11, 3))
        make.order(cast.kyle, probation, made_on=date(2025, 11, 3))
        make.involvement(cast.kyle, cast.agencies["police"], kind="police_management", lead=cast.staff["rob"])
    return cast


def here(cast: Cast, path: str = "") -> str:
    return f"/people/{cast.kyle.reference}/risk/scores/{path}"


def kept() -> list[Score]:
    with marked("test"), unseen("nightly check"):
        return list(Score.objects.order_by("id"))


def test_no_score_is_not_a_low_risk(kyle: Cast, visiting: Visiting) -> None:
    page = text_of(visiting("priya").get(here(kyle)))
    assert "No score has been recorded in this service. That does not mean a low risk." in page
    assert "Work out a score" in page
    assert "Work out a score" not in text_of(visiting("rob").get(here(kyle)))


def test_the_record_and_its_gaps_come_first_then_the_result_and_only_then_is_it_recorded(
    kyle: Cast, visiting: Visiting
) -> None:
    client, address = visiting("priya"), here(kyle, "new/?predictor=2026-ARP")
    page = text_of(client.get(address))
    assert "Date of birth 24 June 1998 Durham probation" in page
    assert "Is unemployed" in page
    assert "What it comes to" not in page
    page = text_of(client.post(address, {"step": "look", "isUnemployed": "yes"}))
    assert "What it comes to" in page
    assert "Of 1,000 people with the same answers, about" in page
    assert "Not answered: suitability of accommodation" in page
    assert "Nothing is recorded yet." in page
    assert kept() == []
    assert client.post(address, {"step": "record", "isUnemployed": "yes"}).status_code == 302
    assert [(one.predictor, one.variant, one.system) for one in kept()] == [("ARP", "static", "")]
    page = text_of(visiting("rob").get(here(kyle, f"{kept()[0].pk}/")))
    assert "Answered by Priya, Durham probation" in page
    assert "commit 016919c" in page
    assert "Is unemployed Yes" in text_of(client.get(here(kyle, f"{kept()[0].pk}/")))
    assert "Answered on 13 March 2026. Check that it still holds." in text_of(client.get(address))


def test_a_person_with_no_history_is_told_what_is_missing_and_nothing_is_recorded(
    cast: Cast, visiting: Visiting
) -> None:
    client, address = visiting("priya"), here(cast, "new/?predictor=2026-ARP")
    page = text_of(client.get(address))
    assert "What is missing Not on record: date of the current conviction, age at the first sanction" in page
    response = client.post(address, {"step": "record"})
    assert (response.status_code, "This score cannot be worked out." in text_of(response), kept()) == (422, True, [])


def test_every_score_can_be_chosen_by_its_official_title(kyle: Cast, visiting: Visiting) -> None:
    page = text_of(visiting("priya").get(here(kyle, "new/")))
    for title in ("All Reoffending Predictor (ARP)", "OASys Violence Predictor (OVP)", "Direct Contact Sexual"):
        assert title in page


def test_a_judgement_that_differs_without_a_reason_is_refused_and_nothing_typed_is_lost(
    kyle: Cast, visiting: Visiting
) -> None:
    sent = {"step": "record", "judgement": "higher", "temperControl": "SOME_PROBLEMS"}
    response = visiting("priya").post(here(kyle, "new/?predictor=2026-VRP"), sent)
    assert response.status_code == 422
    assert "Enter why you judge it differently." in text_of(response)
    assert '<option value="SOME_PROBLEMS" selected>' in response.content.decode()


def test_a_score_from_outside_stands_beside_says_so_and_is_taken_back_by_its_own(
    kyle: Cast, visiting: Visiting
) -> None:
    day = {"scored_on-day": "2", "scored_on-month": "2", "scored_on-year": "2026"}
    client = visiting("priya")
    sent = {**day, "predictor": "legacy-OGRS3", "system": "", "percent": "61", "one_year": "44", "band": "medium"}
    response = client.post(here(kyle, "outside/"), sent)
    assert (response.status_code, "Enter which system worked it out" in text_of(response)) == (422, True)
    assert client.post(here(kyle, "outside/"), {**sent, "system": "OASys"}).status_code == 302
    score = kept()[0]
    assert (score.percent, score.one_year, score.system) == (Decimal(61), Decimal(44), "OASys")
    page = text_of(visiting("rob").get(here(kyle)))
    assert "61%, Medium" in page
    assert "Worked out by OASys" in page
    assert "Offender Group Reconviction Scale, version 3 (OGRS3) : 61%, Medium" in text_of(
        visiting("rob").get(f"/people/{kyle.kyle.reference}/")
    )
    assert client.post(here(kyle, f"{score.pk}/withdraw/"), {"reason": ""}).status_code == 422
    assert client.post(here(kyle, f"{score.pk}/withdraw/"), {"reason": "Wrong person"}).status_code == 302
    assert "61%" not in text_of(visiting("rob").get(here(kyle)))
    assert visiting("rob").get(here(kyle, f"{score.pk}/")).status_code == 404


def test_what_is_published_of_a_score_is_open_to_anyone_signed_in(cast: Cast, visiting: Visiting) -> None:
    client = visiting("adam")
    assert "All Reoffending Predictor (ARP)" in text_of(client.get("/scores/"))
    page = text_of(client.get("/scores/2026-ARP/"))
    assert "Algorithmic transparency record" in page
    assert "Very high from 90%" in page
    assert "5.01702292499072" in page
    assert client.get("/scores/2026-OGRS3/").status_code == 404
    assert Client().get("/scores/").status_code == 302
