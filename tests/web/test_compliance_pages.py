"""The tab Compliance and the ledger of hours in workers' hands."""

from collections.abc import Callable

import pytest
from django.test import Client

from desistance.casework.models import HoursLine
from desistance.foundation import clock
from desistance.foundation.reading import marked, unseen
from tests import factories as make
from tests.cast import Cast
from tests.web.reading import text_of

Visiting = Callable[[str], Client]
SATURDAY = {"worked_on-day": "7", "worked_on-month": "3", "worked_on-year": "2026"}


@pytest.fixture(autouse=True)
def moment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: make.NOW)


def test_hours_are_credited_corrected_and_counted_beside_the_contacts(cast: Cast, visiting: Visiting) -> None:
    with marked("test"), unseen("nightly check"):
        work = make.Involvement.objects.get(person=cast.kyle)
        make.requirement(make.order(cast.kyle, cast.agencies["probation"]), amount=100, unit="hours")
        missed = make.contact(
            cast.kyle, cast.agencies["probation"], make.NOW, outcome="unacceptable_absence", involvement=work
        )
    client, here = visiting("priya"), f"/people/{cast.kyle.reference}/"
    path = f"{here}hours/{work.pk}/"
    empty = text_of(client.get(path))
    assert "No hours have been credited in this service." in empty
    wrong = client.post(path, {**SATURDAY, "kind": "penalty", "hours": "1"})
    assert (wrong.status_code, "Enter why." in text_of(wrong)) == (422, True)
    page = text_of(client.post(path, {**SATURDAY, "kind": "credited", "hours": "7", "minutes": "30"}, follow=True))
    assert "7 hours 30 minutes of 100 hours (7%), 92 hours 30 minutes left." in page
    with marked("test"), unseen("nightly check"):
        line = HoursLine.objects.get()
    assert "Ledger corrected." in text_of(
        client.post(
            f"{path}{line.pk}/", {**SATURDAY, "kind": "credited", "hours": "7", "because": "Left early"}, follow=True
        )
    )
    stale = client.post(f"{path}{line.pk}/", {**SATURDAY, "kind": "credited", "hours": "6", "because": "Wrong"})
    assert (stale.status_code, "You have not lost anything." in text_of(stale)) == (409, True)
    page = client.get(f"{here}compliance/")
    for words in (
        "Probation supervision, Durham probation",
        "Unpaid work, 100 hours until 2 March 2026",
        "0 attended, 0 acceptable, 1 unacceptable in 12 weeks. 0% of 1 attended and complied.",
        "7 hours of 100 hours (7%), 93 hours left.",
        "13 March 2026 Unacceptable absence Nothing yet Decide",
    ):
        assert words in text_of(page), words
    assert f"{here}contacts/{missed.pk}/decide/" in page.content.decode()


def test_nothing_demanded_is_said_in_a_sentence(cast: Cast, visiting: Visiting) -> None:
    with marked("test"), unseen("nightly check"):
        other = make.person(cast.agencies["police"])
        make.involvement(other, cast.agencies["police"], kind="police_management", lead=cast.staff["rob"])
    page = text_of(visiting("grace").get(f"/people/{other.reference}/compliance/"))
    assert "No requirements to comply with at the moment, as far as your agency may see." in page
