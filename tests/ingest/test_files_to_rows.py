"""Files through the database: workbooks load as CSV does, mended rows come back, and bad files leave nothing half done."""

import csv
import io
from pathlib import Path

import pytest
from django.conf import settings as django_settings

from desistance.foundation.decisions import Refused
from desistance.foundation.spreadsheets import csv_text
from desistance.history.models import Arrest
from desistance.ingest import worker
from desistance.ingest.actions.deciding import take_held_rows_out
from desistance.ingest.actions.loading import start_load
from desistance.ingest.models import Import, ImportRow
from desistance.ingest.rules.held import HeldRow, held_cells, held_columns
from tests import factories as make
from tests.ingest.files import CUSTODY_COLUMNS, as_csv, custody_row
from tests.ingest.office import Office
from tests.ingest.workbooks import as_workbook, by_hand, inline
from tests.rules.ingest.fuzzing import made_by

HEADING = inline(*CUSTODY_COLUMNS)


def test_a_workbook_loads_as_the_same_rows_in_a_csv_do_and_says_what_was_read(office: Office, looking: None) -> None:
    rows = [custody_row(1), custody_row(2), custody_row(3, surname="")]
    record = office.load(as_workbook(rows, change=lambda sheet: sheet.parent.create_sheet("Notes")))
    tally = office.tally(record)
    assert (tally.loaded, tally.held, tally.rows) == (2, 1, 3)
    assert Import.objects.get(pk=record.pk).notes == ["Rows were read from the sheet “March”.", "Not read: “Notes”."]
    again = office.check(as_csv(rows))
    assert (office.tally(again).skipped, office.tally(again).loaded, Arrest.objects.count()) == (2, 0, 2)


def test_a_sheet_that_turns_out_to_be_damaged_stops_the_import_and_loads_nothing(office: Office, looking: None) -> None:
    rows = "".join(inline(*custody_row(number).values()) for number in range(2_000))
    record = office.check(by_hand(HEADING + rows + "<row><c r='A9'><v>1</v></row>"))
    assert record.state == "stopped"
    assert record.stopped_because == "The workbook is damaged. Open it in Excel, save it again and select it again."
    with pytest.raises(Refused):
        start_load(imported=record, by=office.cast.entering("gita"), at=make.NOW, run_later=False)
    assert Arrest.objects.count() == 0


def test_only_the_mended_rows_are_sent_again_and_nothing_is_doubled(office: Office, looking: None) -> None:
    first = [custody_row(number) for number in range(4)] + [
        custody_row(4, surname=""),
        custody_row(5, arrested_at="tbc"),
    ]
    record = office.load(as_csv(first))
    held = take_held_rows_out(imported=record, by=office.cast.entering("gita"), at=make.NOW)
    told = [HeldRow(row.line, row.raw, row.reason) for row in held]
    columns = record.columns_found
    text = csv_text(held_columns(columns), [held_cells(columns, row, record.delimiter) for row in told])
    rows = list(csv.DictReader(io.StringIO(text)))
    assert [row["row in the file"] for row in rows] == ["6", "7"]
    rows[0]["surname"], rows[1]["arrested_at"] = "Bell", "12/03/2026 09:00"
    mended = office.load(as_csv(rows, [*rows[0]]))
    assert (office.tally(mended).loaded, office.tally(mended).rows, mended.columns_unused) == (
        2,
        2,
        ["row in the file", "what is wrong"],
    )
    assert Arrest.objects.count() == 6
    whole = office.check(as_csv([*first[:4], *rows]))
    assert (office.tally(whole).skipped, office.tally(whole).loaded, Arrest.objects.count()) == (6, 0, 6)


def test_a_file_replaced_after_the_check_changes_nothing_of_what_is_loaded(office: Office, looking: None) -> None:
    record = office.check(as_csv([custody_row(1)]))
    (Path(django_settings.MEDIA_ROOT) / record.kept_as).write_bytes(as_csv([custody_row(2)]).encode())
    start_load(imported=record, by=office.cast.entering("gita"), at=make.NOW, run_later=False)
    worker.load(imported=record.pk, at=make.NOW)
    assert list(Arrest.objects.values_list("custody_number", flat=True)) == ["DC/26/04001"]


def test_a_file_with_everything_that_can_be_wrong_says_each_in_words(office: Office, looking: None) -> None:
    rows = [custody_row(number) for number in range(7)]
    rows[1]["arrested_at"] = "31/02/2026"
    rows[2]["custody_number"] = rows[0]["custody_number"]
    rows[3]["offence_code"] = "TH68099"
    rows[4]["date_of_birth"] = "#REF!"
    lines = as_csv(rows).encode().splitlines(keepends=True)
    lines[6] = lines[6].replace(b"Fenwick", b"F\x81nwick")
    lines[7] = b"only,three,cells\r\n"
    record = office.check(b"".join(lines))
    found = (
        ImportRow.objects.filter(imported=record, state="held")
        .order_by("line")
        .values_list("line", "problem", "reason")
    )
    assert [(line, problem) for line, problem, _ in found] == [
        (3, "date"),
        (4, "repeated"),
        (5, "offence_code"),
        (6, "formula"),
        (7, "shape"),
        (8, "shape"),
    ]
    assert all(reason.endswith(".") for *_, reason in found)
    assert office.tally(record).ready == 1


def test_twenty_mutated_files_are_refused_whole_or_kept_row_by_row(office: Office, looking: None) -> None:
    taken = refused = stopped = 0
    for number in range(20):
        before, data = Import.objects.count(), made_by(number)
        try:
            record = office.check(data)
        except Refused:
            refused += Import.objects.count() == before
            continue
        if record.state == "stopped":
            assert record.stopped_because
            stopped += 1
            continue
        tally, taken = office.tally(record), taken + 1
        assert tally.ready + tally.held + tally.possible + tally.skipped == tally.rows == record.rows
        assert not ImportRow.objects.filter(imported=record, state="held", reason="").exists()
        with pytest.raises(Refused, match="Nothing has been changed"):
            office.send(data)
    assert taken + refused + stopped == 20
    assert taken >= 3
    kept = [path for path in Path(django_settings.MEDIA_ROOT).rglob("*") if path.is_file()]
    assert len(kept) == Import.objects.count()
