"""The women's pathway: the four places of the system, and the milestones of the whole-system approach."""

from typing import Final

SCHEME: Final = "whole_system"
PLACES: Final = {"police": "Police", "court": "Court", "custody": "Custody", "community": "Community"}
"""Where a woman is met. Source: Female Offender Strategy (Cm 9642, 2018): early intervention, community, custody, release."""
NO_PLACE: Final = "not_known"
PLACE_WORDS: Final = {**PLACES, NO_PLACE: "Not known"}
POLICE_WORK: Final = ("custody_check", "police_management", "checkpoint", "iom")
COMMUNITY_WORK: Final = ("supervision",)

MILESTONES: Final = (
    ("met", "Met"),
    ("offered", "Offered"),
    ("agreed", "Agreed"),
    ("needs", "Needs asked"),
    ("planned", "Plan agreed"),
    ("stepped_down", "Stepped down"),
)
"""Milestones in their order: stages of the case, and needs, which the record tells whoever asked about them."""

FEWEST: Final = 5
"""Fewer women at a stage than this are not counted aloud. Source: default of the service, as for its other pages for boards."""
HIDDEN_WORDS: Final = "Fewer than 5 women at this stage, so the number is hidden from this view."
DIARY_WEEKS: Final = 12
"""How far back attendance at the centre is told. Source: default of the service."""
