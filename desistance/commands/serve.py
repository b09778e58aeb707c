"""Serve the pages and the API on this machine (gunicorn, threads)."""

import argparse
import hashlib
import os
import sys
from pathlib import Path

from django.conf import settings
from django.core.management import call_command

from desistance import web
from desistance.commands.doctor import refuse_unsafe_role


def describe(parser: argparse.ArgumentParser) -> None:
    """Where to listen."""
    parser.add_argument("--port", type=int, default=8000)
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--workers", type=int, default=2)


def gather_static_files() -> None:
    """Gather them where they are served from, unless nothing has changed since the last time."""
    folders = [Path(web.__file__).parent / "static", *settings.STATICFILES_DIRS]
    found = sorted(path for folder in folders for path in Path(folder).rglob("*") if path.is_file())
    told = "".join(f"{path}{path.stat().st_size}{path.stat().st_mtime_ns}" for path in found)
    state, stamp = hashlib.sha256(told.encode()).hexdigest(), Path(settings.STATIC_ROOT) / "gathered"
    if not stamp.is_file() or stamp.read_text() != state:
        call_command("collectstatic", interactive=False, verbosity=0)
        stamp.write_text(state)


def run(chosen: argparse.Namespace) -> int:
    """Gather the static files, then become gunicorn."""
    refuse_unsafe_role()
    gather_static_files()
    program = str(Path(sys.executable).with_name("gunicorn"))
    options = [
        f"--bind={chosen.host}:{chosen.port}",
        f"--workers={chosen.workers}",
        "--threads=4",
        "--preload",
        "--timeout=60",
        "--graceful-timeout=5",
        "--log-level=warning",
    ]
    os.execv(program, [program, *options, "desistance.wsgi:application"])
    return 0
