"""run.py on a machine: words, exit codes, pip's settings handed to uv, and what is left alone."""

import argparse
import errno
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from ground import browser, command, environment, registry
from ground.environment import LAUNCHED, TEST_SETS, Checkout, fingerprint
from ground.words import MACHINE, Trouble, from_system, last_lines, room_on_disk

ROOT = Path(__file__).resolve().parents[2]


def run(*words: str, **options: str) -> subprocess.CompletedProcess[str]:
    """run.py with these words, by a Python that sees no installed package."""
    return subprocess.run(
        [sys.executable, "-E", "-S", "run.py", *words],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        env={"PATH": os.environ["PATH"], "HOME": str(options.get("home", ROOT))},
        stdin=subprocess.DEVNULL,
    )


def test_run_py_needs_nothing_but_python() -> None:
    said = subprocess.run(
        [sys.executable, "-I", "-S", "-c", f"import sys; sys.path.insert(0, {str(ROOT)!r}); import ground.command"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert (said.returncode, said.stderr) == (0, "")


@pytest.mark.parametrize("verb", ["demo", "test", "check", "bench", "docs", "setup"])
def test_every_command_is_listed_with_a_line_of_its_own(verb: str) -> None:
    assert f"\n    {verb} " in command.parser().format_help()


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ((), "the following arguments are required: COMMAND"),
        (("dmeo",), "invalid choice: 'dmeo'"),
        (("demo", "--port", "http"), "'http' is not a port: give a number from 1 to 65535, such as 8001"),
        (("demo", "--port", "0"), "'0' is not a port"),
        (("demo", "--port", "65536"), "'65536' is not a port"),
        (("demo", "--people", "-5"), "'-5' is not a number of people"),
        (("demo", "--people", "many"), "'many' is not a number of people: give a whole number, such as 2000"),
    ],
)
def test_words_that_are_not_understood_end_with_code_2_and_say_what_to_write(
    words: tuple[str, ...], sentence: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        command.parser().parse_args(words)
    assert ended.value.code == 2
    assert sentence in capsys.readouterr().err


@pytest.mark.parametrize(("text", "number"), [("240000", 240_000), ("240,000", 240_000), ("240_000", 240_000)])
def test_a_number_of_people_may_be_written_as_people_write_it(text: str, number: int) -> None:
    assert command.people(text) == number


def test_a_number_that_is_none_is_refused() -> None:
    with pytest.raises(argparse.ArgumentTypeError):
        command.people("²")


def test_a_data_folder_that_cannot_be_made_ends_with_a_sentence_and_no_traceback() -> None:
    done = run("demo", "--data", "/proc/nowhere/data")
    assert done.returncode == MACHINE
    assert "/proc/nowhere" in done.stdout
    assert "Traceback" not in done.stdout + done.stderr


LISTING = """:env:.cert='/etc/ssl/own.crt'
:env:.find-links='/srv/other'
global.extra-index-url='\\nfile:///srv/one\\nfile:///srv/two'
global.find-links='/srv/wheels'
global.index-url='https://user:secret@packages.example/simple'
install.no-binary='thing'
freeze.timeout='10'
global.timeout='60'
global.trusted-host=not quoted
"""


def test_pips_settings_are_read_with_the_environment_strongest() -> None:
    assert registry.read_settings(LISTING) == {
        "cert": "/etc/ssl/own.crt",
        "extra-index-url": "file:///srv/one file:///srv/two",
        "find-links": "/srv/other",
        "index-url": "https://user:secret@packages.example/simple",
        "no-binary": "thing",
        "timeout": "60",
    }


def test_pips_settings_reach_uv_in_its_own_words() -> None:
    told = registry.environment_for_uv(registry.read_settings(LISTING), {"PATH": "/bin"})
    assert told["UV_DEFAULT_INDEX"] == "https://user:secret@packages.example/simple"
    assert told["UV_INDEX"] == "file:///srv/one file:///srv/two"
    assert told["UV_FIND_LINKS"] == "/srv/other"
    assert told["SSL_CERT_FILE"] == "/etc/ssl/own.crt"
    assert told["UV_HTTP_TIMEOUT"] == "60"
    assert told["PATH"] == "/bin"


def test_what_was_said_to_uv_itself_stays() -> None:
    told = registry.environment_for_uv({"index-url": "https://pip.example"}, {"UV_DEFAULT_INDEX": "https://uv.example"})
    assert told["UV_DEFAULT_INDEX"] == "https://uv.example"


def test_a_machine_without_settings_of_pip_gives_uv_none() -> None:
    told = registry.environment_for_uv(registry.read_settings(""), {})
    assert not {"UV_DEFAULT_INDEX", "UV_INDEX", "UV_FIND_LINKS", "SSL_CERT_FILE", "UV_NO_INDEX"} & set(told)


@pytest.mark.parametrize(("value", "told"), [("1", "1"), ("true", "1"), ("0", None), ("false", None)])
def test_pips_no_index_is_handed_on(value: str, told: str | None) -> None:
    assert registry.environment_for_uv({"no-index": value}, {}).get("UV_NO_INDEX") == told


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ("error: Failed to fetch: `https://packages.example/simple/django/`", "could not be reached"),
        ("Temporary failure in name resolution", "could not be reached"),
        ("error: No space left on device (os error 28)", "disk is full"),
        ("Hash mismatch for `django==5.2.19`", "differs from the one that was locked"),
        ("No matching distribution", "Packages could not be installed: No matching distribution"),
    ],
)
def test_why_packages_could_not_be_installed_becomes_a_sentence(words: str, sentence: str) -> None:
    assert sentence in registry.explain(words)


def test_a_wheel_of_pip_is_run_where_python_has_no_pip(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    wheel = tmp_path / "pip-23.0.1-py3-none-any.whl"
    wheel.touch()
    monkeypatch.setattr(registry, "PIP_WHEELS", (tmp_path,))
    monkeypatch.setattr(registry, "has_pip", lambda: False)
    assert registry.environment_of_pip()["PYTHONPATH"] == str(wheel)
    assert registry.pip() == [sys.executable, "-m", "pip"]


def test_without_pip_an_ordinary_account_is_told_the_one_line_that_mends_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(registry, "PIP_WHEELS", (tmp_path,))
    monkeypatch.setattr(registry, "has_pip", lambda: False)
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    with pytest.raises(Trouble, match="Run: sudo apt-get install -y python3-pip-whl"):
        registry.pip()


def test_without_chromium_an_ordinary_account_is_told_the_one_line_that_mends_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(browser, "FONTS", tmp_path)
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    with pytest.raises(Trouble, match="Run: sudo apt-get install -y chromium fonts-liberation") as trouble:
        browser.chromium()
    assert trouble.value.code == MACHINE


def test_chromium_is_found_by_any_of_its_names(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program = tmp_path / "chromium-browser"
    program.touch(mode=0o755)
    (tmp_path / "LiberationSans-Regular.ttf").touch()
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(browser, "FONTS", tmp_path)
    assert browser.chromium() == str(program)


@pytest.fixture
def checkout(tmp_path: Path) -> Checkout:
    """A checkout with locked files that ask for nothing."""
    (tmp_path / "requirements").mkdir()
    for name in (*TEST_SETS, "spark", "assets"):
        (tmp_path / "requirements" / f"{name}.txt").write_text("", encoding="utf-8")
    return Checkout(tmp_path)


@pytest.mark.slow
def test_setting_up_makes_an_environment_with_the_launcher_and_then_does_nothing(checkout: Checkout) -> None:
    """With the real uv and a real environment; the locked files ask for nothing, so that no network is needed after uv."""
    for package in LAUNCHED:
        (checkout.root / package).mkdir()
        (checkout.root / package / "__main__.py").write_text(
            "import sys; print(__spec__.parent, sys.argv)", encoding="utf-8"
        )
        (checkout.root / package / "__init__.py").touch()
    tools = ROOT / "var" / "tools"
    if (tools / "bin" / "uv").exists():
        checkout.var.mkdir()
        (checkout.var / "tools").symlink_to(tools)
    environment.set_up(checkout, ("web",))
    assert environment.installed(checkout) == ("web",)
    for name in LAUNCHED:
        said = subprocess.run(
            [environment.launcher(checkout, name), "word"], cwd="/", capture_output=True, text=True, check=True
        ).stdout
        assert said.startswith(f"{name} [")
        assert said.strip().endswith("'word']")

    before = checkout.stamp.stat().st_mtime_ns
    environment.launcher(checkout, "evidence").unlink()
    environment.set_up(checkout, ("web",))
    assert checkout.stamp.stat().st_mtime_ns == before
    assert environment.launcher(checkout, "evidence").exists(), (
        "a command that came later is added to a checkout that is set up"
    )

    environment.set_up(checkout, ("web", "analytics"))
    environment.set_up(checkout, ("web",))
    assert environment.installed(checkout) == ("web", "analytics")


def test_a_changed_locked_file_or_another_place_counts_as_not_installed(checkout: Checkout, tmp_path: Path) -> None:
    before = fingerprint(checkout, ("web",))
    checkout.requirements("analytics").write_text("x", encoding="utf-8")
    assert fingerprint(checkout, ("web",)) == before
    checkout.requirements("web").write_text("x", encoding="utf-8")
    assert fingerprint(checkout, ("web",)) != before


@pytest.mark.parametrize("text", ["", "{", "[]", '{"sets": 5}', "null"])
def test_a_stamp_that_cannot_be_read_counts_as_nothing_installed(checkout: Checkout, text: str) -> None:
    checkout.venv.mkdir()
    checkout.stamp.write_text(text, encoding="utf-8")
    assert environment.installed(checkout) == ()


def test_programs_start_without_what_a_shell_left_behind(checkout: Checkout, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in environment.NOT_OURS:
        monkeypatch.setenv(name, "something")
    monkeypatch.setenv("LANG", "en_GB.UTF-8")
    made = environment.child_environment(checkout, DESISTANCE_DATA="/srv/data")
    assert not set(environment.NOT_OURS) & set(made)
    assert (made["LANG"], made["DESISTANCE_DATA"]) == ("en_GB.UTF-8", "/srv/data")
    assert made["PATH"].startswith(str(checkout.venv / "bin"))


def test_a_full_disk_is_told_before_anything_is_begun(tmp_path: Path) -> None:
    with pytest.raises(Trouble, match=r"has \d+ MB free and \d+ MB are needed") as trouble:
        room_on_disk(tmp_path / "not" / "yet", wanted=1 << 60)
    assert trouble.value.code == MACHINE
    room_on_disk(tmp_path / "not" / "yet", wanted=1)


@pytest.mark.parametrize(
    ("number", "sentence"),
    [
        (errno.ENOSPC, "The disk is full"),
        (errno.EDQUOT, "The disk is full"),
        (errno.EACCES, "cannot be written by this account"),
        (errno.EROFS, "cannot be written by this account"),
        (errno.ENOTDIR, "/srv/x: Not a directory."),
    ],
)
def test_a_failure_of_the_system_becomes_a_sentence(number: int, sentence: str) -> None:
    assert sentence in str(from_system(OSError(number, os.strerror(number), "/srv/x")))


def test_the_last_words_of_another_program_are_its_last_lines_that_say_something() -> None:
    assert last_lines("one\n\n  two\nthree\n\n", 2) == "two / three"
    assert last_lines("\n \n") == "nothing"


def test_the_makefile_knows_every_command_and_does_nothing_itself() -> None:
    text = (ROOT / "Makefile").read_text(encoding="utf-8")
    assert "demo test check bench docs setup:\n\t@python3 run.py $@" in text


def test_ci_runs_the_command_of_the_readme_from_any_folder(tmp_path: Path) -> None:
    script = ROOT / ".ci" / "run"
    assert os.access(script, os.X_OK)
    copy = tmp_path / ".ci" / "run"
    copy.parent.mkdir()
    copy.write_bytes(script.read_bytes())
    (tmp_path / "run.py").write_text("import sys; print(sys.argv[1:], repr(sys.stdin.read())); sys.exit(7)", "utf-8")
    done = subprocess.run(["bash", ".ci/run"], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (7, "['test'] ''\n")


def test_what_is_installed_is_written_whole(checkout: Checkout) -> None:
    checkout.venv.mkdir()
    checkout.stamp.write_text(json.dumps({"sets": ["web", "spark"], "fingerprint": "x"}), encoding="utf-8")
    assert environment.installed(checkout) == ("web", "spark")
