"""The minutes and the pack of a meeting as a tagged PDF: what the page tells, set by the template of reports."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any, Final

from desistance.coordination.queries.minutes import CaseMinuted, Minutes
from desistance.coordination.terms.meetings import Paper
from desistance.desk.rules.reports import digest_of
from desistance.foundation.passes import Pass
from desistance.foundation.typesetting import pdf_of
from desistance.web.reports_words import TEMPLATE_FILE, printed_words, sheet, version_words
from desistance.web.templatetags.desistance import full_date, moment
from desistance.web.views.meetings_words import lead_of

NO_LINE: Final = {
    Paper.MINUTES: "No agency's line is shared with you. That does not mean that none was given.",
    Paper.PACK: "No agency's line that had come by then is shared with you. That does not mean that none had.",
}
NO_CASE: Final = "No case was on the agenda."
NOT_OPEN: Final = "A case that is not open to you."
COLUMNS: Final = ["Kind", "What", "Who"]
Line = list[str]


def paper_as_pdf(told: Minutes, *, by: Pass, at: datetime) -> bytes:
    """The paper as the reader may see it; each sheet says who took it out when. Raises :class:`Refused`."""
    content = _content(told, by)
    sign, version = f"Meeting {told.opened.meeting.pk}", version_words(digest_of(content))
    made = sheet(content, sign=sign, printed=printed_words(by, at), version=version, is_draft=False)
    return pdf_of(TEMPLATE_FILE, made)


def _content(told: Minutes, by: Pass) -> dict[str, Any]:
    cases = [_case(told.paper, one) for one in told.cases]
    return {
        "title": told.paper.label,
        "agency": by.agency_name,
        "name": told.opened.meeting.forum.name,
        "after_name": f". {lead_of(told.opened)}.",
        "lead": f"{stands(told)} It tells what {by.staff_name} of {by.agency_name} may see, and no identity number.",
        "texts": [],
        "right": "",
        "is_plain": False,
        "sections": [_table(told), *(cases or [_section("Cases", NO_CASE, [])])],
    }


def stands(told: Minutes) -> str:
    """Where the meeting stood when the paper was made, and since when."""
    meeting, state = told.opened.meeting, told.opened.state.wording
    if told.paper == Paper.PACK:
        return f"As it lay before the meeting when it was frozen, {moment(meeting.frozen_at)}."
    return f"{state} {moment(meeting.ended_at)}." if meeting.ended_at else f"{state}."


def _section(title: str, empty: str, lines: list[Line]) -> dict[str, Any]:
    return {"title": title, "empty": empty, "columns": COLUMNS, "lines": lines}


def _table(told: Minutes) -> dict[str, Any]:
    seats = [
        [one.presence.label, one.staff.name if one.staff else "", one.agency.short_name] for one in told.opened.seats
    ]
    quorum = ["Quorum", told.opened.quorum.words.removeprefix("Quorum: "), ""]
    end = told.opened.meeting.end_reason if told.paper == Paper.MINUTES else ""
    noted = [["Note", end, ""]] if end else []
    return _section("At the table", "Nobody was asked.", [*seats, quorum, *noted])


def _case(paper: Paper, one: CaseMinuted) -> dict[str, Any]:
    row = one.row
    if row.case is None or row.person is None:
        return _section(f"{row.number}. {NOT_OPEN}", f"{row.state.wording}.", [])
    return _section(f"{row.number}. {row.person.full}", "", [["For", row.purpose, ""], *_lines(paper, one)])


def _lines(paper: Paper, one: CaseMinuted) -> Iterator[Line]:
    case = one.row.case
    if case is not None and case.why:
        yield ["Why", case.why, ""]
    yield from (["Line", text, agency] for agency, text in one.lines)
    if not one.lines:
        yield ["Line", NO_LINE[paper], ""]
    if one.decision:
        yield ["Decided", f"{one.decision.words}. {one.decision.reasons}", ", ".join(one.decision.here)]
        yield from (["Disagreed", against["words"], against["name"]] for against in one.decision.dissent)
    elif paper == Paper.MINUTES and case is not None:
        yield ["State", f"{one.row.state.wording}. {case.reasons}".strip(), ""]
    if paper == Paper.MINUTES and case is not None and case.colour:
        yield ["Colour", f"After the discussion: {case.colour.capitalize()}", ""]
    for action in one.actions:
        yield ["Action", f"{action.what}, by {full_date(action.due_on)} ({action.state.lower()})", action.owner]
