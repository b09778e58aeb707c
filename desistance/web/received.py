"""The request as views get it: with what the reception has added."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.http import HttpRequest


class Received(HttpRequest):
    """A request that has been through the reception: its moment, the reader's pass and posts, and who is signed in.

    ``by`` is None only on pages that are open to all and on those for people without a live post; ``user`` is the account.
    """

    id: str
    at: datetime
    by: Any
    posts: Sequence[Any]
    user: Any
