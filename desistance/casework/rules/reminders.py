"""The text that reminds someone of an appointment, and the numbers that it may go to. It names no agency, worker or scheme."""

from datetime import datetime

from desistance.casework.rules.safe_contact import SafeFacts, is_within
from desistance.foundation.calendar import LOCAL
from desistance.foundation.decisions import Decision, allowed, refused
from desistance.people.terms import SafeContact

SOURCE = "Service design 5.5: texts name no name and no scheme, and the sender is neutral"


def reminder_text(starts_at: datetime, ring: str = "") -> str:
    """`Appointment Mon 16 March, 9:30am. Ring 0191 496 0000 to change it.` Whoever reads it over a shoulder learns no more."""
    local = starts_at.astimezone(LOCAL)
    minutes = f":{local.minute:02d}" if local.minute else ""
    clock = f"{local.hour % 12 or 12}{minutes}{'am' if local.hour < 12 else 'pm'}"
    change = f"Ring {ring.strip()} to change it." if ring.strip() else "Ring the number that you have to change it."
    return f"Appointment {local:%a} {local.day} {local:%B}, {clock}. {change}"


def may_be_texted(facts: SafeFacts, at: datetime) -> Decision:
    """Whether a text may go to a number at a moment: only where somebody said that it is safe. Not asked is not safe."""
    if facts.safe in (SafeContact.SAFE, SafeContact.TEXT_ONLY):
        return allowed()
    if facts.safe == SafeContact.SAFE_AT_TIMES:
        within = is_within(facts.safe_times, at)
        if within:
            return allowed()
        when = "Now is outside them" if within is False else "Whether now is one of them cannot be read for certain"
        return refused(f"{facts.words}: safe only at the times given, {facts.safe_times}. {when}.", SOURCE)
    words = {
        SafeContact.NO_MESSAGES: "leave no messages there",
        SafeContact.NOT_SAFE: "not safe, do not use it",
        SafeContact.NOT_ASKED: "nobody has asked whether it is safe. Ask first",
    }
    return refused(f"{facts.words}: {words[SafeContact(facts.safe)]}.", SOURCE)


def may_remind(*, is_scheduled: bool, starts_at: datetime, at: datetime) -> Decision:
    """Whether there is something to be reminded of."""
    if not is_scheduled or starts_at <= at:
        return refused("This appointment is over or was cancelled. Choose one that is to come.")
    return allowed()
