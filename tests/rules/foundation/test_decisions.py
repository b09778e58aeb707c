"""Decisions carry their reasons; a demand turns a no into a refusal for the right field."""

import pytest

from desistance.foundation.decisions import NotFound, Refused, all_of, allowed, refused


def test_all_of_keeps_every_reason_against_and_none_for() -> None:
    decision = all_of(allowed("In time."), refused("No tests yet.", "DRR guidance 4.2"), refused("No consent."))
    assert not decision
    assert decision.words == "No tests yet. No consent."
    assert [reason.source for reason in decision.reasons] == ["DRR guidance 4.2", ""]


def test_all_of_what_is_allowed_keeps_the_reasons_for() -> None:
    assert all_of(allowed("In time."), allowed()).words == "In time."


def test_a_demand_names_the_field_to_mend() -> None:
    with pytest.raises(Refused) as raised:
        refused("Enter why.").demand("reason")
    assert (raised.value.words, raised.value.field, raised.value.status) == ("Enter why.", "reason", 422)
    allowed().demand("reason")


def test_missing_says_nothing_about_what_is_missing() -> None:
    assert NotFound().words == NotFound().words == "Nothing here matches that address."
