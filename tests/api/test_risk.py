"""Risk by the API: recorded by one agency, read by another, and what a rule refuses told by field."""

from typing import Any

import pytest

from desistance.foundation import clock
from desistance.foundation.reading import marked, unseen
from tests import factories as make
from tests.api.conftest import Caller
from tests.api.world import REVIEWED
from tests.cast import Cast


@pytest.fixture(autouse=True)
def moment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: make.NOW)


@pytest.fixture
def shared(cast: Cast) -> Cast:
    """Police work with Kyle too; probation judged the risk medium in January."""
    with marked("test"), unseen("nightly check"):
        make.involvement(cast.kyle, cast.agencies["police"], kind="police_management", lead=cast.staff["rob"])
        make.risk_review(cast.kyle, cast.agencies["probation"])
    return cast


def ask(cast: Cast, who: str, path: str, body: Any = None) -> Any:
    return Caller(cast, who).call("POST" if body else "GET", f"/people/{cast.kyle.reference}/risk{path}", body)


def test_another_agency_reads_who_set_the_level_when_and_when_it_is_next_reviewed(shared: Cast) -> None:
    high = {**REVIEWED, "levels": {"children_community": "high"}, "plan": "Weekly contact"}
    made = ask(shared, "priya", "/reviews", high)
    assert made.status_code == 201
    told = ask(shared, "rob", "").json()
    now, before = told["reviews"]
    assert told["now"] == now
    assert (now["overall"], now["was"], now["change_reason"]) == ("high", "medium", "Moved away")
    assert (now["author"], now["agency"], now["source"]) == ("Priya", "Durham probation", "api")
    assert (now["made_on"], now["review_on"], now["is_overdue"]) == ("2026-03-13", "2026-04-20", False)
    assert (now["waits_for_countersignature"], now["most_at_risk"]) == (True, "children in the community")
    assert (before["overall"], before["is_overdue"]) == ("medium", True)


def test_a_refusal_names_the_field(shared: Cast) -> None:
    late = ask(shared, "priya", "/reviews", {**REVIEWED, "review_on": "2026-08-20"})
    assert late.status_code == 422
    assert "Review date must be on or before 11 June 2026." in late.content.decode()
    assert "review_on" in late.content.decode()
    none = ask(shared, "priya", "/reviews", {**REVIEWED, "levels": {"neighbours_community": "low"}})
    assert (none.status_code, "neighbours_community" in none.content.decode()) == (422, True)


def test_what_is_closed_to_the_reader_is_never_told_as_no_risk(shared: Cast) -> None:
    with marked("test"), unseen("nightly check"):
        make.involvement(shared.kyle, shared.agencies["housing"], kind="housing_support", lead=shared.staff["dan"])
    told = ask(shared, "dan", "").json()
    assert (told["now"], told["reviews"], told["sees_all"]) == (None, [], False)
