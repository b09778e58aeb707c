"""What can be done with what happened: arrests, convictions and times in custody are recorded, corrected and withdrawn."""

from desistance.history.actions.arrests import correct_arrest, record_arrest, withdraw_arrest
from desistance.history.actions.convictions import correct_conviction, record_conviction, withdraw_conviction
from desistance.history.actions.custody import record_custody, withdraw_custody

__all__ = [
    "correct_arrest",
    "correct_conviction",
    "record_arrest",
    "record_conviction",
    "record_custody",
    "withdraw_arrest",
    "withdraw_conviction",
    "withdraw_custody",
]
