"""uv, brought by the pip that is there, reading packages from where this machine's pip is told to."""

from __future__ import annotations

import ast
import functools
import os
import shutil
import subprocess
import sys
from pathlib import Path

from ground.words import Trouble, last_lines, say

UV = "uv==0.13.9"
# Where Debian keeps the wheel of pip that its venv module uses, and where Python itself keeps one.
PIP_WHEELS = (Path("/usr/share/python-wheels"), Path(sys.prefix) / "lib")
PIP_WHEEL_PACKAGE = "python3-pip-whl"


def uv_program(tools: Path) -> list[str]:
    """The command that runs uv, installed into the folder `tools` when it is not there yet.

    `pip install --target` is allowed where Python is externally managed (PEP 668), needs no root and no venv
    module. Raises `Trouble` where there is no pip in any form, or the registry cannot be reached.
    """
    program = tools / "bin" / "uv"
    stamp = tools / f"{UV}.installed"
    if not (program.exists() and stamp.exists()):
        say("Fetching the installer (uv).")
        shutil.rmtree(tools, ignore_errors=True)
        tools.mkdir(parents=True)
        command = [*pip(), "install", "--quiet", "--no-warn-script-location", "--target", str(tools), UV]
        done = subprocess.run(command, capture_output=True, text=True, check=False, env=environment_of_pip())
        if done.returncode:
            raise Trouble(explain(done.stderr))
        stamp.touch()
    return [str(program)]


def environment_of_pip() -> dict[str, str]:
    """The environment for pip itself: as it is, but quiet, and with a wheel of pip on the path where pip is missing."""
    environment = {**os.environ, "PIP_DISABLE_PIP_VERSION_CHECK": "1", "PIP_ROOT_USER_ACTION": "ignore"}
    wheel = pip_wheel()
    if wheel and not has_pip():
        environment["PYTHONPATH"] = str(wheel)
    return environment


@functools.cache
def has_pip() -> bool:
    """Whether the Python that runs this has pip."""
    return subprocess.run([sys.executable, "-m", "pip", "--version"], capture_output=True, check=False).returncode == 0


def pip_wheel() -> Path | None:
    """A wheel of pip lying on this machine: a wheel can be run as it is, without installing it."""
    for folder in PIP_WHEELS:
        found = sorted([*folder.glob("pip-*.whl"), *folder.glob("python3*/ensurepip/_bundled/pip-*.whl")])
        if found:
            return found[-1]
    return None


def pip() -> list[str]:
    """The command that runs pip, from Debian's packages as root where there is none; raises `Trouble` otherwise."""
    if not has_pip() and not pip_wheel():
        if os.geteuid() == 0 and shutil.which("apt-get"):
            say("Python has no pip here; fetching its wheel from Debian's packages.")
            debian_packages(PIP_WHEEL_PACKAGE)
        if not pip_wheel():
            raise Trouble(
                f"Python has no pip here. Run: sudo apt-get install -y {PIP_WHEEL_PACKAGE}   then run this again."
            )
    return [sys.executable, "-m", "pip"]


def debian_packages(*names: str) -> None:
    """Install Debian packages as root; raises `Trouble` with apt's own last words where it cannot."""
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for command in (
        ["apt-get", "update", "-q"],
        ["apt-get", "install", "-y", "-q", "--no-install-recommends", *names],
    ):
        done = subprocess.run(
            command, capture_output=True, text=True, check=False, env=environment, stdin=subprocess.DEVNULL
        )
    if done.returncode:
        raise Trouble(
            f"Debian's packages {' '.join(names)} could not be installed. apt said: {last_lines(done.stderr)}"
        )


def settings_of_pip() -> dict[str, str]:
    """What pip is configured with on this machine, by option; the environment wins over files, as with pip."""
    done = subprocess.run(
        [*pip(), "config", "list"], capture_output=True, text=True, check=False, env=environment_of_pip()
    )
    return read_settings(done.stdout)


def read_settings(listing: str) -> dict[str, str]:
    """Read the lines of `pip config list`: `section.option='value'`, sections from weakest to strongest."""
    found: dict[str, dict[str, str]] = {"global": {}, "install": {}, ":env:": {}}
    for line in listing.splitlines():
        name, equals, value = line.partition("=")
        section, _, option = name.rpartition(".")
        if not equals or section not in found:
            continue
        try:
            found[section][option] = " ".join(str(ast.literal_eval(value)).split())
        except (ValueError, SyntaxError):
            continue
    return found["global"] | found["install"] | found[":env:"]


def environment_for_uv(settings: dict[str, str], given: dict[str, str]) -> dict[str, str]:
    """`given` with pip's settings in uv's words; uv reads none of pip's, and what was said to uv itself stays.

    In the environment and not on the command line, because an address may hold a password.
    """
    told: dict[str, str] = {}
    for option, name in (
        ("index-url", "UV_DEFAULT_INDEX"),
        ("extra-index-url", "UV_INDEX"),
        ("timeout", "UV_HTTP_TIMEOUT"),
        ("default-timeout", "UV_HTTP_TIMEOUT"),
        ("cert", "SSL_CERT_FILE"),
        ("trusted-host", "UV_INSECURE_HOST"),
    ):
        if settings.get(option):
            told[name] = settings[option]
    if settings.get("find-links"):
        told["UV_FIND_LINKS"] = ",".join(settings["find-links"].split())
    if settings.get("no-index", "").lower() in ("1", "true", "yes", "on"):
        told["UV_NO_INDEX"] = "1"
    # pip looks in every index; with hashes for each file a wrong index can only fail, never mislead.
    told["UV_INDEX_STRATEGY"] = "unsafe-best-match"
    return told | given | {"UV_NO_PROGRESS": "1", "UV_PYTHON_DOWNLOADS": "never"}


def explain(words: str) -> str:
    """Why packages could not be fetched, as a sentence."""
    if "No space left on device" in words or "Disk quota exceeded" in words:
        return "The disk is full. Free some space, then run the same command again; nothing is lost."
    unreachable = (
        "Failed to fetch",
        "error sending request",
        "NewConnectionError",
        "Temporary failure in name resolution",
    )
    if any(sign in words for sign in (*unreachable, "Connection refused", "timed out", "ProxyError")):
        return (
            "The package registry could not be reached. Look at this machine's network, its proxy settings and "
            f"'pip config list', then run the same command again. The last words were: {last_lines(words, 2)}"
        )
    if "hash" in words.lower() and "mismatch" in words.lower():
        return f"A package differs from the one that was locked, so nothing was installed: {last_lines(words, 3)}"
    return f"Packages could not be installed: {last_lines(words)}"
