"""The ways in: `import evidence`, `evidence VERB` and what a mistake is answered with."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

import evidence
from evidence import cli

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


def test_importing_evidence_loads_nothing_heavy_and_no_part() -> None:
    loaded = modules_after("import evidence")
    assert loaded.isdisjoint(HEAVY)
    assert "evidence" in loaded


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
