"""The web assets: nothing in them that only GOV.UK may use, and a gate that sees each such thing."""

import importlib.util
import json
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parents[2]
BUILT = ROOT / "var" / "assets" / "static" / "vendor"


def load() -> ModuleType:
    """The script, which lies in a folder that no package name allows."""
    spec = importlib.util.spec_from_file_location("assets", ROOT / "web-assets" / "assets.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


assets = load()


@pytest.fixture
def vendor(tmp_path: Path) -> Path:
    """A copy of what run.py built, to plant faults in."""
    return Path(shutil.copytree(BUILT, tmp_path / "vendor"))


def append(name: str, text: str) -> Callable[[Path], None]:
    def plant(vendor: Path) -> None:
        with (vendor / name).open("a", encoding="utf-8") as file:
            file.write(text)

    return plant


def write(name: str, text: str) -> Callable[[Path], None]:
    def plant(vendor: Path) -> None:
        (vendor / name).write_text(text, encoding="utf-8")

    return plant


def test_what_was_built_is_fit_to_serve() -> None:
    assert assets.faults(BUILT) == []
    assert assets.is_current(BUILT)


def test_the_styles_and_scripts_of_both_design_systems_and_the_font_are_there() -> None:
    found = {str(path.relative_to(BUILT)) for path in BUILT.rglob("*") if path.is_file()}
    assert {Path(name).name for name in assets.SHEETS_AND_SCRIPTS} <= found
    for face in ("latin", "latin-ext"):
        font = f"fonts/atkinson-hyperlegible-next-{face}-wght-normal.woff2"
        assert font in found
        assert (BUILT / font).read_bytes()[:4] == b"wOF2"
    sheet = (BUILT / "govuk-frontend.min.css").read_text(encoding="utf-8")
    assert sheet.count(assets.OUR_STACK) > 50
    assert ".govuk-generic-header" in sheet
    assert ".moj-timeline" in (BUILT / "moj-frontend.min.css").read_text(encoding="utf-8")


def test_the_manifest_tells_versions_and_hashes() -> None:
    manifest = json.loads((BUILT / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["versions"]["govuk-frontend"] == "6.6.0"
    assert manifest["versions"]["@ministryofjustice/frontend"] == "11.1.0"
    assert manifest["sha256"]["govuk-frontend.min.css"] == assets.digests(BUILT)["govuk-frontend.min.css"]


def test_none_of_it_is_committed() -> None:
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    names = [Path(line).name for line in listed.splitlines()]
    assert not [name for name in names if name.endswith((".min.css", ".min.js", ".woff2", ".woff"))]


@pytest.mark.parametrize(
    ("plant", "fault"),
    [
        (append("govuk-frontend.min.css", ".a{background:url(/assets/images/govuk-crest.svg)}"), "govuk-crest.svg"),
        (append("govuk-frontend.min.css", '.a{background:url("images/moj-logotype-crest.svg")}'), "logotype"),
        (
            append("govuk-frontend.min.css", "@font-face{font-family:Other;src:url(fonts/o.woff2)}"),
            "typeface of its own",
        ),
        (append("moj-frontend.min.css", ".a{font-family:GDS Transport,arial}"), "GDS Transport"),
        (append("moj-frontend.min.css", ".a{background:url(/assets/images/icon-document.svg)}"), "not beside it"),
        (append("moj-frontend.min.css", ".a{background:url(//elsewhere.example/a.png)}"), "not beside it"),
        (append("moj-frontend.min.css", "/*# sourceMappingURL=moj-frontend.min.css.map */"), "source map"),
        (append("moj-frontend.min.js", "//# sourceMappingURL=moj-frontend.min.js.map"), "source map"),
        (write("images/favicon.ico", ""), "picture of government's"),
        (write("images/govuk-icon-mask.svg", ""), "picture of government's"),
        (write("LICENCES.txt", "All rights reserved."), "keep the notice"),
        (append("govuk-frontend.min.js", "\n"), "SHA-256"),
        (lambda vendor: (vendor / "manifest.json").unlink(), "SHA-256"),
    ],
)
def test_a_planted_fault_is_caught(vendor: Path, plant: Callable[[Path], None], fault: str) -> None:
    assert assets.faults(vendor) == []
    plant(vendor)
    assert any(fault in found for found in assets.faults(vendor)), assets.faults(vendor)
    with pytest.raises(assets.AssetsRefused, match="not fit to serve"):
        assets.assert_clean(vendor)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("a{font-family:GDS Transport,arial,sans-serif}", f"a{{font-family:{assets.OUR_STACK}}}"),
        ("/*! Copyright (c) 2011 by Margaret Calvert. */@font-face{font-family:GDS Transport;src:url(x)}b{}", "b{}"),
        ("@font-face{font-family:Other;src:url(x)}", "@font-face{font-family:Other;src:url(x)}"),
        ("a{background:url(/assets/images/govuk-crest.svg)}", "a{background:none}"),
        ('a{background:url("/assets/images/icon-a.svg")}', "a{background:url(images/icon-a.svg)}"),
        ("a{background:url(data:image/svg+xml;base64,AA)}", "a{background:url(data:image/svg+xml;base64,AA)}"),
        ("a{}\n/*# sourceMappingURL=a.css.map */", "a{}\n"),
        ("/*! MIT */a{}", "/*! MIT */a{}"),
    ],
)
def test_a_style_sheet_is_made_fit(before: str, after: str) -> None:
    assert assets.fit_sheet(before) == after


def test_what_is_current_is_not_built_again(tmp_path: Path) -> None:
    shutil.copytree(BUILT, tmp_path / "static" / "vendor")
    assert not assets.build(tmp_path, ["/no/such/npm"])


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ("npm error code EINTEGRITY", "differs from the hash"),
        ("npm error code ENOTFOUND", "could not be reached"),
        ("npm error code ENOSPC", "disk is full"),
        ("one\ntwo\nA complete log of this run can be found in: x", "one / two"),
    ],
)
def test_why_npm_failed_becomes_a_sentence(words: str, sentence: str) -> None:
    assert sentence in assets.explain(words)


def test_a_package_that_differs_from_its_hash_is_refused_and_the_old_assets_stay(tmp_path: Path) -> None:
    """Whatever npm says, nothing is put in place unless everything succeeded."""
    vendor = tmp_path / "static" / "vendor"
    vendor.mkdir(parents=True)
    (vendor / "old.css").write_text("a{}", encoding="utf-8")
    npm = [sys.executable, "-c", "import sys; sys.exit('npm error code EINTEGRITY')"]
    with pytest.raises(assets.AssetsRefused, match="differs from the hash"):
        assets.build(tmp_path, npm)
    assert (vendor / "old.css").exists()


def test_a_machine_without_npm_is_told_so(tmp_path: Path) -> None:
    script = str(ROOT / "web-assets" / "assets.py")
    command = [sys.executable, script, str(tmp_path), "/no/such/npm"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (1, "/no/such/npm is not on this machine.\n")
