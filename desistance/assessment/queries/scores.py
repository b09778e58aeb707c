"""Scores on record, and the recorded facts that a score is worked out from, as far as the reader may see them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Case, CharField, OuterRef, Q, QuerySet, Subquery, Value, When

from desistance.access.queries.scope import entries_known, entries_seen
from desistance.assessment.models import Score
from desistance.assessment.queries.risk import NEWEST_FIRST, name_of, sees_all
from desistance.assessment.rules.score_facts import (
    Gathered,
    Given,
    OnRecord,
    Said,
    Sanctioned,
    Spell,
    Supervised,
    full,
    gather,
)
from desistance.assessment.rules.score_inputs import (
    FROM_RECORD,
    Asked,
    answered_by_worker,
    in_words,
    inputs_of,
    words_of_name,
)
from desistance.assessment.rules.score_words import percent_words, title_of
from desistance.assessment.rules.scores import Worked, work_out
from desistance.assessment.terms.scores import PERSONALITY_OR_SEXUAL, Band, Generation, Judgement, Predictor, Variant
from desistance.audit.deeds import question
from desistance.foundation.calendar import local_date
from desistance.foundation.compiled import rows_of
from desistance.foundation.decisions import NotFound, refused
from desistance.foundation.passes import Pass
from desistance.foundation.reading import marked, note_all
from desistance.foundation.terms import DataClass
from desistance.history.models import CustodySpell, Disposal, Offence
from desistance.history.queries import history_not_shared
from desistance.history.terms import GRAVITY, SANCTION_OF, Sanction
from desistance.people.models import BirthDate, Choice, Equality
from desistance.people.terms import EqualityKind
from desistance.sentences.models import Order
from desistance.sentences.terms import STANDING, OrderKind

MOST_SHOWN = 100
MOST_SANCTIONED = 2000
"""Offences dealt with that are counted: the longest records of one person are far below it."""
SANCTIONS = [kind for kind, sanction in SANCTION_OF.items() if sanction != Sanction.NONE]


@dataclass(frozen=True, slots=True)
class ScoreShown:
    """One score as the reader may see it."""

    score: Any
    author: str
    is_ours: bool

    @property
    def id(self) -> int:
        """The score's id."""
        return int(self.score.pk)

    @property
    def title(self) -> str:
        """The official title with its abbreviation."""
        return title_of(self.score.predictor)

    @property
    def result(self) -> str:
        """The percentage, or what a screen found."""
        return percent_words(self.score.percent) or str(self.score.outcome)

    @property
    def band(self) -> str:
        """The band in words; empty when there is none."""
        return Band(self.score.band).label if self.score.band else ""

    @property
    def is_outside(self) -> bool:
        """Whether another system worked it out."""
        return bool(self.score.system)

    @property
    def origin(self) -> str:
        """Where it was worked out, in words."""
        return f"Worked out by {self.score.system}" if self.is_outside else "Worked out here"

    @property
    def variant_words(self) -> str:
        """Which inputs it was worked out from."""
        return Variant(self.score.variant).label

    @property
    def generation_words(self) -> str:
        """Which family of formulas."""
        return Generation(self.score.generation).label

    @property
    def judgement_words(self) -> str:
        """What was judged beside it, with the reason."""
        if not self.score.judgement:
            return ""
        words = Judgement(self.score.judgement).label
        return f"{words}: {self.score.judgement_reason}" if self.score.judgement_reason else words


@dataclass(frozen=True, slots=True)
class ScoresShown:
    """Every score that the reader may see, newest first. ``not_shared``: agency -> scores only known of."""

    scores: tuple[ScoreShown, ...]
    not_shared: Mapping[str, int]
    sees_all: bool

    @property
    def latest(self) -> tuple[ScoreShown, ...]:
        """The newest of each predictor, generation and origin."""
        found: dict[tuple[str, str, bool], ScoreShown] = {}
        for one in self.scores:
            found.setdefault((one.score.generation, one.score.predictor, one.is_outside), one)
        return tuple(found.values())


@question
def scores_of(person: int, *, by: Pass) -> ScoresShown:
    """The standing scores of the person whose record is open. Two statements, however many."""
    if by.person != person or not by.sees.get(DataClass.RISK):
        return ScoresShown((), {}, sees_all(by))
    rows = _seen(by).order_by(*NEWEST_FIRST)[:MOST_SHOWN]
    return ScoresShown(tuple(_shown(row, by) for row in rows), _not_shared(by), sees_all(by))


def _seen(by: Pass) -> QuerySet[Score]:
    seen = Score.objects.standing().filter(entries_seen(by, "assessment.Score")).select_related("agency")
    rows: QuerySet[Score] = seen.annotate(author=name_of("recorded_by"))
    return rows


def _shown(row: Any, by: Pass) -> ScoreShown:
    return ScoreShown(row, row.author, row.agency_id == by.agency)


def _not_shared(by: Pass) -> dict[str, int]:
    counted: dict[str, int] = {}
    known = Score.objects.standing().filter(entries_known(by, "assessment.Score"))
    for agency in known.order_by("agency__short_name").values_list("agency__short_name", flat=True):
        counted[agency] = counted.get(agency, 0) + 1
    note_all([by.person] if counted else [], DataClass.RISK)
    return counted


@question
def score_seen(score: int, *, by: Pass) -> ScoreShown:
    """One standing score of the person whose record is open. Raises :class:`NotFound` when there is none to see."""
    found = _seen(by).filter(pk=score).first() if by.sees.get(DataClass.RISK) else None
    if found is None:
        raise NotFound()
    return _shown(found, by)


@question
def facts_for_scores(person: int, *, on: date, by: Pass) -> Gathered:
    """What the record answers of the predictors' questions on a day, as far as the reader may see. Seven statements."""
    by.demand_person(person, DataClass.RISK)
    record = OnRecord(
        _births(by),
        _sexes(by),
        _sanctioned(by),
        tuple(
            Spell(row.kind, row.from_on, row.until_on, row.planned_release_on, row.agency.short_name)
            for row in CustodySpell.objects.standing()
            .filter(entries_seen(by, "history.CustodySpell"))
            .select_related("agency")
            .order_by("-from_on", "-id")[:MOST_SHOWN]
        ),
        _orders(by),
        history_not_shared(person, by=by),
    )
    return gather(record, on)


def _births(by: Pass) -> tuple[Said, ...]:
    """Dates of birth, the one that was chosen first, else the newest word first: as on the Details tab."""
    chosen = Choice.objects.filter(person_id=by.person, kind="birth_date").order_by("-at", "-pk").values("fact_id")
    rows = BirthDate.objects.standing().filter(entries_seen(by, "people.BirthDate")).select_related("agency")
    ranked = rows.annotate(
        place=Case(When(pk=Subquery(chosen[:1]), then=Value("0")), default=Value("1"), output_field=CharField())
    ).order_by("place", "-said_at", "-pk")
    return tuple(
        Said(row.born_on, row.agency.short_name, row.said_at.date(), row.precision == "day") for row in ranked[:10]
    )


def _sexes(by: Pass) -> tuple[Said, ...]:
    rows = Equality.objects.standing().filter(entries_seen(by, "people.Equality"), kind=EqualityKind.SEX)
    newest = rows.select_related("agency").order_by("-said_at", "-pk")[:10]
    return tuple(Said(row.value, row.agency.short_name, row.said_at.date()) for row in newest)


def _sanctioned(by: Pass) -> tuple[Sanctioned, ...]:
    """Cautions and convictions with the offences that they were for."""
    seen = Offence.objects.standing().filter(entries_seen(by, "history.Offence"))
    rows = Disposal.objects.standing().filter(
        entries_seen(by, "history.Disposal"), kind__in=SANCTIONS, offence__in=seen.values("pk")
    )
    told = rows.select_related("agency", "offence").order_by("given_on", "id")[:MOST_SANCTIONED]
    rank = {kind: place for place, kind in enumerate(GRAVITY)}
    return tuple(
        Sanctioned(
            row.given_on,
            row.offence.offence_code,
            row.offence.offence_words,
            row.agency.short_name,
            row.recorded_at.date(),
            rank.get(row.kind, len(rank)),
            row.offence.committed_until or row.offence.committed_on,
            SANCTION_OF[row.kind] == Sanction.CUSTODY,
        )
        for row in told
    )


def _orders(by: Pass) -> tuple[Supervised, ...]:
    rows = Order.objects.filter(entries_seen(by, "sentences.Order"), state__in=STANDING).select_related("agency")
    return tuple(
        Supervised(OrderKind(row.kind).label, row.starts_on, row.ended_on or row.ends_on, row.agency.short_name)
        for row in rows.order_by("-starts_on", "-pk")[:MOST_SHOWN]
    )


@question
def answers_before(person: int, *, by: Pass) -> Mapping[str, Given]:
    """What workers of the reader's agency answered in the last scores that were worked out here, by input, with the day."""
    if by.person != person:
        return {}
    rows = Score.objects.standing().filter(entries_seen(by, "assessment.Score"), agency_id=by.agency, system="")
    found: dict[str, Given] = {}
    for row in rows.order_by(*NEWEST_FIRST)[:10]:
        for told in row.inputs:
            if told["kind"] == "answer" and told["name"] not in FROM_RECORD:
                day = date.fromisoformat(told["on"]) if told["on"] else None
                found.setdefault(told["name"], Given(**{**told, "on": day}))
    return found


@dataclass(frozen=True, slots=True)
class Sheet:
    """A score as it would be: what the record answers, what is asked, everything given, and what comes of it."""

    gathered: Gathered
    asked: tuple[Asked, ...]
    before: Mapping[str, Given]
    given: Mapping[str, Given]
    worked: Worked


@question
def score_sheet(
    person: int, *, predictor: str, generation: str, scored_on: date, answers: Mapping[str, Any], by: Pass
) -> Sheet:
    """Work out a score without keeping it. ``answers``: what the worker answers, by the name of the input; None is no answer.

    Raises :class:`Refused` for an answer that is not asked for or cannot be read.
    """
    gathered, before = facts_for_scores(person, on=scored_on, by=by), answers_before(person, by=by)
    asked = answered_by_worker(predictor, generation, gathered.given)
    names = {one.name for one in asked}
    for name in answers:
        if name not in names:
            refused(f"“{words_of_name(name)}” is not asked for: the record answers it, or this score does not.").demand(
                name
            )
    said = {name: _answer(name, value, before.get(name), by) for name, value in answers.items() if value is not None}
    wanted = inputs_of(predictor, generation)
    given = {name: one for name, one in {**gathered.given, **said}.items() if name in wanted}
    ordered = {name: given[name] for name in wanted if name in given}
    return Sheet(gathered, asked, before, ordered, work_out(predictor, generation, ordered))


def _answer(name: str, value: Any, before: Given | None, by: Pass) -> Given:
    """An answer with who gave it; one that says the same as before keeps its day."""
    stored = value.isoformat() if isinstance(value, date) else list(value) if isinstance(value, tuple) else value
    if before is not None and before.value == stored:
        return before
    words = full(value) if isinstance(value, date) else in_words(name, value)
    return Given(name, stored, words, f"answered by {by.staff_name}, {by.agency_name}", local_date(by.at), "answer")


NEWEST_COLUMNS = (
    "predictor",
    "generation",
    "variant",
    "percent",
    "band",
    "scored_on",
    "system",
    "agency__short_name",
    "outcome",
)


def latest_scores(person: int, by: Pass) -> Sequence[tuple[Any, ...]]:
    """The newest score of each predictor as a row of :data:`NEWEST_COLUMNS`. One statement."""
    found = rows_of(_latest, by=by)
    note_all([person] if found else [], DataClass.RISK)
    return found


def _latest(by: Pass) -> QuerySet[Any, Any]:
    newer = Score.objects.standing().filter(
        person=OuterRef("person"), predictor=OuterRef("predictor"), generation=OuterRef("generation")
    )
    newest = newer.filter(entries_seen(by, "assessment.Score")).order_by(*NEWEST_FIRST).values("pk")[:1]
    rows = Score.objects.filter(entries_seen(by, "assessment.Score"), Q(pk=Subquery(newest)), withdrawn_at__isnull=True)
    return rows.order_by("generation", "predictor").values_list(*NEWEST_COLUMNS)


def scores_card(person: int, by: Pass) -> Mapping[str, Any] | None:
    """The newest of each score for the overview; the especially sensitive ones stand on their own page alone. One statement."""
    with marked("assessment.scores_card"):
        rows = latest_scores(person, by)
    order = {predictor: place for place, predictor in enumerate(Predictor)}
    shown = [row for row in rows if row[0] not in PERSONALITY_OR_SEXUAL]
    told = [
        {
            "title": title_of(row[0]),
            "result": percent_words(row[3]) or row[8],
            "band": Band(row[4]).label if row[4] else "",
            "scored_on": row[5],
            "origin": f"worked out by {row[6]}" if row[6] else "worked out here",
            "agency": row[7],
        }
        for row in sorted(shown, key=lambda row: (row[1], order[row[0]]))
    ]
    if not told:
        return None
    return {"scores": told, "link": {"label": "All scores", "url": "{here}risk/scores/"}}
