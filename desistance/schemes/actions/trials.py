"""Opening, approving, stopping and unblinding a trial, and allocating one person. Nobody is ever told the seed by these."""

import secrets
from datetime import datetime
from typing import Any

from desistance.access.queries.scope import entries_seen
from desistance.audit.deeds import deed
from desistance.audit.terms import Category
from desistance.foundation.actions import change
from desistance.foundation.calendar import local_date
from desistance.foundation.decisions import NotFound, Refused, refused
from desistance.foundation.passes import Pass
from desistance.foundation.terms import DataClass
from desistance.partners.models import Agency
from desistance.people.models import Equality
from desistance.people.terms import EqualityKind
from desistance.schemes.models import Allocation, EligibilityCheck, Trial, TrialSeed
from desistance.schemes.queries.cases import before_deciding
from desistance.schemes.queries.trials import is_one_open, trial_running
from desistance.schemes.rules.checkpoint.facts import facts_from
from desistance.schemes.rules.trials import (
    StratumFacts,
    TrialFacts,
    arm_of,
    digest_of,
    may_allocate,
    may_open,
    may_unblind,
    stratum_of,
    troubles_of_trial,
)
from desistance.schemes.terms.cases import LONGEST_REASON
from desistance.schemes.terms.checkpoint import CHECKPOINT
from desistance.schemes.terms.checks import CHECKING_AGENCIES, Result
from desistance.schemes.terms.trials import RUNNING, SEED_BYTES, STOPPED, TRIAL_STATES


@deed("trial.open")
def open_trial(*, agency: Agency, facts: TrialFacts, by: Pass, at: datetime) -> Trial:
    """Open a trial for a force: its seed is drawn now and shown to nobody. Raises :class:`Refused` with the field to mend."""
    held = Agency.objects.select_for_update().get(pk=agency.pk)
    if held.kind not in CHECKING_AGENCIES:
        refused("Choose a police force: it decides on Checkpoint.").demand("agency")
    for field, decision in troubles_of_trial(facts, local_date(at), is_one_open=is_one_open(held.pk)):
        decision.demand(field)
    seed = secrets.token_hex(SEED_BYTES)
    row = Trial.objects.create(
        agency=held,
        scheme=CHECKPOINT,
        name=facts.name.strip(),
        source=facts.source.strip(),
        starts_on=facts.starts_on,
        factors=list(facts.factors),
        digest=digest_of(seed),
        opened_at=at,
        opened_by=by.staff,
        created_at=at,
        changed_at=at,
        changed_by=by.staff,
    )
    TrialSeed.objects.create(trial=row, seed=seed, blocks=sorted(facts.blocks))
    return row


def _held(trial: Trial) -> Trial:
    return Trial.objects.select_for_update().get(pk=trial.pk)


@deed("trial.approve")
def approve_trial(*, trial: Trial, by: Pass, at: datetime, version: int | None = None) -> Trial:
    """Approve a trial that somebody else opened: it runs from its first day. Raises :class:`Refused` and :class:`Conflict`."""
    row = _held(trial)
    told: dict[str, Any] = {"starts_on": row.starts_on, "on": local_date(at)}
    may_open(state=row.state, opened_by=row.opened_by, staff=by.staff, **told).demand()
    change(row, version=version, by=by, at=at, state=RUNNING, approved_at=at, approved_by=by.staff)
    return row


@deed("trial.approve")
def stop_trial(*, trial: Trial, reason: str, by: Pass, at: datetime, version: int | None = None) -> Trial:
    """Stop a trial, or withdraw one that waits, with the reason; nobody is allocated after. Allocations stand."""
    row = _held(trial)
    TRIAL_STATES.may_move(row.state, STOPPED).demand()
    if not reason.strip() or len(reason) > LONGEST_REASON:
        refused(f"Enter why the trial stops, in {LONGEST_REASON} characters or fewer.").demand("reason")
    told: dict[str, Any] = {"stopped_at": at, "stopped_by": by.staff, "stopped_because": reason.strip()}
    change(row, version=version, by=by, at=at, state=STOPPED, **told)
    return row


@deed("trial.approve")
def unblind_trial(*, trial: Trial, reason: str, by: Pass, at: datetime, version: int | None = None) -> Trial:
    """Open the list and the seed of a trial that stopped, with the reason, by somebody other than who opened it."""
    row = _held(trial)
    may_unblind(state=row.state, opened_by=row.opened_by, staff=by.staff, reason=reason).demand("reason")
    told: dict[str, Any] = {"unblinded_at": at, "unblinded_by": by.staff, "unblinded_because": reason.strip()}
    change(row, version=version, by=by, at=at, **told)
    return row


@deed("checkpoint.decide", Category.COLLECTION)
def allocate_in_trial(*, check: EligibilityCheck, by: Pass, at: datetime) -> Allocation:
    """Lock a check and allocate its person: the arm is drawn now and stands, whatever is offered after.

    Raises :class:`Refused` where no trial runs, the person was allocated before, or the check does not say eligible or has moved.
    """
    by.demand_person(check.person_id, DataClass.OFFENDING, writing=True)
    if check.agency_id != by.agency:
        raise NotFound()
    running = trial_running(by.agency, local_date(at))
    if running is None:
        raise Refused("No trial is running.")
    trial, held = _held(running), EligibilityCheck.objects.select_for_update().get(pk=check.pk)
    may_allocate(
        state=trial.state,
        starts_on=trial.starts_on,
        on=local_date(at),
        result=Result(held.result),
        is_allocated=Allocation.objects.filter(trial=trial, person_id=held.person_id).exists(),
        has_moved=held.state != "current" or before_deciding(check=held, by=by, at=at, but=0).has_moved,
    ).demand("decision")
    stratum = stratum_of(trial.factors, _stratum_facts(held, by, at))
    number = Allocation.objects.filter(trial=trial, stratum=stratum).count() + 1
    kept = TrialSeed.objects.get(trial=trial)
    return Allocation.objects.create(
        person_id=held.person_id,
        agency_id=by.agency,
        trial=trial,
        arrest_id=held.arrest_id or 0,
        eligibility=held,
        stratum=stratum,
        number=number,
        arm=arm_of(kept.seed, stratum, number, kept.blocks),
        allocated_at=at,
        allocated_by=by.staff,
    )


def _stratum_facts(check: EligibilityCheck, by: Pass, at: datetime) -> StratumFacts:
    """From the facts that were kept with the check, and sex as recorded where all who recorded it agree."""
    facts = facts_from(check.facts)
    rows = Equality.objects.standing().filter(entries_seen(by, "people.Equality"), kind=EqualityKind.SEX)
    sexes = set(rows.values_list("value", flat=True))
    born = tuple({day for one in facts.born for day in (one.born_on, one.latest)})
    return StratumFacts(local_date(at), born, sexes.pop() if len(sexes) == 1 else "", facts.answers.domestic)
