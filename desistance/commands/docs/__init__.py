"""Write the generated pages of docs/reference anew from the code, or check that none is stale."""

import argparse
import sys
from collections.abc import Mapping
from pathlib import Path

from django.conf import settings

from desistance.commands.docs.pages import PAGES

FOLDER = settings.ROOT / "docs" / "reference"


def describe(parser: argparse.ArgumentParser) -> None:
    """Whether to write or only to compare, and where."""
    parser.add_argument("--check", action="store_true", help="change nothing; fail and name what is stale")
    parser.add_argument("--folder", type=Path, default=FOLDER, help="where the pages are (docs/reference)")


def run(chosen: argparse.Namespace) -> int:
    """0 when the pages are written, or are as the code says; 1 with the names of stale pages otherwise."""
    pages = {name: build() for name, build in PAGES.items()}
    if not chosen.check:
        for name, text in pages.items():
            (chosen.folder / name).parent.mkdir(parents=True, exist_ok=True)
            (chosen.folder / name).resolve().write_text(text, encoding="utf-8")
        return 0
    stale = stale_pages(pages, chosen.folder)
    for name in stale:
        sys.stderr.write(f"{chosen.folder / name} is not what the code says. Write it anew: python3 run.py docs\n")
    return 1 if stale else 0


def stale_pages(pages: Mapping[str, str], folder: Path) -> list[str]:
    """Names of pages that are missing or say something else, and of pages that nothing writes any more."""
    there = {path.name: path.read_text(encoding="utf-8") for path in folder.glob("*.md")}
    for name in pages:
        if (folder / name).exists():
            there[name] = (folder / name).read_text(encoding="utf-8")
    changed = [name for name, text in pages.items() if there.get(name) != text]
    return changed + sorted(set(there) - set(pages))
