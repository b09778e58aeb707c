"""The work of the verbs `predict` and `tier`: read a file of cases, write an answer for each, count the refused ones."""

import sys
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from typing import BinaryIO, TextIO

from evidence.predictors.lines import Case, Result, answers, raw_lines
from evidence.trouble import Trouble


def opened(path: str, stack: ExitStack) -> BinaryIO:
    """Open a file of cases; `-` is the standard input."""
    if path == "-":
        return sys.stdin.buffer
    try:
        return stack.enter_context(Path(path).open("rb"))
    except OSError as wrong:
        raise Trouble(f"{path}: {wrong.strerror}; check the name of the file") from None


def answer_file(path: str, calculate: Callable[[Case], Result], out: TextIO | None = None) -> int:
    """Answer every line of a file, in order; gives how many could not be answered."""
    written, refused, total = out or sys.stdout, 0, 0
    with ExitStack() as stack:
        for line, is_answered in answers(raw_lines(opened(path, stack)), calculate):
            written.write(line + "\n")
            refused += not is_answered
            total += 1
    if refused:
        sys.stderr.write(f'{refused:,} of {total:,} lines could not be answered; each says why under "error".\n')
    return refused
