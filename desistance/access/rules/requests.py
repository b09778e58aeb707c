"""Who is asked for access to a person, who may answer, and until when access is given."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from desistance.access.terms import REQUEST_LENGTHS, REQUEST_STATES
from desistance.foundation.calendar import LOCAL
from desistance.foundation.decisions import Decision, all_of, allowed, refused

SOURCE = "Limited access with a named approver and a clock (service design B22)."
PARTS = ("restriction approver", "lead worker", "team manager", "agency manager", "governance officer")
"""Who may be asked, in this order: the part that a candidate plays for the person."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody who might answer: the part they play, and whether they still can."""

    staff: int
    part: str
    holds_post: bool = True
    is_excluded: bool = False
    may_answer: bool = True


def choose_approver(candidates: Sequence[Candidate], *, asker: int) -> Candidate | None:
    """The first who can answer, by part and then in the order given: never the asker, one who left or one who is excluded."""
    able = [
        one
        for one in candidates
        if one.staff != asker and one.holds_post and not one.is_excluded and one.may_answer and one.part in PARTS
    ]
    return min(able, key=lambda one: PARTS.index(one.part), default=None)


@dataclass(frozen=True, slots=True)
class RequestFacts:
    """What the rule needs to know about a request that someone wants to send."""

    reason: str
    days: int
    least_characters: int
    may_open_already: bool
    has_asked_already: bool
    has_approver: bool


def may_request(facts: RequestFacts) -> Decision:
    """A request has a reason long enough to judge, a length from the list, and somebody to answer it."""
    lengths = {days for _, days in REQUEST_LENGTHS.values()}
    checks = (
        (not facts.may_open_already, "You can already open this record."),
        (not facts.has_asked_already, "You have already asked. The answer will be on your requests page."),
        (
            len(facts.reason.strip()) >= facts.least_characters,
            f"Enter why you need this record, in at least {facts.least_characters} characters.",
        ),
        (facts.days in lengths, "Choose how long you need it for."),
        (facts.has_approver, "Nobody can answer a request for this record today. Ring the team that holds it."),
    )
    return all_of(*(allowed() if holds else refused(words, SOURCE) for holds, words in checks))


@dataclass(frozen=True, slots=True)
class AnswerFacts:
    """Who wants to answer which request, and how."""

    state: str
    answer: str
    words: str
    is_asker: bool
    is_approver: bool
    is_owner_manager: bool
    approver_has_left: bool
    may_open: bool = True


def may_answer(facts: AnswerFacts) -> Decision:
    """The named approver answers; if they have left, a manager of the agency that holds the record. Never one's own request."""
    if facts.is_asker:
        return refused("You cannot answer your own request.", SOURCE)
    stands_in = facts.is_owner_manager and facts.approver_has_left
    if not facts.is_approver and not stands_in:
        return refused("This request waits for the named approver.", SOURCE)
    if facts.answer not in ("given", "refused"):
        return refused("Choose whether to give access.", SOURCE)
    needs_words = facts.answer == "refused" and not facts.words.strip()
    return all_of(
        REQUEST_STATES.may_move(facts.state, facts.answer),
        refused("Enter why access is not given. The worker will read it.", SOURCE) if needs_words else allowed(),
    )


def may_withdraw_request(state: str, *, is_asker: bool) -> Decision:
    """Whoever asked may withdraw while nobody has answered."""
    if not is_asker:
        return refused("Only the worker who asked can withdraw a request.", SOURCE)
    return REQUEST_STATES.may_move(state, "withdrawn")


def may_end_granted(state: str, *, is_asker: bool, may_answer_it: bool) -> Decision:
    """Access that was given ends early when its holder or its approver says so."""
    if not (is_asker or may_answer_it):
        return refused("Only the worker who holds this access, or who gave it, can end it.", SOURCE)
    return REQUEST_STATES.may_move(state, "lapsed")


def access_until(at: datetime, days: int) -> datetime:
    """The end of the local day ``days`` after ``at``: 7 days from Friday 13 March ends as Friday 20 March does."""
    last = at.astimezone(LOCAL).date() + timedelta(days=days + 1)
    return datetime(last.year, last.month, last.day, tzinfo=LOCAL)
