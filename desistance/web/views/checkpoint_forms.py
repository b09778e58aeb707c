"""What the custody officer is asked for a check of eligibility."""

from typing import Any

from django import forms

from desistance.schemes.queries.checks import CheckOpened
from desistance.schemes.rules.checkpoint.facts import Answers
from desistance.schemes.rules.checkpoint.offences import group_of_code
from desistance.schemes.terms.checkpoint import GROUP_WORDS, QUESTIONS
from desistance.schemes.terms.checks import NOT_KNOWN, NOT_KNOWN_YET, RANKS
from desistance.web.forms import DateParts, Look
from desistance.web.views.access_sending import SentOnce

LABELS = {
    "admission": "What was said in interview?",
    "offence_in_area": "Was the offence in the force area?",
    "hate": "Is there a hate element?",
    "domestic": "Is it domestic abuse?",
    "co_accused": "Is anybody else accused of it?",
    "order": "Is there a court order or licence?",
    "bail": "Is the person on bail for something else, or held?",
    "earlier": "How many Checkpoint contracts were there before?",
    "lives_in_area": "Does the person live in the force area?",
}


def _asked(question: str) -> forms.ChoiceField:
    choices = [*QUESTIONS[question], (NOT_KNOWN, NOT_KNOWN_YET)]
    return forms.ChoiceField(label=LABELS[question], widget=forms.RadioSelect, choices=choices, initial=NOT_KNOWN)


class CheckForm(SentOnce):
    """The questions that no record answers. Every one may stay not known: then the list says that it cannot tell."""

    offence_from = DateParts(
        label="Date of the offence", required=False, help_text="As the custody record says. Change it if that is wrong."
    )
    offence_to = DateParts(
        label="Last day that it can have been", required=False, words="Last day of the offence",
        help_text="Only if the day is not known exactly, or the offence went on for several days.",
    )  # fmt: skip
    offence_group = forms.ChoiceField(label="Which group is the offence in?", required=False)
    admission = _asked("admission")
    offence_in_area = _asked("offence_in_area")
    hate = _asked("hate")
    domestic = _asked("domestic")
    co_accused = _asked("co_accused")
    order = _asked("order")
    bail = _asked("bail")
    earlier = _asked("earlier")
    lives_in_area = _asked("lives_in_area")
    confirms_address = forms.BooleanField(required=False)
    rank = forms.ChoiceField(
        label="Your rank", choices=[("", "Choose"), *RANKS], error_messages={"required": "Choose your rank"}
    )
    looks = {question: Look(is_small=True) for question in QUESTIONS}
    conflict_labels = LABELS

    def __init__(self, *args: Any, opened: CheckOpened, rank: str, **kwargs: Any) -> None:
        self.opened = opened
        said, days = opened.answers, opened.facts.offence_days or (None, None)
        kept = {question: getattr(said, question) for question in QUESTIONS}
        last = days[1] if days[1] != days[0] else None
        initial = {
            **kept,
            "offence_from": days[0],
            "offence_to": last,
            "offence_group": said.offence_group,
            "rank": rank,
            "version": opened.current.id if opened.current else 0,
        }
        super().__init__(*args, **{**kwargs, "initial": initial})
        self._leave_out_what_is_known()

    def _leave_out_what_is_known(self) -> None:
        """The group where the code does not tell it, and where the person lives where the postcode does not."""
        arrest, lives = self.opened.facts.arrest, self.opened.facts.lives
        if group_of_code(arrest.offence_code, arrest.code_title):
            del self.fields["offence_group"]
        else:
            self.fields["offence_group"].choices = [("", NOT_KNOWN_YET), *GROUP_WORDS.items()]  # type: ignore[attr-defined]
        if lives is None or lives.inside is not None:
            del self.fields["lives_in_area"]
        if lives is None:
            del self.fields["confirms_address"]
        else:
            words = lives.words if not lives.is_no_fixed else "no fixed address"
            self.fields["confirms_address"].label = f"The person confirms today: {words}"

    @property
    def answers(self) -> Answers:
        """What was said; a day that agrees with the custody record is the record's, not the officer's."""
        said = self.cleaned_data
        given = {question: said.get(question, NOT_KNOWN) for question in QUESTIONS}
        first, last = said.get("offence_from"), said.get("offence_to")
        if last is None and first == self.opened.facts.arrest.offence_on:
            first = None
        return Answers(
            offence_from=first,
            offence_to=last if last else first,
            offence_group=said.get("offence_group", ""),
            **given,
        )
