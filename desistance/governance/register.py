"""What governance tells the house."""

from desistance.foundation.register import Duty, Permission
from desistance.governance.queries.duties import plan_actions_due

HOLDERS = frozenset({"commissioner"})
OWNERS = HOLDERS | {"team_manager", "release_coordinator", "analyst", "board_member"}
READERS = OWNERS | {
    "practitioner",
    "navigator",
    "iom_officer",
    "partner_worker",
    "rj_coordinator",
    "governance_officer",
}

HOLDINGS = ()
OFFERS = (
    Duty(
        "governance.action",
        "Delivery plan",
        10,
        "Say where it stands",
        "delivery-action",
        "delivery.work",
        plan_actions_due,
    ),
)
WORDS = (
    Permission("delivery.view", "Read the delivery plan", frozenset(READERS)),
    Permission(
        "delivery.work", "Own actions of the delivery plan and say where your agency's stand", frozenset(OWNERS)
    ),
    Permission("delivery.hold", "Hold the delivery plan: add, change and rate its actions", HOLDERS),
    Permission("delivery.challenge", "Challenge an action of the delivery plan", HOLDERS | {"board_member"}),
    Permission(
        "measure.comment",
        "Comment on a measure that your agency answers for",
        HOLDERS | {"team_manager", "analyst", "board_member"},
    ),
)
