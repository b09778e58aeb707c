"""A case of Checkpoint from the decision to its end: who may, what is kept, what follows, what is asked of whom."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.template.loader import render_to_string
from django.test.utils import CaptureQueriesContext

from desistance.access.models import Consent, Involvement
from desistance.audit.models import AuditEvent
from desistance.casework.queries.compliance import compliance_by_work
from desistance.casework.queries.effects import effects_of
from desistance.desk.queries.duties import duties_of
from desistance.foundation.decisions import Conflict, NotFound, NotPermitted, Refused
from desistance.foundation.register import HOUSE
from desistance.history.models import Arrest
from desistance.people.models import Person
from desistance.restorative.actions.telling import record_said, record_victim
from desistance.restorative.models import DecisionToExplain, Victim, VictimView
from desistance.restorative.rules import SaidFacts, VictimFacts
from desistance.schemes.actions.contracts import draft_contract, sign_contract
from desistance.schemes.actions.deciding import accept_offer, ask_supervisor, decide_on_check, decline_offer
from desistance.schemes.actions.ending import ask_for_decision, decide_case, settle_consequence, undo_step
from desistance.schemes.actions.progress import rate_case, record_progress, settle_condition, take_progress_back
from desistance.schemes.models import CaseStep, Condition, Consequence, Contract, EligibilityCheck, SchemeCase
from desistance.schemes.queries.cards import arrest_alerts, case_card
from desistance.schemes.queries.cases import case_address, open_case
from desistance.schemes.queries.effects import Considered
from desistance.schemes.queries.needs import case_needs
from desistance.schemes.queries.pipeline import checkpoint_pipeline
from desistance.schemes.rules.checkpoint.contract import ConditionFacts, ContractFacts
from desistance.schemes.terms.contracts import UNDERSTOOD
from tests import factories as make
from tests.cast import Cast
from tests.schemes.test_checks import ALL_MET, checking

NOW = make.NOW
TODAY = NOW.date()
ALCOHOL = ConditionFacts("pathway", "Sessions about alcohol", "Attended 6 sessions", "alcohol", 6, "sessions")
WORK = ConditionFacts("work", "Voluntary work at the park", "Hours in the register", "", 18, "hours")
AGREED = [name for name, _ in UNDERSTOOD]


@pytest.fixture
def police(cast: Cast, looking: None) -> Cast:
    """The cast with a Checkpoint team of the police: Sal manages it, Nadia is a navigator, and Vic works with victims."""
    cast.teams["checkpoint"] = make.team(cast.agencies["police"], name="Checkpoint")
    cast.hire("sal", "police", "team_manager", "checkpoint")
    cast.teams["victims"] = make.team(cast.agencies["police"], name="Victim contact")
    cast.hire("vic", "police", "victim_contact", "victims")
    return cast


@pytest.fixture
def check(police: Cast) -> EligibilityCheck:
    """Leanne's arrest of 2 days ago, checked by Carl: eligible."""
    agency = police.agencies["police"]
    leanne = make.person(agency, "Leanne", "Purvis", date(1997, 10, 9))
    make.involvement(leanne, agency, kind="custody_check")
    make.address(leanne, agency, "12 Front Street, Crook", postcode="DL15 9AB", said_at=NOW)
    arrest = make.arrest(
        leanne, agency, at=NOW - timedelta(days=2), offence_code="TH68010", is_code_listed=True,
        offence_on=date(2026, 3, 2), source="import",
    )  # fmt: skip
    made = checking(police, arrest)
    assert made.result == "eligible"
    return made


def offering(cast: Cast, check: EligibilityCheck, who: str = "carl", **more: Any) -> SchemeCase:
    given: dict[str, Any] = {
        "offers": True,
        "rank": "sergeant",
        "reason": "",
        "victim": "ask",
        "team": cast.teams["checkpoint"],
        **more,
    }
    return decide_on_check(check=check, by=cast.opening(who, check.person), at=NOW, **given)


def agreeing(cast: Cast, case: SchemeCase, at: datetime = NOW, **more: Any) -> SchemeCase:
    by = cast.opening("carl", case.person, at)
    given: dict[str, Any] = {"understood": AGREED, "navigator": cast.staff["nadia"], **more}
    return accept_offer(case=case, by=by, at=at, **given)


def wishing(cast: Cast, check: EligibilityCheck, restorative: str = "yes") -> Victim:
    """Somebody who was harmed, as Vic recorded them, and what they wish."""
    view = VictimView.objects.get(arrest=check.arrest_id)
    by = cast.opening("vic", check.person)
    facts = VictimFacts("Bondgate Stores", "business", ("telephone",), telephone="01632 960 777")
    victim = record_victim(view=view, facts=facts, by=by, at=NOW)
    record_said(victim=victim, facts=SaidFacts(restorative, "yes", "", NOW, NOW), by=by, at=NOW)
    return victim


def running(cast: Cast, check: EligibilityCheck, at: datetime = NOW) -> SchemeCase:
    """A contract that Nadia signed with Leanne."""
    case = agreeing(cast, offering(cast, check), at)
    wishing(cast, check)
    by = cast.opening("nadia", check.person, at)
    harm = ConditionFacts("restorative", "Write to the shop", "The letter is sent")
    facts = ContractFacts(at.date(), (harm, ALCOHOL, WORK))
    draft_contract(case=case, facts=facts, by=by, at=at)
    sign_contract(case=SchemeCase.objects.get(pk=case.pk), how="read_aloud", by=by, at=at)
    return SchemeCase.objects.get(pk=case.pk)


def due_of(cast: Cast, who: str, at: datetime = NOW) -> list[tuple[str, datetime | None]]:
    rows = duties_of(by=cast.entering(who, at))
    return [(row.duty.removeprefix("schemes."), row.due) for row in rows if row.duty.startswith("schemes.")]


def test_an_offer_names_the_officer_and_rank_and_opens_the_work_of_the_team(
    police: Cast, check: EligibilityCheck
) -> None:
    case = offering(police, check)
    step = CaseStep.objects.get(case=case)
    assert (case.state, case.wish, case.index_on) == ("offered", "not_known", date(2026, 3, 2))
    assert (step.words, step.rank, step.recorded_by) == ("Checkpoint offered", "sergeant", police.staff["carl"].pk)
    assert case.involvement is not None
    assert (case.involvement.kind, case.involvement.team) == ("checkpoint", police.teams["checkpoint"])
    assert police.opening("sal", check.person).person == check.person_id
    event = AuditEvent.objects.get(what="schemes.decide_on_check")
    assert event.subjects == [check.person_id]


def test_another_way_than_the_list_is_an_inspectors_and_says_why(police: Cast, check: EligibilityCheck) -> None:
    by = police.opening("carl", check.person)
    refusing: dict[str, Any] = {"offers": False, "reason": "Already given two chances", "victim": "none", "team": None}
    with pytest.raises(Refused, match="Only an inspector or above who supervises") as met:
        decide_on_check(check=check, rank="inspector", by=by, at=NOW, **refusing)
    assert met.value.field == "offers"
    case = ask_supervisor(
        check=check, rank="sergeant", reason="Is this one for us?", team=police.teams["checkpoint"], by=by, at=NOW
    )
    assert due_of(police, "sal") == [("supervisor_asked", None)]
    assert due_of(police, "carl") == []
    sal = police.opening("sal", check.person)
    case = decide_on_check(check=check, case=case, rank="inspector", by=sal, at=NOW, **refusing)
    assert (case.state, case.closed_at) == ("not_offered", NOW)
    last = CaseStep.objects.filter(case=case).latest("id")
    assert (last.is_another_way, last.words) == (True, "Checkpoint not offered, another way than the list")
    assert case.involvement is not None
    assert Involvement.objects.get(pk=case.involvement_id).state == "ended"


def test_a_check_that_moved_is_not_offered_on_and_one_made_again_is_not_decided_on(
    police: Cast, check: EligibilityCheck
) -> None:
    make.involvement(check.person, police.agencies["probation"], legal_ground="court_order", team=police.teams["east"])
    with pytest.raises(Refused, match="Check again before you offer it"):
        offering(police, check)
    checking(police, check.arrest, replace(ALL_MET, hate="yes"), replaces=check.pk)
    with pytest.raises(Conflict, match="This check was made again"):
        offering(police, check)
    assert SchemeCase.objects.count() == 0


def test_agreeing_item_by_item_starts_the_clock_for_the_navigator_and_then_the_supervisor(
    police: Cast, check: EligibilityCheck
) -> None:
    case = offering(police, check)
    with pytest.raises(Refused, match="knows that not complying may lead to a charge"):
        agreeing(police, case, understood=AGREED[:2])
    agreeing(police, case, shares_with=[police.agencies["health"]])
    consent = Consent.objects.get(person=check.person)
    assert (consent.to_agency, consent.data_class) == (police.agencies["health"], "health")
    tomorrow = NOW + timedelta(hours=24)
    assert due_of(police, "nadia") == [("first_contact", tomorrow)]
    assert due_of(police, "sal") == []
    late = tomorrow + timedelta(minutes=1)
    assert due_of(police, "sal", late) == [("first_contact_late", tomorrow)]
    case.refresh_from_db()
    rung = {"involvement": case.involvement, "outcome": "attended_complied", "with_staff": police.staff["nadia"]}
    make.contact(check.person, police.agencies["police"], NOW + timedelta(hours=1), **rung)
    assert due_of(police, "nadia", late) == []
    assert due_of(police, "sal", late) == []


def test_declining_ends_the_work_and_asks_nothing_of_anybody(police: Cast, check: EligibilityCheck) -> None:
    case = decline_offer(
        case=offering(police, check), reason="Wants a court", by=police.opening("carl", check.person), at=NOW
    )
    assert (case.state, case.closed_at) == ("declined", NOW)
    assert due_of(police, "nadia") == due_of(police, "sal") == []
    with pytest.raises(NotFound):
        police.opening("sal", check.person)


def test_a_draft_is_changed_under_its_version_and_signed_as_it_was_read(police: Cast, check: EligibilityCheck) -> None:
    case = agreeing(police, offering(police, check))
    by = police.opening("nadia", check.person)
    with pytest.raises(Refused, match="Add a pathway condition or say why none is needed") as met:
        draft_contract(case=case, facts=ContractFacts(TODAY), by=by, at=NOW)
    assert met.value.field == "pathway_1"
    facts = ContractFacts(TODAY, (ALCOHOL,))
    draft = draft_contract(case=case, facts=facts, by=by, at=NOW)
    case.refresh_from_db()
    assert (draft.ends_on, case.wish, case.state) == (date(2026, 7, 13), "not_known", "accepted")
    draft_contract(case=case, facts=replace(facts, conditions=(ALCOHOL, WORK)), version=1, by=by, at=NOW)
    with pytest.raises(Conflict):
        draft_contract(case=case, facts=facts, version=1, by=by, at=NOW)
    with pytest.raises(Conflict, match="Someone else changed"):
        sign_contract(case=case, how="signed", version=1, by=by, at=NOW)
    signed = sign_contract(case=case, how="signed", version=2, by=by, at=NOW)
    rows = Condition.objects.filter(contract=signed).order_by("number").values_list("kind", "words")
    assert rows[0] == ("offending", "No new offence between 13 March 2026 and 13 July 2026")
    assert [kind for kind, _ in rows] == ["offending", "pathway", "work"]
    case.refresh_from_db()
    assert (case.state, case.ends_on, case.colour, case.runs_from) == (
        "on_contract",
        date(2026, 7, 13),
        "green",
        NOW,
    )


def test_a_signature_without_consent_is_refused(police: Cast, check: EligibilityCheck) -> None:
    case = make.scheme_case(check.person, police.agencies["police"], "accepted")
    make.contract(case, starts_on=TODAY, ends_on=date(2026, 7, 13), drafted=[])
    with pytest.raises(Refused, match="has not agreed to take part"):
        sign_contract(case=case, how="signed", by=police.opening("nadia", check.person), at=NOW)
    assert Condition.objects.count() == 0


def test_progress_counts_hours_come_from_the_ledger_and_a_rating_is_proposed_and_confirmed(
    police: Cast, check: EligibilityCheck
) -> None:
    case = running(police, check)
    later = NOW + timedelta(days=40)
    by = police.opening("nadia", check.person, later)
    alcohol = Condition.objects.get(contract__case=case, kind="pathway")
    for _ in range(2):
        progress = record_progress(condition=alcohol, amount=1, words="", happened_at=later, by=by, at=later)
    take_progress_back(progress=progress, by=by, at=later)
    told = {"involvement": case.involvement, "with_staff": police.staff["nadia"]}
    assert case.involvement is not None
    make.hours_line(case.involvement, 390)
    for days in (30, 35):
        make.contact(
            check.person, police.agencies["police"], NOW + timedelta(days=days), outcome="unacceptable_absence", **told
        )
    opened = open_case(case=case.pk, by=by, at=later)
    assert opened.contract is not None
    assert [one.count_words for one in opened.contract.conditions] == ["", "", "1 of 6 sessions", "6 of 18 hours"]
    assert opened.proposal is not None
    assert (opened.proposal.colour, opened.proposal.reasons) == (
        "amber",
        ("2 contacts missed in the last 4 weeks without an acceptable reason",),
    )
    with pytest.raises(Refused, match="another colour than the rule proposes"):
        rate_case(case=case, colour="green", words="", by=by, at=later)
    rated = rate_case(case=case, colour="amber", words="Mother in hospital", by=by, at=later)
    assert (rated.proposed, rated.colour) == ("amber", "amber")
    opened = open_case(case=case.pk, by=by, at=later)
    assert [(one.rating.colour, one.who) for one in opened.ratings] == [("amber", "Nadia"), ("green", "Nadia")]


def test_conditions_of_a_contract_that_runs_stand_in_compliance_and_hours_count_towards_them(
    police: Cast, check: EligibilityCheck
) -> None:
    case = running(police, check)
    assert case.involvement is not None
    make.hours_line(case.involvement, 390)
    works = compliance_by_work(check.person.pk, by=police.opening("nadia", check.person))
    (told,) = [one for one in works if one.demands]
    assert [one.words for one in told.demands][2:] == [
        "Alcohol: Sessions about alcohol. Done when: Attended 6 sessions",
        "Voluntary work: Voluntary work at the park. Done when: Hours in the register",
    ]
    assert told.hours is not None
    assert told.hours.words == "6 hours 30 minutes of 18 hours (36%), 11 hours 30 minutes left"
    assert not told.is_ordered
    assert {one.due_on for one in told.demands} == {case.ends_on}


def arresting(police: Cast, person: Person, at: datetime, **more: Any) -> Arrest:
    """The force records another arrest of somebody, known at the moment that it is recorded."""
    return make.arrest(person, police.agencies["police"], at=at - timedelta(hours=2), recorded_at=at, **more)


def test_a_new_arrest_is_a_duty_of_both_with_a_working_day_clock_until_it_is_decided_on(
    police: Cast, check: EligibilityCheck
) -> None:
    case = running(police, check)
    assert due_of(police, "nadia") == []
    saturday = datetime.fromisoformat("2026-05-02T11:00:00+01:00")
    arrest = arresting(police, check.person, saturday)
    make.arrest(check.person, police.agencies["police"], at=NOW - timedelta(days=300))
    tuesday = datetime.fromisoformat("2026-05-05T17:00:00+01:00")
    assert due_of(police, "nadia", saturday) == [("new_arrest", tuesday)]
    assert due_of(police, "sal", saturday) == [("new_arrest_decision", tuesday)]
    by = police.opening("nadia", check.person, saturday)
    assert arrest_alerts(check.person_id, by) == {
        "alerts": [
            {
                "words": "New arrest 2 May 2026 - decision due by Tue 5 May",
                "source": arrest.agency.short_name,
                "is_safety": False,
            }
        ]
    }
    with pytest.raises(NotPermitted):
        decide_case(case=case, decision="warn", rank="staff", reason="Told", arrest=arrest, by=by, at=saturday)
    sal = police.opening("sal", check.person, saturday)
    given: dict[str, Any] = {"rank": "inspector", "reason": "Denies it. No charge yet.", "by": sal, "at": saturday}
    decide_case(case=case, decision="warn", arrest=arrest, **given)
    assert due_of(police, "nadia", saturday) == due_of(police, "sal", saturday) == []
    with pytest.raises(Refused, match="decided on already"):
        decide_case(case=SchemeCase.objects.get(pk=case.pk), decision="warn", arrest=arrest, **given)


def test_an_arrest_that_a_joined_record_brings_counts_from_the_moment_of_joining(
    police: Cast, check: EligibilityCheck
) -> None:
    case = running(police, check)
    later = NOW + timedelta(days=20)
    lost = make.person(police.agencies["police"], "Leanne", "Pervis")
    arrest = arresting(police, check.person, NOW + timedelta(days=2))
    merge = make.merge(check.person, lost, at=later)
    make.merge_move(merge, arrest, holding="history.Arrest")
    late, duty = sorted(duties_of(by=police.entering("sal", later)), key=lambda row: row.duty)
    assert (late.duty, late.due) == ("restorative.late", datetime.fromisoformat("2026-03-20T17:00:00+00:00"))
    assert (duty.duty, duty.since, duty.record) == ("schemes.new_arrest_decision", later, arrest.pk)
    assert duty.due == datetime.fromisoformat("2026-04-07T17:00:00+01:00")
    assert case.pk


def test_ending_for_breach_lists_four_consequences_before_it_is_saved_and_keeps_them_after(
    police: Cast, check: EligibilityCheck
) -> None:
    case = running(police, check)
    by = police.opening("sal", check.person)
    listed = effects_of("schemes.decide_case", Considered(case, "breach"), by)
    assert len(listed) == 4
    assert listed[1] == (
        "Victim contact tells the victim what was decided, in the way they asked for, by Friday 20 March 2026."
    )
    ended = decide_case(case=case, decision="breach", rank="inspector", reason="Did not come", by=by, at=NOW)
    assert (ended.state, ended.closed_at) == ("not_complied", NOW)
    assert [one.kind for one in Consequence.objects.order_by("pk")] == ["file", "services", "exit"]
    nadia = [name for name, _ in due_of(police, "nadia")]
    assert nadia == ["follow", "follow", "follow"]
    told = [row.duty for row in duties_of(by=police.entering("vic"))]
    assert told.count("restorative.tell") == 3
    shown = open_case(case=case.pk, by=by, at=NOW).explained
    assert [(one.words, one.state.name) for one in shown] == [
        ("Checkpoint ended because it was not complied with", "due"),
        ("Checkpoint has started", "due"),
    ]
    by = police.opening("nadia", check.person)
    assert Involvement.objects.get(pk=case.involvement_id).state == "open"
    for one in Consequence.objects.filter(state="due"):
        settle_consequence(consequence=one, state="not_needed", words="Done before", by=by, at=NOW)
    assert Involvement.objects.get(pk=case.involvement_id).state == "ended"


def test_a_decision_is_undone_within_10_minutes_with_all_that_followed(police: Cast, check: EligibilityCheck) -> None:
    case = running(police, check)
    by = police.opening("sal", check.person)
    ended = decide_case(case=case, decision="breach", rank="inspector", reason="Did not come", by=by, at=NOW)
    late = NOW + timedelta(minutes=10)
    with pytest.raises(Refused, match="can be undone for 10 minutes"):
        undo_step(case=ended, by=by, at=late)
    soon = NOW + timedelta(minutes=9)
    back = undo_step(case=ended, by=by, at=soon)
    assert (back.state, back.closed_at) == ("on_contract", None)
    assert set(Consequence.objects.values_list("state", flat=True)) == {"undone"}
    assert list(DecisionToExplain.objects.order_by("pk").values_list("what", "state")) == [
        ("started", "due"),
        ("not_complied", "undone"),
    ]
    assert back.involvement is not None
    assert (back.involvement.state, back.involvement.lead) == ("open", police.staff["nadia"])
    assert police.opening("sal", check.person, soon).person == check.person_id


def test_a_contract_that_is_over_is_the_supervisors_from_the_day_after(police: Cast, check: EligibilityCheck) -> None:
    case = running(police, check)
    last = datetime.fromisoformat("2026-07-13T16:00:00+01:00")
    assert (due_of(police, "nadia", last)[0][0], due_of(police, "sal", last)) == ("contract_over", [])
    after = last + timedelta(days=1)
    assert [name for name, _ in due_of(police, "sal", after)] == ["contract_over_late"]
    arresting(police, check.person, after)
    listed = checkpoint_pipeline(by=police.entering("sal", after), at=after, stage="decision")
    assert [(row.case, row.has_new_arrest) for row in listed.rows] == [(case.pk, True)]


def test_completing_waits_for_the_last_day_every_condition_and_a_supervisor(
    police: Cast, check: EligibilityCheck
) -> None:
    case = running(police, check)
    by = police.opening("nadia", check.person)
    asked = ask_for_decision(case=case, decision="complete", reason="All but done", by=by, at=NOW)
    assert due_of(police, "sal") == [("decision_asked", None)]
    sal = police.opening("sal", check.person)
    given: dict[str, Any] = {"decision": "complete", "rank": "inspector", "reason": "All done"}
    with pytest.raises(Refused, match="The contract runs until Monday 13 July 2026"):
        decide_case(case=asked, by=sal, at=NOW, **given)
    last = NOW + timedelta(days=122)
    by, sal = (police.opening(who, check.person, last) for who in ("nadia", "sal"))
    with pytest.raises(Refused, match="Say first whether conditions 2, 3 and 4 are done"):
        decide_case(case=asked, by=sal, at=last, **given)
    for one in Condition.objects.exclude(kind="offending"):
        settle_condition(condition=one, state="done", words="Seen", by=by, at=last)
    done = decide_case(case=asked, by=sal, at=last, **given)
    assert done.state == "completed"
    card = case_card(check.person_id, police.opening("carl", check.person, last))
    assert card is not None
    drawn = render_to_string("schemes/case_card.html", {**card, "here": "/people/P-0000-00/"})
    assert "Follow-up: month 4 of 24, counted to 2 March 2028." in drawn
    assert "No proven offence found so far, and no arrest" in drawn
    after = last + timedelta(days=30)
    make.offence(check.person, police.agencies["police"], committed_on=date(2026, 8, 1), recorded_at=after)
    card = case_card(check.person_id, police.opening("carl", check.person, after))
    assert card is not None
    assert card["cases"][0]["follow_up"].found == "1 proven offence found, and no arrest"


def test_a_contract_is_extended_once_and_its_days_are_safe_at_the_end_of_a_month(
    police: Cast, check: EligibilityCheck
) -> None:
    case = running(police, check)
    by = police.opening("sal", check.person)
    given: dict[str, Any] = {"decision": "extend", "rank": "inspector", "reason": "Was in hospital", "by": by}
    case = decide_case(case=case, at=NOW, **given)
    assert (case.ends_on, case.extended) == (date(2026, 8, 13), 1)
    assert Contract.objects.get(case=case).ends_on == date(2026, 8, 13)
    with pytest.raises(Refused, match="extended once and no more"):
        decide_case(case=case, at=NOW, **given)
    case = undo_step(case=case, by=by, at=NOW)
    assert (case.ends_on, case.extended, Contract.objects.get(case=case).ends_on) == (
        date(2026, 7, 13),
        0,
        date(2026, 7, 13),
    )


def test_two_supervisors_at_once_make_one_decision(police: Cast, check: EligibilityCheck) -> None:
    case = running(police, check)
    by = police.opening("sal", check.person)
    given: dict[str, Any] = {"rank": "inspector", "reason": "Seen", "by": by, "at": NOW}
    decide_case(case=case, decision="warn", version=case.version, **given)
    with pytest.raises(Conflict):
        decide_case(case=case, decision="breach", version=case.version, **given)
    assert Consequence.objects.count() == 0


def test_who_may_not_or_does_not_see_is_refused_as_if_nothing_were_there(police: Cast, check: EligibilityCheck) -> None:
    case = running(police, check)
    make.involvement(check.person, police.agencies["probation"], team=police.teams["east"], lead=police.staff["priya"])
    tom = police.opening("tom", check.person)
    assert open_case(case=case.pk, by=tom, at=NOW).is_ours is False
    with pytest.raises(NotFound):
        decide_case(case=case, decision="warn", rank="staff", reason="Why", by=tom, at=NOW)
    with pytest.raises(NotPermitted):
        offering(police, check, "nadia")
    with pytest.raises(NotFound):
        open_case(case=case.pk, by=police.opening("priya"), at=NOW)
    with pytest.raises(NotFound):
        case_address(case=case.pk, by=police.entering("tom"))
    assert case_address(case=case.pk, by=police.entering("sal"))[1] == case.pk


def test_the_pipeline_counts_each_stage_and_pages_by_the_day_that_matters(
    police: Cast, check: EligibilityCheck
) -> None:
    agency = police.agencies["police"]
    for number in range(27):
        person = make.person(agency, f"Person{number:02d}", "Contract")
        work = make.involvement(person, agency, kind="checkpoint", team=police.teams["checkpoint"])
        make.scheme_case(
            person, agency, "on_contract", involvement=work, colour="amber",
            ends_on=date(2026, 4, 1) + timedelta(days=number),
        )  # fmt: skip
    by = police.entering("nadia")
    page = checkpoint_pipeline(by=by, at=NOW)
    assert page.counts == {
        "requested": 0, "offer": 1, "assessment": 0, "contract": 27, "decision": 0, "closed": 0,
    }  # fmt: skip
    assert [row.ends_on for row in page.rows[:2]] == [date(2026, 4, 1), date(2026, 4, 2)]
    assert page.rows[0].colour == "Amber"
    rest = checkpoint_pipeline(by=by, at=NOW, after=page.after)
    assert [row.ends_on for row in rest.rows] == [date(2026, 4, 26), date(2026, 4, 27)]
    assert rest.after == 0
    offering(police, check)
    offer = checkpoint_pipeline(by=by, at=NOW, stage="offer")
    assert [(row.person.listed, row.state) for row in offer.rows] == [("Purvis, Leanne", "Offered")]
    assert (offer.funnel.checked, offer.funnel.offered, offer.funnel.signed) == (1, 1, 0)
    with pytest.raises(NotPermitted):
        checkpoint_pipeline(by=police.entering("priya"), at=NOW)


def test_needs_count_as_asked_since_the_offer_and_suggest_what_the_contract_answers(
    police: Cast, check: EligibilityCheck
) -> None:
    case = agreeing(police, offering(police, check))
    by = police.opening("nadia", check.person)
    before = make.needs_assessment(check.person, police.agencies["police"], NOW.date() - timedelta(days=30))
    make.need_answer(before, "money", "some")
    assert [one.answers for one in case_needs(case=case, by=by).suggested] == ["Money"]
    assert case_needs(case=case, by=by).asked_on is None
    today = make.needs_assessment(check.person, police.agencies["police"], NOW.date())
    make.need_answer(today, "money", "none")
    make.need_answer(today, "substances", "high", own_view="help")
    with CaptureQueriesContext(connection) as asked:
        needs = case_needs(case=case, by=by)
    assert (len(asked), needs.asked_on, [one.answers for one in needs.suggested]) == (
        2,
        NOW.date(),
        ["Alcohol or Drugs"],
    )


def test_whom_to_ring_about_a_need_goes_by_kind_and_where_agencies_work(police: Cast, check: EligibilityCheck) -> None:
    case, here = agreeing(police, offering(police, check)), make.area(name="Wearside")
    asked = make.needs_assessment(check.person, police.agencies["police"], NOW.date())
    make.need_answer(asked, "accommodation", "high")
    police.agencies["police"].areas.add(here)
    told = {
        "Near Homes": {"telephone": "01632 960 100", "at": [here]},
        "Everywhere Homes": {"at": []},
        "Far Homes": {"at": [make.area(name="Faraway")]},
        "Gone Homes": {"at": [], "until_on": NOW.date() - timedelta(days=1)},
    }
    for name, more in told.items():
        areas = more.pop("at")
        make.agency("housing", name, **more).areas.set(areas)
    needs = case_needs(case=case, by=police.opening("nadia", check.person))
    ring = [one.words for one in needs.helping(needs.suggested[0])]
    assert ("Near Homes, 01632 960 100" in ring, "Everywhere Homes" in ring) == (True, True)
    assert not {"Far Homes", "Gone Homes"} & set(ring)


def test_each_card_takes_one_statement_and_a_case_few(police: Cast, check: EligibilityCheck) -> None:
    case = running(police, check)
    by = police.opening("nadia", check.person)
    for name in ("schemes.case", "schemes.arrests"):
        with CaptureQueriesContext(connection) as asked:
            HOUSE.cards[name].load(check.person_id, by)
        assert len(asked) == 1, name
    with CaptureQueriesContext(connection) as asked:
        open_case(case=case.pk, by=by, at=NOW)
    assert len(asked) <= 14
