"""Scores compared with what became of people: in the worker, through the gate, without the score that came too late."""

import random
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from desistance.audit.models import AuditEvent
from desistance.foundation import clock
from desistance.foundation.decisions import Refused
from desistance.measurement import worker
from desistance.measurement.actions.validations import ask_for_validation
from desistance.measurement.models import CohortMember, Snapshot, Validation
from desistance.people.models import Person
from tests import factories as make
from tests.api.conftest import Caller
from tests.cast import Cast
from tests.measurement.population import generate
from tests.measurement.test_worker import counted
from tests.web.reading import text_of

pytestmark = pytest.mark.usefixtures("looking")


@pytest.fixture(autouse=True)
def files(settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.MEDIA_ROOT = tmp_path
    monkeypatch.setattr(clock, "now", lambda: make.NOW)


def scored(cast: Cast, snapshot: Snapshot, *, days_before: int) -> dict[int, float]:
    """A score for everyone in the snapshot, so many days before their first follow-up; the chance of each."""
    chance, found = random.Random(3), {}
    for one in CohortMember.objects.filter(snapshot=snapshot).order_by("person_id", "index_on"):
        if one.person_id not in found:
            found[one.person_id] = round(chance.uniform(5, 90))
            make.score(
                Person.objects.get(pk=one.person_id),
                cast.agencies["probation"],
                predictor="OGRS3",
                generation="legacy",
                scored_on=one.index_on - timedelta(days=days_before),
                percent=min(98, found[one.person_id] + 9),
                one_year=found[one.person_id],
            )
    return found


def validated(cast: Cast, snapshot: Snapshot) -> Validation:
    made = ask_for_validation(
        snapshot=snapshot, predictor="OGRS3", by=cast.entering("ana"), at=make.NOW, run_later=False
    )
    return worker.validate(validation=made.pk, at=make.NOW)


def test_scores_are_compared_once_shown_and_audited_and_late_ones_are_left_out(cast: Cast, visiting: Any) -> None:
    generate(cast.agencies["police"], 80)
    snapshot = counted(cast)
    ana: Client = visiting("ana")
    assert "No score has been compared" in text_of(ana.get("/insight/scores/"))
    assert validated(cast, snapshot).failed_because.startswith("Nobody in this snapshot had a score of OGRS3")
    chances = scored(cast, snapshot, days_before=3)
    scored(cast, snapshot, days_before=-1)
    done = validated(cast, snapshot)
    [everyone, *groups] = done.result["groups"]
    assert everyone["people"] == 5 * ((len(chances) + 2) // 5)
    assert everyone["predicted"] == pytest.approx(sum(chances.values()) / len(chances) / 100, abs=0.001)
    assert {one["by"] for one in groups} == {"sex", "age", "ethnicity"}
    hidden = [one for one in groups if one["hidden"]]
    assert hidden
    assert all(one["area"] is None for one in hidden)
    event = AuditEvent.objects.filter(what="measurement.gather_scores").latest("id")
    assert set(event.subjects) == set(chances)
    with pytest.raises(Refused, match="already"):
        validated(cast, snapshot)
    page = text_of(ana.get(f"/insight/scores/{done.pk}/"))
    assert "followed for 12 months" in page
    assert "Not shown" in page
    assert visiting("priya").get("/insight/scores/").status_code == 403
    told = Caller(cast, "bea", None).get(f"/validations/{done.pk}").json()
    assert (told["followed_months"], told["notes"]) == (12, done.result["notes"])
    assert [one["people"] for one in told["groups"]] == [one["people"] for one in done.result["groups"]]
    assert [one["observed"] for one in told["slices"]] == [one["observed"] for one in done.result["slices"]]


def test_the_form_asks_in_the_background_and_says_what_cannot_be_compared(cast: Cast, visiting: Any) -> None:
    snapshot = make.snapshot(cast.agencies["probation"])
    ana: Client = visiting("ana")
    wrong = ana.post("/insight/scores/", {"predictor": "ARP", "snapshot": str(snapshot.pk)})
    assert wrong.status_code == 422
    assert "ARP foresees 24 months" in text_of(wrong)
    assert ana.post("/insight/scores/", {"predictor": "OGRS3", "snapshot": str(snapshot.pk)}).status_code == 302
    assert Validation.objects.get().state == "asked"
    assert "Being worked out" in text_of(ana.get("/insight/scores/"))
    assert visiting("bea").post("/insight/scores/", {}).status_code == 403
