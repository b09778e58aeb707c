"""A partnership's own version of a scheme's rules: its states, and the bounds of the values that can be edited."""

from typing import Final

from desistance.foundation.states import State, StateTable

DRAFT, WAITING, APPROVED, GONE = "draft", "waiting", "approved", "gone"

RULE_STATES: Final = StateTable(
    name="version of the rules",
    start=DRAFT,
    states=(
        State(DRAFT, "Draft", "whoever proposes it", "grey"),
        State(WAITING, "Waiting for approval", "another supervisor or governance officer", "amber"),
        State(APPROVED, "Approved", "whoever proposed it, until its day", "green"),
        State(GONE, "Withdrawn", "nobody", "grey", is_final=True),
    ),
    moves={
        DRAFT: {WAITING: "send for approval", GONE: "withdraw"},
        WAITING: {APPROVED: "approve", DRAFT: "send back", GONE: "withdraw"},
        APPROVED: {GONE: "withdraw before its day"},
    },
    source="Design of the partnership: values are edited for a future date, after a simulation, with a second approver.",
)

BOUNDS: Final = {
    ("adult", "years"): (18, 25),
    ("residence", "confirmed_months"): (1, 36),
    ("offence_age", "months"): (1, 12),
    ("earlier", "fewer_than"): (1, 5),
}
"""Whole numbers that can be edited, each with the least and the most."""

LISTS: Final = {
    ("offence_listed", "listed"): "groups",
    ("offence_listed", "special"): "groups",
    ("offence_listed", "excluded"): "groups",
    ("domestic", "allowed"): "domestic",
    ("domestic", "special"): "domestic",
    ("admission", "accepted"): "admission",
    ("bail", "stops"): "bail",
}
"""Lists that can be edited, each with what its members are: groups of offences, or answers to a question."""

NEVER: Final = {"domestic": {"none"}, "bail": {"no"}, "admission": set[str]()}
"""Answers that are no member of a list: they never speak against anybody."""

SIMULATED_DAYS: Final = 31
MOST_SIMULATED: Final = 500
