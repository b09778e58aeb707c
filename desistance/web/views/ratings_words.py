"""Ratings of a case in any scheme as the parts of a page take them."""

from collections.abc import Sequence
from typing import Any

from desistance.schemes.queries.cases import RatingShown
from desistance.schemes.rules.rating import Proposal
from desistance.schemes.terms.cases import Colour
from desistance.web.templatetags.desistance import short_moment


def rating_of(ratings: Sequence[RatingShown], proposal: Proposal | None, url: str) -> dict[str, Any] | None:
    """How a case goes, newest rating first; what the rule now proposes where that is another colour. None before the first."""
    if not ratings:
        return None
    newest = ratings[0]
    is_another = proposal is not None and proposal.colour != newest.rating.colour
    return {
        "colour": Colour(newest.rating.colour).label,
        "reasons": newest.rating.reasons,
        "words": newest.rating.words,
        "who": newest.who,
        "at": short_moment(newest.rating.at),
        "proposed": proposal.colour.label if proposal and is_another else "",
        "because": proposal.reasons if proposal else (),
        "url": url,
        "before": [
            f"{Colour(one.rating.colour).label}, {short_moment(one.rating.at)}, {one.who}" for one in ratings[1:6]
        ],
    }


def proposed_words(proposal: Proposal | None) -> str:
    """What the rule proposes and why, above the form in which a person decides."""
    return f"The rule proposes {proposal.colour.label}: {'. '.join(proposal.reasons)}. You decide." if proposal else ""
