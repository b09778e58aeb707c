"""What IOM adds to a case at a conference: its colour, what the rule proposes, and where it is saved."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from desistance.access.queries.scope import unhidden
from desistance.foundation.calendar import local_date
from desistance.foundation.passes import Pass
from desistance.foundation.reading import note_all
from desistance.foundation.register import CaseColour
from desistance.foundation.terms import DataClass
from desistance.schemes.models import SchemeCase
from desistance.schemes.queries.arrests import owners_seen
from desistance.schemes.queries.iom.cases import LABEL, open_iom_case
from desistance.schemes.terms.iom import IN_THE_COHORT, IOM, Part


def colours_for(people: Sequence[int], by: Pass) -> Mapping[int, CaseColour]:
    """How each of these people in the cohort goes. One statement."""
    rows = SchemeCase.objects.filter(
        unhidden(by, LABEL), agency_id__in=owners_seen(by, DataClass.OFFENDING), scheme=IOM, state__in=IN_THE_COHORT,
        person_id__in=people,
    )  # fmt: skip
    told = rows.values_list("person_id", "pk", "colour")
    found = {person: CaseColour(pk, "IOM", colour) for person, pk, colour in told}
    note_all(list(found), DataClass.OFFENDING)
    return found


def colour_proposed(person: int, by: Pass, at: datetime) -> CaseColour | None:
    """How the person whose record is open goes in the cohort, with what the rule proposes; nothing when they are not in it."""
    rows = SchemeCase.objects.filter(person_id=person, scheme=IOM, state__in=IN_THE_COHORT)
    case = rows.order_by("-created_at").values_list("pk", flat=True).first() if by.person == person else None
    if case is None:
        return None
    opened = open_iom_case(case=case, by=by, at=at)
    return CaseColour(
        record=case,
        words=f"IOM, {Part(opened.spell.part).label}" if opened.spell else "IOM",
        colour=opened.case.colour,
        since=local_date(opened.ratings[0].row.at) if opened.ratings else None,
        note=opened.where.words,
        proposed=opened.proposal.colour,
        reasons=opened.proposal.reasons,
        may_change=by.holds("iom.manage"),
    )
