"""Two meetings of an IOM conference, as the agencies prepared, held and minuted them. All of it is made up."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from desistance.access.queries.passes import enter, open_record
from desistance.coordination.actions.cases import Owner, agree_action, finish_action, settle_case, submit_line
from desistance.coordination.actions.meetings import (
    Seat,
    close_meeting,
    list_case,
    open_meeting,
    plan_meeting,
    record_attendance,
    set_up_forum,
)
from desistance.coordination.terms.forums import REVIEW
from desistance.foundation.calendar import LOCAL
from desistance.foundation.passes import Pass
from desistance.partners.queries import live_posts

KYLE, MAREK, TOMASZ = "P-7K3M-Q2", "P-6DWF-K9", "P-1GZW-C6"
CHAIR, ALISON, HANNAH, ELAINE, NIA = "Rob Teasdale", "Alison Nixon", "Hannah Miah", "Elaine Foster", "Nia Bowen"
TABLE = (("probation", ALISON), ("housing", HANNAH), ("jobcentre", ELAINE), ("treatment", NIA))
HELD, COMING = "2026-02-17T10:00", "2026-03-17T10:00"
AGENDAS = (
    (HELD, "2026-02-12T11:00", ((KYLE, ALISON, "Breached a curfew in January"), (TOMASZ, ALISON, ""))),
    (
        COMING,
        "2026-03-05T09:30",
        ((KYLE, CHAIR, ""), (TOMASZ, ALISON, "Missed on 9 March"), (MAREK, ALISON, "Tests since January")),
    ),
)
LINES = (
    (HELD, KYLE, "2026-02-16T15:10", CHAIR, "1 arrest in 28 days. Seen at home 3 times."),
    (HELD, KYLE, "2026-02-16T16:00", ALISON, "9 of 12 contacts kept."),
    (COMING, KYLE, "2026-03-12T16:40", CHAIR, "No arrests in 28 days (1 in the 28 before). Seen at home 4 times."),
    (COMING, KYLE, "2026-03-12T12:05", ALISON, "11 of 14 contacts kept. Missed payback on 7 March, not decided."),
    (COMING, KYLE, "2026-03-13T09:12", HANNAH, "£412 arrears. Notice possible after 20 March."),
    (
        COMING,
        TOMASZ,
        "2026-03-12T12:20",
        ALISON,
        "Missed on 9 March without a reason. Interpreter booked for 16 March.",
    ),
)
ACTIONS = (
    ("Visit weekly, in pairs", "police", CHAIR, "2026-03-10", "2026-03-11T18:00", "Four visits, all in pairs"),
    ("Refer to tenancy support", "probation", ALISON, "2026-02-20", "2026-02-20T10:30", "Referred, first visit kept"),
    ("Book the CSCS test", "jobcentre", ELAINE, "2026-03-10", "", ""),
)


def record_meetings(people: Mapping[str, Any], staff: Mapping[str, Any], agencies: Mapping[str, Any]) -> None:
    """Record both meetings as they went, each step at its moment, through the room's own actions."""
    cases: dict[tuple[str, str], Any] = {}
    forum: Any = None
    for starts, planned, agenda in AGENDAS:
        at, by = _acting(staff[CHAIR], planned)
        forum = forum or set_up_forum(name="IOM conference, County Durham", kind="iom_conference", by=by, at=at)
        seats = [Seat(agencies[slug], staff[who]) for slug, who in TABLE]
        told = {
            "forum": forum,
            "seats": seats,
            "place": "Bishop Auckland police office and online",
            "chair": staff[CHAIR],
        }
        meeting = plan_meeting(starts_at=_local(starts), by=by, at=at, **told)
        for reference, who, why in agenda:
            listed = {"person": people[reference], "purpose": REVIEW, "why": why}
            by = _opening(staff[who], reference, at)
            cases[starts, reference] = list_case(meeting=meeting, by=by, at=at, **listed)
        for when, reference, moment, who, text in LINES:
            if when == starts:
                said = _local(moment)
                by = _opening(staff[who], reference, said)
                submit_line(case=cases[when, reference], text=text, by=by, at=said)
        if starts == HELD:
            _hold(meeting, cases, staff, agencies)


def _hold(
    meeting: Any, cases: Mapping[tuple[str, str], Any], staff: Mapping[str, Any], agencies: Mapping[str, Any]
) -> None:
    """The meeting of February: who came, what was agreed of Kyle, and what came of it since."""
    at, by = _acting(staff[CHAIR], HELD)
    open_meeting(meeting=meeting, by=by, at=at)
    for slug, who in (("police", CHAIR), *TABLE[:3]):
        record_attendance(meeting=meeting, agency=agencies[slug], presence="present", staff=staff[who], by=by, at=at)
    away = {"agency": agencies["treatment"], "presence": "apologies"}
    record_attendance(meeting=meeting, by=by, at=at, **away)
    case = cases[HELD, KYLE]
    chair = _opening(staff[CHAIR], KYLE, at)
    agreed = [
        agree_action(
            case=case,
            what=what,
            due_on=date.fromisoformat(due),
            owner=Owner(agencies[slug], staff[who]),
            by=chair,
            at=at,
        )
        for what, slug, who, due, _, _ in ACTIONS
    ]
    settle_case(case=case, colour="red", words="The flat is the main worry.", by=chair, at=at)
    tomasz = _opening(staff[CHAIR], TOMASZ, at)
    settle_case(case=cases[HELD, TOMASZ], colour="green", words="Keeps his appointments.", by=tomasz, at=at)
    at, by = _acting(staff[CHAIR], "2026-02-17T11:20")
    close_meeting(meeting=meeting, by=by, at=at)
    for action, (_, _, who, _, moment, came_of) in zip(agreed, ACTIONS, strict=True):
        if moment:
            then = _local(moment)
            finish_action(action=action, to="done", came_of=came_of, by=_opening(staff[who], KYLE, then), at=then)


def _acting(worker: Any, moment: str) -> tuple[datetime, Pass]:
    at = _local(moment)
    return at, enter(post=live_posts(staff=worker.pk, at=at)[0], at=at)


def _opening(worker: Any, reference: str, at: datetime) -> Pass:
    return open_record(reference=reference, by=enter(post=live_posts(staff=worker.pk, at=at)[0], at=at))[1]


def _local(moment: str) -> datetime:
    return datetime.fromisoformat(moment).replace(tzinfo=LOCAL)
