"""The tab Documents: what is on record of all agencies, adding a file, a newer version, withdrawing, and handing a file out."""

from datetime import date
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_http_methods, require_safe

from desistance.casework.actions.documents import add_document, take_document_out, withdraw_document
from desistance.casework.queries.documents import LABEL, DocumentShown, documents_of, own_document
from desistance.casework.rules.documents import (
    DocumentFacts,
    class_of_document,
    media_type_of,
    name_to_save,
    rules_on,
)
from desistance.casework.terms import LONGEST_TITLE, DocumentKind
from desistance.desk.queries.frame import Person
from desistance.desk.rules.timeline import Place, read_place
from desistance.foundation.calendar import local_date
from desistance.foundation.passes import Pass
from desistance.foundation.stored_files import contents
from desistance.web.forms import DateParts, Look
from desistance.web.templatetags.desistance import counted, full_date, short_date
from desistance.web.views.access_forms import ReasonForm
from desistance.web.views.access_sending import SentOnce, typed
from desistance.web.views.contacts import contact_form
from desistance.web.views.finding import answer_to, find_context, sought
from desistance.web.views.frame import about_person, at_of, person_page
from desistance.web.views.timeline import without

GET_OR_POST = ["GET", "HEAD", "POST"]
CHOOSE_FILE = "Choose a file"


class DocumentForm(SentOnce):
    """A file, and what it is."""

    file = forms.FileField(
        label="File",
        widget=forms.FileInput(attrs={"accept": ".pdf,.docx,.png,.jpg,.jpeg,.txt"}),
        error_messages={"required": CHOOSE_FILE, "missing": CHOOSE_FILE, "empty": "The selected file is empty"},
    )
    kind = forms.ChoiceField(
        label="What is it?",
        choices=[("", "Choose"), *DocumentKind.choices],
        help_text="Who may see it follows from this. Health documents are shown to others only with the person's consent.",
        error_messages={"required": "Choose what the document is"},
    )
    title = forms.CharField(label="Title", max_length=LONGEST_TITLE, error_messages={"required": "Enter a title"})
    dated_on = DateParts(
        label="Date of the document",
        help_text="When it was written, sent or taken.",
        error_messages={"required": "Enter the date of the document"},
    )
    looks = {"title": Look(width=30)}

    def __init__(self, *args: Any, by: Pass, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        most = rules_on(on).values["file_mb"]
        self.fields["file"].help_text = f"A PDF, Word, image or text file smaller than {most} MB."
        kinds = [(kind, words) for kind, words in DocumentKind.choices if class_of_document(kind) in by.writes]
        self.fields["kind"].choices = [("", "Choose"), *kinds]  # type: ignore[attr-defined]  # a ChoiceField

    def facts(self) -> DocumentFacts:
        """What was typed."""
        said = self.cleaned_data
        return DocumentFacts(said["kind"], said["title"], said["dated_on"])


@require_http_methods(GET_OR_POST)
@about_person
def documents_page(request: HttpRequest, person: Person, by: Pass) -> HttpResponse:
    """The documents of all agencies, as far as the reader may see; what is looked for among them is posted."""
    if request.method == "POST":
        return answer_to(request)
    here, looked_for = f"/people/{person.reference}/documents/", sought(request)
    older = read_place(request.GET.get("older", ""))
    found = documents_of(person.pk, by=by, words=looked_for.words, older_than=older)
    last = found.standing[-1].document if found.standing and found.has_older else None
    return person_page(
        request,
        person,
        "documents/list.html",
        tab="documents",
        title="Documents",
        heading="Documents",
        add={"label": "Add a document", "url": f"{here}new/"} if by.writes and by.holds("document.add") else None,
        find=find_context(request, looked_for, label="Words in title, type or author"),
        rows=[_row(one, here, by) for one in found.standing],
        withdrawn=[_row(one, here, by) for one in found.withdrawn],
        not_shared=found.not_shared,
        pages={
            "about": "documents",
            "words": counted(len(found.standing), "document,documents"),
            "newer": "Newest",
            "newer_url": "" if older is None else f"?{without(request.GET)}",
            "older_url": f"?{without(request.GET, older=str(Place(last.at, LABEL, last.pk)))}" if last else "",
        },
    )


def _row(shown: DocumentShown, here: str, by: Pass) -> dict[str, Any]:
    document, url = shown.document, f"{here}{shown.document.pk}/"
    is_over = document.withdrawn_at is not None
    steps = [("Get the file", "file")] if by.holds("document.read") and not is_over else []
    if shown.is_ours and by.holds("document.change") and not is_over:
        steps += [("Add a newer version", "replace"), ("Withdraw", "withdraw")]
    about = f"{document.title} {full_date(document.at)}"
    return {
        "title": document.title,
        "when": f"{full_date(document.at)}. {shown.file_words}",
        "state": "Withdrawn" if is_over else shown.kind_words,
        "tone": "grey",
        "lines": [
            line for line in (document.reason.rstrip("."), f"{shown.virus_words}. Holds {shown.class_words}") if line
        ],
        "provenance": [
            document.agency.short_name,
            shown.author,
            document.get_source_display(),
            f"recorded {short_date(document.recorded_at)}",
            *(
                {"words": f"Earlier version, {short_date(one.document.at)}", "url": f"{here}{one.document.pk}/file/"}
                for one in shown.earlier
            ),
        ],
        "actions": [{"label": label, "url": f"{url}{step}/", "about": about} for label, step in steps],
    }


@require_http_methods(GET_OR_POST)
@about_person
def add(request: HttpRequest, person: Person, by: Pass, document_id: int = 0) -> HttpResponse:
    """Add a document, or a newer version of one that the reader's agency added."""
    by.demand("document.change" if document_id else "document.add")
    replaced = own_document(document_id, by=by).document if document_id else None
    given = {"kind": replaced.kind, "title": replaced.title} if replaced else {}
    files = request.FILES if request.method == "POST" else None
    form = DocumentForm(typed(request), files, initial=given, by=by, on=local_date(at_of(request)))

    def save() -> None:
        file = form.cleaned_data["file"]
        add_document(
            person=person,
            facts=form.facts(),
            name=file.name,
            content=file.chunks(),
            replaces=replaced,
            by=by,
            at=at_of(request),
        )
        messages.success(request, "Document added. Agencies that may see such documents see it.")

    if request.method == "POST" and form.send(request, save):
        return redirect("person-documents", reference=person.reference)
    effects = ["The version before stays readable, behind the newer one."] if replaced else []
    title = "Add a newer version" if replaced else "Add a document"
    return _form(request, person, form, title=title, button="Add document", effects=effects)


@require_http_methods(GET_OR_POST)
@about_person
def withdraw(request: HttpRequest, person: Person, by: Pass, document_id: int) -> HttpResponse:
    """Withdraw a document that the reader's agency should not have added."""
    by.demand("document.change")
    document = own_document(document_id, by=by).document
    form = ReasonForm(typed(request), label="Why is it withdrawn?", missing="Enter why it is withdrawn")

    def save() -> None:
        withdraw_document(document=document, reason=form.cleaned_data["reason"], by=by, at=at_of(request))
        messages.success(request, "Document withdrawn. Its file is handed out no more.")

    if request.method == "POST" and form.send(request, save):
        return redirect("person-documents", reference=person.reference)
    effects = [
        f"{document.title} can no longer be opened by anyone.",
        "What was taken out before cannot be taken back.",
    ]
    more = {"effects": effects, "is_danger": True}
    return _form(request, person, form, title="Withdraw a document", button="Withdraw document", **more)


def _form(request: HttpRequest, person: Person, form: Any, **more: Any) -> HttpResponse:
    cancel = {"label": "Back to documents", "url": f"/people/{person.reference}/documents/"}
    return contact_form(request, person, form, tab="documents", cancel=cancel, **more)


@require_safe
@about_person
def hand_out(request: HttpRequest, person: Person, by: Pass, document_id: int) -> HttpResponse:
    """A document's file, to be saved and never opened in the page; each time stands in the trail."""
    document = take_document_out(document_id=document_id, by=by, at=at_of(request))
    return sandboxed(
        contents(document.kept_as, document.sha256),
        name_to_save(document.file_name, document.file_kind),
        media_type_of(document.file_kind),
    )


def sandboxed(content: bytes, name: str, media_type: str) -> HttpResponse:
    """A file to save, which no browser opens in the place of a page of ours or keeps."""
    answer = HttpResponse(content, content_type=media_type)
    answer["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    answer["Content-Security-Policy"] = "sandbox; default-src 'none'"
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Cache-Control"] = "no-store"
    return answer
