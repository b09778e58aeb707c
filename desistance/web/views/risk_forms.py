"""The forms of risk: a review with its levels, a correction, a countersignature, a concern and its answer."""

from typing import Any

from django import forms

from desistance.assessment.rules.reviews import KEYS, ReviewFacts, key_of
from desistance.assessment.terms.reviews import (
    ASSESSED,
    LONGEST_CONCERN,
    LONGEST_REASON,
    LONGEST_TEXT,
    NOT_ASSESSED,
    CountersignOutcome,
    Imminence,
    Level,
    MappaCategory,
    MappaLevel,
    ReviewKind,
)
from desistance.web.forms import DateParts, Look
from desistance.web.views.access_sending import SentOnce

TOLD = ("kind", "made_on", "trigger", "evidence", "imminence", "plan", "protective", "review_on", "change_reason")
OF_MAPPA = ("mappa_category", "mappa_level", "mappa_review_on")


def _text(label: str, *, most: int = LONGEST_TEXT, rows: int = 4, **more: Any) -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(label=label, required=False, strip=True, max_length=most, widget=widget, **more)


def _level_field(group: Any, place: Any) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=f"{group.label} {place.label}", required=False, choices=[("", NOT_ASSESSED), *Level.choices]
    )


class ReviewForm(SentOnce):
    """One review of risk of serious harm. What is needed depends on the level: the rules say so when it is saved."""

    kind = forms.ChoiceField(
        label="What kind of review is this?",
        widget=forms.RadioSelect,
        choices=ReviewKind.choices,
        error_messages={"required": "Choose what kind of review this is"},
    )
    made_on = DateParts(
        label="When was it made?",
        words="Date of the review",
        error_messages={"required": "Enter the date of the review"},
    )
    trigger = _text("Why is the risk assessed now?", most=LONGEST_REASON, rows=2)
    evidence = _text("What is the evidence?", help_text="What is known, from whom and from when.")
    imminence = forms.ChoiceField(
        label="How soon could serious harm happen?", required=False, choices=Imminence.choices
    )
    protective = _text("What protects against it?", rows=3)
    plan = _text("How will the risk be managed?", help_text="Needed when a level is High or Very high.")
    change_reason = _text(
        "If the overall level changes, why?", most=LONGEST_REASON, rows=2, help_text="Everyone involved reads it."
    )
    review_on = DateParts(label="When is the next review due?", words="Review date", required=False)
    mappa_category = forms.ChoiceField(label="MAPPA category", required=False, choices=MappaCategory.choices)
    mappa_level = forms.ChoiceField(label="MAPPA level", required=False, choices=MappaLevel.choices)
    mappa_review_on = DateParts(label="When is the next MAPPA review due?", words="MAPPA review", required=False)
    looks = {
        **dict.fromkeys(("trigger", "evidence", "protective", "plan", "change_reason"), Look(is_counted=False)),
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for group, place in ASSESSED:
            self.fields[key_of(group, place)] = _level_field(group, place)
        self.order_fields(["kind", "made_on", "trigger", *KEYS])

    def facts(self) -> ReviewFacts:
        """What was typed; a group left at `Not assessed` has no level."""
        said = self.cleaned_data
        levels = {name: said[name] for name in KEYS if said.get(name)}
        return ReviewFacts(levels=levels, **{name: said[name] for name in (*TOLD, *OF_MAPPA)})


class ReviewCorrection(ReviewForm):
    """The same, and why it is corrected."""

    reason = _text("Why is this being corrected?", most=LONGEST_REASON, rows=3)
    looks = {**ReviewForm.looks, "reason": Look(is_counted=False)}


def as_typed(review: Any) -> dict[str, Any]:
    """A review on record as the form shows it."""
    return {**{name: getattr(review, name) for name in (*TOLD, *OF_MAPPA)}, **review.levels}


class SignForm(SentOnce):
    """Whether to countersign a review or send it back."""

    outcome = forms.ChoiceField(
        label="Your answer",
        widget=forms.RadioSelect,
        choices=[
            (CountersignOutcome.SIGNED, "Countersign it"),
            (CountersignOutcome.SENT_BACK, "Send it back to its author"),
        ],
        error_messages={"required": "Choose whether to countersign it"},
    )
    words = _text(
        "What must change?", most=LONGEST_REASON, rows=3, help_text="Needed if you send it back. The author reads it."
    )
    looks = {"words": Look(is_counted=False)}


class ConcernForm(SentOnce):
    """What a worker noticed, and when."""

    noticed = _text("What did you notice?", most=LONGEST_CONCERN, help_text="The lead worker reads it.")
    noticed_on = DateParts(
        label="When did you notice it?",
        words="The day",
        error_messages={"required": "Enter the day on which you noticed it"},
    )
    looks = {"noticed": Look(is_counted=False)}


class ConcernAnswerForm(SentOnce):
    """Why a concern leads to no review now."""

    words = _text(
        "Why is the risk not reviewed now?",
        most=LONGEST_REASON,
        rows=3,
        help_text="Whoever raised it reads your answer.",
    )
    looks = {"words": Look(is_counted=False)}
    conflict_labels = {"state": "Answer", "answer": "Words"}
