"""Who works with the person, as lines of a printed report."""

from collections.abc import Sequence

from desistance.access.queries.involved import LABEL, InvolvementShown, who_is_involved
from desistance.foundation.calendar import local_date
from desistance.foundation.passes import Pass
from desistance.foundation.register import Line


def involved_lines(person: int, by: Pass) -> Sequence[Line]:
    """The open work of all agencies with the person that the reader may see: who leads it and how to ring them."""
    if by.person != person:
        return []
    return [_line(one) for one in who_is_involved(by=by).open]


def _line(one: InvolvementShown) -> Line:
    lead = next((worker for worker in one.workers if worker.is_lead), None)
    who = ", ".join(part for part in (lead.name, lead.telephone or one.telephone) if part) if lead else one.team
    return Line(
        f"{one.kind}: {who or 'no lead worker yet'}",
        one.data_class,
        LABEL,
        one.id,
        on=local_date(one.from_at),
        agency=one.agency_id,
        source=one.agency,
        plain=f"{one.kind} at {one.agency}: {who or 'you will be told who'}",
    )
