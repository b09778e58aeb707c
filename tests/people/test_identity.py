"""Stating who people are: facts stand side by side between agencies, and one agency does not contradict itself."""

from datetime import date, timedelta

import pytest

from desistance.access.queries.passes import system_pass
from desistance.audit.models import AuditEvent
from desistance.foundation.decisions import NotFound, NotPermitted, Refused
from desistance.people.actions import identity
from desistance.people.actions.facts import choose_fact, withdraw_fact
from desistance.people.models import Address, ContactDetail, Equality, Identifier, Name, Person
from desistance.people.rules.names import sort_key
from desistance.people.rules.references import read_reference
from tests import factories as make
from tests.cast import Cast

LATER = make.NOW + timedelta(minutes=5)
pytestmark = pytest.mark.usefixtures("looking")


def added(cast: Cast, **more: object) -> Person:
    values = {"given": "Shannon", "family": "Tweddle", "born_on": date(1994, 12, 17), **more}
    return identity.add_person(by=cast.entering("priya"), at=make.NOW, **values)


def stated(cast: Cast, what: str, who: str = "priya", **more: object):
    return getattr(identity, what)(person=cast.kyle, by=cast.opening(who), at=LATER, **more)


def standing(model: type, person: Person) -> list:
    return list(model.objects.standing().filter(person=person).order_by("pk"))


def test_a_person_is_added_with_a_drawn_reference_a_name_and_what_is_known_of_the_birth_date(cast: Cast) -> None:
    person = added(cast, precision="month")
    name = Name.objects.get(person=person)
    assert read_reference(person.reference) == person.reference
    assert person.sort_key == sort_key("Tweddle", "Shannon")
    assert (name.given, name.family, name.kind, name.agency_id) == (
        "Shannon", "Tweddle", "current", cast.agencies["probation"].pk
    )  # fmt: skip
    assert name.folded == "shannon tweddle"
    assert name.sounds
    event = AuditEvent.objects.latest("id")
    assert (event.what, event.category, event.subjects) == ("people.add_person", "collection", [person.pk])


def test_a_taken_reference_is_drawn_again(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    draws = iter([5, 5, 6])
    monkeypatch.setattr(identity.secrets, "randbelow", lambda _: next(draws))
    first, second = added(cast), added(cast)
    assert first.reference != second.reference
    assert next(draws, None) is None


@pytest.mark.parametrize(
    ("given", "family"),
    [("K", ""), ("", "Ó"), ("a" * 60, "b" * 60), ("ß" * 120, "ﬃ" * 120), ("محمد", "علي"), ("李", "")],
)
def test_names_of_every_length_and_script_are_kept_as_written(cast: Cast, given: str, family: str) -> None:
    person = added(cast, given=given, family=family)
    assert Name.objects.get(person=person).given == given
    assert person.sort_key


@pytest.mark.parametrize(
    ("more", "field", "words"),
    [
        ({"given": " ", "family": "-"}, "given", "first name or a last name"),
        ({"given": "a" * 121}, "given", "120 characters"),
        ({"born_on": date(2026, 3, 14)}, "born_on", "in the past"),
        ({"born_on": date(1890, 1, 1)}, "born_on", "Check the year"),
    ],
)
def test_what_cannot_be_is_refused_at_its_field_and_nothing_is_left(cast: Cast, more, field, words) -> None:
    people = Person.objects.count()
    with pytest.raises(Refused, match=words) as refusal:
        added(cast, **more)
    assert refusal.value.field == field
    assert Person.objects.count() == people


def test_a_reference_given_by_hand_must_be_well_formed_and_free(cast: Cast) -> None:
    assert added(cast, reference="P-7K3M-Q2").reference == "P-7K3M-Q2"
    with pytest.raises(ValueError, match="well-formed"):
        added(cast, reference="P-7K3M-Q3")


def test_adding_needs_the_permission(cast: Cast) -> None:
    with pytest.raises(NotPermitted):
        identity.add_person(by=cast.entering("grace"), at=make.NOW, given="A", family="B")


def test_who_adds_a_person_states_the_first_facts_and_nobody_else_does_without_a_tie(cast: Cast) -> None:
    person, by = added(cast), cast.entering("priya")
    found = identity.state_identifier(person=person, kind="crn", text="x 482 913", by=by, at=make.NOW)
    assert (found.value, found.compact_reversed, found.is_well_formed) == ("X482913", "319284X", True)
    with pytest.raises(NotFound):
        identity.state_identifier(person=person, kind="crn", text="X482914", by=cast.entering("olu"), at=make.NOW)
    with pytest.raises(NotFound):
        identity.state_identifier(person=person, kind="crn", text="X482914", by=by, at=LATER)


def test_a_feed_states_facts_for_its_agency_without_an_open_record(cast: Cast) -> None:
    by = system_pass(name="feed", agency=cast.agencies["police"], at=make.NOW)
    values = {"source": "import", "source_reference": "custody.csv row 7", "said_at": make.LONG_AGO}
    found = identity.state_name(person=cast.kyle, kind="alias", given="Ky", family="Reid", by=by, at=LATER, **values)
    assert (found.agency_id, found.source, found.said_at) == (cast.agencies["police"].pk, "import", make.LONG_AGO)
    assert found.recorded_at == LATER


def test_saying_the_same_twice_leaves_one_row(cast: Cast) -> None:
    for _ in range(2):
        stated(cast, "state_identifier", kind="pnc", text="2004/0000712J")
        stated(cast, "state_address", kind="main", lines="14 Bede Street", postcode="dl147ab", from_on=date(2026, 2, 2))
        stated(cast, "state_address", kind="main", lines="14 Bede Street", postcode="dl147ab")
        stated(cast, "state_contact_detail", kind="mobile", text="07700 900321", safe="safe")
        stated(cast, "state_equality", kind="language", value="Polish")
    assert [len(standing(model, cast.kyle)) for model in (Identifier, Address, ContactDetail, Equality)] == [1, 1, 1, 1]


def test_a_number_that_is_not_well_formed_keeps_what_was_written_and_says_why(cast: Cast) -> None:
    first = stated(cast, "state_identifier", kind="pnc", text="2004/0000712K")
    second = stated(cast, "state_identifier", kind="pnc", text="2004/712")
    assert (first.value, first.raw, first.is_well_formed) == ("", "2004/0000712K", False)
    assert "does not fit" in first.why_not
    assert "a year, a slash" in second.why_not
    assert len(standing(Identifier, cast.kyle)) == 2


def test_two_people_may_have_the_same_number(cast: Cast) -> None:
    stated(cast, "state_identifier", kind="crn", text="X482913")
    other = added(cast)
    identity.state_identifier(person=other, kind="crn", text="X482913", by=cast.entering("priya"), at=make.NOW)
    assert Identifier.objects.filter(value="X482913").count() == 2


def test_a_new_name_makes_the_old_one_a_previous_name_unless_it_corrects_it(cast: Cast) -> None:
    stated(cast, "state_name", kind="current", given="Kyle", family="Reid")
    assert {(name.kind, name.family) for name in standing(Name, cast.kyle)} == {
        ("current", "Reid"),
        ("previous", "Ashcroft"),
    }
    stated(cast, "state_name", kind="current", given="Kyle", family="Reed", is_correction=True)
    assert {(name.kind, name.family) for name in standing(Name, cast.kyle)} == {
        ("current", "Reed"),
        ("previous", "Ashcroft"),
    }
    cast.kyle.refresh_from_db()
    assert cast.kyle.sort_key == sort_key("Reed", "Kyle")


def test_agencies_may_disagree_and_the_chosen_name_is_shown(cast: Cast) -> None:
    make.involvement(cast.kyle, cast.agencies["police"], lead=cast.staff["rob"], kind="police_management")
    kile = stated(cast, "state_name", "rob", kind="current", given="Kile", family="Ashcroft")
    assert [name.given for name in standing(Name, cast.kyle)] == ["Kyle", "Kile"]
    cast.kyle.refresh_from_db()
    assert cast.kyle.sort_key == sort_key("Ashcroft", "Kile")
    theirs = Name.objects.get(person=cast.kyle, given="Kyle")
    choose_fact(person=cast.kyle, kind="name", fact_id=theirs.pk, by=cast.opening("priya"), at=LATER)
    assert Person.objects.get(pk=cast.kyle.pk).sort_key == sort_key("Ashcroft", "Kyle")
    with pytest.raises(Refused, match="Only the agency"):
        withdraw_fact(person=cast.kyle, kind="name", fact_id=kile.pk, by=cast.opening("priya"), at=LATER)
    withdraw_fact(person=cast.kyle, kind="name", fact_id=kile.pk, by=cast.opening("rob"), at=LATER)
    with pytest.raises(Refused, match="needs a name"):
        withdraw_fact(person=cast.kyle, kind="name", fact_id=theirs.pk, by=cast.opening("priya"), at=LATER)


def test_a_fact_of_someone_else_is_missing(cast: Cast) -> None:
    other = make.identifier(make.person(cast.agencies["probation"]), cast.agencies["probation"])
    for action in (withdraw_fact, choose_fact):
        with pytest.raises(NotFound):
            action(person=cast.kyle, kind="identifier", fact_id=other.pk, by=cast.opening("priya"), at=LATER)


def test_moving_ends_the_agencys_earlier_spell_and_leaves_the_other_agencys_word(cast: Cast) -> None:
    make.address(cast.kyle, cast.agencies["housing"], "3 Chapel Row")
    make.address(cast.kyle, cast.agencies["probation"], "14 Bede Street")
    stated(cast, "state_address", kind="no_fixed", from_on=date(2026, 3, 2))
    found = {(row.lines, row.from_on, row.until_on) for row in standing(Address, cast.kyle)}
    assert found == {
        ("3 Chapel Row", date(2026, 2, 2), None),
        ("14 Bede Street", date(2026, 2, 2), date(2026, 3, 1)),
        ("", date(2026, 3, 2), None),
    }


def test_an_address_from_the_same_day_takes_the_place_of_a_mistake(cast: Cast) -> None:
    make.address(cast.kyle, cast.agencies["probation"], "41 Bede Street")
    stated(cast, "state_address", kind="main", lines="14 Bede Street", from_on=date(2026, 2, 2))
    assert [row.lines for row in standing(Address, cast.kyle)] == ["14 Bede Street"]


def test_an_address_before_what_the_agency_already_says_is_refused(cast: Cast) -> None:
    make.address(cast.kyle, cast.agencies["probation"])
    with pytest.raises(Refused, match="2 February 2026") as refusal:
        stated(cast, "state_address", kind="main", lines="3 Chapel Row", from_on=date(2026, 1, 1))
    assert refusal.value.field == "from_on"
    earlier = {"lines": "3 Chapel Row", "from_on": date(2026, 1, 1), "until_on": date(2026, 2, 2)}
    assert stated(cast, "state_address", kind="main", **earlier).until_on == date(2026, 2, 2)


@pytest.mark.parametrize(
    ("what", "values", "field"),
    [
        ("state_address", {"kind": "main", "lines": ""}, "lines"),
        ("state_address", {"kind": "no_fixed", "lines": "14 Bede Street"}, "lines"),
        ("state_address", {"kind": "main", "lines": "14 Bede Street", "postcode": "ZZ1 1AA"}, "postcode"),
        ("state_contact_detail", {"kind": "mobile", "text": "ring mum"}, "text"),
        ("state_contact_detail", {"kind": "email", "text": "kyle at home"}, "text"),
        ("state_contact_detail", {"kind": "email", "text": "k@example.org", "safe": "safe_at_times"}, "safe"),
        ("state_equality", {"kind": "ethnicity", "value": "Z9"}, "value"),
        ("state_equality", {"kind": "shoe size", "value": "9"}, "value"),
        ("state_identifier", {"kind": "crn", "text": " "}, "text"),
    ],
)
def test_what_cannot_be_stated_says_so_at_its_field(cast: Cast, what: str, values: dict, field: str) -> None:
    with pytest.raises(Refused) as refusal:
        stated(cast, what, **values)
    assert refusal.value.field == field


def test_a_refuge_is_confidential_without_being_ticked(cast: Cast) -> None:
    assert stated(cast, "state_address", kind="refuge", lines="Somewhere safe").data_class == "confidential_address"


def test_a_new_word_on_safety_takes_the_place_of_the_old_and_the_ending_is_kept(cast: Cast) -> None:
    stated(cast, "state_contact_detail", kind="mobile", text="07700 900321", safe="safe")
    stated(cast, "state_contact_detail", kind="mobile", text="+44 7700 900 321", safe="not_safe")
    (row,) = standing(ContactDetail, cast.kyle)
    assert (row.value, row.safe, row.digits_reversed) == ("+447700900321", "not_safe", "123009007744")


def test_one_answer_at_a_time_where_there_can_only_be_one(cast: Cast) -> None:
    for value in ("W1", "declined"):
        stated(cast, "state_equality", kind="ethnicity", value=value)
    for value in ("Polish", "English"):
        stated(cast, "state_equality", kind="language", value=value)
    assert [(row.kind, row.value) for row in standing(Equality, cast.kyle)] == [
        ("ethnicity", "declined"), ("language", "Polish"), ("language", "English")
    ]  # fmt: skip
