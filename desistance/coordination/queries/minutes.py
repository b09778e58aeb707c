"""The minutes of a meeting: nobody writes them, they are what was recorded, as far as the reader may see it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from desistance.access.queries.lists import entries_of_tied
from desistance.audit.deeds import question
from desistance.coordination.models import AgreedAction, CaseLine, PanelDecision
from desistance.coordination.queries.agenda import AgendaRow, MeetingOpened, open_meeting_page
from desistance.coordination.terms.meetings import ACTION_STATES, SENT
from desistance.foundation.passes import Pass


@dataclass(frozen=True, slots=True)
class ActionMinuted:
    """One action of the minutes."""

    what: str
    owner: str
    due_on: Any
    state: str


@dataclass(frozen=True, slots=True)
class CaseMinuted:
    """One case of the minutes: lines, the decision with its dissent, and the actions, of those the reader sees."""

    row: AgendaRow
    lines: tuple[tuple[str, str], ...]
    decision: PanelDecision | None
    actions: tuple[ActionMinuted, ...]


@dataclass(frozen=True, slots=True)
class Minutes:
    """A meeting with its cases."""

    opened: MeetingOpened
    cases: tuple[CaseMinuted, ...]


@question
def minutes_of(meeting: int, *, by: Pass) -> Minutes:
    """The minutes of a meeting to which the reader's agency was asked. A fixed number of statements. Raises :class:`NotFound`."""
    opened = open_meeting_page(meeting, by=by)
    cases = [row.case.pk for row in opened.agenda if row.case]
    lines = _by_case(CaseLine.objects.filter(entries_of_tied("coordination.CaseLine", by), state=SENT), cases)
    decisions = _by_case(
        PanelDecision.objects.standing().filter(entries_of_tied("coordination.PanelDecision", by)).order_by("at", "id"),
        cases,
    )
    actions = _by_case(
        AgreedAction.objects.filter(entries_of_tied("coordination.AgreedAction", by)).order_by("due_on", "id"), cases
    )
    return Minutes(opened, tuple(_case(row, lines, decisions, actions) for row in opened.agenda))


def _by_case(rows: Any, cases: Sequence[int]) -> Mapping[int, list[Any]]:
    found: dict[int, list[Any]] = {}
    related = ("agency", "staff") if rows.model is AgreedAction else ("agency",)
    for row in rows.filter(case__in=cases).select_related(*related):
        found.setdefault(row.case_id, []).append(row)
    return found


def _case(
    row: AgendaRow,
    lines: Mapping[int, list[Any]],
    decisions: Mapping[int, list[Any]],
    actions: Mapping[int, list[Any]],
) -> CaseMinuted:
    case = row.case.pk if row.case else 0
    decided = decisions.get(case, [])
    return CaseMinuted(
        row=row,
        lines=tuple((one.agency.short_name, one.text) for one in lines.get(case, [])),
        decision=decided[-1] if decided else None,
        actions=tuple(
            ActionMinuted(
                one.what,
                f"{one.staff.name}, {one.agency.short_name}" if one.staff else str(one.agency.short_name),
                one.due_on,
                ACTION_STATES[one.state].wording,
            )
            for one in actions.get(case, [])
        ),
    )
