"""Choices of a form that are read when the page is asked for, and forms that are shown again under a newer version."""

from collections.abc import Iterable
from typing import Any

from desistance.web.forms import GovukForm


def offer(form: GovukForm, field: str, choices: Iterable[tuple[str, str]]) -> None:
    """Give a field of a form its choices."""
    chosen: Any = form.fields[field]
    chosen.choices = list(choices)


def under_version(form: GovukForm, version: int) -> None:
    """Let the form, which was stale, be sent again: what was typed stays, under the version that is saved now."""
    typed: Any = form.data.copy()  # type: ignore[attr-defined]  # a QueryDict
    typed["version"] = str(version)
    form.data = typed
