"""Needs and strengths as every agency involved sees them: dated, from whom, closely held where they are of health or abuse."""

from dataclasses import replace
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from desistance.assessment.actions.needs import assess_needs, correct_needs
from desistance.assessment.models import NeedAnswer, NeedsAssessment
from desistance.assessment.queries.needs import needs_of, own_assessment, to_prefill
from desistance.assessment.rules.needs import Answer, NeedsFacts
from desistance.assessment.terms.needs import FOR_WOMEN
from desistance.audit.models import AuditEvent
from desistance.foundation.decisions import NotFound, NotPermitted, Refused
from desistance.foundation.passes import Pass
from desistance.foundation.register import HOUSE
from tests import factories as make
from tests.cast import Cast

TODAY = make.NOW.date()
HIGH = Answer("high", "Notice to leave", "help", "I can't sleep there", "ready", "A deposit")
FACTS = NeedsFacts(
    TODAY, {"accommodation": HIGH, "health": Answer("some", "Waits for a scan"), "family": Answer("strength", "Sister")}
)


@pytest.fixture
def shared(cast: Cast, looking: None) -> Cast:
    """Police and housing work with Kyle too."""
    make.involvement(cast.kyle, cast.agencies["police"], kind="police_management", lead=cast.staff["rob"])
    make.involvement(cast.kyle, cast.agencies["housing"], kind="housing_support", team=cast.teams["tenancy"])
    return cast


def assess(cast: Cast, facts: NeedsFacts = FACTS, who: str = "priya") -> NeedsAssessment:
    return assess_needs(person=cast.kyle, facts=facts, by=cast.opening(who), at=make.NOW)


def told(by: Pass) -> dict[str, str]:
    return {one.pathway.value: one.level.value for one in needs_of(by.person, by=by).pathways}


def strip(by: Pass) -> dict[str, str]:
    card = HOUSE.cards["assessment.plan"].load(by.person, by)
    assert card is not None
    return {cell["pathway"]: cell["word"] for cell in card.get("needs", [])}


def test_an_assessment_is_kept_with_an_answer_for_each_pathway_that_was_looked_at(shared: Cast) -> None:
    made = assess(shared)
    assert made.headline == "High need: accommodation. Strength: children and family"
    kept = {row.pathway: (row.level, row.data_class, row.since_on) for row in NeedAnswer.objects.all()}
    assert kept == {
        "accommodation": ("high", "plan", TODAY),
        "health": ("some", "health", TODAY),
        "family": ("strength", "plan", TODAY),
    }
    event = AuditEvent.objects.get(what="assessment.assess_needs")
    assert (event.category, event.subjects) == ("collection", [shared.kyle.pk])


def test_other_agencies_see_what_the_agreement_shares_and_that_something_is_closely_held(shared: Cast) -> None:
    make.agreement(shared.agencies["probation"], shared.agencies["police"], classes=("health",))
    assess(shared)
    assert told(shared.opening("priya"))["health"] == "some"
    for who in ("rob", "dan"):
        by = shared.opening(who)
        assert (told(by)["accommodation"], told(by)["health"], told(by)["money"]) == ("high", "unknown", "unknown")
    rob = shared.opening("rob")
    assert needs_of(rob.person, by=rob).not_shared == {"Durham probation": 1}
    assert strip(rob)["Health"] == "Not shared with you"
    assert strip(rob)["Accommodation"] == "High need"
    assert next(iter(strip(rob))) == "Accommodation"  # worst first
    make.consent(shared.kyle, shared.agencies["probation"], shared.agencies["police"])
    assert told(shared.opening("rob"))["health"] == "some"


def test_a_level_keeps_its_day_while_it_stays_and_the_course_is_told(shared: Cast) -> None:
    old = make.needs_assessment(shared.kyle, shared.agencies["probation"])
    make.need_answer(old)
    make.need_answer(old, "money", "some")
    make.need_answer(old, "family", "high")
    assess(shared, replace(FACTS, answers={**FACTS.answers, "money": Answer()}))
    by = shared.opening("rob")
    shown = {one.pathway.value: one for one in needs_of(by.person, by=by).pathways}
    assert shown["accommodation"].latest.row.since_on == date(2026, 1, 20)
    assert (shown["accommodation"].travelled, shown["family"].travelled) == ("The same", "Less need")
    assert shown["family"].before == (date(2026, 1, 20), "high")
    assert (shown["money"].level, shown["money"].travelled) == ("unknown", "Cannot be compared")
    assert shown["work"].latest is None


def test_two_agencies_stand_side_by_side_and_the_newest_word_is_shown(shared: Cast) -> None:
    assess(shared)
    later = NeedsFacts(TODAY, {"accommodation": Answer("some", "Offered a room")})
    assess(shared, later, who="dan")
    by = shared.opening("priya")
    (home,) = [one for one in needs_of(by.person, by=by).pathways if one.pathway == "accommodation"]
    assert (home.latest.said_by, home.level) == ("Dan, Durham housing", "some")
    assert [(one.said_by, one.level) for one in home.others] == [("Priya, Durham probation", "high")]
    pathways, kept = to_prefill(by.person, by=by)
    assert (kept["accommodation"].answer, set(kept)) == (HIGH, {"accommodation", "health", "family"})
    assert set(FOR_WOMEN) <= set(pathways)  # sex is not on record


def test_a_correction_stands_in_place_of_the_assessment_and_both_stay(shared: Cast) -> None:
    made = assess(shared)
    by = shared.opening("priya")
    fixed = replace(FACTS, answers={"accommodation": replace(HIGH, level="some")})
    with pytest.raises(Refused, match="Enter why"):
        correct_needs(assessment=made, facts=fixed, reason=" ", by=by, at=make.NOW)
    fresh = correct_needs(assessment=made, facts=fixed, reason="Notice withdrawn", by=by, at=make.NOW)
    assert (fresh.corrects_id, fresh.at) == (made.pk, made.at)
    assert told(shared.opening("rob"))["accommodation"] == "some"
    assert NeedAnswer.objects.filter(assessment=made, withdrawn_at__isnull=False).count() == 3
    assert told(by)["family"] == "unknown"
    assert own_assessment(fresh.pk, by=by)[1]["accommodation"].level == "some"
    with pytest.raises(NotFound):
        own_assessment(made.pk, by=by)
    with pytest.raises(Refused, match="corrected already"):
        correct_needs(assessment=made, facts=fixed, reason="Again", by=by, at=make.NOW)
    with pytest.raises(NotFound):
        correct_needs(assessment=fresh, facts=fixed, reason="Not ours", by=shared.opening("rob"), at=make.NOW)


def test_who_may_not_assess_and_who_has_no_open_record(shared: Cast) -> None:
    with pytest.raises(NotPermitted):
        assess(shared, who="carl")
    with pytest.raises(NotFound):
        assess_needs(person=shared.kyle, facts=FACTS, by=shared.entering("priya"), at=make.NOW)
    assess(shared)
    with pytest.raises(Refused, match="on or after 13 March 2026"):
        assess(shared, replace(FACTS, made_on=date(2026, 3, 12)))


def test_a_restricted_person_is_nothing_to_those_off_the_list(shared: Cast) -> None:
    assess(shared)
    restriction = make.restriction(shared.kyle, shared.agencies["probation"], shared.staff["tom"])
    make.listed_worker(restriction, shared.staff["priya"])
    type(shared.kyle).objects.filter(pk=shared.kyle.pk).update(restricted=True)
    assert told(shared.opening("priya"))["accommodation"] == "high"
    for who in ("uma", "olu"):
        with pytest.raises(NotFound):
            shared.opening(who)


def test_a_long_history_asks_no_more_than_a_short_one(shared: Cast) -> None:
    counts = []
    for _ in range(2):
        by = shared.opening("rob")
        with CaptureQueriesContext(connection) as page:
            needs_of(by.person, by=by)
        with CaptureQueriesContext(connection) as card:
            strip(by)
        counts.append((len(page), len(card)))
        for day in range(1, 6):
            make.need_answer(make.needs_assessment(shared.kyle, shared.agencies["probation"], date(2026, 2, day)))
    assert counts[0] == counts[1]
    assert counts[0][1] == 1
