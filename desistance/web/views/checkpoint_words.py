"""Checks of eligibility as the parts of a page take them: the verdict, a row a criterion, the rules and how they differ."""

from collections.abc import Sequence
from typing import Any

from desistance.foundation.rulesets import Answer
from desistance.schemes.queries.checks import CheckOpened
from desistance.schemes.rules.checkpoint.eligibility import values_in_words
from desistance.schemes.rules.results import Weighed, Weighing
from desistance.schemes.terms.checkpoint import WORDINGS
from desistance.schemes.terms.checks import Result
from desistance.web.templatetags.desistance import full_date, short_date

COLOURS = {
    Result.ELIGIBLE: "green",
    Result.NOT_ELIGIBLE: "red",
    Result.CANNOT_TELL: "amber",
    Result.SUPERVISOR: "amber",
}
NEXT = {
    Result.CANNOT_TELL: ("Settle what the list cannot tell, from the top", "Check again"),
    Result.ELIGIBLE: (
        "Decide whether to offer Checkpoint: the list advises and you decide",
        "Explain the offer to the person",
        "Record what they agree to share",
        "Refer: a navigator rings within 24 hours",
    ),
    Result.NOT_ELIGIBLE: (
        "Tell the person why, in these words",
        "Decide what happens with the case in the usual way",
        "If a fact here is wrong, change the answer and check again",
    ),
    Result.SUPERVISOR: (
        "Ask your supervisor to weigh the special terms",
        "They tell you in writing what they decided, with name, rank and reason",
    ),
}
RESULTS = {Answer.MET: "met", Answer.NOT_MET: "not-met", Answer.CANNOT_TELL: "cannot-tell"}


def verdict_of(opened: CheckOpened, rules_url: str) -> dict[str, Any]:
    """The box with the result, of the check that was made or, before one, of what is recorded."""
    current = opened.current
    weighing = current.weighing if current else opened.today
    version = current.rules_version if current else opened.rules.version
    since = current.rules_from if current else opened.rules.valid_from
    return {
        "label": "Result" if current else "Result so far, before you answer the questions",
        "answer": weighing.result.words,
        "strong": f"{weighing.counts}.",
        "words": _what_it_takes(weighing, is_made=current is not None),
        "small": f"Rules in force from {full_date(since)}, version {version}.",
        "link": {"label": "Read the rules", "url": rules_url},
        "colour": COLOURS[weighing.result],
    }


def _what_it_takes(weighing: Weighing, *, is_made: bool) -> str:
    if weighing.result is Result.NOT_ELIGIBLE:
        return f"Not eligible because {'; '.join(weighing.because)}."
    open_rows = [finding for finding in weighing.of(Answer.CANNOT_TELL) if not finding.is_for_supervisor]
    if not is_made:
        return "Answer the questions to get a result."
    if len(open_rows) == 1:
        return f"{open_rows[0].settle} to get a result."
    if open_rows:
        return "Settle the first rows to get a result."
    return "Special terms apply." if weighing.result is Result.SUPERVISOR else "An officer decides whether to offer it."


def rows_of(weighing: Weighing, actions: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """The criteria as ``parts/criteria.html`` takes them; ``actions`` settle where the person lives."""
    return [_row(finding, actions) for finding in weighing.findings]


def _row(finding: Weighed, actions: Sequence[dict[str, Any]]) -> dict[str, Any]:
    is_open = finding.answer is Answer.CANNOT_TELL
    dated = [short_date(finding.dated)] if finding.dated else []
    return {
        "result": RESULTS[finding.answer],
        "rule": finding.wording,
        "rule_rest": finding.rest,
        "evidence": f"{finding.evidence}.",
        "provenance": [finding.source, *dated],
        "actions": list(actions) if is_open and finding.criterion == "residence" else [],
    }


def criterion_cells(name: str, values: Any) -> list[dict[str, str]]:
    """One criterion of a version of the rules, its values and where they come from."""
    wording = WORDINGS[name]
    title = f"{wording.bold} {wording.rest}".strip()
    words = {"words": values_in_words(values)} if values_in_words(values) else {"words": "As it says"}
    return [{"words": title, "note": wording.help}, words, {"words": _capital(values["from"])}]


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]
