"""Writing the rows of the probation caseload feed: supervision by the team and practitioner named, and the order it is under."""

from collections.abc import Sequence

from desistance.access.actions.openings import Opening, open_where_none
from desistance.access.terms import LegalGround
from desistance.ingest.actions._told import _begins, _Told, _Word, _Writer
from desistance.partners.models import Staff, Team
from desistance.sentences.actions.orders import OrderTold, amend_order, record_orders
from desistance.sentences.queries import orders_on_record
from desistance.sentences.terms import ORDER_STATES


def _write_caseload(told: Sequence[_Told], word: _Word) -> None:
    """The case number is among the person's numbers, which are written for every feed."""
    teams = Team.objects.in_bulk({one.event.team for one in told if one.event.team})
    leads = Staff.objects.in_bulk({one.event.practitioner for one in told if one.event.practitioner})
    openings = [
        Opening(
            one.person,
            word.reference(one.row),
            team=teams.get(one.event.team),
            lead=leads.get(one.event.practitioner),
            from_at=_begins(one.event.started_on),
        )
        for one in told
    ]
    open_where_none(openings=openings, kind="supervision", legal_ground=LegalGround.COURT_ORDER, **word.of_all)
    _write_orders([one for one in told if one.event.order is not None], word)


def _write_orders(told: Sequence[_Told], word: _Word) -> None:
    """New orders at once; one on record is amended where the file says something else, unless it has ended."""
    if not told:
        return
    on_record = orders_on_record([one.person.pk for one in told], by=word.by)
    new: dict[object, _Told] = {}
    again: list[_Told] = []
    for one in told:
        key = (one.person.pk, one.event.order.kind, one.event.order.made_on, one.event.order.number)
        if key in on_record or key in new:
            again.append(one)
        else:
            new[key] = one
    made = [OrderTold(one.person, one.event.order, word.reference(one.row)) for one in new.values()]
    record_orders(orders=made, **word.of_all)
    if again:
        _amend(again, word)


def _amend(told: Sequence[_Told], word: _Word) -> None:
    on_record = orders_on_record([one.person.pk for one in told], by=word.by)
    for one in told:
        facts = one.event.order
        order, standing = on_record[one.person.pk, facts.kind, facts.made_on, facts.number]
        if facts == standing:
            continue
        if ORDER_STATES[order.state].is_final:
            ended = ORDER_STATES[order.state].wording.lower()
            one.row.warning = f"{one.row.warning} The order is on record as {ended} and was left so.".strip()
        else:
            amend_order(order=order, facts=facts, reason=word.reference(one.row), **word.of(one.row))


CASELOAD_WRITER = _Writer(write=_write_caseload)
