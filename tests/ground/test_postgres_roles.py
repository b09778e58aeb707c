"""The bundled server: its roles, its text, what it writes down. One server for all of these; none changes it for good."""

import stat
from pathlib import Path

import psycopg
import pytest

from desistance.foundation import postgres
from tests.ground.conftest import ask


@pytest.fixture(scope="module")
def server(shared_data: Path) -> postgres.Server:
    return postgres.start(shared_data, say=lambda words: None)


@pytest.mark.parametrize("role", ["owner", "app", "reader"])
def test_every_role_connects_with_its_own_password_and_is_no_superuser(
    server: postgres.Server, role: postgres.Role
) -> None:
    statement = "SELECT usename || ' ' || usesuper FROM pg_user WHERE usename = current_user"
    assert ask(server, statement, role) == f"desistance_{role} false"


@pytest.mark.parametrize("role", ["owner", "app", "reader"])
def test_another_roles_password_does_not_open_the_door(server: postgres.Server, role: postgres.Role) -> None:
    others = server.passwords["reader" if role == "owner" else "owner"]
    with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
        psycopg.connect(server.url(role).replace(server.passwords[role], others))


def test_nobody_connects_as_superuser(server: postgres.Server) -> None:
    for password in server.passwords.values():
        address = server.url("app").replace("desistance_app", "postgres").replace(server.passwords["app"], password)
        with pytest.raises(psycopg.OperationalError, match=r"pg_hba\.conf rejects connection"):
            psycopg.connect(address)


def test_the_owner_owns_the_database_and_may_make_others(server: postgres.Server) -> None:
    statement = "SELECT pg_get_userbyid(datdba) FROM pg_database WHERE datname = 'desistance'"
    assert ask(server, statement) == "desistance_owner"
    with psycopg.connect(server.url("owner"), autocommit=True) as owner:
        owner.execute("CREATE DATABASE another")
        owner.execute("DROP DATABASE another")


@pytest.mark.parametrize("role", ["app", "reader"])
@pytest.mark.parametrize("statement", ["CREATE TABLE mine (n int)", "CREATE DATABASE mine", "CREATE ROLE mine"])
def test_app_and_reader_make_nothing(server: postgres.Server, role: postgres.Role, statement: str) -> None:
    with (
        psycopg.connect(server.url(role), autocommit=True) as connection,
        pytest.raises(psycopg.errors.InsufficientPrivilege),
    ):
        connection.execute(statement)


def test_app_may_do_only_what_the_owner_grants(server: postgres.Server) -> None:
    with psycopg.connect(server.url("owner"), autocommit=True) as owner:
        owner.execute("CREATE TABLE book (line text); GRANT INSERT, SELECT ON book TO desistance_app")
        try:
            with psycopg.connect(server.url("app"), autocommit=True) as app:
                app.execute("INSERT INTO book VALUES ('looked')")
                with pytest.raises(psycopg.errors.InsufficientPrivilege):
                    app.execute("DELETE FROM book")
        finally:
            owner.execute("DROP TABLE book")


def test_the_owner_makes_the_extensions_that_search_and_constraints_need(server: postgres.Server) -> None:
    with psycopg.connect(server.url("owner"), autocommit=True) as owner:
        wanted = {"pg_trgm", "btree_gist"}
        for name in wanted:
            owner.execute(f"CREATE EXTENSION IF NOT EXISTS {name}")
        made = {name for (name,) in owner.execute("SELECT extname FROM pg_extension").fetchall()}
    assert wanted <= made


def test_letters_beyond_ascii_count_as_letters_and_sort_by_code_point(server: postgres.Server) -> None:
    assert ask(server, "SHOW server_encoding") == "UTF8"
    assert ask(server, "SELECT upper('wiśniewski łuk österman')") == "WIŚNIEWSKI ŁUK ÖSTERMAN"
    with psycopg.connect(server.url("owner"), autocommit=True) as owner:
        owner.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm")
    assert ask(server, "SELECT similarity('Łuk', 'uk') < 0.5 AND similarity('Łuk', 'łuk') = 1")
    assert (
        ask(server, "SELECT string_agg(n, ' ' ORDER BY n) FROM unnest(ARRAY['ashby', 'Zed', 'Łuk']) n")
        == "Zed ashby Łuk"
    )


@pytest.mark.parametrize(
    ("setting", "value"),
    [
        ("listen_addresses", ""),
        ("fsync", "on"),
        ("synchronous_commit", "on"),
        ("full_page_writes", "on"),
        ("jit", "off"),
        ("TimeZone", "UTC"),
        ("shared_buffers", "256MB"),
        ("max_connections", "100"),
        ("password_encryption", "scram-sha-256"),
        ("server_version_num", "180006"),
    ],
)
def test_it_runs_with_the_settings_that_were_decided(server: postgres.Server, setting: str, value: str) -> None:
    assert ask(server, f"SHOW {setting}", "reader") == value


def test_only_we_can_read_the_passwords_and_enter_the_socket_folder(server: postgres.Server) -> None:
    home = server.home
    assert stat.S_IMODE(home.passwords_file.stat().st_mode) == 0o600
    assert stat.S_IMODE(home.socket_folder.stat().st_mode) == 0o700
    assert stat.S_IMODE(home.cluster.stat().st_mode) == 0o700
    assert stat.S_IMODE(home.root.stat().st_mode) & 0o007 == 0
    assert len(set(server.passwords.values())) == 3
    assert min(map(len, server.passwords.values())) >= 32


def test_no_password_stands_in_the_log_or_in_what_python_prints(server: postgres.Server) -> None:
    log = server.home.log.read_text(encoding="utf-8")
    for password in server.passwords.values():
        assert password not in log
        assert password not in repr(server)


def test_nothing_about_a_person_reaches_the_log(server: postgres.Server) -> None:
    with psycopg.connect(server.url("owner"), autocommit=True) as owner:
        owner.execute("CREATE TABLE person (name text UNIQUE)")
        owner.execute("INSERT INTO person VALUES ('Leanne Purvis')")
        with pytest.raises(psycopg.errors.UniqueViolation):
            owner.execute("INSERT INTO person VALUES ('Leanne Purvis')")
        owner.execute("DROP TABLE person")
    log = server.home.log.read_text(encoding="utf-8")
    assert "duplicate key" in log
    assert "Leanne" not in log


def test_a_second_start_finds_the_server_and_leaves_it_running(server: postgres.Server, shared_data: Path) -> None:
    before = ask(server, "SELECT pg_postmaster_start_time()")
    again = postgres.start(shared_data, say=lambda words: None)
    assert not again.is_new
    assert ask(again, "SELECT pg_postmaster_start_time()") == before
    assert postgres.is_ready(shared_data)


def test_tests_are_refused_a_home_that_keeps_data(server: postgres.Server, shared_data: Path) -> None:
    with pytest.raises(postgres.PostgresRefused, match="Give tests a folder of their own"):
        postgres.start(shared_data, durable=False, say=lambda words: None)
    assert not server.home.for_tests_file.exists()


def test_a_data_folder_that_was_never_made_is_not_ready_and_asking_makes_nothing(tmp_path: Path) -> None:
    assert not postgres.is_ready(tmp_path / "nothing")
    assert postgres.running(tmp_path / "nothing") is None
    assert not postgres.stop(tmp_path / "nothing")
    assert list(tmp_path.iterdir()) == []
