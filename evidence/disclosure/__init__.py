"""The gate: numbers about people leave `evidence` only through here.

Decides what of a table of counts may be shown: counts under the threshold, zeros too, become `[c]`; the rest is rounded;
rates are worked out from the rounded counts, so that they tell nothing more, and only where there are enough people; a
group of whom all did the same is hidden whatever its size. Only what `clear` or a plan made can be printed, and what
`unprotected` made, which says on its face that it is not for publication.

Follows the Government Statistical Service's symbols: `[c]` confidential, `[u]` too few people for a reliable figure.
"""

from evidence.disclosure.clearing import Blocked, NotCleared, Plan, Refused, clear, plan, protect
from evidence.disclosure.gate import (
    ALL,
    EXACT,
    HIDDEN,
    ROUNDED,
    UNRELIABLE,
    Hidden,
    Protection,
    Ratio,
    Shape,
)
from evidence.disclosure.ledger import Ledger
from evidence.disclosure.printing import Cleared, Printed, Unprotected, unprotected

__all__ = [
    "ALL",
    "EXACT",
    "HIDDEN",
    "ROUNDED",
    "UNRELIABLE",
    "Blocked",
    "Cleared",
    "Hidden",
    "Ledger",
    "NotCleared",
    "Plan",
    "Printed",
    "Protection",
    "Ratio",
    "Refused",
    "Shape",
    "Unprotected",
    "clear",
    "plan",
    "protect",
    "unprotected",
]
