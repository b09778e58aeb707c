"""A population to measure: made-up people with convictions over the twelve authorities, and two releases made from them.

The people have no ties, so nobody's list grows, and names that nobody in the story has. They are written in bulk; the releases
are made through measurement's own actions, each at the moment it would have happened. All of it follows from one seed.
"""

import itertools
import random
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256
from typing import Any

from django.db import connection, transaction

from desistance.access.queries.passes import enter, system_pass
from desistance.audit.actions import write
from desistance.audit.terms import Category
from desistance.demo import diverted, evaluated
from desistance.demo.attendance import write_appointments
from desistance.demo.bulk import copy_rows, references_taken, reserve
from desistance.demo.convicted import OFFENCES, Conviction, convictions, one_of
from desistance.demo.delivery import CHRIS, COMMENTED_AT, comment_on_release
from desistance.demo.files import with_check_letter
from desistance.foundation.passes import Pass
from desistance.foundation.reading import marked
from desistance.measurement.actions.publications import (
    approve,
    ask_for_approval,
    prepare_publication,
    publish,
    sign_checks,
)
from desistance.measurement.actions.snapshots import ask_for_snapshot
from desistance.measurement.actions.validations import ask_for_validation
from desistance.measurement.queries.insight import publication_numbered, snapshot_to_publish, snapshots
from desistance.measurement.queries.validations import snapshots_to_validate, validations
from desistance.partners.queries import agencies, live_posts, staff_with_address
from desistance.people.rules.keys import ending_key, name_keys, person_sort_key
from desistance.people.rules.references import REFERENCES_POSSIBLE, make_reference

PEOPLE = 2_500
FIRST_REFERENCE = REFERENCES_POSSIBLE // 2  # far from those of the story and of the synthetic partnership
RECORDED_AT = datetime(2025, 10, 6, 9, tzinfo=UTC)
GIVEN = [
    "Ottoline",
    "Peregrine",
    "Xanthe",
    "Zebedee",
    "Evander",
    "Lysander",
    "Quilla",
    "Isolde",
    "Thaddeus",
    "Ozias",
    "Vashti",
    "Ulric",
]
FAMILY_BEGINNINGS = ["Quex", "Zev", "Vax", "Ozy", "Ixw", "Yev", "Jux", "Wyz"]
FAMILY_ENDINGS = ["imovar", "ulander", "achovy", "ilquist", "enzidor", "umbrey"]

ETHNICITIES = {"W1": 90, "W9": 3, "A2": 3, "B2": 2, "M1": 2}
"""Self-defined ethnicity -> weight; 4% are not asked. Made up."""

YEAR = (date(2023, 4, 1), date(2024, 3, 31))
QUARTER = (date(2024, 4, 1), date(2024, 6, 30))


@dataclass(frozen=True, slots=True)
class Wanted:
    """A release of the story: what it counts, on data complete to when, when it was asked for, and whether it is out."""

    first: date
    last: date
    complete_to: date
    at: datetime
    is_published: bool


RELEASES = (
    Wanted(*YEAR, date(2025, 10, 19), datetime(2025, 10, 20, 10, tzinfo=UTC), True),
    Wanted(*QUARTER, date(2026, 3, 11), datetime(2026, 3, 12, 10, tzinfo=UTC), False),
)


def is_loaded() -> bool:
    """Whether the population is there already: most of its first references are taken, and not by chance."""
    first = {make_reference(number) for number in itertools.islice(_numbers(), 20)}
    return len(first & references_taken()) > len(first) // 2


def _numbers() -> Iterator[int]:
    """The numbers that references of the population are made from."""
    return itertools.count(FIRST_REFERENCE, 7)


def load_people() -> int:
    """Write the population in one transaction and one audit event; tells how many people."""
    chance = random.Random(20240630)  # noqa: S311 - synthetic data, not secrets
    named = {one.name: one for one in agencies(on=RECORDED_AT.date())}
    owner = named["Durham Probation"]
    by = system_pass(name="demonstration", agency=owner, at=RECORDED_AT)
    with transaction.atomic(), marked("demo.measured"):
        people = reserve("people.Person", PEOPLE + diverted.PEOPLE)
        _write_people(people, owner.pk, chance)
        told = [one for person in people[:PEOPLE] for one in convictions(person, chance)]
        cases = diverted.diverted(people[PEOPLE:])
        _write_history([*told, *(one for case in cases for one in case.after)], owner.pk)
        _write_scores(told, owner.pk)
        police = named["Durham Police"].pk
        diverted.write_diverted(cases, police, _said(police), RECORDED_AT)
        diverted.write_arrests_of(_arrested(told), _said(police))
        write_appointments(people[:PEOPLE], {"agency_id": owner.pk, "source": "import"})
        evaluated.write_support(_starts(told), named[evaluated.OFFICE].pk, RECORDED_AT)
        write(Category.COLLECTION, "demo.load_people", by=by, subjects=people)
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
    return len(people)


def make_releases(freeze: Callable[[int, datetime], Any], say: Callable[[str], None]) -> None:
    """Make each release of the story that is not made; ``freeze`` carries the worker's part out, for a number and a moment."""
    for wanted in RELEASES:
        ana = _acting_for("Ana Petrova", wanted.at)
        if any((one.first_on, one.last_on) == (wanted.first, wanted.last) for one in snapshots(by=ana)):
            continue
        asked = ask_for_snapshot(
            first_on=wanted.first,
            last_on=wanted.last,
            complete_to=wanted.complete_to,
            by=ana,
            at=wanted.at,
            run_later=False,
            key=sha256(f"demonstration {wanted.first}".encode()).hexdigest(),
        )
        freeze(asked.pk, wanted.at)
        made = prepare_publication(snapshot=snapshot_to_publish(asked.pk, by=ana), by=ana, at=wanted.at)
        if wanted.is_published:
            _publish(made.pk, ana, wanted.at)
            comment_on_release(wanted.first, wanted.last, _acting_for(CHRIS, COMMENTED_AT))
        say(f"{made.title}: {'published' if wanted.is_published else 'draft'}.")


def compare_scores(validate: Callable[[int, datetime], Any], say: Callable[[str], None]) -> None:
    """Compare the recorded scores with what became of the first release's people, once; ``validate`` is the worker's part."""
    wanted = RELEASES[0]
    ana = _acting_for("Ana Petrova", wanted.at)
    if validations(by=ana):
        return
    [snapshot] = [
        one for one in snapshots_to_validate(by=ana) if (one.first_on, one.last_on) == (wanted.first, wanted.last)
    ]
    made = ask_for_validation(snapshot=snapshot, predictor="OGRS3", by=ana, at=wanted.at, run_later=False)
    validate(made.pk, wanted.at)
    say("OGRS3 compared with what became of people.")


def evaluate_schemes(say: Callable[[str], None]) -> None:
    """Ask how schemes go and for two evaluations, once, on the first release's people."""
    wanted, at = RELEASES[0], RELEASES[1].at
    ana = _acting_for("Ana Petrova", at)
    [snapshot] = [one for one in snapshots(by=ana) if (one.first_on, one.last_on) == (wanted.first, wanted.last)]
    for question in evaluated.ask_everything(snapshot, ana, at):
        say(f"{question} To be evaluated in the background.")


def _publish(number: int, ana: Pass, at: datetime) -> None:
    made = publication_numbered(number, by=ana)
    sign_checks(publication=made, version=made.version, by=ana, at=at)
    ask_for_approval(publication=made, version=made.version, by=ana, at=at)
    approved_at = at + timedelta(hours=4)
    approve(publication=made, version=made.version, by=_acting_for("Bea Charlton", approved_at), at=approved_at)
    assert made.publish_at is not None
    publish(publication=made, by=_acting_for("Ana Petrova", made.publish_at), at=made.publish_at)


def _acting_for(name: str, at: datetime) -> Pass:
    """The pass of someone of the commissioner's office at a moment."""
    staff = staff_with_address(email=f"{name.lower().replace(' ', '.')}@commissioner.example")
    if staff is None:
        raise LookupError(f"The demonstration has no {name}: load it first.")
    return enter(post=live_posts(staff=staff.pk, at=at)[0], at=at)


def _write_people(people: range, owner: int, chance: random.Random) -> None:
    record = {"created_at": RECORDED_AT, "changed_at": RECORDED_AT, "changed_by": 0, "version": 1}
    rows, names, births, numbers, sexes = [], [], [], [], []
    taken = references_taken()  # whoever came by a file drew theirs at random
    references = (text for text in map(make_reference, _numbers()) if text not in taken)
    for place, person in enumerate(people):
        given = GIVEN[place % len(GIVEN)]
        family = chance.choice(FAMILY_BEGINNINGS) + chance.choice(FAMILY_ENDINGS)
        keys = name_keys(given, family)
        said = {"person_id": person, **_said(owner)}
        rows.append({"id": person, "reference": next(references), "sort_key": person_sort_key(given, family), **record})
        spelled = {"given": given, "family": family, "folded": keys.folded, "sounds": list(keys.sounds)}
        names.append({**said, "kind": "current", **spelled})
        born = date(1960, 1, 1) + timedelta(days=chance.randrange(365 * 46))
        births.append({**said, "born_on": born, "precision": "day"})
        if chance.random() < 0.97:
            number = with_check_letter(f"{max(born.year + 18, 1990)}/{7_000_000 + place:07d}")
            numbers.append(
                {**said, "kind": "pnc", "value": number, "raw": number, "compact_reversed": ending_key(number)}
            )
        sexes.append({**said, "kind": "sex", "value": "male" if chance.random() < 0.83 else "female"})
    for label, written in (
        ("people.Person", rows),
        ("people.Name", names),
        ("people.BirthDate", births),
        ("people.Identifier", numbers),
        ("people.Equality", sexes),
    ):
        copy_rows(label, written)


def _write_history(told: list[Conviction], owner: int) -> None:
    offences, disposals, spells = [], [], {}
    for place, (pk, one) in enumerate(zip(reserve("history.Offence", len(told)), told, strict=True)):
        said = {"person_id": one.person, **_said(owner)}
        words = OFFENCES[one.code][0]
        offences.append(
            {
                "id": pk, **said, "at": _begins(one.committed_on), "number": f"D/{one.given_on.year}/{place:06d}",
                "offence_code": one.code, "offence_words": words, "committed_on": one.committed_on,
            }
        )  # fmt: skip
        disposals.append(
            {
                **said, "at": _begins(one.given_on), "offence_id": pk, "kind": one.kind, "given_on": one.given_on,
                "area": one.area, "is_main": True,
            }
        )  # fmt: skip
        if one.released_on:
            spells[one.person, one.given_on] = {
                **said, "kind": "sentenced", "from_on": one.given_on, "until_on": one.released_on,
                "began_at": _begins(one.given_on), "sentenced_on": one.given_on, "release_kind": "licence",
            }  # fmt: skip
    copy_rows("history.Offence", offences)
    copy_rows("history.Disposal", disposals)
    copy_rows("history.CustodySpell", list(spells.values()))


def _arrested(told: Iterable[Conviction]) -> Iterator[Conviction]:
    """The first conviction of each person who came to it without prison."""
    for _person, (index, *_later) in itertools.groupby(told, key=lambda one: one.person):
        if index.released_on is None:
            yield index


def _starts(told: Iterable[Conviction]) -> Iterator[tuple[int, date, bool]]:
    """Each person with the start of their follow-up, and whether they reoffended."""
    for person, (index, *later) in itertools.groupby(told, key=lambda one: one.person):
        yield person, index.released_on or index.given_on, bool(later)


def _write_scores(told: Iterable[Conviction], owner: int) -> None:
    """What another system foresaw at each person's sentence: not far from the truth, a little too high, and no better than that.

    The same draws tell self-defined ethnicity; they are drawn apart, so that the history stays what it was.
    """
    chance = random.Random(20230401)  # noqa: S311 - synthetic data, not secrets
    rows, ethnicities = [], []
    for person, (index, *later) in itertools.groupby(told, key=lambda one: one.person):
        if chance.random() < 0.96:
            ethnicities.append(
                {"person_id": person, **_said(owner), "kind": "ethnicity", "value": one_of(ETHNICITIES, chance)}
            )
        foreseen = min(97, max(3, round(chance.gauss(37 if later else 24, 12))))
        two_years = min(98, foreseen + 12)
        rows.append(
            {
                "person_id": person, **_said(owner), "at": _begins(index.given_on), "predictor": "OGRS3", "generation": "legacy",
                "variant": "static", "model_version": "3", "system": "OASys", "scored_on": index.given_on,
                "percent": two_years, "one_year": foreseen, "band": _band(two_years),
            }
        )  # fmt: skip
    copy_rows("people.Equality", ethnicities)
    copy_rows("assessment.Score", rows)


def _band(two_years: int) -> str:
    return next(
        band for from_, band in ((90, "very_high"), (75, "high"), (50, "medium"), (0, "low")) if two_years >= from_
    )


def _said(owner: int) -> dict[str, Any]:
    return {
        "agency_id": owner, "said_at": RECORDED_AT, "recorded_at": RECORDED_AT, "recorded_by": 0, "source": "import",
        "source_reference": "demonstration",
    }  # fmt: skip


def _begins(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=UTC)
