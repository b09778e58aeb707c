"""The forms of needs and plan: an assessment with its pathways, goals, steps, and what the person said to the plan."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms

from desistance.assessment.rules.needs import Answer, Kept, NeedsFacts
from desistance.assessment.rules.plans import AgreementFacts, GoalFacts, StepFacts
from desistance.assessment.terms.needs import Need, OwnView, Pathway, Readiness
from desistance.assessment.terms.plans import (
    GOAL_STATES,
    LONGEST_GOAL,
    LONGEST_OWN_WORDS,
    STEP_STATES,
    Agreement,
    Taker,
)
from desistance.assessment.terms.reviews import LONGEST_REASON
from desistance.foundation.states import StateTable
from desistance.web.forms import DateParts, Look
from desistance.web.views.access_sending import SentOnce

PARTS = ("level", "words", "own_view", "own_words", "readiness", "helps")
QUIET = Look(is_counted=False)


def _text(label: str, *, most: int = LONGEST_REASON, rows: int = 2, **more: Any) -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(label=label, required=False, strip=True, max_length=most, widget=widget, **more)


def _line(label: str, **more: Any) -> forms.CharField:
    return forms.CharField(label=label, required=False, strip=True, max_length=LONGEST_GOAL, **more)


def _standings(table: StateTable, state: str, *, is_sent: bool) -> list[tuple[str, str]]:
    """Where something stands and may go. Of a form that was sent any state is taken: somebody may have moved it meanwhile."""
    offered = [one.name for one in table.states] if is_sent else [state, *table.moves.get(state, {})]
    return [(one, table[one].wording) for one in offered]


class NeedsForm(SentOnce):
    """What is known of each pathway. A pathway left at `Not known` was not looked at, which never means no need."""

    made_on = DateParts(
        label="When was it made?",
        words="Date of the assessment",
        error_messages={"required": "Enter the date of the assessment"},
    )
    with_person = forms.ChoiceField(
        label="Was it made with the person?",
        widget=forms.RadioSelect,
        choices=[("yes", "Yes, with the person"), ("no", "No")],
        error_messages={"required": "Choose whether it was made with the person"},
    )
    why_without = _text("Why not?")

    def __init__(self, *args: Any, pathways: Sequence[Pathway], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.pathways = tuple(pathways)
        looks = {"with_person": Look(reveals={"no": ("why_without",)}), "why_without": QUIET, "reason": QUIET}
        for pathway in self.pathways:
            self._add(pathway, looks)
        self.looks = looks

    def _add(self, pathway: Pathway, looks: dict[str, Look]) -> None:
        about = pathway.label
        made = {
            "level": forms.ChoiceField(
                label=about, required=False, widget=forms.RadioSelect, choices=Need.choices, initial=Need.UNKNOWN
            ),
            "words": _text("What is known, and from whom", most=LONGEST_OWN_WORDS),
            "own_view": forms.ChoiceField(label="The person's own view", required=False, choices=OwnView.choices),
            "own_words": _text("In the person's words", most=LONGEST_OWN_WORDS),
            "readiness": forms.ChoiceField(
                label="How ready are they to change something?", required=False, choices=Readiness.choices
            ),
            "helps": _text("What would help?", most=LONGEST_OWN_WORDS),
        }
        for part, field in made.items():
            name = f"{pathway.value}_{part}"
            if part != "level":
                field.label = f"{field.label}: {about.lower()}"
            self.fields[name] = field
            if isinstance(field, forms.CharField):
                looks[name] = QUIET
        looks[f"{pathway.value}_level"] = Look(is_inline=True, is_label_hidden=True)

    def facts(self) -> NeedsFacts:
        """What was typed, pathway by pathway."""
        said = self.cleaned_data
        answers = {
            one.value: Answer(**{part: said.get(f"{one.value}_{part}") or "" for part in PARTS if part != "level"},
                              level=said.get(f"{one.value}_level") or Need.UNKNOWN)
            for one in self.pathways
        }  # fmt: skip
        with_person = said["with_person"] == "yes"
        return NeedsFacts(said["made_on"], answers, with_person, "" if with_person else said["why_without"])


class NeedsCorrection(NeedsForm):
    """The same, and why it is corrected."""

    reason = _text("Why is this being corrected?")


def as_typed(answers: Mapping[str, Answer]) -> dict[str, Any]:
    """Answers on record as the form shows them."""
    return {f"{name}_{part}": getattr(answer, part) for name, answer in answers.items() for part in PARTS}


def answers_of(kept: Mapping[str, Kept]) -> dict[str, Answer]:
    """The answers alone."""
    return {name: one.answer for name, one in kept.items()}


class GoalForm(SentOnce):
    """A goal: what the person wants, what it is about, and whether it is for now."""

    what = _line("What does the person want to reach?", help_text="In their own words where you can.")
    pathway = forms.ChoiceField(label="What is it about?", required=False, choices=[("", "Choose"), *Pathway.choices])
    state = forms.ChoiceField(
        label="When?",
        required=False,
        widget=forms.RadioSelect,
        choices=[("now", "Work on it now"), ("future", "For later")],
        initial="now",
    )

    def facts(self) -> GoalFacts:
        """What was typed."""
        said = self.cleaned_data
        return GoalFacts(said["what"], said["pathway"], said["state"])


class GoalChange(GoalForm):
    """The same of a goal on record, with how it stands and what came of it."""

    why = _text("What came of it?", help_text="Needed when it is achieved or removed.")
    looks = {"why": QUIET}
    conflict_labels = {"what": "Goal", "pathway": "About", "state": "State", "came_of": "What came of it"}

    def __init__(self, *args: Any, state: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["state"] = forms.ChoiceField(
            label="How does it stand?",
            required=False,
            widget=forms.RadioSelect,
            choices=_standings(GOAL_STATES, state, is_sent=self.is_bound),
        )
        self.order_fields(["what", "pathway", "state", "why"])


class StepForm(SentOnce):
    """A step: what is done, who does it, by when."""

    what = _line("What is to be done?")
    taker = forms.ChoiceField(
        label="Who takes the step?", required=False, widget=forms.RadioSelect, choices=Taker.choices, initial="person"
    )
    staff = forms.ChoiceField(label="Which worker?", required=False)
    taking_agency = forms.ChoiceField(label="Which agency?", required=False)
    due_on = DateParts(label="By when?", words="The day by which it is to be done", required=False)
    looks = {"taker": Look(reveals={"worker": ("staff",), "agency": ("taking_agency",)})}
    conflict_labels = {"what": "Step", "due_on": "By", "state": "State", "came_of": "What came of it"}

    def __init__(
        self, *args: Any, workers: Sequence[tuple[str, str]], agencies: Sequence[tuple[str, str]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        for name, choices in (("staff", workers), ("taking_agency", agencies)):
            field: Any = self.fields[name]
            field.choices = [("", "Choose"), *choices]

    def facts(self) -> StepFacts:
        """What was typed."""
        said = self.cleaned_data
        return StepFacts(
            what=said["what"],
            taker=said["taker"],
            staff=int(said["staff"]) if said["staff"] else None,
            taking_agency=int(said["taking_agency"]) if said["taking_agency"] else None,
            due_on=said["due_on"],
            state=said.get("state") or "not_started",
            came_of=said.get("came_of") or "",
            contact=int(said["contact"]) if said.get("contact") else None,
        )


class StepChange(StepForm):
    """The same of a step on record, with how it stands, what came of it, and the appointment it belongs to."""

    state = forms.ChoiceField(label="How does it stand?", required=False, widget=forms.RadioSelect)
    came_of = _text("What came of it?", help_text="Or what it waits for. Needed unless it goes on.")
    contact = forms.ChoiceField(label="Which appointment does it belong to?", required=False)
    looks = {**StepForm.looks, "came_of": QUIET}

    def __init__(self, *args: Any, state: str, contacts: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        standing: Any = self.fields["state"]
        standing.choices = _standings(STEP_STATES, state, is_sent=self.is_bound)
        of_contact: Any = self.fields["contact"]
        of_contact.choices = [("", "None"), *contacts]
        self.order_fields(["state", "came_of", "what", "taker", "staff", "taking_agency", "due_on", "contact"])


class StepAnswer(SentOnce):
    """What the agency that takes a step may say of it: how it stands and what came of it."""

    state = forms.ChoiceField(label="How does it stand?", required=False, widget=forms.RadioSelect)
    came_of = _text("What came of it?", help_text="Or what it waits for. The plan's lead worker reads it.")
    looks = {"came_of": QUIET}
    conflict_labels = {"state": "State", "came_of": "What came of it"}

    def __init__(self, *args: Any, state: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        standing: Any = self.fields["state"]
        standing.choices = _standings(STEP_STATES, state, is_sent=self.is_bound)


class AgreeForm(SentOnce):
    """What the person said to the plan, and when it is looked at again."""

    outcome = forms.ChoiceField(
        label="What did the person say to the plan?",
        required=False,
        widget=forms.RadioSelect,
        choices=Agreement.choices,
    )
    why = _text("Why?", help_text="Needed when they did not agree or could not say.")
    own_words = _text("In the person's words", most=LONGEST_OWN_WORDS, rows=3)
    agreed_on = DateParts(
        label="On which day?", words="The day", error_messages={"required": "Enter the day on which they said so"}
    )
    review_on = DateParts(label="When is the plan looked at again?", words="Review date", required=False)
    looks = {"why": QUIET, "own_words": QUIET}
    conflict_labels = {"state": "Plan", "review_on": "Looked at again"}

    def facts(self) -> AgreementFacts:
        """What was typed."""
        return AgreementFacts(**{name: self.cleaned_data[name] for name in AgreementFacts.__slots__})


class EndPlanForm(SentOnce):
    """Why the plan ends."""

    reason = _text("Why does the plan end?")
    looks = {"reason": QUIET}
    conflict_labels = {"state": "Plan", "end_reason": "Reason"}
