"""Whether an alert may be raised, reviewed or ended as it is told, and when it must be looked at again."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from desistance.casework.rules.arranging import Trouble
from desistance.casework.terms import ALERT_RULES, LONGEST_ALERT, LONGEST_REASON, AlertKind
from desistance.foundation.decisions import Decision, allowed, refused
from desistance.foundation.rulesets import in_force


@dataclass(frozen=True, slots=True)
class AlertFacts:
    """What is told of an alert: what it warns of, in words that say what to do, from when and until when without a review."""

    kind: str
    warning: str
    starts_on: date
    review_on: date


def latest_review(kind: str, on: date) -> date:
    """The last day on which an alert of a kind must be looked at again."""
    longest = in_force(ALERT_RULES, on).values["longest_days"]
    return on + timedelta(days=longest[kind])


def troubles_of_alert(facts: AlertFacts, on: date) -> Iterator[Trouble]:
    """Each thing that keeps an alert from the record, with the field to mend."""
    if facts.kind not in AlertKind.values:
        yield "kind", refused("Choose what the alert warns of.")
        return
    yield from _warning(facts.warning)
    if facts.starts_on > on:
        yield "starts_on", refused("The day the alert starts must be today or in the past.")
    yield "review_on", may_wait_until(facts.kind, facts.review_on, on)


def _warning(warning: str) -> Iterator[Trouble]:
    if not warning.strip():
        yield "warning", refused("Enter what workers need to know or do.")
    if len(warning) > LONGEST_ALERT:
        yield "warning", refused(f"The alert must be {LONGEST_ALERT} characters or fewer.")


def may_wait_until(kind: str, review_on: date, on: date) -> Decision:
    """Whether an alert may go without a review until a day: it is to come, and not too far away for its kind."""
    rule, latest = in_force(ALERT_RULES, on), latest_review(kind, on)
    if review_on <= on:
        return refused("The review date must be after today.")
    if review_on > latest:
        return refused(f"The review date must be on or before {latest.day} {latest:%B %Y}.", rule.source)
    return allowed()


def troubles_of_review(kind: str, warning: str, because: str, review_on: date, on: date) -> Iterator[Trouble]:
    """What keeps an alert from standing on: it says why it is still right, in words that say what to do."""
    yield from _warning(warning)
    yield "because", _reason(because, "Enter why the alert is still right.")
    yield "review_on", may_wait_until(kind, review_on, on)


def may_end_alert(reason: str) -> Decision:
    """An alert ends with a reason that everyone can read."""
    return _reason(reason, "Enter why the alert ends.")


def _reason(text: str, missing: str) -> Decision:
    if not text.strip():
        return refused(missing)
    if len(text) > LONGEST_REASON:
        return refused(f"The reason must be {LONGEST_REASON} characters or fewer.")
    return allowed()
