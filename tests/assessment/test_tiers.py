"""The tier on the Risk tab and in the banner, and what its standards ask of workers: events, MAPPA, contact."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from desistance.assessment.queries.tiers import tier_bands, tier_of
from desistance.desk.queries.duties import asked_of_others, duties_of
from desistance.foundation.register import HOUSE
from desistance.sentences.models import Order
from tests import factories as make
from tests.cast import Cast


@pytest.fixture
def kyle(cast: Cast, looking: None) -> Cast:
    """Kyle is on an order, with both scores and a review of risk; police work with him too."""
    probation = cast.agencies["probation"]
    order = make.order(cast.kyle, probation, made_on=date(2026, 1, 5), tier="B2")
    make.requirement(order, "rehabilitation_activity")
    make.risk_review(cast.kyle, probation, review_on=date(2026, 6, 20))
    make.involvement(cast.kyle, cast.agencies["police"], kind="police_management", lead=cast.staff["rob"])
    return cast


def scored(cast: Cast) -> None:
    probation = cast.agencies["probation"]
    make.score(cast.kyle, probation)
    make.score(cast.kyle, probation, "CSRP", percent=Decimal("3.10"), band="high")


def banner(cast: Cast, who: str) -> object:
    return HOUSE.cards["assessment.tier"].load(cast.kyle.pk, cast.opening(who))


def due(cast: Cast, who: str) -> list[str]:
    names = ("assessment.event", "assessment.mappa_due", "assessment.contact_behind")
    return [row.words for row in duties_of(by=cast.entering(who)) if row.duty in names]


def test_the_tier_as_stated_stands_until_it_can_be_worked_out(kyle: Cast) -> None:
    assert banner(kyle, "priya") == {"facts": [{"label": "Tier, as stated", "value": "B2"}]}
    scored(kyle)
    assert banner(kyle, "priya") == {"facts": [{"label": "Tier, worked out here", "value": "C"}]}
    told = tier_of(kyle.kyle.pk, by=kyle.opening("tom"))
    assert (told.tier, told.version2) == ("C", "C2")
    assert told.steps[0].words == ("All Reoffending Predictor 42.50% with Combined Serious Reoffending Predictor 3.10%")


def test_the_tier_is_one_statement_however_long_the_record(kyle: Cast) -> None:
    scored(kyle)
    for year in range(2005, 2015):
        offence = make.offence(kyle.kyle, kyle.agencies["probation"], offence_code="01908")
        make.disposal(offence, given_on=date(year, 3, 3))
    by = kyle.opening("priya")
    with CaptureQueriesContext(connection) as asked:
        told = tier_of(kyle.kyle.pk, by=by)
    assert len(asked) == 1
    assert told.steps[-1].words == "Has committed a sexual offence"


def test_facts_that_stand_for_registrations_and_needs_are_read_with_their_source_as_far_as_the_reader_may_see(
    kyle: Cast,
) -> None:
    probation, police = kyle.agencies["probation"], kyle.agencies["police"]
    scored(kyle)
    answer = {
        "name": "evidenceOfDomesticAbuse",
        "value": True,
        "words": "Yes",
        "source": "answered by Priya",
        "on": None,
    }
    make.score(kyle.kyle, probation, "VRP", system="", inputs=[answer, {**answer, "name": "isUnemployed"}])
    make.disposal(make.offence(kyle.kyle, police, offence_code="00865"), given_on=date(2024, 5, 6))
    make.involvement(kyle.kyle, police, kind="iom", from_at=make.LONG_AGO)
    make.alert(kyle.kyle, kyle.agencies["housing"], kind="self_harm")
    make.alert(kyle.kyle, probation, kind="staff")
    make.risk_review(kyle.kyle, probation, made_on=date(2026, 2, 2), levels={"children_community": "high"})
    assessed = make.needs_assessment(kyle.kyle, probation)
    for pathway in ("accommodation", "work", "health"):
        make.need_answer(assessed, pathway)
    told = tier_of(kyle.kyle.pk, by=kyle.opening("priya"))
    found = {one.label: (one.words, one.source, one.on) for one in told.inputs}
    assert found["All Reoffending Predictor"] == ("42.50%, dynamic", "Durham probation, from OASys", date(2026, 2, 2))
    assert found["Domestic abuse, as answered for a score"] == ("Yes", "answered by Priya", None)
    assert found["Stalking, by conviction"] == ("Home Office code 00865", "Durham police", date(2024, 5, 6))
    assert found["Integrated Offender Management"][1] == "Durham police"
    assert found["Alert: self-harm"][1:] == ("Durham housing", date(2026, 3, 3))
    assert found["Risk to children"][0] == "High, by the review of risk"
    assert found["Needs and strengths"][0] == "Accommodation: high need. Education, training and work: high need"
    assert {"Domestic abuse", "Stalking"} <= {one.words for one in told.steps}
    assert (told.missing, told.version2) == ((), "C1 to C3")
    make.involvement(kyle.kyle, kyle.agencies["housing"], kind="housing_support", team=kyle.teams["tenancy"])
    others = {one.label for one in tier_of(kyle.kyle.pk, by=kyle.opening("dan")).inputs}
    assert others <= {"Alert: self-harm", "Integrated Offender Management", "Needs and strengths"}


def test_whoever_sees_no_risk_sees_no_tier(kyle: Cast) -> None:
    scored(kyle)
    make.involvement(kyle.kyle, kyle.agencies["housing"], kind="housing_support", team=kyle.teams["tenancy"])
    told = tier_of(kyle.kyle.pk, by=kyle.opening("dan"))
    assert told.tier == ""


def test_an_arrest_recorded_since_the_review_asks_for_a_review_until_there_is_one(kyle: Cast) -> None:
    probation, police = kyle.agencies["probation"], kyle.agencies["police"]
    assert due(kyle, "priya") == ["Not seen for longer than the level of risk allows"]
    make.arrest(kyle.kyle, police, at=make.NOW - timedelta(days=2), recorded_at=make.NOW - timedelta(days=1))
    assert "Review the risk: arrested since the last review" in due(kyle, "priya")
    row = next(row for row in duties_of(by=kyle.entering("priya")) if row.duty == "assessment.event")
    assert row.due == make.NOW + timedelta(days=4)
    assert due(kyle, "rob") == []
    make.risk_review(
        kyle.kyle, probation, made_on=make.NOW.date(), at=make.NOW, recorded_at=make.NOW, review_on=date(2026, 6, 1)
    )
    assert "Review the risk: arrested since the last review" not in due(kyle, "priya")


def test_an_old_arrest_that_is_only_now_recorded_asks_for_nothing(kyle: Cast) -> None:
    make.arrest(kyle.kyle, kyle.agencies["police"], at=make.LONG_AGO, recorded_at=make.NOW)
    assert not any(words.startswith("Review the risk") for words in due(kyle, "priya"))


def test_a_mappa_review_is_asked_for_before_its_day(kyle: Cast) -> None:
    make.risk_review(
        kyle.kyle,
        kyle.agencies["probation"],
        made_on=date(2026, 1, 21),
        review_on=date(2026, 6, 20),
        mappa_category="2",
        mappa_level="2",
        mappa_review_on=date(2026, 3, 20),
    )
    assert "Review the MAPPA level" in due(kyle, "priya")


def test_contact_is_asked_for_by_level_and_not_while_one_is_arranged(kyle: Cast) -> None:
    probation = kyle.agencies["probation"]
    behind = "Not seen for longer than the level of risk allows"
    met = make.NOW - timedelta(days=14, hours=1)
    make.contact(kyle.kyle, probation, starts_at=met, outcome="attended_complied")
    assert behind in due(kyle, "priya")
    soon = make.NOW + timedelta(days=3)
    make.contact(kyle.kyle, probation, starts_at=soon)
    assert behind not in due(kyle, "priya")


def test_an_order_that_came_on_record_today_is_not_late_with_contacts_that_another_system_holds(kyle: Cast) -> None:
    behind = "Not seen for longer than the level of risk allows"
    Order.objects.update(recorded_at=make.NOW - timedelta(days=15))
    assert behind in due(kyle, "priya")
    Order.objects.update(recorded_at=make.NOW - timedelta(days=13))
    assert behind not in due(kyle, "priya")


def test_a_workload_weighs_tiers_in_one_statement_and_says_where_none_can_be_worked_out(kyle: Cast) -> None:
    other = make.person(kyle.agencies["probation"], "Leanne", "Purvis", date(1997, 10, 9))
    people, by = [kyle.kyle.pk, other.pk], kyle.entering("tom")
    assert tier_bands(people, by) == {kyle.kyle.pk: "none"}
    scored(kyle)
    with CaptureQueriesContext(connection) as asked:
        assert tier_bands(people, by) == {kyle.kyle.pk: "C"}
    assert len(asked) == 1


def test_whoever_raised_a_concern_waits_for_its_answer(kyle: Cast) -> None:
    concern = make.risk_concern(kyle.kyle, kyle.agencies["police"], raised_by=kyle.staff["rob"].pk)
    assert [row.record for row in asked_of_others(by=kyle.entering("rob"))] == [concern.pk]
    assert asked_of_others(by=kyle.entering("priya")) == []
