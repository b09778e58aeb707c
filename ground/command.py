"""The words of `run.py`, and how each ends."""

from __future__ import annotations

import argparse
import os
import signal
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

from desistance.foundation import postgres
from ground.assets import build_assets
from ground.browser import chromium
from ground.demo import DEMONSTRATION_BEGINS, demo
from ground.environment import BENCH_SETS, DEMO_SETS, TEST_SETS, Checkout, child_environment, set_up
from ground.suite import check, test
from ground.words import FAILED, INTERRUPTED, Trouble, from_system, interrupted, say

DEFAULT_PORT = 8000
LAST_PORT = 65535


def main(words: list[str]) -> int:
    """Do what the words ask; the exit code says how it ended.

    0 well, 1 a gate or test failed or a program stopped, 2 the words were not understood, 3 the machine lacks
    something, 4 the port is taken, 130 stopped by Ctrl-C.
    """
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, interrupted)
    asked = parser().parse_args(words)
    checkout = Checkout(Path(__file__).resolve().parent.parent)
    try:
        return int(asked.run(checkout, asked))
    except Trouble as trouble:
        return ended(trouble)
    except KeyboardInterrupt:
        say("\nStopped. Run the same command again to go on; nothing is lost.")
        return INTERRUPTED
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return INTERRUPTED
    except OSError as failure:
        return ended(from_system(failure))


def ended(trouble: Trouble) -> int:
    """Say what happened and what mends it, and return its exit code."""
    say(f"\n{trouble}")
    return trouble.code


def parser() -> argparse.ArgumentParser:
    """The commands and their options."""
    top = argparse.ArgumentParser(prog="python3 run.py", description="Desistance: two commands on a fresh machine.")
    verbs = top.add_subparsers(required=True, metavar="COMMAND")

    verb = verbs.add_parser("demo", help="start the demonstration partnership and print where it is")
    verb.add_argument("--port", type=port, default=DEFAULT_PORT, help=f"the port to serve on ({DEFAULT_PORT})")
    verb.add_argument("--data", type=Path, help="the folder for the database and its logs")
    verb.add_argument("--people", type=people, help="load a synthetic partnership of this many people instead")
    verb.set_defaults(run=run_demo)

    verb = verbs.add_parser("test", help="run every gate and test; the last line is 'N passed, N failed'")
    verb.add_argument(
        "--full", action="store_true", help="also what takes long: every access cell over HTTP, fuzz, crash"
    )
    verb.set_defaults(run=lambda checkout, asked: test(checkout, full=asked.full))

    verbs.add_parser("check", help="run the fast gates only").set_defaults(run=lambda checkout, _: check(checkout))
    verb = verbs.add_parser("bench", help="measure lists, search, pages and counting at full size")
    verb.add_argument(
        "--evidence", action="store_true", help="the targets of evidence alone (M1 to M9), without the service"
    )
    verb.add_argument(
        "--small", action="store_true", help="the same, little of everything, in a minute; judges no speed"
    )
    verb.add_argument("--people", type=people, help="how many people evidence counts, with ten sanctions each")
    verb.add_argument("--linkage", type=Path, metavar="FILE", help="labelled records to link")
    verb.set_defaults(run=run_bench)

    verbs.add_parser("docs", help="write the generated pages of docs/ anew").set_defaults(run=run_docs)
    verbs.add_parser("setup", help="install everything that development needs").set_defaults(run=run_setup)
    return top


def port(text: str) -> int:
    """A port number, or an error that says which numbers there are."""
    if not (text.isascii() and text.isdigit()) or not 1 <= int(text) <= LAST_PORT:
        raise argparse.ArgumentTypeError(f"'{text}' is not a port: give a number from 1 to {LAST_PORT}, such as 8001")
    return int(text)


def people(text: str) -> int:
    """A number of people, or an error that shows how to write one."""
    plain = text.replace(",", "").replace("_", "")
    if not (plain.isascii() and plain.isdigit()) or int(plain) < 1:
        raise argparse.ArgumentTypeError(f"'{text}' is not a number of people: give a whole number, such as 2000")
    return int(plain)


def run_demo(checkout: Checkout, asked: argparse.Namespace) -> int:
    """Start the demonstration and stay until Ctrl-C."""
    data = asked.data.absolute() if asked.data else postgres.data_folder(checkout.root)
    return demo(checkout, data=data, port=asked.port, people=asked.people)


def run_bench(checkout: Checkout, asked: argparse.Namespace) -> int:
    """Measure the service on a database of its own, then evidence on files of its own."""
    set_up(checkout, BENCH_SETS)
    words = [word for word in ("people", "linkage") if getattr(asked, word)]
    options = [part for word in words for part in (f"--{word}", str(getattr(asked, word)))]
    options += ["--small"] if asked.small else []
    measured = [str(checkout.python), "-m", "evidence", "bench", "--data", str(checkout.var / "bench" / "evidence")]
    missed = 0 if asked.evidence or asked.small else _bench_of_the_service(checkout)
    found = subprocess.run([*measured, *options], cwd=checkout.root, env=child_environment(checkout), check=False)
    return max(missed, found.returncode)


def _bench_of_the_service(checkout: Checkout) -> int:
    """Lists, search and pages on a database of its own, made by the bench itself."""
    build_assets(checkout)
    data = str(postgres.data_folder(checkout.root, "bench"))
    start = [str(checkout.python), "-m", "desistance.foundation.postgres", "start", data]
    if subprocess.run(start, cwd=checkout.root, env=child_environment(checkout), check=False).returncode:
        return FAILED
    server = postgres.running(Path(data))
    if server is None:
        raise Trouble("The database of the benchmark stopped as soon as it had started; its log lies beside its data.")
    environment = child_environment(
        checkout,
        DESISTANCE_MODE="demonstration",
        DESISTANCE_DATA=data,
        DESISTANCE_CLOCK=f"{DEMONSTRATION_BEGINS}@{datetime.now(UTC).isoformat()}",
        DATABASE_URL=server.url("app"),
        DESISTANCE_OWNER_URL=server.url("owner"),
    )
    try:
        return subprocess.run(checkout.house("bench"), cwd=checkout.root, env=environment, check=False).returncode
    finally:
        postgres.stop(Path(data))


def run_docs(checkout: Checkout, _: argparse.Namespace) -> int:
    """Write the generated pages of docs/ anew."""
    set_up(checkout, DEMO_SETS)
    environment = child_environment(checkout)
    return subprocess.run(checkout.house("docs"), cwd=checkout.root, env=environment, check=False).returncode


def run_setup(checkout: Checkout, _: argparse.Namespace) -> int:
    """Install what the whole suite needs, so that everything after works without the network."""
    set_up(checkout, TEST_SETS)
    build_assets(checkout)
    chromium()
    say("Everything is installed.")
    return 0
