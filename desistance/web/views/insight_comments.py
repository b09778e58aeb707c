"""What stands behind a measure, on its own page: comments of whoever answers for it, the form for one, and its actions."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest
from django.urls import reverse

from desistance.foundation.calendar import local_date
from desistance.foundation.passes import Pass
from desistance.governance.actions.comments import comment_on_measure
from desistance.governance.queries.comments import CommentShown, answers_for, comments
from desistance.governance.queries.plan import actions_by_measure
from desistance.governance.terms import LONGEST_WORDS
from desistance.measurement.rules.periods import Period
from desistance.web.forms import Look
from desistance.web.templatetags.desistance import short_moment
from desistance.web.views.access_sending import SentOnce, typed
from desistance.web.views.delivery_forms import NOBODY
from desistance.web.views.frame import at_of


class CommentForm(SentOnce):
    """What the board should know of a figure."""

    words = forms.CharField(
        label="What should the board know of this figure?",
        max_length=LONGEST_WORDS,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=f"What stood in the way, and what you do about it. {NOBODY}",
        error_messages={"required": "Enter what the board should know of this figure"},
    )
    looks = {"words": Look(is_counted=False)}
    conflict_labels = {"words": "Comment"}


def behind(request: HttpRequest, measure: str, period: Period | None, by: Pass) -> tuple[dict[str, Any], bool]:
    """The comments and actions of a measure for its page, and whether a comment on ``period`` was saved just now."""
    said = comments(by=by, measure=measure)
    form, is_saved = _form(request, measure, period, said, by) if period else (None, False)
    linked = actions_by_measure(by=by, on=local_date(at_of(request))).get(measure, ())
    context = {
        "comments": [comment_words(one) for one in said],
        "comment_form": form,
        "actions": [
            {
                "words": one.action.what,
                "url": reverse("delivery-action", args=[one.action.pk]),
                "state": one.state.wording,
                "owner": one.owner,
            }
            for one in linked
        ],
    }
    return context, is_saved


def comment_words(one: CommentShown) -> dict[str, Any]:
    """A comment with its period, who said it when, and its earlier words."""
    return {
        "words": one.comment.words,
        "period": one.period,
        "provenance": [one.said_by, short_moment(one.comment.said_at)],
        "earlier": [(words, short_moment(at)) for words, at in one.earlier],
    }


def _form(request: HttpRequest, measure: str, period: Period, said: Any, by: Pass) -> tuple[CommentForm | None, bool]:
    """The form of whoever answers for the measure. A post by anybody else is refused by the action itself."""
    may_say = answers_for(measure, by=by)
    if request.method != "POST" and not may_say:
        return None, False
    by.demand("measure.comment")
    days = (period.first, period.last)
    ours = next((one.comment for one in said if (one.comment.first_on, one.comment.last_on) == days), None)
    initial: Mapping[str, Any] = {"words": ours.words, "version": ours.version} if ours else {}
    form = CommentForm(typed(request), initial=dict(initial))
    form.fields["words"].label = f"What should the board know of {period.words}?"

    def save() -> None:
        told: dict[str, Any] = {"words": form.cleaned_data["words"], "version": form.cleaned_data.get("version")}
        comment_on_measure(
            measure=measure, first_on=period.first, last_on=period.last, by=by, at=at_of(request), **told
        )
        messages.success(request, "Comment saved under your name. Earlier words stay readable.")

    return form, request.method == "POST" and form.send(request, save)
