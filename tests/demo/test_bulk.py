"""The bulk writer writes, row for row, what the rooms' own actions write for the same plan."""

from collections.abc import Sequence
from typing import Any

import pytest
from django.apps import apps

from desistance.access.actions.involvements import end_involvement, open_involvement
from desistance.access.queries.passes import system_pass
from desistance.demo import bulk
from desistance.demo.plans import AgencySeats, PersonPlan, plan
from desistance.demo.synthetic import make_agencies
from desistance.foundation.actions import values_of
from desistance.partners.models import Agency, Staff, Team
from desistance.partners.queries import SETUP_AGENCY
from desistance.people.actions import identity
from desistance.people.models import Person
from desistance.people.rules.references import read_reference
from tests import factories as make

TABLES = (
    "people.Person",
    "people.Name",
    "people.BirthDate",
    "people.Identifier",
    "people.Address",
    "access.Involvement",
    "access.Tie",
    "foundation.Revision",
)
PEOPLE = 200
pytestmark = pytest.mark.usefixtures("looking")


def through_actions(plans: Sequence[PersonPlan]) -> None:
    """Carry a plan out as the rooms would."""
    for one in plans:
        by = acting(one.work[0].seat.agency)
        said: dict[str, Any] = {"source": "import", "source_reference": bulk.SOURCE, "by": by, "at": make.NOW}
        person = identity.add_person(
            given=one.given, family=one.family, born_on=one.born_on, reference=one.reference, **said
        )
        if one.alias:
            identity.state_name(person=person, kind="alias", given=one.alias[0], family=one.alias[1], **said)
        for kind, text in one.numbers:
            identity.state_identifier(person=person, kind=kind, text=text, **said)
        identity.state_address(
            person=person, kind="main", lines=one.lines, postcode=one.postcode, from_on=one.lives_since, **said
        )
        work_through_actions(person, one)


def work_through_actions(person: Person, one: PersonPlan) -> None:
    for work in one.work:
        by = acting(work.seat.agency)
        involvement = open_involvement(
            person=person,
            kind=work.kind,
            legal_ground=work.legal_ground,
            team=Team.objects.get(pk=work.seat.team),
            lead=Staff.objects.get(pk=work.seat.staff),
            source="import",
            source_reference=bulk.SOURCE,
            from_at=work.from_at,
            by=by,
            at=make.NOW,
        )
        if work.until_at:
            end_involvement(involvement=involvement, reason=bulk.END_REASON, by=by, at=work.until_at)


def acting(agency: int) -> Any:
    return system_pass(name="demonstration", agency=Agency.objects.get(pk=agency), at=make.NOW)


def rows_of(label: str, names: dict[int, str]) -> list[str]:
    """A table's rows without their ids, each person and involvement by a name that both ways share."""
    found = []
    for row in apps.get_model(label).objects.all():
        values = {key: value for key, value in values_of(row).items() if key not in ("id", "record_id")}
        values |= {key: names.get(values[key], values[key]) for key in ("person_id",) if key in values}
        if "involvement_id" in values:
            values["involvement_id"] = row.involvement.from_at.isoformat()
        if "values" in values:
            values["values"] = {k: v for k, v in values["values"].items() if k not in ("id", "person_id")}
        if "id" in values:
            del values["id"]
        found.append(repr(sorted(values.items())))
    return sorted(found)


def everything() -> dict[str, list[str]]:
    names = dict(Person.objects.values_list("pk", "reference"))
    return {label: rows_of(label, names) for label in TABLES}


def clear() -> None:
    for label in reversed(TABLES):
        apps.get_model(label).objects.all().delete()


@pytest.fixture
def agencies(db: None) -> list[AgencySeats]:
    by = system_pass(name="synthetic partnership", agency=SETUP_AGENCY, at=make.NOW)
    return make_agencies(PEOPLE, by, make.NOW)


@pytest.mark.slow
def test_bulk_and_actions_write_the_same_rows(agencies: list[AgencySeats]) -> None:
    plans = list(plan(PEOPLE, agencies))
    by = system_pass(name="synthetic partnership", agency=SETUP_AGENCY, at=make.NOW)
    bulk.write_people(plans, by=by, at=make.NOW, say=lambda written: None)
    in_bulk = everything()
    clear()
    through_actions(plans)
    by_actions = everything()
    for label in TABLES:
        assert in_bulk[label] == by_actions[label], label
    assert len(in_bulk["people.Person"]) == PEOPLE
    assert len(in_bulk["foundation.Revision"]) > 0


def test_a_plan_follows_from_its_seed_and_its_references_are_well_formed(agencies: list[AgencySeats]) -> None:
    one, again, other = (list(plan(50, agencies, seed=seed)) for seed in (1, 1, 2))
    assert one == again
    assert one != other
    assert [read_reference(person.reference) for person in one] == [person.reference for person in one]


def test_a_plan_goes_round_references_that_are_taken(agencies: list[AgencySeats]) -> None:
    first = next(plan(1, agencies)).reference
    assert first not in {person.reference for person in plan(50, agencies, taken=frozenset({first}))}
