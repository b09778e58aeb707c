"""A force's own version of the rules: proposed, approved by somebody else, in force from its day and for that force alone."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest

from desistance.desk.queries.duties import duties_of
from desistance.foundation.decisions import Conflict, NotFound, NotPermitted, Refused
from desistance.history.models import Arrest
from desistance.schemes.actions.rules import (
    approve_rules,
    change_rules,
    propose_rules,
    send_rules,
    send_rules_back,
    withdraw_rules,
)
from desistance.schemes.models import EligibilityCheck, RuleVersion
from desistance.schemes.queries.rules import own_version, rules_for
from desistance.schemes.queries.simulations import simulate_last_month
from desistance.schemes.rules.checkpoint.proposals import CHECKPOINT_SERIES, as_rules
from tests import factories as make
from tests.cast import Cast
from tests.rules.schemes.test_proposals import FIRST_DAY, proposing
from tests.schemes.test_cases import NOW, police  # noqa: F401  # a fixture
from tests.schemes.test_checks import arrested, checking  # noqa: F401  # a fixture


@pytest.fixture
def force(police: Cast) -> Cast:  # noqa: F811
    """The police with two who may approve: Sal, who supervises, and Gil, who looks after governance."""
    police.hire("gil", "police", "governance_officer")
    return police


def approved(cast: Cast, **changed: Any) -> RuleVersion:
    row = propose_rules(series=CHECKPOINT_SERIES, facts=proposing(**changed), by=cast.entering("sal"), at=NOW)
    send_rules(version=row, by=cast.entering("sal"), at=NOW)
    return approve_rules(version=row, by=cast.entering("gil"), at=NOW)


def test_a_version_waits_for_somebody_else_and_counts_from_its_day_for_its_force_alone(force: Cast) -> None:
    sal, gil, agency = force.entering("sal"), force.entering("gil"), force.agencies["police"].pk
    row = propose_rules(series=CHECKPOINT_SERIES, facts=proposing(), by=sal, at=NOW)
    assert (row.number, row.state) == (4, "draft")
    send_rules(version=row, by=sal, at=NOW)
    assert [one.duty for one in duties_of(by=gil) if one.duty == "schemes.rules_waiting"] == ["schemes.rules_waiting"]
    assert [one.duty for one in duties_of(by=sal) if one.duty == "schemes.rules_waiting"] == []
    with pytest.raises(Refused, match="Somebody else must approve it"):
        approve_rules(version=row, by=sal, at=NOW)
    assert rules_for(CHECKPOINT_SERIES, agency, FIRST_DAY).version == 3
    approve_rules(version=row, by=gil, at=NOW)
    assert [rules_for(CHECKPOINT_SERIES, agency, on).version for on in (date(2026, 4, 30), FIRST_DAY)] == [3, 4]
    assert rules_for(CHECKPOINT_SERIES, force.agencies["probation"].pk, FIRST_DAY).version == 3
    assert own_version(version=row.pk, by=sal, at=NOW).approved_by == "Gil"
    with pytest.raises(NotFound):
        own_version(version=row.pk, by=force.entering("tom"), at=NOW)


def test_a_check_is_weighed_by_the_version_of_its_day_and_keeps_its_number(
    force: Cast,
    arrested: Arrest,  # noqa: F811
) -> None:
    approved(force, offence_age={"months": 1})
    assert checking(force, arrested).rules_version == 3
    later = datetime.fromisoformat("2026-05-04T10:00:00+01:00")
    first = EligibilityCheck.objects.get(arrest=arrested)
    again = checking(force, arrested, by=force.opening("carl", arrested.person, later), at=later, replaces=first.pk)
    assert (again.rules_version, again.rules_from, again.result) == (4, FIRST_DAY, "not_eligible")
    first.refresh_from_db()
    assert first.rules_version == 3


def test_a_version_is_sent_back_changed_under_its_version_and_withdrawn_before_its_day(force: Cast) -> None:
    sal, gil = force.entering("sal"), force.entering("gil")
    row = propose_rules(series=CHECKPOINT_SERIES, facts=proposing(), by=sal, at=NOW)
    send_rules(version=row, by=sal, at=NOW)
    row.refresh_from_db()
    with pytest.raises(Refused, match="Only a draft can be changed"):
        change_rules(version=row, facts=proposing(), by=sal, at=NOW)
    send_rules_back(version=row, note="Say which meeting", by=gil, at=NOW)
    row.refresh_from_db()
    with pytest.raises(Conflict):
        change_rules(version=row, facts=proposing(earlier=None), read=1, by=sal, at=NOW)
    changed = change_rules(version=row, facts=proposing(earlier=None), read=row.version, by=sal, at=NOW)
    assert "earlier" not in changed.criteria
    gone = withdraw_rules(version=changed, by=sal, at=NOW)
    assert gone.state == "gone"
    standing = approved(force)
    with pytest.raises(Refused, match="This version is in force"):
        withdraw_rules(version=standing, by=force.entering("sal"), at=NOW + timedelta(days=60))
    with pytest.raises(NotPermitted):
        propose_rules(series=CHECKPOINT_SERIES, facts=proposing(), by=force.entering("nadia"), at=NOW)
    with pytest.raises(Refused, match="decided by the police"):
        propose_rules(series=CHECKPOINT_SERIES, facts=proposing(), by=force.entering("tom"), at=NOW)


def test_a_simulation_weighs_last_months_arrests_and_keeps_nothing(force: Cast, arrested: Arrest) -> None:  # noqa: F811
    police_force = force.agencies["police"]
    make.involvement(arrested.person, police_force, kind="checkpoint", team=force.teams["checkpoint"])
    make.arrest(arrested.person, police_force, at=NOW - timedelta(days=40))
    make.arrest(arrested.person, police_force, at=NOW - timedelta(days=4))
    checking(force, arrested, confirms_address=True)
    row = propose_rules(
        series=CHECKPOINT_SERIES,
        facts=proposing(adult={"years": 25}, co_accused=None),
        by=force.entering("sal"),
        at=NOW,
    )
    rules = own_version(version=row.pk, by=force.entering("sal"), at=NOW).rules
    month = simulate_last_month(rules=rules, by=force.entering("sal"), at=NOW)
    assert (month.simulation.number, month.kept) == (2, 1)
    assert month.simulation.now == {"Eligible": 1, "Cannot tell yet": 1}
    assert month.changed == ()
    stricter = as_rules(proposing(residence={"confirmed_months": 1}, offence_age={"months": 1}, hate=None), 5)
    later = NOW + timedelta(days=28)
    month = simulate_last_month(rules=stricter, by=force.entering("sal", later), at=later)
    assert (month.simulation.number, month.simulation.then) == (1, {"Eligible": 1})
    assert EligibilityCheck.objects.count() == 1
