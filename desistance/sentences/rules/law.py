"""What the law in force on an order's dates says of when it is over: Probation Reset and post-sentence supervision."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from desistance.foundation.rulesets import in_force
from desistance.sentences.rules.dates import FIRST_RESET, months_after
from desistance.sentences.rules.orders import OrderFacts
from desistance.sentences.terms import POST_SENTENCE_LAW, RESET_LAW, OrderKind

WHEN_TWO_THIRDS = "Active contact stops after two thirds, on"
FIRST_LAW = POST_SENTENCE_LAW[0].valid_from


@dataclass(frozen=True, slots=True)
class LawTold:
    """One thing that follows from law or policy: words, the day that they end in (None: they end without one), the source."""

    words: str
    day: date | None
    source: str


def law_of(facts: OrderFacts, *, reset_on: date | None) -> tuple[LawTold, ...]:
    """What follows for an order that runs; ``reset_on`` is the day from which active contact stops, None when it does not."""
    return (*_reset(facts, reset_on), *_after(facts))


def _reset(facts: OrderFacts, reset_on: date | None) -> Iterator[LawTold]:
    if reset_on is None:
        return
    source = in_force(RESET_LAW, max(facts.ends_on or reset_on, FIRST_RESET)).source
    whole = facts.kind == OrderKind.POST_SENTENCE
    words = "No active contact under Probation Reset from" if whole else "Active contact stops after two thirds, on"
    yield LawTold(words, reset_on, source)


def _after(facts: OrderFacts) -> Iterator[LawTold]:
    if facts.kind == OrderKind.POST_SENTENCE and facts.starts_on >= FIRST_LAW:
        law = in_force(POST_SENTENCE_LAW, facts.starts_on)
        last = months_after(facts.starts_on, law.values["most_months"])
        yield LawTold("Post-sentence supervision ends at the latest on", last, law.source)
    if facts.kind != OrderKind.LICENCE or facts.ends_on is None or facts.ends_on < FIRST_LAW:
        return
    law = in_force(POST_SENTENCE_LAW, facts.ends_on)
    if not law.values["may_begin"]:
        yield LawTold("No supervision follows the licence: the law of the day it ends has none", None, law.source)
        return
    last = months_after(facts.starts_on, law.values["most_months"])
    if last > facts.ends_on:
        words = "If the sentence was under 2 years, post-sentence supervision follows the licence until"
        yield LawTold(words, last, law.source)
