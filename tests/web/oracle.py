"""The design system's own examples: what its templates draw for given options, as its npm package ships them.

The repository does not hold them. They are fetched once, by the locked hashes of `web-assets/`, into `var/assets/oracle`.
"""

import fcntl
import json
import shutil
import subprocess
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]
KEPT = ROOT / "var" / "assets" / "oracle"
COMPONENTS = Path("node_modules/govuk-frontend/dist/govuk/components")
VOID = {"input", "img", "br", "hr", "path", "meta", "link"}


@cache
def examples(component: str) -> dict[str, dict[str, Any]]:
    """Options and markup of each example of a component, by name; skips the test where there is no npm to fetch them."""
    _fetch()
    listed = json.loads((KEPT / COMPONENTS / component / "fixtures.json").read_text())["fixtures"]
    return {one["name"]: one for one in listed}


def _fetch() -> None:
    KEPT.mkdir(parents=True, exist_ok=True)
    with (KEPT / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if (KEPT / COMPONENTS / "input" / "fixtures.json").exists():
            return
        npm = shutil.which("npm")
        if not npm:
            pytest.skip("the design system's examples come by npm, which this machine does not have")
        for name in ("package.json", "package-lock.json", ".npmrc"):
            shutil.copyfile(ROOT / "web-assets" / name, KEPT / name)
        done = subprocess.run([npm, "ci"], cwd=KEPT, capture_output=True, text=True, check=False)
        if done.returncode:
            pytest.skip(f"npm could not fetch the design system's examples: {done.stderr[-200:]}")


class _Tree(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.lines: list[str] = []
        self.depth = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        kept = {
            name: " ".join(sorted((value or "").split())) if name == "class" else (value or "") for name, value in attrs
        }
        self.lines.append(
            "  " * self.depth + f"<{tag}>" + "".join(f" {name}={value!r}" for name, value in sorted(kept.items()))
        )
        self.depth += tag not in VOID

    def handle_endtag(self, tag: str) -> None:
        self.depth -= tag not in VOID

    def handle_data(self, data: str) -> None:
        if words := " ".join(data.split()):
            self.lines.append("  " * self.depth + words)


def normal(html: str) -> list[str]:
    """Markup as a tree of lines: attributes sorted, classes sorted, white space folded, so that only structure counts."""
    tree = _Tree()
    tree.feed(html)
    return tree.lines


def leaves(html: str) -> list[tuple[str, dict[str, str | None]]]:
    """Every tag of a page with its attributes."""
    found: list[tuple[str, dict[str, str | None]]] = []

    class Tags(HTMLParser):
        def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
            found.append((tag, dict(attrs)))

    Tags().feed(html)
    return found
