"""The overview as the record stood on a day: it says that it is not today's, and which day is wrong."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client

from desistance.foundation import clock
from tests import factories as make
from tests.cast import Cast


def test_the_overview_of_a_day_says_that_it_is_not_today_s(
    cast: Cast, visiting: Callable[[str], Client], monkeypatch: pytest.MonkeyPatch, looking: None
) -> None:
    monkeypatch.setattr(clock, "now", lambda: make.NOW)
    yesterday = make.NOW - timedelta(days=1)
    make.document(cast.kyle, cast.agencies["probation"], title="From his landlord", recorded_at=yesterday)
    here, client = f"/people/{cast.kyle.reference}/", visiting("priya")
    page = client.get(f"{here}?on=2026-03-12").content.decode()
    assert "This is not today&#x27;s record." in page or "This is not today's record." in page
    assert ("at the end of Thursday 12 March 2026" in page, "From his landlord" in page) == (True, True)
    before = client.get(f"{here}?on=2026-03-11").content.decode()
    assert "From his landlord" not in before
    assert "Nothing was on record here on 1 May 2020" in client.get(f"{here}?on=2020-05-01").content.decode()
    wrong = client.get(f"{here}?on=2026-03-14")
    assert wrong.status_code == 422
    assert "As it stood on must be today or in the past" in wrong.content.decode()
