"""Notes of looks and the guard of protected tables."""

import pytest

from desistance.foundation import reading


def run(sql: str) -> str:
    return str(reading.guard(lambda *_: "rows", sql, None, False, {}))


@pytest.fixture
def protected() -> None:
    assert "people_person" in reading.PROTECTED


@pytest.mark.parametrize(
    "sql",
    [
        'SELECT * FROM "people_person"',
        "select count(*) from people_person p",
        'SELECT 1 FROM "partners_agency" INNER JOIN "people_name" ON (true)',
        'UPDATE "people_person" SET restricted = false',
        'DELETE FROM "people_name"',
        'INSERT INTO "access_tie" VALUES (1)',
    ],
)
def test_an_unmarked_statement_on_a_protected_table_is_refused(protected: None, sql: str) -> None:
    with pytest.raises(reading.UnmarkedStatement):
        run(sql)
    with reading.marked("a question"):
        assert run(sql) == "rows"


@pytest.mark.parametrize("sql", ['SELECT * FROM "partners_agency"', "SELECT 1", 'SAVEPOINT "people_person"'])
def test_other_statements_pass(sql: str) -> None:
    assert run(sql) == "rows"


def test_looks_are_noted_once_a_person_and_not_inside_unseen() -> None:
    with reading.noting() as notes:
        reading.note(7, "identity")
        reading.note_all([7, 8], "health")
        reading.note(None, "identity")
        with reading.unseen("match candidates"):
            reading.note(9, "identity")
        assert notes.subjects == {7, 8}
        assert notes.classes == {"identity", "health"}
    assert reading.current_notes() is None


def test_a_reason_that_was_not_reviewed_is_refused() -> None:
    with pytest.raises(ValueError, match="reviewed list"), reading.unseen("because"):
        pass
