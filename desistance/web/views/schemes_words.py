"""Cases of declared schemes as the parts of a page take them."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from desistance.foundation.passes import Pass
from desistance.schemes.queries.cases import ConsequenceShown, StepShown
from desistance.schemes.queries.declared import DeclaredCase, SchemeRow, Stages
from desistance.schemes.rules.declared import is_rated
from desistance.schemes.rules.results import Weighing
from desistance.schemes.terms.cases import DUE, Colour
from desistance.schemes.terms.checks import NOT_KNOWN_YET
from desistance.schemes.terms.declared import OPEN, Declared
from desistance.schemes.terms.youth import YOUTH
from desistance.web.templatetags.desistance import ago, day_date, full_date, short_date, short_moment
from desistance.web.views.iom_words import finding_row
from desistance.web.views.ratings_words import proposed_words, rating_of
from desistance.web.views.youth_words import MOVES

COLUMNS = [{"label": "Name"}, {"label": "Here since", "is_short": True}, {"label": "Lead worker"}]


def row_cells(row: SchemeRow, *, is_rated: bool) -> list[dict[str, Any]]:
    """One case on the list of its scheme; how it goes, where the stage is rated."""
    url = f"/people/{row.reference}/schemes/cases/{row.case}/"
    goes = {"words": Colour(row.colour).label} if row.colour else {"missing": "Not rated yet"}
    return [
        {"words": row.person.listed, "url": url, "note": row.reference},
        {"words": short_date(row.since)},
        {"words": row.lead, "note": row.agency} if row.lead else {"missing": "Nobody yet"},
        *([goes] if is_rated else []),
    ]


def criteria_rows(weighing: Weighing) -> list[dict[str, Any]]:
    """Each criterion with its answer, what it rests on and, where it cannot be told, what settles it."""
    return [
        {**finding_row(one), "evidence": f"{one.evidence}. {one.settle}." if _is_open(one) else f"{one.evidence}."}
        for one in weighing.findings
    ]


def _is_open(finding: Any) -> bool:
    return bool(finding.answer.value == "cannot_tell" and finding.settle)


def schemes_switch(schemes: Sequence[Declared], chosen: str, by: Pass) -> list[dict[str, Any]]:
    """The schemes whose lists the reader may see; moves to adult services stand beside those that are declared."""
    found = [(one.name, one.words) for one in schemes] + ([(YOUTH, MOVES)] if by.holds("youth.move") else [])
    return [{"label": words, "url": f"?scheme={name}", "is_current": name == chosen} for name, words in found]


def stages_context(scheme: Declared, schemes: list[dict[str, Any]], found: Stages) -> dict[str, Any]:
    """Everything that the page of a scheme's stages shows."""

    rated = is_rated(scheme, found.stage)

    def url(**more: Any) -> str:
        return f"?{urlencode({'scheme': scheme.name, **more})}"

    return {
        "title": scheme.words,
        "scheme": scheme,
        "stage": scheme.states[found.stage],
        "schemes": schemes,
        "stages": [
            {
                "label": f"{one.wording} ({found.counts.get(one.name, 0)})",
                "url": url(stage=one.name),
                "is_current": one.name == found.stage,
            }
            for one in scheme.stages
        ],
        "columns": [*COLUMNS, {"label": "How it goes"}] if rated else COLUMNS,
        "rows": [row_cells(row, is_rated=rated) for row in found.rows],
        "pages": {"older_url": url(stage=found.stage, after=found.after), "older": "Next", "about": "people"}
        if found.after
        else {},
    }


def case_context(opened: DeclaredCase, here: str, by: Pass, at: datetime) -> dict[str, Any]:
    """Everything that the page of a case shows."""
    check, case = opened.check, opened.case
    facts = [
        {"label": "Agency", "value": case.agency.short_name},
        {"label": "Lead worker", "value": opened.lead}
        if opened.lead
        else {"label": "Lead worker", "missing": "Nobody yet"},
        {"label": "Here since", "value": f"{full_date(case.moved_at)}, {ago(case.moved_at, at.date())}"},
        {"label": "Opened", "value": full_date(case.created_at)},
    ]
    may_settle = opened.may_answer or by.holds(opened.scheme.permission(OPEN))
    return {
        "opened": opened,
        "facts": facts,
        "waits": " and ".join(one.words for one in opened.waits),
        "criteria": criteria_rows(opened.weighing) if opened.weighing else [],
        "result": opened.weighing.result.words if opened.weighing else "",
        "checked": [
            opened.checked_by,
            f"{check.rules_name.capitalize()}, version {check.rules_version}",
            short_moment(check.at),
        ]
        if check
        else [],
        "answers": [{"strong": words, "words": said or NOT_KNOWN_YET} for words, said in opened.answers],
        "answers_url": f"{here}answers/" if opened.may_answer else "",
        "rating": rating_of(opened.ratings, opened.proposal, "#rate" if opened.may_rate else ""),
        "proposed": proposed_words(opened.proposal),
        "undo_url": f"{here}undo/" if opened.may_undo else "",
        "after": [_after(one, here, at, may=may_settle) for one in opened.after],
        "steps": [_step(one, opened.scheme) for one in opened.steps],
    }


def _after(one: ConsequenceShown, here: str, at: datetime, *, may: bool) -> dict[str, Any]:
    row, is_due = one.row, one.row.state == DUE
    link = {"label": "Say how it was done", "url": f"{here}after/{row.pk}/", "about": row.what}
    return {
        "words": one.words,
        "what": row.what,
        "state": one.state.wording,
        "tone": "red" if one.is_late else one.state.tone,
        "line": row.settled_words or f"Due {day_date(row.due_at)}{', late' if one.is_late else ''}",
        "action": link if may and is_due else None,
    }


def _step(shown: StepShown, scheme: Declared) -> dict[str, Any]:
    """A step under the scheme's own heading; elsewhere its words name the scheme."""
    step = shown.step
    words = step.words.removeprefix(f"{scheme.words}: ")
    words = f"{words[:1].upper()}{words[1:]}"
    return {
        "words": f"{words}, another way than the criteria" if step.is_another_way else words,
        "reason": step.reason,
        "is_theirs": bool(step.told.get("is_theirs")),
        "provenance": [shown.who, short_moment(step.at)],
    }
