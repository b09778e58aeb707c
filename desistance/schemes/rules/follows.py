"""What follows from a decision of any scheme: one thing to be done, by when."""

from dataclasses import dataclass
from datetime import datetime

from desistance.schemes.terms.cases import ConsequenceKind


@dataclass(frozen=True, slots=True)
class Follows:
    """One thing that must be done after a decision, by when, and its words before and after it is saved."""

    kind: ConsequenceKind
    words: str
    due_at: datetime
