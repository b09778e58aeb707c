"""What a data officer decides of the rows of a file: is this row about someone known?"""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from desistance.foundation.passes import Pass
from desistance.ingest.actions.comparing import Alike, Resembled, compare_row, different_people, same_person
from desistance.ingest.actions.deciding import hold
from desistance.ingest.queries.imports import import_shown
from desistance.ingest.rules.likeness import said_words
from desistance.ingest.rules.rows import PersonTold
from desistance.ingest.terms import Band
from desistance.people.queries.matches import Column, compare_told
from desistance.web.forms import Look
from desistance.web.templatetags.desistance import moment
from desistance.web.views.access_sending import SentOnce, typed
from desistance.web.views.frame import acting, at_of
from desistance.web.views.import_words import row_shown
from desistance.web.views.matches import match_table

SAID = {
    "different": "Row {line} is ready. It loads as a new person, and the two are not proposed as one again.",
    "unsure": "Row {line} is held.",
}


class CompareForm(SentOnce):
    """One of the people shown, none of them, or not sure."""

    decision = forms.ChoiceField(
        label="Your decision",
        widget=forms.RadioSelect,
        error_messages={"required": "Choose whether this is one person"},
    )
    reason = forms.CharField(label="How do you know, or what do you need to ask?", max_length=300, required=False)

    def __init__(self, *args: Any, alike: Alike, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        references = [one.person.reference for one in alike.people]
        same = [(reference, f"Same person as {reference}") for reference in references]
        different = [("different", "Different people")] if references and not alike.closed else []
        self.fields["decision"].choices = [  # type: ignore[attr-defined]
            *same,
            *different,
            ("unsure", "Not sure, ask the sender"),
        ]
        hints = dict.fromkeys(references, "The row loads for this person.")
        hints["different"] = "The row loads as a new person. The records are not proposed as one again."
        hints["unsure"] = "The row is held until you have an answer."
        self.looks = {"decision": Look(as_cards=True, size="m", option_hints=hints)}

    def clean(self) -> dict[str, Any]:
        """A reason is needed for all but the same person."""
        said = super().clean() or self.cleaned_data
        missing = {
            "different": "Say how you know that these are different people",
            "unsure": "Say why you are not sure",
        }
        if said.get("decision") in missing and not said.get("reason"):
            self.add_error("reason", missing[said["decision"]])
        return said


@require_http_methods(["GET", "HEAD", "POST"])
def compare(request: HttpRequest, number: int, line: int) -> HttpResponse:
    """What a row says of a person beside what the records say of those it resembles, and the decision."""
    by = acting(request)
    one = import_shown(number, by=by)
    alike = compare_row(imported=one.record, line=line, by=by, at=at_of(request))
    form = CompareForm(typed(request), alike=alike)
    if request.method == "POST" and form.send(request, lambda: _decide(request, form, alike, by)):
        said = form.cleaned_data["decision"]
        messages.success(request, SAID.get(said, f"Row {{line}} is ready. It loads for {said}.").format(line=line))
        return redirect(f"{reverse('import-rows', args=[number])}?state=possible")
    back = {"label": "Rows that may already be known", "url": f"{reverse('import-rows', args=[number])}?state=possible"}
    context = {
        "title": "Is this one person?",
        "file": one.record.file_name,
        "line": line,
        "row": row_shown(alike.row, may_decide=False),
        "tables": [_table(alike, other, by) for other in alike.people],
        "closed": alike.closed,
        "form": form,
        "back": back,
        "may_decide": by.holds("import.load"),
    }
    return render(request, "imports/compare.html", context, status=form.status if form.errors else 200)


def _decide(request: HttpRequest, form: CompareForm, alike: Alike, by: Pass) -> None:
    said, at = form.cleaned_data, at_of(request)
    if said["decision"] == "unsure":
        hold(row=alike.row, reason=said["reason"], by=by, at=at)
    elif said["decision"] == "different":
        different_people(row=alike.row, reason=said["reason"], by=by, at=at)
    else:
        same_person(row=alike.row, reference=said["decision"], by=by, at=at)


def _table(alike: Alike, other: Resembled, by: Pass) -> dict[str, Any]:
    told = alike.told
    said = _column(told, f"Row {alike.row.line}", by)
    found = compare_told(told=told.facts(said.reference), said=said, other=other.person, by=other.own)
    caption = f"{said.reference} beside {other.person.reference}, field by field"
    return {"caption": caption, "reference": other.person.reference, "likeness": _likeness(other), **match_table(found)}


def _likeness(other: Resembled) -> dict[str, Any] | None:
    """What the model says of the two, in words; None where it has not weighed them."""
    one = other.likeness
    if one is None:
        return None
    verdict = {
        "label": "What the model says",
        "answer": f"{one.weight:+.1f}",
        "strong": f"{Band(one.band).wording}.",
        "words": "You decide: it knows only what is written here.",
        "small": f"Model {one.model}, thresholds version {one.thresholds}, weighed {moment(one.weighed_at)}.",
    }
    return {"verdict": verdict, "said": said_words(one.said)}


def _column(told: PersonTold, label: str, by: Pass) -> Column:
    born = told.born
    address = ", ".join(part for part in (told.address, told.postcode) if part)
    return Column(
        reference=label,
        agency_id=by.agency,
        names=(f"{told.given} {told.family}".strip(),),
        births=((born.earliest, born.precision.value),) if born else (),
        numbers=tuple((str(number.kind), number.value or number.raw) for number in told.numbers),
        addresses=(address,) if address else (),
        sex=(str(told.sex),) if told.sex else (),
    )
