"""Adding a person begins the agency's work in the same transaction, and tells nothing of anyone else."""

from datetime import date

import pytest

from desistance.access.actions.arrivals import FirstFacts, begin_work
from desistance.access.models import Involvement, Tie
from desistance.access.queries.passes import open_record
from desistance.audit.models import AuditEvent
from desistance.foundation.decisions import NotPermitted, Refused
from desistance.people.models import Address, ContactDetail, Equality, Identifier, Name, Person
from tests import factories as make
from tests.cast import Cast

pytestmark = pytest.mark.usefixtures("looking")
FIRST = FirstFacts(
    liked="Shaz", other_given="Shannon", other_family="Bell", numbers=(("crn", "X111111"), ("pnc", "2004/1Z")),
    equality=(("sex", "female"), ("language", "English")), phone="07700 900321", address_kind="main",
    lines="1 High Street", postcode="sr83aa", from_on=date(2026, 1, 5),
)  # fmt: skip


def begun(cast: Cast, who: str = "priya", **more: object) -> Person:
    values = {
        "given": "Shannon", "family": "Tweddle", "born_on": date(1994, 12, 17), "kind": "supervision",
        "legal_ground": "court_order", "team": cast.teams["east"], "lead": cast.staff["priya"], "first": FIRST, **more,
    }  # fmt: skip
    return begin_work(by=cast.entering(who), at=make.NOW, **values)


def test_the_worker_who_adds_a_person_can_open_the_record_with_every_fact_stated(cast: Cast) -> None:
    person = begun(cast)
    opened, _ = open_record(reference=person.reference, by=cast.entering("priya"))
    assert opened == person
    counts = [
        model.objects.filter(person=person).count() for model in (Name, Identifier, Equality, ContactDetail, Address)
    ]
    assert counts == [3, 2, 2, 1, 1]
    assert Tie.objects.filter(person=person).count() == 2
    (event,) = AuditEvent.objects.filter(category="collection")
    assert (event.what, event.subjects) == ("access.begin_work", [person.pk])


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"given": "", "family": ""}, "given"),
        ({"kind": "treatment"}, "kind"),
        ({"first": FirstFacts(phone="ring mum")}, "phone"),
        ({"first": FirstFacts(address_kind="main")}, "lines"),
        ({"first": FirstFacts(address_kind="main", lines="1", postcode="QQ1 1AA")}, "postcode"),
    ],
)
def test_nothing_is_left_behind_when_something_is_refused(cast: Cast, more: dict, field: str) -> None:
    people, involvements = Person.objects.count(), Involvement.objects.count()
    with pytest.raises(Refused) as refusal:
        begun(cast, **more)
    assert refusal.value.field == field
    assert (Person.objects.count(), Involvement.objects.count()) == (people, involvements)


def test_a_number_of_someone_hidden_makes_no_difference(cast: Cast) -> None:
    hidden = make.person(cast.agencies["charity"])
    make.identifier(hidden, cast.agencies["charity"], "crn", "X111111")
    assert Identifier.objects.filter(person=begun(cast), value="X111111").exists()


def test_adding_takes_a_role_that_may(cast: Cast) -> None:
    with pytest.raises(NotPermitted):
        begun(cast, "grace")
