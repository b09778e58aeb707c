"""Putting held rows right: by cell, once for all with the same fault, and back as they came."""

import pytest

from desistance.foundation.decisions import NotFound, Refused
from desistance.history.models import Arrest
from desistance.ingest import worker
from desistance.ingest.actions.deciding import read_row
from desistance.ingest.actions.loading import start_load
from desistance.ingest.actions.mending import Mended, cells_to_mend, mend_alike, mend_row, put_back
from desistance.ingest.models import Import, ImportRow
from desistance.ingest.queries.imports import suggestion_counts
from tests import factories as make
from tests.ingest.files import as_csv, custody_row, j11_file
from tests.ingest.office import Office

MONTH_FIRST = {"arrested_at": "02/28/2026 14:20"}


def mend(office: Office, record: Import, line: int, **cells: str) -> ImportRow:
    return mend_row(imported=record, line=line, cells=cells, by=office.cast.entering("gita"), at=make.NOW)


def alike(office: Office, record: Import, kind: str = "month_first", line: int | None = None) -> Mended:
    return mend_alike(imported=record, kind=kind, line=line, by=office.cast.entering("gita"), at=make.NOW)


def row_of(record: Import, line: int = 2) -> ImportRow:
    return ImportRow.objects.get(imported=record, line=line)


def test_the_cells_that_are_wrong_are_asked_for_with_what_is_wrong(office: Office, looking: None) -> None:
    record, by = (
        office.check(as_csv([custody_row(1, surname="", date_of_birth="unknown")])),
        office.cast.entering("gita"),
    )
    found = cells_to_mend(row=read_row(imported=record, line=2, by=by, at=make.NOW), by=by, at=make.NOW)
    assert set(found) == {"surname", "date_of_birth"}
    assert found["surname"] == ("", "Surname is not given. Put a person's only name in the surname column.")
    assert found["date_of_birth"][0] == "unknown"


def test_a_row_put_right_is_ready_and_its_line_stays_as_it_came(office: Office, looking: None) -> None:
    record = office.check(as_csv([custody_row(1, surname="")]))
    raw = row_of(record).raw
    mend(office, record, 2, surname="Bell")
    row = row_of(record)
    record.refresh_from_db()
    assert (row.state, row.cells["surname"], row.mended, row.raw) == ("ready", "Bell", ["surname"], raw)
    assert (row.reason, row.problem, record.state) == ("", "", "ready")


def test_what_was_typed_is_what_is_loaded(office: Office, looking: None) -> None:
    record = office.check(as_csv([custody_row(1, arrested_at="unknown")]))
    mend(office, record, 2, arrested_at="11/03/2026 09:15")
    record.refresh_from_db()
    start_load(imported=record, by=office.cast.entering("gita"), at=make.NOW, run_later=False)
    assert worker.load(imported=record.pk, at=make.NOW).state == "done"
    assert f"{Arrest.objects.get().at:%d/%m/%Y %H:%M}" == "11/03/2026 09:15"


@pytest.mark.parametrize(
    ("cells", "field", "words"),
    [
        ({"surname": "Bell", "date_of_birth": "31/02/1990"}, "date_of_birth", "not understood"),
        ({"date_of_birth": ""}, "surname", "Surname is not given"),
        ({"surname": "Bell", "date_of_birth": "", "custody_number": "DC/26/04002"}, "custody_number", "used twice"),
    ],
)
def test_a_row_that_still_cannot_be_read_says_where_and_nothing_changes(
    office: Office, looking: None, cells: dict[str, str], field: str, words: str
) -> None:
    record = office.check(as_csv([custody_row(1, surname="", date_of_birth="unknown"), custody_row(2)]))
    before = row_of(record).cells
    with pytest.raises(Refused, match=words) as told:
        mend(office, record, 2, **cells)
    assert told.value.field == field
    assert (row_of(record).cells, row_of(record).mended, row_of(record).state) == (before, [], "held")


def test_a_row_that_does_not_fit_the_heading_is_mended_in_the_file(office: Office, looking: None) -> None:
    record = office.check(as_csv([custody_row(1)]) + "DC/26/1,too few\n")
    with pytest.raises(Refused, match="does not fit the heading"):
        mend(office, record, 3, surname="Bell")


def test_a_row_put_right_may_turn_out_to_be_someone_known(office: Office, looking: None) -> None:
    office.known("Dean", "Hartley", make.NOW.date().replace(1990, 2, 1))
    row = custody_row(1, surname="", forenames="Dean", date_of_birth="01/02/1990", pnc="")
    record = office.check(as_csv([row]))
    assert mend(office, record, 2, surname="Hartley").state == "possible"


def test_one_answer_serves_both_month_first_dates_and_says_two(office: Office, looking: None) -> None:
    record = office.check(j11_file())
    by = office.cast.entering("gita")
    assert suggestion_counts(record, by=by) == {"month_first": 2, "two_figures": 1}
    assert alike(office, record) == Mended(2, 0, 0)
    assert suggestion_counts(record, by=by) == {"two_figures": 1}
    assert (office.tally(record).ready, office.tally(record).held) >= (203, 1)


def test_this_row_only_leaves_the_others(office: Office, looking: None) -> None:
    record = office.check(as_csv([custody_row(1, **MONTH_FIRST), custody_row(2, **MONTH_FIRST)]))
    assert alike(office, record, line=3).changed == 1
    assert [row_of(record, line).state for line in (2, 3)] == ["held", "ready"]
    assert row_of(record, 3).cells["arrested_at"] == "28/02/2026 14:20"


def test_a_row_with_another_problem_is_put_right_and_stays_held_for_it(office: Office, looking: None) -> None:
    record = office.check(as_csv([custody_row(1, surname="", **MONTH_FIRST)]))
    assert alike(office, record) == Mended(1, 1, 0)
    row = row_of(record)
    assert (row.state, row.problem, row.cells["arrested_at"]) == ("held", "surname", "28/02/2026 14:20")


def test_a_row_goes_back_as_it_came(office: Office, looking: None) -> None:
    record = office.check(as_csv([custody_row(1, **MONTH_FIRST)]))
    before = row_of(record)
    alike(office, record)
    put_back(imported=record, line=2, by=office.cast.entering("gita"), at=make.NOW)
    row = row_of(record)
    record.refresh_from_db()
    names = ("state", "cells", "reason", "problem", "suggestion", "suggested", "mended", "key")
    assert [getattr(row, name) for name in names] == [getattr(before, name) for name in names]
    assert record.state == "needs_you"
    with pytest.raises(Refused, match="was not put right here"):
        put_back(imported=record, line=2, by=office.cast.entering("gita"), at=make.NOW)


def test_rows_are_not_put_right_while_others_load_nor_by_another_agency(office: Office, looking: None) -> None:
    record = office.check(as_csv([custody_row(1, **MONTH_FIRST), custody_row(2)]))
    with pytest.raises(NotFound):
        mend_alike(imported=record, kind="month_first", by=office.cast.entering("grace"), at=make.NOW)
    start_load(imported=record, by=office.cast.entering("gita"), at=make.NOW, run_later=False)
    with pytest.raises(Refused, match="are being loaded"):
        alike(office, record)
