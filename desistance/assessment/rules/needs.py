"""Whether a needs assessment can stand as it is told, what it changes, and how far someone has come."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from desistance.assessment.rules.reviews import Trouble, words_of
from desistance.assessment.terms.needs import CLOSELY_HELD, DEPTHS, FOR_WOMEN, Need, OwnView, Pathway, Readiness
from desistance.assessment.terms.plans import LONGEST_OWN_WORDS
from desistance.assessment.terms.reviews import LONGEST_REASON
from desistance.foundation.decisions import Decision, all_of, refused
from desistance.foundation.terms import DataClass

TEXTS = (
    ("words", "What is known of", LONGEST_OWN_WORDS),
    ("own_words", "The person's words on", LONGEST_OWN_WORDS),
    ("helps", "What would help with", LONGEST_OWN_WORDS),
)


@dataclass(frozen=True, slots=True)
class Answer:
    """What is told of one pathway: the worker's judgement and words, the person's own, how ready they are, what would help."""

    level: str = Need.UNKNOWN
    words: str = ""
    own_view: str = OwnView.NOT_ASKED
    own_words: str = ""
    readiness: str = Readiness.NOT_KNOWN
    helps: str = ""

    @property
    def is_known(self) -> bool:
        """Whether a worker has judged it."""
        return self.level != Need.UNKNOWN

    @property
    def says_something(self) -> bool:
        """Whether anything at all was told."""
        return self != Answer()


@dataclass(frozen=True, slots=True)
class Kept:
    """An answer on record: since when its level stands, and when it was last looked at."""

    answer: Answer
    since_on: date
    looked_on: date


@dataclass(frozen=True, slots=True)
class NeedsFacts:
    """What is told of one assessment. A pathway that is left out was not looked at, which is not the same as no need."""

    made_on: date
    answers: Mapping[str, Answer] = field(default_factory=dict)
    with_person: bool = True
    why_without: str = ""


def class_of(pathway: str) -> DataClass:
    """The class of what is said of a pathway: of someone's health and of abuse, health; of all else, needs and plan."""
    return DataClass.HEALTH if pathway in CLOSELY_HELD else DataClass.PLAN


def asked_of(*, is_man: bool, answered: Sequence[str] = ()) -> tuple[Pathway, ...]:
    """The pathways to ask about. The two for women are left out for a man, unless something of them is on record."""
    return tuple(one for one in Pathway if not (is_man and one in FOR_WOMEN) or one in answered)


def shown_of(*, is_woman: bool, answered: Sequence[str] = ()) -> tuple[Pathway, ...]:
    """The pathways to show. The two for women stand there for a woman, or once something of them is on record."""
    return tuple(one for one in Pathway if one not in FOR_WOMEN or is_woman or one in answered)


def may_assess(facts: NeedsFacts, *, on: date, after: date | None = None) -> Decision:
    """Whether an assessment can stand on record, with every reason against it."""
    return all_of(*(decision for _, decision in troubles_of_needs(facts, on=on, after=after)))


def troubles_of_needs(facts: NeedsFacts, *, on: date, after: date | None = None) -> Iterator[Trouble]:
    """Each thing that keeps an assessment from the record, with the field to mend. ``after``: day of the agency's last one."""
    if facts.made_on > on:
        yield "made_on", refused("Date of the assessment must be today or in the past.")
    elif after and facts.made_on < after:
        yield (
            "made_on",
            refused(f"Date of the assessment must be on or after {words_of(after)}, the day of the last one."),
        )
    if not facts.with_person and not facts.why_without.strip():
        yield "why_without", refused("Enter why it was made without the person.")
    if len(facts.why_without) > LONGEST_REASON:
        yield (
            "why_without",
            refused(f"Why it was made without the person must be {LONGEST_REASON} characters or fewer."),
        )
    for pathway, answer in facts.answers.items():
        yield from _of_answer(pathway, answer, facts)
    if not any(answer.is_known for answer in facts.answers.values()):
        first = next(iter(Pathway))
        yield f"{first}_level", refused("Choose a level for at least one pathway. Not known does not mean no need.")


def _of_answer(pathway: str, answer: Answer, facts: NeedsFacts) -> Iterator[Trouble]:
    if pathway not in Pathway.values:
        yield "answers", refused(f"“{pathway}” is not a pathway that this service knows.")
        return
    label = Pathway(pathway).label
    for name, value, choices in (
        ("level", answer.level, Need),
        ("own_view", answer.own_view, OwnView),
        ("readiness", answer.readiness, Readiness),
    ):
        if value not in choices.values:
            yield f"{pathway}_{name}", refused(f"“{value}” is not an answer that this service knows for {label}.")
    for name, words, most in TEXTS:
        if len(getattr(answer, name)) > most:
            yield f"{pathway}_{name}", refused(f"{words} {label} must be {most} characters or fewer.")
    if answer.level in (Need.HIGH, Need.SOME, Need.STRENGTH) and not answer.words.strip():
        yield f"{pathway}_words", refused(f"You chose {Need(answer.level).label} for {label}. Enter why.")
    if answer.own_view and not facts.with_person:
        yield f"{pathway}_own_view", refused(f"Leave the person's view of {label} at Not asked: they were not there.")


def standing_answers(facts: NeedsFacts, before: Mapping[str, Kept]) -> Mapping[str, tuple[Answer, date]]:
    """What an assessment puts on record: pathway -> the answer and since when its level stands.

    A pathway that is not known and was not known before leaves no row. A level that stays as it was keeps its day.
    """
    found = {}
    for pathway, answer in facts.answers.items():
        earlier = before.get(pathway)
        if not answer.says_something and (earlier is None or not earlier.answer.is_known):
            continue
        is_same = earlier is not None and earlier.answer.level == answer.level
        found[pathway] = (answer, earlier.since_on if is_same and earlier else facts.made_on)
    return found


def is_unchanged(answer: Answer, before: Kept | None) -> bool:
    """Whether an answer says exactly what the one before said."""
    return before is not None and answer == before.answer


def travelled(first: str, now: str) -> str:
    """How a pathway came from the first known level to the level now, in words."""
    if first not in DEPTHS or now not in DEPTHS:
        return "Cannot be compared"
    before, after = DEPTHS[Need(first)], DEPTHS[Need(now)]
    if before == after:
        return "The same"
    return "Less need" if after < before else "More need"


def headline_of(answers: Mapping[str, Answer]) -> str:
    """What the timeline says of an assessment: the pathways of need and strength that every agency involved may read."""
    told = []
    for level in (Need.HIGH, Need.SOME, Need.STRENGTH):
        named = [
            one.label.lower()
            for one in Pathway
            if one not in CLOSELY_HELD and answers.get(one, Answer()).level == level
        ]
        if named:
            told.append(f"{level.label}: {', '.join(named)}")
    return ". ".join(told)


def may_correct_needs(*, is_standing: bool, reason: str) -> Decision:
    """An assessment is corrected while it stands, and with a reason."""
    return all_of(
        *(
            refused(words)
            for holds, words in (
                (is_standing, "This assessment has been corrected already."),
                (bool(reason.strip()), "Enter why this is being corrected."),
                (len(reason) <= LONGEST_REASON, f"The reason must be {LONGEST_REASON} characters or fewer."),
            )
            if not holds
        )
    )
