"""Risk as every involved worker sees it: reviewed, countersigned, corrected, asked for by a concern, told at once, closed to some."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from desistance.assessment.actions.concerns import answer_concern, raise_concern
from desistance.assessment.actions.reviews import correct_review, countersign, record_review, send_back
from desistance.assessment.models import Countersignature, RiskConcern, RiskReview
from desistance.assessment.queries.risk import before_review, concern_seen, own_review, risk_of
from desistance.assessment.rules.reviews import ReviewFacts
from desistance.audit.models import AuditEvent
from desistance.desk import worker
from desistance.desk.actions.places import note_place
from desistance.desk.models import Notice
from desistance.desk.queries.duties import duties_of
from desistance.foundation.decisions import Conflict, NotFound, NotPermitted, Refused
from desistance.foundation.passes import Pass
from desistance.foundation.register import HOUSE
from tests import factories as make
from tests.cast import Cast

FACTS = ReviewFacts(
    "incident",
    make.NOW.date(),
    {"children_community": "high", "public_community": "medium"},
    trigger="New partner with children",
    evidence="Concern of the housing provider",
    plan="Weekly contact; children's services told",
    review_on=date(2026, 4, 20),
    change_reason="Children in the home",
)
MEDIUM = replace(FACTS, levels={"public_community": "medium"}, plan="", change_reason="")


@pytest.fixture
def shared(cast: Cast, looking: None) -> Cast:
    """Police and housing work with Kyle too; probation judged his risk medium in January."""
    make.involvement(cast.kyle, cast.agencies["police"], kind="police_management", lead=cast.staff["rob"])
    make.involvement(cast.kyle, cast.agencies["housing"], kind="housing_support", team=cast.teams["tenancy"])
    make.risk_review(cast.kyle, cast.agencies["probation"], review_on=date(2026, 4, 20))
    return cast


def banner(by: Pass) -> dict[str, object]:
    told = HOUSE.cards["assessment.risk"].load(by.person, by)
    assert told is not None
    return told["risk"]  # type: ignore[no-any-return]


def due(cast: Cast, who: str) -> list[str]:
    rows = duties_of(by=cast.entering(who))
    return [f"{row.rank} {row.words}" for row in rows if row.duty.startswith("assessment.")]


def review(cast: Cast, facts: ReviewFacts = FACTS) -> RiskReview:
    return record_review(person=cast.kyle, facts=facts, by=cast.opening("priya"), at=make.NOW)


def test_a_review_is_kept_with_its_levels_and_the_one_before(shared: Cast) -> None:
    kept = review(shared)
    assert (kept.overall, kept.was, kept.needs_countersignature, kept.at) == ("high", "medium", True, make.NOW)
    event = AuditEvent.objects.get(what="assessment.record_review")
    assert (event.category, event.subjects) == ("collection", [shared.kyle.pk])
    assert before_review(shared.kyle.pk, by=shared.opening("priya")) == ("high", make.NOW.date())


def test_a_new_level_reaches_every_involved_workers_next_look_and_previous_levels_stay(shared: Cast) -> None:
    assert (banner(shared.opening("rob"))["word"], banner(shared.opening("rob"))["overdue"]) == ("Medium", "")
    review(shared)
    for who in ("priya", "tom", "rob", "carl"):
        strip = banner(shared.opening(who))
        assert (strip["word"], strip["set_by"], strip["set_on"]) == (
            "High",
            "Priya, Durham probation",
            date(2026, 3, 13),
        )
        assert strip["review"] == "Next review due Monday 20 April 2026"
        assert strip["most_at_risk"] == "children in the community"
        assert strip["note"] == "Waits for a countersignature"
    shown = risk_of(shared.kyle.pk, by=shared.opening("rob"))
    assert [(one.level, one.review.change_reason) for one in shown.reviews] == [
        ("High", "Children in the home"),
        ("Medium", ""),
    ]
    assert shown.reviews[0].changes == ("Children in the community: Not assessed to High",)


def test_a_change_of_level_is_the_first_duty_and_a_notice_until_the_person_is_opened(shared: Cast) -> None:
    review(shared)
    told = "1 Risk of serious harm is now High, was Medium"
    assert told in due(shared, "rob")
    assert told not in due(shared, "priya")  # her own doing
    assert due(shared, "dan") == []  # a service worker sees the risk that their own agency records
    worker.notify(at=make.NOW)
    notice = Notice.objects.get(duty="assessment.level_changed", staff=shared.staff["rob"])
    assert notice.person_id == shared.kyle.pk
    note_place(person=shared.kyle, by=shared.opening("rob"), at=make.NOW + timedelta(minutes=1))
    assert told not in due(shared, "rob")


def test_a_first_level_is_news_when_it_is_high_and_a_level_that_stays_is_none(cast: Cast, looking: None) -> None:
    make.involvement(cast.kyle, cast.agencies["police"], kind="police_management", lead=cast.staff["rob"])
    review(cast, MEDIUM)
    assert due(cast, "rob") == []
    review(cast, MEDIUM)
    assert due(cast, "rob") == []
    review(cast, FACTS)
    assert due(cast, "rob") == ["1 Risk of serious harm is now High, was Medium"]


def test_another_person_of_the_agency_countersigns_once(shared: Cast) -> None:
    kept = review(shared)
    assert "4 Countersign: High risk" in due(shared, "tom")
    with pytest.raises(NotPermitted):
        countersign(review=kept, by=shared.opening("priya"), at=make.NOW)
    countersign(review=kept, by=shared.opening("tom"), at=make.NOW)
    (answer,) = Countersignature.objects.all()
    assert (answer.outcome, answer.recorded_by, answer.person_id) == (
        "signed",
        shared.staff["tom"].pk,
        shared.kyle.pk,
    )
    assert banner(shared.opening("rob"))["note"] == ""
    assert "4 Countersign: High risk" not in due(shared, "tom")
    with pytest.raises(Refused, match="already"):
        send_back(review=kept, words="Too late", by=shared.opening("tom"), at=make.NOW)


def test_nobody_countersigns_their_own_review(shared: Cast) -> None:
    own = record_review(person=shared.kyle, facts=FACTS, by=shared.opening("tom"), at=make.NOW)
    with pytest.raises(Refused, match="Someone else"):
        countersign(review=own, by=shared.opening("tom"), at=make.NOW)
    assert "4 Countersign: High risk" not in due(shared, "tom")


def test_a_review_sent_back_is_corrected_and_both_stay_on_record(shared: Cast) -> None:
    kept = review(shared)
    with pytest.raises(Refused, match="Enter what must change"):
        send_back(review=kept, words=" ", by=shared.opening("tom"), at=make.NOW)
    send_back(review=kept, words="Say more of the children", by=shared.opening("tom"), at=make.NOW)
    assert "4 Your risk review was sent back" in due(shared, "priya")
    by = shared.opening("priya")
    facts = replace(FACTS, evidence="Two children, 4 and 7")
    with pytest.raises(Refused, match="Enter why"):
        correct_review(review=kept, facts=facts, reason="", by=by, at=make.NOW)
    fresh = correct_review(review=kept, facts=facts, reason="Ages added", by=by, at=make.NOW)
    old = RiskReview.objects.get(pk=kept.pk)
    assert (fresh.corrects_id, fresh.was, fresh.at) == (kept.pk, "medium", kept.at)
    assert (old.withdrawn_by, old.evidence) == (shared.staff["priya"].pk, "Concern of the housing provider")
    assert due(shared, "priya") == []
    assert "4 Countersign: High risk" in due(shared, "tom")
    with pytest.raises(Refused, match="corrected already"):
        correct_review(review=kept, facts=facts, reason="Again", by=by, at=make.NOW)
    with pytest.raises(NotFound):
        own_review(kept.pk, by=by)


@pytest.mark.parametrize(
    ("day", "words", "late"),
    [
        (date(2026, 3, 10), ["9 Review the risk"], "overdue by 3 days"),
        (date(2026, 3, 13), ["9 Review the risk"], ""),
        (date(2026, 3, 27), ["9 Review the risk"], ""),
        (date(2026, 3, 28), [], ""),
    ],
)
def test_the_lead_worker_is_asked_two_weeks_ahead_and_everyone_involved_sees_what_is_overdue(
    cast: Cast, looking: None, day: date, words: list[str], late: str
) -> None:
    make.involvement(cast.kyle, cast.agencies["police"], kind="police_management", lead=cast.staff["rob"])
    make.risk_review(cast.kyle, cast.agencies["probation"], review_on=day)
    assert due(cast, "priya") == words
    assert due(cast, "rob") == []
    assert banner(cast.opening("rob"))["overdue"] == late


def test_a_concern_of_any_agency_asks_the_lead_worker_and_a_review_answers_it(shared: Cast) -> None:
    by = shared.opening("dan")
    concern = raise_concern(
        person=shared.kyle, noticed="New partner with children", noticed_on=date(2026, 3, 12), by=by, at=make.NOW
    )
    assert concern.due_on == date(2026, 3, 20)
    assert "9 A concern about risk waits for a review" in due(shared, "priya")
    assert due(shared, "rob") == []
    kept = review(shared)
    concern.refresh_from_db()
    assert (concern.state, concern.review_id, concern.answered_by) == ("reviewed", kept.pk, shared.staff["priya"].pk)
    (told,) = risk_of(shared.kyle.pk, by=by).concerns
    assert (told.state_words, told.author) == ("Answered by a review", "Dan")
    with pytest.raises(Refused, match="so it cannot become"):
        answer_concern(concern=concern, words="Known", by=shared.opening("priya"), at=make.NOW)


def test_a_concern_is_answered_without_a_review_with_the_reason(shared: Cast) -> None:
    concern = make.risk_concern(shared.kyle, shared.agencies["housing"])
    by = shared.opening("priya")
    with pytest.raises(Refused, match="Enter why the risk is not reviewed now"):
        answer_concern(concern=concern, words="", by=by, at=make.NOW)
    answer_concern(concern=concern_seen(concern.pk, by=by), words="Known since January", by=by, at=make.NOW, version=1)
    kept = RiskConcern.objects.get()
    assert (kept.state, kept.answer, kept.version) == ("answered", "Known since January", 2)
    with pytest.raises((Conflict, Refused)):
        answer_concern(concern=kept, words="Again", by=by, at=make.NOW, version=1)
    with pytest.raises(NotPermitted):
        answer_concern(concern=concern, words="Not ours", by=shared.opening("rob"), at=make.NOW)


def test_other_agencies_record_no_review_and_whoever_has_no_open_record_nothing(shared: Cast) -> None:
    with pytest.raises(NotPermitted):
        record_review(person=shared.kyle, facts=FACTS, by=shared.opening("rob"), at=make.NOW)
    with pytest.raises(NotFound):
        record_review(person=shared.kyle, facts=FACTS, by=shared.entering("priya"), at=make.NOW)
    theirs = make.risk_review(shared.kyle, shared.agencies["prison"], "high")
    with pytest.raises(NotFound):
        countersign(review=theirs, by=shared.opening("tom"), at=make.NOW)
    assert RiskReview.objects.count() == 2


def test_what_may_only_be_known_of_is_told_as_not_shared_and_never_as_none(shared: Cast) -> None:
    agreed = make.agreement(shared.agencies["prison"], shared.agencies["police"], classes=("casework",))
    assert agreed.pk
    shared.hire("wes", "charity", "iom_officer")
    make.involvement(shared.kyle, shared.agencies["charity"], kind="community_support", lead=shared.staff["wes"])
    by = shared.opening("wes")
    assert banner(by) == {"not_shared": "Durham probation"}
    shown = risk_of(shared.kyle.pk, by=by)
    assert (shown.reviews, shown.not_shared) == ((), {"Durham probation": 1})
    assert due(shared, "wes") == []
    assert banner(shared.opening("dan")) == {"is_partial": True}


def test_nothing_on_record_is_said_to_those_to_whom_nothing_is_closed(cast: Cast, looking: None) -> None:
    assert banner(cast.opening("priya")) == {}
    assert risk_of(cast.kyle.pk, by=cast.opening("priya")).latest is None


def test_an_entry_hidden_from_an_agency_leaves_no_trace_there(shared: Cast) -> None:
    kept = review(shared)
    make.hidden_entry(shared.kyle, kept, shared.agencies["police"], holding="assessment.RiskReview")
    assert due(shared, "rob") == []
    assert banner(shared.opening("rob"))["word"] == "Medium"
    assert banner(shared.opening("tom"))["word"] == "High"


def test_an_excluded_worker_and_those_off_the_list_of_a_restricted_person_learn_nothing(shared: Cast) -> None:
    review(shared)
    make.exclusion(shared.kyle, shared.agencies["police"], shared.staff["rob"])
    with pytest.raises(NotFound):
        shared.opening("rob")
    assert due(shared, "rob") == []
    assert "1 Risk of serious harm is now High, was Medium" in due(shared, "tom")
    restriction = make.restriction(shared.kyle, shared.agencies["probation"], shared.staff["tom"])
    make.listed_worker(restriction, shared.staff["priya"])
    type(shared.kyle).objects.filter(pk=shared.kyle.pk).update(restricted=True)
    assert due(shared, "tom") == []
    assert banner(shared.opening("priya"))["word"] == "High"


def test_the_page_asks_as_much_for_a_long_history_as_for_a_short_one(shared: Cast) -> None:
    counts = []
    for _ in range(2):
        by = shared.opening("rob")
        with CaptureQueriesContext(connection) as statements:
            risk_of(shared.kyle.pk, by=by)
        with CaptureQueriesContext(connection) as of_card:
            banner(by)
        counts.append((len(statements), len(of_card)))
        for day in range(1, 8):
            one = make.risk_review(shared.kyle, shared.agencies["probation"], "high", date(2026, 2, day))
            make.countersignature(one)
            make.risk_concern(shared.kyle, shared.agencies["housing"])
    assert counts[0] == counts[1] == (3, 1)


def test_what_a_silent_system_said_is_last_known_and_never_none(shared: Cast) -> None:
    told = make.risk_review(shared.kyle, shared.agencies["probation"], "high", date(2026, 3, 1), source="api")
    type(told).objects.filter(pk=told.pk).update(recorded_at=make.NOW - timedelta(days=4))
    strip = banner(shared.opening("rob"))
    assert strip["unavailable"] == "Risk information from Durham probation is not available at the moment."
    assert (strip["word"], strip["set_on"]) == ("High", date(2026, 3, 1))
    other = make.risk_review(make.person(shared.agencies["probation"]), shared.agencies["probation"], source="api")
    type(other).objects.filter(pk=other.pk).update(recorded_at=make.NOW - timedelta(days=1))
    assert banner(shared.opening("rob"))["unavailable"] == ""
    review(shared, replace(FACTS, change_reason=""))
    type(other).objects.filter(source="api").update(recorded_at=make.NOW - timedelta(days=30))
    assert banner(shared.opening("rob"))["unavailable"] == ""
