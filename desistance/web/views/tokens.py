"""Tokens of the API: which systems act as whom, a new one shown once, and revoking."""

import secrets
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from desistance.foundation.decisions import Conflict, Refused
from desistance.foundation.passes import Pass
from desistance.foundation.register import HOUSE
from desistance.partners import queries
from desistance.partners.actions.tokens import make_token, revoke_token
from desistance.partners.rules.tokens import RANDOM_BYTES, READ, token_text
from desistance.partners.terms import MOST_TOKEN_DAYS, ROLES
from desistance.web.forms import GovukForm
from desistance.web.received import Received
from desistance.web.views.choices import offer

SHOWN_ONCE = "token_shown_once"


class New(GovukForm):
    """For whom a token acts, what it may do and how long."""

    name = forms.CharField(label="What is it for?", max_length=120, help_text="The system that will use it.")
    post = forms.ChoiceField(
        label="Acts as", help_text="Everything done with the token stands in the audit trail under this name and role."
    )
    scopes = forms.MultipleChoiceField(
        label="What may it do?",
        help_text="Choose only what the system needs. The role of the post must hold it.",
        widget=forms.CheckboxSelectMultiple,
    )
    days = forms.IntegerField(label="For how many days?", min_value=1, max_value=MOST_TOKEN_DAYS, initial=30)

    def __init__(self, *args: Any, request: Received, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.posts = {str(post.pk): post for post in queries.posts_held(at=request.at)}
        offer(self, "post", [("", "Choose a post"), *((pk, _post_words(post)) for pk, post in self.posts.items())])
        words = [(name, permission.words) for name, permission in HOUSE.permissions.items() if permission.roles]
        offer(self, "scopes", [(READ, "Read what the role sees"), *words])


class Revoke(GovukForm):
    """Why a token must stop working."""

    reason = forms.CharField(label="Why is it revoked?", max_length=300, widget=forms.Textarea(attrs={"rows": 3}))
    version = forms.IntegerField(widget=forms.HiddenInput)


def _post_words(post: Any) -> str:
    where = post.team.name if post.team else post.agency.short_name
    return f"{post.staff.name}, {ROLES[post.role].title}, {where}"


def _entering(request: Received) -> Pass:
    by: Pass = request.by
    by.demand("token.manage")
    return by


def _refuse(form: GovukForm, refused: Refused) -> None:
    form.add_error(refused.field if refused.field in form.fields else None, refused.words)


def _status(form: GovukForm) -> int:
    return 422 if form.errors else 200


def _state(token: Any, request: Received) -> str:
    if token.revoked_at:
        return "Revoked"
    return "Expired" if token.expires_at <= request.at else "Works"


def listing(request: Received) -> HttpResponse:
    """Every token: what it is for, whom it acts as, its limits and its last use. A new one is shown this once."""
    _entering(request)
    shown = request.session.pop(SHOWN_ONCE, None)
    rows = [
        {
            "token": token,
            "role": ROLES[token.post.role].title,
            "state": _state(token, request),
            "scopes": [HOUSE.permissions[name].words if name in HOUSE.permissions else "Read" for name in token.scopes],
        }
        for token in queries.tokens()
    ]
    context = {"title": "Tokens for other systems", "rows": rows, "shown": shown}
    return render(request, "tokens/list.html", context)


def new(request: Received) -> HttpResponse:
    """A new token. Its text is drawn here, shown once on the list, and kept nowhere but as a digest."""
    by = _entering(request)
    form = New(request.POST or None, request=request)
    if request.method == "POST" and form.is_valid():
        told, text = form.cleaned_data, token_text(secrets.token_bytes(RANDOM_BYTES))
        try:
            make_token(
                post=form.posts[told["post"]],
                name=told["name"],
                scopes=told["scopes"],
                days=told["days"],
                text=text,
                by=by,
                at=request.at,
            )
        except Refused as refused:
            _refuse(form, refused)
        else:
            request.session[SHOWN_ONCE] = text
            return redirect("tokens")
    context = {"title": "Make a token", "form": form, "most": MOST_TOKEN_DAYS}
    return render(request, "tokens/new.html", context, status=_status(form))


def revoke(request: Received, token: int) -> HttpResponse:
    """Revoke a token; the system's next request is refused."""
    by, found = _entering(request), queries.token(token=token)
    form = Revoke(request.POST or None, initial={"version": found.version})
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        try:
            revoke_token(token=found, reason=told["reason"], version=told["version"], by=by, at=request.at)
        except Refused as refused:
            _refuse(form, refused)
        except Conflict as conflict:
            form.add_error(None, conflict.words)
        else:
            messages.success(request, "Token revoked. The next request with it is refused.")
            return redirect("tokens")
    context = {"title": "Revoke a token", "form": form, "token": found, "role": ROLES[found.post.role].title}
    return render(request, "tokens/revoke.html", context, status=_status(form))
