"""How a report is put together from the lines of rooms: what it says, what the recipient's rules leave out, and what it needs."""

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from desistance.desk.terms import LONGEST_REPORT_TEXT, LONGEST_RIGHT, TO_AGENCY, TO_COURT, TO_PERSON, Template
from desistance.foundation.decisions import Decision, refused
from desistance.foundation.register import Line, Section
from desistance.foundation.rulesets import in_force

Trouble = tuple[str, Decision]
Lines = Mapping[str, Sequence[Line]]


@dataclass(frozen=True, slots=True)
class ReportFacts:
    """What the author chose and wrote. ``recipient`` is an agency's id; ``right`` says why stale risk still holds."""

    sections: tuple[str, ...]
    texts: Mapping[str, str] = field(default_factory=dict)
    recipient: int | None = None
    court: str = ""
    right: str = ""


@dataclass(frozen=True, slots=True)
class Heading:
    """Who the report is about and who made it for whom, in words."""

    name: str
    born: str
    reference: str
    to: str
    author: str
    agency: str
    made_on: str


def titled(section: Section, template: Template) -> str:
    """What heads a section in a report of this kind; empty where no part of it is told to the recipient."""
    return section.plain_title if template.to == TO_PERSON else section.title


def content_of(
    template: Template, facts: ReportFacts, heading: Heading, sections: Sequence[Section], lines: Lines
) -> dict[str, Any]:
    """Everything that the report says, as plain data: what is shown, printed, and frozen when it is sent."""
    texts = [
        {"label": text.label, "words": facts.texts.get(text.name, "").strip()}
        for text in template.texts
        if facts.texts.get(text.name, "").strip()
    ]
    return {
        "title": template.title,
        "name": heading.name,
        "born": heading.born,
        "reference": heading.reference,
        "to": heading.to,
        "author": heading.author,
        "agency": heading.agency,
        "made_on": heading.made_on,
        "texts": texts,
        "right": facts.right.strip(),
        "is_plain": template.to == TO_PERSON,
        "sections": [_section(one, template, lines.get(one.name, ())) for one in sections if titled(one, template)],
    }


def _section(section: Section, template: Template, lines: Sequence[Line]) -> dict[str, Any]:
    told = kept_lines(lines, template)
    return {
        "title": titled(section, template),
        "empty": "" if told else section.empty,
        "lines": [
            {
                "words": line.plain if template.to == TO_PERSON else line.words,
                "on": f"{line.on.day} {line.on:%b %Y}" if line.on else "",
                "source": line.source,
            }
            for line in told
        ],
    }


def kept_lines(lines: Sequence[Line], template: Template) -> Sequence[Line]:
    """The lines of a section that a report of this kind holds."""
    told = [line for line in lines if line.plain] if template.to == TO_PERSON else list(lines)
    return told[: template.most]


def left_out(mine: Iterable[Line], theirs: Iterable[Line]) -> list[Line]:
    """The lines that the author sees and the recipient is not told."""
    told = {(line.holding, line.record, line.words) for line in theirs}
    return [line for line in mine if (line.holding, line.record, line.words) not in told]


def digest_of(content: Mapping[str, Any]) -> str:
    """The mark of a version: the same content has the same mark."""
    return hashlib.sha256(json.dumps(content, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def stale_words(sections: Iterable[Section], lines: Lines, on: date) -> list[str]:
    """What must be confirmed before it is sent: the newest line of a section is older than its rule allows."""
    found = []
    for section in sections:
        newest = max((line.on for line in lines.get(section.name, ()) if line.on), default=None)
        if section.stale and newest is not None:
            days = (on - newest).days
            if days > in_force(section.stale, on).values["days"]:
                found.append(section.stale_words.format(days=days))
    return found


def troubles_of_report(template: Template, facts: ReportFacts, known: Iterable[str]) -> Iterator[Trouble]:
    """Each thing that keeps a report from being made, with the field to mend. Words are those of service design B21."""
    if template.to == TO_AGENCY and facts.recipient is None:
        yield "recipient", refused("Choose who will receive this report.")
    if template.to == TO_COURT and not facts.court.strip():
        yield "court", refused("Enter which court will receive this report.")
    if len(facts.court) > 120:
        yield "court", refused("Court must be 120 characters or fewer.")
    if not facts.sections or not set(facts.sections) <= set(known):
        yield "sections", refused("Choose at least one section.")
    for text in template.texts:
        if len(facts.texts.get(text.name, "")) > LONGEST_REPORT_TEXT:
            yield text.name, refused(f"{text.label} must be {LONGEST_REPORT_TEXT:,} characters or fewer.")
    if len(facts.right) > LONGEST_RIGHT:
        yield "right", refused(f"Why it is still right must be {LONGEST_RIGHT} characters or fewer.")


def may_send(*, stale: Sequence[str], right: str) -> Decision | None:
    """Why a report may not be sent yet; None when it may."""
    return refused(" ".join(stale)) if stale and not right.strip() else None


def drawn_from(lines: Iterable[Line]) -> list[list[Any]]:
    """The rows that a report was drawn from: whoever opens it must be able to see each."""
    found = {(line.holding, line.record, line.data_class.value, line.agency) for line in lines}
    return sorted(list(one) for one in found)
