"""Scores worked out from the record and kept with every input, scores from outside beside them, and nothing guessed."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from desistance.assessment.actions.scores import record_outside_score, record_score, withdraw_score
from desistance.assessment.models import Score
from desistance.assessment.queries.scores import facts_for_scores, score_seen, score_sheet, scores_of
from desistance.assessment.rules.scores import OutsideFacts
from desistance.audit.models import AuditEvent
from desistance.foundation.decisions import NotFound, NotPermitted, Refused
from desistance.foundation.register import HOUSE
from tests import factories as make
from tests.cast import Cast

TODAY = make.NOW.date()
OUTSIDE = OutsideFacts("ARP", "2026", "dynamic", "1.0", "OASys", date(2026, 2, 2), Decimal("42.50"), None, "low")


@pytest.fixture
def kyle(cast: Cast, looking: None) -> Cast:
    """Kyle has a birth date and sex on record, two convictions, one of them for burglary, and an order that runs."""
    probation = cast.agencies["probation"]
    make.birth_date(cast.kyle, probation, born=date(1998, 6, 24))
    make.equality(cast.kyle, probation, kind="sex", value="male")
    for code, committed, given, kind in (
        ("TH68007", date(2022, 3, 14), date(2022, 5, 9), "imprisonment"),
        ("TH68036", date(2025, 8, 17), date(2025, 11, 3), "community_order"),
    ):
        offence = make.offence(cast.kyle, probation, offence_code=code, committed_on=committed)
        make.disposal(offence, kind=kind, given_on=given)
    make.order(cast.kyle, probation, made_on=date(2025, 11, 3))
    return cast


def work(cast: Cast, predictor: str = "ARP", **more: Any) -> Score:
    told: dict[str, Any] = {"generation": "2026", "scored_on": TODAY, "answers": {}, **more}
    return record_score(person=cast.kyle, predictor=predictor, by=cast.opening("priya"), at=make.NOW, **told)


def test_a_score_is_kept_with_every_input_its_source_and_its_day(kyle: Cast) -> None:
    kept = work(kyle)
    assert (kept.variant, kept.percent, kept.band, kept.model_version, kept.system) == (
        "static",
        Decimal("24.20"),
        "low",
        "1.0",
        "",
    )
    told = {one["name"]: one for one in kept.inputs}
    assert told["dateOfBirth"]["words"] == "24 June 1998"
    assert told["dateOfBirth"]["source"] == "Durham probation"
    assert told["currentOffenceCode"]["value"] == "02800"
    assert "from its code TH68036" in told["currentOffenceCode"]["source"]
    assert told["totalNumberOfSanctionsForAllOffences"]["words"] == "2"
    assert "commit 016919c" in kept.rule_source
    event = AuditEvent.objects.get(what="assessment.record_score")
    assert (event.category, event.subjects) == ("collection", [kyle.kyle.pk])


def test_answers_make_it_dynamic_and_are_carried_over_with_their_day(kyle: Cast) -> None:
    answers = {
        "suitabilityOfAccommodation": "SIGNIFICANT_PROBLEMS",
        "isUnemployed": True,
        "currentRelationshipWithPartner": "NO_PROBLEMS",
        "evidenceOfDomesticAbuse": False,
        "currentRelationshipStatus": "NOT_IN_RELATIONSHIP",
        "regularOffendingActivities": "SOME_PROBLEMS",
        "currentAlcoholUseProblems": "SIGNIFICANT_PROBLEMS",
        "excessiveAlcoholUse": "NO_PROBLEMS",
        "impulsivityProblems": "NO_PROBLEMS",
        "proCriminalAttitudes": "NO_PROBLEMS",
    }
    kept = work(kyle, answers=answers, scored_on=TODAY)
    assert kept.variant == "dynamic"
    assert [one["words"] for one in kept.changes][:1] == ["If “Suitability of accommodation” were “No problems”"]
    assert {one["source"] for one in kept.inputs if one["kind"] == "answer"} == {"answered by Priya, Durham probation"}
    sheet = score_sheet(
        kyle.kyle.pk, predictor="VRP", generation="2026", scored_on=TODAY, answers={}, by=kyle.opening("tom")
    )
    assert sheet.before["isUnemployed"].value is True
    assert sheet.before["isUnemployed"].on == TODAY


def test_a_person_with_no_history_has_no_score_and_the_reason_is_given(cast: Cast, looking: None) -> None:
    make.birth_date(cast.kyle, cast.agencies["probation"], born=date(1998, 6, 24))
    with pytest.raises(Refused) as refused:
        work(cast)
    assert str(refused.value.words).startswith(
        "This score cannot be worked out. Not on record: date of the current conviction"
    )
    assert not Score.objects.exists()


def test_an_unknown_offence_code_a_future_day_and_an_unasked_answer_are_refused_in_words(kyle: Cast) -> None:
    probation = kyle.agencies["probation"]
    offence = make.offence(kyle.kyle, probation, offence_code="99998")
    make.disposal(offence, kind="fine", given_on=date(2026, 1, 9))
    with pytest.raises(Refused, match="The predictors do not know the offence code of the current offence"):
        work(kyle)
    with pytest.raises(Refused, match="The day of the score must be today or in the past"):
        work(kyle, scored_on=date(2026, 3, 14))
    with pytest.raises(Refused, match="is not asked for"):
        work(kyle, answers={"dateOfBirth": date(1990, 1, 1)})
    assert work(kyle, scored_on=date(2026, 1, 1)).percent is not None  # the fine came later and is not counted


def test_facts_that_do_not_agree_are_told_and_none_is_hidden_in_the_sum(kyle: Cast) -> None:
    make.birth_date(kyle.kyle, kyle.agencies["police"], born=date(1998, 6, 26))
    told = facts_for_scores(kyle.kyle.pk, on=TODAY, by=kyle.opening("priya"))
    assert any(note.startswith("Agencies differ on the date of birth: ") for note in told.notes)


def test_a_score_from_outside_stands_beside_and_says_so(kyle: Cast) -> None:
    work(kyle)
    by = kyle.opening("priya")
    kept = record_outside_score(person=kyle.kyle, facts=OUTSIDE, by=by, at=make.NOW)
    shown = scores_of(kyle.kyle.pk, by=kyle.opening("tom"))
    assert {(one.origin, one.result, one.band) for one in shown.latest} == {
        ("Worked out here", "24.20%", "Low"),
        ("Worked out by OASys", "42.50%", "Low"),
    }
    assert score_seen(kept.pk, by=kyle.opening("tom")).author == "Priya"


def test_a_judgement_that_differs_needs_its_reason(kyle: Cast) -> None:
    with pytest.raises(Refused, match="Enter why you judge it differently"):
        work(kyle, judgement="higher")
    kept = work(kyle, judgement="higher", judgement_reason="New partner with children, not in the formula")
    assert kept.judgement_reason.startswith("New partner")


def test_who_may_not_works_nothing_out_and_sees_only_what_is_shared(kyle: Cast) -> None:
    make.involvement(kyle.kyle, kyle.agencies["housing"], kind="housing_support", team=kyle.teams["tenancy"])
    kept = work(kyle)
    with pytest.raises(NotPermitted):
        record_score(
            person=kyle.kyle,
            predictor="ARP",
            generation="2026",
            scored_on=TODAY,
            answers={},
            by=kyle.opening("dan"),
            at=make.NOW,
        )
    assert scores_of(kyle.kyle.pk, by=kyle.opening("dan")).scores == ()
    with pytest.raises(NotFound):
        score_seen(kept.pk, by=kyle.opening("dan"))


def test_a_score_is_taken_back_by_its_agency_with_a_reason_and_once(kyle: Cast) -> None:
    kept = work(kyle)
    by = kyle.opening("priya")
    with pytest.raises(Refused, match="Enter why it is taken back"):
        withdraw_score(score=kept, reason=" ", by=by, at=make.NOW)
    withdraw_score(score=kept, reason="Wrong person", by=by, at=make.NOW)
    with pytest.raises(Refused, match="taken back already"):
        withdraw_score(score=kept, reason="Wrong person", by=by, at=make.NOW)
    assert scores_of(kyle.kyle.pk, by=by).scores == ()


def test_the_overview_names_each_newest_score_once_in_one_statement_and_never_a_sensitive_one(kyle: Cast) -> None:
    probation = kyle.agencies["probation"]
    make.score(kyle.kyle, probation, "OPD", percent=None, outcome="Screened out", band="")
    make.score(kyle.kyle, probation, percent=Decimal(50), band="medium", scored_on=date(2025, 1, 1), at=make.LONG_AGO)
    make.score(kyle.kyle, probation)
    by = kyle.opening("tom")
    with CaptureQueriesContext(connection) as asked:
        told = HOUSE.cards["assessment.scores"].load(kyle.kyle.pk, by)
    assert len(asked) == 1
    assert told is not None
    assert [(row["title"], row["result"]) for row in told["scores"]] == [("All Reoffending Predictor (ARP)", "42.50%")]


def test_statements_do_not_grow_with_history(kyle: Cast) -> None:
    def statements() -> int:
        by = kyle.opening("priya")
        with CaptureQueriesContext(connection) as asked:
            facts_for_scores(kyle.kyle.pk, on=TODAY, by=by)
            scores_of(kyle.kyle.pk, by=by)
        return len(asked)

    before = statements()
    for year in range(2005, 2020):
        offence = make.offence(kyle.kyle, kyle.agencies["probation"], committed_on=date(year, 1, 1))
        make.disposal(offence, kind="fine", given_on=date(year, 2, 1))
        make.score(kyle.kyle, kyle.agencies["probation"], scored_on=date(year, 3, 1))
    assert statements() == before
