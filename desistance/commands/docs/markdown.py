"""Text in the few forms that the generated pages need."""

import re
from collections.abc import Iterable, Sequence

NOTE = "<!-- Written by `python3 run.py docs` from the code. Change the code, not this page. -->"


def page(title: str, *parts: str) -> str:
    """A whole page: its title, the note that it is generated, and its parts."""
    return "\n\n".join([f"# {title}", NOTE, *(part for part in parts if part)]) + "\n"


def table(columns: Sequence[str], rows: Iterable[Sequence[str]], *, empty: str = "None yet.") -> str:
    """A table, or the words for an empty one."""
    lines = [f"| {' | '.join(cell(value) for value in row)} |" for row in rows]
    if not lines:
        return empty
    return "\n".join([f"| {' | '.join(columns)} |", f"|{'---|' * len(columns)}", *lines])


def cell(value: str) -> str:
    """One cell on one line; a bar inside it stays a bar."""
    return " ".join(value.split()).replace("|", "\\|")


def listed(words: Iterable[str]) -> str:
    """Words in order, with commas."""
    return ", ".join(sorted(words))


def plain(docstring: str) -> str:
    """A docstring's words without the marks that only a docstring reader needs."""
    return re.sub(r":\w+:`([^`]+)`", r"\1", docstring).replace("``", "`")
