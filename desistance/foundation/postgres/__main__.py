"""`python -m desistance.foundation.postgres start|stop|status DATA`, for a person at a terminal and for `run.py`."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from desistance.foundation.postgres import PostgresRefused, is_ready, start, stop


def say(sentence: str) -> None:
    """Print a line now, also where the output is a pipe."""
    sys.stdout.write(f"{sentence}\n")
    sys.stdout.flush()


def main(words: list[str] | None = None) -> int:
    """Do what the words ask; 0 when done (`status`: ready), 1 when not, with one sentence."""
    parser = argparse.ArgumentParser(prog="python -m desistance.foundation.postgres", description=__doc__)
    parser.add_argument("verb", choices=["start", "stop", "status"])
    parser.add_argument("data", type=Path, help="the data folder")
    asked = parser.parse_args(words)
    try:
        if asked.verb == "start":
            start(asked.data, say=say)
        elif asked.verb == "stop":
            say("Stopped." if stop(asked.data, say=say) else "It was not running.")
        else:
            ready = is_ready(asked.data)
            say("Ready." if ready else "Not ready.")
            return 0 if ready else 1
    except PostgresRefused as refused:
        sys.stderr.write(f"{refused}\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
