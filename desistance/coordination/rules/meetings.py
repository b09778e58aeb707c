"""Whether a meeting may be planned, opened, or decide: quorum by its kind of forum, and where it stands."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from desistance.coordination.terms.forums import PACE, QUORUM
from desistance.coordination.terms.meetings import (
    HERE,
    LISTED,
    LONGEST_NAME,
    MEETING_STATES,
    MOST_CASES,
    UNDER_WAY,
    Presence,
)
from desistance.foundation.decisions import Decision, all_of, allowed, refused
from desistance.foundation.rulesets import in_force
from desistance.partners.terms import AgencyKind

Trouble = tuple[str, Decision]


@dataclass(frozen=True, slots=True)
class AtTable:
    """One agency at a meeting: its kind, its name and whether it is there."""

    kind: str
    name: str
    presence: str

    @property
    def is_here(self) -> bool:
        """Whether somebody speaks for it."""
        return self.presence in HERE


@dataclass(frozen=True, slots=True)
class Quorum:
    """Whether enough agencies are there, and in words which are missing and how to mend it."""

    missing_kinds: tuple[str, ...]
    here: int
    needed: int
    missing_names: tuple[str, ...]
    source: str

    @property
    def is_met(self) -> bool:
        """Whether the meeting may decide."""
        return not self.missing_kinds and self.here >= self.needed

    @property
    def words(self) -> str:
        """What is missing and what to do about it; or that nothing is."""
        if self.is_met:
            return f"Quorum: {self.here} agencies are here, {self.needed} are needed."
        parts = []
        if self.missing_kinds:
            kinds = _listed([AgencyKind(kind).label.lower() for kind in self.missing_kinds])
            who = f" ({_listed(self.missing_names)})" if self.missing_names else ""
            parts.append(f"This meeting cannot decide without: {kinds}{who}.")
        if self.here < self.needed:
            parts.append(f"{self.here} of at least {self.needed} agencies {'is' if self.here == 1 else 'are'} here.")
        parts.append("Mark them present if they have come, name a deputy, or put the case off to the next meeting.")
        return " ".join(parts)


def quorum_of(forum: str, table: Collection[AtTable], on: date) -> Quorum:
    """The quorum of a kind of forum on a day, by the rules in force then."""
    rules = in_force(QUORUM, on)
    wanted = rules.values[forum]
    here = {one.kind for one in table if one.is_here}
    missing = tuple(kind for kind in wanted["kinds"] if kind not in here)
    names = tuple(one.name for one in table if one.kind in missing)
    return Quorum(missing, sum(one.is_here for one in table), int(wanted["agencies"]), names, rules.source)


def may_decide(*, state: str, quorum: Quorum) -> Decision:
    """A meeting decides while it is under way and quorate."""
    if state != UNDER_WAY:
        return refused("Open the meeting first: a decision is taken at a meeting that is under way.")
    return allowed() if quorum.is_met else refused(quorum.words, quorum.source)


@dataclass(frozen=True, slots=True)
class Planning:
    """A meeting that somebody wants to plan."""

    starts_at: datetime
    lines_due_at: datetime
    place: str
    agencies: int
    is_convener: bool
    has_another_then: bool


def troubles_of_planning(facts: Planning, at: datetime) -> Iterator[Trouble]:
    """Each thing that keeps a meeting from being planned, with the field to mend."""
    if not facts.is_convener:
        yield "forum", refused("Only the agency that convenes this forum plans its meetings.")
    if facts.starts_at <= at:
        yield "starts_at", refused("The meeting must be in the future.")
    if facts.has_another_then:
        yield "starts_at", refused("This forum already meets at that time. Choose another time.")
    if not at <= facts.lines_due_at <= facts.starts_at:
        yield "lines_due_at", refused("Lines must be due between now and the start of the meeting.")
    if len(facts.place) > LONGEST_NAME:
        yield "place", refused(f"The place must be {LONGEST_NAME} characters or fewer.")
    if facts.agencies < 1:
        yield "agencies", refused("Choose at least one other agency to ask to the meeting.")


def lines_due(starts_at: datetime, at: datetime) -> datetime:
    """When the agencies' lines are due: so many days before the meeting, never in the past."""
    begins = max(starts_at, at)
    days = int(in_force(PACE, begins.date()).values["lines_due_days_before"])
    return max(begins - timedelta(days=days), at)


def may_list(
    *, state: str, is_listed: bool, count: int, knows_purpose: bool, is_invited: bool, works_with_person: bool
) -> Decision:
    """A case goes on the agenda of a meeting that has not ended, once, for a purpose of that forum, by an agency asked to it
    that works with the person."""
    checks = (
        (is_invited, "Only an agency that was asked to this meeting puts cases on its agenda."),
        (
            works_with_person,
            "Your agency has no work of its own open with this person. A seat at a meeting puts nobody on another agenda.",
        ),
        (
            not MEETING_STATES[state].is_final,
            f"This meeting is {MEETING_STATES[state].wording.lower()}. Choose a coming one.",
        ),
        (knows_purpose, "Choose from the list why this case comes before the meeting."),
        (not is_listed, "This person is on the agenda of this meeting already."),
        (count < MOST_CASES, f"The agenda holds {MOST_CASES} cases already. Plan another meeting."),
    )
    return all_of(*(allowed() if holds else refused(words) for holds, words in checks))


def may_mark(*, state: str, presence: str, has_staff: bool, works_there: bool) -> Iterator[Trouble]:
    """Who speaks for an agency is a worker of it, and whoever is there has a name."""
    if MEETING_STATES[state].is_final:
        yield "", refused(f"This meeting is {MEETING_STATES[state].wording.lower()}, so its attendance stands.")
    if presence not in Presence.values:
        yield "presence", refused("Choose whether the agency is there.")
    if presence in HERE and not has_staff:
        yield "staff", refused("Choose who speaks for the agency.")
    if has_staff and not works_there:
        yield "staff", refused("Choose a worker who holds a post in that agency today.")


def may_close(*, state: str, to: str, reason: str) -> Decision:
    """A meeting closes once it was opened; it is cancelled, or broken off, with a reason."""
    needs_reason = to == "cancelled"
    return all_of(
        MEETING_STATES.may_move(state, to),
        allowed() if reason.strip() or not needs_reason else refused("Enter why the meeting does not take place."),
    )


def may_begin_case(state: str, meeting: str) -> Decision:
    """A case has its turn while it waits and the meeting is under way."""
    if meeting != UNDER_WAY:
        return refused("Open the meeting first.")
    return allowed() if state == LISTED else refused("This case has had its turn.")


def _listed(words: Collection[str]) -> str:
    one_by_one = list(words)
    if len(one_by_one) < 2:
        return "".join(one_by_one)
    return f"{', '.join(one_by_one[:-1])} and {one_by_one[-1]}"
