"""Which columns a formula names, read without working anything out: light enough for a form that checks a plan.

Decides what a formula may say: names of columns, `+ - * : **`, numbers, `C(column)` for categories (with a reference group
by `Treatment`), `Q('any name')`, `I(...)`, `log`, `log1p`, `exp` and `sqrt`. It is read before it is used, so that a plan
that comes from elsewhere can run nothing else.
"""

from __future__ import annotations

import ast

from evidence.trouble import Trouble

FUNCTIONS = ("log", "log1p", "exp", "sqrt")
MARKS = ("C", "Q", "I", "Treatment")
SIGNS = (ast.Add, ast.Sub, ast.Mult, ast.Div, ast.Pow, ast.MatMult)
CAN_SAY = f"names of columns, + - * : **, C(column), Q('column'), I(...), {', '.join(FUNCTIONS)}"


def columns_of(formula: str) -> tuple[str, ...]:
    """The columns that the right-hand side of a formula names; raises `Trouble` for what cannot be read."""
    if "~" in formula:
        raise Trouble(f"The formula {formula!r} cannot be read: write what stands right of ~ only, such as age + fin.")
    try:
        read = ast.parse(formula.replace(":", "@"), mode="eval").body
    except SyntaxError as error:
        place = f" near character {error.offset}" if error.offset else ""
        raise Trouble(f"The formula {formula!r} cannot be read{place}. It may hold {CAN_SAY}.") from None
    found: dict[str, None] = {}
    _look(read, formula, found)
    if not found:
        raise Trouble(f"The formula {formula!r} cannot be read: it names no column.")
    return tuple(found)


def _look(node: ast.AST, formula: str, found: dict[str, None]) -> None:
    """Note the columns under a node; raises `Trouble` for anything that a formula may not hold."""
    match node:
        case ast.BinOp(left, operator, right) if isinstance(operator, SIGNS):
            _look(left, formula, found)
            _look(right, formula, found)
        case ast.UnaryOp(ast.USub() | ast.UAdd(), operand):
            _look(operand, formula, found)
        case ast.Call(ast.Name("Q"), [ast.Constant(str() as name)], []):
            found[name] = None
        case ast.Call(ast.Name("Treatment"), arguments, keywords):
            for one in (*arguments, *(keyword.value for keyword in keywords)):
                if not isinstance(one, ast.Constant):
                    raise Trouble(_cannot(formula, one))
        case ast.Call(ast.Name(name), [_, *_] as arguments, []) if name in (*FUNCTIONS, *MARKS):
            for one in arguments:
                _look(one, formula, found)
        case ast.Name(name):
            found[name] = None
        case ast.Constant(int() | float()):
            pass
        case _:
            raise Trouble(_cannot(formula, node))


def _cannot(formula: str, node: ast.AST) -> str:
    return f"The formula {formula!r} cannot be read: {ast.unparse(node)} is not allowed. It may hold {CAN_SAY}."
