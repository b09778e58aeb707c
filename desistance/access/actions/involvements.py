"""Opening and ending an agency's work with a person; the ties follow in the same transaction."""

from datetime import datetime

from desistance.access.models import OPEN_END, Involvement, NamedWorker, Tie
from desistance.access.queries.staffing import works_for
from desistance.access.rules.involvements import (
    InvolvementFacts,
    may_allocate,
    may_change_by_hand,
    may_end,
    may_name_worker,
    may_open,
)
from desistance.access.terms import TieKind
from desistance.audit.deeds import deed
from desistance.audit.terms import Category
from desistance.foundation.actions import change
from desistance.foundation.decisions import NotFound
from desistance.foundation.passes import Pass
from desistance.foundation.register import HOUSE
from desistance.foundation.terms import DataClass
from desistance.partners.models import Staff, Team
from desistance.people.models import Person


@deed("involvement.open", Category.COLLECTION)
def open_involvement(
    *,
    person: Person,
    kind: str,
    legal_ground: str,
    by: Pass,
    at: datetime,
    team: Team | None = None,
    lead: Staff | None = None,
    source: str = "staff",
    source_reference: str = "",
    from_at: datetime | None = None,
) -> Involvement:
    """Start the acting agency's work with a person, and tie its team and lead worker to them.

    The reader needs no open record: finding someone under an agreement and starting work is how a record is opened. Whoever
    holds the person is told (the duty ``access.new_involvement``). Raises :class:`Refused` when the kind is not one that this
    agency carries out, or its work of that kind is already open; and :class:`NotFound` for a worker who is excluded from the
    person or not on the list of a restricted one (emergency access is for reading).
    """
    _demand_open_to(person, by)
    begins = from_at or at
    already = Involvement.objects.filter(
        person=person, agency_id=by.agency, kind=kind, state="open", source_reference=source_reference
    ).exists()
    facts = InvolvementFacts(
        kind=HOUSE.involvement_kinds.get(kind),
        agency_kind=by.agency_kind,
        is_open_already=already,
        team_is_ours=team is None or team.agency_id == by.agency,
        lead_is_ours=lead is None or works_for(staff=lead.pk, agency=by.agency, at=at),
        begins_at=begins,
        at=at,
    )
    may_open(facts).demand("kind")
    involvement = Involvement.objects.create(
        person=person,
        agency_id=by.agency,
        kind=kind,
        data_class=HOUSE.involvement_kinds[kind].data_class,
        team=team,
        lead=lead,
        legal_ground=legal_ground,
        from_at=begins,
        source=source,
        source_reference=source_reference,
        recorded_at=at,
        created_at=at,
        changed_at=at,
        changed_by=by.staff,
    )
    _tie(involvement, team=team)
    if lead is not None:
        _tie(involvement, staff=lead)
    return involvement


@deed("involvement.change")
def name_worker(*, involvement: Involvement, staff: Staff, part: str, by: Pass, at: datetime) -> NamedWorker:
    """Name another worker of the agency on an involvement, in words that say their part, and tie them to the person."""
    _ours(involvement, by)
    named_already = NamedWorker.objects.filter(involvement=involvement, staff=staff, until_at__isnull=True).exists()
    may_name_worker(
        state=involvement.state,
        works_here=works_for(staff=staff.pk, agency=by.agency, at=at),
        is_named_already=named_already or involvement.lead_id == staff.pk,
        part=part,
    ).demand("staff")
    named = NamedWorker.objects.create(
        person_id=involvement.person_id,
        involvement=involvement,
        staff=staff,
        part=part,
        from_at=at,
        created_at=at,
        changed_at=at,
        changed_by=by.staff,
    )
    _tie(involvement, staff=staff, from_at=at)
    return named


@deed("involvement.change")
def allocate(
    *,
    involvement: Involvement,
    team: Team | None,
    lead: Staff | None,
    by: Pass,
    at: datetime,
    version: int | None = None,
) -> Involvement:
    """Give the agency's open work to a team and a lead worker; the ties of those before them end at the same moment.

    Raises :class:`Refused` when team or worker is not the agency's own, and :class:`Conflict` when someone gave it away first.
    """
    _ours(involvement, by)
    may_allocate(
        state=involvement.state,
        is_ours=involvement.agency_id == by.agency,
        team_is_ours=team is None or team.agency_id == by.agency,
        lead_is_ours=lead is None or works_for(staff=lead.pk, agency=by.agency, at=at),
        changes_something=(team and team.pk, lead and lead.pk) != (involvement.team_id, involvement.lead_id),
    ).demand("lead")
    old_team, old_lead = involvement.team_id, involvement.lead_id
    change(involvement, version=version, by=by, at=at, team_id=team and team.pk, lead_id=lead and lead.pk)
    live = Tie.objects.filter(involvement=involvement, until_at__gt=at)
    if old_team != involvement.team_id:
        live.filter(staff__isnull=True).update(until_at=at)
        _tie(involvement, team=team, from_at=at)
    if old_lead is not None and old_lead != involvement.lead_id:
        named = NamedWorker.objects.filter(involvement=involvement, until_at__isnull=True).values("staff_id")
        live.filter(staff_id=old_lead).exclude(staff_id__in=named).update(until_at=at)
    if lead is not None and old_lead != lead.pk:
        _tie(involvement, staff=lead, from_at=at)
    return involvement


@deed("involvement.change")
def reassign_lead(
    *, involvement: Involvement, lead: Staff, by: Pass, at: datetime, version: int | None = None
) -> Involvement:
    """Give the agency's open work to another lead worker in the same team."""
    return allocate(involvement=involvement, team=involvement.team, lead=lead, by=by, at=at, version=version)


@deed("involvement.change")
def end_involvement(
    *, involvement: Involvement, reason: str, by: Pass, at: datetime, version: int | None = None
) -> Involvement:
    """End the agency's work with a person, with a reason; its ties and named workers end at the same moment."""
    _ours(involvement, by)
    may_end(involvement.state, reason).demand("reason")
    change(
        involvement,
        version=version,
        by=by,
        at=at,
        reason=reason,
        state="ended",
        until_at=at,
        end_reason=reason,
    )
    Tie.objects.filter(involvement=involvement, until_at__gt=at).update(until_at=at)
    NamedWorker.objects.filter(involvement=involvement, until_at__isnull=True).update(until_at=at, changed_at=at)
    return involvement


def _demand_open_to(person: Person, by: Pass) -> None:
    may_open_it = person.pk in by.listed and person.pk not in by.emergencies
    if by.staff and (person.pk in by.excluded or (person.restricted and not may_open_it)):
        raise NotFound()


def _ours(involvement: Involvement, by: Pass) -> None:
    by.demand_person(involvement.person_id, DataClass(involvement.data_class), writing=True)
    may_end(involvement.state, "checked later", is_ours=involvement.agency_id == by.agency).demand()
    may_change_by_hand(is_seat=involvement.kind in HOUSE.guest_kinds()).demand()


def _tie(
    involvement: Involvement,
    *,
    team: Team | None = None,
    staff: Staff | None = None,
    from_at: datetime | None = None,
) -> None:
    _tie_of(involvement, team=team, staff=staff, from_at=from_at).save(force_insert=True)


def _tie_of(
    involvement: Involvement,
    *,
    team: Team | None = None,
    staff: Staff | None = None,
    from_at: datetime | None = None,
) -> Tie:
    return Tie(
        person_id=involvement.person_id,
        agency_id=involvement.agency_id,
        team=team,
        staff=staff,
        kind=TieKind.INVOLVEMENT,
        involvement=involvement,
        from_at=from_at or involvement.from_at,
        until_at=involvement.until_at or OPEN_END,
    )
