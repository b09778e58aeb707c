"""Declared schemes: the facts their criteria ask about, criteria that many share, and what opening and moving a case take."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from desistance.foundation.calendar import end_of_working_day_after, local_date
from desistance.foundation.decisions import Decision, allowed, refused
from desistance.foundation.rulesets import Answer, Criterion, RuleSet, assess, in_force
from desistance.foundation.rulesets import problems as problems_of_rules
from desistance.schemes.rules.ages import Birth, turning
from desistance.schemes.rules.checkpoint.facts import Born, OnOrder
from desistance.schemes.rules.follows import Follows
from desistance.schemes.rules.rating import (
    CONTACT_VALUES,
    Contacted,
    Proposal,
    amber_by_contacts,
    gravest,
    red_by_contacts,
)
from desistance.schemes.rules.results import Weighed, Weighing, weigh
from desistance.schemes.terms.cases import LONGEST_REASON, LONGEST_STATE
from desistance.schemes.terms.checks import LONGEST_SCHEME, NOT_KNOWN, Result
from desistance.schemes.terms.declared import Declared, Move

MET, NOT_MET, CANNOT_TELL = Answer.MET, Answer.NOT_MET, Answer.CANNOT_TELL
NOT_RECORDED = "Not recorded in this service"
Values = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Told:
    """One word on record: its value, who says so, and of which day it is."""

    value: str
    source: str
    since: date


@dataclass(frozen=True, slots=True)
class SchemeFacts:
    """What criteria are asked about: the record as far as the reader sees it, and the answers with who gave them.

    ``work``: kinds of work that are open with the person. ``orders_known``: no order is kept from the reader.
    """

    on: date
    answers: Mapping[str, str] = field(default_factory=dict)
    said_by: str = ""
    births: tuple[Born, ...] = ()
    sex: Told | None = None
    work: tuple[Told, ...] = ()
    orders: tuple[OnOrder, ...] = ()
    orders_known: bool = False

    def answer(self, question: str) -> str:
        """What was answered, *not known* where nothing was."""
        return self.answers.get(question) or NOT_KNOWN


def aged(facts: SchemeFacts, values: Values) -> Weighed:
    """So many years old today, by every date of birth on record; what contradicts, or is not exact enough, does not tell."""
    years = values["years"]
    told = turning([Birth(one.born_on, one.source, one.precision == "day") for one in facts.births], years * 12)
    answer = told.is_reached(facts.on)
    newest = facts.births[0] if facts.births else None
    evidence = told.trouble if answer is CANNOT_TELL else "By every date of birth on record"
    source, since = (newest.source, newest.said_on) if newest else (NOT_RECORDED, None)
    because, settle = f"the person is under {years}", "Ask for the date of birth"
    return Weighed("aged", f"Aged {years} or over", answer, evidence, source, since, because=because, settle=settle)


def answered(name: str, wording: str, said: Mapping[str, str], because: str) -> Criterion:
    """A criterion that rests on one answer: met by those in its value ``met``, not known until somebody asks."""

    def criterion(facts: SchemeFacts, values: Values) -> Weighed:
        given = facts.answer(name)
        if given not in said:
            return Weighed(name, wording, CANNOT_TELL, "Nobody has said", NOT_RECORDED, settle="Ask the person")
        answer = MET if given in values["met"] else NOT_MET
        return Weighed(name, wording, answer, said[given], facts.said_by, facts.on, because=because)

    return criterion


def weigh_scheme(scheme: Declared, facts: SchemeFacts) -> tuple[Weighing, RuleSet]:
    """What the scheme's criteria say together by the version in force, for the person who decides; and that version."""
    rules = in_force(scheme.rules, facts.on)
    found = assess(rules, scheme.catalogue, facts)
    return weigh([one for one in found if isinstance(one, Weighed)]), rules


def troubles_of_opening(
    scheme: Declared, *, agency_kind: str, has_open_case: bool, result: Result, reason: str, answers: Mapping[str, str]
) -> Iterator[tuple[str, Decision]]:
    """What stands against a case, by field: whose it is, one that runs, an unknown answer, another way unexplained."""
    runs_it = agency_kind in scheme.kind.agency_kinds
    yield "", allowed() if runs_it else refused(f"Your agency does not run {scheme.words}.", scheme.source)
    yield "", refused("A case of this scheme is open. Go on with that one.") if has_open_case else allowed()
    yield from troubles_of_answers(scheme, answers)
    yield "reason", _words(reason)
    if result is not Result.ELIGIBLE and not reason.strip():
        yield "reason", refused(f"The criteria say: {result.words.lower()}. Enter why you open a case all the same.")


def troubles_of_answers(scheme: Declared, answers: Mapping[str, str]) -> Iterator[tuple[str, Decision]]:
    """An answer that is none of those offered, by question; what nobody answers is not known."""
    for question in scheme.questions:
        given = answers.get(question.name) or NOT_KNOWN
        known = given == NOT_KNOWN or bool(question.said(given))
        yield question.name, allowed() if known else refused("Choose one of the answers.")


def troubles_of_moving(scheme: Declared, come_from: str, to: str, reason: str) -> Iterator[tuple[str, Decision]]:
    """What stands against a move, by field: the table, and a question of the move that was not answered."""
    if to not in {one.name for one in scheme.stages}:
        yield "to", refused("Choose what happens next.")
        return
    yield "to", scheme.states.may_move(come_from, to)
    move = move_of(scheme, come_from, to)
    missing = move is not None and move.asks and not reason.strip()
    yield "reason", refused(f"Answer in words: {move.asks}") if move and missing else allowed()
    yield "reason", _words(reason)


def _words(reason: str) -> Decision:
    return allowed() if len(reason) <= LONGEST_REASON else refused(f"Write {LONGEST_REASON} characters or fewer.")


def move_of(scheme: Declared, come_from: str, to: str) -> Move | None:
    """The move from one stage to another, if the scheme has it."""
    return next((one for one in scheme.moves_from(come_from) if one.to == to), None)


def follows_of(scheme: Declared, move: Move | None, at: datetime) -> tuple[Follows, ...]:
    """What a move leads to, each with the end of its clock."""
    if move is None:
        return ()
    on = local_date(at)
    return tuple(
        Follows(one.kind, one.what, end_of_working_day_after(at, scheme.clock(one.clock, on))) for one in move.follows
    )


def propose_by_contacts(scheme: Declared, told: Contacted) -> Proposal:
    """The colour that the contacts of a case speak for, by the values of the scheme in force."""
    rules = in_force(scheme.rules, told.on)
    return gravest(red_by_contacts(told, rules.values), amber_by_contacts(told, rules.values), rules.source)


def is_rated(scheme: Declared, state: str) -> bool:
    """Whether a case that stands at this stage is rated."""
    return scheme.rating is not None and state in scheme.rating.stages


def faults(scheme: Declared) -> list[str]:
    """What is wrong with a declaration: names, moves, permissions, clocks, criteria. A service with a fault does not start."""
    found = [*scheme.states.problems(), *problems_of_rules(scheme.rules, scheme.catalogue)]
    verbs = scheme.verbs(viewing=True) | scheme.verbs(viewing=False)
    found += [f"permission {verb} is not declared" for verb in sorted(verbs - set(scheme.permissions))]
    if len({one.state for one in scheme.waits}) < len(scheme.waits):
        found.append("a stage waits twice")
    finals = {one.name for one in scheme.stages if one.is_final}
    found += [f"{one.state} is over, so nothing waits there" for one in scheme.waits if one.state in finals]
    clocks = {one.clock for one in scheme.waits if one.clock} | {one.clock for m in scheme.moves for one in m.follows}
    if scheme.rating is not None:
        clocks |= set(CONTACT_VALUES)
        known = {one.name for one in scheme.stages} - finals
        found += [f"nothing is rated at {name}" for name in sorted(scheme.rating.stages - known)]
    for rules in scheme.rules:
        found += [f"version {rules.version} has no value {name}" for name in sorted(clocks - set(rules.values))]
    found += [f"stage {one.name} is too long a name" for one in scheme.stages if len(one.name) > LONGEST_STATE]
    if len(scheme.name) > LONGEST_SCHEME or not scheme.name.isidentifier():
        found.append("the name must be one short word")
    return [f"{scheme.name}: {words}" for words in found]
