"""What a list of criteria says together: for the officer who decides, never in their place."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from desistance.foundation.rulesets import Answer, Finding
from desistance.schemes.terms.checks import Result


@dataclass(frozen=True, slots=True)
class Weighed(Finding):
    """A finding with the words that stand after the bold ones, the reason if it fails, and what settles it.

    ``is_for_supervisor``: the criterion cannot be told by facts, because the rule leaves it to somebody's judgement.
    """

    rest: str = ""
    because: str = ""
    settle: str = ""
    is_for_supervisor: bool = False


@dataclass(frozen=True, slots=True)
class Weighing:
    """All findings, in the order to read them: the reasons against first, then what cannot be told, then what is met."""

    result: Result
    findings: tuple[Weighed, ...]

    def of(self, answer: Answer) -> tuple[Weighed, ...]:
        """The findings with one answer."""
        return tuple(finding for finding in self.findings if finding.answer is answer)

    @property
    def because(self) -> tuple[str, ...]:
        """Why the list says not eligible, in words that follow "because"."""
        return tuple(finding.because for finding in self.of(Answer.NOT_MET))

    @property
    def counts(self) -> str:
        """As a line: 9 met, 0 not met, 1 cannot tell."""
        met, not_met, cannot = (len(self.of(answer)) for answer in Answer)
        return f"{met} met, {not_met} not met, {cannot} cannot tell"


UNSETTLED_FIRST = (Answer.CANNOT_TELL, Answer.NOT_MET, Answer.MET)
REASONS_FIRST = (Answer.NOT_MET, Answer.CANNOT_TELL, Answer.MET)


def weigh(findings: Sequence[Weighed]) -> Weighing:
    """One not met is enough for not eligible; not known is never taken for either."""
    against = [finding for finding in findings if finding.answer is Answer.NOT_MET]
    untold = [finding for finding in findings if finding.answer is Answer.CANNOT_TELL]
    if against:
        result = Result.NOT_ELIGIBLE
    elif any(not finding.is_for_supervisor for finding in untold) or not findings:
        result = Result.CANNOT_TELL
    else:
        result = Result.SUPERVISOR if untold else Result.ELIGIBLE
    order = REASONS_FIRST if against else UNSETTLED_FIRST
    return Weighing(result, tuple(sorted(findings, key=lambda finding: order.index(finding.answer))))


def stored_finding(finding: Finding) -> dict[str, Any]:
    """A finding as any decision keeps it."""
    return {
        "criterion": finding.criterion,
        "wording": finding.wording,
        "answer": finding.answer.value,
        "evidence": finding.evidence,
        "source": finding.source,
        "dated": finding.dated.isoformat() if finding.dated else None,
    }


def finding_from(kept: Mapping[str, Any]) -> Finding:
    """A finding as a decision kept it, whatever the rules say today."""
    dated = date.fromisoformat(kept["dated"]) if kept["dated"] else None
    return Finding(**{**kept, "answer": Answer(kept["answer"]), "dated": dated})


def stored(finding: Weighed) -> dict[str, Any]:
    """A finding as a check keeps it."""
    return {
        **stored_finding(finding),
        "rest": finding.rest,
        "because": finding.because,
        "settle": finding.settle,
        "is_for_supervisor": finding.is_for_supervisor,
    }


def from_stored(kept: Mapping[str, Any]) -> Weighed:
    """A finding as it was kept, whatever the rules say today."""
    dated = date.fromisoformat(kept["dated"]) if kept["dated"] else None
    return Weighed(**{**kept, "answer": Answer(kept["answer"]), "dated": dated})
