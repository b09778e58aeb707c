"""Commenting on a measure of the board: once a period, by whoever answers for it; earlier words are kept."""

from datetime import date, datetime
from typing import Any

from desistance.audit.deeds import deed
from desistance.audit.terms import Category
from desistance.foundation.actions import change
from desistance.foundation.decisions import NotFound
from desistance.foundation.passes import Pass
from desistance.governance.models import MeasureComment
from desistance.governance.rules import CommentFacts, may_comment, troubles_of_words
from desistance.measurement.queries.board import has_figure
from desistance.measurement.rules.board import ANSWERS, ON_THE_BOARD
from desistance.partners.terms import ROLES


@deed("measure.comment", Category.ADMINISTRATION)
def comment_on_measure(
    *, measure: str, first_on: date, last_on: date, words: str, by: Pass, at: datetime, version: int | None = None
) -> MeasureComment:
    """Say what stands behind a measure's figure of one period, or say it anew; what was said before is kept with its day.

    Raises :class:`NotFound` for a measure that is not on the board, :class:`Refused` with the field to mend, :class:`Conflict`.
    """
    if measure not in ON_THE_BOARD:
        raise NotFound()
    about: dict[str, Any] = {"measure": measure, "first_on": first_on, "last_on": last_on}
    row = MeasureComment.objects.select_for_update(of=("self",)).select_related("agency").filter(**about).first()
    by_another = row.agency.short_name if row and row.agency_id != by.agency else ""
    is_shown = has_figure(measure, first_on, last_on, by=by)
    may_comment(CommentFacts(by.agency_kind, ANSWERS[measure], is_shown, by_another)).demand("words")
    for field, decision in troubles_of_words(words, "Enter what the board should know of this figure"):
        decision.demand(field)
    said: dict[str, Any] = {"words": words.strip(), "title": ROLES[by.role].title, "said_at": at, "said_by": by.staff}
    if row is None:
        stamped = {"created_at": at, "changed_at": at, "changed_by": by.staff}
        return MeasureComment.objects.create(**about, **said, agency_id=by.agency, **stamped)
    change(row, version=version, by=by, at=at, **said)
    return row
