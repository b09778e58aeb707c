"""An import never tells that a hidden person exists: the same words, the same counts, as for someone new."""

from typing import Any

import pytest

from desistance.access.models import Involvement
from desistance.history.models import Arrest
from desistance.ingest.models import Import, ImportRow
from desistance.ingest.register import OFFERS
from tests import factories as make
from tests.ingest.files import custody_row, pnc
from tests.ingest.office import BORN, HIDDEN, Office

ROW = custody_row(1, surname="Ashcroft", forenames="Kyle", date_of_birth="24/06/1998", pnc=pnc(7))


@pytest.fixture
def alone(office: Office, looking: None) -> Office:
    return office.without_kyle()


def told(record: Import) -> dict[str, Any]:
    """Everything that the sender can read of the one row."""
    row = ImportRow.objects.get(imported=record)
    return {name: getattr(row, name) for name in ("state", "problem", "column", "reason", "suggestion", "warning")}


@pytest.mark.parametrize("why", HIDDEN)
def test_a_number_of_a_hidden_person_joins_them_in_the_words_of_a_new_one(alone: Office, why: str) -> None:
    hidden = alone.hide(why, number=pnc(7))
    record = alone.load_rows([ROW])
    new = alone.load_rows([custody_row(2, surname="Nobody", pnc=pnc(8))])
    assert ImportRow.objects.get(imported=record).person_id == hidden.pk
    assert Arrest.objects.get(custody_number="DC/26/04001").person_id == hidden.pk
    assert told(record) == told(new)
    assert (record.state, alone.tally(record)) == (new.state, alone.tally(new))


@pytest.mark.parametrize("why", HIDDEN)
def test_a_name_and_birth_date_of_a_hidden_person_load_as_someone_new(alone: Office, why: str) -> None:
    hidden = alone.hide(why)
    record = alone.load_rows([ROW])
    row = ImportRow.objects.get(imported=record)
    assert (row.state, row.reason) == ("loaded", "")
    assert row.person_id != hidden.pk
    assert row.resembles_id == hidden.pk


def test_the_same_facts_of_someone_who_may_be_found_wait_for_a_person(alone: Office) -> None:
    person = make.person(alone.cast.agencies["probation"], "Kyle", "Ashcroft", BORN)
    make.involvement(person, alone.cast.agencies["probation"])
    record = alone.load_rows([custody_row(2), ROW])
    row = ImportRow.objects.get(imported=record, line=3)
    assert (row.state, row.reason) == ("possible", "The name and the date of birth fit.")


def test_contradictory_numbers_are_a_stewards_duty_and_not_the_senders(alone: Office) -> None:
    visible = alone.known("Kyle", "Ashcroft", BORN)
    make.identifier(visible, alone.cast.agencies["police"], "pnc", pnc(7))
    hidden = alone.hide("no agreement", number=pnc(7))
    record = alone.load_rows([ROW])
    row = ImportRow.objects.get(imported=record)
    assert (row.state, row.person_id, row.resembles_id) == ("loaded", visible.pk, hidden.pk)
    duty = OFFERS[0]
    grace, uma = alone.cast.entering("grace"), alone.cast.entering("uma")
    assert [found["person"] for found in duty.ask(grace)] == [visible.pk]
    assert list(duty.ask(uma)) == []
    make.pair(visible, hidden, alone.cast.agencies["probation"])
    assert list(duty.ask(grace)) == []


def test_a_duty_about_a_restricted_person_is_not_for_governance_at_large(alone: Office) -> None:
    alone.hide("restricted")
    alone.load_rows([ROW])
    assert list(OFFERS[0].ask(alone.cast.entering("grace"))) == []


def test_the_force_is_tied_to_whom_it_arrested_so_that_its_officers_find_them(alone: Office) -> None:
    alone.load_rows([ROW])
    person = Arrest.objects.get().person
    opened = Involvement.objects.get(person=person)
    assert (opened.kind, opened.legal_ground, opened.source) == ("custody_check", "prevention", "import")
    assert alone.cast.opening("carl", person).person == person.pk
