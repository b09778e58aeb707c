"""Checkpoint's criteria as code: each answers met, not met or cannot tell, with its evidence, source and date."""

from collections.abc import Mapping
from datetime import date
from typing import Any, Final

from desistance.foundation.rulesets import Answer, Criterion
from desistance.schemes.rules.checkpoint.facts import Born, CheckpointFacts
from desistance.schemes.rules.checkpoint.offences import group_of, group_of_code, is_aggravated
from desistance.schemes.rules.months import birthday, months_after
from desistance.schemes.rules.results import Weighed
from desistance.schemes.terms.checkpoint import GROUP_WORDS, NO_GROUP, WORDINGS, answer_words
from desistance.schemes.terms.checks import NOT_KNOWN

Values = Mapping[str, Any]
MET, NOT_MET, CANNOT_TELL = Answer.MET, Answer.NOT_MET, Answer.CANNOT_TELL


def in_words(day: date) -> str:
    """A day as workers read it: 2 March 2026."""
    return f"{day:%-d %B %Y}"


def _weighed(
    name: str, answer: Answer, evidence: str, source: str, dated: date | None, *, for_supervisor: bool = False
) -> Weighed:
    wording = WORDINGS[name]
    return Weighed(
        name, wording.bold, answer, evidence, source, dated,
        rest=wording.rest, because=wording.because, settle=wording.settle, is_for_supervisor=for_supervisor,
    )  # fmt: skip


def _unsaid(name: str, evidence: str = "Nobody has said") -> Weighed:
    return _weighed(name, CANNOT_TELL, evidence, "Not recorded in this service", None)


def _said(name: str, answer: Answer, facts: CheckpointFacts, evidence: str) -> Weighed:
    said = facts.answers
    return _weighed(name, answer, evidence, said.by or "Source not recorded", said.on)


def _asked(name: str, question: str, facts: CheckpointFacts, *, met: tuple[str, ...]) -> Weighed:
    """A criterion that rests on one answer of the officer."""
    given: str = getattr(facts.answers, question)
    if given == NOT_KNOWN:
        return _unsaid(name)
    return _said(name, MET if given in met else NOT_MET, facts, answer_words(question, given))


def adult(facts: CheckpointFacts, values: Values) -> Weighed:
    """Old enough on every day that the offence can have been, by every date of birth on record."""
    days, years = facts.offence_days, values["years"]
    if not facts.born:
        return _unsaid("adult", "Date of birth not known")
    newest = facts.born[0]
    if days is None:
        return _weighed("adult", CANNOT_TELL, "The day of the offence is not known", newest.source, newest.said_on)
    answers = {_old_enough(born, days, years) for born in facts.born}
    answer = answers.pop() if len(answers) == 1 else CANNOT_TELL
    evidence = _age_words(newest, days)
    if answer is CANNOT_TELL:
        told = "; ".join(f"{born.source}: born {_born_words(born)}" for born in facts.born)
        evidence = f"{told}. Offence {_days_words(days)}"
    return _weighed("adult", answer, evidence, f"Date of birth: {newest.source}", newest.said_on)


def _old_enough(born: Born, days: tuple[date, date], years: int) -> Answer:
    if birthday(born.latest, years) <= days[0]:
        return MET
    return NOT_MET if birthday(born.born_on, years) > days[1] else CANNOT_TELL


def _age_words(born: Born, days: tuple[date, date]) -> str:
    day = days[0]
    years = day.year - born.born_on.year - (birthday(born.born_on, day.year - born.born_on.year) > day)
    return f"{years} years" if born.precision == "day" else f"Born {_born_words(born)}"


def _born_words(born: Born) -> str:
    return {"day": in_words(born.born_on), "month": f"{born.born_on:%B %Y}", "year": f"{born.born_on:%Y}"}[
        born.precision
    ]


def _days_words(days: tuple[date, date]) -> str:
    return in_words(days[0]) if days[0] == days[1] else f"between {in_words(days[0])} and {in_words(days[1])}"


def residence(facts: CheckpointFacts, values: Values) -> Weighed:
    """By an address that was said or confirmed lately enough; the officer's word where its postcode does not tell."""
    lives, said = facts.lives, facts.answers
    if lives is None:
        return _unsaid("residence", "No address on record")
    is_confirmed = bool(said.confirmed_on) and said.confirmed == lives.words
    since = max(lives.said_on, said.confirmed_on) if is_confirmed and said.confirmed_on else lives.said_on
    source, dated = (said.confirmed_by, since) if since != lives.said_on else (lives.source, lives.said_on)
    inside = {"yes": True, "no": False}.get(said.lives_in_area) if lives.inside is None else lives.inside
    if months_after(since, values["confirmed_months"]) <= facts.on:
        evidence = f"{lives.words}. Last confirmed {_months_ago(since, facts.on)}"
        return _weighed("residence", CANNOT_TELL, evidence, source, dated)
    if inside is None:
        why = "No fixed address: say where" if lives.is_no_fixed else "Its postcode does not tell whether it is inside"
        return _weighed("residence", CANNOT_TELL, f"{lives.words}. {why}", source, dated)
    how = "Confirmed with the person" if is_confirmed else "On record"
    evidence = f"{lives.words}. {how}" + ("" if lives.inside is not None else ". The officer says where it lies")
    return _weighed("residence", MET if inside else NOT_MET, evidence, source, dated)


def _months_ago(day: date, on: date) -> str:
    months = (on.year - day.year) * 12 + on.month - day.month
    months -= months_after(day, months) > on
    return f"{months} months ago"


def offence_place(facts: CheckpointFacts, values: Values) -> Weighed:
    """Where the offence was, as the officer says."""
    return _asked("offence_place", "offence_in_area", facts, met=("yes",))


def offence_age(facts: CheckpointFacts, values: Values) -> Weighed:
    """Less than so many calendar months old on the day of the check, on every day that the offence can have been."""
    days = facts.offence_days
    if days is None:
        return _unsaid("offence_age", "The day of the offence is not known")
    first, last = (months_after(day, values["months"]) > facts.on for day in days)
    answer = MET if first else CANNOT_TELL if last else NOT_MET
    ago = (facts.on - days[0]).days
    words = "today" if ago == 0 else "yesterday" if ago == 1 else f"{ago} days ago"
    evidence = f"{in_words(days[0])}, {words}" if days[0] == days[1] else _days_words(days).capitalize()
    return _of_offence_day("offence_age", answer, facts, evidence)


def _of_offence_day(name: str, answer: Answer, facts: CheckpointFacts, evidence: str) -> Weighed:
    """The officer's word on the day beside the custody record's, where they differ."""
    said, arrest = facts.answers, facts.arrest
    if not (said.offence_from or said.offence_to):
        return _weighed(name, answer, evidence, arrest.source, arrest.said_on)
    record = in_words(arrest.offence_on) if arrest.offence_on else "no day"
    differs = arrest.offence_on not in (said.offence_from, said.offence_to) or said.offence_from != said.offence_to
    return _said(name, answer, facts, f"{evidence}. The custody record says {record}" if differs else evidence)


def offence_listed(facts: CheckpointFacts, values: Values) -> Weighed:
    """By its code, else by the officer's word: left out, on the list, or on it with special terms that a supervisor weighs."""
    arrest, group = facts.arrest, group_of(facts)
    by_code = bool(group_of_code(arrest.offence_code, arrest.code_title))
    source, dated = (arrest.source, arrest.said_on) if by_code or not group else (facts.answers.by, facts.answers.on)
    words = f"{arrest.offence_words}: {GROUP_WORDS.get(group, '').lower()}" if group else arrest.offence_words
    if not group:
        why = f"{words}. The code does not say which group it is in"
        return _weighed("offence_listed", CANNOT_TELL, why, source, dated)
    if group in values["excluded"] or group == NO_GROUP or (values["listed"] and group not in values["listed"]):
        return _weighed("offence_listed", NOT_MET, words, source, dated)
    if group in values["special"]:
        why = f"{words}. Special terms apply"
        return _weighed("offence_listed", CANNOT_TELL, why, source, dated, for_supervisor=True)
    return _weighed("offence_listed", MET, words, source, dated)


def domestic(facts: CheckpointFacts, values: Values) -> Weighed:
    """Not domestic, or of a grade that the version allows, where a supervisor weighs the special terms."""
    given = facts.answers.domestic
    if given in values["special"]:
        words = f"{answer_words('domestic', given)}. Special terms apply"
        said = facts.answers
        return _weighed("domestic", CANNOT_TELL, words, said.by, said.on, for_supervisor=True)
    return _asked("domestic", "domestic", facts, met=("none", *values["allowed"]))


def admission(facts: CheckpointFacts, values: Values) -> Weighed:
    """What was said in interview, by what the version accepts."""
    return _asked("admission", "admission", facts, met=tuple(values["accepted"]))


def hate(facts: CheckpointFacts, values: Values) -> Weighed:
    """None by the officer's word, and none in the offence code; the code counts whatever was answered."""
    arrest = facts.arrest
    if is_aggravated(arrest.code_title):
        return _weighed("hate", NOT_MET, f"The offence code is for {arrest.code_title}", arrest.source, arrest.said_on)
    return _asked("hate", "hate", facts, met=("no",))


def co_accused(facts: CheckpointFacts, values: Values) -> Weighed:
    """Nobody else is accused of the offence."""
    return _asked("co_accused", "co_accused", facts, met=("no",))


def order(facts: CheckpointFacts, values: Values) -> Weighed:
    """An order or licence, or supervision by one, that is on record counts whatever was answered; other supervision asks."""
    by_order = next((one for one in facts.orders if one.is_by_order), None)
    if by_order is not None:
        evidence = f"{by_order.words} since {in_words(by_order.since)}"
        if facts.answers.order == "no":
            evidence += f". {facts.answers.by} found none"
        return _weighed("order", NOT_MET, evidence, by_order.source, by_order.since)
    if facts.orders and facts.answers.order == NOT_KNOWN:
        one = facts.orders[0]
        return _weighed("order", CANNOT_TELL, f"{one.words} since {in_words(one.since)}", one.source, one.since)
    return _asked("order", "order", facts, met=("no",))


def bail(facts: CheckpointFacts, values: Values) -> Weighed:
    """Not on bail for another offence, nor held, as far as the version says that it stops."""
    allowed = {"no", "bail", "court", "mental_health"} - set(values["stops"])
    return _asked("bail", "bail", facts, met=tuple(allowed))


def earlier(facts: CheckpointFacts, values: Values) -> Weighed:
    """Contracts that this service holds and those that the officer knows of: whichever is more."""
    here, said = facts.contracts_here, facts.answers.earlier
    if here >= values["fewer_than"]:
        return _weighed("earlier", NOT_MET, f"{here} in this service", "This service", facts.on)
    if said == NOT_KNOWN:
        return _unsaid("earlier", f"{here or 'None'} in this service. Elsewhere not known")
    most = max(here, int(said))
    words = answer_words("earlier", said) + (f". {here} in this service" if here else "")
    return _said("earlier", MET if most < values["fewer_than"] else NOT_MET, facts, words)


CRITERIA: Final[dict[str, Criterion]] = {
    "adult": adult,
    "residence": residence,
    "offence_place": offence_place,
    "offence_age": offence_age,
    "offence_listed": offence_listed,
    "domestic": domestic,
    "admission": admission,
    "hate": hate,
    "co_accused": co_accused,
    "order": order,
    "bail": bail,
    "earlier": earlier,
}
"""Every criterion by the name that rule sets use; code never changes the meaning of one."""
