"""What access shows on a person's page: who is involved, what is shared, and how the reader comes to see the record."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.db.models import (
    BooleanField,
    Case,
    Count,
    DateTimeField,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Coalesce

from desistance.access.models import AccessRestriction, Consent, HiddenEntry, Involvement, Tie
from desistance.access.queries.involved import kind_words
from desistance.access.queries.scope import entries_known, entries_seen
from desistance.access.terms import TieKind
from desistance.foundation.calendar import local_date
from desistance.foundation.compiled import rows_of
from desistance.foundation.passes import Pass
from desistance.foundation.reading import marked, note_all
from desistance.foundation.terms import DataClass
from desistance.people.models import Person

MOST = 6
MOMENT = timedelta(seconds=1)


def involved_card(person: int, by: Pass) -> Mapping[str, Any] | None:
    """Open work that the reader may see, with its lead worker, and a count by agency of what they may only know of."""
    with marked("access.involved_card"):
        found = rows_of(_open_work, by=by)
    note_all([person] if found else [], DataClass.INVOLVEMENT)
    if not found:
        return {"empty": {"sentence": "No agency has open work with this person."}}
    shown = [row for row in found if row[0]]
    counted: dict[str, int] = {}
    for row in found[len(shown) :]:
        counted[row[2]] = counted.get(row[2], 0) + 1
    return {
        "involvements": [
            {
                "name": lead or "No lead worker yet",
                "is_lead": bool(lead),
                "role": f"{agency}, {kind_words(kind).lower()}",
                "phone": team or phone,
            }
            for _, kind, agency, phone, team, lead in shown[:MOST]
        ]
        + [{"stub": _stub(agency, count)} for agency, count in counted.items()],
        "link": {"label": "All who are involved", "url": "{here}involved/"},
    }


def _open_work(by: Pass) -> QuerySet[Any, Any]:
    seen, known = entries_seen(by, "access.Involvement"), entries_known(by, "access.Involvement")
    return (
        Involvement.objects.filter(seen | known, state="open")
        .annotate(is_seen=Case(When(seen, then=Value(True)), default=Value(False), output_field=BooleanField()))
        .order_by("-is_seen", "from_at", "id")
        .values_list("is_seen", "kind", "agency__short_name", "agency__telephone", "team__telephone", "lead__name")
    )


def _stub(agency: str, count: int) -> dict[str, Any]:
    work = "piece of work is" if count == 1 else "pieces of work are"
    return {"count": f"{count} {work} not shared with your agency.", "why": f"{agency}. Ring them to ask."}


def _number(rows: QuerySet[Any]) -> Any:
    counted = rows.order_by().values("person_id").annotate(number=Count("pk", distinct=True)).values("number")
    return Coalesce(Subquery(counted, output_field=IntegerField()), 0)


def sharing_card(person: int, by: Pass) -> Mapping[str, Any] | None:
    """How many agencies work with the person, how many consents stand, and how many entries the reader's agency hid."""
    with marked("access.sharing_card"):
        counts = next(iter(rows_of(_shared, by=by, person=person)), None)
    note_all([person], DataClass.SHARING)
    if counts is None:
        return None
    others, consents, hidden = counts
    lines = [
        f"{others} other {'agency works' if others == 1 else 'agencies work'} with this person."
        if others
        else f"Nothing is shared outside {by.agency_name}.",
        f"{consents} {'consent stands' if consents == 1 else 'consents stand'}."
        if consents
        else "No consent is recorded.",
    ]
    if hidden:
        lines.append(f"Your agency hides {hidden} {'entry' if hidden == 1 else 'entries'} from others.")
    return {"sentences": lines, "link": {"label": "Sharing and consent", "url": "{here}sharing/"}}


def _shared(by: Pass, person: int) -> QuerySet[Any, Any]:
    here = {"person_id": OuterRef("pk")}
    agencies = (
        Involvement.objects.filter(entries_seen(by, "access.Involvement"), state="open")
        .exclude(agency_id=by.agency)
        .order_by()
        .values("person_id")
        .annotate(number=Count("agency_id", distinct=True))
        .values("number")
    )
    return Person.objects.filter(pk=person).values_list(
        Coalesce(Subquery(agencies, output_field=IntegerField()), 0),
        _number(Consent.objects.filter(entries_seen(by, "access.Consent"), withdrawn_at__isnull=True)),
        _number(HiddenEntry.objects.filter(**here, agency_id=by.agency, ended_at__isnull=True)),
    )


def banner_card(person: int, by: Pass) -> Mapping[str, Any] | None:
    """How the reader comes to see the record, where that is not the usual way: a restriction, or access given until a day."""
    with marked("access.banner_card"):
        found = next(iter(rows_of(_how_reached, by=by, person=person)), None)
    note_all([person], DataClass.SHARING)
    until, agency = found or (None, None)
    facts = []
    if agency:
        facts.append({"label": "Restricted", "value": f"By {agency}. Do not pass on."})
    if until:
        last = local_date(until - MOMENT)
        facts.append({"label": "Your access", "value": f"Until {last.day} {last:%B %Y}"})
    return {"facts": facts} if facts else None


def _how_reached(by: Pass, person: int) -> QuerySet[Any, Any]:
    given = Tie.objects.filter(
        person_id=OuterRef("pk"), staff_id=by.staff, kind=TieKind.GRANTED, from_at__lte=by.at, until_at__gt=by.at
    ).order_by("-until_at")
    restricted = AccessRestriction.objects.filter(person_id=OuterRef("pk"), until_at__isnull=True)
    return Person.objects.filter(Q(pk=person)).values_list(
        Subquery(given.values("until_at")[:1], output_field=DateTimeField()),
        Subquery(restricted.values("agency__short_name")[:1]),
    )
