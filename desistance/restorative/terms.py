"""Words of the victims' side: who they are, how they are reached, what they wish, and the dated clocks of the Victims' Code."""

from datetime import date
from typing import Final

from django.db import models

from desistance.foundation.rulesets import RuleSet
from desistance.foundation.states import State, StateTable

WORK: Final = "victim_contact"
"""The kind of work that opens the victims' side of a matter to a team. It is victim information, so nobody else is told of it."""

LONGEST_NAME: Final = 120
LONGEST_WORDS: Final = 500
LONGEST_ADDRESS: Final = 300
LONGEST_LANGUAGE: Final = 60


class Wish(models.TextChoices):
    """All that crosses to those who work with the person who caused harm. *Recorded* hides whether the answer was no."""

    NOT_KNOWN = "not_known", "Asked for, not recorded yet"
    YES = "yes", "The victim wishes a restorative approach"
    NO = "no", "Victim's view recorded"
    NO_VICTIM = "no_victim", "There is no victim"


VIEW_STATES: Final = StateTable(
    name="victim's view",
    start=Wish.NOT_KNOWN,
    states=(
        State(Wish.NOT_KNOWN, Wish.NOT_KNOWN.label, "victim contact", "amber"),
        State(Wish.YES, Wish.YES.label, "victim contact", "blue"),
        State(Wish.NO, Wish.NO.label, "victim contact", "blue"),
        State(Wish.NO_VICTIM, Wish.NO_VICTIM.label, "victim contact, should somebody come forward", "grey"),
    ),
    moves={
        Wish.NOT_KNOWN: {
            Wish.YES: "record a wish",
            Wish.NO: "record a view",
            Wish.NO_VICTIM: "find that nobody was harmed",
        },
        Wish.YES: {Wish.NO: "record another view", Wish.NOT_KNOWN: "ask again"},
        Wish.NO: {Wish.YES: "record a wish", Wish.NOT_KNOWN: "ask again"},
        Wish.NO_VICTIM: {Wish.NOT_KNOWN: "ask after all"},
    },
    source="Code of Practice for Victims of Crime in England and Wales (2021), rights 3 and 6: views can change at any time.",
)


class VictimKind(models.TextChoices):
    """Who a victim is under the Code. Source: Victims' Code 2021, "Who is a victim under this Code?"."""

    PERSON = "person", "A person of 18 or over"
    CHILD = "child", "A child under 18"
    FAMILY = "family", "A close relative of somebody who died"
    BUSINESS = "business", "A business or organisation"


class Way(models.TextChoices):
    """A way to reach somebody."""

    TELEPHONE = "telephone", "Telephone"
    TEXT = "text", "Text message"
    EMAIL = "email", "Email"
    LETTER = "letter", "Letter"
    IN_PERSON = "in_person", "In person"
    THROUGH = "through", "Through whoever speaks for them"


class EnhancedGround(models.TextChoices):
    """Why somebody has enhanced rights. Source: Victims' Code 2021, by its summaries, not confirmed against its own text."""

    NONE = "", "No enhanced rights"
    SERIOUS = "serious", "Victim of the most serious crime"
    PERSISTENT = "persistent", "Persistently targeted"
    VULNERABLE = "vulnerable", "Vulnerable or intimidated"


class Restorative(models.TextChoices):
    """What a victim says to a restorative approach, in their own time."""

    NOT_ASKED = "not_asked", "Not asked yet"
    YES = "yes", "Yes, wishes one"
    NO = "no", "No"
    LATER = "later", "Not now, may be asked again"


class WantsTold(models.TextChoices):
    """Whether a victim asks to be told of decisions. Until somebody says no, they are told."""

    NOT_ASKED = "not_asked", "Not asked yet: they are told"
    YES = "yes", "Yes"
    NO = "no", "No, they ask not to be told"


class TellingKind(models.TextChoices):
    """What a victim must be told."""

    RESTORATIVE = "restorative", "What restorative justice is and who offers it"
    SUPPORT = "support", "Offer of a service that supports victims"
    DECISION = "decision", "A decision"


DUE: Final = "due"
TOLD, DECLINED, NOT_REACHED, UNDONE = "told", "declined", "not_reached", "undone"

TELLING_STATES: Final = StateTable(
    name="what a victim must be told",
    start=DUE,
    states=(
        State(DUE, "To tell", "victim contact", "amber"),
        State(TOLD, "Told", "nobody", "green", is_final=True),
        State(DECLINED, "Asked not to be told", "nobody", "grey", is_final=True),
        State(NOT_REACHED, "Could not be reached", "nobody", "red", is_final=True),
        State(UNDONE, "Taken back with the decision", "nobody", "grey", is_final=True),
    ),
    moves={
        DUE: {
            TOLD: "say how they were told",
            DECLINED: "record that they do not wish to be told",
            NOT_REACHED: "say how it was tried",
            UNDONE: "undo the decision",
        }
    },
    source="Code of Practice for Victims of Crime in England and Wales (2021): a right can be declined, and taken up again.",
)

EXPLAINED_STATES: Final = StateTable(
    name="decision to explain",
    start=DUE,
    states=(
        State(DUE, "With victim contact", "victim contact", "amber"),
        State("done", "Victim contact has dealt with it", "nobody", "green", is_final=True),
        State(UNDONE, "Taken back with the decision", "nobody", "grey", is_final=True),
    ),
    moves={DUE: {"done": "say how each victim was told", UNDONE: "undo the decision"}},
    source="Design of the partnership: the other side learns that victim contact has dealt with a decision, and no more.",
)


class Explained(models.TextChoices):
    """Decisions that are explained to victims, whichever scheme they are of."""

    STARTED = "started", "Checkpoint has started"
    COMPLETED = "completed", "Checkpoint was completed"
    NOT_COMPLIED = "not_complied", "Checkpoint ended because it was not complied with"
    LEFT = "left", "The person left Checkpoint"
    USUAL_WAY = "usual_way", "The case goes on in the usual way"


SCRIPTS: Final[dict[str, str]] = {
    Explained.STARTED: "The person has agreed to a contract of about four months instead of going to court now. If they do not "
    "keep to it, the case goes back to the officer, who can charge them. We ring you when it ends.",
    Explained.COMPLETED: "The person did what the contract asked. No further action is taken for this offence, and they have no "
    "conviction for it. If you disagree, you can ask for a review: I can tell you how.",
    Explained.NOT_COMPLIED: "The person did not keep to the contract. The case has gone back to the officer, who decides on a "
    "charge. You will be told what is decided.",
    Explained.LEFT: "The person no longer takes part. The case has gone back to the officer, who decides what happens next. You "
    "will be told what is decided.",
    Explained.USUAL_WAY: "Checkpoint is not used for this case. The officer decides on it in the usual way, and you will be told "
    "what is decided.",
}
"""What to say, in plain words. Nothing in them tells where the person who caused harm lives or whom they see."""

SCRIPTS_OF_KIND: Final[dict[str, str]] = {
    TellingKind.RESTORATIVE: "You can, if you wish, tell the person how this affected you and ask them questions, by letter, "
    "through somebody or face to face. It is your choice, it is free, and you can stop at any time.",
    TellingKind.SUPPORT: "There is free and confidential help for people who were harmed by a crime, whether or not anybody is "
    "charged. Would you like me to put you in touch?",
}

_CODE = "Code of Practice for Victims of Crime in England and Wales (Ministry of Justice, in force from 1 April 2021)"

CODE_CLOCKS: Final = (
    RuleSet(
        "Victims' Code clocks",
        1,
        date(2021, 4, 1),
        None,
        f"{_CODE}: information on restorative justice within 5 working days of reporting, 1 with enhanced rights (right 3), and "
        "support offered within 2 working days (right 4), as a guide to the Code quotes them (covrj.uk, read November 2026). "
        "Decisions within 5 working days, 1 with enhanced rights (right 6), and the grounds of enhanced rights were not "
        "confirmed against the Code's own text: a default of this service, to be confirmed by the partnership",
        {
            TellingKind.RESTORATIVE.value: {"usual": 5, "enhanced": 1},
            TellingKind.SUPPORT.value: {"usual": 2, "enhanced": 2},
            TellingKind.DECISION.value: {"usual": 5, "enhanced": 1},
        },
    ),
)

VIEW_RULES: Final = (
    RuleSet(
        "Victims' views",
        1,
        date(2015, 4, 1),
        None,
        "Durham Constabulary, Checkpoint, police pages (read November 2026): victims are engaged where possible and told of "
        f"outcomes; {_CODE}. That the view is asked for before an offer, and within how many working days it is to be recorded, "
        "are defaults of this service, to be confirmed by the partnership",
        {"asked_before_offer": True, "view_working_days": 2},
    ),
)

LATE_RULES: Final = (
    RuleSet(
        "late tellings",
        1,
        date(2021, 4, 1),
        None,
        "Days after the usual clock ran out until the supervisor of the decision is asked too. No published number was found: a "
        "default of this service, to be confirmed by the partnership",
        {"days": 0},
    ),
)
