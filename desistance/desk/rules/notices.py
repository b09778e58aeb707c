"""What a worker may choose of how they are told."""

from collections.abc import Mapping, Sequence
from typing import Any

from desistance.desk.rules.handing import may_be_put_off
from desistance.desk.terms import EmailChoice
from desistance.foundation.decisions import Decision, all_of, allowed, refused


def may_choose(*, email: str, muted: Sequence[str], ranks: Mapping[str, int], values: Mapping[str, Any]) -> Decision:
    """Emails as offered; any kind of work may go without a notice but safety, legal deadlines and releases tonight."""
    unknown = [name for name in muted if name not in ranks]
    grave = [name for name in muted if name in ranks and not may_be_put_off(ranks[name], values)]
    return all_of(
        allowed() if email in EmailChoice.values else refused("Choose how often you want an email"),
        refused("Choose kinds of work from the list") if unknown else allowed(),
        refused("Safety alerts and legal deadlines always come with a notice", source="Service design 6, notifications")
        if grave
        else allowed(),
    )
