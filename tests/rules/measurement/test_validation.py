"""When the scores of a predictor may be compared with what became of people: awkward days first."""

from datetime import date

import pytest

from desistance.foundation.decisions import Refused
from desistance.measurement.rules.validation import ValidationFacts, followed_until, may_validate

YEAR_END = date(2024, 3, 31)
CASES = (
    # predictor, state, complete to, there already, what is said ("" where it may)
    ("OGRS3", "counted", date(2025, 9, 30), False, ""),
    ("OGRS3", "counted", date(2025, 9, 29), False, "OGRS3 foresees 12 months"),
    ("ARP", "counted", date(2026, 9, 30), False, ""),
    (
        "ARP",
        "counted",
        date(2026, 9, 29),
        False,
        "30 September 2026, and its records are complete to 29 September 2026",
    ),
    ("OGRS3", "frozen", date(2026, 9, 30), False, "not counted yet"),
    ("OGRS3", "counted", date(2026, 9, 30), True, "already"),
    ("OVP", "counted", date(2026, 9, 30), False, "OGRS3 or ARP"),
)


@pytest.mark.parametrize(("predictor", "state", "complete_to", "is_there", "words"), CASES)
def test_a_validation_is_asked_for_once_everyone_was_followed(
    predictor: str, state: str, complete_to: date, is_there: bool, words: str
) -> None:
    decision = may_validate(ValidationFacts(predictor, state, YEAR_END, complete_to, is_there))
    if not words:
        decision.demand("predictor")
        return
    with pytest.raises(Refused, match=words):
        decision.demand("predictor")


def test_a_follow_up_ends_with_a_month_of_its_own_length() -> None:
    assert followed_until("OGRS3", date(2024, 8, 31)) == date(2026, 2, 28)
    assert followed_until("ARP", date(2023, 8, 31)) == date(2026, 2, 28)
