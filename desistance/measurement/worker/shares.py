"""A share as it may be shown: its counts by the rules of protection, and its range worked out from the counts shown."""

from typing import Any

from evidence.disclosure import HIDDEN, Protection
from evidence.fairness.measures import wilson


def share_shown(whole: str, part: str, counts: tuple[int, int], rules: Protection, hidden: str) -> dict[str, Any]:
    """``counts`` under their names and the ``share`` with the ends of its 95% range; or why not, where ``hidden`` says so."""
    if hidden:
        return {whole: HIDDEN, part: HIDDEN, "share": None, "hidden": hidden}
    of, done = (rules.rounded(count) for count in counts)
    kept: dict[str, Any] = {whole: of, part: done, "share": None, "hidden": ""}
    if of < rules.rate_from:
        return {**kept, "hidden": f"Fewer than {rules.rate_from} people: too few for a share."}
    return {**kept, "share": [round(figure, 3) for figure in wilson(done, of)]}
