"""Tokens on their pages: made by administrators only, shown once, revoked with a reason."""

import re
from collections.abc import Callable

import pytest
from django.test import Client

from desistance.foundation import clock
from desistance.partners.models import Token
from tests import factories as make
from tests.cast import Cast

Visiting = Callable[[str], Client]


@pytest.fixture(autouse=True)
def standing_clock(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: make.NOW)


def asked(cast: Cast, **more: object) -> dict[str, object]:
    return {
        "name": "Case system",
        "post": cast.posts["priya"].pk,
        "scopes": ["read", "person.change"],
        "days": 30,
        **more,
    }


def test_a_new_token_is_shown_once_and_works(cast: Cast, visiting: Visiting) -> None:
    adam = visiting("adam")
    page = adam.post("/admin/tokens/new/", asked(cast), follow=True).content.decode()
    [text] = re.findall(r"desist_[0-9A-Za-z]{39}", page)
    assert text not in adam.get("/admin/tokens/").content.decode()
    told = Client().get("/api/v1/whoami", headers={"Authorization": f"Bearer {text}"}).json()
    assert (told["staff"], told["scopes"]) == ("Priya", ["person.change", "read"])


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"scopes": ["staff.manage"]}, "does not hold staff.manage"),
        ({"days": 91}, "90"),
        ({"days": 0}, "1"),
        ({"scopes": []}, "What may it do"),
        ({"post": "999999"}, "Acts as"),
        ({"name": " "}, "What is it for"),
    ],
)
def test_a_token_beyond_its_limits_is_refused_and_the_form_kept(
    cast: Cast, visiting: Visiting, wrong: dict[str, object], words: str
) -> None:
    answer = visiting("adam").post("/admin/tokens/new/", asked(cast, **wrong))
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert not Token.objects.exists()


def test_a_revoked_token_works_no_more_and_says_so(cast: Cast, visiting: Visiting) -> None:
    adam = visiting("adam")
    page = adam.post("/admin/tokens/new/", asked(cast), follow=True).content.decode()
    [text] = re.findall(r"desist_[0-9A-Za-z]{39}", page)
    token = Token.objects.get()
    path = f"/admin/tokens/{token.pk}/revoke/"
    assert adam.post(path, {"reason": "", "version": 1}).status_code == 422
    assert adam.post(path, {"reason": "The system is gone", "version": 9}).status_code == 422
    assert "Revoked" in adam.post(path, {"reason": "The system is gone", "version": 1}, follow=True).content.decode()
    assert Client().get("/api/v1/whoami", headers={"Authorization": f"Bearer {text}"}).status_code == 401


@pytest.mark.parametrize("who", ["priya", "tom", "grace", "ana"])
@pytest.mark.parametrize("path", ["/admin/tokens/", "/admin/tokens/new/", "/admin/tokens/1/revoke/"])
def test_only_administrators_keep_tokens(cast: Cast, visiting: Visiting, who: str, path: str) -> None:
    assert visiting(who).get(path).status_code == 403
