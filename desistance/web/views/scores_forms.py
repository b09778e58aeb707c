"""The forms of scores: answers that the record does not hold, a score from outside, taking one back."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.forms.boundfield import BoundField

from desistance.assessment.rules.score_facts import Given
from desistance.assessment.rules.score_inputs import Asked
from desistance.assessment.rules.score_words import title_of
from desistance.assessment.rules.scores import OutsideFacts
from desistance.assessment.terms.reviews import LONGEST_REASON
from desistance.assessment.terms.scores import (
    LONGEST_SYSTEM,
    LONGEST_VERSION,
    OFFERED,
    Band,
    Generation,
    Judgement,
    Variant,
)
from desistance.web.forms import DateParts, Look
from desistance.web.templatetags.desistance import full_date
from desistance.web.views.access_sending import SentOnce

NONE = "none"
NOT_ANSWERED = ("", "Not answered")
OFFERED_WORDS = [
    (f"{generation}-{predictor}", f"{title_of(predictor)}, {Generation(generation).label.lower()}")
    for generation, predictor in OFFERED
]


def chosen(text: str) -> tuple[str, str] | None:
    """Generation and predictor of `2026-ARP`; None for what is not offered."""
    generation, _, predictor = text.partition("-")
    return next((one for one in OFFERED if one == (generation, predictor)), None)


def field_of(asked: Asked, before: Given | None) -> forms.Field:
    """The field for one input, with the day on which it was last answered."""
    said = f"Answered on {full_date(before.on)}. Check that it still holds." if before and before.on else ""
    told: dict[str, Any] = {
        "label": asked.label,
        "required": False,
        "help_text": " ".join(filter(None, (asked.help, said))),
    }
    if asked.kind == "date":
        return DateParts(words=asked.label, **told)
    if asked.kind == "whole":
        return forms.IntegerField(min_value=0, max_value=999, **told)
    if asked.kind == "kinds":
        choices = [*asked.options.items(), (NONE, "None of these")]
        return forms.MultipleChoiceField(choices=choices, widget=forms.CheckboxSelectMultiple, **told)
    if asked.kind == "code":
        return forms.CharField(max_length=5, strip=True, **told)
    return forms.ChoiceField(choices=[NOT_ANSWERED, *asked.options.items()], **told)


def as_typed(value: Any) -> Any:
    """An answer on record as its field shows it."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return value or [NONE] if isinstance(value, list) else value


class AnswersForm(SentOnce):
    """What the record does not answer. Everything may stay unanswered: the score then says what it lacks."""

    def __init__(self, *args: Any, asked: Sequence[Asked], before: Mapping[str, Given], **kwargs: Any) -> None:
        known = {one.name: as_typed(before[one.name].value) for one in asked if one.name in before}
        kwargs["initial"] = {**known, **kwargs.get("initial", {})}
        super().__init__(*args, **kwargs)
        self.asked = asked
        self.looks = dict(self.looks)
        for one in asked:
            self.fields[one.name] = field_of(one, before.get(one.name))
            self.looks[one.name] = Look(width=5) if one.kind in ("whole", "code") else Look(exclusive=NONE)
        self.order_fields([one.name for one in asked])

    @property
    def halves(self) -> tuple[list[BoundField], list[BoundField]]:
        """The visible fields in two columns, read down the first and then the second."""
        fields = self.visible_fields()
        middle = (len(fields) + 1) // 2
        return fields[:middle], fields[middle:]

    def answers(self) -> dict[str, Any]:
        """What was answered, by the name of the input, as the predictors take it."""
        found: dict[str, Any] = {}
        for one in self.asked:
            value = self.cleaned_data.get(one.name)
            if one.kind == "yes_no":
                value = {"yes": True, "no": False}.get(value or "")
            elif one.kind == "kinds":
                value = [kind for kind in value if kind != NONE] if value else None
            found[one.name] = value if value not in ("", None) else None
        return found


def _judgement() -> forms.ChoiceField:
    return forms.ChoiceField(
        label="What do you judge yourself?",
        required=False,
        choices=Judgement.choices,
        help_text="A score knows only these answers. You know more.",
    )


def _reason() -> forms.CharField:
    return forms.CharField(
        label="If you judge it differently, why?",
        required=False,
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class RecordForm(AnswersForm):
    """The same, with what the worker judges beside the score."""

    judgement = _judgement()
    judgement_reason = _reason()
    looks = {"judgement_reason": Look(is_counted=False)}


class OutsideForm(SentOnce):
    """A score that another system worked out."""

    predictor = forms.ChoiceField(
        label="Which score is it?",
        choices=[("", "Choose"), *OFFERED_WORDS],
        error_messages={"required": "Choose which score it is"},
    )
    system = forms.CharField(
        label="Which system worked it out?", required=False, max_length=LONGEST_SYSTEM, help_text="For example, OASys."
    )
    scored_on = DateParts(
        label="When was it worked out?",
        words="Day of the score",
        error_messages={"required": "Enter the day on which it was worked out"},
    )
    percent = forms.DecimalField(
        label="Percentage", required=False, help_text="Of two years. For example, 24.2.", max_digits=5, decimal_places=2
    )
    one_year = forms.DecimalField(
        label="Percentage for one year, if it has one", required=False, max_digits=5, decimal_places=2
    )
    outcome = forms.CharField(
        label="What the screen found, if it has no percentage", required=False, max_length=LONGEST_REASON
    )
    band = forms.ChoiceField(label="Band", required=False, choices=Band.choices)
    variant = forms.ChoiceField(label="What was it worked out from?", required=False, choices=Variant.choices)
    model_version = forms.CharField(label="Version, if known", required=False, max_length=LONGEST_VERSION)
    judgement = _judgement()
    judgement_reason = _reason()
    looks = {
        "percent": Look(width=5, suffix="%"),
        "one_year": Look(width=5, suffix="%"),
        "model_version": Look(width=10),
        "judgement_reason": Look(is_counted=False),
    }

    def facts(self) -> OutsideFacts:
        """What was typed."""
        said = self.cleaned_data
        generation, predictor = chosen(said["predictor"]) or ("", "")
        names = ("variant", "system", "scored_on", "percent", "one_year", "band", "outcome")
        told = {name: said[name] for name in names}
        return OutsideFacts(predictor, generation, model_version=said["model_version"], **told)


class WithdrawForm(SentOnce):
    """Why a score is taken back."""

    reason = forms.CharField(
        label="Why is it taken back?",
        required=False,
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="It stays on record as taken back, with this reason.",
    )
    looks = {"reason": Look(is_counted=False)}
