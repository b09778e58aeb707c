"""CSV leaves this service by one way only: nothing else writes it, so that no cell of it can be carried out by a spreadsheet."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2] / "desistance"
WRITERS = {
    "foundation/spreadsheets.py": "the one way out",
    "demo/files.py": "makes what partners send in, for the demonstration",
}
KINDS = {
    "web/downloads.py": "the answer that carries a CSV file",
    "public/views.py": "the same of the public door, which reads nothing of the workers' pages",
}


def faults(source: str) -> list[str]:
    """Lines that write CSV, or say that an answer is CSV."""
    found = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Attribute) and node.attr in ("writer", "DictWriter") and _is_csv(node.value):
            found.append(f"{node.lineno}: csv.{node.attr}")
        if isinstance(node, ast.ImportFrom) and node.module == "csv":
            found += [f"{node.lineno}: from csv import {name.name}" for name in node.names if "rite" in name.name]
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value.startswith("text/csv"):
            found.append(f"{node.lineno}: text/csv")
        if isinstance(node, ast.Attribute) and node.attr in ("write_csv", "to_csv"):
            found.append(f"{node.lineno}: {node.attr}")
    return found


def _is_csv(node: ast.expr) -> bool:
    return isinstance(node, ast.Name) and node.id == "csv"


def test_nothing_writes_csv_but_the_one_way_out() -> None:
    found = {
        str(path.relative_to(ROOT)): lines
        for path in sorted(ROOT.rglob("*.py"))
        if (lines := faults(path.read_text(encoding="utf-8")))
    }
    assert set(found) <= {*WRITERS, *KINDS}, found
    assert set(WRITERS) <= set(found), "an exception that is needed no more"


@pytest.mark.parametrize(
    "planted",
    [
        "import csv\ncsv.writer(out)",
        "import csv\ncsv.DictWriter(out, ())",
        "from csv import writer",
        "HttpResponse(text, content_type='text/csv; charset=utf-8')",
        "frame.write_csv(path)",
    ],
)
def test_a_second_way_out_is_found(planted: str) -> None:
    assert faults(planted)
    assert not faults("import csv\ncsv.reader(lines)")
