"""Serve the pages and the API on this machine (gunicorn, threads)."""

import argparse
import os
import sys
from pathlib import Path

from django.core.management import call_command

from desistance.commands.doctor import refuse_unsafe_role


def describe(parser: argparse.ArgumentParser) -> None:
    """Where to listen."""
    parser.add_argument("--port", type=int, default=8000)
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--workers", type=int, default=2)


def run(chosen: argparse.Namespace) -> int:
    """Gather the static files, then become gunicorn."""
    refuse_unsafe_role()
    call_command("collectstatic", interactive=False, verbosity=0)
    program = str(Path(sys.executable).with_name("gunicorn"))
    options = [
        f"--bind={chosen.host}:{chosen.port}",
        f"--workers={chosen.workers}",
        "--threads=4",
        "--timeout=60",
        "--graceful-timeout=5",
        "--log-level=warning",
    ]
    os.execv(program, [program, *options, "desistance.wsgi:application"])
    return 0
