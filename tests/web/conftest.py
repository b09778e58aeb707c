"""For tests of pages: a browser signed in as someone of the cast, and static files without a build."""

from collections.abc import Callable

import pytest
from django.test import Client

from tests.cast import Cast


@pytest.fixture(autouse=True)
def no_build_needed(plain_static_files: None) -> None:
    """Every test of pages runs without built static files."""


@pytest.fixture
def visiting(cast: Cast) -> Callable[[str], Client]:
    """A browser that is signed in as someone of the cast."""

    def sign_in(who: str) -> Client:
        client = Client()
        client.force_login(cast.staff[who], backend="allauth.account.auth_backends.AuthenticationBackend")
        return client

    return sign_in
