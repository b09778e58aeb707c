"""Words looked for within one record: posted, kept on the server for half an hour, answered at an address that says nothing."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect

from desistance.desk.rules.timeline import LONGEST_WORDS
from desistance.web.forms import GovukForm, Look
from desistance.web.views.kept_words import keep, kept
from desistance.web.views.timeline import without

NOT_IN_AN_ADDRESS = ("words", "csrfmiddlewaretoken")
IS_OLD = "What you looked for is kept for 30 minutes, for you alone. Type it again."


class FindForm(GovukForm):
    """One box: what it holds is posted."""

    words = forms.CharField(label="Words", required=False, max_length=LONGEST_WORDS)
    looks = {"words": Look(width=20)}


@dataclass(frozen=True, slots=True)
class Sought:
    """The words that an address stands for. ``is_old``: they were let go of, or another reader's."""

    words: str = ""
    is_old: bool = False


def sought(request: HttpRequest) -> Sought:
    """The words that the reader looks for; none where the address names none."""
    result = request.GET.get("find", "")
    if not result:
        return Sought()
    try:
        found = kept(request, result)
    except Http404:
        found = None
    return Sought(is_old=True) if found is None else Sought(found["words"])


def answer_to(request: HttpRequest) -> HttpResponse:
    """Lead from what was posted to the address of its answer: filters stand in it, the words are kept apart."""
    words = request.POST.get("words", "").replace("\0", "").strip()[:LONGEST_WORDS]
    more = {"find": keep(request, words=words)} if words else {}
    return redirect(f"{request.path}?{without(request.POST, *NOT_IN_AN_ADDRESS, 'find', **more)}")


def find_context(request: HttpRequest, looked_for: Sought, *, label: str) -> dict[str, Any]:
    """What ``parts/find.html`` takes: the box with what it held, and the address without it."""
    form = FindForm(initial={"words": looked_for.words}, auto_id="find-%s")
    form.fields["words"].label = label
    clear = f"?{without(request.GET, 'find')}"
    return {"form": form, "words": looked_for.words, "clear_url": clear, "message": IS_OLD if looked_for.is_old else ""}
