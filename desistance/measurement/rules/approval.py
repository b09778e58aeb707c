"""Who may approve a figure, and when it may be published.

Source: Code of Practice for Statistics (2022), T3: release is orderly, at a set time, and free of the producer's interest;
a second person on another account approves (service design J8).
"""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from desistance.foundation.calendar import LOCAL, local_date, working_days_after
from desistance.foundation.decisions import Decision, allowed, refused
from desistance.foundation.rulesets import in_force
from desistance.measurement.terms import CLOCK, LONGEST_REASON

SOURCE = "Code of Practice for Statistics (2022), T3"
NOBODY_ELSE = "Nobody else can yet: ask an administrator to give someone the role of analyst."


def may_approve(*, approver: int, prepared_by: int, submitted_by: int | None, can: Sequence[str]) -> Decision:
    """Another person than who prepared it or asked for approval; a refusal names who can."""
    if approver and approver not in (prepared_by, submitted_by):
        return allowed()
    who = f"{' or '.join(can)} can." if can else NOBODY_ELSE
    return refused(f"Another person must approve this. {who}", SOURCE)


def usual_moment(at: datetime) -> datetime:
    """The set time on the first day that gives notice: 9:30am, one working day after ``at``, by default."""
    values = in_force(CLOCK, local_date(at)).values
    day = working_days_after(local_date(at), values["notice_working_days"])
    return datetime(day.year, day.month, day.day, values["publish_hour"], values["publish_minute"], tzinfo=LOCAL)


def may_be_set_for(publish_at: datetime, *, at: datetime, final_from: date | None) -> Decision:
    """Whether a publication can be set for a moment: later than now, and not before its cohort can be published."""
    if publish_at <= at:
        return refused("Choose a time that is still to come.", SOURCE)
    if publish_at > at + timedelta(days=92):
        return refused("Choose a time within three months, while the figures are new.", SOURCE)
    if final_from and local_date(publish_at) < final_from:
        return refused(
            f"This cohort can be published from {final_from.day} {final_from:%B %Y}. Choose that day or later.", SOURCE
        )
    return allowed()


def may_be_published_now(*, publish_at: datetime | None, at: datetime) -> Decision:
    """Whether the moment that was set has come."""
    if publish_at is not None and publish_at <= at:
        return allowed()
    return refused("The time set for this publication has not come.", SOURCE)


def reason_stands(words: str) -> Decision:
    """Whether the words say why: everyone will read them."""
    length = len(words.strip())
    if length < 10:
        return refused("Say why in a sentence: everyone will read it.")
    if length > LONGEST_REASON:
        return refused(f"Say why in at most {LONGEST_REASON} characters.")
    return allowed()
