"""Everyone and everything that the operations are tried on, and one row for each operation: what to send, and who may.

Three people: Sam, with whom every agency works; Kyle, whom Durham's probation works with; and Rhys, who is restricted and
hidden from all of the cast. ``STANDING`` says by hand what each worker must get for each of them.
"""

import hashlib
import re
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, generate_totp_secret, hotp_value

from desistance.api.operation import OPERATIONS
from desistance.foundation.reading import marked, unseen
from desistance.foundation.stored_files import at_rest
from tests import factories as make
from tests.cast import Cast
from tests.ingest.files import caseload_row

WORKERS = ["priya", "tom", "olu", "rob", "carl", "nadia", "nia", "dan", "uma", "pat", "rhea"]
NAMELESS = ["adam", "ana", "bea"]
STANDING: dict[str, dict[str, str]] = {
    "sam": {**dict.fromkeys([*WORKERS, "grace"], "see"), **dict.fromkeys(NAMELESS, "nothing")},
    "kyle": {
        **dict.fromkeys(["priya", "tom", "grace"], "see"),
        **dict.fromkeys(["olu", "rob", "carl", "nadia", "nia", "dan", "rhea"], "know"),
        **dict.fromkeys(["uma", "pat", *NAMELESS], "nothing"),
    },
    "rhys": dict.fromkeys([*WORKERS, "grace", *NAMELESS], "nothing"),
}
EVERYONE = list(STANDING["sam"])
AGENCY_WORK = (
    ("probation", "supervision", "east", "priya"),
    ("probation", "resettlement", "west", "olu"),
    ("police", "police_management", None, "rob"),
    ("health", "treatment", "treatment", "nia"),
    ("housing", "housing_support", "tenancy", "dan"),
    ("charity", "community_support", "outreach", "uma"),
    ("council", "resettlement", "releases", "rhea"),
)


@dataclass(frozen=True)
class Row:
    """What one operation is sent, which worker it must work for, and what it then answers.

    ``about``: "person" (the record must be open), "known" (it is enough to know of the person), "record" (the workers in
    ``may`` see it, for others it is not there) or "open" (concerns nobody in the partnership's records).
    """

    able: str
    about: str = "open"
    body: Any = None
    good: int = 200
    numbers: Mapping[str, str] = field(default_factory=dict)
    person: str = "sam"
    may: tuple[str, ...] = ()
    also: tuple[int, ...] = ()


PLANNED = {"what": "Text reminders", "objective": "reduce", "owner": "{plan owner}", "due_on": "2026-09-30"}
STANDS = {"to": "amber", "words": "The grant ends.", "recovery": "A bid by May"}
COMMENTED = {
    "measure": "appointments_kept",
    "first_on": "2025-10-01",
    "last_on": "2025-12-31",
    "words": "Two were short.",
}
ON_REQUEST = ("rob", "priya", "tom")
ON_EMERGENCY = ("rob", "priya", "tom", "grace")
PROBATION = ("grace", "adam", "ana")
WHY = {"reason": "Because it is needed"}
URGENT = {"kind": "safeguarding", "reason": "A child may be at risk tonight", "understands": True, "code": "{code}"}
NEW = {"given": "Mia", "family": "Stone", "kind": "supervision", "legal_ground": "court_order"}
AGREED = {
    "name": "A new agreement",
    "reference": "ISA-77",
    "parties": ["{probation}", "{police}"],
    "purpose": "Reducing reoffending",
    "legal_basis": "Crime and Disorder Act 1998 s.115",
    "review_on": "2027-01-01",
}

CONVICTED = {
    "number": "4600113",
    "offence_code": "TH68010",
    "disposals": [{"kind": "fine", "given_on": "2026-03-02", "area": "E06000047"}],
}


OFFICE_VISIT = {"kind": "office", "purpose": "Supervision", "minutes": 30, "place": "Bishop Auckland office"}
NOTE = {"text": "He has found work", "happened_at": "2026-03-13T09:30:00Z"}
SEVEN_HOURS = {"minutes": 420, "worked_on": "2026-03-07"}
WARNING_KEPT = {"warning": "Do not visit alone", "review_on": "2026-06-01"}
WARNING = {"kind": "staff", **WARNING_KEPT}
PERIOD = {"first_on": "2023-07-01", "last_on": "2023-09-30", "complete_to": "2026-03-10"}
EVALUATED = {
    "snapshot": "{year}", "question": "Does Checkpoint reduce reoffending?", "logic_model": "A contract in place of court.",
    "scheme": "checkpoint", "first_on": "2023-04-01", "last_on": "2024-03-31", "pool": "sentenced", "method": "radius",
    "before": ["age", "sex"],
}  # fmt: skip
BECAUSE = {"because": "The courts sent results late."}
CORRECTED = {"snapshot": "{year}", "what_changed": "The rate went up.", "why_changed": "The courts sent results late."}
AMENDED = {"starts_on": "2025-03-03", "requirements": [{"kind": "unpaid_work", "amount": 60, "unit": "hours"}]}
REVIEWED = {
    "kind": "review",
    "made_on": "2026-03-13",
    "levels": {"public_community": "medium"},
    "trigger": "A new partner",
    "evidence": "Told by the housing provider",
    "review_on": "2026-04-20",
    "change_reason": "Moved away",
}
ASSESSED = {"made_on": "2026-03-13", "answers": {"accommodation": {"level": "high", "words": "Notice to leave"}}}
STEPPED = {"what": "Ring the council", "taker": "person", "state": "done", "came_of": "They rang back"}


LEARNING = {
    "workRelatedSkills": "SOME_PROBLEMS",
    "problemsWithReadingWritingNumeracy": "SOME_PROBLEMS",
    "learningDifficulties": "NO_PROBLEMS",
}
NOTED = "Has moved to Shildon, and is due in court on Monday"
AWAY = {"staff": "{priya}", "coverer": "{tom}", "from_on": "2026-03-16", "until_on": "2026-03-20"}
REPORTED = {"template": "copy-for-person", "sections": ["people.identity"]}


def _about(body: Any = None, able: str = "priya", **more: Any) -> Row:
    return Row(able, "person", body, **more)


def _said(body: Any) -> Row:
    return _about(body, good=201)


FORCE = ("rob", "carl", "nadia", "sal")
OFFICERS = ("rob", "carl", "sal")
NAVIGATORS = ("nadia", "sal")
RULED = {"valid_from": "2026-07-01", "source": "Board minutes", "criteria": {"adult": {"years": 21}}}
TRIED = {
    "agency": "{other force}", "name": "Checkpoint 2026", "source": "Protocol 1", "starts_on": "2026-04-01",
    "factors": ["age"], "blocks": [2, 4],
}  # fmt: skip
HARMED = {"name": "Bondgate Stores", "kind": "business", "ways": ["telephone"], "telephone": "01632 960 777"}
DRAFTED = {"starts_on": "2026-03-13", "conditions": [], "no_pathway_because": "None is needed"}


def _police(body: Any, may: tuple[str, ...], good: int = 200, *, number: str) -> Row:
    """About a case of the police: workers of other agencies who hold the permission find nothing to act on."""
    return Row(may[0], "record", body, good, {"number": number}, may=may)


AT_TABLE = ("priya", "tom", "olu", "pat", "rob", "carl", "nadia")


def _chaired(body: Any, good: int = 200, *, number: str) -> Row:
    """At a meeting that probation convenes and Tom chairs: chairs of other agencies find nothing to run."""
    return Row("tom", "record", body, good, {"number": number}, may=("tom",))


COHORT = ("priya", "olu", "tom", "rob", "sal")
DECIDERS = ("tom", "rob", "sal")
EARLIER = {
    "part": "ppo_catch", "began_on": "2008-04-01", "ended_on": "2009-06-30", "end_reason": "criteria",
    "why": "Six convictions", "source": "Register of the force",
}  # fmt: skip


def _iom(body: Any, may: tuple[str, ...] = COHORT, good: int = 200, *, number: str, **more: Any) -> Row:
    """About a case of the cohort: whoever runs the scheme and holds the permission may act on it."""
    return Row(may[0], "record", body, good, {"number": number}, may=may, **more)


def _centre(body: Any, *, number: str = "scheme case", good: int = 200) -> Row:
    """About a case of the women's centre, which shares with nobody here."""
    return Row("uma", "record", body, good, numbers={"number": number}, may=("uma",))


BOTH_SIDES = ("jess", "priya", "tom", "olu")


def _move(body: Any, able: str = "priya", *, number: str, may: tuple[str, ...] = BOTH_SIDES) -> Row:
    """About a move to adult services: found by those of both agencies who carry young people over."""
    return Row(able, "record", body, numbers={"number": number}, may=may)


def _mine(body: Any, good: int = 200, *, number: str) -> Row:
    """A duty of Priya's day: nobody else finds it in theirs."""
    return Row("priya", "record", body, good, {"duty": "outcome", "number": number}, may=("priya",))


ROWS: dict[str, Row] = {
    "whoami": Row("priya"),
    "search_people": Row("priya", body={"text": "Kyle"}),
    "add_person": Row("priya", body=NEW, good=201, also=(422,)),
    "person": _about(),
    "known_person": Row("rob", "known", person="kyle"),
    "say_name": _said({"kind": "alias", "given": "Ky", "family": "Ash"}),
    "say_birth_date": _said({"born_on": "1990-01-02"}),
    "say_identifier": _said({"kind": "crn", "text": "X482914"}),
    "say_address": _said({"kind": "also_stays_at", "lines": "2 Bede Street"}),
    "say_contact_detail": _said({"kind": "mobile", "text": "07700 900321", "safe": "safe"}),
    "say_equality": _said({"kind": "language", "value": "Polish"}),
    "take_back_fact": _about(numbers={"number": "alias"}),
    "show_fact": _about({"reason": "Passport seen"}, good=201, numbers={"number": "alias"}),
    "offences": _about(),
    "custody": _about(),
    "say_conviction": _said({**CONVICTED, "number": "4600112"}),
    "put_conviction_right": _about({**CONVICTED, **WHY}, good=201, numbers={"number": "offence"}),
    "take_back_conviction": _about(WHY, numbers={"number": "offence"}),
    "say_custody": _said({"kind": "sentenced", "from_on": "2026-01-05"}),
    "take_back_custody": _about(WHY, numbers={"number": "spell"}),
    "scores": _about(),
    "tier": _about(),
    "score_from_record": _about(numbers={"generation": "generation", "predictor": "predictor"}, also=(422,)),
    "say_score": _said({"predictor": "LDS", "answers": LEARNING}),
    "say_outside_score": _said(
        {"predictor": "OGRS3", "generation": "legacy", "system": "OASys", "scored_on": "2026-02-02", "percent": 61}
    ),
    "take_back_score": _about(WHY, numbers={"number": "score"}),
    "orders": _about(),
    "say_order": _said({"kind": "community_order", "made_on": "2026-01-05", "starts_on": "2026-01-05"}),
    "put_order_right": _about({**AMENDED, **WHY}, numbers={"number": "order"}),
    "finish_order": _about({"ended_on": "2026-03-02", **WHY}, numbers={"number": "order"}),
    "say_breach": _about({"happened_on": "2026-03-02", "words": "Did not come"}, good=201, numbers={"number": "order"}),
    "recall_to_prison": _about({"recalled_on": "2026-03-02", "fixed_days": 28}, numbers={"number": "licence"}),
    "release_after_recall": _about(numbers={"number": "recalled licence"}),
    "exempt_order": _about({"because": "Managed under MAPPA"}, numbers={"number": "order"}),
    "take_back_order": _about(WHY, numbers={"number": "order"}),
    "risk": _about(),
    "say_review": _said(REVIEWED),
    "put_review_right": _about({**REVIEWED, **WHY}, good=201, numbers={"number": "review"}),
    "sign_review": _about({}, "tom", numbers={"number": "review"}),
    "send_review_back": _about({"words": "Say more"}, "tom", numbers={"number": "review"}),
    "say_concern": _said({"noticed": "A new partner", "noticed_on": "2026-03-12"}),
    "answer_one_concern": _about({"words": "Known"}, numbers={"number": "concern"}),
    "contacts": _about(),
    "preview_contacts": _about({**OFFICE_VISIT, "starts_at": "2026-03-16T09:30:00Z", "pattern": "weekly", "times": 3}),
    "arrange": _said({**OFFICE_VISIT, "starts": ["2026-03-16T09:30:00Z"]}),
    "say_contact": _said({**OFFICE_VISIT, "starts_at": "2026-03-13T09:30:00Z", "outcome": "attended_complied"}),
    "contact_effects": _about(numbers={"number": "to log"}),
    "move_contact": _about(
        {"starts_at": "2026-03-16T09:30:00Z", "moved_by": "person", **WHY}, numbers={"number": "to log"}
    ),
    "call_off_contact": _about(WHY, numbers={"number": "to log"}),
    "say_outcome": _about({"outcome": "attended_complied"}, numbers={"number": "to log"}),
    "take_back_outcome": _about(numbers={"number": "just logged"}),
    "put_outcome_right": _about({"outcome": "attended_complied", "because": "He came"}, numbers={"number": "missed"}),
    "decide_on_failure": _about({"decision": "warned", "decided_on": "2026-03-13"}, numbers={"number": "missed"}),
    "calendar_link": Row("priya"),
    "make_link": Row("priya", body={"shows_place": True}),
    "end_link": Row("priya", also=(422,)),
    "reminder": _about(numbers={"number": "coming"}),
    "say_reminder": _about({"detail": "{mobile}"}, good=201, numbers={"number": "coming"}),
    "list_tasks": Row("priya"),
    "tasks": _about(),
    "say_task": _said({"what": "Ring the landlord", "due_on": "2026-03-20", "agency": "{probation}"}),
    "pass_task_on": _about({"agency": "{police}", "because": "On leave"}, numbers={"number": "task"}),
    "finish_task": _about({"to": "done", "came_of": "He rang"}, numbers={"number": "task"}),
    "forums": Row("tom"),
    "say_forum": Row("tom", body={"name": "Case board", "kind": "board"}, good=201),
    "meetings": Row("priya"),
    "say_meeting": Row(
        "tom",
        "record",
        {"forum": "{forum}", "starts_at": "2026-03-20T10:00:00Z", "seats": [{"agency": "{police}"}]},
        201,
        may=("tom",),
    ),
    "meeting": Row("priya", "record", numbers={"number": "meeting"}, may=AT_TABLE),
    "meeting_paper": Row("priya", "record", numbers={"number": "meeting", "paper": "paper"}, may=AT_TABLE),
    "say_attendance": _chaired({"agency": "{police}", "presence": "apologies"}, number="meeting"),
    "begin_meeting": _chaired(None, number="planned meeting"),
    "finish_meeting": _chaired({}, number="meeting"),
    "call_off_meeting": _chaired(WHY, number="meeting"),
    "freeze_meeting_pack": _chaired(None, number="meeting"),
    "ask_again_for_lines": _chaired(None, number="meeting"),
    "person_meetings": _about(),
    "say_case": _about(
        {"meeting": "{planned meeting}", "purpose": "meeting.review"}, good=201, numbers={"number": "meeting"}
    ),
    "meeting_case": _about(numbers={"number": "meeting case"}),
    "say_line": _about({"text": "Seen weekly"}, numbers={"number": "meeting case"}),
    "say_asked_line": _about({"text": "Seen weekly"}, numbers={"number": "case line"}),
    "call_case": _chaired(None, number="meeting case"),
    "settle_meeting_case": _chaired({"words": "Goes on"}, number="meeting case"),
    "put_meeting_case_off": _chaired(WHY, number="meeting case"),
    "say_action": _chaired(
        {"what": "Ring the council", "due_on": "2026-03-20", "agency": "{probation}"}, 201, number="meeting case"
    ),
    "agreed_actions": _about(),
    "finish_agreed_action": _about({"to": "done", "came_of": "Rang"}, numbers={"number": "agreed action"}),
    "meeting_decisions": _about(),
    "notes": _about(),
    "say_note": _said(NOTE),
    "put_note_right": _about({**NOTE, **WHY}, good=201, numbers={"number": "note"}),
    "take_back_note": _about(numbers={"number": "note"}),
    "compliance": _about(),
    "hours": _about(numbers={"number": "involvement"}),
    "say_hours": _about(SEVEN_HOURS, good=201, numbers={"number": "involvement"}),
    "put_hours_right": _about({**SEVEN_HOURS, "because": "Left early"}, good=201, numbers={"number": "hours"}),
    "take_back_hours": _about(numbers={"number": "hours"}),
    "alerts": _about(),
    "say_alert": _said({**WARNING, "starts_on": "2026-03-13"}),
    "keep_alert": _about({**WARNING_KEPT, "because": "Threats last week"}, numbers={"number": "alert"}),
    "finish_alert": _about(WHY, numbers={"number": "alert"}),
    "needs": _about(),
    "say_needs": _said(ASSESSED),
    "put_needs_right": _about({**ASSESSED, **WHY}, good=201, numbers={"number": "needs"}),
    "plan": _about(),
    "say_goal": _said({"what": "Work in a shop", "pathway": "work"}),
    "put_goal_right": _about({"what": "Keep the flat", "pathway": "accommodation"}, numbers={"number": "goal"}),
    "move_one_goal": _about({"state": "future"}, numbers={"number": "goal"}),
    "say_step": _about(
        {"what": "Ring them", "taker": "person", "due_on": "2026-12-30"}, good=201, numbers={"number": "goal"}
    ),
    "ask_step": _about(good=201, numbers={"number": "asked step"}),
    "put_step_right": _about(STEPPED, numbers={"number": "step"}),
    "say_agreement": _about({"outcome": "agreed", "agreed_on": "2026-03-13", "review_on": "2026-06-12"}),
    "finish_plan": _about(WHY),
    "involvements": _about(),
    "start_involvement": Row(
        "rhea", "known", {"kind": "housing_support", "legal_ground": "public_task"}, 201, person="kyle"
    ),
    "allocate_involvement": _about({"team": "{east}", "lead": "{tom}"}, "tom", numbers={"number": "involvement"}),
    "name_involvement_worker": _about(
        {"staff": "{tom}", "part": "Support"}, good=201, numbers={"number": "involvement"}
    ),
    "finish_involvement": _about(WHY, numbers={"number": "involvement"}),
    "sharing": _about(),
    "record_consent": _about({"to_agency": "{police}", "data_class": "health", "how_given": "spoken"}, good=201),
    "take_back_consent": _about(numbers={"number": "consent"}),
    "hide_one_entry": _about(
        {"holding": "people.Name", "record_id": "{alias}", "from_agency": "{police}", **WHY}, good=201
    ),
    "show_one_entry": _about(numbers={"number": "hidden"}),
    "exclude_one_worker": _about({"staff": "{olu}", **WHY}, "tom", good=201),
    "finish_exclusion": _about(able="tom", numbers={"number": "exclusion"}),
    "looks": _about(),
    "restriction": Row("grace", "record", numbers={"number": "restriction"}, may=("grace",)),
    "restrict_record": _about(
        {**WHY, "review_on": "2026-09-01", "approver": "{tom}", "listed": ["{priya}"]}, "tom", good=201
    ),
    "review_one_restriction": Row(
        "grace", "record", {**WHY, "review_on": "2026-09-01"}, numbers={"number": "restriction"}, may=("grace",)
    ),
    "finish_restriction": Row("grace", "record", WHY, numbers={"number": "restriction"}, may=("grace",)),
    "list_one_worker": Row(
        "grace", "record", {"staff": "{priya}"}, 201, numbers={"number": "restriction"}, may=("grace",)
    ),
    "unlist_one_worker": Row("grace", "record", {"staff": "{ben}"}, numbers={"number": "restriction"}, may=("grace",)),
    "ask_for_access": Row(
        "nadia", "known", {"reason": "A joint visit is planned next week", "days": 7}, 201, person="kyle"
    ),
    "my_requests": Row("rob"),
    "waiting_requests": Row("priya"),
    "access_request": Row("priya", "record", numbers={"number": "request"}, may=ON_REQUEST),
    "answer_one_request": Row(
        "priya", "record", {"answer": "given", "words": "Agreed"}, numbers={"number": "request"}, may=ON_REQUEST
    ),
    "take_back_request": Row("rob", "record", numbers={"number": "request"}, may=ON_REQUEST),
    "finish_granted_access": Row("priya", "record", numbers={"number": "granted"}, may=("carl", "priya", "tom")),
    "begin_emergency": Row("rob", "known", URGENT, 201, person="kyle"),
    "go_on_with_emergency": Row("rob", "record", URGENT, 201, {"number": "emergency"}, may=ON_EMERGENCY),
    "finish_emergency": Row("rob", "record", numbers={"number": "emergency"}, may=ON_EMERGENCY),
    "explain_one_emergency": Row(
        "rob", "record", {"words": "The school rang at four"}, numbers={"number": "doubted"}, may=ON_EMERGENCY
    ),
    "mark_emergency_seen": Row("priya", "record", numbers={"number": "emergency"}, may=ON_EMERGENCY),
    "review_one_emergency": Row(
        "grace", "record", {"verdict": "justified"}, numbers={"number": "emergency"}, may=ON_EMERGENCY
    ),
    "emergencies_due": Row("grace"),
    "my_emergencies": Row("rob"),
    "emergency": Row("grace", "record", numbers={"number": "emergency"}, may=ON_EMERGENCY),
    "timeline": _about(),
    "find_in_timeline": _about({"words": "work", "kind": "Note"}),
    "list_people": Row("priya"),
    "person_details": _about(),
    "matches": Row("grace"),
    "compare_two": _about(able="grace", numbers={"other": "twin"}),
    "preview_joining": _about(able="grace", numbers={"other": "twin"}),
    "join_two": _about(WHY, "grace", good=201, numbers={"other": "twin"}),
    "not_sure": _about(WHY, "grace", good=201, numbers={"other": "twin"}),
    "tell_apart": _about(WHY, "grace", good=201, numbers={"other": "twin"}),
    "joined_records": _about(able="grace"),
    "part_again": _about(able="grace", numbers={"number": "merge"}),
    "keep_two_apart": _about({"other": "{twin}", **WHY}, good=201),
    "duties": Row("priya"),
    "put_off": Row("priya"),
    "put_duty_off": _mine({"until": "2026-03-16", "reason": "In court today"}, number="to log"),
    "bring_duty_back": Row("priya", numbers={"duty": "outcome", "number": "to log"}),
    "hand_duty_over": _mine({"receiver": "{tom}", "note": NOTED}, good=201, number="to log"),
    "handover": Row("tom", "record", numbers={"number": "handover"}, may=("priya", "tom")),
    "answer_one_handover": Row("tom", "record", {"to": "read"}, numbers={"number": "handover"}, may=("tom",)),
    "reallocate_work": Row(
        "tom", body={"work": [{"involvement": "{involvement}", "version": 1}], "receiver": "{tom}", "note": NOTED}
    ),
    "cover": Row("priya"),
    "say_cover": Row("priya", body=AWAY, good=201),
    "finish_cover": Row("priya", "record", numbers={"number": "cover"}, may=("priya", "tom")),
    "follow_person": _about(),
    "unfollow_person": _about(),
    "list_filters": Row("priya"),
    "save_one_filter": Row("priya", body={"name": "Quiet", "values": {"quiet": "14"}}, good=201),
    "remove_one_filter": Row("priya", "record", numbers={"number": "filter"}, may=("priya",)),
    "notices": Row("priya"),
    "mark_notices_read": Row("priya", body={}),
    "list_agencies": Row("ana"),
    "list_teams": Row("ana"),
    "list_staff": Row("adam"),
    "account": Row("adam", numbers={"staff": "ben"}),
    "invite_account": Row(
        "adam", body={"name": "Jo", "email": "jo@example.org", "agency": "{police}", "role": "iom_officer"}, good=201
    ),
    "disable_account": Row("adam", body=WHY, numbers={"staff": "ben"}),
    "enable_account": Row("adam", body=WHY, numbers={"staff": "zed"}),
    "give_one_post": Row(
        "adam", body={"agency": "{probation}", "role": "team_manager"}, good=201, numbers={"staff": "ben"}
    ),
    "one_post": Row("adam", numbers={"staff": "ben", "number": "post"}),
    "finish_post": Row("adam", body=WHY, numbers={"staff": "ben", "number": "post"}),
    "confirm_post": Row("adam", numbers={"staff": "ben", "number": "post"}),
    "list_agreements": Row("ana"),
    "agreement": Row("ana", numbers={"number": "agreement"}),
    "record_one_agreement": Row("grace", body=AGREED, good=201),
    "change_one_agreement": Row("grace", body=AGREED, numbers={"number": "agreement"}),
    "review_one_agreement": Row(
        "grace", body={"review_on": "2027-02-01", "note": "Still needed"}, numbers={"number": "agreement"}
    ),
    "finish_agreement": Row(
        "grace", body={"ends_on": "2026-04-01", "reason": "Replaced"}, numbers={"number": "agreement"}
    ),
    "send_file": Row("grace", body="file", good=201, also=(422,)),
    "documents": _about(),
    "document_file": _about(numbers={"number": "document"}),
    "send_document": _about("document", good=201),
    "take_document_back": _about(WHY, numbers={"number": "document"}),
    "reports": _about(),
    "preview_report": _about(REPORTED),
    "send_one_report": _about({**REPORTED, "sha256": "{mark}"}, good=422),
    "report": _about(numbers={"number": "report"}),
    "list_imports": Row("grace"),
    "import_quality": Row("grace"),
    "one_import": Row("grace", "record", numbers={"number": "import"}, may=PROBATION),
    "import_problems": Row("grace", "record", numbers={"number": "import"}, may=PROBATION),
    "load_import": Row("grace", "record", numbers={"number": "import"}, may=PROBATION),
    "undo_preview": Row("grace", "record", numbers={"number": "loaded import"}, may=PROBATION),
    "undo_import": Row("grace", "record", numbers={"number": "loaded import"}, may=PROBATION),
    "import_rows": Row("grace", "record", numbers={"number": "import"}, may=PROBATION),
    "row_resembled": Row("grace", "record", numbers={"number": "import", "line": "line"}, may=PROBATION),
    "hold_row": Row("grace", "record", WHY, numbers={"number": "import", "line": "line"}, may=PROBATION),
    "checkpoint_criteria": _about(able="rob", numbers={"number": "arrest"}),
    "make_checkpoint_check": _about({"rank": "sergeant", "hate": "no"}, "rob", good=201, numbers={"number": "arrest"}),
    "checkpoint_stage": Row("nadia", numbers={"stage": "stage"}),
    "checkpoint_case": _about(able="rob", numbers={"number": "running"}),
    "decide_on_checkpoint_check": _police(
        {"offers": False, "rank": "sergeant", **WHY}, OFFICERS, 201, number="checked arrest"
    ),
    "ask_checkpoint_supervisor": _police(
        {"rank": "sergeant", "reason": "Is this one for us?", "team": "{checkpoint}"},
        OFFICERS,
        422,
        number="checked arrest",
    ),
    "agree_to_checkpoint": _police({"understood": ["takes_part", "may_leave", "failing"]}, FORCE, number="offered"),
    "decline_checkpoint": _police({}, FORCE, number="offered"),
    "withdraw_checkpoint": _police(WHY, FORCE, number="offered"),
    "draft_checkpoint_contract": _police(DRAFTED, NAVIGATORS, 201, number="agreed"),
    "sign_checkpoint_contract": _police({"how": "signed", "draft": 1}, NAVIGATORS, 201, number="drafted"),
    "say_checkpoint_progress": _police(
        {"happened_at": "2026-03-12T10:00:00Z", "amount": 1}, NAVIGATORS, 201, number="condition"
    ),
    "take_back_checkpoint_progress": _police(None, NAVIGATORS, number="progress"),
    "settle_checkpoint_condition": _police({"state": "done", "words": "Seen"}, NAVIGATORS, number="condition"),
    "rate_checkpoint_case": _police({"colour": "red", "words": "Seen"}, NAVIGATORS, number="running"),
    "request_checkpoint_decision": _police({"decision": "extend", **WHY}, NAVIGATORS, number="running"),
    "decide_checkpoint_case": _police({"decision": "breach", "rank": "inspector", **WHY}, ("sal",), number="running"),
    "settle_checkpoint_consequence": _police({"state": "done", "words": "Rung"}, FORCE, number="consequence"),
    "undo_checkpoint_decision": _police(None, FORCE, number="offered"),
    "list_rules": Row("sal", numbers={"scheme": "checkpoint scheme"}),
    "one_version_of_rules": _police(None, ("sal",), number="draft rules"),
    "simulate_rules": _police(None, ("sal",), number="draft rules"),
    "propose_version": Row("sal", body=RULED, good=201, also=(422,), numbers={"scheme": "checkpoint scheme"}),
    "change_version": _police(RULED, ("sal",), number="draft rules"),
    "send_version": _police(None, ("sal",), number="draft rules"),
    "approve_version": _police(None, ("sal",), number="waiting rules"),
    "return_version": _police({"note": "Say why"}, ("sal",), number="waiting rules"),
    "withdraw_version": _police(None, ("sal",), number="draft rules"),
    "list_trials": Row("ana"),
    "trial": Row("ana", numbers={"number": "trial"}),
    "send_trial": Row("ana", body=TRIED, good=201),
    "approve_one_trial": Row("ana", numbers={"number": "trial"}),
    "stop_one_trial": Row("ana", body=WHY, numbers={"number": "trial"}),
    "unblind_one_trial": Row("ana", body=WHY, numbers={"number": "stopped trial"}),
    "allocate_checkpoint": _police(None, OFFICERS, 422, number="checked arrest"),
    "ask_victim_view": _police({"has_victim": False}, FORCE, 201, number="checked arrest"),
    "list_victims_to_tell": Row("vic"),
    "victim": _police(None, ("vic",), number="victim"),
    "send_victim": _police(HARMED, ("vic",), 201, number="asked view"),
    "nobody_harmed": _police(None, ("vic",), number="asked view"),
    "send_victim_contact": _police(HARMED, ("vic",), number="victim"),
    "victim_says": _police({"restorative": "yes", "wants_told": "yes"}, ("vic",), 201, number="victim"),
    "settle_victim_telling": _police({"state": "told", "how": "telephone"}, ("vic",), number="telling"),
    "iom_cohort": Row("priya"),
    "iom_register": Row("rob"),
    "iom_case": _about(able="priya", numbers={"number": "in the cohort"}),
    "read_womens_pathway": Row("uma"),
    "list_schemes": Row("uma"),
    "list_scheme_cases": Row("uma", numbers={"scheme": "scheme"}),
    "open_case_in_scheme": Row(  # one runs already; opened in tests/schemes/test_add_a_scheme.py
        "uma", "person", {"answers": {"met_at": "court"}, **WHY}, 422, {"scheme": "scheme"}
    ),
    "scheme_case": _centre(None),
    "move_case_in_scheme": _centre({"to": "offered", **WHY}),
    "rate_case_in_scheme": _centre({"colour": "green"}, good=422),
    "undo_move_in_scheme": _centre(None, number="scheme case moved"),
    "answer_scheme_questions": _centre({"answers": {"worker": "met"}}),
    "settle_scheme_follow_up": _centre({"state": "done", "words": "Rang them"}, number="scheme consequence"),
    "nominate_for_iom": Row("priya", "person", {"part": "fixed", **WHY}, 201, person="kyle"),
    "act_on_iom_panel": _iom({"decision": "{panel}", "tell_by": "2026-03-24"}, DECIDERS, number="nominated"),
    "name_iom_manager": _iom({"staff": "{rob}"}, ("rob",), 201, number="in the cohort", also=(422,)),
    "rate_iom": _iom({"colour": "amber", "words": "Missed twice"}, number="in the cohort"),
    "change_iom_spell": _iom({"part": "fixed", "intensity": "reactive", **WHY}, number="in the cohort"),
    "propose_iom_deselection": _iom({"why": "died", **WHY}, number="in the cohort"),
    "ask_about_iom_case": _iom(
        {"kind": "transfer", "agency": "{probation}", "words": "Moved to Crook"}, good=201, number="in the cohort"
    ),
    "answer_iom_ask": Row(
        "tom", "record", {"accepts": True, "answer": "Stays Fixed"}, numbers={"number": "ask"}, may=("tom",)
    ),
    "discuss_iom_arrest": Row(
        "priya", "record", {"words": "Charged"}, 201, {"number": "in the cohort", "arrest": "new arrest"}, may=COHORT
    ),
    "settle_iom_follow_up": _iom({"state": "done", "words": "Told"}, number="iom consequence"),
    "take_iom_nomination_back": _iom({"words": "Wrong person"}, number="nominated"),
    "leave_iom_case": _iom(None, ("rob",), number="left", also=(404,)),
    "youth_move": _move(None, number="planned move"),
    "plan_youth_move": Row("jess", "record", WHY, 201, person="kyle", may=("jess", "priya", "tom")),
    "share_youth_file": _move({"agency": "{probation}", "items": ["risk", "needs"]}, "jess", number="planned move"),
    "answer_youth_handover": _move(
        {"accepts": True, "worker": "{priya}"}, "tom", number="handover asked", may=("tom",)
    ),
    "change_youth_worker": _move({"staff": "{olu}"}, number="accepted move"),
    "youth_moves_listed": Row("priya"),
    "record_youth_meeting": _move(
        {"held_on": "2026-03-13", "was_there": True, "words": "Agreed"}, number="shared move"
    ),
    "accept_youth_move": _move({"handover_on": "2026-04-09", **WHY}, number="met move"),
    "keep_youth_move": _move({"look_on": "2026-06-01", **WHY}, "jess", number="met move"),
    "hand_over_youth": _move({"handed_on": "2026-03-13", **WHY}, number="accepted move"),
    "check_youth_move": _move({"words": "Goes well"}, number="handed move"),
    "stop_youth_move": _move(WHY, number="planned move"),
    "undo_youth_step": _move(None, number="met move"),
    "leave_youth_move": _move(None, number="checked move", may=("priya", "tom", "olu")),
    "record_earlier_cohort": _about(EARLIER, able="priya", good=201),
    "skip_row": Row("grace", "record", WHY, numbers={"number": "import", "line": "line"}, may=PROBATION),
    "list_planned_actions": Row("bea"),
    "planned_action": Row("bea", numbers={"number": "planned"}),
    "add_planned_action": Row("chris", body=PLANNED, good=201),
    "change_planned_action": Row("chris", body=PLANNED, numbers={"number": "planned"}),
    "rate_planned_action": Row("tom", body=STANDS, numbers={"number": "planned"}, also=(422,)),
    "challenge_planned_action": Row("bea", body={"words": "Is it enough?"}, good=201, numbers={"number": "planned"}),
    "list_measure_comments": Row("bea"),
    "say_measure_comment": Row("tom", body=COMMENTED, good=201, also=(422,)),
    "list_board_counts": Row("bea"),
    "count_board": Row("ana", body={"first_on": "2025-07-01"}, good=201),
    "list_selection_counts": Row("bea"),
    "count_selection": Row("ana", body={"first_on": "2023-04-01"}, good=201),
    "list_snapshots": Row("bea"),
    "want_snapshot": Row("ana", body=PERIOD, good=201),
    "list_validations": Row("bea"),
    "one_validation": Row("bea", numbers={"number": "validation"}),
    "ask_to_compare": Row("ana", body={"predictor": "OGRS3", "snapshot": "{year}"}, good=201),
    "list_publications": Row("bea"),
    "one_publication": Row("bea", numbers={"number": "draft"}),
    "publication_table": Row("bea", numbers={"number": "draft", "table": "table"}),
    "prepare_release": Row("ana", body={"snapshot": "{snapshot}"}, good=201),
    "sign_release": Row("ana", numbers={"number": "draft"}),
    "submit_release": Row("ana", body={}, numbers={"number": "checked"}),
    "approve_release": Row("bea", numbers={"number": "waiting"}),
    "send_release_back": Row("bea", body=BECAUSE, numbers={"number": "waiting"}),
    "publish_release": Row("ana", numbers={"number": "approved"}),
    "withdraw_release": Row("grace", body=BECAUSE, numbers={"number": "published"}),
    "list_evaluations": Row("bea"),
    "one_evaluation": Row("bea", numbers={"number": "evaluation to lock"}),
    "plan_evaluation": Row("ana", body=EVALUATED, good=201),
    "lock_evaluation": Row("ana", numbers={"number": "evaluation to lock"}),
    "release_evaluation": Row("ana", good=201, numbers={"number": "evaluation worked out"}),
    "read_schemes": Row("bea"),
    "count_schemes": Row("ana", body={"snapshot": "{snapshot}"}, good=201),
    "correct_release": Row("ana", body=CORRECTED, good=201, numbers={"number": "published"}),
}


@dataclass
class World:
    """The cast, the three people, and the ids that bodies and addresses name."""

    cast: Cast
    references: dict[str, str] = field(default_factory=dict)
    ids: dict[str, Any] = field(default_factory=dict)
    secret: str = ""

    def code(self) -> str:
        """Rob's code of this half minute."""
        return str(format_hotp_value(hotp_value(self.secret, int(time.time()) // 30)))

    def path(self, name: str, person: str) -> str:
        """The address of an operation for one person, without the prefix."""
        row = ROWS[name]
        numbers = {part: self.ids[of] for part, of in row.numbers.items()}
        return path_of(name, reference=self.references[person], **numbers)

    def body(self, name: str) -> Any:
        """The body of an operation with the ids of this world."""
        return self._filled(ROWS[name].body)

    def _filled(self, value: Any) -> Any:
        if isinstance(value, dict):
            return {key: self._filled(part) for key, part in value.items()}
        if isinstance(value, list):
            return [self._filled(part) for part in value]
        if isinstance(value, str) and value == "{code}":
            return self.code()
        if isinstance(value, str) and value.startswith("{"):
            return self.ids[value.strip("{}")]
        return value


def path_of(name: str, **values: Any) -> str:
    """An operation's address; what is not given is a number or a reference that nothing has."""
    path = OPERATIONS[name].path
    given = {
        "reference": "P-ZZZZ-ZZ",
        "kind": "name",
        "one": values.get("reference", "P-ZZZZ-ZZ"),
        "other": "P-XXXX-XX",
        **values,
    }
    return re.sub(r"{(?:int:)?(\w+)}", lambda part: str(given.get(part[1], 1)), path)


def build(cast: Cast) -> World:
    """The three people, and one record of each kind."""
    with marked("test"), unseen("nightly check"):
        world = World(cast)
        cast.hire("ben", "probation", "practitioner", "west")
        cast.hire("zed", "police", "custody_officer")
        cast.staff["zed"].is_active, cast.staff["zed"].disabled_at = False, make.NOW
        cast.staff["zed"].save()
        _people(world)
        _access(world)
        _others(world)
        world.ids |= {who: staff.pk for who, staff in cast.staff.items()}
        world.ids |= {kind: agency.pk for kind, agency in cast.agencies.items()}
        world.ids |= {name: team.pk for name, team in cast.teams.items()}
        return world


def _people(world: World) -> None:
    cast = world.cast
    probation = cast.agencies["probation"]
    sam = make.person(probation, "Sam", "Kerr")
    for agency, kind, team, lead in AGENCY_WORK:
        made = make.involvement(
            sam, cast.agencies[agency], kind=kind, team=cast.teams[team] if team else None, lead=cast.staff[lead]
        )
        if lead == "priya":
            world.ids["involvement"] = made.pk
            make.tie(sam, probation, made, staff=cast.staff["pat"])
    rhys = make.person(cast.agencies["charity"], "Rhys", "Hidden")
    make.involvement(rhys, cast.agencies["charity"], kind="community_support")
    restriction = make.restriction(rhys, probation, cast.staff["tom"])
    make.listed_worker(restriction, cast.staff["ben"])
    make.listed_worker(restriction, cast.staff["olu"])
    twin = make.person(probation, "Samuel", "Kerr")
    make.involvement(twin, probation, kind="resettlement", source_reference="2", team=cast.teams["east"])
    make.involvement(twin, cast.agencies["police"], kind="custody_check", lead=cast.staff["rob"])
    joined = make.person(probation, "Sam", "Carr", merged_into=sam)
    world.ids |= {"twin": twin.reference, "merge": make.merge(sam, joined, kept_before={"restricted": False}).pk}
    alias = make.name(sam, probation, "Sammy", "Kerr")
    world.ids |= {"restriction": restriction.pk, "alias": alias.pk}
    world.ids["consent"] = make.consent(sam, probation, cast.agencies["charity"]).pk
    stolen = make.offence(sam, probation)
    make.disposal(stolen, is_main=True)
    world.ids |= {"offence": stolen.pk, "spell": make.custody_spell(sam, probation, "recall").pk}
    world.ids["review"] = make.risk_review(sam, probation, "high", recorded_by=cast.staff["priya"].pk).pk
    world.ids |= {"generation": "2026", "predictor": "ARP"}
    world.ids["score"] = make.score(sam, probation).pk
    world.ids["concern"] = make.risk_concern(sam, cast.agencies["housing"]).pk
    world.ids |= {"report": make.report(sam, probation).pk, "mark": "0" * 64}
    world.ids["document"] = _document(sam, probation)
    world.ids["needs"] = make.needs_assessment(sam, probation).pk
    goal = make.goal(make.plan(sam, probation))
    world.ids |= {"goal": goal.pk, "step": make.step(goal).pk}
    world.ids["asked step"] = make.step(goal, taker="worker", staff=cast.staff["priya"]).pk
    world.ids["order"] = make.order(sam, probation).pk
    world.ids["licence"] = make.order(sam, probation, "licence").pk
    world.ids["recalled licence"] = make.order(sam, probation, "licence", number="2", state="recalled").pk
    _diary(world, sam)
    _checkpoint(world, sam)
    _meetings(world, sam)
    _plan(world)
    _cohort(world, sam)
    _schemes(world, sam)
    _moves(world, sam)
    world.ids["exclusion"] = make.exclusion(sam, probation, cast.staff["ben"]).pk
    world.ids["hidden"] = make.hidden_entry(sam, make.name(sam, probation, "Kerry"), cast.agencies["charity"]).pk
    world.ids["arrest"] = make.arrest(sam, cast.agencies["police"]).pk
    world.references = {"sam": sam.reference, "kyle": cast.kyle.reference, "rhys": rhys.reference}


def _diary(world: World, sam: Any) -> None:
    """Contacts to log, to come with a number to remind at, logged just now by Priya, and missed; and Priya's calendar link."""
    ours, priya = world.cast.agencies["probation"], world.cast.staff["priya"]
    morning, more = make.NOW - timedelta(hours=6), {"with_staff": priya, "outcome_by": priya.pk}
    world.ids["to log"] = make.contact(sam, ours, morning, with_staff=priya).pk
    world.ids["coming"] = make.contact(sam, ours, make.NOW + timedelta(days=3), with_staff=priya).pk
    world.ids["mobile"] = make.contact_detail(sam, ours, safe="text_only").pk
    make.calendar_link(world.cast.posts["priya"])
    logged = {"outcome": "attended_complied", "outcome_at": make.NOW, **more}
    world.ids["just logged"] = make.contact(sam, ours, morning, **logged).pk
    failed = {"outcome": "unacceptable_absence", "evidence_due_on": date(2026, 3, 20), **more}
    work = make.Involvement.objects.get(pk=world.ids["involvement"])
    world.ids["hours"] = make.hours_line(work).pk
    world.ids["task"] = make.task(sam, ours).pk
    tom = world.cast.staff["tom"]
    given = {"involvement": work, "of_duty": "", "of_record": None}
    world.ids |= {"outcome": "casework.outcome", "handover": make.handover(sam, ours, priya, tom, **given).pk}
    world.ids |= {
        "cover": make.cover(priya, ours, tom, from_at=make.NOW + timedelta(days=1)).pk,
        "filter": make.saved_filter(priya, ours).pk,
    }
    world.ids["note"] = make.note(sam, ours, recorded_by=priya.pk).pk
    world.ids["alert"] = make.alert(sam, ours).pk
    world.ids["missed"] = make.contact(sam, ours, morning, **failed).pk


def _checkpoint(world: World, sam: Any) -> None:
    """A check to decide on, and a case of the police at each stage; Sal supervises them."""
    cast, police = world.cast, world.cast.agencies["police"]
    cast.teams["checkpoint"] = make.team(police, name="Checkpoint")
    cast.hire("sal", "police", "team_manager", "checkpoint")
    cast.teams["victims"] = make.team(police, name="Victim contact")
    more = {"involvement": make.involvement(sam, police, kind="checkpoint", team=cast.teams["checkpoint"])}
    checked = make.arrest(sam, police)
    make.eligibility_check(checked, result="not_eligible")
    made = {name: make.scheme_case(sam, police, state, **more) for name, state in CASES.items()}
    make.case_step(made["offered"], recorded_by=cast.staff["rob"].pk, recorded_at=make.NOW)
    for name in ("agreed", "drafted", "running"):
        make.case_step(made[name], "accepted", told={"understood": ["takes_part", "may_leave", "failing"]})
    make.contract(made["drafted"], starts_on=date(2026, 3, 13), ends_on=date(2026, 7, 13))
    condition = make.condition(make.contract(made["running"]))
    following = make.consequence(make.case_step(made["ended"], "not_complied"))
    world.ids |= {name: case.pk for name, case in made.items()}
    world.ids |= {"condition": condition.pk, "progress": make.progress(condition).pk, "consequence": following.pk}
    cast.hire("vic", "police", "victim_contact", "victims")
    make.involvement(sam, police, kind="victim_contact", team=cast.teams["victims"], data_class="victim")
    drafted = make.rule_version(police, criteria={"adult": {"years": 20}})
    waiting = make.rule_version(
        police, 5, state="waiting", valid_from=date(2026, 6, 1), criteria={"adult": {"years": 19}}
    )
    world.ids |= {"draft rules": drafted.pk, "waiting rules": waiting.pk, "checkpoint scheme": "checkpoint"}
    other = make.agency("police")
    world.ids |= {
        "trial": make.trial(cast.agencies["council"], "waiting", starts_on=date(2026, 4, 1)).pk,
        "other force": other.pk,
    }
    stopped = make.trial(cast.agencies["council"], "stopped")
    make.trial_seed(stopped)
    world.ids["stopped trial"] = stopped.pk
    asked, view = make.victim_view(make.arrest(sam, police)), make.victim_view(make.arrest(sam, police), wish="no")
    victim = make.victim(view)
    world.ids |= {"asked view": asked.pk, "victim": victim.pk, "telling": make.telling(victim).pk}
    world.ids |= {"checked arrest": checked.pk, "checkpoint": cast.teams["checkpoint"].pk, "stage": "contract"}


def _plan(world: World) -> None:
    """Chris of the council holds a delivery plan with one action of Tom's, and one quarter of the board is counted."""
    cast = world.cast
    cast.hire("chris", "council", "commissioner")
    result = make.board_figures(0.7)
    make.board_count(cast.agencies["police"], state="counted", counted_at=make.NOW, result=result)
    world.ids |= {"planned": make.plan_action(cast.posts["tom"]).pk, "plan owner": cast.posts["tom"].pk}


def _meetings(world: World, sam: Any) -> None:
    """A board of probation's, with the police: a meeting under way with Sam on its agenda, and one to come."""
    cast = world.cast
    ours, police = cast.agencies["probation"], cast.agencies["police"]
    forum = make.forum(ours, "board")
    coming = make.meeting(forum, chair=cast.staff["tom"])
    live = make.meeting(forum, make.NOW, state="under_way", opened_at=make.NOW, chair=cast.staff["tom"])
    for one in (coming, live):
        make.attendance(one, ours, cast.staff["tom"], presence="present")
        make.attendance(one, police, cast.staff["rob"], presence="present")
    case = make.meeting_case(live, sam, data_class="casework")
    world.ids["case line"] = make.case_line(case, ours).pk
    make.panel_decision(case)
    action = make.agreed_action(case, ours)
    world.ids |= {"forum": forum.pk, "planned meeting": coming.pk, "meeting": live.pk, "meeting case": case.pk}
    world.ids |= {"agreed action": action.pk, "paper": "minutes"}


def _cohort(world: World, sam: Any) -> None:
    """Cases of the IOM cohort: one that waits for the panel with its decision, one in the cohort, and one that ended."""
    cast, police = world.cast, world.cast.agencies["police"]
    states = {"nominated": "nominated", "in the cohort": "in_cohort", "left": "deselected"}
    told = {"scheme": "iom", "accepted_at": None, "ends_on": date(2026, 9, 13)}
    cases = {name: make.scheme_case(sam, police, state, **told) for name, state in states.items()}
    here = cases["in the cohort"]
    type(here).objects.filter(pk=here.pk).update(runs_from=make.NOW - timedelta(days=30))
    type(here).objects.filter(pk=cases["left"].pk).update(closed_at=make.NOW)
    make.nomination(cases["nominated"])
    make.cohort_spell(here)
    work = make.involvement(sam, police, kind="iom", lead=cast.staff["rob"])
    make.cohort_manager(cases["left"], work, cast.staff["rob"])
    following = make.consequence(make.case_step(here, "in_cohort"), kind="person")
    probation = cast.agencies["probation"]
    ask = make.case_ask(here, probation, kind="escalation", to_staff=cast.staff["tom"])
    case = make.meeting_case(make.meeting(make.forum(police, kind="iom_panel")), sam, purpose="iom.select")
    told_by = {"outcome": "select_flex", "words": "Nomination for IOM: select, flex"}
    world.ids |= {name: row.pk for name, row in cases.items()}
    world.ids |= {"iom consequence": following.pk, "ask": ask.pk, "rob": cast.staff["rob"].pk}
    world.ids["new arrest"] = make.arrest(sam, police, at=make.NOW - timedelta(days=1)).pk
    world.ids["panel"] = make.panel_decision(case, **told_by).pk


def _schemes(world: World, sam: Any) -> None:
    """A case of a declared scheme, and something that follows."""
    told = {"scheme": "whole_system", "data_class": "plan", "accepted_at": None}
    case = make.scheme_case(sam, world.cast.agencies["charity"], "met", **told)
    following = make.consequence(make.case_step(case, "met", data_class="plan"), kind="exit", data_class="plan")
    world.ids |= {"scheme": "whole_system", "scheme case": case.pk, "scheme consequence": following.pk}
    moved = make.scheme_case(sam, world.cast.agencies["charity"], "offered", **told)
    lately = {"recorded_at": make.NOW, "recorded_by": world.cast.staff["uma"].pk}
    make.case_step(moved, come_from="met", data_class="plan", **lately)
    world.ids["scheme case moved"] = moved.pk


def _moves(world: World, sam: Any) -> None:
    """Moves from youth to adult services in each state, with an adult worker where there is one by then."""
    cast, probation = world.cast, world.cast.agencies["probation"]
    youth = cast.agencies["youth"] = make.agency("youth", name="Durham youth justice")
    cast.hire("jess", "youth", "partner_worker")
    make.agreement(youth, probation, classes=("childhood",), switches_on_finding=True)
    child = {"data_class": "childhood"}
    for person in (sam, cast.kyle):
        make.involvement(person, youth, kind="youth_justice", lead=cast.staff["jess"], **child)
    work = make.involvement(sam, probation, kind="youth_transfer", lead=cast.staff["priya"], **child)
    states = {"planned": "identified", "asked": "info_shared", "shared": "info_shared", "met": "joint_meeting",
              "accepted": "accepted", "handed": "handed_over", "checked": "checked"}  # fmt: skip
    for name, state in states.items():
        told = {"scheme": "youth", "accepted_at": None, "closed_at": make.NOW if name == "checked" else None, **child}
        case = make.scheme_case(sam, youth, state, **told)
        if name not in ("planned", "asked"):
            make.cohort_manager(case, work, cast.staff["priya"], part="probation", **child)
        world.ids[f"{name} move"] = case.pk
        if name == "asked":
            world.ids["handover asked"] = make.case_ask(case, probation, kind="handover", **child).pk
        if name == "met":
            told = {"come_from": "info_shared", "decision": "met", "recorded_at": make.NOW, **child}
            make.case_step(case, state, recorded_by=cast.staff["priya"].pk, **told)


CASES = {
    "offered": "offered",
    "agreed": "accepted",
    "drafted": "accepted",
    "running": "on_contract",
    "ended": "not_complied",
}


def _document(sam: Any, probation: Any) -> int:
    """A document with its file on disk."""
    content = b"Dear all"
    made = make.document(sam, probation, sha256=hashlib.sha256(content).hexdigest(), file_kind="text")
    at_rest(made.kept_as).parent.mkdir(parents=True, exist_ok=True)
    at_rest(made.kept_as).write_bytes(content)
    return made.pk


def _access(world: World) -> None:
    cast = world.cast
    probation, police, priya = cast.agencies["probation"], cast.agencies["police"], cast.staff["priya"]
    asked = make.access_request(cast.kyle, police, cast.staff["rob"], priya, probation)
    answered = {"answered_at": make.NOW, "answered_by": priya.pk, "until_at": make.NOW + timedelta(days=7)}
    given = make.access_request(cast.kyle, police, cast.staff["carl"], priya, probation, state="given", **answered)
    rob = cast.staff["rob"]
    emergency = make.emergency_access(cast.kyle, police, rob, owner=probation)
    reviewed = {"state": "more_needed", "reviewed_at": make.NOW, "reviewed_by": cast.staff["grace"].pk}
    doubted = make.emergency_access(cast.kyle, police, rob, owner=probation, **reviewed)
    world.ids |= {"request": asked.pk, "granted": given.pk, "emergency": emergency.pk, "doubted": doubted.pk}
    world.secret = generate_totp_secret()
    TOTP.activate(rob, world.secret)
    assert Authenticator.objects.filter(user=rob).exists()


def _others(world: World) -> None:
    cast = world.cast
    imported = make.import_of(cast.agencies["probation"], feed="probation-caseload", state="ready", rows=2)
    make.import_row(imported)
    known = {
        "state": "possible",
        "reason": "May be someone known",
        "cells": caseload_row(1, surname="Ashcroft", forenames="Kyle"),
    }
    row = make.import_row(imported, **known)
    done = make.import_of(
        cast.agencies["probation"],
        feed="probation-caseload",
        state="done",
        load_from_at=make.NOW,
        finished_at=make.NOW,
    )
    make.import_row(done, state="loaded", person=cast.kyle)
    world.ids["loaded import"] = done.pk
    world.ids |= {"import": imported.pk, "line": row.line, "post": cast.posts["ben"].pk}
    world.ids["agreement"] = make.agreement(cast.agencies["probation"], cast.agencies["charity"], finding=False).pk
    _measures(world)


def _measures(world: World) -> None:
    """A counted quarter that nothing is published of, and a year with an edition in each state."""
    probation = world.cast.agencies["probation"]
    quarter = {"first_on": date(2024, 1, 1), "last_on": date(2024, 3, 31)}
    for name, period in (("snapshot", quarter), ("year", {})):
        counted = make.snapshot(probation, **period)
        make.counted_table(counted)
        world.ids[name] = counted.pk
    world.ids["validation"] = make.validation(counted, state="failed", failed_because="Nobody had a score.").pk
    signed = {"submitted_at": make.NOW, "submitted_by": 0, "publish_at": make.NOW}
    passed = {**signed, "approved_at": make.NOW, "approved_by": 2}
    steps = {"draft": {}, "checked": {}, "waiting": signed, "approved": passed, "published": {}}
    for state, more in steps.items():
        world.ids[state] = make.publication(counted, state=state, **more).pk
    world.ids["table"] = "year-by-area"
    world.ids["evaluation to lock"] = make.evaluation(counted).pk
    world.ids["evaluation worked out"] = make.evaluation(counted, "counted").pk
