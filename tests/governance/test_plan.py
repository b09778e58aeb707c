"""The delivery plan: who writes it, who says where an action stands, what stays of it, and in whose day it comes."""

from datetime import date, timedelta
from typing import Any

import pytest

from desistance.audit.models import AuditEvent
from desistance.foundation.decisions import Conflict, NotPermitted, Refused
from desistance.foundation.models import Revision
from desistance.governance.actions.plan import add_action, challenge_action, change_action, say_where_it_stands
from desistance.governance.queries.duties import plan_actions_due
from desistance.governance.queries.plan import action_opened, actions_by_measure, may_own, plan_shown
from desistance.governance.rules import ActionFacts, StandingSaid
from tests import factories as make
from tests.cast import Cast

NOW, ON = make.NOW, make.NOW.date()
FACTS = ActionFacts("Safe space on Fridays", "reduce", date(2026, 6, 30), "Ten beds", ("appointments_kept",))
AMBER = StandingSaid("amber", "The grant ends.", "A bid by May")


@pytest.fixture
def holder(cast: Cast) -> Cast:
    """The cast, with Chris of the council's commissioning, who holds the plan."""
    cast.hire("chris", "council", "commissioner")
    return cast


def test_the_holder_writes_an_action_and_the_owner_says_where_it_stands(holder: Cast, looking: None) -> None:
    chris, tom = holder.entering("chris"), holder.entering("tom")
    made = add_action(facts=FACTS, owner=holder.posts["tom"].pk, by=chris, at=NOW)
    stands = say_where_it_stands(action=made, said=AMBER, version=1, by=tom, at=NOW)
    assert (stands.state, stands.recovery, stands.milestone) == ("amber", "A bid by May", "Ten beds")
    challenge_action(action=made, words="What if it fails?", by=holder.entering("bea"), at=NOW + timedelta(hours=1))
    say_where_it_stands(action=made, said=StandingSaid("on_track", "Agreed."), by=chris, at=NOW + timedelta(hours=2))
    opened = action_opened(made.pk, by=tom, at=NOW)
    assert [(one.note.kind, one.state, one.note.recovery) for one in opened.notes] == [
        ("progress", "On track", ""),
        ("challenge", "Amber", "A bid by May"),
        ("progress", "Amber", "A bid by May"),
    ]
    assert opened.notes[1].said_by == "Bea, Board member, Durham council"
    assert (opened.may_say, opened.may_challenge, opened.may_change) == (True, False, False)
    assert Revision.objects.filter(holding="governance.PlanAction").count() == 2
    event = AuditEvent.objects.filter(what="governance.say_where_it_stands").first()
    assert event is not None
    assert event.subjects == []
    [shown] = actions_by_measure(by=tom, on=date(2026, 7, 1))["appointments_kept"]
    assert (shown.is_late, shown.owner) == (True, "Durham probation: Team manager, Tom")


def test_nobody_else_writes_rates_or_challenges(holder: Cast) -> None:
    made = make.plan_action(holder.posts["tom"])
    given: dict[str, Any] = {"action": made, "at": NOW}
    with pytest.raises(Refused, match="Challenge it instead"):
        say_where_it_stands(said=AMBER, by=holder.entering("bea"), **given)
    with pytest.raises(Refused, match="needs a recovery step"):
        say_where_it_stands(said=StandingSaid("amber", "The grant ends."), by=holder.entering("tom"), **given)
    for who in ("priya", "grace", "adam"):
        with pytest.raises(NotPermitted):
            say_where_it_stands(said=AMBER, by=holder.entering(who), **given)
    with pytest.raises(NotPermitted):
        challenge_action(words="Why?", by=holder.entering("tom"), **given)
    with pytest.raises(NotPermitted):
        add_action(facts=FACTS, owner=holder.posts["tom"].pk, by=holder.entering("bea"), at=NOW)
    with pytest.raises(Refused, match="owner agency and person"):
        add_action(facts=FACTS, owner=holder.posts["priya"].pk, by=holder.entering("chris"), at=NOW)
    with pytest.raises(NotPermitted):
        plan_shown(by=holder.entering("adam"), on=ON)
    assert actions_by_measure(by=holder.entering("adam"), on=ON) == {}


def test_the_holder_hands_an_action_to_another_and_a_stale_change_loses_nothing(holder: Cast) -> None:
    made, chris = make.plan_action(holder.posts["tom"], due_on=date(2026, 3, 1)), holder.entering("chris")
    late = ActionFacts("Safe space", "prevent", date(2026, 3, 1))
    told: dict[str, Any] = {"action": made, "facts": late, "by": chris, "at": NOW, "version": 1}
    changed = change_action(owner=holder.posts["rhea"].pk, **told)
    assert (changed.agency_id, changed.objective) == (holder.agencies["council"].pk, "prevent")
    with pytest.raises(Conflict):
        change_action(owner=holder.posts["tom"].pk, **told)
    assert "Durham council: Board member, Bea" in dict(may_own(NOW)).values()


def test_an_action_comes_into_its_owners_day_two_weeks_before_it_is_due_until_it_is_done(holder: Cast) -> None:
    for days, state in ((-3, "on_track"), (14, "not_started"), (15, "on_track"), (-1, "done")):
        make.plan_action(holder.posts["tom"], due_on=ON + timedelta(days=days), state=state, what=f"In {days}")
    found = [row["words"] for row in plan_actions_due(holder.entering("tom")).order_by("due")]
    assert found == ["In -3", "In 14"]
    assert not plan_actions_due(holder.entering("priya")).exists()
