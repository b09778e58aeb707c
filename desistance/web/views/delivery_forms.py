"""Forms of the delivery plan: an action as it is written, where it stands, and a challenge."""

from collections.abc import Sequence
from typing import Any

from django import forms

from desistance.governance.rules import ActionFacts, StandingSaid
from desistance.governance.terms import (
    AMBER,
    LONGEST_STEP,
    LONGEST_WHAT,
    LONGEST_WORDS,
    PLAN_STATES,
    RED,
    Objective,
)
from desistance.measurement.rules.board import ON_THE_BOARD
from desistance.web.forms import DateParts, GovukForm, Look
from desistance.web.views.access_sending import SentOnce

NOBODY = "Write nothing about a person. The plan is read by people who see nobody's record."
LATE = "late"


def _text(label: str, most: int, **more: Any) -> forms.CharField:
    return forms.CharField(label=label, max_length=most, widget=forms.Textarea(attrs={"rows": 2}), **more)


class PlanActionForm(SentOnce):
    """An action as whoever holds the plan writes it."""

    what = forms.CharField(
        label="What is to be done",
        max_length=LONGEST_WHAT,
        help_text=NOBODY,
        error_messages={"required": "Enter what is to be done"},
    )
    objective = forms.ChoiceField(
        label="Objective",
        widget=forms.RadioSelect,
        choices=Objective.choices,
        error_messages={"required": "Choose the objective that it serves"},
    )
    owner = forms.ChoiceField(
        label="Owner", error_messages={"required": "Choose an owner agency and person"}
    )  # fmt: skip
    due_on = DateParts(
        label="Due", words="Day by which it is done", error_messages={"required": "Enter the day by which it is due"}
    )
    milestone = _text("Next milestone (optional)", LONGEST_STEP, required=False)
    measures = forms.MultipleChoiceField(
        label="Which measures is it meant to move? (optional)",
        widget=forms.CheckboxSelectMultiple,
        choices=list(ON_THE_BOARD.items()),
        required=False,
    )
    looks = {"measures": Look(is_small=True), "milestone": Look(is_counted=False)}
    conflict_labels = {"what": "What is to be done", "due_on": "Due", "milestone": "Next milestone"}

    def __init__(self, *args: Any, owners: Sequence[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [("", "Choose"), *((str(pk), words) for pk, words in owners)]
        self.fields["owner"].choices = choices  # type: ignore[attr-defined]  # a ChoiceField

    def facts(self) -> ActionFacts:
        """What was typed."""
        said = self.cleaned_data
        told = {name: said[name] for name in ("what", "objective", "due_on", "milestone")}
        return ActionFacts(**told, measures=tuple(said["measures"]))


class StandingForm(SentOnce):
    """Where an action stands, and what has happened."""

    to = forms.ChoiceField(
        label="Where does it stand?",
        widget=forms.RadioSelect,
        choices=[(one.name, one.wording) for one in PLAN_STATES.states],
        error_messages={"required": "Choose where it stands"},
    )
    recovery = _text("Recovery step: what brings it back, who does it, by when", LONGEST_STEP, required=False)
    words = _text(
        "What has happened since the last note",
        LONGEST_WORDS,
        help_text=NOBODY,
        error_messages={"required": "Enter what has happened since the last note"},
    )
    milestone = _text("Next milestone (optional)", LONGEST_STEP, required=False)
    conflict_labels = {"state": "Where it stands", "recovery": "Recovery step", "milestone": "Next milestone"}

    def __init__(self, *args: Any, state: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        reachable = {state, *PLAN_STATES.moves[state]}
        offered = [(one.name, one.wording) for one in PLAN_STATES.states if one.name in reachable]
        self.fields["to"].choices = offered  # type: ignore[attr-defined]  # a ChoiceField
        plain = {name: Look(is_counted=False) for name in ("words", "milestone")}
        hints = dict.fromkeys((AMBER, RED), "Needs a recovery step")
        self.looks = {**plain, "recovery": Look(is_counted=False), "to": Look(option_hints=hints)}

    def said(self) -> StandingSaid:
        """What was typed."""
        said = self.cleaned_data
        return StandingSaid(said["to"], said["words"], said["recovery"], said["milestone"])


class ChallengeForm(SentOnce):
    """What the board asks of the owner."""

    words = _text(
        "What does the board ask?",
        LONGEST_WORDS,
        help_text=f"It is kept with your name and the day, and changes nothing else. {NOBODY}",
        error_messages={"required": "Enter what the board asks"},
    )
    looks = {"words": Look(is_counted=False)}


class PlanFilter(GovukForm):
    """Which actions of the plan are listed."""

    agency = forms.ChoiceField(label="Owner agency", required=False)
    state = forms.ChoiceField(label="Where it stands", required=False)
    measure = forms.ChoiceField(label="Measure", choices=[("", "Every measure"), *ON_THE_BOARD.items()], required=False)

    def __init__(self, *args: Any, agencies: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        states = [(one.name, one.wording) for one in PLAN_STATES.states]
        self.fields["agency"].choices = [("", "Every agency"), *agencies]  # type: ignore[attr-defined]
        self.fields["state"].choices = [("", "Anywhere"), *states, (LATE, "Overdue")]  # type: ignore[attr-defined]
