"""Users and roles, and sharing agreements, as administrators and information governance see them."""

import re
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client

from desistance.access.rules.policy import policy
from desistance.foundation.register import HOUSE
from desistance.partners.models import Agreement, Post, Staff
from desistance.partners.terms import NAMELESS_ROLES, ROLES
from desistance.web.views.admin import end_of, role_words
from tests import factories as make
from tests.cast import Cast

Visiting = Callable[[str], Client]
ADMIN_PAGES = ("/admin/users/", "/admin/users/invite/", "/admin/roles/")
GOVERNANCE_PAGES = ("/governance/agreements/", "/governance/agreements/new/")


def text(page: Any) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", page.content.decode()).split())


@pytest.fixture
def admin(visiting: Visiting) -> Client:
    return visiting("adam")


@pytest.fixture
def governance(visiting: Visiting) -> Client:
    return visiting("grace")


@pytest.mark.parametrize("who", ["priya", "tom", "rob", "nia", "grace", "ana", "bea"])
def test_only_administrators_open_users_and_roles(visiting: Visiting, cast: Cast, who: str) -> None:
    client, staff = visiting(who), cast.staff["rob"].pk
    for path in (*ADMIN_PAGES, f"/admin/users/{staff}/", f"/admin/users/{staff}/give/", f"/admin/users/{staff}/state/"):
        assert client.get(path).status_code == 403
        assert client.post(path, {"reason": "x"}).status_code in (403, 405)
    assert Staff.objects.get(pk=staff).is_active


@pytest.mark.parametrize("who", ["priya", "tom", "rob", "nia", "adam", "ana", "bea"])
def test_only_information_governance_opens_agreements(visiting: Visiting, cast: Cast, who: str) -> None:
    client, one = visiting(who), Agreement.objects.get().pk
    for path in (*GOVERNANCE_PAGES, f"/governance/agreements/{one}/", f"/governance/agreements/{one}/end/"):
        assert client.get(path).status_code == 403


@pytest.mark.parametrize("path", ["/admin/users/999999/", "/admin/posts/999999/", "/admin/users/999999/give/"])
def test_an_account_that_is_not_there_is_not_found(admin: Client, path: str) -> None:
    assert admin.get(path).status_code == 404


def test_the_list_shows_names_roles_and_state(admin: Client, cast: Cast) -> None:
    cast.hire("late", "police", "navigator", recertify_on=date(2020, 1, 1))
    said = text(admin.get("/admin/users/"))
    assert "Probation practitioner, Durham probation, East" in said
    assert "Confirm access" in said
    assert "Not signed in yet" in said


def test_a_name_is_searched_for_without_reaching_the_address(admin: Client, cast: Cast) -> None:
    found = admin.post("/admin/users/", {"words": "rob"})
    assert found["Location"] == "/admin/users/"
    said = text(admin.get("/admin/users/"))
    assert "rob@example.org" in said
    assert "priya@example.org" not in said
    assert admin.get("/admin/users/?clear=1")["Location"] == "/admin/users/"
    assert "priya@example.org" in text(admin.get("/admin/users/"))


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        ("?role=commissioner", "No one has this role."),
        ("?state=disabled", "No account matches."),
        ("?role=analyst", "ana@example.org"),
        ("?role=nonsense", "priya@example.org"),
    ],
)
def test_filters_stand_in_the_address_and_an_empty_list_says_why(admin: Client, asked: str, words: str) -> None:
    assert words in text(admin.get(f"/admin/users/{asked}"))


@pytest.mark.parametrize("role", ROLES)
def test_each_role_is_told_from_the_policy_and_the_permissions(role: str) -> None:
    told = role_words(role)
    why = {row.why for row in policy() if role in row.roles}
    assert bool(told.sees) is (role not in NAMELESS_ROLES)
    assert set(told.sees) <= why
    assert set(told.may) == {one.words for one in HOUSE.permissions.values() if role in one.roles}


def test_a_role_that_sees_no_person_says_so(admin: Client) -> None:
    said = text(admin.get("/admin/roles/"))
    assert said.count("Nothing about people.") == len(NAMELESS_ROLES)


def test_an_invitation_makes_an_account_and_shows_its_link_once(admin: Client, cast: Cast) -> None:
    typed = {
        "name": "Sam Okafor",
        "email": "sam@example.org",
        "role": "navigator",
        "agency": str(cast.agencies["police"].pk),
        "team": "",
        "until_on-day": "31",
        "until_on-month": "12",
        "until_on-year": "2999",
    }
    done = admin.post("/admin/users/invite/", typed)
    new = Staff.objects.get(email="sam@example.org")
    assert done["Location"] == f"/admin/users/{new.pk}/"
    page = text(admin.get(done["Location"]))
    assert re.search(r"http://testserver/sign-in/first/\w+/[\w-]+/", page)
    assert "Checkpoint navigator" in page
    assert "/sign-in/first/" not in text(admin.get(done["Location"]))
    post = Post.objects.get(staff=new)
    assert post.until_at == end_of(date(2999, 12, 31))
    again = admin.post("/admin/users/invite/", typed)
    assert again.status_code == 422
    assert "This person already has an account" in text(again)
    assert 'value="Sam Okafor"' in again.content.decode()


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"name": ""}, "Enter full name"),
        ({"email": "sam"}, "must be like name@example.org"),
        ({"role": ""}, "Select role"),
        ({"agency": ""}, "Select agency"),
        (
            {"until_on-day": "1", "until_on-month": "1", "until_on-year": "2020"},
            "End date must be after the start date",
        ),
        ({"until_on-day": "31", "until_on-month": "2", "until_on-year": "2030"}, "must be a real date"),
    ],
)
def test_an_invitation_says_what_to_mend(admin: Client, cast: Cast, changed: dict[str, str], words: str) -> None:
    typed = {"name": "S", "email": "s@example.org", "role": "navigator", "agency": str(cast.agencies["police"].pk)}
    page = admin.post("/admin/users/invite/", {**typed, **changed})
    assert page.status_code == 422
    assert words in text(page)
    assert "<title>Error: " in page.content.decode()
    assert not Staff.objects.filter(email="s@example.org").exists()


def test_a_team_of_another_agency_is_refused_at_its_box(admin: Client, cast: Cast) -> None:
    typed = {"role": "navigator", "agency": str(cast.agencies["police"].pk), "team": str(cast.teams["east"].pk)}
    page = admin.post(f"/admin/users/{cast.staff['rob'].pk}/give/", typed)
    assert page.status_code == 422
    assert 'id="id_team-error"' in page.content.decode()


def test_a_role_is_given_confirmed_and_ended(admin: Client, cast: Cast) -> None:
    rob = cast.staff["rob"].pk
    admin.post(f"/admin/users/{rob}/give/", {"role": "navigator", "agency": str(cast.agencies["police"].pk)})
    post = Post.objects.get(staff=rob, role="navigator")
    assert admin.get(f"/admin/posts/{post.pk}/")["Location"] == f"/admin/users/{rob}/"
    admin.post(f"/admin/users/{rob}/posts/{post.pk}/confirm/")
    assert "Access confirmed." in text(admin.get(f"/admin/users/{rob}/"))
    stale = admin.post(f"/admin/users/{rob}/posts/{post.pk}/end/", {"reason": "Moved", "version": "1"})
    assert stale.status_code == 409
    assert "Someone else changed this role" in text(stale)
    assert "Moved" in stale.content.decode()
    missing = admin.post(f"/admin/users/{rob}/posts/{post.pk}/end/", {"reason": "", "version": "2"})
    assert missing.status_code == 422
    done = admin.post(f"/admin/users/{rob}/posts/{post.pk}/end/", {"reason": "Moved", "version": "2"})
    assert done["Location"] == f"/admin/users/{rob}/"
    assert Post.objects.get(pk=post.pk).until_at is not None


def test_one_s_own_account_has_no_buttons_and_its_forms_refuse(admin: Client, cast: Cast) -> None:
    adam = cast.staff["adam"].pk
    page = admin.get(f"/admin/users/{adam}/").content.decode()
    assert "/give/" not in page
    assert "/state/" not in page
    typed = {"role": "practitioner", "agency": str(cast.agencies["probation"].pk)}
    assert "You cannot give yourself a role" in text(admin.post(f"/admin/users/{adam}/give/", typed))
    assert "your own account" in text(admin.post(f"/admin/users/{adam}/state/", {"reason": "x"}))
    admin.post(f"/admin/users/{adam}/posts/{cast.posts['adam'].pk}/confirm/")
    assert "You cannot confirm your own access" in text(admin.get(f"/admin/users/{adam}/"))


def test_an_account_is_disabled_and_enabled_with_a_reason(admin: Client, cast: Cast) -> None:
    path = f"/admin/users/{cast.staff['rob'].pk}/state/"
    assert admin.post(path, {"reason": " "}).status_code == 422
    admin.post(path, {"reason": "Left the force"})
    assert not Staff.objects.get(pk=cast.staff["rob"].pk).is_active
    assert "Disabled" in text(admin.get("/admin/users/?state=disabled"))
    assert "Enable account" in text(admin.get(path))
    admin.post(path, {"reason": "Came back"})
    assert Staff.objects.get(pk=cast.staff["rob"].pk).is_active


def test_a_reset_shows_a_new_link_once(admin: Client, cast: Cast) -> None:
    path = f"/admin/users/{cast.staff['rob'].pk}/"
    admin.post(f"{path}reset/", {"reason": "Rang him at the station"})
    assert "/sign-in/first/" in text(admin.get(path))
    assert "/sign-in/first/" not in text(admin.get(path))


# --- agreements


def _typed(cast: Cast, **changed: Any) -> dict[str, Any]:
    return {
        "name": "Women's centre",
        "reference": "ISA-W1",
        "parties": [str(cast.agencies["charity"].pk), str(cast.agencies["probation"].pk)],
        "purpose": "Support for women",
        "legal_basis": "Public task",
        "classes": ["plan"],
        "from_on-day": "1",
        "from_on-month": "1",
        "from_on-year": "2026",
        "review_on-day": "1",
        "review_on-month": "1",
        "review_on-year": "2999",
        **changed,
    }


def test_an_agreement_is_recorded_and_says_what_it_switches_on(governance: Client, cast: Cast) -> None:
    done = governance.post("/governance/agreements/new/", _typed(cast))
    made = Agreement.objects.get(reference="ISA-W1")
    assert done["Location"] == f"/governance/agreements/{made.pk}/"
    assert "They see needs and the plan." in text(governance.get(done["Location"]))
    listed = text(governance.get("/governance/agreements/"))
    assert "Women&#x27;s centre" in listed
    assert "Durham charity and Durham probation" in listed


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"parties": []}, "an agreement needs 2 parties"),
        ({"review_on-day": "", "review_on-month": "", "review_on-year": ""}, "Enter a review date"),
        ({"review_on-year": "2020"}, "Review date must be after the start date"),
        ({"reference": ""}, "Enter reference"),
        ({"classes": ["victim"]}, "from the list"),
        (
            {"until_on-day": "1", "until_on-month": "1", "until_on-year": "2020"},
            "End date must be after the start date",
        ),
    ],
)
def test_a_bad_agreement_says_what_to_mend_and_keeps_the_rest(
    governance: Client, cast: Cast, changed: dict[str, Any], words: str
) -> None:
    page = governance.post("/governance/agreements/new/", _typed(cast, **changed))
    assert page.status_code == 422
    assert words in text(page)
    assert "Support for women" in page.content.decode()
    assert not Agreement.objects.filter(reference="ISA-W1").exists()


def test_one_party_alone_is_refused_beside_the_agencies(governance: Client, cast: Cast) -> None:
    page = governance.post("/governance/agreements/new/", _typed(cast, parties=[str(cast.agencies["charity"].pk)]))
    assert page.status_code == 422
    assert 'id="id_parties-error"' in page.content.decode()


def test_a_stale_edit_shows_both_versions_and_loses_nothing(governance: Client, cast: Cast) -> None:
    governance.post("/governance/agreements/new/", _typed(cast))
    path = f"/governance/agreements/{Agreement.objects.get(reference='ISA-W1').pk}/"
    first = governance.post(f"{path}edit/", {**_typed(cast, purpose="Housing for women"), "version": "1"})
    assert first.status_code == 302
    mine = {**_typed(cast, purpose="Work for women", classes=["plan", "risk"]), "version": "1"}
    page = governance.post(f"{path}edit/", mine)
    assert page.status_code == 409
    body = page.content.decode()
    assert "You have not lost anything." in body
    assert "Housing" in body
    assert "Work for women" in body
    assert 'name="version" value="2"' in body
    assert governance.post(f"{path}edit/", {**mine, "version": "2"}).status_code == 302
    assert Agreement.objects.get(reference="ISA-W1").purpose == "Work for women"
    assert text(governance.get(path)).count("Parties before:") == 2


def test_an_edit_form_starts_from_what_is_recorded(governance: Client, cast: Cast) -> None:
    governance.post("/governance/agreements/new/", _typed(cast))
    body = governance.get(
        f"/governance/agreements/{Agreement.objects.get(reference='ISA-W1').pk}/edit/"
    ).content.decode()
    assert 'value="ISA-W1"' in body
    assert re.search(rf'value="{cast.agencies["charity"].pk}" checked', body)
    assert re.search(r'name="review_on-year"[^>]*value="2999"', body)


def test_a_review_is_noted_and_the_duty_s_tag_goes(governance: Client, cast: Cast) -> None:
    made = make.agreement(*cast.agencies.values(), review_on=date(2026, 3, 1))
    path = f"/governance/agreements/{made.pk}/"
    assert "Review overdue" in text(governance.get("/governance/agreements/"))
    typed = {"version": "1", "review_on-day": "1", "review_on-month": "3", "review_on-year": "2999"}
    assert "Enter what the review found" in text(governance.post(f"{path}review/", typed))
    assert governance.post(f"{path}review/", {**typed, "note": "All is well"}).status_code == 302
    assert "Review overdue" not in text(governance.get("/governance/agreements/"))
    stale = governance.post(f"{path}review/", {**typed, "note": "Twice", "review_on-year": "2998"})
    assert stale.status_code == 409
    assert "Twice" in stale.content.decode()


def test_ending_says_what_goes_and_a_lapsed_one_switches_nothing_on(governance: Client, cast: Cast) -> None:
    today = date.today()  # noqa: DTZ011 - the page reads the machine's own clock
    made = make.agreement(
        cast.agencies["police"], cast.agencies["charity"], classes=("risk",), review_on=date(2999, 1, 1)
    )
    path = f"/governance/agreements/{made.pk}/"
    assert "Justice workers see risk assessments and flags." in text(governance.get(f"{path}end/"))
    typed = {"reason": "Replaced", "version": "1"}
    past = today - timedelta(days=2)
    early = {**typed, "ends_on-day": past.day, "ends_on-month": past.month, "ends_on-year": past.year}
    assert governance.post(f"{path}end/", early).status_code == 422
    now = {**typed, "ends_on-day": today.day, "ends_on-month": today.month, "ends_on-year": today.year}
    assert governance.post(f"{path}end/", now).status_code == 302
    Agreement.objects.filter(pk=made.pk).update(until_on=past)
    assert "Nothing now." in text(governance.get(path))


def test_without_any_agreement_the_page_says_what_that_means(governance: Client) -> None:
    Agreement.objects.get().parties.clear()
    Agreement.objects.all().delete()
    assert "No agreements have been recorded." in text(governance.get("/governance/agreements/"))


@pytest.mark.parametrize("path", [*ADMIN_PAGES])
def test_titles_and_addresses_name_nobody(admin: Client, cast: Cast, path: str) -> None:
    for each in (path, f"/admin/users/{cast.staff['rob'].pk}/"):
        page = admin.get(each).content.decode()
        title = re.search(r"<title>([^<]*)</title>", page)
        assert title
        assert "Rob" not in title[1]
        assert not re.search(r'href="[^"]*(?:rob|priya)@', page.replace("mailto:", ""))
        assert "style=" not in page
