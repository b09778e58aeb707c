"""Whether a record may be restricted, who may be on its list, and who may be kept from a person altogether."""

from dataclasses import dataclass
from datetime import date

from desistance.foundation.decisions import Decision, all_of, allowed, refused

SOURCE = "Limited access to records, partnership policy; reviewed with the information-sharing agreement."


@dataclass(frozen=True, slots=True)
class RestrictionFacts:
    """What the rule needs to know about a restriction that someone wants to place."""

    is_restricted_already: bool
    reason: str
    review_on: date
    on: date
    listed: int
    approver_is_ours: bool


def _each(*checks: tuple[bool, str]) -> Decision:
    return all_of(*(allowed() if holds else refused(words, SOURCE) for holds, words in checks))


def may_restrict(facts: RestrictionFacts) -> Decision:
    """A restriction has a reason, a review to come, an approver of the agency, and somebody left who can open the record."""
    return _each(
        (not facts.is_restricted_already, "This record is already restricted."),
        (bool(facts.reason.strip()), "Enter why this record must be restricted."),
        (facts.review_on > facts.on, "The review must be after today."),
        (facts.approver_is_ours, "Choose an approver who works for your agency now."),
        (facts.listed > 0, "Choose at least one worker who can still open the record."),
    )


def may_end_restriction(*, is_ended: bool, reason: str) -> Decision:
    """A restriction ends once, with a reason."""
    return _each(
        (not is_ended, "This restriction has already ended."),
        (bool(reason.strip()), "Enter why the restriction is ending."),
    )


def may_list(*, is_ended: bool, is_listed: bool, holds_post: bool, is_excluded: bool) -> Decision:
    """A worker with a post today joins the list once; one who is excluded from the person never does."""
    return _each(
        (not is_ended, "This restriction has already ended."),
        (not is_listed, "This worker is already on the list."),
        (holds_post, "Choose a worker who holds a post today."),
        (not is_excluded, "This worker cannot be on the list. Ask information governance why."),
    )


def may_unlist(*, is_listed: bool, others_listed: int) -> Decision:
    """The last worker stays on the list: a record that nobody can open helps nobody."""
    return _each(
        (is_listed, "This worker is not on the list."),
        (others_listed > 0, "Add another worker first: somebody must be able to open the record."),
    )


def may_exclude(*, is_self: bool, is_excluded: bool, is_ours: bool, reason: str) -> Decision:
    """A worker of the agency is excluded once, with a reason, by somebody else."""
    return _each(
        (not is_self, "Ask another manager to exclude you."),
        (is_ours, "Choose a worker of your own agency. Ask information governance about workers of others."),
        (not is_excluded, "This worker is already excluded."),
        (bool(reason.strip()), "Enter why this worker must not see the record."),
    )


def may_end_exclusion(*, is_ended: bool, is_own: bool) -> Decision:
    """An exclusion ends once, and never by the worker it is about."""
    return _each(
        (not is_own, "Ask another manager to end your own exclusion."),
        (not is_ended, "This exclusion has already ended."),
    )


def may_hide(*, is_ours: bool, is_from_another: bool, is_hidden: bool, reason: str) -> Decision:
    """An agency hides its own entry from another agency, once, with a reason."""
    return _each(
        (is_ours, "Only the agency that recorded an entry can hide it."),
        (is_from_another, "Choose another agency: your own always sees what it recorded."),
        (not is_hidden, "This entry is already hidden from that agency."),
        (bool(reason.strip()), "Enter why this entry must be hidden."),
    )
