"""Whether a note may be written or corrected as it is told."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from desistance.casework.rules.arranging import Trouble
from desistance.casework.rules.outcomes import may_undo
from desistance.casework.terms import LONGEST_NOTE, NoteKind
from desistance.foundation.decisions import Decision, refused


@dataclass(frozen=True, slots=True)
class NoteFacts:
    """What is told of a note: what it is of, its words, when it was, and whether it is sensitive."""

    kind: str
    text: str
    happened_at: datetime
    is_sensitive: bool = False


def troubles_of_note(facts: NoteFacts, at: datetime) -> Iterator[Trouble]:
    """Each thing that keeps a note from the record, with the field to mend."""
    if facts.kind not in NoteKind.values:
        yield "kind", refused("Choose what kind of note it is.")
    if not facts.text.strip():
        yield "text", refused("Enter the note.")
    if len(facts.text) > LONGEST_NOTE:
        yield "text", refused(f"The note must be {LONGEST_NOTE:,} characters or fewer.")
    if facts.happened_at > at:
        yield "day", refused("A note is about today or before.")


def may_take_note_back(*, recorded_at: datetime, recorded_by: int, staff: int, at: datetime) -> Decision:
    """Whoever wrote a note takes it back within minutes; after that it is corrected and both stay."""
    undone = may_undo(recorded_at=recorded_at, recorded_by=recorded_by, staff=staff, at=at)
    return (
        undone
        if undone
        else refused("A note can be taken back for 10 minutes by whoever wrote it. Correct it instead.")
    )
