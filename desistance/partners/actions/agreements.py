"""Information-sharing agreements: recorded, changed under their version, reviewed and ended; never deleted."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

from desistance.audit.deeds import deed
from desistance.audit.terms import Category
from desistance.foundation.actions import change
from desistance.foundation.calendar import local_date
from desistance.foundation.decisions import Decision
from desistance.foundation.passes import Pass
from desistance.partners.models import Agency, Agreement
from desistance.partners.rules.agreements import AgreementTerms, is_live, may_end, may_review, may_stand


def _demand(decisions: Iterable[tuple[str, Decision]]) -> None:
    for field, decision in decisions:
        decision.demand(field)


@deed("agreement.manage", Category.ADMINISTRATION)
def record_agreement(
    *,
    name: str,
    reference: str,
    parties: Sequence[Agency],
    purpose: str,
    legal_basis: str,
    review_on: date,
    by: Pass,
    at: datetime,
    classes: Sequence[str] = (),
    switches_on_finding: bool = False,
    from_on: date | None = None,
    until_on: date | None = None,
) -> Agreement:
    """Record an agreement between two or more agencies; what it switches on counts from its first day.

    Raises :class:`Refused` with the field that does not stand: fewer than two parties, dates out of order, a reference in use.
    """
    terms = AgreementTerms(
        name=name,
        reference=reference,
        parties=frozenset(party.pk for party in parties),
        purpose=purpose,
        legal_basis=legal_basis,
        classes=frozenset(classes),
        switches_on_finding=switches_on_finding,
        from_on=from_on or local_date(at),
        review_on=review_on,
        until_on=until_on,
    )
    is_taken = Agreement.objects.filter(reference__iexact=reference.strip()).exists()
    _demand(may_stand(terms, reference_is_taken=is_taken).items())
    agreement = Agreement.objects.create(
        **_columns(terms),
        created_at=at,
        changed_at=at,
        changed_by=by.staff,
    )
    agreement.parties.set(parties)
    return agreement


@deed("agreement.manage", Category.ADMINISTRATION)
def change_agreement(
    *, agreement: Agreement, terms: AgreementTerms, version: int, by: Pass, at: datetime, reason: str = ""
) -> Agreement:
    """Change what was recorded, under the version that was shown; the row as it was, with its parties, is kept.

    Raises :class:`Conflict` with both versions when someone else changed it first, and :class:`Refused` as recording does.
    """
    others = Agreement.objects.filter(reference__iexact=terms.reference.strip()).exclude(pk=agreement.pk)
    _demand(may_stand(terms, reference_is_taken=others.exists()).items())
    before = ", ".join(str(pk) for pk in sorted(agreement.parties.values_list("pk", flat=True)))
    change(
        agreement,
        version=version,
        by=by,
        at=at,
        reason=f"Parties before: {before}. {reason}".strip()[:300],
        **_columns(terms),
    )
    agreement.parties.set(terms.parties)
    return agreement


def _columns(terms: AgreementTerms) -> dict[str, Any]:
    return {
        "name": terms.name.strip(),
        "reference": terms.reference.strip(),
        "purpose": terms.purpose.strip(),
        "legal_basis": terms.legal_basis.strip(),
        "classes": sorted(terms.classes),
        "switches_on_finding": terms.switches_on_finding,
        "from_on": terms.from_on,
        "review_on": terms.review_on,
        "until_on": terms.until_on,
    }


@deed("agreement.manage", Category.ADMINISTRATION, justified_by="reason")
def end_agreement(
    *, agreement: Agreement, ends_on: date, reason: str, by: Pass, at: datetime, version: int | None = None
) -> Agreement:
    """End an agreement: the day named is its last. What it switched on is gone from every page on the day after."""
    today = local_date(at)
    _demand(
        may_end(
            from_on=agreement.from_on, until_on=agreement.until_on, ends_on=ends_on, reason=reason, on=today
        ).items()
    )
    change(agreement, version=version, by=by, at=at, reason=reason, until_on=ends_on, end_reason=reason.strip()[:300])
    return agreement


@deed("agreement.manage", Category.ADMINISTRATION, justified_by="note")
def review_agreement(
    *, agreement: Agreement, review_on: date, note: str, by: Pass, at: datetime, version: int | None = None
) -> Agreement:
    """Note a review: what it found, and when the next is due."""
    today = local_date(at)
    live = is_live(from_on=agreement.from_on, until_on=agreement.until_on, on=today)
    _demand(may_review(review_on=review_on, note=note, on=today, is_live=live).items())
    change(agreement, version=version, by=by, at=at, reason=note, review_on=review_on)
    return agreement
