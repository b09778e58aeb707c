"""What a tier rests on, of one person or of many at once, as far as the reader may see: one statement, with sources."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from functools import partial
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import F, Func, JSONField, OuterRef, Q, QuerySet, Value
from django.db.models.functions import JSONObject

from desistance.access.models import Involvement
from desistance.access.queries.scope import entries_seen
from desistance.assessment.models import NeedAnswer, RiskReview, Score
from desistance.assessment.queries.risk import NEWEST_FIRST
from desistance.assessment.rules.score_facts import SEXUAL, home_office_code
from desistance.assessment.rules.tiers import NEEDED, Recorded, ScoreFact, TierFacts
from desistance.assessment.terms.needs import Need, Pathway
from desistance.assessment.terms.reviews import Group, Level, MappaCategory, MappaLevel
from desistance.assessment.terms.tiers import ABUSE, ANSWERS, IMPULSIVITY, IOM_WORK, TEMPER, TIER_FACT_RULES
from desistance.casework.models import Alert
from desistance.casework.terms import ALERT_CURRENT
from desistance.foundation.calendar import local_date
from desistance.foundation.compiled import rows_of
from desistance.foundation.passes import Pass
from desistance.foundation.reading import note_all
from desistance.foundation.rulesets import in_force
from desistance.foundation.terms import DataClass
from desistance.history.models import CustodySpell, Disposal, Offence
from desistance.history.terms import SANCTION_OF, CustodyKind, DisposalKind, Sanction
from desistance.people.models import Equality, Person
from desistance.people.terms import EqualityKind, Sex
from desistance.sentences.models import Order, OrderEvent, Requirement
from desistance.sentences.terms import EventKind, OrderKind
from evidence.predictors.published import offences

RUNNING = ("active", "recalled")
NEWEST_SCORES = 60
NEWEST_ANSWERS = 20
NEWEST_NEEDS = 60
SANCTIONED = [kind for kind, sanction in SANCTION_OF.items() if sanction != Sanction.NONE]
PROBLEM_POINTS = {"NO_PROBLEMS": "0", "SOME_PROBLEMS": "1", "SIGNIFICANT_PROBLEMS": "2"}
OWNER = {"agency": "agency__short_name"}
CLASSES = {
    "reviews": DataClass.RISK,
    "scores": DataClass.RISK,
    "orders": DataClass.OFFENDING,
    "codes": DataClass.OFFENDING,
    "sexes": DataClass.EQUALITY,
    "needs": DataClass.PLAN,
    "alerts": DataClass.SAFETY,
    "works": DataClass.INVOLVEMENT,
}
"""The class of what each column holds, for the trail."""

Found = Mapping[str, Any]
NEWEST: tuple[tuple[str, str, Callable[[Found], str]], ...] = (
    ("orders", "orders", lambda row: OrderKind(row["kind"]).label),
    ("life", "lives", lambda row: "Sentenced to life or for public protection"),
    ("released", "releases", lambda row: "Released"),
    ("sex", "sexes", lambda row: Sex(row["value"]).wording),
    ("enforced", "events", lambda row: EventKind(row["kind"]).label),
    ("iom", "works", lambda row: "In the cohort"),
)
"""Facts of which the newest row of a column is told: the fact, the column, and its words."""


def tier_facts(person: int, by: Pass, *, is_whole: bool = True) -> TierFacts:
    """What the tier of one person rests on. One statement. Without ``is_whole``: what the newer version reads alone."""
    found: Found = next(iter(rows_of(_whole if is_whole else _row, by=by, person=person)), {})
    for data_class in {kept for name, kept in CLASSES.items() if found.get(name)}:
        note_all([person], data_class)
    return facts_from(found, local_date(by.at))


def _row(by: Pass, person: int) -> QuerySet[Any, Any]:
    return Person.objects.filter(pk=person).values(**tier_columns(partial(entries_seen, by), local_date(by.at)))


def _whole(by: Pass, person: int) -> QuerySet[Any, Any]:
    open_to, on = partial(entries_seen, by), local_date(by.at)
    return Person.objects.filter(pk=person).values(**tier_columns(open_to, on), **older_columns(open_to, on))


def tier_columns(open_to: Callable[[str], Q], on: date) -> dict[str, Any]:
    """What the tier rests on, as columns of a person; ``open_to`` is the condition on entries of a holding by its label."""
    running = Order.objects.filter(
        open_to("sentences.Order"), person=OuterRef("pk"), state__in=RUNNING, starts_on__lte=on
    ).filter(Q(ends_on=None) | Q(ends_on__gte=on))
    sanctioned = _standing(Disposal, "history.Disposal", open_to).filter(kind__in=SANCTIONED)
    needed = Q()
    for generation, predictor in NEEDED:
        needed |= Q(generation=generation, predictor=predictor)
    scores = _standing(Score, "assessment.Score", open_to).order_by(*NEWEST_FIRST)
    told = {name: name for name in ("generation", "predictor", "percent", "band", "variant", "scored_on", "system")}
    reviews = _standing(RiskReview, "assessment.RiskReview", open_to).order_by(*NEWEST_FIRST)
    levels = {name: name for name in ("overall", "levels", "mappa_category", "mappa_level")}
    required = _standing(Requirement, "sentences.Requirement", open_to)
    inside = _standing(CustodySpell, "history.CustodySpell", open_to).filter(until_on__isnull=False, until_on__lte=on)
    sexes = _standing(Equality, "people.Equality", open_to).filter(kind=EqualityKind.SEX).order_by("-said_at", "-pk")
    return {
        "scores": _listed(scores.filter(needed, percent__isnull=False), NEWEST_SCORES, **told),
        "answers": _answers(scores),
        "reviews": _listed(reviews, 1, **levels, on="made_on"),
        "orders": _listed(running.order_by("-starts_on"), None, id="id", kind="kind", tier="tier", on="starts_on"),
        "requirements": _listed(required, None, order="order_id", kind="kind"),
        "codes": ArraySubquery(_codes(open_to, sanctioned)),
        "lives": _listed(sanctioned.filter(kind=DisposalKind.LIFE).order_by("-given_on"), 1, on="given_on"),
        "releases": _listed(inside.exclude(kind=CustodyKind.REMAND).order_by("-until_on"), 1, on="until_on"),
        "sexes": _listed(sexes, 1, value="value", on="said_at"),
    }


def older_columns(open_to: Callable[[str], Q], on: date) -> dict[str, Any]:
    """What the older version alone rests on, and when the offences were dealt with that both read."""
    sanctioned = _standing(Disposal, "history.Disposal", open_to).filter(kind__in=SANCTIONED)
    coded = sanctioned.filter(offence__in=_open_offences(open_to)).exclude(offence__offence_code="")
    events = _standing(OrderEvent, "sentences.OrderEvent", open_to).order_by("-happened_on", "-pk")
    needs = _standing(NeedAnswer, "assessment.NeedAnswer", open_to).order_by(*NEWEST_FIRST)
    alerts = Alert.objects.filter(open_to("casework.Alert"), person=OuterRef("pk"), state=ALERT_CURRENT)
    works = Involvement.objects.filter(
        open_to("access.Involvement"), person=OuterRef("pk"), kind=IOM_WORK, state="open"
    )
    return {
        "coded": _listed(coded.order_by("-given_on"), None, code="offence__offence_code", on="given_on"),
        "events": _listed(events, 1, kind="kind", on="happened_on"),
        "needs": _listed(
            needs.filter(pathway__in=_pathways(on)), NEWEST_NEEDS, pathway="pathway", level="level", on="made_on"
        ),
        "alerts": _listed(
            alerts.filter(kind__in=_registers(on)).order_by("-starts_on"), None, kind="kind", on="starts_on"
        ),
        "works": _listed(works.order_by("from_at"), 1, on="from_at"),
    }


def _standing(model: Any, label: str, open_to: Callable[[str], Q]) -> Any:
    return model.objects.standing().filter(open_to(label), person=OuterRef("pk"))


def _listed(rows: Any, most: int | None, **columns: str) -> ArraySubquery:
    """Rows as objects, each with the agency that says so."""
    return ArraySubquery(rows.values(told=JSONObject(**columns, **OWNER))[:most])


def _answers(scores: Any) -> ArraySubquery:
    """The answers of the newest scores that a tier reads too, newest score first."""
    wanted = " || ".join(f'@.name == "{name}"' for name in ANSWERS)
    picked = Func(F("inputs"), Value(f"$[*] ? ({wanted})"), template="jsonb_path_query_array(%(expressions)s::jsonpath)",
                  output_field=JSONField())  # fmt: skip
    return ArraySubquery(scores.filter(system="").values(told=picked)[:NEWEST_ANSWERS])


def _open_offences(open_to: Callable[[str], Q]) -> Any:
    return Offence.objects.standing().filter(open_to("history.Offence")).values("pk")


def _codes(open_to: Callable[[str], Q], sanctioned: Any) -> Any:
    """Codes of offences that ended in a sanction, each once."""
    coded = sanctioned.filter(offence__in=_open_offences(open_to)).exclude(offence__offence_code="")
    return coded.order_by("offence__offence_code").values("offence__offence_code").distinct()


def _pathways(on: date) -> list[str]:
    return list(in_force(TIER_FACT_RULES, on).values["sections"])


def _registers(on: date) -> list[str]:
    return list(in_force(TIER_FACT_RULES, on).values["registers"])


def facts_from(found: Found, on: date) -> TierFacts:
    """The facts from the columns of one person."""
    review: Mapping[str, Any] = next(iter(found.get("reviews") or ()), {})
    requirements: dict[int, list[str]] = {}
    for row in found.get("requirements") or ():
        requirements.setdefault(row["order"], []).append(row["kind"])
    orders = found.get("orders") or ()
    recorded = dict(_recorded(found, on))
    return TierFacts(
        on=on,
        scores=_scores(found.get("scores") or ()),
        rosh=review.get("overall", ""),
        mappa_category=review.get("mappa_category", ""),
        mappa_level=review.get("mappa_level", ""),
        orders=tuple((row["kind"], tuple(requirements.get(row["id"], ()))) for row in orders),
        is_life="life" in recorded,
        released_on=recorded["released"].on if "released" in recorded else None,
        has_sexual_offence="sexual" in recorded,
        is_female="sex" in recorded and recorded["sex"].value == Sex.FEMALE,
        stated=tuple(row["tier"] for row in orders if row["tier"]),
        recorded=recorded,
        needs=_levels(found),
    )


def _scores(rows: Any) -> dict[tuple[str, str], ScoreFact]:
    found: dict[tuple[str, str], ScoreFact] = {}
    for row in rows:
        fact = ScoreFact(
            Decimal(str(row["percent"])).quantize(Decimal("0.01")),
            row["band"],
            row["variant"],
            date.fromisoformat(row["scored_on"]),
            f"{row['agency']}, from {row['system']}" if row["system"] else row["agency"],
        )
        found.setdefault((row["generation"], row["predictor"]), fact)
    return found


def _levels(found: Found) -> dict[str, str]:
    """The newest level of each pathway; empty where needs were never assessed."""
    levels: dict[str, str] = {}
    for row in found.get("needs") or ():
        levels.setdefault(row["pathway"], row["level"])
    return levels


def _recorded(found: Found, on: date) -> Iterable[tuple[str, Recorded]]:
    """Each fact with who says so and of which day."""
    for name, column, words in NEWEST:
        for row in (found.get(column) or ())[:1]:
            yield name, _fact(row.get("value", True), words(row), row)
    yield from _of_review(found, on)
    yield from _of_offences(found, on)
    yield from _of_answers(found)
    registers = in_force(TIER_FACT_RULES, on).values["registers"]
    for row in found.get("alerts") or ():
        yield registers[row["kind"]], _fact(True, "Current", row)
    yield from _of_needs(found)


def _fact(value: Any, words: str, row: Mapping[str, Any]) -> Recorded:
    return Recorded(value, words, row["agency"], date.fromisoformat(row["on"][:10]) if row["on"] else None)


def _of_needs(found: Found) -> Iterable[tuple[str, Recorded]]:
    """The newest level of each pathway, by whom any of them was said, and the day of the newest."""
    rows, levels = found.get("needs") or (), _levels(found)
    if rows:
        words = ". ".join(f"{one.label}: {Need(levels[one]).label.lower()}" for one in Pathway if one in levels)
        agencies = ", ".join(dict.fromkeys(row["agency"] for row in rows))
        yield "needs", replace(_fact(True, words, rows[0]), source=agencies)


def _of_review(found: Found, on: date) -> Iterable[tuple[str, Recorded]]:
    rules = in_force(TIER_FACT_RULES, on).values
    for row in found.get("reviews") or ():
        yield "rosh", _fact(row["overall"], Level(row["overall"]).label, row)
        if row["mappa_category"]:
            words = f"{MappaCategory(row['mappa_category']).label}. {MappaLevel(row['mappa_level']).label}"
            yield "mappa", _fact(row["mappa_category"], words, row)
        to_children = [level for key, level in row["levels"].items() if key.startswith(Group.CHILDREN)]
        highest = max(to_children, key=list(Level).index, default="")
        if highest in rules["children_from"]:
            yield rules["registers"]["children"], _fact(True, f"{Level(highest).label}, by the review of risk", row)


def _of_offences(found: Found, on: date) -> Iterable[tuple[str, Recorded]]:
    """Sexual offences and stalking, by the newest that ended in a sanction; without its day where only codes were read."""
    stalking = in_force(TIER_FACT_RULES, on).values["stalking_codes"]
    rows = found.get("coded") or [{"code": code, "on": "", "agency": ""} for code in found.get("codes") or ()]
    told: dict[str, Recorded] = {}
    for row in rows:
        code = home_office_code(row["code"], on)
        words = f"Home Office code {code}"
        if code in offences() and offences()[code].category in SEXUAL:
            told.setdefault("sexual", _fact(True, words, row))
        if code in stalking:
            told.setdefault("stalking", _fact(True, words, row))
    yield from told.items()


def _of_answers(found: Found) -> Iterable[tuple[str, Recorded]]:
    """The newest answer to each question that was answered for a score. An answer that was left out says nothing."""
    names = {ABUSE: "abuse", IMPULSIVITY: "impulsivity", TEMPER: "temper"}
    told: dict[str, Recorded] = {}
    for answer in (one for score in found.get("answers") or () for one in score):
        value = PROBLEM_POINTS.get(str(answer["value"]), answer["value"])
        on = date.fromisoformat(answer["on"]) if answer["on"] else None
        told.setdefault(names[answer["name"]], Recorded(value, answer["words"], answer["source"], on))
    yield from told.items()
