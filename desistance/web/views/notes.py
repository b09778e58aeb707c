"""Notes on a person: the list of all agencies, writing one on one form, correcting it and taking it back."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_POST

from desistance.access.queries.involved import own_involvement
from desistance.casework.actions.notes import correct_note, take_note_back, write_note
from desistance.casework.queries.notes import LABEL, NoteShown, notes_of, own_note, who_reads
from desistance.casework.rules.notes import NoteFacts
from desistance.casework.rules.times import local_moment
from desistance.casework.terms import LONGEST_NOTE, LONGEST_REASON, UNDO_FOR, NoteKind
from desistance.desk.queries.frame import Person
from desistance.desk.rules.timeline import Place, read_place
from desistance.foundation.calendar import LOCAL, local_date
from desistance.foundation.passes import Pass
from desistance.foundation.terms import DataClass
from desistance.web.forms import DateParts, Look
from desistance.web.templatetags.desistance import clock, counted, day_date, listed, short_date
from desistance.web.views.access_sending import SentOnce, typed
from desistance.web.views.contacts import GET_OR_POST, choices_of, starting
from desistance.web.views.contacts_forms import Clock
from desistance.web.views.drafting import drafting
from desistance.web.views.finding import answer_to, find_context, sought
from desistance.web.views.frame import about_person, at_of, person_page
from desistance.web.views.timeline import without

SENSITIVE = "Its words then stand on the page of notes alone: never in the timeline, a list or a copy for the person."


class NoteForm(SentOnce):
    """A note: what it is of, its words, when, towards which work, and whether it is sensitive."""

    kind = forms.ChoiceField(
        label="What kind of note is it?",
        choices=NoteKind.choices,
        error_messages={"required": "Choose what kind of note it is"},
    )
    text = forms.CharField(
        label="Note",
        max_length=LONGEST_NOTE,
        widget=forms.Textarea(attrs={"rows": 8}),
        error_messages={"required": "Enter the note"},
    )
    is_sensitive = forms.BooleanField(label="This note is sensitive", required=False, help_text=SENSITIVE)
    day = DateParts(label="Date", error_messages={"required": "Enter the date"})
    clock = Clock(label="Time", error_messages={"required": "Enter the time"})
    involvement = forms.ChoiceField(label="Which work does it count towards?", required=False)
    looks = {"clock": Look(width=10)}
    conflict_labels = {"text": "Note"}

    def __init__(self, *args: Any, works: Any = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["involvement"].choices = [("", "None"), *works]  # type: ignore[attr-defined]  # a ChoiceField

    def facts(self) -> NoteFacts:
        """What was typed."""
        said = self.cleaned_data
        return NoteFacts(said["kind"], said["text"], local_moment(said["day"], said["clock"]), said["is_sensitive"])


class NoteCorrection(NoteForm):
    """The note as it should stand, and why."""

    reason = forms.CharField(
        label="Why is this being corrected?",
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": "Enter why this is being corrected"},
    )
    looks = {**NoteForm.looks, "reason": Look(is_counted=False)}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["involvement"]


@require_http_methods(GET_OR_POST)
@about_person
def notes_page(request: HttpRequest, person: Person, by: Pass) -> HttpResponse:
    """Notes of all agencies that the reader may see, newest first; what is looked for in them is posted."""
    if request.method == "POST":
        return answer_to(request)
    kind, looked_for = request.GET.get("kind", ""), sought(request)
    kind = kind if kind in NoteKind.values else ""
    older = read_place(request.GET.get("older", ""))
    found = notes_of(person.pk, by=by, kind=kind, words=looked_for.words, older_than=older)
    here = f"/people/{person.reference}/notes/"
    may_write = by.holds("note.record") and DataClass.CASEWORK in by.writes
    last = found.notes[-1].note if found.has_older else None
    return person_page(
        request,
        person,
        "notes/list.html",
        tab="contacts",
        title="Notes",
        heading="Notes",
        notes=[_row(one, here, may_write) for one in found.notes],
        views=[_view(value, words, kind, request) for value, words in (("", "All notes"), *NoteKind.choices)],
        find=find_context(request, looked_for, label="Words in the notes"),
        not_shared=found.not_shared,
        add={"label": "Write a note", "url": f"{here}new/"} if may_write else None,
        pages={
            "about": "notes",
            "words": counted(len(found.notes), "note,notes"),
            "newer": "Newest",
            "newer_url": f"?{without(request.GET)}" if older else "",
            "older_url": f"?{without(request.GET, older=str(Place(last.at, LABEL, last.pk)))}" if last else "",
        },
    )


def _view(value: str, words: str, current: str, request: HttpRequest) -> dict[str, Any]:
    more = {"kind": value} if value else {}
    return {"label": words, "url": f"?{without(request.GET, 'kind', **more)}", "is_current": value == current}


def _row(shown: NoteShown, here: str, may_write: bool) -> dict[str, Any]:
    note, about = shown.note, f"the note of {day_date(shown.note.at)}"
    steps = [("Take it back", "undo", "post")] if shown.may_take_back else [("Correct", "correct", "")]
    return {
        "title": shown.kind_words,
        "is_sensitive": note.is_sensitive,
        "when": f"{day_date(note.at)}, {clock(note.at)}",
        "text": note.text,
        "corrected": note.reason.rstrip("."),
        "provenance": [
            note.agency.short_name,
            shown.author,
            note.get_source_display(),
            f"recorded {short_date(note.recorded_at)}",
        ],
        "actions": [
            {"label": label, "url": f"{here}{shown.id}/{step}/", "about": about, "method": method}
            for label, step, method in steps
            if shown.is_ours and may_write
        ],
    }


@require_http_methods(GET_OR_POST)
@about_person
def write(request: HttpRequest, person: Person, by: Pass) -> HttpResponse:
    """Write a note; what is typed is kept as a draft."""
    by.demand("note.record")
    choices, at = choices_of(by), at_of(request)
    draft = drafting(request, person, "note")
    begun = {"day": local_date(at), "clock": clock(at), "involvement": starting(choices, by)["involvement"]}
    form = NoteForm(typed(request), works=choices["works"], initial={**begun, **draft.initial})

    def save() -> None:
        work = form.cleaned_data["involvement"]
        involvement = own_involvement(involvement_id=int(work), by=by) if work else None
        write_note(person=person, facts=form.facts(), involvement=involvement, by=by, at=at)
        draft.drop(by=by, at=at)
        messages.success(request, f"Note saved. You can take it back until {clock(at + UNDO_FOR)}.")

    if request.method == "POST" and form.send(request, save):
        return redirect("person-notes", reference=person.reference)
    return _page(
        request, person, form, title="Write a note", button="Save note", reads=_reads(person, by), **draft.context
    )


def _reads(person: Person, by: Pass) -> str:
    others = who_reads(person.pk, by=by)
    shared = f"{listed(others)} can read it too, by agreement. " if others else "No other agency can read it. "
    return f"{shared}Towards health work it is read by your own agency, and by others with the person's consent."


@require_http_methods(GET_OR_POST)
@about_person
def correct(request: HttpRequest, person: Person, by: Pass, note_id: int) -> HttpResponse:
    """Correct a note of the reader's agency; the one before stays readable on its entry."""
    by.demand("note.record")
    sent = typed(request)
    newer = sent.get("version", "") if sent else ""
    shown = own_note(int(newer) if newer.isdecimal() and int(newer) else note_id, by=by)
    note, draft = shown.note, drafting(request, person, "note-correction", str(note_id))
    now = {"kind": note.kind, "text": note.text, "is_sensitive": note.is_sensitive, "version": note.pk}
    when = {"day": local_date(note.at), "clock": clock(note.at.astimezone(LOCAL))}
    form = NoteCorrection(sent, initial={**now, **when, **draft.initial})

    def save() -> None:
        at = at_of(request)
        correct_note(note=note, facts=form.facts(), reason=form.cleaned_data["reason"], by=by, at=at)
        draft.drop(by=by, at=at)
        messages.success(request, "Corrected. The note before stays on record.")

    if request.method == "POST" and form.send(request, save):
        return redirect("person-notes", reference=person.reference)
    return _page(request, person, form, title="Correct a note", button="Save correction", **draft.context)


@require_POST
@about_person
def undo(request: HttpRequest, person: Person, by: Pass, note_id: int) -> HttpResponse:
    """Take back a note that was written within the last 10 minutes."""
    by.demand("note.record")
    take_note_back(note=own_note(note_id, by=by).note, by=by, at=at_of(request))
    messages.success(request, "Note taken back. Nothing of it stands on the record.")
    return redirect("person-notes", reference=person.reference)


def _page(request: HttpRequest, person: Person, form: SentOnce, *, title: str, **more: Any) -> HttpResponse:
    cancel = {"label": "Back to notes", "url": f"/people/{person.reference}/notes/"}
    context = {"title": title, "heading": title, "form": form, "cancel": cancel, **more}
    status = form.status if form.errors else 200
    return person_page(request, person, "notes/form.html", tab="contacts", status=status, **context)
