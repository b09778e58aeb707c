"""A report as the page and the PDF take it: handling mark, who printed it when, and the mark of its version.

The papers of a meeting are set by the same template: :func:`sheet` says what it takes.
"""

import re
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from desistance.desk.terms import HANDLING
from desistance.foundation.passes import Pass
from desistance.web.templatetags.desistance import moment

UNSHOWN: Final = re.compile("[\x00-\x09\x0b-\x1f\x7f\u202a-\u202e\u2066-\u2069]")
COLUMNS: Final[list[dict[str, Any]]] = [
    {"label": "When", "is_short": True},
    {"label": "What"},
    {"label": "Who says so"},
]
TEMPLATE_FILE: Final = Path(__file__).with_name("typeset") / "report.typ"


def printable(content: Mapping[str, Any], *, printed: str, version: str, is_draft: bool) -> dict[str, Any]:
    """The content with what stands on each sheet. The name is on the sheets, and not in the title of the file."""
    reference = content["reference"]
    made = f"Made by {content['author']}, {content['agency']}, {content['made_on']}."
    labels = [column["label"] for column in COLUMNS]
    told = {
        **content,
        "after_name": f", born {content['born']}. Reference {reference}.",
        "lead": f"For {content['to']}. {made}",
        "sections": [
            {**one, "columns": labels, "lines": [[line["on"], line["words"], line["source"]] for line in one["lines"]]}
            for one in content["sections"]
        ],
    }
    return sheet(told, sign=reference, printed=printed, version=version, is_draft=is_draft)


def sheet(content: Mapping[str, Any], *, sign: str, printed: str, version: str, is_draft: bool) -> dict[str, Any]:
    """Any content for the template, with the sign and what else stands on each sheet.

    It has ``title``, ``agency``, ``name`` with ``after_name``, ``lead``, ``texts``, ``right``, ``is_plain`` and ``sections``:
    each with ``title``, ``empty``, three ``columns`` and ``lines`` of three.
    """
    clean: dict[str, Any] = _clean(content)
    return {
        **clean,
        "document_title": f"{content['title']}, {sign}",
        "sign": sign,
        "handling": HANDLING,
        "printed": printed,
        "version": version,
        "is_draft": is_draft,
    }


def _clean(value: Any) -> Any:
    """The same without signs that no font shows and marks that turn the direction of what follows."""
    if isinstance(value, str):
        return UNSHOWN.sub(" ", value)
    if isinstance(value, Mapping):
        return {name: _clean(one) for name, one in value.items()}
    return [_clean(one) for one in value] if isinstance(value, list) else value


def printed_words(by: Pass, at: datetime) -> str:
    """Who printed it and when."""
    return f"Printed by {by.staff_name}, {by.agency_name}, {moment(at)}"


def version_words(sha256: str) -> str:
    """The mark of a version, short enough to compare by eye."""
    return f"Version {sha256[:12]}."


def shown(content: Mapping[str, Any]) -> dict[str, Any]:
    """The same for the page: sections as tables."""
    sections = [
        {
            **section,
            "columns": COLUMNS,
            "rows": [
                [{"words": line["on"] or "Now"}, {"words": line["words"]}, {"words": line["source"]}]
                for line in section["lines"]
            ],
        }
        for section in content["sections"]
    ]
    return {**content, "sections": sections, "handling": HANDLING}
