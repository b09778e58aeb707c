"""Forms of the move from youth to adult services."""

from collections.abc import Sequence
from typing import Any

from django import forms

from desistance.schemes.terms.cases import LONGEST_REASON
from desistance.schemes.terms.youth import FILE
from desistance.web.forms import DateParts, Look
from desistance.web.views.access_sending import SentOnce

Choices = Sequence[tuple[Any, Any]]


def _text(label: str, error: str = "", help_text: str = "") -> forms.CharField:
    return forms.CharField(
        label=label, required=bool(error), widget=forms.Textarea(attrs={"rows": 3}), max_length=LONGEST_REASON,
        help_text=help_text, error_messages={"required": error} if error else None,
    )  # fmt: skip


def _day(label: str, words: str, error: str, help_text: str = "") -> DateParts:
    return DateParts(label=label, words=words, help_text=help_text, error_messages={"required": error})


class StepForm(SentOnce):
    """A step of the move, on the version that was read."""

    conflict_labels = {"state": "State"}


class ReasonForm(StepForm):
    """A step that needs a reason alone."""

    reason = _text("Why?", "Enter why")

    def __init__(self, *args: Any, label: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].label = label


class ShareForm(StepForm):
    """What is sent to which adult service."""

    to_agency = forms.ChoiceField(
        label="Adult service", error_messages={"required": "Choose the adult service"},
        help_text="It is asked to name who takes the person on. The record opens to whoever it names.",
    )  # fmt: skip
    items = forms.MultipleChoiceField(
        label="What do you send?", choices=list(FILE.items()), widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Choose what you send"},
    )  # fmt: skip
    why_not = _text("What is left out, and why?", help_text="Needed when risk or needs are not in the file.")

    def __init__(self, *args: Any, agencies: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to_agency"].choices = [("", "Choose"), *agencies]  # type: ignore[attr-defined]  # a ChoiceField


class MeetingForm(StepForm):
    """The joint meeting."""

    held_on = _day("When was it?", "Day of the meeting", "Enter the day of the meeting")
    was_there = forms.ChoiceField(
        label="Was the young person there?", choices=[("yes", "Yes"), ("no", "No")], widget=forms.RadioSelect,
        error_messages={"required": "Choose whether the young person was there"},
    )  # fmt: skip
    words = _text("What was agreed?", "Say what was agreed", "If the young person was not there, say why.")


class AcceptForm(StepForm):
    """The adult worker accepts, for a day."""

    handover_on = _day("When is the handover?", "Day of the handover", "Enter the day of the handover")
    reason = _text("What was agreed about the day?", help_text="Needed when it is not the 18th birthday.")


class KeepForm(StepForm):
    """The youth service keeps somebody for now."""

    reason = _text("Why does the youth service go on?", "Say why the youth service goes on")
    look_on = _day("When do you look again?", "Day on which you look again", "Enter the day on which you look again")


class HandForm(StepForm):
    """The handover."""

    handed_on = _day("When was the handover?", "Day of the handover", "Enter the day of the handover")
    reason = _text("Why on that day?", help_text="Needed when it is another day than was agreed.")


class CheckForm(StepForm):
    """The check after three months."""

    words = _text("How does it go?", "Say how it goes", "In the young person's words where you can.")


class WorkerForm(StepForm):
    """Who carries the move for the reader's side."""

    staff = forms.ChoiceField(label="Worker", error_messages={"required": "Choose the worker"})

    def __init__(self, *args: Any, workers: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["staff"].choices = [("", "Choose"), *workers]  # type: ignore[attr-defined]


class AnswerForm(SentOnce):
    """Who takes the young person on, or that nobody does."""

    accepts = forms.ChoiceField(
        label="Do you take part?", choices=[("yes", "Yes"), ("no", "No")], widget=forms.RadioSelect,
        error_messages={"required": "Choose yes or no"},
    )  # fmt: skip
    manager = forms.ChoiceField(label="Who is the adult worker?", required=False)
    answer = _text("Your answer", help_text="If nobody can, say why, and who could.")

    def __init__(self, *args: Any, workers: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["manager"].choices = [("", "Choose"), *workers]  # type: ignore[attr-defined]
        self.looks = {"accepts": Look(reveals={"yes": ("manager",)})}
