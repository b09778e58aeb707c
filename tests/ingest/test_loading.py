"""Loading: twice changes nothing, killed runs go on, refused rows are held, and what a file says is written with its source."""

from datetime import timedelta

import pytest

from desistance.access.models import Involvement, Tie
from desistance.audit.models import AuditEvent
from desistance.foundation.decisions import Conflict, NotFound, NotPermitted, Refused
from desistance.history.models import Arrest
from desistance.ingest import worker
from desistance.ingest.actions.deciding import hold, read_rows, skip
from desistance.ingest.actions.loading import start_load
from desistance.ingest.actions.receiving import SameFile
from desistance.ingest.models import Import, ImportRow
from desistance.people.models import Address, BirthDate, Equality, Identifier, Name, Person
from tests import factories as make
from tests.ingest.files import as_csv, caseload_row, custody_row, pnc
from tests.ingest.office import CASELOAD, Office, problems_of

TOMORROW = make.NOW + timedelta(days=1)


class Killed(BaseException):
    """The worker's process ends here."""


def everything() -> dict[str, int]:
    """How many rows there are of all that a load writes."""
    models = (Person, Name, BirthDate, Identifier, Address, Equality, Involvement, Tie, Arrest, ImportRow)
    return {model.__name__: model.objects.count() for model in models}


def test_the_same_file_again_changes_nothing_and_says_when_it_was_loaded(office: Office, looking: None) -> None:
    content = as_csv(custody_row(number) for number in range(5))
    office.load(content)
    before = everything()
    with pytest.raises(SameFile, match=r"^This file was loaded on 13 March 2026 at 3:40pm. Nothing has been changed.$"):
        office.send(content, at=TOMORROW)
    assert everything() == before
    assert Import.objects.count() == 1


def test_the_same_file_before_it_is_loaded_is_told_where_it_stands(office: Office) -> None:
    content = as_csv([custody_row(1), custody_row(2, surname="")])
    office.check(content)
    with pytest.raises(SameFile, match=r"is here already: Needs you\. Nothing has been changed"):
        office.send(content)


def test_rows_of_an_earlier_file_are_left_out_and_new_ones_loaded(office: Office, looking: None) -> None:
    office.load_rows(custody_row(number) for number in range(5))
    record = office.load_rows([custody_row(number) for number in range(7)], at=TOMORROW)
    tally = office.tally(record)
    assert (tally.loaded, tally.skipped, tally.rows) == (2, 5, 7)
    assert ImportRow.objects.get(imported=record, line=2).reason == "This row was loaded on 13 March 2026 at 3:40pm."
    assert Arrest.objects.count() == 7


def test_a_custody_number_with_other_facts_is_held(office: Office, looking: None) -> None:
    office.load_rows([custody_row(1)])
    record = office.check(as_csv([custody_row(1, offence_code="CJ88116"), custody_row(2)]))
    assert problems_of(record) == {"recorded": 1}
    row = ImportRow.objects.get(imported=record, line=2)
    assert row.reason == "Custody number DC/26/04001 is already on record with other facts."


@pytest.mark.parametrize("step", ["checking", "checked", "loading", "loaded"])
@pytest.mark.parametrize("times", [1, 2])
def test_a_run_killed_at_any_step_goes_on_with_nothing_lost_or_doubled(
    office: Office, looking: None, step: str, times: int
) -> None:
    sent = office.send(as_csv([*(custody_row(number) for number in range(120)), custody_row(1)]))
    left = [times]

    def say(at_step: str, _rows: int) -> None:
        if at_step == step:
            left[0] -= 1
            if left[0] == 0:
                raise Killed

    _until_done(lambda: worker.check(imported=sent.pk, at=make.NOW, say=say))
    record = Import.objects.get(pk=sent.pk)
    start_load(imported=record, by=office.cast.entering("gita"), at=make.NOW, run_later=False)
    _until_done(lambda: worker.load(imported=sent.pk, at=make.NOW, say=say))
    tally = office.tally(record)
    assert (tally.loaded, tally.held, tally.rows) == (120, 1, 121)
    assert Arrest.objects.count() == 120 == Person.objects.count() - 1
    assert Import.objects.get(pk=sent.pk).state == "done_with_held"


def _until_done(run: object) -> None:
    for _ in range(5):
        try:
            run()  # type: ignore[operator]
        except Killed:
            continue
        return
    raise AssertionError("It never ended")


def test_a_finished_import_is_left_alone_when_its_job_runs_again(office: Office, looking: None) -> None:
    record = office.load_rows([custody_row(1)])
    before = (everything(), AuditEvent.objects.count(), record.version)
    worker.check(imported=record.pk, at=TOMORROW)
    again = worker.load(imported=record.pk, at=TOMORROW)
    assert (everything(), AuditEvent.objects.count(), again.version) == before


def test_what_a_custody_row_says_is_written_with_its_source(office: Office, looking: None) -> None:
    row = custody_row(1, address="14 Bede Street", postcode="dl147ab", outcome="Bailed", force="Durham")
    record = office.load(as_csv([row], [*row]))
    arrest = Arrest.objects.get()
    reference = f"Import {record.pk}, row 2"
    assert (arrest.source, arrest.source_reference, arrest.agency_id) == ("import", reference, record.agency_id)
    assert (arrest.offence_code, arrest.offence_words, arrest.is_code_listed) == ("CJ88001", "Common assault", True)
    assert (arrest.outcome, arrest.force, arrest.custody_suite) == ("Bailed", "Durham", "Darlington")
    facts = [model.objects.get(person=arrest.person) for model in (Name, BirthDate, Identifier, Address)]
    assert {(fact.source, fact.source_reference) for fact in facts} == {("import", reference)}
    assert (facts[3].lines, facts[3].postcode) == ("14 Bede Street", "DL14 7AB")


def test_sex_is_recorded_once_and_a_later_file_that_says_otherwise_takes_its_place(
    office: Office, looking: None
) -> None:
    office.load_rows([custody_row(1), custody_row(2, sex="")])
    office.load_rows([custody_row(1, custody_number="DC/26/09001")], at=TOMORROW)
    assert [(one.kind, one.value, one.source) for one in Equality.objects.standing()] == [("sex", "male", "import")]
    office.load_rows([custody_row(1, custody_number="DC/26/09002", sex="F")], at=TOMORROW)
    assert [one.value for one in Equality.objects.standing()] == ["female"]


def test_an_unlisted_code_and_a_wrong_number_are_kept_as_they_came(office: Office, looking: None) -> None:
    record = office.load_rows([custody_row(1, offence_code="ZZ99001", pnc="2014/1Q")])
    assert Arrest.objects.get().is_code_listed is False
    number = Identifier.objects.get(kind="pnc")
    assert (number.raw, number.is_well_formed) == ("2014/1Q", False)
    assert "is kept as it came" in ImportRow.objects.get(imported=record).warning


def test_someone_arrested_twice_in_one_file_is_one_person(office: Office, looking: None) -> None:
    again = custody_row(1, custody_number="DC/26/05000", arrested_at="12/03/2026 22:10")
    office.load_rows([custody_row(1), again])
    assert Arrest.objects.count() == 2
    assert Arrest.objects.values("person").distinct().count() == 1
    assert Involvement.objects.filter(kind="custody_check").count() == 1


def test_someone_without_a_number_twice_in_one_file_waits_for_a_person(office: Office, looking: None) -> None:
    rows = [custody_row(3), custody_row(3, custody_number="DC/26/05000")]
    tally = office.tally(office.load_rows(rows))
    assert (tally.loaded, tally.possible) == (1, 1)


def test_another_name_of_someone_known_by_number_stands_beside_the_first(office: Office, looking: None) -> None:
    office.load_rows([custody_row(1)])
    office.load_rows([custody_row(1, custody_number="DC/26/05000", forenames="Bethe")], at=TOMORROW)
    person = Arrest.objects.values_list("person", flat=True).distinct().get()
    names = Name.objects.standing().filter(person=person)
    assert sorted((name.kind, name.given) for name in names) == [("alias", "Bethe"), ("current", "Beth")]


def test_an_address_that_cannot_be_taken_does_not_keep_the_arrest_out(office: Office, looking: None) -> None:
    row = custody_row(1, postcode="DL14 7AB", address="")
    record = office.load(as_csv([row], [*row]))
    assert Arrest.objects.count() == 1
    assert "The address was not taken." in ImportRow.objects.get(imported=record).warning


def test_a_caseload_row_opens_supervision_with_team_and_practitioner(office: Office, looking: None) -> None:
    record = office.load_caseload([caseload_row(1)])
    work = Involvement.objects.get(source="import")
    assert (work.kind, work.team, work.lead) == (
        "supervision",
        office.cast.teams["east"],
        office.cast.staff["priya"],
    )
    assert (work.source_reference, work.legal_ground) == (f"Import {record.pk}, row 2", "court_order")
    assert work.from_at.isoformat() == "2025-11-02T00:00:00+00:00"
    assert Identifier.objects.get(kind="crn", person=work.person).value == "X400001"
    assert office.cast.opening("priya", work.person).person == work.person_id
    row = ImportRow.objects.get(imported=record)
    assert (row.cells["tier"], row.cells["order_type"]) == ("B2", "Community order")


def test_next_weeks_caseload_opens_nothing_twice(office: Office, looking: None) -> None:
    office.load_caseload([caseload_row(1)])
    office.load_caseload([caseload_row(1, tier="C1"), caseload_row(2)], at=TOMORROW)
    assert Involvement.objects.filter(source="import").count() == 2
    assert Identifier.objects.filter(kind="crn", value="X400001").count() == 1


def test_police_and_probation_rows_of_one_number_are_one_person(office: Office, looking: None) -> None:
    office.load_rows([custody_row(1)])
    row = caseload_row(1, surname="Bainbridge", forenames="Beth", pnc=pnc(1), date_of_birth="")
    office.load(as_csv([row], [*row]), CASELOAD)
    assert Involvement.objects.filter(source="import").values("person").distinct().count() == 1


def test_only_the_agency_of_the_feeds_kind_may_send_it(office: Office) -> None:
    with pytest.raises(Refused, match="Police custody files are sent by a police force"):
        _receive(office, "grace", "police-custody")
    with pytest.raises(NotPermitted):
        _receive(office, "rob", "police-custody")


def _receive(office: Office, who: str, feed: str) -> Import:
    from desistance.ingest.actions.receiving import receive_file

    by = office.cast.entering(who)
    return receive_file(feed=feed, name="a.csv", content=[b"a"], by=by, at=make.NOW, run_later=False)


def test_the_kept_file_is_readable_by_this_account_only_and_named_by_us(office: Office, settings: object) -> None:
    record = office.send(as_csv([custody_row(1)]), name="Kyle Ashcroft.csv")
    kept = settings.MEDIA_ROOT / record.kept_as  # type: ignore[attr-defined]
    assert kept.stat().st_mode & 0o777 == 0o600
    assert kept.parent.stat().st_mode & 0o777 == 0o700
    assert "Kyle" not in record.kept_as
    assert [path.name for path in kept.parent.iterdir()] == [kept.name]


@pytest.mark.parametrize("fault", ["changed", "missing"])
def test_a_kept_file_that_is_not_the_one_received_stops_the_import(
    office: Office, settings: object, fault: str
) -> None:
    content = as_csv([custody_row(1)])
    record = office.send(content)
    kept = settings.MEDIA_ROOT / record.kept_as  # type: ignore[attr-defined]
    kept.unlink() if fault == "missing" else kept.write_bytes(b"another file")
    stopped = worker.check(imported=record.pk, at=make.NOW)
    assert stopped.state == "stopped"
    assert stopped.stopped_because.startswith("The kept file is missing or is not the one that was received.")
    assert office.check(content).state == "ready"


def test_nothing_ready_cannot_be_loaded(office: Office) -> None:
    record = office.check(as_csv([custody_row(1, surname="")]))
    with pytest.raises(Refused, match="No row of this file is ready to load"):
        start_load(imported=record, by=office.cast.entering("gita"), at=make.NOW)


def test_a_second_start_is_refused_by_state_and_a_stale_one_by_version(office: Office) -> None:
    record = office.check(as_csv([custody_row(1)]))
    stale = Import.objects.get(pk=record.pk)
    gita = office.cast.entering("gita")
    start_load(imported=record, by=gita, at=make.NOW, run_later=False)
    with pytest.raises(Refused, match="This is loading"):
        start_load(imported=record, by=gita, at=make.NOW, run_later=False)
    with pytest.raises(Conflict):
        start_load(imported=stale, by=gita, at=make.NOW, run_later=False)


def test_leaving_out_the_last_waiting_row_makes_the_import_ready_or_done(office: Office, looking: None) -> None:
    record = office.check(as_csv([custody_row(1), custody_row(2, surname="")]))
    gita = office.cast.entering("gita")
    row = ImportRow.objects.select_related("imported").get(imported=record, state="held")
    skip(row=row, by=gita, at=make.NOW, reason="Custody has no name")
    assert Import.objects.get(pk=record.pk).state == "ready"
    with pytest.raises(Refused, match="This is skipped"):
        skip(row=row, by=gita, at=make.NOW, reason="Again")
    loaded = office.load(as_csv([custody_row(4), custody_row(5, surname="")]))
    row = ImportRow.objects.select_related("imported").get(imported=loaded, state="held")
    skip(row=row, by=gita, at=make.NOW, reason="Custody has no name")
    assert Import.objects.get(pk=loaded.pk).state == "done"


def test_a_ready_row_can_be_held_back(office: Office, looking: None) -> None:
    record = office.check(as_csv([custody_row(1), custody_row(2)]))
    gita = office.cast.entering("gita")
    row = ImportRow.objects.select_related("imported").get(imported=record, line=2)
    with pytest.raises(Refused, match="Enter why you hold this row"):
        hold(row=row, by=gita, at=make.NOW, reason=" ")
    hold(row=row, by=gita, at=make.NOW, reason="Custody rang: wrong person")
    assert Import.objects.get(pk=record.pk).state == "needs_you"
    assert problems_of(record) == {"asked": 1}


def test_rows_are_read_by_the_senders_own_governance_only(office: Office) -> None:
    record = office.check(as_csv([custody_row(1, surname="")]))
    with pytest.raises(NotFound):
        read_rows(imported=record, by=office.cast.entering("grace"), at=make.NOW)
    with pytest.raises(NotPermitted):
        read_rows(imported=record, by=office.cast.entering("carl"), at=make.NOW)
