"""Recording and withdrawing a person's consent; what it opened or closed counts from the next request."""

from datetime import datetime

from desistance.access.models import Consent
from desistance.access.rules.consents import ConsentFacts, may_give, may_withdraw
from desistance.audit.deeds import deed
from desistance.audit.terms import Category
from desistance.foundation.actions import change
from desistance.foundation.passes import Pass
from desistance.foundation.terms import DataClass
from desistance.partners.models import Agency
from desistance.people.models import Person


@deed("consent.record", Category.COLLECTION)
def give_consent(
    *,
    person: Person,
    to_agency: Agency,
    data_class: str,
    how_given: str,
    by: Pass,
    at: datetime,
    given_at: datetime | None = None,
    proof: str = "",
) -> Consent:
    """Record that the person agrees to the acting agency's entries of a class being seen by another agency.

    Only the agency that holds the entries records consent to show them. Raises :class:`Refused` when the class is not one that
    consent opens, the agency is one's own, the same consent stands already, or it is written and has no proof.
    """
    by.demand_person(person.pk, DataClass.SHARING, writing=True)
    standing = Consent.objects.filter(
        person=person, agency_id=by.agency, to_agency=to_agency, data_class=data_class, withdrawn_at__isnull=True
    )
    facts = ConsentFacts(
        data_class=data_class,
        is_to_another_agency=to_agency.pk != by.agency,
        is_given_already=standing.exists(),
        is_written=how_given == "written",
        has_proof=bool(proof.strip()),
        given_at=given_at or at,
        at=at,
    )
    may_give(facts).demand("to_agency")
    return Consent.objects.create(
        person=person,
        agency_id=by.agency,
        to_agency=to_agency,
        data_class=data_class,
        how_given=how_given,
        proof=proof.strip(),
        given_at=given_at or at,
        created_at=at,
        changed_at=at,
        changed_by=by.staff,
    )


@deed("consent.record")
def withdraw_consent(*, consent: Consent, by: Pass, at: datetime, version: int | None = None) -> Consent:
    """Withdraw a consent: the other agency's next request no longer shows what it opened. What was read cannot be taken back."""
    by.demand_person(consent.person_id, DataClass.SHARING, writing=True)
    may_withdraw(is_withdrawn=consent.withdrawn_at is not None, is_ours=consent.agency_id == by.agency).demand()
    change(consent, version=version, by=by, at=at, withdrawn_at=at, withdrawn_by=by.staff)
    return consent
