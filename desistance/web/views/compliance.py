"""The tab Compliance: how a person complies with each work of each agency, and the ledger of hours."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_safe

from desistance.access.queries.involved import kind_words, own_involvement
from desistance.casework.actions.hours import correct_hours, credit_hours, withdraw_hours
from desistance.casework.queries.compliance import Failure, WorkShown, compliance_by_work, demanded_minutes
from desistance.casework.queries.hours import LineShown, ledger_of, own_line
from desistance.casework.rules.hours import HoursFacts, Ledger, duration
from desistance.casework.terms import LONGEST_REASON, HoursKind
from desistance.desk.queries.frame import Person
from desistance.foundation.calendar import local_date
from desistance.foundation.passes import Pass
from desistance.web.forms import DateParts, Look
from desistance.web.templatetags.desistance import full_date, short_date
from desistance.web.views.access_sending import SentOnce, typed
from desistance.web.views.frame import about_person, at_of, person_page

SHARE = "at most 30% of the hours ordered may be learning"
GET_OR_POST = ["GET", "HEAD", "POST"]
WEEK_COLUMNS = [{"label": "Week from", "is_short": True}, {"label": "What came of it"}]
FAILURE_COLUMNS = [{"label": "Day", "is_short": True}, {"label": "What happened"}, {"label": "What was decided"}]
LINE_COLUMNS = [
    {"label": "Day", "is_short": True},
    {"label": "What"},
    {"label": "Time", "is_number": True},
    {"label": "Written by"},
    {"label": "Change"},
]


class HoursForm(SentOnce):
    """One line of the ledger."""

    kind = forms.ChoiceField(
        label="What is it?",
        choices=HoursKind.choices,
        error_messages={"required": "Choose what kind of hours they are"},
    )
    worked_on = DateParts(label="Which day?", words="Which day", error_messages={"required": "Enter the day"})
    hours = forms.IntegerField(label="Hours", required=False, min_value=0, max_value=300)
    minutes = forms.IntegerField(label="Minutes", required=False, min_value=0, max_value=59)
    is_less = forms.BooleanField(
        label="Take this time off", required=False, help_text="For an adjustment by a manager."
    )
    reason = forms.CharField(
        label="Why?",
        required=False,
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Needed for time taken off and for an adjustment.",
    )
    looks = {"hours": Look(width=3), "minutes": Look(width=2), "reason": Look(is_counted=False)}

    def facts(self) -> HoursFacts:
        """What was typed: time taken off is less than none."""
        said = self.cleaned_data
        total = 60 * (said["hours"] or 0) + (said["minutes"] or 0)
        is_less = said["kind"] == HoursKind.PENALTY or (said["is_less"] and said["kind"] == HoursKind.ADJUSTMENT)
        return HoursFacts(said["kind"], -total if is_less else total, said["worked_on"], said["reason"])


class HoursCorrection(HoursForm):
    """The line as it should stand, or that it should not stand at all; and why."""

    is_mistaken = forms.BooleanField(label="Take the line back: it should not have been written", required=False)
    because = forms.CharField(label="Why is this being changed?", required=False, max_length=LONGEST_REASON)
    conflict_labels = {"minutes": "Minutes"}


@require_safe
@about_person
def compliance_page(request: HttpRequest, person: Person, by: Pass) -> HttpResponse:
    """Each work with its contacts, decisions, last weeks, hours and what is demanded."""
    here = f"/people/{person.reference}/"
    works = [_work(one, number, here, by) for number, one in enumerate(compliance_by_work(person.pk, by=by))]
    more: dict[str, Any] = {"title": "Compliance", "heading": "Compliance", "works": works}
    return person_page(request, person, "compliance/compliance.html", tab="compliance", **more)


def _work(shown: WorkShown, number: int, here: str, by: Pass) -> dict[str, Any]:
    told, total = shown.compliance, shown.compliance.total
    percent = f"{100 * told.complied // total}% of {total} attended and complied." if total else ""
    work = shown.work
    may_credit = work is not None and work.is_ours and by.holds("hours.record")
    return {
        "id": f"work-{number}",
        "title": f"{shown.title}, {shown.agency}",
        "is_ended": work is not None and work.state == "ended",
        "words": f"{told.words}." if total else "No contact has an outcome in the last 12 weeks.",
        "percent": percent,
        "weeks": shown.weeks if any(week.counts for week in shown.weeks) else (),
        "columns": WEEK_COLUMNS,
        "week_rows": [_week(week) for week in reversed(shown.weeks)],
        "failures": [_failure(one, here, by, shown.is_ordered) for one in shown.failures],
        "failure_columns": FAILURE_COLUMNS,
        "demands": [_demanded(one, here) for one in shown.demands],
        "breaches": shown.breaches,
        "hours": _hours(shown.hours) if shown.hours else [],
        "ledger": {"label": "Hours ledger", "url": f"{here}hours/{work.id}/"}
        if work and (shown.hours or may_credit)
        else None,
    }


def _week(week: Any) -> list[dict[str, Any]]:
    counts = ", ".join(f"{count} {words[0].lower()}{words[1:]}" for words, count in week.counts)
    return [{"words": full_date(week.monday)}, {"words": counts or "No contact"}]


def _failure(shown: Failure, here: str, by: Pass, is_ordered: bool) -> list[dict[str, Any]]:
    decided = f"{shown.decided} {full_date(shown.decided_on)}" if shown.decided else ""
    cell: dict[str, Any] = {"words": decided} if decided else {"missing": "Nothing yet"}
    if not decided and is_ordered and shown.is_ours and by.holds("contact.enforce"):
        cell["action"] = {
            "label": "Decide",
            "url": f"{here}contacts/{shown.contact}/decide/",
            "about": full_date(shown.on),
        }
    return [{"words": full_date(shown.on)}, {"words": shown.words}, cell]


def _demanded(one: Any, here: str) -> dict[str, str]:
    until = f"until {full_date(one.due_on)}" if one.due_on else ""
    return {"words": one.words, "until": until, "url": f"{here}{one.path}" if one.path else ""}


def _hours(told: Ledger) -> list[str]:
    over = f"{duration(told.not_counted)} of online learning do not count: {SHARE}" if told.not_counted else ""
    return [line for line in (told.words, over, told.pace) if line]


@require_http_methods(GET_OR_POST)
@about_person
def hours(request: HttpRequest, person: Person, by: Pass, work: int) -> HttpResponse:
    """The ledger of one work of the reader's agency, line by line, with a form for the next line."""
    by.demand("hours.record")
    involvement = own_involvement(involvement_id=work, by=by)
    ordered, due_on = demanded_minutes(involvement, by=by)
    form = HoursForm(typed(request), initial={"worked_on": local_date(at_of(request))})

    def save() -> None:
        credit_hours(involvement=involvement, facts=form.facts(), by=by, at=at_of(request))
        messages.success(request, "Line added to the ledger.")

    if request.method == "POST" and form.send(request, save):
        return redirect("person-hours", reference=person.reference, work=work)
    found = ledger_of(involvement, by=by, ordered=ordered, due_on=due_on)
    here = f"/people/{person.reference}/hours/{work}/"
    rows = [_line(one, here) for one in found.lines]
    told = {"sums": _hours(found.ledger), "rows": rows, "columns": LINE_COLUMNS}
    about = f"{kind_words(involvement.kind)}, {by.agency_name}"
    return _page(request, person, form, template="hours", title="Hours ledger", button="Add line", about=about, **told)


def _line(shown: LineShown, here: str) -> list[dict[str, Any]]:
    line = shown.line
    change = {
        "label": "Correct",
        "url": f"{here}{shown.id}/",
        "about": f"{shown.kind_words} {full_date(line.worked_on)}",
    }
    written = f"{shown.author or line.get_source_display()}, {short_date(line.recorded_at)}"
    return [
        {"words": full_date(line.worked_on)},
        {"words": shown.kind_words, "note": line.reason},
        {"words": duration(line.minutes)},
        {"words": written},
        {"action": change} if shown.is_ours else {"words": ""},
    ]


@require_http_methods(GET_OR_POST)
@about_person
def hours_line(request: HttpRequest, person: Person, by: Pass, work: int, line_id: int) -> HttpResponse:
    """Correct a line, or take it back; the one before stays on record."""
    by.demand("hours.record")
    line = own_line(line_id, by=by).line
    whole, rest = divmod(abs(line.minutes), 60)
    now = {"kind": line.kind, "worked_on": line.worked_on, "hours": whole, "minutes": rest, "is_less": line.minutes < 0}
    form = HoursCorrection(typed(request), initial={**now, "reason": line.reason})

    def save() -> None:
        said, at = form.cleaned_data, at_of(request)
        if said["is_mistaken"]:
            withdraw_hours(line=line, by=by, at=at)
        else:
            correct_hours(line=line, facts=form.facts(), because=said["because"], by=by, at=at)
        messages.success(request, "Ledger corrected. The line before stays on record.")

    if request.method == "POST" and form.send(request, save):
        return redirect("person-hours", reference=person.reference, work=work)
    return _page(request, person, form, template="line", title="Correct a line of hours", button="Save correction")


def _page(
    request: HttpRequest, person: Person, form: SentOnce, *, template: str, title: str, **more: Any
) -> HttpResponse:
    cancel = {"label": "Back to compliance", "url": f"/people/{person.reference}/compliance/"}
    context = {"title": title, "heading": title, "form": form, "cancel": cancel, **more}
    status = form.status if form.errors else 200
    return person_page(request, person, f"compliance/{template}.html", tab="compliance", status=status, **context)
