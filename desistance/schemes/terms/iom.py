"""Integrated Offender Management: parts of the cohort, states of a case, and dated values with their sources."""

from datetime import date
from typing import Any, Final

from django.db import models

from desistance.foundation.rulesets import RuleSet
from desistance.foundation.states import State, StateTable

IOM: Final = "iom"
WORK: Final = "iom"
"""The kind of involvement that each agency's part in the management of a person hangs on."""

NOMINATED, DEFERRED, SELECTED = "nominated", "deferred", "selected"
IN_COHORT, ENDING_ASKED = "in_cohort", "ending_asked"
NOT_SELECTED, TAKEN_BACK, DESELECTED, MOVED = "not_selected", "taken_back", "deselected", "moved"
IN_THE_COHORT: Final = (SELECTED, IN_COHORT, ENDING_ASKED)
"""States in which a spell in the cohort runs: it begins on the panel's day, whoever is named as a manager later."""
FOR_PANEL: Final = (NOMINATED, ENDING_ASKED)

IOM_STATES: Final = StateTable(
    name="IOM case",
    start=NOMINATED,
    states=(
        State(NOMINATED, "Waiting for the panel", "panel", "amber"),
        State(DEFERRED, "Deferred by the panel", "whoever nominated", "amber"),
        State(SELECTED, "Selected, managers to name", "lead agency", "blue"),
        State(IN_COHORT, "In the cohort", "lead manager", "blue"),
        State(ENDING_ASKED, "Deselection proposed", "panel", "amber"),
        State(NOT_SELECTED, "Not selected", "nobody", "grey", is_final=True),
        State(TAKEN_BACK, "Nomination taken back", "nobody", "grey", is_final=True),
        State(DESELECTED, "Deselected", "nobody", "green", is_final=True),
        State(MOVED, "Moved to another area", "nobody", "grey", is_final=True),
    ),
    moves={
        NOMINATED: {
            SELECTED: "select",
            NOT_SELECTED: "do not select",
            DEFERRED: "defer",
            TAKEN_BACK: "take the nomination back",
        },
        DEFERRED: {NOMINATED: "nominate again", TAKEN_BACK: "take the nomination back"},
        SELECTED: {IN_COHORT: "name the managers", ENDING_ASKED: "propose deselection", MOVED: "move to another area"},
        IN_COHORT: {ENDING_ASKED: "propose deselection", MOVED: "move to another area"},
        ENDING_ASKED: {IN_COHORT: "keep in the cohort", DESELECTED: "deselect", MOVED: "move to another area"},
    },
    source="National IOM Operational Guidance version 5 (January 2025), contents: selection, deselection, case transfer; names"
    " of the states are this service's. A panel decides; nothing here selects or deselects by itself.",
)


class Part(models.TextChoices):
    """Parts of the cohort, and the schemes before it that are kept with their days."""

    FIXED = "fixed", "Fixed"
    FLEX = "flex", "Flex"
    FREE = "free", "Free"
    PPO_CATCH = "ppo_catch", "PPO: catch and convict"
    PPO_RESETTLE = "ppo_resettle", "PPO: rehabilitate and resettle"
    DYO = "dyo", "Deter Young Offenders"


NOW_PARTS: Final = (Part.FIXED, Part.FLEX, Part.FREE)
EARLIER_PARTS: Final = (Part.PPO_CATCH, Part.PPO_RESETTLE, Part.DYO)

PART_MEANS: Final = {
    Part.FIXED: "Neighbourhood crime and a high chance of proven reoffending, under an order or licence",
    Part.FLEX: "Neighbourhood crime or a high chance of proven reoffending, under an order or licence, as the panel agrees",
    Part.FREE: "Local need, with or without an order or licence, as the panel agrees",
    Part.PPO_CATCH: "Prolific and other Priority Offenders scheme, strand catch and convict",
    Part.PPO_RESETTLE: "Prolific and other Priority Offenders scheme, strand rehabilitate and resettle",
    Part.DYO: "Deter Young Offenders cohort, held by the youth service",
}


class Intensity(models.TextChoices):
    """How closely somebody is managed while a spell runs."""

    INTENSIVE = "intensive", "Intensive"
    STANDARD = "standard", "Standard"
    REACTIVE = "reactive", "Reactive, final third"


SELECTION, DESELECTION = "iom.select", "iom.deselect"
"""Why a case comes before a panel or conference: a nomination, or a deselection that was proposed."""

SELECTS: Final = {"select_fixed": Part.FIXED, "select_flex": Part.FLEX, "select_free": Part.FREE}
NOT_SELECT, DEFER, KEEP, DESELECT = "not_select", "defer", "keep", "deselect"
OUTCOMES: Final = {
    SELECTION: {
        "select_fixed": "Select, Fixed",
        "select_flex": "Select, Flex",
        "select_free": "Select, Free",
        NOT_SELECT: "Do not select",
        DEFER: "Defer",
    },
    DESELECTION: {KEEP: "Keep in the cohort", DESELECT: "Deselect"},
}
LEADS_TO: Final = {
    **dict.fromkeys(SELECTS, SELECTED),
    NOT_SELECT: NOT_SELECTED,
    DEFER: DEFERRED,
    KEEP: IN_COHORT,
    DESELECT: DESELECTED,
}
IOM_FORUMS: Final = frozenset({"iom_panel", "iom_conference"})
"""Kinds of forum that decide on IOM, as the room of meetings names them."""
PURPOSE_OF: Final = {NOMINATED: SELECTION, ENDING_ASKED: DESELECTION}


class EndReason(models.TextChoices):
    """Why somebody leaves the cohort. Source: common practice, confirmed by no published list that was found."""

    REDUCED = "reduced", "Reduced risk of reoffending"
    MAPPA = "mappa", "Moved to MAPPA level 2 or 3"
    CUSTODY = "custody", "Long time in custody"
    ORDER_ENDED = "order_ended", "Order ended and the person does not wish to go on"
    CRITERIA = "criteria", "No longer meets the criteria"
    DIED = "died", "Died"
    PART = "part", "Another part or intensity"
    MOVED = "moved", "Moved to another area"


PROPOSABLE: Final = tuple(one for one in EndReason if one not in (EndReason.PART, EndReason.MOVED))


class ManagerPart(models.TextChoices):
    """Whose manager somebody is. Without a probation manager nobody under an order is adopted."""

    POLICE = "police", "Police offender manager"
    PROBATION = "probation", "Probation offender manager"
    YOUTH = "youth", "Youth justice worker"
    OTHER = "other", "Other agency"


class AskKind(models.TextChoices):
    """What is asked of somebody in another agency or rank about a case."""

    TRANSFER = "transfer", "Take the case over in another area"
    ESCALATION = "escalation", "Settle a disagreement"
    HANDOVER = "handover", "Name who takes a young person on"


ASKED, ACCEPTED, DECLINED, REVOKED = "asked", "accepted", "declined", "revoked"
ASK_STATES: Final = StateTable(
    name="request about a case",
    start=ASKED,
    states=(
        State(ASKED, "Waiting for an answer", "whoever was asked", "amber"),
        State(ACCEPTED, "Accepted", "nobody", "green", is_final=True),
        State(DECLINED, "Declined", "nobody", "red", is_final=True),
        State(REVOKED, "Taken back", "nobody", "grey", is_final=True),
    ),
    moves={ASKED: {ACCEPTED: "accept", DECLINED: "decline", REVOKED: "take back"}},
    source="Design of the partnership: nobody's case is given away without somebody who takes it, by name.",
)

AGENCIES: Final = frozenset({"police", "probation"})
"""Kinds of agency that run the scheme together. Source: HM Government, neighbourhood crime IOM strategy (December 2020)."""
MANAGED_AS: Final = {"police": ("police_management",), "probation": ("supervision",)}
"""Work that an agency has with the person anyway: whoever leads it manages them in the cohort without another one."""
MANAGER_OF: Final = {"police": ManagerPart.POLICE, "probation": ManagerPart.PROBATION}

LONGEST_SUPPORT: Final = 500
_DEFAULT = "a default of this service, to be confirmed by the partnership"
_STRATEGY = date(2020, 12, 1)

NEIGHBOURHOOD_CRIME: Final = (
    ("burglary", "Domestic burglary", ("TH68",), r"burglary.*dwelling", r"other than (in |a )?dwelling"),
    ("robbery", "Robbery", ("TH68",), r"robbery", r"mail accompanied"),
    (
        "vehicle",
        "Vehicle crime",
        ("TH68",),
        r"(theft|steal) (of|from) (a )?(motor )?vehicle|steal motor vehicle",
        r"^$",
    ),
    (
        "vehicle",
        "Vehicle crime",
        ("TH68", "CR81"),
        r"(take|taking).*(motor )?vehicle|vehicle.taking|interfer.*vehicle",
        r"^$",
    ),
    ("person", "Theft from the person", ("TH68",), r"from the person of another", r"^$"),
)
"""Neighbourhood crime by Act and title: name, words, Acts, what the title says, what it must not say. Source: the strategy's
burglary, robbery, theft from the person and vehicle theft; which codes these are is our own reading of our list of codes."""

PART_RULES: Final = (
    RuleSet(
        "IOM parts of the cohort", 1, _STRATEGY, None,
        "Names of the parts: National IOM Operational Guidance version 5 (January 2025). No thresholds were found published: "
        f"{_DEFAULT}",
        {
            "fixed_percent": 75, "flex_percent": 50, "youngest": 18,
            "intensity": {Part.FIXED: Intensity.INTENSIVE, Part.FLEX: Intensity.STANDARD, Part.FREE: Intensity.STANDARD},
        },
    ),
)  # fmt: skip

PANEL_RULES: Final = (
    RuleSet(
        "IOM clocks", 1, _STRATEGY, None,
        "Days by which the person is told and managers are named, "
        f"and months between reviews: {_DEFAULT}",
        {"told_days": 7, "adopt_working_days": 5, "review_months": 6, "exit_working_days": 5,
         "services_working_days": 2, "arrest_working_days": 1},
    ),
)  # fmt: skip

GOING_RULES: Final = (
    RuleSet(
        "IOM rating", 1, _STRATEGY, None,
        f"Red: offending, wanted or out of touch; Amber: partly engaged or a new risk; Green: engaged. Numbers are {_DEFAULT}",
        {"arrest_days": 28, "contact_weeks": 4, "amber_missed": 1, "red_missed": 3, "quiet_days": 14},
    ),
)  # fmt: skip

REVIEW_RULES: Final = (
    RuleSet(
        "IOM deselection", 1, _STRATEGY, None,
        "Sustained time without offending, needs met and engagement: common practice; no published threshold was found, so months"
        f" and bands are {_DEFAULT}. The list advises; the panel decides",
        {"clear_months": 6, "weeks": 12, "missed": 2},
        (("arrests", {}), ("offences", {}), ("home", {}), ("engaged", {}), ("predictor", {})),
    ),
)  # fmt: skip


def of_values(value: Any) -> str:
    """The words of a part, an intensity or a reason as they were kept."""
    for kind in (Part, Intensity, EndReason, ManagerPart):
        if value in kind.values:
            return str(kind(value).label)
    return str(value)
