"""A trial as it is run: opened and approved by two, allocated once a check is locked, its list out of everybody's reach until it stops."""

from datetime import date
from typing import Any

import pytest
from django.test import Client

from desistance.audit.models import AuditEvent
from desistance.desk.queries.duties import duties_of
from desistance.foundation import clock
from desistance.foundation.decisions import NotPermitted, Refused
from desistance.schemes.actions.trials import (
    allocate_in_trial,
    approve_trial,
    open_trial,
    stop_trial,
    unblind_trial,
)
from desistance.schemes.models import Allocation, EligibilityCheck, Trial, TrialSeed
from desistance.schemes.queries.trials import arm_of_check, open_trial_page
from desistance.schemes.rules.trials import TrialFacts, arm_of, digest_of
from tests import factories as make
from tests.cast import Cast
from tests.schemes.test_cases import NOW, TODAY, check, offering, police

__all__ = ["check", "police"]
FACTS = TrialFacts("Checkpoint 2026", "Protocol 1, reviewed 2 March 2026", date(2026, 4, 1), ("age", "sex"), (2, 4))


@pytest.fixture
def trial(police: Cast) -> Trial:
    """A trial that runs in the force since 2 March."""
    row = make.trial(police.agencies["police"], factors=["age", "sex"])
    make.trial_seed(row, "a published seed")
    return row


def seed_where(arm: str) -> str:
    """A seed whose first allocation of Leanne's stratum is this arm."""
    return next(one for one in map(str, range(99)) if arm_of(one, "25_and_over, not known", 1, (2, 4)) == arm)


def test_an_analyst_opens_and_somebody_else_approves_and_the_seed_is_drawn_and_told_to_nobody(police: Cast) -> None:
    ana, agency = police.entering("ana"), police.agencies["police"]
    row = open_trial(agency=agency, facts=FACTS, by=ana, at=NOW)
    kept = TrialSeed.objects.get(trial=row)
    assert (len(kept.seed), row.digest, row.state) == (32, digest_of(kept.seed), "waiting")
    with pytest.raises(Refused, match="Somebody else must approve it"):
        approve_trial(trial=row, by=ana, at=NOW)
    grace = police.entering("grace")
    assert [one.duty for one in duties_of(by=grace) if "trial" in one.duty] == ["schemes.trial_waiting"]
    approve_trial(trial=row, by=grace, at=NOW)
    with pytest.raises(Refused, match="A trial is open for this force"):
        open_trial(agency=agency, facts=FACTS, by=ana, at=NOW)
    told = open_trial_page(trial=row.pk, by=ana)
    assert (told.seed, told.lines, told.blocks, told.cells) == ("", (), (), ())
    events = AuditEvent.objects.filter(what__in=["schemes.open_trial", "schemes.approve_trial"]).order_by("pk")
    assert [event.staff for event in events] == [police.staff["ana"].pk, police.staff["grace"].pk]
    assert kept.seed not in "".join(event.entry for event in events)


def test_nobody_is_offered_before_the_check_is_locked_and_an_arm_stands(
    police: Cast, check: EligibilityCheck, trial: Trial
) -> None:
    TrialSeed.objects.filter(trial=trial).update(seed=seed_where("usual"))
    carl = police.opening("carl", check.person)
    assert arm_of_check(check=check, on=TODAY, by=carl) == "due"
    with pytest.raises(Refused, match="Lock this check and allocate first"):
        offering(police, check)
    made = allocate_in_trial(check=check, by=carl, at=NOW)
    assert (made.stratum, made.number, made.arm) == ("25_and_over, not known", 1, "usual")
    with pytest.raises(Refused, match="allocated already in this trial"):
        allocate_in_trial(check=check, by=carl, at=NOW)
    with pytest.raises(Refused, match="Only an inspector or above who supervises"):
        offering(police, check, reason="He asks for it")
    case = offering(police, check, offers=False, reason="Allocated to the usual way")
    assert case.state == "not_offered"
    assert Allocation.objects.get(trial=trial).arm == "usual"


def test_whoever_is_offered_another_way_counts_in_the_arm_they_were_allocated_to(
    police: Cast, check: EligibilityCheck, trial: Trial
) -> None:
    TrialSeed.objects.filter(trial=trial).update(seed=seed_where("usual"))
    allocate_in_trial(check=check, by=police.opening("carl", check.person), at=NOW)
    make.involvement(check.person, police.agencies["police"], kind="police_management", team=police.teams["checkpoint"])
    case = offering(police, check, "sal", rank="inspector", reason="Risk of harm to herself if charged now")
    assert case.state == "offered"
    assert Allocation.objects.get(trial=trial).arm == "usual"


def test_the_list_is_opened_once_the_trial_stopped_by_somebody_else_and_follows_from_its_seed(
    police: Cast, check: EligibilityCheck, trial: Trial
) -> None:
    Trial.objects.filter(pk=trial.pk).update(opened_by=police.staff["ana"].pk)
    allocate_in_trial(check=check, by=police.opening("carl", check.person), at=NOW)
    ana, grace = police.entering("ana"), police.entering("grace")
    with pytest.raises(Refused, match="Stop the trial first"):
        unblind_trial(trial=trial, reason="Curious", by=grace, at=NOW)
    assert [one.shown for one in open_trial_page(trial=trial.pk, by=ana).cells] == ["[c]", "[c]"]
    stop_trial(trial=trial, reason="Enough people", by=ana, at=NOW)
    with pytest.raises(Refused, match="Somebody else must unblind it"):
        unblind_trial(trial=Trial.objects.get(pk=trial.pk), reason="Follow-up is in", by=ana, at=NOW)
    unblind_trial(trial=Trial.objects.get(pk=trial.pk), reason="Follow-up is in", by=grace, at=NOW)
    told = open_trial_page(trial=trial.pk, by=ana)
    assert (told.seed, told.is_whole, len(told.lines)) == ("a published seed", True, 1)
    assert check.person.reference not in str(told.lines)
    Allocation.objects.update(arm="usual" if told.lines[0].arm == "Checkpoint" else "treatment")
    assert open_trial_page(trial=trial.pk, by=ana).is_whole is False


@pytest.mark.parametrize("who", ["nadia", "carl", "rob", "sal", "priya"])
def test_seed_list_and_numbers_are_out_of_reach_of_whoever_decides(
    police: Cast, check: EligibilityCheck, trial: Trial, who: str, plain_static_files: None
) -> None:
    allocate_in_trial(check=check, by=police.opening("carl", check.person), at=NOW)
    with pytest.raises(NotPermitted):
        open_trial_page(trial=trial.pk, by=police.entering(who))
    client = Client()
    client.force_login(police.staff[who], backend="allauth.account.auth_backends.AuthenticationBackend")
    for path in ("/insight/trials/", f"/insight/trials/{trial.pk}/"):
        answer = client.get(path)
        assert answer.status_code == 403
        assert trial.digest not in answer.content.decode()


def test_an_analyst_opens_one_in_the_browser_and_sees_small_numbers_hidden(
    police: Cast, check: EligibilityCheck, plain_static_files: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOW)
    ana = Client()
    ana.force_login(police.staff["ana"], backend="allauth.account.auth_backends.AuthenticationBackend")
    typed: dict[str, Any] = {
        "agency": str(police.agencies["police"].pk), "name": "Checkpoint 2026", "source": "Protocol 1",
        "starts_on-day": "1", "starts_on-month": "4", "starts_on-year": "2026", "factors": ["age"], "blocks": ["2"],
    }  # fmt: skip
    again = ana.post("/insight/trials/", typed)
    assert again.status_code == 422
    assert "every second allocation can be guessed" in again.content.decode()
    assert ana.post("/insight/trials/", {**typed, "blocks": ["2", "4"]}).status_code == 302
    row = Trial.objects.get()
    body = ana.get(f"/insight/trials/{row.pk}/").content.decode()
    assert row.digest in body
    assert TrialSeed.objects.get(trial=row).seed not in body
    assert ana.post(f"/insight/trials/{row.pk}/", {"step": "stop", "reason": ""}).status_code == 422
