"""The forms of alerts: raising one, and saying that it is still right or why it ends."""

from typing import Any

from django import forms

from desistance.casework.rules.alerts import AlertFacts
from desistance.casework.terms import LONGEST_ALERT, LONGEST_REASON, AlertKind
from desistance.web.forms import DateParts, Look
from desistance.web.views.access_sending import SentOnce

KEEP, END = "keep", "end"
WARNING = "Say what to do: who must not visit alone, where not to meet. Everyone who works with the person reads it."


def _line(label: str, **more: Any) -> forms.CharField:
    return forms.CharField(label=label, widget=forms.Textarea(attrs={"rows": 2}), **more)


class AlertForm(SentOnce):
    """What an alert warns of, since when, and when it must be looked at again."""

    kind = forms.ChoiceField(
        label="What does it warn of?",
        widget=forms.RadioSelect,
        choices=[*AlertKind.choices[:-1], (AlertKind.OTHER.value, "Something else")],
        error_messages={"required": "Choose what the alert warns of"},
    )
    warning = _line(
        "What do workers need to know or do?",
        max_length=LONGEST_ALERT,
        help_text=WARNING,
        error_messages={"required": "Enter what workers need to know or do"},
    )
    starts_on = DateParts(label="Since when?", words="Since when", error_messages={"required": "Enter since when"})
    review_on = DateParts(label="Review it by", error_messages={"required": "Enter by when it must be reviewed"})

    def facts(self) -> AlertFacts:
        """What was typed."""
        said = self.cleaned_data
        return AlertFacts(said["kind"], said["warning"], said["starts_on"], said["review_on"])


class AlertReviewForm(SentOnce):
    """That an alert is still right, in what words and until when; or why it ends."""

    step = forms.ChoiceField(
        label="Is the alert still right?",
        widget=forms.RadioSelect,
        choices=[(KEEP, "Yes, keep it"), (END, "No, end it")],
        error_messages={"required": "Choose whether the alert is still right"},
    )
    warning = _line("What do workers need to know or do?", required=False, max_length=LONGEST_ALERT)
    because = _line("Why is it still right?", required=False, max_length=LONGEST_REASON)
    review_on = DateParts(label="Review it again by", required=False)
    reason = _line("Why does it end?", required=False, max_length=LONGEST_REASON)
    looks = {
        "step": Look(reveals={KEEP: ("warning", "because", "review_on"), END: ("reason",)}),
        "because": Look(is_counted=False),
        "reason": Look(is_counted=False),
    }
    conflict_labels = {"warning": "The alert", "review_on": "Review by", "end_reason": "Why it ends"}

    def clean(self) -> dict[str, Any]:
        """An alert that stands on has a new review date."""
        said = super().clean() or self.cleaned_data
        if said.get("step") == KEEP and not said.get("review_on") and "review_on" not in self.errors:
            self.add_error("review_on", "Enter by when it must be reviewed again")
        return said
