"""What is recorded that nominations, ratings and reviews rest on, each with who says so and when. The unseen is told."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from desistance.access.queries.scope import entries_seen
from desistance.assessment.queries.needs import needs_of
from desistance.assessment.queries.scores import ScoreShown, scores_of
from desistance.audit.deeds import question
from desistance.foundation.calendar import local_date
from desistance.foundation.passes import Pass
from desistance.foundation.rulesets import in_force
from desistance.foundation.terms import DataClass
from desistance.history.models import CustodySpell
from desistance.history.queries import OffenceOnRecord, arrests_of, custody_of, history_not_shared, offences_of
from desistance.history.rules.offence_codes import find_code
from desistance.people.models import BirthDate, Choice
from desistance.schemes.queries.contacted import kept_and_missed, spoken_on
from desistance.schemes.rules.ages import Birth
from desistance.schemes.rules.iom.going import Custody, IomGoing, Where, where
from desistance.schemes.rules.iom.parts import PartFacts
from desistance.schemes.rules.iom.review import ReviewFacts
from desistance.schemes.rules.iom.scoring import Counted, Predicted, ScoreFacts
from desistance.schemes.rules.months import months_after
from desistance.schemes.terms.iom import GOING_RULES, NEIGHBOURHOOD_CRIME, REVIEW_RULES
from desistance.sentences.queries import OrderShown, orders_not_shared, orders_of

PREDICTORS = ("ARP", "OGRS3", "OGP")
"""Predictors of any proven reoffending within 2 years, the one that counts first."""
MOST_ARRESTS = 100


@dataclass(frozen=True, slots=True)
class Evidence:
    """One entry that a score rests on, with its source."""

    on: date | None
    words: str
    source: str
    is_neighbourhood: bool


@dataclass(frozen=True, slots=True)
class Recorded:
    """Everything that the record says of somebody for IOM, on a day, as far as the reader may see."""

    on: date
    births: tuple[Birth, ...]
    offences: tuple[Evidence, ...]
    arrests: tuple[Evidence, ...]
    is_more_hidden: bool
    predicted: Predicted | None
    released: tuple[Evidence, ...]
    has_custody: bool
    custody: Custody | None
    orders: tuple[OrderShown, ...]
    orders_hidden: bool
    has_offences: bool
    has_arrests: bool

    def part_facts(self) -> PartFacts:
        """What the parts rest on."""
        running = tuple(one.facts_words for one in map(_order, self.orders) if one.runs)
        known = not self.orders_hidden or bool(running)
        return PartFacts(self.on, self.births, self._neighbourhood(), self.predicted, running, known)

    def score_facts(self, answers: Mapping[str, str], said_by: str) -> ScoreFacts:
        """What the score rests on, with the nominator's answers."""
        year, two = months_after(self.on, -12), months_after(self.on, -24)
        events = [event for one in self.orders for event in one.events if event.happened_on >= year]
        ordered = Counted(
            len(events), self.orders_hidden, bool(self.orders), _sources(one.order.agency.short_name for one in self.orders),
            max((event.happened_on for event in events), default=None),
            f"{len(events)} on record" if self.orders else "No order or licence is on record",
        )  # fmt: skip
        counted = {
            "neighbourhood": self._neighbourhood(),
            "offences": self._count(self.offences, two, self.has_offences, "offence", "in 24 months"),
            "arrests": self._count(self.arrests, year, self.has_arrests, "arrest", "in 12 months"),
            "custody": self._count(self.released, year, self.has_custody, "release", "in 12 months"),
            "enforcement": ordered,
        }
        return ScoreFacts(self.on, counted, self.predicted, answers, said_by)

    def lately(self) -> tuple[Evidence, ...]:
        """Offences of the last 24 months and arrests of the last 12, newest first, with those of no known day last."""
        two, year = months_after(self.on, -24), months_after(self.on, -12)
        rows = [one for one in self.offences if one.on is None or two <= one.on <= self.on]
        rows += [one for one in self.arrests if one.on and year <= one.on <= self.on]
        return tuple(sorted(rows, key=lambda one: one.on or date.min, reverse=True))

    def clear_counts(self, since: date) -> tuple[Counted, Counted]:
        """Arrests and proven offences since a day, for the review."""
        return (
            self._count(self.arrests, since, self.has_arrests, "arrest", f"since {since:%-d %B %Y}"),
            self._count(self.offences, since, self.has_offences, "offence", f"since {since:%-d %B %Y}"),
        )

    def _neighbourhood(self) -> Counted:
        rows = tuple(one for one in self.offences if one.is_neighbourhood)
        return self._count(rows, months_after(self.on, -12), self.has_offences, "offence", "in 12 months")

    def _count(self, rows: Sequence[Evidence], since: date, is_known: bool, noun: str, when: str) -> Counted:
        found = [one for one in rows if one.on is not None and since <= one.on <= self.on]
        undated = any(one.on is None for one in rows)
        number = len(found)
        words = f"{number or 'No'} {noun}{'' if number == 1 else 's'} {when}"
        words = f"{words} found in imported data" if not number else words
        return Counted(
            number, self.is_more_hidden or undated, is_known, _sources(one.source for one in found or rows),
            max((one.on for one in found if one.on), default=None), words,
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Ordered:
    runs: bool
    facts_words: str


def _order(shown: OrderShown) -> _Ordered:
    row = shown.order
    return _Ordered(row.state in ("active", "recalled"), f"{row.get_kind_display()}, {row.agency.short_name}")


def _sources(names: Iterable[str]) -> str:
    return ", ".join(sorted(set(names)))


@question
def recorded_of(*, person: int, by: Pass, on: date) -> Recorded:
    """Everything on record for the reader, who sees offending. About a dozen statements, however long the record."""
    by.demand_person(person, DataClass.OFFENDING)
    offences, arrests = offences_of(person, by=by), arrests_of(person, by=by, limit=MOST_ARRESTS)
    spells, orders = custody_of(person, by=by), orders_of(person, by=by)
    released = [one for one in spells if one.until_on is not None and one.release_kind]
    return Recorded(
        on=on,
        births=births_of(by),
        offences=tuple(_offence(one) for one in offences if one.sanctions),
        arrests=tuple(
            Evidence(local_date(one.at), one.offence_words or "Arrest", one.agency.short_name, False) for one in arrests
        ),
        is_more_hidden=bool(history_not_shared(person, by=by)),
        predicted=_newest_predictor(scores_of(person, by=by).scores),
        released=tuple(Evidence(one.until_on, "Released", one.agency.short_name, False) for one in released),
        has_custody=bool(spells),
        custody=_running(spells, on),
        orders=tuple(orders),
        orders_hidden=bool(orders_not_shared(person, by=by)),
        has_offences=bool(offences),
        has_arrests=bool(arrests),
    )


def births_of(by: Pass) -> tuple[Birth, ...]:
    """The date that somebody chose; without a choice every agency's."""
    chosen = Choice.objects.filter(person_id=by.person, kind="birth_date").order_by("-at", "-pk")
    fact = chosen.values_list("fact_id", flat=True).first()
    seen = BirthDate.objects.standing().filter(entries_seen(by, "people.BirthDate")).select_related("agency")
    rows = list(seen.order_by("-said_at", "-pk"))
    rows = [row for row in rows if row.pk == fact] or rows
    return tuple(Birth(row.born_on, row.agency.short_name, row.precision == "day") for row in rows)


def _offence(one: OffenceOnRecord) -> Evidence:
    row = one.offence
    source = f"{row.agency.short_name}, {row.get_source_display()}"
    return Evidence(row.committed_on, row.offence_words, source, bool(neighbourhood_crime(row.offence_code)))


def neighbourhood_crime(code: str) -> str:
    """Which neighbourhood crime an offence code is, in words; empty when it is none or the code is not in our list."""
    known = find_code(code) if code else None
    if known is None or known.is_home_office:
        return ""
    title = known.title.lower()
    for _, words, acts, says, but_not in NEIGHBOURHOOD_CRIME:
        if code.startswith(acts) and re.search(says, title) and not re.search(but_not, title):
            return words
    return ""


def _newest_predictor(scores: Sequence[ScoreShown]) -> Predicted | None:
    rows = [one for one in scores if one.score.predictor in PREDICTORS and one.score.percent is not None]
    for one in sorted(rows, key=lambda one: PREDICTORS.index(one.score.predictor)):
        row = one.score
        version = f", version {row.model_version}" if row.model_version else ""
        source = f"{one.origin}, {row.agency.short_name}{version}"
        return Predicted(float(row.percent), f"{one.title}: {one.result}", source, row.scored_on)
    return None


def _running(spells: Sequence[CustodySpell], on: date) -> Custody | None:
    """The time in custody that runs; where agencies contradict each other, one that says so counts: look before you visit."""
    for one in spells:
        if one.from_on and one.from_on <= on and (one.until_on is None or one.until_on > on):
            return Custody(one.prison, one.planned_release_on)
    return None


def where_of(told: Recorded) -> Where:
    """Where somebody is by recorded facts."""
    running = [one for one in told.orders if one.order.state in ("active", "recalled")]
    resets = [one.reset_on for one in running if one.reset_on]
    reset_on = max(resets) if resets and len(resets) == len(running) else None
    recalled = any(one.order.state == "recalled" for one in running)
    return where(told.on, told.custody, recalled=recalled, reset_on=reset_on)


@question
def going_of(*, told: Recorded, since_on: date | None, by: Pass) -> IomGoing:
    """What the rating rests on: arrests lately, contacts missed and kept by any agency whose contacts the reader sees."""
    values = in_force(GOING_RULES, told.on).values
    lately = told.on - timedelta(days=values["arrest_days"])
    arrests = sum(1 for one in told.arrests if one.on and one.on > lately)
    _, missed = kept_and_missed(by, values["contact_weeks"])
    return IomGoing(
        on=told.on,
        missed=missed,
        seen_on=spoken_on(by),
        since_on=since_on,
        where=where_of(told).name,
        arrests=arrests,
    )


@question
def review_facts(*, told: Recorded, since_on: date, then: Predicted | None, by: Pass) -> ReviewFacts:
    """What the criteria for leaving the cohort rest on."""
    values = in_force(REVIEW_RULES, told.on).values
    arrests, offences = told.clear_counts(max(since_on, months_after(told.on, -values["clear_months"])))
    kept, missed = kept_and_missed(by, values["weeks"])
    home = next(
        (
            one.latest
            for one in needs_of(by.person or 0, by=by).pathways
            if one.pathway == "accommodation" and one.latest
        ),
        None,
    )
    return ReviewFacts(
        on=told.on,
        since_on=since_on,
        arrests=arrests,
        offences=offences,
        home=(home.row.level, home.row.agency.short_name, home.row.made_on) if home else None,
        contacts=kept + missed,
        missed=missed,
        then=then,
        now=told.predicted,
    )


def evidence_of(told: Recorded) -> list[dict[str, Any]]:
    """The entries that a nomination rests on, as it keeps them."""
    return [
        {"on": one.on.isoformat() if one.on else None, "words": one.words, "source": one.source, "counts": one.is_neighbourhood}
        for one in told.lately()
    ]  # fmt: skip
