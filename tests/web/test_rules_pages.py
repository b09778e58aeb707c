"""A force's own rules in the browser: proposed, looked at on what is on record, approved by somebody else."""

import re
from typing import Any

import pytest
from django.test import Client

from desistance.foundation import clock
from desistance.foundation.reading import marked, unseen
from desistance.schemes.models import RuleVersion
from tests import factories as make
from tests.cast import Cast
from tests.web.reading import text_of
from tests.web.test_risk_pages import Visiting


@pytest.fixture(autouse=True)
def moment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: make.NOW)


@pytest.fixture
def force(cast: Cast) -> Cast:
    cast.teams["checkpoint"] = make.team(cast.agencies["police"], name="Checkpoint")
    cast.hire("sal", "police", "team_manager", "checkpoint")
    cast.hire("gil", "police", "governance_officer")
    with marked("test"), unseen("nightly check"):
        make.involvement(cast.kyle, cast.agencies["police"], kind="checkpoint", team=cast.teams["checkpoint"])
        make.arrest(cast.kyle, cast.agencies["police"], at=make.NOW)
    return cast


def proposal(page: Any, **changed: Any) -> dict[str, Any]:
    """What the form shows, sent back with a first day and a source."""
    form = page.context["form"]
    shown = {name: form.get_initial_for_field(field, name) for name, field in form.fields.items()}
    day = {"valid_from-day": "1", "valid_from-month": "5", "valid_from-year": "2026", "source": "Board, 2 March 2026"}
    kept = {
        name: value for name, value in shown.items() if value not in (None, "") and name not in ("valid_from", "once")
    }
    return {
        **{name: list(value) if isinstance(value, tuple) else value for name, value in kept.items()},
        **day,
        **changed,
    }


def test_a_version_is_proposed_simulated_and_approved_by_somebody_else(visiting: Visiting, force: Cast) -> None:
    sal: Client = visiting("sal")
    page = sal.get("/rules/new/")
    wrong = sal.post("/rules/new/", proposal(page, **{"valid_from-year": "2025"}))
    assert wrong.status_code == 422
    assert "The first day must be after today" in text_of(wrong)
    made = sal.post("/rules/new/", proposal(page, offence_age_months="2"))
    row = RuleVersion.objects.get()
    here = f"/rules/{row.pk}/"
    assert (made.status_code, made["Location"]) == (302, here)
    shown = text_of(sal.get(here))
    assert "Changed: Offence less than 3 months old on the day of the check." in shown
    assert "1 arrest" in shown
    assert "No result would change." in shown
    assert sal.post(here, {"act": "send", "version": "1"}).status_code == 302
    assert "Approve it" not in text_of(sal.get(here))
    gil = visiting("gil")
    assert "Approve it: in force from 1 May 2026" in text_of(gil.get(here))
    assert gil.post(here, {"act": "approve", "version": "1"}).status_code == 409
    assert gil.post(here, {"act": "approve", "version": "2"}).status_code == 302
    row.refresh_from_db()
    assert row.state == "approved"
    rules = text_of(sal.get("/rules/"))
    assert re.search(r"Version 4, from 1 May 2026\s+Approved", rules)
    assert "From 1 April 2025 to 1 May 2026, that day not included" in rules
    assert visiting("nadia").get(here).status_code == 403
    assert visiting("tom").get(here).status_code == 404


def test_a_matrix_is_proposed_item_by_item_and_says_whose_score_it_would_change(
    visiting: Visiting, force: Cast
) -> None:
    sal, gil, new = visiting("sal"), visiting("gil"), "/rules/new/?of=iom"
    with marked("test"), unseen("nightly check"):
        case = make.scheme_case(force.kyle, force.agencies["police"], "nominated", scheme="iom", accepted_at=None)
        facts = {"counted": {"arrests": {"at_least": 3, "may_be_more": False, "is_known": True}}, "predicted": 91.0}
        make.nomination(case, facts={**facts, "consider": 20}, answers={"home": "none"})
    page = sal.get(new)
    wrong = sal.post(new, proposal(page, arrests_from="1, 3, 6", arrests_points="2, x"))
    assert (wrong.status_code, "Enter whole numbers with commas between them" in text_of(wrong)) == (422, True)
    wrong = sal.post(new, proposal(page, arrests_from="1, 3, 6", arrests_points="2, 4"))
    assert "Enter as many points as there are numbers above" in text_of(wrong)
    wrong = sal.post(new, proposal(page, arrests_points="4, 2, 7"))
    assert "more of it cannot give fewer points" in text_of(wrong)
    made = sal.post(new, proposal(page, arrests_points="2, 9, 12", consider_points="15"))
    here = made["Location"]
    shown = text_of(sal.get(here))
    assert (
        "Changed: Arrests in the last 12 months. Before: 1 or more: 2; 3 or more: 4; 6 or more: 7. Now: 1 or more: 2; 3 or"
        in shown
    )
    assert (
        f"{force.kyle.reference} 16 (could be 13 to 49): Could be either 21 (could be 18 to 54): Look closely" in shown
    )
    assert "Arrests in the last 12 months 4 points 9 points" in shown
    read = text_of(visiting("rob").get(here))
    assert ("On the present cohort" in read, "What do you want to do?" in read) == (True, False)
    assert visiting("nadia").get(here).status_code == 403
    sal.post(here, {"act": "send", "version": "1"})
    assert gil.post(here, {"act": "approve", "version": "2"}).status_code == 302
    assert "From 15 points" in text_of(visiting("rob").get("/rules/?of=iom"))
    assert sal.get("/rules/?of=astrology").status_code == 404
