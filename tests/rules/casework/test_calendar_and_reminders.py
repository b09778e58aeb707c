"""The calendar file by RFC 5545, with no name in it; the reminder's exact words; and where a text may go."""

from datetime import UTC, datetime, timedelta

import pytest

from desistance.casework.rules.calendar import LONGEST_LINE, Slot, calendar_text
from desistance.casework.rules.reminders import may_be_texted, may_remind, reminder_text
from desistance.casework.rules.safe_contact import SafeFacts

AT = datetime(2026, 3, 13, 15, 40, tzinfo=UTC)
MONDAY = datetime(2026, 3, 16, 9, 30, tzinfo=UTC)


def slot(**more: object) -> Slot:
    told = {"id": 7, "version": 1, "starts_at": MONDAY, "ends_at": MONDAY + timedelta(minutes=30), "changed_at": AT}
    return Slot(**{**told, "is_cancelled": False, **more})  # type: ignore[arg-type]


def unfolded(text: str) -> list[str]:
    return text.replace("\r\n ", "").split("\r\n")


def test_an_appointment_is_one_event_with_its_time_and_nothing_of_anyone() -> None:
    lines = unfolded(calendar_text([slot()]))
    assert lines[0] == "BEGIN:VCALENDAR"
    assert lines[-2:] == ["END:VCALENDAR", ""]
    event = lines[lines.index("BEGIN:VEVENT") : lines.index("END:VEVENT")]
    assert event[2:] == [
        "SEQUENCE:0",
        "DTSTAMP:20260313T154000Z",
        "DTSTART:20260316T093000Z",
        "DTEND:20260316T100000Z",
        "SUMMARY:Appointment",
        "STATUS:CONFIRMED",
        "CLASS:PRIVATE",
    ]
    assert "7" not in event[1].partition(":")[0]


def test_the_same_appointment_keeps_its_uid_and_a_change_raises_its_sequence() -> None:
    first, later = (unfolded(calendar_text([one])) for one in (slot(), slot(version=3, is_cancelled=True)))
    uid = next(line for line in first if line.startswith("UID:"))
    assert uid in later
    assert {"SEQUENCE:2", "STATUS:CANCELLED"} <= set(later)
    assert uid not in calendar_text([slot(id=8)])


@pytest.mark.parametrize(
    ("place", "line"),
    [
        ("Office, 2nd floor; room\\4", "LOCATION:Office\\, 2nd floor\\; room\\\\4"),
        ("Room 1\r\nATTENDEE:mailto:x@example.org", "LOCATION:Room 1\\nATTENDEE:mailto:x@example.org"),
        ("\u202eRoom\x07", "LOCATION:Room"),
    ],
)
def test_a_place_cannot_end_its_line_or_add_another(place: str, line: str) -> None:
    assert line in unfolded(calendar_text([slot(place=place)]))


@pytest.mark.parametrize("letter", ["x", "ł", "€", "😀"])
def test_long_lines_are_folded_between_letters(letter: str) -> None:
    text = calendar_text([slot(place=letter * 120)])
    assert all(len(line.encode()) <= LONGEST_LINE for line in text.split("\r\n"))
    assert f"LOCATION:{letter * 120}" in unfolded(text)
    assert "\n" not in text.replace("\r\n", "")


@pytest.mark.parametrize(
    ("at", "ring", "text"),
    [
        (MONDAY, "0191 496 0000", "Appointment Mon 16 March, 9:30am. Ring 0191 496 0000 to change it."),
        (MONDAY, " ", "Appointment Mon 16 March, 9:30am. Ring the number that you have to change it."),
        (
            datetime(2026, 7, 1, 13, 0, tzinfo=UTC),
            "",
            "Appointment Wed 1 July, 2pm. Ring the number that you have to change it.",
        ),
    ],
)
def test_the_words_of_a_reminder_name_nobody(at: datetime, ring: str, text: str) -> None:
    assert reminder_text(at, ring) == text


@pytest.mark.parametrize(
    ("safe", "times", "words"),
    [
        ("safe", "", ""),
        ("text_only", "", ""),
        ("no_messages", "", "Mobile ending 321: leave no messages there."),
        ("not_safe", "", "Mobile ending 321: not safe, do not use it."),
        ("not_asked", "", "Mobile ending 321: nobody has asked whether it is safe. Ask first."),
        ("safe_at_times", "weekdays 3pm to 5pm", ""),
        (
            "safe_at_times",
            "weekdays after 5pm",
            "Mobile ending 321: safe only at the times given, weekdays after 5pm. Now is outside them.",
        ),
        (
            "safe_at_times",
            "when his mother is out",
            "Mobile ending 321: safe only at the times given, when his mother is out. Whether now is one of them cannot be read for certain.",
        ),
    ],
)
def test_a_text_goes_only_where_somebody_said_it_is_safe(safe: str, times: str, words: str) -> None:
    decision = may_be_texted(SafeFacts("Mobile ending 321", safe, times), AT)
    assert (bool(decision), decision.words) == (not words, words)


def test_there_is_no_reminder_of_what_is_over_or_cancelled() -> None:
    assert may_remind(is_scheduled=True, starts_at=MONDAY, at=AT)
    assert not may_remind(is_scheduled=False, starts_at=MONDAY, at=AT)
    assert not may_remind(is_scheduled=True, starts_at=AT, at=AT)
