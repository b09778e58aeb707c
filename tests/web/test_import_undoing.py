"""Undoing an import on its pages: what is offered and until when, what would go, what stops it, and what was done."""

from collections.abc import Callable

import pytest
from django.test import Client

from desistance.foundation import clock
from desistance.history.models import Arrest
from desistance.ingest import worker
from desistance.ingest.models import Import
from tests import factories as make
from tests.cast import Cast
from tests.ingest.files import custody_row
from tests.ingest.office import Office

Visiting = Callable[[str], Client]


@pytest.fixture(autouse=True)
def _demonstration_day(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: make.NOW)


@pytest.fixture
def office(cast: Cast, tmp_path: object, settings: object) -> Office:
    settings.MEDIA_ROOT = tmp_path  # type: ignore[attr-defined]
    return Office.opened(cast)


@pytest.fixture
def loaded(office: Office, looking: None) -> Import:
    return office.load_rows([custody_row(1), custody_row(2)])


def test_undo_is_offered_until_a_day_counted_first_and_done_by_the_job(
    loaded: Import, visiting: Visiting, looking: None
) -> None:
    gita, path = visiting("gita"), f"/data/imports/{loaded.pk}/"
    assert "Offered until 27 March unless used." in gita.get(path).content.decode()
    page = gita.get(f"{path}undo/").content.decode()
    assert "Arrests: 2 entries are taken back." in page
    assert "2 people whom only this file told of: the record is closed." in page
    assert gita.post(f"{path}undo/").status_code == 302
    assert "Undoing 0 of 2" in gita.get(path).content.decode()
    worker.undo(imported=loaded.pk, at=make.NOW)
    page = gita.get(path).content.decode()
    assert "Everything that this file added was taken back on 13 March 2026." in page
    assert "Offered until" not in page
    assert "This import has been undone already." in gita.get(f"{path}undo/").content.decode()


def test_what_stops_it_is_listed_with_links_and_no_button(loaded: Import, visiting: Visiting, looking: None) -> None:
    arrest = Arrest.objects.order_by("id")[0]
    make.arrest(arrest.person, loaded.agency, corrects=arrest, custody_number="DC/26/77777")
    gita, path = visiting("gita"), f"/data/imports/{loaded.pk}/undo/"
    page = gita.get(path).content.decode()
    assert "Arrests that point at arrests of this file: 1." in page
    assert f'href="/people/{arrest.person.reference}/"' in page
    assert 'type="submit" class="govuk-button govuk-button--warning"' not in page
    assert gita.post(path).status_code == 422
    assert Import.objects.get(pk=loaded.pk).state == "done"


def test_another_agency_s_import_and_a_reader_without_the_permission(loaded: Import, visiting: Visiting) -> None:
    path = f"/data/imports/{loaded.pk}/undo/"
    assert visiting("grace").get(path).status_code == 404
    assert visiting("rob").get(path).status_code == 403
