"""What recording an outcome leads to, told before it is saved."""

from collections.abc import Sequence

from desistance.casework.queries.contacts import ContactShown, where_failure_leaves
from desistance.casework.rules.outcomes import evidence_due
from desistance.casework.terms import Outcome
from desistance.foundation.calendar import local_date
from desistance.foundation.passes import Pass
from desistance.foundation.register import HOUSE


def effects_of(action: str, thing: object, by: Pass) -> Sequence[str]:
    """What every room says that an action leads to, in the order of the rooms."""
    return [words for effect in HOUSE.effects if effect.action == action for words in effect.ask(thing, by)]


def effects_of_outcome(shown: ContactShown, by: Pass) -> Sequence[str]:
    """Where each outcome of a contact leaves the person."""
    contact, on = shown.contact, local_date(shown.contact.starts_at)
    leaves = where_failure_leaves(failed_on=on, involvement=contact.involvement_id, by=by, but=contact.pk)
    due = evidence_due(Outcome.UNACCEPTABLE, on)
    until = f" Evidence of a reason counts until {due.day} {due:%B %Y}." if due else ""
    return [
        *([f"Counts towards: {shown.counts_towards}."] if shown.counts_towards else []),
        f"If the absence was unacceptable: {leaves.words} {leaves.next_words}{until}",
        f"If they attended and did not comply: {leaves.words} {leaves.next_words}",
        "Agencies that may see contacts of yours see the outcome and the notes.",
        "You can undo it for 10 minutes. After that you can correct it, and both versions stay.",
    ]
