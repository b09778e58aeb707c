"""For tests of pages: a browser signed in as someone of the cast, and static files without a build."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from tests.cast import Cast


@pytest.fixture(autouse=True)
def plain_static_files(settings: Any, tmp_path_factory: pytest.TempPathFactory) -> None:
    """Pages name their static files without the manifest that a build makes."""
    root: Path = tmp_path_factory.getbasetemp() / "static"
    root.mkdir(exist_ok=True)
    settings.STATIC_ROOT = root
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }


@pytest.fixture
def visiting(cast: Cast) -> Callable[[str], Client]:
    """A browser that is signed in as someone of the cast."""

    def sign_in(who: str) -> Client:
        client = Client()
        client.force_login(cast.staff[who], backend="allauth.account.auth_backends.AuthenticationBackend")
        return client

    return sign_in
