"""The women's pathway: who is where by the newest word, what to mind of each, and numbers that give nobody away."""

from datetime import timedelta
from typing import Any

import pytest

from desistance.foundation.decisions import NotPermitted
from desistance.people.models import Person
from desistance.schemes.actions.declared import open_scheme_case
from desistance.schemes.declared import DECLARED
from desistance.schemes.queries.pathway import PathwayShown, WomanShown, womens_pathway
from desistance.schemes.terms.pathway import HIDDEN_WORDS
from tests import factories as make
from tests.cast import Cast

NOW = make.NOW
PHONE: dict[str, Any] = {"kind": "mobile", "value": "07700900654", "safe": "text_only"}


def woman(cast: Cast, given: str, **answers: str) -> Person:
    """Somebody recorded as female whom Uma's charity supports; with answers, a case of the approach."""
    charity = cast.agencies["charity"]
    made = make.person(charity, given=given, family="Moss")
    make.involvement(made, charity, kind="womens_support", lead=cast.staff["uma"])
    make.equality(made, charity, kind="sex", value="female")
    if answers:
        by = cast.opening("uma", made)
        open_scheme_case(scheme=DECLARED["whole_system"], person=made, answers=answers, by=by, at=NOW)
    return made


def looked(cast: Cast, who: str = "uma", **more: Any) -> PathwayShown:
    return womens_pathway(by=cast.entering(who), at=NOW, **more)


def told(cast: Cast, person: Person, who: str = "uma") -> WomanShown:
    return next(one for one in looked(cast, who).rows if one.reference == person.reference)


@pytest.mark.usefixtures("looking")
def test_where_she_is_follows_the_newest_word_and_prison_before_all(cast: Cast) -> None:
    asked, never, met = woman(cast, "Ada", met_at="court"), woman(cast, "Bet"), woman(cast, "Cis", met_at="police")
    inside = woman(cast, "Dot", met_at="community")
    make.involvement(inside, cast.agencies["prison"], kind="resettlement", from_at=NOW - timedelta(days=90))
    make.involvement(never, cast.agencies["police"], kind="custody_check", from_at=NOW - timedelta(days=9))
    make.involvement(asked, cast.agencies["probation"], from_at=NOW - timedelta(days=30))
    later = NOW + timedelta(hours=1)
    make.involvement(met, cast.agencies["probation"], from_at=later)
    places = {one.person.given: (one.place, bool(one.case)) for one in looked(cast).rows}
    assert places == {
        "Ada": ("court", True),  # met after probation began
        "Bet": ("police", False),  # nobody opened a case
        "Cis": ("community", True),  # probation began after she was met
        "Dot": ("custody", True),
    }
    assert [one.person.given for one in looked(cast, place="custody").rows] == ["Dot"]


@pytest.mark.usefixtures("looking")
def test_what_to_mind_is_told_from_the_diary_the_details_and_her_answers(cast: Cast) -> None:
    ada, charity = woman(cast, "Ada", met_at="court", worker="not_met"), cast.agencies["charity"]
    make.contact_detail(ada, charity, **PHONE)
    worker = {"with_staff": cast.staff["uma"], "outcome_by": cast.staff["uma"].pk}
    for days, outcome in ((21, "attended_complied"), (14, "unacceptable_absence"), (7, "attended_complied")):
        make.contact(ada, charity, NOW - timedelta(days=days), outcome=outcome, outcome_at=NOW, **worker)
    make.contact(ada, charity, NOW + timedelta(days=3), with_staff=cast.staff["uma"])
    answered = make.needs_assessment(ada, charity)
    make.need_answer(answered, pathway="abuse", level="high", data_class="health")
    row = told(cast, ada)
    assert (row.came, row.comes_next) == ("Came 2 of 3 times", NOW + timedelta(days=3))
    assert row.answers == {"met_at": "court", "worker": "not_met"}
    assert "ending 654: safe to text, do not ring" in row.safe[0]
    assert row.closely == ("Abuse, rape and domestic abuse: high need",)
    assert [one.words for one in row.milestones if one.on] == ["Met", "Needs asked"]
    make.involvement(ada, cast.agencies["probation"], team=cast.teams["east"], lead=cast.staff["priya"])
    make.agreement(charity, cast.agencies["probation"], classes=("plan", "equality"))
    seen = told(cast, ada, "priya")
    assert (seen.case, seen.closely, seen.came, seen.safe) == (row.case, (), "", ())


@pytest.mark.usefixtures("looking")
def test_small_numbers_are_hidden_and_nameless_roles_see_nothing_else(cast: Cast) -> None:
    for number in range(5):
        woman(cast, f"Eve{number}", met_at="court")
    woman(cast, "Fay", met_at="police")
    shown = looked(cast, "ana")
    assert shown.rows == ()
    assert shown.counts == {"police": HIDDEN_WORDS, "court": "5", "custody": HIDDEN_WORDS, "community": HIDDEN_WORDS}
    assert looked(cast, "olu").rows == ()
    with pytest.raises(NotPermitted):
        looked(cast, "rob")
