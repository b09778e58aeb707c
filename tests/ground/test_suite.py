"""`run.py test`: what runs, how it is counted, and that no failure is lost on the way to the last line."""

import time
from dataclasses import replace
from pathlib import Path

import pytest

from ground import suite
from ground.environment import Checkout
from ground.suite import Gate, Suite, Tally
from ground.words import Stopwatch

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def checkout(tmp_path: Path) -> Checkout:
    """A checkout of its own with the environment of this one, for tests that fail on purpose."""
    (tmp_path / ".venv").symlink_to(ROOT / ".venv")
    (tmp_path / "tests").mkdir()
    return Checkout(tmp_path)


def write(checkout: Checkout, name: str, text: str) -> None:
    path = checkout.root / "tests" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def run(checkout: Checkout, *folders: str, options: tuple[str, ...] = ("-p", "no:randomly")) -> Tally:
    tally = Tally()
    environment = {"PATH": "/usr/bin:/bin"}
    suite.run_suite(checkout, Suite("tests", folders, options), environment, tally)
    return tally


@pytest.mark.slow
def test_passed_failed_broken_and_skipped_are_each_counted_as_what_they_are(checkout: Checkout) -> None:
    write(
        checkout,
        "rules/test_all.py",
        "import pytest\n"
        "def test_one(): pass\n"
        "@pytest.mark.parametrize('n', [1, 2])\n"
        "def test_two(n): pass\n"
        "def test_three(): assert False\n"
        "@pytest.fixture\n"
        "def broken(): raise ValueError\n"
        "def test_four(broken): pass\n"
        "@pytest.mark.skip(reason='later')\n"
        "def test_five(): pass\n",
    )
    tally = run(checkout, "rules")
    assert (tally.passed, tally.failed) == (3, 2)
    assert [name.split("::")[-1] for name in tally.skipped] == ["test_five"]
    assert tally.broken == ["tests"]
    assert len(tally.seconds) == 6


@pytest.mark.slow
@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("def helper(): pass\n", "no tests ran"),
        pytest.param("import os; os._exit(9)\n", "pytest ended with 9", marks=pytest.mark.full),
        ("import os; os._exit(0)\n", "no tests ran"),
        pytest.param("import pytest; pytest.exit('enough', 0)\n", "tests", marks=pytest.mark.full),
    ],
    ids=["no tests", "crash", "ended as if well", "stopped"],
)
def test_a_run_that_tested_nothing_or_did_not_end_counts_as_failed(checkout: Checkout, text: str, words: str) -> None:
    write(checkout, "rules/test_nothing.py", text)
    tally = run(checkout, "rules")
    assert (tally.passed, tally.failed) == (0, 1)
    assert words in tally.broken[0]


@pytest.mark.full
def test_a_file_that_cannot_be_imported_counts_as_failed(checkout: Checkout) -> None:
    write(checkout, "rules/test_broken.py", "import no_such_module\n")
    write(checkout, "rules/test_fine.py", "def test_fine(): pass\n")
    tally = run(checkout, "rules")
    assert tally.failed == 1


def test_a_report_of_an_earlier_run_is_never_counted(checkout: Checkout) -> None:
    assert suite.read_report(checkout.var / "test" / "none.xml", Tally()) == (0, 0)
    half = checkout.root / "half.xml"
    half.write_text("<testsuites><testsuite><testcase name='a'/>", encoding="utf-8")
    assert suite.read_report(half, Tally()) == (0, 0)


def test_every_folder_of_tests_is_in_exactly_one_suite_and_a_new_one_is_not_forgotten(checkout: Checkout) -> None:
    for name in ("rules", "contracts", "ground", "browser", "people", "brand_new", "web/forms"):
        write(checkout, f"{name}/test_a.py", "")
    write(checkout, "empty/conftest.py", "")
    write(checkout, "browser/test_lenses.py", "")
    found = [(each.name, each.folders) for each in suite.suites(checkout.root)]
    assert found == [
        ("tests with the database", ("brand_new", "people", "web")),
        ("pages in the browser", ("browser/test_lenses.py",)),
        ("tests of set-up and server", ("ground",)),
        ("journeys in the browser", ("browser",)),
        ("tests without a database", ("rules", "contracts")),
    ]


@pytest.mark.full
def test_the_pages_and_the_journeys_of_the_browser_are_each_run_once(checkout: Checkout) -> None:
    write(checkout, "browser/test_lenses.py", "def test_page(): pass\n")
    write(checkout, "browser/test_other.py", "def test_journey(): pass\n")
    tally = Tally()
    for each in suite.suites(checkout.root):
        suite.run_suite(checkout, replace(each, environment={}), {"PATH": "/usr/bin:/bin"}, tally)
    assert sorted(name.split("::")[-1] for _, name in tally.seconds) == ["test_journey", "test_page"]
    assert (tally.passed, tally.failed) == (2, 0)


def test_the_suites_of_this_checkout_hold_every_test_file() -> None:
    folders = {f"tests/{name}" for each in suite.suites(ROOT) for name in each.folders}
    for path in (ROOT / "tests").rglob("test_*.py"):
        assert "/".join(path.relative_to(ROOT).parts[:2]) in folders, path


def test_the_browsers_loop_is_allowed_in_its_own_process_only(checkout: Checkout) -> None:
    for name in ("browser", "people"):
        write(checkout, f"{name}/test_a.py", "")
    allowed = {each.folders: bool(each.environment) for each in suite.suites(checkout.root)}
    assert allowed == {("people",): False, ("browser",): True}


def test_a_gate_counts_as_one_and_shows_what_it_said_only_when_it_failed(
    checkout: Checkout, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    gates = (
        Gate("fine", ("python", "-c", "print('quiet')")),
        Gate("broken", ("python", "-c", "print('loud'); raise SystemExit(1)")),
        Gate("not there yet", ("python", "-c", "raise SystemExit(1)"), "no/such/folder"),
    )
    monkeypatch.setattr(suite, "GATES", gates)
    tally = Tally()
    suite.run_gates(checkout, {"PATH": "/usr/bin:/bin"}, tally)
    assert (tally.passed, tally.failed, tally.broken) == (1, 1, ["broken"])
    said = capsys.readouterr().out
    assert "loud" in said
    assert "quiet" not in said
    assert "fine: passed (" in said
    assert "not there yet" not in said


@pytest.mark.parametrize(
    ("tally", "code", "line"),
    [
        (Tally(passed=12), 0, "12 passed, 0 failed"),
        (Tally(passed=12, failed=1), 1, "12 passed, 1 failed"),
        (Tally(), 1, "0 passed, 0 failed"),
        (Tally(failed=1, broken=["set-up"]), 1, "0 passed, 1 failed"),
    ],
)
def test_the_very_last_line_tells_the_count_and_the_exit_code_agrees(
    tally: Tally, code: int, line: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert suite.close(tally, Stopwatch()) == code
    assert capsys.readouterr().out.splitlines()[-1] == line


def test_the_ten_slowest_tests_are_shown_slowest_first(capsys: pytest.CaptureFixture[str]) -> None:
    tally = Tally(passed=12, seconds=[(float(n), f"test_{n}") for n in range(12)])
    suite.close(tally, Stopwatch())
    lines = capsys.readouterr().out.splitlines()
    shown = [line.split()[-1] for line in lines if line.strip().startswith(tuple("0123456789")) and " s  " in line]
    assert shown == [f"test_{n}" for n in range(11, 1, -1)]


@pytest.mark.parametrize(
    ("file", "text", "gate"),
    [("planted.py", "import os\n", "lint"), ("planted.py", "x = [1,2]\n", "format")],
)
def test_a_planted_fault_is_caught_by_its_gate(checkout: Checkout, file: str, text: str, gate: str) -> None:
    (checkout.root / "pyproject.toml").write_bytes((ROOT / "pyproject.toml").read_bytes())
    (checkout.root / file).write_text(text, encoding="utf-8")
    tally = Tally()
    suite.run_gates(checkout, {"PATH": "/usr/bin:/bin"}, tally)
    assert gate in tally.broken


def test_suites_of_one_process_run_in_two_lanes_and_nothing_is_counted_twice(checkout: Checkout) -> None:
    for folder in ("rules", "people", "ground", "browser"):
        write(checkout, f"{folder}/test_{folder}.py", "def test_one(): pass\n")
    found = [[[each.name for each in lane] for lane in side] for side in suite.lanes(checkout.root)]
    assert found == [
        [["tests with the database"]],
        [["tests of set-up and server", "tests without a database"], ["journeys in the browser"]],
    ]


@pytest.mark.slow
def test_two_lanes_are_counted_together_and_a_failure_in_either_is_named(checkout: Checkout) -> None:
    write(checkout, "rules/test_good.py", "def test_one(): pass\ndef test_two(): pass\n")
    write(checkout, "ground/test_bad.py", "def test_one(): assert False\n")
    tally = Tally()
    good, bad = Suite("good", ("rules",)), Suite("bad", ("ground",))
    suite.run_lanes(checkout, ((good,), (bad,)), {"PATH": "/usr/bin:/bin"}, tally)
    assert (tally.passed, tally.failed, tally.broken) == (2, 1, ["bad"])


@pytest.mark.slow
def test_what_stops_the_run_stops_its_programs(checkout: Checkout) -> None:
    def work(name: str) -> int:
        if name == "stops":
            while not suite.RUNNING:
                time.sleep(0.01)
            raise KeyboardInterrupt
        return suite.run_quietly(["sleep", "60"], checkout, {"PATH": "/usr/bin:/bin"})[0]

    took = time.monotonic()
    with pytest.raises(KeyboardInterrupt):
        list(suite.side_by_side(work, ["stops", "sleeps"]))
    assert time.monotonic() - took < 30
    assert suite.RUNNING == []
