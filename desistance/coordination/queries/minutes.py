"""The minutes of a meeting and its frozen pack: nobody writes them, they are what was recorded, as far as the reader may see."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.db.models import QuerySet

from desistance.access.queries.lists import entries_of_tied
from desistance.audit.deeds import question
from desistance.coordination.models import AgreedAction, CaseLine, PanelDecision
from desistance.coordination.queries.agenda import AgendaRow, MeetingOpened, open_meeting_page
from desistance.coordination.terms.meetings import ACTION_STATES, SENT, Paper
from desistance.foundation.decisions import refused
from desistance.foundation.models import Revision
from desistance.foundation.passes import Pass

LINE = "coordination.CaseLine"
NOT_FROZEN = (
    "The pack is not frozen yet, so there is none to take out. Whoever chairs the meeting freezes it on its page."
)


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
    """A meeting with its cases, as it was minuted or as its pack lay before it."""

    paper: Paper
    opened: MeetingOpened
    cases: tuple[CaseMinuted, ...]


@question
def minutes_of(meeting: int, *, by: Pass) -> Minutes:
    """The minutes of a meeting to which the reader's agency was asked. A fixed number of statements. Raises :class:`NotFound`."""
    opened = open_meeting_page(meeting, by=by)
    cases = [row.case.pk for row in opened.agenda if row.case]
    lines = _by_case(CaseLine.objects.filter(entries_of_tied(LINE, by), state=SENT), case__in=cases)
    standing = PanelDecision.objects.standing().filter(entries_of_tied("coordination.PanelDecision", by))
    decisions = _by_case(standing.order_by("at", "id"), case__in=cases)
    actions = _by_case(_actions_seen(by), case__in=cases)
    told = tuple(
        CaseMinuted(
            row=row,
            lines=tuple((one.agency.short_name, one.text) for one in lines.get(_case(row), [])),
            decision=next(reversed(decisions.get(_case(row), [])), None),
            actions=tuple(_action(one) for one in actions.get(_case(row), [])),
        )
        for row in opened.agenda
    )
    return Minutes(Paper.MINUTES, opened, told)


@question
def pack_of(meeting: int, *, by: Pass) -> Minutes:
    """The pack as it was frozen: each line as it read then and the actions that were open, of those the reader may see today.

    A fixed number of statements. Raises :class:`NotFound`, and :class:`Refused` while nothing is frozen.
    """
    opened = open_meeting_page(meeting, by=by)
    if opened.meeting.frozen_at is None:
        refused(NOT_FROZEN).demand()
    packs = {row.case.pk: row.case.pack for row in opened.agenda if row.case}
    versions = {int(line): number for pack in packs.values() for line, number in pack.get("lines", {}).items()}
    lines = _by_case(CaseLine.objects.filter(entries_of_tied(LINE, by)), pk__in=versions)
    kept = Revision.objects.filter(holding=LINE, record_id__in=[one.pk for rows in lines.values() for one in rows])
    then = {one.record_id: one.values["text"] for one in kept if one.version == versions[one.record_id]}
    waiting = {number for pack in packs.values() for number in pack.get("actions", [])}
    actions = {one.pk: one for rows in _by_case(_actions_seen(by), pk__in=waiting).values() for one in rows}
    told = tuple(
        CaseMinuted(
            row=row,
            lines=tuple(_as_frozen(lines.get(_case(row), []), versions, then)),
            decision=None,
            actions=tuple(
                _action(actions[number]) for number in packs.get(_case(row), {}).get("actions", []) if number in actions
            ),
        )
        for row in opened.agenda
    )
    return Minutes(Paper.PACK, opened, told)


PAPERS: Final = {Paper.MINUTES: minutes_of, Paper.PACK: pack_of}


def _as_frozen(
    lines: Sequence[CaseLine], versions: Mapping[int, int], then: Mapping[int, str]
) -> Iterator[tuple[str, str]]:
    """What each line said when the pack was frozen; one that had not come then is not there."""
    for one in lines:
        text = one.text if one.version == versions[one.pk] else then.get(one.pk, "")
        if text:
            yield one.agency.short_name, text


def _case(row: AgendaRow) -> int:
    return row.case.pk if row.case else 0


def _actions_seen(by: Pass) -> QuerySet[AgreedAction]:
    return AgreedAction.objects.filter(entries_of_tied("coordination.AgreedAction", by)).order_by("due_on", "id")


def _by_case(rows: Any, **those: Any) -> Mapping[int, list[Any]]:
    found: dict[int, list[Any]] = {}
    related = ("agency", "staff") if rows.model is AgreedAction else ("agency",)
    for row in rows.filter(**those).select_related(*related):
        found.setdefault(row.case_id, []).append(row)
    return found


def _action(one: AgreedAction) -> ActionMinuted:
    owner = f"{one.staff.name}, {one.agency.short_name}" if one.staff else str(one.agency.short_name)
    return ActionMinuted(one.what, owner, one.due_on, ACTION_STATES[one.state].wording)
