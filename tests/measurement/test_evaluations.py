"""An evaluation from plan to answer: people without outcomes, the lock, the truth of what is counted, and what is refused."""

import itertools
import json
import random
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from desistance.audit.models import AuditEvent
from desistance.foundation.decisions import Conflict, NotPermitted, Refused
from desistance.measurement import worker
from desistance.measurement.actions.evaluations import ask_for_evaluation, change_plan, lock_plan
from desistance.measurement.actions.snapshots import ask_for_snapshot
from desistance.measurement.actions.tracking import ask_for_tracking
from desistance.measurement.models import Evaluation, Snapshot
from desistance.measurement.rules.evaluation import Choices
from desistance.measurement.worker.evaluating import starts_of
from tests import factories as make
from tests.cast import Cast

FIRST, LAST = date(2023, 4, 1), date(2024, 3, 31)
COMPLETE_TO = date(2026, 3, 12)
CHOICES = Choices(
    question="Does women's centre support reduce reoffending?",
    logic_model="A key worker and a safe place, so that fewer offend again.",
    design="matched",
    scheme="womens_support",
    first_on=FIRST,
    last_on=LAST,
    pool="sentenced",
    before=("previous", "age"),
    method="radius",
)
pytestmark = pytest.mark.usefixtures("looking")


@pytest.fixture(autouse=True)
def files(settings: Any, tmp_path: Path) -> Path:
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


def sentence(person: Any, agency: Any, on: date, committed: date | None = None) -> None:
    offence = make.offence(person, agency, committed_on=committed or on - timedelta(days=20))
    make.disposal(offence, given_on=on, is_main=True)


def somebody(cast: Cast, number: int, chance: random.Random, *, entered: bool) -> None:
    """A person with a sentence in the time, perhaps one before it and a reoffence after it, and perhaps an entry."""
    police, charity = cast.agencies["police"], cast.agencies["probation"]
    person = make.person(police, given="Sample", family=f"Person{number}", born=date(1970 + number % 30, 1, 5))
    make.equality(person, police, kind="sex", value="female")
    index = FIRST + timedelta(days=chance.randrange(0, 300))
    if chance.random() < 0.5:
        sentence(person, police, index - timedelta(days=400))
    sentence(person, police, index)
    start = index + timedelta(days=10) if entered else index
    if chance.random() < (0.3 if entered else 0.5):
        sentence(person, police, start + timedelta(days=200), start + timedelta(days=chance.randrange(12, 150)))
    if entered:
        at = datetime(start.year, start.month, start.day, 10, tzinfo=UTC)
        make.involvement(person, charity, kind="womens_support", from_at=at)


def populate(cast: Cast, took_part: int, others: int) -> None:
    chance = random.Random(3)
    for number in range(took_part + others):
        somebody(cast, number, chance, entered=number < took_part)


def frozen(cast: Cast) -> Snapshot:
    given = {"first_on": FIRST, "last_on": LAST, "complete_to": COMPLETE_TO, "run_later": False}
    return worker.freeze(snapshot=ask_for_snapshot(**given, by=cast.entering("ana"), at=make.NOW).pk, at=make.NOW)


def planned(cast: Cast, snapshot: Snapshot, **more: Any) -> Evaluation:
    choices = Choices(**{name: more.pop(name, getattr(CHOICES, name)) for name in Choices.__dataclass_fields__})
    told = {"snapshot": snapshot, "choices": choices, "by": cast.entering("ana"), "at": make.NOW, "run_later": False}
    return ask_for_evaluation(**told, **more)


def locked(cast: Cast, record: Evaluation) -> Evaluation:
    return lock_plan(evaluation=record, by=cast.entering("ana"), at=make.NOW, run_later=False)


def test_from_plan_to_answer_with_no_outcome_before_the_lock(cast: Cast) -> None:
    populate(cast, 60, 100)
    snapshot = frozen(cast)
    ready = worker.evaluate(evaluation=planned(cast, snapshot).pk, at=make.NOW)
    assert (ready.state, ready.failed_because) == ("ready", "")
    before = pd.read_parquet(starts_of(ready))
    assert not {"reoffended", "reoffences", "days"} & set(before.columns)
    assert before.treated.sum() == 60
    steps = [(one["treated"], one["comparison"]) for one in ready.people["attrition"]]
    assert steps[0] == (60, 100)
    assert all(later <= earlier for earlier, later in itertools.pairwise(steps))
    assert {one["term"] for one in ready.people["balance"]} == {"previous", "age"}
    found = worker.evaluate(evaluation=locked(cast, ready).pk, at=make.NOW)
    assert found.state == "counted"
    assert found.result["lock"]["people_sha256"] == found.people_sha256
    assert found.result["headline"]["answer"] in ("reduction", "inconclusive", "refused")
    main = next(one for one in found.result["outcomes"] if one["name"] == "reoffended")
    assert main["people_treated"] >= 55
    assert {one["name"] for one in found.result["outcomes"]} == {
        "reoffended",
        "reoffences",
        "days",
        "harm",
        "year_but_one_before",
    }
    groups = {one["group"]: one["answer"] for one in found.result["groups"]}
    assert groups == {"Women": "withheld", "Men": "too_few", "Under 25": "too_few", "25 and over": "withheld"}
    assert found.result["completed"] is None, "nobody recorded whether they completed it"
    named = AuditEvent.objects.filter(what="measurement.gather_starts").get()
    assert len(named.subjects) == 60
    assert worker.evaluate(evaluation=found.pk, at=make.NOW).counted_at == found.counted_at


def test_a_plan_that_locks_itself_is_locked_once_its_people_are_counted_and_worked_out(cast: Cast) -> None:
    populate(cast, 12, 15)
    asked = planned(cast, frozen(cast), before=("previous",), locks_itself=True)
    found = worker.evaluate(evaluation=asked.pk, at=make.NOW)
    assert (found.state, found.locked_by) == ("counted", asked.asked_by)


def test_comparisons_start_as_long_after_their_sentence_as_those_who_entered(cast: Cast) -> None:
    populate(cast, 20, 30)
    ready = worker.evaluate(evaluation=planned(cast, frozen(cast)).pk, at=make.NOW)
    frame = pd.read_parquet(starts_of(ready))
    assert frame.led.sum() == 50
    assert (frame.between == 0).all()
    others = frame[frame.treated == 0]
    sentenced = {str(day) for day in others.start}
    assert len(sentenced) > 10
    assert all(date.fromisoformat(str(day)[:10]) >= FIRST + timedelta(days=10) for day in others.start)


def test_a_plan_is_changed_until_it_is_locked_and_amended_after(cast: Cast) -> None:
    snapshot = make.snapshot(cast.agencies["probation"])
    ready = make.evaluation(snapshot)
    ana, told = cast.entering("ana"), {"snapshot": snapshot, "run_later": False, "at": make.NOW}
    with pytest.raises(Conflict):
        change_plan(evaluation=ready, choices=CHOICES, version=ready.version + 1, by=ana, **told)
    changed = change_plan(evaluation=ready, choices=CHOICES, version=ready.version, by=ana, **told)
    assert (changed.state, changed.people, changed.people_sha256) == ("draft", {}, "")
    with pytest.raises(Refused, match="not counted yet"):
        locked(cast, changed)
    done = make.evaluation(snapshot, "counted")
    with pytest.raises(Refused, match="Amend it instead"):
        change_plan(evaluation=done, choices=CHOICES, by=ana, **told)
    with pytest.raises(Refused, match="locked already"):
        locked(cast, done)
    with pytest.raises(Refused, match="what changes and why"):
        planned(cast, snapshot, amends=done)
    amended = planned(cast, snapshot, amends=done, because="Age was forgotten.", before=("age", "sex"))
    assert (amended.amends_id, amended.amended_because) == (done.pk, "Age was forgotten.")
    with pytest.raises(NotPermitted):
        lock_plan(evaluation=make.evaluation(snapshot), by=cast.entering("bea"), at=make.NOW)


def test_a_fact_measured_after_the_start_is_refused_by_evidences_own_rules(cast: Cast) -> None:
    snapshot = make.snapshot(cast.agencies["probation"])
    with pytest.raises(Refused, match="finished is measured after the start") as refusal:
        planned(cast, snapshot, before=("age", "finished"))
    assert refusal.value.field == "before"
    with pytest.raises(Refused, match="outcome reoffended"):
        planned(cast, snapshot, before=("reoffended",))


def test_a_changed_file_of_people_is_not_worked_out(cast: Cast) -> None:
    populate(cast, 12, 15)
    ready = worker.evaluate(evaluation=planned(cast, frozen(cast), before=("previous",)).pk, at=make.NOW)
    done = locked(cast, ready)
    starts_of(done).write_bytes(starts_of(done).read_bytes() + b" ")
    stopped = worker.evaluate(evaluation=done.pk, at=make.NOW)
    assert stopped.state == "failed"
    assert "are not those that were frozen" in stopped.failed_because


def test_too_few_people_get_words_and_no_headline(cast: Cast) -> None:
    populate(cast, 14, 20)
    ready = worker.evaluate(evaluation=planned(cast, frozen(cast), before=("previous",)).pk, at=make.NOW)
    found = worker.evaluate(evaluation=locked(cast, ready).pk, at=make.NOW)
    assert found.result["headline"]["answer"] == "refused"
    assert "Fewer than 30 people" in found.result["headline"]["sentence"]
    nobody = worker.evaluate(evaluation=planned(cast, found.snapshot, scheme="checkpoint").pk, at=make.NOW)
    assert nobody.failed_because == "Nobody entered the scheme in that time. Choose another time or scheme."


def test_a_trial_is_analysed_by_what_was_meant_in_its_strata(cast: Cast) -> None:
    police = cast.agencies["police"]
    trial = make.trial(police, "stopped", unblinded_at=make.NOW, unblinded_by=2, unblinded_because="It is over.")
    chance, allocated = random.Random(8), datetime(2023, 6, 1, 12, tzinfo=UTC)
    for number in range(40):
        person = make.person(police, given="Sample", family=f"Trial{number}")
        check = make.eligibility_check(make.arrest(person, police))
        arm = ("treatment", "usual")[number % 2]
        stratum = ("under_25", "25_and_over")[number // 2 % 2]
        make.allocation(trial, check, number + 1, arm, stratum=stratum, allocated_at=allocated)
        if chance.random() < 0.5:
            sentence(person, police, date(2023, 12, 1), date(2023, 9, 1))
    snapshot = frozen(cast)
    more = {"design": "randomised", "scheme": "checkpoint", "pool": "", "before": (), "method": "", "trial": trial}
    ready = worker.evaluate(evaluation=planned(cast, snapshot, **more).pk, at=make.NOW)
    assert [(one["treated"], one["comparison"]) for one in ready.people["attrition"]] == [(20, 20)] * 3
    found = worker.evaluate(evaluation=locked(cast, ready).pk, at=make.NOW)
    assert (found.state, found.result["design"]) == ("counted", "randomised")
    assert found.result["balance"] == []
    assert found.plan["trial"]["strata"] == ["stratum"]
    closed = make.trial(cast.agencies["probation"], "stopped")
    with pytest.raises(Refused, match="whose list somebody has opened"):
        planned(cast, snapshot, **{**more, "trial": closed})


def test_schemes_are_followed_with_what_is_small_hidden(cast: Cast) -> None:
    chance = random.Random(4)
    for number in range(60):
        somebody(cast, number, chance, entered=number < 45)
    snapshot = frozen(cast)
    ana = cast.entering("ana")
    asked = ask_for_tracking(snapshot=snapshot, by=ana, at=make.NOW, run_later=False)
    found = worker.track(tracking=asked.pk, at=make.NOW)
    rows = {row["scheme"]: row for row in found.result["rows"]}
    assert (rows["womens_support"]["offenders"], rows["checkpoint"]["offenders"]) == (45, "[c]")
    assert rows["womens_support"]["rate_low"] < rows["womens_support"]["rate"] < rows["womens_support"]["rate_high"]
    assert len(rows["womens_support"]["curve"]) >= 1
    assert "victim_contact" not in json.dumps(found.result)
    assert not found.result["is_provisional"] or found.result["last_on"] > "2024-09-12"
    with pytest.raises(Refused, match="already"):
        ask_for_tracking(snapshot=snapshot, by=ana, at=make.NOW)
