"""Sending a form of the access pages: once, under the version that was read, and with the worker's code where it is asked for."""

import hashlib
import secrets
from collections.abc import Callable
from typing import Any

from allauth.core import ratelimit
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP
from django import forms
from django.core.cache import cache
from django.http import HttpRequest, QueryDict

from desistance.audit.actions import write
from desistance.audit.terms import Category
from desistance.foundation.decisions import Conflict, Refused
from desistance.web.forms import GovukForm
from desistance.web.templatetags.desistance import differing_pieces

ONE_DAY = 24 * 60 * 60


def typed(request: HttpRequest) -> QueryDict | None:
    """What was sent, even when nothing was ticked or typed; None when the page is only read."""
    return request.POST if request.method == "POST" else None


class SentOnce(GovukForm):
    """A form that does its work once, however often its button is pressed, and only on the version that was read."""

    once = forms.CharField(widget=forms.HiddenInput, required=False, max_length=80)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    status = 422
    conflict: dict[str, Any] | None = None
    conflict_labels: dict[str, str] = {}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["initial"] = {"once": secrets.token_urlsafe(12), **kwargs.get("initial", {})}
        super().__init__(*args, **kwargs)

    def send(self, request: HttpRequest, deed: Callable[[], object]) -> bool:
        """Do the deed if the form is right. True when it is done, now or by an earlier press; False to draw the form again."""
        if not self.is_valid():
            return False
        if not self._is_first(request):
            return True
        try:
            deed()
        except Refused as refused:
            self._again(version=None)
            self.add_error(refused.field if refused.field in self.fields else None, refused.words)
            return False
        except Conflict as conflict:
            self.status = conflict.status
            self._again(version=conflict.versions.version)
            self.conflict = self._both(conflict)
            self.add_error(None, "Someone else changed this while you were working. Both versions are below.")
            return False
        return True

    def _is_first(self, request: HttpRequest) -> bool:
        token = self.cleaned_data.get("once") or ""
        if not token:
            return True
        digest = hashlib.sha256(f"{request.session.session_key}:{token}".encode()).hexdigest()
        return bool(cache.add(f"once:{digest}", 1, timeout=ONE_DAY))

    def _again(self, *, version: int | None) -> None:
        fresh: QueryDict = self.data.copy()  # type: ignore[attr-defined]  # always what was posted
        fresh[self.add_prefix("once")] = secrets.token_urlsafe(12)
        if version is not None:
            fresh[self.add_prefix("version")] = str(version)
        self.data = fresh

    def _both(self, conflict: Conflict) -> dict[str, Any]:
        versions = conflict.versions
        rows = []
        for name, label in self.conflict_labels.items():
            theirs, mine = differing_pieces(str(versions.theirs.get(name) or ""), str(versions.mine.get(name) or ""))
            rows.append({"label": label, "theirs": theirs, "mine": mine})
        return {
            "strong": "You have not lost anything.",
            "words": "Someone else saved a change first.",
            "theirs_label": "Saved",
            "mine_label": "You, not saved",
            "rows": rows,
        }


class Confirmed(SentOnce):
    """A form that asks for the worker's code from their app again, or for their password where the account has no app.

    The code is looked at last, when nothing else is wrong: a code works once.
    """

    code = forms.CharField(label="Code from your app", max_length=200, strip=True)

    def __init__(self, *args: Any, request: HttpRequest, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.request = request
        self.is_confirmed = False
        self.app = Authenticator.objects.filter(user=request.user, type=Authenticator.Type.TOTP).first()
        self.order_fields([name for name in self.fields if name != "code"] + ["code"])
        code = self.fields["code"]
        if self.app is None:
            code.label = "Your password"
            code.widget = forms.PasswordInput(attrs={"autocomplete": "current-password"})
        else:
            code.widget.attrs.update({"inputmode": "numeric", "autocomplete": "one-time-code"})
        code.error_messages["required"] = "Enter your password" if self.app is None else "Enter the code from your app"

    def clean(self) -> dict[str, Any]:
        """Check the code, when all else is right. A wrong one is written down."""
        cleaned = super().clean() or self.cleaned_data
        if not self.errors:
            self.is_confirmed = self._is_right(str(cleaned.get("code", "")))
            if not self.is_confirmed:
                write(Category.AUTHENTICATION, "code refused", by=self.request.by)  # type: ignore[attr-defined]
                self.add_error("code", self._wrong())
        return cleaned

    def _wrong(self) -> str:
        if self.app is None:
            return "Your password is not right. Enter it again"
        return "The code is not right, or was used before. Wait for the next one and enter it"

    def _is_right(self, typed: str) -> bool:
        if not ratelimit.consume(self.request, action="reauthenticate", user=self.request.user):
            return False
        if self.app is None:
            return bool(self.request.user.check_password(typed))
        return bool(TOTP(self.app).validate_code(typed.replace(" ", "")))
