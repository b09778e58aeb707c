"""Agreements: recorded, changed under their version, reviewed and ended; and what the gate then shows."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from desistance.access.rules.policy import policy
from desistance.access.terms import Owner
from desistance.foundation.decisions import Conflict, NotPermitted, Refused
from desistance.foundation.models import Revision
from desistance.foundation.terms import DataClass
from desistance.partners.actions.agreements import (
    change_agreement,
    end_agreement,
    record_agreement,
    review_agreement,
)
from desistance.partners.models import Agreement
from desistance.partners.queries import agreement as one_agreement
from desistance.partners.queries import agreements_to_review, history_of, terms_of
from desistance.partners.terms import SHAREABLE_CLASSES
from tests import factories as make
from tests.cast import Cast

TODAY = date(2026, 3, 13)


def _record(cast: Cast, **more: Any) -> Agreement:
    values: dict[str, Any] = {
        "name": "Women's centre",
        "reference": "ISA-W1",
        "parties": [cast.agencies["charity"], cast.agencies["probation"]],
        "purpose": "Support for women",
        "legal_basis": "Public task",
        "classes": ["plan", "casework"],
        "review_on": date(2027, 3, 1),
        "by": cast.entering("grace"),
        "at": make.NOW,
    }
    return record_agreement(**{**values, **more})


def test_what_an_agreement_can_switch_on_is_what_the_policy_shows_under_one() -> None:
    shown = {kind for row in policy() if row.owner == Owner.AGREED for kind in row.classes}
    assert shown == set(SHAREABLE_CLASSES)


def test_a_recorded_agreement_counts_at_the_next_request(cast: Cast) -> None:
    assert not cast.entering("uma").agreed.get(DataClass.PLAN)
    _record(cast)
    assert cast.entering("uma").agreed[DataClass.PLAN] == {cast.agencies["probation"].pk}


def test_one_that_starts_tomorrow_switches_nothing_on_today(cast: Cast) -> None:
    _record(cast, from_on=TODAY + timedelta(days=1))
    assert not cast.entering("uma").agreed
    assert cast.entering("uma", make.NOW + timedelta(days=1)).agreed


def test_an_ended_agreement_switches_nothing_on_the_day_after(cast: Cast) -> None:
    made = _record(cast)
    end_agreement(agreement=made, ends_on=TODAY, reason="Replaced", by=cast.entering("grace"), at=make.NOW)
    assert cast.entering("uma").agreed
    assert not cast.entering("uma", make.NOW + timedelta(days=1)).agreed


@pytest.mark.parametrize("who", ["adam", "priya", "tom", "ana"])
def test_only_information_governance_records_agreements(cast: Cast, who: str) -> None:
    with pytest.raises(NotPermitted):
        _record(cast, by=cast.entering(who))


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"reference": "isa-w0"}, "reference"),
        ({"classes": ["victim"]}, "classes"),
        ({"review_on": TODAY}, "review_on"),
        ({"until_on": TODAY - timedelta(days=1)}, "until_on"),
        ({"purpose": " "}, "purpose"),
    ],
)
def test_one_that_does_not_stand_is_refused_and_not_kept(cast: Cast, more: dict[str, Any], field: str) -> None:
    _record(cast, reference="ISA-W0")
    before = Agreement.objects.count()
    with pytest.raises(Refused) as refused:
        _record(cast, **more)
    assert refused.value.field == field
    assert Agreement.objects.count() == before


def test_two_parties_must_be_two_agencies(cast: Cast) -> None:
    with pytest.raises(Refused, match="2 parties"):
        _record(cast, parties=[cast.agencies["charity"], cast.agencies["charity"]])


def test_a_change_keeps_the_row_and_the_parties_as_they_were(cast: Cast, looking: None) -> None:
    made, grace = _record(cast), cast.entering("grace")
    terms = terms_of(made)
    parties = terms.parties | {cast.agencies["council"].pk}
    change_agreement(
        agreement=made, terms=replace(terms, parties=parties, classes=frozenset()), version=1, by=grace, at=make.NOW
    )
    assert terms_of(one_agreement(agreement=made.pk)).parties == parties
    kept = Revision.objects.get(holding="partners.Agreement", record_id=made.pk)
    assert kept.values["classes"] == ["casework", "plan"]
    assert str(cast.agencies["charity"].pk) in kept.reason
    assert [entry.who for entry in history_of(agreement=made, by=grace)] == ["Grace"]


def test_a_stale_change_is_a_conflict_with_both_versions(cast: Cast, looking: None) -> None:
    made, grace = _record(cast), cast.entering("grace")
    mine = replace(terms_of(made), purpose="Mine")
    review_agreement(agreement=made, review_on=date(2027, 9, 1), note="All well", by=grace, at=make.NOW)
    stale = one_agreement(agreement=made.pk)
    with pytest.raises(Conflict) as conflict:
        change_agreement(agreement=stale, terms=mine, version=1, by=grace, at=make.NOW)
    versions = conflict.value.versions
    assert (versions.theirs["review_on"], versions.mine["purpose"], versions.version) == ("2027-09-01", "Mine", 2)
    assert one_agreement(agreement=made.pk).purpose == "Support for women"


def test_changing_to_the_reference_of_another_is_refused(cast: Cast) -> None:
    made, other = _record(cast), _record(cast, reference="ISA-W2")
    with pytest.raises(Refused) as refused:
        change_agreement(
            agreement=other,
            terms=replace(terms_of(other), reference=made.reference),
            version=1,
            by=cast.entering("grace"),
            at=make.NOW,
        )
    assert refused.value.field == "reference"


def test_review_is_a_duty_of_governance_until_it_is_done(cast: Cast) -> None:
    made, grace = _record(cast, from_on=date(2025, 1, 1), review_on=date(2026, 3, 1)), cast.entering("grace")
    [duty] = agreements_to_review(grace)
    assert (duty["record"], duty["words"], duty["reference"]) == (made.pk, "Women's centre", "ISA-W1")
    assert not list(agreements_to_review(cast.entering("adam")))
    review_agreement(agreement=made, review_on=date(2027, 3, 1), note="No change", by=grace, at=make.NOW)
    assert not list(agreements_to_review(grace))


def test_a_lapsed_agreement_is_no_duty(cast: Cast) -> None:
    _record(cast, from_on=date(2024, 1, 1), review_on=date(2025, 1, 1), until_on=date(2026, 3, 12))
    assert not list(agreements_to_review(cast.entering("grace")))


def test_the_end_needs_a_reason_and_a_day_that_is_not_past(cast: Cast) -> None:
    made, grace = _record(cast), cast.entering("grace")
    with pytest.raises(Refused) as refused:
        end_agreement(agreement=made, ends_on=TODAY, reason=" ", by=grace, at=make.NOW)
    assert refused.value.field == "reason"
    with pytest.raises(Refused) as refused:
        end_agreement(agreement=made, ends_on=TODAY - timedelta(days=1), reason="x", by=grace, at=make.NOW)
    assert refused.value.field == "ends_on"
