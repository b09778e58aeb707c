"""Letting the agencies around a table open a record while a meeting is about the person, and closing it with the meeting."""

from collections.abc import Collection
from datetime import datetime

from desistance.access.models import OPEN_END, Involvement, NamedWorker, Tie
from desistance.access.rules.involvements import may_admit
from desistance.access.terms import LegalGround, TieKind
from desistance.audit.deeds import deed
from desistance.audit.terms import Category
from desistance.foundation.actions import change
from desistance.foundation.passes import Pass
from desistance.foundation.register import HOUSE
from desistance.foundation.terms import DataClass
from desistance.partners.models import Agency, Staff
from desistance.people.models import Person


@deed("involvement.admit", Category.COLLECTION)
def admit_agency(
    *, person: Person, agency: Agency, staff: Collection[Staff], kind: str, reference: str, by: Pass, at: datetime
) -> Involvement:
    """Tie these workers of an agency, and nobody else of it, to a person for as long as ``reference`` (a meeting's case) lasts.

    What they then see is what the agreements between the agencies let them see; a restricted record stays closed to whoever is
    not on its list. Whoever admits has the record open, or it is admitted already and only the workers change. Raises
    :class:`Refused`.
    """
    rows = Involvement.objects.select_for_update().filter(kind=kind, source_reference=reference, state="open")
    admitted = list(rows)
    has_it_open = by.person == person.pk and DataClass.INVOLVEMENT in by.writes
    may_admit(
        kind=HOUSE.involvement_kinds.get(kind), has_it_open=has_it_open, is_admitted=bool(admitted), reference=reference
    ).demand()
    work = next((one for one in admitted if one.agency_id == agency.pk), None)
    if work is None:
        work = Involvement.objects.create(
            person=person,
            agency=agency,
            kind=kind,
            data_class=HOUSE.involvement_kinds[kind].data_class,
            legal_ground=LegalGround.PREVENTION,
            from_at=at,
            source_reference=reference,
            recorded_at=at,
            created_at=at,
            changed_at=at,
            changed_by=by.staff,
        )
    _name_only(work, staff, by, at)
    return work


@deed("involvement.admit")
def dismiss_agencies(
    *, kind: str, references: Collection[str], reason: str, by: Pass, at: datetime, agency: Agency | None = None
) -> list[Involvement]:
    """End what these references opened, of one agency or of all: ties and named workers end at the same moment.

    Closing a record needs no open record: whoever may end the meeting ends what it opened. A second call changes nothing.
    """
    rows = Involvement.objects.select_for_update().filter(kind=kind, source_reference__in=references, state="open")
    found = list((rows.filter(agency=agency) if agency else rows).order_by("pk"))
    for work in found:
        change(work, version=None, by=by, at=at, reason=reason, state="ended", until_at=at, end_reason=reason)
    Tie.objects.filter(involvement__in=found, until_at__gt=at).update(until_at=at)
    NamedWorker.objects.filter(involvement__in=found, until_at__isnull=True).update(until_at=at, changed_at=at)
    return found


def _name_only(work: Involvement, staff: Collection[Staff], by: Pass, at: datetime) -> None:
    wanted = {one.pk: one for one in staff}
    named = NamedWorker.objects.filter(involvement=work, until_at__isnull=True)
    gone = [one.staff_id for one in named if one.staff_id not in wanted]
    already = {one.staff_id for one in named}
    named.filter(staff_id__in=gone).update(until_at=at, changed_at=at)
    Tie.objects.filter(involvement=work, staff_id__in=gone, until_at__gt=at).update(until_at=at)
    shared = {"person_id": work.person_id, "involvement": work, "from_at": at}
    for pk, one in wanted.items():
        if pk in already:
            continue
        NamedWorker.objects.create(
            staff=one, part="Meeting", created_at=at, changed_at=at, changed_by=by.staff, **shared
        )
        Tie.objects.create(agency_id=work.agency_id, staff=one, kind=TieKind.INVOLVEMENT, until_at=OPEN_END, **shared)
