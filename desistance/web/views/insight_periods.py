"""The form by which a period is counted once in the background, shared by the pages of counts."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms

from desistance.measurement.rules.periods import Period
from desistance.web.forms import Look
from desistance.web.views.access_sending import SentOnce


class PeriodForm(SentOnce):
    """Which period is counted, by its first day."""

    first_on = forms.ChoiceField(widget=forms.RadioSelect)
    looks = {"first_on": Look(size="s")}

    def __init__(self, *args: Any, label: str, periods: Sequence[Period], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["first_on"]
        field.label, field.error_messages["required"] = label, f"Select a {label.lower()}"
        field.choices = [(one.first.isoformat(), one.words) for one in periods]  # type: ignore[attr-defined]

    @property
    def chosen(self) -> date:
        """The first day of the period."""
        return date.fromisoformat(self.cleaned_data["first_on"])
