"""Proposing, approving and withdrawing a force's own version of a scheme's rules. Nothing decided before is changed."""

from datetime import datetime
from typing import Any

from desistance.audit.deeds import deed
from desistance.foundation.actions import change
from desistance.foundation.calendar import local_date
from desistance.foundation.decisions import NotFound, refused
from desistance.foundation.passes import Pass
from desistance.partners.models import Agency
from desistance.schemes.models import RuleVersion
from desistance.schemes.queries.rules import SERIES, next_number, proposed_of, versions_for
from desistance.schemes.rules.series import Proposed, Series, may_approve, may_withdraw_rules, troubles_of_proposal
from desistance.schemes.terms.cases import LONGEST_REASON
from desistance.schemes.terms.proposals import APPROVED, DRAFT, GONE, RULE_STATES, WAITING


def _demand(series: Series, facts: Proposed, by: Pass, at: datetime) -> None:
    versions = versions_for(series, by.agency)
    before = next((one for one in reversed(versions) if one.valid_from < facts.valid_from), versions[-1])
    for field, decision in troubles_of_proposal(series, facts, before, versions[-1].valid_from, local_date(at)):
        decision.demand(field)


@deed("rules.propose")
def propose_rules(*, series: Series, facts: Proposed, by: Pass, at: datetime) -> RuleVersion:
    """Draft a version for a day to come. Raises :class:`Refused` with the field to mend."""
    if by.agency_kind not in series.kinds:
        refused(series.others).demand()
    Agency.objects.select_for_update().get(pk=by.agency)
    _demand(series, facts, by, at)
    return RuleVersion.objects.create(
        agency_id=by.agency,
        scheme=series.name,
        number=next_number(series, by.agency),
        valid_from=facts.valid_from,
        source=facts.source.strip(),
        criteria=_plain(facts),
        proposed_at=at,
        proposed_by=by.staff,
        created_at=at,
        changed_at=at,
        changed_by=by.staff,
    )


def _plain(facts: Proposed) -> dict[str, Any]:
    return {
        name: {key: list(value) if isinstance(value, tuple | list) else value for key, value in values.items()}
        for name, values in facts.criteria.items()
    }


@deed("rules.propose")
def change_rules(
    *, version: RuleVersion, facts: Proposed, by: Pass, at: datetime, read: int | None = None
) -> RuleVersion:
    """Change a draft; ``read`` is its version as it was read. Raises :class:`Refused` and :class:`Conflict`."""
    row = _ours(version, by)
    if row.state != DRAFT:
        refused("Only a draft can be changed. Send it back first.").demand()
    _demand(SERIES[row.scheme], facts, by, at)
    told: dict[str, Any] = {"valid_from": facts.valid_from, "source": facts.source.strip(), "criteria": _plain(facts)}
    change(row, version=read, by=by, at=at, proposed_at=at, proposed_by=by.staff, **told)
    return row


@deed("rules.propose")
def send_rules(*, version: RuleVersion, by: Pass, at: datetime, read: int | None = None) -> RuleVersion:
    """Send a draft to be approved by somebody else. Raises :class:`Refused` and :class:`Conflict`."""
    row = _ours(version, by)
    RULE_STATES.may_move(row.state, WAITING).demand()
    _demand(SERIES[row.scheme], proposed_of(row), by, at)
    change(row, version=read, by=by, at=at, state=WAITING, note="")
    return row


@deed("rules.approve")
def approve_rules(*, version: RuleVersion, by: Pass, at: datetime, read: int | None = None) -> RuleVersion:
    """Approve a version that somebody else proposed: it is in force from its first day. Raises :class:`Refused`."""
    row = _ours(version, by)
    told: dict[str, Any] = {"proposed_by": row.proposed_by, "staff": by.staff, "valid_from": row.valid_from}
    may_approve(state=row.state, on=local_date(at), **told).demand()
    _demand(SERIES[row.scheme], proposed_of(row), by, at)
    change(row, version=read, by=by, at=at, state=APPROVED, approved_at=at, approved_by=by.staff)
    return row


@deed("rules.approve")
def send_rules_back(*, version: RuleVersion, note: str, by: Pass, at: datetime, read: int | None = None) -> RuleVersion:
    """Send a version back to be changed, with what must change. Raises :class:`Refused` and :class:`Conflict`."""
    row = _ours(version, by)
    if not note.strip() or len(note) > LONGEST_REASON:
        refused("Enter what must change, in 500 characters or fewer.").demand("note")
    RULE_STATES.may_move(row.state, DRAFT).demand()
    change(row, version=read, by=by, at=at, state=DRAFT, note=note.strip())
    return row


@deed("rules.propose")
def withdraw_rules(*, version: RuleVersion, by: Pass, at: datetime, read: int | None = None) -> RuleVersion:
    """Withdraw a version before its first day; it stays readable. Raises :class:`Refused` and :class:`Conflict`."""
    row = _ours(version, by)
    may_withdraw_rules(state=row.state, valid_from=row.valid_from, on=local_date(at)).demand()
    change(row, version=read, by=by, at=at, state=GONE)
    return row


def _ours(version: RuleVersion, by: Pass) -> RuleVersion:
    row = RuleVersion.objects.select_for_update().get(pk=version.pk)
    if row.agency_id != by.agency:
        raise NotFound()
    return row
