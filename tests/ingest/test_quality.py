"""Data quality of a feed: counted by the database over twelve months, for the sender's own agency only."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from desistance.foundation.decisions import NotFound, NotPermitted
from desistance.ingest import worker
from desistance.ingest.actions.comparing import different_people
from desistance.ingest.actions.deciding import skip
from desistance.ingest.models import Import, ImportRow
from desistance.ingest.queries.quality import feed_quality, feeds_quality
from tests import factories as make
from tests.ingest.files import as_csv, caseload_row, custody_row
from tests.ingest.office import CASELOAD, CUSTODY, Office


def rows_of_every_kind() -> list[dict[str, str]]:
    """Ten custody rows received on 13 March 2026, with arrests 1 to 9 days before, and what can be wrong with them."""
    rows = [custody_row(number, arrested_at=f"{12 - number}/03/2026 04:00") for number in range(9)]
    rows[1] |= {"sex": "unknown", "pnc": "N/K"}
    rows[2] |= {"arrested_at": "2026-03-10", "sex": ""}
    rows[3] |= {"arrested_at": "31/02/2026"}
    rows[4] |= {"offence_code": "TH68099"}
    rows[5] |= {"offence_code": "Kyle Ashcroft"}
    rows[6] |= {"custody_number": rows[0]["custody_number"]}
    return [*rows, custody_row(9, surname="")]


def test_a_feed_without_files_has_no_counts(office: Office) -> None:
    told = feed_quality(CUSTODY, by=office.cast.entering("gita"))
    assert (told.counts.files, told.counts.all_rows, told.counts.last_at, told.files) == (0, 0, None, [])
    assert (told.delay.rows, told.delay.median) == (0, None)
    assert {one.percent_given for one in told.completeness} == {None}


def test_rows_completeness_delay_codes_and_repeats_are_counted(office: Office, looking: None) -> None:
    office.load(as_csv(rows_of_every_kind()))
    told = feed_quality(CUSTODY, by=office.cast.entering("gita"))
    assert (told.counts.files, told.counts.of("loaded"), told.counts.of("held"), told.counts.all_rows) == (1, 5, 5, 10)
    assert [file.rows["loaded"] for file in told.files] == [5]
    columns = {one.column: one for one in told.completeness}
    assert (columns["sex"].given, columns["sex"].not_known, columns["sex"].empty) == (8, 1, 1)
    assert (columns["sex"].percent_given, columns["surname"].empty, columns["surname"].is_needed) == (80.0, 1, True)
    assert (columns["cro"].given, columns["cro"].empty, columns["cro"].percent_given) == (0, 10, 0.0)
    # Loaded: rows 0, 1, 2, 7 and 8, of 12, 11, 10, 5 and 4 March.
    assert (told.delay.column, told.delay.rows, told.delay.median, told.delay.ninetieth) == ("arrested_at", 5, 3, 9)
    assert told.codes == [("TH68099", 1), ("other text", 1)]
    assert dict(told.problems)["Offence code not in the list"] == 2
    assert told.duplicates.repeated == 1


def test_what_was_decided_of_likenesses_and_repeats_is_counted(office: Office, looking: None) -> None:
    office.known("Kyle", "Ashcroft", "1998-06-24")
    row = custody_row(1, forenames="Kyle", surname="Ashcroft", date_of_birth="24/06/1998", pnc="")
    rows = [row, custody_row(2), custody_row(3)]
    record = office.load(as_csv(rows))
    gita = office.cast.entering("gita")
    waiting = ImportRow.objects.select_related("imported").get(imported=record, state="possible")
    assert feed_quality(CUSTODY, by=gita).duplicates.waiting == 1
    different_people(row=waiting, reason="Custody says so", by=gita, at=make.NOW)
    office.load(as_csv([*rows[1:], custody_row(5)]), at=make.NOW + timedelta(days=1))
    told = feed_quality(CUSTODY, by=office.cast.entering("gita", make.NOW + timedelta(days=1)))
    assert (told.duplicates.waiting, told.duplicates.different_people, told.duplicates.loaded_before) == (0, 1, 2)
    assert (told.counts.files, [file.number for file in told.files][-1]) == (2, record.pk)


def test_a_row_left_out_by_a_person_is_not_counted_as_loaded_before(office: Office, looking: None) -> None:
    record = office.check(as_csv([custody_row(1), custody_row(2, surname="")]))
    row = ImportRow.objects.select_related("imported").get(imported=record, state="held")
    skip(row=row, reason="Not ours", by=office.cast.entering("gita"), at=make.NOW)
    told = feed_quality(CUSTODY, by=office.cast.entering("gita"))
    assert (told.counts.of("skipped"), told.duplicates.loaded_before) == (1, 0)


@pytest.mark.parametrize(("days", "files"), [(0, 1), (364, 1), (366, 0)])
def test_only_the_last_twelve_months_count(office: Office, looking: None, days: int, files: int) -> None:
    record = office.check(as_csv([custody_row(1)]))
    Import.objects.filter(pk=record.pk).update(received_at=make.NOW - timedelta(days=days))
    told = feeds_quality(by=office.cast.entering("gita"))
    assert [(one.feed.name, one.files, one.all_rows) for one in told if one.feed.name == CUSTODY] == [
        (CUSTODY, files, files)
    ]


def test_files_that_were_stopped_count_as_such_and_their_rows_do_not(office: Office, settings: object) -> None:
    record = office.send(as_csv([custody_row(1)]))
    (settings.MEDIA_ROOT / record.kept_as).unlink()  # type: ignore[attr-defined]
    worker.check(imported=record.pk, at=make.NOW)
    told = feed_quality(CUSTODY, by=office.cast.entering("gita"))
    assert (told.counts.files, told.counts.stopped, told.counts.all_rows) == (0, 1, 0)


def test_another_agencys_feed_is_not_there_and_someone_without_the_permission_is_refused(office: Office) -> None:
    office.load_caseload([caseload_row(1)])
    assert feed_quality(CASELOAD, by=office.cast.entering("grace")).counts.files == 1
    with pytest.raises(NotFound):
        feed_quality(CASELOAD, by=office.cast.entering("gita"))
    with pytest.raises(NotPermitted):
        feed_quality(CUSTODY, by=office.cast.entering("carl"))


def test_the_number_of_statements_does_not_grow_with_files_or_rows(office: Office, looking: None) -> None:
    counts = []
    for files in (1, 4):
        for number in range(files):
            office.check(as_csv([custody_row(files * 100 + number * 10 + row) for row in range(files * 3)]))
        by = office.cast.entering("gita")
        with CaptureQueriesContext(
            connection,
        ) as taken:
            feed_quality(CUSTODY, by=by)
        counts.append(len(taken))
    assert counts[0] == counts[1] <= 9
