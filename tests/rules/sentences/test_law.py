"""What the law on an order's dates says: the day on which contact stops, and whether supervision follows a licence."""

from datetime import date

import pytest

from desistance.sentences.rules.law import law_of
from desistance.sentences.rules.orders import OrderFacts

STARTS = date(2025, 11, 3)
RESET = date(2026, 7, 4)
CASES = [
    ("licence", STARTS, date(2026, 5, 2), None, [("follows the licence until", date(2026, 11, 3))]),
    ("licence", STARTS, date(2026, 5, 2), date(2026, 3, 3), [("after two thirds", date(2026, 3, 3)), ("follows", date(2026, 11, 3))]),
    ("licence", STARTS, date(2026, 11, 3), None, []),  # 12 months of licence leave nothing to follow
    ("licence", STARTS, None, None, []),  # its end is not known, so nothing is said
    ("licence", date(2014, 6, 2), date(2015, 1, 31), None, [("No supervision follows", None)]),
    ("licence", date(2014, 6, 2), date(2015, 2, 1), None, [("follows the licence until", date(2015, 6, 2))]),
    ("licence", date(2001, 6, 2), date(2002, 2, 1), None, []),  # before any law that the service knows
    ("post_sentence", STARTS, date(2026, 11, 3), STARTS, [("No active contact", STARTS), ("at the latest", date(2026, 11, 3))]),
    ("community_order", STARTS, date(2026, 11, 2), RESET, [("after two thirds", RESET)]),
    ("community_order", STARTS, date(2026, 11, 2), None, []),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "starts_on", "ends_on", "reset_on", "told"), CASES)
def test_the_law_on_the_dates_is_told_with_its_day_and_source(
    kind: str, starts_on: date, ends_on: date | None, reset_on: date | None, told: list[tuple[str, date | None]]
) -> None:
    found = law_of(OrderFacts(kind, starts_on, starts_on, ends_on), reset_on=reset_on)
    assert [one.day for one in found] == [day for _, day in told]
    assert all(words in one.words for one, (words, _) in zip(found, told, strict=True))
    assert all(one.source for one in found)
