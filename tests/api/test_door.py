"""The door: who comes in, with what token, and what an answer of no looks like."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from desistance.audit.models import AuditEvent
from desistance.partners.actions.tokens import make_token, revoke_token
from desistance.partners.models import Post, Token
from desistance.partners.rules.tokens import token_text
from tests import factories as make
from tests.cast import Cast

KINDS = {"application/problem+json"}


def assert_problem(answer: Any, status: int, kind: str) -> dict[str, Any]:
    """The body of a refusal, which must have the one shape."""
    assert answer.status_code == status, answer.content
    assert answer["Content-Type"] in KINDS
    assert answer["Cache-Control"] == "no-store"
    body: dict[str, Any] = answer.json()
    assert (body["type"], body["status"]) == (f"/api/v1/docs#{kind}", status)
    return body


def test_a_token_acts_as_one_post(cast: Cast, calling: Any) -> None:
    told = calling("priya").get("/whoami").json()
    assert (told["staff"], told["agency"], told["role"]) == ("Priya", "Durham probation", "practitioner")
    assert "person.change" in told["permissions"]


@pytest.mark.parametrize(
    "header",
    ["", "Basic cHJpeWE6eA==", "Bearer", "Bearer ", "Bearer nonsense", "Bearer desist_" + "0" * 39, "bearer \x00"],
)
def test_what_is_no_token_does_not_come_in(cast: Cast, header: str) -> None:
    answer = Client().get("/api/v1/whoami", headers={"Authorization": header} if header else {})
    assert_problem(answer, 401, "not-signed-in")
    assert answer["WWW-Authenticate"].startswith("Bearer")


def test_an_unknown_token_is_written_down_as_a_failed_sign_in(cast: Cast) -> None:
    unknown = token_text(b"\x07" * 24)
    assert_problem(Client().get("/api/v1/whoami", headers={"Authorization": f"Bearer {unknown}"}), 401, "not-signed-in")
    event = AuditEvent.objects.latest("id")
    assert (event.category, event.what) == ("authentication", "token refused")
    assert unknown not in event.entry


def test_a_token_ends_by_itself(cast: Cast, calling: Any) -> None:
    caller = calling("priya")
    Token.objects.update(created_at=make.LONG_AGO, expires_at=make.NOW)
    assert_problem(caller.get("/whoami"), 401, "not-signed-in")


def test_a_revoked_token_is_refused_at_the_next_request(cast: Cast, calling: Any) -> None:
    caller = calling("priya")
    assert caller.get("/whoami").status_code == 200
    revoke_token(token=Token.objects.get(), reason="Lost", by=cast.entering("adam"), at=make.NOW)
    assert_problem(caller.get("/whoami"), 401, "not-signed-in")


@pytest.mark.parametrize("what", ["post ends", "account disabled"])
def test_a_token_ends_with_what_it_acts_as(cast: Cast, calling: Any, what: str) -> None:
    caller = calling("priya")
    if what == "post ends":
        Post.objects.filter(pk=cast.posts["priya"].pk).update(until_at=make.NOW)
    else:
        cast.staff["priya"].is_active, cast.staff["priya"].disabled_at = False, make.NOW
        cast.staff["priya"].save()
    assert_problem(caller.get("/whoami"), 401, "not-signed-in")


def test_a_tie_that_ends_closes_the_record_at_the_next_request(cast: Cast, calling: Any, looking: None) -> None:
    from desistance.access.models import Tie

    caller, path = calling("priya"), f"/people/{cast.kyle.reference}"
    assert caller.get(path).status_code == 200
    Tie.objects.filter(person=cast.kyle).update(until_at=make.NOW)
    assert caller.get(path).status_code == 404


def test_a_scope_that_the_token_lacks_is_refused(cast: Cast, calling: Any) -> None:
    reference = cast.kyle.reference
    name = {"kind": "alias", "given": "Ky", "family": "Ashcroft"}
    assert_problem(calling("priya", "read").post(f"/people/{reference}/names", name), 403, "scope-missing")
    assert_problem(calling("priya", "person.change").get(f"/people/{reference}"), 403, "scope-missing")
    assert calling("priya", "person.change").post(f"/people/{reference}/names", name).status_code == 201


def test_a_scope_beyond_the_role_opens_nothing(cast: Cast, calling: Any) -> None:
    body = {"name": "N", "email": "n@example.org", "agency": cast.agencies["housing"].pk, "role": "partner_worker"}
    assert_problem(calling("priya", "read", "staff.manage").post("/staff", body), 403, "not-permitted")


def test_a_session_does_not_sign_in(cast: Cast, client: Client) -> None:
    client.force_login(cast.staff["priya"], backend="allauth.account.auth_backends.AuthenticationBackend")
    answer = client.get(f"/api/v1/people/{cast.kyle.reference}")
    assert_problem(answer, 401, "not-signed-in")
    assert not answer.cookies


@pytest.mark.parametrize("path", ["/nothing", "/people/P-0000-00/nothing", "/people/not-a-reference", "/imports/x"])
def test_an_address_that_is_none_is_answered_like_a_person_who_is_hidden(cast: Cast, calling: Any, path: str) -> None:
    hidden = make_hidden(cast)
    caller = calling("priya")
    told, missing = caller.get(f"/people/{hidden}"), caller.get(path)
    assert_problem(missing, 404, "not-found")
    assert missing.content == told.content
    assert missing.headers.keys() == told.headers.keys()


def test_an_address_outside_the_api_is_still_a_page(cast: Cast) -> None:
    assert not Client().get("/nothing/")["Content-Type"].startswith("application/")


def make_hidden(cast: Cast) -> str:
    from desistance.foundation.reading import marked, unseen

    with marked("test"), unseen("nightly check"):
        person = make.person(cast.agencies["charity"], "Una", "Hidden")
        make.involvement(person, cast.agencies["charity"], kind="womens_support")
    return person.reference


def test_someone_who_may_only_be_known_is_told_with_how_to_ask(cast: Cast, calling: Any) -> None:
    body = assert_problem(calling("rob").get(f"/people/{cast.kyle.reference}"), 403, "only-known")
    assert body["reference"] == cast.kyle.reference
    assert body["ask"] == {"method": "POST", "href": f"/api/v1/people/{cast.kyle.reference}/access-requests"}
    assert "Kyle" not in str(body)


def test_a_method_that_an_address_does_not_take(cast: Cast, calling: Any) -> None:
    answer = calling("priya").call("DELETE", "/whoami")
    assert_problem(answer, 405, "method-not-allowed")
    assert answer["Allow"] == "GET"


@pytest.mark.parametrize(
    ("body", "status", "kind"),
    [(b"{", 400, "not-readable"), (b"\xff", 400, "not-readable"), (b"[]", 422, "refused"), (b"", 422, "refused")],
)
def test_a_body_that_cannot_be_read(cast: Cast, calling: Any, body: bytes, status: int, kind: str) -> None:
    caller = calling("priya")
    headers = {"Authorization": f"Bearer {caller.text}", "Idempotency-Key": "a"}
    path = f"/api/v1/people/{cast.kyle.reference}/names"
    assert_problem(Client().generic("POST", path, body, "application/json", headers=headers), status, kind)


@pytest.mark.parametrize(
    ("given", "words"),
    [("A\x00B", "match"), ("x" * 121, "At most 120 characters"), (3, "string"), ("\ud800", "string")],
)
def test_text_that_cannot_be_kept_is_refused_by_field(cast: Cast, calling: Any, given: Any, words: str) -> None:
    answer = calling("priya").post(f"/people/{cast.kyle.reference}/names", {"kind": "alias", "given": given})
    [error] = assert_problem(answer, 422, "refused")["errors"]
    assert error["field"] == "given"
    assert words in error["words"]
    assert "xxx" not in answer.content.decode()


@pytest.mark.parametrize(
    ("moment", "status"),
    [
        ("0298-10-26T13:21:26-18:38", 422),
        ("0001-01-01T00:00:00+14:00", 422),
        ("9999-12-31T23:59:59-12:00", 422),
        ("2026-01-02T03:04:05", 422),
        ("2026-01-02T03:04:05-18:38", 201),
        ("2026-01-02T03:04:05Z", 201),
    ],
)
def test_a_moment_must_be_one_that_can_be_kept(cast: Cast, calling: Any, moment: str, status: int) -> None:
    body = {"kind": "alias", "given": "Ky", "said_at": moment}
    assert calling("priya").post(f"/people/{cast.kyle.reference}/names", body).status_code == status


@pytest.mark.parametrize(
    ("path", "body", "field"),
    [
        ("birth-dates", {"born_on": "1990-01-02", "precision": "\u023a\u00c7 seven"}, "precision"),
        ("contact-details", {"kind": "email", "text": f"{'a' * 250}@example.org"}, "text"),
        ("consents", {"to_agency": 1, "data_class": "health", "how_given": "by smoke signals"}, "how_given"),
        (
            "consents",
            {"to_agency": 1, "data_class": "health", "how_given": "spoken", "proof": "x" * 201},
            "proof",
        ),
    ],
)
def test_what_a_column_cannot_hold_is_refused_before_it_gets_there(
    calling: Any, cast: Cast, path: str, body: Any, field: str
) -> None:
    answer = calling("priya").post(f"/people/{cast.kyle.reference}/{path}", body)
    assert [error["field"] for error in assert_problem(answer, 422, "refused")["errors"]] == [field]


def test_a_rule_that_refuses_names_the_field(cast: Cast, calling: Any) -> None:
    answer = calling("priya").post(f"/people/{cast.kyle.reference}/names", {"kind": "alias", "given": " "})
    assert [error["field"] for error in assert_problem(answer, 422, "refused")["errors"]] == ["given"]


def test_too_many_calls_must_wait(cast: Cast, calling: Any, settings: Any) -> None:
    settings.API_CALLS_A_MINUTE = 3
    caller, other = calling("priya"), calling("tom")
    assert [caller.get("/whoami").status_code for _ in range(3)] == [200, 200, 200]
    answer = caller.get("/whoami")
    assert_problem(answer, 429, "too-many-calls")
    assert answer["Retry-After"] == "60"
    assert other.get("/whoami").status_code == 200


def test_wrong_tokens_from_one_address_must_wait(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    from desistance.api import admission

    monkeypatch.setattr(admission, "REFUSALS_A_MINUTE", 2)
    wrong = {"Authorization": "Bearer desist_wrong"}
    assert [Client().get("/api/v1/whoami", headers=wrong).status_code for _ in range(3)] == [401, 401, 429]


def test_without_its_audit_record_nothing_is_shown(cast: Cast, calling: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    from django.db import DatabaseError

    from desistance.audit import middleware

    def fails(*args: Any, **kwargs: Any) -> None:
        raise DatabaseError

    caller = calling("priya")
    monkeypatch.setattr(middleware, "write_looks", fails)
    answer = caller.get(f"/people/{cast.kyle.reference}")
    assert_problem(answer, 503, "not-available")
    assert answer["Retry-After"] == "5"
    assert b"Kyle" not in answer.content


def test_in_read_only_times_questions_are_answered_and_nothing_is_changed(
    cast: Cast, calling: Any, settings: Any
) -> None:
    caller = calling("priya")
    settings.READ_ONLY = True
    assert caller.get(f"/people/{cast.kyle.reference}").status_code == 200
    body = {"kind": "alias", "given": "Ky", "family": ""}
    assert_problem(caller.post(f"/people/{cast.kyle.reference}/names", body), 503, "not-available")


def test_a_token_is_noted_once_a_day(cast: Cast, calling: Any) -> None:
    caller = calling("priya")
    caller.get("/whoami")
    caller.get("/whoami")
    assert AuditEvent.objects.filter(what="partners.use_token", category="authentication").count() == 1
    assert Token.objects.get().last_used_on == make.NOW.date()


def test_only_the_digest_of_a_token_is_kept(cast: Cast) -> None:
    text = token_text(b"\x05" * 24)
    token = make_token(
        post=cast.posts["priya"],
        name="Oasys",
        scopes=["read"],
        days=90,
        text=text,
        by=cast.entering("adam"),
        at=make.NOW,
    )
    token.refresh_from_db()
    assert text not in str(vars(token))
    assert token.expires_at == make.NOW + timedelta(days=90)
    event = AuditEvent.objects.latest("id")
    assert (event.what, event.category) == ("partners.make_token", "administration")
    assert text not in event.entry
