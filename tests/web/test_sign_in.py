"""Signing in, the second step, sessions and what is typed when one ends, as a browser sees them."""

import re
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.contrib.auth import hashers
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from desistance.audit.models import AuditEvent
from desistance.partners.actions.accounts import reset_sign_in
from desistance.partners.actions.staff import disable_staff, enable_staff
from desistance.partners.models import Post, Staff
from desistance.web import accounts, sessions
from desistance.web.models import Session
from tests import factories as make
from tests.cast import Cast

PASSWORD = "lamp orchard seven"
HASHED = hashers.make_password(PASSWORD)


@pytest.fixture(autouse=True)
def no_tries_yet(db: None) -> Iterator[None]:
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def priya(cast: Cast) -> Staff:
    Staff.objects.filter(pk=cast.staff["priya"].pk).update(password=HASHED)
    return Staff.objects.get(pk=cast.staff["priya"].pk)


def sign_in(client: Client, email: str = "priya@example.org", password: str = PASSWORD, **more: str) -> Any:
    return client.post("/sign-in/", {"email": email, "password": password, **more})


def text(page: Any) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", page.content.decode()).split())


def code_of(secret: str) -> str:
    return format_hotp_value(hotp_value(secret.replace(" ", ""), int(time.time()) // 30))


def grow_older(client: Client, **seconds: float) -> None:
    session = client.session
    for name, value in seconds.items():
        session[name] = datetime.now(UTC).timestamp() - value
    session.save()


def test_a_deep_link_survives_signing_in(priya: Staff) -> None:
    client = Client()
    asked = client.get("/account/?tab=1")
    assert (asked.status_code, asked["Location"]) == (302, "/sign-in/?next=%2Faccount%2F%3Ftab%3D1")
    page = client.get(asked["Location"])
    assert 'name="next" value="/account/?tab=1"' in page.content.decode()
    done = sign_in(client, next="/account/?tab=1")
    assert (done.status_code, done["Location"]) == (302, "/account/?tab=1")
    assert "Durham probation" in text(client.get("/account/"))


@pytest.mark.parametrize(
    "there",
    ["https://evil.example/", "//evil.example/", "/\\evil.example", "javascript:alert(1)", "evil", "/sign-out/"],
)
def test_a_link_to_elsewhere_is_not_followed(priya: Staff, there: str) -> None:
    assert sign_in(Client(), next=there)["Location"] == "/home/"


def test_signing_in_gives_a_new_session_id_and_notes_it(priya: Staff) -> None:
    client = Client()
    client.get("/sign-in/first/1/x/")
    session = client.session
    session["before"] = 1
    session.save()
    client.cookies["sessionid"] = session.session_key
    sign_in(client)
    assert client.session.session_key != session.session_key
    assert not Session.objects.filter(session_key=session.session_key).exists()
    assert "signed in" in AuditEvent.objects.filter(category="authentication").values_list("what", flat=True)


@pytest.mark.parametrize("email", ["priya@example.org", "nobody@example.org"])
def test_a_wrong_password_and_an_unknown_address_get_the_same_words(
    priya: Staff, email: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    hashed: list[int] = []
    hasher = hashers.Argon2PasswordHasher
    for name in ("encode", "verify"):
        original = getattr(hasher, name)
        monkeypatch.setattr(
            hasher, name, lambda self, *args, _do=original, **more: (hashed.append(1), _do(self, *args, **more))[1]
        )
    page = sign_in(Client(), email=email, password="wrong password")
    assert page.status_code == 422
    assert accounts.WRONG in text(page)
    assert len(hashed) == 1, "one hashing, so that the answer takes as long for an unknown address"


def test_known_and_unknown_addresses_cost_the_same_statements(priya: Staff) -> None:
    counts = []
    for email in ("priya@example.org", "nobody@example.org"):
        cache.clear()
        with CaptureQueriesContext(connection) as asked:
            sign_in(Client(), email=email, password="wrong password")
        counts.append(
            [
                re.sub(r"\d+", "", query["sql"].split(" WHERE ")[0])[:60]
                for query in asked
                if "SAVEPOINT" not in query["sql"]
            ]
        )
    assert counts[0] == counts[1]


def test_what_was_typed_stays_but_the_password(priya: Staff) -> None:
    page = sign_in(Client(), password="wrong password").content.decode()
    assert 'value="priya@example.org"' in page
    assert "wrong password" not in page
    assert page.count("<title>Error: Sign in - Desistance</title>") == 1


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"email": "", "password": "x"}, "Enter work email address"),
        ({"email": "a@b.cd", "password": ""}, "Enter password"),
    ],
)
def test_an_empty_box_says_what_to_enter(cast: Cast, typed: dict[str, str], words: str) -> None:
    page = Client().post("/sign-in/", typed)
    assert page.status_code == 422
    assert words in text(page)


@pytest.mark.parametrize("email", ["priya@example.org", "nobody@example.org"])
def test_the_eleventh_wrong_try_is_refused_with_the_time_even_with_the_right_password(priya: Staff, email: str) -> None:
    client = Client()
    for _ in range(10):
        assert "is wrong" in text(sign_in(client, email=email, password="wrong password"))
    page = sign_in(client, email=email)
    assert page.status_code == 422
    said = text(page)
    assert re.search(r"You can try again in 15 minutes, at \d{1,2}(:\d\d)?(am|pm)\.|at mid(day|night)", said)
    assert not client.session.get("_auth_user_id")


def test_a_right_password_does_not_count_as_a_try(priya: Staff) -> None:
    for _ in range(12):
        assert sign_in(Client()).status_code == 302


def test_a_disabled_account_is_answered_like_a_wrong_password(cast: Cast, priya: Staff) -> None:
    disable_staff(staff=priya, reason="Left", by=cast.entering("adam"), at=make.NOW)
    page = sign_in(Client())
    assert page.status_code == 422
    assert "is wrong" in text(page)


def test_disabling_ends_a_session_at_its_next_page_and_enabling_does_not_bring_it_back(
    cast: Cast, priya: Staff
) -> None:
    client = Client()
    sign_in(client)
    assert client.get("/account/").status_code == 200
    disable_staff(staff=priya, reason="Left", by=cast.entering("adam"), at=make.NOW)
    assert client.get("/account/").status_code == 302
    enable_staff(staff=priya, reason="Back", by=cast.entering("adam"), at=make.NOW)
    assert client.get("/account/").status_code == 302


def test_half_an_hour_without_use_ends_the_session(priya: Staff) -> None:
    client = Client()
    sign_in(client)
    grow_older(client, last_seen=29 * 60)
    assert client.get("/account/").status_code == 200
    grow_older(client, last_seen=31 * 60)
    ended = client.get("/account/")
    assert ended["Location"] == "/sign-in/?next=%2Faccount%2F&ended=1"
    assert "You were signed out" in text(client.get(ended["Location"]))
    assert client.get("/account/").status_code == 302


def test_twelve_hours_end_it_however_much_it_is_used(priya: Staff) -> None:
    client = Client()
    sign_in(client)
    grow_older(client, began=11 * 3600, last_seen=10)
    assert client.get("/account/").status_code == 200
    grow_older(client, began=12 * 3600 + 60, last_seen=10)
    assert client.get("/account/").status_code == 302


def test_use_is_noted_at_most_once_a_minute(priya: Staff) -> None:
    client = Client()
    sign_in(client)
    with CaptureQueriesContext(connection) as asked:
        client.get("/account/")
    assert not [query for query in asked if "UPDATE" in query["sql"] and "web_session" in query["sql"]]
    grow_older(client, last_seen=61)
    client.get("/account/")
    assert datetime.now(UTC).timestamp() - client.session["last_seen"] < 30


# --- what is typed when a session ends


def test_text_typed_when_the_session_ended_is_shown_after_signing_in_and_sent_on(priya: Staff) -> None:
    client = Client()
    sign_in(client)
    grow_older(client, last_seen=3600)
    typed = {"telephone": "0191 498 0123", "my_password": "secret words", "csrfmiddlewaretoken": "x"}
    client.handler.enforce_csrf_checks = False
    ended = client.post("/people/P-7K3M-Q2/involved/new/?kind=x", typed)
    assert ended["Location"] == "/sign-in/?next=%2Faccount%2Fkept%2F&ended=1"
    assert sign_in(client, next="/account/kept/")["Location"] == "/account/kept/"
    page = client.get("/account/kept/")
    shown = page.content.decode()
    assert "0191 498 0123" in text(page)
    assert 'action="/people/P-7K3M-Q2/involved/new/?kind=x"' in shown
    assert "secret words" not in shown
    assert page["Cache-Control"] == "no-store"


def test_what_is_kept_can_be_sent_or_thrown_away_and_is_then_gone(cast: Cast, priya: Staff) -> None:
    client = Client()
    for answer in ("send", "throw"):
        sign_in(client)
        grow_older(client, last_seen=3600)
        client.post("/admin/users/invite/", {"name": "Sam"})
        sign_in(client)
        assert "Sam" in text(client.get("/account/kept/"))
        if answer == "throw":
            client.post("/account/kept/")
        else:
            session = client.session
            session["kept"] = {**session["kept"], "path": "/account/"}
            session.save()
            client.post("/account/", {"telephone": "0191 498 0123"})
            assert Staff.objects.get(pk=priya.pk).telephone == "0191 498 0123"
        assert client.get("/account/kept/")["Location"] == "/home/"
        client.post("/sign-out/")


def test_someone_else_who_signs_in_there_never_sees_it(cast: Cast, priya: Staff) -> None:
    Staff.objects.filter(pk=cast.staff["tom"].pk).update(password=HASHED)
    client = Client()
    sign_in(client)
    grow_older(client, last_seen=3600)
    client.post("/somewhere/", {"note": "For Priya alone"})
    sign_in(client, email="tom@example.org")
    assert client.get("/account/kept/")["Location"] == "/home/"
    assert "kept" not in client.session


def test_the_post_that_was_left_is_the_one_that_is_come_back_to(cast: Cast, priya: Staff) -> None:
    other = make.post(priya, cast.agencies["council"], "release_coordinator", cast.teams["releases"])
    client = Client()
    sign_in(client)
    client.post("/acting-for/", {"post": str(other.pk)})
    grow_older(client, last_seen=3600)
    client.post("/somewhere/", {"note": "For the council"})
    sign_in(client)
    assert client.session["post"] == other.pk


def test_text_that_another_site_sent_is_not_kept(priya: Staff) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(priya, backend="allauth.account.auth_backends.AuthenticationBackend")
    grow_older(client, last_seen=3600)
    ended = client.post("/somewhere/", {"note": "forged"})
    assert ended["Location"] == "/sign-in/?ended=1"
    assert "kept" not in client.session


@pytest.mark.parametrize("path", ["/account/password/", "/acting-for/", "/sign-in/"])
def test_forms_about_the_account_itself_are_never_kept(priya: Staff, path: str) -> None:
    client = Client()
    sign_in(client)
    grow_older(client, last_seen=3600)
    client.post(path, {"note": "x"})
    assert "kept" not in client.session


def test_a_form_of_someone_signed_out_shows_the_text_to_copy(cast: Cast) -> None:
    page = Client().post("/people/P-7K3M-Q2/", {"note": "Typed <b>by hand</b>", "password": "hidden words"})
    assert page.status_code == 403
    assert "Typed &lt;b&gt;by hand&lt;/b&gt;" in page.content.decode()
    assert "hidden words" not in page.content.decode()


# --- second step


@pytest.fixture
def with_app(cast: Cast, priya: Staff) -> tuple[Client, str]:
    """Priya with a second factor, signed out again; and its secret."""
    client = Client()
    sign_in(client)
    page = client.get("/account/second-factor/").content.decode()
    secret = re.search(r'app-mono app-verse">([A-Z2-7 ]+)<', page)
    assert secret
    done = client.post("/account/second-factor/", {"code": code_of(secret[1]), "password": PASSWORD})
    assert done["Location"] == "/account/recovery-codes/"
    return client, secret[1]


def test_recovery_codes_are_shown_once_when_they_are_made(with_app: tuple[Client, str]) -> None:
    client, _ = with_app
    first = client.get("/account/recovery-codes/").content.decode()
    codes = re.findall(r"<li>([0-9a-f]{8})</li>", first)
    assert len(codes) == 10
    again = client.get("/account/recovery-codes/").content.decode()
    assert codes[0] not in again
    assert "10 recovery codes left" in again


def test_with_an_app_the_password_alone_opens_nothing(with_app: tuple[Client, str]) -> None:
    client, secret = with_app
    client.post("/sign-out/")
    assert sign_in(client, next="/account/")["Location"] == "/sign-in/second-step/"
    assert client.get("/account/").status_code == 302
    client = Client()
    sign_in(client, next="/account/")
    wrong = client.post("/sign-in/second-step/", {"code": "000000"})
    assert wrong.status_code == 422
    assert "The code is wrong or too old. Enter the newest code" in text(wrong)
    done = client.post("/sign-in/second-step/", {"code": code_of(secret)})
    assert (done.status_code, done["Location"]) == (302, "/account/")
    assert client.session["second_factor"] is True


def test_a_recovery_code_signs_in_once(with_app: tuple[Client, str]) -> None:
    client, _ = with_app
    code = re.findall(r"<li>([0-9a-f]{8})</li>", client.get("/account/recovery-codes/").content.decode())[0]
    for expected in (302, 422):
        fresh = Client()
        sign_in(fresh)
        assert fresh.post("/sign-in/second-step/", {"code": code}).status_code == expected


def test_a_code_cannot_be_used_twice(with_app: tuple[Client, str]) -> None:
    _, secret = with_app
    code = code_of(secret)
    answers = []
    for typed in (code, code, f" {code[:3]} {code[3:]}", f"{code[:3]}-{code[3:]}"):
        fresh = Client()
        sign_in(fresh)
        answers.append(fresh.post("/sign-in/second-step/", {"code": typed}).status_code)
    assert answers == [302, 422, 422, 422]


def test_ten_wrong_codes_lock_the_second_step(with_app: tuple[Client, str]) -> None:
    _, secret = with_app
    client = Client()
    sign_in(client)
    for _ in range(10):
        client.post("/sign-in/second-step/", {"code": "000000"})
    locked = client.post("/sign-in/second-step/", {"code": code_of(secret)})
    assert locked.status_code == 422
    assert "too many wrong codes" in text(locked)


def test_setting_up_needs_the_password_and_a_code_of_the_new_app(cast: Cast, priya: Staff) -> None:
    client = Client()
    sign_in(client)
    client.get("/account/second-factor/")
    page = client.post("/account/second-factor/", {"code": "123456", "password": "not mine at all"})
    assert page.status_code == 422
    assert "Enter the newest code" in text(page)
    assert "The password is wrong" in text(page)
    assert not accounts.has_second_factor(priya)


def test_the_square_is_drawn_without_inline_style_or_script(priya: Staff) -> None:
    client = Client()
    sign_in(client)
    page = client.get("/account/second-factor/").content.decode()
    assert re.search(r'<svg class="app-qr"[^>]+role="img" aria-label="[^"]+"', page)
    assert "style=" not in page
    assert "<script>" not in page


def test_where_it_is_required_nothing_opens_before_it_is_set_up(cast: Cast, priya: Staff, settings: Any) -> None:
    settings.SECOND_FACTOR_REQUIRED = True
    client = Client()
    sign_in(client)
    for path in ("/home/", "/account/", "/people/P-7K3M-Q2/", "/acting-for/", "/admin/users/"):
        assert client.get(path)["Location"].startswith("/account/second-factor/?next=")
    assert client.post("/account/").status_code == 302
    page = client.get("/account/second-factor/")
    assert page.status_code == 200
    assert "You cannot open anything until this is done." in text(page)
    secret = re.search(r'app-mono app-verse">([A-Z2-7 ]+)<', page.content.decode())
    assert secret
    typed = {"code": code_of(secret[1]), "password": PASSWORD, "next": "/account/"}
    client.post("/account/second-factor/", typed)
    assert 'href="/account/"' in client.get("/account/recovery-codes/").content.decode()
    assert client.get("/account/").status_code == 200


# --- the first sign-in and the account


def test_an_invited_worker_sets_a_password_by_a_link_that_works_once(cast: Cast) -> None:
    new = make.staff("Sam", email="sam@example.org", accepted_use_at=None)
    make.post(new, cast.agencies["police"], "navigator")
    link, client = accounts.first_link(new.pk), Client()
    assert client.get(link)["Location"] == "/sign-in/first/"
    for typed, words in (
        (("short", "short"), "12 characters or more"),
        (("password1234", "password1234"), "harder to guess"),
        ((PASSWORD, PASSWORD + "x"), "must be the same"),
        (("sam@example.org", "sam@example.org"), "must not be like"),
    ):
        page = client.post("/sign-in/first/", dict(zip(("new", "again"), typed, strict=True)))
        assert page.status_code == 422
        assert words in text(page)
    assert client.post("/sign-in/first/", {"new": PASSWORD, "again": PASSWORD})["Location"] == "/sign-in/"
    assert "does not work any more" in text(Client().get(link))
    done = sign_in(client, email="sam@example.org")
    first = client.get(done["Location"])
    assert first["Location"].startswith("/account/acceptable-use/?next=")
    assert "This is your first sign-in." in text(client.get(first["Location"]))
    assert client.post("/account/acceptable-use/", {"next": "/account/"})["Location"] == "/account/"
    assert client.get("/account/").status_code == 200
    assert Staff.objects.get(pk=new.pk).accepted_use_at is not None


@pytest.mark.parametrize(
    "link",
    ["/sign-in/first/zz/abc-def/", "/sign-in/first/1/x/", "/sign-in/first/", "/sign-in/first/999999999999999999/x-y/"],
)
def test_a_link_that_was_never_made_says_so_without_telling_more(cast: Cast, link: str) -> None:
    assert "does not work any more" in text(Client().get(link))


def test_a_reset_takes_password_factor_and_sessions_away(cast: Cast, with_app: tuple[Client, str]) -> None:
    client, _ = with_app
    priya = Staff.objects.get(email="priya@example.org")
    reset_sign_in(staff=priya, reason="Rang from her desk", by=cast.entering("adam"), at=make.NOW)
    assert client.get("/account/").status_code == 302
    assert sign_in(Client()).status_code == 422
    assert not accounts.has_second_factor(priya)


def test_the_sign_in_before_is_told_on_the_page_of_rules(priya: Staff) -> None:
    Staff.objects.filter(pk=priya.pk).update(last_login=datetime(2026, 3, 12, 9, 30, tzinfo=UTC))
    client = Client()
    sign_in(client)
    said = text(client.get("/account/acceptable-use/"))
    assert "You signed in before on 12 March 2026, 9:30am" in said
    assert "You accepted these rules on" in said


def test_a_demonstration_does_not_ask_for_the_rules_first(cast: Cast, priya: Staff, settings: Any) -> None:
    Staff.objects.filter(pk=priya.pk).update(accepted_use_at=None)
    settings.ACCEPTABLE_USE_ASKED = False
    client = Client()
    sign_in(client)
    assert client.get("/account/").status_code == 200


def test_someone_without_a_live_post_is_told_who_can_help(cast: Cast, priya: Staff) -> None:
    Post.objects.filter(staff=priya).update(until_at=make.LONG_AGO + timedelta(days=1))
    client = Client()
    sign_in(client)
    for path in ("/home/", "/account/", "/people/P-7K3M-Q2/", "/admin/users/"):
        assert client.get(path)["Location"] == "/account/no-role/"
    page = client.get("/account/no-role/")
    assert page.status_code == 403
    assert "adam@example.org" in text(page)
    assert client.post("/sign-out/").status_code == 302


def test_changing_the_password_ends_every_other_session(priya: Staff) -> None:
    here, there = Client(), Client()
    sign_in(here)
    sign_in(there)
    new = "harbour violet nine"
    wrong = here.post("/account/password/", {"password": "not mine at all", "new": new, "again": new})
    assert wrong.status_code == 422
    done = here.post("/account/password/", {"password": PASSWORD, "new": new, "again": new})
    assert done.status_code == 302
    assert here.get("/account/").status_code == 200
    assert there.get("/account/").status_code == 302
    assert sign_in(Client(), password=new).status_code == 302


def test_signing_out_everywhere_else_leaves_this_browser(priya: Staff) -> None:
    here, there = Client(headers={"user-agent": "Firefox/140 (Windows NT 10.0)"}), Client()
    sign_in(here)
    sign_in(there)
    said = text(here.get("/account/"))
    assert "Firefox on Windows" in said
    assert len(sessions.signed_in(staff=priya.pk, this=None)) == 2
    assert here.post("/account/sign-out-others/").status_code == 302
    assert "You are signed out everywhere else." in text(here.get("/account/"))
    assert there.get("/account/").status_code == 302
    assert len(sessions.signed_in(staff=priya.pk, this=None)) == 1


def test_sessions_that_have_run_out_are_not_listed(priya: Staff) -> None:
    client = Client()
    sign_in(client)
    grow_older(client, last_seen=3600)
    assert sessions.signed_in(staff=priya.pk, this=None) == []


def test_signing_out_is_a_button_and_ends_the_session(priya: Staff) -> None:
    client = Client()
    sign_in(client)
    key = client.session.session_key
    assert client.get("/sign-out/").status_code == 200
    assert client.get("/account/").status_code == 200
    out = client.post("/sign-out/")
    assert out["Location"] == "/sign-in/?out=1"
    assert "You have signed out" in text(client.get(out["Location"]))
    assert not Session.objects.filter(session_key=key).exists()
    assert client.post("/sign-out/").status_code == 302


def test_choosing_whom_to_act_for_changes_every_page_and_the_session_id(cast: Cast, priya: Staff) -> None:
    other = make.post(priya, cast.agencies["council"], "release_coordinator", cast.teams["releases"])
    client = Client()
    sign_in(client)
    key = client.session.session_key
    assert "Select who you are acting for" in text(client.post("/acting-for/", {"post": ""}))
    done = client.post("/acting-for/", {"post": str(other.pk), "next": "/account/"})
    assert done["Location"] == "/account/"
    assert client.session.session_key != key
    header = client.get("/account/").content.decode().split("</header>")[0]
    assert "Durham council" in header
    assert "Durham probation" not in header


def test_nobody_acts_in_another_workers_post(cast: Cast, priya: Staff) -> None:
    client = Client()
    sign_in(client)
    page = client.post("/acting-for/", {"post": str(cast.posts["adam"].pk)})
    assert page.status_code == 422
    assert "post" not in client.session


@pytest.mark.parametrize(
    "path", ["/accessibility/", "/privacy/", "/help/", "/what-has-changed/", "/sign-in/", "/sign-in/cannot/"]
)
def test_pages_that_need_no_account_open_without_one(db: None, path: str) -> None:
    page = Client().get(path)
    assert page.status_code == 200
    body = page.content.decode()
    assert "<h1" in body
    assert "style=" not in body
    assert not re.search(r"<script(?![^>]*\bsrc=)", body)


@pytest.mark.parametrize("path", ["/signup/", "/login/", "/password/reset/", "/email/", "/reauthenticate/"])
def test_nothing_of_the_sign_in_package_shows_through(db: None, path: str) -> None:
    assert Client().get(path)["Location"].startswith("/sign-in/?next=")


def test_a_proxy_is_believed_only_as_far_as_it_is_trusted(rf: Any, settings: Any) -> None:
    request = rf.get("/", headers={"x-forwarded-for": "6.6.6.6, 10.1.1.1"}, REMOTE_ADDR="127.0.0.1")
    for count, address in ((0, "127.0.0.1"), (1, "10.1.1.1"), (2, "6.6.6.6"), (3, "127.0.0.1")):
        settings.PROXY_COUNT = count
        assert accounts.client_address(request) == address


def test_reading_goes_on_and_nothing_is_saved_while_the_service_is_read_only(
    cast: Cast, visiting: Callable[[str], Client], settings: Any
) -> None:
    client = visiting("priya")
    settings.READ_ONLY = True
    assert client.get("/account/").status_code == 200
    page = client.post("/account/", {"telephone": "0191 498 0123"})
    assert page.status_code == 503
    assert page["Retry-After"] == "600"
    assert "0191 498 0123" in text(page)
    assert Staff.objects.get(pk=cast.staff["priya"].pk).telephone == ""
    assert client.post("/sign-out/").status_code == 302
