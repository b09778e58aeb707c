"""The ways in: `import evidence`, `evidence VERB` and what a mistake is answered with."""

import json
import shlex
import subprocess
import sys
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules

import pytest

import evidence
from evidence import cli
from evidence.made_up import sample

ROOT = Path(__file__).resolve().parents[2]
HEAVY = (
    "duckdb",
    "ibis",
    "numba",
    "numpy",
    "pandas",
    "polars",
    "patsy",
    "pyarrow",
    "scipy",
    "splink",
    "sqlglot",
    "statsmodels",
    "django",
    "desistance",
)


def modules_after(code: str) -> set[str]:
    """The names of the packages that a fresh interpreter has loaded after `code`."""
    words = f"import json, sys\n{code}\nprint(json.dumps(sorted(name.split('.')[0] for name in sys.modules)))"
    done = subprocess.run([sys.executable, "-c", words], cwd=ROOT, capture_output=True, text=True, check=True)
    return set(json.loads(done.stdout.splitlines()[-1]))


def test_importing_evidence_loads_nothing_but_itself() -> None:
    """It takes under a fifth of a second because of what it does not load; a time would depend on the machine."""
    before, loaded = modules_after(""), modules_after("import evidence")
    assert loaded - before - set(sys.stdlib_module_names) == {"evidence"}
    assert "duckdb" in modules_after("import evidence\nevidence.tables.read") - before
    light = "import evidence\nevidence.tables, evidence.reoffending, evidence.evaluation, evidence.linkage, evidence.predictors"
    assert modules_after(light).isdisjoint(HEAVY)


def test_the_list_of_verbs_is_printed_without_an_engine() -> None:
    code = "from evidence.cli import main\ntry:\n    main(['--help'])\nexcept SystemExit:\n    pass"
    assert modules_after(code).isdisjoint(HEAVY)


def test_a_part_is_loaded_when_it_is_named() -> None:
    assert "evidence.tables" in sys.modules or evidence.tables
    assert set(evidence.PARTS) <= set(dir(evidence))


def test_a_name_that_is_no_part_is_answered_with_the_parts() -> None:
    with pytest.raises(AttributeError, match="its parts are disclosure, evaluation, fairness, linkage, predictors"):
        _ = evidence.reofending


def test_no_verb_and_an_unknown_verb_are_not_understood(capsys: pytest.CaptureFixture[str]) -> None:
    for given in ([], ["guess"]):
        with pytest.raises(SystemExit) as ended:
            cli.main(given)
        assert ended.value.code == cli.NOT_UNDERSTOOD
    assert "guess" in capsys.readouterr().err


def test_a_verb_may_be_piped_into_a_reader_that_stops_early() -> None:
    command = f"set -o pipefail; {sys.executable} -m evidence tables | head -1"
    done = subprocess.run(["bash", "-c", command], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.stderr == ""


VERBS = sorted(found.name for found in iter_modules(cli.__path__))


@pytest.mark.parametrize("verb", VERBS)
def test_every_verb_has_help_that_shows_one_example(verb: str, capsys: pytest.CaptureFixture[str]) -> None:
    module = import_module(f"evidence.cli.{verb}")
    with pytest.raises(SystemExit):
        cli.main([verb.replace("_", "-"), "--help"])
    said = capsys.readouterr().out
    assert f"\n    {module.EXAMPLE}\n" in said
    assert " ".join((module.__doc__ or "").split()) in " ".join(said.split())
    assert shlex.split(module.EXAMPLE)[:2] == ["evidence", verb.replace("_", "-")]


def test_the_example_of_every_verb_runs_on_the_made_up_files(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    sample("made-up", 120)
    for verb in VERBS:
        words = shlex.split(import_module(f"evidence.cli.{verb}").EXAMPLE)[1:]
        given, into = (words[:-2], words[-1]) if ">" in words else (words, "")
        if verb in ("bench", "sample"):
            continue
        code, said = cli.main(given), capsys.readouterr()
        assert (code, bool(said.out)) == (cli.DONE, True), said.err
        if into:
            Path(into).write_text(said.out)
