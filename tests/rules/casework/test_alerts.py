"""Alerts as tables: what may be raised, how long it may stand without a review, why it stands or ends."""

from dataclasses import replace
from datetime import date

import pytest

from desistance.casework.rules.alerts import (
    AlertFacts,
    latest_review,
    may_end_alert,
    may_wait_until,
    troubles_of_alert,
    troubles_of_review,
)
from desistance.casework.terms import ALERT_RULES, AlertKind
from desistance.foundation.rulesets import in_force

TODAY = date(2026, 3, 13)
GOOD = AlertFacts("staff", "Do not visit alone", TODAY, date(2026, 9, 12))


@pytest.mark.parametrize(
    ("told", "field", "words"),
    [
        ({"kind": "arson"}, "kind", "Choose what the alert warns of."),
        ({"kind": ""}, "kind", "Choose what the alert warns of."),
        ({"warning": " \n"}, "warning", "Enter what workers need to know or do."),
        ({"warning": "x" * 161}, "warning", "The alert must be 160 characters or fewer."),
        ({"starts_on": date(2026, 3, 14)}, "starts_on", "must be today or in the past"),
        ({"review_on": TODAY}, "review_on", "The review date must be after today."),
        ({"review_on": date(2026, 9, 13)}, "review_on", "The review date must be on or before 12 September 2026."),
        ({"kind": "self_harm"}, "review_on", "The review date must be on or before 13 June 2026."),
        ({"kind": "other", "review_on": date(2027, 3, 15)}, "review_on", "on or before 14 March 2027."),
    ],
)
def test_what_keeps_an_alert_from_the_record(told: dict[str, object], field: str, words: str) -> None:
    found = {name: one.words for name, one in troubles_of_alert(replace(GOOD, **told), TODAY) if not one}
    assert list(found) == [field]
    assert words in found[field]


def test_an_alert_that_says_what_to_do_is_raised() -> None:
    assert all(one for _, one in troubles_of_alert(GOOD, TODAY))
    assert all(one for _, one in troubles_of_alert(replace(GOOD, warning="x" * 160), TODAY))


@pytest.mark.parametrize("kind", AlertKind.values)
def test_every_kind_has_a_longest_time_without_a_review(kind: str) -> None:
    latest = latest_review(kind, TODAY)
    assert may_wait_until(kind, latest, TODAY)
    assert not may_wait_until(kind, latest.replace(day=latest.day + 1), TODAY)
    assert sorted(in_force(ALERT_RULES, TODAY).values["longest_days"]) == sorted(AlertKind.values)


@pytest.mark.parametrize(
    ("told", "fields"),
    [
        (("", "Still so", date(2026, 9, 1)), ["warning"]),
        (("Two to a visit", "  ", date(2026, 9, 1)), ["because"]),
        (("Two to a visit", "x" * 301, date(2026, 9, 1)), ["because"]),
        (("Two to a visit", "Still so", date(2026, 10, 1)), ["review_on"]),
        (("Two to a visit", "Still so", date(2026, 9, 1)), []),
    ],
)
def test_an_alert_stands_on_only_where_someone_says_why(told: tuple[str, str, date], fields: list[str]) -> None:
    warning, because, review_on = told
    troubles = troubles_of_review("staff", warning, because, review_on, TODAY)
    assert [field for field, one in troubles if not one] == fields


def test_an_alert_ends_with_a_reason() -> None:
    assert may_end_alert(" ").words == "Enter why the alert ends."
    assert not may_end_alert("x" * 301)
    assert may_end_alert("Moved away")
