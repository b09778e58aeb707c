"""Chromium and a typeface of Arial's widths, from Debian's packages, for the tests in a browser."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

from ground.registry import debian_packages
from ground.words import Trouble, say

NAMES = ("chromium", "chromium-browser", "google-chrome")
FONTS = Path("/usr/share/fonts")


def chromium() -> str:
    """The path of Chromium, installed first as root where it is missing.

    Raises `Trouble` with the one line that mends it where this account may not install; nothing is ever skipped.
    """
    missing = missing_packages()
    if missing and os.geteuid() == 0 and shutil.which("apt-get"):
        say(f"Installing {' and '.join(missing)} from Debian's packages.")
        debian_packages(*missing)
        missing = missing_packages()
    if missing:
        raise Trouble(
            f"The tests in a browser need {' and '.join(missing)}. Run: sudo apt-get install -y {' '.join(missing)}"
        )
    return next(path for path in map(shutil.which, NAMES) if path)


def missing_packages() -> list[str]:
    """The Debian packages that the browser tests need and this machine has not."""
    missing = [] if any(map(shutil.which, NAMES)) else ["chromium"]
    if not any(FONTS.rglob("LiberationSans-Regular.*")):
        missing.append("fonts-liberation")
    return missing
