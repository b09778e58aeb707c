"""Undoing an import: what it added goes and nothing else does; what depends on it stops it, by name; who is used since stays."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from desistance.access.actions.involvements import allocate
from desistance.access.models import Involvement, Tie
from desistance.access.queries.passes import open_record, system_pass
from desistance.access.queries.search import search
from desistance.desk.queries.notices import notices_of
from desistance.desk.worker import notify
from desistance.foundation.decisions import NotFound, NotPermitted, Refused
from desistance.foundation.passes import Pass
from desistance.foundation.register import HOUSE
from desistance.foundation.rows import Event, Fact
from desistance.history.models import Arrest
from desistance.ingest import worker
from desistance.ingest.actions.comparing import different_people
from desistance.ingest.actions.loading import start_load
from desistance.ingest.actions.undoing import start_undo, take_rows_back
from desistance.ingest.models import Import, ImportRow
from desistance.ingest.queries.undoing import sourced, undoing_of
from desistance.people.actions.identity import state_address, state_birth_date
from desistance.people.models import Address, BirthDate, Identifier, Merge, Name, Pair, Person
from tests import factories as make
from tests.ingest.files import as_csv, caseload_row, custody_row, pnc
from tests.ingest.office import CUSTODY, Office

LATER = make.NOW + timedelta(hours=1)
TOMORROW = make.NOW + timedelta(days=1)
WHERE = {"address": "14 Bede Street", "postcode": "DL14 7AB"}


def who(record: Import) -> str:
    return "gita" if record.feed == CUSTODY else "grace"


def job(record: Import) -> Pass:
    return system_pass(name="import", agency=record.agency, at=TOMORROW)


def undo(office: Office, record: Import, at: Any = TOMORROW) -> Import:
    record.refresh_from_db()
    start_undo(imported=record, by=office.cast.entering(who(record), at), at=at, run_later=False)
    return worker.undo(imported=record.pk, at=at)


def standing() -> dict[str, list[Any]]:
    """Every row about people that stands, with all its columns, holding by holding; ids and versions of our own apart."""
    found = {}
    for label, holding in HOUSE.holdings.items():
        model: Any = holding.model_class()
        if label in ("ingest.ImportRow", "foundation.Revision"):
            continue
        names = {field.name for field in model._meta.concrete_fields}
        rows = model._default_manager.all()
        if "withdrawn_at" in names:
            rows = rows.filter(withdrawn_at__isnull=True)
        if label == "access.Involvement":
            rows = rows.filter(state="open")
        if label == "access.Tie":
            rows = rows.filter(until_at__year=9999)
        found[label] = sorted(map(str, rows.values()))
    return found


def known(office: Office) -> Person:
    """Beth Bainbridge as row 1 of a custody file names her, on record of the police with another birth date and address."""
    person = office.known("Elizabeth", "Bainbridge", date(1960, 2, 8))
    police = office.cast.agencies["police"]
    make.identifier(person, police, "pnc", pnc(1))
    make.address(person, police, "1 Old Lane", postcode="DL1 1AA")
    return person


def test_undoing_leaves_everything_that_stands_as_it_was_before(office: Office, looking: None) -> None:
    known(office)
    before = standing()
    rows = [custody_row(number, **WHERE) for number in range(1, 6)]
    rows.append(custody_row(2, custody_number="DC/26/09999", arrested_at="12/03/2026 22:00"))
    record = office.load(as_csv(rows, [*rows[0]]))
    assert office.tally(record).loaded >= 5
    assert standing() != before
    undone = undo(office, record)
    assert standing() == before
    tally = office.tally(record)
    assert (undone.state, undone.undone_at, tally.loaded, tally.undone) == ("undone", TOMORROW, 0, tally.rows)


def test_what_it_took_the_place_of_stands_again(office: Office, looking: None) -> None:
    person = known(office)
    row = custody_row(1, **WHERE)
    record = office.load(as_csv([row], [*row]), at=LATER)
    assert [str(born.born_on) for born in BirthDate.objects.standing().filter(person=person)] == ["1960-02-07"]
    assert Address.objects.standing().filter(person=person).count() == 2
    undo(office, record)
    assert [str(born.born_on) for born in BirthDate.objects.standing().filter(person=person)] == ["1960-02-08"]
    place = Address.objects.standing().get(person=person)
    assert (place.lines, place.until_on) == ("1 Old Lane", None)
    arrest = Arrest.objects.get()
    assert (arrest.withdrawn_at, arrest.reason) == (TOMORROW, f"Import {record.pk} was undone")


def test_a_newer_word_stands_in_the_way_of_the_older_one(office: Office, looking: None) -> None:
    person = known(office)
    row = custody_row(1, **WHERE)
    record = office.load(as_csv([row], [*row]), at=LATER)
    rob = office.cast.opening("rob", person, at=LATER + timedelta(hours=1))
    state_birth_date(person=person, born_on=date(1961, 1, 1), by=rob, at=rob.at)
    state_address(person=person, kind="main", lines="9 New Road", from_on=date(2026, 3, 13), by=rob, at=rob.at)
    said = set(Address.objects.standing().filter(person=person).values_list("lines", "until_on"))
    undo(office, record)
    assert [str(born.born_on) for born in BirthDate.objects.standing().filter(person=person)] == ["1961-01-01"]
    assert ("9 New Road", None) in set(
        Address.objects.standing().filter(person=person).values_list("lines", "until_on")
    )
    assert {lines for lines, _ in said} >= {"9 New Road"}


def test_a_person_whom_only_the_file_told_of_is_closed_and_found_no_more(office: Office, looking: None) -> None:
    record = office.load_rows([custody_row(1)])
    person = Arrest.objects.get().person
    assert open_record(reference=person.reference, by=office.cast.entering("rob"))
    undo(office, record)
    person.refresh_from_db()
    assert person.withdrawn_at == TOMORROW
    with pytest.raises(NotFound):
        open_record(reference=person.reference, by=office.cast.entering("rob", TOMORROW))
    for typed in (pnc(1), "Beth Bainbridge", person.reference):
        found = search(by=office.cast.entering("rob", TOMORROW), text=typed, at=TOMORROW)
        assert person.reference not in str(found.hits)


def test_the_same_file_can_be_loaded_again_and_adds_the_same(office: Office, looking: None) -> None:
    rows = as_csv([custody_row(1), custody_row(2)])
    undo(office, office.load(rows))
    again = office.load(rows, at=TOMORROW)
    assert office.tally(again).loaded == 2
    assert Person.objects.filter(withdrawn_at__isnull=True, pk__in=Arrest.objects.values("person")).count() == 2
    assert Arrest.objects.standing().count() == 2


def test_someone_used_since_stays_with_what_identifies_them(office: Office, looking: None) -> None:
    record = office.load_rows([custody_row(1), custody_row(2)])
    person = Arrest.objects.order_by("id")[0].person
    make.involvement(person, office.cast.agencies["housing"], kind="housing_support")
    told = undoing_of(record, by=office.cast.entering("gita"))
    assert (told.closed, told.used, told.stops) == (1, 1, ())
    undo(office, record)
    person.refresh_from_db()
    assert person.withdrawn_at is None
    assert [model.objects.standing().filter(person=person).count() for model in (Name, BirthDate, Identifier)] == [
        1
    ] * 3
    assert not Arrest.objects.standing().exists()
    assert [work.kind for work in Involvement.objects.filter(person=person, state="open")] == ["housing_support"]


def test_what_a_later_file_says_too_stays_for_it(office: Office, looking: None) -> None:
    first = office.load_rows([custody_row(1)])
    second = custody_row(1, custody_number="DC/26/05000", arrested_at="12/03/2026 22:10")
    office.load_rows([second], at=LATER)
    told = undoing_of(first, by=office.cast.entering("gita"))
    assert (told.closed, told.used, told.said_again) == (0, 0, 1)
    undo(office, first)
    arrest = Arrest.objects.standing().get()
    assert arrest.custody_number == "DC/26/05000"
    assert Name.objects.standing().filter(person=arrest.person).count() == 1
    assert Tie.objects.filter(person=arrest.person, until_at__gt=TOMORROW).exists()


def test_undoing_the_later_file_leaves_the_earlier_one_whole(office: Office, looking: None) -> None:
    office.load_rows([custody_row(1)])
    before = standing()
    second = office.load_rows([custody_row(1, custody_number="DC/26/05000", forenames="Bethe")], at=LATER)
    undo(office, second)
    assert standing() == before


def test_different_people_said_of_a_row_goes_with_it(office: Office, looking: None) -> None:
    office.known("Beth", "Bainbridge", date(1960, 2, 7))
    record = office.check(as_csv([custody_row(1, pnc="")]))
    gita = office.cast.entering("gita")
    row = ImportRow.objects.select_related("imported").get(imported=record)
    different_people(row=row, reason="Met both", by=gita, at=make.NOW)
    record.refresh_from_db()
    start_load(imported=record, by=gita, at=make.NOW, run_later=False)
    worker.load(imported=record.pk, at=make.NOW)
    assert Pair.objects.standing().filter(kind="different").count() == 1
    undo(office, record)
    assert not Pair.objects.standing().exists()


def _corrected(office: Office, record: Import) -> None:
    arrest = Arrest.objects.get()
    make.arrest(arrest.person, office.cast.agencies["police"], corrects=arrest, custody_number="DC/26/77777")


def _allocated(office: Office, record: Import) -> None:
    work = Involvement.objects.get(source="import")
    by = office.cast.opening("priya", work.person, at=LATER)
    allocate(involvement=work, team=work.team, lead=office.cast.staff["tom"], by=by, at=LATER)


def _joined(office: Office, record: Import) -> None:
    person = Arrest.objects.get().person
    other = office.known("Beth", "Bainbridge", date(1960, 2, 7))
    Merge.objects.create(kept=other, lost=person, by_staff=1, by_agency=record.agency_id, at=LATER, reason="One person")


def _relied_on(office: Office, record: Import) -> None:
    office.load_rows([custody_row(1), custody_row(5)], at=LATER)


STOPS = {
    "an arrest that was corrected": (_corrected, "Arrests that point at arrests of this file"),
    "work given to somebody else": (_allocated, "Work with the person that this file opened and somebody has changed"),
    "records joined": (_joined, "People of this file whose records were joined since"),
    "a later file that left rows out": (_relied_on, "Rows that later files left out"),
}


@pytest.mark.parametrize("case", STOPS)
def test_what_depends_on_it_stops_it_and_is_named(office: Office, looking: None, case: str) -> None:
    use, words = STOPS[case]
    loads = office.load_caseload if case == "work given to somebody else" else office.load_rows
    record = loads([caseload_row(1) if case == "work given to somebody else" else custody_row(1)])
    by = office.cast.entering(who(record), TOMORROW)
    assert undoing_of(record, by=by).stops == ()
    use(office, record)
    stops = undoing_of(record, by=by).stops
    assert [(stop.count, stop.words.startswith(words)) for stop in stops] == [(1, True)]
    assert bool(stops[0].imports) == (case == "a later file that left rows out")
    with pytest.raises(Refused, match="Something depends on this import"):
        undo(office, record)
    record.refresh_from_db()
    assert record.state == "done"


def test_what_comes_to_depend_on_it_before_the_job_runs_calls_it_off(office: Office, looking: None) -> None:
    record = office.load_rows([custody_row(1)])
    start_undo(imported=record, by=office.cast.entering("gita"), at=make.NOW, run_later=False)
    _corrected(office, record)
    left = worker.undo(imported=record.pk, at=TOMORROW)
    assert left.state == "done"
    assert left.not_undone_because.startswith("Arrests that point at arrests of this file (1). Withdraw or end")
    assert Arrest.objects.standing().count() == 2


def test_a_stop_names_nobody_whom_the_reader_may_not_open(office: Office, looking: None) -> None:
    record = office.load_rows([custody_row(1)])
    _corrected(office, record)
    person = Arrest.objects.order_by("id")[0].person
    assert undoing_of(record, by=office.cast.entering("gita")).stops[0].people == (person.reference,)
    Person.objects.filter(pk=person.pk).update(restricted=True)
    assert undoing_of(record, by=office.cast.entering("gita")).stops[0].people == ()


def test_another_agency_and_other_roles_cannot_undo(office: Office, looking: None) -> None:
    record = office.load_rows([custody_row(1)])
    with pytest.raises(NotFound):
        start_undo(imported=record, by=office.cast.entering("grace"), at=make.NOW)
    with pytest.raises(NotPermitted):
        start_undo(imported=record, by=office.cast.entering("carl"), at=make.NOW)


def test_after_14_days_it_cannot_be_undone(office: Office, looking: None) -> None:
    record = office.load_rows([custody_row(1)])
    with pytest.raises(Refused, match="could be undone until 27 March 2026"):
        undo(office, record, make.NOW + timedelta(days=15))
    assert undo(office, record, make.NOW + timedelta(days=14)).state == "undone"


def test_notices_of_it_say_that_it_was_withdrawn(office: Office, looking: None) -> None:
    row = custody_row(1)
    kyle = office.cast.kyle
    make.identifier(kyle, office.cast.agencies["probation"], "pnc", row["pnc"])
    row |= {"surname": "Ashcroft", "forenames": "Kyle", "date_of_birth": "24/6/1998"}
    record = office.load_rows([row])
    notify(at=make.NOW)
    priya = office.cast.entering("priya")
    told = [one for one in notices_of(by=priya) if one.group == "Changes"]
    assert [one.duty is not None for one in told] == [True]
    undo(office, record)
    told = [one for one in notices_of(by=office.cast.entering("priya", TOMORROW)) if one.group == "Changes"]
    assert [(one.duty, one.is_taken_back) for one in told] == [(None, True)]


def test_statements_do_not_grow_with_rows(office: Office, looking: None) -> None:
    def statements(first: int, rows: int) -> tuple[int, int]:
        record = office.load_rows([custody_row(number) for number in range(first, first + rows)])
        by = office.cast.entering("gita", TOMORROW)
        with CaptureQueriesContext(connection) as asked:
            undoing_of(record, by=by)
        start_undo(imported=record, by=by, at=TOMORROW, run_later=False)
        with CaptureQueriesContext(connection) as done:
            take_rows_back(imported=record, by=job(record), at=TOMORROW)
        return len(asked), len(done)

    few, many = statements(0, 2), statements(100, 12)
    assert few == many
    assert few[0] < 90  # a few for each holding that names its source


def test_a_killed_undo_goes_on_where_it_stopped(office: Office, looking: None, monkeypatch: pytest.MonkeyPatch) -> None:
    before = standing()
    record = office.load_rows([custody_row(number) for number in range(5)])
    start_undo(imported=record, by=office.cast.entering("gita"), at=make.NOW, run_later=False)
    first = take_rows_back(imported=record, by=job(record), at=TOMORROW, limit=2)
    assert (first.undone, first.is_left) == (2, True)
    assert worker.undo(imported=record.pk, at=TOMORROW).state == "undone"
    assert standing() == before
    assert office.tally(record).undone == 5


def test_every_holding_that_names_its_source_can_be_taken_back() -> None:
    without = [
        holding.model
        for holding in sourced()
        if not issubclass(holding.model_class(), Fact | Event) and holding.take_back is None
    ]
    assert without == []
