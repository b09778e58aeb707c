"""The styles, scripts and font of the pages: fetched by name and hash, made fit for a service that is not GOV.UK's.

    python web-assets/assets.py FOLDER [NPM ...]   # builds FOLDER/static/vendor, or says that it is as it should be
    python web-assets/assets.py FOLDER --current   # exit code 0 where there is nothing to build

Why they are changed: the crest and the typeface GDS Transport are only for services on GOV.UK; the patterns are for
everybody (GOV.UK Design System, "Using the GOV.UK Design System on other domains", read 2026). Nothing that this
makes is committed. Standard library only.
"""

from __future__ import annotations

import hashlib
import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
GOVUK = "govuk-frontend/dist/govuk"
MOJ = "@ministryofjustice/frontend/moj"
FONT = "@fontsource-variable/atkinson-hyperlegible-next"
FACES = ("latin-wght-normal", "latin-ext-wght-normal")

SHEETS_AND_SCRIPTS = (
    f"{GOVUK}/govuk-frontend.min.css",
    f"{GOVUK}/govuk-frontend.min.js",
    f"{MOJ}/moj-frontend.min.css",
    f"{MOJ}/moj-frontend.min.js",
)
OUR_STACK = 'Arial,"Liberation Sans",Helvetica,sans-serif'
FONT_FACE = re.compile(r"(/\*!(?:(?!\*/).)*Margaret Calvert(?:(?!\*/).)*\*/)|(@font-face\s*\{[^}]*\})", re.S)
SOURCE_MAP = re.compile(r"/\*# sourceMappingURL=[^*]*\*/|//# sourceMappingURL=\S*")
URL = re.compile(r"""url\(\s*["']?([^"')]*)["']?\s*\)""")
NOT_FOR_US = re.compile(r"crest|logotype|crown|govuk-icon|favicon|apple-touch|opengraph", re.I)

# Neither package carries its licence as a file; both name it in package.json and keep it in their repositories.
LICENCES = """The files in this folder come from these packages, changed as web-assets/assets.py says.

govuk-frontend {govuk}: MIT, copyright (C) 2017 Crown Copyright (Government Digital Service)
@ministryofjustice/frontend {moj}: MIT, copyright (c) Ministry of Justice and dxw

The MIT licence of both:

{mit}

Atkinson Hyperlegible Next ({font}), SIL Open Font License 1.1:

{ofl}
"""
MIT = """Permission is hereby granted, free of charge, to any person obtaining a copy of this software and associated
documentation files (the "Software"), to deal in the Software without restriction, including without limitation the
rights to use, copy, modify, merge, publish, distribute, sublicense, and/or sell copies of the Software, and to permit
persons to whom the Software is furnished to do so, subject to the following conditions:

The above copyright notice and this permission notice shall be included in all copies or substantial portions of the
Software.

THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR IMPLIED, INCLUDING BUT NOT LIMITED TO THE
WARRANTIES OF MERCHANTABILITY, FITNESS FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT. IN NO EVENT SHALL THE AUTHORS OR
COPYRIGHT HOLDERS BE LIABLE FOR ANY CLAIM, DAMAGES OR OTHER LIABILITY, WHETHER IN AN ACTION OF CONTRACT, TORT OR
OTHERWISE, ARISING FROM, OUT OF OR IN CONNECTION WITH THE SOFTWARE OR THE USE OR OTHER DEALINGS IN THE SOFTWARE."""


class AssetsRefused(Exception):
    """The assets could not be fetched, or hold something that they may not; the message says what and where."""


def build(into: Path, npm: list[str]) -> bool:
    """Build `into/static/vendor` unless it already stands as the locked packages make it; returns whether it was built.

    Raises `AssetsRefused` where the packages cannot be fetched, differ from their locked hashes, or where the result
    would hold what we may not use.
    """
    vendor = into / "static" / "vendor"
    if is_current(vendor):
        return False
    packages = fetch(into, npm)
    unfinished = into / "vendor.unfinished"
    shutil.rmtree(unfinished, ignore_errors=True)
    (unfinished / "images").mkdir(parents=True)
    (unfinished / "fonts").mkdir()
    for name in SHEETS_AND_SCRIPTS:
        text = (packages / name).read_text(encoding="utf-8")
        made = fit_sheet(text) if name.endswith(".css") else SOURCE_MAP.sub("", text)
        (unfinished / Path(name).name).write_text(made, encoding="utf-8")
    for icon in (packages / MOJ / "assets" / "images").glob("icon-*.svg"):
        shutil.copyfile(icon, unfinished / "images" / icon.name)
    for face in FACES:
        font = f"atkinson-hyperlegible-next-{face}.woff2"
        shutil.copyfile(packages / FONT / "files" / font, unfinished / "fonts" / font)
    write_licences(unfinished, packages)
    write_manifest(unfinished)
    assert_clean(unfinished)
    shutil.rmtree(vendor, ignore_errors=True)
    vendor.parent.mkdir(parents=True, exist_ok=True)
    unfinished.rename(vendor)
    shutil.rmtree(packages, ignore_errors=True)
    return True


def fetch(into: Path, npm: list[str]) -> Path:
    """Install the locked packages below `into` and return their folder; npm checks each against its hash."""
    work = into / "packages"
    shutil.rmtree(work, ignore_errors=True)
    work.mkdir(parents=True)
    for name in ("package.json", "package-lock.json", ".npmrc"):
        shutil.copyfile(HERE / name, work / name)
    done = subprocess.run(
        [*npm, "ci", "--no-update-notifier"],
        cwd=work,
        capture_output=True,
        text=True,
        check=False,
        stdin=subprocess.DEVNULL,
    )
    if done.returncode:
        raise AssetsRefused(explain(done.stderr + done.stdout))
    return work / "node_modules"


def explain(words: str) -> str:
    """Why npm failed, as a sentence."""
    if "EINTEGRITY" in words:
        return "A web package differs from the hash that was locked, so nothing was built. Look at web-assets."
    if "ENOSPC" in words:
        return "The disk is full. Free some space, then run the same command again; nothing is lost."
    if any(sign in words for sign in ("ENOTFOUND", "ECONNREFUSED", "ETIMEDOUT", "EAI_AGAIN", "ECONNRESET")):
        return "The npm registry could not be reached. Look at this machine's network and 'npm config list'."
    lines = [line for line in words.splitlines() if line.strip() and "complete log" not in line]
    return f"npm could not fetch the web packages: {' / '.join(lines[-3:])}"


def fit_sheet(text: str) -> str:
    """A style sheet without the typeface, the crest and the source map, with addresses relative to itself."""

    def relative(match: re.Match[str]) -> str:
        address = match.group(1)
        if NOT_FOR_US.search(address):
            return "none"
        return f"url({address.removeprefix('/assets/')})"

    text = FONT_FACE.sub(without_gds, text)
    text = re.sub(r"GDS Transport,\s*arial,\s*sans-serif", lambda _: OUR_STACK, text)
    return SOURCE_MAP.sub("", URL.sub(relative, text))


def without_gds(match: re.Match[str]) -> str:
    """Nothing in place of the typeface and its notice; another typeface stays, for `assert_clean` to find."""
    return "" if match.group(1) or "GDS Transport" in match.group(0) else match.group(0)


def versions() -> dict[str, str]:
    """The locked version of each package."""
    lock = json.loads((HERE / "package-lock.json").read_text(encoding="utf-8"))
    return {path.removeprefix("node_modules/"): entry["version"] for path, entry in lock["packages"].items() if path}


def write_licences(vendor: Path, packages: Path) -> None:
    """Write the notices that the licences ask to keep."""
    found = versions()
    text = LICENCES.format(
        govuk=found["govuk-frontend"],
        moj=found["@ministryofjustice/frontend"],
        font=found[FONT],
        mit=MIT,
        ofl=(packages / FONT / "LICENSE").read_text(encoding="utf-8"),
    )
    (vendor / "LICENCES.txt").write_text(text, encoding="utf-8")


def made_from() -> str:
    """What decides how the result looks: the lock file and this script."""
    both = (HERE / "package-lock.json").read_bytes() + Path(__file__).read_bytes()
    return hashlib.sha256(both).hexdigest()


def digests(vendor: Path) -> dict[str, str]:
    """The SHA-256 of every file but the manifest, by its path in the folder."""
    files = sorted(path for path in vendor.rglob("*") if path.is_file() and path.name != "manifest.json")
    return {str(path.relative_to(vendor)): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def write_manifest(vendor: Path) -> None:
    """Record which versions the files were made from and the SHA-256 of each."""
    manifest = {"made_from": made_from(), "versions": versions(), "sha256": digests(vendor)}
    (vendor / "manifest.json").write_text(json.dumps(manifest, indent=1) + "\n", encoding="utf-8")


def is_current(vendor: Path) -> bool:
    """Whether the folder was made from the same lock file by the same script, and nobody changed it since."""
    try:
        manifest = json.loads((vendor / "manifest.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return False
    return (manifest.get("made_from"), manifest.get("sha256")) == (made_from(), digests(vendor))


def faults(vendor: Path) -> list[str]:
    """What the folder holds that it may not, each as a sentence; empty when all is well."""
    found = [
        f"{path.name} is a picture of government's, which only GOV.UK services may show"
        for path in vendor.rglob("*")
        if NOT_FOR_US.search(path.name)
    ]
    for path in sorted([*vendor.rglob("*.css"), *vendor.rglob("*.js")]):
        found += faults_in_text(path, path.read_text(encoding="utf-8"))
    licences = vendor / "LICENCES.txt"
    text = licences.read_text(encoding="utf-8") if licences.exists() else ""
    for sign in (
        "Permission is hereby granted",
        "Government Digital Service",
        "Ministry of Justice",
        "SIL Open Font",
    ):
        if sign not in text:
            found.append(f"LICENCES.txt does not keep the notice with the words '{sign}'")
    try:
        manifest = json.loads((vendor / "manifest.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        manifest = {}
    if manifest.get("sha256") != digests(vendor):
        found.append("manifest.json does not tell the SHA-256 of each file as it is")
    return found


def faults_in_text(path: Path, text: str) -> list[str]:
    """What one style sheet or script holds that it may not."""
    found = []
    if "GDS Transport" in text or "Margaret Calvert" in text:
        found.append(f"{path.name} names the typeface GDS Transport, which only GOV.UK services may use")
    if path.suffix == ".css" and "@font-face" in text:
        found.append(f"{path.name} brings a typeface of its own")
    if "sourceMappingURL" in text:
        found.append(f"{path.name} points to a source map that is not there")
    for address in URL.findall(text) if path.suffix == ".css" else []:
        if NOT_FOR_US.search(address):
            found.append(f"{path.name} shows {address}, which only GOV.UK services may show")
        elif not address.startswith("data:") and not (path.parent / address.split("#")[0]).is_file():
            found.append(f"{path.name} points to {address}, which is not beside it")
    return found


def assert_clean(vendor: Path) -> None:
    """Raise `AssetsRefused` with every fault where the folder holds what it may not."""
    found = faults(vendor)
    if found:
        raise AssetsRefused("The web assets are not fit to serve: " + "; ".join(found) + ".")


def main(words: list[str]) -> int:
    """Build into the folder named first, with the npm command that follows it."""
    if not words:
        sys.stderr.write(f"{__doc__}\n")
        return 2
    if words[1:] == ["--current"]:
        return 0 if is_current(Path(words[0]).resolve() / "static" / "vendor") else 1
    try:
        built = build(Path(words[0]).resolve(), words[1:] or ["npm"])
    except AssetsRefused as refused:
        sys.stderr.write(f"{refused}\n")
        return 1
    except FileNotFoundError as missing:
        sys.stderr.write(f"{missing.filename} is not on this machine.\n")
        return 1
    sys.stdout.write("Web assets built.\n" if built else "Web assets are as they should be.\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
