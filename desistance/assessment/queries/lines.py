"""Risk as lines of a printed report: the newest level and what it rests on."""

from collections.abc import Sequence

from desistance.assessment.queries.risk import risk_of
from desistance.assessment.rules.reviews import most_at_risk
from desistance.foundation.passes import Pass
from desistance.foundation.register import Line
from desistance.foundation.terms import DataClass

LABEL = "assessment.RiskReview"


def risk_lines(person: int, by: Pass) -> Sequence[Line]:
    """The latest review that the reader may see, line by line; nothing of it is in the copy for the person."""
    latest = risk_of(person, by=by).latest
    if latest is None:
        return []
    review = latest.review
    due = f"Next review due {review.review_on.day} {review.review_on:%B %Y}" if review.review_on else ""
    waits = "It waits for a countersignature" if latest.waits else ""
    said = [
        f"Risk of serious harm: {latest.level}. Most at risk: {most_at_risk(review.levels)}",
        f"Why: {review.trigger}",
        review.evidence,
        f"How it is managed: {review.plan}" if review.plan else "",
        f"What protects: {review.protective}" if review.protective else "",
        latest.mappa_words,
        ". ".join(part for part in (due, waits) if part),
    ]
    source = ", ".join(part for part in (latest.author, review.agency.short_name) if part)
    told = {"on": review.made_on, "agency": review.agency_id, "source": source}
    return [Line(words, DataClass.RISK, LABEL, latest.id, **told) for words in said if words]
