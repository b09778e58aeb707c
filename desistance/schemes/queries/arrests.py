"""New arrests while a case runs, however they came to the record: by a file, by hand, or with a record that was joined."""

from collections.abc import Collection
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce, Greatest

from desistance.access.queries.passes import remembered
from desistance.access.queries.scope import entries_seen
from desistance.access.rules.policy import Standing
from desistance.access.terms import Owner, Relation
from desistance.audit.deeds import question
from desistance.foundation.passes import Pass
from desistance.foundation.terms import Act, DataClass, Effect
from desistance.history.models import Arrest
from desistance.people.models import MergeMove
from desistance.schemes.models import CaseStep, SchemeCase
from desistance.schemes.terms.contracts import RUNNING


def owners_seen(by: Pass, data_class: DataClass) -> list[int]:
    """Agencies whose entries of a class the reader sees of anyone they are tied to."""
    standing = Standing(role=by.role, relations=frozenset({Relation.TIED}))
    agreed = by.agreed.get(data_class, frozenset())
    found = []
    for agency in {by.agency, *agreed}:
        holds = {Owner.OWN: agency == by.agency, Owner.AGREED: agency in agreed}
        held = frozenset(owner for owner, is_held in holds.items() if is_held)
        if remembered(standing, data_class, Act.READ, held).effect is Effect.SEE:
            found.append(agency)
    return sorted(found)


def _decided(case: Any) -> QuerySet[CaseStep]:
    return CaseStep.objects.standing().filter(case=case, arrest=OuterRef("pk"))


@question
def new_arrests(*, case: SchemeCase, by: Pass) -> list[Arrest]:
    """Standing arrests since the contract began on which nothing was decided yet, as far as the reader may see, newest first."""
    return new_arrests_since(case=case, running=RUNNING, by=by)


@question
def new_arrests_since(*, case: SchemeCase, running: Collection[str], by: Pass) -> list[Arrest]:
    """The same for a case of any scheme, while it stands in one of the states in which a new arrest counts."""
    if case.runs_from is None or case.state not in running:
        return []
    seen = Arrest.objects.standing().filter(entries_seen(by, "history.Arrest"), at__gt=case.runs_from)
    rows = seen.exclude(pk=case.arrest_id).filter(~Exists(_decided(case.pk))).select_related("agency")
    return list(known_since(rows).order_by("-at", "-id"))


def known_since(arrests: QuerySet[Arrest]) -> QuerySet[Arrest]:
    """The arrests with ``known_at``: when it was recorded, or joined to this person's record, whichever came last."""
    joined = MergeMove.objects.filter(holding="history.Arrest", record_id=OuterRef("pk")).order_by("-merge__at")
    return arrests.annotate(
        known_at=Greatest("recorded_at", Coalesce(Subquery(joined.values("merge__at")[:1]), F("recorded_at")))
    )


def arrests_to_decide(by: Pass, cases: QuerySet[SchemeCase], running: Collection[str] = RUNNING) -> QuerySet[Arrest]:
    """Standing arrests of the people of these running cases, since each contract began, on which nothing was decided yet."""
    own = cases.filter(state__in=running, runs_from__isnull=False, person_id=OuterRef("person_id"))
    own = own.filter(~Q(arrest_id=OuterRef("pk")) | Q(arrest__isnull=True), runs_from__lt=OuterRef("at"))
    decided = CaseStep.objects.standing().filter(arrest=OuterRef("pk"), case__state__in=running)
    people = cases.filter(state__in=running).values("person_id")
    rows = Arrest.objects.filter(
        Q(withdrawn_at__isnull=True), person__in=people, agency_id__in=owners_seen(by, DataClass.OFFENDING)
    )
    return known_since(rows.filter(Exists(own), ~Exists(decided)))
