"""The tier of the person whose record is open, from what the reader may see; and what standards by level ask of workers."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
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
from django.db.models.functions import Cast, Coalesce, JSONObject

from desistance.access.queries.lists import entries_of_tied, everyone_s, owners_of_tied
from desistance.access.queries.scope import entries_seen, unhidden
from desistance.assessment.models import RiskReview, Score
from desistance.assessment.queries.duties import _latest, led_by
from desistance.assessment.queries.risk import NEWEST_FIRST, sees_all
from desistance.assessment.rules.score_facts import SEXUAL, home_office_code
from desistance.assessment.rules.tiers import NEEDED, ScoreFact, TierFacts, TierTold, work_out_tier
from desistance.assessment.terms.reviews import ASSESSORS, REVIEW_RULES, Level
from desistance.assessment.terms.standards import CONTACT_STANDARDS, EVENT_RULES, NO_TIER
from desistance.audit.deeds import question
from desistance.casework.models import Contact
from desistance.foundation.calendar import local_date
from desistance.foundation.compiled import rows_of
from desistance.foundation.duties import duty_rows
from desistance.foundation.passes import Pass
from desistance.foundation.reading import marked, note_all
from desistance.foundation.rulesets import in_force
from desistance.foundation.terms import DataClass
from desistance.history.models import Arrest, CustodySpell, Disposal, Offence
from desistance.history.terms import SANCTION_OF, CustodyKind, DisposalKind, Sanction
from desistance.people.models import Equality, Person
from desistance.people.terms import EqualityKind
from desistance.sentences.models import Order, OrderEvent, Requirement
from desistance.sentences.terms import EventKind
from evidence.predictors.published import offences

RUNNING = ("active", "recalled")
NEWEST_SCORES = 60
CONVICTED = [kind for kind, sanction in SANCTION_OF.items() if sanction in (Sanction.CUSTODY, Sanction.NON_CUSTODIAL)]
SANCTIONED = [kind for kind, sanction in SANCTION_OF.items() if sanction != Sanction.NONE]
ATTENDED = ("attended_complied", "attended_not_complied")


@question
def tier_of(person: int, *, by: Pass) -> TierTold:
    """Both versions of the tier, from what the reader may see. One statement."""
    return work_out_tier(_facts(person, by))


def tier_card(person: int, by: Pass) -> Mapping[str, Any] | None:
    """The tier in the banner's small print: worked out here or as a source states it; none while no order runs. One statement."""
    with marked("assessment.tier_card"):
        facts = _facts(person, by)
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
    rows = Person.objects.filter(pk__in=people).values("pk", **_columns(lambda label: entries_of_tied(label, by), on))
    known = {row["pk"]: _told(row, on) for row in rows}
    bands = {pk: work_out_tier(facts).tier or NO_TIER for pk, facts in known.items() if facts.orders}
    note_all(bands, DataClass.RISK)
    return bands


def _facts(person: int, by: Pass) -> TierFacts:
    found: Mapping[str, Any] = next(iter(rows_of(_row, by=by, person=person)), {})
    if any(found.values()):
        note_all([person], DataClass.RISK)
        note_all([person], DataClass.OFFENDING)
        note_all([person] if found["sexes"] else [], DataClass.EQUALITY)
    return _told(found, local_date(by.at))


def _row(by: Pass, person: int) -> QuerySet[Any, Any]:
    columns = _columns(lambda label: entries_seen(by, label), local_date(by.at))
    return Person.objects.filter(pk=person).values(**columns)


def _told(found: Mapping[str, Any], on: date) -> TierFacts:
    review: Mapping[str, str] = next(iter(found.get("reviews") or ()), {})
    requirements: dict[int, list[str]] = {}
    for row in found.get("requirements") or ():
        requirements.setdefault(row["order"], []).append(row["kind"])
    orders = found.get("orders") or ()
    codes = {home_office_code(code, on) for code in found.get("codes") or ()}
    return TierFacts(
        on=on,
        scores=_scores(found.get("scores") or ()),
        rosh=review.get("overall", ""),
        mappa_category=review.get("mappa_category", ""),
        mappa_level=review.get("mappa_level", ""),
        orders=tuple((row["kind"], tuple(requirements.get(row["id"], ()))) for row in orders),
        is_life=bool(found.get("lives")),
        released_on=max(found.get("releases") or (), default=None),
        has_sexual_offence=any(code in offences() and offences()[code].category in SEXUAL for code in codes),
        is_female=next(iter(found.get("sexes") or ()), "") == "female",
        stated=tuple(row["tier"] for row in orders if row["tier"]),
    )


def _columns(open_to: Callable[[str], Q], on: date) -> dict[str, Any]:
    """What the tier rests on, as columns of a person; ``open_to`` is the condition on entries of a holding by its label."""

    def seen(model: Any, label: str) -> Any:
        return model.objects.standing().filter(open_to(label), person=OuterRef("pk"))

    running = Order.objects.filter(
        open_to("sentences.Order"), person=OuterRef("pk"), state__in=RUNNING, starts_on__lte=on
    ).filter(Q(ends_on=None) | Q(ends_on__gte=on))
    sanctioned = seen(Disposal, "history.Disposal").filter(kind__in=SANCTIONED)
    needed = Q()
    for generation, predictor in NEEDED:
        needed |= Q(generation=generation, predictor=predictor)
    scores = seen(Score, "assessment.Score").filter(needed, percent__isnull=False).order_by(*NEWEST_FIRST)
    told = {name: name for name in ("generation", "predictor", "percent", "band", "variant", "scored_on")}
    reviews = seen(RiskReview, "assessment.RiskReview").order_by(*NEWEST_FIRST)
    required = seen(Requirement, "sentences.Requirement").values(told=JSONObject(order="order_id", kind="kind"))
    inside = seen(CustodySpell, "history.CustodySpell").filter(until_on__isnull=False, until_on__lte=on)
    sexes = seen(Equality, "people.Equality").filter(kind=EqualityKind.SEX).order_by("-said_at", "-pk")
    return {
        "scores": ArraySubquery(scores.values(told=JSONObject(**told))[:NEWEST_SCORES]),
        "reviews": ArraySubquery(
            reviews.values(
                told=JSONObject(overall="overall", mappa_category="mappa_category", mappa_level="mappa_level")
            )[:1]
        ),
        "orders": ArraySubquery(
            running.order_by("-starts_on").values(told=JSONObject(id="id", kind="kind", tier="tier"))
        ),
        "requirements": ArraySubquery(required),
        "codes": ArraySubquery(_codes(open_to, sanctioned)),
        "lives": ArraySubquery(sanctioned.filter(kind=DisposalKind.LIFE).values("pk")[:1]),
        "releases": ArraySubquery(inside.exclude(kind=CustodyKind.REMAND).values("until_on")),
        "sexes": ArraySubquery(sexes.values("value")[:1]),
    }


def _codes(open_to: Callable[[str], Q], sanctioned: Any) -> Any:
    """Codes of offences that ended in a sanction, each once."""
    open_offences = Offence.objects.standing().filter(open_to("history.Offence"))
    coded = sanctioned.filter(offence__in=open_offences.values("pk")).exclude(offence__offence_code="")
    return coded.order_by("offence__offence_code").values("offence__offence_code").distinct()


def _scores(rows: Any) -> dict[tuple[str, str], ScoreFact]:
    found: dict[tuple[str, str], ScoreFact] = {}
    for row in rows:
        fact = ScoreFact(
            Decimal(str(row["percent"])).quantize(Decimal("0.01")),
            row["band"],
            row["variant"],
            date.fromisoformat(row["scored_on"]),
        )
        found.setdefault((row["generation"], row["predictor"]), fact)
    return found


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
    """People on an order whom the reader leads on, seen longer ago than their level allows, with nothing arranged soon."""
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
        seen_at=Coalesce(
            Subquery(met.order_by("-starts_at").values("starts_at")[:1]), Cast(F("starts_on"), DateTimeField())
        ),
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
