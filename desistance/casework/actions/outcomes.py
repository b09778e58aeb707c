"""Recording what came of a contact, taking that back within minutes, correcting it, and deciding on a failure."""

from collections.abc import Collection
from datetime import date, datetime
from typing import Any

from desistance.access.models import Involvement
from desistance.access.terms import LegalGround
from desistance.audit.deeds import deed
from desistance.audit.terms import Category
from desistance.casework.actions._writing import class_of, demand_new, demand_ours, new_contact
from desistance.casework.models import Contact
from desistance.casework.queries.contacts import where_failure_leaves
from desistance.casework.rules.arranging import ContactFacts, may_end, troubles_of_arranging, troubles_of_recording
from desistance.casework.rules.outcomes import (
    OutcomeFacts,
    evidence_due,
    may_decide,
    may_record_outcome,
    may_undo,
    troubles_of_outcome,
)
from desistance.casework.terms import CANCELLED, CONTACT_STATES, HAPPENED, LONGEST_REASON, SCHEDULED, Outcome
from desistance.foundation.actions import change
from desistance.foundation.calendar import local_date
from desistance.foundation.decisions import refused
from desistance.foundation.passes import Pass
from desistance.partners.models import Staff
from desistance.people.models import Person

MISTAKEN = "Recorded by mistake and taken back"


NO_OUTCOME: dict[str, Any] = {
    "outcome": "",
    "why_acceptable": "",
    "notes": "",
    "outcome_at": None,
    "outcome_by": None,
    "evidence_due_on": None,
}


def _columns(facts: OutcomeFacts, starts_at: datetime) -> dict[str, Any]:
    return {
        "outcome": facts.outcome,
        "why_acceptable": facts.reason.strip() if facts.outcome == Outcome.ACCEPTABLE else "",
        "notes": facts.notes.strip(),
        "evidence_due_on": evidence_due(facts.outcome, local_date(starts_at)),
    }


def _demand(facts: OutcomeFacts, starts_at: datetime, at: datetime) -> None:
    for field, decision in troubles_of_outcome(facts):
        decision.demand(field)
    may_record_outcome(starts_at, at).demand("outcome")


@deed("contact.record", Category.COLLECTION)
def record_contact(
    *,
    person: Person,
    facts: ContactFacts,
    outcome: OutcomeFacts,
    starts_at: datetime,
    by: Pass,
    at: datetime,
    involvement: Involvement | None = None,
    with_staff: Staff | None = None,
    source: str = "staff",
) -> Contact:
    """Record a contact that was not arranged and has just happened, or happened before, with what came of it.

    Raises :class:`Refused` with the field to mend, and :class:`NotFound` when the pass is not for this person.
    """
    demand_new(person, facts, involvement, with_staff, by=by, at=at)
    for field, decision in troubles_of_recording(facts, starts_at, at):
        decision.demand(field)
    _demand(outcome, starts_at, at)
    contact = new_contact(facts, starts_at, by, at, **_columns(outcome, starts_at))
    contact.person, contact.involvement, contact.with_staff, contact.source = person, involvement, with_staff, source
    contact.data_class = class_of(facts, involvement)
    contact.state, contact.outcome_at, contact.outcome_by = HAPPENED, at, by.staff
    contact.placed_at = starts_at
    contact.save()
    return contact


@deed("contact.record")
def record_outcome(
    *,
    contact: Contact,
    facts: OutcomeFacts,
    by: Pass,
    at: datetime,
    next_at: datetime | None = None,
    version: int | None = None,
) -> Contact:
    """Record what came of an appointment, and arrange the next one of the same kind in the same breath where one is told.

    Raises :class:`Refused` with the field to mend (``next_day`` of the next appointment), and :class:`Conflict`.
    """
    demand_ours(contact, by)
    CONTACT_STATES.may_move(contact.state, HAPPENED).demand()
    _demand(facts, contact.starts_at, at)
    if next_at is not None:
        _arrange_next(contact, next_at, by, at)
    told: dict[str, Any] = {"state": HAPPENED, "outcome_at": at, "outcome_by": by.staff, "placed_at": contact.starts_at}
    change(contact, version=version, by=by, at=at, **told, **_columns(facts, contact.starts_at))
    return contact


def _arrange_next(contact: Contact, next_at: datetime, by: Pass, at: datetime) -> None:
    facts = ContactFacts(contact.kind, contact.purpose, contact.minutes, contact.place)
    for _, decision in troubles_of_arranging(facts, [next_at], at):
        decision.demand("next_day")
    kept = ("person_id", "involvement_id", "with_staff_id", "data_class")
    new_contact(facts, next_at, by, at, **{name: getattr(contact, name) for name in kept}).save()


@deed("contact.record")
def undo_outcome(*, contact: Contact, by: Pass, at: datetime, version: int | None = None) -> Contact:
    """Take an outcome back, within 10 minutes and by whoever recorded it: the appointment waits for its outcome again.

    A contact that was not arranged is taken back itself. Raises :class:`Refused` and :class:`Conflict`.
    """
    demand_ours(contact, by)
    if contact.outcome_at is None or contact.outcome_by is None:
        refused("This contact has no outcome to undo.").demand()
    else:
        may_undo(recorded_at=contact.outcome_at, recorded_by=contact.outcome_by, staff=by.staff, at=at).demand()
    if contact.enforcement:
        refused("A warning or referral stands on this outcome. Correct it instead.").demand()
    was_arranged = contact.outcome_at != contact.recorded_at
    state: dict[str, Any] = {"state": SCHEDULED, "placed_at": contact.recorded_at}
    if not was_arranged:
        state = {"state": CANCELLED, "end_reason": MISTAKEN}
    change(contact, version=version, by=by, at=at, reason="Undone", **NO_OUTCOME, **state)
    return contact


@deed("contact.record", Category.COLLECTION)
def take_contacts_back(*, rows: Collection[int], reason: str, by: Pass, at: datetime) -> list[Contact]:
    """Take back contacts that a file said and that is undone: they stay readable, with no outcome, and stand no more.

    Raises :class:`NotFound` for a worker to whom one of the records is not open. A second call changes nothing.
    """
    standing = Contact.objects.select_for_update().filter(
        pk__in=rows, agency_id=by.agency, state__in=[SCHEDULED, HAPPENED]
    )
    found = list(standing.order_by("pk"))
    because = reason.strip()[:LONGEST_REASON]
    undecided: dict[str, Any] = {"enforcement": "", "decided_on": None, "decided_by": None}
    for contact in found:
        demand_ours(contact, by)
        change(contact, version=None, by=by, at=at, state=CANCELLED, end_reason=because, **NO_OUTCOME, **undecided)
    return found


@deed("contact.record")
def correct_outcome(
    *, contact: Contact, facts: OutcomeFacts, because: str, by: Pass, at: datetime, version: int | None = None
) -> Contact:
    """Put an outcome right, and say why; the one before stays readable. A decision on a failure that was none is withdrawn.

    Raises :class:`Refused` with the field to mend, and :class:`Conflict`.
    """
    demand_ours(contact, by)
    if contact.state != HAPPENED:
        refused("This contact has no outcome to correct.").demand()
    may_end(because).demand("because")
    _demand(facts, contact.starts_at, at)
    told = _columns(facts, contact.starts_at)
    if facts.outcome != contact.outcome:
        told |= {"enforcement": "", "decided_on": None, "decided_by": None}
    change(contact, version=version, by=by, at=at, reason=because.strip(), **told)
    return contact


@deed("contact.enforce")
def decide_failure(
    *,
    contact: Contact,
    decision: str,
    decided_on: date,
    by: Pass,
    at: datetime,
    is_under_licence: bool = False,
    version: int | None = None,
) -> Contact:
    """Say whether a failure without a reasonable excuse was warned of or referred to an enforcement officer.

    Under a court order a failure within 12 months of a warning can only be referred; a licence has other rules. Raises
    :class:`Refused` with the law that it rests on, and :class:`Conflict`.
    """
    demand_ours(contact, by)
    failed_on = local_date(contact.starts_at)
    under = None
    ground = contact.involvement.legal_ground if contact.involvement else ""
    if ground == LegalGround.COURT_ORDER and not is_under_licence:
        under = where_failure_leaves(failed_on=failed_on, involvement=contact.involvement_id, by=by, but=contact.pk)
    may_decide(
        outcome=contact.outcome,
        decision=decision,
        already=contact.enforcement,
        decided_on=decided_on,
        failed_on=failed_on,
        on=local_date(at),
        under=under,
    ).demand("decision")
    told: dict[str, Any] = {"enforcement": decision, "decided_on": decided_on, "decided_by": by.staff}
    reason = "Under a licence" if is_under_licence else ""
    change(contact, version=version, by=by, at=at, reason=reason, **told)
    return contact
