"""Orders, convictions and releases from files: written once, amended by a later file, and who may then see them."""

from datetime import timedelta

import pytest

from desistance.access.models import Involvement
from desistance.foundation.decisions import NotFound, OnlyKnown
from desistance.history.models import CustodySpell, Disposal, Offence
from desistance.ingest.models import Import, ImportRow
from desistance.people.models import Person
from desistance.sentences.models import Order, Requirement
from tests import factories as make
from tests.ingest.files import Row, as_csv, caseload_row, conviction_row, release_row
from tests.ingest.office import CASELOAD, CONVICTIONS, RELEASES, Office

TOMORROW = make.NOW + timedelta(days=1)
ORDERED = {
    "ordered_on": "05/01/2026",
    "order_ends_on": "04/01/2027",
    "court": "Durham Crown Court",
    "requirements": "RAR 20 days; UPW 100 hours",
}


def load(office: Office, feed: str, *rows: Row, days: int = 0) -> Import:
    return office.load(as_csv(rows, [*rows[0]]), feed, make.NOW + timedelta(days=days))


def test_a_caseload_of_version_2_records_the_order_and_of_version_1_none(office: Office, looking: None) -> None:
    record = load(office, CASELOAD, caseload_row(1, **ORDERED))
    order = Order.objects.get()
    assert (order.kind, order.tier, order.source_reference) == ("community_order", "B2", f"Import {record.pk}, row 2")
    assert Requirement.objects.filter(order=order).count() == 2
    load(office, CASELOAD, caseload_row(2))
    assert Order.objects.count() == 1
    assert Involvement.objects.filter(source="import", kind="supervision").count() == 2


def test_next_weeks_caseload_amends_the_order_where_it_says_something_else(office: Office, looking: None) -> None:
    load(office, CASELOAD, caseload_row(1, **ORDERED), caseload_row(2, **ORDERED))
    more = {**ORDERED, "tier": "C1", "requirements": "RAR 30 days; UPW 100 hours"}
    second = load(office, CASELOAD, caseload_row(1, **more), caseload_row(2, team="East ", **ORDERED), days=7)
    versions = sorted(Order.objects.values_list("tier", "version"))
    assert versions == [("B2", 1), ("C1", 2)]
    amended = Requirement.objects.standing().get(amount=30)
    assert amended.source_reference == f"Import {second.pk}, row 2"
    assert Requirement.objects.standing().count() == 4


def test_an_order_that_has_ended_is_left_so_and_the_row_says_it(office: Office, looking: None) -> None:
    load(office, CASELOAD, caseload_row(1, **ORDERED))
    Order.objects.update(state="revoked", ended_on="2026-03-01", end_reason="Revoked")
    record = load(office, CASELOAD, caseload_row(1, **{**ORDERED, "tier": "A0"}), days=7)
    assert Order.objects.get().tier == "B2"
    assert ImportRow.objects.get(imported=record).warning.endswith("on record as revoked and was left so.")


def test_an_order_told_twice_in_one_file_is_one(office: Office, looking: None) -> None:
    again = caseload_row(1, crn="X400999", pnc="2014/0000001C", **ORDERED)
    load(office, CASELOAD, caseload_row(1, pnc="2014/0000001C", **ORDERED), again)
    assert Order.objects.count() == 1


def test_a_conviction_is_recorded_and_opens_no_work(office: Office, looking: None) -> None:
    record = load(office, CONVICTIONS, conviction_row(1), conviction_row(2, offence_code="ZZ99001"))
    assert office.tally(record).loaded == 2
    offence = Offence.objects.get(number="C/26/00001")
    assert (offence.offence_code, offence.source_reference) == ("TH68010", f"Import {record.pk}, row 2")
    assert Disposal.objects.get(offence=offence).kind == "community_order"
    assert Offence.objects.get(number="C/26/00002").offence_code == "ZZ99001"
    assert not Involvement.objects.filter(source="import").exists()
    with pytest.raises((NotFound, OnlyKnown)):
        office.cast.opening("carl", offence.person)


def test_the_same_conviction_in_two_files_is_recorded_once(office: Office, looking: None) -> None:
    load(office, CONVICTIONS, conviction_row(1))
    second = load(office, CONVICTIONS, conviction_row(1), conviction_row(2), days=1)
    assert (office.tally(second).skipped, office.tally(second).loaded) == (1, 1)
    third = office.check(as_csv([conviction_row(1, court="Another court")], [*conviction_row(1)]), CONVICTIONS)
    (held,) = ImportRow.objects.filter(imported=third)
    assert (held.state, held.problem) == ("held", "recorded")
    assert held.reason == "Number C/26/00001 is already on record with other facts."
    assert (Offence.objects.count(), Disposal.objects.count()) == (2, 2)


def test_someone_convicted_twice_is_recognised_though_nobody_works_with_them(office: Office, looking: None) -> None:
    load(office, CONVICTIONS, conviction_row(1))
    record = load(office, CONVICTIONS, conviction_row(1, number="C/26/00777"), days=1)
    assert office.tally(record).loaded == 1
    assert Offence.objects.values("person").distinct().count() == 1
    third = office.check(as_csv([conviction_row(1, number="C/26/00778", pnc="")], [*conviction_row(1)]), CONVICTIONS)
    assert office.tally(third).possible == 1


def test_someone_received_is_worked_with_until_a_later_file_releases_them(office: Office, looking: None) -> None:
    inside = release_row(1, released_on="", release_kind="", planned_release_on="02/03/2026")
    load(office, RELEASES, inside)
    work = Involvement.objects.get(source="import")
    assert (work.kind, work.state, work.legal_ground) == ("resettlement", "open", "public_task")
    load(office, RELEASES, release_row(1), days=1)
    spell = CustodySpell.objects.standing().get()
    assert (str(spell.until_on), spell.release_kind) == ("2026-03-02", "licence")
    assert CustodySpell.objects.count() == 2
    work.refresh_from_db()
    assert (work.state, work.end_reason) == ("ended", "Released, as the prison's file says")
    assert Person.objects.filter(pk__in=CustodySpell.objects.values("person")).count() == 1


def test_what_is_on_record_already_of_a_time_in_custody_changes_nothing(office: Office, looking: None) -> None:
    load(office, RELEASES, release_row(1))
    record = load(office, RELEASES, release_row(1, address="1 High Street"), days=1)
    assert office.tally(record).loaded == 1
    assert CustodySpell.objects.count() == 1
    assert not Involvement.objects.filter(source="import").exists()


def test_a_release_before_its_sentence_is_held_with_the_reason(office: Office, looking: None) -> None:
    row = release_row(1, received_on="01/08/2025", released_on="15/08/2025")
    record = office.check(as_csv([row], [*row]), RELEASES)
    held = ImportRow.objects.get(imported=record)
    assert (held.state, held.problem, held.column) == ("held", "order", "released_on")
    assert held.reason == "Date of release must be the same as or after the date of the sentence."


def test_remand_and_sentence_of_one_person_are_two_times_in_custody(office: Office, looking: None) -> None:
    remand = release_row(
        1,
        kind="Remand",
        received_on="01/08/2025",
        sentenced_on="",
        planned_release_on="",
        released_on="01/09/2025",
        release_kind="Remand ended with a sentence",
    )
    record = load(office, RELEASES, remand, release_row(1))
    assert office.tally(record).loaded == 2
    assert sorted(CustodySpell.objects.values_list("kind", flat=True)) == ["remand", "sentenced"]
    again = office.check(as_csv([release_row(1), release_row(1, prison="HMP Low Newton")], [*release_row(1)]), RELEASES)
    assert office.tally(again).held == 1
