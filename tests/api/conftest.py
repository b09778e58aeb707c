"""Callers of the API: tokens for the cast, and a client that speaks JSON."""

import itertools
import json
from collections.abc import Iterator
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client

from desistance.foundation.register import HOUSE
from desistance.partners.models import Token
from desistance.partners.rules.tokens import RANDOM_BYTES, READ, token_text
from tests import factories as make
from tests.cast import Cast

_count = itertools.count(1)


class Caller:
    """Another system that calls in a worker's name."""

    def __init__(self, cast: Cast, who: str, scopes: tuple[str, ...] | None = None) -> None:
        self.text = token_text(next(_count).to_bytes(RANDOM_BYTES, "big"))
        post = cast.posts[who]
        every = (READ, *sorted(HOUSE.permissions_of(post.role)))
        self.token: Token = make.token(post, self.text, scopes=every if scopes is None else scopes)
        self.client = Client(raise_request_exception=True)

    def call(self, method: str, path: str, body: Any = None, **headers: str) -> Any:
        """The answer to one call; a key is sent where none is given, since calls that make something need one."""
        sent = {"Authorization": f"Bearer {self.text}", "Idempotency-Key": f"key-{next(_count)}"}
        sent.update({name.replace("_", "-"): value for name, value in headers.items()})
        data = b"" if body is None else json.dumps(body).encode()
        return self.client.generic(
            method,
            f"/api/v1{path}",
            data,
            "application/json",
            headers={name: value for name, value in sent.items() if value},
        )

    def get(self, path: str, **headers: str) -> Any:
        return self.call("GET", path, **headers)

    def post(self, path: str, body: Any = None, **headers: str) -> Any:
        return self.call("POST", path, body, **headers)


@pytest.fixture(autouse=True)
def plain_static_files(settings: Any, tmp_path_factory: pytest.TempPathFactory) -> None:
    """Pages name their static files without the manifest that a build makes."""
    root = tmp_path_factory.getbasetemp() / "static"
    root.mkdir(exist_ok=True)
    settings.STATIC_ROOT = root
    settings.MEDIA_ROOT = tmp_path_factory.getbasetemp() / "files"
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }


@pytest.fixture(autouse=True)
def _standing_clock(monkeypatch: pytest.MonkeyPatch) -> None:
    """The partnership's clock stands at the moment that the factories build for."""
    from desistance.foundation import clock

    monkeypatch.setattr(clock, "now", lambda: make.NOW)


@pytest.fixture(autouse=True)
def _no_calls_yet(request: pytest.FixtureRequest) -> Iterator[None]:
    """Each test begins with nothing counted."""
    if {"db", "own_database"} & set(request.fixturenames):
        cache.clear()
    return


@pytest.fixture
def calling(cast: Cast) -> Any:
    """``calling("priya")`` is a system that calls in Priya's name, with every scope of her role unless some are named."""
    return lambda who, *scopes: Caller(cast, who, scopes or None)
