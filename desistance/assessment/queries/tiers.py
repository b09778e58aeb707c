"""The tier of the person whose record is open, from what the reader may see; and what standards by level ask of workers."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

from django.db.models import (
    Case,
    DateTimeField,
    DurationField,
    Exists,
    ExpressionWrapper,
    F,
    Min,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    TextField,
    Value,
    When,
)
from django.db.models.functions import Coalesce

from desistance.access.queries.lists import entries_of_tied, everyone_s, owners_of_tied
from desistance.access.queries.scope import unhidden
from desistance.assessment.models import RiskReview
from desistance.assessment.queries.duties import _latest, begins_here, led_by
from desistance.assessment.queries.risk import NEWEST_FIRST, sees_all
from desistance.assessment.queries.tier_facts import facts_from, tier_columns, tier_facts
from desistance.assessment.rules.tiers import TierTold, work_out_tier
from desistance.assessment.terms.reviews import ASSESSORS, REVIEW_RULES, Level
from desistance.assessment.terms.standards import CONTACT_STANDARDS, EVENT_RULES, NO_TIER
from desistance.audit.deeds import question
from desistance.casework.models import Contact
from desistance.foundation.calendar import local_date
from desistance.foundation.duties import duty_rows
from desistance.foundation.passes import Pass
from desistance.foundation.reading import marked, note_all
from desistance.foundation.rulesets import in_force
from desistance.foundation.terms import DataClass
from desistance.history.models import Arrest, Disposal
from desistance.history.terms import SANCTION_OF, Sanction
from desistance.people.models import Person
from desistance.sentences.models import Order, OrderEvent
from desistance.sentences.terms import EventKind

RUNNING = ("active", "recalled")
NEWEST_SCORES = 60
CONVICTED = [kind for kind, sanction in SANCTION_OF.items() if sanction in (Sanction.CUSTODY, Sanction.NON_CUSTODIAL)]
SANCTIONED = [kind for kind, sanction in SANCTION_OF.items() if sanction != Sanction.NONE]
ATTENDED = ("attended_complied", "attended_not_complied")


@question
def tier_of(person: int, *, by: Pass) -> TierTold:
    """Both versions of the tier, from what the reader may see. One statement."""
    return work_out_tier(tier_facts(person, by))


def tier_card(person: int, by: Pass) -> Mapping[str, Any] | None:
    """The tier in the banner's small print: worked out here or as a source states it; none while no order runs. One statement."""
    with marked("assessment.tier_card"):
        facts = tier_facts(person, by, is_whole=False)
    if not facts.orders:
        return None
    told = work_out_tier(facts)
    if told.tier:
        value = f"{told.tier}, provisional" if told.is_provisional else told.tier
        return {"facts": [{"label": "Tier, worked out here", "value": value}]}
    if facts.stated:
        return {"facts": [{"label": "Tier, as stated", "value": facts.stated[0]}]}
    return {"facts": [{"label": "Tier", "missing": "Not worked out"}]} if sees_all(by) else None


def tier_bands(people: Sequence[int], by: Pass) -> Mapping[int, str]:
    """The tier of each person's case, for the workload: one statement. Whoever is under no order that runs has none."""
    on = local_date(by.at)
    rows = Person.objects.filter(pk__in=people).values(
        "pk", **tier_columns(lambda label: entries_of_tied(label, by), on)
    )
    known = {row["pk"]: facts_from(row, on) for row in rows}
    bands = {pk: work_out_tier(facts).tier or NO_TIER for pk, facts in known.items() if facts.orders}
    note_all(bands, DataClass.RISK)
    return bands


def events_to_review(by: Pass) -> QuerySet[Any, Any]:
    """People whom the reader leads on with a new arrest, conviction or recall on record since their last review of risk."""
    rules = in_force(EVENT_RULES, local_date(by.at)).values
    if by.agency_kind not in ASSESSORS:
        rows: Any = RiskReview.objects.none().annotate(told=Value(""), came=F("recorded_at"), by_when=F("recorded_at"))
        return duty_rows(rows, "assessment.event", words=F("told"), since="came", due="by_when")
    asked = {
        "Review the risk: recalled since the last review": _since(OrderEvent, "sentences.OrderEvent", by).filter(
            kind=EventKind.RECALL
        ),
        "Review the risk: convicted since the last review": _since(Disposal, "history.Disposal", by).filter(
            kind__in=CONVICTED
        ),
        "Review the risk: arrested since the last review": _since(Arrest, "history.Arrest", by),
    }
    oldest = by.at - timedelta(days=rules["looked_back_days"])
    recent = [rows.filter(recorded_at__gt=oldest) for rows in asked.values()]
    firsts = [
        Subquery(rows.order_by().values("person").annotate(first=Min("recorded_at")).values("first")) for rows in recent
    ]
    happened = Q(Exists(recent[0])) | Q(Exists(recent[1])) | Q(Exists(recent[2]))
    rows = _latest(RiskReview.objects.filter(agency_id=by.agency, person__in=led_by(by)).exclude(kind="end"))
    words = Case(
        *[When(Exists(one), then=Value(said)) for said, one in zip(asked, recent, strict=True)],
        default=Value(""),
        output_field=TextField(),
    )
    rows = rows.filter(happened).annotate(told=words, came=Coalesce(*firsts, output_field=DateTimeField()))
    by_when = ExpressionWrapper(F("came") + timedelta(days=rules["days"]), output_field=DateTimeField())
    return duty_rows(rows.annotate(by_when=by_when), "assessment.event", words=F("told"), since="came", due="by_when")


def _since(model: Any, label: str, by: Pass) -> Any:
    """Entries of the same person that happened and were recorded after the review of the outer query."""
    everyone = everyone_s(DataClass.OFFENDING, by)
    owned = Q() if everyone else Q(agency_id__in=owners_of_tied(DataClass.OFFENDING, by))
    seen = model.objects.standing().filter(owned & unhidden(by, label), person=OuterRef("person"))
    return seen.filter(recorded_at__gt=OuterRef("recorded_at"), at__gt=OuterRef("at"))


def mappa_reviews_due(by: Pass) -> QuerySet[Any, Any]:
    """Reviews of MAPPA management of people whom the reader leads on that are overdue, or due soon."""
    on = local_date(by.at)
    soon = on + timedelta(days=in_force(REVIEW_RULES, on).values["asked_ahead_days"])
    rows = _latest(RiskReview.objects.filter(agency_id=by.agency, mappa_review_on__lte=soon, person__in=led_by(by)))
    words = "Review the MAPPA level"
    return duty_rows(rows, "assessment.mappa_due", words=words, since="recorded_at", due="mappa_review_on")


def contacts_behind(by: Pass) -> QuerySet[Any, Any]:
    """People on an order whom the reader leads on, seen longer ago than their level allows, with nothing arranged soon.

    Who was not seen since the order came on record here is counted from that day.
    """
    on, standards = local_date(by.at), in_force(CONTACT_STANDARDS, local_date(by.at)).values
    days: Mapping[str, int] = standards["most_days"]
    met = Contact.objects.filter(person=OuterRef("person"), agency_id=by.agency, outcome__in=ATTENDED)
    arranged = Contact.objects.filter(
        person=OuterRef("person"),
        agency_id=by.agency,
        state="scheduled",
        starts_at__gte=by.at,
        starts_at__lte=by.at + timedelta(days=standards["asked_ahead_days"]),
    )
    reviews = RiskReview.objects.standing().filter(person=OuterRef("person"), agency_id=by.agency)
    newer = Order.objects.filter(person=OuterRef("person"), agency_id=by.agency, state="active", pk__gt=OuterRef("pk"))
    rows = Order.objects.filter(
        Q(ends_on=None) | Q(ends_on__gte=on),
        ~Exists(newer),
        ~Exists(arranged),
        agency_id=by.agency,
        state="active",
        starts_on__lte=on,
        person__in=led_by(by),
    ).annotate(
        level=Coalesce(Subquery(reviews.order_by(*NEWEST_FIRST).values("overall")[:1]), Value("")),
        seen_at=Coalesce(Subquery(met.order_by("-starts_at").values("starts_at")[:1]), begins_here()),
    )
    allowed = Case(
        *[When(level=level, then=Value(timedelta(days=days[level]))) for level in Level],
        default=Value(timedelta(days=days[""])),
        output_field=DurationField(),
    )
    rows = rows.annotate(by_when=ExpressionWrapper(F("seen_at") + allowed, output_field=DateTimeField()))
    words = "Not seen for longer than the level of risk allows"
    return duty_rows(
        rows.filter(by_when__lt=by.at), "assessment.contact_behind", words=words, since="seen_at", due="by_when"
    )
