"""The whole-system approach: a woman met by police, court, prison or probation is offered a women's centre, and decides.

Sources: Female Offender Strategy (Ministry of Justice, Cm 9642, June 2018); Offender Rehabilitation Act 2014 s.10 (provision for
the needs of women). Its words stand in titles of pages, so they do not say whom it is for.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any, Final

from desistance.access.terms import LegalGround
from desistance.foundation.register import InvolvementKind
from desistance.foundation.rulesets import Answer, RuleSet
from desistance.foundation.states import State
from desistance.foundation.terms import DataClass
from desistance.schemes.rules.declared import NOT_RECORDED, SchemeFacts, aged
from desistance.schemes.rules.results import Weighed
from desistance.schemes.terms.cases import ConsequenceKind
from desistance.schemes.terms.checks import NOT_KNOWN
from desistance.schemes.terms.declared import Declared, Follow, Held, Move, Question, Wait

MET, OFFERED, AGREED, PLANNED, STEPPING_DOWN = "met", "offered", "agreed", "planned", "stepping_down"
STEPPED_DOWN, SAID_NO, CLOSED = "stepped_down", "said_no", "closed"
CENTRES: Final = frozenset({"charity"})
KEYWORKERS: Final = frozenset({"partner_worker", "team_manager"})
READERS: Final = KEYWORKERS | {"practitioner", "navigator", "release_coordinator"}
COUNTERS: Final = frozenset({"analyst", "commissioner", "board_member"})
CRIMINAL_JUSTICE: Final = frozenset({
    "supervision", "custody_check", "police_management", "checkpoint", "resettlement", "iom",
})  # fmt: skip
SOURCE: Final = (
    "Female Offender Strategy (Cm 9642, 2018); Offender Rehabilitation Act 2014 s.10. Days are defaults of the service, to be "
    "confirmed by the partnership."
)

MET_AT = Question(
    "met_at",
    "Where was she met?",
    (("police", "Police custody"), ("court", "Court"), ("custody", "Prison"), ("community", "Community")),
)
WORKER = Question(
    "worker",
    "Does she wish for a female worker?",
    (("met", "Yes, and she has one"), ("not_met", "Yes, and she has none yet"), ("no_wish", "No")),
)
DEPENDANTS = Question(
    "dependants",
    "Who depends on her?",
    (
        ("with_her", "Children who live with her"),
        ("elsewhere", "Children who live elsewhere"),
        ("others", "Somebody else"),
        ("nobody", "Nobody"),
    ),
    "Asked so that childcare is planned. Names and reasons do not belong here.",
)


def woman(facts: SchemeFacts, values: Mapping[str, Any]) -> Weighed:
    """Recorded as female by the newest word; anything else is the centre's to weigh with her, and never counts against her."""
    told, wording = facts.sex, "A woman"
    if told is None or told.value == NOT_KNOWN:
        return Weighed("woman", wording, Answer.CANNOT_TELL, "Nobody has said", NOT_RECORDED, settle="Ask her")
    if told.value == "female":
        return Weighed("woman", wording, Answer.MET, "Recorded as female", told.source, told.since)
    settle = "The centre decides with her"
    return Weighed(
        "woman", wording, Answer.CANNOT_TELL, "Recorded otherwise", told.source, told.since,
        settle=settle, is_for_supervisor=True,
    )  # fmt: skip


def in_contact(facts: SchemeFacts, values: Mapping[str, Any]) -> Weighed:
    """In contact with criminal justice: an order, work of police, probation or prison, or what the keyworker says."""
    wording = "In contact with police, court, prison or probation"
    if facts.orders:
        one = facts.orders[0]
        return Weighed("in_contact", wording, Answer.MET, one.words, one.source, one.since)
    work = next((one for one in facts.work if one.value in CRIMINAL_JUSTICE), None)
    if work is not None:
        return Weighed("in_contact", wording, Answer.MET, f"{work.source} works with her", work.source, work.since)
    said = MET_AT.said(facts.answer(MET_AT.name))
    if said:
        return Weighed("in_contact", wording, Answer.MET, f"Met: {said.lower()}", facts.said_by, facts.on)
    settle = "Say where she was met"
    return Weighed("in_contact", wording, Answer.CANNOT_TELL, "Nobody has said", NOT_RECORDED, settle=settle)


SCHEME: Final = Declared(
    name="whole_system",
    words="Whole-system approach",
    data_class=DataClass.PLAN,
    kind=InvolvementKind("womens_support", "Women's centre support", CENTRES),
    is_own_kind=False,
    ground=LegalGround.CONSENT,
    permissions={
        "view": Held("See who is in the whole-system approach", READERS),
        "count": Held("See the women's pathway: how many are where, small numbers hidden", READERS | COUNTERS),
        "open": Held("Open a case in the whole-system approach", KEYWORKERS),
        "work": Held("Record the offer, her answer, the plan and step-down", KEYWORKERS),
    },
    stages=(
        State(MET, "To be offered", "keyworker", "amber"),
        State(OFFERED, "Offered", "keyworker", "blue"),
        State(AGREED, "Agreed", "keyworker", "blue"),
        State(PLANNED, "Plan agreed", "keyworker", "green"),
        State(STEPPING_DOWN, "Stepping down", "keyworker", "green"),
        State(STEPPED_DOWN, "Stepped down", "nobody", "grey", is_final=True),
        State(SAID_NO, "Said no", "nobody", "grey", is_final=True),
        State(CLOSED, "Closed", "nobody", "grey", is_final=True),
    ),
    moves=(
        Move(MET, OFFERED, "Offer the centre", "work", "How was it offered, and was it safe to speak?"),
        Move(MET, CLOSED, "Close without an offer", "work", "Why was it not offered?"),
        Move(OFFERED, AGREED, "She agrees", "work", "What did she agree to, in her words?", is_theirs=True),
        Move(OFFERED, SAID_NO, "She says no", "work", "What did she say? She can come back.", is_theirs=True),
        Move(AGREED, PLANNED, "Her plan is agreed", "work", "What does she want to change first?", is_theirs=True),
        Move(AGREED, SAID_NO, "She withdraws", "work", "What did she say? She can come back.", is_theirs=True),
        Move(PLANNED, STEPPING_DOWN, "Begin to step down", "work", "What goes on, with whom?"),
        Move(
            PLANNED, CLOSED, "Close", "work", "Why does it end, and what goes on?",
            follows=(Follow(ConsequenceKind.EXIT, "Exit plan with her", "exit_days"),),
        ),
        Move(STEPPING_DOWN, PLANNED, "Back to the full plan", "work", "What changed?"),
        Move(
            STEPPING_DOWN, STEPPED_DOWN, "Finish", "work", "How is it for her now?", is_theirs=True,
            follows=(
                Follow(ConsequenceKind.SERVICES, "Tell the services that work with her", "tell_days"),
                Follow(ConsequenceKind.EXIT, "Ring her once more", "exit_days"),
            ),
        ),
    ),
    waits=(
        Wait(MET, "work", "offer the centre", "offer_days"),
        Wait(OFFERED, "work", "ask for her answer", "answer_days"),
        Wait(AGREED, "work", "ask about needs and agree a plan", "plan_days"),
        Wait(PLANNED, "work", "look at the plan with her", "review_days"),
        Wait(STEPPING_DOWN, "work", "see how stepping down goes", "plan_days"),
    ),
    rules=(
        RuleSet(
            name="whole-system approach",
            version=1,
            valid_from=date(2018, 6, 27),
            valid_until=None,
            source=SOURCE,
            values={"offer_days": 5, "answer_days": 10, "plan_days": 20, "review_days": 60, "tell_days": 2, "exit_days": 20},
            criteria=(("woman", {}), ("aged", {"years": 18}), ("in_contact", {})),
        ),
    ),
    catalogue={"woman": woman, "aged": aged, "in_contact": in_contact},
    questions=(MET_AT, WORKER, DEPENDANTS),
    page=("womens-pathway", "Women's pathway"),
    source=SOURCE,
)  # fmt: skip
"""The scheme as pages, API, duties and cards serve it."""
