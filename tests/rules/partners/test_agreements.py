"""Rules about information-sharing agreements."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from desistance.partners.rules.agreements import (
    AgreementTerms,
    is_live,
    is_to_review,
    may_end,
    may_review,
    may_stand,
    state_words,
    switched_on,
)

TODAY = date(2026, 3, 13)
DAY = timedelta(days=1)
FINE = AgreementTerms(
    name="Reducing reoffending",
    reference="ISA-1",
    parties=frozenset({1, 2}),
    purpose="Reducing reoffending",
    legal_basis="Crime and Disorder Act 1998 s.115",
    classes=frozenset({"casework", "risk"}),
    switches_on_finding=True,
    from_on=TODAY,
    review_on=TODAY + 365 * DAY,
)


@pytest.mark.parametrize(
    ("changed", "field", "words"),
    [
        ({"parties": frozenset({1})}, "parties", "2 parties"),
        ({"parties": frozenset()}, "parties", "2 parties"),
        ({"name": "  "}, "name", "Enter"),
        ({"reference": " "}, "reference", "Enter"),
        ({"purpose": ""}, "purpose", "Enter"),
        ({"legal_basis": "\n"}, "legal_basis", "Enter"),
        ({"classes": frozenset({"victim"})}, "classes", "never shared"),
        ({"classes": frozenset({"casework", "intelligence"})}, "classes", "never shared"),
        ({"classes": frozenset({"confidential_address"})}, "classes", "never shared"),
        ({"review_on": TODAY}, "review_on", "after the start"),
        ({"review_on": TODAY - DAY}, "review_on", "after the start"),
        ({"until_on": TODAY - DAY}, "until_on", "after the start"),
    ],
)
def test_an_agreement_is_refused_in_the_field_that_does_not_stand(
    changed: dict[str, Any], field: str, words: str
) -> None:
    answers = may_stand(replace(FINE, **changed), reference_is_taken=False)
    assert words in answers[field].words
    assert [name for name, answer in answers.items() if not answer] == [field]


def test_a_reference_that_another_agreement_has_is_refused() -> None:
    assert "Another agreement" in may_stand(FINE, reference_is_taken=True)["reference"].words


def test_an_agreement_may_switch_nothing_on_and_last_one_day() -> None:
    terms = replace(FINE, classes=frozenset(), switches_on_finding=False, until_on=TODAY)
    assert all(may_stand(terms, reference_is_taken=False).values())


@pytest.mark.parametrize(
    ("from_days", "until_days", "expected"),
    [(0, None, True), (0, 0, True), (-400, 0, True), (-400, -1, False), (1, None, False), (1, 30, False)],
)
def test_a_lapsed_or_future_agreement_switches_nothing_on(
    from_days: int, until_days: int | None, expected: bool
) -> None:
    until_on = None if until_days is None else TODAY + until_days * DAY
    terms = replace(FINE, from_on=TODAY + from_days * DAY, until_on=until_on)
    assert is_live(from_on=terms.from_on, until_on=until_on, on=TODAY) is expected
    assert switched_on(terms, TODAY) == (terms.classes if expected else frozenset())


def test_an_agreement_past_its_review_still_runs() -> None:
    late = replace(FINE, from_on=TODAY - 800 * DAY, review_on=TODAY - 300 * DAY)
    assert switched_on(late, TODAY) == late.classes
    assert state_words(from_on=late.from_on, review_on=late.review_on, until_on=None, on=TODAY) == "Overdue"


@pytest.mark.parametrize(
    ("review_days", "until_days", "expected"),
    [(-1, None, True), (0, None, True), (28, None, True), (29, None, False), (-1, -1, False), (-1, 0, True)],
)
def test_review_is_work_from_four_weeks_before_and_not_after_the_end(
    review_days: int, until_days: int | None, expected: bool
) -> None:
    until_on = None if until_days is None else TODAY + until_days * DAY
    due = is_to_review(review_on=TODAY + review_days * DAY, from_on=TODAY - 400 * DAY, until_on=until_on, on=TODAY)
    assert due is expected


@pytest.mark.parametrize(
    ("from_days", "until_days", "ends_days", "reason", "wrong"),
    [
        (-10, None, 0, "Replaced", []),
        (-10, None, 30, "Replaced", []),
        (-10, None, -1, "Replaced", ["ends_on"]),
        (10, None, 0, "Replaced", ["ends_on"]),
        (-10, -1, 0, "Replaced", ["ends_on"]),
        (-10, None, 0, "  ", ["reason"]),
        (-10, None, -1, "", ["ends_on", "reason"]),
    ],
)
def test_an_agreement_ends_once_from_today_with_a_reason(
    from_days: int, until_days: int | None, ends_days: int, reason: str, wrong: list[str]
) -> None:
    answers = may_end(
        from_on=TODAY + from_days * DAY,
        until_on=None if until_days is None else TODAY + until_days * DAY,
        ends_on=TODAY + ends_days * DAY,
        reason=reason,
        on=TODAY,
    )
    assert [name for name, answer in answers.items() if not answer] == wrong


@pytest.mark.parametrize(
    ("review_days", "note", "is_in_force", "wrong"),
    [
        (365, "No change", True, []),
        (0, "No change", True, ["review_on"]),
        (-1, "", True, ["review_on", "note"]),
        (365, " ", True, ["note"]),
        (365, "No change", False, ["review_on"]),
    ],
)
def test_a_review_says_what_it_found_and_sets_a_later_date(
    review_days: int, note: str, is_in_force: bool, wrong: list[str]
) -> None:
    answers = may_review(review_on=TODAY + review_days * DAY, note=note, on=TODAY, is_live=is_in_force)
    assert [name for name, answer in answers.items() if not answer] == wrong


@pytest.mark.parametrize(
    ("from_days", "review_days", "until_days", "words"),
    [
        (1, 30, None, "Not started"),
        (-1, 30, None, "Active"),
        (-1, -1, -1, "Ended"),
        (-1, 0, None, "Active"),
        (-9, -1, None, "Overdue"),
    ],
)
def test_the_state_is_one_word_of_the_service(
    from_days: int, review_days: int, until_days: int | None, words: str
) -> None:
    said = state_words(
        from_on=TODAY + from_days * DAY,
        review_on=TODAY + review_days * DAY,
        until_on=None if until_days is None else TODAY + until_days * DAY,
        on=TODAY,
    )
    assert said == words
