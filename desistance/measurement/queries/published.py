"""What everyone may read: published releases, with what became of each edition, and figures of others. Nothing about people.

The public door reads this and nothing else of the room. No question here takes a pass, and none reads a protected table.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from desistance.foundation.decisions import NotFound
from desistance.measurement.models import Change, Publication
from desistance.measurement.queries.contents import figures_published, period_published, tables_published
from desistance.measurement.queries.tables import Row, Table, area_rows, period_of, quarter_rows, tables_of
from desistance.measurement.rules.answers import shares_of
from desistance.measurement.rules.cited import CitedFigure, benchmark_for, cited_for
from desistance.measurement.rules.cited import cited_figures as cited
from desistance.measurement.rules.comparison import CAUTION, compared
from desistance.measurement.rules.texts import figure, filled
from desistance.measurement.terms import MEASURES, PUBLICATION_STATES, REGION, REGION_WORDS, SHOWN, SYMBOLS


@dataclass(frozen=True, slots=True)
class ChangeShown:
    """One line of a release's log as everyone may read it: when, to which edition and state, and the words."""

    at: datetime
    edition: int
    state: str
    words: str


@dataclass(frozen=True, slots=True)
class ReleaseListed:
    """One edition of a release in a list. ``state`` is published, withdrawn or corrected."""

    slug: str
    edition: int
    title: str
    measure: str
    period: str
    first_on: date
    last_on: date
    state: str
    state_words: str
    published_at: datetime
    is_provisional: bool


@dataclass(frozen=True, slots=True)
class Announced:
    """A release that is approved and comes at its minute: its title and when, and nothing that it says."""

    title: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Release:
    """One edition of a release, whole. A withdrawn edition has no text and no tables, only why it was withdrawn.

    ``newest_edition`` is the edition that stands at this address now; where it differs from ``listed.edition``, this one was
    corrected. ``shares``: of an evaluation, who had the outcome without the scheme and with it. ``what_changed`` and
    ``why_changed`` belong to an edition that corrects another.
    """

    listed: ReleaseListed
    headline: str
    summary: str
    limits: str
    tables: Mapping[str, Table]
    definition: str
    conventions: Sequence[Mapping[str, str]]
    complete_to: date
    frozen_at: datetime
    quality: Mapping[str, object]
    symbols: Mapping[str, str]
    benchmark: CitedFigure | None
    plan_sha256: str
    shares: Mapping[str, float]
    newest_edition: int
    what_changed: str
    why_changed: str
    withdrawn_at: datetime | None
    withdrawn_because: str
    changes: tuple[ChangeShown, ...]

    @property
    def is_withdrawn(self) -> bool:
        """Whether its figures were taken back and must not be used."""
        return self.listed.state == "withdrawn"

    @property
    def is_corrected(self) -> bool:
        """Whether a newer edition stands in its place."""
        return self.listed.state == "corrected"


@dataclass(frozen=True, slots=True)
class AreaRelease:
    """The newest published figure of one area: every number went through the gate; ``[c]`` and ``[u]`` stand as they are."""

    slug: str
    listed: ReleaseListed
    row: Row
    quarters: tuple[Row, ...]
    benchmark: CitedFigure | None
    compared: str
    caution: str
    complete_to: date
    definition: str

    @property
    def is_hidden(self) -> bool:
        """Whether the rate cannot be shown."""
        return not isinstance(self.row["rate"], float)

    @property
    def why_hidden(self) -> str:
        """Why not, in words; empty where it can."""
        return SYMBOLS.get(str(self.row["rate"]), "")

    @property
    def rate(self) -> str:
        """The rate in words, or its symbol."""
        return figure("rate", self.row["rate"])

    @property
    def interval(self) -> str:
        """The range in words: 29.4% to 33.4%; empty where the rate is hidden."""
        if self.is_hidden:
            return ""
        return f"{figure('rate_low', self.row['rate_low'])} to {figure('rate_high', self.row['rate_high'])}"

    @property
    def of_100(self) -> int | None:
        """About how many of 100 people, for a picture; None where the rate is hidden."""
        return None if self.is_hidden else round(self.row["rate"] * 100)

    @property
    def people(self) -> str:
        """How many people were in the cohort, rounded, or the symbol."""
        return figure("offenders", self.row["offenders"])

    @property
    def reoffenders(self) -> str:
        """How many of them reoffended, rounded, or the symbol."""
        return figure("reoffenders", self.row["reoffenders"])


def cited_figures() -> tuple[CitedFigure, ...]:
    """Every figure of others that the service quotes, with its source: never mixed with figures counted here."""
    return cited()


def cited_figures_of(slug: str) -> tuple[CitedFigure, ...]:
    """What others published of one area, newest first."""
    return cited_for(slug)


def releases() -> tuple[ReleaseListed, ...]:
    """Every release, newest period first, in the edition that stands: one a slug. Withdrawn ones are listed and say so."""
    newest = Publication.objects.filter(state__in=("published", "withdrawn")).select_related("snapshot", "evaluation")
    found = [_listed(one) for one in newest.order_by("-snapshot__last_on", "slug", "-edition")]
    return tuple({one.slug: one for one in reversed(found)}.values())[::-1]


def announced() -> tuple[Announced, ...]:
    """What is approved and not out yet, soonest first."""
    approved = Publication.objects.filter(state="approved").order_by("publish_at", "id")
    return tuple(Announced(one.title, one.publish_at) for one in approved if one.publish_at)


def release(slug: str, edition: int | None = None) -> Release:
    """One release by its address, in the edition asked for or the newest shown. Raises :class:`NotFound`."""
    editions = list(
        Publication.objects.filter(slug=slug, state__in=SHOWN)
        .select_related("snapshot", "evaluation__snapshot")
        .order_by("-edition")
    )
    chosen = next((one for one in editions if edition in (None, one.edition)), None)
    if chosen is None:
        raise NotFound()
    return _release(chosen, editions)


def newest_release() -> Release | None:
    """The published release of the newest period; a year before a quarter of the same end. None before the first."""
    published = Publication.objects.filter(state="published", evaluation__isnull=True).select_related("snapshot")
    newest = published.order_by("-snapshot__last_on", "snapshot__first_on").first()
    return release(newest.slug) if newest else None


def area_release(slug: str = REGION) -> AreaRelease | None:
    """The newest published figure of an area, or of the North East; None where no published table has that area.

    A published year goes before a later quarter, because a quarter of one area is small.
    """
    rates = Publication.objects.filter(state="published", evaluation__isnull=True)
    published = list(rates.select_related("snapshot"))
    published.sort(key=lambda one: (period_of(one.snapshot).is_a_year, one.snapshot.last_on), reverse=True)
    for one in published:
        tables = tables_of(one.snapshot)
        row = area_rows(tables).get(slug)
        if row is not None:
            return _area(slug, one, row, quarter_rows(tables, slug))
    return None


def _area(slug: str, one: Publication, row: Row, quarters: tuple[Row, ...]) -> AreaRelease:
    period = period_of(one.snapshot)
    benchmark = benchmark_for(period.first, period.last)
    return AreaRelease(
        slug=slug,
        listed=_listed(one),
        row={"area_name": REGION_WORDS, **row},
        quarters=quarters,
        benchmark=benchmark,
        compared=compared(row["rate_low"], row["rate_high"], benchmark),
        caution=CAUTION,
        complete_to=one.snapshot.complete_to,
        definition=one.snapshot.definition,
    )


def _listed(one: Publication) -> ReleaseListed:
    assert one.published_at is not None  # the database refuses a shown publication without it
    period = period_published(one)
    return ReleaseListed(
        slug=one.slug,
        edition=one.edition,
        title=one.title,
        measure="Evaluation of a scheme" if one.evaluation else MEASURES[one.snapshot.measure],
        period=period.words,
        first_on=period.first,
        last_on=period.last,
        state=one.state,
        state_words=PUBLICATION_STATES[one.state].wording,
        published_at=one.published_at,
        is_provisional=one.snapshot.is_provisional and one.evaluation is None,
    )


def _release(one: Publication, editions: Sequence[Publication]) -> Release:
    is_withdrawn = one.state == "withdrawn" or (one.withdrawn_at is not None and one.state == "corrected")
    tables = {} if is_withdrawn else tables_published(one)
    figures = figures_published(one, tables)
    assert one.snapshot.frozen_at is not None  # a counted snapshot was frozen
    return Release(
        listed=_listed(one),
        headline="" if is_withdrawn else filled(one.headline, figures),
        summary="" if is_withdrawn else filled(one.summary, figures),
        limits="" if is_withdrawn else filled(one.limits, figures),
        tables=tables,
        definition=one.snapshot.definition,
        conventions=one.snapshot.conventions,
        complete_to=one.snapshot.complete_to,
        frozen_at=one.snapshot.frozen_at,
        quality={} if is_withdrawn else one.snapshot.quality,
        symbols={symbol: words for table in tables.values() for symbol, words in table.symbols.items()},
        benchmark=None if one.evaluation else benchmark_for(one.snapshot.first_on, one.snapshot.last_on),
        plan_sha256=one.evaluation.plan_sha256 if one.evaluation else "",
        shares=shares_of(one.evaluation.result) if one.evaluation and not is_withdrawn else {},
        newest_edition=editions[0].edition,
        what_changed=one.what_changed,
        why_changed=one.why_changed,
        withdrawn_at=one.withdrawn_at,
        withdrawn_because=one.withdrawn_because,
        changes=_changes(editions),
    )


def _changes(editions: Sequence[Publication]) -> tuple[ChangeShown, ...]:
    """What happened in public to all editions, newest first; who did it is not said."""
    edition_of = {one.pk: one.edition for one in editions}
    log = Change.objects.filter(publication__in=list(edition_of), to_state__in=SHOWN).order_by("-at", "-id")
    return tuple(
        ChangeShown(line.at, edition_of[line.publication_id], PUBLICATION_STATES[line.to_state].wording, line.words)
        for line in log
    )
