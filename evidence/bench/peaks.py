"""How much memory a way of counting takes, asked of a process that does nothing else; that process is `alone`."""

import os
import subprocess
import sys

from evidence.bench.people import National
from evidence.trouble import Trouble


def peak_of(way: str, of: National) -> float:
    """The most memory in MB of a process that does nothing but count one way."""
    command = [sys.executable, "-m", "evidence.bench.alone", way, str(of.sanctions), str(of.people), str(of.size)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, env={**os.environ})
    if done.returncode:
        raise Trouble(f"The count with {way} alone did not end well: {done.stderr[-300:]}")
    return float(done.stdout.split()[-1])
