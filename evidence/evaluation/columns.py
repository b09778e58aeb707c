"""Which columns a formula names, read without working anything out: light enough for a form that checks a plan.

Decides what a formula may say: names of columns, `+ - * : **`, numbers, `C(column)` for categories (with a reference group
by `Treatment`), `Q('any name')`, `I(...)` for sums and for comparisons such as `I(prior == 0)`, `log`, `log1p`, `exp` and
`sqrt`. It is read before it is used, so that a plan that comes from elsewhere can run nothing else.
"""

from __future__ import annotations

import ast

from evidence.trouble import Trouble

FUNCTIONS = ("log", "log1p", "exp", "sqrt")
MARKS = ("C", "Q", "I", "Treatment")
COMPARISONS = (ast.Eq, ast.NotEq, ast.Lt, ast.LtE, ast.Gt, ast.GtE)
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
    _look(formula, found, read)
    if not found:
        raise Trouble(f"The formula {formula!r} cannot be read: it names no column.")
    return tuple(found)


def _look(formula: str, found: dict[str, None], *nodes: ast.AST) -> None:
    """Note the columns under nodes; raises `Trouble` for anything that a formula may not hold."""
    for node in nodes:
        match node:
            case ast.BinOp(left, sign, right) if isinstance(sign, SIGNS):
                _look(formula, found, left, right)
            case ast.UnaryOp(ast.USub() | ast.UAdd(), operand):
                _look(formula, found, operand)
            case ast.Call(ast.Name("Q"), [ast.Constant(str() as name)], []) | ast.Name(name):
                found[name] = None
            case ast.Call(ast.Name("Treatment"), arguments, keywords):
                _constants(formula, *arguments, *(keyword.value for keyword in keywords))
            case ast.Call(ast.Name("I"), [ast.Compare(left, [sign], [right])], []) if isinstance(sign, COMPARISONS):
                _look(formula, found, *(side for side in (left, right) if not isinstance(side, ast.Constant)))
            case ast.Call(ast.Name(name), [_, *_] as arguments, []) if name in (*FUNCTIONS, *MARKS):
                _look(formula, found, *arguments)
            case ast.Constant(int() | float()):
                pass
            case _:
                raise Trouble(_cannot(formula, node))


def _constants(formula: str, *nodes: ast.AST) -> None:
    for node in nodes:
        if not isinstance(node, ast.Constant):
            raise Trouble(_cannot(formula, node))


def _cannot(formula: str, node: ast.AST) -> str:
    return f"The formula {formula!r} cannot be read: {ast.unparse(node)} is not allowed. It may hold {CAN_SAY}."
