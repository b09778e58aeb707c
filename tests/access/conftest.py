"""Paul: supervised by Priya's team, managed by the police, and restricted to Priya and Tom."""

from dataclasses import dataclass

import pytest

from desistance.access.models import AccessRestriction
from desistance.audit.models import AuditEvent
from desistance.foundation.reading import marked, unseen
from desistance.people.models import Person
from tests import factories as make
from tests.cast import Cast

REASON = "School has rung: two children not collected, he is named at home"


@dataclass
class Restricted:
    """Paul and the restriction that stands on him."""

    person: Person
    restriction: AccessRestriction


@pytest.fixture
def paul(cast: Cast) -> Restricted:
    with marked("test"), unseen("nightly check"):
        return assemble_paul(cast)


def assemble_paul(cast: Cast) -> Restricted:
    person = make.person(cast.agencies["probation"], given="Paul", family="Whitfield")
    make.involvement(person, cast.agencies["probation"], team=cast.teams["east"], lead=cast.staff["priya"])
    make.involvement(person, cast.agencies["police"], kind="police_management")
    restriction = make.restriction(person, cast.agencies["probation"], cast.staff["tom"])
    for who in ("priya", "tom"):
        make.listed_worker(restriction, cast.staff[who])
    person.refresh_from_db()
    return Restricted(person, restriction)


def last_event(what: str) -> AuditEvent:
    """The newest event of one deed."""
    return AuditEvent.objects.filter(what=what).order_by("-id").first()  # type: ignore[return-value]
