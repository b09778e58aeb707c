"""The bundled server when things go wrong: power cuts, reused process numbers, long paths, strangers' folders."""

import contextlib
import os
import signal
import socket
import stat
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from desistance.foundation import postgres
from desistance.foundation.postgres import account, cluster, wire
from desistance.foundation.postgres import server as inside
from desistance.foundation.postgres.home import Home
from tests.ground.conftest import ask, kill, remove

ROOT = Path(__file__).resolve().parents[2]
quiet = {"say": lambda words: None}


@pytest.fixture
def fast(shared_data: Path, said: list[str]) -> postgres.Server:
    """A running server that writes as fast as it can, one for all tests that leave its files as they were."""
    return postgres.start(shared_data, durable=False, say=said.append)


@contextlib.contextmanager
def somebody_elses(uid: int) -> Iterator[subprocess.Popen[bytes]]:
    """A program that has nothing to do with us, run by the account of the database."""
    with subprocess.Popen(["sleep", "60"], cwd="/", user=uid, group=uid if os.geteuid() else None) as process:
        try:
            yield process
        finally:
            process.kill()


def owner_of(home: Home) -> int:
    return home.cluster.stat().st_uid


@pytest.mark.slow
def test_a_power_cut_in_mid_load_keeps_what_was_confirmed_and_nothing_else(data: Path, said: list[str]) -> None:
    server = postgres.start(data, say=said.append)
    with psycopg.connect(server.url("owner"), autocommit=True) as owner:
        owner.execute("CREATE TABLE load (n int)")
        owner.execute("INSERT INTO load SELECT generate_series(1, 1000)")
    loading = psycopg.connect(server.url("owner"))
    with loading.cursor().copy("COPY load FROM STDIN") as copy:
        for number in range(100_000):
            copy.write_row([number])
    kill(server)
    with contextlib.suppress(psycopg.Error):
        loading.close()
    assert not postgres.is_ready(data)

    again = postgres.start(data, say=said.append)

    assert again.is_new
    assert ask(again, "SELECT count(*) FROM load") == 1000
    assert "was not properly shut down; automatic recovery in progress" in again.home.log.read_text(encoding="utf-8")


def test_a_reused_process_number_is_not_taken_for_the_server_and_its_program_is_left_alone(
    fast: postgres.Server, shared_data: Path, said: list[str]
) -> None:
    kill(fast)
    lines = fast.home.pid_file.read_text(encoding="utf-8").split("\n")
    with somebody_elses(owner_of(fast.home)) as stranger:
        fast.home.pid_file.write_text("\n".join([str(stranger.pid), *lines[1:]]), encoding="utf-8")
        assert not postgres.is_ready(shared_data)
        assert not postgres.stop(shared_data, say=said.append)

        again = postgres.start(shared_data, say=said.append)

        assert ask(again, "SELECT 1") == 1
        assert stranger.poll() is None
    assert any(f"process {stranger.pid}, once its own, is another program's" in words for words in said)


def test_without_our_look_postgresql_itself_would_refuse_there(fast: postgres.Server) -> None:
    """The fault that the test above plants is real: PostgreSQL alone does not start."""
    kill(fast)
    lines = fast.home.pid_file.read_text(encoding="utf-8").split("\n")
    runner = account.account_for_server(lambda words: None)
    with somebody_elses(owner_of(fast.home)) as stranger:
        fast.home.pid_file.write_text("\n".join([str(stranger.pid), *lines[1:]]), encoding="utf-8")
        program = account.find_binaries(runner).program("postgres")
        refused = runner.run([program, "-D", str(fast.home.cluster)])
    assert refused.returncode != 0
    assert "already exists" in refused.stderr


@pytest.mark.parametrize("text", ["", "not a number\n", "4194303\n/elsewhere\n", "-5\n"])
def test_a_pid_file_of_nonsense_ends_no_program_and_stops_no_start(
    fast: postgres.Server, shared_data: Path, text: str
) -> None:
    postgres.stop(shared_data, **quiet)
    fast.home.pid_file.write_text(text, encoding="utf-8")
    assert inside.postmaster(fast.home) is None
    assert not postgres.stop(shared_data, **quiet)
    assert ask(postgres.start(shared_data, durable=False, **quiet), "SELECT 1") == 1


def test_processes_that_outlived_their_server_are_named_and_nothing_is_started(
    fast: postgres.Server, shared_data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kill(fast)
    monkeypatch.setattr(inside, "ORPHAN_SECONDS", 0.1)
    with subprocess.Popen(["sleep", "60"], cwd=fast.home.cluster) as orphan:
        try:
            with pytest.raises(postgres.PostgresRefused, match=rf"earlier run still work .*{orphan.pid}"):
                postgres.start(shared_data, durable=False, **quiet)
        finally:
            orphan.kill()
    assert not postgres.is_ready(shared_data)


@pytest.mark.slow
def test_three_starts_at_once_make_one_server(data: Path) -> None:
    command = [sys.executable, "-m", "desistance.foundation.postgres", "start", str(data)]
    starts = [subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT) for _ in range(3)]
    heard = [start.communicate(timeout=60)[0].decode() for start in starts]
    assert [start.returncode for start in starts] == [0, 0, 0], heard
    assert sum("Making the database" in words for words in heard) == 1
    server = postgres.running(data)
    assert server
    assert server.home.log.read_text(encoding="utf-8").count("ready to accept connections") == 1


def test_a_start_that_was_killed_while_making_the_database_is_begun_anew(data: Path, said: list[str]) -> None:
    half = data / "postgres" / "cluster.unfinished"
    half.mkdir(parents=True)
    (half / "PG_VERSION").write_text("18\n", encoding="utf-8")
    (half / "junk").write_text("half", encoding="utf-8")
    if os.geteuid() == 0:
        os.chown(half, account.account_for_server(said.append).uid, -1)
    server = postgres.start(data, durable=False, say=said.append)
    assert ask(server, "SELECT 1") == 1
    assert not half.exists()


def test_data_of_another_major_version_is_refused_unchanged_with_the_commands_that_carry_it_over(
    fast: postgres.Server, shared_data: Path
) -> None:
    postgres.stop(shared_data, **quiet)
    version = fast.home.cluster / "PG_VERSION"
    version.write_text("17\n", encoding="utf-8")
    before = sorted((path, path.stat().st_mtime_ns) for path in fast.home.cluster.rglob("*"))
    try:
        with pytest.raises(postgres.PostgresRefused) as refused:
            postgres.start(shared_data, durable=False, **quiet)
        assert sorted((path, path.stat().st_mtime_ns) for path in fast.home.cluster.rglob("*")) == before
    finally:
        version.write_text("18\n", encoding="utf-8")
    for words in ("PostgreSQL 17", "PostgreSQL 18", "desistance backup FILE", "desistance restore FILE"):
        assert words in str(refused.value)


def test_lost_passwords_are_made_anew_and_the_old_ones_no_longer_work(fast: postgres.Server, shared_data: Path) -> None:
    postgres.stop(shared_data, **quiet)
    fast.home.passwords_file.unlink()
    heard: list[str] = []
    again = postgres.start(shared_data, durable=False, say=heard.append)
    assert ask(again, "SELECT 1", "app") == 1
    assert any("new ones are made" in words for words in heard)
    with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
        psycopg.connect(fast.url("app"))


@pytest.mark.parametrize(
    "name",
    ["x" * 150, *(pytest.param(name, marks=pytest.mark.full) for name in ("with space", "quote'and,comma"))],
    ids=["long", "space", "quote"],
)
def test_a_data_path_that_no_socket_fits_uses_a_short_folder_of_our_own(data: Path, name: str) -> None:
    folder = data / name
    server = postgres.start(folder, durable=False, **quiet)
    try:
        assert ask(server, "SELECT 1") == 1
        assert server.home.socket_folder.parent in (Path("/tmp"), Path(os.environ.get("XDG_RUNTIME_DIR", "/tmp")))
        assert stat.S_IMODE(server.home.socket_folder.stat().st_mode) == 0o700
        assert Home(server.home.root).socket_folder == server.home.socket_folder
    finally:
        postgres.stop(folder, **quiet)
        remove(folder)


def test_a_strangers_folder_in_place_of_the_short_one_is_refused_and_not_changed(data: Path) -> None:
    folder = data / ("y" * 150)
    trap = Home((folder / "postgres").resolve()).socket_folder
    target = Path(tempfile.mkdtemp())
    trap.symlink_to(target)
    try:
        with pytest.raises(postgres.PostgresRefused, match="is in the way"):
            postgres.start(folder, durable=False, **quiet)
        assert list(target.iterdir()) == []
    finally:
        trap.unlink()
        target.rmdir()


def test_no_folder_above_our_own_changes_its_permissions(data: Path) -> None:
    above = data.parent / "private"
    above.mkdir(mode=0o700)
    folder = above / "data"
    before = {path: path.stat().st_mode for path in (above, *above.parents)}
    heard: list[str] = []
    server = postgres.start(folder, durable=False, say=heard.append)
    try:
        assert ask(server, "SELECT 1") == 1
        assert {path: path.stat().st_mode for path in before} == before
        if os.geteuid() == 0:
            assert server.home.root.is_relative_to(account.SYSTEM_ROOT)
            assert (folder / "postgres").readlink() == server.home.root
            assert any("cannot enter" in words for words in heard)
    finally:
        postgres.stop(folder, **quiet)
        remove(folder)


def test_stopping_ends_connections_and_every_process(fast: postgres.Server, shared_data: Path) -> None:
    connection = psycopg.connect(fast.url("app"))
    assert postgres.stop(shared_data, **quiet)
    assert inside.at_work(fast.home) == []
    with pytest.raises(psycopg.OperationalError):
        connection.execute("SELECT 1")
    connection.close()
    assert not postgres.stop(shared_data, **quiet)


def test_a_server_for_tests_waits_for_no_disk(fast: postgres.Server) -> None:
    assert [ask(fast, f"SHOW {name}") for name in cluster.NOT_DURABLE] == ["off", "off", "off"]
    assert fast.home.for_tests_file.exists()


def test_little_shared_memory_is_worked_around(shared_data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    postgres.stop(shared_data, **quiet)
    monkeypatch.setattr(cluster, "SMALL_SHARED_MEMORY", 1 << 60)
    server = postgres.start(shared_data, durable=False, **quiet)
    assert ask(server, "SHOW dynamic_shared_memory_type") == "mmap"
    with psycopg.connect(server.url("owner")) as owner:
        owner.execute("SET debug_parallel_query = on")
        assert owner.execute("SELECT sum(n) FROM generate_series(1, 1000) n").fetchone() == (500500,)


def test_a_missing_folder_of_shared_memory_counts_as_little() -> None:
    assert cluster.shared_memory_is_small("/no/such/folder")


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ("FATAL: could not write: No space left on device", "is full. Free some space"),
        ("Disk quota exceeded", "quota"),
        ("could not map anonymous shared memory: Cannot allocate memory", "too little free memory"),
        ("initdb: could not look up effective user ID 7: user does not exist", "an account with a name"),
        ("Read-only file system", "cannot be written"),
        ("first\nsecond\nthird\nfourth\n", "PostgreSQL said: second / third / fourth"),
        ("", "PostgreSQL said: nothing"),
    ],
)
def test_what_postgresql_says_becomes_a_sentence(words: str, sentence: str) -> None:
    assert sentence in cluster.explain(words, Home(Path("/srv/data/postgres")))


def test_a_server_that_cannot_start_is_told_with_its_own_words(fast: postgres.Server, shared_data: Path) -> None:
    postgres.stop(shared_data, **quiet)
    control = fast.home.cluster / "global" / "pg_control"
    aside = control.rename(control.with_name("aside"))
    try:
        with pytest.raises(
            postgres.PostgresRefused, match=r"did not start\. PostgreSQL said: .*pg_control.* The log is"
        ):
            postgres.start(shared_data, durable=False, **quiet)
    finally:
        aside.rename(control)


def error(code: str) -> bytes:
    return b"E\0\0\0\x20SFATAL\0C" + code.encode() + b"\0Mwords\0\0"


@pytest.mark.parametrize(
    ("reply", "meaning"),
    [
        (b"R\0\0\0\x17\0\0\0\nSCRAM-SHA-256\0\0", wire.Answer.READY),
        (error("57P03"), wire.Answer.NOT_YET),
        (error("53300"), wire.Answer.READY),
        (error("28000"), wire.Answer.REFUSES),
        (b"", wire.Answer.NOBODY),
        (b"HTTP/1.1 400 Bad Request\r\n", wire.Answer.NOBODY),
    ],
)
def test_the_first_answer_of_a_server_is_understood(reply: bytes, meaning: wire.Answer) -> None:
    assert wire.meaning(reply) is meaning


def answering(path: Path, replies: list[bytes]) -> threading.Thread:
    """Something that answers one reply to each connection, as a server in recovery would."""
    line = socket.socket(socket.AF_UNIX)
    line.bind(str(path))
    line.listen()

    def answer() -> None:
        with line:
            for reply in replies:
                caller, _ = line.accept()
                with caller:
                    caller.recv(1024)
                    caller.sendall(reply)

    thread = threading.Thread(target=answer)
    thread.start()
    return thread


def test_a_long_recovery_is_waited_for_with_words(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(inside, "WORDS_AFTER_SECONDS", 0.1)
    home = Home(data)
    home.socket_folder.mkdir(parents=True)
    answers = answering(home.socket, [error("57P03")] * 4 + [b"R\0\0\0\x17\0\0\0\n"])
    heard: list[str] = []
    inside.wait_for_connection(home, heard.append)
    answers.join()
    assert heard == ["The database is still recovering."]


def test_a_recovery_beyond_two_minutes_ends_with_what_to_do(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(inside, "RECOVERY_SECONDS", 0.1)
    home = Home(data)
    home.socket_folder.mkdir(parents=True)
    answers = answering(home.socket, [error("57P03")] * 4)
    with pytest.raises(postgres.PostgresRefused, match="Start again to go on waiting"):
        inside.wait_for_connection(home, lambda words: None)
    while answers.is_alive():
        wire.ask(home.socket, user="desistance_app", database="desistance")
    answers.join()


@pytest.mark.slow
def test_an_ordinary_account_starts_and_stops_its_own(data: Path) -> None:
    """As root: by a child of the account 'nobody', with whatever Python that account can run."""
    script = (
        "import sys; from pathlib import Path; from desistance.foundation import postgres\n"
        "folder = Path(sys.argv[1]); server = postgres.start(folder, durable=False)\n"
        "again = postgres.start(folder, durable=False)\n"
        "print(postgres.is_ready(folder), again.is_new, server.home.root.is_relative_to(folder))\n"
        "print(postgres.stop(folder), postgres.is_ready(folder))\n"
    )
    data.mkdir()
    options: dict[str, int] = {}
    python = sys.executable
    if os.geteuid() == 0:
        os.chown(data, 65534, 65534)
        options = {"user": 65534, "group": 65534}
        python = next(found for found in (sys.executable, "/usr/bin/python3") if may_run(found))
    path = os.pathsep.join([str(ROOT), *(entry for entry in sys.path if entry.endswith("site-packages"))])
    done = subprocess.run(
        [python, "-c", script, str(data)],
        capture_output=True,
        text=True,
        check=False,
        cwd="/",
        env={"PATH": os.environ["PATH"], "PYTHONPATH": path, "PYTHONDONTWRITEBYTECODE": "1"},
        **options,
    )
    assert done.stdout.splitlines()[-2:] == ["True False True", "True False"], done.stdout + done.stderr


def may_run(python: str) -> bool:
    """Whether the account 'nobody' can run that Python."""
    try:
        return subprocess.run([python, "-c", ""], user=65534, group=65534, check=False).returncode == 0
    except OSError:
        return False


def test_the_command_line_says_one_sentence_and_ends_with_its_code(data: Path) -> None:
    def run(verb: str) -> tuple[int, str]:
        command = [sys.executable, "-m", "desistance.foundation.postgres", verb, str(data)]
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
        return done.returncode, (done.stdout + done.stderr).strip()

    assert run("status") == (1, "Not ready.")
    assert run("start") == (0, "Making the database (once, a few seconds).")
    assert run("status") == (0, "Ready.")
    assert run("stop") == (0, "Stopped.")
    assert run("stop") == (0, "It was not running.")
    (data / "postgres" / "cluster" / "PG_VERSION").write_text("17\n", encoding="utf-8")
    code, words = run("start")
    assert code == 1
    assert words.startswith("The data in ")
    assert "Traceback" not in words


def test_stop_waits_for_a_start_that_is_under_way(fast: postgres.Server, shared_data: Path) -> None:
    heard: list[str] = []
    with account.held(fast.home.lock_file):
        stopping = threading.Thread(target=lambda: postgres.stop(shared_data, say=heard.append))
        stopping.start()
        time.sleep(0.2)
        assert postgres.is_ready(shared_data)
    stopping.join(timeout=10)
    assert heard == ["Another start is under way; waiting for it."]
    assert not postgres.is_ready(shared_data)


def test_signals_of_the_terminal_do_not_reach_the_server(fast: postgres.Server, shared_data: Path) -> None:
    pid = inside.postmaster(fast.home)
    assert pid
    assert os.getsid(pid) != os.getsid(0)
    assert os.getpgid(pid) != os.getpgid(0)
    os.kill(pid, signal.SIGHUP)  # PostgreSQL's own meaning: read the settings again
    assert postgres.is_ready(shared_data)
