"""The checkout, its `.venv` and the sets of packages in it."""

from __future__ import annotations

import contextlib
import fcntl
import hashlib
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from ground.registry import environment_for_uv, explain, settings_of_pip, uv_program
from ground.words import Trouble, room_on_disk, say

DEMO_SETS = ("web", "analytics")
TEST_SETS = (*DEMO_SETS, "test")
BENCH_SETS = (*DEMO_SETS, "bench")
LAUNCHED = ("desistance", "evidence")  # packages that are commands too
# What a shell or an editor may leave behind that would make the house read other settings or other code.
NOT_OURS = ("DJANGO_SETTINGS_MODULE", "PYTHONPATH", "PYTHONHOME", "PYTEST_ADDOPTS", "VIRTUAL_ENV")


@dataclass(frozen=True)
class Checkout:
    """One checkout of the repository and the places in it that setting up writes to."""

    root: Path

    @property
    def var(self) -> Path:
        """Everything that is made here and never committed, but the environment."""
        return self.root / "var"

    @property
    def venv(self) -> Path:
        """The Python environment."""
        return self.root / ".venv"

    @property
    def python(self) -> Path:
        """Its interpreter."""
        return self.venv / "bin" / "python"

    @property
    def stamp(self) -> Path:
        """What is installed in `.venv`, written last; without it nothing counts as installed."""
        return self.venv / "desistance-sets.json"

    @property
    def site_packages(self) -> Path:
        """Where its packages lie."""
        return next((self.venv / "lib").glob("python3*/site-packages"))

    def requirements(self, name: str) -> Path:
        """The locked file of one set."""
        return self.root / "requirements" / f"{name}.txt"

    def house(self, *words: str) -> list[str]:
        """The command `desistance WORDS` in this checkout's environment."""
        return [str(self.python), "-m", "desistance", *words]


def child_environment(checkout: Checkout, **more: str) -> dict[str, str]:
    """The environment of every program that we start: ours, less what would lead it astray."""
    kept = {name: value for name, value in os.environ.items() if name not in NOT_OURS}
    path = f"{checkout.venv / 'bin'}{os.pathsep}{os.environ.get('PATH', os.defpath)}"
    return kept | {"PATH": path, "PYTHONUNBUFFERED": "1"} | more


@contextlib.contextmanager
def one_at_a_time(checkout: Checkout) -> Iterator[None]:
    """Hold the checkout while it is set up; the kernel lets go however the holder ends."""
    checkout.var.mkdir(exist_ok=True)
    with (checkout.var / "setup.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            say("Another command is setting this checkout up; waiting for it.")
            fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def set_up(checkout: Checkout, sets: tuple[str, ...]) -> None:
    """Make `.venv` with at least `sets`; a second call with nothing changed does nothing.

    Sets that are there already stay: a demonstration after a test run takes nothing away. Raises `Trouble`.
    """
    with one_at_a_time(checkout):
        wanted = tuple(name for name in (*TEST_SETS, "spark", "bench") if name in {*sets, *installed(checkout)})
        print_of_wanted = fingerprint(checkout, wanted)
        if recorded(checkout).get("fingerprint") == print_of_wanted and checkout.python.exists():
            if not all(launcher(checkout, name).exists() for name in LAUNCHED):
                write_launchers(checkout)
            return
        room_on_disk(checkout.root)
        uv = uv_program(checkout.var / "tools")
        environment = environment_for_uv(settings_of_pip(), dict(os.environ))
        if not runs(checkout.python):
            say("Making the Python environment.")
            shutil.rmtree(checkout.venv, ignore_errors=True)
            call_uv([*uv, "venv", "--quiet", "--python", python_to_use(), str(checkout.venv)], environment)
        say(f"Installing the packages ({', '.join(wanted)}).")
        checkout.stamp.unlink(missing_ok=True)
        files = [str(checkout.requirements(name)) for name in wanted]
        sync = ["pip", "sync", "--quiet", "--require-hashes", "--python", str(checkout.python)]
        call_uv([*uv, *sync, *files], environment)
        write_launchers(checkout)
        stamp = {"sets": wanted, "fingerprint": print_of_wanted}
        checkout.stamp.write_text(json.dumps(stamp) + "\n", encoding="utf-8")


def recorded(checkout: Checkout) -> dict[str, object]:
    """What the stamp says, or nothing where there is none that can be read."""
    try:
        found = json.loads(checkout.stamp.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def installed(checkout: Checkout) -> tuple[str, ...]:
    """The sets that are in `.venv` now."""
    sets = recorded(checkout).get("sets")
    return tuple(str(name) for name in sets) if isinstance(sets, list) else ()


def fingerprint(checkout: Checkout, sets: tuple[str, ...]) -> str:
    """What decides whether `.venv` is as it should be: the locked files and the place."""
    parts = [f"{name} {checkout.requirements(name).read_text(encoding='utf-8')}" for name in sets]
    return hashlib.sha256("\n".join([str(checkout.root), *parts]).encode()).hexdigest()


def runs(python: Path) -> bool:
    """Whether the interpreter is there and starts: an upgraded machine can leave a dead link behind."""
    try:
        return subprocess.run([str(python), "-c", ""], capture_output=True, check=False).returncode == 0
    except OSError:
        return False


def python_to_use() -> str:
    """Python 3.11 where there is one, because the locked files were made for it; else the one that runs this."""
    if sys.version_info[:2] == (3, 11):
        return sys.executable
    return shutil.which("python3.11") or sys.executable


def call_uv(command: list[str], environment: dict[str, str]) -> None:
    """Run uv to its end; raises `Trouble` with why it failed."""
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=environment)
    if done.returncode:
        raise Trouble(explain(done.stderr))


def launcher(checkout: Checkout, name: str) -> Path:
    """Where the command `name` is started from."""
    return checkout.venv / "bin" / name


def write_launchers(checkout: Checkout) -> None:
    """`.venv/bin/desistance` and `evidence`, and a path file so that the packages import from any working folder."""
    (checkout.site_packages / "desistance.pth").write_text(f"{checkout.root}\n", encoding="utf-8")
    for name in LAUNCHED:
        script = launcher(checkout, name)
        words = f'import runpy, sys; sys.argv[0] = "{name}"; runpy.run_module("{name}", run_name="__main__")'
        # Through sh, because a path of more than 127 bytes or with a space cannot stand after "#!".
        script.write_text(f'#!/bin/sh\nexec "$(dirname "$(readlink -f "$0")")/python" -c \'{words}\' "$@"\n')
        script.chmod(0o755)
