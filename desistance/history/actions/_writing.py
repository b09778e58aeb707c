"""How entries of this room are written: whose word they are, who may, and what else leans on them."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from desistance.foundation.decisions import Decision, allowed, refused
from desistance.foundation.passes import Pass
from desistance.foundation.rows import used_by
from desistance.foundation.terms import DataClass
from desistance.history.rules.arrests import may_change
from desistance.history.rules.convictions import Trouble
from desistance.people.models import BirthDate


def _demand_none(troubles: Iterable[Trouble]) -> None:
    """Raise Refused with the first thing that is wrong and the field to mend."""
    for field, decision in troubles:
        decision.demand(field)


def _first_day_of_birth(person: int) -> date | None:
    """The earliest day of birth that any agency says: someone is never refused for being younger than the oldest they may be."""
    said = BirthDate.objects.standing().filter(person_id=person).order_by("born_on")
    found: date | None = said.values_list("born_on", flat=True).first()
    return found


def _withdraw(row: Any, reason: str, by: Pass, at: datetime, what: str) -> None:
    """Withdraw one standing entry of the agency's own, and keep why."""
    by.demand_person(row.person_id, DataClass.OFFENDING, writing=True)
    rows = type(row).objects
    standing = rows.select_for_update().get(pk=row.pk)
    is_standing = standing.withdrawn_at is None
    may_change(is_ours=row.agency_id == by.agency, is_standing=is_standing, reason=reason, what=what).demand("reason")
    told = {"withdrawn_at": max(at, standing.recorded_at), "withdrawn_by": by.staff, "reason": reason.strip()}
    rows.filter(pk=row.pk).update(**told)
    for name, value in told.items():
        setattr(row, name, value)


def _nothing_leans_on(row: Any, *, own: frozenset[str], what: str) -> Decision:
    """Whether no entry elsewhere points at this one; ``own`` are the kinds of row that go with it."""
    others = sorted(name for name in used_by(row) if name not in own)
    if others:
        return refused(
            f"This {what} cannot be withdrawn, because it is used by: {', '.join(others)}. Change that first."
        )
    return allowed()
