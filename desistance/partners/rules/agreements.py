"""Whether an information-sharing agreement can stand as written, when it is due for review, and what it switches on."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from desistance.foundation.decisions import Decision, allowed, refused
from desistance.partners.terms import SHAREABLE_CLASSES, WARN_BEFORE_REVIEW_DAYS

SOURCE = "Information Commissioner's Office, Data sharing code of practice (2020), chapter on data sharing agreements"


@dataclass(frozen=True, slots=True)
class AgreementTerms:
    """What the parties have agreed, as plain values."""

    name: str
    reference: str
    parties: frozenset[int]
    purpose: str
    legal_basis: str
    classes: frozenset[str]
    switches_on_finding: bool
    from_on: date
    review_on: date
    until_on: date | None = None


def _answer(holds: bool, words: str, source: str = SOURCE) -> Decision:
    return allowed() if holds else refused(words, source)


def may_stand(terms: AgreementTerms, *, reference_is_taken: bool) -> Mapping[str, Decision]:
    """One decision for each field: two parties or more, a purpose, a basis, a review date, an end not before its start."""
    return {
        "name": _answer(bool(terms.name.strip()), "Enter the agreement's name"),
        "reference": _answer(
            bool(terms.reference.strip()) and not reference_is_taken,
            "Another agreement has this reference. Enter a different one."
            if reference_is_taken
            else "Enter the agreement's reference",
        ),
        "parties": _answer(len(terms.parties) >= 2, "Select at least 2 agencies: an agreement needs 2 parties"),
        "purpose": _answer(bool(terms.purpose.strip()), "Enter what the information is shared for"),
        "legal_basis": _answer(bool(terms.legal_basis.strip()), "Enter the legal basis"),
        "classes": _answer(
            terms.classes <= {kind.value for kind in SHAREABLE_CLASSES},
            "Select kinds of information from the list: the others are never shared by agreement",
        ),
        "review_on": _answer(terms.review_on > terms.from_on, "Review date must be after the start date"),
        "until_on": _answer(
            terms.until_on is None or terms.until_on >= terms.from_on, "End date must be after the start date"
        ),
    }


def may_end(*, from_on: date, until_on: date | None, ends_on: date, reason: str, on: date) -> Mapping[str, Decision]:
    """An agreement ends once, today or later, never before it began, and the reason is kept."""
    has_ended = until_on is not None and until_on < on
    return {
        "ends_on": (
            _answer(not has_ended, "This agreement has already ended.")
            if has_ended
            else _answer(
                ends_on >= max(from_on, on), "End date must be today or later, and not before the agreement starts"
            )
        ),
        "reason": _answer(bool(reason.strip()), "Enter why the agreement ends"),
    }


def may_review(*, review_on: date, note: str, on: date, is_live: bool) -> Mapping[str, Decision]:
    """A review says what was found and sets the next date, while the agreement lasts."""
    return {
        "review_on": _answer(is_live, "This agreement has ended, so there is nothing to review.")
        if not is_live
        else _answer(review_on > on, "Next review date must be in the future"),
        "note": _answer(bool(note.strip()), "Enter what the review found"),
    }


def is_live(*, from_on: date, until_on: date | None, on: date) -> bool:
    """In force from its first day to its last, both included. One past its review date still runs, and says so."""
    return from_on <= on and (until_on is None or on <= until_on)


def switched_on(terms: AgreementTerms, on: date) -> frozenset[str]:
    """The classes that the agreement lets its parties show each other on a date: none before it starts or after it ends."""
    return terms.classes if is_live(from_on=terms.from_on, until_on=terms.until_on, on=on) else frozenset()


def is_to_review(*, review_on: date, from_on: date, until_on: date | None, on: date) -> bool:
    """Whether reviewing it is work for information governance now; an agreement that has ended needs no review."""
    soon = review_on <= on + timedelta(days=WARN_BEFORE_REVIEW_DAYS)
    return soon and is_live(from_on=from_on, until_on=until_on, on=on)


def state_words(*, from_on: date, review_on: date, until_on: date | None, on: date) -> str:
    """The state as one of the service's words: Not started, Active, Overdue (for review) or Ended."""
    if from_on > on:
        return "Not started"
    if until_on is not None and until_on < on:
        return "Ended"
    return "Overdue" if review_on < on else "Active"
