"""The form by which a period is counted once in the background, shared by the pages of counts."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from django import forms
from django.http import HttpRequest

from desistance.foundation.passes import Pass
from desistance.measurement.rules.periods import Period
from desistance.web.forms import Look
from desistance.web.views.access_sending import SentOnce, typed
from desistance.web.views.frame import at_of


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


def asked_for_period(
    request: HttpRequest, by: Pass, *, label: str, left: Callable[..., Sequence[Period]], ask: Callable[..., Any]
) -> tuple[PeriodForm | None, bool]:
    """The form of whoever may count, where a period is ``left``, and whether it was sent just now and ``ask`` done."""
    at, may_ask = at_of(request), by.holds("measure.count")
    periods = left(by=by, at=at) if may_ask else []
    form = PeriodForm(typed(request), label=label, periods=periods) if periods else None
    if request.method != "POST":
        return form, False
    by.demand("measure.count")
    return form, form is not None and form.send(request, lambda: ask(first_on=form.chosen, by=by, at=at))
