"""Questions about alerts: those that stand, those that ended, and what they ask of workers."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Case, CharField, Exists, IntegerField, OuterRef, Q, QuerySet, TextField, Value, When
from django.db.models.functions import Cast, Coalesce, Concat

from desistance.access.models import Involvement
from desistance.access.queries.passes import remembered
from desistance.access.queries.scope import entries_seen, people_seen, tied, unhidden
from desistance.access.rules.policy import Standing
from desistance.access.terms import Relation
from desistance.audit.deeds import question
from desistance.casework.models import Alert
from desistance.casework.terms import ALERT_CURRENT, ALERT_RULES, SAFETY_ALERTS, AlertKind
from desistance.desk.models import Look
from desistance.foundation.calendar import local_date
from desistance.foundation.compiled import rows_of
from desistance.foundation.decisions import NotFound
from desistance.foundation.duties import duty_rows
from desistance.foundation.passes import Pass
from desistance.foundation.rulesets import in_force
from desistance.foundation.terms import Act, DataClass, Effect
from desistance.partners.models import Staff
from desistance.people.models import Person

LABEL = "casework.Alert"
MOST_SHOWN = 100
KIND = Case(*(When(kind=value, then=Value(words)) for value, words in AlertKind.choices), output_field=CharField())
IN_ORDER = Case(
    *(When(kind=value, then=Value(number)) for number, value in enumerate(AlertKind.values)),
    output_field=IntegerField(),
)


@dataclass(frozen=True, slots=True)
class AlertShown:
    """One alert with who raised it and whether its review is overdue. ``reviewer`` and ``ender`` are names, empty for none."""

    alert: Any
    author: str
    reviewer: str
    ender: str
    is_ours: bool
    is_late: bool

    @property
    def id(self) -> int:
        """The alert's id."""
        return int(self.alert.pk)

    @property
    def is_current(self) -> bool:
        """Whether it stands."""
        return bool(self.alert.state == ALERT_CURRENT)

    @property
    def words(self) -> str:
        """`Risk to staff: do not visit alone`; of another kind, its own words alone."""
        kind = AlertKind(self.alert.kind)
        return self.alert.warning if kind == AlertKind.OTHER else f"{kind.label}: {self.alert.warning}"


def name_of(column: str) -> Any:
    """The name of the member of staff whose id stands in a column."""
    names = Staff.objects.filter(pk=OuterRef(column)).values(told=Cast("name", TextField()))[:1]
    return Coalesce(names, Value("", output_field=TextField()))


def _seen(by: Pass) -> QuerySet[Any, Any]:
    rows = Alert.objects.filter(entries_seen(by, LABEL)).select_related("agency")
    named = rows.annotate(author=name_of("raised_by"), reviewer=name_of("reviewed_by"), ender=name_of("ended_by"))
    return named.annotate(place=IN_ORDER)


def _shown(row: Any, by: Pass) -> AlertShown:
    is_late = row.state == ALERT_CURRENT and row.review_on < local_date(by.at)
    return AlertShown(row, row.author, row.reviewer, row.ender, row.agency_id == by.agency, is_late)


@question
def alerts_of(person: int, *, by: Pass) -> tuple[AlertShown, ...]:
    """Alerts of the person whose record is open: those that stand in their order, then those that ended, newest first."""
    if by.person != person:
        return ()
    rows = [_shown(row, by) for row in _seen(by).order_by("place", "-starts_on", "-id")[:MOST_SHOWN]]
    ended = sorted((one for one in rows if not one.is_current), key=lambda one: one.alert.ended_on, reverse=True)
    return (*(one for one in rows if one.is_current), *ended)


@question
def own_alert(alert: int, *, by: Pass) -> AlertShown:
    """An alert by the reader's own agency of the person whose record is open. Raises :class:`NotFound` for any other."""
    found = _seen(by).filter(pk=alert, agency_id=by.agency).first()
    if found is None:
        raise NotFound()
    return _shown(found, by)


@question
def standing_alerts(person: int, *, by: Pass) -> tuple[AlertShown, ...]:
    """Alerts that stand, in their order. One statement."""
    if by.person != person:
        return ()
    return tuple(_shown(row, by) for row in rows_of(_standing, by=by))


def _standing(by: Pass) -> QuerySet[Any]:
    return _seen(by).filter(state=ALERT_CURRENT).order_by("place", "-starts_on", "-id")


def alerts_card(person: int, by: Pass) -> Mapping[str, Any] | None:
    """Alerts for the banner, in their order, each with its agency and day: the banner shows three and says how many more."""
    return {"alerts": [_chip(one) for one in standing_alerts(person, by=by)]}


def _chip(shown: AlertShown) -> dict[str, Any]:
    starts, late = shown.alert.starts_on, ", review overdue" if shown.is_late else ""
    return {
        "words": shown.words,
        "source": f"{shown.alert.agency.short_name}, {day_words(starts)}{late}",
        "is_safety": shown.alert.kind in SAFETY_ALERTS,
    }


def day_words(day: date) -> str:
    """`3 Mar 2026`."""
    return f"{day.day} {day:%b %Y}"


def _days(by: Pass, name: str) -> timedelta:
    return timedelta(days=in_force(ALERT_RULES, local_date(by.at)).values[name])


def _owned(by: Pass) -> Q:
    """Whose alerts the policy shows to someone with a tie: everyone's, or their own agency's alone."""
    answer = remembered(Standing(by.role, frozenset({Relation.TIED})), DataClass.SAFETY, Act.READ, frozenset())
    return Q() if answer.effect is Effect.SEE else Q(agency_id=by.agency)


def new_alerts(by: Pass) -> QuerySet[Any, Any]:
    """Alerts of safety on the reader's people that are new to them; gone once they opened the person."""
    looked = Look.objects.filter(
        staff_id=by.staff, agency_id=by.agency, person=OuterRef("person"), opened_at__gte=OuterRef("recorded_at")
    )
    in_emergency = Q(restricted=True, pk__in=by.emergencies.keys())
    mine = Person.objects.filter(people_seen(by) & tied(by) & ~in_emergency).values("pk")
    rows = Alert.objects.filter(
        unhidden(by, LABEL),
        _owned(by),
        ~Exists(looked),
        state=ALERT_CURRENT,
        kind__in=SAFETY_ALERTS,
        recorded_at__gt=by.at - _days(by, "news_days"),
        person__in=mine,
    ).exclude(raised_by=by.staff)
    words = Concat(Value("New alert. "), KIND, Value(": "), "warning", output_field=CharField())
    return duty_rows(rows, "casework.new_alert", words=words, since="recorded_at", due="recorded_at")


def alert_reviews(by: Pass) -> QuerySet[Any, Any]:
    """Alerts of the reader's agency that must be looked at again soon: those they raised, and of people whom they lead on."""
    led = Involvement.objects.filter(
        Q(lead_id=by.staff) | Q(lead__isnull=True, team_id__in=by.teams), state="open", agency_id=by.agency
    )
    soon = local_date(by.at) + _days(by, "asked_ahead_days")
    rows = Alert.objects.filter(
        Q(raised_by=by.staff) | Q(person__in=led.values("person_id")),
        unhidden(by, LABEL),
        state=ALERT_CURRENT,
        agency_id=by.agency,
        review_on__lte=soon,
        person__in=Person.objects.filter(people_seen(by)).values("pk"),
    )
    words = Concat(Value("Review the alert: "), KIND, output_field=CharField())
    return duty_rows(rows, "casework.alert_review", words=words, since="recorded_at", due="review_on")
