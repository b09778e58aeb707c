"""Answer files of JSON lines: one line out for one line in, in order, in constant memory.

A line that cannot be read or scored is answered too, with its number, its id where it can be read, and what is wrong.
"""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import BinaryIO, NoReturn

from evidence.predictors.answers import InputsRefused, shown

LONGEST = 1_000_000
KINDS = ("end_to_end", "component")
Case = Mapping[str, object]
Result = dict[str, object]


def refuse_constant(name: str) -> NoReturn:
    """Refuse NaN and Infinity, which are not JSON."""
    raise ValueError(f"{name} is not a number of JSON")


def raw_lines(source: BinaryIO) -> Iterator[bytes]:
    """Read lines one at a time; of a line longer than `LONGEST` only the beginning is kept."""
    while line := source.readline(LONGEST + 1):
        while not line.endswith(b"\n") and len(line) > LONGEST:
            rest = source.readline(LONGEST)
            if not rest or rest.endswith(b"\n"):
                break
        yield line


def read_case(line: bytes) -> Case:
    """Read one line; raises `InputsRefused`."""
    if len(line) > LONGEST:
        raise InputsRefused("line", f"is longer than {LONGEST:,} bytes; give one case a line")
    try:
        case = json.loads(line.decode("utf-8"), parse_constant=refuse_constant)
    except UnicodeDecodeError:
        raise InputsRefused("line", "is not UTF-8 text; save the file as UTF-8") from None
    except (ValueError, RecursionError) as wrong:
        raise InputsRefused("line", f"is not JSON: {wrong}") from None
    if not isinstance(case, Mapping):
        raise InputsRefused("line", "give an object: { ... }")
    if not isinstance(case.get("inputs"), Mapping):
        raise InputsRefused("inputs", "give the inputs as an object: { ... }")
    return case


def text(case: Case, name: str, otherwise: str | None = None) -> str:
    """Read one of the words that say what is asked."""
    answer = case.get(name, otherwise)
    if answer is None and otherwise is not None:
        return otherwise
    if not isinstance(answer, str):
        raise InputsRefused(name, f"give it in quotes, not {shown(answer)}")
    return answer


def component_of(case: Case) -> str | None:
    """Read which component is asked for, if one is."""
    named = case.get("component")
    kind = text(case, "kind", "component" if named is not None else "end_to_end")
    if kind not in KINDS:
        raise InputsRefused("kind", f"give one of {', '.join(KINDS)}, not {shown(kind)}")
    return text(case, "component") if kind == "component" else None


def answer(number: int, line: bytes, calculate: Callable[[Case], Result]) -> Result:
    """Answer one line: its id and the result, or its number and what is wrong."""
    name: object = None
    try:
        case = read_case(line)
        name = case.get("id")
        return {"id": name, **calculate(case)}
    except InputsRefused as wrong:
        refused = {"type": "INPUTS_REFUSED", "field": wrong.field, "message": str(wrong)}
        return {"id": name, "line": number, "error": refused}
    except Exception as fault:
        # A fault of ours in one line must not cost the answers to the others; the words carry no inputs.
        error = {
            "type": "UNEXPECTED_ERROR",
            "field": None,
            "message": f"could not be calculated ({type(fault).__name__})",
        }
        return {"id": name, "line": number, "error": error}


def answers(lines: Iterable[bytes], calculate: Callable[[Case], Result]) -> Iterator[tuple[str, bool]]:
    """Answer lines in order: the line to write, and whether it could be answered."""
    for number, line in enumerate(lines, 1):
        given = answer(number, line, calculate)
        yield json.dumps(given, ensure_ascii=False), "error" not in given
