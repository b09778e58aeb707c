"""A declared scheme from its criteria to its end, by the functions that serve every such scheme: here, the whole-system approach."""

from datetime import timedelta
from typing import Any

import pytest

from desistance.access.models import Involvement
from desistance.audit.models import AuditEvent
from desistance.desk.queries.duties import duties_of
from desistance.foundation.decisions import Conflict, NotFound, NotPermitted, OnlyKnown, Refused
from desistance.people.models import Person
from desistance.schemes.actions.declared import (
    answer_again,
    move_scheme_case,
    open_scheme_case,
    settle_scheme_consequence,
    undo_scheme_move,
)
from desistance.schemes.declared import DECLARED
from desistance.schemes.models import CaseStep, Consequence, EligibilityCheck, SchemeCase
from desistance.schemes.queries.cards import not_shared_card
from desistance.schemes.queries.declared import cases_by_stage, declared_card, open_declared_case
from desistance.schemes.terms.checks import Result
from tests import factories as make
from tests.cast import Cast

NOW = make.NOW
LATER = NOW + timedelta(hours=2)
SCHEME = DECLARED["whole_system"]
MET_AT_COURT = {"met_at": "court", "worker": "not_met"}


@pytest.fixture
def lena(cast: Cast, looking: None) -> Person:
    """Lena, whom Uma's charity supports, born in 1994 and recorded as female."""
    charity = cast.agencies["charity"]
    lena = make.person(charity, given="Lena", family="Moss")
    make.involvement(lena, charity, kind="womens_support", lead=cast.staff["uma"])
    make.equality(lena, charity, kind="sex", value="female")
    return lena


def opened(cast: Cast, lena: Person, **more: Any) -> SchemeCase:
    told: dict[str, Any] = {"answers": MET_AT_COURT, **more}
    return open_scheme_case(scheme=SCHEME, person=lena, by=cast.opening("uma", lena), at=NOW, **told)


def moved(cast: Cast, case: SchemeCase, *to: str, who: str = "uma") -> SchemeCase:
    for one in to:
        by = cast.opening(who, case.person, LATER)
        case = move_scheme_case(case=case, to=one, reason="Said so herself", by=by, at=LATER)
    return case


def due_of(cast: Cast, who: str) -> list[str]:
    return [row.words for row in duties_of(by=cast.entering(who, NOW)) if row.duty.startswith("schemes.whole")]


def test_a_case_keeps_its_criteria_and_stands_on_the_day_the_card_and_the_list(cast: Cast, lena: Person) -> None:
    case = opened(cast, lena)
    by = cast.opening("uma", lena)
    shown = open_declared_case(case=case.pk, by=by, at=NOW)
    assert shown.weighing is not None
    assert shown.weighing.result is Result.ELIGIBLE
    assert [one.answer.value for one in shown.weighing.findings] == ["met", "met", "met"]
    assert dict(shown.answers)["Where was she met?"] == "Court"
    assert [one.to for one in shown.moves] == ["offered", "closed"]
    assert shown.lead == cast.staff["uma"].name
    assert Involvement.objects.filter(person=lena).count() == 1  # the centre's work that was open already
    card = declared_card(lena.pk, by)
    assert card is not None
    assert [one["words"] for one in card["cases"]] == ["Whole-system approach"]
    assert card["may_open"] == []
    listed = cases_by_stage(scheme=SCHEME, by=cast.entering("uma"))
    assert (listed.counts, [row.case for row in listed.rows]) == ({"met": 1}, [case.pk])
    assert due_of(cast, "uma") == ["Offer the centre"]
    assert AuditEvent.objects.filter(what="schemes.open_scheme_case", subjects__contains=[lena.pk]).exists()


def test_what_cannot_be_told_needs_a_reason_and_another_case_or_answer_is_refused(cast: Cast, lena: Person) -> None:
    nobody_said = make.person(cast.agencies["charity"], given="Jo", family="Day")
    make.involvement(nobody_said, cast.agencies["charity"], kind="community_support", lead=cast.staff["uma"])
    by = cast.opening("uma", nobody_said)
    given: dict[str, Any] = {"scheme": SCHEME, "person": nobody_said, "by": by, "at": NOW}
    with pytest.raises(Refused) as refused:
        open_scheme_case(answers={}, **given)
    assert refused.value.field == "reason"
    assert "cannot tell yet" in refused.value.words
    with pytest.raises(Refused) as refused:
        open_scheme_case(answers={"met_at": "moon"}, reason="Came by herself", **given)
    assert refused.value.field == "met_at"
    case = open_scheme_case(answers={}, reason="Came by herself", **given)
    assert CaseStep.objects.get(case=case).is_another_way
    assert Involvement.objects.get(pk=case.involvement_id).kind == "womens_support"
    with pytest.raises(Refused, match="open"):
        open_scheme_case(answers={}, reason="Again", **given)


def test_a_case_moves_by_its_table_ends_with_what_follows_and_is_hers_to_refuse(cast: Cast, lena: Person) -> None:
    case = opened(cast, lena)
    with pytest.raises(Refused) as refused:
        moved(cast, case, "planned")
    assert (refused.value.field, "cannot become" in refused.value.words) == ("to", True)
    by = cast.opening("uma", lena)
    with pytest.raises(Refused) as refused:
        move_scheme_case(case=case, to="offered", reason=" ", by=by, at=NOW)
    assert refused.value.field == "reason"
    with pytest.raises(Conflict):
        move_scheme_case(case=case, to="offered", reason="By phone", by=by, at=NOW, version=9)
    case = moved(cast, case, "offered", "agreed", "planned", "stepping_down", "stepped_down")
    after = list(Consequence.objects.filter(case=case).order_by("kind"))
    assert [(one.kind, one.data_class) for one in after] == [("exit", "plan"), ("services", "plan")]
    by = cast.opening("uma", lena, LATER)
    for one in after:
        settle_scheme_consequence(consequence=one, state="done", words="Rang them", by=by, at=LATER)
    assert case.closed_at is not None
    assert case.involvement is not None
    assert case.involvement.state == "open"  # the centre worked with her before
    shown = open_declared_case(case=case.pk, by=by, at=LATER)
    assert (shown.moves, shown.may_answer) == ((), False)
    assert sum(bool(one.step.told.get("is_theirs")) for one in shown.steps) == 3


def test_work_that_began_with_a_case_ends_with_it(cast: Cast, lena: Person) -> None:
    Involvement.objects.filter(person=lena).update(kind="employment_support")
    case = moved(cast, opened(cast, lena), "closed")
    assert Involvement.objects.get(pk=case.involvement_id).state == "ended"


def test_a_move_is_taken_back_with_what_followed_for_ten_minutes_by_whoever_made_it(cast: Cast, lena: Person) -> None:
    Involvement.objects.filter(person=lena).update(kind="employment_support")
    case = moved(cast, opened(cast, lena), "offered", "agreed", "planned", "closed")
    by, soon = cast.opening("uma", lena, LATER), LATER + timedelta(minutes=9)
    case = undo_scheme_move(case=case, by=by, at=soon)
    assert (case.state, case.closed_at) == ("planned", None)
    assert [one.state for one in Consequence.objects.filter(case=case)] == ["undone"]
    assert open_declared_case(case=case.pk, by=by, at=soon).moves
    with pytest.raises(Refused, match="10 minutes"):
        undo_scheme_move(case=case, by=by, at=LATER + timedelta(minutes=10))
    said_no = moved(cast, opened(cast, make_supported(cast)), "offered", "said_no")
    by = cast.opening("uma", said_no.person, soon)
    again = undo_scheme_move(case=said_no, by=by, at=soon)
    assert Involvement.objects.get(pk=again.involvement_id).state == "open"  # it ended with the answer


def make_supported(cast: Cast) -> Person:
    """Somebody recorded as female whom the charity supports in another way."""
    made = make.person(cast.agencies["charity"], given="Mia", family="Moss")
    make.involvement(made, cast.agencies["charity"], kind="community_support", lead=cast.staff["uma"])
    make.equality(made, cast.agencies["charity"], kind="sex", value="female")
    return made


def test_answers_are_given_again_and_the_check_before_stays(cast: Cast, lena: Person) -> None:
    case = opened(cast, lena)
    by = cast.opening("uma", lena, LATER)
    answer_again(case=case, answers={**MET_AT_COURT, "worker": "met"}, by=by, at=LATER)
    kept = EligibilityCheck.objects.filter(person=lena).order_by("pk")
    assert [(one.state, one.facts["answers"]["worker"]) for one in kept] == [
        ("replaced", "not_met"),
        ("current", "met"),
    ]
    assert {one.data_class for one in kept} == {"plan"}


def test_who_may_not_see_the_class_or_the_person_or_act_is_refused(cast: Cast, lena: Person) -> None:
    case = opened(cast, lena)
    with pytest.raises((NotFound, OnlyKnown)):
        cast.opening("priya", lena)
    make.involvement(lena, cast.agencies["probation"], team=cast.teams["east"], lead=cast.staff["priya"])
    priya = cast.opening("priya", lena)  # no agreement with the charity: its plans are closed to her
    with pytest.raises(NotFound):
        open_declared_case(case=case.pk, by=priya, at=NOW)
    assert declared_card(lena.pk, priya) is None
    assert not_shared_card(lena.pk, cast.opening("uma", lena)) is None
    card = not_shared_card(lena.pk, priya)
    assert card is not None
    assert [(one["name"], one["number"], one["may_ask"]) for one in card["agencies"]] == [("Durham charity", 1, True)]
    end = {"state": "ended", "until_at": NOW, "end_reason": "Over"}
    Involvement.objects.filter(person=lena, agency=cast.agencies["charity"]).update(**end)
    card = not_shared_card(lena.pk, priya)
    assert card is not None
    assert [one["may_ask"] for one in card["agencies"]] == [False]
    Involvement.objects.filter(person=lena, agency=cast.agencies["charity"]).update(
        state="open", until_at=None, end_reason=""
    )
    assert cases_by_stage(scheme=SCHEME, by=cast.entering("priya")).rows == ()
    with pytest.raises(NotPermitted):
        open_scheme_case(scheme=SCHEME, person=lena, answers={}, by=priya, at=NOW)
    with pytest.raises(NotPermitted):
        cases_by_stage(scheme=SCHEME, by=cast.entering("rob"))
    make.agreement(cast.agencies["charity"], cast.agencies["probation"], classes=("plan",))
    seen = open_declared_case(case=case.pk, by=cast.opening("priya", lena), at=NOW)
    assert seen.moves == ()
    with pytest.raises(NotPermitted):
        moved(cast, case, "offered", who="priya")
