"""The delivery plan as it is read: by objective, by measure, one action with its notes, and who may own one."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from desistance.access.queries.staffing import holding_posts
from desistance.foundation.calendar import local_date
from desistance.foundation.decisions import NotFound
from desistance.foundation.passes import Pass
from desistance.foundation.register import HOUSE
from desistance.foundation.states import State
from desistance.governance.models import PlanAction, PlanNote
from desistance.governance.terms import DONE, PLAN_STATES, Objective
from desistance.measurement.rules.board import ON_THE_BOARD
from desistance.partners.models import Post
from desistance.partners.queries import staff_names
from desistance.partners.terms import ROLES

WORKS = "delivery.work"


@dataclass(frozen=True, slots=True)
class ActionShown:
    """An action with where it stands, its owner in words, and the measures that it is meant to move, by name in words."""

    action: PlanAction
    state: State
    owner: str
    measures: Mapping[str, str]
    is_late: bool


@dataclass(frozen=True, slots=True)
class NoteShown:
    """A note with who said it, where the action then stood, and what recovers it."""

    note: PlanNote
    said_by: str
    state: str


@dataclass(frozen=True, slots=True)
class ActionOpened:
    """One action with its notes, newest first, and what the reader may do with it."""

    shown: ActionShown
    notes: tuple[NoteShown, ...]
    may_say: bool
    may_challenge: bool
    may_change: bool


def plan_shown(*, by: Pass, on: date) -> Sequence[ActionShown]:
    """Every action of the plan, by objective and then by the day it is due; what is done comes last."""
    by.demand("delivery.view")
    order = list(Objective.values)
    found = PlanAction.objects.select_related("agency", "owner__staff").order_by("due_on", "pk")
    return [_shown(one, on) for one in sorted(found, key=lambda row: (order.index(row.objective), row.state == DONE))]


def actions_by_measure(*, by: Pass, on: date) -> Mapping[str, Sequence[ActionShown]]:
    """The actions that are meant to move each measure of the board, by its name; none to whoever does not see the plan."""
    if not by.holds("delivery.view"):
        return {}
    found = plan_shown(by=by, on=on)
    return {name: [one for one in found if name in one.measures] for name in ON_THE_BOARD}


def plan_action(number: int, *, by: Pass) -> PlanAction:
    """One action, to act on. Raises :class:`NotFound`."""
    row = PlanAction.objects.select_related("agency", "owner__staff").filter(pk=number).first()
    if row is None:
        raise NotFound()
    return row


def action_opened(number: int, *, by: Pass, at: datetime) -> ActionOpened:
    """One action with everything said of it. Raises :class:`NotFound`."""
    by.demand("delivery.view")
    row = plan_action(number, by=by)
    notes = list(PlanNote.objects.filter(action=row).select_related("agency").order_by("-at", "-pk"))
    names = staff_names([one.by_staff for one in notes])
    is_open = row.state != DONE
    return ActionOpened(
        shown=_shown(row, local_date(at)),
        notes=tuple(NoteShown(one, _who(one, names), PLAN_STATES[one.state].wording) for one in notes),
        may_say=is_open and (by.holds("delivery.hold") or (by.holds(WORKS) and by.agency == row.agency_id)),
        may_challenge=by.holds("delivery.challenge"),
        may_change=is_open and by.holds("delivery.hold"),
    )


def may_own(at: datetime) -> Sequence[tuple[int, str]]:
    """Posts whose role works on the plan, held at a moment: id and words, by agency and name."""
    roles = HOUSE.permissions[WORKS].roles
    posts = Post.objects.filter(holding_posts(at), role__in=roles).select_related("agency", "staff")
    return [(one.pk, owner_words(one)) for one in posts.order_by("agency__short_name", "staff__name", "pk")]


def owner_words(post: Post) -> str:
    """`Durham Police: Team manager, Moira Stead`."""
    return f"{post.agency.short_name}: {ROLES[post.role].title}, {post.staff.name}"


def _who(note: PlanNote, names: Mapping[int, str]) -> str:
    return ", ".join(part for part in (names.get(note.by_staff), note.title, note.agency.short_name) if part)


def _shown(row: PlanAction, on: date) -> ActionShown:
    return ActionShown(
        action=row,
        state=PLAN_STATES[row.state],
        owner=owner_words(row.owner),
        measures={name: ON_THE_BOARD[name] for name in row.measures if name in ON_THE_BOARD},
        is_late=row.state != DONE and row.due_on < on,
    )
