"""A batch: few statements however many rows, the same rows as one by one, and a row that is refused costs only itself."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.forms.models import model_to_dict

from desistance.access.actions.openings import Opening, open_where_none
from desistance.access.models import Involvement, Tie
from desistance.access.queries.passes import system_pass
from desistance.foundation.decisions import Refused
from desistance.history.models import Arrest
from desistance.ingest import worker
from desistance.ingest.actions._writers import WRITERS
from desistance.ingest.actions.loading import start_load
from desistance.ingest.models import Import, ImportRow
from desistance.ingest.rules.feeds import FEEDS
from desistance.people.actions.arriving import Arriving, add_people
from desistance.people.actions.identity import add_person, state_address, state_identifier
from desistance.people.models import Address, BirthDate, Identifier, Name, Person
from tests import factories as make
from tests.ingest.files import CASELOAD_COLUMNS, as_csv, caseload_row, custody_row, pnc
from tests.ingest.office import CASELOAD, Office

WHO_AND_WHEN = {"id", "person", "reference"}


@contextmanager
def counted() -> Iterator[list[str]]:
    """The statements that run inside, savepoints too."""
    found: list[str] = []

    def count(execute: Any, sql: str, params: Any, many: bool, context: dict[str, Any]) -> Any:
        found.append(sql)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(count):
        yield found


def test_every_feed_has_its_rules_and_its_writer() -> None:
    assert set(FEEDS) == set(WRITERS)
    assert all(feed.key in feed.declared.columns for feed in FEEDS.values())


def _statements_to_load(office: Office, rows: int, first: int) -> int:
    content = as_csv((caseload_row(number) for number in range(first, first + rows)), CASELOAD_COLUMNS)
    record = office.check(content, CASELOAD)
    start_load(imported=record, by=office.cast.entering("grace"), at=make.NOW, run_later=False)
    with counted() as statements:
        worker.load(imported=record.pk, at=make.NOW)
    return len(statements)


def test_the_statements_of_a_batch_do_not_grow_with_its_rows(office: Office, looking: None) -> None:
    one, many = _statements_to_load(office, 1, 0), _statements_to_load(office, 60, 1)
    assert many == one
    assert many < 60


def test_a_row_that_is_refused_in_the_middle_keeps_none_of_the_others_out(office: Office, looking: None) -> None:
    rows = [custody_row(number) for number in range(16)]
    rows[9] |= {"surname": "--", "forenames": "--", "pnc": ""}
    record = office.load_rows(rows)
    tally = office.tally(record)
    assert (tally.loaded, tally.held) == (15, 1)
    held = ImportRow.objects.get(imported=record, state="held")
    assert (held.line, held.problem, held.reason) == (11, "refused", "Enter a first name or a last name")
    assert Arrest.objects.count() == 15
    assert Arrest.objects.values("person").distinct().count() == 15


def test_rows_of_one_person_on_both_sides_of_a_refused_row_join_them_once(office: Office, looking: None) -> None:
    rows = [custody_row(number) for number in range(6)]
    rows[2] |= {"surname": "--", "forenames": "--", "pnc": ""}
    rows[5] |= {**custody_row(1), "custody_number": "DC/26/09999"}
    office.load_rows(rows)
    assert Arrest.objects.count() == 5
    assert Person.objects.filter(pk__in=Arrest.objects.values("person")).count() == 4
    assert Involvement.objects.filter(kind="custody_check", source="import").count() == 4


def test_a_warning_is_told_once_though_its_row_was_tried_more_than_once(office: Office, looking: None) -> None:
    rows = [custody_row(number, postcode="DL14 7AB", address="") for number in range(4)]
    rows[3] |= {"surname": "--", "forenames": "--", "pnc": ""}
    record = office.load(as_csv(rows, [*rows[0]]))
    warnings = ImportRow.objects.filter(imported=record, state="loaded").values_list("warning", flat=True)
    assert [warning.count("The address was not taken.") for warning in warnings] == [1, 1, 1]


def _system(office: Office) -> Any:
    return system_pass(name="a file", agency=office.cast.agencies["police"], at=make.NOW)


def _told(person: Person) -> list[dict[str, Any]]:
    """Every row that says something of a person, without who and when."""
    rows: list[dict[str, Any]] = []
    for model in (Name, BirthDate, Identifier, Address):
        for row in model.objects.filter(person=person).order_by("id"):
            rows.append({key: value for key, value in model_to_dict(row).items() if key not in WHO_AND_WHEN})
    return rows


def test_people_added_at_once_are_those_that_are_added_one_by_one(office: Office, looking: None) -> None:
    by, said = _system(office), {"source": "import", "source_reference": "Import 1, row 2"}
    first = add_person(
        by=by, at=make.NOW, given=" Ann  Lee", family="O'Neil", born_on=date(1990, 2, 1), precision="month", **said
    )
    for kind, text in (("pnc", pnc(7)), ("cro", "not one")):
        state_identifier(person=first, kind=kind, text=text, by=by, at=make.NOW, **said)
    state_address(
        person=first, kind="main", lines="1 High Street\n\n Crook ", postcode="dl159aa", by=by, at=make.NOW, **said
    )
    arriving = Arriving(
        given=" Ann  Lee",
        family="O'Neil",
        source_reference="Import 1, row 2",
        born_on=date(1990, 2, 1),
        precision="month",
        numbers=(("pnc", pnc(7)), ("cro", "not one")),
        lines="1 High Street\n\n Crook ",
        postcode="dl159aa",
    )
    (second,) = add_people(arriving=[arriving], source="import", by=by, at=make.NOW)
    assert len(_told(first)) == 5
    assert _told(second) == _told(first)
    assert (second.sort_key, second.changed_by) == (first.sort_key, first.changed_by)


@pytest.mark.parametrize(
    ("fault", "words"),
    [
        ({"given": "", "family": "?"}, "Enter a first name or a last name"),
        ({"born_on": date(2026, 3, 14)}, "must be in the past"),
        ({"numbers": (("pnc", " "),)}, ""),
        ({"postcode": "DL14 7AB"}, "address"),
        ({"lines": "1 High Street", "postcode": "nowhere"}, ""),
    ],
)
def test_one_fault_adds_nobody(office: Office, looking: None, fault: dict[str, Any], words: str) -> None:
    good = {"given": "Ann", "family": "Lee", "source_reference": "Import 1, row 2"}
    before = Person.objects.count()
    with pytest.raises(Refused, match=f"(?i){words}"):
        add_people(
            arriving=[Arriving(**good), Arriving(**{**good, **fault})], source="import", by=_system(office), at=make.NOW
        )
    assert Person.objects.count() == before


def test_work_is_opened_once_for_each_person_and_tied_like_any_other(office: Office, looking: None) -> None:
    police = office.cast.agencies["police"]
    new, known = make.person(police, "Ann", "Lee"), office.known("Bob", "Lee", date(1990, 1, 1))
    openings = [Opening(new, "row 2"), Opening(known, "row 3"), Opening(new, "row 4")]
    made = open_where_none(
        openings=openings,
        kind="custody_check",
        legal_ground="prevention",
        source="import",
        by=_system(office),
        at=make.NOW,
    )
    assert [(one.person_id, one.source_reference) for one in made] == [(new.pk, "row 2")]
    tie = Tie.objects.get(involvement=made[0])
    assert (tie.person_id, tie.agency_id, tie.from_at, tie.staff_id) == (new.pk, police.pk, make.NOW, None)


def test_work_that_an_agency_does_not_do_is_opened_for_nobody(office: Office, looking: None) -> None:
    new = make.person(office.cast.agencies["police"], "Ann", "Lee")
    with pytest.raises(Refused, match="Your agency does not carry out probation supervision"):
        open_where_none(
            openings=[Opening(new, "row 2")],
            kind="supervision",
            legal_ground="court_order",
            source="import",
            by=_system(office),
            at=make.NOW,
        )
    assert not Involvement.objects.filter(person=new).exists()
    assert not Import.objects.exists()
