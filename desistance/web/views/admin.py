"""Users and roles: who has an account, which posts they hold, and what each role lets them see."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from desistance.access.rules.policy import policy
from desistance.foundation.calendar import LOCAL, local_date
from desistance.foundation.decisions import Conflict, NotFound, Refused
from desistance.foundation.passes import Pass
from desistance.foundation.register import HOUSE
from desistance.foundation.terms import Effect
from desistance.partners import queries
from desistance.partners.actions.accounts import reset_sign_in
from desistance.partners.actions.staff import (
    disable_staff,
    enable_staff,
    end_post,
    give_post,
    invite_staff,
    recertify,
)
from desistance.partners.terms import FIRST_SIGN_IN_DAYS, ROLE_CHOICES, ROLES
from desistance.web import accounts
from desistance.web.forms import DateParts, GovukForm, Look
from desistance.web.received import Received
from desistance.web.views.choices import offer, under_version

STATES = [
    ("", "All accounts"),
    ("active", "Can sign in"),
    ("disabled", "Disabled"),
    ("no_role", "No role now"),
    ("recertify", "Access to confirm"),
]
PAGE = 50
SEARCH = "staff_search"


class Narrow(GovukForm):
    """Filters of the list: nothing about anybody, so they may stand in the address."""

    role = forms.ChoiceField(label="Role", required=False, choices=[("", "All roles"), *ROLE_CHOICES])
    agency = forms.ChoiceField(label="Agency", required=False)
    state = forms.ChoiceField(label="Account", required=False, choices=STATES)

    def __init__(self, *args: Any, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(str(agency.pk), agency.short_name) for agency in queries.agencies(on=on)]
        offer(self, "agency", [("", "All agencies"), *choices])


class Find(GovukForm):
    """Names and addresses are posted, so that no name reaches an address or a log."""

    words = forms.CharField(label="Name or email address", required=False, max_length=100)
    looks = {"words": Look(width=20)}


class Given(GovukForm):
    """A role for an agency, until a day or without end."""

    role = forms.ChoiceField(label="Role", widget=forms.RadioSelect, choices=ROLE_CHOICES)
    agency = forms.ChoiceField(label="Agency")
    team = forms.ChoiceField(label="Team", required=False, help_text="Some roles see the people of their team only.")
    until_on = DateParts(
        label="Last day",
        required=False,
        help_text="Leave empty if there is no end. For example, 27 3 2027.",
    )
    looks = {"role": Look(option_hints={role.name: role.words for role in ROLES.values()}, is_small=True)}

    def __init__(self, *args: Any, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.agencies = {str(agency.pk): agency for agency in queries.agencies(on=on)}
        self.teams = {str(team.pk): team for team in queries.all_teams()}
        choices = [(key, agency.name) for key, agency in self.agencies.items()]
        offer(self, "agency", [("", "Select an agency"), *choices])
        teams = [(key, f"{team.agency.short_name}: {team.name}") for key, team in self.teams.items()]
        offer(self, "team", [("", "No team"), *teams])

    def given(self) -> dict[str, Any]:
        """What the actions take."""
        told = self.cleaned_data
        return {
            "role": told["role"],
            "agency": self.agencies[told["agency"]],
            "team": self.teams.get(told["team"]),
            "until_at": end_of(told["until_on"]),
        }


class Invite(Given):
    """A new account with its first role."""

    name = forms.CharField(label="Full name", max_length=120)
    email = forms.EmailField(label="Work email address", max_length=254)
    field_order = ("name", "email", "role", "agency", "team", "until_on")


class Reason(GovukForm):
    """Why."""

    reason = forms.CharField(label="Reason", max_length=300, widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, *args: Any, words: str = "Reason", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].label = words


class End(Reason):
    """The last day and why."""

    ends_on = DateParts(label="Last day", required=False, help_text="Leave empty to end it now.")
    version = forms.IntegerField(widget=forms.HiddenInput)
    field_order = ("ends_on", "reason", "version")


@dataclass(frozen=True, slots=True)
class RoleWords:
    """One role in plain words: what it may do, and what it sees."""

    title: str
    words: str
    sees: tuple[str, ...]
    may: tuple[str, ...]


def role_words(name: str) -> RoleWords:
    """What a role lets someone see and do, read from the policy and the permissions themselves, so that it cannot go stale."""
    role = ROLES[name]
    shown = [row for row in policy() if name in row.roles]
    sees = [row.why for row in shown if row.tier == "allow" and row.effect is not Effect.NOTHING]
    may = [permission.words for permission in HOUSE.permissions.values() if name in permission.roles]
    return RoleWords(role.title, role.words, tuple(dict.fromkeys(sees)), tuple(may))


def end_of(on: date | None) -> datetime | None:
    """The moment at which a last day is over, in England; None for no end."""
    return None if on is None else datetime.combine(date.fromordinal(on.toordinal() + 1), time(), LOCAL)


def _entering(request: Received) -> Pass:
    by: Pass = request.by
    by.demand("staff.manage")
    return by


def _page(request: Received, template: str, form: Any = None, status: int = 0, **context: Any) -> HttpResponse:
    wrong = form is not None and form.errors
    return render(request, template, {"form": form, **context}, status=status or (422 if wrong else 200))


def refuse(form: GovukForm, refused: Refused) -> None:
    """Put an action's refusal at the field that it names, or above the form."""
    field = refused.field if refused.field in form.fields else None
    form.add_error(field, DateParts.wrong(refused.words) if field and field.endswith("_on") else refused.words)


def users(request: Received) -> HttpResponse:
    """R66: accounts by name, with their roles and what is due."""
    _entering(request)
    if request.method == "POST":
        request.session[SEARCH] = request.POST.get("words", "").strip()[:100]
        return redirect("admin-users")
    if "clear" in request.GET:
        request.session.pop(SEARCH, None)
        return redirect("admin-users")
    at: datetime = request.at
    narrow = Narrow(request.GET or None, on=local_date(at))
    asked = narrow.cleaned_data if narrow.is_bound and narrow.is_valid() else {}
    words = request.session.get(SEARCH, "")
    after = request.GET.get("after", "")
    lines = queries.staff_list(
        at=at,
        words=words,
        role=asked.get("role", ""),
        agency=int(asked["agency"]) if asked.get("agency") else None,
        state=asked.get("state", ""),
        after=int(after) if after.isdigit() else None,
        limit=PAGE,
    )
    return _page(
        request,
        "admin/users.html",
        title="Users and roles",
        narrow=narrow,
        find=Find(initial={"words": words}),
        words=words,
        rows=[_row(line, local_date(at)) for line in lines[:PAGE]],
        empty=_empty(words, asked),
        pages={"older_url": _next_page(request, lines[PAGE - 1].staff.pk), "older": "Next"}
        if len(lines) > PAGE
        else {},
    )


def _next_page(request: Received, last: int) -> str:
    told = request.GET.copy()
    told["after"] = str(last)
    return f"?{told.urlencode()}"


def _empty(words: str, asked: dict[str, Any]) -> dict[str, str]:
    if asked.get("role") and not words:
        return {
            "strong": "No one has this role.",
            "sentence": "Invite someone, or give the role to someone who is here.",
        }
    return {"strong": "No account matches.", "sentence": "Check the spelling, or clear the search and the filters."}


def _row(line: queries.StaffLine, on: date) -> dict[str, Any]:
    is_due = line.staff.is_active and line.recertify_on is not None and line.recertify_on <= on
    return {
        "staff": line.staff,
        "posts": [(ROLES[post.role].title, post) for post in line.posts],
        "state": "Disabled" if not line.staff.is_active else "Confirm access" if is_due else "",
    }


def invite(request: Received) -> HttpResponse:
    """A new account with its first role; the link for the first sign-in is shown once, to be handed over in person."""
    by, at = _entering(request), request.at
    form = Invite(request.POST or None, on=local_date(at))
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        try:
            staff = invite_staff(name=told["name"], email=told["email"], by=by, at=at, **form.given())
        except Refused as refused:
            refuse(form, refused)
        else:
            _hand_over(request, staff.pk)
            messages.success(request, "Invited. The account has its role now and can be used once they have signed in.")
            return redirect("admin-user", staff=staff.pk)
    return _page(request, "admin/invite.html", form, title="Invite someone", role_list=_all_roles())


def _hand_over(request: Received, staff: int) -> None:
    request.session["first_link"] = [staff, request.build_absolute_uri(accounts.first_link(staff))]


def _all_roles() -> Sequence[RoleWords]:
    return [role_words(name) for name in ROLES]


def roles(request: Received) -> HttpResponse:
    """Every role in plain words."""
    _entering(request)
    return _page(request, "admin/roles.html", title="What each role sees", role_list=_all_roles())


def user(request: Received, staff: int) -> HttpResponse:
    """One account: its posts now and before, what they let it see, and what can be done."""
    _entering(request)
    at: datetime = request.at
    found = queries.staff_member(staff=staff)
    link = request.session.get("first_link")
    posts = queries.posts_of(staff=staff)
    live = [post for post in posts if post.from_at <= at and (post.until_at is None or post.until_at > at)]
    if link and link[0] == staff:
        request.session.pop("first_link")
    return _page(
        request,
        "admin/user.html",
        title="Account",
        staff=found,
        live=[(ROLES[post.role], post, post.recertify_on <= local_date(at)) for post in live],
        past=[(ROLES[post.role], post) for post in posts if post not in live],
        role_list=[role_words(name) for name in dict.fromkeys(post.role for post in live)],
        is_self=request.by.staff == staff,
        link=link[1] if link and link[0] == staff else "",
        link_days=FIRST_SIGN_IN_DAYS,
        has_second_factor=accounts.has_second_factor(found),
    )


def give(request: Received, staff: int) -> HttpResponse:
    """Another role for someone who has an account."""
    by, at = _entering(request), request.at
    found = queries.staff_member(staff=staff)
    form = Given(request.POST or None, on=local_date(at))
    if request.method == "POST" and form.is_valid():
        try:
            give_post(staff=found, by=by, at=at, **form.given())
        except Refused as refused:
            refuse(form, refused)
        else:
            messages.success(request, "Role given. It counts from their next page.")
            return redirect("admin-user", staff=staff)
    return _page(request, "admin/give.html", form, title="Give a role", staff=found, role_list=_all_roles())


def state(request: Received, staff: int) -> HttpResponse:
    """Disable an account, or enable it again, with a reason."""
    by, at = _entering(request), request.at
    found = queries.staff_member(staff=staff)
    form = Reason(request.POST or None, words=f"Why is this account {'disabled' if found.is_active else 'enabled'}?")
    if request.method == "POST" and form.is_valid():
        act = disable_staff if found.is_active else enable_staff
        try:
            act(staff=found, reason=form.cleaned_data["reason"], by=by, at=at)
        except Refused as refused:
            refuse(form, refused)
        else:
            done = (
                "Account enabled. They can sign in again."
                if found.is_active
                else "Account disabled. They are signed out everywhere."
            )
            messages.success(request, done)
            return redirect("admin-user", staff=staff)
    return _page(request, "admin/state.html", form, title="Account state", staff=found)


def reset(request: Received, staff: int) -> HttpResponse:
    """A new first sign-in for someone who cannot sign in."""
    by, at = _entering(request), request.at
    found = queries.staff_member(staff=staff)
    form = Reason(request.POST or None, words="How do you know that it is them?")
    if request.method == "POST" and form.is_valid():
        try:
            reset_sign_in(staff=found, reason=form.cleaned_data["reason"], by=by, at=at)
        except Refused as refused:
            refuse(form, refused)
        else:
            _hand_over(request, staff)
            messages.success(request, "Sign-in reset. Hand over the link below in person or by phone.")
            return redirect("admin-user", staff=staff)
    return _page(request, "admin/reset.html", form, title="Reset sign-in", staff=found)


def end(request: Received, staff: int, post: int) -> HttpResponse:
    """End a role, now or on a day, with a reason."""
    by, at = _entering(request), request.at
    found = queries.post_of(post=post, staff=staff)
    form = End(request.POST or None, initial={"version": found.version}, words="Why does it end?")
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        try:
            ends_at = end_of(told["ends_on"])
            end_post(post=found, reason=told["reason"], ends_at=ends_at, version=told["version"], by=by, at=at)
        except Refused as refused:
            refuse(form, refused)
        except Conflict:
            form.add_error(
                None, "Someone else changed this role while you were working. Check it below, then save again"
            )
            under_version(form, found.version)
            return _page(request, "admin/end.html", form, 409, title="End a role", post=found, role=ROLES[found.role])
        else:
            messages.success(request, "Role ended." if ends_at is None else "Last day saved.")
            return redirect("admin-user", staff=staff)
    return _page(request, "admin/end.html", form, title="End a role", post=found, role=ROLES[found.role])


def confirm(request: Received, staff: int, post: int) -> HttpResponse:
    """Confirm that a role is still needed."""
    by, at = _entering(request), request.at
    found = queries.post_of(post=post, staff=staff)
    if request.method == "POST":
        try:
            recertify(post=found, by=by, at=at)
        except Refused as refused:
            messages.error(request, refused.words)
        else:
            messages.success(request, f"Access confirmed. It comes up again on {found.recertify_on:%-d %B %Y}.")
    return redirect("admin-user", staff=staff)


def post(request: Received, post: int) -> HttpResponse:
    """Where a duty leads: the account that holds the post."""
    _entering(request)
    holder = queries.holder_of_post(post=post)
    if holder is None:
        raise NotFound()
    return redirect("admin-user", staff=holder)
