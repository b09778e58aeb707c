"""Safe contact as tables, awkward cases first: words that cannot be read for certain never make a call safe."""

from datetime import UTC, datetime

import pytest

from desistance.casework.rules.safe_contact import SafeFacts, is_safe_to_ring, is_within, told_of, unsafe_words

FRIDAY_3PM = datetime(2026, 3, 13, 15, 0, tzinfo=UTC)
SUNDAY_3PM = datetime(2026, 3, 15, 15, 0, tzinfo=UTC)
SUMMER_6AM = datetime(2026, 7, 3, 6, 30, tzinfo=UTC)  # 7:30am by the clock


@pytest.mark.parametrize(
    ("words", "at", "within"),
    [
        ("not after 6pm", FRIDAY_3PM, None),  # "not" turns it round
        ("weekdays after 2pm, weekends any time", FRIDAY_3PM, None),  # two rules run into one
        ("after school", FRIDAY_3PM, None),
        ("when he is at work", FRIDAY_3PM, None),
        ("after 9", FRIDAY_3PM, None),  # morning or evening is not known
        ("10pm to 6am", FRIDAY_3PM, None),  # over midnight
        ("except Fridays", FRIDAY_3PM, None),
        ("", FRIDAY_3PM, None),
        ("weekdays after 2pm; weekends", SUNDAY_3PM, True),
        ("weekdays after 2pm or weekends", FRIDAY_3PM, True),
        ("Weekdays, after 5pm", FRIDAY_3PM, False),
        ("weekdays", SUNDAY_3PM, False),
        ("weekends only", SUNDAY_3PM, True),
        ("Monday to Thursday 9am to 5pm", FRIDAY_3PM, False),
        ("Fri to Mon, 9am-5pm", SUNDAY_3PM, True),  # round the end of the week
        ("Mon, Wed and Fri between 2pm and 4pm", FRIDAY_3PM, True),
        ("9am to 3pm", FRIDAY_3PM, False),  # the end is over
        ("before 3pm", FRIDAY_3PM, False),
        ("after 3pm", FRIDAY_3PM, True),
        ("mornings", SUMMER_6AM, True),
        ("after 7am", SUMMER_6AM, True),  # by the clock in England
        ("afternoons", FRIDAY_3PM, True),
        ("any time on Fridays", FRIDAY_3PM, True),
    ],
)
def test_times_are_read_only_where_they_are_certain(words: str, at: datetime, within: bool | None) -> None:
    assert is_within(words, at) is within


@pytest.mark.parametrize(
    ("safe", "times", "is_safe"),
    [
        ("not_asked", "", False),
        ("text_only", "", False),
        ("not_safe", "", False),
        ("safe_at_times", "after school", False),
        ("safe_at_times", "after 5pm", False),
        ("safe_at_times", "afternoons", True),
        ("no_messages", "", True),
        ("safe", "", True),
    ],
)
def test_a_number_is_rung_only_where_someone_said_that_it_is_safe(safe: str, times: str, is_safe: bool) -> None:
    assert is_safe_to_ring(SafeFacts("Mobile ending 321", safe, times), FRIDAY_3PM) is is_safe


def test_what_is_said_before_a_call_is_arranged() -> None:
    later = SafeFacts("Mobile ending 321", "safe_at_times", "weekdays after 5pm")
    text = SafeFacts("Mobile ending 444", "text_only")
    asked = SafeFacts("Home phone ending 555", "not_asked")
    unread = SafeFacts("Mobile ending 666", "safe_at_times", "after school")
    assert list(unsafe_words("telephone", [later, text, asked, unread], FRIDAY_3PM)) == [
        "Mobile ending 321: safe only at the times given: weekdays after 5pm. This time is outside them",
        "Mobile ending 444: safe to text, do not ring. Do not ring it",
        "Home phone ending 555: not asked whether it is safe. Ask before you ring it",
        "Mobile ending 666: safe only at the times given: after school. Check that this time is one of them",
    ]
    assert list(unsafe_words("telephone", [], FRIDAY_3PM)) == ["No telephone number is on record that you may see"]
    assert list(unsafe_words("telephone", [later, SafeFacts("Work phone", "safe")], FRIDAY_3PM)) == []
    assert list(unsafe_words("office", [later], FRIDAY_3PM)) == []
    assert told_of(SafeFacts("Mobile ending 1", "safe")) == "Mobile ending 1: safe at any time"
