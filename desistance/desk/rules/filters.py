"""Whether filters may be kept under a name, and whether a list may leave as a file."""

from collections.abc import Mapping

from desistance.desk.terms import (
    EXPORT_MOST,
    EXPORT_WITHOUT_REASON,
    LONGEST_FILTER_NAME,
    SAVED_FILTERS_MOST,
)
from desistance.foundation.decisions import Decision, all_of, allowed, refused


def may_save(
    name: str, values: Mapping[str, str], *, has_team: bool, is_shared: bool, is_taken: bool, number: int
) -> Decision:
    """Filters are kept under a short name of their own, and shared by a worker who has a team."""
    checks = (
        (bool(name.strip()), "Enter a name for these filters"),
        (len(name) <= LONGEST_FILTER_NAME, f"Name must be {LONGEST_FILTER_NAME} characters or fewer"),
        (not is_taken, "You already have filters of this name. Enter another name"),
        (bool(values), "Choose at least one filter first"),
        (has_team or not is_shared, "You have no team here to share with"),
        (number < SAVED_FILTERS_MOST, f"You can keep {SAVED_FILTERS_MOST} sets of filters. Remove one first"),
    )
    return all_of(*(allowed() if holds else refused(words) for holds, words in checks))


def may_export(number: int, reason: str) -> Decision:
    """A list of more than 50 people leaves with a reason; one that is too long is narrowed first."""
    if number > EXPORT_MOST:
        return refused(f"This list has more than {EXPORT_MOST:,} people. Choose filters until it is shorter")
    if number > EXPORT_WITHOUT_REASON and len(reason.strip()) < 10:
        return refused(f"Enter why you need {number:,} people in a file, in 10 characters or more")
    return allowed()
