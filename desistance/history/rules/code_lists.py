"""The lists of offence codes, as files sorted by code that are searched and never unpacked: a process holds their bytes alone.

A list of 25,000 codes as objects costs some 10 MB and 60 ms in every process that serves pages; its bytes cost 2.2 MB and a
read, and a code is found in them in a few millionths of a second.
"""

from dataclasses import dataclass
from functools import cache
from importlib.resources import files

OFFENCE_CODES = "offence_codes.csv"
HOME_OFFICE_CODES = "home_office_codes.csv"
RESULT_CODES = "result_codes.csv"


@dataclass(frozen=True, slots=True)
class CodeList:
    """The lines of one list, each beginning with its code and a comma, sorted by code."""

    lines: bytes

    def line(self, code: str) -> list[str] | None:
        """The columns of a code's line, the last of them whole even with commas in it; None when the list has no such code."""
        begins = self._first_not_before(code.encode() + b",")
        text = self._line_at(begins)
        if not text.startswith(f"{code},"):
            return None
        return text.split(",", self.commas)

    def has_beginning(self, beginning: str) -> bool:
        """Whether any code begins so."""
        return self._line_at(self._first_not_before(beginning.encode())).startswith(beginning)

    @property
    def commas(self) -> int:
        """Commas before the last column, by the heading."""
        return self.lines[: self.lines.index(b"\n")].count(b",")

    def count(self) -> int:
        """How many codes there are."""
        return self.lines.count(b"\n") - 1

    def codes(self) -> list[str]:
        """Every code, for tests and printed tables."""
        return [line.split(",", 1)[0] for line in self.lines.decode().splitlines()[1:]]

    def _first_not_before(self, wanted: bytes) -> int:
        """Where the first line begins that does not sort before ``wanted``; the end when all do."""
        low, high = self.lines.index(b"\n") + 1, len(self.lines)
        while low < high:
            middle = (low + high) // 2
            begins = self.lines.rfind(b"\n", 0, middle) + 1
            if self.lines[begins : begins + len(wanted)] < wanted:
                low = self.lines.index(b"\n", middle) + 1
            else:
                high = begins
        return low

    def _line_at(self, begins: int) -> str:
        ends = self.lines.find(b"\n", begins)
        return self.lines[begins:ends].decode() if ends >= 0 else ""


@cache
def code_list(name: str) -> CodeList:
    """One list from the room's own files, without its head of comments; read once in a process."""
    text = (files("desistance.history") / "data" / name).read_bytes()
    begins = 0
    while text[begins : begins + 1] == b"#":
        begins = text.index(b"\n", begins) + 1
    return CodeList(text[begins:])
