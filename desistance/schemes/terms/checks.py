"""What an eligibility check can be and what can come of it, for every scheme."""

from enum import StrEnum
from typing import Final

from desistance.foundation.states import State, StateTable

CHECK_STATES: Final = StateTable(
    name="eligibility check",
    start="current",
    states=(
        State("current", "Current check", "custody officer", "blue"),
        State("replaced", "Replaced by a later check", "nobody", "grey", is_final=True),
    ),
    moves={"current": {"replaced": "check again"}},
    source="Design of the partnership: a check is never rewritten; checking again leaves the old one readable.",
)


class Result(StrEnum):
    """What a criteria list says. It advises the officer who decides, and decides nothing."""

    ELIGIBLE = "eligible"
    NOT_ELIGIBLE = "not_eligible"
    CANNOT_TELL = "cannot_tell"
    SUPERVISOR = "supervisor"

    @property
    def words(self) -> str:
        """The result as a worker reads it."""
        return RESULT_WORDS[self]


RESULT_WORDS: Final[dict[Result, str]] = {
    Result.ELIGIBLE: "Eligible",
    Result.NOT_ELIGIBLE: "Not eligible",
    Result.CANNOT_TELL: "Cannot tell yet",
    Result.SUPERVISOR: "A supervisor must decide",
}

CHECKING_AGENCIES: Final = frozenset({"police"})
"""Kinds of agency whose officers check: the force decides whether to prosecute. Source: Checkpoint is run by the force."""

RANKS: Final = (
    ("constable", "Police constable"),
    ("sergeant", "Sergeant"),
    ("inspector", "Inspector"),
    ("chief_inspector", "Chief inspector or above"),
    ("staff", "Police staff"),
)
"""Ranks that a check is made under. Source: Police Regulations 2003 regulation 4; police staff hold no rank and say so."""

NOT_KNOWN: Final = "not_known"
NOT_KNOWN_YET: Final = "Not known yet"

LONGEST_SCHEME: Final = 40
