"""Factories for every model: the least that the database accepts, each with what a test wants different."""

import itertools
import string
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

from desistance.access.models import (
    OPEN_END,
    AccessExclusion,
    AccessRequest,
    AccessRestriction,
    Consent,
    EmergencyAccess,
    HiddenEntry,
    Involvement,
    ListedWorker,
    NamedWorker,
    Tie,
)
from desistance.assessment.models import (
    Countersignature,
    Goal,
    NeedAnswer,
    NeedsAssessment,
    Plan,
    PlanVersion,
    RiskConcern,
    RiskReview,
    Score,
    Step,
    VersionGoal,
)
from desistance.audit.models import AuditEvent
from desistance.casework.models import Alert, CalendarLink, Contact, Document, HoursLine, Note, Reminder, Task
from desistance.coordination.models import (
    AgreedAction,
    Attendance,
    CaseLine,
    Forum,
    Meeting,
    MeetingCase,
    PanelDecision,
)
from desistance.desk.models import Draft, Handover, ListVisit, Look, Notice, NoticeChoice, Report, SavedFilter, Snooze
from desistance.foundation.models import Revision
from desistance.governance.models import MeasureComment, PlanAction, PlanNote
from desistance.history.models import Arrest, CustodySpell, Disposal, Offence
from desistance.ingest.models import Import, ImportRow, Likeness
from desistance.measurement.models import (
    BoardCount,
    Change,
    CohortMember,
    CountedTable,
    Evaluation,
    Publication,
    SelectionCount,
    Snapshot,
    Tracking,
    Validation,
)
from desistance.measurement.rules.board import BOARD_MEASURES
from desistance.measurement.rules.evaluation import Choices, plan_from, read_plan
from desistance.measurement.rules.periods import quarter_of
from desistance.partners.models import Agency, Agreement, Area, Cover, Post, Staff, Team, Token
from desistance.partners.rules.tokens import digest_of
from desistance.people.models import (
    Address,
    BirthDate,
    Choice,
    ContactDetail,
    Equality,
    Identifier,
    Merge,
    MergeMove,
    Name,
    Pair,
    Person,
)
from desistance.people.rules.keys import ending_key, name_keys, person_sort_key, phone_ending_key
from desistance.restorative.models import DecisionToExplain, Telling, Victim, VictimSaid, VictimView
from desistance.schemes.models import (
    Allocation,
    CaseAsk,
    CaseStep,
    CohortManager,
    CohortSpell,
    Condition,
    Consequence,
    Contract,
    EligibilityCheck,
    Nomination,
    Progress,
    Rating,
    RuleVersion,
    SchemeCase,
    Trial,
    TrialSeed,
)
from desistance.schemes.rules import trials as randomised
from desistance.sentences.models import Order, OrderEvent, Requirement

NOW = datetime(2026, 3, 13, 15, 40, tzinfo=UTC)
LONG_AGO = NOW - timedelta(days=400)
_count = itertools.count(1)
_people = itertools.count(1)


def record(**more: Any) -> dict[str, Any]:
    """The columns that every record has."""
    return {"created_at": LONG_AGO, "changed_at": LONG_AGO, **more}


def said(agency: Agency, **more: Any) -> dict[str, Any]:
    """The columns that every fact and event has."""
    return {"agency": agency, "said_at": LONG_AGO, "recorded_at": LONG_AGO, **more}


def agency(kind: str = "probation", name: str = "", **more: Any) -> Agency:
    number = next(_count)
    name = name or f"{kind.title()} agency {number}"
    values = {
        "name": name,
        "short_name": name,
        "slug": f"agency-{number}",
        "kind": kind,
        "from_on": date(2020, 1, 1),
    }
    return Agency.objects.create(**record(**values, **more))


def team(agency: Agency, name: str = "", **more: Any) -> Team:
    number = next(_count)
    return Team.objects.create(**record(agency=agency, name=name or f"Team {number}", slug=f"team-{number}", **more))


def staff(name: str = "", **more: Any) -> Staff:
    number = next(_count)
    return Staff.objects.create(
        **{
            "email": f"worker{number}@example.org",
            "name": name or f"Worker {number}",
            "created_at": LONG_AGO,
            "accepted_use_at": LONG_AGO,
            "password": "!",
            **more,
        }
    )


def post(staff: Staff, agency: Agency, role: str, team: Team | None = None, **more: Any) -> Post:
    values = {"from_at": LONG_AGO, "recertify_on": date(2027, 1, 1), **more}
    return Post.objects.create(**record(staff=staff, agency=agency, role=role, team=team, **values))


def agreement(*parties: Agency, classes: tuple[str, ...] = (), finding: bool = True, **more: Any) -> Agreement:
    values = {
        "name": "Information sharing",
        "reference": f"ISA-{next(_count)}",
        "purpose": "Reducing reoffending",
        "legal_basis": "Crime and Disorder Act 1998 s.115",
        "classes": list(classes),
        "switches_on_finding": finding,
        "from_on": date(2025, 1, 1),
        "review_on": date(2027, 1, 1),
    }
    made = Agreement.objects.create(**record(**{**values, **more}))
    made.parties.set(parties)
    return made


def _named(given: str, family: str) -> dict[str, Any]:
    keys = name_keys(given, family)
    return {"given": given, "family": family, "folded": keys.folded, "sounds": list(keys.sounds)}


def _reference(number: int) -> str:
    """A reference of nobody else: digits, and from the ten thousandth on a letter for the thousands."""
    thousands, rest = divmod(number, 1000)
    return f"P-{string.digits[thousands] if thousands < 10 else string.ascii_uppercase[thousands - 10]}{rest:03d}-00"


def person(
    agency: Agency, given: str = "Kyle", family: str = "Ashcroft", born: date = date(1998, 6, 24), **more: Any
) -> Person:
    values = {"reference": _reference(next(_people)), "sort_key": person_sort_key(given, family), **more}
    made = Person.objects.create(**record(**values))
    Name.objects.create(person=made, **_named(given, family), kind="current", **said(agency))
    BirthDate.objects.create(person=made, born_on=born, **said(agency))
    return made


def involvement(
    person: Person,
    agency: Agency,
    *,
    team: Team | None = None,
    lead: Staff | None = None,
    kind: str = "supervision",
    **more: Any,
) -> Involvement:
    values = {"from_at": LONG_AGO, "recorded_at": LONG_AGO, "legal_ground": "court_order", **more}
    made = Involvement.objects.create(**record(person=person, agency=agency, team=team, lead=lead, kind=kind, **values))
    until = made.until_at or OPEN_END
    tie = {
        "person": person,
        "agency": agency,
        "kind": "involvement",
        "involvement": made,
        "from_at": made.from_at,
        "until_at": until,
    }
    Tie.objects.create(**tie, team=team)
    if lead:
        Tie.objects.create(**tie, team=None, staff=lead)
    return made


def area(code: str = "", name: str = "Testshire", **more: Any) -> Area:
    values = {"slug": f"area-{next(_count)}", "kind": "authority", "valid_from": date(2020, 1, 1), "source": "A test"}
    return Area.objects.create(**{**values, "code": code or f"T{next(_count):08d}", "name": name, **more})


def name(person: Person, agency: Agency, given: str = "Kyle", family: str = "Ashcroft", **more: Any) -> Name:
    values = {"kind": "alias", **_named(given, family), **more}
    return Name.objects.create(person=person, **said(agency, **values))


def birth_date(person: Person, agency: Agency, born: date = date(1998, 6, 24), **more: Any) -> BirthDate:
    return BirthDate.objects.create(person=person, born_on=born, **said(agency, **more))


def identifier(person: Person, agency: Agency, kind: str = "crn", value: str = "X482913", **more: Any) -> Identifier:
    values = {"raw": value, "compact_reversed": ending_key(value), **more}
    return Identifier.objects.create(person=person, kind=kind, value=value, **said(agency, **values))


def address(person: Person, agency: Agency, lines: str = "14 Bede Street", **more: Any) -> Address:
    return Address.objects.create(
        person=person, lines=lines, **said(agency, **{"kind": "main", "from_on": date(2026, 2, 2), **more})
    )


def contact_detail(person: Person, agency: Agency, value: str = "07700900321", **more: Any) -> ContactDetail:
    values = {"kind": "mobile", "digits_reversed": phone_ending_key(value), **more}
    return ContactDetail.objects.create(person=person, value=value, **said(agency, **values))


def equality(person: Person, agency: Agency, kind: str = "language", value: str = "Polish", **more: Any) -> Equality:
    return Equality.objects.create(person=person, kind=kind, value=value, **said(agency, **more))


def choice(person: Person, fact: Name, **more: Any) -> Choice:
    return Choice.objects.create(**{"person": person, "kind": "name", "fact_id": fact.pk, "at": NOW, **more})


def pair(one: Person, other: Person, agency: Agency, kind: str = "different", **more: Any) -> Pair:
    return Pair.objects.create(one=one, other=other, kind=kind, reason="Twins", at=LONG_AGO, **said(agency, **more))


def merge(kept: Person, lost: Person, **more: Any) -> Merge:
    values = {"by_staff": 1, "by_agency": 1, "at": NOW, "reason": "One person", "kept_before": {}, **more}
    return Merge.objects.create(kept=kept, lost=lost, **values)


def merge_move(merge: Merge, row: Name | Arrest, holding: str = "people.Name") -> MergeMove:
    return MergeMove.objects.create(merge=merge, holding=holding, record_id=row.pk, from_person=merge.lost)


def tie(person: Person, agency: Agency, involvement: Involvement, **more: Any) -> Tie:
    values = {"kind": "involvement", "from_at": LONG_AGO, **more}
    return Tie.objects.create(person=person, agency=agency, involvement=involvement, **values)


def named_worker(involvement: Involvement, staff: Staff, **more: Any) -> NamedWorker:
    values = {"part": "Support", "from_at": LONG_AGO, **more}
    return NamedWorker.objects.create(
        **record(person=involvement.person, involvement=involvement, staff=staff, **values)
    )


def restriction(person: Person, agency: Agency, approver: Staff, **more: Any) -> AccessRestriction:
    values = {"reason": "Known to staff", "from_at": LONG_AGO, "review_on": date(2026, 9, 1), **more}
    Person.objects.filter(pk=person.pk).update(restricted=True)
    return AccessRestriction.objects.create(**record(person=person, agency=agency, approver=approver, **values))


def listed_worker(restriction: AccessRestriction, staff: Staff, **more: Any) -> ListedWorker:
    values = {"by_staff": 1, "from_at": LONG_AGO, **more}
    return ListedWorker.objects.create(person=restriction.person, restriction=restriction, staff=staff, **values)


def exclusion(person: Person, agency: Agency, staff: Staff, **more: Any) -> AccessExclusion:
    values = {"reason": "Related", "from_at": LONG_AGO, **more}
    return AccessExclusion.objects.create(**record(person=person, agency=agency, staff=staff, **values))


def consent(person: Person, agency: Agency, to_agency: Agency, data_class: str = "health", **more: Any) -> Consent:
    values = {"how_given": "spoken", "given_at": LONG_AGO, "data_class": data_class, **more}
    return Consent.objects.create(**record(person=person, agency=agency, to_agency=to_agency, **values))


def access_request(
    person: Person, agency: Agency, staff: Staff, approver: Staff, owner: Agency, **more: Any
) -> AccessRequest:
    values = {"reason": "Joint visit next week", "days": 7, "asked_at": NOW, "due_at": NOW + timedelta(days=2), **more}
    return AccessRequest.objects.create(
        **record(person=person, agency=agency, staff=staff, approver=approver, owner=owner, **values)
    )


def emergency_access(person: Person, agency: Agency, staff: Staff, **more: Any) -> EmergencyAccess:
    values = {
        "kind": "safeguarding",
        "reason": "A child may be at risk tonight",
        "from_at": NOW,
        "until_at": NOW + timedelta(minutes=60),
        "review_due_at": NOW + timedelta(days=3),
        **more,
    }
    return EmergencyAccess.objects.create(**record(person=person, agency=agency, staff=staff, **values))


def hidden_entry(person: Person, row: Name | Offence | Order, from_agency: Agency, **more: Any) -> HiddenEntry:
    values = {"holding": "people.Name", "reason": "Safety", "by_staff": 1, "at": LONG_AGO, "agency": row.agency, **more}
    return HiddenEntry.objects.create(person=person, record_id=row.pk, from_agency=from_agency, **values)


def revision(person: Person, **more: Any) -> Revision:
    values = {
        "holding": "access.Consent",
        "record_id": 1,
        "data_class": "sharing",
        "version": 1,
        "values": {},
        "at": NOW,
        **more,
    }
    return Revision.objects.create(person_id=person.pk, **values)


def audit_event(**more: Any) -> AuditEvent:
    return AuditEvent.objects.create(**{"category": "consultation", "what": "test", "entry": "{}", **more})


def arrest(person: Person, agency: Agency, **more: Any) -> Arrest:
    number = next(_count)
    values = {"at": LONG_AGO, "custody_number": f"DC/25/{number:05d}", "offence_words": "Theft from a shop", **more}
    return Arrest.objects.create(person=person, **said(agency, **values))


def eligibility_check(arrest: Arrest, **more: Any) -> EligibilityCheck:
    values = {
        "scheme": "checkpoint",
        "result": "cannot_tell",
        "summary": "Cannot tell yet",
        "rules_name": "Checkpoint eligibility",
        "rules_version": 3,
        "rules_from": date(2025, 4, 1),
        "facts": {},
        "findings": [],
        "by_staff": 1,
        "rank": "sergeant",
        "at": NOW,
    }
    return EligibilityCheck.objects.create(
        **record(arrest=arrest, person_id=arrest.person_id, agency_id=arrest.agency_id, **{**values, **more})
    )


def rule_version(agency: Agency, number: int = 4, **more: Any) -> RuleVersion:
    values = {"scheme": "checkpoint", "valid_from": date(2026, 5, 1), "source": "Board minutes", "proposed_at": NOW}
    told = {"criteria": {"adult": {"years": 18}}, "proposed_by": 1, **values}
    return RuleVersion.objects.create(**record(agency=agency, number=number, **{**told, **more}))


def scheme_case(person: Person, agency: Agency, state: str = "accepted", **more: Any) -> SchemeCase:
    """A case of Checkpoint; in a state of a running contract it has run for a month."""
    values: dict[str, Any] = {"scheme": "checkpoint", "moved_at": LONG_AGO, "index_on": date(2026, 1, 2)}
    if state in ("on_contract", "decision_due"):
        values |= {"runs_from": NOW - timedelta(days=30), "ends_on": date(2026, 6, 11)}
    if state not in ("checked", "offered"):
        values["accepted_at"] = NOW - timedelta(days=31)
    return SchemeCase.objects.create(**record(person=person, agency=agency, state=state, **{**values, **more}))


def case_step(case: SchemeCase, to: str = "offered", **more: Any) -> CaseStep:
    values = {"come_from": "checked", "to": to, "words": "Checkpoint offered", "at": NOW, **more}
    return CaseStep.objects.create(person=case.person, case=case, **said(case.agency, **values))


def trial(agency: Agency, state: str = "running", **more: Any) -> Trial:
    values = {
        "name": "Checkpoint 2026",
        "source": "Protocol 1",
        "starts_on": date(2026, 3, 2),
        "digest": randomised.digest_of("11"),
    }
    named = {"scheme": "checkpoint", "factors": ["age"], "opened_at": LONG_AGO, "opened_by": 1}
    approved = {"approved_at": LONG_AGO, "approved_by": 2} if state != "waiting" else {}
    stopped = {"stopped_at": LONG_AGO, "stopped_by": 2} if state == "stopped" else {}
    return Trial.objects.create(
        **record(agency=agency, state=state, **{**values, **named, **approved, **stopped, **more})
    )


def trial_seed(trial: Trial, seed: str = "11", blocks: tuple[int, ...] = (2, 4)) -> TrialSeed:
    return TrialSeed.objects.create(trial=trial, seed=seed, blocks=list(blocks))


def allocation(trial: Trial, check: EligibilityCheck, number: int = 1, arm: str = "usual", **more: Any) -> Allocation:
    about = {"person": check.person, "agency": check.agency, "arrest": check.arrest, "eligibility": check}
    values = {"stratum": "25_and_over", "allocated_at": NOW, "allocated_by": 1, **more}
    return Allocation.objects.create(trial=trial, number=number, arm=arm, **about, **values)


def victim_view(arrest: Arrest, **more: Any) -> VictimView:
    values = {"asked_at": NOW - timedelta(days=1), "asked_by": 1, "due_at": NOW + timedelta(days=4), **more}
    return VictimView.objects.create(**record(person=arrest.person, agency=arrest.agency, arrest=arrest, **values))


def victim(view: VictimView, name: str = "Bondgate Stores", **more: Any) -> Victim:
    values = {"kind": "business", "ways": ["telephone"], "telephone": "01632 960 777", **more}
    return Victim.objects.create(**record(person=view.person, agency=view.agency, view=view, name=name, **values))


def victim_said(victim: Victim, **more: Any) -> VictimSaid:
    values = {"restorative": "yes", "wants_told": "yes", "words": "I want to be heard", "at": NOW, **more}
    return VictimSaid.objects.create(person=victim.person, victim=victim, **said(victim.agency, **values))


def decision_to_explain(view: VictimView, what: str = "started", **more: Any) -> DecisionToExplain:
    values = {"decided_at": NOW - timedelta(days=1), "due_at": NOW + timedelta(days=6), **more}
    return DecisionToExplain.objects.create(
        **record(person=view.person, agency=view.agency, view=view, what=what, **values)
    )


def telling(victim: Victim, kind: str = "support", **more: Any) -> Telling:
    values = {"since_at": NOW - timedelta(days=1), "due_at": NOW + timedelta(days=6), **more}
    about = {"person": victim.person, "agency": victim.agency, "victim": victim}
    return Telling.objects.create(**record(kind=kind, **about, **values))


def rating(case: SchemeCase, colour: str = "green", **more: Any) -> Rating:
    values = {"colour": colour, "proposed": colour, "reasons": ["Nothing on record"], "at": NOW, **more}
    return Rating.objects.create(person=case.person, case=case, **said(case.agency, **values))


def consequence(step: CaseStep, kind: str = "victim", **more: Any) -> Consequence:
    values = {"what": "The victim is told", "due_at": NOW + timedelta(days=7), **more}
    told = {"person": step.person, "agency": step.agency, "case": step.case, "step": step, "kind": kind}
    return Consequence.objects.create(**record(**{**told, **values}))


def nomination(case: SchemeCase, **more: Any) -> Nomination:
    points = {
        "part": "fixed",
        "suggested": "fixed",
        "items": [],
        "total": 37,
        "low": 31,
        "high": 44,
        "rules_version": 1,
    }
    values = {**points, "reason": "Seven offences in 12 months", "at": NOW, **more}
    return Nomination.objects.create(person=case.person, case=case, **said(case.agency, **values))


def cohort_spell(case: SchemeCase, part: str = "fixed", **more: Any) -> CohortSpell:
    values = {"intensity": "intensive", "began_on": date(2026, 2, 16), "why": "The panel selected", **more}
    return CohortSpell.objects.create(**record(case=case, person=case.person, agency=case.agency, part=part, **values))


def cohort_manager(case: SchemeCase, involvement: Involvement, staff: Staff, **more: Any) -> CohortManager:
    values = {"part": "police", "is_lead": True, "from_at": LONG_AGO, "agency_id": involvement.agency_id, **more}
    told = {"case": case, "person": case.person, "involvement": involvement, "staff": staff}
    return CohortManager.objects.create(**record(**told, **values))


def case_ask(case: SchemeCase, to_agency: Agency, **more: Any) -> CaseAsk:
    values = {"kind": "transfer", "what": "Moved to Hartlepool", "due_on": date(2026, 3, 27), "asked_at": NOW, **more}
    told = {"case": case, "person": case.person, "agency": case.agency, "to_agency": to_agency, "asked_by": 1}
    return CaseAsk.objects.create(**record(**told, **values))


def contract(case: SchemeCase, **more: Any) -> Contract:
    values = {"starts_on": date(2026, 2, 11), "ends_on": date(2026, 6, 11), "rules_version": 1, **more}
    return Contract.objects.create(**record(case=case, person=case.person, agency=case.agency, **values))


def condition(contract: Contract, number: int = 2, **more: Any) -> Condition:
    told = {"kind": "pathway", "pathway": "alcohol", "words": "Sessions about alcohol", "done_when": "All attended"}
    values = {"target": 6, "unit": "sessions", **told, **more}
    about = {"person": contract.person, "agency": contract.agency, "contract": contract}
    return Condition.objects.create(**record(number=number, **{**about, **values}))


def progress(condition: Condition, amount: int = 1, **more: Any) -> Progress:
    values = {"amount": amount, "at": NOW, **more}
    return Progress.objects.create(person=condition.person, condition=condition, **said(condition.agency, **values))


def offence(person: Person, agency: Agency, **more: Any) -> Offence:
    number = next(_count)
    values = {"at": LONG_AGO, "number": f"C/25/{number:05d}", "offence_code": "TH68010", **more}
    return Offence.objects.create(person=person, **said(agency, **{"offence_words": "Theft from a shop", **values}))


def disposal(offence: Offence, kind: str = "fine", given_on: date = date(2025, 3, 3), **more: Any) -> Disposal:
    values = {"at": datetime(given_on.year, given_on.month, given_on.day, tzinfo=UTC), "kind": kind, **more}
    return Disposal.objects.create(
        person=offence.person, offence=offence, given_on=given_on, **said(offence.agency, **values)
    )


def custody_spell(
    person: Person, agency: Agency, kind: str = "sentenced", from_on: date = date(2025, 3, 3), **more: Any
) -> CustodySpell:
    values = {"began_at": datetime(from_on.year, from_on.month, from_on.day, tzinfo=UTC), "kind": kind, **more}
    return CustodySpell.objects.create(person=person, **said(agency, from_on=from_on, **values))


def import_of(agency: Agency, **more: Any) -> Import:
    number = next(_count)
    values = {
        "feed": "police-custody",
        "feed_version": 3,
        "file_name": "custody.csv",
        "kept_as": f"imports/{number}",
        "sha256": f"{number:064x}",
        "size": 10,
        "received_at": LONG_AGO,
    }
    return Import.objects.create(**record(agency=agency, **{**values, **more}))


def import_row(imported: Import, **more: Any) -> ImportRow:
    values = {"line": next(_count), "raw": "DC/26/04117,Bell", "cells": {"surname": "Bell"}, **more}
    return ImportRow.objects.create(imported=imported, **values)


def token(post: Post, text: str, *, scopes: tuple[str, ...] = ("read",), **more: Any) -> Token:
    values = {"name": "Case system", "expires_at": NOW + timedelta(days=30), **more}
    digest, ending = digest_of(text), text[-4:]
    return Token.objects.create(**record(post=post, digest=digest, ending=ending, scopes=list(scopes), **values))


def look(person: Person, staff: Staff, agency: Agency, **more: Any) -> Look:
    values = {"opened_at": LONG_AGO, "seen_at": LONG_AGO, **more}
    return Look.objects.create(person=person, staff=staff, agency=agency, **values)


def notice(staff: Staff, agency: Agency, duty: str = "access.request", **more: Any) -> Notice:
    values = {"record": next(_count), "created_at": LONG_AGO, **more}
    return Notice.objects.create(staff=staff, agency=agency, duty=duty, **values)


def draft(staff: Staff, agency: Agency, form: str = "involvement", **more: Any) -> Draft:
    values = {"path": "/people/new/", "values": {"reason": ["Rang his mum"]}, "saved_at": NOW, **more}
    return Draft.objects.create(
        staff=staff, agency=agency, form=form, expires_at=values["saved_at"] + timedelta(days=14), **values
    )


def snooze(staff: Staff, agency: Agency, duty: str = "casework.outcome", **more: Any) -> Snooze:
    values = {
        "record": next(_count),
        "reason": "In court",
        "created_at": NOW,
        "until_at": NOW + timedelta(days=1),
        **more,
    }
    return Snooze.objects.create(staff=staff, agency=agency, duty=duty, **values)


def handover(person: Person, agency: Agency, giver: Staff, receiver: Staff, **more: Any) -> Handover:
    values = {"of_duty": "casework.outcome", "of_record": next(_count), "note": "Has moved to Shildon", **more}
    return Handover.objects.create(
        **record(person=person, agency=agency, giver=giver, receiver=receiver, handed_at=NOW, **values)
    )


def notice_choice(staff: Staff, agency: Agency, **more: Any) -> NoticeChoice:
    return NoticeChoice.objects.create(staff=staff, agency=agency, **more)


def cover(staff: Staff, agency: Agency, coverer: Staff, **more: Any) -> Cover:
    values = {"from_at": NOW - timedelta(days=1), "until_at": NOW + timedelta(days=7), **more}
    return Cover.objects.create(**record(staff=staff, agency=agency, coverer=coverer, **values))


def list_visit(staff: Staff, agency: Agency, name: str = "mine", **more: Any) -> ListVisit:
    return ListVisit.objects.create(staff=staff, agency=agency, name=name, **{"visited_at": LONG_AGO, **more})


def saved_filter(staff: Staff, agency: Agency, name: str = "High risk", **more: Any) -> SavedFilter:
    values = {"whose": "mine", "values": {"risk": "high"}, "created_at": LONG_AGO, **more}
    return SavedFilter.objects.create(staff=staff, agency=agency, name=name, **values)


def likeness(row: ImportRow, person: Person, **more: Any) -> Likeness:
    said = [{"about": "name", "words": "the same forename and surname", "weight": 9.4}]
    values = {
        "weight": 22.3,
        "band": "join",
        "said": said,
        "model": "linkage-2026-11",
        "thresholds": 1,
        "weighed_at": NOW,
    }
    return Likeness.objects.create(row=row, person=person, **{**values, **more})


def snapshot(agency: Agency, **more: Any) -> Snapshot:
    values = {
        "definition": "proven-2024",
        "state": "counted",
        "first_on": date(2023, 4, 1),
        "last_on": date(2024, 3, 31),
        "complete_to": date(2026, 3, 12),
        "key": "0" * 64,
        "asked_at": LONG_AGO,
        "asked_by": 0,
        "frozen_at": NOW,
        "counted_at": NOW,
        "sanctions_sha256": "1" * 64,
        "people_sha256": "2" * 64,
    }
    return Snapshot.objects.create(**record(agency=agency, **{**values, **more}))


def validation(snapshot: Snapshot, **more: Any) -> Validation:
    values = {"predictor": "OGRS3", "asked_at": LONG_AGO, "asked_by": 0, **more}
    return Validation.objects.create(**record(agency=snapshot.agency, snapshot=snapshot, **values))


def tracked(scheme: str = "employment_support") -> dict[str, Any]:
    """How schemes go, as the worker keeps it: one that may be shown, and one of too few people."""
    row = {
        "scheme": scheme, "offenders": 290, "reoffenders": 60, "reoffences": 245, "rate": 0.207, "rate_low": 0.164,
        "rate_high": 0.257, "earlier": 290, "earlier_per_person": 1.0, "reoffences_per_person": 0.84,
        "curve": [{"time": 90.0, "survival": 0.8, "low": 0.75, "high": 0.84}],
    }  # fmt: skip
    hidden = dict.fromkeys(row, "[c]") | {"scheme": "treatment", "curve": []}
    days = {"first_on": "2023-03-12", "last_on": "2025-03-11", "complete_to": "2026-03-11", "is_provisional": True}
    return {**days, "rows": [hidden, row], "face": "Cleared for publication.", "notes": []}


def tracking(snapshot: Snapshot, **more: Any) -> Tracking:
    values = {"asked_at": LONG_AGO, "asked_by": 0, **more}
    return Tracking.objects.create(**record(agency=snapshot.agency, snapshot=snapshot, **values))


def found(**more: Any) -> dict[str, Any]:
    """What an evaluation found, as `evidence` tells it."""
    difference = {"estimate": -0.13, "low": -0.26, "high": 0.006}
    outcome = {
        "name": "reoffended", "kind": "binary", "words": "people who reoffended within a year", "negative_control": False,
        "people_treated": 100, "people_comparison": 900, "mean_treated": 0.35, "mean_comparison": 0.48, "difference": difference,
        "smallest_detectable": 0.19, "ratio": None, "doubly_robust": difference, "hazard_ratio": None, "rosenbaum": None,
        "e_value": {"estimate": 2.09, "interval": 1.0}, "answer": "inconclusive", "sentence": "Inconclusive.", "beside": "", "curves": [],
    }  # fmt: skip
    points = [
        {"time": 60.0, "survival": 0.8, "low": 0.7, "high": 0.87},
        {"time": 200.0, "survival": 0.65, "low": 0.55, "high": 0.74},
    ]
    timed = {**outcome, "name": "days", "kind": "time", "curves": [{"group": "took part", "points": points}]}
    alone = {
        "name": "reoffended",
        "kind": "binary",
        "answer": "inconclusive",
        "sentence": "Inconclusive.",
        "beside": "",
    }
    groups = [
        {"group": "Women", "answer": "too_few"}, {"group": "Men", "answer": "withheld"},
        *({"group": group, **alone, "difference": difference} for group in ("Under 25", "25 and over")),
    ]  # fmt: skip
    fewer = {"estimate": -0.2, "low": -0.34, "high": -0.06}
    completed = {**alone, "answer": "reduction", "sentence": "20 fewer.", "difference": fewer}
    return {
        "groups": groups, "completed": completed,
        "question": "Does Checkpoint reduce reoffending?", "design": "matched", "primary": "reoffended", "needed": 225,
        "headline": {"answer": "inconclusive", "sentence": "Inconclusive: it may be chance.", "beside": "", "refused_because": []},
        "warnings": ["Only 76% of the people who took part have a comparison."],
        "attrition": [{"step": "in the file", "treated": 130, "comparison": 1200}, {"step": "matched", "treated": 100, "comparison": 900}],
        "balance": [
            {"term": "age", "difference_before": 31.2, "difference_after": 2.1, "band": "green"},
            {"term": "C(sex)[T.Male]", "difference_before": -19.0, "difference_after": -7.5, "band": "amber"},
        ],
        "outcomes": [outcome, timed], "per_protocol": [], "face": "Cleared for publication.", "lock": {}, **more,
    }  # fmt: skip


def evaluation(snapshot: Snapshot, state: str = "ready", **more: Any) -> Evaluation:
    choices = Choices(
        question="Does Checkpoint reduce reoffending?",
        logic_model="A contract with a navigator in place of court, so that fewer offend again.",
        design="matched",
        scheme="checkpoint",
        first_on=snapshot.first_on,
        last_on=snapshot.last_on,
        pool="sentenced",
        before=("age", "sex"),
        method="radius",
    )
    plan = plan_from(choices)
    names = (
        "question",
        "logic_model",
        "design",
        "scheme",
        "first_on",
        "last_on",
        "pool",
        "method",
        "primary",
        "months",
    )
    values = {name: getattr(choices, name) for name in names} | {
        "before": list(choices.before), "plan": plan, "plan_sha256": read_plan(plan).sha256, "state": state,
        "asked_at": LONG_AGO, "asked_by": 1,
    }  # fmt: skip
    if state != "draft":
        values |= {
            "people_sha256": "3" * 64,
            "people": {
                "attrition": [{"step": "in the file", "treated": 120, "comparison": 900}],
                "balance": [{"term": "age", "difference_before": 31.2, "difference_after": 2.1, "band": "green"}],
                "reasons": [],
            },
        }
    if state in ("locked", "counted"):
        values |= {"locked_at": NOW, "locked_by": 1}
    if state == "counted":
        values |= {"counted_at": NOW, "result": found()}
    return Evaluation.objects.create(**record(agency=snapshot.agency, snapshot=snapshot, **{**values, **more}))


def selection_count(agency: Agency, **more: Any) -> SelectionCount:
    values = {"first_on": date(2024, 4, 1), "last_on": date(2025, 3, 31), "asked_at": LONG_AGO, "asked_by": 0, **more}
    return SelectionCount.objects.create(**record(agency=agency, **values))


def board_figures(share: float) -> dict[str, Any]:
    """A board's result in which every measure has one share, but the last, which is hidden."""
    of, hidden = 200, {"of": "[c]", "done": "[c]", "share": None, "hidden": "Too few people."}
    shown = {"of": of, "done": round(of * share), "share": [share, share - 0.06, share + 0.06], "hidden": ""}
    shown["on_record"] = {"due": 250, "known": of, "share": [0.8, 0.75, 0.85], "hidden": ""}
    names = [one.name for one in BOARD_MEASURES]
    return {"measures": {**dict.fromkeys(names, shown), names[-1]: hidden}, "notes": ["Rounded to 5."]}


def board_count(agency: Agency, first_on: date = date(2025, 10, 1), **more: Any) -> BoardCount:
    values = {"first_on": first_on, "last_on": quarter_of(first_on).last, "asked_at": LONG_AGO, "asked_by": 0, **more}
    return BoardCount.objects.create(**record(agency=agency, **values))


def plan_action(owner: Post, **more: Any) -> PlanAction:
    values = {"what": "Safe space on Fridays", "objective": "reduce", "due_on": date(2026, 6, 30), **more}
    return PlanAction.objects.create(**record(agency=owner.agency, owner=owner, **values))


def plan_note(action: PlanAction, **more: Any) -> PlanNote:
    values = {
        "kind": "progress",
        "state": action.state,
        "words": "Two rooms are held",
        "title": "Team manager",
        "at": NOW,
    }
    return PlanNote.objects.create(**{"action": action, "agency": action.agency, "by_staff": 1, **values, **more})


def measure_comment(agency: Agency, measure: str = "appointments_kept", **more: Any) -> MeasureComment:
    values = {"first_on": date(2025, 10, 1), "last_on": date(2025, 12, 31), "words": "Two teams were short.", **more}
    said = {"title": "Team manager", "said_at": NOW, "said_by": 1}
    return MeasureComment.objects.create(**record(agency=agency, measure=measure, **{**said, **values}))


RATE_COLUMNS = ("offenders", "reoffenders", "reoffences", "rate", "rate_low", "rate_high")


def counted_row(people: Any = 645, reoffended: Any = 200, **more: Any) -> dict[str, Any]:
    """A cleared row of a table by area; give "[c]" for what is hidden."""
    is_shown = isinstance(people, int) and isinstance(reoffended, int)
    rate = reoffended / people if is_shown else "[c]"
    return {
        "cohort": "2023-04-01 to 2024-03-31",
        "area": "north-east",
        "area_name": "North East",
        "offenders": people,
        "reoffenders": reoffended,
        "reoffences": 4 * reoffended if is_shown else "[c]",
        "rate": rate,
        "rate_low": rate - 0.03 if is_shown else "[c]",
        "rate_high": rate + 0.03 if is_shown else "[c]",
        "reoffences_per_reoffender": 4.0 if is_shown else "[c]",
        "reoffences_per_person": 4 * rate if is_shown else "[c]",
        "provisional": False,
        **more,
    }


def counted_table(snapshot: Snapshot, name: str = "year-by-area", **more: Any) -> CountedTable:
    values = {
        "title": "Year, by area",
        "keys": ["cohort", "area"],
        "columns": ["cohort", "area", "area_name", *RATE_COLUMNS],
        "rows": [counted_row()],
        "face": "Cleared for publication.",
    }
    return CountedTable.objects.create(snapshot=snapshot, name=name, **{**values, **more})


def cohort_member(snapshot: Snapshot, person: Person, agency: Agency, **more: Any) -> CohortMember:
    values = {
        "quarter": date(2023, 4, 1),
        "index_on": date(2023, 4, 12),
        "index_kind": "non_custodial",
        "area": "county-durham",
        "reoffences": 0,
        "rests_on": [agency.pk],
    }
    return CohortMember.objects.create(snapshot=snapshot, person=person, agency=agency, **{**values, **more})


def publication(snapshot: Snapshot, **more: Any) -> Publication:
    values = {
        "slug": f"release-{next(_count)}",
        "title": "Proven reoffending",
        "headline": "{rate} reoffended within a year",
        "summary": "{reoffenders} of {n} people reoffended.",
        "prepared_at": LONG_AGO,
        "prepared_by": 1,
    }
    if more.get("state") in ("published", "withdrawn", "corrected"):
        values |= {"approved_at": NOW, "approved_by": 2, "publish_at": NOW, "published_at": NOW}
    return Publication.objects.create(**record(snapshot=snapshot, **{**values, **more}))


def publication_change(publication: Publication, to_state: str = "published", **more: Any) -> Change:
    return Change.objects.create(publication=publication, **{"at": NOW, "by_staff": 1, "to_state": to_state, **more})


def order(
    person: Person, agency: Agency, kind: str = "community_order", made_on: date = date(2025, 3, 3), **more: Any
) -> Order:
    values = {"made_at": datetime(made_on.year, made_on.month, made_on.day, tzinfo=UTC), "starts_on": made_on, **more}
    told = {"person": person, "agency": agency, "kind": kind, "made_on": made_on, "recorded_at": LONG_AGO}
    return Order.objects.create(**record(**{**told, **values}))


def requirement(order: Order, kind: str = "unpaid_work", **more: Any) -> Requirement:
    return Requirement.objects.create(person=order.person, order=order, kind=kind, **said(order.agency, **more))


def order_event(order: Order, kind: str = "breach", happened_on: date = date(2025, 4, 4), **more: Any) -> OrderEvent:
    at = datetime(happened_on.year, happened_on.month, happened_on.day, tzinfo=UTC)
    values = {"at": at, "happened_on": happened_on, **more}
    return OrderEvent.objects.create(person=order.person, order=order, kind=kind, **said(order.agency, **values))


def risk_review(
    person: Person, agency: Agency, level: str = "medium", made_on: date = date(2026, 1, 20), **more: Any
) -> RiskReview:
    told = {
        "kind": "review",
        "made_on": made_on,
        "at": datetime(made_on.year, made_on.month, made_on.day, tzinfo=UTC),
        "levels": {"public_community": level},
        "overall": level,
        "trigger": "Regular review",
        "evidence": "Two arrests since the last review",
        "review_on": made_on + timedelta(days=28),
        "needs_countersignature": level in ("high", "very_high"),
    }
    return RiskReview.objects.create(person=person, **said(agency, **{**told, **more}))


def countersignature(review: RiskReview, outcome: str = "signed", **more: Any) -> Countersignature:
    values = {"at": NOW, "recorded_at": NOW, **more}
    return Countersignature.objects.create(
        person=review.person, review=review, outcome=outcome, **said(review.agency, **values)
    )


def score(person: Person, agency: Agency, predictor: str = "ARP", **more: Any) -> Score:
    """A score that another system worked out and probation recorded."""
    told = {
        "predictor": predictor,
        "generation": "2026",
        "variant": "dynamic",
        "model_version": "1.0",
        "system": "OASys",
        "scored_on": date(2026, 2, 2),
        "at": datetime(2026, 2, 2, 9, 0, tzinfo=UTC),
        "percent": Decimal("42.50"),
        "band": "low",
    }
    return Score.objects.create(person=person, **said(agency, **{**told, **more}))


def risk_concern(
    person: Person, agency: Agency, noticed: str = "A new partner has children", **more: Any
) -> RiskConcern:
    told = {
        "noticed": noticed,
        "noticed_on": date(2026, 3, 12),
        "raised_at": NOW,
        "raised_by": 1,
        "due_on": date(2026, 3, 20),
    }
    return RiskConcern.objects.create(**record(person=person, agency=agency, **{**told, **more}))


def report(person: Person, agency: Agency, **more: Any) -> Report:
    content = {"title": "Case summary", "author": "Priya", "sections": [], "texts": [], "to": "Durham police"}
    values = {"at": NOW, "template": "case-summary", "title": "Case summary", "sent_to": "Durham police"}
    frozen = {"content": content, "sha256": "0" * 64, "drawn_from": []}
    return Report.objects.create(person=person, **said(agency, **{**values, **frozen, **more}))


def calendar_link(post: Post, **more: Any) -> CalendarLink:
    values = {"digest": f"{next(_count):064x}", "shows_place": False, **more}
    return CalendarLink.objects.create(**record(post=post, **values))


def reminder(contact: Contact, **more: Any) -> Reminder:
    values = {"at": NOW, "detail": 1, "text": "Appointment Mon 16 March, 9:30am.", "data_class": contact.data_class}
    return Reminder.objects.create(person=contact.person, contact=contact, **said(contact.agency, **{**values, **more}))


def document(person: Person, agency: Agency, **more: Any) -> Document:
    number = next(_count)
    digest = f"{number:064x}"
    values = {
        "at": LONG_AGO,
        "kind": "letter",
        "title": "From his landlord",
        "data_class": "casework",
        "file_name": "letter.pdf",
        "file_kind": "pdf",
        "size": 1000,
        "sha256": digest,
        "kept_as": f"documents/{digest}",
        "virus_check": "none",
    }
    return Document.objects.create(person=person, **said(agency, **{**values, **more}))


def needs_assessment(person: Person, agency: Agency, made_on: date = date(2026, 1, 20), **more: Any) -> NeedsAssessment:
    at = datetime(made_on.year, made_on.month, made_on.day, tzinfo=UTC)
    values = {"made_on": made_on, "at": at, "with_person": True, **more}
    return NeedsAssessment.objects.create(person=person, **said(agency, **values))


def need_answer(
    assessment: NeedsAssessment, pathway: str = "accommodation", level: str = "high", **more: Any
) -> NeedAnswer:
    made_on = assessment.made_on
    told = {"pathway": pathway, "level": level, "made_on": made_on, "since_on": made_on, "at": assessment.at, **more}
    told.setdefault("data_class", "health" if pathway in ("health", "abuse", "sex_work") else "plan")
    return NeedAnswer.objects.create(person=assessment.person, assessment=assessment, **said(assessment.agency, **told))


def plan(person: Person, agency: Agency, **more: Any) -> Plan:
    values = {"begun_at": LONG_AGO, "begun_by": 1, "agree_on": date(2026, 3, 20), **more}
    return Plan.objects.create(**record(person=person, agency=agency, **values))


def goal(plan: Plan, what: str = "Find a flat", pathway: str = "accommodation", **more: Any) -> Goal:
    told = {"what": what, "pathway": pathway, "set_at": LONG_AGO, "set_by": 1, **more}
    return Goal.objects.create(**record(person=plan.person, agency=plan.agency, plan=plan, **told))


def step(goal: Goal, what: str = "Ring the council", **more: Any) -> Step:
    told = {"what": what, "taker": "person", "due_on": date(2026, 3, 20), "set_at": LONG_AGO, "set_by": 1, **more}
    told.setdefault("data_class", goal.data_class)
    return Step.objects.create(**record(person=goal.person, agency=goal.agency, goal=goal, **told))


def plan_version(plan: Plan, outcome: str = "agreed", **more: Any) -> PlanVersion:
    told = {"number": 1, "outcome": outcome, "agreed_on": date(2026, 2, 2), "review_on": date(2026, 6, 1), "at": NOW}
    return PlanVersion.objects.create(person=plan.person, plan=plan, **said(plan.agency, **{**told, **more}))


def version_goal(version: PlanVersion, goal: Goal, **more: Any) -> VersionGoal:
    told = {"what": goal.what, "pathway": goal.pathway, "state": goal.state, "steps": [], "at": version.at, **more}
    told.setdefault("data_class", goal.data_class)
    return VersionGoal.objects.create(person=version.person, version=version, goal=goal, **said(version.agency, **told))


def contact(person: Person, agency: Agency, starts_at: datetime = NOW, **more: Any) -> Contact:
    """An appointment, or with ``outcome`` a contact that has happened."""
    values = {"kind": "office", "ends_at": starts_at + timedelta(minutes=30), "recorded_at": LONG_AGO, **more}
    if values.get("outcome"):
        happened = {"state": "happened", "outcome_at": starts_at, "outcome_by": 1, "placed_at": starts_at}
        values = {**happened, **values}
    told = {"person": person, "agency": agency, "starts_at": starts_at, "placed_at": values["recorded_at"]}
    return Contact.objects.create(**record(**{**told, **values}))


def alert(person: Person, agency: Agency, kind: str = "staff", **more: Any) -> Alert:
    values = {
        "warning": "Do not visit alone",
        "starts_on": date(2026, 3, 3),
        "review_on": date(2026, 9, 1),
        "raised_by": 1,
    }
    told = {"person": person, "agency": agency, "kind": kind, "recorded_at": NOW, **values}
    return Alert.objects.create(**record(**{**told, **more}))


def task(person: Person | None, agency: Agency, what: str = "Ring the landlord", **more: Any) -> Task:
    values = {"due_on": date(2026, 3, 20), "asked_agency": agency, "asked_by": 1, "recorded_at": NOW, **more}
    return Task.objects.create(**record(person=person, agency=agency, what=what, **values))


def note(person: Person, agency: Agency, text: str = "He has found work", **more: Any) -> Note:
    values = {"kind": "case", "at": NOW, "recorded_at": NOW, **more}
    return Note.objects.create(person=person, text=text, **said(agency, **values))


def hours_line(involvement: Involvement, minutes: int = 420, **more: Any) -> HoursLine:
    values = {"kind": "credited", "worked_on": date(2026, 3, 7), "at": NOW, "recorded_at": NOW, **more}
    told = {"person": involvement.person, "involvement": involvement, "minutes": minutes}
    return HoursLine.objects.create(**said(involvement.agency, **told, **values))


def forum(agency: Agency, kind: str = "iom_conference", **more: Any) -> Forum:
    return Forum.objects.create(**record(agency=agency, kind=kind, name=f"Forum {next(_count)}", **more))


def meeting(forum: Forum, starts_at: datetime = NOW + timedelta(days=4), **more: Any) -> Meeting:
    told = {"agency": forum.agency, "lines_due_at": starts_at - timedelta(days=1), **more}
    return Meeting.objects.create(**record(forum=forum, starts_at=starts_at, **told))


def attendance(meeting: Meeting, agency: Agency, staff: Staff | None = None, **more: Any) -> Attendance:
    return Attendance.objects.create(**record(meeting=meeting, agency=agency, staff=staff, **more))


def meeting_case(meeting: Meeting, person: Person, **more: Any) -> MeetingCase:
    told = {"agency": meeting.agency, "listed_agency": meeting.agency, "data_class": "offending", **more}
    told = {"purpose": "meeting.review", "place": 1, "recorded_at": NOW, **told}
    return MeetingCase.objects.create(**record(meeting=meeting, person=person, **told))


def case_line(case: MeetingCase, agency: Agency, **more: Any) -> CaseLine:
    told = {"data_class": case.data_class, "asked_at": NOW, **more}
    return CaseLine.objects.create(**record(person=case.person, case=case, agency=agency, **told))


def panel_decision(case: MeetingCase, outcome: str = "continue", **more: Any) -> PanelDecision:
    told = {"person": case.person, "case": case, "data_class": case.data_class, "purpose": case.purpose, "at": NOW}
    words = {"words": "Review: go on as planned", "reasons": "He keeps to the plan", "outcome": outcome}
    return PanelDecision.objects.create(**said(case.agency, **told, **{**words, **more}))


def agreed_action(case: MeetingCase, agency: Agency, what: str = "Book the test", **more: Any) -> AgreedAction:
    told = {"data_class": case.data_class, "convener": case.agency, "due_on": date(2026, 3, 20), **more}
    return AgreedAction.objects.create(
        **record(person=case.person, case=case, agency=agency, what=what, recorded_at=NOW, **told)
    )
