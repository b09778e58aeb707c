"""The cast: the same few workers and people in every test.

Priya supervises Kyle for probation, in the east team; Tom manages that team; Olu works in the west team and has no tie to Kyle.
Rob is a police IOM officer, Carl a custody officer. Nia works for the treatment provider, Dan for the housing
provider. Uma works for a charity that has no agreement with anyone. Grace looks after information governance, Adam administers, Ana analyses.
"""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import pytest

from desistance.access.queries.passes import enter, open_record
from desistance.foundation.passes import Pass
from desistance.foundation.reading import marked, unseen
from desistance.partners.models import Agency, Post, Staff, Team
from desistance.people.models import Person
from tests import factories as make

CASEWORK = (
    "contact_details",
    "equality",
    "casework",
    "offending",
    "risk",
    "plan",
    "accommodation",
    "sharing",
)


@dataclass
class Cast:
    """Agencies, workers by first name, their posts, and Kyle."""

    agencies: dict[str, Agency] = field(default_factory=dict)
    teams: dict[str, Team] = field(default_factory=dict)
    staff: dict[str, Staff] = field(default_factory=dict)
    posts: dict[str, Post] = field(default_factory=dict)
    kyle: Person = None  # type: ignore[assignment]

    def entering(self, who: str, at: datetime = make.NOW) -> Pass:
        """A worker's pass before any record is open."""
        post = Post.objects.select_related("agency", "team", "staff").get(pk=self.posts[who].pk)
        return enter(post=post, at=at)

    def opening(self, who: str, person: Person | None = None, at: datetime = make.NOW) -> Pass:
        """A worker's pass for one person's record."""
        return open_record(reference=(person or self.kyle).reference, by=self.entering(who, at))[1]

    def hire(self, who: str, agency: str, role: str, team: str | None = None, **more: Any) -> Staff:
        """Add a worker with one post."""
        self.staff[who] = make.staff(who.title(), email=f"{who}@example.org")
        self.posts[who] = make.post(
            self.staff[who], self.agencies[agency], role, self.teams[team] if team else None, **more
        )
        return self.staff[who]


KINDS = ("probation", "police", "health", "housing", "council", "prison", "charity")
WORKERS = (
    ("priya", "probation", "practitioner", "east"),
    ("tom", "probation", "team_manager", "east"),
    ("olu", "probation", "practitioner", "west"),
    ("rob", "police", "iom_officer", None),
    ("carl", "police", "custody_officer", None),
    ("nadia", "police", "navigator", None),
    ("nia", "health", "partner_worker", "treatment"),
    ("dan", "housing", "partner_worker", "tenancy"),
    ("uma", "charity", "partner_worker", "outreach"),
    ("pat", "probation", "payback_supervisor", None),
    ("rhea", "council", "release_coordinator", "releases"),
    ("grace", "probation", "governance_officer", None),
    ("adam", "probation", "administrator", None),
    ("ana", "probation", "analyst", None),
    ("bea", "council", "board_member", None),
)
TEAMS = {
    "east": "probation",
    "west": "probation",
    "treatment": "health",
    "tenancy": "housing",
    "outreach": "charity",
    "releases": "council",
}


@pytest.fixture
def cast(db: None) -> Cast:
    """Everyone in place, and Kyle supervised by Priya in the east team."""
    with marked("test"), unseen("nightly check"):
        return assemble()


def assemble() -> Cast:
    """Build the cast in the current database."""
    cast = Cast()
    cast.agencies = {kind: make.agency(kind, name=f"Durham {kind}") for kind in KINDS}
    cast.teams = {name: make.team(cast.agencies[agency], name=name.title()) for name, agency in TEAMS.items()}
    for who, agency, role, team in WORKERS:
        cast.hire(who, agency, role, team)
    sharing = [agency for kind, agency in cast.agencies.items() if kind != "charity"]
    make.agreement(*sharing, classes=CASEWORK)
    cast.kyle = make.person(cast.agencies["probation"])
    make.involvement(cast.kyle, cast.agencies["probation"], team=cast.teams["east"], lead=cast.staff["priya"])
    return cast
