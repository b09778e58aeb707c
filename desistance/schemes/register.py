"""What schemes tell the house."""

from collections.abc import Callable, Iterator
from typing import Any

from django.db.models import Case, CharField, F, QuerySet, TextField, Value, When
from django.db.models.functions import Concat

from desistance.foundation.passes import Pass
from desistance.foundation.register import (
    Card,
    Conferring,
    Demand,
    Duty,
    Effect,
    Holding,
    InvolvementKind,
    Keep,
    PanelPurpose,
    Permission,
    TimelineEntry,
)
from desistance.foundation.terms import DataClass
from desistance.schemes.actions.iom.managing import rate_at_conference
from desistance.schemes.declared import DECLARED, SCHEMES
from desistance.schemes.queries.cards import arrest_alerts, case_card, not_shared_card
from desistance.schemes.queries.checks import checkpoint_card
from desistance.schemes.queries.contracts import demands_of
from desistance.schemes.queries.declared import declared_card, following, waiting
from desistance.schemes.queries.duties import (
    contracts_over,
    contracts_over_late,
    decisions_asked,
    first_contacts,
    first_contacts_late,
    new_arrests_of_mine,
    new_arrests_to_decide,
    supervisor_asked,
    things_to_follow,
)
from desistance.schemes.queries.effects import effects_of_deciding
from desistance.schemes.queries.iom.cards import iom_arrests, iom_banner, iom_card
from desistance.schemes.queries.iom.conferring import colour_proposed, colours_for
from desistance.schemes.queries.iom.duties import (
    arrests_in_cohort,
    arrests_late,
    asks_waiting,
    deferred,
    endings_for_panel,
    follows_panel,
    for_panel,
    managers_to_name,
    not_rated,
    parts_over,
    reviews_due,
    reviews_late,
)
from desistance.schemes.queries.rules import rules_waiting
from desistance.schemes.queries.trials import trials_waiting
from desistance.schemes.queries.youth.duties import (
    handovers_asked,
    moves_to_plan,
    next_steps,
    steps_late,
    youth_banner,
    youth_card,
)
from desistance.schemes.terms.cases import Colour, ConsequenceKind
from desistance.schemes.terms.declared import OPEN, Declared, roles_of
from desistance.schemes.terms.iom import AGENCIES, DESELECTION, IOM_FORUMS, OUTCOMES, SELECTION, WORK
from desistance.schemes.terms.youth import ADULT_SIDE, ADULT_WORK

DECISION_RECORD = Keep(
    6,
    "the last check or contract of the person ends",
    "Police Information and Records Management Code of Practice 2023; partnership retention schedule, to be confirmed locally",
)

TRIAL_KEPT = Keep(
    10, "the trial stops", "UK Research and Innovation, retention of research data; to be confirmed in the protocol"
)

OFFICERS = frozenset({"custody_officer", "iom_officer", "team_manager"})
MANAGERS = frozenset({"practitioner", "iom_officer", "team_manager"})
CARRIERS = frozenset({"practitioner", "partner_worker", "team_manager"})
NAVIGATORS = frozenset({"navigator", "team_manager"})
COLOURS = Case(*[When(colour=one, then=Value(one.label)) for one in Colour], output_field=TextField())
KINDS = Case(*[When(kind=one, then=Value(one.label)) for one in ConsequenceKind], output_field=TextField())


def _words(column: str) -> Case:
    """The words of the scheme that a column names."""
    return Case(
        *[When(**{column: one.name}, then=Value(one.words)) for one in SCHEMES.values()], output_field=CharField()
    )


def _holding(
    model: str,
    words: str,
    timeline: TimelineEntry | None = None,
    data_class: DataClass | str = DataClass.OFFENDING,
) -> Holding:
    return Holding(model, words, data_class, DECISION_RECORD, timeline=timeline)


def _of_a_scheme(model: str, words: str, timeline: TimelineEntry | None = None) -> Holding:
    """A row whose class its scheme declares."""
    return _holding(model, words, timeline, "data_class")


HOLDINGS = (
    _of_a_scheme(
        "schemes.EligibilityCheck",
        "Checks of eligibility",
        TimelineEntry(
            at="at",
            kind="Eligibility check",
            title=Concat(_words("scheme"), Value(" eligibility check"), output_field=CharField()),
            summary=F("summary"),
        ),
    ),
    _of_a_scheme("schemes.SchemeCase", "Cases in a scheme"),
    _of_a_scheme(
        "schemes.CaseStep",
        "Decisions and steps of a case",
        TimelineEntry(at="at", kind="Scheme", title=F("words"), summary=F("reason")),
    ),
    _holding("schemes.Contract", "Contracts"),
    _holding("schemes.Condition", "Conditions of a contract"),
    _holding(
        "schemes.Progress",
        "Progress on a condition",
        TimelineEntry(at="at", kind="Checkpoint", title=F("condition__words"), summary=F("words")),
    ),
    _of_a_scheme(
        "schemes.Rating",
        "Ratings of a case",
        TimelineEntry(
            at="at",
            kind="Scheme",
            title=Concat(_words("case__scheme"), Value(" rated "), COLOURS, output_field=CharField()),
            summary=F("words"),
        ),
    ),
    Holding(
        "schemes.Allocation",
        "Allocations in a trial",
        DataClass.TRIAL,
        TRIAL_KEPT,
        on_request="withhold: the trial would be undone (UK GDPR Article 89; Data Protection Act 2018 Schedule 2 paragraph 27)",
    ),
    _of_a_scheme(
        "schemes.Consequence",
        "What a decision led to",
        TimelineEntry(at="created_at", kind="Scheme", title=KINDS, summary=F("what")),
    ),
    _holding("schemes.Nomination", "Nominations for IOM with their score"),
    _of_a_scheme("schemes.CohortSpell", "Days in the IOM cohort and in the schemes before it"),
    _of_a_scheme("schemes.CohortManager", "Managers of a case"),
    _of_a_scheme("schemes.CaseAsk", "What was asked of another agency about a case"),
)

Ask = Callable[[Pass], QuerySet[Any, Any]]


def _duty(
    name: str, group: str, rank: int, step: str, ask: Ask, *, holds: str, url: str = "checkpoint-case-of"
) -> Duty:  # a row of a table
    return Duty(f"schemes.{name}", group, rank, step, url, f"checkpoint.{holds}", ask)


def _iom(  # a row of a table
    name: str, group: str, rank: int, step: str, ask: Ask, *, holds: str = "manage", url: str = "iom-case-of"
) -> Duty:
    return Duty(f"schemes.iom_{name}", group, rank, step, url, f"iom.{holds}", ask)


def _duties(scheme: Declared) -> Iterator[Duty]:
    """What a declared scheme asks of those who lead its cases: a duty for each stage that waits, and one for what follows."""
    for wait in scheme.waits:
        name, holds = f"schemes.{scheme.name}_{wait.state}", scheme.permission(wait.permission)
        yield Duty(name, scheme.words, 6, "Open the case", "scheme-case-of", holds, waiting(scheme, wait, name))
    if any(move.follows for move in scheme.moves):
        name, holds = f"schemes.{scheme.name}_follow", scheme.permission(OPEN)
        yield Duty(name, scheme.words, 10, "Say how it was done", "scheme-after-of", holds, following(scheme, name))


def _permissions(scheme: Declared) -> Iterator[Permission]:
    for verb, held in scheme.permissions.items():
        yield Permission(scheme.permission(verb), held.words, held.roles)


ALL = tuple(DECLARED.values())


def _youth(name: str, step: str, ask: Ask, url: str, *, holds: str = "move", by_reference: bool = False) -> Duty:
    return Duty(f"schemes.youth_{name}", "Move to adult services", 6, step, url, f"youth.{holds}", ask, by_reference)


PANEL, COHORT, OFFENDING = "IOM panel", "IOM cohort", DataClass.OFFENDING
CHILDHOOD = DataClass.CHILDHOOD
FIRST, DECISIONS = "First contact within 24 hours", "Decisions"
OFFERS = (
    *(duty for scheme in ALL for duty in _duties(scheme)),
    Card("schemes.declared", "Schemes", "main", 51, DataClass.INVOLVEMENT, "schemes/declared_card.html", declared_card),
    Card(
        "schemes.not_shared",
        "Cases not shared with your agency",
        "main",
        52,
        DataClass.INVOLVEMENT,
        "schemes/not_shared_card.html",
        not_shared_card,
    ),
    Demand("schemes.contract", lambda person, by: demands_of(person, by=by)),
    _duty("first_contact", FIRST, 2, "Ring the person", first_contacts, holds="navigate"),
    _duty("first_contact_late", FIRST, 2, "Ask the navigator", first_contacts_late, holds="supervise"),
    _duty("supervisor_asked", DECISIONS, 4, "Decide", supervisor_asked, holds="supervise"),
    _duty(
        "new_arrest", DECISIONS, 4, "See the arrest", new_arrests_of_mine, holds="navigate", url="checkpoint-arrest-of"
    ),
    _duty(
        "new_arrest_decision",
        DECISIONS,
        4,
        "Decide",
        new_arrests_to_decide,
        holds="supervise",
        url="checkpoint-arrest-of",
    ),
    _duty("decision_asked", DECISIONS, 4, "Decide", decisions_asked, holds="supervise"),
    _duty("contract_over", DECISIONS, 4, "Ask for a decision", contracts_over, holds="navigate"),
    _duty("contract_over_late", DECISIONS, 4, "Decide", contracts_over_late, holds="supervise"),
    _duty(
        "follow",
        "After a decision",
        10,
        "Say how it was done",
        things_to_follow,
        holds="after",
        url="checkpoint-after-of",
    ),
    _iom("panel", PANEL, 4, "Record the decision", for_panel, holds="decide"),
    _iom("ending", PANEL, 4, "Record the decision", endings_for_panel, holds="decide"),
    _iom("deferred", PANEL, 8, "Nominate again", deferred, holds="nominate"),
    _iom("managers", COHORT, 4, "Name a manager", managers_to_name),
    _iom("arrest", COHORT, 3, "See the arrest", arrests_in_cohort, url="iom-arrest-of"),
    _iom("arrest_late", COHORT, 3, "See the arrest", arrests_late, holds="supervise", url="iom-arrest-of"),
    _iom("rating", COHORT, 6, "Rate", not_rated),
    _iom("review", COHORT, 6, "Review", reviews_due),
    _iom("review_late", COHORT, 6, "Ask the manager", reviews_late, holds="supervise"),
    _iom("follow", COHORT, 5, "Say how it was done", follows_panel, url="iom-after-of"),
    _iom("over", COHORT, 10, "End it", parts_over),
    _iom("asked", COHORT, 4, "Answer", asks_waiting, url="iom-ask"),
    _youth("plan", "Plan it", moves_to_plan, "youth-plan", by_reference=True),
    _youth("asked", "Name somebody", handovers_asked, "youth-ask", holds="answer"),
    _youth("next", "Open the move", next_steps, "youth-case-of"),
    _youth("late", "Ask who carries it", steps_late, "person", holds="answer", by_reference=True),
    Card("schemes.youth", "Move to adult services", "main", 47, CHILDHOOD, "schemes/youth_card.html", youth_card),
    Card("schemes.youth_status", "Move to adult services", "banner", 21, CHILDHOOD, "", youth_banner),
    Card("schemes.iom", "Integrated Offender Management", "main", 48, OFFENDING, "schemes/iom_card.html", iom_card),
    Card("schemes.iom_status", "IOM", "banner", 20, OFFENDING, "", iom_banner),
    Card("schemes.iom_arrests", "New arrest in the cohort", "banner", 61, OFFENDING, "", iom_arrests),
    Conferring(
        "iom",
        "IOM",
        IOM_FORUMS,
        tuple((one.value, str(one.label)) for one in (Colour.RED, Colour.AMBER, Colour.GREEN)),
        frozenset({Colour.RED.value}),
        colours_for,
        colour_proposed,
        rate_at_conference,
    ),
    Duty("schemes.rules_waiting", "Rules", 9, "Read and approve", "rules-one", "rules.approve", rules_waiting),
    Duty("schemes.trial_waiting", "Trials", 9, "Read and approve", "trial", "trial.approve", trials_waiting),
    Card("schemes.case", "Checkpoint case", "main", 49, DataClass.OFFENDING, "schemes/case_card.html", case_card),
    Card("schemes.arrests", "New arrest", "banner", 60, DataClass.OFFENDING, "", arrest_alerts),
    Effect("schemes.decide_case", effects_of_deciding),
    Card(
        "schemes.checkpoint",
        "Checkpoint",
        "main",
        50,
        DataClass.OFFENDING,
        "schemes/checkpoint_card.html",
        checkpoint_card,
    ),
)
WORDS = (
    *(permission for scheme in ALL for permission in _permissions(scheme)),
    *(scheme.kind for scheme in ALL if scheme.is_own_kind),
    Permission("scheme.view", "See who is in a scheme that is declared", roles_of(ALL, viewing=True)),
    Permission(
        "scheme.work", "Open, move and settle a case of such a scheme, as it says", roles_of(ALL, viewing=False)
    ),
    Permission(
        "eligibility.check",
        "Check whether somebody can be offered Checkpoint",
        frozenset({"custody_officer", "navigator", "iom_officer", "team_manager"}),
    ),
    Permission("checkpoint.view", "See who is at which stage of Checkpoint", OFFICERS | NAVIGATORS),
    Permission("checkpoint.decide", "Decide on a check of eligibility, or ask a supervisor to", OFFICERS),
    Permission("checkpoint.offer", "Record what a person answers to the offer of Checkpoint", OFFICERS | NAVIGATORS),
    Permission("checkpoint.navigate", "Draft and sign a contract, record progress on it and how it goes", NAVIGATORS),
    Permission(
        "checkpoint.supervise",
        "Decide on a contract and on new arrests, or another way than the list",
        frozenset({"team_manager"}),
    ),
    Permission(
        "rules.propose", "Propose your force's own version of the rules of a scheme", frozenset({"team_manager"})
    ),
    Permission(
        "rules.approve",
        "Approve a version of the rules that somebody else proposed",
        frozenset({"team_manager", "governance_officer"}),
    ),
    Permission("trial.open", "Open a trial of a scheme", frozenset({"analyst"})),
    Permission(
        "trial.approve",
        "Approve, stop and unblind a trial that somebody else opened",
        frozenset({"analyst", "commissioner", "governance_officer"}),
    ),
    Permission(
        "trial.view",
        "See trials and their cleared numbers",
        frozenset({"analyst", "commissioner", "board_member", "governance_officer"}),
    ),
    Permission("iom.view", "See who is in the IOM cohort, its board and its register", MANAGERS),
    Permission("iom.nominate", "Nominate somebody for the IOM cohort", MANAGERS),
    Permission(
        "iom.decide", "Record what the IOM panel decided, and change a part of the cohort", MANAGERS - {"practitioner"}
    ),
    Permission("iom.manage", "Manage somebody in the IOM cohort: managers, rating, reviews, requests", MANAGERS),
    Permission("iom.supervise", "Be asked where work in the IOM cohort is late", frozenset({"team_manager"})),
    Permission("youth.move", "Carry a young person over to adult services", CARRIERS),
    Permission("youth.answer", "Name who takes a young person on in adult services", frozenset({"team_manager"})),
    PanelPurpose(SELECTION, "Nomination for IOM", IOM_FORUMS, OUTCOMES[SELECTION]),
    PanelPurpose(DESELECTION, "Deselection from IOM", IOM_FORUMS, OUTCOMES[DESELECTION]),
    InvolvementKind(WORK, "Integrated Offender Management", AGENCIES),
    InvolvementKind(ADULT_WORK, "Move from youth to adult services", ADULT_SIDE, DataClass.CHILDHOOD),
    Permission("checkpoint.after", "Say how what a decision led to was done", OFFICERS | NAVIGATORS),
)
