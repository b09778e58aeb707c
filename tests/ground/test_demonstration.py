"""run.py demo: what it starts, what it says when something stops, and that nothing of it is left behind.

The failures below cannot be brought about with the real house (a load killed half-way, a server that dies), so a small
house stands in: it answers the same commands in the same way. The database is the real one.
"""

import contextlib
import json
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from desistance.foundation import postgres
from ground import demo
from ground.demo import Demonstration
from ground.environment import Checkout
from ground.words import FAILED, PORT_TAKEN, Trouble

ROOT = Path(__file__).resolve().parents[2]

HOUSE = """
import http.server, json, os, sys, time
from pathlib import Path

data = Path(os.environ["DESISTANCE_DATA"])
verb, words = sys.argv[1], sys.argv[2:]
keys = ("DATABASE_URL", "DESISTANCE_OWNER_URL", "DESISTANCE_READER_URL", "DESISTANCE_CLOCK", "DESISTANCE_MODE")
with (data / "calls.jsonl").open("a") as calls:
    calls.write(json.dumps({"verb": verb, "words": words} | {key: os.environ.get(key) for key in keys}) + "\\n")
if (data / f"break-{verb}").exists():
    print("The cellar is flooded.")
    sys.exit(1)
if verb == "demo-signins":
    print("Sign in as the probation officer.")
if verb == "demo-load":
    print("2,412 people", flush=True)
    if (data / "break-haste").exists():
        time.sleep(600)
if verb == "work":
    time.sleep(600)
if verb == "serve":
    class Page(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            if (data / "break-health").exists():
                print("The roof leaks.", flush=True)
                return self.send_error(500)
            self.send_response(200 if self.path == "/health/ready" else 404)
            self.end_headers()
    http.server.HTTPServer(("127.0.0.1", int(words[1])), Page).serve_forever()
"""


def free_port() -> int:
    with socket.socket() as line:
        line.bind(("127.0.0.1", 0))
        return int(line.getsockname()[1])


@pytest.fixture
def shown(shared_data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Demonstration]:
    """A demonstration of the small house, with one real database for all; stopped at the end whatever happened."""
    monkeypatch.delenv("DATABASE_URL", raising=False)
    house = tmp_path / "desistance"
    house.mkdir()
    (house / "__init__.py").touch()
    (house / "__main__.py").write_text(HOUSE, encoding="utf-8")
    (house / "foundation").symlink_to(ROOT / "desistance" / "foundation")
    (tmp_path / ".venv" / "bin").mkdir(parents=True)
    (tmp_path / ".venv" / "bin" / "python").symlink_to(sys.executable)
    (tmp_path / ".venv" / "desistance-sets.json").write_text("{}", encoding="utf-8")
    monkeypatch.setattr(Checkout, "python", Path(sys.executable))
    demo.make_data_folder(shared_data)
    for left in (
        "postgres/demonstration.json",
        "calls.jsonl",
        *(f"break-{verb}" for verb in ("demo-load", "serve", "health", "haste")),
    ):
        (shared_data / left).unlink(missing_ok=True)
    made = Demonstration(Checkout(tmp_path), shared_data, free_port(), None)
    yield made
    demo.stop(made)


def calls(shown: Demonstration) -> list[dict[str, object]]:
    """Which commands of the house were run, with what they were told."""
    return [json.loads(line) for line in (shown.data / "calls.jsonl").read_text(encoding="utf-8").splitlines()]


def verbs(shown: Demonstration) -> list[object]:
    return [call["verb"] for call in calls(shown)]


def start(shown: Demonstration) -> str:
    demo.start_database(shown)
    return demo.load(shown)


@pytest.mark.slow
def test_first_it_prepares_loads_and_serves_and_the_second_time_it_only_serves(shown: Demonstration) -> None:
    assert start(shown) == "Sign in as the probation officer."
    demo.serve(shown)
    with urllib.request.urlopen(f"{shown.address}health/ready") as answer:
        assert answer.status == 200
    assert [verb for verb in verbs(shown) if verb not in ("serve", "work")] == ["prepare", "demo-load", "demo-signins"]
    demo.stop(shown)
    assert all(process.poll() is not None for process in shown.children.values())
    assert not postgres.is_ready(shown.data)

    again = Demonstration(shown.checkout, shown.data, free_port(), None)
    try:
        assert start(again) == "Sign in as the probation officer."
        demo.serve(again)
    finally:
        demo.stop(again)
    assert [verb for verb in verbs(shown) if verb not in ("serve", "work")] == ["prepare", "demo-load", "demo-signins"]
    assert verbs(shown).count("serve") == 2


@pytest.mark.slow
def test_only_what_prepares_and_loads_acts_as_the_owner(shown: Demonstration) -> None:
    start(shown)
    demo.serve(shown)
    until = time.monotonic() + 20
    while "work" not in verbs(shown) and time.monotonic() < until:
        time.sleep(0.05)
    assert set(verbs(shown)) == {"prepare", "demo-load", "demo-signins", "serve", "work"}
    for call in calls(shown):
        assert "desistance_app:" in str(call["DATABASE_URL"])
        assert "desistance_reader:" in str(call["DESISTANCE_READER_URL"])
        assert (call["DESISTANCE_OWNER_URL"] is not None) == (call["verb"] in ("prepare", "demo-load")), call["verb"]
        assert call["DESISTANCE_MODE"] == "demonstration"


def test_the_clock_begins_once_at_the_partnerships_moment_and_goes_on_after_a_stop(shown: Demonstration) -> None:
    start(shown)
    shown.stamp.write_text(json.dumps(json.loads(shown.stamp.read_text()) | {"code": "changed"}), encoding="utf-8")
    start(shown)
    clocks = {call["DESISTANCE_CLOCK"] for call in calls(shown)}
    assert len(clocks) == 1
    assert str(clocks.pop()).startswith("2026-03-13T15:40:00+00:00@20")
    assert verbs(shown) == ["prepare", "demo-load", "demo-signins", "prepare", "demo-signins"]


def test_a_load_that_failed_is_gone_on_with_at_the_next_start(
    shown: Demonstration, capsys: pytest.CaptureFixture[str]
) -> None:
    (shown.data / "break-demo-load").touch()
    with pytest.raises(Trouble, match="was not loaded; run the same command again to go on") as trouble:
        start(shown)
    assert trouble.value.code == FAILED
    assert "The cellar is flooded." in capsys.readouterr().out
    (shown.data / "break-demo-load").unlink()
    start(shown)
    assert verbs(shown) == ["prepare", "demo-load", "prepare", "demo-load", "demo-signins"]


def test_a_database_that_was_removed_is_made_and_loaded_anew(shown: Demonstration) -> None:
    start(shown)
    postgres.stop(shown.data, say=lambda words: None)
    shutil.rmtree(shown.data / "postgres")
    start(shown)
    assert verbs(shown) == ["prepare", "demo-load", "demo-signins"] * 2


def test_another_number_of_people_asks_for_a_folder_of_its_own(shown: Demonstration) -> None:
    shown.people = 50
    start(shown)
    assert calls(shown)[1]["words"] == ["--people", "50"]
    shown.people = None
    start(shown)
    shown.people = 60
    with pytest.raises(Trouble, match="--people 60 --data FOLDER"):
        start(shown)


@pytest.mark.slow
def test_a_web_server_that_does_not_start_is_told_with_its_last_words(shown: Demonstration) -> None:
    start(shown)
    (shown.data / "break-serve").touch()
    with pytest.raises(Trouble, match=r"'web' stopped: The cellar is flooded\.   \(all of it: .*web\.log"):
        demo.serve(shown)


@pytest.mark.slow
def test_a_web_server_that_never_gets_ready_is_told_with_its_last_words(
    shown: Demonstration, monkeypatch: pytest.MonkeyPatch
) -> None:
    start(shown)
    (shown.data / "break-health").touch()
    monkeypatch.setattr(demo, "READY_SECONDS", 3)
    with pytest.raises(Trouble, match=r"not ready within 3 seconds: .*(roof leaks|GET /health/ready)"):
        demo.serve(shown)


@pytest.mark.slow
def test_a_worker_that_dies_later_stops_everything_with_a_sentence(shown: Demonstration) -> None:
    start(shown)
    demo.serve(shown)
    shown.children["jobs"].kill()
    with pytest.raises(Trouble, match="'jobs' stopped"):
        demo.watch(shown)


def test_a_taken_port_names_the_option_and_the_next_port() -> None:
    with socket.socket() as line:
        line.bind(("127.0.0.1", 0))
        line.listen()
        port = line.getsockname()[1]
        with pytest.raises(Trouble, match=f"uses port {port}. Choose another: .* --port {port + 1}") as trouble:
            demo.refuse_taken_port(port)
    assert trouble.value.code == PORT_TAKEN
    demo.refuse_taken_port(port)


def test_a_second_start_says_where_the_first_one_is_and_ends_well(
    shown: Demonstration, capsys: pytest.CaptureFixture[str]
) -> None:
    with demo.only_one(shown) as is_first:
        assert is_first
        second = demo.demo(shown.checkout, data=shown.data, port=free_port(), people=None)
    assert second == 0
    assert f"already running: {shown.address}" in capsys.readouterr().out
    with demo.only_one(shown) as is_first:
        assert is_first


def test_a_server_of_ones_own_needs_its_owner_named(shown: Demonstration, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://desistance_app@/elsewhere")
    monkeypatch.delenv("DESISTANCE_OWNER_URL", raising=False)
    with pytest.raises(Trouble, match="DESISTANCE_OWNER_URL"):
        demo.start_database(shown)
    monkeypatch.setenv("DESISTANCE_OWNER_URL", "postgresql://desistance_owner@/elsewhere")
    demo.start_database(shown)
    assert not postgres.is_ready(shown.data)
    assert shown.stamp.parent == shown.data
    assert shown.environment()["DATABASE_URL"] == "postgresql://desistance_app@/elsewhere"
    assert "DESISTANCE_OWNER_URL" not in shown.environment()


SCRIPT = (
    "import signal, sys; from pathlib import Path; from ground import demo; from ground.environment import Checkout\n"
    "from ground.words import interrupted; signal.signal(signal.SIGTERM, interrupted)\n"
    "signal.signal(signal.SIGINT, signal.default_int_handler)\n"
    "Checkout.python = Path(sys.executable)\n"
    "shown = demo.Demonstration(Checkout(Path(sys.argv[1])), Path(sys.argv[2]), int(sys.argv[3]), None)\n"
    "try:\n"
    "    demo.start_database(shown); demo.load(shown); demo.serve(shown)\n"
    "    print('ready', *[child.pid for child in shown.children.values()], flush=True)\n"
    "    code = demo.watch(shown)\n"
    "finally:\n"
    "    demo.stop(shown)\n"
    "sys.exit(code)\n"
)


@contextlib.contextmanager
def in_a_process(shown: Demonstration) -> Iterator[subprocess.Popen[str]]:
    """The demonstration in a process of its own, for signals; killed at the end if it is still there."""
    command = [sys.executable, "-c", SCRIPT, str(shown.checkout.root), str(shown.data), str(shown.port)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as process:
        try:
            yield process
        finally:
            process.kill()


def heard(process: subprocess.Popen[str], word: str) -> list[str]:
    """The words of the first line that has `word` in it."""
    assert process.stdout
    return next(line for line in process.stdout if word in line).split()


@pytest.mark.slow
def test_ctrl_c_in_mid_load_ends_at_once_and_the_next_start_goes_on(shown: Demonstration) -> None:
    (shown.data / "break-haste").touch()
    with in_a_process(shown) as process:
        heard(process, "2,412 people")
        process.send_signal(signal.SIGINT)
        process.communicate(timeout=15)
    assert process.returncode == -signal.SIGINT
    assert not postgres.is_ready(shown.data)
    (shown.data / "break-haste").unlink()
    start(shown)
    assert verbs(shown) == ["prepare", "demo-load", "prepare", "demo-load", "demo-signins"]


@pytest.mark.slow
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_however_it_is_ended_no_program_of_it_stays(shown: Demonstration, number: signal.Signals) -> None:
    """Ctrl-C, a polite end, and kill -9 of the command itself, tried on a process of its own."""
    with in_a_process(shown) as process:
        ready = heard(process, "ready")[1:]
        time.sleep(0.7)
        process.send_signal(number)
        process.communicate(timeout=30)
    assert process.returncode == (-signal.SIGKILL if number == signal.SIGKILL else 0)
    until = time.monotonic() + 10
    while any(alive(int(pid)) for pid in ready) and time.monotonic() < until:
        time.sleep(0.05)
    assert not any(alive(int(pid)) for pid in ready)
    assert postgres.is_ready(shown.data) == (number == signal.SIGKILL)


def alive(pid: int) -> bool:
    """Whether a process runs; one that only waits to be collected does not."""
    with contextlib.suppress(OSError):
        return Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()[0] != "Z"
    return False
