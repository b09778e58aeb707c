"""Alerts in workers' hands: raised, seen by another agency in the banner, reviewed or ended, both versions of a stale one."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from desistance.casework.models import Alert
from desistance.foundation import clock
from desistance.foundation.reading import marked, unseen
from tests import factories as make
from tests.cast import Cast
from tests.web.reading import text_of

Visiting = Callable[[str], Client]
RAISED = {
    "kind": "staff",
    "warning": "Do not visit alone",
    "starts_on-day": "13",
    "starts_on-month": "3",
    "starts_on-year": "2026",
    "review_on-day": "1",
    "review_on-month": "6",
    "review_on-year": "2026",
}
AGAIN = {"review_on-day": "1", "review_on-month": "9", "review_on-year": "2026"}


@pytest.fixture(autouse=True)
def moment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: make.NOW)


def kept() -> Alert:
    with marked("test"), unseen("nightly check"):
        return Alert.objects.get()


def test_an_alert_is_raised_and_another_agency_sees_it_on_every_page(cast: Cast, visiting: Visiting) -> None:
    with marked("test"), unseen("nightly check"):
        make.involvement(
            cast.kyle,
            cast.agencies["housing"],
            kind="housing_support",
            team=cast.teams["tenancy"],
            lead=cast.staff["dan"],
        )
    here = f"/people/{cast.kyle.reference}/risk/"
    priya, dan = visiting("priya"), visiting("dan")
    assert "No alert stands that your agency may see." in text_of(priya.get(here))
    wrong = priya.post(f"{here}alerts/new/", {**RAISED, "review_on-year": "2027"})
    assert wrong.status_code == 422
    assert "The review date must be on or before 12 September 2026." in text_of(wrong)
    page = priya.post(f"{here}alerts/new/", RAISED, follow=True)
    assert "Alert raised." in text_of(page)
    assert "New alert. Risk to staff: Do not visit alone." in text_of(dan.get("/home/"))
    seen = text_of(dan.get(f"/people/{cast.kyle.reference}/involved/"))
    assert "Risk to staff: Do not visit alone Durham probation, 13 Mar 2026" in seen
    dan.get(f"/people/{cast.kyle.reference}/")  # he has read it
    assert "New alert" not in text_of(dan.get("/home/"))
    assert "Review or end" not in text_of(dan.get(here))
    assert dan.get(f"{here}alerts/{kept().pk}/").status_code == 404


def test_an_alert_is_reviewed_and_ended_and_a_stale_form_loses_nothing(cast: Cast, visiting: Visiting) -> None:
    with marked("test"), unseen("nightly check"):
        alert = make.alert(cast.kyle, cast.agencies["probation"], raised_by=cast.staff["priya"].pk)
    client, here = visiting("priya"), f"/people/{cast.kyle.reference}/risk/"
    path = f"{here}alerts/{alert.pk}/"
    keep = {"step": "keep", "warning": "Two to a visit", "because": "Threats last week", "version": "1"}
    assert "Enter by when it must be reviewed again" in text_of(client.post(path, keep))
    page = text_of(client.post(path, {**keep, **AGAIN}, follow=True))
    assert "Still right on 13 March 2026, said Priya: Threats last week." in page
    stale: Any = client.post(path, {**keep, **AGAIN, "warning": "Three to a visit"})
    assert stale.status_code == 409
    for words in ("You have not lost anything.", "Three to a visit", "Two to a visit"):
        assert words in text_of(stale)
    page = text_of(client.post(path, {"step": "end", "reason": "He moved away", "version": "2"}, follow=True))
    assert "Alert ended." in page
    assert "1 ended alert" in page
    assert "Ended on 13 March 2026 by Priya: He moved away." in page
