"""A synthetic partnership of any size beside the story's: its agencies through the actions, its staff and people in bulk."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from django.db import transaction

from desistance.access.queries.passes import system_pass
from desistance.demo import bulk
from desistance.demo.plans import AgencySeats, Seat, plan
from desistance.foundation.passes import Pass
from desistance.partners.actions.agencies import add_agency, add_team
from desistance.partners.queries import SETUP_AGENCY

WORK = {
    "police": ("police_management", "prevention"),
    "probation": ("supervision", "court_order"),
    "council": ("housing_support", "public_task"),
    "housing": ("housing_support", "public_task"),
    "charity": ("community_support", "consent"),
    "prison": ("resettlement", "court_order"),
}
ROLES = {
    "probation": "practitioner",
    "police": "iom_officer",
    "council": "release_coordinator",
    "prison": "release_coordinator",
}
PEOPLE_A_TEAM = 160
STAFF_A_TEAM = 12
UNUSABLE_PASSWORD = "!synthetic"  # noqa: S105 - no password opens it: nobody signs in as synthetic staff


def load_synthetic(people: int, at: datetime, say: Callable[[int], None]) -> list[AgencySeats]:
    """Write ``people`` synthetic people with about two and a half involvements each; returns the agencies' seats."""
    by = system_pass(name="synthetic partnership", agency=SETUP_AGENCY, at=at)
    with transaction.atomic():
        agencies = make_agencies(people, by, at)
    bulk.write_people(plan(people, agencies, taken=bulk.references_taken()), by=by, at=at, say=say)
    return agencies


def make_agencies(people: int, by: Pass, at: datetime) -> list[AgencySeats]:
    """Agencies enough for so many people, each with teams and staff; the first is the large one."""
    count = max(len(WORK), min(60, people // 4_000))
    kinds = list(WORK)
    return [_make_agency(number, kinds[number % len(kinds)], people // count, by, at) for number in range(count)]


def _make_agency(number: int, kind: str, people: int, by: Pass, at: datetime) -> AgencySeats:
    name = f"Synthetic {kind} {number + 1}"
    agency = add_agency(name=name, short_name=name, kind=kind, from_on=date(2015, 1, 1), by=by, at=at)
    seats: list[Seat] = []
    for place in range(max(2, people // PEOPLE_A_TEAM)):
        team = add_team(agency=agency, name=f"Team {place + 1}", by=by, at=at)
        seats += [
            Seat(agency.pk, team.pk, staff)
            for staff in _make_staff(agency, team, ROLES.get(kind, "partner_worker"), by, at)
        ]
    return AgencySeats(agency.pk, *WORK[kind], seats)


def _make_staff(agency: Any, team: Any, role: str, by: Pass, at: datetime) -> range:
    staff = bulk.reserve("partners.Staff", STAFF_A_TEAM)
    bulk.copy_rows("partners.Staff", [
        {
            "id": pk, "email": f"synthetic{pk}@example.org", "name": f"Synthetic worker {pk}", "password": UNUSABLE_PASSWORD,
            "created_at": at, "is_active": True, "accepted_use_at": at,
        }
        for pk in staff
    ])  # fmt: skip
    record = {"created_at": at, "changed_at": at, "changed_by": by.staff}
    began = datetime(2015, 1, 1, tzinfo=at.tzinfo)
    bulk.copy_rows("partners.Post", [
        {
            "staff_id": pk, "agency_id": agency.pk, "team_id": team.pk, "role": role, "from_at": began,
            "recertify_on": date(2027, 1, 1), **record,
        }
        for pk in staff
    ])  # fmt: skip
    return staff
