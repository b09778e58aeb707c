"""The delivery plan as it is written: an action made or changed by whoever holds it, where it stands, and a challenge."""

from datetime import datetime
from typing import Any

from desistance.access.queries.staffing import holding_posts
from desistance.audit.deeds import deed
from desistance.audit.terms import Category
from desistance.foundation.actions import change
from desistance.foundation.calendar import local_date
from desistance.foundation.passes import Pass
from desistance.foundation.register import HOUSE
from desistance.governance.models import PlanAction, PlanNote
from desistance.governance.queries.plan import WORKS
from desistance.governance.rules import (
    ActionFacts,
    StandingSaid,
    troubles_of_action,
    troubles_of_standing,
    troubles_of_words,
)
from desistance.governance.terms import NEEDS_RECOVERY, NoteKind
from desistance.partners.models import Post
from desistance.partners.terms import ROLES


@deed("delivery.hold", Category.ADMINISTRATION)
def add_action(*, facts: ActionFacts, owner: int, by: Pass, at: datetime) -> PlanAction:
    """Add an action to the plan, owned by a post. Raises :class:`Refused` with the field to mend."""
    values = _values(facts, owner, at)
    return PlanAction.objects.create(**values, created_at=at, changed_at=at, changed_by=by.staff)


@deed("delivery.hold", Category.ADMINISTRATION)
def change_action(
    *, action: PlanAction, facts: ActionFacts, owner: int, by: Pass, at: datetime, version: int | None = None
) -> PlanAction:
    """Change what an action says or whose it is; the old words are kept. Raises :class:`Refused` and :class:`Conflict`."""
    row = _held(action)
    change(row, version=version, by=by, at=at, **_values(facts, owner, at, row))
    return row


@deed("delivery.work", Category.ADMINISTRATION)
def say_where_it_stands(
    *, action: PlanAction, said: StandingSaid, by: Pass, at: datetime, version: int | None = None
) -> PlanAction:
    """Say where an action stands and what has happened, dated; by the owner's agency, or who holds the plan.

    Raises :class:`Refused` with the field to mend, and :class:`Conflict`.
    """
    row = _held(action)
    told: dict[str, bool] = {"is_owners": by.agency == row.agency_id, "holds_plan": by.holds("delivery.hold")}
    for field, decision in troubles_of_standing(said, row.state, **told):
        decision.demand(field)
    recovery = said.recovery.strip() if said.to in NEEDS_RECOVERY else ""
    milestone = row.milestone if said.milestone is None else said.milestone.strip()
    values = {"state": said.to, "recovery": recovery, "milestone": milestone}
    change(row, version=version, by=by, at=at, **values)
    _note(row, NoteKind.PROGRESS, said.words, by, at)
    return row


@deed("delivery.challenge", Category.ADMINISTRATION)
def challenge_action(*, action: PlanAction, words: str, by: Pass, at: datetime) -> PlanNote:
    """Put a board's question to the owner of an action, dated and kept; nothing else of it changes. Raises :class:`Refused`."""
    for field, decision in troubles_of_words(words, "Enter what the board asks"):
        decision.demand(field)
    return _note(_held(action), NoteKind.CHALLENGE, words, by, at)


def _held(action: PlanAction) -> PlanAction:
    return PlanAction.objects.select_for_update().get(pk=action.pk)


def _values(facts: ActionFacts, owner: int, at: datetime, row: PlanAction | None = None) -> dict[str, Any]:
    roles = HOUSE.permissions[WORKS].roles
    post = Post.objects.filter(holding_posts(at), pk=owner, role__in=roles).first()
    stays = row is not None and row.owner_id == owner
    for field, decision in troubles_of_action(
        facts, local_date(at), may_own=post is not None or stays, was_due_on=row.due_on if row else None
    ):
        decision.demand(field)
    return {
        "objective": facts.objective,
        "what": facts.what.strip(),
        "owner_id": owner,
        "agency_id": post.agency_id if post else row and row.agency_id,
        "due_on": facts.due_on,
        "milestone": facts.milestone.strip(),
        "measures": list(facts.measures),
    }


def _note(row: PlanAction, kind: NoteKind, words: str, by: Pass, at: datetime) -> PlanNote:
    title = ROLES[by.role].title if by.role in ROLES else by.role
    said: dict[str, Any] = {"state": row.state, "recovery": row.recovery, "words": words.strip()}
    return PlanNote.objects.create(
        action=row, kind=kind, agency_id=by.agency, title=title, at=at, by_staff=by.staff, **said
    )
