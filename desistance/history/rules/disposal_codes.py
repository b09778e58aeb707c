"""Which kind of disposal a court's result code is. A code that is not in the list is no disposal, or is not told apart."""

from desistance.history.rules.code_lists import RESULT_CODES, code_list
from desistance.history.terms import DisposalKind


def disposal_kind_of(code: str) -> DisposalKind | None:
    """The kind of disposal of a result code of four digits, as courts and the Police National Computer write it."""
    line = code_list(RESULT_CODES).line(code.strip())
    return DisposalKind(line[1]) if line else None
