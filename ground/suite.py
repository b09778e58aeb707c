"""`run.py test` and `run.py check`: the gates and the tests in their order, counted into one last line."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TypeVar
from xml.etree import ElementTree

from desistance.foundation import postgres
from ground.assets import build_assets
from ground.browser import chromium
from ground.environment import TEST_SETS, Checkout, child_environment, set_up
from ground.words import FAILED, Stopwatch, Trouble, say

SLOWEST = 10
Work = TypeVar("Work")
Result = TypeVar("Result")
RUNNING: list[subprocess.Popen[str]] = []
AT_ONCE = 2  # the cores of the smallest machine that the suite must be quick on
NO_TESTS = 5  # pytest's exit code where it found nothing to run


@dataclass(frozen=True)
class Gate:
    """A command that passes or fails as one; it runs where the file or folder it looks at is in the checkout."""

    name: str
    command: tuple[str, ...]
    looks_at: str = "."


@dataclass(frozen=True)
class Suite:
    """Folders of tests, or files in one, that run in one pytest process; ``lane`` is the one it shares with others."""

    name: str
    folders: tuple[str, ...]
    options: tuple[str, ...] = ()
    environment: dict[str, str] = field(default_factory=dict)
    lane: int = 0


GATES = (
    Gate("lint", ("ruff", "check", "--quiet", ".")),
    Gate("format", ("ruff", "format", "--check", "--quiet", ".")),
    Gate("types", ("mypy", "run.py", "ground", "web-assets/assets.py", "desistance", "evidence"), "desistance"),
    Gate("floors of the house", ("lint-imports", "--no-cache"), "desistance"),
    Gate("migrations", ("python", "-m", "desistance", "check-migrations"), "desistance/__main__.py"),
    Gate("generated docs", ("python", "-m", "desistance", "docs", "--check"), "desistance/__main__.py"),
)
WITHOUT_DATABASE = ("rules", "contracts")
OF_EVIDENCE = ("evidence",)
WITH_SERVERS = ("ground",)
PAGES = "browser/test_lenses.py"
IN_BROWSER = ("browser",)
# Playwright's loop runs in the test's own thread, and Django refuses its database there unless told so.
PLAYWRIGHT = {"DJANGO_ALLOW_ASYNC_UNSAFE": "true"}


@dataclass
class Tally:
    """What passed and failed so far, and how long each test took."""

    passed: int = 0
    failed: int = 0
    skipped: list[str] = field(default_factory=list)
    seconds: list[tuple[float, str]] = field(default_factory=list)
    broken: list[str] = field(default_factory=list)


def suites(root: Path) -> Iterator[Suite]:
    """The suites of this checkout: every folder of tests is in exactly one, so that none is ever forgotten."""
    folders = sorted(path.name for path in (root / "tests").iterdir() if holds_tests(path))
    named = (*WITHOUT_DATABASE, *OF_EVIDENCE, *WITH_SERVERS, *IN_BROWSER)
    for suite in (
        Suite("tests with the database", tuple(name for name in folders if name not in named), ("-n", "2")),
        Suite("pages in the browser", (PAGES,), environment=PLAYWRIGHT, lane=1),
        Suite("tests of set-up and server", WITH_SERVERS, lane=1),
        Suite("journeys in the browser", IN_BROWSER, (f"--ignore=tests/{PAGES}",), PLAYWRIGHT, lane=2),
        Suite("tests of evidence", OF_EVIDENCE, lane=2),
        Suite("tests without a database", WITHOUT_DATABASE, lane=1),
    ):
        present = tuple(name for name in suite.folders if holds_tests(root / "tests" / name))
        if present:
            yield replace(suite, folders=present)


def holds_tests(path: Path) -> bool:
    """Whether it is a folder with tests in it, or a file of tests."""
    return any(path.rglob("test_*.py")) if path.is_dir() else path.is_file() and path.name.startswith("test_")


def lanes(root: Path) -> Iterator[tuple[tuple[Suite, ...], ...]]:
    """The suites in their order: one that uses both cores by itself, then those of one process, in two lanes side by side."""
    found = list(suites(root))
    yield tuple((one,) for one in found if not one.lane)
    yield tuple(filter(None, (tuple(one for one in found if one.lane == lane) for lane in (1, 2))))


def test(checkout: Checkout, *, full: bool) -> int:
    """Run every gate and test; the last line is `N passed, N failed`. Not zero on any failure, and where none ran."""
    began = Stopwatch()
    tally = Tally()
    try:
        set_up(checkout, TEST_SETS)
        build_assets(checkout)
        more = {"DESISTANCE_CHROMIUM": chromium()}
    except Trouble as trouble:
        say(str(trouble))
        return close(Tally(failed=1, broken=["set-up"]), began)
    if full:
        more["DESISTANCE_TEST_FULL"] = "1"
    environment = test_environment(checkout, **more)
    try:
        run_gates(checkout, environment, tally)
        shutil.rmtree(checkout.var / "test", ignore_errors=True)
        for side_by_side in lanes(checkout.root):
            run_lanes(checkout, side_by_side, environment, tally)
    finally:
        stop_database(environment)
    return close(tally, began)


def check(checkout: Checkout) -> int:
    """Run the gates that need neither tests nor a browser."""
    began = Stopwatch()
    tally = Tally()
    set_up(checkout, TEST_SETS)
    environment = test_environment(checkout)
    try:
        run_gates(checkout, environment, tally)
    finally:
        stop_database(environment)
    return close(tally, began)


def test_environment(checkout: Checkout, **more: str) -> dict[str, str]:
    """The environment of gates and tests: with a data folder of their own."""
    data = str(postgres.data_folder(checkout.root, "test-data"))
    return child_environment(checkout, DESISTANCE_MODE="test", DESISTANCE_DATA=data, **more)


def run_gates(checkout: Checkout, environment: dict[str, str], tally: Tally) -> None:
    """Run each gate whose subject is there, two at a time; each counts as one."""

    def run(gate: Gate) -> tuple[Gate, int, str, str]:
        took = Stopwatch()
        command = [str(checkout.venv / "bin" / gate.command[0]), *gate.command[1:]]
        return gate, *run_quietly(command, checkout, environment), str(took)

    present = [gate for gate in GATES if (checkout.root / gate.looks_at).exists()]
    for gate, code, words, took in side_by_side(run, present):
        if code:
            say(words)
            tally.broken.append(gate.name)
        count(tally, 0 if code else 1, 1 if code else 0)
        say(f"{gate.name}: {'failed' if code else 'passed'} ({took})")


def side_by_side(work: Callable[[Work], Result], items: Sequence[Work]) -> Iterator[Result]:
    """What ``work`` makes of each item, in their order, two at a time; whatever stops us stops the programs it runs."""
    with ThreadPoolExecutor(AT_ONCE) as pool:
        try:
            yield from pool.map(work, items)
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            for program in list(RUNNING):
                program.terminate()
            raise


def run_quietly(command: list[str], checkout: Checkout, environment: dict[str, str]) -> tuple[int, str]:
    """Run a command in the checkout; its exit code and all that it said."""
    with subprocess.Popen(
        command,
        cwd=checkout.root,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    ) as program:
        RUNNING.append(program)
        try:
            words, _ = program.communicate()
        finally:
            RUNNING.remove(program)
    return program.returncode, words.rstrip()


def run_lanes(
    checkout: Checkout, lanes_of_suites: tuple[tuple[Suite, ...], ...], environment: dict[str, str], tally: Tally
) -> None:
    """Run lanes of suites side by side, each lane in its order; what a suite says is printed whole when it ends."""

    def run(lane: tuple[Suite, ...]) -> Tally:
        counted = Tally()
        for suite in lane:
            say(f"\n{suite.name}: {', '.join(suite.folders)} ...")
            run_suite(checkout, suite, environment, counted)
        return counted

    for counted in side_by_side(run, lanes_of_suites):
        count(tally, counted.passed, counted.failed)
        tally.skipped += counted.skipped
        tally.seconds += counted.seconds
        tally.broken += counted.broken


def run_suite(checkout: Checkout, suite: Suite, environment: dict[str, str], tally: Tally) -> None:
    """Run one suite in a process of its own and count what its report says; a run without a report counts as failed."""
    took = Stopwatch()
    report = checkout.var / "test" / f"{suite.name.replace(' ', '-')}.xml"
    report.parent.mkdir(parents=True, exist_ok=True)
    folders = [f"tests/{name}" for name in suite.folders]
    command = [str(checkout.python), "-m", "pytest", *folders, *suite.options, f"--junitxml={report}"]
    code, words = run_quietly(command, checkout, environment | suite.environment)
    say(words)
    passed, failed = read_report(report, tally)
    if not failed and (code or not passed):
        failed = 1
        tally.broken.append(
            f"{suite.name} ({'no tests ran' if code in (0, NO_TESTS) else f'pytest ended with {code}'})"
        )
    elif failed:
        tally.broken.append(suite.name)
    count(tally, passed, failed)
    say(f"{suite.name}: {passed} passed, {failed} failed ({took})")


def read_report(report: Path, tally: Tally) -> tuple[int, int]:
    """Passed and failed of one report, adding each test's seconds and what was skipped to the tally."""
    try:
        cases = list(ElementTree.parse(report).getroot().iter("testcase"))  # noqa: S314 - our own pytest wrote it
    except (OSError, ElementTree.ParseError):
        return 0, 0
    passed = failed = 0
    for case in cases:
        name = f"{case.get('classname', '')}::{case.get('name', '')}"
        tally.seconds.append((float(case.get("time", 0)), name))
        if case.find("failure") is not None or case.find("error") is not None:
            failed += 1
        elif case.find("skipped") is not None:
            tally.skipped.append(name)
        else:
            passed += 1
    return passed, failed


def count(tally: Tally, passed: int, failed: int) -> None:
    """Add to the tally."""
    tally.passed += passed
    tally.failed += failed


def stop_database(environment: dict[str, str]) -> None:
    """Stop the bundled database of the tests, where one was started."""
    postgres.stop(Path(environment["DESISTANCE_DATA"]), say=say)


def close(tally: Tally, began: Stopwatch) -> int:
    """Print the slowest tests, what was skipped, what failed, and the last line; returns the exit code."""
    if tally.seconds:
        say(f"\nThe {SLOWEST} slowest tests")
        for seconds, name in sorted(tally.seconds, reverse=True)[:SLOWEST]:
            say(f"{seconds:7.1f} s  {name}")
    if tally.skipped:
        say(f"\n{len(tally.skipped)} skipped: {', '.join(tally.skipped[:SLOWEST])}")
    if tally.broken:
        say(f"\nFailed: {', '.join(tally.broken)}")
    say(f"\nIt took {began}.")
    say(f"{tally.passed} passed, {tally.failed} failed")
    return FAILED if tally.failed or not tally.passed else 0
