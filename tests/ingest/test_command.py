"""``desistance load``: what a new user types in the first hour, and what it prints."""

from pathlib import Path

import pytest

from desistance.__main__ import main
from desistance.ingest.models import Import
from tests import factories as make
from tests.ingest.files import KNOWN, as_csv, custody_row, j11_file
from tests.ingest.office import Office


@pytest.fixture
def file(office: Office, tmp_path: Path) -> Path:
    path = tmp_path / "custody-2026-03-13.csv"
    path.write_bytes(j11_file())
    return path


def run(*arguments: object) -> int:
    return main(["load", *map(str, arguments)])


def test_a_file_is_loaded_and_its_result_told(
    file: Path, office: Office, looking: None, capsys: pytest.CaptureFixture[str]
) -> None:
    for given, family, born in KNOWN:
        office.known(given, family, born)
    assert run(file, "--feed", "police-custody") == 0
    said = capsys.readouterr().out
    assert "Rows in the file: 214." in said
    assert "  Loaded: 201\n  Held, to fix: 8\n" in said
    assert "    4  Date of birth or arrest not understood (rows 38 to 112)" in said
    assert "    1  Offence code not in the list (row 152)" in said
    assert "  May already be known: 5\n" in said


def test_the_same_file_again_is_no_error(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run(file, "--feed", "police-custody")
    capsys.readouterr()
    assert run(file, "--feed", "police-custody") == 0
    assert "Nothing has been changed." in capsys.readouterr().out
    assert Import.objects.count() == 1


def test_a_member_of_staff_loads_as_themselves(file: Path, office: Office) -> None:
    assert run(file, "--feed", "police-custody", "--as", "GITA@example.org") == 0
    assert Import.objects.get().uploader == office.cast.staff["gita"]


@pytest.mark.parametrize(
    ("more", "words"),
    [
        (["--as", "rob@example.org"], "rob@example.org holds no post that may load police custody files."),
        (["--as", "grace@example.org"], "grace@example.org holds no post that may load police custody files."),
        (["--as", "nobody@example.org"], "nobody@example.org holds no post that may load police custody files."),
        (["--agency", "no-such"], "Say which police force sends this file, with --agency and one of: "),
    ],
)
def test_a_sender_who_may_not_is_refused_in_words(
    file: Path, capsys: pytest.CaptureFixture[str], more: list[str], words: str
) -> None:
    assert run(file, "--feed", "police-custody", *more) == 1
    assert words in capsys.readouterr().err


def test_two_forces_must_be_told_apart(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    other = make.agency("police", name="Northumbria")
    assert run(file, "--feed", "police-custody") == 1
    assert other.slug in capsys.readouterr().err
    assert run(file, "--feed", "police-custody", "--agency", other.slug) == 0
    assert Import.objects.get().agency == other


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("a,b\n1,2\n", "The file has no columns called"),
        ("", "The selected file is empty"),
        (as_csv([]), "The file has a heading and no rows"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused(
    office: Office, tmp_path: Path, capsys: pytest.CaptureFixture[str], content: str, words: str
) -> None:
    path = tmp_path / "a.csv"
    path.write_text(content)
    assert run(path, "--feed", "police-custody") == 1
    assert words in capsys.readouterr().err


def test_a_file_that_is_not_there_is_said(office: Office, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("nowhere.csv", "--feed", "police-custody") == 1
    assert "There is no file at nowhere.csv." in capsys.readouterr().err


def test_a_file_of_held_rows_only_ends_with_1(
    office: Office, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "a.csv"
    path.write_text(as_csv([custody_row(1, surname="")]))
    assert run(path, "--feed", "police-custody") == 1
    assert "  Held, to fix: 1\n    1  No surname (row 2)" in capsys.readouterr().out
