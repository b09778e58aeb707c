"""What assessment tells the house."""

from collections.abc import Callable
from typing import Any

from django.db.models import Case, CharField, F, QuerySet, TextField, Value, When
from django.db.models.functions import Concat

from desistance.access.terms import CASEWORK_ROLES, SERVICE_ROLES
from desistance.assessment.queries.duties import (
    concerns_raised,
    concerns_to_answer,
    levels_changed,
    reviews_due,
    sent_back,
    to_countersign,
)
from desistance.assessment.queries.lines import need_lines, plan_lines, risk_lines, score_lines
from desistance.assessment.queries.lists import of_risk, risk_bands, risk_cells, risk_choices
from desistance.assessment.queries.plan_card import plan_card
from desistance.assessment.queries.plan_duties import plans_due, plans_missing, steps_due
from desistance.assessment.queries.risk import risk_card
from desistance.assessment.queries.risk_now import risk_now_card
from desistance.assessment.queries.scores import scores_card
from desistance.assessment.queries.tiers import (
    contacts_behind,
    events_to_review,
    mappa_reviews_due,
    tier_bands,
    tier_card,
)
from desistance.assessment.terms.needs import NEEDS_ASSESSORS, Pathway
from desistance.assessment.terms.plans import Agreement
from desistance.assessment.terms.reviews import REPORT_RULES, CountersignOutcome, Level
from desistance.assessment.terms.scores import Predictor
from desistance.assessment.terms.standards import TIER_BANDS, TIER_WORKLOAD_RULES, WORKLOAD_RULES
from desistance.foundation.passes import Pass
from desistance.foundation.register import (
    Asked,
    Card,
    Column,
    Duty,
    Filter,
    Holding,
    Keep,
    Permission,
    Section,
    TimelineEntry,
    Weight,
)
from desistance.foundation.terms import DataClass

SIX_YEARS = Keep(
    6,
    "the last order or licence ended",
    "HMPPS records retention schedule for probation case records; partnership default, to be confirmed locally",
)
LEVEL_WORDS = Case(*[When(overall=level, then=Value(level.label)) for level in Level], output_field=TextField())
PREDICTOR_WORDS = Case(*[When(predictor=one, then=Value(one.label)) for one in Predictor], output_field=TextField())
AGREEMENT_WORDS = Case(
    *[When(outcome=one, then=Value(one.label.lower())) for one in Agreement], output_field=TextField()
)
PATHWAY_WORDS = Case(*[When(pathway=one, then=Value(one.label)) for one in Pathway], output_field=TextField())
OUTCOME_WORDS = Case(
    *[When(outcome=one, then=Value(one.label)) for one in CountersignOutcome], output_field=TextField()
)

HOLDINGS = (
    Holding(
        "assessment.RiskReview",
        "Reviews of risk",
        DataClass.RISK,
        SIX_YEARS,
        timeline=TimelineEntry(
            at="at",
            kind="Risk review",
            title=Concat(Value("Risk of serious harm: "), LEVEL_WORDS, output_field=CharField()),
            summary=F("trigger"),
            found_by=Concat("evidence", Value(" "), "plan", Value(" "), "protective", output_field=TextField()),
        ),
    ),
    Holding(
        "assessment.Countersignature",
        "Countersignatures of risk reviews",
        DataClass.RISK,
        SIX_YEARS,
        timeline=TimelineEntry(at="at", kind="Countersignature", title=OUTCOME_WORDS, summary=F("words")),
    ),
    Holding(
        "assessment.RiskConcern",
        "Concerns about risk",
        DataClass.RISK,
        SIX_YEARS,
        timeline=TimelineEntry(
            at="raised_at", kind="Concern about risk", title=Value("Concern about risk"), summary=F("noticed")
        ),
    ),
    Holding(
        "assessment.Score",
        "Scores of reoffending predictors",
        DataClass.RISK,
        SIX_YEARS,
        timeline=TimelineEntry(
            at="at",
            kind="Score",
            title=PREDICTOR_WORDS,
            summary=Case(
                When(system="", then=Value("Worked out here")),
                default=Concat(Value("Worked out by "), F("system"), output_field=CharField()),
                output_field=CharField(),
            ),
        ),
    ),
    Holding(
        "assessment.NeedsAssessment",
        "Assessments of needs and strengths",
        DataClass.PLAN,
        SIX_YEARS,
        timeline=TimelineEntry(
            at="at", kind="Needs assessment", title=Value("Needs and strengths assessed"), summary=F("headline")
        ),
    ),
    Holding("assessment.NeedAnswer", "Needs and strengths by pathway", "data_class", SIX_YEARS),
    Holding("assessment.Plan", "Plans", DataClass.PLAN, SIX_YEARS),
    Holding(
        "assessment.Goal",
        "Goals of a plan",
        "data_class",
        SIX_YEARS,
        timeline=TimelineEntry(
            at="set_at",
            kind="Goal",
            title=Concat(Value("Goal: "), F("what"), output_field=CharField()),
            summary=PATHWAY_WORDS,
        ),
    ),
    Holding("assessment.Step", "Steps towards a goal", "data_class", SIX_YEARS),
    Holding(
        "assessment.PlanVersion",
        "What people said to their plans",
        DataClass.PLAN,
        SIX_YEARS,
        timeline=TimelineEntry(
            at="at",
            kind="Plan",
            title=Concat(Value("Plan: the person "), AGREEMENT_WORDS, output_field=CharField()),
            summary=F("own_words"),
        ),
    ),
    Holding("assessment.VersionGoal", "Goals as they stood in a version of a plan", "data_class", SIX_YEARS),
)


Ask = Callable[[Pass], QuerySet[Any, Any]]


def _duty(
    name: str,
    step: str,
    ask: Ask,
    *,
    group: str,
    rank: int,
    permission: str,
    url: str = "person-risk",
    stays: bool = False,
) -> Duty:  # a row of a table
    return Duty(f"assessment.{name}", group, rank, step, url, permission, ask, by_reference=True, stays=stays)


OFFERS = (
    Section(
        "assessment.risk",
        "Risk of serious harm",
        30,
        risk_lines,
        "No risk assessment is told here. That does not mean there is no risk.",
        stale=REPORT_RULES,
        stale_words="Risk was last reviewed {days} days ago. Review it or say why it is still right.",
    ),
    Section(
        "assessment.scores",
        "Reoffending predictors",
        32,
        score_lines,
        "No score is told here. That does not mean there is no risk.",
    ),
    Section(
        "assessment.needs",
        "Needs and strengths",
        35,
        need_lines,
        "No need or strength is told here. That does not mean there are none.",
        plain_title="What goes well, and what you told us",
    ),
    Section(
        "assessment.plan", "Plan", 36, plan_lines, "No goal of a plan is told here.", plain_title="Your goals and steps"
    ),
    Asked(
        "assessment.concern_raised",
        "See the risk",
        "person-risk",
        "risk.concern",
        concerns_raised,
        by_reference=True,
    ),
    _duty("level_changed", "Read why", levels_changed, group="Safety", rank=1, permission="risk.concern"),
    _duty("countersign", "Countersign", to_countersign, group="Decisions", rank=4, permission="risk.countersign"),
    _duty("sent_back", "Correct it", sent_back, group="Decisions", rank=4, permission="risk.review", stays=True),
    _duty("review_due", "Review the risk", reviews_due, group="Reviews", rank=9, permission="risk.review"),
    _duty("concern", "Review or answer", concerns_to_answer, group="Reviews", rank=9, permission="risk.review"),
    _duty("event", "Review the risk", events_to_review, group="Reviews", rank=9, permission="risk.review"),
    _duty("mappa_due", "Review the MAPPA level", mappa_reviews_due, group="Reviews", rank=9, permission="risk.review"),
    Duty(
        "assessment.contact_behind",
        "Reviews",
        9,
        "Arrange a contact",
        "person-contacts",
        "contact.arrange",
        contacts_behind,
        by_reference=True,
    ),
    Column("assessment.risk", "Risk of serious harm", 20, DataClass.RISK, "No level recorded", risk_cells),
    Filter("risk", "Risk of serious harm", 20, DataClass.RISK, of_risk, risk_choices),
    Weight("assessment.risk", "Risk of serious harm", 20, dict(Level.choices), WORKLOAD_RULES, risk_bands),
    Weight("assessment.tier", "Tier of the case", 30, TIER_BANDS, TIER_WORKLOAD_RULES, tier_bands),
    Card("assessment.tier", "Tier", "banner", 30, DataClass.RISK, "", tier_card),
    _duty(
        "plan_missing",
        "Begin a plan",
        plans_missing,
        group="Reviews",
        rank=9,
        permission="plan.agree",
        url="person-plan",
    ),
    _duty("plan_due", "Open the plan", plans_due, group="Reviews", rank=9, permission="plan.agree", url="person-plan"),
    _duty(
        "step_due", "Open the plan", steps_due, group="Plan steps", rank=10, permission="plan.change", url="person-plan"
    ),
    Card("assessment.risk_now", "Risk now", "main", 2, DataClass.RISK, "assessment/risk_now_card.html", risk_now_card),
    Card("assessment.plan", "Plan", "main", 4, DataClass.PLAN, "assessment/plan_card.html", plan_card),
    Card("assessment.risk", "Risk of serious harm", "banner", 20, DataClass.RISK, "", risk_card),
    Card(
        "assessment.scores", "Reoffending predictors", "main", 25, DataClass.RISK, "risk/scores_card.html", scores_card
    ),
)
WORDS = (
    Permission(
        "risk.review",
        "Review risk of serious harm, correct a review, answer a concern",
        frozenset({"practitioner", "team_manager"}),
    ),
    Permission(
        "score.record",
        "Work out a reoffending score, record one from outside, take one back",
        frozenset({"practitioner", "team_manager"}),
    ),
    Permission("risk.countersign", "Countersign a risk review or send it back", frozenset({"team_manager"})),
    Permission("risk.concern", "Raise a concern about risk", frozenset(CASEWORK_ROLES | SERVICE_ROLES)),
    Permission("needs.assess", "Assess needs and strengths with a person, correct an assessment", NEEDS_ASSESSORS),
    Permission("plan.change", "Set goals and steps of your agency's plan, say how a step stands", NEEDS_ASSESSORS),
    Permission("plan.agree", "Record what the person said to the plan, end the plan", NEEDS_ASSESSORS),
)
