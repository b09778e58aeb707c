"""Tagged PDF from plain data and a template of ours, set in a process of its own with a limit of memory and time."""

import json
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from desistance.foundation.decisions import Refused

MOST_BYTES: Final = 1 << 30
MOST_SECONDS: Final = 10
NOT_MADE: Final = "The PDF could not be made. The page shows the same, and you can print it. Tell your administrator."


def pdf_of(template: Path, data: Mapping[str, Any]) -> bytes:
    """The PDF (PDF/UA-1) that a template makes of data. Raises :class:`Refused` where it takes too much or goes wrong."""
    asked = {"template": str(template), "data": data, "bytes": MOST_BYTES, "seconds": MOST_SECONDS}
    command = [sys.executable, "-I", str(Path(__file__).with_name("typesetter.py"))]
    try:
        done = subprocess.run(
            command, input=json.dumps(asked).encode(), capture_output=True, timeout=MOST_SECONDS * 2, check=False
        )
    except (OSError, subprocess.TimeoutExpired) as failed:
        raise Refused(NOT_MADE) from failed
    if done.returncode or not done.stdout.startswith(b"%PDF-"):
        raise Refused(NOT_MADE)
    return done.stdout
