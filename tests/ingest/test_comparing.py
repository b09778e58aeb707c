"""Deciding a row that may be about someone known: the same person, different people, and what is never told."""

import pytest

from desistance.foundation.decisions import NotFound, Refused
from desistance.history.models import Arrest
from desistance.ingest import worker
from desistance.ingest.actions.comparing import Alike, compare_row, different_people, same_person
from desistance.ingest.actions.deciding import hold
from desistance.ingest.actions.loading import start_load
from desistance.ingest.models import Import, ImportRow
from desistance.ingest.rules.deciding import may_decide_rows, may_say_different
from desistance.people.models import Name, Pair, Person
from tests import factories as make
from tests.ingest.files import KNOWN, as_csv, custody_row, j11_file
from tests.ingest.office import BORN, HIDDEN, Office

KYLE = custody_row(1, surname="Ashcroft", forenames="Kyle", date_of_birth="24/06/1998", pnc="")
LINE = 2


@pytest.fixture
def alone(office: Office, looking: None) -> Office:
    return office.without_kyle()


def compared(office: Office, record: Import, line: int = LINE) -> Alike:
    return compare_row(imported=record, line=line, by=office.cast.entering("gita"), at=make.NOW)


def load(office: Office, record: Import) -> Import:
    record.refresh_from_db()
    start_load(imported=record, by=office.cast.entering("gita"), at=make.NOW, run_later=False)
    return worker.load(imported=record.pk, at=make.NOW)


def test_the_person_a_row_resembles_is_shown_to_who_may_open_them(alone: Office) -> None:
    known = alone.known("Kyle", "Ashcroft", BORN)
    alike = compared(alone, alone.check(as_csv([KYLE])))
    assert [one.person.pk for one in alike.people] == [known.pk]
    assert (alike.told.given, alike.told.family, alike.closed) == ("Kyle", "Ashcroft", 0)


def test_the_same_person_makes_the_row_ready_and_loads_it_for_them(alone: Office) -> None:
    known, by = alone.known("Kyle", "Ashcroft", BORN), alone.cast.entering("gita")
    record = alone.check(as_csv([KYLE]))
    row = same_person(row=compared(alone, record).row, reference=known.reference, by=by, at=make.NOW)
    record.refresh_from_db()
    assert (row.state, row.joins_id, record.state) == ("ready", known.pk, "ready")
    people = Person.objects.count()
    assert load(alone, record).state == "done"
    assert Arrest.objects.get(custody_number="DC/26/04001").person_id == known.pk
    assert Person.objects.count() == people


def test_a_person_who_was_joined_with_another_meanwhile_gets_the_row_under_the_record_kept(alone: Office) -> None:
    known, by = alone.known("Kyle", "Ashcroft", BORN), alone.cast.entering("gita")
    record = alone.check(as_csv([KYLE]))
    same_person(row=compared(alone, record).row, reference=known.reference, by=by, at=make.NOW)
    Person.objects.filter(pk=known.pk).update(merged_into=alone.cast.kyle)
    load(alone, record)
    assert Arrest.objects.get(custody_number="DC/26/04001").person_id == alone.cast.kyle.pk


def test_different_people_load_as_two_who_are_never_proposed_as_one_again(alone: Office) -> None:
    twin, by = alone.known("Kyle", "Ashcroft", BORN), alone.cast.entering("gita")
    record = alone.check(as_csv([KYLE]))
    row = different_people(row=compared(alone, record).row, reason="Twins: two PNC numbers", by=by, at=make.NOW)
    assert (row.state, row.apart_from) == ("ready", [twin.pk])
    load(alone, record)
    new = ImportRow.objects.get(imported=record).person
    assert new is not None
    assert new.pk != twin.pk
    pair = Pair.objects.get(one=new, other=twin)
    assert (pair.kind, pair.reason) == ("different", "Twins: two PNC numbers")


def test_different_people_need_a_reason_and_the_row_still_waits_without_one(alone: Office) -> None:
    alone.known("Kyle", "Ashcroft", BORN)
    record = alone.check(as_csv([KYLE]))
    with pytest.raises(Refused, match="Enter how you know that these are different people"):
        different_people(row=compared(alone, record).row, reason="  ", by=alone.cast.entering("gita"), at=make.NOW)
    assert ImportRow.objects.get(imported=record).state == "possible"


@pytest.mark.parametrize("why", HIDDEN)
def test_nobody_hidden_is_shown_beside_who_may_be_told_of(alone: Office, why: str) -> None:
    known, hidden = alone.known("Kyle", "Ashcroft", BORN), alone.hide(why)
    record = alone.check(as_csv([KYLE]))
    alike = compared(alone, record)
    assert [one.person.pk for one in alike.people] == [known.pk]
    assert alike.closed == 0
    with pytest.raises(Refused, match="Choose one of the people shown"):
        same_person(row=alike.row, reference=hidden.reference, by=alone.cast.entering("gita"), at=make.NOW)


@pytest.mark.parametrize(
    ("shown", "closed", "words"),
    [([], 0, "Nobody resembles this row any more"), ([], 1, "open their record"), ([7], 1, "open their record")],
)
def test_only_those_who_were_compared_can_be_told_apart(shown: list[int], closed: int, words: str) -> None:
    assert words in may_say_different(shown, closed).words


def test_someone_found_under_an_agreement_is_shown_to_governance(alone: Office) -> None:
    agency = alone.cast.agencies["probation"]
    person = make.person(agency, "Kyle", "Ashcroft", BORN)
    make.involvement(person, agency)
    alike = compared(alone, alone.check(as_csv([KYLE])))
    assert [one.person.pk for one in alike.people] == [person.pk]


def test_a_row_is_decided_once(alone: Office) -> None:
    known, by = alone.known("Kyle", "Ashcroft", BORN), alone.cast.entering("gita")
    record = alone.check(as_csv([KYLE]))
    first, second = compared(alone, record).row, compared(alone, record).row
    same_person(row=first, reference=known.reference, by=by, at=make.NOW)
    with pytest.raises(Refused, match="Someone else has decided this row"):
        different_people(row=second, reason="Another man", by=by, at=make.NOW)
    with pytest.raises(NotFound):
        compared(alone, record)


def test_a_row_decided_after_the_others_were_loaded_is_loaded_with_a_second_press(alone: Office) -> None:
    known, by = alone.known("Kyle", "Ashcroft", BORN), alone.cast.entering("gita")
    record = alone.load(as_csv([KYLE, custody_row(2)]))
    assert record.state == "done_with_held"
    same_person(row=compared(alone, record).row, reference=known.reference, by=by, at=make.NOW)
    record.refresh_from_db()
    assert record.state == "ready"
    assert load(alone, record).state == "done"
    assert alone.tally(record).loaded == 2


@pytest.mark.parametrize(
    ("state", "words"),
    [("loading", "are being loaded"), ("done", "No row"), ("undone", "No row"), ("checking", "No row")],
)
def test_rows_are_not_decided_while_others_load_nor_when_none_waits(state: str, words: str) -> None:
    assert words in may_decide_rows(state).words


def test_the_five_of_the_journey_are_decided_three_same_one_different_one_held(office: Office, looking: None) -> None:
    for given, family, born in KNOWN:
        office.known(given, family, born)
    by, record = office.cast.entering("gita"), office.check(j11_file())
    lines = list(ImportRow.objects.filter(imported=record, state="possible").order_by("line"))
    for row in lines[:3]:
        alike = compared(office, record, row.line)
        same_person(row=alike.row, reference=alike.people[0].person.reference, by=by, at=make.NOW)
    different_people(row=compared(office, record, lines[3].line).row, reason="Twin", by=by, at=make.NOW)
    hold(row=compared(office, record, lines[4].line).row, reason="Ask for the PNC number", by=by, at=make.NOW)
    assert load(office, record).state == "done_with_held"
    tally = office.tally(record)
    assert (tally.loaded, tally.possible, tally.held) == (205, 0, 9)
    assert Name.objects.filter(given=KNOWN[0][0], family=KNOWN[0][1]).exists()
