"""Putting appointments into the diary, moving and cancelling them."""

from collections.abc import Sequence
from datetime import datetime
from uuid import uuid4

from desistance.access.models import Involvement
from desistance.audit.deeds import deed
from desistance.audit.terms import Category
from desistance.casework.actions._writing import class_of, demand_new, demand_ours, new_contact
from desistance.casework.models import Contact
from desistance.casework.rules.arranging import ContactFacts, may_end, troubles_of_arranging
from desistance.casework.terms import CANCELLED, CONTACT_STATES, RESCHEDULED, MovedBy
from desistance.foundation.actions import change
from desistance.foundation.decisions import refused
from desistance.foundation.passes import Pass
from desistance.partners.models import Staff
from desistance.people.models import Person


@deed("contact.arrange", Category.COLLECTION)
def arrange_contacts(
    *,
    person: Person,
    facts: ContactFacts,
    starts: Sequence[datetime],
    by: Pass,
    at: datetime,
    involvement: Involvement | None = None,
    with_staff: Staff | None = None,
    source: str = "staff",
) -> list[Contact]:
    """Arrange one appointment, or several that belong together, with a worker of the acting agency.

    Clashes and bank holidays are told before (``booked_between``) and keep nothing back: a worker may know better. Raises
    :class:`Refused` with the field to mend, and :class:`NotFound` when the pass is not for this person.
    """
    demand_new(person, facts, involvement, with_staff, by=by, at=at)
    for field, decision in troubles_of_arranging(facts, starts, at):
        decision.demand(field)
    series = uuid4() if len(starts) > 1 else None
    more = {"person": person, "involvement": involvement, "with_staff": with_staff, "source": source, "series": series}
    data_class = class_of(facts, involvement)
    return Contact.objects.bulk_create(
        new_contact(facts, starts_at, by, at, data_class=data_class, **more) for starts_at in starts
    )


@deed("contact.arrange")
def reschedule_contact(
    *,
    contact: Contact,
    starts_at: datetime,
    moved_by: str,
    reason: str,
    by: Pass,
    at: datetime,
    version: int | None = None,
) -> Contact:
    """Move an appointment to another time; it stays readable and the new one says which it stands for. Returns the new one.

    Raises :class:`Refused` and :class:`Conflict`.
    """
    demand_ours(contact, by)
    CONTACT_STATES.may_move(contact.state, RESCHEDULED).demand()
    if moved_by not in MovedBy.values:
        refused("Choose who asked for another time.").demand("moved_by")
    may_end(reason).demand("reason")
    facts = ContactFacts(contact.kind, contact.purpose, contact.minutes, contact.place)
    for field, decision in troubles_of_arranging(facts, [starts_at], at):
        decision.demand(field)
    change(contact, version=version, by=by, at=at, state=RESCHEDULED, moved_by=moved_by, end_reason=reason.strip())
    kept = ("person_id", "involvement_id", "with_staff_id", "data_class", "series")
    moved = new_contact(facts, starts_at, by, at, **{name: getattr(contact, name) for name in kept})
    moved.instead_of = contact
    moved.save()
    return moved


@deed("contact.arrange")
def cancel_contact(*, contact: Contact, reason: str, by: Pass, at: datetime, version: int | None = None) -> Contact:
    """Cancel an appointment that will not take place, with a reason. Raises :class:`Refused` and :class:`Conflict`."""
    demand_ours(contact, by)
    if contact.outcome:
        refused("This contact has an outcome. Undo or correct that instead.").demand()
    CONTACT_STATES.may_move(contact.state, CANCELLED).demand()
    may_end(reason).demand("reason")
    change(contact, version=version, by=by, at=at, state=CANCELLED, end_reason=reason.strip())
    return contact
