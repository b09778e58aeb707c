"""People in the IOM cohort of the story, selected by a panel in February, and one nomination that waits. All of it is made up."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

from desistance.access.queries.passes import enter, open_record
from desistance.coordination.actions.cases import decide_case
from desistance.coordination.actions.meetings import (
    Seat,
    close_meeting,
    list_case,
    open_meeting,
    plan_meeting,
    record_attendance,
    set_up_forum,
)
from desistance.foundation.calendar import LOCAL
from desistance.foundation.passes import Pass
from desistance.partners.queries import live_posts
from desistance.schemes.actions.iom.deciding import act_on_panel, settle_iom_consequence
from desistance.schemes.actions.iom.managing import (
    ActionSaid,
    EarlierSpell,
    name_manager,
    rate_iom_case,
    record_earlier_spell,
)
from desistance.schemes.actions.iom.nominating import NominationSaid, nominate
from desistance.schemes.queries.iom.cases import open_iom_case, seen_iom_case
from desistance.schemes.terms.iom import SELECTION

KYLE, TOMASZ, JODIE, MAREK = "P-7K3M-Q2", "P-1GZW-C6", "P-8BKT-J5", "P-6DWF-K9"
ROB, ALISON, HANNAH = "Rob Teasdale", "Alison Nixon", "Hannah Miah"
NOMINATED, HELD = "2026-01-30T10:00", "2026-02-16T14:00"
ACTION = ("Visit weekly with the burglary team", date(2026, 3, 20))
COHORT = (
    (KYLE, "fixed", "red", "Seen with two of the group that takes cars, and rent is behind", NominationSaid(
        "fixed", "A dwelling burgled at night while on his own, and the offences before it were vehicle crime",
        "A tenancy that he can keep, and a site card",
        answers={"substances": "some", "engagement": "good", "home": "not_known"},
    )),
    (TOMASZ, "flex", "green", "", NominationSaid(
        "flex", "Drives while over the limit again and again, and lives where the car thefts are",
        "An interpreter at every appointment", answers={"substances": "strong", "engagement": "good", "home": "settled"},
    )),
    (JODIE, "free", "amber", "Stopped coming to the sessions, still answers the phone", NominationSaid(
        "free", "Moves with a group that breaks into vans; she is the one who might leave it",
        "Work that starts before nine", answers={"substances": "none", "engagement": "partly", "home": "settled"},
    )),
)  # fmt: skip
WAITING = ("2026-03-09T11:20", NominationSaid(
    "flex", "Steals from shops most days to pay for heroin, and has begun to take from cars",
    "Treatment that he can reach without a bus", answers={"substances": "strong", "engagement": "partly"},
))  # fmt: skip
EARLIER = EarlierSpell(
    "dyo", date(2014, 5, 1), date(2016, 3, 31), "criteria", "Two cautions at 15 and a first court order",
    "Paper file of the youth service",
)  # fmt: skip


class _Story:
    def __init__(self, people: Mapping[str, Any], staff: Mapping[str, Any], agencies: Mapping[str, Any]) -> None:
        self.people, self.staff, self.agencies = people, staff, agencies

    def acting(self, who: str, at: datetime) -> Pass:
        return enter(post=live_posts(staff=self.staff[who].pk, at=at)[0], at=at)

    def opening(self, who: str, reference: str, at: datetime) -> Pass:
        return open_record(reference=reference, by=self.acting(who, at))[1]


def record_iom(people: Mapping[str, Any], staff: Mapping[str, Any], agencies: Mapping[str, Any]) -> None:
    """Record all of it through the rooms' own actions, each at its moment."""
    story = _Story(people, staff, agencies)
    at = _local(NOMINATED)
    cases = {}
    for reference, _, _, _, said in COHORT:
        cases[reference] = nominate(person=people[reference], said=said, by=story.opening(ALISON, reference, at), at=at)
    _panel(story, cases)
    moment, waiting = WAITING
    at = _local(moment)
    nominate(person=people[MAREK], said=waiting, by=story.opening(ALISON, MAREK, at), at=at)
    record_earlier_spell(person=people[KYLE], facts=EARLIER, by=story.opening(ALISON, KYLE, at), at=at)


def _panel(story: _Story, cases: Mapping[str, Any]) -> None:
    """The panel of February: who was there, what was decided of each, and what followed the same day."""
    at = _local(HELD)
    planned = at - timedelta(days=12)
    by = story.acting(ROB, planned)
    forum = set_up_forum(name="IOM panel, County Durham", kind="iom_panel", by=by, at=planned)
    table = (("probation", ALISON), ("housing", HANNAH))
    seats = [Seat(story.agencies[slug], story.staff[who]) for slug, who in table]
    meeting = plan_meeting(forum=forum, starts_at=at, seats=seats, by=by, at=planned)
    listed = {}
    for reference in cases:
        asked: dict[str, Any] = {"person": story.people[reference], "purpose": SELECTION}
        listed[reference] = list_case(
            meeting=meeting, by=story.opening(ALISON, reference, planned), at=planned, **asked
        )
    open_meeting(meeting=meeting, by=story.acting(ROB, at), at=at)
    for slug, who in (("police", ROB), *table):
        here: dict[str, Any] = {"agency": story.agencies[slug], "staff": story.staff[who], "presence": "present"}
        record_attendance(meeting=meeting, by=story.acting(ROB, at), at=at, **here)
    for place, (reference, part, colour, words, said) in enumerate(COHORT):
        now = at + timedelta(minutes=10 * place + 8)
        chair = story.opening(ROB, reference, now)
        told = decide_case(case=listed[reference], outcome=f"select_{part}", reasons=said.reason, by=chair, at=now)
        _select(story, cases[reference], told.pk, reference, now)
        _rate(story, cases[reference].pk, reference, colour, words)
    end = at + timedelta(minutes=55)
    close_meeting(meeting=meeting, by=story.acting(ROB, end), at=end)


def _select(story: _Story, case: Any, decision: int, reference: str, at: datetime) -> None:
    """The case is selected, both managers are named, and Alison tells the person the week after."""
    chair = story.opening(ROB, reference, at)
    act_on_panel(case=case, decision=decision, tell_by=date(2026, 2, 23), by=chair, at=at)
    for who, leads in ((ROB, True), (ALISON, False)):
        by = story.opening(who, reference, at)
        named = {"staff": story.staff[who], "is_lead": leads}
        name_manager(case=seen_iom_case(case=case.pk, by=by), by=by, at=at, **named)
    told = _local("2026-02-18T15:00")
    by = story.opening(ALISON, reference, told)
    for row in open_iom_case(case=case.pk, by=by, at=told).after:
        settle_iom_consequence(consequence=row, state="done", words="Told at the office, with a copy", by=by, at=told)


def _rate(story: _Story, case: int, reference: str, colour: str, words: str) -> None:
    at = _local("2026-02-16T15:30")
    by = story.opening(ALISON, reference, at)
    action = ActionSaid(*ACTION, story.staff[ALISON]) if colour == "red" else None
    row = seen_iom_case(case=case, by=by)
    rate_iom_case(case=row, colour=colour, words=words or "Keeps what was agreed", action=action, by=by, at=at)


def _local(moment: str) -> datetime:
    return datetime.fromisoformat(moment).replace(tzinfo=LOCAL)
