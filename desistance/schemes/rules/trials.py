"""Randomisation by permuted blocks in strata: pure, and the same for ever from the same seed, whatever Python draws it."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import sha256

from desistance.foundation.decisions import Decision, allowed, refused
from desistance.schemes.rules.months import birthday
from desistance.schemes.terms.cases import LONGEST_REASON
from desistance.schemes.terms.checks import Result
from desistance.schemes.terms.trials import (
    BLOCKS,
    FACTOR_WORDS,
    LONGEST_TRIAL,
    NOT_KNOWN_STRATUM,
    RUNNING,
    STOPPED,
    WAITING,
    Arm,
    Factor,
)

Trouble = tuple[str, Decision]
SOURCE = "CONSORT 2010, items 8 to 10: sequence generation, concealment and implementation of a randomised trial"
YOUNG_UNTIL = 25
DRAWN_BITS = 64


def digest_of(seed: str) -> str:
    """What is shown of a seed from the first day: it proves later that the seed was not changed, and gives nothing away."""
    return sha256(f"desistance trial seed {seed}".encode()).hexdigest()


def _draws(seed: str, stratum: str) -> Iterator[int]:
    """Whole numbers of 64 bits, one after the other, for one stratum."""
    number = 0
    while True:
        digest = sha256(f"{seed}|{stratum}|{number}".encode()).digest()
        yield int.from_bytes(digest[: DRAWN_BITS // 8], "big")
        number += 1


def _below(most: int, draws: Iterator[int]) -> int:
    """A number below ``most``, each as likely: what would favour the small ones is drawn again."""
    limit = (1 << DRAWN_BITS) - (1 << DRAWN_BITS) % most
    return next(draw for draw in draws if draw < limit) % most


def sequence(seed: str, stratum: str, blocks: Sequence[int]) -> Iterator[Arm]:
    """The arms of one stratum in order, without end: blocks of drawn lengths, in each as many of either arm, shuffled."""
    draws = _draws(seed, stratum)
    while True:
        length = sorted(blocks)[_below(len(blocks), draws)]
        block = [Arm.TREATMENT, Arm.USUAL] * (length // 2)
        for place in range(length - 1, 0, -1):
            other = _below(place + 1, draws)
            block[place], block[other] = block[other], block[place]
        yield from block


def arm_of(seed: str, stratum: str, number: int, blocks: Sequence[int]) -> Arm:
    """The arm of the ``number``-th person of a stratum, counted from 1."""
    return next(arm for place, arm in enumerate(sequence(seed, stratum, blocks), start=1) if place == number)


@dataclass(frozen=True, slots=True)
class StratumFacts:
    """What strata are made of: the birth days that are possible, sex as recorded, the officer's word on domestic abuse."""

    on: date
    born_on: tuple[date, ...] = ()
    sex: str = ""
    domestic: str = ""


def stratum_of(factors: Sequence[str], facts: StratumFacts) -> str:
    """The stratum of somebody, as its parts in the order of the factors; a part that cannot be told is a part of its own."""
    parts = {
        Factor.AGE: _age(facts),
        Factor.SEX: facts.sex if facts.sex in FACTOR_WORDS else NOT_KNOWN_STRATUM,
        Factor.DOMESTIC: _domestic(facts),
    }
    return ", ".join(parts[one] for one in Factor if one in factors) or "everyone"


def _age(facts: StratumFacts) -> str:
    groups = {"under_25" if birthday(born, YOUNG_UNTIL) > facts.on else "25_and_over" for born in facts.born_on}
    return groups.pop() if len(groups) == 1 else NOT_KNOWN_STRATUM


def _domestic(facts: StratumFacts) -> str:
    if facts.domestic in {"", "not_known"}:
        return NOT_KNOWN_STRATUM
    return "not_domestic" if facts.domestic == "none" else "domestic"


@dataclass(frozen=True, slots=True)
class TrialFacts:
    """A trial as it is opened."""

    name: str
    source: str
    starts_on: date
    factors: tuple[str, ...]
    blocks: tuple[int, ...]


def troubles_of_trial(facts: TrialFacts, today: date, *, is_one_open: bool) -> Iterator[Trouble]:
    """Each thing that keeps a trial from being opened, with the field to mend."""
    if not facts.name.strip() or len(facts.name) > LONGEST_TRIAL:
        yield "name", refused(f"Enter a name for the trial, in {LONGEST_TRIAL} characters or fewer.")
    if not facts.source.strip() or len(facts.source) > LONGEST_REASON:
        yield "source", refused("Enter the protocol: who decided on it, who reviewed its ethics, where it is written.")
    if facts.starts_on <= today:
        yield "starts_on", refused("Choose a day to come: somebody else approves the trial before it starts.")
    if set(facts.factors) - set(Factor.values):
        yield "factors", refused("Choose what to stratify by from the list.")
    if not facts.blocks or set(facts.blocks) - set(BLOCKS):
        yield "blocks", refused(f"Choose lengths of blocks from {', '.join(map(str, BLOCKS))}.")
    elif set(facts.blocks) == {2}:
        yield (
            "blocks",
            refused("With blocks of 2 alone every second allocation can be guessed. Choose another too.", SOURCE),
        )
    if is_one_open:
        yield "", refused("A trial is open for this force. Stop it first.")


def may_open(*, state: str, opened_by: int, staff: int, starts_on: date, on: date) -> Decision:
    """Somebody other than who opened a trial approves it, by its first day."""
    if state != WAITING:
        return refused("This trial does not wait for approval.")
    if staff == opened_by:
        return refused("Somebody else must approve it: whoever opens a trial does not approve it.", SOURCE)
    if starts_on < on:
        return refused("Its first day has passed. Withdraw it, and open another.")
    return allowed()


def may_unblind(*, state: str, opened_by: int, staff: int, reason: str) -> Decision:
    """The list is opened once a trial has stopped, by somebody other than who opened it, with a reason."""
    if state != STOPPED:
        return refused("Stop the trial first: a list that is known while people are allocated is no secret.", SOURCE)
    if staff == opened_by:
        return refused("Somebody else must unblind it: whoever opened the trial does not.", SOURCE)
    return allowed() if reason.strip() else refused("Enter why the list is opened.")


def may_allocate(
    *, state: str, starts_on: date, on: date, result: Result, is_allocated: bool, has_moved: bool
) -> Decision:
    """Somebody is allocated once, when their eligibility stands and nothing of it has moved since it was checked."""
    if state != RUNNING or on < starts_on:
        return refused("No trial is running.")
    if is_allocated:
        return refused("This person was allocated already in this trial. That stands.")
    if result is not Result.ELIGIBLE:
        return refused("Only somebody whom the list says is eligible is allocated. Settle the check first.")
    if has_moved:
        return refused("Facts or rules have changed since this check. Check again before you lock it.")
    return allowed()


@dataclass(frozen=True, slots=True)
class Allocated:
    """One allocation as it was kept."""

    stratum: str
    number: int
    arm: str


def departures(seed: str, blocks: Sequence[int], kept: Collection[Allocated]) -> tuple[Allocated, ...]:
    """Allocations that do not follow from the seed: none, unless somebody wrote to the database."""
    expected: Mapping[str, list[Arm]] = {
        stratum: [
            arm
            for arm, _ in zip(
                sequence(seed, stratum, blocks),
                range(max(one.number for one in kept if one.stratum == stratum)),
                strict=False,
            )
        ]
        for stratum in {one.stratum for one in kept}
    }
    return tuple(one for one in kept if expected[one.stratum][one.number - 1] != one.arm)
