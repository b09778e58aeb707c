"""The gate: numbers about people leave `evidence` only through here.

Decides what of a table of counts may be shown: counts under the threshold, zeros too, become `[c]`; the rest is rounded;
rates are worked out from the rounded counts, so that they tell nothing more, and only where there are enough people; a
group of whom all did the same is hidden whatever its size. Printing takes what `clear` made, or what `unprotected` made,
which says on its face that it is not for publication; it takes nothing else.

Follows the Government Statistical Service's symbols: `[c]` confidential, `[u]` too few people for a reliable figure.
"""

from evidence.disclosure.clearing import Blocked, Plan, Refused, clear, plan
from evidence.disclosure.gate import (
    ALL,
    EXACT,
    HIDDEN,
    ROUNDED,
    UNRELIABLE,
    Cleared,
    Hidden,
    Protection,
    Ratio,
    Shape,
    Unprotected,
    unprotected,
)
from evidence.disclosure.ledger import Ledger
from evidence.disclosure.printing import as_csv, as_json, as_ods, as_parquet, as_text

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
    "Plan",
    "Protection",
    "Ratio",
    "Refused",
    "Shape",
    "Unprotected",
    "as_csv",
    "as_json",
    "as_ods",
    "as_parquet",
    "as_text",
    "clear",
    "plan",
    "unprotected",
]
