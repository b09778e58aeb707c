"""The tab Summary: reports that were sent, making one for a recipient with what their rules leave out, and each as PDF."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_safe

from desistance.desk.actions.reports import open_report, send_report
from desistance.desk.queries.frame import Person
from desistance.desk.queries.reports import Prepared, prepare, recipients_of, reports_of, sections_for, templates_for
from desistance.desk.rules.reports import ReportFacts, titled
from desistance.desk.terms import LONGEST_REPORT_TEXT, LONGEST_RIGHT, TO_AGENCY, TO_COURT, Template
from desistance.foundation.decisions import NotFound, Refused
from desistance.foundation.passes import Pass
from desistance.foundation.typesetting import pdf_of
from desistance.web.reports_words import TEMPLATE_FILE, printable, printed_words, shown, version_words
from desistance.web.templatetags.desistance import counted, moment
from desistance.web.views.access_sending import SentOnce, typed
from desistance.web.views.documents import sandboxed
from desistance.web.views.frame import about_person, at_of, person_page

GET_OR_POST = ["GET", "HEAD", "POST"]
RIGHT = "If the risk was reviewed long ago, why is it still right?"


class ReportForm(SentOnce):
    """For whom, which sections, and the parts that the author writes. ``looked`` is the mark of what was shown."""

    looked = forms.CharField(required=False, widget=forms.HiddenInput, max_length=64)

    def __init__(self, *args: Any, template: Template, recipients: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.template = template
        chosen = [(one.name, titled(one, template)) for one in sections_for(template)]
        if template.to == TO_AGENCY:
            choices = [("", "Choose"), *((str(number), name) for number, name in recipients)]
            told = {"required": "Choose who will receive this report"}
            self.fields["recipient"] = forms.ChoiceField(
                label="Who will receive it?",
                choices=choices,
                error_messages=told,
                help_text="Agencies that work with the person. What they may not see is left out.",
            )
        if template.to == TO_COURT:
            told = {"required": "Enter which court will receive this report"}
            self.fields["court"] = forms.CharField(label="Which court?", max_length=120, error_messages=told)
        self.fields["sections"] = forms.MultipleChoiceField(
            label="Sections",
            choices=chosen,
            widget=forms.CheckboxSelectMultiple,
            initial=list(template.sections),
            error_messages={"required": "Choose at least one section"},
        )
        for text in template.texts:
            area = forms.Textarea(attrs={"rows": 4})
            self.fields[text.name] = forms.CharField(
                label=text.label, help_text=text.hint, required=False, max_length=LONGEST_REPORT_TEXT, widget=area
            )
        if any(one.stale for one in sections_for(template)):
            area = forms.Textarea(attrs={"rows": 2})
            self.fields["right"] = forms.CharField(label=RIGHT, required=False, max_length=LONGEST_RIGHT, widget=area)

    def facts(self) -> ReportFacts:
        """What was chosen and typed."""
        said = self.cleaned_data
        return ReportFacts(
            sections=tuple(said["sections"]),
            texts={text.name: said[text.name] for text in self.template.texts},
            recipient=int(said["recipient"]) if said.get("recipient") else None,
            court=said.get("court", ""),
            right=said.get("right", ""),
        )

    def show(self, mark: str) -> None:
        """Remember what was shown: the same is sent, or it is shown again."""
        fresh = self.data.copy()  # type: ignore[attr-defined]  # always what was posted
        fresh["looked"] = mark
        self.data = fresh


@require_safe
@about_person
def summary_page(request: HttpRequest, person: Person, by: Pass) -> HttpResponse:
    """The reports that were sent and that the reader may open, and the kinds that they can make."""
    here = f"/people/{person.reference}/summary/"
    may_make = by.holds("report.make") and bool(by.writes)
    kinds = [
        {"title": one.title, "words": one.words, "url": f"{here}new/{one.name}/"}
        for one in templates_for(by)
        if may_make
    ]
    rows = [
        [
            {"words": one.report.title, "url": f"{here}{one.report.pk}/"},
            {"words": one.report.sent_to},
            {"words": moment(one.report.at)},
            {"words": f"{one.report.content['author']}, {one.report.agency.short_name}"},
        ]
        for one in reports_of(person.pk, by=by)
    ]
    columns = [{"label": label} for label in ("Report", "Sent to", "When", "By")]
    more: dict[str, Any] = {"kinds": kinds, "rows": rows, "columns": columns, "heading": "Summary and reports"}
    return person_page(request, person, "reports/list.html", tab="summary", title="Summary and reports", **more)


@require_http_methods(GET_OR_POST)
@about_person
def new_report(request: HttpRequest, person: Person, by: Pass, template: str) -> HttpResponse:
    """Make a report: look at it as its recipient would get it, take a draft, and send it, which freezes the version."""
    by.demand("report.make")
    kind = next((one for one in templates_for(by) if one.name == template), None)
    if kind is None:
        raise NotFound()
    form = ReportForm(typed(request), template=kind, recipients=recipients_of(by=by))
    made = _prepared(form, person, kind, by) if request.method == "POST" and form.is_valid() else None
    do = request.POST.get("do", "")
    if made is not None and do == "draft":
        return _pdf(made.content, by, request, version="Not sent.", is_draft=True)
    if made is not None and do == "send" and not form.errors:
        sent: list[int] = []

        def save() -> None:
            told = {"person": person, "template": kind, "facts": form.facts(), "looked": form.cleaned_data["looked"]}
            sent.append(send_report(**told, by=by, at=at_of(request)).pk)
            messages.success(request, "Report sent. This version is kept as it is.")

        if form.send(request, save):
            there = ("report", person.reference, sent[0]) if sent else ("person-summary", person.reference)
            return redirect(*there)
    if made is not None:
        form.show(made.sha256)
    return _form_page(request, person, form, made)


def _prepared(form: ReportForm, person: Person, kind: Template, by: Pass) -> Prepared | None:
    """The report as it would be sent; what stands against it stands beside its field."""
    try:
        made = prepare(person=person, template=kind, facts=form.facts(), by=by)
    except Refused as refused:
        form.add_error(refused.field if refused.field in form.fields else None, refused.words)
        return None
    if made.stale and not form.facts().right.strip():
        form.add_error("right", " ".join(made.stale))
    return made


def _form_page(request: HttpRequest, person: Person, form: ReportForm, made: Prepared | None) -> HttpResponse:
    kind = form.template
    removed: dict[str, int] = {}
    for line in made.left_out if made else ():
        about = f"{line.data_class.words} recorded by {line.source.rpartition(', ')[2] or 'several agencies'}"
        removed[about] = removed.get(about, 0) + 1
    return person_page(
        request,
        person,
        "reports/new.html",
        tab="summary",
        title=kind.title,
        heading=kind.title,
        status=form.status if form.errors else 200,
        form=form,
        words=kind.words,
        report=shown(made.content) if made else None,
        left_out=[f"{counted(count, 'line,lines')} about {about}" for about, count in sorted(removed.items())],
        is_for_agency=kind.to == TO_AGENCY,
        back_url=f"/people/{person.reference}/summary/",
    )


def _pdf(content: dict[str, Any], by: Pass, request: HttpRequest, *, version: str, is_draft: bool) -> HttpResponse:
    printed = printed_words(by, at_of(request))
    made = pdf_of(TEMPLATE_FILE, printable(content, printed=printed, version=version, is_draft=is_draft))
    name = f"{content['title'].lower().replace(' ', '-')}-{content['reference']}{'-draft' if is_draft else ''}.pdf"
    return sandboxed(made, name, "application/pdf")


@require_safe
@about_person
def one_report(request: HttpRequest, person: Person, by: Pass, number: int) -> HttpResponse:
    """A report as it was sent; opening it stands in the trail."""
    report = open_report(number=number, by=by, at=at_of(request))
    return person_page(
        request,
        person,
        "reports/one.html",
        tab="summary",
        title=report.title,
        heading=report.title,
        report=shown(report.content),
        sent=f"Sent to {report.sent_to}, {moment(report.at)}",
        version=version_words(report.sha256),
        printed=printed_words(by, at_of(request)),
        pdf={"label": "Get the PDF", "url": f"/people/{person.reference}/summary/{report.pk}/pdf/"},
        back={"label": "Back to summary and reports", "url": f"/people/{person.reference}/summary/"},
    )


@require_safe
@about_person
def report_pdf(request: HttpRequest, person: Person, by: Pass, number: int) -> HttpResponse:
    """The same as a tagged PDF."""
    report = open_report(number=number, by=by, at=at_of(request))
    return _pdf(report.content, by, request, version=version_words(report.sha256), is_draft=False)
