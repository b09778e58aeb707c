"""What pages of every scheme share: a form about a case, and settling what a decision led to."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from desistance.desk.queries.frame import Person
from desistance.foundation.passes import Pass
from desistance.schemes.terms.cases import LONGEST_REASON
from desistance.web.views.access_sending import SentOnce, typed
from desistance.web.views.frame import at_of, person_page

GET_OR_POST = ["GET", "HEAD", "POST"]


class AfterForm(SentOnce):
    """How something that a decision led to was done."""

    state = forms.ChoiceField(
        label="Is it done?",
        widget=forms.RadioSelect,
        choices=[("done", "Yes, it is done"), ("not_needed", "It is not needed")],
        error_messages={"required": "Choose whether it is done"},
    )
    words = forms.CharField(
        label="How it was done, or why it is not needed",
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=LONGEST_REASON,
        error_messages={"required": "Enter how it was done, or why it is not needed"},
        help_text="Write nothing about a victim here: not their name, not where they are, not their words.",
    )
    conflict_labels = {"state": "State"}


def case_form(request: HttpRequest, person: Person, form: Any, *, title: str, button: str, **more: Any) -> HttpResponse:
    """A form about a case; one that failed is drawn again with what is wrong."""
    context = {"form": form, "button": button, **more}
    status = form.status if form.errors else 200
    template = context.pop("template", "person/case_form.html")
    return person_page(request, person, template, tab="schemes", title=title, heading=title, status=status, **context)


def settle_page(  # noqa: PLR0917 - the request, the person, and what is settled
    request: HttpRequest, person: Person, by: Pass, row: Any, settle: Callable[..., Any], there: str
) -> HttpResponse:
    """Say how one thing that a decision led to was done, or why it is not needed, by the scheme's own deed."""
    form = AfterForm(typed(request), initial={"version": row.version})

    def save() -> None:
        said = form.cleaned_data
        told: dict[str, Any] = {"state": said["state"], "words": said["words"], "version": said.get("version")}
        settle(consequence=row, by=by, at=at_of(request), **told)
        messages.success(request, "Saved.")

    if request.method == "POST" and form.send(request, save):
        return redirect(there)
    cancel = {"label": "Cancel", "url": there}
    title = row.get_kind_display()
    return case_form(request, person, form, title=title, button="Save", cancel=cancel, lead=f"{row.what}.")
