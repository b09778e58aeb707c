"""Factories for every model: the least that the database accepts, each with what a test wants different."""

import itertools
from datetime import UTC, date, datetime, timedelta
from typing import Any

from desistance.access.models import OPEN_END, Involvement, Tie
from desistance.partners.models import Agency, Agreement, Post, Staff, Team
from desistance.people.models import BirthDate, Name, Person

NOW = datetime(2026, 3, 13, 15, 40, tzinfo=UTC)
LONG_AGO = NOW - timedelta(days=400)
_count = itertools.count(1)


def record(**more: Any) -> dict[str, Any]:
    """The columns that every record has."""
    return {"created_at": LONG_AGO, "changed_at": LONG_AGO, **more}


def said(agency: Agency, **more: Any) -> dict[str, Any]:
    """The columns that every fact and event has."""
    return {"agency": agency, "said_at": LONG_AGO, "recorded_at": LONG_AGO, **more}


def agency(kind: str = "probation", name: str = "", **more: Any) -> Agency:
    number = next(_count)
    name = name or f"{kind.title()} agency {number}"
    values = {
        "name": name,
        "short_name": name,
        "slug": f"agency-{number}",
        "kind": kind,
        "from_on": date(2020, 1, 1),
    }
    return Agency.objects.create(**record(**values, **more))


def team(agency: Agency, name: str = "", **more: Any) -> Team:
    number = next(_count)
    return Team.objects.create(**record(agency=agency, name=name or f"Team {number}", slug=f"team-{number}", **more))


def staff(name: str = "", **more: Any) -> Staff:
    number = next(_count)
    return Staff.objects.create(
        **{
            "email": f"worker{number}@example.org",
            "name": name or f"Worker {number}",
            "created_at": LONG_AGO,
            "password": "!",
            **more,
        }
    )


def post(staff: Staff, agency: Agency, role: str, team: Team | None = None, **more: Any) -> Post:
    values = {"from_at": LONG_AGO, "recertify_on": date(2027, 1, 1), **more}
    return Post.objects.create(**record(staff=staff, agency=agency, role=role, team=team, **values))


def agreement(*parties: Agency, classes: tuple[str, ...] = (), finding: bool = True, **more: Any) -> Agreement:
    values = {
        "name": "Information sharing",
        "reference": f"ISA-{next(_count)}",
        "purpose": "Reducing reoffending",
        "legal_basis": "Crime and Disorder Act 1998 s.115",
        "classes": list(classes),
        "switches_on_finding": finding,
        "from_on": date(2025, 1, 1),
        "review_on": date(2027, 1, 1),
    }
    made = Agreement.objects.create(**record(**{**values, **more}))
    made.parties.set(parties)
    return made


def person(
    agency: Agency, given: str = "Kyle", family: str = "Ashcroft", born: date = date(1998, 6, 24), **more: Any
) -> Person:
    number = next(_count)
    values = {"reference": f"P-{number:04d}-00", "sort_key": f"{family} {given}".casefold(), **more}
    made = Person.objects.create(**record(**values))
    folded = f"{given} {family}".casefold()
    Name.objects.create(person=made, kind="current", given=given, family=family, folded=folded, **said(agency))
    BirthDate.objects.create(person=made, born_on=born, **said(agency))
    return made


def involvement(
    person: Person,
    agency: Agency,
    *,
    team: Team | None = None,
    lead: Staff | None = None,
    kind: str = "supervision",
    **more: Any,
) -> Involvement:
    values = {"from_at": LONG_AGO, "recorded_at": LONG_AGO, "legal_ground": "court_order", **more}
    made = Involvement.objects.create(**record(person=person, agency=agency, team=team, lead=lead, kind=kind, **values))
    until = made.until_at or OPEN_END
    tie = {
        "person": person,
        "agency": agency,
        "kind": "involvement",
        "involvement": made,
        "from_at": made.from_at,
        "until_at": until,
    }
    Tie.objects.create(**tie, team=team)
    if lead:
        Tie.objects.create(**tie, team=None, staff=lead)
    return made
