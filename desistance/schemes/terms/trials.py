"""Trial mode: arms, factors of the strata, and the states of a trial."""

from typing import Final

from django.db import models

from desistance.foundation.states import State, StateTable

LONGEST_TRIAL: Final = 80
SEED_BYTES: Final = 16
BLOCKS: Final = (2, 4, 6, 8)
"""Lengths that a permuted block may have with two arms. Source: CONSORT 2010, item 8b; which of them are used stays concealed."""

DRAFT, WAITING, RUNNING, STOPPED = "draft", "waiting", "running", "stopped"

TRIAL_STATES: Final = StateTable(
    name="trial of a scheme",
    start=WAITING,
    states=(
        State(WAITING, "Waiting for approval", "somebody other than who opened it", "amber"),
        State(RUNNING, "Running", "officers, who lock and allocate", "green"),
        State(STOPPED, "Stopped", "nobody", "grey", is_final=True),
    ),
    moves={WAITING: {RUNNING: "approve", STOPPED: "withdraw"}, RUNNING: {STOPPED: "stop"}},
    source="CONSORT 2010 items 8 to 10: who makes the list, who keeps it and who allocates are different people.",
)


class Arm(models.TextChoices):
    """What somebody is allocated to. Source: the randomised trial of Checkpoint, 2016 to 2018: the contract or usual disposal."""

    TREATMENT = "treatment", "Checkpoint"
    USUAL = "usual", "The usual way"


class Factor(models.TextChoices):
    """What a trial may be stratified by, so that the arms are alike in it."""

    AGE = "age", "Under 25, or 25 and over"
    SEX = "sex", "Sex as recorded"
    DOMESTIC = "domestic", "Domestic or not"


NOT_KNOWN_STRATUM: Final = "not known"
"""A stratum of its own: not known is not no."""

FACTOR_WORDS: Final = {
    "under_25": "under 25",
    "25_and_over": "25 and over",
    "female": "female",
    "male": "male",
    "domestic": "domestic",
    "not_domestic": "not domestic",
    NOT_KNOWN_STRATUM: NOT_KNOWN_STRATUM,
}
