"""Putting work off, handing it to a colleague, and what a colleague handed over."""

from datetime import timedelta
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from desistance.access.queries.staffing import member_of_staff, workers_of
from desistance.desk.actions.handing import answer_handover, hand_over_duty, snooze, wake
from desistance.desk.queries.handing import HandoverShown, handover_shown, own_duty
from desistance.desk.queries.places import shown_names
from desistance.desk.rules.duties import DutyRow
from desistance.desk.rules.handing import KEPT_IN_SIGHT, may_be_put_off
from desistance.desk.terms import HANDOVER_STATES, LONGEST_HANDOVER_NOTE, LONGEST_SNOOZE_REASON, SNOOZE_RULES
from desistance.foundation.calendar import local_date
from desistance.foundation.passes import Pass
from desistance.foundation.rulesets import in_force
from desistance.web.forms import DateParts
from desistance.web.templatetags.desistance import day_date, short_moment
from desistance.web.views.access_sending import SentOnce, typed
from desistance.web.views.frame import acting, at_of
from desistance.web.views.my_day import row_of, sentence, step_of

GET_OR_POST = ["GET", "HEAD", "POST"]
ANSWERS = {"read": "I have read it", "taken": "Take over", "done": "Done", "given_back": "Give back"}


class SnoozeForm(SentOnce):
    """Until when, and why."""

    until = DateParts(label="Until", help_text="It comes back on the morning of this day.")
    reason = forms.CharField(
        label="Why can it wait?",
        max_length=LONGEST_SNOOZE_REASON,
        error_messages={"required": "Enter why it can wait"},
    )


class HandForm(SentOnce):
    """To whom, and what they need to know."""

    receiver = forms.ChoiceField(label="Colleague", error_messages={"required": "Choose a colleague"})
    note = forms.CharField(
        label="Handover note",
        max_length=LONGEST_HANDOVER_NOTE,
        widget=forms.Textarea,
        error_messages={"required": "Enter a handover note: what matters now, what is promised, what is due"},
    )

    def __init__(self, *args: Any, workers: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["receiver"].choices = [("", "Choose"), *workers]  # type: ignore[attr-defined]  # a ChoiceField


class AnswerForm(SentOnce):
    """Words to the giver."""

    answer = forms.CharField(label="Words to your colleague", required=False, max_length=LONGEST_SNOOZE_REASON)


def colleagues(by: Pass) -> list[tuple[str, str]]:
    """Workers of the reader's agency other than themselves, for a list to choose from."""
    return [(str(one.staff), one.words) for one in workers_of(agency=by.agency, at=by.at) if one.staff != by.staff]


@require_http_methods(GET_OR_POST)
def later(request: HttpRequest, duty: str, record: int) -> HttpResponse:
    """Put one duty off, bring it back, or hand it to a colleague."""
    by, at = acting(request), at_of(request)
    do = request.POST.get("do", "")
    if do == "wake":
        wake(duty=duty, record=record, by=by, at=at)
        return redirect("my-day")
    row = own_duty(duty=duty, record=record, by=by)
    tomorrow = local_date(at) + timedelta(days=1)
    putting = SnoozeForm(typed(request) if do != "hand" else None, initial={"until": tomorrow}, auto_id="later-%s")
    handing = HandForm(typed(request) if do == "hand" else None, workers=colleagues(by), auto_id="hand-%s")

    def put_off() -> None:
        said = putting.cleaned_data
        kept = snooze(duty=row, until=said["until"], reason=said["reason"], by=by, at=at)
        messages.success(request, f"Put off until {day_date(kept.until_at)}.")

    def hand() -> None:
        said = handing.cleaned_data
        receiver = member_of_staff(staff=int(said["receiver"]))
        assert receiver is not None  # chosen from the list that the form was given
        hand_over_duty(duty=row, receiver=receiver, note=said["note"], by=by, at=at)
        messages.success(request, f"Handed to {receiver.name}. You see here when they have answered.")

    sent = handing.send(request, hand) if do == "hand" else request.method == "POST" and putting.send(request, put_off)
    return redirect("my-day") if sent else _later_page(request, row, putting, handing)


def _later_page(request: HttpRequest, row: DutyRow, putting: SnoozeForm, handing: HandForm) -> HttpResponse:
    by, at = acting(request), at_of(request)
    names = shown_names(people=[row.person], by=by) if row.person else {}
    wrong = putting if putting.errors else handing
    context = {
        "title": "Not now",
        "form": wrong,
        "row": row_of(row, names, at),
        "snooze": putting,
        "hand": handing,
        "may_wait": may_be_put_off(row.rank, in_force(SNOOZE_RULES, local_date(at)).values),
        "may_hand": row.person is not None and by.holds("desk.hand"),
        "kept_in_sight": KEPT_IN_SIGHT,
        "back": {"label": "Back to my day", "url": "/home/"},
    }
    return render(request, "desk/later.html", context, status=422 if wrong.errors else 200)


@require_http_methods(GET_OR_POST)
def handover(request: HttpRequest, handover: int) -> HttpResponse:
    """What a colleague handed over: the note, what is due, and the reader's answer."""
    by = acting(request)
    by.demand("desk.hand")
    shown = handover_shown(handover=handover, by=by)
    form = AnswerForm(typed(request), initial={"version": shown.handover.version})
    to = request.POST.get("to", "")

    def answer() -> None:
        said = form.cleaned_data
        answer_handover(
            handover=shown.handover, to=to, answer=said["answer"], version=said.get("version"), by=by, at=at_of(request)
        )
        messages.success(request, f"{ANSWERS[to]}: your colleague sees it.")

    if request.method == "POST" and to in ANSWERS and form.send(request, answer):
        return redirect("my-day")
    context = _handover_words(shown, by)
    context["form"] = form
    return render(request, "desk/handover.html", context, status=form.status if form.errors else 200)


def _handover_words(shown: HandoverShown, by: Pass) -> dict[str, Any]:
    one = shown.handover
    names = shown_names(people=[one.person_id], by=by)
    state = HANDOVER_STATES[one.state]
    moves = [
        {"to": to, "label": ANSWERS[to]}
        for to in HANDOVER_STATES.moves.get(one.state, {})
        if shown.is_receiver and (to == "read") == shown.is_of_work and not (to == "done" and one.state == "handed")
    ]
    return {
        "title": "Handover",
        "is_of_work": shown.is_of_work,
        "giver": one.giver.name,
        "receiver": one.receiver.name,
        "reference": shown.reference,
        "name": names.get(one.person_id, shown.reference),
        "note": one.note,
        "handed": short_moment(one.handed_at),
        "words": sentence(shown.duty.words) if shown.duty else "",
        "step": step_of(shown.duty) if shown.duty else None,
        "state": {"words": state.wording, "tone": state.tone},
        "answer": one.answer,
        "moves": moves,
        "back": {"label": "Back to my day", "url": "/home/"},
    }
