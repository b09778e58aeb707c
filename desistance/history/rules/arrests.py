"""Whether an arrest can have happened as it is told."""

from dataclasses import dataclass
from datetime import date, datetime

from desistance.foundation.calendar import local_date
from desistance.foundation.decisions import Decision, all_of, allowed, refused
from desistance.history.rules.offence_codes import CodeStanding, read_offence_code
from desistance.history.terms import LONGEST_CUSTODY_NUMBER, LONGEST_OFFENCE_WORDS, LONGEST_REASON, OFFENCE_NOT_GIVEN

RESPONSIBLE_FROM = 10
"""The age of criminal responsibility in England and Wales. Source: Children and Young Persons Act 1933 s.50."""


@dataclass(frozen=True, slots=True)
class ArrestFacts:
    """What is told of an arrest. An empty text is not known; without a time of day the moment is the day's first."""

    custody_number: str
    arrested_at: datetime
    is_time_known: bool = True
    offence_code: str = ""
    offence_words: str = ""
    offence_on: date | None = None
    force: str = ""
    custody_suite: str = ""
    outcome: str = ""


def may_record(facts: ArrestFacts, at: datetime) -> Decision:
    """An arrest has a number, is not ahead of us, follows its offence, and names the offence by a code or in words."""
    number = facts.custody_number.strip()
    arrested_on = local_date(facts.arrested_at)
    checks = (
        (bool(number), "Enter the custody number."),
        (
            len(number) <= LONGEST_CUSTODY_NUMBER,
            f"Custody number must be {LONGEST_CUSTODY_NUMBER} characters or fewer.",
        ),
        (facts.arrested_at <= at, "Date of arrest must be today or in the past."),
        (
            facts.offence_on is None or facts.offence_on <= arrested_on,
            "Date of the offence must be the same as or before the date of arrest.",
        ),
        (
            len(facts.offence_words) <= LONGEST_OFFENCE_WORDS,
            f"Offence must be {LONGEST_OFFENCE_WORDS} characters or fewer.",
        ),
        (bool(facts.offence_code or facts.offence_words), "Enter an offence code or the offence in words."),
    )
    return all_of(*(allowed() if holds else refused(words) for holds, words in checks), _code_may_stand(facts))


def _code_may_stand(facts: ArrestFacts) -> Decision:
    if not facts.offence_code:
        return allowed()
    reading = read_offence_code(facts.offence_code)
    return refused(reading.words) if reading.standing is CodeStanding.NOT_A_CODE else allowed(reading.words)


def may_change(*, is_ours: bool, is_standing: bool, reason: str, what: str = "arrest") -> Decision:
    """An agency corrects or withdraws an entry of its own that stands, and says why. ``what`` names the entry in words."""
    checks = (
        (is_ours, f"Only the agency that recorded this {what} can change it."),
        (is_standing, f"This {what} was corrected or withdrawn before. Open the newest version."),
        (bool(reason.strip()), "Enter why this is being changed."),
        (len(reason) <= LONGEST_REASON, f"The reason must be {LONGEST_REASON} characters or fewer."),
    )
    return all_of(*(allowed() if holds else refused(words) for holds, words in checks))


def offence_in_words(facts: ArrestFacts) -> str:
    """The offence as a worker reads it: the sender's words, else the title of its code, else that it was not given."""
    if facts.offence_words.strip():
        return facts.offence_words.strip()
    return (read_offence_code(facts.offence_code).title if facts.offence_code else "") or (
        f"Offence code {facts.offence_code}" if facts.offence_code else OFFENCE_NOT_GIVEN
    )


def age_on(born_on: date, on: date) -> int:
    """Whole years from birth to a day; below nought before birth. Someone born on 29 February turns on 1 March."""
    return on.year - born_on.year - ((on.month, on.day) < (born_on.month, born_on.day))


def age_problem(born_on: date, arrested_on: date) -> str:
    """Why nobody born on this day can have been arrested on that day, in words; empty when they can."""
    years = age_on(born_on, arrested_on)
    if years < 0:
        return "the arrest is before the date of birth"
    if years < RESPONSIBLE_FROM:
        return f"the person would be {years} at the arrest, and nobody under {RESPONSIBLE_FROM} can be arrested"
    return ""
