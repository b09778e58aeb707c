"""The forms of the diary: arranging with a look at the dates, what happened, another time, a decision on a failure."""

from collections.abc import Sequence
from datetime import date, datetime, time
from typing import Any

from django import forms
from django.http import QueryDict

from desistance.casework.queries.contacts import ContactFilters
from desistance.casework.queries.safe_contact import DateShown
from desistance.casework.rules.arranging import ContactFacts
from desistance.casework.rules.outcomes import OutcomeFacts
from desistance.casework.rules.times import local_moment, read_clock, repeat_days
from desistance.casework.terms import (
    LONGEST_NOTES,
    LONGEST_PLACE,
    LONGEST_PURPOSE,
    LONGEST_REASON,
    MOST_REPEATS,
    ContactKind,
    Enforcement,
    MovedBy,
    Outcome,
    Pattern,
)
from desistance.web.forms import DateParts, GovukForm, Look
from desistance.web.views.access_sending import SentOnce
from desistance.web.views.contacts_words import date_choices

CLOCK_HINT = "For example, 9:30am or 14:30."
Choices = Sequence[tuple[Any, str]]


class Clock(forms.CharField):
    """A time of day as people type it."""

    def __init__(self, **more: Any) -> None:
        super().__init__(max_length=12, help_text=CLOCK_HINT, **more)

    def clean(self, value: Any) -> Any:
        """The time, or what to mend."""
        typed = super().clean(value)
        found = read_clock(typed) if typed else None
        if typed and found is None:
            raise forms.ValidationError("Start time must be a time, like 9:30am or 14:30")
        return found


class _Dates(forms.MultipleChoiceField):
    """Days that were shown and are kept: those that the form itself worked out."""

    def valid_value(self, value: str) -> bool:
        """Any is taken here; the form keeps those among its own."""
        return True


def _text(label: str, *, required: bool = False, rows: int = 3, **more: Any) -> forms.CharField:
    return forms.CharField(label=label, required=required, widget=forms.Textarea(attrs={"rows": rows}), **more)


class LooksFirst(SentOnce):
    """A form with one new date: where there is something to say of it, it is said before the date is kept."""

    looked = forms.CharField(required=False, widget=forms.HiddenInput, max_length=60)

    def warn(self, dates: Sequence[DateShown]) -> list[str]:
        """What to say before the date is kept; nothing where nothing is to be said of it, or it was said before."""
        marks = " ".join(one.starts_at.isoformat() for one in dates)
        if all(one.is_plain for one in dates) or self.cleaned_data["looked"] == marks:
            return []
        fresh: QueryDict = self.data.copy()  # type: ignore[attr-defined]  # always what was posted
        fresh["looked"] = marks
        self.data = fresh
        return [words for _, words in date_choices(dates)]


class ContactForm(SentOnce):
    """What kind of contact, for what, when and where."""

    kind = forms.ChoiceField(
        label="What kind of contact is it?",
        choices=[("", "Choose"), *ContactKind.choices],
        error_messages={"required": "Choose what kind of contact it is"},
    )
    purpose = forms.CharField(label="Purpose", required=False, max_length=LONGEST_PURPOSE)
    involvement = forms.ChoiceField(label="Which work does it count towards?", required=False)
    with_staff = forms.ChoiceField(label="With whom?", required=False)
    day = DateParts(label="Date", error_messages={"required": "Enter the date"})
    clock = Clock(label="Start time", error_messages={"required": "Enter the start time"})
    minutes = forms.IntegerField(label="How long in minutes", initial=30)
    place = forms.CharField(label="Where, or how", required=False, max_length=LONGEST_PLACE)
    looks = {"clock": Look(width=10), "minutes": Look(width=4)}

    def __init__(self, *args: Any, works: Choices, workers: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["involvement"].choices = [("", "None"), *works]  # type: ignore[attr-defined]  # a ChoiceField
        self.fields["with_staff"].choices = [("", "Nobody named"), *workers]  # type: ignore[attr-defined]

    def facts(self) -> ContactFacts:
        """What was typed."""
        said = self.cleaned_data
        return ContactFacts(said["kind"], said["purpose"], said["minutes"], said["place"])

    @property
    def starts_at(self) -> datetime:
        """When the first begins."""
        return local_moment(self.cleaned_data["day"], self.cleaned_data["clock"])


class ArrangeForm(ContactForm):
    """The same to come, once or repeatedly. Repeated dates are shown before they are kept."""

    pattern = forms.ChoiceField(
        label="How often?", widget=forms.RadioSelect, choices=Pattern.choices, initial=Pattern.ONCE
    )
    times = forms.IntegerField(label="How many times in all", required=False, min_value=2, max_value=MOST_REPEATS)
    dates = _Dates(label="Dates to keep", required=False, widget=forms.MultipleHiddenInput)
    looked = forms.CharField(required=False, widget=forms.HiddenInput, max_length=120)
    looks = {**ContactForm.looks, "times": Look(width=4), "pattern": Look(is_inline=True)}

    def clean(self) -> dict[str, Any]:
        """An appointment that comes again says how many times."""
        said = super().clean() or self.cleaned_data
        if said.get("pattern") not in (None, "", Pattern.ONCE) and not said.get("times") and "times" not in self.errors:
            self.add_error("times", "Enter how many times in all")
        return said

    def all_starts(self) -> list[datetime]:
        """Every appointment that the pattern gives."""
        said = self.cleaned_data
        days = repeat_days(said["day"], said["pattern"], said["times"] or 1)
        return [local_moment(day, said["clock"]) for day in days]

    @property
    def mark(self) -> str:
        """What the dates that were shown depend on: typed anew, they are shown again."""
        said = self.cleaned_data
        return f"{self.starts_at.isoformat()} {said['pattern']} {said['times'] or 1} {said['minutes']}"

    @property
    def has_looked(self) -> bool:
        """Whether these very dates were shown before."""
        return bool(self.cleaned_data["looked"] == self.mark)

    def kept_starts(self) -> list[datetime]:
        """The appointments to arrange: all, or those that are still ticked once they were shown."""
        starts = self.all_starts()
        return [one for one in starts if one.isoformat() in self.cleaned_data["dates"]] if self.has_looked else starts

    def show_dates(self, shown: Choices, *, ticks_all: bool) -> None:
        """Put the dates on the page, each with what is worth knowing of it."""
        field = self.fields["dates"]
        field.widget = forms.CheckboxSelectMultiple()
        field.choices = list(shown)  # type: ignore[attr-defined]  # a ChoiceField
        field.help_text = "Untick the dates that you do not want, then save."
        fresh: QueryDict = self.data.copy()  # type: ignore[attr-defined]  # always what was posted
        fresh["looked"] = self.mark
        if ticks_all:
            fresh.setlist("dates", [value for value, _ in shown])
        self.data = fresh


class OutcomeForm(LooksFirst):
    """What happened, on one page."""

    outcome = forms.ChoiceField(
        label="What happened?",
        widget=forms.RadioSelect,
        choices=Outcome.choices,
        error_messages={"required": "Choose what happened"},
    )
    reason = _text(
        "Why was the absence acceptable?",
        max_length=LONGEST_REASON,
        help_text="Say what evidence you saw. The person's other workers can read this.",
    )
    notes = _text("Notes", rows=5, max_length=LONGEST_NOTES)
    looks = {"outcome": Look(reveals={Outcome.ACCEPTABLE: ("reason",)}), "reason": Look(is_counted=False)}
    conflict_labels = {"outcome": "What happened", "why_acceptable": "Why it was acceptable", "notes": "Notes"}

    def outcome_facts(self) -> OutcomeFacts:
        """What was typed."""
        said = self.cleaned_data
        return OutcomeFacts(said["outcome"], said["reason"], said["notes"])


class NextForm(OutcomeForm):
    """The outcome of an appointment, and when the next one is."""

    next_day = DateParts(label="Next appointment", words="Next appointment", required=False)
    next_clock = Clock(label="Start time of the next appointment", required=False)
    looks = {**OutcomeForm.looks, "next_clock": Look(width=10)}

    def clean(self) -> dict[str, Any]:
        """A next appointment has a date and a time."""
        said = super().clean() or self.cleaned_data
        day, clock = said.get("next_day"), said.get("next_clock")
        if day and not clock and "next_clock" not in self.errors:
            self.add_error("next_clock", "Enter the start time of the next appointment")
        if clock and not day and "next_day" not in self.errors:
            self.add_error("next_day", "Enter the date of the next appointment")
        return said

    @property
    def next_at(self) -> datetime | None:
        """When the next one begins, if one was typed."""
        day: date | None = self.cleaned_data.get("next_day")
        clock: time | None = self.cleaned_data.get("next_clock")
        return local_moment(day, clock) if day and clock else None


class CorrectOutcomeForm(OutcomeForm):
    """The outcome as it should stand, and why."""

    because = _text(
        "Why is this being corrected?",
        required=True,
        max_length=LONGEST_REASON,
        error_messages={"required": "Enter why this is being corrected"},
    )
    looks = {**OutcomeForm.looks, "because": Look(is_counted=False)}


class HappenedForm(ContactForm, OutcomeForm):
    """A contact that was not arranged, with what came of it."""

    looks = {**ContactForm.looks, **OutcomeForm.looks}
    field_order = [*ContactForm.base_fields, *OutcomeForm.base_fields]


class MoveForm(LooksFirst):
    """Another time for an appointment, who asked for it and why."""

    day = DateParts(label="New date", error_messages={"required": "Enter the new date"})
    clock = Clock(label="New start time", error_messages={"required": "Enter the new start time"})
    moved_by = forms.ChoiceField(
        label="Who asked for another time?",
        widget=forms.RadioSelect,
        choices=MovedBy.choices,
        error_messages={"required": "Choose who asked for another time"},
    )
    reason = _text("Why?", required=True, max_length=LONGEST_REASON, error_messages={"required": "Enter why"})
    looks = {"clock": Look(width=10), "reason": Look(is_counted=False)}

    @property
    def starts_at(self) -> datetime:
        """When it begins now."""
        return local_moment(self.cleaned_data["day"], self.cleaned_data["clock"])


class DecideForm(SentOnce):
    """What was decided on a failure, and when."""

    decision = forms.ChoiceField(
        label="What did you decide?",
        widget=forms.RadioSelect,
        choices=Enforcement.choices,
        error_messages={"required": "Choose what you decided"},
    )
    decided_on = DateParts(label="When?", words="Date of the decision", error_messages={"required": "Enter the date"})
    is_under_licence = forms.BooleanField(label="This is under a licence, not a court order", required=False)


class ContactFilterForm(GovukForm):
    """Whose contacts, of what kind, with what outcome."""

    agency = forms.ChoiceField(label="Agency", required=False)
    kind = forms.ChoiceField(label="Type", required=False, choices=[("", "All types"), *ContactKind.choices])
    outcome = forms.ChoiceField(label="Outcome", required=False, choices=[("", "All outcomes"), *Outcome.choices])

    def __init__(self, query: QueryDict, *, agencies: dict[int, str]) -> None:
        super().__init__(query or None, auto_id="filter-%s")
        self.fields["agency"].choices = [("", "All agencies"), *((str(pk), name) for pk, name in agencies.items())]  # type: ignore[attr-defined]

    @property
    def chosen(self) -> ContactFilters:
        """What to show; everything where the form is empty or not understood."""
        said = self.cleaned_data if self.is_bound and self.is_valid() else {}
        agency = int(said["agency"]) if said.get("agency") else None
        return ContactFilters(agency, said.get("kind", ""), said.get("outcome", ""))
