"""The forms of the access pages; what is wrong with an answer is said in the words of the rules."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

from django import forms

from desistance.access.rules.consents import consentable
from desistance.access.rules.emergencies import VERDICTS, least_characters, reason_is_enough
from desistance.access.terms import EMERGENCY_REASONS, REQUEST_LENGTHS, LegalGround
from desistance.foundation.calendar import local_date
from desistance.web.forms import DateParts, Look
from desistance.web.templatetags.desistance import day_date
from desistance.web.views.access_sending import Confirmed, SentOnce

HOW_GIVEN = [("spoken", "Spoken"), ("written", "Written and signed"), ("translated", "Through an interpreter")]
VERDICT_WORDS = {"justified": "Justified", "not_justified": "Not justified", "more_needed": "I need to know more first"}

UNCOUNTED = Look(is_counted=False)
"""For texts whose limit nobody reaches: a count down from 2,000 under a reason only distracts."""
UNDERSTOOD = (
    "I know that the team that holds this record and information governance are told now, "
    "and that a person reviews what I open"
)


def _text(label: str, missing: str, **more: Any) -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": 4})
    return forms.CharField(
        label=label, widget=widget, error_messages={"required": missing}, **{"max_length": 2000, **more}
    )


def lengths(at: datetime) -> list[tuple[str, str]]:
    """How long access may be asked for, with the day it would end: `7 days, to Friday 20 March 2026`."""
    today = local_date(at)
    return [
        (name, words if days == 1 else f"{words}, to {day_date(today + timedelta(days=days))}")
        for name, (words, days) in REQUEST_LENGTHS.items()
    ]


class RequestForm(SentOnce):
    """Why access is needed and for how long."""

    reason = _text("Why do you need it?", "Enter why you need this record")
    length = forms.ChoiceField(
        label="How long for?", widget=forms.RadioSelect, error_messages={"required": "Select how long you need it for"}
    )

    def __init__(self, *args: Any, at: datetime, **kwargs: Any) -> None:
        super().__init__(*args, **{"initial": {"length": "week"}, **kwargs})
        self.fields["length"].choices = lengths(at)  # type: ignore[attr-defined]  # a ChoiceField
        self.fields["reason"].help_text = f"At least {least_characters(at)} characters. The approver will read it."

    looks = {"reason": UNCOUNTED}

    @property
    def days(self) -> int:
        """The chosen length in days."""
        return REQUEST_LENGTHS[self.cleaned_data["length"]][1]


class AnswerForm(SentOnce):
    """Whether to give access, for how long, and what to tell the worker."""

    answer = forms.ChoiceField(
        label="Your answer",
        widget=forms.RadioSelect,
        choices=[("given", "Give access"), ("refused", "Do not give access")],
        error_messages={"required": "Choose whether to give access"},
    )
    length = forms.ChoiceField(label="How long for?", widget=forms.RadioSelect, required=False)
    words = _text(
        "What the worker should know", "", required=False, max_length=300, help_text="Needed if you do not give access."
    )
    looks = {"answer": Look(reveals={"given": ("length",)}), "words": UNCOUNTED}
    conflict_labels = {"state": "Answer", "answer": "Words"}

    def __init__(self, *args: Any, at: datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["length"].choices = lengths(at)  # type: ignore[attr-defined]  # a ChoiceField

    @property
    def days(self) -> int | None:
        """The chosen length in days; None for as long as was asked."""
        chosen = self.cleaned_data.get("length")
        return REQUEST_LENGTHS[chosen][1] if chosen else None


class EmergencyForm(Confirmed):
    """What the emergency is, why, that the worker knows who is told, and their code."""

    kind = forms.ChoiceField(
        label="What is the emergency?",
        widget=forms.RadioSelect,
        choices=list(EMERGENCY_REASONS.items()),
        error_messages={"required": "Choose what the emergency is", "invalid_choice": "Choose what the emergency is"},
    )
    reason = _text("Why do you need to see this record now?", "")
    understands = forms.BooleanField(
        label=UNDERSTOOD,
        error_messages={"required": "Tick the box to show that you know who is told"},
    )
    looks = {"reason": UNCOUNTED, "code": Look(width=20)}

    def __init__(self, *args: Any, at: datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.at = at
        least = least_characters(at)
        self.fields["reason"].help_text = f"At least {least} characters. The reviewer will read it."
        self.fields["reason"].error_messages["required"] = reason_is_enough("", at).words.rstrip(".")

    def clean_reason(self) -> str:
        """The reason, if a reviewer can judge it."""
        reason: str = self.cleaned_data["reason"]
        decision = reason_is_enough(reason, self.at)
        if not decision:
            raise forms.ValidationError(decision.words.rstrip("."))
        return reason


class ReviewForm(SentOnce):
    """Whether an emergency access was justified."""

    verdict = forms.ChoiceField(
        label="Was it justified?",
        widget=forms.RadioSelect,
        choices=[(name, VERDICT_WORDS[name]) for name in VERDICTS],
        error_messages={"required": "Choose justified or not justified"},
    )
    note = _text(
        "What the worker should know",
        "",
        required=False,
        help_text="Needed unless it was justified. The worker reads it.",
    )
    looks = {"note": UNCOUNTED}
    conflict_labels = {"state": "Decision", "review_note": "Words"}


class ExplainForm(SentOnce):
    """What the worker answers a reviewer."""

    words = _text("Your answer to the reviewer", "Enter your answer to the reviewer")
    looks = {"words": UNCOUNTED}


class WorkForm(SentOnce):
    """An agency's new work with a person."""

    kind = forms.ChoiceField(
        label="What work is it?", widget=forms.RadioSelect, error_messages={"required": "Choose the kind of work"}
    )
    legal_ground = forms.ChoiceField(
        label="On what legal ground?",
        widget=forms.RadioSelect,
        choices=LegalGround.choices,
        error_messages={"required": "Choose a legal ground"},
    )
    team = forms.ChoiceField(label="Team", required=False)
    lead = forms.ChoiceField(label="Lead worker", required=False)

    def __init__(
        self,
        *args: Any,
        kinds: Sequence[tuple[str, str]],
        teams: Sequence[tuple[int, str]],
        workers: Sequence[tuple[int, str]],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = kinds  # type: ignore[attr-defined]  # a ChoiceField
        self.fields["team"].choices = [("", "No team yet"), *teams]  # type: ignore[attr-defined]
        self.fields["lead"].choices = [("", "Nobody yet"), *workers]  # type: ignore[attr-defined]


class AllocateForm(SentOnce):
    """Who the agency's work is given to."""

    team = forms.ChoiceField(label="Team", required=False)
    lead = forms.ChoiceField(label="Lead worker", required=False)
    conflict_labels = {"lead_id": "Lead worker", "team_id": "Team"}

    def __init__(
        self, *args: Any, teams: Sequence[tuple[int, str]], workers: Sequence[tuple[int, str]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["team"].choices = [("", "No team"), *teams]  # type: ignore[attr-defined]
        self.fields["lead"].choices = [("", "Nobody"), *workers]  # type: ignore[attr-defined]


class WorkerForm(SentOnce):
    """Another worker, and their part."""

    staff = forms.ChoiceField(label="Worker", error_messages={"required": "Choose a worker"})
    part = forms.CharField(
        label="Role they have here", max_length=60, error_messages={"required": "Choose the role this worker has"}
    )

    def __init__(self, *args: Any, workers: Sequence[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["staff"].choices = [("", "Choose a worker"), *workers]  # type: ignore[attr-defined]


class ReasonForm(SentOnce):
    """A reason, and nothing else: for what ends."""

    reason = _text("Why?", "Enter why", max_length=300)

    def __init__(self, *args: Any, label: str = "Why?", missing: str = "Enter why", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].label = label
        self.fields["reason"].error_messages["required"] = missing


class ConsentForm(SentOnce):
    """What the person agrees to, with whom, and how they said so."""

    data_class = forms.ChoiceField(
        label="What may be shared?",
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what the person agrees to share"},
    )
    to_agency = forms.ChoiceField(label="With which agency?", error_messages={"required": "Choose an agency"})
    how_given = forms.ChoiceField(
        label="How did the person say so?",
        widget=forms.RadioSelect,
        choices=HOW_GIVEN,
        error_messages={"required": "Choose how the person said so"},
    )
    proof = forms.CharField(
        label="Where the signed form is kept", required=False, max_length=200, help_text="Needed if it is written."
    )

    def __init__(self, *args: Any, agencies: Sequence[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        classes = [(kind.value, kind.words.capitalize()) for kind in consentable()]
        self.fields["data_class"].choices = classes  # type: ignore[attr-defined]
        self.fields["to_agency"].choices = [("", "Choose an agency"), *agencies]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """A written consent says where it is kept."""
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("how_given") == "written" and not cleaned.get("proof", "").strip():
            self.add_error("proof", "Enter where the signed form is kept")
        return cleaned


class EmptyForm(SentOnce):
    """A button and nothing else."""


class RestrictForm(SentOnce):
    """Why a record is restricted, until when without a look, by whose word, and who may still open it."""

    reason = _text("Why must this record be restricted?", "Enter why this record must be restricted", max_length=300)
    review_on = DateParts(label="When must it be reviewed?", words="Review date", help_text="For example, 27 9 2026.")
    approver = forms.ChoiceField(label="Approver", error_messages={"required": "Choose an approver"})
    listed = forms.MultipleChoiceField(
        label="Who can still open it?",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Choose at least one worker who can still open the record"},
    )

    def __init__(self, *args: Any, workers: Sequence[tuple[int, str]], on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.on = on
        self.fields["approver"].choices = [("", "Choose a worker"), *workers]  # type: ignore[attr-defined]
        self.fields["listed"].choices = list(workers)  # type: ignore[attr-defined]

    def clean_review_on(self) -> date:
        """A day to come."""
        review_on: date = self.cleaned_data["review_on"]
        if review_on <= self.on:
            raise DateParts.wrong("Review date must be after today")
        return review_on


class ReviewOnForm(SentOnce):
    """That a restriction is still needed, and when to look again."""

    reason = _text("Why is it still needed?", "Enter why it is still needed", max_length=300)
    review_on = DateParts(label="Next review", words="Next review", help_text="For example, 27 9 2026.")


class StaffForm(SentOnce):
    """A worker, with a reason where one is asked for."""

    staff = forms.ChoiceField(label="Worker", error_messages={"required": "Choose a worker"})
    reason = _text(
        "Why must this worker not see the record?", "Enter why this worker must not see the record", max_length=300
    )

    def __init__(self, *args: Any, workers: Sequence[tuple[int, str]], with_reason: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["staff"].choices = [("", "Choose a worker"), *workers]  # type: ignore[attr-defined]
        if not with_reason:
            del self.fields["reason"]


class HideForm(SentOnce):
    """From whom an entry is hidden, and why."""

    from_agency = forms.ChoiceField(label="Hide it from", error_messages={"required": "Choose an agency"})
    reason = _text("Why must it be hidden?", "Enter why this entry must be hidden", max_length=300)

    def __init__(self, *args: Any, agencies: Sequence[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["from_agency"].choices = [("", "Choose an agency"), *agencies]  # type: ignore[attr-defined]
