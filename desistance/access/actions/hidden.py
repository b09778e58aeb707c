"""Hiding one entry from one agency, and showing it again."""

from datetime import datetime

from desistance.access.models import HiddenEntry
from desistance.access.rules.restrictions import may_hide
from desistance.audit.deeds import deed
from desistance.foundation.decisions import NotFound
from desistance.foundation.passes import Pass
from desistance.foundation.register import HOUSE
from desistance.foundation.terms import DataClass
from desistance.partners.models import Agency
from desistance.people.models import Person


@deed("entry.hide")
def hide_entry(
    *,
    person: Person,
    holding: str,
    record_id: int,
    from_agency: Agency,
    reason: str,
    by: Pass,
    at: datetime,
) -> HiddenEntry:
    """Hide one of the acting agency's own entries from another agency, with a reason.

    ``holding`` is the model's name in the register. Raises :class:`NotFound` when no such entry about the person is there, and
    :class:`Refused` when it is another agency's, or hidden already.
    """
    known = HOUSE.holdings.get(holding)
    if known is None:
        raise NotFound()
    row = (
        known.model_class()
        ._default_manager.filter(**{"pk": record_id, known.person: person.pk})
        .values_list(known.owner, *([] if isinstance(known.data_class, DataClass) else [known.data_class]))
        .first()
    )
    if row is None:
        raise NotFound()
    kind = known.data_class if isinstance(known.data_class, DataClass) else DataClass(row[1])
    by.demand_person(person.pk, kind, writing=True)
    standing = HiddenEntry.objects.filter(
        holding=holding, record_id=record_id, from_agency=from_agency, ended_at__isnull=True
    )
    may_hide(
        is_ours=row[0] == by.agency,
        is_from_another=from_agency.pk != by.agency,
        is_hidden=standing.exists(),
        reason=reason,
    ).demand("reason")
    return HiddenEntry.objects.create(
        person=person,
        agency_id=by.agency,
        holding=holding,
        record_id=record_id,
        from_agency=from_agency,
        reason=reason.strip(),
        by_staff=by.staff,
        at=at,
    )


@deed("entry.hide")
def show_entry(*, hidden: HiddenEntry, by: Pass, at: datetime) -> HiddenEntry:
    """Show a hidden entry again to the agency it was hidden from. Showing one that is shown changes nothing."""
    by.demand_person(hidden.person_id, DataClass.SHARING, writing=True)
    if hidden.agency_id != by.agency:
        raise NotFound()
    if hidden.ended_at is None:
        hidden.ended_at = at
        hidden.save(update_fields=["ended_at"])
    return hidden
