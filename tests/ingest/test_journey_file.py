"""The custody file of journey J11: 214 rows come out exactly as the journey says, and load."""

import pytest

from desistance.access.models import Involvement
from desistance.audit.models import AuditEvent
from desistance.history.models import Arrest
from desistance.ingest.models import ImportRow
from desistance.people.models import Person
from tests.ingest.files import KNOWN, j11_file
from tests.ingest.office import Office, problems_of


@pytest.fixture
def five_known(office: Office, looking: None) -> list[Person]:
    return [office.known(given, family, born) for given, family, born in KNOWN]


def test_the_check_finds_201_ready_8_to_fix_and_5_possible(office: Office, five_known: list[Person]) -> None:
    record = office.check(j11_file())
    tally = office.tally(record)
    assert (tally.ready, tally.held, tally.possible, tally.rows) == (201, 8, 5, 214)
    assert problems_of(record) == {"date": 4, "surname": 2, "offence_code": 1, "repeated": 1}
    assert (record.state, record.rows) == ("needs_you", 214)
    assert not Arrest.objects.exists()


def test_loading_takes_the_201_and_leaves_the_rest_waiting(office: Office, five_known: list[Person]) -> None:
    before = Person.objects.count()
    record = office.load(j11_file())
    tally = office.tally(record)
    assert (tally.loaded, tally.held, tally.possible, tally.skipped, tally.rows) == (201, 8, 5, 0, 214)
    assert record.state == "done_with_held"
    assert Arrest.objects.count() == 201
    assert Person.objects.count() == before + 201
    assert Involvement.objects.filter(kind="custody_check").count() == 201 + 5


def test_each_batch_is_one_event_about_the_people_it_loaded(office: Office, five_known: list[Person]) -> None:
    record = office.load(j11_file())
    events = AuditEvent.objects.filter(what="ingest.load_rows")
    told = [person for event in events for person in event.subjects]
    loaded = ImportRow.objects.filter(imported=record, state="loaded").values_list("person", flat=True)
    assert [len(event.subjects) for event in events.order_by("id")] == [100, 100, 1]
    assert sorted(told) == sorted(loaded)
    assert {event.category for event in events} == {"collection"}
    assert not AuditEvent.objects.filter(what__in=["people.add_person", "history.record_arrest"]).exists()


def test_month_first_dates_come_with_the_date_they_look_like(office: Office, five_known: list[Person]) -> None:
    record = office.check(j11_file())
    row = ImportRow.objects.get(imported=record, line=38)
    assert row.reason == "Date of arrest 02/28/2026 is written month first."
    assert row.suggestion == "02/28/2026 looks like 28 February 2026."
    assert (row.column, row.raw.split(",")[1]) == ("arrested_at", "02/28/2026")
