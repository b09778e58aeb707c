"""Forms of a Checkpoint case: the decision, the answer, the contract, its signature, progress, how it goes, and its end."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from django import forms

from desistance.schemes.queries.contracts import ContractShown
from desistance.schemes.rules.checkpoint.contract import ConditionFacts, ContractFacts
from desistance.schemes.terms.cases import LONGEST_REASON, Colour
from desistance.schemes.terms.checks import RANKS
from desistance.schemes.terms.contracts import (
    LONGEST_LANGUAGE,
    LONGEST_WORDS,
    UNDERSTOOD,
    ConditionKind,
    ConditionUnit,
    ContractPathway,
    Decision,
    HowAgreed,
    VictimWord,
)
from desistance.web.forms import DateParts, GovukForm, Look
from desistance.web.views.access_sending import SentOnce

Choices = Sequence[tuple[Any, str]]


def _reason(label: str, *, required: bool = False, error: str = "", help_text: str = "") -> forms.CharField:
    return forms.CharField(
        label=label, required=required, widget=forms.Textarea(attrs={"rows": 3}), max_length=LONGEST_REASON,
        help_text=help_text, error_messages={"required": error} if error else None,
    )  # fmt: skip


def _rank() -> forms.ChoiceField:
    return forms.ChoiceField(
        label="Your rank", choices=[("", "Choose"), *RANKS], error_messages={"required": "Choose your rank"}
    )


ALLOCATE = "allocate"


class OfferForm(SentOnce):
    """What an officer decides on a check."""

    decision = forms.ChoiceField(
        label="What do you decide?",
        widget=forms.RadioSelect,
        choices=[
            ("offer", "Offer Checkpoint"),
            ("not", "Do not offer it"),
            ("ask", "Ask a supervisor to decide"),
        ],
        error_messages={"required": "Choose what you decide"},
    )
    victim = forms.ChoiceField(
        label="Was somebody harmed?", choices=VictimWord.choices, widget=forms.RadioSelect, required=False,
        help_text="Victim contact asks them for their view. Write nothing about them here.",
    )  # fmt: skip
    team = forms.ChoiceField(
        label="Which team works with them?", required=False,
        help_text="The team may open the record from now on. Not needed if you do not offer it.",
    )  # fmt: skip
    rank = _rank()
    reason = _reason(
        "Reason", help_text="Needed if you do not offer it, decide another way than the list, or ask a supervisor."
    )

    def __init__(
        self, *args: Any, teams: Choices, may_ask: bool, view: str = "", is_due: bool = False, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["team"].choices = [("", "Choose"), *teams]  # type: ignore[attr-defined]  # a ChoiceField
        if view:
            del self.fields["victim"]
        if is_due:
            words = "Lock this check and allocate by the trial"
            self.fields["decision"].choices = [(ALLOCATE, words), *self.fields["decision"].choices[1:]]  # type: ignore[attr-defined]
        if not may_ask:
            self.fields["decision"].choices = self.fields["decision"].choices[:2]  # type: ignore[attr-defined]


class AnswerForm(SentOnce):
    """What the person answers to the offer."""

    answer = forms.ChoiceField(
        label="What does the person say?",
        widget=forms.RadioSelect,
        choices=[("yes", "Yes, they agree"), ("no", "No"), ("back", "We take the offer back")],
        error_messages={"required": "Choose what the person says"},
    )
    understood = forms.MultipleChoiceField(
        label="What they agreed to, item by item",
        required=False, widget=forms.CheckboxSelectMultiple, choices=UNDERSTOOD,
    )  # fmt: skip
    shares_with = forms.MultipleChoiceField(
        label="Who may see health information that we record",
        required=False, widget=forms.CheckboxSelectMultiple,
        help_text="Only with the person's consent, which they can take back at any time.",
    )  # fmt: skip
    how_given = forms.ChoiceField(
        label="How did they consent?", required=False,
        choices=[("spoken", "Spoken"), ("translated", "Through an interpreter")],
    )  # fmt: skip
    interpreter = forms.CharField(
        label="Language, if they need an interpreter", required=False, max_length=LONGEST_LANGUAGE
    )
    navigator = forms.ChoiceField(
        label="Navigator", required=False, help_text="They ring within 24 hours. Leave it empty for the team to choose."
    )
    reason = _reason("Reason, if they do not agree")
    looks = {
        "answer": Look(reveals={"yes": ("understood", "shares_with", "how_given", "interpreter", "navigator")}),
        "understood": Look(is_small=True),
        "shares_with": Look(is_small=True),
        "interpreter": Look(width=20),
    }

    def __init__(self, *args: Any, agencies: Choices, navigators: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["shares_with"].choices = agencies  # type: ignore[attr-defined]
        self.fields["navigator"].choices = [("", "Not chosen yet"), *navigators]  # type: ignore[attr-defined]


def _words(label: str, **more: Any) -> forms.CharField:
    return forms.CharField(label=label, required=False, max_length=LONGEST_WORDS, **more)


def _pathway(number: int) -> Iterator[tuple[str, forms.Field]]:
    name = f"pathway_{number}"
    yield (
        name,
        forms.ChoiceField(label=f"Pathway {number}", required=False, choices=[("", "None"), *ContractPathway.choices]),
    )
    yield f"{name}_words", _words(f"What the person does for pathway {number}")
    yield f"{name}_done", _words(f"How you will know that pathway {number} is done")
    yield (
        f"{name}_target",
        forms.IntegerField(label=f"How many for pathway {number}", required=False, min_value=1, max_value=200),
    )
    yield (
        f"{name}_unit",
        forms.ChoiceField(
            label=f"Pathway {number} is counted in",
            required=False,
            choices=[("", "Not counted"), *ConditionUnit.choices],
        ),
    )


PATHWAY_FIELDS = ("", "_words", "_done", "_target", "_unit")


class ContractForm(SentOnce):
    """The conditions of a contract; the one not to reoffend is added by itself."""

    starts_on = DateParts(
        label="When does the contract start?",
        words="Start of the contract",
        error_messages={"required": "Enter the date on which the contract starts"},
    )
    restorative = _words("What the person does to put right the harm")
    restorative_done = _words("How you will know that it is done")
    no_pathway_because = _words("Why no pathway condition is needed, if none is")
    work_hours = forms.IntegerField(
        label="Hours of voluntary work", required=False, min_value=1, max_value=500, help_text="18 to 36, or none."
    )
    work = _words("Where, and what work")
    tag_days = forms.IntegerField(label="Days of wearing a GPS tag", required=False, min_value=1, max_value=123)
    looks = {
        "work_hours": Look(width=3),
        "tag_days": Look(width=3),
        "pathway_1_target": Look(width=3),
        "pathway_2_target": Look(width=3),
    }

    def __init__(self, *args: Any, is_wished: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not is_wished:
            del self.fields["restorative"], self.fields["restorative_done"]
        for number in (1, 2):
            self.fields.update(dict(_pathway(number)))
        pathways = [f"pathway_{number}{part}" for number in (1, 2) for part in PATHWAY_FIELDS]
        self.order_fields(["starts_on", "restorative", "restorative_done", *pathways])

    def facts(self) -> ContractFacts:
        """The draft as it was typed."""
        said = self.cleaned_data
        return ContractFacts(said["starts_on"], tuple(self._conditions()), said.get("no_pathway_because") or "")

    def _conditions(self) -> Iterator[ConditionFacts]:
        said = self.cleaned_data
        if said.get("restorative"):
            yield ConditionFacts(ConditionKind.RESTORATIVE, said["restorative"], said.get("restorative_done") or "")
        for number in (1, 2):
            pathway, words, done, target, unit = (said.get(f"pathway_{number}{part}") for part in PATHWAY_FIELDS)
            if pathway:
                counted = {"target": target, "unit": unit or ""} if target else {}
                yield ConditionFacts(ConditionKind.PATHWAY, words or "", done or "", pathway, **counted)
        hours, days = said.get("work_hours"), said.get("tag_days")
        if hours or said.get("work"):
            words = said.get("work") or "Voluntary work"
            yield ConditionFacts(
                ConditionKind.WORK, words, f"{hours} hours in the ledger", "", hours, ConditionUnit.HOURS
            )
        if days:
            yield ConditionFacts(
                ConditionKind.TAG, "Wear a GPS tag", f"Worn for {days} days", "", days, ConditionUnit.DAYS
            )


def as_typed(shown: ContractShown | None, on: date) -> dict[str, Any]:
    """A draft as the form shows it, with the version that is read; before one, today as its first day."""
    if shown is None:
        return {"starts_on": on, "version": 0}
    draft = shown.contract
    typed = {"starts_on": draft.starts_on, "no_pathway_because": draft.no_pathway_because}
    number = 0
    for one in shown.drafted:
        if one.kind == ConditionKind.PATHWAY:
            number += 1
            values = (one.pathway, one.words, one.done_when, one.target, one.unit)
            typed |= {f"pathway_{number}{part}": value for part, value in zip(PATHWAY_FIELDS, values, strict=True)}
        elif one.kind == ConditionKind.RESTORATIVE:
            typed |= {"restorative": one.words, "restorative_done": one.done_when}
        elif one.kind == ConditionKind.WORK:
            typed |= {"work_hours": one.target, "work": one.words}
        elif one.kind == ConditionKind.TAG:
            typed |= {"tag_days": one.target}
    return {**typed, "version": draft.version}


class SignForm(SentOnce):
    """How the person put their name to the contract."""

    how = forms.ChoiceField(
        label="How did the person agree?",
        widget=forms.RadioSelect,
        choices=HowAgreed.choices,
        error_messages={"required": "Choose how the person agreed"},
    )
    interpreter = forms.CharField(
        label="Language it was interpreted into", required=False, max_length=LONGEST_LANGUAGE,
        help_text="Leave it empty if no interpreter was there.",
    )  # fmt: skip
    looks = {"interpreter": Look(width=20)}


class ConditionForm(SentOnce):
    """What was done of a condition, and whether it is done."""

    day = DateParts(label="When was it?", words="Day", error_messages={"required": "Enter the day"})
    amount = forms.IntegerField(label="How much was done", required=False, min_value=0, max_value=1000)
    words = _reason("What was done, or what shows it")
    state = forms.ChoiceField(
        label="Is the condition done?",
        widget=forms.RadioSelect,
        choices=[
            ("", "Not yet: only record this"),
            ("done", "Yes, it is done"),
            ("not_done", "No, and it will not be"),
        ],
        required=False,
    )
    looks = {"amount": Look(width=3)}
    conflict_labels = {"state": "Is it done"}

    def __init__(self, *args: Any, counted_in: str, is_settled: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if counted_in:
            self.fields["amount"].label = f"How many {counted_in} were done"
        else:
            del self.fields["amount"]
        if is_settled:
            self.fields["state"].choices = [("open", "Open it again")]  # type: ignore[attr-defined]
            self.fields["state"].initial = "open"


class RatingForm(SentOnce):
    """How the contract goes."""

    colour = forms.ChoiceField(
        label="How does it go?",
        widget=forms.RadioSelect,
        choices=Colour.choices,
        error_messages={"required": "Choose Red, Amber or Green"},
    )
    words = _reason("Reason", help_text="Needed if the colour changes or is not the one that the rule proposes.")


class EndingForm(SentOnce):
    """What is decided on a contract, or asked for."""

    decision = forms.ChoiceField(
        label="What do you decide?",
        widget=forms.RadioSelect,
        choices=Decision.choices,
        error_messages={"required": "Choose what you decide"},
    )
    rank = _rank()
    reason = _reason("Reason, and the evidence it rests on", required=True, error="Enter the reason and the evidence")
    is_confirmed = forms.BooleanField(required=False, widget=forms.HiddenInput)
    conflict_labels = {"state": "State"}

    def __init__(self, *args: Any, asks: bool, choices: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["decision"].choices = choices  # type: ignore[attr-defined]
        if asks:
            del self.fields["rank"]
            self.fields["decision"].label = "What do you ask the supervisor to decide?"


class NavigatorFilter(GovukForm):
    """Which navigator's people are listed."""

    stage = forms.CharField(required=False, widget=forms.HiddenInput)
    navigator = forms.ChoiceField(label="Navigator", required=False)

    def __init__(self, *args: Any, navigators: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["navigator"].choices = [("", "Any"), *navigators]  # type: ignore[attr-defined]
