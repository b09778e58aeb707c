"""Whether two records may be joined, and whether two that were joined may be parted again."""

from __future__ import annotations

from dataclasses import dataclass

from desistance.foundation.decisions import Decision, all_of, allowed, refused

SOURCE = "Joining records, design of the service (B18, J12); Data Protection Act 2018 s.38 (accuracy)."


@dataclass(frozen=True, slots=True)
class MergeFacts:
    """What the rule needs to know of two records that someone wants to join."""

    are_two: bool
    is_either_joined_already: bool
    are_marked_different: bool
    are_kept_apart: bool
    reason: str


def may_merge(facts: MergeFacts) -> Decision:
    """Two open records, not told apart and not kept apart, with a reason in words."""
    return all_of(
        _told(facts.are_two, "Choose two records: this is one"),
        _told(
            not facts.is_either_joined_already, "One of these records has been joined with another since you opened it"
        ),
        _told(not facts.are_marked_different, "These are marked as different people. Withdraw that first"),
        _told(
            not facts.are_kept_apart, "These two must be kept apart, so they cannot be one person. Withdraw that first"
        ),
        _told(bool(facts.reason.strip()), "Enter how you know that this is one person"),
    )


def may_unmerge(*, is_undone: bool, is_joined_on: bool, later_joins: int) -> Decision:
    """Joins are undone in turn, the last one first, each once."""
    return all_of(
        _told(not is_undone, "These records have been parted already"),
        _told(not is_joined_on, "The record kept has itself been joined with another since. Part those two first"),
        _told(not later_joins, "Another record has been joined with this one since. Part those two first"),
    )


def _told(holds: bool, words: str) -> Decision:
    return allowed() if holds else refused(words, SOURCE)
