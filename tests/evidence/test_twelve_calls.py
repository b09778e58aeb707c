"""The twelve calls as a stranger makes them: the code stands in the documentation, and every result keeps one protocol."""

import ast
import contextlib
import html
import importlib
import io
import json
import re
from pathlib import Path
from typing import Any

import pytest

import evidence
from evidence import linkage
from evidence.disclosure import HIDDEN, Cleared, Printed
from evidence.results import Result, added

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs" / "evidence.md"
NOTEBOOK = ROOT / "docs" / "evidence" / "from-a-file-to-a-release.ipynb"
NUMBER = r"(?<![\w.])-?\d+(?:\.\d+)?(?:e-?\d+)?(?![\w.]*\w)"
MARKED = "not protected: true counts, not for publication"
RESULTS = {"r": "rates", "st": "study", "e": "estimate", "t": "trial", "h": "survival", "l": "links"}


def blocks(page: Path) -> list[str]:
    """The Python blocks of a page."""
    return re.findall(r"^```python\n(.*?)^```", page.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)


@pytest.fixture(scope="module")
def called(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """The names that the documented block leaves, run in an empty folder with fewer made-up people."""
    [block] = blocks(PAGE)
    folder, names = tmp_path_factory.mktemp("stranger"), {"__name__": "__stranger__"}
    with pytest.MonkeyPatch.context() as patched:
        patched.chdir(folder)
        patched.setattr(
            evidence,
            "sample",
            lambda into: importlib.import_module("evidence.made_up").sample(into, 110),
            raising=False,
        )
        exec(compile(block, str(PAGE), "exec"), names)
    return names | {"folder": folder}


def figures(text: str) -> set[str]:
    """The numbers that a reader sees in a page, without its drawings and its style."""
    seen = re.sub(r"<svg.*?</svg>|<style.*?</style>|<[^>]*>", " ", text, flags=re.DOTALL)
    return set(re.findall(NUMBER, html.unescape(seen)))


def unaccounted(page: str, told: str) -> set[str]:
    """Numbers of a page that are in its JSON neither as they are nor, there with more digits, rounded."""
    known = set(re.findall(NUMBER, told))
    exact = {float(one) for one in known}
    bare = (
        {round(one, places) for one in exact for places in (4,)}
        | exact
        | {float(f"{one:.2g}") for one in exact if abs(one) < 0.001}
    )
    return {one for one in figures(page) - known if float(one) not in bare}


def test_the_documented_calls_answer_what_they_say(called: dict[str, Any]) -> None:
    assert called["s"].usable > 500
    assert [problem.column for problem in called["p"].problems] == ["person_id", "person_id"]
    assert "P00060" in repr(called["r"].explain("P00060"))
    assert all(one.words in repr(one) for one in called["r"].compare(evidence.published("england")))
    assert called["ser"].about.refreshes == 1
    assert isinstance(called["ok"], Cleared)
    assert called["r"].to_html().count("<li>") == len(called["r"].definition.conventions)
    assert {"rates.csv", "rates.ods", "rates.html"} <= {path.name for path in called["folder"].iterdir()}
    assert [step.step for step in called["st"].attrition][-1] == "matched"
    assert {one.term for one in called["st"].balance} == {"age", "prior"}
    assert called["st"].love_plot._repr_svg_().startswith("<svg")
    assert called["e"].interval[0] < called["e"].effect.difference.value < called["e"].interval[1]
    assert called["e"].sensitivity.smallest_detectable > 0
    assert called["t"].plan.design == "randomised"
    assert {one.term for one in called["h"].coefficients} == {"age", "fin"}
    assert "About people" in repr(called["l"].explain(called["pair"]))


@pytest.mark.parametrize("name", RESULTS)
def test_every_result_says_what_it_is_of_and_prints_cleared(called: dict[str, Any], name: str) -> None:
    found: Result = called[name]
    told = json.loads(found.to_json())
    assert isinstance(found, Result)
    assert found.n == told["n"]
    assert found.n == HIDDEN or int(found.n) % 5 == 0
    assert found.definition.stated == told["definition"]
    assert found.cohort == told["cohort"]
    assert told["period"] == (found.period and {"first": str(found.period.first), "last": str(found.period.last)})
    assert told["disclosure"] == "cleared"
    assert "Cleared for publication" in found._repr_html_()
    assert repr(found) == found.table()
    page = (called["folder"] / f"{RESULTS[name]}.html").read_text(encoding="utf-8")
    assert not re.search(r"(src|href)=|<script|url\(|@import", page)
    assert unaccounted(page, found.to_json()) <= {"95", "5", "10"}  # the level of intervals and the bands, in words
    true = found.unprotected()
    for said in (true.table(), true.to_json(), true.to_html()):
        assert MARKED in said.lower()


def test_a_number_that_is_only_in_a_report_is_noticed() -> None:
    told = json.dumps({"rate": 0.28214567, "n": 40, "p": 0.000123})
    assert unaccounted("<p>0.2821 of 40, p 0.00012</p><svg>7</svg>", told) == set()
    assert unaccounted("<p>0.2829 of 41</p>", told) == {"0.2829", "41"}


def test_counts_that_are_hidden_are_not_added_up() -> None:
    assert added([15, 20]) == 35
    assert added([15, HIDDEN]) == HIDDEN


def subclasses(kind: type) -> list[type]:
    return [each for one in kind.__subclasses__() for each in (one, *subclasses(one))]


def test_no_result_prints_its_fields(called: dict[str, Any]) -> None:
    assert called
    for one in subclasses(Result):
        assert one.__repr__ is Result.__repr__, one
    for one in subclasses(Printed):
        assert one.__repr__ is Printed.__repr__, one


def test_every_public_name_is_told_to_type_checkers_and_is_there() -> None:
    for part in ("", *evidence.PARTS):
        module = importlib.import_module(f"evidence.{part}".rstrip("."))
        tree = ast.parse(Path(str(module.__file__)).read_text(encoding="utf-8"))
        told = {
            name.asname or name.name
            for node in ast.walk(tree)
            if isinstance(node, ast.ImportFrom)
            for name in node.names
        }
        told |= {node.id for node in ast.walk(tree) if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)}
        told |= {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}
        for name in module.__all__:
            assert name in told, f"{module.__name__}.{name}"
            assert hasattr(module, name)
        assert not any(isinstance(node, ast.FunctionDef) and node.name == "__getattr__" for node in tree.body), module
    assert (ROOT / "evidence" / "py.typed").exists()
    assert "Links" in dir(linkage)


@pytest.mark.full
def test_a_caller_of_the_documented_block_is_typed_throughout(tmp_path: Path) -> None:
    from mypy import api

    [block] = blocks(PAGE)
    shown = "\n".join(f"reveal_type({name})" for name in ("s", "c", "ser", "ok", "plan", *RESULTS, "pair"))
    (tmp_path / "caller.py").write_text(f"{block}\n{shown}\nreveal_type(r.explain('a'))\nreveal_type(l.score('b'))\n")
    said, _err, code = api.run(["--strict", "--cache-dir", str(ROOT / ".mypy_cache"), str(tmp_path / "caller.py")])
    assert code == 0, said
    revealed = re.findall(r'Revealed type is "(.*)"', said)
    assert len(revealed) == 14
    assert not [one for one in revealed if "Any" in one or one == "object"]


def test_the_notebook_runs_from_a_file_to_a_release(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every cell as Jupyter runs it: the last expression is shown, as HTML where it can be. It is kept without outputs."""
    cells = [cell for cell in json.loads(NOTEBOOK.read_text(encoding="utf-8"))["cells"] if cell["cell_type"] == "code"]
    assert all(cell["outputs"] == [] and cell["execution_count"] is None for cell in cells)
    monkeypatch.chdir(tmp_path)
    names: dict[str, Any] = {}
    shown = [show(cell["source"], names) for cell in cells]
    everything = "\n".join(shown)
    for said in (
        "the release is before its sentence",
        "given twice with different",
        "event is measured after the start",
        "[c]",
        "England and Wales",
        "follow-up starts",
        "95% interval",
        "No headline: Fewer than 30",
    ):
        assert said in everything, said
    assert {"rates.csv", "rates.ods", "rates.html", "rates-report.html", "study-report.html", "ledger"} <= {
        path.name for path in tmp_path.iterdir()
    }


def show(source: list[str], names: dict[str, Any]) -> str:
    """Run one cell and give what it shows."""
    tree, said = ast.parse("".join(source)), io.StringIO()
    last = tree.body.pop() if isinstance(tree.body[-1], ast.Expr) else None
    with contextlib.redirect_stdout(said):
        exec(compile(tree, "cell", "exec"), names)
        found = eval(compile(ast.Expression(last.value), "cell", "eval"), names) if isinstance(last, ast.Expr) else None
    rich = getattr(found, "_repr_html_", getattr(found, "_repr_svg_", lambda: repr(found)))
    return said.getvalue() + str(rich())
