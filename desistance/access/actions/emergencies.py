"""Emergency access: started with a reason and a code, short, renewed only by a new one, told at once and reviewed by a person."""

from dataclasses import replace
from datetime import datetime

from desistance.access.models import EmergencyAccess, Tie
from desistance.access.queries.approvers import owner_of
from desistance.access.queries.known import answer_for
from desistance.access.queries.scope import is_found
from desistance.access.rules.emergencies import (
    EmergencyFacts,
    clock_for,
    is_running,
    is_understood,
    kind_is_chosen,
    may_acknowledge,
    may_end,
    may_explain,
    may_renew,
    may_review,
    may_start,
    reason_is_enough,
)
from desistance.access.terms import GOVERNANCE_ROLES, TieKind
from desistance.audit.deeds import deed
from desistance.foundation.actions import change
from desistance.foundation.decisions import NotFound, refused
from desistance.foundation.passes import Pass
from desistance.foundation.terms import Effect
from desistance.people.models import Person


@deed("access.emergency", justified_by="kind")
def start_emergency(
    *,
    person: Person,
    kind: str,
    reason: str,
    understands: bool,
    is_confirmed: bool,
    by: Pass,
    at: datetime,
) -> EmergencyAccess:
    """Open a record at once, for the minutes in force, to a worker who may only know of the person.

    The row itself is the alert: the agency that holds the record and information governance read it as duties from this
    moment. ``is_confirmed`` says that the door has just checked the worker's code or password. Raises :class:`NotFound` past an
    exclusion and for anyone whom the policy tells nothing; :class:`Refused` for a short reason or an unconfirmed worker.
    """
    Person.objects.select_for_update().get(pk=person.pk)
    person, effect = answer_for(reference=person.reference, by=by)
    runs = Tie.objects.filter(
        person=person, staff_id=by.staff, kind=TieKind.EMERGENCY, from_at__lte=at, until_at__gt=at
    )
    facts = EmergencyFacts(kind, reason, understands, is_confirmed, effect is Effect.SEE or runs.exists(), at)
    _say_by_field(facts)
    may_start(facts).demand()
    return _open(person.pk, facts, owner=owner_of(person, by), renews=None, by=by)


@deed("access.emergency", justified_by="kind")
def renew_emergency(
    *,
    emergency: EmergencyAccess,
    kind: str,
    reason: str,
    understands: bool,
    is_confirmed: bool,
    by: Pass,
    at: datetime,
) -> EmergencyAccess:
    """Renew emergency access while it runs: a new row with its own reason, code, end, alert and review. Never by itself.

    What must hold to start one must hold still: raises :class:`NotFound` once the worker could not even know of the person
    without it (an agreement has lapsed, a tie has ended, an exclusion has been made).
    """
    if emergency.staff_id == by.staff and not is_found(emergency.person_id, _without_emergency(by)):
        raise NotFound()
    if emergency.person_id in by.excluded:
        raise NotFound()
    facts = EmergencyFacts(kind, reason, understands, is_confirmed, False, at)
    runs = _runs(emergency, at)
    if runs and emergency.staff_id == by.staff:
        _say_by_field(facts)
    may_renew(facts, is_own=emergency.staff_id == by.staff, runs=runs).demand()
    _close(emergency, by, at)
    return _open(emergency.person_id, facts, owner=emergency.owner_id, renews=emergency, by=by)


@deed("access.emergency")
def end_emergency(*, emergency: EmergencyAccess, by: Pass, at: datetime) -> EmergencyAccess:
    """End one's own emergency access before its time; the next request finds the record closed. The review stays due."""
    may_end(is_own=emergency.staff_id == by.staff, runs=_runs(emergency, at)).demand()
    _close(emergency, by, at)
    return emergency


@deed("access.review")
def review_emergency(
    *, emergency: EmergencyAccess, verdict: str, by: Pass, at: datetime, note: str = "", version: int | None = None
) -> EmergencyAccess:
    """Decide whether an emergency access was justified, or ask the worker for more. Never by the worker who used it."""
    if emergency.person_id in by.excluded:
        raise NotFound()
    decision = may_review(state=emergency.state, verdict=verdict, note=note, is_own=emergency.staff_id == by.staff)
    decision.demand("note" if verdict in ("not_justified", "more_needed") else "verdict")
    change(
        emergency,
        version=version,
        by=by,
        at=at,
        reason="reviewed",
        state=verdict,
        reviewed_at=at,
        reviewed_by=by.staff,
        review_note=note.strip(),
    )
    return emergency


@deed("access.emergency")
def explain_emergency(
    *, emergency: EmergencyAccess, words: str, by: Pass, at: datetime, version: int | None = None
) -> EmergencyAccess:
    """Answer a reviewer who asked for more; the review is due again."""
    may_explain(state=emergency.state, is_own=emergency.staff_id == by.staff, words=words).demand("words")
    change(emergency, version=version, by=by, at=at, reason="explained", explanation=words.strip())
    return emergency


@deed("access.acknowledge")
def acknowledge_emergency(*, emergency: EmergencyAccess, by: Pass, at: datetime) -> EmergencyAccess:
    """Say, for the agency that holds the record, that the alert has been seen."""
    if emergency.person_id in by.excluded:
        raise NotFound()
    may_acknowledge(
        is_owner=emergency.owner_id == by.agency or by.role in GOVERNANCE_ROLES,
        is_own=emergency.staff_id == by.staff,
        is_seen=emergency.owner_seen_at is not None,
    ).demand()
    change(emergency, version=None, by=by, at=at, reason="alert seen", owner_seen_at=at)
    return emergency


def _without_emergency(by: Pass) -> Pass:
    """How the worker would stand to people without the emergency accesses that run."""
    return replace(by, emergencies={}, listed=by.listed - set(by.emergencies))


def _say_by_field(facts: EmergencyFacts) -> None:
    if facts.may_open_already:
        refused("You can already open this record.").demand()
    kind_is_chosen(facts.kind).demand("kind")
    reason_is_enough(facts.reason, facts.at).demand("reason")
    understood = is_understood(understands=facts.understands, is_confirmed=facts.is_confirmed)
    understood.demand("code" if facts.understands else "understands")


def _runs(emergency: EmergencyAccess, at: datetime) -> bool:
    return is_running(from_at=emergency.from_at, until_at=emergency.until_at, ended_at=emergency.ended_at, at=at)


def _open(
    person: int, facts: EmergencyFacts, *, owner: int | None, renews: EmergencyAccess | None, by: Pass
) -> EmergencyAccess:
    clock = clock_for(facts.at)
    emergency = EmergencyAccess.objects.create(
        person_id=person,
        agency_id=by.agency,
        staff_id=by.staff,
        kind=facts.kind,
        reason=facts.reason.strip(),
        renews=renews,
        from_at=facts.at,
        until_at=clock.until,
        owner_id=owner,
        review_due_at=clock.review_due,
        created_at=facts.at,
        changed_at=facts.at,
        changed_by=by.staff,
    )
    Tie.objects.create(
        person_id=person,
        agency_id=by.agency,
        staff_id=by.staff,
        kind=TieKind.EMERGENCY,
        emergency=emergency,
        from_at=facts.at,
        until_at=clock.until,
    )
    return emergency


def _close(emergency: EmergencyAccess, by: Pass, at: datetime) -> None:
    change(emergency, version=None, by=by, at=at, reason="ended", ended_at=at)
    Tie.objects.filter(emergency=emergency, until_at__gt=at).update(until_at=at)
