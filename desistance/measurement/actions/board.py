"""Asking for the board's measures of a quarter; and, by the worker, gathering of whom each tells and whether it was done."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import chain
from typing import Any, Final

from django.db.models import BooleanField, DateTimeField, Exists, ExpressionWrapper, F, Min, OuterRef, Q, Subquery
from django.db.models.functions import Cast, Greatest

from desistance.assessment.models import Plan, RiskReview
from desistance.assessment.terms.plans import PLAN_RULES
from desistance.audit.deeds import deed
from desistance.audit.terms import Category
from desistance.casework.models import Contact
from desistance.casework.terms import HAPPENED, SCHEDULED, Outcome
from desistance.coordination.models import AgreedAction
from desistance.coordination.terms.meetings import DONE, OPEN, PASSED_ON
from desistance.foundation.later import later
from desistance.foundation.passes import Pass
from desistance.foundation.rulesets import in_force
from desistance.measurement.actions._moving import ask_once
from desistance.measurement.actions._people import kept_numbers
from desistance.measurement.models import BoardCount
from desistance.measurement.rules.board import BOARD_MEASURES, may_count_board
from desistance.measurement.rules.periods import quarter_of
from desistance.restorative.models import Telling
from desistance.restorative.terms import DECLINED, TOLD, UNDONE
from desistance.schemes.models import SchemeCase
from desistance.schemes.rules.clocks import first_contact_due
from desistance.schemes.terms.checkpoint import CHECKPOINT
from desistance.schemes.terms.contracts import COMPLETED
from desistance.sentences.models import Order

Due = tuple[int, bool | None, bool]
"""One thing that was due: whose it is, whether it was done (in time where the measure says so; None: not counted, since that
cannot be told), and whether what came of it is on record."""


@dataclass(frozen=True, slots=True)
class GatheredBoard:
    """By the name of each measure, what was due in the quarter, and whom it is about."""

    found: Mapping[str, tuple[Due, ...]]
    people: tuple[int, ...]


@deed("measure.count", Category.ADMINISTRATION)
def ask_for_board(*, first_on: date, by: Pass, at: datetime, run_later: bool = True) -> BoardCount:
    """Ask for the board's measures of one quarter to be counted, in the background (``run_later``).

    Raises :class:`Refused` when the quarter is not over long enough, or stands already.
    """
    made = ask_once(BoardCount, first_on, quarter_of, may_count_board, by=by, at=at)
    if run_later:
        later("measurement.count_board", key=f"board {made.pk}", board=made.pk)
    return made


def _whom(_arguments: Mapping[str, Any], result: GatheredBoard) -> Iterable[int]:
    return result.people


@deed("measure.count", Category.COLLECTION, about=_whom)
def gather_board(*, board: BoardCount, by: Pass, at: datetime) -> GatheredBoard:
    """What was due in the quarter for each measure, and whether it was done. The event of this deed names everyone in it."""
    kept, days = kept_numbers(), (board.first_on, board.last_on)
    found = {
        one.name: tuple((kept.get(person, person), done, known) for person, done, known in COUNTED[one.name](*days))
        for one in BOARD_MEASURES
    }
    return GatheredBoard(found, tuple({person for person, *_ in chain.from_iterable(found.values())}))


def _contracts_completed(first: date, last: date) -> Iterable[Due]:
    """Beside contracts that ended stand those that ran out in the quarter and were not closed."""
    ended, ran_out = Q(closed_at__date__range=(first, last)), Q(closed_at=None, ends_on__range=(first, last))
    found = SchemeCase.objects.filter(ended | ran_out, scheme=CHECKPOINT, runs_from__isnull=False)
    rows = found.values_list("person_id", "state", "closed_at")
    return ((person, state == COMPLETED if closed else None, bool(closed)) for person, state, closed in rows)


def _first_contact(first: date, last: date) -> Iterable[Due]:
    agreed = SchemeCase.objects.filter(scheme=CHECKPOINT, accepted_at__date__range=(first, last))
    rung = Contact.objects.filter(
        involvement=OuterRef("involvement"), state=HAPPENED, starts_at__gte=OuterRef("accepted_at")
    )
    soonest = Subquery(rung.order_by("starts_at").values("starts_at")[:1])
    rows = agreed.values_list("person_id", "accepted_at", soonest)
    return ((person, bool(rung_at and rung_at <= first_contact_due(at)), bool(rung_at)) for person, at, rung_at in rows)


def _victims_told(first: date, last: date) -> Iterable[Due]:
    due = Telling.objects.filter(due_at__date__range=(first, last)).exclude(state__in=(DECLINED, UNDONE))
    in_time, settled = Q(state=TOLD, told_at__lte=F("due_at")), Q(settled_at__isnull=False)
    return due.values_list("person_id", _whether(in_time), _whether(settled))


def _appointments_kept(first: date, last: date) -> Iterable[Due]:
    past = Contact.objects.filter(state__in=(SCHEDULED, HAPPENED), starts_at__date__range=(first, last))
    rows = past.exclude(outcome=Outcome.ACCEPTABLE).values_list("person_id", "outcome")
    return ((person, outcome == Outcome.COMPLIED if outcome else None, bool(outcome)) for person, outcome in rows)


def _reviews_made(first: date, last: date) -> Iterable[Due]:
    """Of several reviews that name one day, the last one asks."""
    reviews = RiskReview.objects.standing()
    later_one = reviews.filter(person=OuterRef("person"), agency=OuterRef("agency"), made_on__gt=OuterRef("made_on"))
    due = reviews.filter(review_on__range=(first, last)).annotate(
        next_on=Subquery(later_one.order_by("made_on").values("made_on")[:1])
    )
    rows = due.values_list("person_id", "agency_id", "review_on").annotate(soonest=Min("next_on"))
    return ((person, bool(made_on and made_on <= review_on), bool(made_on)) for person, _, review_on, made_on in rows)


def _plans_begun(first: date, last: date) -> Iterable[Due]:
    allowed = timedelta(days=in_force(PLAN_RULES, last).values["begin_days"])
    begins = Greatest(Cast(F("starts_on"), DateTimeField()), F("recorded_at"))
    due = Order.objects.annotate(begins=begins).filter(begins__date__range=(first - allowed, last - allowed))
    plans = Plan.objects.filter(person=OuterRef("person"), agency=OuterRef("agency"))
    in_time = Exists(plans.filter(begun_at__lte=OuterRef("begins") + allowed))
    return due.values_list("person_id", in_time, Exists(plans))


def _actions_done(first: date, last: date) -> Iterable[Due]:
    due = AgreedAction.objects.filter(due_on__range=(first, last)).exclude(state=PASSED_ON)
    in_time = _whether(Q(state=DONE, closed_at__date__lte=F("due_on")))
    return due.values_list("person_id", in_time, _whether(~Q(state=OPEN)))


def _whether(condition: Q) -> Any:
    return ExpressionWrapper(condition, output_field=BooleanField())


COUNTED: Final = {
    "contracts_completed": _contracts_completed,
    "first_contact": _first_contact,
    "victims_told": _victims_told,
    "appointments_kept": _appointments_kept,
    "reviews_made": _reviews_made,
    "plans_begun": _plans_begun,
    "actions_done": _actions_done,
}
"""How each measure of the board is gathered."""
