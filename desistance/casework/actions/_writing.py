"""What arranging and recording share: who may write a contact, and the row that is written."""

from datetime import datetime
from typing import Any

from desistance.access.models import Involvement
from desistance.access.queries.staffing import works_for
from desistance.casework.models import Contact
from desistance.casework.rules.arranging import ContactFacts
from desistance.foundation.decisions import NotFound, refused
from desistance.foundation.passes import Pass
from desistance.foundation.terms import DataClass
from desistance.partners.models import Staff
from desistance.people.models import Person


def class_of(facts: ContactFacts, involvement: Involvement | None) -> DataClass:
    """The class of a contact: health where its kind or the work that it counts towards says something of health."""
    is_health = involvement is not None and involvement.data_class == DataClass.HEALTH
    return DataClass.HEALTH if is_health else facts.data_class


def demand_new(
    person: Person,
    facts: ContactFacts,
    involvement: Involvement | None,
    with_staff: Staff | None,
    *,
    by: Pass,
    at: datetime,
) -> None:
    """Whether the acting agency may write such a contact: of an open record, towards its own work, with its own worker."""
    by.demand_person(person.pk, class_of(facts, involvement), writing=True)
    if involvement is not None and (involvement.person_id, involvement.agency_id) != (person.pk, by.agency):
        raise NotFound()
    if involvement is not None and involvement.until_at is not None and involvement.until_at <= at:
        refused("That work has ended. Choose work that is open.").demand("involvement")
    if with_staff is not None and not works_for(staff=with_staff.pk, agency=by.agency, at=at):
        refused("Choose a worker of your own agency.").demand("with_staff")


def demand_ours(contact: Contact, by: Pass) -> None:
    """Raise :class:`NotFound` unless the contact is the acting agency's, of the person whose record is open."""
    by.demand_person(contact.person_id, DataClass(contact.data_class), writing=True)
    if contact.agency_id != by.agency:
        raise NotFound()


def new_contact(facts: ContactFacts, starts_at: datetime, by: Pass, at: datetime, **more: Any) -> Contact:
    """A row for the diary, not saved."""
    return Contact(
        **{
            "agency_id": by.agency,
            "kind": facts.kind,
            "purpose": facts.purpose.strip(),
            "place": facts.place.strip(),
            "starts_at": starts_at,
            "ends_at": facts.ends_at(starts_at),
            "placed_at": at,
            "recorded_at": at,
            "created_at": at,
            "changed_at": at,
            "changed_by": by.staff,
            **more,
        }
    )
