"""The move from youth to adult services: its milestones, and what stands against each step. No birthday does a step by itself."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from desistance.foundation.decisions import Decision, allowed, refused
from desistance.foundation.rulesets import Answer, RuleSet, in_force
from desistance.schemes.rules.ages import Birth, turning
from desistance.schemes.rules.months import months_after
from desistance.schemes.terms.cases import LONGEST_REASON
from desistance.schemes.terms.youth import ALWAYS, BOTH_SIDES, FILE, YOUTH_RULES, YOUTH_SIDE

OK = allowed()
Troubles = Sequence[tuple[str, Decision]]


@dataclass(frozen=True, slots=True)
class Dates:
    """When each step was done so far, and the day that was agreed for the handover."""

    identified_on: date | None = None
    shared_on: date | None = None
    named_on: date | None = None
    met_on: date | None = None
    accepted_on: date | None = None
    agreed_on: date | None = None
    handed_on: date | None = None
    checked_on: date | None = None


@dataclass(frozen=True, slots=True)
class Milestone:
    """One step of the move: by when, whether it is done, whose turn it is, and what cannot be told about its day."""

    name: str
    words: str
    owner: str
    due_on: date | None
    done_on: date | None
    trouble: str = ""

    def is_late(self, on: date) -> bool:
        """Whether it is not done and its day has passed."""
        return self.done_on is None and self.due_on is not None and self.due_on < on


def milestones(births: Sequence[Birth], dates: Dates, on: date) -> tuple[Milestone, ...]:
    """Every step in order. What prepares the move is due by the earliest date of birth; the handover by the latest."""
    values = in_force(YOUTH_RULES, on).values
    trouble = turning(births, 0).trouble

    def early(name: str) -> date | None:
        return turning(births, values[name]).earliest

    def after(day: date | None, name: str) -> date | None:
        return day + timedelta(days=values[name]) if day else None

    handover = dates.agreed_on or turning(births, values["adult_months"]).latest
    check = months_after(dates.handed_on, values["check_months"]) if dates.handed_on else None
    youth, adult = "Youth worker", "Adult service"
    rows = (
        ("identify", "Move planned", youth, early("identify_months"), dates.identified_on, trouble),
        ("share", "File with risk and needs sent", youth, early("share_months"), dates.shared_on, trouble),
        ("name", "Adult worker named", adult, after(dates.shared_on, "name_days"), dates.named_on, ""),
        ("meet", "Joint meeting held", "Both", early("meet_months"), dates.met_on, trouble),
        ("accept", "Accepted by the adult worker", adult, after(dates.met_on, "answer_days"), dates.accepted_on, ""),
        ("hand_over", "Handed over", "Both", handover, dates.handed_on, "" if dates.agreed_on else trouble),
        ("check", "Checked after three months", adult, check, dates.checked_on, ""),
    )
    return tuple(Milestone(*row) for row in rows)


def next_of(rows: Sequence[Milestone]) -> Milestone | None:
    """The first step that is not done."""
    return next((one for one in rows if one.done_on is None), None)


def rules_of(on: date) -> RuleSet:
    """The milestones in force on a day, with their source."""
    return in_force(YOUTH_RULES, on)


def _says(words: str, error: str) -> Decision:
    if not words.strip():
        return refused(error)
    return OK if len(words) <= LONGEST_REASON else refused(f"This must be {LONGEST_REASON} characters or fewer.")


def _may(holds: bool, error: str) -> Decision:
    return OK if holds else refused(error)


def on_the_side(agency_kind: str, side: Collection[str]) -> Decision:
    """Whether an agency of this kind does the step."""
    if agency_kind not in BOTH_SIDES:
        return refused("The youth justice service and the adult service carry this move; other agencies do not.")
    words = "youth justice service" if side == YOUTH_SIDE else "adult service"
    return _may(agency_kind in side, f"The {words} does this.")


def troubles_of_planning(
    births: Sequence[Birth], on: date, *, has_youth_work: bool, has_open_case: bool, reason: str
) -> Troubles:
    """What stands against planning the move. Too young by every date of birth is refused; what cannot be told is not."""
    values = in_force(YOUTH_RULES, on).values
    from_age = turning(births, values["identify_months"])
    starts = from_age.earliest - timedelta(days=values["notice_days"]) if from_age.earliest else None
    opens = f"This person is not 17 yet. Plan the move from {starts:%-d %B %Y}." if starts else ""
    return (
        ("", _may(has_youth_work, "Your agency has no youth justice work open with this person.")),
        ("", _may(not has_open_case, "The move is planned already.")),
        ("", _may(starts is None or starts <= on, opens)),
        ("reason", _says(reason, "Say why the person moves to adult services, or what the order asks")),
    )


def troubles_of_sharing(items: Collection[str], why_not: str, to_kind: str, adult: Collection[str]) -> Troubles:
    """What stands against sending the file: risk and needs are in it, or it is said why not."""
    left_out = [FILE[one].lower() for one in ALWAYS if one not in items]
    return (
        ("items", _may(bool(items) and set(items) <= set(FILE), "Choose what you send")),
        ("why_not", _says(why_not, f"Say why the file has no {' and no '.join(left_out)}") if left_out else OK),
        ("to_agency", _may(to_kind in adult, "Choose the adult service, for example the probation service.")),
    )


def troubles_of_meeting(
    held_on: date, on: date, *, shared_on: date | None, adult_worker: str, was_there: bool, words: str
) -> Troubles:
    """What stands against recording the joint meeting: both sides are at it, and the young person, or it is said why not."""
    absent = "Say what was agreed, and why the young person was not there"
    return (
        ("", _may(bool(adult_worker), "The adult service has named nobody yet, so the meeting was not a joint one.")),
        ("held_on", _may(held_on <= on, "The meeting must be today or in the past.")),
        ("held_on", _may(shared_on is None or held_on >= shared_on, "The meeting comes after the file was shared.")),
        ("words", _says(words, "Say what was agreed" if was_there else absent)),
    )


def trouble_of_day(births: Sequence[Birth], day: date, on: date, reason: str) -> Decision:
    """What stands against a day for the handover: any but the 18th birthday is agreed by both, and it is said why."""
    adult = turning(births, in_force(YOUTH_RULES, on).values["adult_months"])
    reached = adult.is_reached(day)
    if reached is Answer.CANNOT_TELL:
        return _says(reason, f"{adult.trouble}. Say why this day was agreed, and by whom")
    if reached is Answer.NOT_MET:
        return _says(reason, "Say why it is before the 18th birthday, and who agreed")
    return OK if day == adult.latest else _says(reason, "Say why it is later than the 18th birthday")


def troubles_of_handing(births: Sequence[Birth], day: date, agreed_on: date | None, on: date, reason: str) -> Troubles:
    """What stands against recording the handover: a day to come, or another day than was agreed without a reason."""
    return (
        ("handed_on", _may(day <= on, "The handover must be today or in the past.")),
        ("reason", OK if day == agreed_on else trouble_of_day(births, day, on, reason)),
    )


def troubles_of_accepting(*, is_named: bool, adult_worker: str, day: date, on: date) -> Troubles:
    """Only the adult worker who was named accepts, in their own name, for a day to come."""
    return (
        ("", _may(is_named, f"Only {adult_worker or 'the adult worker'}, whom the adult service named, can accept.")),
        ("handover_on", _may(day >= on, "The handover must be today or later.")),
    )


def troubles_of_keeping(reason: str, look_on: date, on: date) -> Troubles:
    """The youth service keeps somebody with a reason and a day on which both look again."""
    return (
        ("reason", _says(reason, "Say why the youth service goes on")),
        ("look_on", _may(look_on > on, "Choose a day to come on which you look again.")),
    )


def troubles_of_checking(handed_on: date, on: date, words: str) -> Troubles:
    """The check is made about three months after the move, not the day after."""
    values = in_force(YOUTH_RULES, on).values
    opens = months_after(handed_on, values["check_months"]) - timedelta(days=values["check_early_days"])
    return (
        ("", _may(on >= opens, f"The check is made from {opens:%-d %B %Y}, about three months after the handover.")),
        ("words", _says(words, "Say how it goes, in the young person's words where you can")),
    )
