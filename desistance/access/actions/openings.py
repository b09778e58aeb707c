"""Starting an agency's work with many people at once, as a file of theirs tells of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from desistance.access.actions.involvements import _demand_open_to, _tie_of
from desistance.access.models import Involvement, Tie
from desistance.access.queries.staffing import working_for
from desistance.access.rules.involvements import InvolvementFacts, may_open
from desistance.audit.deeds import deed
from desistance.audit.terms import Category
from desistance.foundation.passes import Pass
from desistance.foundation.register import HOUSE
from desistance.partners.models import Staff, Team
from desistance.people.models import Person


@dataclass(frozen=True, slots=True)
class Opening:
    """Work with one person: since when, by which team and lead worker, and from where in the file this is known."""

    person: Person
    source_reference: str
    team: Team | None = None
    lead: Staff | None = None
    from_at: datetime | None = None


@deed("involvement.open", Category.COLLECTION)
def open_where_none(
    *, openings: Sequence[Opening], kind: str, legal_ground: str, source: str, by: Pass, at: datetime
) -> list[Involvement]:
    """Start the acting agency's work of one kind with everyone for whom it is not open yet, by the rules for one person.

    A file repeats what it said last week, so work that is open is left as it is. Raises :class:`Refused` when one of the
    openings may not be made, and then none is. The number of statements does not grow with the people.
    """
    people = [opening.person.pk for opening in openings]
    already = Involvement.objects.filter(person__in=people, agency_id=by.agency, kind=kind, state="open")
    new = {opening.person.pk: opening for opening in reversed(openings)}
    for person in already.values_list("person", flat=True):
        new.pop(person, None)
    openings = [opening for opening in openings if new.get(opening.person.pk) is opening]
    leads = {opening.lead.pk for opening in openings if opening.lead is not None}
    here = working_for(staff=leads, agency=by.agency, at=at)
    for opening in openings:
        _demand_open_to(opening.person, by)
        may_open(_facts(opening, kind, here, by, at)).demand("kind")
    shared = {"kind": kind, "legal_ground": legal_ground, "source": source, "agency_id": by.agency}
    made = Involvement.objects.bulk_create(_involvement(opening, shared, by, at) for opening in openings)
    Tie.objects.bulk_create([tie for one in made for tie in _ties(one)])
    return made


def _facts(opening: Opening, kind: str, here: frozenset[int], by: Pass, at: datetime) -> InvolvementFacts:
    return InvolvementFacts(
        kind=HOUSE.involvement_kinds.get(kind),
        agency_kind=by.agency_kind,
        is_open_already=False,
        team_is_ours=opening.team is None or opening.team.agency_id == by.agency,
        lead_is_ours=opening.lead is None or opening.lead.pk in here,
        begins_at=opening.from_at or at,
        at=at,
    )


def _involvement(opening: Opening, shared: dict[str, Any], by: Pass, at: datetime) -> Involvement:
    return Involvement(
        **shared,
        person=opening.person,
        data_class=HOUSE.involvement_kinds[shared["kind"]].data_class,
        team=opening.team,
        lead=opening.lead,
        from_at=opening.from_at or at,
        source_reference=opening.source_reference,
        recorded_at=at,
        created_at=at,
        changed_at=at,
        changed_by=by.staff,
    )


def _ties(involvement: Involvement) -> list[Tie]:
    ties = [_tie_of(involvement, team=involvement.team)]
    return [*ties, _tie_of(involvement, staff=involvement.lead)] if involvement.lead_id else ties
