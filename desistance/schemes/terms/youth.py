"""The move from youth to adult services: states of a case, what is handed on, and dated milestones with their source."""

from datetime import date
from typing import Final

from desistance.foundation.rulesets import RuleSet
from desistance.foundation.states import State, StateTable

YOUTH: Final = "youth"
YOUTH_WORK: Final = "youth_justice"
"""The kind of involvement of the youth justice service, which a case hangs on."""
ADULT_WORK: Final = "youth_transfer"
"""The kind of involvement by which the adult service has the record open until the check after three months."""

IDENTIFIED, SHARED, MET, ACCEPTED = "identified", "info_shared", "joint_meeting", "accepted"
RETAINED, HANDED_OVER, CHECKED, STOPPED = "retained", "handed_over", "checked", "stopped"

YOUTH_STATES: Final = StateTable(
    name="move from youth to adult services",
    start=IDENTIFIED,
    states=(
        State(IDENTIFIED, "Planned, file to share", "youth worker", "amber"),
        State(SHARED, "File shared, joint meeting to hold", "youth worker and adult worker", "amber"),
        State(MET, "Joint meeting held, answer due", "adult worker", "amber"),
        State(ACCEPTED, "Accepted by an adult worker", "youth worker and adult worker", "blue"),
        State(RETAINED, "Kept by the youth service for now", "youth worker", "amber"),
        State(HANDED_OVER, "Handed over, check to make", "adult worker", "blue"),
        State(CHECKED, "Checked after the move", "nobody", "green", is_final=True),
        State(STOPPED, "Stopped", "nobody", "grey", is_final=True),
    ),
    moves={
        IDENTIFIED: {SHARED: "share the file", STOPPED: "stop"},
        SHARED: {MET: "hold the joint meeting", IDENTIFIED: "decline to take part", STOPPED: "stop"},
        MET: {ACCEPTED: "accept", RETAINED: "keep with the youth service", STOPPED: "stop"},
        ACCEPTED: {HANDED_OVER: "hand over", RETAINED: "keep with the youth service", STOPPED: "stop"},
        RETAINED: {MET: "meet again", STOPPED: "stop"},
        HANDED_OVER: {CHECKED: "check how it went", STOPPED: "stop"},
    },
    source="Joint National Protocol for Transitions in England (Youth Justice Board, Probation Service and HMPPS, June 2021) for"
    " who hands over to whom; names of the states are this service's. A birthday moves nothing: a person does.",
)

YOUTH_SIDE: Final = frozenset({"youth"})
ADULT_SIDE: Final = frozenset({"probation"})
BOTH_SIDES: Final = YOUTH_SIDE | ADULT_SIDE
"""Kinds of agency that carry the move together."""

FILE: Final = {
    "risk": "Assessment of risk",
    "needs": "Needs and plan",
    "order": "Orders and what they require",
    "safety": "Safety and wellbeing, and whom to ask",
    "own_words": "What the young person wants said of them",
}
"""What is handed on. Source: default of this service; the protocol leaves the list to each area."""
ALWAYS: Final = ("risk", "needs")
"""What is never left out without saying why."""

YOUTH_RULES: Final = (
    RuleSet(
        "youth-to-adult milestones", 1, date(2016, 1, 1), None,
        "No published days were found: a default of this service, to be confirmed by the partnership. Order of the steps: HM "
        "Inspectorate of Probation, Transitions Arrangements: a follow-up inspection (January 2016)",
        {
            "identify_months": 17 * 12, "share_months": 17 * 12 + 3, "meet_months": 17 * 12 + 6, "adult_months": 18 * 12,
            "notice_days": 28, "name_days": 14, "answer_days": 14, "check_months": 3, "check_early_days": 14,
        },
    ),
)  # fmt: skip
