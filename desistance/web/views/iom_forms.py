"""Forms of the IOM cohort: the nomination, acting on the panel, managers, ratings, spells, leaving, and asking others."""

from collections.abc import Sequence
from typing import Any

from django import forms

from desistance.schemes.terms.cases import LONGEST_REASON, Colour
from desistance.schemes.terms.iom import LONGEST_SUPPORT, NOW_PARTS, PROPOSABLE, EndReason, Intensity, Part
from desistance.schemes.terms.iom_scoring import ANSWERS, ITEMS, NOT_KNOWN
from desistance.web.forms import DateParts, GovukForm, Look
from desistance.web.views.access_sending import SentOnce

Choices = Sequence[tuple[Any, Any]]
PARTS = [(one.value, one.label) for one in NOW_PARTS]


def _text(label: str, error: str = "", *, most: int = LONGEST_REASON, help_text: str = "") -> forms.CharField:
    return forms.CharField(
        label=label, required=bool(error), widget=forms.Textarea(attrs={"rows": 3}), max_length=most, help_text=help_text,
        error_messages={"required": error} if error else None,
    )  # fmt: skip


def _radio(label: str, choices: Choices, error: str, **more: Any) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label, choices=choices, widget=forms.RadioSelect, error_messages={"required": error}, **more
    )


class NominateForm(SentOnce):
    """What whoever nominates says: what the record does not answer, the part, why, and the support needed."""

    part = _radio("Which part of the cohort do you suggest?", PARTS, "Choose the part of the cohort that you suggest")
    reason = _text("Why do you nominate this person?", "Say why you nominate this person")
    support = _text("What support do they need?", most=LONGEST_SUPPORT)
    comment = _text("Anything else the panel should know", help_text="No intelligence: say whom to ask.")
    conflict_labels = {"state": "State"}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for item, answers in ANSWERS.items():
            choices = [(NOT_KNOWN, "Not known yet"), *answers]
            self.fields[item] = forms.ChoiceField(
                label=ITEMS[item].words, choices=choices, widget=forms.RadioSelect, initial=NOT_KNOWN
            )
        self.order_fields([*ANSWERS, "part", "reason", "support", "comment"])
        self.looks = {item: Look(is_small=True) for item in ANSWERS}


class PanelForm(SentOnce):
    """Which decision of a meeting is acted on, and by when the person is told."""

    decision = _radio("What did the panel decide?", [], "Choose what the panel decided")
    tell_by = DateParts(
        label="By when is the person told?",
        words="Day by which the person is told",
        required=False,
        help_text="Needed when they are selected or deselected.",
    )
    conflict_labels = {"state": "State"}

    def __init__(self, *args: Any, decisions: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["decision"].choices = decisions  # type: ignore[attr-defined]  # a ChoiceField


class AgendaForm(SentOnce):
    """At which meeting the case is put on the agenda."""

    meeting = _radio("Which meeting?", [], "Choose the meeting")
    why = _text("What should the meeting know before?")

    def __init__(self, *args: Any, meetings: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["meeting"].choices = meetings  # type: ignore[attr-defined]


class ManagerForm(SentOnce):
    """Who manages the person for the reader's agency."""

    staff = forms.ChoiceField(label="Manager", error_messages={"required": "Choose who manages the person"})
    is_lead = forms.BooleanField(label="They lead for all agencies", required=False)
    conflict_labels = {"state": "State"}

    def __init__(self, *args: Any, workers: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["staff"].choices = [("", "Choose"), *workers]  # type: ignore[attr-defined]


class IomRatingForm(SentOnce):
    """How somebody does; an action may be agreed with it."""

    colour = _radio("How does it go?", Colour.choices, "Choose Red, Amber or Green")
    words = _text("Reason", help_text="Needed if the colour changes or is not the one that the rule proposes.")
    action = forms.CharField(
        label="Action agreed, if any", required=False, max_length=LONGEST_REASON,
        help_text="Red needs at least one open action with an owner.",
    )  # fmt: skip
    owner = forms.ChoiceField(label="Whose action is it?", required=False)
    due_on = DateParts(label="By when?", words="Day by which the action is done", required=False)
    conflict_labels = {"state": "State"}

    def __init__(self, *args: Any, workers: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["owner"].choices = [("", "Choose"), *workers]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """An action that is written down has an owner and a day."""
        said = super().clean() or self.cleaned_data
        if said.get("action"):
            if not said.get("owner"):
                self.add_error("owner", "Choose an owner for this action")
            if not said.get("due_on") and "due_on" not in self.errors:
                self.add_error("due_on", "Enter the day by which the action is done")
        return said


class SpellForm(SentOnce):
    """Another part of the cohort, or how closely somebody is managed."""

    part = _radio("Part of the cohort", PARTS, "Choose the part of the cohort")
    intensity = _radio("How closely are they managed?", Intensity.choices, "Choose how closely the person is managed")
    reason = _text("Reason", "Enter the reason")
    conflict_labels = {"state": "State"}


class LeaveForm(SentOnce):
    """A proposal that somebody leaves the cohort."""

    why = _radio("Why do you propose it?", [(one.value, one.label) for one in PROPOSABLE], "Choose why you propose it")
    reason = _text("Reason", "Enter the reason", help_text="Say it with the criteria that are not met.")
    exit_plan = _text("Exit plan: who goes on with what?")
    conflict_labels = {"state": "State"}


class AskForm(SentOnce):
    """What is asked of another area, or of somebody senior."""

    to = forms.ChoiceField(label="Whom do you ask?", error_messages={"required": "Choose whom you ask"})
    words = _text("What do you ask, and why?", "Enter what you ask, and why")
    conflict_labels = {"state": "State"}

    def __init__(self, *args: Any, choices: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to"].choices = [("", "Choose"), *choices]  # type: ignore[attr-defined]


class AnswerAskForm(SentOnce):
    """The answer to what was asked."""

    accepts = _radio("Do you accept?", [("yes", "Yes"), ("no", "No")], "Choose yes or no")
    manager = forms.ChoiceField(label="Who manages them in your area?", required=False)
    answer = _text("Your answer", "Enter your answer")

    def __init__(self, *args: Any, workers: Choices, is_transfer: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if is_transfer:
            self.fields["manager"].choices = [("", "Choose"), *workers]  # type: ignore[attr-defined]
            self.looks = {"accepts": Look(reveals={"yes": ("manager",)})}
        else:
            del self.fields["manager"]
            self.fields["accepts"].choices = [  # type: ignore[attr-defined]
                ("yes", "I have settled it"), ("no", "I cannot settle it"),
            ]  # fmt: skip


class SayForm(SentOnce):
    """A reason in words."""

    words = _text("What do you want to say?", "Enter this in words")

    def __init__(self, *args: Any, label: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["words"].label = label


class EarlierForm(SentOnce):
    """Days in the cohort or in a scheme before it, from before this service."""

    part = _radio("Scheme or part", Part.choices, "Choose the scheme or part")
    began_on = DateParts(label="First day", error_messages={"required": "Enter the first day"})
    ended_on = DateParts(label="Last day", error_messages={"required": "Enter the last day"})
    end_reason = _radio("Why did it end?", EndReason.choices, "Choose why it ended")
    why = _text("Why were they in it?", "Enter why they were in it")
    source = forms.CharField(
        label="Where is this written?", max_length=200,
        error_messages={"required": "Say where this is written, for example the register of the force"},
    )  # fmt: skip


class BoardFilter(GovukForm):
    """Which part, which colour, and whose people the board shows."""

    part = forms.ChoiceField(label="Part", required=False, choices=[("", "Any"), *PARTS])
    colour = forms.ChoiceField(label="How it goes", required=False, choices=[("", "Any"), *Colour.choices])
    mine = forms.ChoiceField(label="Whose", required=False, choices=[("", "Everyone's"), ("1", "Mine")])
