"""What Checkpoint's criteria are asked about: what is recorded, with its source, and what the officer says."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from typing import Any

from desistance.schemes.rules.months import months_after
from desistance.schemes.terms.checks import NOT_KNOWN


@dataclass(frozen=True, slots=True)
class Born:
    """One agency's word on the date of birth; ``born_on`` is the first possible day."""

    born_on: date
    precision: str
    source: str
    said_on: date

    @property
    def latest(self) -> date:
        """The last day that it can be."""
        months = {"day": 0, "month": 1, "year": 12}[self.precision]
        return months_after(self.born_on, months) - timedelta(days=1) if months else self.born_on


@dataclass(frozen=True, slots=True)
class Lives:
    """The newest word on where the person lives. ``inside``: by its postcode, None where that does not tell."""

    words: str
    source: str
    said_on: date
    is_no_fixed: bool = False
    inside: bool | None = None


@dataclass(frozen=True, slots=True)
class OnOrder:
    """An order or licence, or supervision, that an agency records. ``is_by_order``: the ground is a court's order or licence."""

    words: str
    source: str
    since: date
    is_by_order: bool = True


@dataclass(frozen=True, slots=True)
class Arrested:
    """The arrest as the force recorded it, and the title of its code in the project's list (empty: not in it)."""

    on: date
    source: str
    said_on: date
    offence_words: str
    offence_code: str = ""
    code_title: str = ""
    offence_on: date | None = None


@dataclass(frozen=True, slots=True)
class Answers:
    """What the officer says, with who said it and when; a question that nobody answered is not known.

    ``offence_from`` and ``offence_to`` say when the offence was where the custody record does not, or says it wrongly.
    ``confirmed`` holds the address that the person confirmed, so that another address is not taken for it.
    """

    by: str = ""
    on: date | None = None
    offence_from: date | None = None
    offence_to: date | None = None
    offence_group: str = ""
    admission: str = NOT_KNOWN
    offence_in_area: str = NOT_KNOWN
    hate: str = NOT_KNOWN
    domestic: str = NOT_KNOWN
    co_accused: str = NOT_KNOWN
    order: str = NOT_KNOWN
    bail: str = NOT_KNOWN
    earlier: str = NOT_KNOWN
    lives_in_area: str = NOT_KNOWN
    confirmed: str = ""
    confirmed_by: str = ""
    confirmed_on: date | None = None


@dataclass(frozen=True, slots=True)
class CheckpointFacts:
    """Everything that one check rests on. ``on`` is the day of the check."""

    on: date
    arrest: Arrested
    born: tuple[Born, ...] = ()
    lives: Lives | None = None
    orders: tuple[OnOrder, ...] = ()
    contracts_here: int = 0
    answers: Answers = Answers()

    @property
    def offence_days(self) -> tuple[date, date] | None:
        """The first and the last day on which the offence can have been: the officer's word, else the custody record's."""
        said = self.answers
        if said.offence_from or said.offence_to:
            days = [day for day in (said.offence_from, said.offence_to) if day]
            return days[0], days[-1]
        return (self.arrest.offence_on, self.arrest.offence_on) if self.arrest.offence_on else None


def as_stored(facts: CheckpointFacts) -> dict[str, Any]:
    """The facts as a check keeps them."""
    return {name: _plain(value) for name, value in asdict(facts).items()}


def answers_from(kept: Mapping[str, Any]) -> Answers:
    """The officer's answers of an earlier check; a question that is asked no longer is left out, a new one is not known."""
    said = kept.get("answers", {})
    known = {name: said[name] for name in Answers.__slots__ if name in said}
    for name in ("on", "offence_from", "offence_to", "confirmed_on"):
        if known.get(name):
            known[name] = date.fromisoformat(known[name])
    return Answers(**known)


def facts_from(kept: Mapping[str, Any]) -> CheckpointFacts:
    """The facts that a check rested on, as they were known then; nothing is asked anew."""
    return CheckpointFacts(
        on=date.fromisoformat(kept["on"]),
        arrest=Arrested(**_days(kept["arrest"], "on", "said_on", "offence_on")),
        born=tuple(Born(**_days(one, "born_on", "said_on")) for one in kept.get("born", ())),
        lives=Lives(**_days(kept["lives"], "said_on")) if kept.get("lives") else None,
        orders=tuple(OnOrder(**_days(one, "since")) for one in kept.get("orders", ())),
        contracts_here=kept.get("contracts_here", 0),
        answers=answers_from(kept),
    )


def _days(kept: Mapping[str, Any], *names: str) -> dict[str, Any]:
    days = {name: date.fromisoformat(kept[name]) for name in names if kept.get(name)}
    return {**kept, **days}


def _plain(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, dict):
        return {name: _plain(one) for name, one in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(one) for one in value]
    return value
