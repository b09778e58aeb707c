"""An evaluation in two runs: the people and what was known before, frozen; and, once the plan is locked, what came after.

The first run computes no outcome. The mathematics is `evidence`'s: starts and outcomes by `evidence.reoffending`, comparison
by `evidence.evaluation`, and what is kept passed `evidence.disclosure`.
"""

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pandas as pd
from django.conf import settings

from desistance.foundation.rulesets import in_force
from desistance.history.rules.offence_groups import classify
from desistance.measurement.actions.starting import Entry, GatheredStarts
from desistance.measurement.models import Evaluation
from desistance.measurement.rules.evaluation import HORIZON, read_plan
from desistance.measurement.rules.periods import months_later, quarter_of
from desistance.measurement.terms import EARLIER_MONTHS, HARM, HARMFUL, START_RULES, WAITING_MONTHS
from desistance.measurement.worker.freezing import PEOPLE_FILE, SANCTIONS_FILE, folder_of
from desistance.measurement.worker.parts import completers_told, groups_told
from evidence import tables
from evidence.disclosure import HIDDEN
from evidence.evaluation import evaluate, matched, people_needed
from evidence.evaluation.cohort import cohort_of
from evidence.evaluation.frames import frame_of
from evidence.evaluation.plans import Plan
from evidence.evaluation.study import DIGITS, told_attrition
from evidence.reoffending import Start, follow, history, index_days, proven
from evidence.reoffending.conventions import NOT_KNOWN
from evidence.tables import Checked
from evidence.trouble import Trouble

FOLDER = "evaluations"
STARTS_FILE = "starts.parquet"
HARMFUL_FILE = "harmful.parquet"
NOBODY = "Nobody entered the scheme in that time. Choose another time or scheme."
NOT_LED = (
    "Of those who entered in that time, nobody had such an event in the {days} days before. Compare with people of the other "
    "kind, or choose another scheme."
)


@dataclass(frozen=True, slots=True)
class _Event:
    """A caution, sentence, release or arrest that may lead to a start."""

    on: date
    main_offence: str
    area: str


@dataclass(frozen=True, slots=True)
class _Person:
    """Somebody on one side, from when, and what led to it."""

    number: str
    is_treated: bool
    start: date
    event: _Event | None = None
    stratum: str = ""
    is_received: bool = True
    is_completed: bool | None = None

    @property
    def since(self) -> date:
        return self.event.on if self.event else self.start


def starts_of(evaluation: Evaluation) -> Path:
    """Where the frozen file of an evaluation's people lies."""
    return Path(settings.MEDIA_ROOT) / FOLDER / str(evaluation.pk) / STARTS_FILE


def people_frozen(evaluation: Evaluation, gathered: GatheredStarts) -> tuple[str, dict[str, Any]]:
    """Freeze who is compared with what was known before; tells the file's hash, who is left and how alike they are, cleared.

    Raises :class:`Trouble` where nobody is left on a side.
    """
    sanctions = _sanctions(evaluation)
    people = _allocated(gathered) if evaluation.trial_id else _compared(evaluation, gathered, sanctions)
    frame = _before(evaluation, people, gathered, sanctions)
    path = starts_of(evaluation)
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    frame.to_parquet(path)
    return _sha256(path), _design(read_plan(evaluation.plan), frame)


def _design(plan: Plan, frame: pd.DataFrame) -> dict[str, Any]:
    """Who is left and how alike they are, without any outcome: what a plan can be changed by before it is locked."""
    if plan.matching is None:
        cohort = cohort_of(plan, frame_of(frame), plan.trial.strata)
        return {"attrition": told_attrition(cohort.attrition), "balance": [], "reasons": []}
    study = matched.run(replace(plan, outcomes=()), frame_of(frame))
    balance = [_rounded(one.as_dict()) for one in study.balance]
    return {"attrition": told_attrition(study.attrition), "balance": balance, "reasons": list(study.reasons)}


def _rounded(told: Mapping[str, Any]) -> dict[str, Any]:
    return {name: round(value, DIGITS) if isinstance(value, float) else value for name, value in told.items()}


def is_frozen(evaluation: Evaluation) -> bool:
    """Whether the file of people is the one that stood when the plan was locked."""
    path = starts_of(evaluation)
    return path.is_file() and _sha256(path) == evaluation.people_sha256


def worked_out(evaluation: Evaluation) -> dict[str, Any]:
    """Join what came after to the frozen people and run the locked plan; what may be shown of it. Raises :class:`Trouble`."""
    frame = pd.read_parquet(starts_of(evaluation))
    starts = [Start(number, on) for number, on in zip(frame.person_id, frame.start, strict=True)]
    after = follow(_sanctions(evaluation), starts, proven(evaluation.months))
    horizon = HORIZON[evaluation.months]
    frame[HARM] = _harmed(evaluation, starts)
    frame["reoffences"] = [one.reoffences for one in after]
    frame["reoffended"] = (frame.reoffences > 0).astype(int)
    frame["days"] = [
        min((one.first_on - start.on).days, horizon) if one.first_on else horizon
        for one, start in zip(after, starts, strict=True)
    ]
    lock = {
        "locked_at": evaluation.locked_at.isoformat() if evaluation.locked_at else "",
        "people_sha256": evaluation.people_sha256,
    }
    plan = read_plan(evaluation.plan)
    told = replace(evaluate(plan, frame), lock=lock).as_dict()
    return told | {
        "needed": _needed(told),
        "groups": groups_told(plan, frame),
        "completed": completers_told(plan, frame),
    }


def _needed(told: Mapping[str, Any]) -> int | None:
    """People on each side for whom a gap such as the one seen would be found four times out of five, where it is inconclusive."""
    main = next((one for one in told["outcomes"] if one["name"] == told["primary"]), None)
    if (
        main is None
        or main["kind"] != "binary"
        or main["answer"] != "inconclusive"
        or main["mean_comparison"] == HIDDEN
    ):
        return None
    fewer = 100 * (main["mean_comparison"] - main["mean_treated"])
    return people_needed(main["mean_comparison"], fewer) if fewer >= 1 else None


def _sanctions(evaluation: Evaluation) -> Checked:
    return tables.read(folder_of(evaluation.snapshot) / SANCTIONS_FILE, "sanctions")


def _harmed(evaluation: Evaluation, starts: Sequence[Start]) -> list[int]:
    """Whether each came to commit an offence that harms a person, by the same rules of a reoffence."""
    path = starts_of(evaluation).with_name(HARMFUL_FILE)
    every = pd.read_parquet(folder_of(evaluation.snapshot) / SANCTIONS_FILE)
    harmful = every[every.offence_group.isin(HARMFUL)]
    if harmful.empty:
        return [0] * len(starts)
    harmful.to_parquet(path)
    found = follow(tables.read(path, "sanctions"), starts, proven(evaluation.months))
    return [int(one.reoffences > 0) for one in found]


def _allocated(gathered: GatheredStarts) -> list[_Person]:
    return [
        _Person(one.person, one.is_treated, one.on, stratum=one.stratum, is_received=one.is_received)
        for one in gathered.entries
    ]


def _compared(evaluation: Evaluation, gathered: GatheredStarts, sanctions: Checked) -> list[_Person]:
    """Those who entered in the time, and those who had an event in it and never entered, started as long after theirs."""
    most = in_force(START_RULES, evaluation.last_on).values["most_days"]
    events = _events(evaluation, gathered, sanctions)
    inside = [one for one in gathered.entries if evaluation.first_on <= one.on <= evaluation.last_on]
    if not inside:
        raise Trouble(NOBODY)
    treated = [
        _Person(one.person, True, one.on, _led(events[one.person], one, most), is_completed=one.is_completed)
        for one in inside
    ]
    lags = sorted(one.start - one.since for one in treated if one.event)
    if not lags:
        raise Trouble(NOT_LED.format(days=most))
    ever = {one.person for one in gathered.entries}
    # The snapshot's numbers of people are hashes: their order has nothing to do with anybody.
    firsts = [
        (number, next((one for one in events[number] if one.on >= evaluation.first_on), None))
        for number in sorted(events)
        if number not in ever
    ]
    pool = [(number, event) for number, event in firsts if event]
    others = [
        _Person(number, False, event.on + lags[place % len(lags)], event) for place, (number, event) in enumerate(pool)
    ]
    return [*treated, *others]


def _led(events: Sequence[_Event], entry: Entry, most: int) -> _Event | None:
    """The last event up to the day of entry that is not too long ago."""
    earliest = entry.on - timedelta(days=most)
    return next((one for one in reversed(events) if earliest <= one.on <= entry.on), None)


def _events(evaluation: Evaluation, gathered: GatheredStarts, sanctions: Checked) -> dict[str, list[_Event]]:
    found: dict[str, list[_Event]] = defaultdict(list)
    if evaluation.pool == "arrested":
        for one in gathered.arrests:
            found[one.person].append(_Event(one.on, str(classify(one.code).group), NOT_KNOWN))
        return found
    for day in index_days(sanctions, months_later(evaluation.first_on, -EARLIER_MONTHS), evaluation.last_on):
        found[day.person_id].append(_Event(day.on, day.offence_group or NOT_KNOWN, day.area or NOT_KNOWN))
    return found


def _before(
    evaluation: Evaluation, people: Sequence[_Person], gathered: GatheredStarts, sanctions: Checked
) -> pd.DataFrame:
    """One row a person: the side, the start, and everything that was known on that day."""
    born, sex = _of_snapshot(evaluation, people)
    born, sex = {**born, **gathered.born}, {**sex, **gathered.sex}
    known = history(sanctions, [Start(one.number, one.start, one.since) for one in people])
    kinds = {one.event.main_offence for one in people if one.is_treated and one.event}
    rows = []
    for one, earlier in zip(people, known, strict=True):
        until = months_later(one.start, evaluation.months + WAITING_MONTHS)
        rows.append(
            {
                "person_id": one.number,
                "treated": int(one.is_treated),
                "start": one.start,
                "led": int(one.event is not None),
                "of_a_kind": int(one.event is not None and one.event.main_offence in kinds),
                "between": earlier.between,
                "followed": int(until <= evaluation.snapshot.complete_to),
                "stratum": one.stratum,
                "received": int(one.is_received),
                "completed": -1 if one.is_completed is None else int(one.is_completed),
                "age": _age(born.get(one.number), one.start),
                "sex": sex.get(one.number) or None,
                "previous": earlier.previous,
                "year_before": earlier.year_before,
                "second_year_before": int(earlier.second_year_before > 0),
                "custody_before": int(earlier.custody_before),
                "main_offence": one.event.main_offence if one.event else NOT_KNOWN,
                "area": one.event.area if one.event else NOT_KNOWN,
                "quarter": _quarter(one.start),
            }
        )
    return pd.DataFrame(rows)


def _of_snapshot(evaluation: Evaluation, people: Iterable[_Person]) -> tuple[dict[str, date], dict[str, str]]:
    """Birth and sex of those on a side, as the snapshot froze them."""
    wanted = {one.number for one in people}
    table = pd.read_parquet(folder_of(evaluation.snapshot) / PEOPLE_FILE)
    table = table[table.person_id.isin(wanted)]
    born = {number: day for number, day in zip(table.person_id, table.date_of_birth, strict=True) if pd.notna(day)}
    sexes = zip(table.person_id, table.sex, strict=True)
    return {number: _day(day) for number, day in born.items()}, {number: sex for number, sex in sexes if sex}


def _day(value: Any) -> date:
    found: date = value.date() if hasattr(value, "date") else value
    return found


def _age(born: date | None, on: date) -> int | None:
    return on.year - born.year - ((on.month, on.day) < (born.month, born.day)) if born else None


def _quarter(day: date) -> str:
    first = quarter_of(day).first
    return f"{first.year}, {first:%B} to {quarter_of(day).last:%B}"


def _sha256(path: Path) -> str:
    with path.open("rb") as kept:
        return hashlib.file_digest(kept, "sha256").hexdigest()
