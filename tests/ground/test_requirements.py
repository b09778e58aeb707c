"""The locked files: no addresses, a hash for every package, a reason for every choice, and sets that agree."""

import json
import re
from pathlib import Path

import pytest

REQUIREMENTS = Path(__file__).resolve().parents[2] / "requirements"
LOCK_OF_NPM = REQUIREMENTS.parent / "web-assets" / "package-lock.json"
SETS = ("web", "analytics", "test", "bench", "spark", "assets")
ADDRESS = re.compile(r"\b[a-z][a-z+]*://|^\s*-[if] |--index|--find-links|--extra-index|--trusted-host", re.M)
MOST_DIRECT_DEPENDENCIES = 25


def pinned(text: str) -> dict[str, str]:
    """Name and version of every package in a locked file."""
    return dict(re.findall(r"^([a-z0-9][a-z0-9._-]*)==(\S+)", text, re.M))


def faults(text: str) -> list[str]:
    """What a locked file may not hold."""
    found = [f"an address or index: {match}" for match in ADDRESS.findall(text)]
    for entry in re.split(r"\n(?=\S)", text.strip()):
        name = entry.split("==")[0].strip()
        if not re.match(r"^[a-z0-9._-]+==[^\s*]+ \\\n", entry):
            found.append(f"{name} is not pinned to one version")
        if not re.search(r"--hash=sha256:[0-9a-f]{64}", entry):
            found.append(f"{name} has no hash")
    return found


def faults_of_npm(lock: dict[str, object]) -> list[str]:
    """What the lock file of the web assets may not hold: an address, or a package without its integrity hash."""
    found = [f"an address: {match}" for match in re.findall(r"[a-z+]+://[^\"]*", json.dumps(lock))]
    packages = lock["packages"]
    assert isinstance(packages, dict)
    for path, entry in packages.items():
        if path and not str(entry.get("integrity", "")).startswith("sha512-"):
            found.append(f"{path} has no integrity hash")
    return found


def direct(name: str) -> list[str]:
    """The lines of a hand-written file that ask for a package."""
    lines = (REQUIREMENTS / f"{name}.in").read_text(encoding="utf-8").splitlines()
    return [line for line in lines if line and not line.startswith(("#", "-c"))]


@pytest.mark.parametrize("name", SETS)
def test_a_locked_file_has_a_hash_for_every_package_and_no_address(name: str) -> None:
    text = (REQUIREMENTS / f"{name}.txt").read_text(encoding="utf-8")
    assert faults(text) == []
    assert pinned(text)


@pytest.mark.parametrize("name", SETS)
def test_every_direct_dependency_is_pinned_and_gives_its_one_reason(name: str) -> None:
    for line in direct(name):
        assert re.match(r"^[a-z0-9-]+(\[[a-z,-]+\])?==[0-9][0-9a-z.]*\s+# \S.{4,}$", line), line


@pytest.mark.parametrize("name", SETS)
def test_the_locked_file_holds_what_the_hand_written_one_asks_for(name: str) -> None:
    locked = pinned((REQUIREMENTS / f"{name}.txt").read_text(encoding="utf-8"))
    for line in direct(name):
        package, version = re.match(r"^([a-z0-9-]+)(?:\[[^\]]*\])?==(\S+)", line).groups()  # type: ignore[union-attr]
        assert locked[package] == version


def test_the_sets_agree_on_every_version() -> None:
    together: dict[str, str] = {}
    for name in SETS:
        for package, version in pinned((REQUIREMENTS / f"{name}.txt").read_text(encoding="utf-8")).items():
            assert together.setdefault(package, version) == version, package


def test_the_house_stands_on_few_packages() -> None:
    assert len(direct("web")) + len(direct("analytics")) <= MOST_DIRECT_DEPENDENCIES


def test_spark_is_not_in_what_the_demonstration_installs() -> None:
    for name in ("web", "analytics", "test"):
        assert "pyspark" not in pinned((REQUIREMENTS / f"{name}.txt").read_text(encoding="utf-8"))


def test_the_lock_file_of_the_web_assets_has_hashes_and_no_address() -> None:
    assert faults_of_npm(json.loads(LOCK_OF_NPM.read_text(encoding="utf-8"))) == []


GOOD = f"django==5.2.19 \\\n    --hash=sha256:{'0' * 64}\n"


@pytest.mark.parametrize(
    ("planted", "fault"),
    [
        (f"--index-url https://packages.example/simple\n{GOOD}", "an address"),
        (f"{GOOD}thing @ git+ssh://host.example/thing\n", "an address"),
        (f"-i folder\n{GOOD}", "an address"),
        (f"--find-links /srv/wheels\n{GOOD}", "an address"),
        ("django==5.2.19\n", "has no hash"),
        (f"django>=5.2 \\\n    --hash=sha256:{'0' * 64}\n", "not pinned"),
        ("django==5.2.19 \\\n    --hash=md5:00\n", "has no hash"),
    ],
)
def test_a_planted_fault_in_a_locked_file_is_caught(planted: str, fault: str) -> None:
    assert faults(GOOD) == []
    assert any(fault in found for found in faults(planted))


@pytest.mark.parametrize(
    ("entry", "fault"),
    [
        ({"version": "1", "integrity": "sha512-x", "resolved": "https://registry.example/a.tgz"}, "an address"),
        ({"version": "1", "integrity": "sha512-x", "funding": {"url": "https://a.example"}}, "an address"),
        ({"version": "1"}, "no integrity"),
        ({"version": "1", "integrity": "sha1-x"}, "no integrity"),
    ],
)
def test_a_planted_fault_in_the_lock_file_of_the_web_assets_is_caught(entry: dict[str, object], fault: str) -> None:
    lock = {"packages": {"": {"name": "ours"}, "node_modules/a": entry}}
    assert any(fault in found for found in faults_of_npm(lock))
