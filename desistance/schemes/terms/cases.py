"""A person's case in a scheme, whichever scheme it is: what may follow from a decision, ratings, and what a case is called."""

from datetime import timedelta
from typing import Final

from django.db import models

from desistance.foundation.states import State, StateTable

LONGEST_REASON: Final = 500
LONGEST_STATE: Final = 20
UNDO_FOR: Final = timedelta(minutes=10)
"""How long whoever decided can take a decision back. Source: default of the service, as for outcomes of contacts."""


class Colour(models.TextChoices):
    """How a case goes. A rule proposes, a person confirms with a reason."""

    RED = "red", "Red"
    AMBER = "amber", "Amber"
    GREEN = "green", "Green"


class ConsequenceKind(models.TextChoices):
    """What must happen once a case has ended, whoever does it."""

    FILE = "file", "File to the investigating officer"
    VICTIM = "victim", "Victim to tell"
    """Kept for cases that ended before victim contact had a room of its own; new ones are told of by ``restorative``."""
    SERVICES = "services", "Services to tell"
    EXIT = "exit", "Exit plan with the person"
    PERSON = "person", "Person to tell"


DUE: Final = "due"

CONSEQUENCE_STATES: Final = StateTable(
    name="consequence of a decision",
    start=DUE,
    states=(
        State(DUE, "To do", "navigator, then supervisor when late", "amber"),
        State("done", "Done", "nobody", "green", is_final=True),
        State("not_needed", "Not needed", "nobody", "grey", is_final=True),
        State("undone", "Taken back with the decision", "nobody", "grey", is_final=True),
    ),
    moves={DUE: {"done": "mark as done", "not_needed": "say why it is not needed", "undone": "undo the decision"}},
    source="Design of the partnership: what a decision leads to is listed before it is saved and done one by one after it.",
)
