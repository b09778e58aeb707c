"""What is on record of needs and strengths: what stands of each pathway, who says so, and how far someone has come."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import QuerySet

from desistance.access.queries.scope import entries_known, entries_seen
from desistance.assessment.models import NeedAnswer, NeedsAssessment
from desistance.assessment.queries.risk import name_of
from desistance.assessment.rules.needs import Answer, Kept, asked_of, shown_of, travelled
from desistance.assessment.terms.needs import WORST_FIRST, Need, OwnView, Pathway, Readiness
from desistance.audit.deeds import question
from desistance.foundation.decisions import NotFound
from desistance.foundation.passes import Pass
from desistance.foundation.reading import note_all
from desistance.foundation.terms import DataClass
from desistance.people.models import Equality
from desistance.people.terms import EqualityKind, Sex

NEWEST_FIRST = ("-at", "-id")
MOST_ANSWERS = 400
FIELDS = ("level", "words", "own_view", "own_words", "readiness", "helps")


@dataclass(frozen=True, slots=True)
class NeedShown:
    """What one agency said last of one pathway."""

    row: Any
    author: str

    @property
    def pathway(self) -> Pathway:
        """Which pathway."""
        return Pathway(self.row.pathway)

    @property
    def level(self) -> Need:
        """The worker's judgement."""
        return Need(self.row.level)

    @property
    def own_view(self) -> str:
        """How the person sees it, in words; empty when they were not asked."""
        return OwnView(self.row.own_view).label if self.row.own_view else ""

    @property
    def readiness(self) -> str:
        """How ready the person is, in words; empty when not known."""
        return Readiness(self.row.readiness).label if self.row.readiness else ""

    @property
    def said_by(self) -> str:
        """Who says so: the worker and the agency."""
        return ", ".join(part for part in (self.author, self.row.agency.short_name) if part)


@dataclass(frozen=True, slots=True)
class PathwayShown:
    """One pathway: what stands of it, what other agencies say otherwise, and how it came from the first known level."""

    pathway: Pathway
    latest: NeedShown | None
    others: tuple[NeedShown, ...]
    course: tuple[tuple[date, Need], ...]

    @property
    def level(self) -> Need:
        """The latest judgement; not known where there is none."""
        return self.latest.level if self.latest else Need.UNKNOWN

    @property
    def first(self) -> tuple[date, Need] | None:
        """The first known level and its day."""
        return next(((day, level) for day, level in self.course if level != Need.UNKNOWN), None)

    @property
    def before(self) -> tuple[date, Need] | None:
        """The level before the latest, if there was one."""
        return self.course[-2] if len(self.course) > 1 else None

    @property
    def travelled(self) -> str:
        """How it came from the first known level to the level now, in words."""
        return travelled(self.first[1] if self.first else "", self.level)


@dataclass(frozen=True, slots=True)
class MadeShown:
    """One assessment as a line in the list of all."""

    row: Any
    author: str
    is_ours: bool


@dataclass(frozen=True, slots=True)
class NeedsShown:
    """Needs and strengths as far as the reader may see. ``not_shared``: agency -> answers only known of."""

    pathways: tuple[PathwayShown, ...]
    assessments: tuple[MadeShown, ...]
    not_shared: Mapping[str, int]

    @property
    def latest(self) -> MadeShown | None:
        """The newest assessment."""
        return self.assessments[0] if self.assessments else None

    def by_depth(self) -> tuple[PathwayShown, ...]:
        """The pathways, worst first, not known last."""
        return tuple(sorted(self.pathways, key=lambda one: WORST_FIRST.index(one.level)))


@question
def needs_of(person: int, *, by: Pass) -> NeedsShown:
    """Everything of someone's needs that the reader may see. Four statements, however long ago they were first assessed."""
    if by.person != person or not by.sees.get(DataClass.PLAN):
        return NeedsShown((), (), {})
    rows = [NeedShown(row, row.author) for row in _answers(by).order_by(*NEWEST_FIRST)[:MOST_ANSWERS]]
    asked = shown_of(is_woman=sex_of(by) == Sex.FEMALE, answered=[row.row.pathway for row in rows])
    shown = tuple(_pathway(one, [row for row in rows if row.row.pathway == one], by) for one in asked)
    seen = NeedsAssessment.objects.standing().filter(entries_seen(by, "assessment.NeedsAssessment"))
    made = seen.select_related("agency").annotate(author=name_of("recorded_by")).order_by(*NEWEST_FIRST)[:50]
    return NeedsShown(
        shown, tuple(MadeShown(row, row.author, row.agency_id == by.agency) for row in made), _not_shared(by)
    )


@question
def latest_needs(person: int, *, by: Pass) -> tuple[NeedShown, ...]:
    """What was said last of each pathway that anybody was asked about, as far as the reader may see. One statement."""
    if by.person != person or not by.sees.get(DataClass.PLAN):
        return ()
    found: dict[str, NeedShown] = {}
    for row in _answers(by).order_by(*NEWEST_FIRST)[:MOST_ANSWERS]:
        found.setdefault(row.pathway, NeedShown(row, row.author))
    return tuple(found.values())


def _answers(by: Pass) -> QuerySet[Any]:
    seen = NeedAnswer.objects.standing().filter(entries_seen(by, "assessment.NeedAnswer"))
    rows: QuerySet[Any] = seen.select_related("agency").annotate(author=name_of("recorded_by"))
    return rows


def _pathway(pathway: Pathway, rows: Sequence[NeedShown], by: Pass) -> PathwayShown:
    """What stands of a pathway; ``rows`` newest first."""
    latest = rows[0] if rows else None
    others: dict[int, NeedShown] = {}
    for row in rows[1:]:
        agency = row.row.agency_id
        if latest and agency != latest.row.agency_id and agency not in others:
            others[agency] = row
    course = tuple((row.row.made_on, row.level) for row in reversed(rows))
    return PathwayShown(pathway, latest, tuple(others.values()), course)


def _not_shared(by: Pass) -> dict[str, int]:
    counted: dict[str, int] = {}
    known = NeedAnswer.objects.standing().filter(entries_known(by, "assessment.NeedAnswer"))
    for agency in known.order_by("agency__short_name").values_list("agency__short_name", flat=True):
        counted[agency] = counted.get(agency, 0) + 1
    note_all([by.person] if counted else [], DataClass.PLAN)
    return counted


def sex_of(by: Pass) -> str:
    """The person's sex by the newest word on record; empty where that is not known or not shared."""
    rows = Equality.objects.standing().filter(entries_seen(by, "people.Equality"), kind=EqualityKind.SEX)
    told: str | None = rows.order_by("-said_at", "-id").values_list("value", flat=True).first()
    note_all([by.person] if told else [], DataClass.EQUALITY)
    return told or ""


def kept_by(person: int, *, by: Pass, but: Any = None) -> dict[str, Kept]:
    """What the reader's own agency said last of each pathway; with ``but``, before that assessment."""
    rows = NeedAnswer.objects.standing().filter(person_id=person, agency_id=by.agency)
    if but is not None:
        rows = rows.filter(at__lte=but.at).exclude(assessment=but)
    found: dict[str, Kept] = {}
    for row in rows.order_by(*NEWEST_FIRST)[:MOST_ANSWERS]:
        answer = Answer(**{name: getattr(row, name) for name in FIELDS})
        found.setdefault(row.pathway, Kept(answer, row.since_on, row.made_on))
    return found


def last_made_on(person: int, *, by: Pass, but: Any = None) -> date | None:
    """The day of the last assessment by the reader's own agency; with ``but``, of the one before it."""
    rows = NeedsAssessment.objects.standing().filter(person_id=person, agency_id=by.agency)
    if but is not None:
        rows = rows.filter(at__lte=but.at).exclude(pk=but.pk)
    found: date | None = rows.order_by(*NEWEST_FIRST).values_list("made_on", flat=True).first()
    return found


@question
def to_prefill(person: int, *, by: Pass) -> tuple[tuple[Pathway, ...], dict[str, Kept]]:
    """The pathways to ask about, and what the reader's own agency said last of each."""
    kept = kept_by(person, by=by)
    note_all([person] if kept else [], DataClass.PLAN)
    return asked_of(is_man=sex_of(by) == Sex.MALE, answered=list(kept)), kept


@question
def own_assessment(assessment: int, *, by: Pass) -> tuple[NeedsAssessment, dict[str, Answer]]:
    """A standing assessment of the reader's own agency with its answers. Raises :class:`NotFound` for any other."""
    seen = NeedsAssessment.objects.standing().filter(entries_seen(by, "assessment.NeedsAssessment"))
    found: NeedsAssessment | None = seen.filter(pk=assessment, agency_id=by.agency).first()
    if found is None:
        raise NotFound()
    rows = NeedAnswer.objects.standing().filter(entries_seen(by, "assessment.NeedAnswer"), assessment=found)
    return found, {row.pathway: Answer(**{name: getattr(row, name) for name in FIELDS}) for row in rows}
