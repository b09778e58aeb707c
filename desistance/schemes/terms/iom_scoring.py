"""The scoring matrix of an IOM nomination: nine items, what each is worth, and what is asked of whoever nominates."""

from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from desistance.foundation.rulesets import RuleSet

DEFAULT_SOURCE: Final = (
    "Items after the neighbourhood crime IOM strategy (December 2020): burglary, robbery, theft from the person and vehicle crime"
    " raise the score most. Exact points were not found published: a default of this service, to be confirmed by the partnership"
)

NOT_KNOWN: Final = "not_known"
CONSIDER, POINTS = "consider", "points"
MOST_STEPS: Final = 7
MOST_POINTS: Final = 30
HIGHEST: Final = 200
"""Bounds of a matrix that a partnership proposes: steps of an item, points of a step, and a number or score."""


@dataclass(frozen=True, slots=True)
class Item:
    """One item of the matrix: how it is named, and what settles it when it is not known."""

    name: str
    words: str
    settle: str


ITEMS: Final[dict[str, Item]] = {
    item.name: item
    for item in (
        Item("neighbourhood", "Neighbourhood crime in the last 12 months", "Load or record the convictions"),
        Item("offences", "Proven offences in the last 24 months", "Load or record the convictions"),
        Item("arrests", "Arrests in the last 12 months", "Load or record the arrests"),
        Item("predictor", "Chance of proven reoffending within 2 years", "Work out a score, or record the one that OASys gave"),
        Item("custody", "Released from custody in the last 12 months", "Record the times in custody"),
        Item("enforcement", "Breaches and recalls in the last 12 months", "Record the order or licence and what came of it"),
        Item("substances", "Drugs or alcohol behind the offending", "Assess needs with the person, or ask treatment"),
        Item("engagement", "Engagement with services", "Ask whoever works with the person"),
        Item("home", "Where they live", "Ask the person, or confirm the address"),
    )
}  # fmt: skip

ANSWERS: Final[dict[str, tuple[tuple[str, str], ...]]] = {
    "substances": (("none", "No"), ("some", "Partly"), ("strong", "Yes, strongly")),
    "engagement": (("good", "Keeps most appointments"), ("partly", "Keeps some"), ("none", "Keeps none, or refuses")),
    "home": (("settled", "Settled, for 3 months or more"), ("unsettled", "Unsettled"), ("none", "No home of their own tonight")),
}  # fmt: skip
"""What is asked of whoever nominates, beside "Not known yet"."""

SCORING: Final = (
    RuleSet(
        "IOM nomination score", 1, date(2020, 12, 1), None, DEFAULT_SOURCE,
        {
            "neighbourhood": ((0, 0), (1, 4), (3, 8), (6, 12)),
            "offences": ((0, 0), (1, 2), (4, 4), (10, 6)),
            "arrests": ((0, 0), (1, 2), (3, 4), (6, 7)),
            "predictor": ((0, 0), (50, 4), (75, 7), (90, 9)),
            "custody": ((0, 0), (1, 3)),
            "enforcement": ((0, 0), (1, 2), (2, 4)),
            "substances": {"none": 0, "some": 2, "strong": 4},
            "engagement": {"good": -3, "partly": 0, "none": 4},
            "home": {"settled": -3, "unsettled": 0, "none": 3},
            "consider": 20,
        },
    ),
)  # fmt: skip
"""Points: for what is counted, pairs of "from so many" and points; for an answer, its points. From ``consider`` on the panel is
advised to look closely; below it too it may select, with a reason."""


def answer_words(item: str, answer: str) -> str:
    """An answer in the words in which it was given."""
    return dict(ANSWERS[item]).get(answer, "Not known yet")


def is_an_answer(item: str, answer: Any) -> bool:
    """Whether the item has this answer; not known is always one."""
    return answer == NOT_KNOWN or answer in dict(ANSWERS.get(item, ()))
