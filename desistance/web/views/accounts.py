"""Signing in and out, the second step, and one's own account."""

from datetime import datetime
from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.internal.decorators import login_stage_required
from allauth.account.utils import perform_login
from allauth.mfa.adapter import get_adapter as get_second_factor_adapter
from allauth.mfa.base.forms import AuthenticateForm
from allauth.mfa.totp.internal.auth import generate_totp_secret, validate_totp_code
from django import forms
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.password_validation import validate_password
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from desistance.access.queries.passes import system_pass
from desistance.desk.queries.lists import saved_filters
from desistance.desk.queries.team import own_covers
from desistance.partners.actions import accounts as actions
from desistance.partners.queries import SETUP_AGENCY, who_can_help
from desistance.partners.terms import ROLES
from desistance.web import accounts, sessions
from desistance.web.forms import GovukForm, Look
from desistance.web.received import Received
from desistance.web.views.choices import offer
from desistance.web.views.team import DAYS, cover_shown

HOME = "/home/"
PASSWORD_WORDS = {
    "password_too_short": "Password must be 12 characters or more",
    "password_too_common": "Password must be harder to guess: this one is on a list that attackers try first",
    "password_too_similar": "Password must not be like your name or email address",
}
OPEN_PAGES = (
    {"name": "Help", "url": "/help/", "small": "Who to ask, and what to do in an emergency"},
    {"name": "Privacy", "url": "/privacy/", "small": "What is kept about people, by whom and why"},
    {"name": "Accessibility", "url": "/accessibility/", "small": "What works, and what has not been done yet"},
)
CODE_SECONDS = 120
CODE = forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric"})


class SignIn(GovukForm):
    """Address and password."""

    email = forms.CharField(
        label="Work email address",
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "username", "spellcheck": "false"}),
    )
    password = forms.CharField(label="Password", max_length=500, widget=forms.PasswordInput(), strip=False)


class SecondStep(GovukForm, AuthenticateForm):
    """The code of an app, or a recovery code."""

    code = forms.CharField(
        label="Code", max_length=20, help_text="6 numbers from your app, or a recovery code.", widget=CODE
    )
    looks = {"code": Look(width=10, has_wide_letters=True)}

    def clean_code(self) -> str:
        """Refuse a wrong code, and one that has been used, for as long as its clock would still take it."""
        code: str = super().clean_code()
        plain = "".join(letter for letter in code.lower() if letter.isalnum())
        if not cache.add(f"desistance.code.{self.user.pk}.{plain}", "used", timeout=CODE_SECONDS):
            raise get_second_factor_adapter().validation_error("incorrect_code")
        return code


class OfAccount(GovukForm):
    """A form that is checked against one account."""

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user


class NewPassword(OfAccount):
    """A new password, typed twice, checked in our words."""

    new = forms.CharField(
        label="New password",
        max_length=500,
        strip=False,
        help_text="12 characters or more. Three words that do not belong together are easy to remember.",
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    again = forms.CharField(
        label="New password again",
        max_length=500,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def clean_new(self) -> str:
        """Refuse a password that is short, common or like its owner."""
        password: str = self.cleaned_data["new"]
        try:
            validate_password(password, self.user)
        except ValidationError as wrong:
            first = wrong.error_list[0]
            raise ValidationError(PASSWORD_WORDS.get(first.code or "", first.messages[0])) from None
        return password

    def clean_again(self) -> str:
        """Refuse a second typing that differs."""
        if self.cleaned_data["again"] != self.cleaned_data.get("new", self.cleaned_data["again"]):
            raise ValidationError("Both passwords must be the same")
        return str(self.cleaned_data["again"])


class OwnPassword(OfAccount):
    """Proof that it is still you."""

    password = forms.CharField(label="Your password", max_length=500, strip=False, widget=forms.PasswordInput())

    def clean_password(self) -> str:
        """Refuse any password but the account's own."""
        password: str = self.cleaned_data["password"]
        if not self.user.check_password(password):
            raise ValidationError("The password is wrong. Enter the one that you signed in with")
        return password


class ChangePassword(OwnPassword, NewPassword):
    """The old password and the new one."""

    field_order = ("password", "new", "again")


class SetUp(OwnPassword):
    """The first code from a new app."""

    code = forms.CharField(
        label="Code from the app", max_length=10, help_text="6 numbers. They change every 30 seconds.", widget=CODE
    )
    looks = {"code": Look(width=10, has_wide_letters=True)}
    field_order = ("code", "password")

    def __init__(self, *args: Any, secret: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.secret = secret

    def clean_code(self) -> str:
        """Refuse a code that the secret does not make now."""
        code: str = self.cleaned_data["code"].replace(" ", "")
        if not validate_totp_code(self.secret, code):
            raise ValidationError("The code is wrong or too old. Enter the newest code")
        return code


class Details(GovukForm):
    """What staff may change themselves."""

    telephone = forms.CharField(
        label="Work telephone number",
        required=False,
        max_length=40,
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "tel"}),
    )
    looks = {"telephone": Look(width=20)}


class ActingFor(GovukForm):
    """Which post to act in."""

    post = forms.ChoiceField(
        label="Who are you acting for?",
        widget=forms.RadioSelect,
        error_messages={"required": "Select who you are acting for"},
    )
    looks = {"post": Look(size="l", is_heading=True)}


def _page(request: Received, template: str, form: Any = None, **context: Any) -> HttpResponse:
    status = 422 if form is not None and form.errors else 200
    return render(request, template, {"form": form, **context}, status=status)


def sign_in(request: Received) -> HttpResponse:
    """A1: address and password. The answer to a wrong one is the same, and takes as long, whoever it names."""
    there = accounts.local_path(request, otherwise="")
    if request.user.is_authenticated:
        return redirect(there or HOME)
    form = SignIn(request.POST or None)
    if request.method == "POST" and form.is_valid():
        adapter = get_adapter(request)
        try:
            user = accounts.try_password(request, adapter, **form.cleaned_data)
        except ValidationError as locked:
            form.add_error(None, locked)
        else:
            if user is not None:
                answer: HttpResponse = perform_login(request, user, redirect_url=there or HOME, email=user.email)
                return answer
            form.add_error("email", accounts.WRONG)
    told: dict[str, Any] = {name: request.GET.get(name) for name in ("ended", "out")} | {"open_pages": OPEN_PAGES}
    return _page(
        request, "account/sign_in.html", form, title="Sign in", next=there, is_read_only=settings.READ_ONLY, **told
    )


@login_stage_required(stage="mfa_authenticate", redirect_urlname="account_login")  # type: ignore[untyped-decorator]
def second_step(request: Received) -> HttpResponse:
    """The code from the app, or a recovery code, after the password."""
    stage: Any = vars(request)["_login_stage"]
    form = SecondStep(request.POST or None, user=stage.login.user)
    if request.method == "POST":
        if form.is_valid():
            form.save()
            answer: HttpResponse = stage.exit()
            return answer
        get_adapter(request).authentication_failed(request)
    return _page(request, "mfa/second_step.html", form, title="Enter your code")


def cannot_sign_in(request: Received) -> HttpResponse:
    """What to do without a password, an app or an account; nothing is asked, so nothing can be learnt about an address."""
    return _page(request, "account/cannot.html", title="I cannot sign in")


def first_link(request: Received, number: str, token: str) -> HttpResponse:
    """A first sign-in link: its secret goes into the session and out of the address."""
    if accounts.holder_of(number, token) is None:
        return _page(request, "account/first_over.html", title="This link does not work any more")
    request.session["first_sign_in"] = [number, token]
    return redirect("first-password")


def first_password(request: Received) -> HttpResponse:
    """The first password of an account, or the first after a reset."""
    user = accounts.holder_of(*request.session.get("first_sign_in", ("", "")))
    if user is None:
        return _page(request, "account/first_over.html", title="This link does not work any more")
    form = NewPassword(request.POST or None, user=user)
    if request.method == "POST" and form.is_valid():
        service = system_pass(name="first sign-in", agency=SETUP_AGENCY, at=request.at)
        actions.set_password(staff=user, password=form.cleaned_data["new"], by=service, at=request.at)
        request.session.flush()
        messages.success(request, "Your password is set. Sign in with it.")
        return redirect("account_login")
    return _page(request, "account/first.html", form, title="Set your password")


def sign_out(request: Received) -> HttpResponse:
    """Sign out by a button: a link that signs out could be placed on any page."""
    if request.method == "POST":
        if request.user.is_authenticated:
            get_adapter(request).logout(request)
        return redirect(f"{settings.LOGIN_URL}?out=1")
    return _page(request, "account/sign_out.html", title="Sign out")


def account(request: Received) -> HttpResponse:
    """A5: own details, posts, second factor, and where one is signed in."""
    form = Details(request.POST or None, initial={"telephone": request.user.telephone})
    if request.method == "POST" and form.is_valid():
        actions.change_own_details(staff=request.user, by=request.by, at=request.at, **form.cleaned_data)
        messages.success(request, "Telephone number saved. Workers who share a person with you see it.")
        return redirect("account")
    return _page(
        request,
        "account/account.html",
        form,
        title="Your account",
        posts=[(post, ROLES[post.role]) for post in request.posts],
        has_second_factor=accounts.has_second_factor(request.user),
        codes_left=len(accounts.recovery_codes(request.user)),
        **_work(request),
        places=sessions.signed_in(staff=request.user.pk or 0, this=request.session.session_key),
    )


def _work(request: Received) -> dict[str, Any]:
    """What belongs to one's work: the days, cover, saved filters."""
    if request.by is None:
        return {}
    worked = request.user.working_days
    return {
        "has_calendar": request.by.holds("calendar.feed"),
        "days": [
            {"number": number, "name": name, "is_worked": number in worked} for number, name in enumerate(DAYS, 1)
        ],
        "covers": [cover_shown(one, request.by) for one in own_covers(by=request.by)],
        "saved": saved_filters(by=request.by),
    }


def change_password(request: Received) -> HttpResponse:
    """A new password; every other place where one is signed in ends."""
    form = ChangePassword(request.POST or None, user=request.user)
    if request.method == "POST" and form.is_valid():
        user = actions.set_password(
            staff=request.user,
            password=form.cleaned_data["new"],
            by=request.by,
            at=request.at,
        )
        update_session_auth_hash(request, user)
        messages.success(request, "Password changed. You are signed out everywhere else.")
        return redirect("account")
    return _page(request, "account/password.html", form, title="Change your password")


def second_factor(request: Received) -> HttpResponse:
    """Set up an app that makes codes, by its picture or its secret in words."""
    secret = request.session.setdefault("new_secret", generate_totp_secret())
    form = SetUp(request.POST or None, user=request.user, secret=secret)
    there = accounts.local_path(request, otherwise="")
    if request.method == "POST" and form.is_valid():
        actions.set_up_second_factor(staff=request.user, secret=secret, by=request.by, at=request.at)
        request.session.pop("new_secret")
        request.session.update({"second_factor": True, "show_codes": True, "after_codes": there})
        request.session.cycle_key()
        return redirect("recovery-codes")
    size, path = accounts.qr_path(get_second_factor_adapter().build_totp_url(request.user, secret))
    return _page(
        request,
        "mfa/set_up.html",
        form,
        title="Set up your second factor",
        size=size,
        path=path,
        secret=" ".join(secret[place : place + 4] for place in range(0, len(secret), 4)),
        is_required=settings.SECOND_FACTOR_REQUIRED,
        replaces=accounts.has_second_factor(request.user),
        next=there,
    )


def recovery_codes(request: Received) -> HttpResponse:
    """Recovery codes: shown once, when they are made."""
    form = OwnPassword(request.POST or None, user=request.user)
    if request.method == "POST" and form.is_valid():
        actions.make_recovery_codes(staff=request.user, by=request.by, at=request.at)
        request.session["show_codes"] = True
        return redirect("recovery-codes")
    left = accounts.recovery_codes(request.user)
    is_shown = request.method == "GET" and request.session.pop("show_codes", False)
    return _page(
        request,
        "mfa/recovery_codes.html",
        form,
        title="Recovery codes",
        codes=left if is_shown else [],
        left=len(left),
        after=request.session.pop("after_codes", "") or "/account/" if is_shown else "/account/",
    )


@require_POST
def sign_out_others(request: Received) -> HttpResponse:
    """End every session of one's own but this one."""
    count = sessions.end_others(staff=request.user.pk or 0, this=request.session.session_key)
    user = actions.end_other_sessions(staff=request.user, by=request.by, at=request.at)
    update_session_auth_hash(request, user)
    messages.success(request, "You are signed out everywhere else." if count else "You were signed in nowhere else.")
    return redirect("account")


def acceptable_use(request: Received) -> HttpResponse:
    """The rules of use, accepted once; with the time of the sign-in before, so that a stranger's is noticed."""
    there = accounts.local_path(request, otherwise=HOME)
    if request.method == "POST":
        actions.accept_use(staff=request.user, by=request.by, at=request.at)
        return redirect(there)
    before = request.session.get("signed_in_before")
    return _page(
        request,
        "account/acceptable_use.html",
        title="Rules of use",
        next=there,
        before=datetime.fromisoformat(before) if before else None,
        accepted_at=request.user.accepted_use_at,
    )


def no_role(request: Received) -> HttpResponse:
    """Signed in, and no post is live: who can help. The page that everything leads to until a role is given."""
    if request.by is not None:
        return redirect(HOME)
    helpers = who_can_help(at=request.at)
    return render(
        request, "account/no_role.html", {"title": "You have no role at the moment", "helpers": helpers}, status=403
    )


def acting_for(request: Received) -> HttpResponse:
    """Choose which of one's posts to act in; the session gets a new id, because what it may see changes."""
    posts = {str(post.pk): post for post in request.posts}
    form = ActingFor(request.POST or None, initial={"post": str(request.session.get("post", next(iter(posts), "")))})
    labels = {key: f"{post.agency.name}{', ' + post.team.name if post.team else ''}" for key, post in posts.items()}
    offer(form, "post", list(labels.items()))
    form.looks = {
        "post": Look(
            size="l", is_heading=True, option_hints={key: ROLES[post.role].title for key, post in posts.items()}
        )
    }
    if request.method == "POST" and form.is_valid():
        post = posts[form.cleaned_data["post"]]
        actions.act_for(post=post, by=request.by, at=request.at)
        request.session["post"] = post.pk
        request.session.cycle_key()
        messages.success(request, f"You are acting for {post.agency.name}.")
        return redirect(accounts.local_path(request, otherwise=HOME))
    return _page(request, "account/acting_for.html", form, title="Who you are acting for", is_only_one=len(posts) == 1)


def kept(request: Received) -> HttpResponse:
    """What was typed before the session ended: send it now, open the page afresh, or throw it away."""
    found = sessions.kept_for(request)
    if found is None:
        return redirect(HOME)
    if request.method == "POST":
        request.session.pop(sessions.KEPT)
        messages.info(request, "What you typed has been thrown away.")
        return redirect(HOME)
    shown = [
        (name.replace("_", " ").replace("-", " ").capitalize(), value)
        for name, values in found["fields"].items()
        for value in values
        if value.strip() and name not in ("once", "next", "version")
    ]
    return _page(request, "account/kept.html", title="What you typed is kept", kept=found, shown=shown)
