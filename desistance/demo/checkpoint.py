"""People at each stage of Checkpoint, as officers, a navigator and a supervisor recorded them. All of it is made up.

Each is arrested, checked and decided on through the rooms' own actions, at the moments at which it would have happened.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from desistance.access.actions.involvements import open_involvement
from desistance.access.queries.passes import enter, open_record
from desistance.assessment.actions.needs import assess_needs
from desistance.assessment.rules.needs import Answer, NeedsFacts
from desistance.casework.actions.hours import credit_hours
from desistance.casework.actions.outcomes import record_contact
from desistance.casework.rules.arranging import ContactFacts
from desistance.casework.rules.hours import HoursFacts
from desistance.casework.rules.outcomes import OutcomeFacts
from desistance.foundation.calendar import LOCAL
from desistance.foundation.passes import Pass
from desistance.history.actions import record_arrest
from desistance.history.rules.arrests import ArrestFacts
from desistance.partners.queries import live_posts
from desistance.people.actions import identity
from desistance.restorative.actions.telling import record_said, record_victim, settle_telling
from desistance.restorative.queries.crossing import views_of
from desistance.restorative.queries.victims import victims_to_tell
from desistance.restorative.rules import SaidFacts, VictimFacts
from desistance.schemes.actions.checks import check_checkpoint
from desistance.schemes.actions.contracts import draft_contract, sign_contract
from desistance.schemes.actions.deciding import accept_offer, decide_on_check
from desistance.schemes.actions.ending import ask_for_decision, decide_case, settle_consequence
from desistance.schemes.actions.progress import rate_case, record_progress, settle_condition
from desistance.schemes.queries.cases import case_of_arrest, open_case
from desistance.schemes.rules.checkpoint.contract import ConditionFacts, ContractFacts
from desistance.schemes.rules.checkpoint.facts import Answers
from desistance.schemes.terms.contracts import UNDERSTOOD

OFFICER, NAVIGATOR, SUPERVISOR = "Carl Weatherill", "Nadia Rahman", "Moira Stead"
VICTIM_CONTACT = "Vera Lowes"
Acting = Callable[[str, datetime], Pass]
MET = Answers(
    admission="admitted", offence_in_area="yes", hate="no", domestic="none", co_accused="no", order="no", bail="no",
    earlier="0",
)  # fmt: skip
ALCOHOL = ConditionFacts(
    "pathway", "Sessions with the alcohol service", "6 sessions attended", "alcohol", 6, "sessions"
)
MONEY = ConditionFacts("pathway", "A plan for debts, kept for 8 weeks", "The adviser confirms it", "money", 8, "weeks")
HARM = ConditionFacts(
    "restorative", "Write to the shop, read by the restorative justice team first", "The letter is sent"
)
WORK = ConditionFacts("work", "Voluntary work in the park at Wharton", "18 hours in the ledger", "", 18, "hours")
BONDGATE = VictimFacts(
    "Bondgate Stores", "business", ("telephone", "email"), telephone="01632 960 777",
    email="manager@bondgate-stores.example", times="Weekdays before 11am",
)  # fmt: skip
STALL = VictimFacts(
    "Mrs R. Ellwood", "person", ("telephone",), telephone="01632 960 411", times="Weekdays after 4pm",
    not_to="Leave no message: others at home hear it", enhanced="vulnerable",
)  # fmt: skip
NEEDS = {
    "substances": Answer(
        "high", "Drinks most evenings since she lost her job", "help", "I want my mornings back", "ready"
    ),
    "money": Answer("some", "Two months behind with the rent", "help", "", "thinking"),
    "work": Answer("some", "Packed shelves until October", "unsure", "", "not_now"),
    "family": Answer("strength", "Her mother looks after her son when she has a session", "well"),
}
HEARD = "We would like to know that it was understood what this costs us"


@dataclass(frozen=True, slots=True)
class OnCheckpoint:
    """Somebody of the story: who they are, the arrest, when the contract began, and how far they got."""

    reference: str
    given: str
    family: str
    born: str
    custody_number: str
    arrested: str
    code: str
    offence_on: str
    agreed: str = ""
    began: str = ""
    wish: str = "no"


SHOP, FIGHT = "TH68010", "PU86004"
PEOPLE = (
    OnCheckpoint("P-PKK6-F0", "Gareth", "Lowther", "1988-04-19", "CB26-29901", "2026-03-12T09:20", SHOP, "2026-03-11"),
    OnCheckpoint(
        "P-MQQ7-XZ", "Bethany", "Crisp", "2003-08-02", "CB26-29877", "2026-03-11T22:05", SHOP, "2026-03-11",
        agreed="2026-03-13T09:30",
    ),
    OnCheckpoint(
        "P-2F0B-YW", "Nicole", "Farrow", "1995-11-23", "CB25-28440", "2025-12-28T16:40", SHOP, "2025-12-27",
        agreed="2026-01-09T10:00", began="2026-01-12T14:00", wish="yes",
    ),
    OnCheckpoint(
        "P-619F-8V", "Owen", "Tate", "1982-01-30", "CB25-27102", "2025-10-30T11:15", SHOP, "2025-10-29",
        agreed="2025-11-06T10:00", began="2025-11-10T11:00",
    ),
    OnCheckpoint(
        "P-VGTT-RT", "Sharon", "Pickup", "1979-06-06", "CB26-28790", "2026-01-17T23:50", FIGHT, "2026-01-17",
        agreed="2026-01-23T10:00", began="2026-01-26T10:00",
    ),
    OnCheckpoint(
        "P-9NDR-G1", "Liam", "Brough", "1999-09-14", "CB25-24013", "2025-06-20T13:30", SHOP, "2025-06-19",
        agreed="2025-06-26T10:00", began="2025-06-30T10:00",
    ),
    OnCheckpoint(
        "P-05CP-C2", "Ryan", "Dodd", "2001-02-11", "CB25-26650", "2025-11-21T01:10", FIGHT, "2025-11-21",
        agreed="2025-11-27T10:00", began="2025-12-01T10:00",
    ),
)  # fmt: skip
"""Offered; agreed and to be rung; on contract and Amber; decision asked for; a new arrest; completed; ended and not complied."""


class Story:
    """What has been made of the story, and passes for its workers."""

    def __init__(self, staff: Mapping[str, Any], teams: Mapping[Any, Any], acting: Acting) -> None:
        self.staff, self.acting = staff, acting
        self.team, self.custody = teams["police", "Checkpoint"], teams["police", "Custody"]

    def by(self, name: str, who: OnCheckpoint, at: datetime) -> Pass:
        """A worker's pass for somebody's record at a moment."""
        return self.opened(name, who, at)[1]

    def opened(self, name: str, who: OnCheckpoint, at: datetime) -> tuple[Any, Pass]:
        """The person, and a worker's pass for their record."""
        post = live_posts(staff=self.staff[name].pk, at=at)[0]
        return open_record(reference=who.reference, by=enter(post=post, at=at))

    def arrive(self, who: OnCheckpoint) -> Any:
        """The arrest, the work of custody with the person, and a check that finds every rule met."""
        at = _local(who.arrested)
        police = self.acting("police", at)
        person = identity.add_person(
            given=who.given, family=who.family, born_on=date.fromisoformat(who.born), reference=who.reference,
            source="import", by=police, at=at,
        )  # fmt: skip
        work = {
            "kind": "custody_check",
            "legal_ground": "prevention",
            "team": self.custody,
            "lead": self.staff[OFFICER],
        }
        open_involvement(person=person, by=police, at=at, **work)
        place: dict[str, Any] = {
            "kind": "main",
            "lines": "21 Wharton Terrace, Durham",
            "postcode": "DH1 4AA",
            "said_at": at,
        }
        identity.state_address(person=person, from_on=date(2024, 5, 1), source="import", by=police, at=at, **place)
        facts = ArrestFacts(
            custody_number=who.custody_number, arrested_at=at, offence_code=who.code,
            offence_on=date.fromisoformat(who.offence_on), force="Durham Police", custody_suite="Durham City",
        )  # fmt: skip
        arrest = record_arrest(person=person, facts=facts, source="import", by=police, at=at)
        later = at + timedelta(hours=3)
        by = self.by(OFFICER, who, later)
        return check_checkpoint(arrest=arrest, answers=MET, rank="sergeant", by=by, at=later)

    def offer(self, who: OnCheckpoint, check: Any) -> Any:
        """The officer's offer, on the day of the arrest."""
        at = _local(who.arrested) + timedelta(hours=4)
        given: dict[str, Any] = {"offers": True, "rank": "sergeant", "reason": "", "victim": "ask", "team": self.team}
        return decide_on_check(check=check, by=self.by(OFFICER, who, at), at=at, **given)

    def ask_victim(self, who: OnCheckpoint) -> None:
        """The next morning victim contact rings whoever was harmed, and tells them of their rights."""
        at = _local(who.arrested) + timedelta(hours=20)
        by = self.by(VICTIM_CONTACT, who, at)
        view = next(iter(views_of(by=by).values()))
        facts = STALL if who.code == FIGHT else BONDGATE
        victim = record_victim(view=view, facts=facts, by=by, at=at)
        said = SaidFacts(who.wish, "yes", HEARD if who.wish == "yes" else "", at, at)
        record_said(victim=victim, facts=said, by=by, at=at)
        self.tell(who, at)

    def tell(self, who: OnCheckpoint, at: datetime) -> None:
        """Victim contact tells whoever was harmed all that waits to be told."""
        by = self.by(VICTIM_CONTACT, who, at)
        for one in victims_to_tell(by=by, at=at).due:
            if one.row.person_id == by.person:
                how = one.victim.ways[0]
                settle_telling(telling=one.row, state="told", how=how, words="Thanked us for ringing", by=by, at=at)

    def agree(self, who: OnCheckpoint, case: Any) -> Any:
        """The person agrees, and the navigator rings within hours."""
        at = _local(who.agreed)
        items = [name for name, _ in UNDERSTOOD]
        navigator = self.staff[NAVIGATOR]
        return accept_offer(case=case, understood=items, navigator=navigator, by=self.by(OFFICER, who, at), at=at)

    def sign(self, who: OnCheckpoint, case: Any) -> Any:
        """The first telephone call, the draft and the signature."""
        at = _local(who.began)
        self.contact(who, case, _local(who.agreed) + timedelta(hours=5), "telephone", "attended_complied")
        harm = (HARM,) if who.wish == "yes" else ()
        facts = ContractFacts(at.date(), (*harm, ALCOHOL, MONEY, WORK))
        person, by = self.opened(NAVIGATOR, who, at)
        if harm:
            assess_needs(person=person, facts=NeedsFacts(at.date(), NEEDS, True, ""), by=by, at=at)
        draft_contract(case=self.fresh(case, by), facts=facts, by=by, at=at)
        sign_contract(case=self.fresh(case, by), how="read_aloud", by=by, at=at)
        self.tell(who, at + timedelta(days=1))
        return self.fresh(case, by)

    def fresh(self, case: Any, by: Pass) -> Any:
        """The case as it stands now."""
        return case_of_arrest(arrest=case.arrest_id, by=by)

    def contact(self, who: OnCheckpoint, case: Any, at: datetime, kind: str, outcome: str, minutes: int = 30) -> None:  # noqa: PLR0917
        """A contact of the navigator that counts towards the work of the case."""
        by = self.by(NAVIGATOR, who, at)
        stands = self.fresh(case, by)
        given: dict[str, Any] = {
            "person": stands.person,
            "involvement": stands.involvement,
            "with_staff": self.staff[NAVIGATOR],
        }
        facts = ContactFacts(kind, "Checkpoint", minutes)
        record_contact(facts=facts, outcome=OutcomeFacts(outcome), starts_at=at, by=by, at=at, **given)

    def do(self, who: OnCheckpoint, case: Any, number: int, amount: int, at: datetime) -> None:
        """Progress on one condition."""
        by = self.by(NAVIGATOR, who, at)
        shown = open_case(case=case.pk, by=by, at=at).contract
        conditions = shown.conditions if shown else ()
        condition = next(one.condition for one in conditions if one.condition.number == number)
        record_progress(condition=condition, amount=amount, words="", happened_at=at, by=by, at=at)


def record_checkpoint(staff: Mapping[str, Any], teams: Mapping[Any, Any], acting: Acting) -> None:
    """Record all of it, each person as far as they got."""
    story = Story(staff, teams, acting)
    checks = {who.family: (who, story.arrive(who)) for who in PEOPLE}
    cases = {}
    for family, (who, check) in checks.items():
        case = story.offer(who, check)
        if who.agreed:
            story.ask_victim(who)
            case = story.agree(who, case)
        if who.began:
            case = story.sign(who, case)
        cases[family] = (who, case)
    _amber(story, *cases["Farrow"])
    _asked(story, *cases["Tate"])
    _arrested_again(story, *cases["Pickup"])
    _completed(story, *cases["Brough"])
    _not_complied(story, *cases["Dodd"])


def _amber(story: Story, who: OnCheckpoint, case: Any) -> None:
    """Two appointments missed, the rule proposes Amber, and the navigator agrees with a reason."""
    for day, amount in (("2026-01-27T13:00", 2), ("2026-02-10T13:00", 2)):
        story.do(who, case, 3, amount, _local(day))
    story.do(who, case, 4, 2, _local("2026-02-16T10:00"))
    worked = _local("2026-02-07T09:00")
    story.contact(who, case, worked, "unpaid_work", "attended_complied", 11 * 60)
    at = worked + timedelta(hours=12)
    hours = HoursFacts("credited", 11 * 60, worked.date())
    credit_hours(involvement=case.involvement, facts=hours, by=story.by(NAVIGATOR, who, at), at=at)
    for day in ("2026-02-24T11:00", "2026-03-03T11:00"):
        story.contact(who, case, _local(day), "office", "unacceptable_absence")
    at = _local("2026-03-06T09:40")
    by = story.by(NAVIGATOR, who, at)
    rate_case(case=story.fresh(case, by), colour="amber", words="Mother in hospital, new plan agreed", by=by, at=at)


def _finish(story: Story, who: OnCheckpoint, case: Any, at: datetime) -> None:
    """Every condition done, and a decision asked for."""
    by = story.by(NAVIGATOR, who, at)
    shown = open_case(case=case.pk, by=by, at=at).contract
    for one in shown.conditions[1:] if shown else ():
        settle_condition(condition=one.condition, state="done", words="Seen, with the register", by=by, at=at)
    reason = "Every condition is done and no new offence is on record"
    ask_for_decision(case=story.fresh(case, by), decision="complete", reason=reason, by=by, at=at)


def _asked(story: Story, who: OnCheckpoint, case: Any) -> None:
    _finish(story, who, case, _local("2026-03-11T15:00"))


def _arrested_again(story: Story, who: OnCheckpoint, case: Any) -> None:
    """A new arrest on the evening before the story's day."""
    at = _local("2026-03-12T21:15")
    facts = ArrestFacts(
        custody_number="CB26-29915", arrested_at=at, offence_code=SHOP, offence_on=date(2026, 3, 12),
        force="Durham Police", custody_suite="Durham City",
    )  # fmt: skip
    by = story.acting("police", at + timedelta(hours=1))
    record_arrest(person=case.person, facts=facts, source="import", by=by, at=at + timedelta(hours=1))


def _decide(story: Story, who: OnCheckpoint, case: Any, decision: str, reason: str, at: datetime) -> Any:  # noqa: PLR0917
    by = story.by(SUPERVISOR, who, at)
    return decide_case(case=story.fresh(case, by), decision=decision, rank="inspector", reason=reason, by=by, at=at)


def _completed(story: Story, who: OnCheckpoint, case: Any) -> None:
    at = _local("2025-10-31T10:00")
    _finish(story, who, case, at)
    at += timedelta(hours=3)
    _decide(story, who, case, "complete", "All conditions are done", at)
    by = story.by(OFFICER, who, at + timedelta(days=1))
    story.tell(who, by.at)
    for one in open_case(case=case.pk, by=by, at=by.at).consequences:
        settle_consequence(consequence=one.row, state="done", words="Done the same day", by=by, at=by.at)


def _not_complied(story: Story, who: OnCheckpoint, case: Any) -> None:
    for day in ("2026-02-16T10:00", "2026-02-23T10:00", "2026-03-02T10:00"):
        story.contact(who, case, _local(day), "office", "unacceptable_absence")
    at = _local("2026-03-12T14:00")
    _decide(story, who, case, "breach", "Missed 3 appointments, rung and written to each time", at)


def _local(moment: str) -> datetime:
    return datetime.fromisoformat(moment).replace(tzinfo=LOCAL)
