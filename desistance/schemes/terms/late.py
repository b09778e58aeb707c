"""How long after a clock of a case ran out the work is the supervisor's too."""

from datetime import date
from typing import Final

from desistance.foundation.rulesets import RuleSet

LATE_RULES: Final = (
    RuleSet(
        "late work in schemes", 1, date(2015, 4, 1), None,
        "Days after a clock ran out until the supervisor of whoever does the work is asked too. No published number was found: "
        "a default of this service, to be confirmed by the partnership",
        {"first_contact": 0, "contract_over": 0, "iom_arrest": 0, "iom_review": 7, "youth": 7},
    ),
)  # fmt: skip
