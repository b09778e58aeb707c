"""Whether a review of risk can stand as it is told, and what follows from it. Each refusal names the field to mend."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from desistance.assessment.terms.reviews import (
    ASSESSED,
    ASSESSORS,
    LONGEST_CONCERN,
    LONGEST_REASON,
    LONGEST_TEXT,
    MAPPA_RULES,
    REVIEW_RULES,
    SILENCE_RULES,
    STEPS,
    Group,
    Imminence,
    Level,
    MappaCategory,
    MappaLevel,
    Place,
    ReviewKind,
)
from desistance.foundation.calendar import local_date, working_days_after
from desistance.foundation.decisions import Decision, all_of, allowed, refused
from desistance.foundation.rulesets import in_force

Trouble = tuple[str, Decision]
TEXTS = (
    ("trigger", "Why the risk is assessed now", LONGEST_REASON),
    ("evidence", "The evidence", LONGEST_TEXT),
    ("plan", "The plan", LONGEST_TEXT),
    ("protective", "What protects", LONGEST_TEXT),
    ("change_reason", "Why the level changed", LONGEST_REASON),
)


def key_of(group: str, place: str) -> str:
    """How the level of one group in one place is named: ``children_community``."""
    return f"{group}_{place}"


KEYS = {key_of(group, place): (group, place) for group, place in ASSESSED}


@dataclass(frozen=True, slots=True)
class ReviewFacts:
    """What is told of one review. ``levels``: the name of a group in a place -> its level; one left out was not assessed."""

    kind: str
    made_on: date
    levels: Mapping[str, str] = field(default_factory=dict)
    trigger: str = ""
    evidence: str = ""
    imminence: str = ""
    plan: str = ""
    protective: str = ""
    review_on: date | None = None
    change_reason: str = ""
    mappa_category: str = ""
    mappa_level: str = ""
    mappa_review_on: date | None = None


def overall_of(levels: Mapping[str, str]) -> str:
    """The highest level of any group in any place; empty when none was assessed, which is not low."""
    return max((Level(level) for level in levels.values() if level in Level.values), key=STEPS.__getitem__, default="")


def most_at_risk(levels: Mapping[str, str]) -> str:
    """The groups with the highest level, in words: `public in the community, children in custody`."""
    highest = overall_of(levels)
    found = [
        f"{group.label.lower()} {place.label}" for group, place in ASSESSED if is_at(levels, group, place, highest)
    ]
    return ", ".join(found)


def is_at(levels: Mapping[str, str], group: Group, place: Place, level: str) -> bool:
    """Whether a group in a place has exactly this level."""
    return bool(level) and levels.get(key_of(group, place)) == level


def needs_countersignature(overall: str, on: date) -> bool:
    """Whether another person of the same agency must look at a review of this level."""
    return overall in in_force(REVIEW_RULES, on).values["needs_countersignature"]


def latest_review_on(overall: str, made_on: date) -> date:
    """The last day on which the next review may be due, by the level and the rules of the day of the review."""
    days: int = in_force(REVIEW_RULES, made_on).values["most_days"][overall]
    return made_on + timedelta(days=days)


def concern_due_on(on: date) -> date:
    """The day by which the lead worker answers a concern."""
    return working_days_after(on, in_force(REVIEW_RULES, on).values["concern_working_days"])


def may_review(facts: ReviewFacts, *, on: date, was: str, after: date | None, agency_kind: str) -> Decision:
    """Whether a review can stand on record, with every reason against it."""
    told = troubles_of_review(facts, on=on, was=was, after=after, agency_kind=agency_kind)
    return all_of(*(decision for _, decision in told))


def troubles_of_review(
    facts: ReviewFacts, *, on: date, was: str, after: date | None, agency_kind: str
) -> Iterator[Trouble]:
    """Each thing that keeps a review from the record. ``was`` and ``after``: level and day of the agency's review before it."""
    if agency_kind not in ASSESSORS:
        yield (
            "kind",
            refused("Only a probation service or a prison assesses risk of serious harm. Raise a concern instead."),
        )
    if facts.kind not in ReviewKind.values:
        yield "kind", refused(f"“{facts.kind}” is not a kind of review that this service knows.")
    if facts.made_on > on:
        yield "made_on", refused("Date of the review must be today or in the past.")
        return
    if after and facts.made_on < after:
        yield (
            "made_on",
            refused(f"Date of the review must be on or after {words_of(after)}, the day of the last review."),
        )
    yield from _levels(facts.levels)
    yield from _texts(facts)
    overall = overall_of(facts.levels)
    if overall:
        yield from _by_level(facts, overall, was)
    yield from _mappa(facts)


def words_of(day: date) -> str:
    """A day in words: 20 April 2026."""
    return f"{day.day} {day:%B %Y}"


def _levels(levels: Mapping[str, str]) -> Iterator[Trouble]:
    for name, level in levels.items():
        if name not in KEYS:
            yield "levels", refused(f"“{name}” is not a group and place that this service knows.")
        elif level not in Level.values:
            yield name, refused(f"“{level}” is not a level that this service knows.")
    if not overall_of(levels):
        yield "public_community", refused("Choose the level for at least one group. Not assessed does not mean low.")


def _texts(facts: ReviewFacts) -> Iterator[Trouble]:
    for name, label, most in TEXTS:
        if len(getattr(facts, name)) > most:
            yield name, refused(f"{label} must be {most:,} characters or fewer.")
    if not facts.trigger.strip():
        yield "trigger", refused("Enter why the risk is assessed now.")
    if not facts.evidence.strip():
        yield "evidence", refused("Enter the evidence for the level.")
    if facts.imminence not in Imminence.values:
        yield "imminence", refused(f"“{facts.imminence}” does not say how soon harm could happen.")


def _by_level(facts: ReviewFacts, overall: str, was: str) -> Iterator[Trouble]:
    rules = in_force(REVIEW_RULES, facts.made_on)
    level = Level(overall).label
    if overall in rules.values["needs_plan"] and not facts.plan.strip():
        yield "plan", refused(f"Level is {level}. Enter how the risk will be managed.", rules.source)
    if was and was != overall and not facts.change_reason.strip():
        way = "raised" if STEPS[Level(overall)] > STEPS[Level(was)] else "lowered"
        yield "change_reason", refused(f"The level is {way} from {Level(was).label} to {level}. Enter why.")
    if facts.kind == ReviewKind.END:
        if facts.review_on:
            yield "review_on", refused("Leave the review date empty: at the end of supervision no review follows.")
    elif facts.review_on is None:
        yield "review_on", refused("Enter the date of the next review.")
    else:
        yield (
            "review_on",
            _between(facts.review_on, facts.made_on, latest_review_on(overall, facts.made_on), "Review date"),
        )


def _mappa(facts: ReviewFacts) -> Iterator[Trouble]:
    category, level, review_on = facts.mappa_category, facts.mappa_level, facts.mappa_review_on
    if category not in MappaCategory.values:
        yield "mappa_category", refused(f"“{category}” is not a MAPPA category.")
    if level not in MappaLevel.values:
        yield "mappa_level", refused(f"“{level}” is not a MAPPA level.")
    elif bool(category) != bool(level):
        yield ("mappa_level" if category else "mappa_category"), refused("Enter both the MAPPA category and the level.")
    elif level and review_on is None:
        yield "mappa_review_on", refused("Enter the date of the next MAPPA review.")
    elif level and review_on:
        days = in_force(MAPPA_RULES, facts.made_on).values["most_days"][level]
        yield (
            "mappa_review_on",
            _between(review_on, facts.made_on, facts.made_on + timedelta(days=days), "MAPPA review"),
        )
    elif review_on:
        yield "mappa_level", refused("Enter the MAPPA category and level, or leave the MAPPA review date empty.")


def _between(day: date, after: date, last: date, name: str) -> Decision:
    if day <= after:
        return refused(f"{name} must be after {words_of(after)}.")
    return allowed() if day <= last else refused(f"{name} must be on or before {words_of(last)}.")


def may_countersign(
    *, needs: bool, answer: str, is_author: bool, is_ours: bool, words: str, sends_back: bool
) -> Decision:
    """A review that needs it is countersigned once, by another person of the same agency; sending it back says why."""
    return _all(
        (is_ours, "Only the agency that made this review countersigns it."),
        (not is_author, "Someone else must countersign your review."),
        (needs, "This review needs no countersignature."),
        (not answer, "This review has been countersigned or sent back already."),
        (not sends_back or bool(words.strip()), "Enter what must change."),
        (len(words) <= LONGEST_REASON, f"The words must be {LONGEST_REASON} characters or fewer."),
    )


def may_raise(*, words: str, noticed_on: date, on: date) -> Decision:
    """A concern says what was noticed, on a day that has come."""
    return _all(
        (bool(words.strip()), "Enter what you noticed."),
        (len(words) <= LONGEST_CONCERN, f"What you noticed must be {LONGEST_CONCERN:,} characters or fewer."),
        (noticed_on <= on, "The day must be today or in the past."),
    )


def may_answer(*, words: str, agency_kind: str) -> Decision:
    """A concern is answered without a review by those who could review, and with the reason why not."""
    return _all(
        (agency_kind in ASSESSORS, "Only the agency that assesses the risk answers a concern."),
        (bool(words.strip()), "Enter why the risk is not reviewed now."),
        (len(words) <= LONGEST_REASON, f"The reason must be {LONGEST_REASON} characters or fewer."),
    )


def may_correct(*, is_ours: bool, is_standing: bool, reason: str) -> Decision:
    """A review is corrected by the agency that made it, while it stands, and with a reason."""
    return _all(
        (is_ours, "Only the agency that made this review corrects it."),
        (is_standing, "This review has been corrected already."),
        (bool(reason.strip()), "Enter why this is being corrected."),
        (len(reason) <= LONGEST_REASON, f"The reason must be {LONGEST_REASON} characters or fewer."),
    )


def _all(*checks: tuple[bool, str]) -> Decision:
    return all_of(*(allowed() if holds else refused(words) for holds, words in checks))


def differences(before: Mapping[str, str], now: Mapping[str, str]) -> Iterable[str]:
    """What changed between two reviews, group by group in words; a level that was not assessed is told as such."""
    for group, place in ASSESSED:
        old, new = (levels.get(key_of(group, place), "") for levels in (before, now))
        if old != new:
            yield f"{group.label} {place.label}: {in_words(old)} to {in_words(new)}"


def in_words(level: str) -> str:
    """A level as a worker reads it; none is not assessed."""
    return Level(level).label if level else "Not assessed"


def trend(was: str, overall: str) -> str:
    """How a level came from the one before it, in words: `Up from Medium`."""
    if not was:
        return "First on record"
    if was == overall:
        return "The same as before"
    way = "Up" if STEPS[Level(overall)] > STEPS[Level(was)] else "Down"
    return f"{way} from {Level(was).label}"


def is_silent(heard_at: datetime | None, at: datetime) -> bool:
    """Whether a system that said something of risk was not heard from for so long that what it said may no longer hold.

    ``heard_at``: when it last said anything of anyone's risk; None for what workers enter here, which is never stale in this way.
    """
    days: int = in_force(SILENCE_RULES, local_date(at)).values["days"]
    return heard_at is not None and at - heard_at > timedelta(days=days)
