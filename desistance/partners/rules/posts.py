"""Whether someone may be given a role, keep it or lose it; and when it must be confirmed again."""

import calendar
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from desistance.foundation.decisions import Decision, allowed, refused
from desistance.partners.terms import RECERTIFY_MONTHS, RECERTIFY_NOTICE_DAYS, ROLES

ADMINISTRATION = "Separation of duties: nobody decides about their own access (service design R66)"


@dataclass(frozen=True, slots=True)
class PostFacts:
    """What the rule needs to know about a role that someone is to hold."""

    role: str
    giver: int
    receiver: int | None
    receiver_is_active: bool
    agency_is_open: bool
    team_is_theirs: bool
    holds_it_already: bool
    from_at: datetime
    until_at: datetime | None


def _answer(holds: bool, words: str, source: str = "") -> Decision:
    return allowed() if holds else refused(words, source)


def may_give(facts: PostFacts) -> Mapping[str, Decision]:
    """One decision for each field of the form, in the order of the form."""
    return {
        "role": _first_refusal(
            _answer(facts.role in ROLES, "Choose a role from the list."),
            not_yourself(facts.giver, facts.receiver, "You cannot give yourself a role. Ask another administrator."),
            _answer(facts.receiver_is_active, "This account is disabled. Enable it before you give it a role."),
            _answer(
                not facts.holds_it_already, "They already hold this role there. End that post first, or change its end."
            ),
        ),
        "agency": _answer(facts.agency_is_open, "This agency has ended. Choose one that is still working."),
        "team": _answer(facts.team_is_theirs, "Choose a team of the agency."),
        "until_on": _answer(
            facts.until_at is None or facts.until_at > facts.from_at, "End date must be after the start date"
        ),
    }


def not_yourself(actor: int, subject: int | None, words: str) -> Decision:
    """Nobody gives, ends or confirms their own access."""
    return _answer(subject is None or actor != subject, words, ADMINISTRATION)


def may_end(*, from_at: datetime, until_at: datetime | None, ends_at: datetime, at: datetime) -> Decision:
    """A post ends once, now or later, and never before it began."""
    return _first_refusal(
        _answer(until_at is None or until_at > at, "This post has already ended."),
        _answer(ends_at >= from_at, "End date must be after the start date"),
        _answer(ends_at >= at, "End date must be today or later: what someone could see cannot be undone."),
    )


def may_recertify(*, actor: int, subject: int, is_live: bool) -> Decision:
    """Someone else confirms that a post is still needed, and only while it lasts."""
    return _first_refusal(
        not_yourself(actor, subject, "You cannot confirm your own access. Ask another administrator."),
        _answer(is_live, "This post has ended, so there is nothing to confirm."),
    )


def recertify_after(on: date, months: int = RECERTIFY_MONTHS) -> date:
    """The same day of the month ``months`` later, or the month's last day where it has no such day."""
    year, month = divmod(on.year * 12 + on.month - 1 + months, 12)
    return date(year, month + 1, min(on.day, calendar.monthrange(year, month + 1)[1]))


def is_to_recertify(*, recertify_on: date, on: date, notice_days: int = RECERTIFY_NOTICE_DAYS) -> bool:
    """Whether confirming the post is work for an administrator now: due, overdue or due within a fortnight."""
    return recertify_on <= on + timedelta(days=notice_days)


def _first_refusal(*decisions: Decision) -> Decision:
    return next((decision for decision in decisions if not decision), allowed())
