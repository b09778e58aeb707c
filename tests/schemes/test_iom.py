"""Somebody's way through the IOM cohort: nominated, selected by a meeting, managed by two agencies, rated, moved and deselected."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from desistance.access.models import Involvement, Tie
from desistance.audit.models import AuditEvent
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
from desistance.coordination.models import MeetingCase, PanelDecision
from desistance.desk.queries.duties import duties_of
from desistance.foundation.decisions import Conflict, NotFound, NotPermitted, OnlyKnown, Refused
from desistance.history.actions import record_arrest
from desistance.history.models import Arrest
from desistance.history.rules.arrests import ArrestFacts
from desistance.people.models import Person
from desistance.schemes.actions.iom.deciding import (
    act_on_panel,
    leave_case,
    propose_deselection,
    settle_iom_consequence,
)
from desistance.schemes.actions.iom.managing import (
    ActionSaid,
    EarlierSpell,
    answer_ask,
    ask_about_case,
    change_spell,
    look_at_arrest,
    name_manager,
    rate_at_conference,
    rate_iom_case,
    record_earlier_spell,
)
from desistance.schemes.actions.iom.nominating import NominationSaid, nominate, take_nomination_back
from desistance.schemes.actions.rules import approve_rules, propose_rules, send_rules
from desistance.schemes.models import CohortManager, CohortSpell, Consequence, Nomination, SchemeCase
from desistance.schemes.queries.iom.board import for_the_panel, iom_board
from desistance.schemes.queries.iom.cards import iom_arrests, iom_banner, iom_card
from desistance.schemes.queries.iom.cases import asked_of, decisions_to_act_on, open_iom_case
from desistance.schemes.queries.iom.cohort import cohort_register
from desistance.schemes.queries.iom.conferring import colour_proposed, colours_for
from desistance.schemes.queries.iom.duties import arrests_in_cohort, arrests_late, reviews_late
from desistance.schemes.queries.rules import proposed_of, rules_for
from desistance.schemes.queries.simulations import simulate_on_cohort
from desistance.schemes.rules.iom.matrix import IOM_SERIES
from desistance.schemes.rules.iom.panel import Proposing
from desistance.schemes.terms.iom_scoring import SCORING
from tests import factories as make
from tests.cast import Cast
from tests.rules.schemes.test_matrix import proposing as matrix

NOW = make.NOW
TUESDAY = NOW + timedelta(days=4)
THEN = TUESDAY + timedelta(minutes=20)
TOLD_BY = date(2026, 3, 24)
SAID = NominationSaid("fixed", "Seven offences in 12 months", "A home", answers={"substances": "some"})


@pytest.fixture
def kyle(cast: Cast, looking: None) -> Person:
    """Kyle, whom Rob's force works with too: seven thefts from vehicles last year, a community order and a score of 82%."""
    police, probation = cast.agencies["police"], cast.agencies["probation"]
    make.involvement(cast.kyle, police, kind="custody_check", lead=cast.staff["rob"])
    for month in range(1, 8):
        row = make.offence(cast.kyle, police, offence_code="TH68007", committed_on=date(2025, month + 4, 10))
        make.disposal(row, given_on=date(2025, month + 4, 20))
    make.arrest(cast.kyle, police, at=NOW - timedelta(days=100))
    make.order(cast.kyle, probation, ends_on=date(2027, 3, 3))
    make.score(cast.kyle, probation, percent="82.00")
    return cast.kyle


def nominated(cast: Cast, kyle: Person, at: datetime = NOW) -> SchemeCase:
    return nominate(person=kyle, said=SAID, by=cast.opening("rob", kyle, at), at=at)


def panel(cast: Cast, kyle: Person, outcome: str, purpose: str = "iom.select", at: datetime = TUESDAY) -> PanelDecision:
    """A panel of police, probation and housing that decides on Kyle."""
    rob, then = cast.entering("rob", at), at + timedelta(minutes=20)
    forum = set_up_forum(name=f"IOM panel {at:%d %b}", kind="iom_panel", by=rob, at=at)
    seats = [Seat(cast.agencies["probation"], cast.staff["priya"]), Seat(cast.agencies["housing"], cast.staff["dan"])]
    meeting = plan_meeting(
        forum=forum, starts_at=at + timedelta(minutes=10), seats=seats, by=rob, at=at, lines_due_at=at
    )
    case = list_case(meeting=meeting, person=kyle, purpose=purpose, by=cast.opening("priya", kyle, at), at=at)
    open_meeting(meeting=meeting, by=cast.entering("rob", then), at=then)
    for agency, who in (("police", "rob"), ("probation", "priya"), ("housing", "dan")):
        seat: dict[str, Any] = {"agency": cast.agencies[agency], "staff": cast.staff[who], "presence": "present"}
        record_attendance(meeting=meeting, by=cast.entering("rob", then), at=then, **seat)
    case = MeetingCase.objects.get(pk=case.pk)
    dissent = [(cast.agencies["housing"], "Flex would do")]
    told = decide_case(
        case=case, outcome=outcome, reasons="Agreed", dissent=dissent, by=cast.opening("rob", kyle, then), at=then
    )
    close_meeting(meeting=meeting, by=cast.entering("rob", then), at=then)
    return told


def selected(cast: Cast, kyle: Person) -> SchemeCase:
    case = nominated(cast, kyle)
    told = panel(cast, kyle, "select_fixed")
    by = cast.opening("rob", kyle, THEN)
    return act_on_panel(case=case, decision=told.pk, tell_by=TOLD_BY, by=by, at=THEN)


def adopted(cast: Cast, kyle: Person) -> SchemeCase:
    case = selected(cast, kyle)
    for who in ("rob", "priya"):
        case.refresh_from_db()
        leads = who == "priya"
        name_manager(case=case, staff=cast.staff[who], is_lead=leads, by=cast.opening(who, kyle, THEN), at=THEN)
    case.refresh_from_db()
    return case


def due_of(cast: Cast, who: str, at: datetime = NOW) -> list[str]:
    rows = duties_of(by=cast.entering(who, at))
    return sorted(row.duty.removeprefix("schemes.") for row in rows if row.duty.startswith("schemes.iom"))


def test_a_forces_own_matrix_is_simulated_on_the_cohort_and_scores_nominations_of_its_area(
    cast: Cast, kyle: Person
) -> None:
    cast.hire("sal", "police", "team_manager")
    cast.hire("gil", "police", "governance_officer")
    police, probation = cast.agencies["police"], cast.agencies["probation"]
    durham, leeds = make.area(), make.area()
    police.areas.add(durham)
    probation.areas.add(durham, leeds)
    nominated(cast, kyle)
    row = propose_rules(series=IOM_SERIES, facts=matrix(predictor={"0": 0, "90": 2}), by=cast.entering("sal"), at=NOW)
    rob = cast.entering("rob")
    found = simulate_on_cohort(rules=IOM_SERIES.as_rules(proposed_of(row), 2), by=rob, at=NOW)
    assert (found.kept, found.simulation.now, found.simulation.then) == (1, {"Look closely": 1}, {"Could be either": 1})
    assert [(one.reference, one.before, one.after) for one in found.changed] == [
        (kyle.reference, "27 (could be 21 to 37): Look closely", "20 (could be 14 to 30): Could be either")
    ]
    assert simulate_on_cohort(rules=SCORING[0], by=cast.entering("gil"), at=NOW).simulation.number == 0
    send_rules(version=row, by=cast.entering("sal"), at=NOW)
    approve_rules(version=row, by=cast.entering("gil"), at=NOW)
    later = NOW + timedelta(days=60)
    assert rules_for(IOM_SERIES, police.pk, later.date()).version == 2
    assert rules_for(IOM_SERIES, probation.pk, later.date()).version == 1
    probation.areas.remove(leeds)
    assert [rules_for(IOM_SERIES, probation.pk, at.date()).version for at in (NOW, later)] == [1, 2]
    take_nomination_back(case=SchemeCase.objects.get(), reason="Again later", by=cast.opening("rob", kyle), at=NOW)
    nominated(cast, kyle, later)
    made = Nomination.objects.latest("pk")
    assert (made.rules_version, made.facts["consider"]) == (2, 20)
    assert next(one["points"] for one in made.items if one["item"] == "predictor") == 0


def test_a_nomination_keeps_its_score_with_what_is_not_known_and_waits_for_the_panel(cast: Cast, kyle: Person) -> None:
    case = nominated(cast, kyle)
    made = Nomination.objects.get(case=case)
    assert (case.state, made.suggested, made.total, made.low, made.high) == ("nominated", "fixed", 27, 21, 37)
    points = {one["item"]: one["points"] for one in made.items}
    assert points == {
        "neighbourhood": 12, "offences": 4, "arrests": 2, "predictor": 7, "custody": None, "enforcement": 0, "substances": 2,
        "engagement": None, "home": None,
    }  # fmt: skip
    assert {one["source"] for one in made.evidence} == {"Durham police, entered by a worker", "Durham police"}
    assert due_of(cast, "rob") == []
    assert due_of(cast, "tom") == ["iom_panel"]
    assert [one.words for one in for_the_panel(by=cast.entering("rob"))] == ["Waiting for the panel"]
    with pytest.raises(Refused, match="waits for the panel"):
        nominated(cast, kyle)
    assert AuditEvent.objects.get(what="schemes.nominate").subjects == [kyle.pk]
    take_nomination_back(case=case, reason="Wrong person", by=cast.opening("rob", kyle), at=NOW)
    assert due_of(cast, "tom") == []


def test_who_is_under_18_is_not_nominated_and_a_missing_date_of_birth_is_said(cast: Cast, kyle: Person) -> None:
    police = cast.agencies["police"]
    young = make.person(police, "Callum", "Bell", date(2009, 1, 5))
    make.involvement(young, police, kind="police_management", lead=cast.staff["rob"])
    with pytest.raises(Refused, match="This person is under 18"):
        nominated(cast, young)
    make.birth_date(young, cast.agencies["probation"], date(1999, 1, 5))
    case = nominated(cast, young)
    said = {one["criterion"]: one["answer"] for one in Nomination.objects.get(case=case).findings}
    assert said["adult"] == "cannot_tell"


@pytest.mark.parametrize("who", ["carl", "nadia", "nia", "dan"])
def test_roles_that_may_not_are_refused(cast: Cast, kyle: Person, who: str) -> None:
    case = selected(cast, kyle)
    agency = {"nia": "health", "dan": "housing"}.get(who, "police")
    kind = {"nia": "treatment", "dan": "housing_support"}.get(who)
    if kind:
        make.involvement(
            kyle, cast.agencies[agency], kind=kind, team=cast.teams[{"nia": "treatment"}.get(who, "tenancy")]
        )
    by = cast.opening(who, kyle, THEN)
    for deed in (
        lambda: nominate(person=kyle, said=SAID, by=by, at=THEN),
        lambda: act_on_panel(case=case, decision=1, by=by, at=THEN),
        lambda: rate_iom_case(case=case, colour="green", words="", by=by, at=THEN),
        lambda: iom_board(by=by, at=THEN),
        lambda: cohort_register(by=by, at=THEN),
    ):
        with pytest.raises(NotPermitted):
            deed()


def test_a_practitioner_manages_and_may_not_act_on_the_panel(cast: Cast, kyle: Person) -> None:
    case = nominated(cast, kyle)
    told = panel(cast, kyle, "select_fixed")
    with pytest.raises(NotPermitted):
        act_on_panel(case=case, decision=told.pk, tell_by=TOLD_BY, by=cast.opening("priya", kyle, THEN), at=THEN)


def test_a_selection_names_the_meetings_decision_and_opens_the_spell_on_the_panels_day(
    cast: Cast, kyle: Person
) -> None:
    case = nominated(cast, kyle)
    rob = cast.opening("rob", kyle, THEN)
    with pytest.raises(NotFound):
        act_on_panel(case=case, decision=0, tell_by=TOLD_BY, by=rob, at=THEN)
    told = panel(cast, kyle, "select_fixed")
    rob = cast.opening("rob", kyle, THEN)
    assert [one.id for one in decisions_to_act_on(case=case, by=rob)] == [told.pk]
    with pytest.raises(Refused, match="Enter the day by which the person is told"):
        act_on_panel(case=case, decision=told.pk, by=rob, at=THEN)
    case = act_on_panel(case=case, decision=told.pk, tell_by=TOLD_BY, by=rob, at=THEN)
    opened = open_iom_case(case=case.pk, by=rob, at=THEN)
    assert opened.spell is not None
    assert (opened.spell.part, opened.spell.intensity, opened.spell.began_on) == ("fixed", "intensive", TUESDAY.date())
    step = opened.steps[0].row
    assert (step.words, step.panel_id) == ("Selected for IOM (Fixed)", told.pk)
    assert step.told["dissent"] == [["Durham housing", "Flex would do"]]
    assert [one.kind for one in opened.after] == ["person"]
    assert iom_banner(kyle.pk, rob) == {
        "facts": [{"label": "IOM, Fixed", "since": "since 17 Mar 2026", "missing": "Not rated yet"}]
    }
    assert decisions_to_act_on(case=case, by=rob) == []
    assert due_of(cast, "priya", THEN) == ["iom_managers"]


def test_police_and_probation_each_name_their_manager_and_then_the_case_is_adopted(cast: Cast, kyle: Person) -> None:
    case = selected(cast, kyle)
    rob = cast.opening("rob", kyle, THEN)
    with pytest.raises(Refused, match="holds a post in your agency"):
        name_manager(case=case, staff=cast.staff["priya"], is_lead=True, by=rob, at=THEN)
    name_manager(case=case, staff=cast.staff["rob"], is_lead=True, by=rob, at=THEN)
    case.refresh_from_db()
    assert case.state == "selected"
    work = Involvement.objects.get(person=kyle, kind="iom")
    assert (work.agency_id, work.lead) == (cast.agencies["police"].pk, cast.staff["rob"])
    name_manager(case=case, staff=cast.staff["priya"], is_lead=True, by=cast.opening("priya", kyle, THEN), at=THEN)
    case.refresh_from_db()
    assert case.state == "in_cohort"
    named = CohortManager.objects.filter(until_at__isnull=True).order_by("part").values_list("part", "is_lead")
    assert list(named) == [("police", False), ("probation", True)]
    assert due_of(cast, "priya", THEN) == ["iom_rating"]


def test_a_review_and_an_arrest_that_wait_too_long_are_the_supervisors_too(cast: Cast, kyle: Person) -> None:
    case = adopted(cast, kyle)
    cast.teams["offenders"] = make.team(cast.agencies["police"], name="Offender management")
    cast.hire("sal", "police", "team_manager", "offenders")
    make.involvement(kyle, cast.agencies["police"], kind="police_management", team=cast.teams["offenders"])
    SchemeCase.objects.filter(pk=case.pk).update(state="in_cohort", ends_on=date(2026, 9, 17))
    for days, number in ((7, 0), (8, 1)):
        at = datetime.fromisoformat("2026-09-17T12:00:00+01:00") + timedelta(days=days)
        assert [reviews_late(cast.entering(who, at)).count() for who in ("tom", "sal")] == [number, 0]
    make.arrest(kyle, cast.agencies["police"], at=THEN, recorded_at=THEN)
    for hours, numbers in ((24, [1, 0, 0, 0]), (26, [1, 0, 1, 1])):
        by = {who: cast.entering(who, THEN + timedelta(hours=hours)) for who in ("rob", "sal", "tom")}
        mine = [arrests_in_cohort(by[who]).count() for who in ("rob", "sal")]
        assert mine + [arrests_late(by[who]).count() for who in ("sal", "tom")] == numbers


def test_red_needs_an_action_with_an_owner_at_a_conference_too(cast: Cast, kyle: Person) -> None:
    case = adopted(cast, kyle)
    by = cast.opening("priya", kyle, THEN)
    told = colour_proposed(kyle.pk, by, THEN)
    assert told is not None
    assert (told.proposed, told.colour, told.may_change) == ("green", "", True)
    with pytest.raises(Refused, match="Red needs at least one action with an owner"):
        rate_at_conference(record=told.record, colour="red", words="Seen near the cars again", by=by, at=THEN)
    action = ActionSaid("Visit with the car crime team", date(2026, 3, 20), cast.staff["priya"])
    rate_iom_case(case=case, colour="red", words="Seen near the cars again", action=action, by=by, at=THEN)
    opened = open_iom_case(case=case.pk, by=by, at=THEN)
    assert [(one.what, one.owner) for one in opened.actions] == [("Visit with the car crime team", "Priya")]
    assert colours_for([kyle.pk], by)[kyle.pk].colour == "red"
    with pytest.raises(Conflict, match="Someone else changed"):
        rate_iom_case(case=case, colour="green", words="", version=1, by=by, at=THEN)


def test_an_arrest_that_is_told_twice_is_dealt_with_once(cast: Cast, kyle: Person) -> None:
    case = adopted(cast, kyle)
    at = THEN + timedelta(days=3)
    police = cast.opening("carl", kyle, at)
    facts = ArrestFacts(custody_number="CB26-1", arrested_at=at - timedelta(hours=1), offence_code="TH68007")
    arrest = record_arrest(person=kyle, facts=facts, by=police, at=at)
    with pytest.raises(Refused):
        record_arrest(person=kyle, facts=facts, by=police, at=at)
    rob = cast.opening("rob", kyle, at)
    assert "New arrest 20 March 2026 in the IOM cohort" in iom_arrests(kyle.pk, rob)["alerts"][0]["words"]  # type: ignore[index]
    assert "iom_arrest" in due_of(cast, "rob", at)
    assert open_iom_case(case=case.pk, by=rob, at=at).proposal.colour == "red"
    look_at_arrest(case=case, arrest=arrest, words="Charged; conference on Monday", by=rob, at=at)
    assert "iom_arrest" not in due_of(cast, "rob", at)
    case.refresh_from_db()
    with pytest.raises(Refused, match="dealt with already"):
        look_at_arrest(case=case, arrest=Arrest.objects.get(pk=arrest.pk), words="Again", by=rob, at=at)


def test_days_before_a_change_stay_as_they_were_and_the_part_is_the_panels(cast: Cast, kyle: Person) -> None:
    case = adopted(cast, kyle)
    at = THEN + timedelta(days=60)
    priya = cast.opening("priya", kyle, at)
    change_spell(case=case, part="fixed", intensity="reactive", reason="Final third", by=priya, at=at)
    case.refresh_from_db()
    with pytest.raises(NotPermitted):
        change_spell(case=case, part="flex", intensity="standard", reason="Fewer needs", by=priya, at=at)
    told = CohortSpell.objects.filter(case=case).order_by("began_on").values_list("intensity", "ended_on", "end_reason")
    assert list(told) == [("intensive", at.date(), "part"), ("reactive", None, "")]
    assert iom_board(by=cast.entering("priya", at), at=at).rows[0].where.words == "Final third"


def test_a_deselection_goes_through_the_panel_and_closes_every_part(cast: Cast, kyle: Person) -> None:
    case = adopted(cast, kyle)
    later = THEN + timedelta(days=40)
    priya = cast.opening("priya", kyle, later)
    with pytest.raises(Refused, match="Enter the reason"):
        propose_deselection(case=case, facts=Proposing("reduced", " ", "Probation goes on"), by=priya, at=later)
    propose_deselection(case=case, facts=Proposing("reduced", "Works now", "Probation goes on"), by=priya, at=later)
    case.refresh_from_db()
    step = open_iom_case(case=case.pk, by=priya, at=later).steps[0].row
    assert {one["criterion"]: one["answer"] for one in step.told["findings"]}["arrests"] == "not_met"
    assert due_of(cast, "rob", later) == ["iom_ending", "iom_follow", "iom_rating"][:2]
    told = panel(cast, kyle, "deselect", "iom.deselect", later)
    then = later + timedelta(minutes=30)
    rob = cast.opening("rob", kyle, then)
    case = act_on_panel(case=case, decision=told.pk, tell_by=later.date(), by=rob, at=then)
    spell = CohortSpell.objects.get(case=case)
    assert (case.closed_at, spell.ended_on, spell.end_reason) == (then, later.date(), "reduced")
    assert due_of(cast, "priya", then) == ["iom_over"]
    leave_case(case=case, by=cast.opening("priya", kyle, then), at=then)
    for row in Consequence.objects.filter(case=case, state="due"):
        settle_iom_consequence(consequence=row, state="done", words="Told", by=cast.opening("rob", kyle, then), at=then)
    assert Tie.objects.filter(involvement__kind="iom", until_at__gt=then).count() == 0
    assert not CohortManager.objects.filter(until_at__isnull=True).exists()
    card = iom_card(kyle.pk, cast.opening("rob", kyle, then))
    assert card is not None
    assert card["may_nominate"] is True


def test_nobody_is_given_away_without_a_taker_by_name(cast: Cast, kyle: Person) -> None:
    cast.agencies["cleveland"] = make.agency("police", name="Cleveland police")
    make.agreement(cast.agencies["cleveland"], cast.agencies["police"], classes=("offending",))
    cast.hire("lorna", "cleveland", "iom_officer")
    case = adopted(cast, kyle)
    rob = cast.opening("rob", kyle, THEN)
    told: dict[str, Any] = {"kind": "transfer", "words": "Moved to Hartlepool", "by": rob, "at": THEN}
    with pytest.raises(Refused, match="of another area"):
        ask_about_case(case=case, to_agency=cast.agencies["police"], **told)
    ask = ask_about_case(case=case, to_agency=cast.agencies["cleveland"], **told)
    with pytest.raises((NotFound, OnlyKnown)):
        cast.opening("lorna", kyle, THEN)
    assert due_of(cast, "lorna", THEN) == ["iom_asked"]
    lorna = cast.entering("lorna", THEN)
    row = asked_of(ask=ask.pk, by=lorna)
    with pytest.raises(NotFound):
        answer_ask(
            ask=row, accepts=True, answer="Yes", manager=cast.staff["rob"], by=cast.entering("rob", THEN), at=THEN
        )
    with pytest.raises(Refused, match="Choose who manages"):
        answer_ask(ask=row, accepts=True, answer="Yes", by=lorna, at=THEN)
    answer_ask(ask=row, accepts=True, answer="Yes, from Monday", manager=cast.staff["lorna"], by=lorna, at=THEN)
    case.refresh_from_db()
    assert case.state == "moved"
    spells = CohortSpell.objects.order_by("id").values_list("part", "ended_on", "end_reason", "agency__short_name")
    assert [one[:3] for one in spells] == [("fixed", THEN.date(), "moved"), ("fixed", None, "")]
    assert cast.opening("lorna", kyle, THEN).person == kyle.pk


def test_a_disagreement_is_settled_by_whoever_it_was_put_to(cast: Cast, kyle: Person) -> None:
    case = adopted(cast, kyle)
    told: dict[str, Any] = {
        "kind": "escalation",
        "words": "Housing wants Flex",
        "by": cast.opening("priya", kyle, THEN),
    }
    ask = ask_about_case(case=case, to_agency=cast.agencies["probation"], to_staff=cast.staff["tom"], at=THEN, **told)
    assert "iom_asked" in due_of(cast, "tom", THEN)
    with pytest.raises(NotFound):
        answer_ask(ask=ask, accepts=True, answer="Stays Fixed", by=cast.opening("priya", kyle, THEN), at=THEN)
    answer_ask(ask=ask, accepts=True, answer="Stays Fixed", by=cast.entering("tom", THEN), at=THEN)
    step = open_iom_case(case=case.pk, by=cast.opening("priya", kyle, THEN), at=THEN).steps[0].row
    assert (step.words, step.reason) == ("Disagreement settled", "Stays Fixed")


def test_the_board_and_the_register_ask_no_more_for_more_people(cast: Cast, kyle: Person) -> None:
    adopted(cast, kyle)
    police = cast.agencies["police"]
    before = _statements(cast)
    for number in range(4):
        person = make.person(police, f"Lee{number}", "Tate")
        work = make.involvement(person, police, kind="iom", lead=cast.staff["rob"])
        case = make.scheme_case(person, police, "in_cohort", scheme="iom", colour="amber", ends_on=date(2026, 9, 17))
        make.cohort_manager(case, work, cast.staff["rob"])
        make.cohort_spell(case)
        make.case_step(case)
    assert _statements(cast) == before
    board = iom_board(by=cast.entering("rob", THEN), at=THEN)
    assert [row.colour for row in board.rows] == ["Amber"] * 4 + [""]
    assert (board.colours, board.parts, board.waiting) == ({"": 1, "amber": 4}, {"fixed": 5}, 0)
    register = cohort_register(by=cast.entering("rob", THEN), at=THEN)
    assert (register.people, len(register.rows), register.measured["before"].offences) == (5, 5, 7)
    assert register.flow[-1].at_end == 5


def _statements(cast: Cast) -> int:
    by = cast.entering("rob", THEN)
    with CaptureQueriesContext(
        connection,
    ) as asked:
        iom_board(by=by, at=THEN)
        cohort_register(by=by, at=THEN)
    assert len(asked) < 26
    return len(asked)


def test_days_in_earlier_schemes_are_kept_with_their_source_and_not_measured(cast: Cast, kyle: Person) -> None:
    by = cast.opening("rob", kyle)
    facts = EarlierSpell(
        "ppo_catch", date(2008, 4, 1), date(2009, 6, 30), "criteria", "Six convictions", "Force register"
    )
    record_earlier_spell(person=kyle, facts=facts, by=by, at=NOW)
    with pytest.raises(Refused, match="Say where this is written"):
        record_earlier_spell(
            person=kyle, facts=EarlierSpell("dyo", date(2008, 4, 1), date(2009, 6, 30), "part", "x", " "), by=by, at=NOW
        )
    register = cohort_register(by=cast.entering("rob"), at=NOW)
    assert [one.row.get_part_display() for one in register.rows] == ["PPO: catch and convict"]
    assert register.people == 0


def test_a_case_takes_a_bounded_number_of_statements(cast: Cast, kyle: Person) -> None:
    case = adopted(cast, kyle)
    by = cast.opening("rob", kyle, THEN)
    with CaptureQueriesContext(connection) as asked:
        open_iom_case(case=case.pk, by=by, at=THEN)
    assert len(asked) <= 34
    for card in (iom_card, iom_banner, iom_arrests):
        with CaptureQueriesContext(connection) as asked:
            card(kyle.pk, by)
        assert len(asked) == 1, card
