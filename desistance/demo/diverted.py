"""People to measure who went on Checkpoint in place of court, with the arrests that led to it and to everyone else's sentence.

Made up from a seed of its own. Their cases are closed: three in four completed the contract, and those reoffended less.
"""

import random
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from desistance.demo.bulk import copy_rows, reserve
from desistance.demo.convicted import OFFENCES, Conviction, convictions_after, one_of
from desistance.schemes.terms.checkpoint import CHECKPOINT
from desistance.schemes.terms.contracts import COMPLETED, NOT_COMPLIED

PEOPLE = 150
SHARE_COMPLETED = 0.74
LIKELY = {True: 0.55, False: 1.1}
"""How likely who completed, or did not, is to reoffend, beside others of their area and offence. Made up."""
AREAS = {"E06000047": 75, "E06000005": 25}
FOR_OFFENCES = {"TH68010": 48, "CJ88116": 28, "MD71530": 24}
ARRESTED_FROM, DAYS = date(2023, 4, 3), 340
CONTRACT = timedelta(days=120)


@dataclass(frozen=True, slots=True)
class Diverted:
    """One person's way: arrested, on Checkpoint some days later, and how that ended."""

    person: int
    code: str
    arrested_on: date
    began_on: date
    has_completed: bool
    after: tuple[Conviction, ...]


def diverted(people: Sequence[int]) -> list[Diverted]:
    """Everyone who went on Checkpoint, with what came after they entered."""
    chance = random.Random(20230403)  # noqa: S311 - synthetic data, not secrets
    return [_one(person, chance) for person in people]


def _one(person: int, chance: random.Random) -> Diverted:
    code, area = one_of(FOR_OFFENCES, chance), one_of(AREAS, chance)
    arrested = ARRESTED_FROM + timedelta(days=chance.randrange(DAYS))
    began = arrested + timedelta(days=chance.randrange(3, 22))
    completed = chance.random() < SHARE_COMPLETED
    after = tuple(convictions_after(began, person, code, area, chance, likely=LIKELY[completed]))
    return Diverted(person, code, arrested, began, completed, after)


def write_diverted(cases: Iterable[Diverted], police: int, said: dict[str, Any], recorded_at: datetime) -> None:
    """Write the work with each person and their closed case."""
    cases = list(cases)
    record = {"created_at": recorded_at, "changed_at": recorded_at, "changed_by": 0, "version": 1}
    works, closed = [], []
    for pk, one in zip(reserve("access.Involvement", len(cases)), cases, strict=True):
        began, ended = _at(one.began_on), _at(one.began_on + (CONTRACT if one.has_completed else CONTRACT / 3))
        works.append(
            {
                "id": pk, "person_id": one.person, "agency_id": police, "kind": CHECKPOINT, "data_class": "offending",
                "state": "ended", "legal_ground": "prevention", "from_at": began, "until_at": ended,
                "end_reason": "The contract was completed." if one.has_completed else "The contract was not kept.",
                "source": "import", "source_reference": "demonstration", "recorded_at": recorded_at, **record,
            }
        )  # fmt: skip
        closed.append(
            {
                "person_id": one.person, "agency_id": police, "scheme": CHECKPOINT, "involvement_id": pk,
                "state": COMPLETED if one.has_completed else NOT_COMPLIED, "moved_at": ended, "closed_at": ended,
                "index_on": one.arrested_on, "accepted_at": began, "runs_from": began, "ends_on": (began + CONTRACT).date(),
                **record,
            }
        )  # fmt: skip
    copy_rows("access.Involvement", works)
    copy_rows("schemes.SchemeCase", closed)
    _write_arrests(((one.person, one.code, one.arrested_on) for one in cases), said)


def write_arrests_of(convictions: Iterable[Conviction], said: dict[str, Any]) -> None:
    """Write the arrests that came before sentences: whoever is compared with those on Checkpoint was arrested too."""
    _write_arrests(((one.person, one.code, one.committed_on + timedelta(days=1)) for one in convictions), said)


def _write_arrests(arrests: Iterable[tuple[int, str, date]], said: dict[str, Any]) -> None:
    rows = [
        {
            "person_id": person, **said, "at": _at(day), "is_time_known": False, "custody_number": f"D{person}/{day:%y%m%d}",
            "offence_code": code, "is_code_listed": True, "offence_words": OFFENCES[code][0], "offence_on": day,
            "force": "Durham",
        }
        for person, code, day in arrests
    ]  # fmt: skip
    copy_rows("history.Arrest", rows)


def _at(day: date) -> datetime:
    return datetime.combine(day, time(10), UTC)
