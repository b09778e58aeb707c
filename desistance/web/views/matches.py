"""Possible matches: the queue, two records side by side with what joining would do, and parting them again."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from desistance.access.queries.matches import clash_of, matches_decided, matches_waiting
from desistance.access.queries.passes import open_record
from desistance.desk.queries.frame import Person
from desistance.foundation.decisions import Refused
from desistance.foundation.passes import Pass
from desistance.partners.actions.accounts import use_keys
from desistance.partners.queries import agency_names
from desistance.people.actions.merge import MergeEffect, merge, preview_merge, unmerge
from desistance.people.actions.pairs import mark_different, say_unsure
from desistance.people.queries.matches import Column, Comparison, compare, merges_of
from desistance.people.rules.facts import birth_words
from desistance.people.rules.matching import Agreement, Field, FieldComparison
from desistance.people.terms import IdentifierKind, Sex
from desistance.web.forms import Look
from desistance.web.templatetags.desistance import counted, differing_pieces, masked
from desistance.web.views.access_sending import SentOnce, typed
from desistance.web.views.frame import about_person, acting, at_of, person_page
from desistance.web.views.people_forms import ReasonForm

RESULTS = {
    Agreement.SAME: "same",
    Agreement.CLOSE: "close",
    Agreement.DIFFERENT: "different",
    Agreement.NOT_GIVEN: "not-given",
}


class DecisionForm(SentOnce):
    """One person, two people, or not sure."""

    decision = forms.ChoiceField(
        label="Your decision",
        widget=forms.RadioSelect,
        choices=[("same", "Same person"), ("different", "Different people"), ("unsure", "Not sure")],
        error_messages={"required": "Choose whether this is one person"},
    )
    reason = forms.CharField(label="How do you know?", max_length=300, required=False)
    looks = {"decision": Look(as_cards=True, size="m")}

    def __init__(self, *args: Any, kept: str, lost: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        hints = {
            "same": f"{lost} joins {kept}. Every source stays readable, each with its own sharing rule.",
            "different": "We keep both records and do not ask again.",
            "unsure": "The pair stays in this list with your words, for whoever asks the agency and looks next.",
        }
        self.looks = {"decision": Look(as_cards=True, size="m", option_hints=hints)}


@require_safe
def queue(request: HttpRequest) -> HttpResponse:
    """Pairs of records that may be one person."""
    rows = [
        [
            {"words": pair.one_name, "url": f"/data/matches/{pair.one}/{pair.other}/", "note": pair.one},
            {"words": pair.other_name, "note": pair.other},
            {"words": pair.strength, "note": pair.why},
            {"words": pair.unsure} if pair.unsure else {"missing": "Nothing said yet"},
        ]
        for pair in matches_waiting(by=acting(request))
    ]
    columns = [{"label": label} for label in ("Record", "May be the same person as", "How strong", "Not sure because")]
    context = {
        "title": "Possible matches",
        "rows": rows,
        "columns": columns,
        "decided": matches_decided(by=acting(request)),
        "keys": keys_of(request, "J next pair", "K pair before", "Enter compare"),
    }
    return render(request, "matches/queue.html", context)


def keys_of(request: HttpRequest, *lines: str) -> dict[str, Any]:
    """The legend of the single keys that a page answers to, while the reader has them switched on."""
    return {"on": request.user.uses_keys, "lines": lines, "back": request.path}  # type: ignore[union-attr]


@require_POST
def switch_keys(request: HttpRequest) -> HttpResponse:
    """Switch the single-key shortcuts on or off for oneself, and go back to where the switch stood."""
    on = request.POST.get("on") == "yes"
    use_keys(staff=request.user, on=on, by=acting(request), at=at_of(request))  # type: ignore[arg-type]
    messages.success(request, f"Single keys are switched {'on' if on else 'off'}.")
    back = request.POST.get("back", "")
    return redirect(back if url_has_allowed_host_and_scheme(back, allowed_hosts=None) else "matches")


@require_safe
def of_number(request: HttpRequest, identifier_id: int) -> HttpResponse:
    """From the duty about a number to the two records that it stands on."""
    one, other = clash_of(identifier_id=identifier_id, by=acting(request))
    return redirect("match", one=one, other=other)


@require_http_methods(["GET", "HEAD", "POST"])
def compare_page(request: HttpRequest, one: str, other: str) -> HttpResponse:
    """Is this one person? Field by field, with what joining would do."""
    by = acting(request)
    by.demand("person.merge")
    (kept, ours), (lost, beside) = (open_record(reference=reference, by=by) for reference in (one, other))
    if kept == lost:
        return redirect("person", reference=kept.reference)
    form = DecisionForm(typed(request), kept=kept.reference, lost=lost.reference)
    decide: dict[str, Any] = {"kept": kept, "lost": lost, "by": ours, "beside": beside}
    if request.method == "POST" and form.send(request, lambda: _decide(request, form, **decide)):
        messages.success(request, SAID[form.cleaned_data["decision"]])
        return redirect("matches")
    found = compare(one=kept, other=lost, by=ours, beside=beside)
    effect, refused = _previewed(request, **decide)
    context = {
        "title": "Possible match",
        "form": form,
        **match_table(found),
        "effect": effect_lines(effect) if effect else [],
        "conflicts": [*(effect.conflicts if effect else ()), *([refused] if refused else [])],
        "swap_url": f"/data/matches/{lost.reference}/{kept.reference}/",
        "kept": kept.reference,
        "lost": lost.reference,
        "keys": keys_of(request, "S same person", "D different people"),
        "breadcrumbs": [{"label": "Possible matches", "url": "/data/matches/"}],
    }
    return render(request, "matches/compare.html", context, status=form.status if form.errors else 200)


SAID = {
    "same": "Joined. The old reference leads to the record kept.",
    "different": "Remembered. These two are not proposed again.",
    "unsure": "Kept for whoever looks next. The pair stays in this list.",
}


def _decide(request: HttpRequest, form: DecisionForm, *, kept: Person, lost: Person, by: Pass, beside: Pass) -> None:
    said, at = form.cleaned_data, at_of(request)
    if said["decision"] == "same":
        merge(kept=kept, lost=lost, reason=said["reason"], by=by, beside=beside, at=at)
    elif said["decision"] == "different":
        mark_different(one=kept, other=lost, reason=said["reason"], by=by, at=at)
    else:
        say_unsure(one=kept, other=lost, reason=said["reason"], by=by, at=at)


def _previewed(
    request: HttpRequest, *, kept: Person, lost: Person, by: Pass, beside: Pass
) -> tuple[MergeEffect | None, str]:
    try:
        return preview_merge(kept=kept, lost=lost, by=by, beside=beside, at=at_of(request)), ""
    except Refused as refused:
        return None, refused.words


def effect_lines(effect: MergeEffect) -> list[str]:
    """What joining would do, one sentence each, counted by the trial run."""
    lines = [
        f"{words}: {counted(count, 'row comes,rows come')} to the record kept." for words, count in effect.moved.items()
    ]
    lines += [f"{words}: {counted(count, 'row is,rows are')} on both already." for words, count in effect.stays.items()]
    lines += [
        f"{words}: {counted(count, 'stops,stop')} counting until the person is asked again."
        for words, count in effect.set_aside.items()
    ]
    if effect.becomes_restricted:
        lines.append("The record becomes restricted: only the workers listed can open it.")
    return [*lines, "You can part the records again. Nothing is lost."]


def match_table(found: Comparison) -> dict[str, Any]:
    """The comparison as ``parts/match_table.html`` takes it: a column for each agency of each record."""
    names = agency_names()
    sources = [
        {
            "agency": names.get(column.agency_id, ""),
            "label": column.reference,
            "short": f"{names.get(column.agency_id, '')}, {column.reference}",
        }
        for column in found.columns
    ]
    fields = [
        {
            "label": "Name" if one.field is Field.FAMILY else one.field.value,
            "values": _values([_cell(column, one.field) for column in found.columns]),
            "result": RESULTS[one.agreement],
            "weight": one.words if one.agreement is Agreement.NOT_GIVEN else f"{one.words}, {one.weight_words}",
        }
        for one in _with_one_name(found.fields)
    ]
    return {"sources": sources, "fields": fields}


def _with_one_name(fields: Sequence[FieldComparison]) -> list[FieldComparison]:
    """Given and family name as one row: the weaker agreement of the two, where both are given."""
    given = next(one for one in fields if one.field is Field.GIVEN)
    family = next(one for one in fields if one.field is Field.FAMILY)
    order = list(RESULTS)
    weaker = max((given, family), key=lambda one: order.index(one.agreement) if order.index(one.agreement) < 3 else -1)
    name = replace(weaker, field=Field.FAMILY)
    return [name if one is family else one for one in fields if one is not given]


def _cell(column: Column, field: Field) -> str:
    kinds = {
        Field.NUMBERS: [f"{IdentifierKind(kind).wording} {masked(value, kind)}" for kind, value in column.numbers],
        Field.BORN: [birth_words(born, precision) for born, precision in column.births],
        Field.FAMILY: list(column.names),
        Field.ADDRESS: list(column.addresses),
        Field.PHONE: [masked(value, "phone") for value in column.phones],
        Field.SEX: [dict(Sex.choices()).get(value, value) for value in column.sex],
    }
    return "; ".join(kinds.get(field, []))


def _values(cells: list[str]) -> list[dict[str, Any]]:
    """Cells with the words marked that differ from the first one given."""
    first = next((cell for cell in cells if cell), "")
    return [{"pieces": differing_pieces(first, cell)[1]} if cell else {"missing": "Not given"} for cell in cells]


@require_safe
@about_person
def joined(request: HttpRequest, person: Person, by: Pass) -> HttpResponse:
    """Records that were joined into this one, with a way to part them."""
    by.demand("person.merge")
    rows = merges_of(person=person, by=by)
    return person_page(
        request,
        person,
        "matches/joined.html",
        tab="joined",
        title="Joined records",
        heading="Joined records",
        joins=rows,
    )


@require_http_methods(["GET", "HEAD", "POST"])
@about_person
def part(request: HttpRequest, person: Person, by: Pass, *, merge_id: int) -> HttpResponse:
    """Part two records: what comes back and what stays, then one button."""
    by.demand("person.merge")
    found = next((row for row in merges_of(person=person, by=by) if row.merge.pk == merge_id), None)
    if found is None:
        raise Http404
    form = ReasonForm(typed(request))
    form.fields.pop("reason")
    if request.method == "POST" and form.send(request, lambda: unmerge(merge=found.merge, by=by, at=at_of(request))):
        messages.success(request, "Parted. Both records are as they were; what was recorded since stayed here.")
        return redirect("person", reference=found.lost_reference)
    cancel = {"label": "Cancel", "url": f"/people/{person.reference}/joined/"}
    context: dict[str, Any] = {"form": form, "found": found, "cancel": cancel, "heading": "Part these records"}
    status = form.status if form.errors else 200
    return person_page(
        request, person, "matches/part.html", tab="joined", title="Part records", status=status, **context
    )
