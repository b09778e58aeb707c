"""The figures of the house: no file over 400 lines, no function over 60, few branches, few parameters."""

import ast
import statistics

from tests.contracts.source import PACKAGE, files, filled_lines, functions, place


def branches(function: ast.AST) -> int:
    kinds = (ast.If, ast.For, ast.While, ast.ExceptHandler, ast.IfExp, ast.BoolOp, ast.comprehension)
    return sum(isinstance(node, kinds) for node in ast.walk(function))


def parameters(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Parameters beside ``by`` and ``at``, which every action has."""
    names = [argument.arg for argument in (*function.args.args, *function.args.kwonlyargs)]
    return len([name for name in names if name not in ("self", "cls", "by", "at")])


def ninetieth(numbers: list[int]) -> float:
    return statistics.quantiles(numbers, n=10)[-1]


def test_files() -> None:
    sizes = {place(path): filled_lines(path) for path in files()}
    assert {path: size for path, size in sizes.items() if size > 400} == {}
    assert ninetieth(list(sizes.values())) <= 300


def test_functions() -> None:
    lengths = {
        f"{place(path)}:{function.name}": (function.end_lineno or 0) - function.lineno + 1
        for path in files()
        for function in functions(path)
    }
    assert {name: length for name, length in lengths.items() if length > 60} == {}
    assert statistics.median(lengths.values()) <= 9
    assert ninetieth(list(lengths.values())) <= 30


def test_branches_and_parameters() -> None:
    all_functions = [function for path in files() for function in functions(path)]
    assert ninetieth([branches(function) for function in all_functions]) <= 5
    assert ninetieth([parameters(function) for function in all_functions]) <= 6


def test_no_room_for_leftovers() -> None:
    shelves = {"utils", "helpers", "common", "core", "services", "managers"}
    assert [place(path) for path in PACKAGE.rglob("*.py") if path.stem in shelves] == []
