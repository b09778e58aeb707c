"""Forms of declared schemes: their fields are what the scheme declares."""

from typing import Any

from django import forms

from desistance.schemes.rules.declared import move_of
from desistance.schemes.terms.cases import LONGEST_REASON
from desistance.schemes.terms.checks import NOT_KNOWN, NOT_KNOWN_YET
from desistance.schemes.terms.declared import Declared, Move
from desistance.web.forms import Look
from desistance.web.views.access_sending import SentOnce

ROWS = {"rows": 3}


class AnswersForm(SentOnce):
    """The scheme's questions; what nobody answers stays not known."""

    conflict_labels = {"state": "Stage"}

    def __init__(self, *args: Any, scheme: Declared, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.questions = [one.name for one in scheme.questions]
        for one in scheme.questions:
            choices = [(NOT_KNOWN, NOT_KNOWN_YET), *one.answers]
            self.fields[one.name] = forms.ChoiceField(
                label=one.words, choices=choices, widget=forms.RadioSelect, initial=NOT_KNOWN, help_text=one.hint
            )
        self.looks = {name: Look(is_small=True) for name in self.questions}

    def answers(self) -> dict[str, str]:
        """What was answered, by question."""
        return {name: self.cleaned_data[name] for name in self.questions}


class OpenForm(AnswersForm):
    """The questions, and why a case is opened where the criteria do not say that it can be."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"] = forms.CharField(
            label="Why do you open a case?", widget=forms.Textarea(attrs=ROWS), max_length=LONGEST_REASON, required=False,
            help_text="Needed when a criterion is not met or cannot be told.",
        )  # fmt: skip


class MoveForm(SentOnce):
    """What happens next, of the moves that the reader may make, with an answer in words."""

    conflict_labels = {"state": "Stage"}

    def __init__(self, *args: Any, scheme: Declared, moves: tuple[Move, ...], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to"] = forms.ChoiceField(
            label="What happens next?", choices=[(one.to, one.verb) for one in moves], widget=forms.RadioSelect,
            error_messages={"required": "Choose what happens next"},
        )  # fmt: skip
        self.fields["reason"] = forms.CharField(
            label="In words", widget=forms.Textarea(attrs=ROWS), max_length=LONGEST_REASON, required=False
        )
        self.looks = {"to": Look(option_hints={one.to: _hint(one, scheme) for one in moves})}


def _hint(move: Move, scheme: Declared) -> str:
    """What a move asks for and leads to, under its option."""
    asked = move_of(scheme, move.come_from, move.to)
    told = [asked.asks if asked else "", *(f"Then: {one.what.lower()}" for one in move.follows)]
    return ". ".join(one.rstrip(".") if not one.endswith("?") else one for one in told if one).replace("?. ", "? ")
