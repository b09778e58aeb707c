"""Where a meeting, a case on its agenda, an agency's line and an agreed action stand."""

from typing import Final

from django.db import models

from desistance.foundation.states import State, StateTable

LONGEST_LINE: Final = 1000
LONGEST_REASON: Final = 1000
LONGEST_ACTION: Final = 200
LONGEST_PURPOSE: Final = 60
LONGEST_NAME: Final = 80
MOST_CASES: Final = 60
"""Source: a day's meeting at eight minutes a case holds fewer; more is a mistake."""

PLANNED, UNDER_WAY, CLOSED, CANCELLED = "planned", "under_way", "closed", "cancelled"

MEETING_STATES: Final = StateTable(
    name="meeting",
    start=PLANNED,
    states=(
        State(PLANNED, "Planned", "whoever chairs it", "blue"),
        State(UNDER_WAY, "Under way", "whoever chairs it", "amber"),
        State(CLOSED, "Closed", "nobody", "grey", is_final=True),
        State(CANCELLED, "Cancelled", "nobody", "grey", is_final=True),
    ),
    moves={
        PLANNED: {UNDER_WAY: "open", CANCELLED: "cancel"},
        UNDER_WAY: {CLOSED: "close", CANCELLED: "break off"},
    },
    source="Design of the partnership: what a meeting opened ends with it, whichever way it ends.",
)

LISTED, HEARD, PUT_OFF, TAKEN_OFF = "listed", "heard", "put_off", "taken_off"

CASE_STATES: Final = StateTable(
    name="case on an agenda",
    start=LISTED,
    states=(
        State(LISTED, "To be heard", "whoever chairs it", "blue"),
        State(HEARD, "Heard", "nobody", "green", is_final=True),
        State(PUT_OFF, "Put off", "whoever plans the next meeting", "amber", is_final=True),
        State(TAKEN_OFF, "Taken off the agenda", "nobody", "grey", is_final=True),
    ),
    moves={LISTED: {HEARD: "hear", PUT_OFF: "put off", TAKEN_OFF: "take off"}},
    source="Design of the partnership: every case on an agenda is heard, put off in words or taken off in words.",
)

ASKED, SENT, NOTHING, MISSED = "asked", "sent", "nothing", "missed"

LINE_STATES: Final = StateTable(
    name="line of an agency",
    start=ASKED,
    states=(
        State(ASKED, "Asked for", "the agency that was asked", "amber"),
        State(SENT, "Sent", "nobody", "green", is_final=True),
        State(NOTHING, "Nothing to share", "nobody", "grey", is_final=True),
        State(MISSED, "Not sent", "nobody", "red", is_final=True),
    ),
    moves={ASKED: {SENT: "send", NOTHING: "say there is nothing to share", MISSED: "close the meeting"}},
    source="Design of the partnership: an agency sends its line, says that it shares nothing, or is seen not to have answered.",
)

OPEN, DONE, NOT_DONE, PASSED_ON = "open", "done", "not_done", "passed_on"

ACTION_STATES: Final = StateTable(
    name="agreed action",
    start=OPEN,
    states=(
        State(OPEN, "To do", "the owner of the action", "amber"),
        State(DONE, "Done", "nobody", "green", is_final=True),
        State(NOT_DONE, "Not done", "nobody", "red", is_final=True),
        State(PASSED_ON, "Passed on", "nobody", "grey", is_final=True),
    ),
    moves={OPEN: {DONE: "finish", NOT_DONE: "say why it was not done", PASSED_ON: "pass on"}},
    source="Design of the partnership: an action keeps one owner; whoever cannot do it passes it on or says why not.",
)


class Presence(models.TextChoices):
    """Whether an agency is at a meeting, and who speaks for it."""

    EXPECTED = "expected", "Expected"
    PRESENT = "present", "Present"
    DEPUTY = "deputy", "Present by a deputy"
    APOLOGIES = "apologies", "Sent apologies"
    ABSENT = "absent", "Not there"


class Paper(models.TextChoices):
    """What is read and taken out of a meeting as a whole."""

    MINUTES = "minutes", "Minutes"
    PACK = "pack", "Pack"


HERE: Final = frozenset({Presence.PRESENT.value, Presence.DEPUTY.value})
AWAY: Final = frozenset({Presence.APOLOGIES.value, Presence.ABSENT.value})
