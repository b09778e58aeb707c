"""Checks of Checkpoint: kept as they were made, replaced and never rewritten, seen by those who may, told nowhere else."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.db import connection
from django.template.loader import render_to_string
from django.test.utils import CaptureQueriesContext

from desistance.audit.models import AuditEvent
from desistance.foundation.decisions import Conflict, NotFound, NotPermitted, Refused
from desistance.foundation.models import Revision
from desistance.foundation.register import HOUSE
from desistance.foundation.rulesets import RuleSet
from desistance.history.models import Arrest
from desistance.schemes.actions.checks import check_checkpoint, confirm_address
from desistance.schemes.models import EligibilityCheck
from desistance.schemes.queries import checks as questions
from desistance.schemes.queries.checks import arrests_to_check, checkpoint_card, open_check, rank_of
from desistance.schemes.queries.recorded import arrest_of
from desistance.schemes.rules.checkpoint.facts import Answers
from desistance.schemes.terms.checkpoint import CHECKPOINT_RULES
from desistance.schemes.terms.checks import Result
from tests import factories as make
from tests.cast import Cast

NOW = make.NOW
TODAY = NOW.date()
ALL_MET = Answers(
    admission="admitted",
    offence_in_area="yes",
    hate="no",
    domestic="none",
    co_accused="no",
    order="no",
    bail="no",
    earlier="0",
)


@pytest.fixture
def arrested(cast: Cast, looking: None) -> Arrest:
    """Somebody whom only the police work with, arrested 2 days ago; their address was said 14 months ago."""
    police = cast.agencies["police"]
    leanne = make.person(police, "Leanne", "Purvis", date(1997, 10, 9))
    make.involvement(leanne, police, kind="custody_check")
    said = {"postcode": "DL15 9AB", "said_at": NOW - timedelta(days=430), "from_on": date(2025, 1, 8)}
    make.address(leanne, police, "12 Front Street, Crook", **said)
    return make.arrest(
        leanne, police, at=NOW - timedelta(days=2), offence_code="TH68010", is_code_listed=True,
        offence_on=date(2026, 3, 2), source="import",
    )  # fmt: skip


def checking(cast: Cast, arrest: Arrest, answers: Answers = ALL_MET, **more: object) -> EligibilityCheck:
    by = cast.opening("carl", arrest.person)
    given = {"arrest": arrest, "answers": answers, "rank": "sergeant", "by": by, "at": NOW, **more}
    return check_checkpoint(**given)  # type: ignore[arg-type]


def test_a_check_keeps_facts_version_findings_result_officer_and_rank(cast: Cast, arrested: Arrest) -> None:
    made = checking(cast, arrested)
    assert (made.result, made.rules_name, made.rules_version) == ("cannot_tell", "Checkpoint eligibility", 3)
    assert (made.by_staff, made.rank, made.at, made.agency_id) == (
        cast.staff["carl"].pk,
        "sergeant",
        NOW,
        arrested.agency_id,
    )
    assert made.facts["answers"]["by"] == "Carl"
    assert made.facts["lives"]["words"] == "12 Front Street, Crook"
    assert made.findings[0]["evidence"] == "12 Front Street, Crook. Last confirmed 14 months ago"
    assert made.summary == "Cannot tell yet: 11 met, 0 not met, 1 cannot tell. Version 3 of the rules"
    event = AuditEvent.objects.get(what="schemes.check_checkpoint")
    assert (event.category, event.subjects, event.staff) == ("collection", [arrested.person_id], cast.staff["carl"].pk)


def test_confirming_the_address_makes_another_check_and_leaves_the_first_readable(cast: Cast, arrested: Arrest) -> None:
    first = checking(cast, arrested)
    by = cast.opening("carl", arrested.person)
    second = confirm_address(arrest=arrested, rank="sergeant", by=by, at=NOW, replaces=first.pk)
    first.refresh_from_db()
    assert (first.state, first.result, second.state, second.result) == (
        "replaced",
        "cannot_tell",
        "current",
        "eligible",
    )
    assert second.facts["answers"]["confirmed"] == "12 Front Street, Crook"
    opened = open_check(person=arrested.person_id, arrest=arrested.pk, by=by, at=NOW)
    assert [check.is_current for check in opened.checks] == [True, False]
    assert opened.current is not None
    assert (opened.current.made_by, opened.current.rank, opened.has_moved) == ("Carl", "Sergeant", False)
    assert Revision.objects.get(holding="schemes.EligibilityCheck", record_id=first.pk).values["state"] == "current"


def test_a_confirmation_stays_its_officers_word_when_answers_change(cast: Cast, arrested: Arrest) -> None:
    first = checking(cast, arrested, confirms_address=True)
    later = checking(cast, arrested, replace(ALL_MET, hate="yes"), replaces=first.pk)
    assert later.result == "not_eligible"
    assert later.facts["answers"]["confirmed_by"] == "Carl"
    home = next(one for one in later.findings if one["criterion"] == "residence")
    assert (home["answer"], home["dated"]) == ("met", TODAY.isoformat())


def test_two_officers_at_once_meet_a_conflict_and_make_one_check(cast: Cast, arrested: Arrest) -> None:
    first = checking(cast, arrested)
    with pytest.raises(Conflict, match="Someone else checked this arrest") as met:
        checking(cast, arrested, replace(ALL_MET, hate="yes"))
    assert met.value.versions.version == first.pk
    assert (met.value.versions.theirs["hate"], met.value.versions.mine["hate"]) == ("no", "yes")
    assert EligibilityCheck.objects.count() == 1


def test_rules_that_change_later_change_no_kept_check_and_the_page_says_that_they_moved(
    cast: Cast, arrested: Arrest, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = checking(cast, arrested, confirms_address=True)
    kept = list(made.findings)
    criteria = tuple((name, {**values, "months": 0}) for name, values in CHECKPOINT_RULES[2].criteria)
    stricter = RuleSet("Checkpoint eligibility", 4, TODAY, None, "a later page", {}, criteria)
    monkeypatch.setattr(questions, "rules_for", lambda series, agency, on: stricter)
    opened = open_check(person=arrested.person_id, arrest=arrested.pk, by=cast.opening("carl", arrested.person), at=NOW)
    assert opened.current is not None
    assert (opened.current.weighing.result, opened.current.rules_version) == (Result.ELIGIBLE, 3)
    assert (opened.today.result, opened.rules.version, opened.has_moved) == (Result.NOT_ELIGIBLE, 4, True)
    made.refresh_from_db()
    assert made.findings == kept


def test_a_check_moves_when_the_offence_grows_too_old(cast: Cast, arrested: Arrest) -> None:
    checking(cast, arrested, confirms_address=True)
    later = NOW + timedelta(days=90)
    opened = open_check(
        person=arrested.person_id, arrest=arrested.pk, by=cast.opening("carl", arrested.person, later), at=later
    )
    assert (opened.has_moved, opened.today.because) == (True, ("the offence is 3 months old or more",))


def test_supervision_on_record_counts_though_the_officer_found_none(cast: Cast, arrested: Arrest) -> None:
    make.involvement(arrested.person, cast.agencies["probation"], legal_ground="court_order", team=cast.teams["east"])
    made = checking(cast, arrested)
    order = next(one for one in made.findings if one["criterion"] == "order")
    assert order["answer"] == "not_met"
    assert "Carl found none" in order["evidence"]


def test_an_address_that_only_its_agency_may_see_is_not_quoted(cast: Cast, arrested: Arrest) -> None:
    refuge = {"data_class": "confidential_address", "said_at": NOW, "kind": "main"}
    make.address(arrested.person, cast.agencies["charity"], "9 Hidden Lane, Durham", **refuge)
    made = checking(cast, arrested)
    assert "Hidden Lane" not in str(made.facts)


def test_before_any_answer_nothing_is_stored_and_the_list_says_what_is_known(cast: Cast, arrested: Arrest) -> None:
    opened = open_check(person=arrested.person_id, arrest=arrested.pk, by=cast.opening("carl", arrested.person), at=NOW)
    assert (opened.current, opened.today.result) == (None, Result.CANNOT_TELL)
    assert EligibilityCheck.objects.count() == 0


def order_on_record(cast: Cast, arrest: Arrest) -> tuple[str, str, str | None]:
    """How the criterion of orders was answered, on what evidence and by whose word."""
    current = EligibilityCheck.objects.filter(arrest=arrest, state="current").first()
    made = checking(cast, arrest, replaces=current.pk if current else 0)
    found = next(one for one in made.findings if one["criterion"] == "order")
    return found["answer"], found["evidence"], found["source"]


def test_an_order_that_stands_on_the_day_is_not_met_whatever_was_answered(cast: Cast, arrested: Arrest) -> None:
    probation, leanne = cast.agencies["probation"], arrested.person
    assert order_on_record(cast, arrested)[0] == "met"  # nothing is on record, and the officer found none
    make.order(leanne, probation, made_on=date(2025, 3, 3), ends_on=TODAY - timedelta(days=1))
    make.order(leanne, probation, number="2", state="mistaken", end_reason="Another person")
    make.order(leanne, probation, number="3", state="ended", ended_on=date(2026, 1, 5), end_reason="Done")
    assert order_on_record(cast, arrested)[0] == "met"
    standing = make.order(leanne, probation, "licence", date(2026, 1, 5), ends_on=TODAY)
    answer, evidence, source = order_on_record(cast, arrested)
    assert (answer, evidence) == ("not_met", "Licence since 5 January 2026. Carl found none")
    assert source == f"{probation.short_name}, entered by a worker"
    make.hidden_entry(leanne, standing, cast.agencies["police"], holding="sentences.Order")
    assert order_on_record(cast, arrested)[0] == "met"


def test_a_page_of_a_check_takes_few_statements(cast: Cast, arrested: Arrest) -> None:
    checking(cast, arrested)
    by = cast.opening("carl", arrested.person)
    with CaptureQueriesContext(
        connection,
    ) as asked:
        open_check(person=arrested.person_id, arrest=arrested.pk, by=by, at=NOW)
    assert len(asked) <= 9


def test_who_may_not_check_is_refused_and_who_may_not_see_finds_nothing(cast: Cast, arrested: Arrest) -> None:
    make.involvement(arrested.person, cast.agencies["probation"], team=cast.teams["east"], lead=cast.staff["priya"])
    given = {"arrest": arrested, "answers": ALL_MET, "rank": "sergeant", "at": NOW}
    with pytest.raises(NotPermitted):
        check_checkpoint(by=cast.opening("priya", arrested.person), **given)  # type: ignore[arg-type]
    with pytest.raises(Refused, match="Only the force that recorded this arrest"):
        check_checkpoint(by=cast.opening("tom", arrested.person), **given)  # type: ignore[arg-type]
    with pytest.raises(NotFound):
        check_checkpoint(by=cast.entering("carl"), **given)  # type: ignore[arg-type]
    make.involvement(cast.kyle, cast.agencies["police"], kind="custody_check")
    with pytest.raises(NotFound):
        arrest_of(person=cast.kyle.pk, arrest=arrested.pk, by=cast.opening("carl"))
    assert EligibilityCheck.objects.count() == 0


def test_a_check_is_refused_that_has_no_rank_or_confirms_an_address_that_is_not_there(
    cast: Cast, arrested: Arrest
) -> None:
    with pytest.raises(Refused, match="Choose your rank"):
        checking(cast, arrested, rank="")
    with pytest.raises(Refused, match="Answer the questions first"):
        confirm_address(arrest=arrested, rank="sergeant", by=cast.opening("carl", arrested.person), at=NOW, replaces=0)
    bare = make.person(cast.agencies["police"], "Sam", "Bare")
    make.involvement(bare, cast.agencies["police"], kind="custody_check")
    with pytest.raises(Refused, match="No address is on record"):
        checking(cast, make.arrest(bare, cast.agencies["police"], at=NOW), confirms_address=True)


def test_the_card_tells_the_latest_check_in_one_statement_and_is_left_out_without_an_arrest(
    cast: Cast, arrested: Arrest
) -> None:
    by = cast.opening("carl", arrested.person)
    checking(cast, arrested, confirms_address=True)
    card = HOUSE.cards["schemes.checkpoint"]
    with CaptureQueriesContext(connection) as asked:
        content = card.load(arrested.person_id, by)
    assert content is not None
    assert len(asked) == 1
    drawn = render_to_string(card.template, {**content, "here": "/people/P-0000-00/"})
    assert "Eligible" in drawn
    assert f"/people/P-0000-00/checkpoint/{arrested.pk}/" in drawn
    make.involvement(cast.kyle, cast.agencies["police"], kind="custody_check")
    assert checkpoint_card(cast.kyle.pk, cast.opening("carl")) is None


def test_someone_who_sees_the_check_and_may_not_make_one_gets_no_link(cast: Cast, arrested: Arrest) -> None:
    make.involvement(arrested.person, cast.agencies["probation"], team=cast.teams["east"], lead=cast.staff["priya"])
    checking(cast, arrested)
    content = checkpoint_card(arrested.person_id, cast.opening("priya", arrested.person))
    assert content is not None
    drawn = render_to_string("schemes/checkpoint_card.html", {**content, "here": "/people/P-0000-00/"})
    assert "href" not in drawn
    assert "Not eligible" in drawn or "Cannot tell yet" in drawn


def test_arrests_to_check_are_the_agencys_own_of_3_months_unchecked_first(cast: Cast, arrested: Arrest) -> None:
    police = cast.agencies["police"]
    other = make.person(police, "Dean", "Hartley")
    make.involvement(other, police, kind="custody_check")
    unchecked = make.arrest(other, police, at=NOW - timedelta(days=9))
    make.arrest(other, police, at=NOW - timedelta(days=100))
    make.arrest(cast.kyle, police, at=NOW)
    checking(cast, arrested)
    rows = arrests_to_check(by=cast.entering("carl"), at=NOW)
    assert [(row.id, row.result) for row in rows] == [(unchecked.pk, None), (arrested.pk, Result.CANNOT_TELL)]
    assert rows[0].person.listed == "Hartley, Dean"
    with pytest.raises(NotPermitted):
        arrests_to_check(by=cast.entering("priya"), at=NOW)


def test_the_rank_is_that_of_the_officers_own_last_check(cast: Cast, arrested: Arrest) -> None:
    assert rank_of(by=cast.entering("carl")) == ""
    checking(cast, arrested, rank="inspector")
    assert rank_of(by=cast.entering("carl")) == "inspector"
    assert rank_of(by=cast.entering("rob")) == ""
