"""Criteria for leaving the cohort, each met, not met or cannot tell with its evidence. They advise the panel."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from desistance.assessment.terms.needs import Need
from desistance.foundation.rulesets import Answer, Finding, RuleSet, assess, in_force
from desistance.schemes.rules.iom.scoring import NEVER, Counted, Predicted
from desistance.schemes.rules.months import months_after
from desistance.schemes.terms.iom import PANEL_RULES, REVIEW_RULES

MET, NOT_MET, CANNOT_TELL = Answer.MET, Answer.NOT_MET, Answer.CANNOT_TELL
BANDS = (50, 75, 90)


@dataclass(frozen=True, slots=True)
class ReviewFacts:
    """What the review rests on: arrests and offences in the clear months, the home as last assessed, contacts, predictors.

    ``then`` is the predictor that the selection rested on, ``now`` the newest; ``contacts`` those kept and missed lately.
    """

    on: date
    since_on: date
    arrests: Counted = NEVER
    offences: Counted = NEVER
    home: tuple[str, str, date] | None = None
    contacts: int | None = None
    missed: int = 0
    then: Predicted | None = None
    now: Predicted | None = None


def arrests(facts: ReviewFacts, values: Mapping[str, Any]) -> Finding:
    """No arrest in the clear months, all of which were in the cohort."""
    return _clear("arrests", "No arrests", facts, facts.arrests, values)


def offences(facts: ReviewFacts, values: Mapping[str, Any]) -> Finding:
    """No proven offence committed in the clear months."""
    return _clear("offences", "No proven offences", facts, facts.offences, values)


def _clear(name: str, words: str, facts: ReviewFacts, told: Counted, values: Mapping[str, Any]) -> Finding:
    months = values["clear_months"]
    wording = f"{words} in {months} months"
    if told.at_least:
        return Finding(name, wording, NOT_MET, told.evidence, told.source, told.dated)
    if months_after(facts.since_on, months) > facts.on:
        evidence = f"In the cohort since {facts.since_on:%-d %B %Y}: {months} months have not passed"
        return Finding(name, wording, NOT_MET, evidence, "This service", facts.since_on)
    if told.may_be_more or not told.is_known:
        return Finding(
            name, wording, CANNOT_TELL, told.evidence or "There may be some that you cannot see", told.source
        )
    return Finding(name, wording, MET, told.evidence, told.source, told.dated)


def home(facts: ReviewFacts, _values: Mapping[str, Any]) -> Finding:
    """A stable home, as the last assessment of needs says."""
    wording = "Stable home"
    if facts.home is None:
        return Finding("home", wording, CANNOT_TELL, "Nobody has assessed the need for accommodation")
    level, source, made_on = facts.home
    answer = {"none": MET, "strength": MET, "some": NOT_MET, "high": NOT_MET}.get(level, CANNOT_TELL)
    return Finding("home", wording, answer, f"Accommodation: {Need(level).label.lower()}", source, made_on)


def engaged(facts: ReviewFacts, values: Mapping[str, Any]) -> Finding:
    """Contacts kept; where no contact is on record it cannot be told."""
    wording = f"Fewer than {values['missed']} contacts missed in {values['weeks']} weeks"
    if not facts.contacts:
        return Finding("engaged", wording, CANNOT_TELL, "No contact is on record in this time")
    answer = MET if facts.missed < values["missed"] else NOT_MET
    return Finding(
        "engaged",
        wording,
        answer,
        f"{facts.missed} of {facts.contacts} missed without an acceptable reason",
        "Contacts",
    )


def predictor(facts: ReviewFacts, _values: Mapping[str, Any]) -> Finding:
    """The predictor's band has fallen since the selection."""
    wording = "Predictor band has fallen"
    if facts.then is None or facts.now is None:
        return Finding("predictor", wording, CANNOT_TELL, "There is no score from the selection, or none now")
    answer = MET if band(facts.now.percent) < band(facts.then.percent) else NOT_MET
    evidence = f"{facts.now.words}; at selection {facts.then.percent:g}%"
    return Finding("predictor", wording, answer, evidence, facts.now.source, facts.now.dated)


def band(percent: float) -> int:
    """Low, medium, high or very high as 0 to 3. Source: OGRS bands of 50, 75 and 90 percent (Ministry of Justice)."""
    return sum(percent >= least for least in BANDS)


CRITERIA: dict[str, Callable[[Any, Mapping[str, Any]], Finding]] = {
    "arrests": arrests, "offences": offences, "home": home, "engaged": engaged, "predictor": predictor,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Review:
    """Every criterion's finding under one version."""

    findings: tuple[Finding, ...]
    rules: RuleSet

    @property
    def not_met(self) -> tuple[str, ...]:
        """Criteria that are not met, as the proposal says them."""
        return tuple(
            f"Not met: {one.wording[0].lower()}{one.wording[1:]}" for one in self.findings if one.answer is NOT_MET
        )

    @property
    def counts(self) -> str:
        """As a line: 3 met, 1 not met, 1 cannot tell."""
        told = [sum(one.answer is answer for one in self.findings) for answer in Answer]
        return f"{told[0]} met, {told[1]} not met, {told[2]} cannot tell"


def review(facts: ReviewFacts) -> Review:
    """Weigh the criteria in force on a day; unsettled ones stand first."""
    rules = in_force(REVIEW_RULES, facts.on)
    values = {name: {**rules.values, **more} for name, more in rules.criteria}
    merged = RuleSet(
        rules.name,
        rules.version,
        rules.valid_from,
        rules.valid_until,
        rules.source,
        rules.values,
        tuple(values.items()),
    )
    order = (NOT_MET, CANNOT_TELL, MET)
    return Review(tuple(sorted(assess(merged, CRITERIA, facts), key=lambda one: order.index(one.answer))), rules)


def review_on(held_on: date) -> date:
    """When somebody's place in the cohort is looked at again."""
    return months_after(held_on, in_force(PANEL_RULES, held_on).values["review_months"])
